//! Family P: who is controller and who is processor (Art. 4(7), 4(8), 33(2) GDPR).

use crate::check::{Context, Rule, Run};
use crate::config::Words;
use crate::finding::{Code, Fact, Finding, Severity, Silent};
use crate::notification::Notification;
use crate::value::Organisation;

const PROCESSOR_IS_CONTROLLER: Code = Code::new(b"P002");

pub(super) const RULES: &[Rule] = &[Rule {
    code: PROCESSOR_IS_CONTROLLER,
    name: "processor-is-controller",
    severity: Severity::Warning,
    or: Some((
        Severity::Info,
        Words::new(
            "för ett offentligt organ, där flera nämnder delar nummer",
            "for a public body, where several boards share one number",
        ),
    )),
    message: Words::new(
        "Ett biträde har samma organisationsnummer som den personuppgiftsansvarige ({number}).",
        "A processor has the same organisation number as the controller ({number}).",
    ),
    why: Words::new(
        "Ett biträde är någon annan än den ansvarige. I en kommun är nämnderna var för sig ansvariga men delar nummer.",
        "A processor is someone other than the controller. In a municipality the boards are controllers apart but share a number.",
    ),
    basis: Words::new("Artikel 4.7 och 4.8 dataskyddsförordningen", "Article 4(7) and (8) GDPR"),
    example: Words::new("Fråga 2 och fråga 22: 212000-0142.", "Question 2 and question 22: 212000-0142."),
    run: Run::Each(processor_is_controller),
}];

fn processor_is_controller(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Result<(), Silent> {
    let Organisation::Valid { number: own, .. } = n.organisation_number.known()?.read else {
        return Err(Silent::DoesNotApply);
    };
    let severity = if own.is_public_body() { Severity::Info } else { Severity::Warning };
    let mut lost = n.processors.is_empty() && matches!(n.states.of(22), b'x' | b'q');
    for processor in &n.processors {
        match processor.number.known() {
            Ok(number) if matches!(number.read, Organisation::Valid { number, .. } if number == own) => {
                out.push(
                    processor
                        .number
                        .finding(n.edition, PROCESSOR_IS_CONTROLLER, severity)
                        .with("number", Fact::Value(own.to_string().into())),
                );
            }
            Err(Silent::NotRunnable) => lost = true,
            _ => {}
        }
    }
    if lost { Err(Silent::NotRunnable) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::found;
    use serde_json::json;

    #[test]
    fn the_same_number_twice() {
        let processor = |own: &str, number: &str| {
            found(&json!({
                "controller": {"organisation_number": own},
                "processors": {"organisations": [{"name": "Nämnden", "organisation_number": number}]},
            }))
        };
        assert_eq!(processor("212000-0142", "212000-0142"), ["P002 I"]);
        assert_eq!(processor("556329-7133", "556329-7133"), ["P002 W"]);
        assert_eq!(processor("212000-0142", "556329-7133"), [""; 0]);
    }
}

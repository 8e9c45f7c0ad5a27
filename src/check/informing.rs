//! Family S: informing the data subjects (Art. 34 GDPR). Severity is the filer's
//! own grade and not the law's "high risk", so nothing here is an error.

use crate::check::{Context, Rule, Run};
use crate::config::Words;
use crate::finding::{Code, Fact, Finding, Severity, Silent};
use crate::notification::Notification;

const SEVERE_AND_UNDECIDED: Code = Code::new(b"S002");

pub(super) const RULES: &[Rule] = &[Rule {
    code: SEVERE_AND_UNDECIDED,
    name: "severe-and-undecided",
    severity: Severity::Warning,
    or: None,
    message: Words::new(
        "Allvarlighetsgraden är {grade} av 4, om de registrerade ska informeras är inte avgjort (fråga 33), och ingen komplettering är avsedd (fråga 36).",
        "The severity is {grade} of 4, whether to inform the data subjects is undecided (question 33), and no supplement is intended (question 36).",
    ),
    why: Words::new(
        "Vid hög risk ska de registrerade informeras utan onödigt dröjsmål. Myndigheten får här inte veta hur det gick.",
        "Where the risk is high the data subjects are to be informed without undue delay. Here the authority will not learn what was decided.",
    ),
    basis: Words::new("Artikel 34.1 och 33.4 dataskyddsförordningen", "Articles 34(1) and 33(4) GDPR"),
    example: Words::new(
        "Fråga 29: 3. Betydande. Fråga 33: ej tagit ställning. Fråga 36: nej.",
        "Question 29: 3. Significant. Question 33: undecided. Question 36: no.",
    ),
    run: Run::Each(severe_and_undecided),
}];

fn severe_and_undecided(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Result<(), Silent> {
    let Some(grade @ 3..) = n.severity.known()?.grade() else { return Err(Silent::DoesNotApply) };
    let undecided = n.will_inform.known()?.has("undecided");
    if undecided && n.supplement_intended.known()?.has("no") {
        out.push(
            n.will_inform
                .finding(n.edition, SEVERE_AND_UNDECIDED, Severity::Warning)
                .with("grade", Fact::Number(i64::from(grade))),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::check::testing::found;
    use serde_json::json;

    #[test]
    fn severe_undecided_and_no_supplement() {
        let change = |severity: u8, will: &str, intended: &str| {
            found(&json!({
                "consequences": {"severity": severity},
                "communication": {"informed": "no", "informed_at": null, "will_inform": will},
                "supplement": {"intended": intended},
            }))
        };
        assert_eq!(change(3, "undecided", "no"), ["S002 W"]);
        assert_eq!(change(2, "undecided", "no"), [""; 0]);
        assert_eq!(change(4, "undecided", "yes"), [""; 0]);
    }
}

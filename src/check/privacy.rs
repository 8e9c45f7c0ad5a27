//! Family X: what the copy itself gives away. Places are told, never what
//! stands there.

use crate::check::several::FreeText;
use crate::check::{Context, Rule, Run};
use crate::config::Words;
use crate::finding::{Code, Fact, Finding, Severity, Silent};
use crate::notification::{Notification, Text};
use crate::value::{Certainty, contact_data, identity_numbers};

/// X001: an identity number in free text.
pub(crate) const IDENTITY_NUMBER_IN_TEXT: Code = Code::new(*b"X001");
/// X002: an e-mail address or telephone number in free text.
pub(crate) const CONTACT_DATA_IN_TEXT: Code = Code::new(*b"X002");
const SECRECY_CLAIMED: Code = Code::new(*b"X003");

type Found = Result<(), Silent>;

const MINIMISATION: Words = Words::new(
    "Artikel 5.1 c dataskyddsförordningen; 3 kap. 10 § lagen (2018:218)",
    "Article 5(1)(c) GDPR; chapter 3 section 10 of the Act (2018:218)",
);

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: IDENTITY_NUMBER_IN_TEXT,
        name: "identity-number-in-text",
        title: Words::new("Personnummer i fritext", "Identity number in free text"),
        severity: Severity::Warning,
        or: Some(&[(
            Severity::Info,
            Words::new(
                "för tio siffror utan skiljetecken (möjligt nummer)",
                "for ten bare digits (a possible number)",
            ),
        )]),
        message: Words::new(
            "I svaret på fråga {question} står person- eller samordningsnummer{certainty}: {count}. Sådana maskeras i allt som programmet skriver.",
            "The answer to question {question} holds personal identity or coordination numbers{certainty}: {count}. Such numbers are masked in every output.",
        ),
        why: Words::new(
            "En anmälan behöver inte peka ut enskilda personer. Handlingen kan bli offentlig.",
            "A notification need not name individuals. The document may become public.",
        ),
        basis: MINIMISATION,
        example: Words::new(
            "Ett personnummer i fråga 16.",
            "An identity number in question 16.",
        ),
        run: Run::Each(identity_number_in_text),
    },
    Rule {
        code: CONTACT_DATA_IN_TEXT,
        name: "contact-data-in-text",
        title: Words::new("Kontaktuppgifter i fritext", "Contact details in free text"),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "I svaret på fråga {question} står e-postadresser eller telefonnummer: {count}.",
            "The answer to question {question} holds e-mail addresses or telephone numbers: {count}.",
        ),
        why: Words::new(
            "Kontaktuppgifter hör till frågorna 5 till 9. I fri text följer de med när handlingen lämnas ut.",
            "Contact details belong to questions 5 to 9. In free text they go along when the document is released.",
        ),
        basis: MINIMISATION,
        example: Words::new(
            "En e-postadress i fråga 30.",
            "An e-mail address in question 30.",
        ),
        run: Run::Each(contact_data_in_text),
    },
    Rule {
        code: SECRECY_CLAIMED,
        name: "secrecy-claimed",
        title: Words::new("Sekretess begärd", "Secrecy claimed"),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Den anmälande anser att uppgifter bör omfattas av sekretess{at_question}.",
            "The filer holds that information should be secret{at_question}.",
        ),
        why: Words::new(
            "Begäran om sekretess bör prövas innan handlingen lämnas ut.",
            "To be considered before the document is released.",
        ),
        basis: Words::new(
            "32 kap. 1 § och 18 kap. 8 § offentlighets- och sekretesslagen (2009:400)",
            "Chapter 32 section 1 and chapter 18 section 8 of the Public Access to Information and Secrecy Act (2009:400)",
        ),
        example: Words::new("Fråga 37 är ifylld.", "Question 37 is filled in."),
        run: Run::Each(secrecy_claimed),
    },
];

/// What an answer holds of one kind: how many, and where the first begins.
#[derive(Clone, Copy)]
struct Hits {
    count: u32,
    first: usize,
}

impl Hits {
    /// From the places where they begin; `None` if there are none.
    fn of(starts: impl Iterator<Item = usize>) -> Option<Self> {
        starts.fold(None, |hits: Option<Self>, start| {
            let Self { count, first } = hits.unwrap_or(Self {
                count: 0,
                first: start,
            });
            Some(Self {
                count: count + 1,
                first: first.min(start),
            })
        })
    }
}

/// A finding at the line of the first hit: in a copy the lines of an answer are
/// those of the source.
fn at(
    n: &Notification,
    context: &Context,
    (answer, text): (&Text, &str),
    code: Code,
    severity: Severity,
    hits: Hits,
) -> Finding {
    let mut finding = answer.finding(n.edition, code, severity);
    if context.is_copy {
        finding.line += line_breaks(&text[..hits.first]);
    }
    finding
        .with("question", n.asked(answer))
        .with("count", Fact::Number(i64::from(hits.count)))
}

/// How many line breaks a text has: a carriage return alone is one too.
fn line_breaks(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let is_break = |at: &usize| match bytes[*at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    (0..bytes.len()).filter(is_break).count() as u32
}

fn identity_number_in_text(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    const CERTAIN: Words = Words::new("", "");
    const POSSIBLE: Words = Words::new(" (möjliga)", " (possible)");
    context.texts.each(
        |FreeText {
             answer,
             text,
             glance,
         }| {
            if !glance.may_have_identity_numbers() {
                return;
            }
            let hits = |certainty: Certainty| {
                let hits = identity_numbers(text).filter(move |hit| hit.certainty == certainty);
                Hits::of(hits.map(|hit| hit.start))
            };
            for (hits, severity, words) in [
                (hits(Certainty::Certain), Severity::Warning, CERTAIN),
                (hits(Certainty::Possible), Severity::Info, POSSIBLE),
            ] {
                if let Some(hits) = hits {
                    let finding = at(
                        n,
                        context,
                        (answer, text),
                        IDENTITY_NUMBER_IN_TEXT,
                        severity,
                        hits,
                    );
                    out.push(finding.with("certainty", Fact::Words(words)));
                }
            }
        },
    )
}

fn contact_data_in_text(n: &Notification, context: &Context, out: &mut Vec<Finding>) -> Found {
    context.texts.each(
        |FreeText {
             answer,
             text,
             glance,
         }| {
            let found = glance
                .may_have_contact_data()
                .then(|| contact_data(text).map(|hit| hit.start));
            if let Some(hits) = found.and_then(Hits::of) {
                out.push(at(
                    n,
                    context,
                    (answer, text),
                    CONTACT_DATA_IN_TEXT,
                    Severity::Info,
                    hits,
                ));
            }
        },
    )
}

fn secrecy_claimed(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    n.secrecy.known()?;
    out.push(
        n.secrecy
            .finding(n.edition, SECRECY_CLAIMED, Severity::Info),
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::found;
    use serde_json::json;

    #[test]
    fn persons_in_free_text() {
        let describe = |text: &str| {
            found(
                &json!({"incident": {"description": format!("Ett brev lades i fel kuvert. {text}")}}),
            )
        };
        assert_eq!(
            describe("Det gällde 811218-9876 och 640823-3234."),
            ["X001 W"]
        );
        assert_eq!(describe("Det gällde 8112189876."), ["X001 I"]);
        assert_eq!(describe("Svar till exempel@example.se."), ["X002 I"]);
        assert_eq!(describe("Se dnr PUI-2021-8112."), [""; 0]);
        assert_eq!(
            found(&json!({"secrecy": "Uppgifterna om systemet."})),
            ["X003 I"]
        );
    }

    #[test]
    fn line_breaks_are_counted_as_the_reader_counts() {
        assert_eq!(
            ["", "a\nb", "a\r\nb\r\n", "a\rb\n\nc"].map(line_breaks),
            [0, 1, 2, 3]
        );
    }
}

//! Family P: who is controller and who is processor (Art. 4(7), 4(8), 33(2) GDPR).

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::check::law::FORM;
use crate::check::rule::Basis::Is;
use crate::check::rule::Run::Each;
use crate::check::rule::{Rule, certain};
use crate::check::several::{FreeText, each, listed, together};
use crate::config::Words;
use crate::finding::Severity::{Info, Warning};
use crate::finding::{Code, Fact, Silent, saying};
use crate::form::{Key, squash};
use crate::moment::Truth;
use crate::notification::Processor;
use crate::value::{Organisation, OrganisationNumber, contains_word, strip_word};

/// The key of the question that lists the processors.
const LISTED: Key = Key::ProcessorsOrganisationsName;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: Code::new(*b"P001"),
        name: "processor-not-named",
        title: Words::new("Biträdet är inte namngivet", "Processor not named"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Ett biträde är inblandat (fråga {processors.involved}), men inget är namngivet{at_question}.",
            "A processor is involved (question {processors.involved}), but none is named{at_question}.",
        ),
        why: Words::new(
            "Utan namn kan anmälningar som rör samma leverantör inte föras samman.",
            "Without a name, notifications that concern one supplier cannot be brought together.",
        ),
        basis: Is(Words::new(
            "Formuläret; artikel 33.2 dataskyddsförordningen",
            "The form; Article 33(2) GDPR",
        )),
        example: Words::new(
            "Fråga {processors.involved}: Ja. Fråga {processors.organisations.name}: tom.",
            "Question {processors.involved}: Yes. Question {processors.organisations.name}: blank.",
        ),
        run: Each(|n, _, out| {
            if !n[Key::ProcessorsInvolved].known()?.has("yes") {
                return Err(Silent::DoesNotApply);
            }
            listed(n, LISTED, &n.processors)?;
            let named = n
                .processors
                .iter()
                .map(|processor| processor.name.is(|_| true));
            certain(named.fold(Truth::No, Truth::or).not())?;
            out.question(LISTED)
        }),
    },
    Rule {
        code: Code::new(*b"P002"),
        name: "processor-is-controller",
        title: Words::new(
            "Biträdet är den ansvarige själv",
            "Processor is the controller",
        ),
        severity: Warning,
        or: &[(
            Info,
            Words::new(
                "för ett offentligt organ, där flera nämnder delar nummer",
                "for a public body, where several boards share one number",
            ),
        )],
        message: Words::new(
            "Ett biträde har samma organisationsnummer som den personuppgiftsansvarige ({number}).",
            "A processor has the same organisation number as the controller ({number}).",
        ),
        why: Words::new(
            "Ett biträde är någon annan än den ansvarige. I en kommun är varje nämnd ansvarig för sig, men de delar organisationsnummer.",
            "A processor is someone other than the controller. In a municipality the boards are controllers apart but share a number.",
        ),
        basis: Is(Words::new(
            "Artikel 4.7 och 4.8 dataskyddsförordningen",
            "Article 4(7) and (8) GDPR",
        )),
        example: Words::new(
            "Fråga {controller.organisation_number} och fråga {processors.organisations.name}: 212000-0142.",
            "Question {controller.organisation_number} and question {processors.organisations.name}: 212000-0142.",
        ),
        run: Each(|n, _, out| {
            let Organisation::Valid { number: own, .. } = n.organisation_number.known()?.read
            else {
                return Err(Silent::DoesNotApply);
            };
            let level = if own.is_public_body() { Info } else { Warning };
            listed(n, LISTED, &n.processors)?;
            each(
                &n.processors,
                |Processor { number: other, .. }| match other.known()?.read {
                    Organisation::Valid { number, .. } if number == own => {
                        let number = Fact::Value(own.to_string().into());
                        out.level(level).at(other, [("number", number)])
                    }
                    _ => Ok(()),
                },
            )
        }),
    },
    Rule {
        code: Code::new(*b"P003"),
        name: "processor-twice",
        title: Words::new("Samma biträde två gånger", "Processor given twice"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Samma biträde är angivet mer än en gång.",
            "The same processor is given more than once.",
        ),
        why: Words::new(
            "Antalet biträden blir för högt, eller så skulle ett annat biträde ha angetts.",
            "The number of processors comes out too high, or the second row should have been another.",
        ),
        basis: FORM,
        example: Words::new(
            "556329-7133 två gånger i fråga {processors.organisations.name}.",
            "556329-7133 twice in question {processors.organisations.name}.",
        ),
        run: Each(|n, _, out| {
            listed(n, LISTED, &n.processors)?;
            if n.processors.len() < 2 {
                return Err(Silent::DoesNotApply);
            }
            let mut seen: Vec<(Option<OrganisationNumber>, Option<String>)> = Vec::new();
            for processor in &n.processors {
                let one = (
                    valid_number(processor),
                    processor.name.given().map(|name| squash(name)),
                );
                if seen.iter().any(|other| is_same(&one, other)) {
                    out.at(&processor.name, [])?;
                } else {
                    seen.push(one);
                }
            }
            if n.processors
                .iter()
                .all(|processor| valid_number(processor).is_some())
            {
                return Ok(());
            }
            each(&n.processors, |processor| {
                together(
                    processor.name.known().map(|_| ()),
                    processor.number.known().map(|_| ()),
                )
            })
        }),
    },
    Rule {
        code: Code::new(*b"P004"),
        name: "law-enforcement-controller",
        title: Words::new("Brottsbekämpande myndighet", "Law enforcement controller"),
        severity: Info,
        or: &[],
        message: Words::new(
            "Den ansvarige är en brottsbekämpande myndighet: brottsdatalagen kan gälla i stället för dataskyddsförordningen.",
            "The controller is a law enforcement authority: the Criminal Data Act may apply instead of the GDPR.",
        ),
        why: Words::new(
            "Då gäller 3 kap. 9 § brottsdatalagen för anmälan, också där med 72 timmar (`--policy brottsdatalag`). För Säkerhetspolisens arbete med nationell säkerhet gäller lagen (2019:1182).",
            "Then chapter 3 section 9 of that act governs the notification, also with 72 hours (`--policy brottsdatalag`). For the Security Service's work on national security the Act (2019:1182) applies.",
        ),
        basis: Is(Words::new(
            "1 kap. 2 § och 3 kap. 9 § brottsdatalagen (2018:1177); lagen (2019:1182) om Säkerhetspolisens behandling av personuppgifter",
            "Chapter 1 section 2 and chapter 3 section 9 of the Criminal Data Act (2018:1177); Act (2019:1182) on the Security Service's processing of personal data",
        )),
        example: Words::new(
            "Fråga {controller.name}: Tullverket.",
            "Question {controller.name}: Tullverket (customs).",
        ),
        run: Each(|n, _, out| {
            const AUTHORITIES: [&str; 6] = [
                "polismyndighet",
                "kriminalvård",
                "tullverk",
                "kustbevakning",
                "åklagarmyndighet",
                "ekobrottsmyndighet",
            ];
            let name = n.controller.known()?;
            let begins = |stem: &&str| strip_word(name, stem).is_some();
            if begins(&"säkerhetspolis") {
                out.at(&n.controller, [saying(SECURITY_SERVICE)])
            } else if AUTHORITIES.iter().any(begins)
                || strip_word(name.trim(), "polisen") == Some("")
            {
                out.at(&n.controller, [])
            } else {
                Ok(())
            }
        }),
    },
    Rule {
        code: Code::new(*b"P005"),
        name: "security-protection-mentioned",
        title: Words::new("Säkerhetsskydd nämns", "Protective security mentioned"),
        severity: Info,
        or: &[],
        message: Words::new(
            "Svaret på fråga {question} nämner säkerhetsskydd eller Säkerhetspolisen.",
            "The answer to question {question} mentions protective security or the Security Service.",
        ),
        why: Words::new(
            "För incidenter som ska rapporteras enligt säkerhetsskyddslagen (2018:585) gäller inte artikel 33 och 34 dataskyddsförordningen, och inte heller anmälan enligt brottsdatalagen.",
            "To breaches that are to be reported under the Protective Security Act (2018:585), Articles 33 and 34 GDPR do not apply, nor does the notification under the Criminal Data Act.",
        ),
        basis: Is(Words::new(
            "1 kap. 4 § lagen (2018:218) med kompletterande bestämmelser till EU:s dataskyddsförordning; 3 kap. 9 § brottsdatalagen (2018:1177)",
            "Chapter 1 section 4 of the Act (2018:218) supplementing the GDPR; chapter 3 section 9 of the Criminal Data Act (2018:1177)",
        )),
        example: Words::new(
            "”Händelsen är anmäld till Säkerhetspolisen.”",
            "\"The event was reported to the Security Service.\"",
        ),
        run: Each(|_, context, out| {
            context.texts.each(|FreeText { answer, text, .. }| {
                if mentions_security(text) {
                    out.at(answer, [])?;
                }
                Ok(())
            })
        }),
    },
];

/// The organisation number of a processor, where it is one.
fn valid_number(processor: &Processor) -> Option<OrganisationNumber> {
    match processor.number.given()?.read {
        Organisation::Valid { number, .. } => Some(number),
        _ => None,
    }
}

/// Whether two processors, by number and name, are one. Two numbers tell more than the names,
/// unless they are a public body's, whose boards are controllers and processors of their own.
fn is_same(
    (number, name): &(Option<OrganisationNumber>, Option<String>),
    (other, called): &(Option<OrganisationNumber>, Option<String>),
) -> bool {
    let is_named_so = name.is_some() && name == called;
    match (number, other) {
        (Some(number), Some(other)) if number != other => false,
        (Some(number), Some(_)) if !number.is_public_body() => true,
        (Some(_), Some(_)) => name.is_none() || called.is_none() || is_named_so,
        _ => is_named_so,
    }
}

/// What is said of Säkerhetspolisen, most of whose work falls under an act of its own.
const SECURITY_SERVICE: Words = Words::new(
    "Den ansvarige är Säkerhetspolisen: för dess arbete med nationell säkerhet gäller lagen (2019:1182), för annan brottsbekämpning kan brottsdatalagen gälla. Vilka regler som gäller för anmälan går inte att avgöra här.",
    "The controller is the Security Service: its work on national security falls under the Act (2019:1182), other law enforcement may fall under the Criminal Data Act. Which rules govern the notification cannot be told here.",
);

/// Whether a text has `säkerhetsskydd` or `säkerhetspolis`, in any case. Most
/// have no `kerhets` at all, which is quick to see.
fn mentions_security(text: &str) -> bool {
    static STEMS: LazyLock<[Finder; 2]> =
        LazyLock::new(|| [Finder::new("kerhets"), Finder::new("KERHETS")]);
    STEMS
        .iter()
        .any(|stem| stem.find(text.as_bytes()).is_some())
        && (contains_word(text, "säkerhetsskydd") || contains_word(text, "säkerhetspolis"))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{found, not_runnable};
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
        assert_eq!(
            processor("556329-7133", "556329-7133"),
            ["K007 I", "P002 W"]
        );
        assert_eq!(processor("212000-0142", "556329-7133"), [""; 0]);
    }

    #[test]
    fn processors() {
        let organisations =
            |list: serde_json::Value| found(&json!({"processors": {"organisations": list}}));
        assert_eq!(organisations(json!([])), ["P001 W"]);
        assert_eq!(
            organisations(json!([{"organisation_number": "556329-7133"}])),
            ["P001 W"]
        );
        let one = json!({"name": "Exempelbolaget AB", "organisation_number": "556329-7133"});
        assert_eq!(organisations(json!([one, one])), ["P003 W"]);
        assert_eq!(
            organisations(json!([{"name": "A AB"}, {"name": "a ab"}, {"name": "B AB"}])),
            ["P003 W"]
        );
        let named_only = json!({"name": "Exempelbolaget AB"});
        assert_eq!(organisations(json!([one, named_only])), ["P003 W"]);
        let renumbered = json!({"name": "Exempelbolaget AB", "organisation_number": "556036-0793"});
        assert_eq!(organisations(json!([one, renumbered])), [""; 0]);
        let boards = |one: &str, other: &str| {
            let board = |name: &str| json!({"name": name, "organisation_number": "212000-0142"});
            let own = json!({"organisation_number": "556036-0793"});
            let list = json!({"organisations": [board(one), board(other)]});
            found(&json!({"controller": own, "processors": list}))
        };
        assert_eq!(boards("Nämnd A", "Nämnd B"), ["K007 I"]);
        assert_eq!(boards("Nämnd A", "nämnd a"), ["K007 I", "P003 W"]);
        let codes =
            not_runnable(&json!({"not_asked": [22], "processors": {"organisations": null}}));
        assert!(codes.contains(&"P003".to_owned()), "{codes:?}");
    }

    #[test]
    fn other_regimes() {
        assert_eq!(
            found(&json!({"controller": {"name": "Tullverket"}})),
            ["P004 I"]
        );
        assert_eq!(
            found(&json!({"controller": {"name": "Polisen"}})),
            ["P004 I"]
        );
        assert_eq!(
            found(&json!({"controller": {"name": "Polisens idrottsförening i Ekstad"}})),
            [""; 0]
        );
        let told = "Händelsen är också anmäld enligt reglerna om säkerhetsskydd.";
        assert_eq!(
            found(&json!({"incident": {"description": told}})),
            ["P005 I"]
        );
    }
}

//! Family K: answers against each other. Many options of the form are known by
//! their stems only; none is invented.

use crate::check::law::{ENCRYPTION, NUMBERS};
use crate::check::rule::Basis::{self, Is};
use crate::check::rule::Rule;
use crate::check::rule::Run::Each;
use crate::config::Words;
use crate::finding::Severity::{Info, Warning};
use crate::finding::{Code, Silent};
use crate::form::Key;
use crate::moment::Truth;
use crate::notification::{Notification, Selection};
use crate::value::Organisation;

const LOGIC: Basis = Is(Words::new(
    "Rimlighet (svaren mot varandra)",
    "Plausibility (the answers against each other)",
));
const RISK: Basis = Is(Words::new(
    "Artikel 33.1 och skäl 85 dataskyddsförordningen; rimlighet",
    "Article 33(1) and recital 85 GDPR; plausibility",
));

/// Special categories of data (Art. 9 GDPR) and data on offences (Art. 10).
const SENSITIVE: [&str; 9] = [
    "ethnic-origin",
    "political-opinions",
    "beliefs",
    "union-membership",
    "genetic",
    "biometric",
    "health",
    "sex-life",
    "offences",
];

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: Code::new(*b"K001"),
        name: "sensitive-but-lowest-severity",
        title: Words::new(
            "Känsliga uppgifter men lägsta allvarlighetsgrad",
            "Sensitive data but lowest severity",
        ),
        severity: Info,
        or: &[],
        message: Words::new(
            "Känsliga uppgifter eller uppgifter om brott berörs, men allvarlighetsgraden är den lägsta (1).",
            "Special categories or data on offences are concerned, but the severity is the lowest (1).",
        ),
        why: Words::new(
            "Bedömningen kan vara riktig, men bör kunna förklaras.",
            "The assessment may be right, but should be explicable.",
        ),
        basis: Is(Words::new(
            "Artikel 9, 10 och skäl 75 dataskyddsförordningen",
            "Articles 9, 10 and recital 75 GDPR",
        )),
        example: Words::new(
            "Fråga {affected.data_categories}: Hälsa. Fråga {consequences.severity}: 1.",
            "Question {affected.data_categories}: Health. Question {consequences.severity}: 1.",
        ),
        run: Each(|n, _, out| {
            let sensitive = n[Key::AffectedDataCategories].is(|chosen| chosen.has_any(&SENSITIVE));
            out.when(sensitive.and(lowest(n)), &n[Key::ConsequencesSeverity], [])
        }),
    },
    Rule {
        code: Code::new(*b"K002"),
        name: "serious-consequence-but-lowest-severity",
        title: Words::new(
            "Allvarlig konsekvens men lägsta allvarlighetsgrad",
            "Serious consequence but lowest severity",
        ),
        severity: Info,
        or: &[],
        message: Words::new(
            "Identitetsstöld, bedrägeri eller ekonomisk förlust anges som konsekvens, men allvarlighetsgraden är den lägsta (1).",
            "Identity theft, fraud or economic loss is a consequence, but the severity is the lowest (1).",
        ),
        why: Words::new(
            "Svaren pekar åt olika håll; något av dem kan ha getts av vana.",
            "The answers point different ways; one may have been given by habit.",
        ),
        basis: RISK,
        example: Words::new(
            "Fråga {consequences.kinds}: Ekonomisk förlust. Fråga {consequences.severity}: 1.",
            "Question {consequences.kinds}: Economic loss. Question {consequences.severity}: 1.",
        ),
        run: Each(|n, _, out| {
            let kinds = ["identity-theft", "financial-loss"];
            let serious = n[Key::ConsequencesKinds].is(|chosen| chosen.has_any(&kinds));
            out.when(serious.and(lowest(n)), &n[Key::ConsequencesSeverity], [])
        }),
    },
    Rule {
        code: Code::new(*b"K003"),
        name: "encrypted-but-severe",
        title: Words::new("Krypterat men allvarligt", "Encrypted but severe"),
        severity: Info,
        or: &[],
        message: Words::new(
            "Uppgifterna var krypterade, men allvarlighetsgraden är hög (3 eller 4): röjdes också nyckeln?",
            "The data were encrypted, but the disclosure is graded severe (3 or 4): was the key lost too?",
        ),
        why: Words::new(
            "Uppgifter som är krypterade med en säker nyckel är oläsbara för den som fick dem.",
            "Data encrypted with a safe key are unintelligible to whoever got them.",
        ),
        basis: ENCRYPTION,
        example: Words::new(
            "Fråga {affected.encrypted}: Ja. Fråga {consequences.severity}: 4.",
            "Question {affected.encrypted}: Yes. Question {consequences.severity}: 4.",
        ),
        run: Each(|n, _, out| {
            let severe = n[Key::ConsequencesSeverity]
                .is(|chosen| chosen.grade().is_some_and(|grade| grade >= 3));
            let disclosed = n[Key::IncidentType]
                .is(|chosen| chosen.has_group("disclosure") || chosen.mentions("röjande"));
            out.when(
                encrypted(n).and(severe).and(disclosed),
                &n[Key::AffectedEncrypted],
                [],
            )
        }),
    },
    Rule {
        code: Code::new(*b"K004"),
        name: "misdirected-by-attack",
        title: Words::new("Felskick med angrepp som orsak", "Misdirected by an attack"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Typen är ett felskick, men orsaken ett antagonistiskt angrepp.",
            "The type is a misdirected message, but the cause an antagonistic attack.",
        ),
        why: Words::new(
            "Ett felskick är ett misstag. Troligen är en av frågorna fel besvarad.",
            "A misdirected message is a mistake. Probably one of the questions was answered wrongly.",
        ),
        basis: LOGIC,
        example: Words::new(
            "Fråga {incident.type}: felskick. Fråga {incident.cause}: antagonistiskt angrepp.",
            "Question {incident.type}: misdirected. Question {incident.cause}: antagonistic attack.",
        ),
        run: Each(|n, _, out| {
            let misdirected = n[Key::IncidentType].is(is_misdirected);
            if misdirected == Truth::No {
                return Err(Silent::DoesNotApply);
            }
            let attack = n[Key::IncidentCause]
                .is(|chosen| chosen.has_group("attack") || chosen.mentions("antagonistisk"));
            out.when(misdirected.and(attack), &n[Key::IncidentCause], [])
        }),
    },
    Rule {
        code: Code::new(*b"K005"),
        name: "encrypted-misdirected-letter",
        title: Words::new(
            "Felskickat brev angivet som krypterat",
            "Misdirected letter said to be encrypted",
        ),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Ett felskickat brev anges ha varit krypterat.",
            "A misdirected letter is said to have been encrypted.",
        ),
        why: Words::new(
            "Ett vanligt brev är inte krypterat. Frågan kan ha uppfattats som att den gällde systemet.",
            "A plain letter is not encrypted. The question may have been taken to be about the system.",
        ),
        basis: LOGIC,
        example: Words::new(
            "Fråga {incident.type}: felskickat brev. Fråga {affected.encrypted}: Ja.",
            "Question {incident.type}: misdirected letter. Question {affected.encrypted}: Yes.",
        ),
        run: Each(|n, _, out| {
            if encrypted(n) == Truth::No {
                return Err(Silent::DoesNotApply);
            }
            let letter =
                n[Key::IncidentType].is(|chosen| is_misdirected(chosen) && is_letter(chosen));
            out.when(letter.and(encrypted(n)), &n[Key::AffectedEncrypted], [])
        }),
    },
    Rule {
        code: Code::new(*b"K006"),
        name: "patients-without-health",
        title: Words::new(
            "Patienter utan uppgifter om hälsa",
            "Patients without health data",
        ),
        severity: Info,
        or: &[],
        message: Words::new(
            "Patienter berörs, men inte uppgifter om hälsa.",
            "Patients are concerned, but no health data.",
        ),
        why: Words::new(
            "Att någon är patient säger något om hälsa.",
            "That someone is a patient tells of health.",
        ),
        basis: Is(Words::new(
            "Artikel 4.15 dataskyddsförordningen",
            "Article 4(15) GDPR",
        )),
        example: Words::new(
            "Fråga {affected.subject_groups}: Patienter. Fråga {affected.data_categories}: Kontaktinformation.",
            "Question {affected.subject_groups}: Patients. Question {affected.data_categories}: Contact details.",
        ),
        run: Each(|n, _, out| {
            let patients = n[Key::AffectedSubjectGroups].is(|chosen| chosen.has("patients"));
            let without = n[Key::AffectedDataCategories].is(|chosen| !chosen.has("health"));
            out.when(patients.and(without), &n[Key::AffectedDataCategories], [])
        }),
    },
    Rule {
        code: Code::new(*b"K007"),
        name: "public-body-in-private-sector",
        title: Words::new(
            "Sektorn stämmer inte med organisationsnumret",
            "Sector does not fit the organisation number",
        ),
        severity: Warning,
        or: &[(
            Info,
            Words::new(
                "för offentlig sektor med ett bolags, en förenings eller en stiftelses nummer",
                "for the public sector with the number of a company, association or foundation",
            ),
        )],
        message: Words::new(
            "Sektorn stämmer inte med organisationsnumret, som tillhör en annan sorts organisation.",
            "The sector does not fit the organisation number, which belongs to another kind of organisation.",
        ),
        why: Words::new(
            "Statistiken per sektor blir fel. Eftersom det finns kommunala bolag är det omvända bara en upplysning.",
            "The statistics by sector go wrong. Municipal companies are a reason why the reverse is information only.",
        ),
        basis: NUMBERS,
        example: Words::new(
            "Fråga {controller.organisation_number}: 212000-0142. Fråga {incident.sector}: Privat sektor.",
            "Question {controller.organisation_number}: 212000-0142. Question {incident.sector}: Private sector.",
        ),
        run: Each(|n, _, out| {
            let sector = n[Key::IncidentSector].known()?;
            let Organisation::Valid { number, .. } = n.organisation_number.known()?.read else {
                return Err(Silent::DoesNotApply);
            };
            if sector.has("private") && number.is_public_body() {
                out.at(&n[Key::IncidentSector], [])
            } else if sector.has("public") && (5..=9).contains(&number.legal_form()) {
                out.level(Info).at(&n[Key::IncidentSector], [])
            } else {
                Ok(())
            }
        }),
    },
    Rule {
        code: Code::new(*b"K008"),
        name: "processor-told-but-none-involved",
        title: Words::new(
            "Biträde informerade men inget är inblandat",
            "Processor informed but none involved",
        ),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Ett biträde informerade om incidenten, men inget biträde anges vara inblandat{at_question}.",
            "A processor told of the breach, but no processor is said to be involved{at_question}.",
        ),
        why: Words::new(
            "Det är biträdet som ska underrätta den ansvarige, och ett biträde behandlar uppgifterna.",
            "The processor is to notify the controller; then it also handles the data.",
        ),
        basis: Is(Words::new(
            "Artikel 33.2 dataskyddsförordningen",
            "Article 33(2) GDPR",
        )),
        example: Words::new(
            "Fråga {incident.discovery}: ett biträde. Fråga {processors.involved}: Nej.",
            "Question {incident.discovery}: a processor. Question {processors.involved}: No.",
        ),
        run: Each(|n, _, out| {
            let told = n[Key::IncidentDiscovery].is(|chosen| chosen.mentions("biträde"));
            let none = n[Key::ProcessorsInvolved].is(|chosen| chosen.has("no"));
            out.when(told.and(none), &n[Key::ProcessorsInvolved], [])
        }),
    },
    Rule {
        code: Code::new(*b"K009"),
        name: "area-not-in-sector",
        title: Words::new(
            "Verksamhetsområdet hör inte till sektorn",
            "Area does not belong to the sector",
        ),
        severity: Info,
        or: &[],
        message: Words::new(
            "Verksamhetsområdet hör inte till den angivna sektorn.",
            "The area of activity does not belong to the sector given.",
        ),
        why: Words::new(
            "Statistiken per sektor och verksamhetsområde blir då motsägelsefull.",
            "The statistics by sector and by area then contradict each other.",
        ),
        basis: LOGIC,
        example: Words::new(
            "Fråga {incident.sector}: Privat. Fråga {incident.area}: Kommuner.",
            "Question {incident.sector}: Private. Question {incident.area}: Municipalities.",
        ),
        run: Each(|n, _, out| {
            const PUBLIC: [&str; 4] = ["statlig", "kommuner", "kommunal", "domstol"];
            let sector = n[Key::IncidentSector].known()?;
            let foreign: &[&str] = match (sector.has("private"), sector.has("public")) {
                (true, _) => &PUBLIC,
                (_, true) => &["näringsliv"],
                _ => return Err(Silent::DoesNotApply),
            };
            let crossed =
                n[Key::IncidentArea].is(|chosen| foreign.iter().any(|stem| chosen.mentions(stem)));
            out.when(crossed, &n[Key::IncidentArea], [])
        }),
    },
];

fn lowest(n: &Notification) -> Truth {
    n[Key::ConsequencesSeverity].is(|chosen| chosen.grade() == Some(1))
}

fn encrypted(n: &Notification) -> Truth {
    n[Key::AffectedEncrypted].is(|chosen| chosen.has("yes"))
}

fn is_misdirected(chosen: &Selection) -> bool {
    chosen.mentions("felskick") || chosen.mentions("fel mottagare")
}

/// A letter by post; electronic mail is none.
fn is_letter(chosen: &Selection) -> bool {
    let electronic = chosen.mentions("e-post") || chosen.mentions("epost");
    chosen.mentions("brev") || (chosen.mentions("post") && !electronic)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{found, not_runnable};
    use serde_json::json;

    #[test]
    fn answers_that_do_not_go_together() {
        for (change, expected) in [
            (
                json!({"affected": {"data_categories": ["health"]}, "consequences": {"severity": 1}}),
                vec!["K001 I"],
            ),
            (json!({"affected": {"data_categories": ["health"]}}), vec![]),
            (
                json!({"consequences": {"kinds": ["financial-loss"], "severity": 1}}),
                vec!["K002 I"],
            ),
            (
                json!({"affected": {"encrypted": "yes"}, "consequences": {"severity": 3}}),
                vec!["K003 I"],
            ),
            (
                json!({"affected": {"encrypted": "no"}, "consequences": {"severity": 3}}),
                vec![],
            ),
            (
                json!({"incident": {"type": "Felskick: E-post", "cause": "attack:external"}}),
                vec!["K004 W"],
            ),
            (
                json!({"incident": {"type": "Felskick: Brev"}, "affected": {"encrypted": "yes"}}),
                vec!["K005 W"],
            ),
            (
                json!({"incident": {"type": "Felskick: E-post"}, "affected": {"encrypted": "yes"}}),
                vec![],
            ),
            (
                json!({"affected": {"subject_groups": ["patients"]}}),
                vec!["K006 I"],
            ),
            (json!({"incident": {"sector": "private"}}), vec!["K007 W"]),
            (
                json!({"controller": {"organisation_number": "556016-0680"}}),
                vec!["K007 I"],
            ),
            (
                json!({"incident": {"discovery": "Ett personuppgiftsbiträde informerade oss"}, "processors": {"involved": "no", "organisations": null}}),
                vec!["K008 W"],
            ),
            (
                json!({"incident": {"area": "Näringslivet i övrigt"}}),
                vec!["K009 I"],
            ),
        ] {
            assert_eq!(found(&change), expected, "{change}");
        }
    }

    #[test]
    fn what_was_lost_cannot_be_compared() {
        let change = json!({"affected": {"data_categories": "undeterminable"}, "consequences": {"severity": 1}});
        assert!(not_runnable(&change).contains(&"K001".to_owned()));
    }
}

//! Family K: answers against each other. Many options of the form are known by
//! their stems only; none is invented.

use crate::check::{Context, Rule, Run};
use crate::config::Words;
use crate::finding::{Code, Finding, Severity, Silent};
use crate::form::Key;
use crate::moment::Truth;
use crate::notification::{Chosen, Notification, Selection};
use crate::value::Organisation;

const SENSITIVE_BUT_LOWEST: Code = Code::new(*b"K001");
const SERIOUS_BUT_LOWEST: Code = Code::new(*b"K002");
const ENCRYPTED_BUT_SEVERE: Code = Code::new(*b"K003");
const MISDIRECTED_BY_ATTACK: Code = Code::new(*b"K004");
const ENCRYPTED_LETTER: Code = Code::new(*b"K005");
const PATIENTS_WITHOUT_HEALTH: Code = Code::new(*b"K006");
const PUBLIC_BODY_IN_PRIVATE: Code = Code::new(*b"K007");
const PROCESSOR_TOLD: Code = Code::new(*b"K008");
const AREA_NOT_IN_SECTOR: Code = Code::new(*b"K009");

type Found = Result<(), Silent>;

const LOGIC: Words = Words::new(
    "Rimlighet (svaren mot varandra)",
    "Plausibility (the answers against each other)",
);
const RISK: Words = Words::new(
    "Artikel 33.1 och skäl 85 dataskyddsförordningen; rimlighet",
    "Article 33(1) and recital 85 GDPR; plausibility",
);

/// Special categories of data (Art. 9 GDPR) and data on offences (Art. 10).
pub(super) const SENSITIVE: [&str; 9] = [
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
        code: SENSITIVE_BUT_LOWEST,
        name: "sensitive-but-lowest-severity",
        title: Words::new(
            "Känsliga uppgifter men lägsta allvarlighetsgrad",
            "Sensitive data but lowest severity",
        ),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Känsliga uppgifter eller uppgifter om brott berörs, men allvarlighetsgraden är den lägsta (1).",
            "Special categories or data on offences are concerned, but the severity is the lowest (1).",
        ),
        why: Words::new(
            "Bedömningen kan vara riktig, men bör kunna förklaras.",
            "The assessment may be right, but should be explicable.",
        ),
        basis: Words::new(
            "Artikel 9, 10 och skäl 75 dataskyddsförordningen",
            "Articles 9, 10 and recital 75 GDPR",
        ),
        example: Words::new(
            "Fråga 26: Hälsa. Fråga 29: 1.",
            "Question 26: Health. Question 29: 1.",
        ),
        run: Run::Each(sensitive_but_lowest),
    },
    Rule {
        code: SERIOUS_BUT_LOWEST,
        name: "serious-consequence-but-lowest-severity",
        title: Words::new(
            "Allvarlig konsekvens men lägsta allvarlighetsgrad",
            "Serious consequence but lowest severity",
        ),
        severity: Severity::Info,
        or: None,
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
            "Fråga 28: Ekonomisk förlust. Fråga 29: 1.",
            "Question 28: Economic loss. Question 29: 1.",
        ),
        run: Run::Each(serious_but_lowest),
    },
    Rule {
        code: ENCRYPTED_BUT_SEVERE,
        name: "encrypted-but-severe",
        title: Words::new("Krypterat men allvarligt", "Encrypted but severe"),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Uppgifterna var krypterade, men allvarlighetsgraden är hög (3 eller 4): röjdes också nyckeln?",
            "The data were encrypted, but the disclosure is graded severe (3 or 4): was the key lost too?",
        ),
        why: Words::new(
            "Uppgifter som är krypterade med en säker nyckel är oläsbara för den som fick dem.",
            "Data encrypted with a safe key are unintelligible to whoever got them.",
        ),
        basis: Words::new(
            "Artikel 34.3 a dataskyddsförordningen",
            "Article 34(3)(a) GDPR",
        ),
        example: Words::new(
            "Fråga 27: Ja. Fråga 29: 4.",
            "Question 27: Yes. Question 29: 4.",
        ),
        run: Run::Each(encrypted_but_severe),
    },
    Rule {
        code: MISDIRECTED_BY_ATTACK,
        name: "misdirected-by-attack",
        title: Words::new("Felskick med angrepp som orsak", "Misdirected by an attack"),
        severity: Severity::Warning,
        or: None,
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
            "Fråga 15: felskick. Fråga 18: antagonistiskt angrepp.",
            "Question 15: misdirected. Question 18: antagonistic attack.",
        ),
        run: Run::Each(misdirected_by_attack),
    },
    Rule {
        code: ENCRYPTED_LETTER,
        name: "encrypted-misdirected-letter",
        title: Words::new(
            "Felskickat brev angivet som krypterat",
            "Misdirected letter said to be encrypted",
        ),
        severity: Severity::Warning,
        or: None,
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
            "Fråga 15: felskickat brev. Fråga 27: Ja.",
            "Question 15: misdirected letter. Question 27: Yes.",
        ),
        run: Run::Each(encrypted_letter),
    },
    Rule {
        code: PATIENTS_WITHOUT_HEALTH,
        name: "patients-without-health",
        title: Words::new(
            "Patienter utan uppgifter om hälsa",
            "Patients without health data",
        ),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Patienter berörs, men inte uppgifter om hälsa.",
            "Patients are concerned, but no health data.",
        ),
        why: Words::new(
            "Att någon är patient säger något om hälsa.",
            "That someone is a patient tells of health.",
        ),
        basis: Words::new("Artikel 4.15 dataskyddsförordningen", "Article 4(15) GDPR"),
        example: Words::new(
            "Fråga 25: Patienter. Fråga 26: Kontaktinformation.",
            "Question 25: Patients. Question 26: Contact details.",
        ),
        run: Run::Each(patients_without_health),
    },
    Rule {
        code: PUBLIC_BODY_IN_PRIVATE,
        name: "public-body-in-private-sector",
        title: Words::new(
            "Sektorn stämmer inte med organisationsnumret",
            "Sector does not fit the organisation number",
        ),
        severity: Severity::Warning,
        or: Some(&[(
            Severity::Info,
            Words::new(
                "för offentlig sektor med ett bolags, en förenings eller en stiftelses nummer",
                "for the public sector with the number of a company, association or foundation",
            ),
        )]),
        message: Words::new(
            "Sektorn stämmer inte med organisationsnumret, som tillhör en annan sorts organisation.",
            "The sector does not fit the organisation number, which belongs to another kind of organisation.",
        ),
        why: Words::new(
            "Statistiken per sektor blir fel. Eftersom det finns kommunala bolag är det omvända bara en upplysning.",
            "The statistics by sector go wrong. Municipal companies are a reason why the reverse is information only.",
        ),
        basis: Words::new(
            "Lagen (1974:174) om identitetsbeteckning för juridiska personer m.fl.",
            "Act (1974:174) on identity designations for legal persons",
        ),
        example: Words::new(
            "Fråga 2: 212000-0142. Fråga 19: Privat sektor.",
            "Question 2: 212000-0142. Question 19: Private sector.",
        ),
        run: Run::Each(public_body_in_private),
    },
    Rule {
        code: PROCESSOR_TOLD,
        name: "processor-told-but-none-involved",
        title: Words::new(
            "Biträde informerade men inget är inblandat",
            "Processor informed but none involved",
        ),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Ett biträde informerade om incidenten, men inget biträde anges vara inblandat{at_question}.",
            "A processor told of the breach, but no processor is said to be involved{at_question}.",
        ),
        why: Words::new(
            "Det är biträdet som ska underrätta den ansvarige, och ett biträde behandlar uppgifterna.",
            "The processor is to notify the controller; then it also handles the data.",
        ),
        basis: Words::new("Artikel 33.2 dataskyddsförordningen", "Article 33(2) GDPR"),
        example: Words::new(
            "Fråga 17: ett biträde. Fråga 21: Nej.",
            "Question 17: a processor. Question 21: No.",
        ),
        run: Run::Each(processor_told),
    },
    Rule {
        code: AREA_NOT_IN_SECTOR,
        name: "area-not-in-sector",
        title: Words::new(
            "Verksamhetsområdet hör inte till sektorn",
            "Area does not belong to the sector",
        ),
        severity: Severity::Info,
        or: None,
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
            "Fråga 19: Privat. Fråga 20: Kommuner.",
            "Question 19: Private. Question 20: Municipalities.",
        ),
        run: Run::Each(area_not_in_sector),
    },
];

/// A finding at `at` if all hold; not runnable if one cannot be told.
fn when(
    all: Truth,
    n: &Notification,
    at: &Chosen,
    code: Code,
    severity: Severity,
    out: &mut Vec<Finding>,
) -> Found {
    match all {
        Truth::Yes => {
            out.push(at.finding(n.edition, code, severity));
            Ok(())
        }
        Truth::No => Err(Silent::DoesNotApply),
        Truth::Unclear => Err(Silent::NotRunnable),
    }
}

fn lowest(n: &Notification) -> Truth {
    n[Key::ConsequencesSeverity].is(|chosen| chosen.grade() == Some(1))
}

fn sensitive_but_lowest(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let sensitive = n[Key::AffectedDataCategories].is(|chosen| chosen.has_any(&SENSITIVE));
    when(
        sensitive.and(lowest(n)),
        n,
        &n[Key::ConsequencesSeverity],
        SENSITIVE_BUT_LOWEST,
        Severity::Info,
        out,
    )
}

fn serious_but_lowest(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let serious = n[Key::ConsequencesKinds]
        .is(|chosen| chosen.has_any(&["identity-theft", "financial-loss"]));
    when(
        serious.and(lowest(n)),
        n,
        &n[Key::ConsequencesSeverity],
        SERIOUS_BUT_LOWEST,
        Severity::Info,
        out,
    )
}

fn encrypted_but_severe(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let severe =
        n[Key::ConsequencesSeverity].is(|chosen| chosen.grade().is_some_and(|grade| grade >= 3));
    let disclosed = n[Key::IncidentType]
        .is(|chosen| chosen.has_group("disclosure") || chosen.mentions("röjande"));
    let all = encrypted(n).and(severe).and(disclosed);
    when(
        all,
        n,
        &n[Key::AffectedEncrypted],
        ENCRYPTED_BUT_SEVERE,
        Severity::Info,
        out,
    )
}

fn encrypted(n: &Notification) -> Truth {
    n[Key::AffectedEncrypted].is(|chosen| chosen.has("yes"))
}

fn is_misdirected(chosen: &Selection) -> bool {
    chosen.mentions("felskick") || chosen.mentions("fel mottagare")
}

fn misdirected_by_attack(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let misdirected = n[Key::IncidentType].is(is_misdirected);
    if misdirected == Truth::No {
        return Err(Silent::DoesNotApply);
    }
    let attack = n[Key::IncidentCause]
        .is(|chosen| chosen.has_group("attack") || chosen.mentions("antagonistisk"));
    when(
        misdirected.and(attack),
        n,
        &n[Key::IncidentCause],
        MISDIRECTED_BY_ATTACK,
        Severity::Warning,
        out,
    )
}

/// A letter by post; electronic mail is none.
fn is_letter(chosen: &Selection) -> bool {
    let electronic = chosen.mentions("e-post") || chosen.mentions("epost");
    chosen.mentions("brev") || (chosen.mentions("post") && !electronic)
}

fn encrypted_letter(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    if encrypted(n) == Truth::No {
        return Err(Silent::DoesNotApply);
    }
    let letter = n[Key::IncidentType].is(|chosen| is_misdirected(chosen) && is_letter(chosen));
    when(
        letter.and(encrypted(n)),
        n,
        &n[Key::AffectedEncrypted],
        ENCRYPTED_LETTER,
        Severity::Warning,
        out,
    )
}

fn patients_without_health(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let patients = n[Key::AffectedSubjectGroups].is(|chosen| chosen.has("patients"));
    let without = n[Key::AffectedDataCategories].is(|chosen| !chosen.has("health"));
    when(
        patients.and(without),
        n,
        &n[Key::AffectedDataCategories],
        PATIENTS_WITHOUT_HEALTH,
        Severity::Info,
        out,
    )
}

fn public_body_in_private(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let sector = n[Key::IncidentSector].known()?;
    let Organisation::Valid { number, .. } = n.organisation_number.known()?.read else {
        return Err(Silent::DoesNotApply);
    };
    let severity = if sector.has("private") && number.is_public_body() {
        Severity::Warning
    } else if sector.has("public") && (5..=9).contains(&number.legal_form()) {
        Severity::Info
    } else {
        return Ok(());
    };
    out.push(n[Key::IncidentSector].finding(n.edition, PUBLIC_BODY_IN_PRIVATE, severity));
    Ok(())
}

fn processor_told(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let told = n[Key::IncidentDiscovery].is(|chosen| chosen.mentions("biträde"));
    let none = n[Key::ProcessorsInvolved].is(|chosen| chosen.has("no"));
    when(
        told.and(none),
        n,
        &n[Key::ProcessorsInvolved],
        PROCESSOR_TOLD,
        Severity::Warning,
        out,
    )
}

fn area_not_in_sector(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    const PUBLIC: [&str; 4] = ["statlig", "kommuner", "kommunal", "domstol"];
    let sector = n[Key::IncidentSector].known()?;
    let foreign: &[&str] = match (sector.has("private"), sector.has("public")) {
        (true, _) => &PUBLIC,
        (_, true) => &["näringsliv"],
        _ => return Err(Silent::DoesNotApply),
    };
    let crossed =
        n[Key::IncidentArea].is(|chosen| foreign.iter().any(|stem| chosen.mentions(stem)));
    when(
        crossed,
        n,
        &n[Key::IncidentArea],
        AREA_NOT_IN_SECTOR,
        Severity::Info,
        out,
    )
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

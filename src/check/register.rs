//! The register of Article 33(5): what each of its rows must say, and where it and the
//! notifications disagree. `across` holds them against each other.

use crate::check::rule::Basis::Is;
use crate::check::rule::Rule;
use crate::check::rule::Run::Across;
use crate::config::Words;
use crate::finding::Code;
use crate::finding::Severity::Warning;

const ARTICLE: Words = Words::new(
    "Artikel 33.5 i dataskyddsförordningen",
    "Article 33(5) of the GDPR",
);
const TWO_SOURCES: Words = Words::new(
    "Artikel 33.5 i dataskyddsförordningen: dokumentationen ska göra det möjligt att kontrollera efterlevnaden",
    "Article 33(5) of the GDPR: the documentation must enable the authority to verify compliance",
);

pub(crate) const REGISTER_DIFFERS: Rule = Rule {
    code: Code::new(*b"M008"),
    name: "register-differs",
    title: Words::new(
        "Registret och anmälan säger olika",
        "Register and notification disagree",
    ),
    severity: Warning,
    or: &[],
    message: Words::new(
        "Registret ({row}) och anmälan säger olika: {fields}. Båda värdena står i reconciliation.csv.",
        "The register ({row}) and the notification disagree: {fields}. reconciliation.csv has both values.",
    ),
    why: Words::new(
        "Registret och anmälan beskriver samma incident. Där de inte går ihop är ett av dem fel, och tidsfristen eller antalet registrerade kan bero på vilket. Ett intervall som rymmer det andra värdet säger inte emot det.",
        "The register and the notification tell of the same breach. Where they cannot both be right one of them is wrong, and the deadline or the number of data subjects may depend on which. An interval that holds the other's value does not disagree.",
    ),
    basis: Is(TWO_SOURCES),
    example: Words::new(
        "Registret: upptäckt 2024-03-01. Anmälan: upptäckt 2024-03-03.",
        "The register: discovered 2024-03-01. The notification: discovered 2024-03-03.",
    ),
    run: Across,
};

pub(crate) const REGISTER_GAP: Rule = Rule {
    code: Code::new(*b"M012"),
    name: "register-gap",
    title: Words::new(
        "Bara i registret eller bara bland anmälningarna",
        "Only in the register or only among the notifications",
    ),
    severity: Warning,
    or: &[],
    message: Words::new(
        "Registret säger att incidenten ({key}) är anmäld, men ingen anmälan hittades.",
        "The register says that the breach ({key}) was notified, but no notification was found.",
    ),
    why: Words::new(
        "Alla incidenter ska stå i registret, och det som enligt registret är anmält bör finnas som kopia. En lucka kan vara ett nummer som är fel skrivet, en kopia som ligger på annan plats, eller en anmälan som aldrig skickades.",
        "Every breach belongs in the register, and of what it says was notified there should be a copy. A gap may be a number with a typing error, a copy that lies elsewhere, or a notification that was never sent.",
    ),
    basis: Is(TWO_SOURCES),
    example: Words::new(
        "Raden KS 2024/17 är anmäld enligt registret, men mappen har ingen anmälan med det numret.",
        "By the register the row KS 2024/17 was notified, but the folder has no notification of that number.",
    ),
    run: Across,
};

/// A rule about what a row of the register must say.
const fn missing(
    code: [u8; 4],
    name: &'static str,
    title: Words,
    message: Words,
    why: Words,
    example: Words,
) -> Rule {
    Rule {
        code: Code::new(code),
        name,
        title,
        severity: Warning,
        or: &[],
        message,
        why,
        basis: Is(ARTICLE),
        example,
        run: Across,
    }
}

pub(crate) const MISSING_FACTS: Rule = missing(
    *b"R001",
    "missing-facts",
    Words::new(
        "Registret säger inte vad som hände",
        "The register does not say what happened",
    ),
    Words::new(
        "Raden säger inte vad som hände.",
        "The row does not say what happened.",
    ),
    Words::new(
        "Den personuppgiftsansvarige ska dokumentera omständigheterna kring varje personuppgiftsincident, också en som inte anmäls.",
        "The controller shall document the facts relating to every personal data breach, also one that is not notified.",
    ),
    Words::new(
        "Kolumnen ”Vad hände?” är tom.",
        "The column \"What happened\" is empty.",
    ),
);

pub(crate) const MISSING_EFFECTS: Rule = missing(
    *b"R002",
    "missing-effects",
    Words::new(
        "Registret säger inte vilka följderna blev",
        "The register does not tell the effects",
    ),
    Words::new(
        "Raden säger inte vilka följderna blev.",
        "The row does not tell the effects of the breach.",
    ),
    Words::new(
        "Den personuppgiftsansvarige ska dokumentera incidentens effekter. De avgör också om den ska anmälas och om de registrerade ska informeras.",
        "The controller shall document the effects of the breach. They also decide whether it is to be notified and whether the data subjects are to be told.",
    ),
    Words::new(
        "Registret har ingen kolumn för konsekvenser.",
        "The register has no column for consequences.",
    ),
);

pub(crate) const MISSING_MEASURES: Rule = missing(
    *b"R003",
    "missing-remedial-action",
    Words::new(
        "Registret säger inte vad som gjordes",
        "The register does not tell the remedial action",
    ),
    Words::new(
        "Raden säger inte vilka åtgärder som vidtogs.",
        "The row does not tell the remedial action taken.",
    ),
    Words::new(
        "Den personuppgiftsansvarige ska dokumentera de korrigerande åtgärder som vidtagits.",
        "The controller shall document the remedial action taken.",
    ),
    Words::new(
        "Kolumnen ”Åtgärder” är tom.",
        "The column \"Measures\" is empty.",
    ),
);

pub(crate) const NOT_NOTIFIED_WITHOUT_REASON: Rule = missing(
    *b"R004",
    "not-notified-without-reason",
    Words::new("Inte anmäld, och inget skäl", "Not notified, and no reason"),
    Words::new(
        "Incidenten anmäldes inte, och raden har varken skäl eller riskbedömning.",
        "The breach was not notified, and the row has neither a reason nor an assessment of the risk.",
    ),
    Words::new(
        "Undantaget från anmälan gäller bara när det är osannolikt att incidenten medför en risk. Utan bedömningen kan myndigheten inte kontrollera att det gällde.",
        "The exception from notification holds only where a risk is unlikely. Without the assessment the authority cannot verify that it held.",
    ),
    Words::new(
        "Anmäld till IMY: Nej. Riskbedömning: tom.",
        "Notified: no. Assessment of the risk: empty.",
    ),
);

pub(super) const RULES: &[Rule] = &[
    REGISTER_DIFFERS,
    REGISTER_GAP,
    MISSING_FACTS,
    MISSING_EFFECTS,
    MISSING_MEASURES,
    NOT_NOTIFIED_WITHOUT_REASON,
];

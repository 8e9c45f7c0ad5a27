//! Labels of open lists that no edition has, though notifications have them: what they are called
//! in English. A label that is not here stays as it was written.

/// In Swedish and in English, part by part.
const KNOWN: [(&str, &str); 31] = [
    ("Annat", "Other"),
    ("Brev", "Letter"),
    ("Bristande rutiner", "Insufficient routines"),
    ("E-post", "E-mail"),
    (
        "En tillsynsmyndighet informerade oss",
        "A supervisory authority informed us",
    ),
    (
        "Ett personuppgiftsbiträde informerade oss",
        "A processor informed us",
    ),
    ("Felskick", "Misdirected"),
    ("Finans och försäkring", "Finance and insurance"),
    ("Förlust", "Loss"),
    ("Förstöring", "Destruction"),
    ("Handling", "Document"),
    ("Hälso- och sjukvård", "Health care"),
    ("Ideell sektor", "Non-profit sector"),
    (
        "Ideella och ekonomiska föreningar",
        "Non-profit and economic associations",
    ),
    ("Kommun", "Municipality"),
    ("Mänskliga faktorn", "Human factor"),
    ("Näringslivet i övrigt", "Other business"),
    ("Obehörig åtkomst", "Unauthorised access"),
    ("Obehörigt röjande", "Unauthorised disclosure"),
    ("Privat sektor", "Private sector"),
    ("Offentlig sektor", "Public sector"),
    ("Region", "Region"),
    ("Sms", "Text message"),
    ("Socialtjänst", "Social services"),
    ("Statlig förvaltning", "Central government"),
    ("Stöld", "Theft"),
    ("Utrustning", "Equipment"),
    ("Vi upptäckte den själva", "We discovered it ourselves"),
    ("Ändring", "Alteration"),
    ("Övrig verksamhet", "Other activity"),
    ("Övrigt", "Other"),
];

/// A label in English, if a part of it is known. A detail stands behind its group and a colon.
pub(super) fn in_english(label: &str) -> Option<String> {
    let known = |part: &str| KNOWN.iter().find(|(sv, _)| *sv == part).map(|(_, en)| *en);
    let parts: Vec<&str> = label.split(": ").collect();
    let is_known = parts.iter().any(|part| known(part).is_some());
    let said = parts.iter().map(|part| known(part).unwrap_or(part));
    is_known.then(|| said.collect::<Vec<_>>().join(": "))
}

/// Whether a text may be such a label in English.
pub(super) fn is_english(text: &str) -> bool {
    let mut parts = text.split(": ");
    parts.any(|part| KNOWN.iter().any(|(_, en)| *en == part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_said_and_what_is_not_stays() {
        let said = |label| in_english(label).unwrap_or_default();
        assert_eq!(said("Mänskliga faktorn"), "Human factor");
        assert_eq!(said("Felskick: Brev"), "Misdirected: Letter");
        assert_eq!(said("Felskick: Brevduva"), "Misdirected: Brevduva");
        assert_eq!(said("Brevduva"), "");
    }
}

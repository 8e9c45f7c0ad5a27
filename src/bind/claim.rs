//! Whether an answer to the question about secrecy claims any: `Nej` and `Ingen information omfattas
//! av sekretess` do not. Only words that can say nothing else are taken for that.

/// Words that say no at the beginning of an answer.
const NOES: &[&str] = &[
    "ej",
    "inga",
    "ingen",
    "inget",
    "ingenting",
    "inte",
    "n/a",
    "nej",
    "no",
    "none",
    "not",
    "nothing",
];
/// How an answer begins in which such a word follows.
const BEFORE: &[&str] = &[
    "det",
    "finns",
    "för",
    "närvarande",
    "sekretess",
    "is",
    "secrecy",
    "there",
    "vi",
    "we",
    "är",
    "anser",
    "begär",
    "begärs",
    "behövs",
    "do",
];
/// Words that may stand beside them.
const OTHERS: &[&str] = &[
    "aktuell",
    "aktuella",
    "aktuellt",
    "all",
    "an",
    "anmälan",
    "anser",
    "any",
    "applicable",
    "att",
    "av",
    "be",
    "begär",
    "begäran",
    "begärs",
    "behov",
    "behöver",
    "behövs",
    "by",
    "bör",
    "claim",
    "claimed",
    "confidential",
    "covered",
    "del",
    "delar",
    "denna",
    "det",
    "do",
    "den",
    "er",
    "finns",
    "för",
    "här",
    "i",
    "in",
    "information",
    "is",
    "närvarande",
    "needed",
    "notification",
    "någon",
    "något",
    "några",
    "of",
    "om",
    "omfattas",
    "omfattar",
    "part",
    "relevant",
    "request",
    "requested",
    "secrecy",
    "secret",
    "sekretess",
    "sekretessbelagd",
    "sekretessbelagda",
    "sekretessbelagt",
    "sekretessbeläggas",
    "ska",
    "skall",
    "should",
    "sekretessen",
    "tack",
    "thanks",
    "the",
    "there",
    "this",
    "tillämplig",
    "tillämpligt",
    "to",
    "under",
    "uppgift",
    "uppgifter",
    "vara",
    "vi",
    "vår",
    "we",
    "yrkande",
    "är",
    "are",
    "åberopas",
];
/// The longest such answer, in bytes.
const MOST_BYTES: usize = 120;

/// Whether an answer claims no secrecy.
pub(super) fn is_no_claim(text: &str) -> bool {
    if text.len() > MOST_BYTES {
        return false;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '/'))
        .filter(|word| !word.is_empty())
        .collect();
    let is_no = |word: &&str| NOES.contains(word);
    let before = words
        .iter()
        .take_while(|word| BEFORE.contains(word) && !is_no(word));
    let first = before.count();
    // Signs alone, as in `-`, claim nothing.
    if words.is_empty() {
        return !text.trim().is_empty()
            && text
                .trim()
                .chars()
                .all(|c| c.is_ascii_punctuation() || c == '–');
    }
    let Some(rest) = words.get(first..).filter(|rest| !rest.is_empty()) else {
        return false;
    };
    let known = words
        .iter()
        .all(|word| is_no(word) || OTHERS.contains(word) || BEFORE.contains(word));
    let noes = words.iter().filter(|word| is_no(word)).count();
    // After `Nej` alone another no may follow; two others undo each other.
    let most = 1 + usize::from(matches!(rest[0], "nej" | "no"));
    known && is_no(&rest[0]) && noes <= most && !is_claim_after_no(rest)
}

/// `Nej, uppgifterna omfattas av sekretess`: what follows `Nej` says something by itself.
fn is_claim_after_no(words: &[&str]) -> bool {
    let [first, rest @ ..] = words else {
        return false;
    };
    *first == "nej" && rest.len() > 1 && !rest.iter().any(|word| NOES.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_is_no_claim() {
        for text in [
            "Nej",
            "nej.",
            "Ej aktuellt",
            "Inte aktuellt",
            "Inget",
            "Ingenting",
            "Inga uppgifter",
            "Ingen information omfattas av sekretess.",
            "Nej, ingen information i vår anmälan omfattas av sekretess",
            "Vi anser inte att någon information bör omfattas av sekretess",
            "Ej tillämpligt",
            "Nej tack",
            "Sekretess är inte aktuellt",
            "N/A",
            "None",
            "No",
            "Not applicable",
            "-",
            "–",
        ] {
            assert!(is_no_claim(text), "{text}");
        }
    }

    #[test]
    fn what_may_be_a_claim_is_one() {
        for text in [
            "Ja",
            "Namnen",
            "Inga uppgifter får lämnas ut",
            "Ingen information utom namnen",
            "Nej, men namnen bör omfattas av sekretess",
            "Nej, uppgifterna omfattas av sekretess",
            "Inte bara anmälan omfattas av sekretess",
            "Ingen obehörig bör få se anmälan",
            "Uppgifterna omfattas av sekretess, inte anmälan",
            "Se bilaga",
            "███",
            "",
        ] {
            assert!(!is_no_claim(text), "{text}");
        }
    }
}

//! Units: nouns that may follow a number without changing how many there are. The list
//! is closed, because behind "30 sekunder" or "5 procent" there is no count of persons.

use super::is_blank;

/// The people whose data they are, and the units in which they are counted; in lower
/// case.
const NOUNS: [&str; 144] = [
    // Swedish
    "st",
    "stycken",
    "pers",
    "person",
    "personer",
    "individ",
    "individer",
    "människa",
    "människor",
    "registrerad",
    "registrerade",
    "uppgift",
    "uppgifter",
    "post",
    "poster",
    "patient",
    "patienter",
    "brukare",
    "elev",
    "elever",
    "barn",
    "ungdom",
    "ungdomar",
    "vuxen",
    "vuxna",
    "kund",
    "kunder",
    "klient",
    "klienter",
    "medlem",
    "medlemmar",
    "anställd",
    "anställda",
    "medarbetare",
    "användare",
    "student",
    "studenter",
    "boende",
    "invånare",
    "medborgare",
    "hyresgäst",
    "hyresgäster",
    "vårdnadshavare",
    "förälder",
    "föräldrar",
    "anhörig",
    "anhöriga",
    "närstående",
    "sökande",
    "deltagare",
    "besökare",
    "gäst",
    "gäster",
    "prenumerant",
    "prenumeranter",
    "abonnent",
    "abonnenter",
    "lärare",
    "kollega",
    "kollegor",
    "mottagare",
    "resenär",
    "resenärer",
    "passagerare",
    "kvinna",
    "kvinnor",
    "man",
    "män",
    "flicka",
    "flickor",
    "pojke",
    "pojkar",
    "pensionär",
    "pensionärer",
    "ledamot",
    "ledamöter",
    "kandidat",
    "kandidater",
    "försäkringstagare",
    "låntagare",
    "sparare",
    "drabbad",
    "drabbade",
    "berörd",
    "berörda",
    // English
    "persons",
    "people",
    "individual",
    "individuals",
    "subject",
    "subjects",
    "item",
    "items",
    "record",
    "records",
    "patients",
    "pupil",
    "pupils",
    "students",
    "child",
    "children",
    "adult",
    "adults",
    "minor",
    "minors",
    "employee",
    "employees",
    "staff",
    "user",
    "users",
    "customer",
    "customers",
    "client",
    "clients",
    "member",
    "members",
    "resident",
    "residents",
    "citizen",
    "citizens",
    "tenant",
    "tenants",
    "parent",
    "parents",
    "guardian",
    "guardians",
    "applicant",
    "applicants",
    "subscriber",
    "subscribers",
    "visitor",
    "visitors",
    "teacher",
    "teachers",
    "recipient",
    "recipients",
    "woman",
    "women",
    "men",
    // French
    "personne",
    "personnes",
    "individus",
    "enregistrements",
    "enregistrement",
];

/// Words that may be between a number and its noun; in lower case.
const BESIDE: [&str; 24] = [
    "st",
    "stycken",
    "registrerade",
    "berörda",
    "drabbade",
    "påverkade",
    "olika",
    "unika",
    "enskilda",
    "fysiska",
    "vuxna",
    "minderåriga",
    "tidigare",
    "nuvarande",
    "affected",
    "registered",
    "different",
    "unique",
    "natural",
    "adult",
    "former",
    "current",
    "data",
    "individual",
];

/// Nouns that end longer ones: `gymnasieelever`, `förskolebarn`.
const HEADS: [&str; 20] = [
    "elever",
    "patienter",
    "brukare",
    "barn",
    "personer",
    "medlemmar",
    "anställda",
    "medarbetare",
    "användare",
    "studenter",
    "klienter",
    "invånare",
    "medborgare",
    "hyresgäster",
    "vårdnadshavare",
    "föräldrar",
    "lärare",
    "ungdomar",
    "deltagare",
    "individer",
];

/// Words that may follow a noun; in lower case.
const IN_ALL: [&str; 3] = ["totalt", "sammanlagt", "sammantaget"];

/// How many words are examined.
const MOST_WORDS: usize = 4;

/// Whether `text` may follow a count: a noun, perhaps with words before it.
pub(super) fn is_unit(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .map(without_point);
    let last = words.next_back();
    let noun = if last.is_some_and(|word| IN_ALL.contains(&word)) {
        words.next_back()
    } else {
        last
    };
    let Some(noun) = noun else { return false };
    is_noun(noun) && words.clone().count() < MOST_WORDS && words.all(|word| BESIDE.contains(&word))
}

/// Whether a word in lower case names what is counted, and not how many.
pub(crate) fn is_counted(word: &str) -> bool {
    is_noun(word) || BESIDE.contains(&word)
}

fn is_noun(word: &str) -> bool {
    NOUNS.contains(&word)
        || HEADS
            .iter()
            .any(|head| word.ends_with(head) && word != *head)
}

/// A word without the point of its abbreviation.
fn without_point(word: &str) -> &str {
    word.strip_suffix('.').unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_follow_counts() {
        for text in [
            "st",
            "st.",
            "St elever",
            "PATIENTER",
            "berörda patienter",
            "pers.",
            "förskolebarn",
            "data subjects",
            "fysiska personer",
            "affected\u{a0}individuals",
            "brukare",
        ] {
            assert!(is_unit(text), "{text}");
        }
    }

    #[test]
    fn other_words_are_no_nouns_of_persons() {
        for text in [
            "sekunder",
            "%",
            "procent",
            "tusen",
            "av eleverna",
            "skolor",
            "GB",
            "elever och lärare",
            "",
            "data",
            "mejl",
        ] {
            assert!(!is_unit(text), "{text}");
        }
    }
}

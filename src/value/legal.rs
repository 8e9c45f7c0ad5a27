//! Names of organisations as far as they tell one from another: without regard to case, signs
//! and legal form.

use crate::form::squash;

/// Whether a name says what kind of legal person has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// It does.
    Written,
    /// It does not, so it may be a person's.
    Left,
}

/// The words that show a legal person.
const FORMS: [&str; 16] = [
    "ab",
    "aktiebolag",
    "aktiebolaget",
    "as",
    "asa",
    "oy",
    "oyj",
    "aps",
    "gmbh",
    "ltd",
    "limited",
    "inc",
    "llc",
    "bv",
    "nv",
    "plc",
];

/// Further legal forms, each in its words. What stands beside them is often a person's name, so
/// they show no legal person.
const FURTHER: [&[&str]; 16] = [
    &["publ"],
    &["hb"],
    &["handelsbolag"],
    &["handelsbolaget"],
    &["kb"],
    &["kommanditbolag"],
    &["kommanditbolaget"],
    &["stiftelse"],
    &["stiftelsen"],
    &["ekonomisk", "förening"],
    &["ek", "för"],
    &["ekför"],
    &["ideell", "förening"],
    &["brf"],
    &["bostadsrättsförening"],
    &["bostadsrättsföreningen"],
];

/// A name squashed, without its legal form. A name that is nothing else is left empty.
pub(crate) fn without_form(name: &str) -> (String, Form) {
    let words = name.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')'));
    let words: Vec<String> = words.map(squash).filter(|word| !word.is_empty()).collect();
    let mut form = Form::Left;
    let mut all = String::with_capacity(name.len());
    let mut rest = &words[..];
    while let [word, after @ ..] = rest {
        let is_next = |further: &&&[&str]| {
            let next = rest.get(..further.len());
            next.is_some_and(|next| next.iter().eq(further.iter()))
        };
        rest = after;
        if FORMS.contains(&word.as_str()) {
            form = Form::Written;
        } else if let Some(further) = FURTHER.iter().find(is_next) {
            rest = &after[further.len() - 1..];
        } else {
            all.push_str(word);
        }
    }
    if all.is_empty() {
        form = Form::Left;
    }
    (all, form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_legal_form_or_number_is_no_legal_person() {
        assert_eq!(
            without_form("Exempel Drift AB (publ)"),
            ("exempeldrift".to_owned(), Form::Written)
        );
        assert_eq!(without_form("Anna Ek").1, Form::Left);
        assert_eq!(without_form("Anna Ek HB").1, Form::Left);
        assert_eq!(without_form("AB").1, Form::Left);
    }

    #[test]
    fn legal_forms_make_no_difference_and_other_words_do() {
        let same = |one: &str, other: &str| without_form(one).0 == without_form(other).0;
        for (one, other) in [
            ("Exempel Drift AB", "EXEMPEL DRIFT AKTIEBOLAG"),
            ("Aktiebolaget Exempel", "Exempel A.B. (publ)"),
            ("Exempel\u{a0}Drift\nHB", "Handelsbolaget Exempel Drift"),
            ("Exempel ek. för.", "Exempel Ekonomisk Förening"),
            ("Brf Eken", "Bostadsrättsföreningen Eken"),
            ("Stiftelsen Ängen", "ÄNGEN"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("Exempel Drift AB", "Exempel Konsult AB"),
            ("Anna Ek", "Anna"),
            ("Förening Exempel", "Exempel"),
            ("Exempel AB", "Exempel AB, växel"),
        ] {
            assert!(!same(one, other), "{one} {other}");
        }
        assert_eq!(without_form("AB (publ)").0, "");
    }
}

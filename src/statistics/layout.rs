//! What the editions of a run ask. Editions that ask the same questions in the same order
//! share the rows of answers.csv, whatever their words and options. A question of any other
//! edition has a row of its own, which its id tells apart: two forms may have different
//! questions under one number.

use crate::form::Edition;

/// One edition for each way of asking, the default edition first.
pub(super) fn all(editions: &[&'static Edition]) -> Vec<&'static Edition> {
    let mut all = vec![Edition::default_edition()];
    for edition in editions {
        if !all.iter().any(|known| known.asks_as(edition)) {
            all.push(edition);
        }
    }
    all
}

/// The edition of a name; the default edition where there is none.
pub(super) fn of(name: &str, editions: &[&'static Edition]) -> &'static Edition {
    let named = editions.iter().find(|edition| edition.name == name);
    named.copied().unwrap_or_else(Edition::default_edition)
}

/// The id of a question: its number, behind the name of an edition that asks otherwise than
/// the default edition.
pub(super) fn id(edition: &Edition, number: u8) -> String {
    if edition.asks_as(Edition::default_edition()) {
        number.to_string()
    } else {
        format!("{}:{number}", edition.name)
    }
}

/// The edition and the number of a question by its id.
pub(crate) fn question(id: &str, editions: &[&'static Edition]) -> Option<(&'static Edition, u8)> {
    let (edition, number) = match id.rsplit_once(':') {
        None => (Edition::default_edition(), id),
        Some((name, number)) => {
            let named = editions.iter().find(|edition| edition.name == name);
            (*named?, number)
        }
    };
    Some((edition, number.parse().ok()?))
}

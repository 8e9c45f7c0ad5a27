//! Figures about the records of a table that stand below them or between their groups.

use super::{Columns, Filled, Role, Seen, words};

/// Whether a row is the sum of a group: a word for one beside the value of the group, and
/// figures. The value is a key, a word or a moment of the rows above.
pub(super) fn is_subtotal(columns: &Columns, seen: &Seen, filled: &[Filled], bare: bool) -> bool {
    let is_label = |cell: &Filled| {
        let Some((value, is_certain)) = words::subtotal(&cell.text) else {
            return false;
        };
        match cell.role {
            Role::Amount | Role::Prose => false,
            Role::Key if columns.is_key(value) => true,
            role => {
                let may_name = cell.is_label() || role != Role::Unread;
                seen.has(cell.at, value)
                    || is_certain
                        && (words::is_period(value)
                            || cell.is_label() && seen.has_anywhere(value)
                            || may_name && !bare && cell.ends_in_sum())
            }
        }
    };
    let mut labels = filled.iter().filter(|cell| is_label(cell));
    let Some(label) = labels.next() else {
        return false;
    };
    // Beside the sum of a key, or behind what the group is a part of, its answers may stand again.
    let of_key = label.role == Role::Key
        && words::subtotal(&label.text)
            .is_some_and(|(value, is_certain)| is_certain && seen.has(label.at, value));
    let is_answer = |cell: &Filled| {
        (of_key || cell.at < label.at)
            && !matches!(cell.role, Role::Amount | Role::Prose)
            && seen.has(cell.at, &cell.text)
            && !(cell.role == Role::Key && columns.is_key(&cell.text))
    };
    let is_figure = |cell: &Filled| {
        cell.role != Role::Moment && words::is_figure(&cell.text) || is_answer(cell)
    };
    filled
        .iter()
        .all(|cell| cell.at == label.at || is_figure(cell))
}

/// Whether a row has a word where rows say what they are, and a small number where a date belongs, in
/// a table whose keys have numbers.
pub(super) fn is_number_for_date(columns: &Columns, filled: &[Filled]) -> bool {
    let is_number = |cell: &Filled| words::is_small_figure(&cell.text);
    let mut dates = filled
        .iter()
        .filter(|cell| cell.role == Role::Moment)
        .peekable();
    columns.has_numbered_keys()
        && dates.peek().is_some()
        && dates.all(is_number)
        && filled.first().is_some_and(Filled::is_label)
        && is_figures_of_word(filled)
}

/// Whether a row is a word without a number that does not say that something is not known, and
/// figures.
pub(super) fn is_figures_of_word(filled: &[Filled]) -> bool {
    let is_figure = |cell: &&Filled| words::is_figure(&cell.text);
    let (figures, others): (Vec<&Filled>, Vec<&Filled>) = filled.iter().partition(is_figure);
    let [word] = others[..] else { return false };
    !figures.is_empty()
        && !matches!(word.role, Role::Amount | Role::Prose)
        && !word.text.bytes().any(|byte| byte.is_ascii_digit())
        && !words::is_unknown(&word.text)
}

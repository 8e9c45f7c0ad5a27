//! Whether two rows tell of the same filing: which questions have answers that
//! differ, among those that can be determined in both.

use crate::notification::{MASKED, State};
use crate::row::{COLUMNS, Row, Scope};

impl Row {
    /// The questions whose answers certainly differ, sorted; 0 stands for a text
    /// of an unknown one.
    pub(crate) fn differences(&self, other: &Self, scope: &Scope) -> Vec<u8> {
        let mut found: Vec<u8> = match (&self.fingerprint, &other.fingerprint) {
            (Some(own), Some(others)) => own.differences(others, self.edition).collect(),
            _ => Vec::new(),
        };
        if !self.has_the_cells_of(other) {
            let columns = COLUMNS
                .iter()
                .filter_map(|column| Some((column, self.edition.number(column.answers?))));
            let differing = columns.filter(|(column, _)| {
                let [own, others] = [self, other].map(|row| {
                    let mut cell = String::new();
                    column.cell(row, scope).write(&mut cell);
                    cell
                });
                differ(&own, &others)
            });
            found.extend(differing.map(|(_, question)| question));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether all answers in cells are the same as they are stored: most copies are.
    fn has_the_cells_of(&self, other: &Self) -> bool {
        std::ptr::eq(self.edition, other.edition)
            && self.states() == other.states()
            && self.choices == other.choices
            && (self.occurred, self.discovered, &self.aware, self.ended)
                == (other.occurred, other.discovered, &other.aware, other.ended)
            && (self.informed_at, self.planned_at) == (other.informed_at, other.planned_at)
            && self.amounts == other.amounts
            && self.organisation_number() == other.organisation_number()
            && self.reference() == other.reference()
            && self.processor_numbers() == other.processor_numbers()
    }

    /// Its name: source and record.
    pub(crate) fn place(&self, scope: &Scope) -> String {
        format!("{}#{}", scope.sources[self.source as usize], self.record)
    }

    /// How many questions have an answer, or none, that can be determined.
    pub(crate) fn determinable(&self) -> usize {
        let letters = self.states().bytes().filter_map(State::of_letter);
        letters.filter(|state| !state.is_open()).count()
    }
}

/// Whether two cells certainly hold different answers: nothing is known of one that
/// was lost, masked or never asked; a question not shown was not answered.
fn differ(own: &str, others: &str) -> bool {
    let states = [own, others].map(State::of_word);
    let is_open = [own, others].contains(&MASKED) || states.iter().flatten().any(State::is_open);
    let is_none = states
        .iter()
        .all(|state| matches!(state, Some(State::Blank | State::NotShown)));
    own != others && !is_open && !is_none
}

#[cfg(test)]
mod tests {
    use super::differ;

    #[test]
    fn only_what_is_known_of_both_differs() {
        assert!(differ("a", "b") && differ("a", "(blank)") && differ("(unknown)", "(blank)"));
        assert!(
            !differ("a", "a") && !differ("a", "(undeterminable)") && !differ("(not asked)", "a")
        );
        assert!(!differ("(blank)", "(not shown)"));
    }
}

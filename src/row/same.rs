//! Whether two rows tell of the same filing: which questions have answers that
//! differ, among those that can be determined in both.

use crate::form::{Key, squash};
use crate::notification::{MASKED, State};
use crate::row::cells::Span;
use crate::row::{COLUMNS, Row, Scope};

/// In minutes.
const WEEK: i32 = 7 * 24 * 60;

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
                .filter_map(|column| Some((column, column.answers?)));
            let differing = columns.filter(|(column, key)| {
                let [own, others] = [self, other].map(|row| {
                    let mut cell = String::new();
                    column.cell(row, scope).write(&mut cell);
                    cell
                });
                differ(&own, &others)
                    && !(is_number(*key) && squash(&own) == squash(&others))
                    && !self.may_be_the_time_of(other, *key)
            });
            found.extend(differing.map(|(_, key)| self.edition.number(key)));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether two rows certainly tell of two events: discovered more than a week apart, and not
    /// at one time, as far as they say when it was; and they do not say the same of it. A later
    /// version keeps one of these, even where it mends another.
    pub(crate) fn is_of_another_event(&self, other: &Self) -> bool {
        let apart = |key: Key| {
            let ends = [self, other].map(|row| row.span(key).and_then(Span::ends));
            let [Some(own), Some(others)] = ends else {
                return None;
            };
            Some((own.0.0 - others.1.0).max(others.0.0 - own.1.0))
        };
        let tells_the_same = || {
            let both = self
                .fingerprint
                .as_deref()
                .zip(other.fingerprint.as_deref());
            both.is_some_and(|(own, others)| own.tells_the_same(others))
        };
        apart(Key::IncidentDiscoveredDate).is_some_and(|minutes| minutes > WEEK)
            && apart(Key::IncidentOccurredDate).is_none_or(|minutes| minutes > 0)
            && !tells_the_same()
    }

    /// Whether one row says the day of a moment, was never asked for its time of day, and
    /// the other may say that.
    fn may_be_the_time_of(&self, other: &Self, key: Key) -> bool {
        let rows = [self, other];
        let untimed = rows.map(|row| {
            let fingerprint = row.fingerprint.as_deref();
            fingerprint.is_some_and(|own| own.is_untimed(key))
        });
        let ends = rows.map(|row| row.span(key).and_then(Span::ends));
        let [Some(own), Some(others)] = ends else {
            return false;
        };
        let holds = |day: (_, _), moment: (_, _)| day.0 <= moment.0 && moment.1 <= day.1;
        untimed[0] && holds(own, others) || untimed[1] && holds(others, own)
    }

    /// The moment of a question, by the key of its date.
    fn span(&self, key: Key) -> Option<Span> {
        Some(match key {
            Key::IncidentOccurredDate => self.occurred,
            Key::IncidentDiscoveredDate => self.discovered,
            Key::IncidentAwareDate => self.aware(),
            Key::IncidentEndedDate => self.ended,
            Key::CommunicationInformedAtDate => self.informed_at,
            Key::CommunicationPlannedAtDate => self.planned_at,
            _ => return None,
        })
    }

    /// Whether all answers in cells are the same as they are stored: most copies are.
    fn has_the_cells_of(&self, other: &Self) -> bool {
        std::ptr::eq(self.edition, other.edition)
            && self.states() == other.states()
            && self.choices == other.choices
            && (self.occurred, self.discovered, self.aware(), self.ended)
                == (other.occurred, other.discovered, other.aware(), other.ended)
            && (self.informed_at, self.planned_at) == (other.informed_at, other.planned_at)
            && self.amounts == other.amounts
            && self.organisation_number() == other.organisation_number()
            && self.reference() == other.reference()
            && self.processor_numbers() == other.processor_numbers()
    }

    /// Whether everything that was read of both is the same: cells, texts, keys and receipt. Where
    /// the texts are not known, it is not.
    pub(crate) fn is_equal(&self, other: &Self) -> bool {
        self.has_the_cells_of(other)
            && self.fingerprint.is_some()
            && self.fingerprint == other.fingerprint
            && (self.received, self.last_action) == (other.received, other.last_action)
            && (self.filing, self.channel) == (other.filing, other.channel)
            && (self.delay_reason, self.secrecy) == (other.delay_reason, other.secrecy)
            && self.case_number() == other.case_number()
            && self.supplements() == other.supplements()
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

/// Whether a question asks for a number that people write in several ways, as keys are:
/// case, blanks and dashes do not matter.
fn is_number(key: Key) -> bool {
    matches!(
        key,
        Key::CaseNumber
            | Key::ControllerReference
            | Key::ControllerOrganisationNumber
            | Key::ProcessorsOrganisationsOrganisationNumber
    )
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

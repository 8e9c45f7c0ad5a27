//! What supplements make of a notification: they complete its answers. The deadline, the numbers
//! that name it and what it promises stay those that it was filed with.

use crate::form::Key;
use crate::notification::State;
use crate::row::Row;
use crate::row::cells::Span;

impl Row {
    /// Whether a supplement answers the question of a key, and this filing does not.
    pub(crate) fn is_completed_by(&self, supplement: &Self, key: Key) -> bool {
        !is_given(self.state(key)) && is_given(supplement.state(key))
    }

    /// Takes the answers that a supplement gives. Editions that ask differently are not mixed.
    pub(crate) fn take_answers(&mut self, supplement: &Self) {
        if !std::ptr::eq(self.edition, supplement.edition) {
            return;
        }
        let promise = self.edition.choice(Key::SupplementIntended);
        self.choices = self.choices.with_those_of(&supplement.choices, promise);
        for (own, new) in self.amounts.iter_mut().zip(&supplement.amounts) {
            if new.is_known() {
                *own = new.clone();
            }
        }
        if let Some((own, supplement)) = self.rare.as_mut().zip(supplement.rare.as_ref()) {
            let both = own.numbers.iter_mut().zip(&supplement.numbers);
            both.filter(|(_, new)| new.is_ok())
                .for_each(|(own, new)| *own = *new);
        }
        for (own, new) in [
            (&mut self.occurred, supplement.occurred),
            (&mut self.ended, supplement.ended),
            (&mut self.informed_at, supplement.informed_at),
            (&mut self.planned_at, supplement.planned_at),
        ] {
            if matches!(new, Span::At(_)) {
                *own = new;
            }
        }
        self.texts.take_given(supplement.states());
    }
}

fn is_given(state: State) -> bool {
    matches!(state, State::Given(()))
}

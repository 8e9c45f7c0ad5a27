//! What the columns of a table hold, for the sieve that rows go through.

use crate::form::{Edition, Key, Kind};
use crate::read::sieve::{KeyColumns, Role};

/// What the columns of a header hold, and which of them keys are made of.
#[derive(Debug)]
pub(in crate::read) struct Roles {
    pub(in crate::read) roles: Vec<Role>,
    pub(in crate::read) keys: KeyColumns,
}

impl Roles {
    /// Those of a header with so many columns, none of which is known yet.
    pub(in crate::read) fn new(columns: usize) -> Self {
        Self {
            roles: vec![Role::Unread; columns],
            keys: KeyColumns::default(),
        }
    }

    /// A column is read into a field.
    pub(in crate::read) fn field(
        &mut self,
        at: usize,
        (key, index): (Key, u16),
        edition: &'static Edition,
    ) {
        self.set(at, role(key, edition));
        if let Some((question, part)) = edition.place(key)
            && matches!(part.kind, Kind::Choice | Kind::Choices)
        {
            self.keys.options.push((at, question));
        }
        match (key, index) {
            (Key::CaseNumber, _) => self.keys.case_number = Some(at),
            (Key::ControllerReference, _) => self.keys.reference = Some(at),
            (Key::Kind, _) => self.keys.kind = Some(at),
            (Key::ControllerName | Key::ControllerOrganisationNumber, _) => {
                self.keys.controller.push(at);
            }
            _ => {}
        }
    }

    /// A column is read into something that is no field of the form.
    pub(in crate::read) fn other(&mut self, at: usize) {
        self.set(at, Role::Word);
    }

    /// Of a column that is read twice the first reading says what it holds.
    fn set(&mut self, at: usize, role: Role) {
        if let Some(known) = self
            .roles
            .get_mut(at)
            .filter(|known| **known == Role::Unread)
        {
            *known = role;
        }
    }
}

fn role(key: Key, edition: &Edition) -> Role {
    match (key, edition.place(key).map(|(_, part)| part.kind)) {
        (Key::CaseNumber | Key::ControllerReference, _) => Role::Key,
        (Key::Received, _) | (_, Some(Kind::Date | Kind::Time)) => Role::Moment,
        (_, Some(Kind::Count | Kind::Band)) => Role::Amount,
        (_, Some(Kind::Prose)) => Role::Prose,
        _ => Role::Word,
    }
}

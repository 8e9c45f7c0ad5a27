//! What of a notification its cells do not tell, kept small, so that two rows can
//! be held against each other: is it the same notification? Texts are not kept.

use std::hash::{BuildHasher as _, Hasher};

use foldhash::quality::{FixedState, FoldHasher};

use crate::form::{Edition, Key};
use crate::notification::{
    Action, Address, Clock, Contact, MASKED, Notification, State, Text, When,
};

/// How many parts of a notification are held against each other by their texts.
const PARTS: usize = 23;
/// A field of the question that each part belongs to.
const KEYS: [Key; PARTS] = [
    Key::ControllerName,
    Key::ControllerPostalAddressStreet,
    Key::ContactsName,
    Key::ContactAddressStreet,
    Key::IncidentOccurredComment,
    Key::IncidentDiscoveredComment,
    Key::IncidentAwareComment,
    Key::IncidentEndedComment,
    Key::IncidentDelayReason,
    Key::IncidentDescription,
    Key::IncidentCauseComment,
    Key::IncidentAreaComment,
    Key::ProcessorsOrganisationsName,
    Key::AffectedSubjectGroupsComment,
    Key::AffectedDataCategoriesComment,
    Key::ConsequencesComment,
    Key::ActionsAction,
    Key::CommunicationInformedAtComment,
    Key::CommunicationPlannedAtComment,
    Key::CommunicationReasonNot,
    Key::Secrecy,
    Key::FilingWithdrawalReason,
    Key::ConsequencesRiskReason,
];
/// A part without an answer.
const BLANK: u8 = 0;
/// A part that was lost or never asked, so that it may have been anything.
const OPEN: u8 = 1;

/// The texts of a notification as hashes: one byte for each part, and one number
/// over all. A byte finds nearly every difference, the number the rest, as long as
/// neither lost a part that the other has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Fingerprint {
    all: u32,
    parts: [u8; PARTS],
    /// The moments whose time of day was never asked for, one bit for each of [`MOMENTS`].
    untimed: u8,
}

/// The moments of a notification, by the key of the date.
const MOMENTS: [Key; 6] = [
    Key::IncidentOccurredDate,
    Key::IncidentDiscoveredDate,
    Key::IncidentAwareDate,
    Key::IncidentEndedDate,
    Key::CommunicationInformedAtDate,
    Key::CommunicationPlannedAtDate,
];

/// What is known of each of [`MOMENTS`], as bits.
fn untimed(n: &Notification) -> u8 {
    let moments = [
        &n.occurred,
        &n.discovered,
        &n.aware,
        &n.ended,
        &n.informed_at,
        &n.planned_at,
    ];
    let bit = |(at, when): (usize, &&When)| u8::from(when.time == Clock::NotAsked) << at;
    moments.iter().enumerate().map(bit).sum()
}

impl Fingerprint {
    /// That of a notification which has a key to find others by; one without costs nothing.
    pub(crate) fn of(notification: &Notification) -> Option<Self> {
        let has_reference = notification.reference.given().is_some()
            && (notification.controller.given().is_some()
                || notification.organisation_number.given().is_some()
                || notification.discovered.moment.given().is_some());
        (has_reference || notification.case_number.given().is_some())
            .then(|| Self::new(notification))
    }

    fn new(n: &Notification) -> Self {
        let parts = KEYS.map(|key| Part::of(n, key));
        let all = parts
            .iter()
            .enumerate()
            .fold(0, |all, (at, part)| all ^ part.whole(at));
        Self {
            all,
            parts: parts.map(|part| part.byte()),
            untimed: untimed(n),
        }
    }

    /// Whether the time of day of a moment was never asked for.
    pub(super) fn is_untimed(&self, key: Key) -> bool {
        let at = MOMENTS.iter().position(|own| *own == key);
        at.is_some_and(|at| self.untimed >> at & 1 == 1)
    }

    /// Whether both say the same of what happened.
    pub(super) fn tells_the_same(&self, other: &Self) -> bool {
        let at = KEYS.iter().position(|key| *key == Key::IncidentDescription);
        let both = at.map(|at| [self.parts[at], other.parts[at]]);
        both.is_some_and(|[own, others]| own == others && !matches!(own, BLANK | OPEN))
    }

    /// The numbers of the questions whose texts certainly differ; 0 stands for one of them.
    pub(crate) fn differences(
        &self,
        other: &Self,
        edition: &Edition,
    ) -> impl Iterator<Item = u8> + use<> {
        let pairs = || self.parts.iter().zip(&other.parts).zip(KEYS);
        let is_open = |part: &u8| *part == OPEN;
        let same_open = pairs().all(|((own, others), _)| is_open(own) == is_open(others));
        let unseen = same_open && self.parts == other.parts && self.all != other.all;
        let found = pairs()
            .filter(move |((own, others), _)| own != others && !is_open(own) && !is_open(others));
        found
            .map(|(_, key)| edition.number(key))
            .chain(unseen.then_some(0))
            .collect::<Vec<u8>>()
            .into_iter()
    }
}

/// The controller's name as a number, as far as its letters tell; 0 without one.
pub(super) fn name_of_controller(n: &Notification) -> u32 {
    Part::default().text(&n.controller).whole(0)
}

/// The same of a name as records have it; 0 where any of it is masked.
pub(crate) fn name_of(cell: &str) -> u32 {
    let is_masked = cell.contains(MASKED) || cell.contains('*');
    let is_name = !cell.is_empty() && !is_masked && State::of_word(cell).is_none();
    let name = || {
        let mut part = Part::default();
        part.add(cell);
        part.whole(0)
    };
    if is_name { name() } else { 0 }
}

/// One part in the making.
#[derive(Clone)]
struct Part {
    hasher: FoldHasher<'static>,
    given: bool,
    open: bool,
}

impl Default for Part {
    fn default() -> Self {
        Self {
            hasher: FixedState::with_seed(0).build_hasher(),
            given: false,
            open: false,
        }
    }
}

impl Part {
    /// The part of a notification that answers the question of a field.
    fn of(n: &Notification, key: Key) -> Self {
        let part = Self::default();
        match key {
            Key::ControllerName => part.text(&n.controller),
            Key::ControllerPostalAddressStreet => part.address(&n.address),
            Key::ContactsName => part.contacts(&n.contacts),
            Key::ContactAddressStreet => part.address(&n.contact_address),
            Key::IncidentOccurredComment => part.text(&n.occurred.comment),
            Key::IncidentDiscoveredComment => part.text(&n.discovered.comment),
            Key::IncidentAwareComment => part.text(&n.aware.comment),
            Key::IncidentEndedComment => part.text(&n.ended.comment),
            Key::CommunicationInformedAtComment => part.text(&n.informed_at.comment),
            Key::CommunicationPlannedAtComment => part.text(&n.planned_at.comment),
            Key::ActionsAction if n.actions.is_empty() => part.none(n.state(key)),
            Key::ActionsAction => part.actions(&n.actions),
            Key::ProcessorsOrganisationsName if n.processors.is_empty() => part.none(n.state(key)),
            Key::ProcessorsOrganisationsName => {
                let names = n.processors.iter().map(|processor| &processor.name);
                names.fold(part, Self::text)
            }
            key => part.text(n.text(key)),
        }
    }

    fn text(mut self, text: &Text) -> Self {
        match &text.state {
            State::Given(text) => self.add(text),
            State::Undeterminable | State::NotAsked => self.open = true,
            State::Blank | State::Unknown | State::NotShown => {}
        }
        self
    }

    /// A list without entries: what its question was never asked, or lost, may be any.
    fn none(mut self, state: State) -> Self {
        self.open = state.is_open();
        self
    }

    fn address(self, address: &Address) -> Self {
        self.text(&address.street)
            .text(&address.postal_code)
            .text(&address.city)
            .text(&address.country)
    }

    fn contacts(self, contacts: &[Contact]) -> Self {
        contacts.iter().fold(self, |part, contact| {
            part.text(&contact.name)
                .text(&contact.role)
                .text(&contact.email)
                .text(&contact.phone)
        })
    }

    fn actions(self, actions: &[Action]) -> Self {
        actions.iter().fold(self, |mut part, action| {
            match &action.moment.state {
                State::Given(moment) => {
                    part.given = true;
                    part.hasher.write_i32(moment.earliest.0);
                    part.hasher.write_i32(moment.latest.0);
                }
                State::Undeterminable | State::NotAsked => part.open = true,
                State::Blank | State::Unknown | State::NotShown => {}
            }
            part.text(&action.what)
        })
    }

    /// Adds letters and digits alone: formats differ in blanks, wraps and dashes.
    fn add(&mut self, text: &str) {
        /// As much is hashed at a time, wherever the blanks stood.
        const BLOCK: usize = 256;
        const STEP: usize = 64;
        let mut room = [0_u8; BLOCK + STEP];
        let mut kept = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            for byte in chunk {
                room[kept] = KEPT[usize::from(*byte)];
                kept += usize::from(room[kept] != 0);
            }
            if kept >= BLOCK {
                self.hasher.write(&room[..BLOCK]);
                room.copy_within(BLOCK..kept, 0);
                kept -= BLOCK;
            }
        }
        self.hasher.write(&room[..kept]);
        self.given = true;
    }

    /// The hash over all of the part at a place; 0 for one without an answer.
    fn whole(&self, at: usize) -> u32 {
        let hash = self.hasher.finish().rotate_left(at as u32 * 3);
        if self.given && !self.open {
            (hash >> 32) as u32 ^ hash as u32
        } else {
            0
        }
    }

    fn byte(&self) -> u8 {
        match (self.open, self.given) {
            (true, _) => OPEN,
            (false, true) => (self.hasher.finish() % 254) as u8 + 2,
            (false, false) => BLANK,
        }
    }
}

/// What a byte of a text counts as: letters and digits in lower case, the bytes of
/// other characters as they are. 0 is left out, also for bytes of which no-break
/// blanks, dashes and curved quotes are made; a few others go with them.
const KEPT: [u8; 256] = {
    let mut kept = [0; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        kept[at] = match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => byte.to_ascii_lowercase(),
            0xC2 | 0xE2 | 0x80 | 0x82 | 0x90..=0x94 | 0x98..=0x9E | 0xA0 | 0xA6 | 0xAD => 0,
            0x81.. => byte,
            _ => 0,
        };
        at += 1;
    }
    kept
};

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Fingerprint, KEYS};
    use crate::bind::bind;
    use crate::form::{Edition, TEXTS};
    use crate::read::json;

    #[test]
    fn no_free_text_is_left_out() {
        for key in TEXTS.iter() {
            assert!(KEYS.contains(key), "{}", key.path());
        }
    }

    fn fingerprint(description: &Value, comment: &Value) -> Fingerprint {
        let document = json!({
            "controller": {"name": "Exempelkommun", "reference": "KS 2024/1"},
            "incident": {"description": description, "occurred": {"date": "2024-03-04", "comment": comment}},
        });
        let text = document.to_string();
        Fingerprint::of(
            &bind(json::read(&text, Edition::default_edition(), 1).unwrap()).notification,
        )
        .unwrap()
    }

    #[test]
    fn wraps_and_dashes_make_no_difference_and_words_do() {
        let long = "Ett brev – med uppgifter om flera personer – lades i fel kuvert. ".repeat(20);
        let wrapped = long.replace(' ', "\n").replace('–', "-");
        let differences = |one: &str, other: &str| -> Vec<u8> {
            let [one, other] = [one, other].map(|text| fingerprint(&json!(text), &Value::Null));
            one.differences(&other, Edition::default_edition())
                .collect()
        };
        assert!(differences(&long, &wrapped).is_empty());
        for other in [
            long.replacen("fel", "rätt", 1),
            format!("{long} Mer."),
            String::new(),
        ] {
            assert!(!differences(&long, &other).is_empty());
        }
        let all: Vec<String> = (0..2000).map(|number| format!("Text {number}")).collect();
        let missed = all
            .windows(2)
            .filter(|pair| differences(&pair[0], &pair[1]).is_empty());
        assert_eq!(
            missed.count(),
            0,
            "what one byte misses the number over all finds"
        );
    }

    #[test]
    fn what_was_lost_may_have_been_anything() {
        let lost = fingerprint(&json!("███"), &json!("Natten till måndag"));
        let whole = fingerprint(&json!("Ett brev"), &json!("Natten till måndag"));
        let other = fingerprint(&json!("Ett brev"), &json!("Natten till tisdag"));
        if lost
            .differences(&whole, Edition::default_edition())
            .next()
            .is_none()
        {
            assert_eq!(
                lost.differences(&other, Edition::default_edition())
                    .collect::<Vec<_>>(),
                [10]
            );
        }
        assert_eq!(
            whole
                .differences(&other, Edition::default_edition())
                .collect::<Vec<_>>(),
            [10]
        );
    }

    #[test]
    fn without_a_key_there_is_nothing_to_keep() {
        let text = json!({"controller": {"name": "Exempelkommun"}}).to_string();
        let bound = bind(json::read(&text, Edition::default_edition(), 1).unwrap());
        assert_eq!(Fingerprint::of(&bound.notification), None);
    }
}

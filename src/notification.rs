//! The typed notification: what was answered, question by question, with the
//! state of every answer. It is filled by `bind` and judged by `check`; it
//! knows neither the format it came in nor any rule.

use std::borrow::Cow;
use std::ops::Index;

use crate::finding::Silent;
use crate::form::{AMOUNTS, Edition, Key, Question, TEXTS};
use crate::moment::{Moment, Truth};
use crate::value::{Band, Organisation, is_safe_label, resembles_identity_number};

mod selection;

pub(crate) use crate::form::{Filing, State};
pub(crate) use selection::{NONE_OF_THESE, Selection};

/// One answer: its state, where it stands, and the key it answers.
#[derive(Debug, Clone)]
pub struct Answer<T> {
    /// The value, or why there is none.
    pub state: State<T>,
    /// 1-based line in the source.
    pub line: u32,
    /// The field.
    pub key: Key,
    /// Which repetition, from 0.
    pub index: u16,
}

impl<T> Answer<T> {
    /// The answer to what the edition does not ask.
    const NOT_ASKED: Self = Self {
        state: State::NotAsked,
        line: 0,
        key: Key::Form,
        index: 0,
    };

    /// The value, if there is one.
    pub fn given(&self) -> Option<&T> {
        match &self.state {
            State::Given(value) => Some(value),
            _ => None,
        }
    }

    /// The value for a rule: without one the rule does not apply, or cannot be
    /// run where the answer was lost or never asked.
    pub(crate) fn known(&self) -> Result<&T, Silent> {
        match &self.state {
            State::Given(value) => Ok(value),
            State::Undeterminable => Err(Silent::NotRunnable),
            State::NotAsked => Err(Silent::NotAsked),
            _ => Err(Silent::DoesNotApply),
        }
    }

    /// Whether the value has a property; false for an answer without a value.
    pub(crate) fn is(&self, property: impl FnOnce(&T) -> bool) -> Truth {
        match &self.state {
            State::Given(value) => property(value).into(),
            State::Undeterminable | State::NotAsked => Truth::Unclear,
            _ => Truth::No,
        }
    }

    /// Whether it was shown and left blank.
    pub(crate) fn is_blank(&self) -> Truth {
        self.state.is(State::Blank)
    }
}

/// A text answer: a line or free text, borrowed from the input where possible.
pub(crate) type Text<'a> = Answer<Cow<'a, str>>;

/// The options chosen in one question.
pub(crate) type Chosen<'a> = Answer<Selection<'a>>;

/// How the filing reached the authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Channel {
    /// Through the authority's e-service.
    EService,
    /// By post.
    Post,
    /// By e-mail.
    Email,
}

impl Channel {
    /// The code in column `channel`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::EService => "e-service",
            Self::Post => "post",
            Self::Email => "email",
        }
    }

    /// The channel that a text names.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match crate::form::squash(text).as_str() {
            "eservice" | "etjänst" | "etjanst" => Some(Self::EService),
            "post" | "brev" | "letter" => Some(Self::Post),
            "email" | "epost" | "mejl" | "mail" => Some(Self::Email),
            _ => None,
        }
    }
}

/// Where the receipt time came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ReceivedSource {
    /// The notification itself.
    Document,
    /// The receipts file.
    Receipts,
    /// A mail in which the authority confirms it.
    Mail,
    /// The organisation's own register.
    Register,
    /// Nowhere.
    None,
}

impl ReceivedSource {
    /// The word in column `received_source`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Receipts => "receipts",
            Self::Mail => "mail",
            Self::Register => "register",
            Self::None => "none",
        }
    }
}

/// A postal address (questions 3 and 9).
#[derive(Debug, Clone)]
pub struct Address<'a> {
    /// Street or box.
    pub street: Text<'a>,
    /// Postal code as written.
    pub postal_code: Text<'a>,
    /// Town.
    pub city: Text<'a>,
    /// Country.
    pub country: Text<'a>,
}

/// A contact person (questions 5-8). Never written to any output.
#[derive(Debug, Clone)]
pub struct Contact<'a> {
    /// Name.
    pub name: Text<'a>,
    /// Role.
    pub role: Text<'a>,
    /// E-mail address.
    pub email: Text<'a>,
    /// Telephone number.
    pub phone: Text<'a>,
}

/// A moment as the form asks for it (questions 10, 11, 13, 32, 34).
#[derive(Debug, Clone)]
pub struct When<'a> {
    /// Date and time together, as an interval of instants.
    pub moment: Answer<Moment>,
    /// Whether a time of day was read.
    pub time: Clock,
    /// The comment.
    pub comment: Text<'a>,
}

/// Whether a moment carries a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// A time of day was given and read.
    Given,
    /// None was.
    Missing,
    /// The day was given; its time of day was never asked for.
    NotAsked,
}

/// An organisation number as written and as read.
#[derive(Debug, Clone)]
pub struct Number<'a> {
    /// As written.
    pub text: Cow<'a, str>,
    /// What it is.
    pub read: Organisation,
}

impl Number<'_> {
    /// The number as it may be shown: normalised if valid, as written if it
    /// cannot be a person's, else a mask.
    pub fn show(&self) -> Cow<'_, str> {
        match self.read {
            Organisation::Valid { number, .. } => Cow::Owned(number.to_string()),
            Organisation::IdentityNumber => Cow::Borrowed(MASKED),
            Organisation::Invalid(_) if self.may_be_personal() => Cow::Borrowed(MASKED),
            Organisation::Invalid(_) => Cow::Borrowed(&self.text),
        }
    }

    /// Whether it is, or with a slip of the pen may be, a person's number.
    pub(crate) fn may_be_personal(&self) -> bool {
        match self.read {
            Organisation::Valid { .. } => false,
            Organisation::IdentityNumber => true,
            Organisation::Invalid(_) => {
                self.text.len() > 24
                    || holds_more_than_a_number(&self.text)
                    || resembles_identity_number(&self.text)
                    || begins_like_a_birth_date(&self.text)
            }
        }
    }
}

/// Whether there are letters, digits enough for a second number, or what no
/// label may hold, a telephone number for one.
fn holds_more_than_a_number(text: &str) -> bool {
    text.chars()
        .any(|c| c.is_alphanumeric() && !c.is_ascii_digit())
        || text.bytes().filter(u8::is_ascii_digit).count() > 12
        || !is_safe_label(text)
}

/// Whether the digits, however many, begin with a year and a month: a person's
/// number with a digit too few or too many. Organisations have 20 and above there.
fn begins_like_a_birth_date(text: &str) -> bool {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
    let from = if digits.len() > 10 && matches!(&digits[..2], b"18" | b"19" | b"20") {
        2
    } else {
        0
    };
    digits.get(from + 2).is_some_and(|digit| *digit < b'2')
}

/// What stands for a name or number that may be a person's.
pub(crate) const MASKED: &str = "(masked)";
/// Stands for a label that is not written, since it may hold something personal.
pub(crate) const UNLISTED: &str = "(unlisted)";

/// A processor (question 22).
#[derive(Debug, Clone)]
pub struct Processor<'a> {
    /// Its name.
    pub name: Text<'a>,
    /// Its organisation number.
    pub number: Answer<Number<'a>>,
}

/// An action taken (question 30).
#[derive(Debug, Clone)]
pub struct Action<'a> {
    /// Its moment.
    pub moment: Answer<Moment>,
    /// Whether it carries a time of day.
    pub time: Clock,
    /// What was done; free text.
    pub what: Text<'a>,
}

/// A number of data subjects or data items (questions 23, 24).
#[derive(Debug, Clone)]
pub struct Amount {
    /// The exact number.
    pub exact: Answer<u64>,
    /// The band.
    pub band: Answer<Band>,
}

/// One notification, typed.
#[derive(Debug, Clone)]
pub struct Notification<'a> {
    /// The form edition it was bound by.
    pub edition: &'static Edition,
    /// The line on which the record starts.
    pub line: u32,
    /// First notification or supplement.
    pub filing: Filing,
    /// The authority's case number.
    pub case_number: Text<'a>,
    /// The case number that a supplement adds to.
    pub supplements: Text<'a>,
    /// When the authority got it.
    pub received: Answer<Moment>,
    /// Where `received` came from.
    pub received_source: ReceivedSource,
    /// How it came.
    pub channel: Answer<Channel>,
    /// 1: the controller's name.
    pub controller: Text<'a>,
    /// 2: the controller's organisation number.
    pub organisation_number: Answer<Number<'a>>,
    /// 3: its postal address.
    pub address: Address<'a>,
    /// 4: its own reference.
    pub reference: Text<'a>,
    /// 5-8: contact persons, at least one entry.
    pub contacts: Vec<Contact<'a>>,
    /// 9: the address for letters.
    pub contact_address: Address<'a>,
    /// 10: when it occurred.
    pub occurred: When<'a>,
    /// 11: when it was discovered.
    pub discovered: When<'a>,
    /// When the controller became aware of it, where the edition asks for that.
    pub aware: When<'a>,
    /// 13: when it ended.
    pub ended: When<'a>,
    /// The free texts that stand by themselves, by [`TEXTS`].
    pub texts: Vec<Text<'a>>,
    /// 22: processors, only entries with something in them.
    pub processors: Vec<Processor<'a>>,
    /// The numbers of persons and things, by [`NUMBERS`].
    pub amounts: [Amount; AMOUNTS],
    /// 30: actions, only entries with something in them.
    pub actions: Vec<Action<'a>>,
    /// 32: when.
    pub informed_at: When<'a>,
    /// 34: when.
    pub planned_at: When<'a>,
    /// The answers to the choice questions of the edition, in its order; by key they
    /// are had as `notification[key]`.
    pub choices: Vec<Chosen<'a>>,
    /// Texts behind `Övrigt:` in questions that have no field for them.
    pub beside: Vec<Text<'a>>,
    /// Extra dimensions of a mapped export, in the edition's order.
    pub extras: Vec<State<Selection<'a>>>,
    /// The extra numbers of a mapped export, in hundredths, in the edition's order.
    pub numbers: Vec<State<i64>>,
    /// The state of each question.
    pub states: States,
    /// The line of each question, by number minus one.
    pub lines: Vec<u32>,
}

/// The states of all questions of a notification, in the order of its edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct States(pub(crate) Box<[State]>);

impl States {
    /// The state of the question of a key; one that the edition lacks was not asked.
    pub(crate) fn of(&self, edition: &Edition, key: Key) -> State {
        let at = edition.position(key);
        at.and_then(|at| self.0.get(at).copied())
            .unwrap_or(State::NotAsked)
    }
}

impl<'a> Index<Key> for Notification<'a> {
    type Output = Chosen<'a>;

    /// The answer to a choice question; one that the edition does not have was not asked.
    fn index(&self, key: Key) -> &Chosen<'a> {
        static NOT_ASKED: Chosen<'static> = Answer::NOT_ASKED;
        self.edition
            .choice(key)
            .map_or(&NOT_ASKED, |at| &self.choices[at])
    }
}

impl<'a> Notification<'a> {
    /// The moment from which the time limit runs, by [`Edition::start`].
    pub(crate) fn start(&self) -> &When<'a> {
        match self.edition.start() {
            Key::IncidentAwareDate => &self.aware,
            _ => &self.discovered,
        }
    }

    /// The question of a key.
    pub(crate) fn question(&self, key: Key) -> Option<&'static Question> {
        self.edition.place(key).map(|(question, _)| question)
    }

    /// A number of persons or things, by the key of the exact one.
    pub(crate) fn amount(&self, key: Key) -> &Amount {
        static NOT_ASKED: Amount = Amount {
            exact: Answer::NOT_ASKED,
            band: Answer::NOT_ASKED,
        };
        key.amount().map_or(&NOT_ASKED, |at| &self.amounts[at])
    }

    /// A free text that stands by itself.
    pub(crate) fn text(&self, key: Key) -> &Text<'a> {
        static NOT_ASKED: Text<'static> = Answer::NOT_ASKED;
        let at = TEXTS.iter().position(|own| *own == key);
        at.map_or(&NOT_ASKED, |at| &self.texts[at])
    }

    /// The state of the question of a key.
    pub(crate) fn state(&self, key: Key) -> State {
        self.states.of(self.edition, key)
    }

    /// Every free text, given or not: the reference, comments (also those behind `Övrigt:`),
    /// actions, and the texts that stand by themselves.
    pub(crate) fn free_texts(&self) -> impl Iterator<Item = &Text<'a>> {
        let moments = [
            &self.occurred,
            &self.discovered,
            &self.aware,
            &self.ended,
            &self.informed_at,
            &self.planned_at,
        ];
        std::iter::once(&self.reference)
            .chain(moments.map(|when| &when.comment))
            .chain(&self.texts)
            .chain(self.actions.iter().map(|action| &action.what))
            .chain(&self.beside)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::Number;
    use crate::value::OrganisationNumber;

    fn shown(text: &str) -> String {
        Number {
            text: Cow::Borrowed(text),
            read: OrganisationNumber::parse(text),
        }
        .show()
        .into_owned()
    }

    #[test]
    fn a_number_that_may_be_a_persons_is_masked_also_beside_another() {
        for text in [
            "811218-9876",
            "811218-9875",
            "556329-7133 811218-9876",
            "556329-7133, 811218-9876",
            "556329-7133/811218-9876",
            "556329-7133 8112189876",
            "556329-7133 811218-9875",
            "556329-7133 0701234567",
            "0921-123 45",
            "+46 70 123 45 67",
            "212000\u{1}-0143",
            "２１２０００-０１４３",
            "212000-0142 AB",
        ] {
            assert_eq!(shown(text), "(masked)", "{text:?}");
        }
        for text in [
            "212000-0142",
            "212000-0143",
            "21200-0142",
            "2120000",
            "212000/0142",
        ] {
            assert_eq!(shown(text), text);
        }
    }
}

//! From raw answers to a typed notification: which questions were shown, what
//! each answer means, what state it is in; and the findings that follow from
//! the form file alone. It compares no answer with another.

use crate::check::Rule;
use crate::check::form::{
    MASKED_ANSWER, READ_LENIENTLY, SELECTION_LOST, UNKNOWN_QUESTION, UNREADABLE_VALUE,
};
use crate::config::Words;
use crate::finding::{Code, Fact, Finding};
use crate::form::{CONTRADICTED, Edition, Key, Kind, Presence, Question, is_placeholder};
use crate::notification::{Answer, Filing, Notification, State, States, Text};
use crate::read::{Raw, Record, Value};

mod choice;
mod claim;
mod declared;
mod fields;
mod marked;
mod masked;
mod typed;

/// F003 where a field of a form contradicts itself.
const TWO_VALUES: Words = Words::new(
    "Fältet för ”{part}”{at_question} i PDF:en visar ett svar men har ett annat sparat; svaret räknas som ”går inte att avgöra”.",
    "The field for \"{part}\"{at_question} of the PDF shows one answer and holds another; it counts as undeterminable.",
);

/// F003 where a formula of a workbook has no saved result.
const UNSAVED: Words = Words::new(
    "Värdet i ”{part}”{at_question} är en formel vars resultat aldrig sparats; svaret räknas som ”går inte att avgöra”. Öppna arbetsboken i Excel, spara den och kör om.",
    "The value of \"{part}\"{at_question} is a formula without a saved result; it counts as undeterminable. Open the workbook in Excel, save it and run again.",
);

/// Whether a source gives an answer in two ways.
fn is_contradicted(text: &str) -> bool {
    text.starts_with(CONTRADICTED)
        && text
            .chars()
            .all(|char| char == CONTRADICTED || char.is_whitespace())
}

/// A typed notification with what was found on the way.
#[derive(Debug)]
pub struct Bound<'a> {
    /// The notification.
    pub notification: Notification<'a>,
    /// Findings of the reader and of the form file.
    pub findings: Vec<Finding>,
    /// Declared rules that could not be run for lack of answers.
    pub not_runnable: Vec<Code>,
}

/// Whether a list is what asks to choose, and nothing of it is ticked.
fn is_prompt(items: &[crate::read::Item]) -> bool {
    matches!(items, [one] if is_placeholder(&one.text))
}

/// Binds a record by its edition. Never fails: what is wrong is a finding.
pub fn bind(record: Record<'_>) -> Bound<'_> {
    let mut binder = Binder::new(record);
    let notification = fields::notification(&mut binder);
    declared::check(&mut binder);
    Bound {
        notification,
        findings: binder.findings,
        not_runnable: binder.not_runnable,
    }
}

/// Whether a question was shown to the filer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Yes,
    No,
    Unclear,
    NotAsked,
}

/// What is known of one question while binding.
#[derive(Debug, Clone, Copy, Default)]
struct Progress {
    /// Whether it was shown; decided when its first part is bound.
    shown: Option<Shown>,
    /// Its state, once a part of it is bound.
    state: Option<State>,
}

/// A part that was bound without a value, for the declared rules.
#[derive(Debug, Clone, Copy)]
struct Part {
    key: Key,
    index: u16,
    line: u32,
    state: State,
}

/// Whether an answer is one to a field that the edition does not have.
#[inline]
fn is_unasked(raw: &Raw, edition: &Edition) -> bool {
    edition.position(raw.key).is_none()
        && !raw.key.is_envelope()
        && !matches!(raw.value, Value::Blank | Value::Lost)
}

/// F001 for each of these: no answer is dropped without a word.
fn unasked<'r>(record: &'r Record) -> impl Iterator<Item = Finding> + 'r {
    let answers = record.answers.iter();
    let unasked = answers.filter(|raw| is_unasked(raw, record.edition));
    unasked.map(|raw| {
        UNKNOWN_QUESTION
            .finding(0, raw.line)
            .at(raw.key, raw.index)
            .with("field", Fact::Value(raw.key.path().into()))
    })
}

/// The work of binding one record.
struct Binder<'a> {
    edition: &'static Edition,
    record: Record<'a>,
    /// Position of the first raw answer of each key, plus one.
    first: [u16; Key::COUNT],
    /// How many repetitions of each key there are up to the last that has something in it.
    filled: [u16; Key::COUNT],
    /// By number minus one.
    progress: Vec<Progress>,
    parts: Vec<Part>,
    /// Answers of deciding questions.
    decided: Vec<(u8, State<u64>)>,
    /// Comments that stood behind `Övrigt:` itself, until their field takes them.
    beside: Vec<Text<'a>>,
    filing: Filing,
    findings: Vec<Finding>,
    not_runnable: Vec<Code>,
}

/// A place to which an answer and its findings belong.
#[derive(Debug, Clone, Copy)]
struct Site {
    key: Key,
    index: u16,
    line: u32,
    number: u8,
}

impl<'a> Binder<'a> {
    fn new(mut record: Record<'a>) -> Self {
        let mut first = [0; Key::COUNT];
        let mut filled = [0; Key::COUNT];
        let mut is_any_unasked = false;
        for (position, raw) in record.answers.iter().enumerate().rev() {
            let key = raw.key as usize;
            if raw.index == 0 {
                first[key] = position as u16 + 1;
            }
            if !matches!(raw.value, Value::Blank) {
                filled[key] = raw.index.saturating_add(1).max(filled[key]);
                is_any_unasked |= is_unasked(raw, record.edition);
            }
        }
        let mut findings = std::mem::take(&mut record.findings);
        if findings.capacity() == 0 {
            findings = Vec::with_capacity(8);
        }
        if is_any_unasked {
            findings.extend(unasked(&record));
        }
        Self {
            edition: record.edition,
            first,
            filled,
            progress: vec![Progress::default(); usize::from(record.edition.last())],
            parts: Vec::with_capacity(32),
            decided: Vec::with_capacity(16),
            beside: Vec::new(),
            filing: Filing::Initial,
            findings,
            not_runnable: Vec::new(),
            record,
        }
    }

    /// The raw answer at a key.
    fn raw(&mut self, key: Key, index: u16) -> Option<&mut Raw<'a>> {
        if index == 0 {
            let position = usize::from(self.first[key as usize]).checked_sub(1)?;
            return self.record.answers.get_mut(position);
        }
        self.record
            .answers
            .iter_mut()
            .find(|raw| raw.key == key && raw.index == index)
    }

    /// Binds one part: its raw value if there is one, by `understand`, else the
    /// non-value that its question is in.
    fn part<T>(
        &mut self,
        key: Key,
        index: u16,
        understand: impl FnOnce(&mut Self, Site, Value<'a>) -> State<T>,
    ) -> Answer<T> {
        let number = self.edition.number(key);
        if number == 0 && !key.is_envelope() {
            // Whatever the source says there is F001.
            let (state, line) = (State::NotAsked, self.record.line);
            return Answer {
                state,
                line,
                key,
                index,
            };
        }
        let (line, value) = match self.raw(key, index) {
            Some(raw) => (raw.line, std::mem::replace(&mut raw.value, Value::Blank)),
            None => (self.question_line(number), Value::Blank),
        };
        let site = Site {
            key,
            index,
            line,
            number,
        };
        let mut state = self.value(site, value, understand);
        if matches!(state, State::Blank) {
            state = self.absent(site);
        }
        self.note(site, state.kind());
        Answer {
            state,
            line,
            key,
            index,
        }
    }

    /// Sorts out what is no value whatever the kind, then understands the rest.
    fn value<T>(
        &mut self,
        site: Site,
        value: Value<'a>,
        understand: impl FnOnce(&mut Self, Site, Value<'a>) -> State<T>,
    ) -> State<T> {
        match value {
            Value::Blank => State::Blank,
            Value::Unknown => State::Unknown,
            Value::Text(text) if is_placeholder(&text) => State::Blank,
            Value::List(items) if is_prompt(&items) => State::Blank,
            Value::Text(text) if self.is_plain(&text) => understand(self, site, Value::Text(text)),
            Value::List(_) if self.record.masked.has(site.number) => self.masked(site),
            value if choice::is_unsaved(self, site, &value) => choice::unsaved(self, site),
            Value::Lost => {
                if self
                    .edition
                    .place(site.key)
                    .is_some_and(|(_, part)| part.kind == Kind::Choices)
                {
                    self.find(site, &SELECTION_LOST);
                }
                State::Undeterminable
            }
            Value::Text(text) if is_contradicted(&text) => {
                let finding = self.finding(site, &UNREADABLE_VALUE);
                self.findings.push(finding.saying(TWO_VALUES));
                State::Undeterminable
            }
            Value::Text(text) | Value::Foreign(text) if self.is_masked(site, &text) => {
                self.masked(site)
            }
            Value::Foreign(text) if self.edition.is_unknown(&text) => State::Unknown,
            Value::Unsaved => self.unsaved(site),
            Value::Malformed | Value::Foreign(_) => self.unreadable(site),
            value => understand(self, site, value),
        }
    }

    /// Whether an answer is surely neither masked nor contradicted. Most are told so.
    #[inline]
    fn is_plain(&self, text: &str) -> bool {
        !masked::may_be_masked(text) && self.record.masked.is_empty()
    }

    /// Whether an answer is masked: as a whole, by its heading, or in part where the rest
    /// is no answer.
    fn is_masked(&self, site: Site, text: &str) -> bool {
        let is_line = || {
            let place = self.edition.place(site.key);
            place.is_some_and(|(_, part)| part.kind == Kind::Line)
        };
        masked::is_masked(text)
            || self.record.masked.has(site.number)
            || masked::is_partly_masked(text) && is_line()
    }

    /// F007; the value counts as undeterminable.
    fn masked<T>(&mut self, site: Site) -> State<T> {
        self.find(site, &MASKED_ANSWER);
        State::Undeterminable
    }

    /// The state of an answer that is not there.
    fn absent<T>(&mut self, site: Site) -> State<T> {
        if self.record.absent.has(site.key) {
            return State::NotAsked;
        }
        if site.number == 0 {
            return if site.key.is_envelope() {
                State::Blank
            } else {
                State::NotAsked
            };
        }
        match self.shown(site.number) {
            Shown::NotAsked => State::NotAsked,
            Shown::No => State::NotShown,
            Shown::Yes if self.record.present.has(site.number) => State::Blank,
            // A later filing says only what is new.
            Shown::Yes | Shown::Unclear if self.filing.is_later() => State::NotAsked,
            Shown::Yes | Shown::Unclear => State::Undeterminable,
        }
    }

    /// Whether question `number` was shown, by its condition.
    #[inline]
    fn shown(&mut self, number: u8) -> Shown {
        match self.progress.get(usize::from(number) - 1) {
            Some(Progress {
                shown: Some(shown), ..
            }) => *shown,
            Some(_) => self.decide(number),
            None => Shown::NotAsked,
        }
    }

    /// Decides it, once for each question.
    fn decide(&mut self, number: u8) -> Shown {
        let shown = self.by_condition(number);
        self.progress[usize::from(number) - 1].shown = Some(shown);
        shown
    }

    fn by_condition(&self, number: u8) -> Shown {
        if self.record.not_asked.has(number) {
            return Shown::NotAsked;
        }
        let Some(Question {
            presence: Presence::When(condition),
            ..
        }) = self.edition.question(number)
        else {
            return Shown::Yes;
        };
        let decider = self.edition.question(condition.question);
        let answer = self
            .decided
            .iter()
            .find(|(decider, _)| *decider == condition.question);
        match (answer.map(|(_, state)| state), decider) {
            // Only a label that the edition does not have: it may mean either.
            (Some(State::Given(0)), _) => Shown::Unclear,
            (Some(State::Given(listed)), Some(decider)) => {
                let chosen =
                    |code: &String| decider.option(code).is_some_and(|at| listed >> at & 1 == 1);
                if condition.any_of.iter().any(chosen) {
                    Shown::Yes
                } else {
                    Shown::No
                }
            }
            (Some(State::Blank | State::Unknown | State::NotShown), _) => Shown::No,
            _ => Shown::Unclear,
        }
    }

    /// The line of a question's heading; the record's where it has none.
    fn question_line(&self, number: u8) -> u32 {
        let line = self
            .record
            .lines
            .get(usize::from(number).wrapping_sub(1))
            .copied()
            .unwrap_or(0);
        if line == 0 { self.record.line } else { line }
    }

    /// Remembers the state of a part for its question and for the declared rules.
    #[inline]
    fn note(&mut self, site: Site, state: State) {
        if state == State::Blank || state.is_open() {
            self.parts.push(Part {
                key: site.key,
                index: site.index,
                line: site.line,
                state,
            });
        }
        let Some(progress) = self
            .progress
            .get_mut(usize::from(site.number).wrapping_sub(1))
        else {
            return;
        };
        let was = match progress.state {
            None | Some(State::NotAsked) => state,
            Some(was) => was,
        };
        progress.state = Some(match (was, state) {
            (State::Given(()), _) => was,
            _ if site.key.is_comment() => was,
            (_, State::Given(())) => state,
            (State::Unknown, _) | (_, State::Unknown) => State::Unknown,
            (State::Undeterminable, _) | (_, State::Undeterminable) => State::Undeterminable,
            _ => was,
        });
    }

    /// The state of a question, as far as it is bound.
    fn state(&self, number: u8) -> State {
        let progress = self.progress.get(usize::from(number).wrapping_sub(1));
        progress
            .and_then(|progress| progress.state)
            .unwrap_or(State::NotAsked)
    }

    /// The states of all questions, after binding.
    fn states(&self) -> States {
        let questions = self.edition.questions.iter();
        States(
            questions
                .map(|question| self.state(question.number))
                .collect(),
        )
    }

    fn find(&mut self, site: Site, rule: &Rule) {
        self.findings.push(self.finding(site, rule));
    }

    fn finding(&self, site: Site, rule: &Rule) -> Finding {
        rule.finding(site.number, site.line)
            .at(site.key, site.index)
            .with("part", part_words(self.edition, site))
    }

    /// F003; the value counts as undeterminable.
    fn unreadable<T>(&mut self, site: Site) -> State<T> {
        self.find(site, &UNREADABLE_VALUE);
        State::Undeterminable
    }

    /// F003 where nobody knows what a formula gives.
    fn unsaved<T>(&mut self, site: Site) -> State<T> {
        let finding = self.finding(site, &UNREADABLE_VALUE);
        self.findings.push(finding.saying(UNSAVED));
        State::Undeterminable
    }

    /// F004 where a value was read from a non-standard writing.
    fn lenient(&mut self, site: Site, was_lenient: bool) {
        if was_lenient {
            self.find(site, &READ_LENIENTLY);
        }
    }

    /// F004 with words of its own and the numbers in them.
    fn note_lenient(&mut self, site: Site, words: Words, numbers: &[(&'static str, u64)]) {
        let finding = self.finding(site, &READ_LENIENTLY).saying(words);
        let with = |finding: Finding, (name, number): &(&'static str, u64)| {
            finding.with(name, Fact::Number(*number as i64))
        };
        self.findings.push(numbers.iter().fold(finding, with));
    }
}

/// The form's own words for a part: its label, or its question's, or that of an
/// extra; ours for what is said about the notification outside the form.
fn part_words(edition: &'static Edition, site: Site) -> Words {
    let label = edition
        .place(site.key)
        .map(|(question, part)| part.label.as_ref().unwrap_or(&question.label));
    let label = label.or_else(|| edition.extra_label((site.key, site.index)));
    label.map_or_else(
        || site.key.field().called,
        |label| Words::new(&label.sv, &label.en),
    )
}

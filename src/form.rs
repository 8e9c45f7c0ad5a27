//! The form as data: editions, questions, parts, options, conditions, labels
//! with their provenance. One TOML file per edition; this module loads and
//! answers questions about it. It is not where answers are judged.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::config::{Message, Words};

mod beginnings;
mod beside;
mod candidates;
mod extra;
mod filing;
mod heading;
mod key;
mod label;
mod listed;
mod overlay;
mod placeholder;
pub(crate) mod print;
mod printed;
mod question;
mod schema;
mod sense;
mod sign;
mod squash;
mod state;
mod texts;
mod titled;
mod titles;

use beginnings::Beginnings;
pub(crate) use beginnings::{Aside, Asides, is_stamp};
pub use candidates::Candidates;
pub use extra::Extra;
pub(crate) use extra::ExtraNumber;
pub use filing::Filing;
pub(crate) use heading::numbered;
pub(crate) use key::TEXTS;
pub use key::{Key, Keys};
pub(crate) use label::{Label, Source};
pub(crate) use listed::other_ends;
pub(crate) use placeholder::is_placeholder;
pub(crate) use print::DRAFT;
pub(crate) use printed::{Along, Printed, PrintedLine};
pub use question::{Choice, Condition, Part, Presence, Question, Repeat, Section};
pub(crate) use schema::{AMOUNTS, FIELDS, Field, NUMBERS};
pub(crate) use sense::line_of;
pub(crate) use sign::{CONTRADICTED, Sign, UNSAVED, sign};
pub(crate) use squash::{
    Follow, Initials, follow, initial, is_squashed, key_into, may_be, squash, squash_into,
};
pub use state::State;
pub(crate) use titled::cells;
pub(crate) use titles::Titles;

/// The most options one multiple choice may have: selections are 64-bit sets.
pub(crate) const MAX_OPTIONS: usize = 64;

/// The highest number that a question may have: sets of them have 128 bits.
const MAX_NUMBER: u8 = 127;

/// The files of the editions that the program knows, in order of age. A file is whole, or it
/// names its base and holds only what differs.
const FILES: &[&str] = &[overlay::IMY_2021, include_str!("form/edpb-2026-draft.toml")];

/// One edition of the notification form: the wording and lists of one period.
#[derive(Debug)]
pub struct Edition {
    /// Its name, as in `--form` and column `form`.
    pub name: String,
    /// The form's title, printed at the head of a copy.
    pub title: Label,
    /// The authority that the form is addressed to.
    pub authority: String,
    /// First day on which the edition was in use.
    pub valid_from: String,
    /// Whether it is a draft, which is used only where it is named.
    pub draft: bool,
    /// Lines that are neither label nor answer.
    pub instructions: Vec<String>,
    /// The same as written.
    instructions_as_written: Vec<String>,
    /// First words of the paragraphs that stand before question 1.
    pub preamble: Vec<String>,
    /// Help beside the fields, squashed, each text after its initial.
    pub(crate) help: Vec<(u8, String)>,
    /// The same as written.
    help_as_written: Vec<String>,
    /// What it begins with: its initials, and its first two letters where they are of ASCII.
    help_initials: Initials,
    beginnings: Beginnings,
    /// Counters of characters below the fields, squashed, digits left out; whether one is a
    /// single word, which is a counter only beside a number.
    pub(crate) counters: Vec<(String, bool)>,
    /// The titles of filings.
    pub(crate) titles: Titles,
    /// Sections, in order.
    pub sections: Vec<Section>,
    /// Questions, in order of number.
    pub questions: Vec<Question>,
    /// What the titles of sections begin with.
    pub section_initials: Initials,
    /// Answers that mean "don't know", squashed and sorted.
    unknown: Vec<String>,
    unknown_initials: Initials,
    /// The same as written.
    unknown_words: Vec<String>,
    /// For each key, the position of its question and of its part.
    places: [Option<(u8, u8)>; Key::COUNT],
    /// The keys of its choice questions, in order.
    choices: Vec<Key>,
    /// For each key, its position among them.
    choice_places: [Option<u8>; Key::COUNT],
    /// Further choice dimensions of a mapped export, columns `extra.<name>`.
    pub extras: Vec<Extra>,
    /// Further numbers of a mapped export, columns `number.<name>`.
    pub(crate) numbers: Vec<ExtraNumber>,
    /// Its lines as copies print them, once they were asked for.
    printed: OnceLock<Printed>,
    /// BLAKE3 of the edition file, hexadecimal.
    pub digest: String,
}

/// The kind of value that a part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A short text on one line.
    Line,
    /// Free text of any length.
    Prose,
    /// A Swedish organisation number.
    OrganisationNumber,
    /// A postal code.
    PostalCode,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A calendar date.
    Date,
    /// A time of day.
    Time,
    /// A whole number.
    Count,
    /// A range of counts.
    Band,
    /// One option of a list.
    Choice,
    /// Any number of options of a list.
    Choices,
}

impl Kind {
    /// Whether it is one or several options of a list.
    pub(crate) const fn is_choice(self) -> bool {
        matches!(self, Self::Choice | Self::Choices)
    }
}

impl Edition {
    /// The editions that the program knows, in order of age.
    pub(crate) fn all() -> &'static [Edition] {
        static ALL: OnceLock<Vec<Edition>> = OnceLock::new();
        ALL.get_or_init(|| {
            let load = |file| Edition::load_beside(file, &[]).expect("a built-in edition is valid");
            FILES.iter().copied().map(load).collect()
        })
    }

    /// The edition of this name.
    pub(crate) fn named(name: &str) -> Option<&'static Edition> {
        Self::all().iter().find(|edition| edition.name == name)
    }

    /// The edition taken when nothing else decides.
    pub fn default_edition() -> &'static Edition {
        &Self::all()[0]
    }

    /// The newest edition that is in use.
    pub(crate) fn newest() -> &'static Edition {
        let mut in_use = Self::all().iter().filter(|edition| !edition.draft);
        in_use.next_back().unwrap_or(Self::default_edition())
    }

    /// Reads an edition file. The error names what is wrong in it.
    pub(crate) fn parse(source: &str) -> Result<Edition, Message> {
        let file: EditionFile =
            toml::from_str(source).map_err(|error| sense::mistake(&error, source))?;
        Self::from_file(file, source)
    }

    fn from_file(file: EditionFile, source: &str) -> Result<Edition, Message> {
        let mut edition = Edition {
            name: file.name,
            title: file.title,
            authority: file.authority,
            valid_from: file.valid_from,
            draft: file.draft,
            instructions: file.instructions.iter().map(|text| squash(text)).collect(),
            instructions_as_written: file.instructions,
            preamble: file.preamble.iter().map(|text| squash(text)).collect(),
            help: with_initials(&file.help),
            help_as_written: file.help,
            help_initials: Initials::default(),
            beginnings: Beginnings::default(),
            counters: file
                .counters
                .iter()
                .map(|text| (squash(text), !text.contains(' ')))
                .collect(),
            titles: file.titles,
            sections: file.sections,
            questions: file.questions,
            section_initials: Initials::default(),
            unknown: file.unknown.iter().map(|text| squash(text)).collect(),
            unknown_initials: Initials::default(),
            unknown_words: file.unknown,
            places: [None; Key::COUNT],
            choices: Vec::new(),
            choice_places: [None; Key::COUNT],
            extras: file.extras,
            numbers: file.numbers,
            printed: OnceLock::new(),
            digest: blake3::hash(source.as_bytes()).to_hex().to_string(),
        };
        edition.index()?;
        Ok(edition)
    }

    /// The question of this number.
    pub(crate) fn question(&self, number: u8) -> Option<&Question> {
        let is = |question: &&Question| question.number == number;
        let usual = self.questions.get(usize::from(number).wrapping_sub(1));
        usual.filter(is).or_else(|| self.questions.iter().find(is))
    }

    /// The number of the last question.
    pub(crate) fn last(&self) -> u8 {
        self.questions.last().map_or(0, |question| question.number)
    }

    /// The question and part that hold `key`.
    pub fn place(&self, key: Key) -> Option<(&Question, &Part)> {
        let (question, part) = self.places[key as usize]?;
        let question = &self.questions[usize::from(question)];
        Some((question, &question.parts[usize::from(part)]))
    }

    /// The number of the question that holds `key`, 0 if none does.
    pub fn number(&self, key: Key) -> u8 {
        self.position(key).map_or(0, |at| self.questions[at].number)
    }

    /// The position of the question that holds `key`.
    #[inline]
    pub(crate) fn position(&self, key: Key) -> Option<usize> {
        self.places[key as usize].map(|(question, _)| usize::from(question))
    }

    /// The keys of its choice questions, in order: deciding ones come before those
    /// that they decide.
    pub(crate) fn choices(&self) -> &[Key] {
        &self.choices
    }

    /// The position of a key in [`Self::choices`].
    #[inline]
    pub(crate) fn choice(&self, key: Key) -> Option<usize> {
        self.choice_places[key as usize].map(usize::from)
    }

    /// The kind of value at a key: what the edition says, else the schema.
    pub(crate) fn kind(&self, key: Key) -> Kind {
        self.place(key)
            .map_or(key.field().kind, |(_, part)| part.kind)
    }

    /// Its own lines as copies print them.
    pub(crate) fn printed(&self) -> &Printed {
        self.printed.get_or_init(|| Printed::of(self))
    }

    /// Whether a line is an instruction to the filer.
    pub(crate) fn is_instruction(&self, text: &str) -> bool {
        self.instructions_as_written
            .iter()
            .any(|instruction| instruction == text)
            || self
                .instructions
                .iter()
                .any(|instruction| is_squashed(text, instruction))
    }

    /// What a line may be that is no answer, by how it begins.
    #[inline]
    pub(crate) fn asides(&self, line: &str) -> Asides {
        self.beginnings.of(line)
    }

    /// Whether a line may be help, or the beginning of it, by how it begins.
    pub(crate) fn may_be_help(&self, line: &str) -> bool {
        self.asides(line).has(Aside::Help) && self.help_initials.has(initial(line))
    }

    /// Whether an answer means "don't know" whatever the question.
    pub(crate) fn is_unknown(&self, text: &str) -> bool {
        self.unknown_initials.has(initial(text))
            && self
                .unknown
                .iter()
                .any(|unknown| is_squashed(text, unknown))
    }

    /// Fills in everything that follows from the file and checks its sense.
    fn index(&mut self) -> Result<(), Message> {
        for section in &mut self.sections {
            section.squashed = squash(&section.label.sv);
            self.section_initials.insert(&section.squashed);
        }
        self.unknown
            .iter()
            .for_each(|unknown| self.unknown_initials.insert(unknown));
        for (_, help) in &self.help {
            self.help_initials.insert(help);
        }
        self.titles.index();
        let help = self.help.iter().map(|(_, help)| help);
        self.beginnings.insert(help, Aside::Help);
        let counters = self.counters.iter().map(|(counter, _)| counter);
        self.beginnings.insert(counters, Aside::Counter);
        self.beginnings.insert(self.titles.words(), Aside::Title);
        let mut last = 0;
        for (position, question) in self.questions.iter_mut().enumerate() {
            let number = question.number;
            if number <= last || number > MAX_NUMBER {
                return Err(Words::new("fråga {number} kan inte stå efter fråga {last}: nummer stiger, från 1 till högst {most}", "question {number} cannot stand behind question {last}: numbers ascend, from 1 to at most {most}").with("number", number).with("last", last).with("most", MAX_NUMBER));
            }
            last = number;
            if question.options.len() > MAX_OPTIONS {
                return Err(Words::new(
                    "fråga {number}: mer än {most} alternativ",
                    "question {number}: more than {most} options",
                )
                .with("number", number)
                .with("most", MAX_OPTIONS));
            }
            question.squashed = squash(&question.label.sv);
            question.squashed_add_another = question.add_another.as_deref().map(squash);
            if let Some(squashed) = &question.squashed_add_another {
                question.initials.insert(squashed);
            }
            question.options.iter_mut().for_each(Choice::index);
            for (index, part) in question.parts.iter_mut().enumerate() {
                part.squashed = part
                    .label
                    .as_ref()
                    .map(|label| squash(&label.sv))
                    .unwrap_or_default();
                if !part.squashed.is_empty() {
                    question.initials.insert(&part.squashed);
                }
                let place = &mut self.places[part.key as usize];
                if place.is_some() {
                    let key = part.key.path();
                    return Err(Words::new(
                        "fältet {key} står två gånger",
                        "key {key} stands twice",
                    )
                    .with("key", key));
                }
                *place = Some((position as u8, index as u8));
                if part.key.field().kind.is_choice() {
                    self.choice_places[part.key as usize] = Some(self.choices.len() as u8);
                    self.choices.push(part.key);
                }
            }
        }
        self.name_extras();
        for question in &self.questions {
            if let Presence::When(condition) = &question.presence {
                let (number, by) = (question.number, condition.question);
                let decider = self.question(by).ok_or_else(|| {
                    Words::new(
                        "fråga {number}: villkoret anger fråga {by}, som inte finns",
                        "question {number}: its condition names question {by}, which does not exist",
                    )
                    .with("number", number)
                    .with("by", by)
                })?;
                if by >= number {
                    return Err(Words::new(
                        "fråga {number}: avgörs av en senare fråga",
                        "question {number}: decided by a later one",
                    )
                    .with("number", number));
                }
                if let Some(code) = condition
                    .any_of
                    .iter()
                    .find(|code| decider.option(code).is_none())
                {
                    return Err(Words::new(
                        "fråga {by}: det finns inget alternativ {code}",
                        "question {by}: no option {code}",
                    )
                    .with("by", by)
                    .with("code", code));
                }
            }
        }
        Ok(())
    }
}

/// Help, and what templates show in place of an answer.
fn with_initials(help: &[String]) -> Vec<(u8, String)> {
    let help = help.iter().map(String::as_str);
    help.chain(placeholder::squashed())
        .map(with_initial)
        .collect()
}

/// A squashed text after its initial.
fn with_initial(text: &str) -> (u8, String) {
    let squashed = squash(text);
    (initial(&squashed), squashed)
}

/// The edition file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EditionFile {
    name: String,
    title: Label,
    authority: String,
    valid_from: String,
    #[serde(default)]
    draft: bool,
    #[serde(default, rename = "mandatory_mark")]
    _mandatory_mark: String,
    instructions: Vec<String>,
    preamble: Vec<String>,
    #[serde(default)]
    help: Vec<String>,
    #[serde(default)]
    counters: Vec<String>,
    #[serde(default)]
    titles: Titles,
    unknown: Vec<String>,
    #[serde(rename = "section")]
    sections: Vec<Section>,
    #[serde(rename = "question")]
    questions: Vec<Question>,
    #[serde(default, rename = "extra")]
    extras: Vec<Extra>,
    #[serde(default, rename = "number")]
    numbers: Vec<ExtraNumber>,
}

#[cfg(test)]
mod tests;

//! The form's own lines as copies print them. Most lines of a copy are such
//! lines, nearly always in the order of the form: who goes along it knows a
//! line by one comparison. Of a known line it is said what it may be, so that a
//! reader need not ask it for everything else; what it is the reader finds out.

use foldhash::HashMap;
use memchr::memmem;

use crate::form::{
    Edition, Follow, Kind, Presence, Question, follow, initial, is_squashed, numbered,
};

/// What copies have before an option of a list.
const BEFORE_OPTIONS: [&str; 5] = ["- ", "[x] ", "[ ] ", "☒ ", "☐ "];

/// The lines that copies of one edition print.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    lines: Vec<PrintedLine>,
    /// Where in `lines` a text is.
    ids: HashMap<Box<str>, u16>,
    /// The lines in the order of the form.
    order: Vec<u16>,
    /// The labels of questions, parts and options, squashed, one on each line.
    labels: String,
    /// For each byte that lines begin with, their lengths: bit `n % 64` for `n` bytes.
    lengths: Lengths,
}

/// Lengths of lines by their first byte: one look tells most texts that are none.
#[derive(Debug)]
struct Lengths([u64; 256]);

impl Default for Lengths {
    fn default() -> Self {
        Self([0; 256])
    }
}

impl Lengths {
    fn insert(&mut self, line: &[u8]) {
        if let Some(first) = line.first() {
            self.0[usize::from(*first)] |= 1 << (line.len() % 64);
        }
    }

    /// Whether there is a line that begins so and is so long, perhaps.
    fn may_have(&self, line: &[u8]) -> bool {
        line.first()
            .is_some_and(|first| self.0[usize::from(*first)] >> (line.len() % 64) & 1 == 1)
    }
}

/// One of the form's own lines: what it may be, also with the mark of an option
/// before it.
#[derive(Debug, Default)]
pub(crate) struct PrintedLine {
    text: Box<str>,
    /// Its places in the order of the form.
    places: Vec<usize>,
    /// The question whose heading it is. Any other line has no number.
    pub heading: Option<u8>,
    /// Whether it may be the title of a section.
    pub may_be_section: bool,
    /// Whether it may be an instruction to the filer.
    pub may_be_instruction: bool,
    /// The questions of which it may be a label, or the beginning of one: bit
    /// `n` for question `n`.
    labels: u64,
}

impl PrintedLine {
    fn new(edition: &Edition, text: &str, heading: Option<u8>) -> Self {
        let mut line = Self {
            text: text.into(),
            heading,
            ..Self::default()
        };
        line.add_what_may_be(edition, text);
        for before in BEFORE_OPTIONS {
            line.add_what_may_be(edition, &format!("{before}{text}"));
        }
        line
    }

    /// Takes note of what the line may be when it is written so.
    fn add_what_may_be(&mut self, edition: &Edition, text: &str) {
        self.may_be_section |= edition
            .sections
            .iter()
            .any(|section| is_squashed(text, &section.squashed));
        self.may_be_instruction |= edition.is_instruction(text);
        let initial = initial(text);
        for question in edition
            .questions
            .iter()
            .filter(|question| question.initials.has(initial))
        {
            let labels = question
                .parts
                .iter()
                .map(|part| &part.squashed)
                .filter(|label| !label.is_empty());
            let mut labels = labels.chain(&question.squashed_add_another);
            let may_be = labels.any(|label| follow(text, label) != Follow::Mismatch);
            self.labels |= u64::from(may_be) << question.number;
        }
    }

    /// Whether it may be the label of a part of a question or the line that ends
    /// a repetition of it, or the beginning of one of them.
    pub(crate) fn may_be_label_of(&self, question: &Question) -> bool {
        self.labels >> question.number & 1 == 1
    }

    /// Whether an answer may stand right below it: below an option none does.
    pub(crate) fn may_ask(&self) -> bool {
        self.heading.is_some() || self.labels != 0 || self.may_be_instruction || self.may_be_section
    }
}

impl Printed {
    /// The lines that copies of an edition print; not its title, which may recur on
    /// every page.
    pub(super) fn of(edition: &Edition) -> Self {
        let mut printed = Self::default();
        for question in &edition.questions {
            for section in edition
                .sections
                .iter()
                .filter(|section| section.first == question.number)
            {
                printed.next(edition, &section.label.sv);
            }
            printed.next_question(edition, question);
            printed.note_labels(question);
        }
        // Answers to single choices, and options that ask for more.
        for option in edition
            .questions
            .iter()
            .flat_map(|question| &question.options)
        {
            printed.add(edition, &option.sv, None);
            printed.add(edition, &format!("{}:", option.sv), None);
        }
        printed
    }

    /// Adds the lines of a question.
    fn next_question(&mut self, edition: &Edition, question: &Question) {
        let heading = format!("{}. {}", question.number, question.label.sv);
        self.next_label(edition, &heading, Some(question.number), &question.presence);
        for part in &question.parts {
            if let Some(label) = &part.label {
                self.next_label(edition, &label.sv, None, &part.presence);
            }
            if part.kind == Kind::Choices {
                let options = question.options.iter().map(|option| &option.sv);
                for line in edition.instructions_as_written.iter().chain(options) {
                    self.next(edition, line);
                }
            }
        }
        if let Some(line) = &question.add_another {
            self.next(edition, line);
        }
    }

    /// Takes note of the labels that have to do with a question.
    fn note_labels(&mut self, question: &Question) {
        let is_digit = |c: char| c.is_ascii_digit();
        let options = question
            .options
            .iter()
            .map(|option| option.squashed[0].trim_matches(is_digit));
        let parts = question.parts.iter().map(|part| part.squashed.as_str());
        for label in std::iter::once(question.squashed.as_str())
            .chain(parts)
            .chain(options)
        {
            self.labels.extend([label, "\n"]);
        }
    }

    /// Adds the next line of the form.
    fn next(&mut self, edition: &Edition, text: &str) {
        let id = self.add(edition, text, None);
        self.place(id);
    }

    /// Puts a line at the next place.
    fn place(&mut self, id: Option<u16>) {
        if let Some(id) = id {
            self.lines[usize::from(id)].places.push(self.order.len());
            self.order.push(id);
        }
    }

    /// Adds the next label, which has an asterisk where it must be answered;
    /// some copies have it without.
    fn next_label(
        &mut self,
        edition: &Edition,
        label: &str,
        heading: Option<u8>,
        presence: &Presence,
    ) {
        let bare = self.add(edition, label, heading);
        let marked = self.add(edition, &format!("{label} *"), heading);
        self.place(if matches!(presence, Presence::Required) {
            marked
        } else {
            bare
        });
    }

    /// Adds a line, unless it is known, and gives its place in `lines`. What has a
    /// number and is no heading stays unknown, and what no copy has as one line.
    fn add(&mut self, edition: &Edition, text: &str, heading: Option<u8>) -> Option<u16> {
        let is_line = !text.is_empty() && text == text.trim() && !text.contains(char::is_control);
        if !is_line || numbered(text).map(|(number, _)| number) != heading {
            return None;
        }
        if let Some(known) = self.ids.get(text) {
            return Some(*known);
        }
        let id = u16::try_from(self.lines.len()).ok()?;
        self.lines.push(PrintedLine::new(edition, text, heading));
        self.ids.insert(text.into(), id);
        self.lengths.insert(text.as_bytes());
        Some(id)
    }

    /// Whether squashed words stand in a label.
    pub(crate) fn has_in_a_label(&self, squashed: &str) -> bool {
        memmem::find(self.labels.as_bytes(), squashed.as_bytes()).is_some()
    }

    /// Goes along a copy from its beginning.
    pub(crate) fn along(&self) -> Along<'_> {
        let mut along = Along {
            printed: self,
            next: 0,
            expected: None,
            first: 0,
        };
        along.go_to(0);
        along
    }
}

/// How far a copy has been followed along the form.
#[derive(Debug, Clone)]
pub(crate) struct Along<'p> {
    printed: &'p Printed,
    /// The place in the order of the form that is expected next.
    next: usize,
    /// The line at that place.
    expected: Option<&'p PrintedLine>,
    /// The first byte of that line, 0 without one.
    first: u8,
}

impl<'p> Along<'p> {
    /// The next line of the form and its length, if `rest` begins with it. Where
    /// it ends is not looked at.
    #[inline]
    pub(crate) fn expected(&self, rest: &[u8]) -> Option<(&'p PrintedLine, usize)> {
        // Most other lines differ in their first byte.
        let is_first = |byte: Option<&u8>| byte == Some(&self.first);
        let before = if is_first(rest.first()) {
            0
        } else {
            before_option(rest)
        };
        if !is_first(rest.get(before)) {
            return None;
        }
        let line = self.expected?;
        let text = line.text.as_bytes();
        (rest[before..].starts_with(text) && (before == 0 || line.heading.is_none()))
            .then_some((line, before + text.len()))
    }

    /// Takes the line that was expected.
    pub(crate) fn step(&mut self) {
        self.go_to(self.next + 1);
    }

    fn go_to(&mut self, place: usize) {
        self.next = place;
        self.expected = self
            .printed
            .order
            .get(place)
            .map(|id| &self.printed.lines[usize::from(*id)]);
        let text = self.expected.map_or(&[][..], |line| line.text.as_bytes());
        self.first = text.first().copied().unwrap_or_default();
    }

    /// The line of the form that a text is. The way goes on behind it: at the
    /// next of its places, else at the first.
    pub(crate) fn find(&mut self, text: &str) -> Option<&'p PrintedLine> {
        let bytes = text.as_bytes();
        let before = before_option(bytes);
        if !self.printed.lengths.may_have(&bytes[before..]) {
            return None;
        }
        let line = &self.printed.lines[usize::from(*self.printed.ids.get(&text[before..])?)];
        if before > 0 && line.heading.is_some() {
            return None;
        }
        let places = &line.places;
        if let Some(place) = places
            .iter()
            .find(|place| **place >= self.next)
            .or(places.first())
        {
            self.go_to(place + 1);
        }
        Some(line)
    }
}

/// The length of the mark before an option, one of [`BEFORE_OPTIONS`], or 0.
#[inline]
pub(super) fn before_option(bytes: &[u8]) -> usize {
    match bytes {
        [first, ..] if first.is_ascii_alphanumeric() => 0,
        [b'-', b' ', ..] => 2,
        [b'[', b'x' | b' ', b']', b' ', ..] | [0xE2, 0x98, 0x90 | 0x92, b' ', ..] => 4,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed() -> &'static Printed {
        Edition::default_edition().printed()
    }

    #[test]
    fn a_copy_is_followed_along_the_form() {
        let mut along = printed().along();
        for (text, heading) in [
            ("Personuppgiftsansvarig", None),
            ("1. Organisationens namn *", Some(1)),
            ("2. Organisationsnummer", Some(2)),
        ] {
            let (line, length) = along.expected(format!("{text}\n").as_bytes()).unwrap();
            assert_eq!((line.heading, length), (heading, text.len()), "{text}");
            along.step();
        }
        assert!(along.expected(b"5. Kontaktpersonens namn *").is_none());
        assert_eq!(
            along.find("5. Kontaktpersonens namn *").unwrap().heading,
            Some(5)
        );
        assert!(along.expected(b"6. Kontaktpersonens roll\n").is_some());
        assert!(along.find("6. Kontaktpersonens").is_none());
    }

    #[test]
    fn a_label_that_recurs_is_the_next_of_them() {
        let mut along = printed().along();
        for number in [10, 11] {
            let question = Edition::default_edition().question(number).unwrap();
            along
                .find(&format!("{number}. {}", question.label.sv))
                .unwrap();
            assert!(along.find("Datum").unwrap().may_be_label_of(question));
            assert!(along.expected(b"Klockslag").is_some());
        }
    }

    #[test]
    fn marks_before_options_are_known() {
        let mut along = printed().along();
        along.find("Markera alla alternativ som gäller.").unwrap();
        for before in BEFORE_OPTIONS {
            assert_eq!(before_option(before.as_bytes()), before.len());
            assert!(along.find(&format!("{before}Barn")).is_some(), "{before}");
        }
        assert!(along.find("- 5. Kontaktpersonens namn *").is_none());
    }

    #[test]
    fn a_label_of_several_lines_is_no_line() {
        let overlay = "name = \"own\"\nbase = \"imy-2021\"\n[[question]]\nfield = \"controller.name\"\n\
            label = { sv = \"Organisationens\\nnamn\", en = \"Name\" }\n";
        let edition = Edition::load(overlay).unwrap();
        assert!(
            edition
                .printed()
                .along()
                .find("1. Organisationens\nnamn")
                .is_none()
        );
        assert!(
            edition
                .printed()
                .along()
                .find("2. Organisationsnummer")
                .is_some()
        );
    }

    #[test]
    fn what_a_line_cannot_be_it_is_not() {
        let edition = Edition::default_edition();
        for line in &printed().lines {
            for question in &edition.questions {
                let is_label = question
                    .parts
                    .iter()
                    .any(|part| is_squashed(&line.text, &part.squashed));
                assert!(!is_label || line.may_be_label_of(question), "{line:?}");
            }
            assert_eq!(line.heading, edition.heading_at(&line.text), "{line:?}");
        }
    }
}

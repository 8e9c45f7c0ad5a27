//! The text of a document in rich text (RTF): a line for each paragraph and cell, with the
//! state of check boxes as marks. Any bytes give a text.
//!
//! Heads of pages are read apart ([`with_heads`]). Feet of pages, notes, comments, pictures, and what is hidden or deleted under
//! tracked changes are no text. Letters in the colour of what lies behind them are masked.
//! Source of the words: Rich Text Format 1.9.1.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use self::paint::{Letters, Paint};
use super::symbols;
use super::text::Text;
use super::{Clock, Fault};

mod paint;

/// How deep groups may nest; deeper ones are read as if they were not there.
const DEEPEST: usize = 1_000;

/// Destinations that show nothing. Those that are marked with `\*` need no name here.
const UNSEEN: [&str; 27] = [
    "annotation",
    "atnauthor",
    "author",
    "comment",
    "datafield",
    "filetbl",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "footnote",
    "ftncn",
    "ftnsep",
    "ftnsepc",
    "info",
    "keywords",
    "nonshppict",
    "objdata",
    "operator",
    "pict",
    "revtbl",
    "stylesheet",
    "subject",
    "tc",
    "themedata",
    "title",
    "xe",
];
/// Destinations that hold the heads of pages.
const HEADS: [&str; 4] = ["header", "headerf", "headerl", "headerr"];
/// Words that stand for a sign.
const SIGNS: [(&str, char); 10] = [
    ("bullet", '•'),
    ("emdash", '—'),
    ("emspace", ' '),
    ("endash", '–'),
    ("enspace", ' '),
    ("ldblquote", '“'),
    ("lquote", '‘'),
    ("rdblquote", '”'),
    ("rquote", '’'),
    ("tab", ' '),
];

/// The text of a document. Each line ends with a line feed.
///
/// # Errors
/// [`Fault::Slow`] alone.
pub(crate) fn shown(document: &[u8], clock: Clock) -> Result<String, Fault> {
    with_heads(document, clock).map(|(text, _)| text)
}

/// The text of a document, and that of the heads of its pages.
///
/// # Errors
/// [`Fault::Slow`] alone.
pub(crate) fn with_heads(document: &[u8], mut clock: Clock) -> Result<(String, String), Fault> {
    let mut reader = Reader {
        rest: document,
        groups: vec![Group::default()],
        ..Reader::default()
    };
    while let Some((first, rest)) = reader.rest.split_first() {
        reader.rest = rest;
        clock.step()?;
        match first {
            b'{' => reader.open(),
            b'}' => reader.close(),
            b'\\' => reader.control(),
            b'\r' | b'\n' => {}
            byte => reader.byte(*byte),
        }
    }
    reader.flush();
    Ok((reader.text.finish(), reader.heads.finish()))
}

/// A document as it is read.
#[derive(Debug, Default)]
struct Reader<'a> {
    rest: &'a [u8],
    text: Text,
    heads: Text,
    groups: Vec<Group>,
    /// How many groups are open beyond those that are kept.
    too_deep: usize,
    /// The encoding of the document.
    encoding: Option<&'static Encoding>,
    fonts: HashMap<i32, Font>,
    /// Bytes that are not decoded yet.
    bytes: Vec<u8>,
    /// The first half of a sign beyond the first 65 536.
    high: Option<u16>,
    /// How many signs are left that stand for one that was given by its number.
    skipped: usize,
    field: Field,
    paint: Paint,
}

/// What holds within a group.
#[derive(Debug, Clone, Default)]
struct Group {
    place: Place,
    is_hidden: bool,
    font: i32,
    /// How many signs follow one that is given by its number; one where nothing is said.
    substitutes: Option<usize>,
    letters: Letters,
}

/// What the text of a group is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    /// Shown.
    #[default]
    Body,
    /// Shown in the head of pages.
    Head,
    /// Not shown, with all that stands within.
    Never,
    /// Not shown by itself: a destination of a newer kind.
    Newer,
    /// Names of fonts.
    Fonts,
    /// The colours of the document.
    Colours,
    /// The description of a field of a form.
    Field,
    /// A choice of a list of such a field.
    Choice,
}

#[derive(Debug, Default)]
struct Font {
    name: String,
    encoding: Option<&'static Encoding>,
}

/// A field of a form.
#[derive(Debug, Default)]
struct Field {
    kind: i32,
    result: Option<i32>,
    default: i32,
    choices: Vec<String>,
}

impl Reader<'_> {
    fn group(&mut self) -> &mut Group {
        if self.groups.is_empty() {
            self.groups.push(Group::default());
        }
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    fn open(&mut self) {
        self.flush();
        if self.groups.len() >= DEEPEST {
            self.too_deep += 1;
            return;
        }
        let group = self.group().clone();
        self.groups.push(group);
    }

    fn close(&mut self) {
        self.flush();
        self.skipped = 0;
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if self.groups.len() > 1 {
            let ended = self.groups.pop().map(|group| group.place);
            match (ended, self.group().place) {
                (Some(Place::Field), Place::Field) => {}
                (Some(Place::Field), _) => std::mem::take(&mut self.field).show(&mut self.text),
                (Some(Place::Head), Place::Body) => self.heads.end_line(),
                _ => {}
            }
        }
    }

    /// What follows a backslash.
    fn control(&mut self) {
        let letters = self
            .rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        if letters == 0 {
            return self.control_sign();
        }
        let (word, after) = self.rest.split_at(letters);
        let signed = usize::from(after.first() == Some(&b'-'));
        let digits = after[signed..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
            + signed;
        let (number, after) = after.split_at(digits);
        self.rest = after.strip_prefix(b" ").unwrap_or(after);
        let number = str::from_utf8(number)
            .ok()
            .and_then(|digits| digits.parse().ok());
        if let Ok(word) = str::from_utf8(word) {
            self.word(word, number);
        }
    }

    fn control_sign(&mut self) {
        let Some((sign, rest)) = self.rest.split_first() else {
            return;
        };
        self.rest = rest;
        match sign {
            b'\'' => {
                let digit =
                    |at: usize| rest.get(at).and_then(|byte| char::from(*byte).to_digit(16));
                if let (Some(high), Some(low)) = (digit(0), digit(1)) {
                    self.rest = &rest[2..];
                    self.byte((high * 16 + low) as u8);
                }
            }
            b'*' => self.enter(Place::Newer),
            b'~' => self.sign(' '),
            b'_' => self.sign('-'),
            b'\\' | b'{' | b'}' => self.byte(*sign),
            b'\r' | b'\n' => self.end_line(),
            _ => {}
        }
    }

    /// A control word with its number.
    fn word(&mut self, word: &str, number: Option<i32>) {
        let is_on = number != Some(0);
        match word {
            "row" | "cell" if self.shows() => {
                self.end_line();
                self.paint.end(word);
            }
            "par" | "line" | "row" | "cell" | "nestcell" | "nestrow" | "sect" => self.end_line(),
            "page" if self.group().place == Place::Body && self.shows() => {
                self.flush();
                self.text.end_page();
            }
            "u" => self.unicode(number.unwrap_or_default()),
            "uc" => self.group().substitutes = number.and_then(|many| many.try_into().ok()),
            "bin" => {
                let many = usize::try_from(number.unwrap_or_default()).unwrap_or(0);
                self.rest = self.rest.get(many..).unwrap_or_default();
            }
            "v" | "deleted" => {
                self.flush();
                self.group().is_hidden = is_on;
            }
            "plain" => {
                self.flush();
                self.group().is_hidden = false;
                self.group().letters.plain();
            }
            "ansicpg" => self.encoding = number.and_then(code_page),
            "mac" => self.encoding = Some(encoding_rs::MACINTOSH),
            "fonttbl" => self.enter(Place::Fonts),
            "colortbl" => self.enter(Place::Colours),
            "f" => {
                self.flush();
                self.group().font = number.unwrap_or_default();
            }
            "fcharset" => {
                let font = self.group().font;
                self.fonts.entry(font).or_default().encoding = number.and_then(charset);
            }
            "formfield" => {
                self.field = Field::default();
                self.enter(Place::Field);
            }
            "ffl" => {
                self.enter(Place::Choice);
                self.field.choices.push(String::new());
            }
            "fftype" => self.field.kind = number.unwrap_or_default(),
            "ffres" => self.field.result = number,
            "ffdefres" => self.field.default = number.unwrap_or_default(),
            // Text boxes, and the spelling in Unicode of what stands beside it.
            "shptxt" => {
                self.enter(Place::Body);
                self.end_line();
                self.group().letters = Letters::of_shape();
            }
            "ud" => self.enter(Place::Body),
            "upr" => self.enter(Place::Newer),
            _ if UNSEEN.binary_search(&word).is_ok() => self.enter(Place::Never),
            _ if HEADS.contains(&word) => self.enter(Place::Head),
            _ => {
                if let Some((_, sign)) = SIGNS.iter().find(|(name, _)| *name == word) {
                    return self.sign(*sign);
                }
                self.flush();
                let number = number.unwrap_or_default();
                let place = self.group().place;
                match place {
                    Place::Colours => self.paint.colour(word, number),
                    Place::Body if self.group().letters.take(word, number) => {}
                    Place::Body => self.paint.row(word, number),
                    _ => {}
                }
            }
        }
    }

    fn enter(&mut self, place: Place) {
        self.flush();
        self.group().place = match (self.group().place, place) {
            // What stands within is of the same kind.
            (Place::Never, _) => Place::Never,
            (Place::Head, Place::Body) => Place::Head,
            _ => place,
        };
    }

    fn shows(&mut self) -> bool {
        matches!(self.group().place, Place::Body | Place::Head) && !self.group().is_hidden
    }

    /// The text that the group is part of, if it is shown.
    fn page(&mut self) -> &mut Text {
        match self.group().place {
            Place::Head => &mut self.heads,
            _ => &mut self.text,
        }
    }

    fn end_line(&mut self) {
        self.flush();
        if self.shows() {
            self.page().end_line();
        }
    }

    /// A sign that is given by its number in Unicode, of 16 bits.
    fn unicode(&mut self, number: i32) {
        self.flush();
        let unit = number as u16;
        let high = self.high.take();
        let decoded = match high {
            Some(high) => char::decode_utf16([high, unit]).next(),
            None => char::decode_utf16([unit]).next(),
        };
        match decoded {
            Some(Ok(sign)) => self.sign(sign),
            _ if (0xD800..0xDC00).contains(&unit) => self.high = Some(unit),
            _ => {}
        }
        self.skipped = self.group().substitutes.unwrap_or(1);
    }

    /// A byte of text in the encoding of its font.
    fn byte(&mut self, byte: u8) {
        if self.skipped > 0 {
            self.skipped -= 1;
        } else {
            self.bytes.push(byte);
        }
    }

    /// Decodes the bytes that are waiting.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let font = self.group().font;
        let encoding = self
            .fonts
            .get(&font)
            .and_then(|font| font.encoding)
            .or(self.encoding)
            .unwrap_or(WINDOWS_1252);
        let (words, _) = encoding.decode_without_bom_handling(&bytes);
        words.chars().for_each(|sign| self.sign(sign));
    }

    fn sign(&mut self, sign: char) {
        if !self.bytes.is_empty() {
            self.flush();
        }
        let Group {
            place,
            is_hidden,
            font,
            letters,
            ..
        } = *self.group();
        match place {
            Place::Body | Place::Head if is_hidden => {}
            Place::Body | Place::Head => {
                let name = self.fonts.get(&font).map_or("", |font| font.name.as_str());
                let shown = symbols::shown(name, sign);
                let is_seen = !self.paint.look(letters).is_unseen();
                let text = self.page();
                text.raise(letters.is_raised);
                text.looking(shown.encode_utf8(&mut [0; 4]), is_seen);
            }
            Place::Colours if sign == ';' => self.paint.end_colour(),
            Place::Fonts if sign != ';' => {
                self.fonts.entry(font).or_default().name.push(sign);
            }
            Place::Choice => {
                if let Some(choice) = self.field.choices.last_mut() {
                    choice.push(sign);
                }
            }
            Place::Fonts | Place::Colours | Place::Field | Place::Newer | Place::Never => {}
        }
    }
}

impl Field {
    /// Shows its state: a mark, or what is chosen of a list. Text fields show it themselves.
    fn show(&self, text: &mut Text) {
        // 25 stands for: as at the beginning.
        let state = self
            .result
            .filter(|result| *result != 25)
            .unwrap_or(self.default);
        match self.kind {
            1 => text.mark(state == 1),
            2 => {
                let choice = usize::try_from(state)
                    .ok()
                    .and_then(|at| self.choices.get(at));
                text.words(choice.map_or("", String::as_str));
            }
            _ => {}
        }
    }
}

/// The encoding of a code page of Windows.
fn code_page(number: i32) -> Option<&'static Encoding> {
    match number {
        65001 => Some(encoding_rs::UTF_8),
        10000 => Some(encoding_rs::MACINTOSH),
        _ => Encoding::for_label(format!("windows-{number}").as_bytes()),
    }
}

/// The encoding of a character set of a font; `None` for that of the document.
fn charset(number: i32) -> Option<&'static Encoding> {
    let page = match number {
        77 => 10000,
        161 => 1253,
        162 => 1254,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    code_page(page)
}

#[cfg(test)]
mod tests;

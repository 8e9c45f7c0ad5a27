//! The fields of a fillable form: which check boxes and radio buttons are on, and
//! what stands in the fields for text. Where a file has fields, they decide. A field
//! has a value and an appearance, which programs may change one without the other;
//! what contradicts itself decides nothing.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, Name, Object, ObjectIdentifier, Stream, String as Bytes,
};
use hayro_interpret::kurbo::Rect;
use unicode_normalization::UnicodeNormalization;

use crate::pdf::dates::is_same_moment;
use crate::pdf::glyph::Glyph;

/// How far up a field's parents are asked.
const MOST_PARENTS: usize = 8;
/// The most options of a list.
const MOST_OPTIONS: usize = 1000;
/// The flag of a button that keeps no state.
const PUSH_BUTTON: u32 = 1 << 16;
/// The flag of a text with a cell for each character.
const COMB: u32 = 1 << 24;
/// The flag of a list that shows its choice alone.
const COMBO: u32 = 1 << 17;
/// From so many characters on, a text that is part of another is so by no chance.
const LONG: usize = 12;

/// A box or button with what it holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    /// In points from the upper left corner.
    pub(super) place: Rect,
    pub(super) content: Content,
}

/// What a box or button holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// It is on.
    Ticked,
    /// It is off.
    Empty,
    /// Its value and appearance differ, it is hidden, or its value belongs to several
    /// buttons of which none says which of its states is its own.
    Contradictory,
}

/// How the fields of a document are to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As they are drawn.
    Drawn,
    /// By their values: the file says that what is drawn is out of date.
    Values,
}

impl Form {
    pub(super) fn of(pdf: &Pdf) -> Self {
        let root = pdf.xref().get::<Dict>(root(pdf));
        let form = root.and_then(|root| root.get::<Dict>(b"AcroForm"));
        let is_stale = form.is_some_and(|form| form.get::<bool>(b"NeedAppearances") == Some(true));
        if is_stale { Self::Values } else { Self::Drawn }
    }
}

fn root(pdf: &Pdf) -> ObjectIdentifier {
    pdf.xref().root_id()
}

/// A field for text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextField {
    value: Option<String>,
    /// Other writings of the value: what a list shows for it.
    labels: Vec<String>,
    looks: Looks,
}

/// What the appearance of a text field tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looks {
    /// Nothing: there is none, it is out of date, or it shows all that could be chosen.
    Nothing,
    /// The value.
    Text,
    /// The value, in cells.
    Cells,
}

/// What a text field says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// What it shows.
    Drawn,
    /// Its value.
    Value(String),
    /// One thing by its value and another by what it shows.
    Contradictory,
}

impl TextField {
    /// What the field says, whose appearance shows these characters.
    pub(super) fn says(&self, shown: &[Glyph]) -> Said {
        let value = || {
            Said::Value(
                self.labels
                    .first()
                    .or(self.value.as_ref())
                    .cloned()
                    .unwrap_or_default(),
            )
        };
        let is_told = shown.iter().all(|glyph| !glyph.is_nameless());
        let seen = key(shown.iter().map(|glyph| glyph.char));
        if self.looks == Looks::Nothing || !is_told || seen.is_empty() {
            return value();
        }
        let Some(own) = &self.value else {
            return Said::Drawn;
        };
        let mut writings = self
            .labels
            .iter()
            .chain([own])
            .map(|text| key(text.chars()));
        if writings.any(|writing| writing == seen) {
            return if self.looks == Looks::Cells {
                value()
            } else {
                Said::Drawn
            };
        }
        if is_same_moment(own, &seen) {
            return value();
        }
        // A field shows no more than it has room for.
        let is_part = seen.chars().count() >= LONG && key(own.chars()).contains(&seen);
        if is_part {
            value()
        } else {
            Said::Contradictory
        }
    }
}

/// A text without what a program adds when it draws it: letters and digits alone,
/// if it has any.
fn key(text: impl Iterator<Item = char>) -> String {
    let all: String = text
        .filter(|char| !char.is_whitespace() && !char.is_control())
        .nfkc()
        .collect();
    let bare: String = all
        .chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    if bare.is_empty() { all } else { bare }
}

/// What a field or the nearest of its parents has.
pub(super) fn inherited<'a, T>(
    field: &Dict<'a>,
    get: impl Fn(&Dict<'a>) -> Option<T>,
) -> Option<T> {
    let mut at = field.clone();
    for _ in 0..MOST_PARENTS {
        if let Some(found) = get(&at) {
            return Some(found);
        }
        at = at.get::<Dict>(b"Parent")?;
    }
    None
}

/// The state of a check box or a radio button.
pub(super) fn button(widget: &Dict) -> Option<Content> {
    let flags = inherited(widget, |dict| dict.get::<u32>(b"Ff")).unwrap_or(0);
    if flags & PUSH_BUTTON != 0 {
        return None;
    }
    let is_off = |state: &[u8]| state == b"Off";
    let shown = widget.get::<Name>(b"AS").map(|state| !is_off(&state));
    let value = inherited(widget, |dict| match dict.get::<Object>(b"V")? {
        Object::Name(name) => Some(name.to_vec()),
        Object::String(text) => Some(text.as_bytes().to_vec()),
        _ => None,
    });
    let states: Vec<Vec<u8>> = widget
        .get::<Dict>(b"AP")
        .and_then(|looks| looks.get::<Dict>(b"N"))
        .map(|looks| {
            looks
                .keys()
                .map(|name| name.to_vec())
                .filter(|name| !is_off(name))
                .collect()
        })
        .unwrap_or_default();
    let is_shared = !widget.contains_key(b"V") && states.is_empty();
    if shown.is_none() && is_shared && value.as_ref().is_some_and(|value| !is_off(value)) {
        return Some(Content::Contradictory);
    }
    let chosen = value.map(|value| {
        if states.is_empty() {
            !is_off(&value)
        } else {
            states.contains(&value)
        }
    });
    Some(match (shown, chosen) {
        (Some(true), Some(true) | None) | (None, Some(true)) => Content::Ticked,
        (Some(true), Some(false)) | (Some(false), Some(true)) => Content::Contradictory,
        // A box without a value is off.
        (Some(false) | None, Some(false) | None) => Content::Empty,
    })
}

/// Whether an annotation says how it is to be drawn.
pub(super) fn has_appearance(dict: &Dict) -> bool {
    dict.get::<Dict>(b"AP")
        .is_some_and(|looks| looks.contains_key(b"N"))
}

pub(super) fn text(widget: &Dict, form: Form, is_choice: bool) -> TextField {
    let flags = inherited(widget, |dict| dict.get::<u32>(b"Ff")).unwrap_or(0);
    let shows_all = is_choice && flags & COMBO == 0;
    let looks = match form {
        Form::Values => Looks::Nothing,
        Form::Drawn if shows_all || !has_appearance(widget) => Looks::Nothing,
        Form::Drawn if !is_choice && flags & COMB != 0 => Looks::Cells,
        Form::Drawn => Looks::Text,
    };
    let values = inherited(widget, |dict| {
        dict.get::<Object>(b"V").map(|value| texts(&value))
    });
    let values = values.or_else(|| {
        let rich = inherited(widget, |dict| dict.get::<Object>(b"RV"))?;
        Some(texts(&rich).iter().map(|text| without_tags(text)).collect())
    });
    let options = if is_choice {
        inherited(widget, |dict| dict.get::<Array>(b"Opt"))
    } else {
        None
    };
    let labels = labels(options.as_ref(), values.as_deref().unwrap_or_default());
    TextField {
        value: values.map(|values| values.join("\n")),
        labels,
        looks,
    }
}

/// The texts of a value: a string, a long one in a stream, a name, or several.
fn texts(value: &Object) -> Vec<String> {
    match value {
        Object::String(text) => vec![decoded(text.as_bytes())],
        Object::Stream(text) => stream(text).into_iter().collect(),
        Object::Name(name) => vec![decoded(name)],
        Object::Array(chosen) => chosen
            .iter::<Bytes>()
            .take(MOST_OPTIONS)
            .map(|text| decoded(text.as_bytes()))
            .collect(),
        _ => Vec::new(),
    }
}

fn stream(text: &Stream) -> Option<String> {
    text.decoded_data().ok().map(|bytes| decoded(&bytes))
}

/// What a list shows for the values that it keeps, if that is something else.
fn labels(options: Option<&Array>, values: &[String]) -> Vec<String> {
    let Some(options) = options else {
        return Vec::new();
    };
    let pair = |option: Array| {
        let mut texts = option.iter::<Bytes>().map(|text| decoded(text.as_bytes()));
        Some((texts.next()?, texts.next()?))
    };
    let pairs: Vec<(String, String)> = options
        .iter::<Array>()
        .take(MOST_OPTIONS)
        .filter_map(pair)
        .collect();
    let label = |value: &String| {
        pairs
            .iter()
            .find(|(kept, _)| kept == value)
            .map(|(_, label)| label.clone())
    };
    let found: Vec<String> = values.iter().filter_map(label).collect();
    if found.is_empty() || found.len() < values.len() {
        Vec::new()
    } else {
        vec![found.join("\n")]
    }
}

/// Text that was marked up, without the marks.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, piece) in text.split('<').enumerate() {
        let Some((tag, rest)) = piece.split_once('>').filter(|_| at > 0) else {
            out.push_str(piece);
            continue;
        };
        if matches!(tag.trim_end_matches([' ', '/']), "/p" | "br" | "/div") {
            out.push('\n');
        }
        out.push_str(rest);
    }
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#13;", "\n"),
        ("&amp;", "&"),
    ];
    named
        .iter()
        .fold(out, |text, (name, sign)| text.replace(name, sign))
        .trim()
        .to_owned()
}

/// A text string: UTF-16 or UTF-8 with a mark, else in PDF's own encoding.
pub(super) fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE
            .decode_without_bom_handling(rest)
            .0
            .into_owned(),
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE
            .decode_without_bom_handling(rest)
            .0
            .into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| own_char(*byte)).collect(),
    }
}

/// A character of PDF's own encoding: Latin 1 but for some signs.
fn own_char(byte: u8) -> char {
    const ACCENTS: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const SIGNS: [char; 31] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚',
        '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž',
    ];
    match byte {
        0x18..=0x1F => ACCENTS[usize::from(byte - 0x18)],
        0x80..=0x9E => SIGNS[usize::from(byte - 0x80)],
        0xA0 => '€',
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_are_decoded() {
        assert_eq!(decoded(b"\xFE\xFF\0\xE5\0\xF6"), "åö");
        assert_eq!(decoded(b"\xEF\xBB\xBF\xC3\xA5"), "å");
        assert_eq!(decoded(b"\xFF\xFE\xE5\0"), "å");
        assert_eq!(decoded(b"\xE5\xE4\xF6 \x85 \xA0"), "åäö – €");
    }

    fn field(value: Option<&str>, looks: Looks) -> TextField {
        TextField {
            value: value.map(str::to_owned),
            labels: Vec::new(),
            looks,
        }
    }

    fn shown(text: &str) -> Vec<Glyph> {
        text.chars()
            .map(|char| Glyph {
                char,
                x: 0.0,
                end: 5.0,
                y: 0.0,
                size: 9.0,
            })
            .collect()
    }

    #[test]
    fn value_and_appearance_must_agree() {
        let value = |text: &str| Said::Value(text.to_owned());
        let drawn = |own, looks: &str| field(own, Looks::Text).says(&shown(looks));
        assert_eq!(drawn(Some("Kista"), "Kista"), Said::Drawn);
        assert_eq!(
            drawn(Some("2120000142"), "212000-0142"),
            Said::Drawn,
            "a program writes the sign"
        );
        assert_eq!(drawn(Some("Kista"), ""), value("Kista"));
        assert_eq!(drawn(Some("Kista"), "\u{fffd}"), value("Kista"));
        assert_eq!(drawn(Some("2024-03-04"), "2024-01-01"), Said::Contradictory);
        assert_eq!(drawn(Some(""), "2024-01-01"), Said::Contradictory);
        assert_eq!(drawn(None, "2024-01-01"), Said::Drawn);
        assert_eq!(
            drawn(Some("Ett brev kom fel, och\nsedan"), "Ett brev kom fel,"),
            value("Ett brev kom fel, och\nsedan")
        );
        assert_eq!(
            drawn(Some("2024-03-04 09:30"), "2024-03-04"),
            Said::Contradictory
        );
        assert_eq!(
            field(Some("16407"), Looks::Cells).says(&shown("16407")),
            value("16407")
        );
        assert_eq!(
            field(Some("16407"), Looks::Nothing).says(&shown("1")),
            value("16407")
        );
        let list = TextField {
            labels: vec!["Ja".to_owned()],
            ..field(Some("1"), Looks::Text)
        };
        assert_eq!(
            (list.says(&shown("Ja")), list.says(&[])),
            (Said::Drawn, value("Ja"))
        );
        assert_eq!(list.says(&shown("Nej")), Said::Contradictory);
    }

    #[test]
    fn rich_text_loses_its_marks() {
        assert_eq!(
            without_tags("<body><p>Ett &lt;brev&gt;</p><p>kom</p></body>"),
            "Ett <brev>\nkom"
        );
    }
}

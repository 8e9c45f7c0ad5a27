//! What a Word document says of the look of its letters: properties of runs, paragraphs, cells
//! and tables, by themselves and in the styles that the document names.

use std::collections::HashMap;

use quick_xml::events::BytesStart;
use quick_xml::name::QName;

use super::numbers::Place;
use crate::shown::colour::{Colour, Style};
use crate::shown::xml::{self, Reads};
use crate::shown::{Clock, Fault};

/// How many styles may stand upon one another.
const MOST_PARENTS: usize = 20;
/// From this share on, in thousandths of a percent, nothing of a colour is laid on.
const CLEAR: u32 = 94_000;
/// Colours of markers.
const MARKERS: [(&str, &str); 16] = [
    ("black", "000000"),
    ("blue", "0000FF"),
    ("cyan", "00FFFF"),
    ("darkBlue", "000080"),
    ("darkCyan", "008080"),
    ("darkGray", "808080"),
    ("darkGreen", "008000"),
    ("darkMagenta", "800080"),
    ("darkRed", "800000"),
    ("darkYellow", "808000"),
    ("green", "00FF00"),
    ("lightGray", "C0C0C0"),
    ("magenta", "FF00FF"),
    ("red", "FF0000"),
    ("white", "FFFFFF"),
    ("yellow", "FFFF00"),
];

/// What properties are of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Of {
    #[default]
    Run,
    Paragraph,
    Cell,
    Table,
}

impl Of {
    /// What the properties in an element are of.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "rPr" => Some(Self::Run),
            "pPr" => Some(Self::Paragraph),
            "tcPr" => Some(Self::Cell),
            "tblPr" => Some(Self::Table),
            _ => None,
        }
    }
}

/// Takes a property that says how letters or their ground look.
pub(super) fn take(style: &mut Style, of: Of, is_fill: bool, tag: &BytesStart) {
    let attribute = |name: &str| xml::attribute(tag, name);
    let value = || attribute("val").unwrap_or_default();
    match tag.local_name().as_ref() {
        "vanish" | "webHidden" => style.is_hidden = Some(xml::is_on(tag)),
        "color" => style.ink = Some(Colour::of_hex(&value())),
        "vertAlign" => style.is_raised = Some(value() == "superscript"),
        "highlight" => {
            let marker = value();
            let marker = MARKERS.iter().find(|(name, _)| *name == marker);
            style.mark = marker.map(|(_, digits)| Colour::of_hex(digits));
        }
        "shd" => {
            let pattern = value();
            let key = if pattern == "solid" { "color" } else { "fill" };
            let is_mixed = !matches!(pattern.as_str(), "" | "clear" | "solid" | "nil");
            let ground = match attribute(key).as_deref() {
                Some("auto") | None if !is_mixed => None,
                _ if is_mixed => Some(None),
                digits => Some(digits.and_then(Colour::of_hex)),
            };
            // A marker is laid upon what lies behind the letters.
            let place = match of {
                Of::Run => &mut style.mark,
                _ => &mut style.ground,
            };
            *place = place.or(ground);
        }
        "noFill" if is_fill => style.is_clear = Some(true),
        "alpha" if is_fill => {
            let share = value().parse::<u32>();
            style.is_clear = Some(share.is_ok_and(|share| share >= CLEAR));
        }
        _ => {}
    }
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// By name; each with that of the one that it stands upon.
    named: HashMap<String, (Style, String)>,
    /// The places in lists that styles give.
    places: HashMap<String, Place>,
    /// The style of all letters.
    common: Style,
    /// The one of paragraphs that name none.
    usual: String,
    /// What is read: the style, what its properties are of, whether they are of a part of a
    /// table, and whether they say how letters are filled.
    name: Option<String>,
    of: Of,
    is_table: bool,
    is_fill: bool,
}

impl Styles {
    /// The styles in the XML of them.
    ///
    /// # Errors
    /// What is wrong with the XML.
    pub(super) fn of(styles: &str, clock: Clock) -> Result<Self, Fault> {
        let mut found = Self::default();
        xml::read(styles, &mut found, clock)?;
        Ok(found)
    }

    /// What the style of a name says.
    pub(super) fn named(&self, name: &str) -> Style {
        let (mut found, mut name) = (Style::default(), name);
        for _ in 0..MOST_PARENTS {
            let Some((style, parent)) = self.named.get(name) else {
                break;
            };
            found = found.or(*style);
            name = parent;
        }
        found
    }

    /// The place in a list that a style gives.
    pub(super) fn place(&self, name: &str) -> Place {
        let (mut found, mut name) = (Place::default(), name);
        for _ in 0..MOST_PARENTS {
            let Some((_, parent)) = self.named.get(name) else {
                break;
            };
            found = found.or(self.places.get(name).cloned().unwrap_or_default());
            name = parent;
        }
        found
    }

    /// What holds for a paragraph that names this style, or none.
    pub(super) fn of_paragraph(&self, name: Option<&str>) -> Style {
        let name = name.unwrap_or(&self.usual);
        self.named(name).or(self.common)
    }
}

impl Reads for Styles {
    fn begin(&mut self, tag: &BytesStart) -> Result<bool, Fault> {
        let name = tag.local_name();
        let attribute = |name: &str| xml::attribute(tag, name).unwrap_or_default();
        match name.as_ref() {
            "style" => {
                let id = attribute("styleId");
                self.is_table = attribute("type") == "table";
                if attribute("type") == "paragraph"
                    && matches!(attribute("default").as_str(), "1" | "true")
                {
                    self.usual.clone_from(&id);
                }
                self.named.entry(id.clone()).or_default();
                self.name = Some(id);
            }
            "basedOn" => {
                let parent = attribute("val");
                if let Some(own) = self.now() {
                    own.1 = parent;
                }
            }
            "numId" | "ilvl" => {
                if let Some(name) = self.name.clone() {
                    self.places.entry(name).or_default().take(tag);
                }
            }
            "textFill" => self.is_fill = true,
            "rPrChange" | "pPrChange" => return Ok(false),
            // Which part of a table has the look of a part is not looked at.
            "shd" | "color" if self.is_table => {
                let is_ground = name.as_ref() == "shd";
                if let Some((style, _)) = self.now() {
                    if is_ground {
                        style.ground = Some(None);
                    } else {
                        style.ink = Some(None);
                    }
                }
            }
            other => {
                if let Some(of) = Of::named(other) {
                    self.of = of;
                    return Ok(true);
                }
                let (of, is_fill) = (self.of, self.is_fill);
                match self.now() {
                    Some((style, _)) => take(style, of, is_fill, tag),
                    None => take(&mut self.common, of, is_fill, tag),
                }
            }
        }
        Ok(true)
    }

    fn end(&mut self, name: QName) {
        match name.local_name().as_ref() {
            "style" => (self.name, self.is_table) = (None, false),
            "textFill" => self.is_fill = false,
            _ => {}
        }
    }

    fn words(&mut self, _: &str) {}
}

impl Styles {
    /// The style that is read.
    fn now(&mut self) -> Option<&mut (Style, String)> {
        self.named.get_mut(self.name.as_ref()?)
    }
}

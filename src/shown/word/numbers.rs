//! Numbers that Word puts before paragraphs by itself: which list a paragraph is of, and how far
//! each list has counted. Source: ECMA-376, part 1, 17.9.

use std::collections::HashMap;

use quick_xml::events::BytesStart;
use quick_xml::name::QName;

use crate::shown::xml::{self, Reads};
use crate::shown::{Clock, Fault};

/// How many levels a list has.
const LEVELS: usize = 9;

/// What a paragraph or a style says of the list that it is of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The name of the list; `0` is none.
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
}

impl Place {
    /// Takes a property that says it.
    pub(super) fn take(&mut self, tag: &BytesStart) {
        let value = xml::attribute(tag, "val");
        match tag.local_name().as_ref() {
            "numId" => self.list = value,
            "ilvl" => self.level = value.and_then(|value| value.parse().ok()),
            _ => {}
        }
    }

    /// This, and where it says nothing, what the other says.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            list: self.list.or(other.list),
            level: self.level.or(other.level),
        }
    }
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// The levels of each kind of list.
    kinds: HashMap<String, [Level; LEVELS]>,
    /// The lists, each with its kind and the numbers from which its levels start anew.
    by_name: HashMap<String, List>,
    /// How far each kind has counted: those of one kind count on from one another.
    counted: HashMap<String, [Option<u32>; LEVELS]>,
    /// What is read.
    kind: Option<String>,
    list: Option<String>,
    level: usize,
}

#[derive(Debug, Default)]
struct List {
    kind: String,
    starts: [Option<u32>; LEVELS],
    /// Whether it has started anew.
    has_begun: [bool; LEVELS],
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: Option<u32>,
    /// Whether a sign stands there instead of a number, or nothing.
    is_bullet: bool,
    /// The style whose paragraphs are of this level.
    style: String,
}

impl Lists {
    /// The lists in the XML of them.
    ///
    /// # Errors
    /// What is wrong with the XML.
    pub(super) fn of(numbering: &str, clock: Clock) -> Result<Self, Fault> {
        let mut found = Self::default();
        xml::read(numbering, &mut found, clock)?;
        Ok(found)
    }

    /// Counts a paragraph that stands at a place and has a style: the number before it.
    pub(super) fn count(&mut self, place: &Place, style: &str) -> Option<u32> {
        let name = place.list.as_deref().filter(|name| *name != "0")?;
        let list = self.by_name.get_mut(name)?;
        let levels = self.kinds.get(&list.kind)?;
        let of_style = || {
            let is_own = |level: &Level| !style.is_empty() && level.style == style;
            levels.iter().position(is_own)
        };
        let at = place.level.or_else(of_style).unwrap_or(0);
        let level = levels.get(at)?;
        let counted = self.counted.entry(list.kind.clone()).or_default();
        let anew = list.starts[at].filter(|_| !list.has_begun[at]);
        list.has_begun[at] = true;
        let number = match (anew, counted[at]) {
            (Some(start), _) => start,
            (None, Some(before)) => before.saturating_add(1),
            (None, None) => level.start.unwrap_or(1),
        };
        counted[at] = Some(number);
        // The levels within this one begin again.
        counted[at + 1..].fill(None);
        (!level.is_bullet).then_some(number)
    }

    /// The level that is read.
    fn level(&mut self) -> Option<&mut Level> {
        self.kinds.get_mut(self.kind.as_ref()?)?.get_mut(self.level)
    }
}

impl Reads for Lists {
    fn begin(&mut self, tag: &BytesStart) -> Result<bool, Fault> {
        let attribute = |name: &str| xml::attribute(tag, name).unwrap_or_default();
        let value = || attribute("val");
        match tag.local_name().as_ref() {
            "abstractNum" => {
                let id = attribute("abstractNumId");
                self.kinds.insert(id.clone(), Default::default());
                self.kind = Some(id);
            }
            "num" => {
                let id = attribute("numId");
                self.by_name.insert(id.clone(), List::default());
                (self.list, self.kind) = (Some(id), None);
            }
            "abstractNumId" => {
                let kind = value();
                if let Some(list) = self.list.as_ref().and_then(|id| self.by_name.get_mut(id)) {
                    list.kind = kind;
                }
            }
            "lvl" | "lvlOverride" => self.level = attribute("ilvl").parse().unwrap_or(LEVELS),
            "start" | "startOverride" => {
                let start = value().parse().ok();
                let (list, at) = (&self.list, self.level);
                let list = list.as_ref().and_then(|id| self.by_name.get_mut(id));
                match list.and_then(|list| list.starts.get_mut(at)) {
                    Some(own) => *own = start,
                    None => {
                        if let Some(level) = self.level() {
                            level.start = start;
                        }
                    }
                }
            }
            "numFmt" => {
                let is_bullet = matches!(value().as_str(), "bullet" | "none");
                if let Some(level) = self.level() {
                    level.is_bullet = is_bullet;
                }
            }
            "pStyle" => {
                let style = value();
                if let Some(level) = self.level() {
                    level.style = style;
                }
            }
            _ => {}
        }
        Ok(true)
    }

    fn end(&mut self, name: QName) {
        match name.local_name().as_ref() {
            "abstractNum" => self.kind = None,
            "num" => self.list = None,
            _ => {}
        }
    }

    fn words(&mut self, _: &str) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_as_word_does() {
        let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\">\
            <w:start w:val=\"10\"/><w:numFmt w:val=\"decimal\"/></w:lvl><w:lvl w:ilvl=\"1\">\
            <w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId=\"1\">\
            <w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>\
            <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\">\
            <w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"20\"/>\
            </w:lvlOverride></w:num><w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>";
        let mut lists = Lists::of(numbering, Clock::default()).unwrap();
        let mut count = |list: &str, level: usize| {
            let place = Place {
                list: Some(list.to_owned()),
                level: Some(level),
            };
            lists.count(&place, "")
        };
        assert_eq!(count("1", 0), Some(10));
        assert_eq!(count("1", 1), Some(1));
        assert_eq!(count("1", 1), Some(2));
        assert_eq!(count("1", 0), Some(11));
        assert_eq!(count("1", 1), Some(1));
        assert_eq!(count("2", 0), Some(20));
        assert_eq!(count("2", 0), Some(21));
        for none in [count("3", 0), count("0", 0), count("4", 0), count("1", 9)] {
            assert_eq!(none, None);
        }
    }
}

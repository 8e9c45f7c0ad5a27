//! Numbers that LibreOffice and others put before paragraphs by themselves: items of lists, and
//! headings that are numbered. Source: OpenDocument 1.3, part 3, 5.3 and 16.30.

use std::collections::{HashMap, HashSet};

use quick_xml::events::BytesStart;

use crate::shown::xml;

/// How many levels a list has.
const LEVELS: usize = 10;

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// The style of lists that is read, and whether it is that of headings.
    style: String,
    is_outline: bool,
    /// Where the levels of styles begin to count.
    starts: HashMap<(String, usize), u32>,
    /// The levels of styles with a sign instead of a number.
    bullets: HashSet<(String, usize)>,
    /// The open lists, the innermost last.
    open: Vec<List>,
    /// How far lists have counted, by style and level, and by name.
    by_style: HashMap<(String, usize), u32>,
    by_name: HashMap<String, u32>,
    /// How far the levels of headings have counted; none for those without a number.
    headings: [Option<u32>; LEVELS],
    /// The number of the item that begins, for its first paragraph.
    item: Option<u32>,
}

#[derive(Debug)]
struct List {
    name: String,
    style: String,
    counted: u32,
}

impl Lists {
    /// What holds for the document after its styles were read: what they say of lists.
    pub(super) fn of_styles(self) -> Self {
        Self {
            starts: self.starts,
            bullets: self.bullets,
            headings: self.headings,
            ..Self::default()
        }
    }

    /// Takes note of a tag.
    pub(super) fn open(&mut self, tag: &BytesStart) {
        let attribute = |name: &str| xml::attribute(tag, name).unwrap_or_default();
        match tag.name().as_ref() {
            "text:list-style" => (self.style, self.is_outline) = (attribute("name"), false),
            "text:outline-style" => self.is_outline = true,
            "text:list-level-style-number" => {
                let level = attribute("level").parse().unwrap_or(1);
                let key = (self.style.clone(), level);
                if let Ok(start) = attribute("start-value").parse() {
                    self.starts.insert(key.clone(), start);
                }
                if attribute("num-format").is_empty() {
                    self.bullets.insert(key);
                }
            }
            "text:list-level-style-bullet" | "text:list-level-style-image" => {
                let level = attribute("level").parse().unwrap_or(1);
                self.bullets.insert((self.style.clone(), level));
            }
            "text:outline-level-style" if !attribute("num-format").is_empty() => {
                let level: usize = attribute("level").parse().unwrap_or(1);
                let start: u32 = attribute("start-value").parse().unwrap_or(1);
                if let Some(counted) = self.headings.get_mut(level.wrapping_sub(1)) {
                    *counted = start.checked_sub(1);
                }
            }
            "text:list" => self.open_list(tag),
            "text:list-item" => {
                let level = self.open.len();
                if let Some(list) = self.open.last_mut() {
                    let own = attribute("start-value").parse().ok();
                    list.counted = own.unwrap_or(list.counted.saturating_add(1));
                    let is_bullet = self.bullets.contains(&(list.style.clone(), level));
                    self.item = Some(list.counted).filter(|_| !is_bullet);
                }
            }
            _ => {}
        }
    }

    fn open_list(&mut self, tag: &BytesStart) {
        let attribute = |name: &str| xml::attribute(tag, name);
        let around = self.open.last().map(|list| list.style.clone());
        let style = attribute("style-name").or(around).unwrap_or_default();
        let key = (style, self.open.len() + 1);
        let start = self.starts.get(&key).copied().unwrap_or(1);
        let before = match attribute("continue-list") {
            Some(name) => self.by_name.get(&name).copied(),
            None if attribute("continue-numbering").as_deref() == Some("true") => {
                self.by_style.get(&key).copied()
            }
            None => None,
        };
        self.open.push(List {
            name: attribute("id").unwrap_or_default(),
            style: key.0,
            counted: before.unwrap_or(start.saturating_sub(1)),
        });
    }

    /// Takes note of the end of an element.
    pub(super) fn end(&mut self, name: &str) {
        match name {
            "text:list" => {
                let level = self.open.len();
                if let Some(list) = self.open.pop() {
                    self.by_style.insert((list.style, level), list.counted);
                    self.by_name.insert(list.name, list.counted);
                }
            }
            "text:list-item" => self.item = None,
            _ => {}
        }
    }

    /// The number before a paragraph or heading that begins.
    pub(super) fn number(&mut self, tag: &BytesStart) -> Option<u32> {
        let item = self.item.take();
        if item.is_some() || tag.name().as_ref() != "text:h" || !self.open.is_empty() {
            return item;
        }
        let attribute = |name: &str| xml::attribute(tag, name);
        if attribute("is-list-header").as_deref() == Some("true") {
            return None;
        }
        let level = attribute("outline-level").and_then(|level| level.parse().ok());
        let level: usize = level.unwrap_or(1);
        let counted = self.headings.get_mut(level.checked_sub(1)?)?.as_mut()?;
        let own = attribute("start-value").and_then(|start| start.parse().ok());
        *counted = own.unwrap_or(counted.saturating_add(1));
        let number = *counted;
        for deeper in self.headings[level..].iter_mut().flatten() {
            *deeper = 0;
        }
        Some(number)
    }
}

//! The fields of a fillable form on a page: which check boxes and radio buttons
//! are on, and the text of fields that no appearance shows. Where a file has
//! fields, they decide; a field that contradicts itself decides nothing.

use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Rect as Place, String as Bytes};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, Rect};

/// The most fields of a page; a copy has about fifty.
const MOST_FIELDS: usize = 2000;
/// How far up a field's parents are asked.
const MOST_PARENTS: usize = 8;
/// The flag of a button that keeps no state.
const PUSH_BUTTON: u32 = 1 << 16;
/// The flags of annotations that are not shown.
const HIDDEN: u32 = 1 << 1 | 1 << 5;

/// A field with what it holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    /// In points from the upper left corner.
    pub(super) place: Rect,
    pub(super) content: Content,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// A box or button that is on.
    Ticked,
    /// One that is off.
    Empty,
    /// One whose value and appearance differ, or whose value belongs to several
    /// buttons of which none says which of its states is its own.
    Contradictory,
    /// Text.
    Text(String),
}

/// The fields of a page whose content is to be taken from them.
pub(super) fn of(page: &Page, transform: Affine) -> Vec<Field> {
    let Some(annotations) = page.raw().get::<Array>(b"Annots") else { return Vec::new() };
    let widgets = annotations.iter::<Dict>().take(MOST_FIELDS);
    widgets
        .filter(|widget| is_named(widget, b"Subtype", b"Widget"))
        .filter(|widget| widget.get::<u32>(b"F").unwrap_or(0) & HIDDEN == 0)
        .filter_map(|widget| {
            let place = widget.get::<Place>(b"Rect")?;
            let place = transform.transform_rect_bbox(Rect::new(place.x0, place.y0, place.x1, place.y1));
            let content = content(&widget)?;
            Some(Field { place, content })
        })
        .collect()
}

fn content(widget: &Dict) -> Option<Content> {
    let kind = inherited(widget, |dict| dict.get::<Name>(b"FT"))?;
    match &*kind {
        b"Btn" => button(widget),
        b"Tx" | b"Ch" => text(widget).map(Content::Text),
        _ => None,
    }
}

/// What a field or the nearest of its parents has.
fn inherited<'a, T>(field: &Dict<'a>, get: impl Fn(&Dict<'a>) -> Option<T>) -> Option<T> {
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
fn button(widget: &Dict) -> Option<Content> {
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
        .map(|looks| looks.keys().map(|name| name.to_vec()).filter(|name| !is_off(name)).collect())
        .unwrap_or_default();
    let is_shared = !widget.contains_key(b"V") && states.is_empty();
    if shown.is_none() && is_shared && value.as_ref().is_some_and(|value| !is_off(value)) {
        return Some(Content::Contradictory);
    }
    let chosen = value.map(|value| if states.is_empty() { !is_off(&value) } else { states.contains(&value) });
    Some(match (shown, chosen) {
        (Some(true), Some(true) | None) | (None, Some(true)) => Content::Ticked,
        (Some(true), Some(false)) | (Some(false), Some(true)) => Content::Contradictory,
        // A box without a value is off.
        (Some(false) | None, Some(false) | None) => Content::Empty,
    })
}

/// The text of a field without an appearance; one with an appearance is drawn.
fn text(widget: &Dict) -> Option<String> {
    if widget.get::<Dict>(b"AP").is_some_and(|looks| looks.contains_key(b"N")) {
        return None;
    }
    inherited(widget, |dict| match dict.get::<Object>(b"V")? {
        Object::String(text) => Some(decoded(text.as_bytes())),
        Object::Array(chosen) => {
            let texts: Vec<String> = chosen.iter::<Bytes>().map(|text| decoded(text.as_bytes())).collect();
            Some(texts.join(", "))
        }
        _ => None,
    })
}

/// A text string: UTF-16 or UTF-8 with a mark, else nearly Latin 1.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn is_named(dict: &Dict, key: &[u8], name: &[u8]) -> bool {
    dict.get::<Name>(key).is_some_and(|found| &*found == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_are_decoded() {
        assert_eq!(decoded(b"\xFE\xFF\0\xE5\0\xF6"), "åö");
        assert_eq!(decoded(b"\xEF\xBB\xBF\xC3\xA5"), "å");
        assert_eq!(decoded(b"\xE5\xE4\xF6"), "åäö");
    }
}

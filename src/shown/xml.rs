//! The XML of office documents, one event after the other. Entities that a document defines
//! itself are not known, so none can grow.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::Fault;

/// What any error of the library means.
pub(super) fn broken<E>(_: E) -> Fault {
    Fault::Broken
}

/// The events of a document.
pub(super) struct Walk<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

/// How deep elements may nest.
const DEEPEST: usize = 10_000;

impl<'a> Walk<'a> {
    pub(super) fn new(document: &'a str) -> Self {
        let mut reader = Reader::from_str(document);
        reader.config_mut().check_end_names = true;
        Self { reader, depth: 0 }
    }

    /// The next event; `None` at the end.
    ///
    /// # Errors
    /// What is wrong with the XML.
    pub(super) fn next(&mut self) -> Result<Option<Event<'a>>, Fault> {
        let event = self.reader.read_event().map_err(broken)?;
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth -= 1,
            Event::Eof if self.depth > 0 => return Err(Fault::Broken),
            Event::Eof => return Ok(None),
            _ => {}
        }
        if self.depth > DEEPEST {
            return Err(Fault::Limits);
        }
        Ok(Some(event))
    }

    /// Passes over the content of an element that has just begun, and its end.
    ///
    /// # Errors
    /// What is wrong with the XML.
    pub(super) fn pass(&mut self, tag: &BytesStart) -> Result<(), Fault> {
        self.reader.read_to_end(tag.name()).map_err(broken)?;
        self.depth -= 1;
        Ok(())
    }
}

/// The value of the attribute of this name, whatever its prefix.
pub(super) fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let attribute = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|one| one.key.local_name().as_ref() == name)?;
    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
    value.ok().map(std::borrow::Cow::into_owned)
}

/// Whether a property that is on or off is on: it is, where no value says otherwise.
pub(super) fn is_on(tag: &BytesStart) -> bool {
    !matches!(
        attribute(tag, "val").as_deref(),
        Some("0" | "false" | "off")
    )
}

/// What an entity stands for.
///
/// # Errors
/// One that XML itself does not know.
pub(super) fn entity(name: &BytesRef) -> Result<String, Fault> {
    if let Some(sign) = name.resolve_char_ref().map_err(broken)? {
        return Ok(sign.to_string());
    }
    resolve_predefined_entity(name)
        .map(str::to_owned)
        .ok_or(Fault::Broken)
}

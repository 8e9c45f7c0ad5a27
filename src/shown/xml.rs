//! The XML of office documents, one event after the other. Entities that a document defines
//! itself are not known, so none can grow.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::reader::Reader;

use super::{Clock, Fault};

/// What any error of the library means.
fn broken<E>(_: E) -> Fault {
    Fault::Broken
}

/// How deep elements may nest.
const DEEPEST: usize = 10_000;

/// What reads a document, element by element.
pub(super) trait Reads {
    /// Takes note of a tag; false where its content is to be passed over.
    fn begin(&mut self, tag: &BytesStart) -> Result<bool, Fault>;
    /// Takes note of the end of an element that was not passed over.
    fn end(&mut self, name: QName);
    /// Takes characters.
    fn words(&mut self, words: &str);
}

/// Reads a document from its beginning to its end.
///
/// # Errors
/// What is wrong with the XML.
pub(super) fn read(document: &str, reader: &mut impl Reads, mut clock: Clock) -> Result<(), Fault> {
    let mut events = Reader::from_str(document);
    events.config_mut().check_end_names = true;
    let mut depth = 0_usize;
    loop {
        clock.step()?;
        match events.read_event().map_err(broken)? {
            Event::Start(tag) if reader.begin(&tag)? => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(Fault::Limits);
                }
            }
            Event::Start(tag) => {
                events.read_to_end(tag.name()).map_err(broken)?;
            }
            Event::Empty(tag) if reader.begin(&tag)? => reader.end(tag.name()),
            Event::End(tag) => {
                depth -= 1;
                reader.end(tag.name());
            }
            Event::Text(text) => reader.words(&text.xml10_content()),
            Event::CData(text) => reader.words(&text.xml10_content()),
            Event::GeneralRef(name) => reader.words(&entity(&name)?),
            Event::Eof if depth > 0 => return Err(Fault::Broken),
            Event::Eof => return Ok(()),
            _ => {}
        }
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
fn entity(name: &BytesRef) -> Result<String, Fault> {
    if let Some(sign) = name.resolve_char_ref().map_err(broken)? {
        return Ok(sign.to_string());
    }
    resolve_predefined_entity(name)
        .map(str::to_owned)
        .ok_or(Fault::Broken)
}

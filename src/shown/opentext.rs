//! The text of an OpenDocument text (LibreOffice), from the XML of its content: a line for
//! each paragraph, also in tables and text boxes, with the state of check boxes as marks.
//! Heads and feet of pages are a part of its own and are not read.
//!
//! What was deleted under tracked changes, comments and what is hidden is no text. Source of
//! the names: OpenDocument 1.3, part 3.

use std::collections::{HashMap, HashSet};

use quick_xml::events::BytesStart;
use quick_xml::name::QName;

use super::text::Text;
use super::xml::{self, Reads};
use super::{Clock, Fault};

/// How many blanks an element may stand for.
const MOST_BLANKS: usize = 200;
/// How deep text boxes may stand in one another.
const DEEPEST: usize = 50;

/// The text of a document, of the XML of its content. Each line ends with a line feed.
///
/// # Errors
/// What is wrong with the XML.
pub(crate) fn shown(content: &str, clock: Clock) -> Result<String, Fault> {
    let mut reader = Reader::default();
    xml::read(content, &mut reader, clock)?;
    Ok(reader.text.finish())
}

/// A document as it is read.
#[derive(Debug, Default)]
struct Reader {
    text: Text,
    /// How many paragraphs are open: words are text within one.
    paragraphs: usize,
    /// The style whose properties are read.
    style: String,
    /// Styles whose letters do not show.
    hidden: HashSet<String>,
    /// What stands in the fields of the document's form, by name.
    fields: HashMap<String, Shown>,
    /// The text around each open text box.
    around: Vec<(Text, usize)>,
    /// Text boxes of the paragraph, which follow it.
    boxes: Vec<String>,
}

/// What a field of a form shows.
#[derive(Debug)]
enum Shown {
    Box { is_ticked: bool, label: String },
    Words(String),
}

impl Reads for Reader {
    fn begin(&mut self, tag: &BytesStart) -> Result<bool, Fault> {
        let attribute = |name: &str| xml::attribute(tag, name).unwrap_or_default();
        match tag.name().as_ref() {
            "text:tracked-changes"
            | "office:annotation"
            | "text:note"
            | "text:hidden-text"
            | "text:hidden-paragraph" => return Ok(false),
            "text:section" if attribute("display") == "none" => return Ok(false),
            "text:p" | "text:h" | "text:span" if self.hidden.contains(&attribute("style-name")) => {
                return Ok(false);
            }
            "text:p" | "text:h" => {
                // A paragraph within another is one of a frame, and begins a line.
                if self.paragraphs > 0 {
                    self.text.end_line();
                }
                self.paragraphs += 1;
            }
            "text:tab" => self.words(" "),
            "text:s" => {
                let many = attribute("c").parse().unwrap_or(1).min(MOST_BLANKS);
                self.words(&" ".repeat(many));
            }
            "text:line-break" => self.text.end_line(),
            "draw:text-box" => {
                if self.around.len() == DEEPEST {
                    return Err(Fault::Limits);
                }
                let around = (
                    std::mem::take(&mut self.text),
                    std::mem::take(&mut self.paragraphs),
                );
                self.around.push(around);
            }
            "style:style" => self.style = attribute("name"),
            "style:text-properties" if attribute("display") == "none" => {
                self.hidden.insert(self.style.clone());
            }
            "loext:content-control" if attribute("checkbox") == "true" => {
                self.text.mark(attribute("checked") == "true");
                return Ok(false);
            }
            "loext:content-control" => return Ok(attribute("showing-place-holder") != "true"),
            "draw:control" => self.show(&attribute("control")),
            name if name.starts_with("form:") => self.field(name, tag),
            _ => {}
        }
        Ok(true)
    }

    fn end(&mut self, name: QName) {
        match name.as_ref() {
            "text:p" | "text:h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.text.end_line();
                if self.around.is_empty() && self.paragraphs == 0 {
                    for text in std::mem::take(&mut self.boxes) {
                        self.text.lines(&text);
                        self.text.end_line();
                    }
                }
            }
            "draw:text-box" => {
                if let Some((text, paragraphs)) = self.around.pop() {
                    let within = std::mem::replace(&mut self.text, text);
                    self.boxes.push(within.finish());
                    self.paragraphs = paragraphs;
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.paragraphs > 0 {
            self.text.words(words);
        }
    }
}

impl Reader {
    /// Keeps what a field of the form holds, for where it is drawn.
    fn field(&mut self, name: &str, tag: &BytesStart) {
        let attribute = |name: &str| xml::attribute(tag, name).unwrap_or_default();
        let shown = match name {
            "form:checkbox" | "form:radio" => {
                let state = ["current-state", "current-selected", "state", "selected"]
                    .into_iter()
                    .find_map(|name| xml::attribute(tag, name))
                    .unwrap_or_default();
                let is_ticked = matches!(state.as_str(), "checked" | "true");
                Shown::Box {
                    is_ticked,
                    label: attribute("label"),
                }
            }
            _ => {
                let value =
                    xml::attribute(tag, "current-value").or_else(|| xml::attribute(tag, "value"));
                Shown::Words(value.unwrap_or_default())
            }
        };
        if let Some(id) = xml::attribute(tag, "id") {
            self.fields.insert(id, shown);
        }
    }

    /// Shows a field where it is drawn.
    fn show(&mut self, name: &str) {
        match self.fields.get(name) {
            Some(Shown::Box { is_ticked, label }) => {
                self.text.mark(*is_ticked);
                self.text.words(label);
            }
            Some(Shown::Words(words)) => self.text.words(words),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(content: &str) -> Result<String, Fault> {
        super::shown(content, Clock::default())
    }

    #[test]
    fn paragraphs_are_lines_and_what_does_not_show_is_no_text() {
        let content = "<office:document-content><office:automatic-styles>\
            <style:style style:name=\"T1\"><style:text-properties text:display=\"none\"/>\
            </style:style></office:automatic-styles><office:body><office:text>\
            <text:tracked-changes><text:changed-region><text:deletion><text:p>bort</text:p>\
            </text:deletion></text:changed-region></text:tracked-changes>\
            <text:h>Anmälan</text:h><text:p>1.<text:s text:c=\"3\"/>Namn<text:line-break/>två\
            <text:tab/>tre<text:span text:style-name=\"T1\">dold</text:span>\
            <office:annotation><text:p>not</text:p></office:annotation></text:p>\
            <table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>\
            <table:table-cell><text:p>b &lt;</text:p></table:table-cell></table:table-row>\
            </table:table></office:text></office:body></office:document-content>";
        assert_eq!(
            shown(content).unwrap(),
            "Anmälan\n1. Namn\ntvå tre\na\nb <\n"
        );
    }

    #[test]
    fn fields_and_boxes_show_their_state() {
        let content = "<office:text><office:forms><form:form>\
            <form:checkbox xml:id=\"c1\" form:label=\"Ett\" form:current-state=\"checked\"/>\
            <form:checkbox xml:id=\"c2\" form:label=\"Två\"/>\
            <form:text xml:id=\"c3\" form:current-value=\"Kommun\"/></form:form></office:forms>\
            <text:p><draw:control draw:control=\"c1\"/></text:p>\
            <text:p><draw:control draw:control=\"c2\"/></text:p>\
            <text:p><draw:control draw:control=\"c3\"/></text:p>\
            <text:p><loext:content-control loext:checkbox=\"true\" loext:checked=\"true\">☒\
            </loext:content-control> Tre</text:p>\
            <text:p>före <draw:frame><draw:text-box><text:p>i rutan</text:p></draw:text-box>\
            </draw:frame>efter</text:p></office:text>";
        let text = "☒ Ett\n☐ Två\nKommun\n☒ Tre\nföre efter\ni rutan\n";
        assert_eq!(shown(content).unwrap(), text);
    }

    #[test]
    fn broken_documents_are_told() {
        for content in [
            "<text:p>x",
            "<text:p></text:h>",
            "<text:p>&a;</text:p>",
            "<",
        ] {
            assert_eq!(shown(content), Err(Fault::Broken), "{content}");
        }
    }
}

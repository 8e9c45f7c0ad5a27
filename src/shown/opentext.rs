//! The text of an OpenDocument text (LibreOffice), from the XML of its content: a line for
//! each paragraph, also in tables and text boxes, with the state of check boxes as marks.
//! Heads and feet of pages stand with the styles and are read apart ([`heads`]).
//!
//! What was deleted under tracked changes, comments and what is hidden is no text. Letters in
//! the colour of what lies behind them are masked. Source of the names: OpenDocument 1.3, part 3.

use std::collections::HashMap;

use quick_xml::events::BytesStart;
use quick_xml::name::QName;

use super::colour::{Look, Style};
use super::css;
use super::text::Text;
use super::xml::{self, Reads};
use super::{Clock, Fault};
use numbers::Lists;

mod numbers;

/// How many blanks an element may stand for.
const MOST_BLANKS: usize = 200;
/// How deep text boxes may stand in one another.
const DEEPEST: usize = 50;
/// How many styles may stand upon one another.
const MOST_PARENTS: usize = 20;
/// What is drawn and has no ground of its own.
const WITHOUT_GROUND: [&str; 6] = [
    "draw:a",
    "draw:control",
    "draw:frame",
    "draw:g",
    "draw:page",
    "draw:text-box",
];
/// Letters of which less is laid on are not seen.
const FAINT: f32 = 0.06;

/// The text of a document, of the XML of its content and of its common styles. Each line ends
/// with a line feed.
///
/// # Errors
/// What is wrong with the XML.
pub(crate) fn shown(content: &str, styles: Option<&str>, clock: Clock) -> Result<String, Fault> {
    let mut reader = Reader::default();
    if let Some(styles) = styles {
        xml::read(styles, &mut reader, clock)?;
        reader = Reader {
            styles: reader.styles,
            paper: reader.paper,
            lists: reader.lists.of_styles(),
            ..Reader::default()
        };
    }
    xml::read(content, &mut reader, clock)?;
    Ok(reader.text.finish())
}

/// The text of the heads and feet of its pages, of the XML of its common styles.
///
/// # Errors
/// What is wrong with the XML.
pub(crate) fn heads(styles: &str, clock: Clock) -> Result<String, Fault> {
    let mut reader = Reader::default();
    xml::read(styles, &mut reader, clock)?;
    Ok(reader.text.finish())
}

/// A document as it is read.
#[derive(Debug, Default)]
struct Reader {
    text: Text,
    /// How many paragraphs are open: words are text within one.
    paragraphs: usize,
    /// The style whose properties are read, by its family and name.
    style: (String, String),
    /// All styles, each with the name of the one that it stands upon.
    styles: HashMap<(String, String), (Style, String)>,
    lists: Lists,
    /// How the paper looks.
    paper: Look,
    /// How letters look within the open elements, the innermost last.
    looks: Vec<Look>,
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
        let style = self.style_of(tag);
        if style.is_hidden == Some(true) || !self.open(tag)? {
            return Ok(false);
        }
        self.looks.push(self.look().within(&style));
        Ok(true)
    }

    fn end(&mut self, name: QName) {
        self.looks.pop();
        self.lists.end(name.as_ref());
        match name.as_ref() {
            "text:p" | "text:h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.text.end_line();
                self.text.number(None);
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
            let look = self.look();
            self.text.raise(look.is_raised);
            self.text.looking(words, !look.is_unseen());
        }
    }
}

impl Reader {
    /// Takes note of a tag; false where its content is to be passed over.
    fn open(&mut self, tag: &BytesStart) -> Result<bool, Fault> {
        let attribute = |name: &str| xml::attribute(tag, name).unwrap_or_default();
        self.lists.open(tag);
        match tag.name().as_ref() {
            "text:tracked-changes"
            | "office:annotation"
            | "text:note"
            | "text:placeholder"
            | "text:hidden-text"
            | "text:hidden-paragraph" => return Ok(false),
            "text:section" if attribute("display") == "none" => return Ok(false),
            "text:p" | "text:h" => {
                // A paragraph within another is one of a frame, and begins a line.
                if self.paragraphs > 0 {
                    self.text.end_line();
                }
                self.paragraphs += 1;
                self.text.number(self.lists.number(tag));
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
            "style:style" | "style:default-style" => {
                self.style = (attribute("family"), attribute("name"));
                let parent = attribute("parent-style-name");
                self.styles
                    .insert(self.style.clone(), (Style::default(), parent));
            }
            "style:page-layout" => self.style = (String::new(), String::new()),
            "style:background-image" if xml::attribute(tag, "href").is_some() => {
                self.properties(|style| style.ground = Some(None));
            }
            "style:page-layout-properties" => {
                if let Some((colour, 1.0)) = css::colour(&attribute("background-color")) {
                    self.paper.ground = Some(colour);
                }
            }
            name if name.ends_with("-properties") => self.take(name, tag),
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

    /// How letters look here.
    fn look(&self) -> Look {
        self.looks.last().copied().unwrap_or(self.paper)
    }

    /// Changes the style whose properties are read.
    fn properties(&mut self, change: impl FnOnce(&mut Style)) {
        if let Some((style, _)) = self.styles.get_mut(&self.style) {
            change(style);
        }
    }

    /// Takes the properties of a style that say how letters or their ground look.
    fn take(&mut self, name: &str, tag: &BytesStart) {
        let attribute = |name: &str| xml::attribute(tag, name);
        // What is transparent says nothing of the ground.
        let ground = attribute("background-color").and_then(|value| css::colour(&value));
        let ground = ground.filter(|(_, opacity)| *opacity > 0.0);
        let ground = ground.map(|(colour, opacity)| Some(colour).filter(|_| opacity >= 1.0));
        let filled = match attribute("fill").as_deref() {
            Some("solid") => {
                let colour = attribute("fill-color").and_then(|value| css::colour(&value));
                Some(colour.map(|(colour, _)| colour))
            }
            None | Some("none") => None,
            Some(_) => Some(None),
        };
        let is_of_letters = name == "style:text-properties";
        self.properties(|style| {
            if !is_of_letters {
                style.ground = filled.or(ground).or(style.ground);
                return;
            }
            let is_automatic = attribute("use-window-font-color").as_deref() == Some("true");
            let colour = attribute("color").and_then(|value| css::colour(&value));
            style.ink = match colour {
                _ if is_automatic => Some(None),
                colour => colour.map(|(colour, _)| Some(colour)),
            };
            style.mark = ground;
            // Programs write a colour that is chosen by itself as one that is clear.
            let opacity = attribute("opacity").and_then(|value| css::share(&value, 1.0));
            let is_clear = opacity.is_some_and(|opacity| opacity <= FAINT);
            style.is_clear = style.ink.map(|ink| ink.is_some() && is_clear);
            style.is_hidden = attribute("display").map(|value| value == "none");
            style.is_raised = attribute("text-position").map(|place| is_raised(&place));
        });
    }

    /// What the style of an element says.
    fn style_of(&self, tag: &BytesStart) -> Style {
        let family = match tag.name().as_ref() {
            "text:p" | "text:h" => "paragraph",
            "text:span" | "text:a" => "text",
            "text:section" => "section",
            "table:table" => "table",
            "table:table-row" => "table-row",
            "table:table-cell" => "table-cell",
            name if name.starts_with("draw:") => "graphic",
            _ => return Style::default(),
        };
        let is_shape = family == "graphic" && !WITHOUT_GROUND.contains(&tag.name().as_ref());
        let mut name = xml::attribute(tag, "style-name").unwrap_or_default();
        let mut found = Style::default();
        for _ in 0..MOST_PARENTS {
            let Some((style, parent)) = self.styles.get(&(family.to_owned(), name)) else {
                break;
            };
            found = found.or(*style);
            name = String::from(parent.as_str());
        }
        // A shape is filled where nothing is said.
        let filled = Style {
            ground: is_shape.then_some(None),
            ..Style::default()
        };
        found.or(filled)
    }

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
            Some(Shown::Words(words)) => {
                let is_seen = !self.look().is_unseen();
                self.text.looking(words, is_seen);
            }
            None => {}
        }
    }
}

/// Whether a place beside the line is above it: `super 58%`, `33% 58%`.
fn is_raised(place: &str) -> bool {
    let place = place.split_ascii_whitespace().next().unwrap_or_default();
    let share = place.trim_end_matches('%').parse::<f32>();
    place == "super" || share.is_ok_and(|share| share > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(content: &str) -> Result<String, Fault> {
        super::shown(content, None, Clock::default())
    }

    #[test]
    fn paragraphs_are_lines_and_what_does_not_show_is_no_text() {
        let content = "<office:document-content><office:automatic-styles>\
            <style:style style:name=\"T1\" style:family=\"text\"><style:text-properties text:display=\"none\"/>\
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
    fn raised_digits_are_no_digits_of_a_number() {
        for (place, shown_as) in [
            ("super 58%", "12¹"),
            ("33% 58%", "12¹"),
            ("sub 58%", "121"),
            ("-33% 58%", "121"),
        ] {
            let content = format!(
                "<office:document-content><office:automatic-styles><style:style \
                 style:name=\"T1\" style:family=\"text\"><style:text-properties \
                 style:text-position=\"{place}\"/></style:style></office:automatic-styles>\
                 <office:body><office:text><text:p>12<text:span text:style-name=\"T1\">1\
                 </text:span></text:p></office:text></office:body></office:document-content>"
            );
            assert_eq!(shown(&content).unwrap().trim(), shown_as, "{place}");
        }
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
    fn letters_in_the_colour_of_their_ground_are_masked() {
        let styles = "<office:document-styles><office:styles>\
            <style:default-style style:family=\"paragraph\"><style:text-properties \
            style:use-window-font-color=\"true\" loext:opacity=\"0%\"/></style:default-style>\
            <style:style style:name=\"Vit\" style:family=\"paragraph\"><style:text-properties \
            fo:color=\"#ffffff\"/></style:style></office:styles></office:document-styles>";
        let style = |name: &str, family: &str, inner: &str| {
            format!(
                "<style:style style:name=\"{name}\" style:family=\"{family}\">{inner}</style:style>"
            )
        };
        let text = |about: &str| format!("<style:text-properties {about}/>");
        let black = "fo:background-color=\"#000000\"";
        let own = [
            style(
                "Svart",
                "text",
                &text(&format!("fo:color=\"#000000\" {black}")),
            ),
            style("Vit", "text", &text("fo:color=\"#FFFFFF\"")),
            style(
                "Klar",
                "text",
                &text("fo:color=\"#000000\" loext:opacity=\"0%\""),
            ),
            style("Bara", "text", &text(black)),
            style(
                "P",
                "paragraph",
                &format!("<style:paragraph-properties {black}/>"),
            ),
            style(
                "C",
                "table-cell",
                &format!("<style:table-cell-properties {black}/>"),
            ),
            style(
                "R",
                "graphic",
                "<style:graphic-properties draw:fill=\"gradient\"/>",
            ),
        ]
        .concat();
        let span = |name: &str, words: &str| {
            format!("<text:span text:style-name=\"{name}\">{words}</text:span>")
        };
        let content = format!(
            "<office:document-content><office:automatic-styles>{own}</office:automatic-styles>\
             <office:text><text:p>{}</text:p><text:p>{}</text:p><text:p>{}</text:p>\
             <text:p text:style-name=\"Vit\">dold</text:p><text:p>{}</text:p>\
             <text:p text:style-name=\"P\">{} syns {}</text:p><table:table><table:table-row>\
             <table:table-cell table:style-name=\"C\"><text:p>{}</text:p></table:table-cell>\
             <table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row></table:table>\
             <draw:frame draw:style-name=\"R\"><text:p>{}</text:p></draw:frame>\
             </office:text></office:document-content>",
            span("Svart", "dold"),
            span("Vit", "dold"),
            span("Klar", "dold"),
            span("Bara", "syns"),
            span("Vit", "vit"),
            span("Svart", "dold"),
            span("Vit", "vit"),
            span("Vit", "dold"),
            span("Vit", "vit"),
        );
        let found = super::shown(&content, Some(styles), Clock::default()).unwrap();
        assert_eq!(
            found,
            "███\n███\n███\n███\nsyns\nvit syns ███\nvit\n███\nvit\n"
        );
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

//! The text of a Word document, from the XML of its body: a line for each paragraph, also in
//! tables and text boxes, with the state of check boxes as marks. Heads and feet of pages,
//! comments and notes are parts of their own and are not read.
//!
//! What was deleted under tracked changes, is hidden, or only prompts to be replaced is no
//! text. Source of the names: ECMA-376, part 1, 17.

use quick_xml::events::BytesStart;
use quick_xml::name::QName;

use super::symbols::{self, COVERED};
use super::text::Text;
use super::xml::{self, Reads};
use super::{Clock, Fault};

/// How deep text boxes may stand in one another.
const DEEPEST: usize = 50;

/// The text of a document, of the XML of its body. Each line ends with a line feed.
///
/// # Errors
/// What is wrong with the XML.
pub(crate) fn shown(body: &str, clock: Clock) -> Result<String, Fault> {
    let mut reader = Reader::default();
    xml::read(body, &mut reader, clock)?;
    Ok(reader.text.finish())
}

/// A document as it is read.
#[derive(Debug, Default)]
struct Reader {
    text: Text,
    run: Run,
    /// Whether the characters here are text: within `w:t`.
    is_text: bool,
    /// The controls that are open, from the outermost on.
    controls: Vec<Control>,
    /// The form field whose description is read.
    field: Option<Field>,
    /// What stands around each open text box.
    around: Vec<(Text, Run)>,
    /// Text boxes of the paragraph, which follow it.
    boxes: Vec<String>,
}

/// How a run of characters looks.
#[derive(Debug, Default)]
struct Run {
    is_hidden: bool,
    font: String,
    colour: String,
    ground: String,
}

/// A content control.
#[derive(Debug, Default)]
struct Control {
    /// Whether it is ticked, for a check box.
    ticked: Option<bool>,
    /// Whether it shows what prompts to be replaced.
    is_prompt: bool,
}

/// A field of a form of the old kind.
#[derive(Debug, Default)]
struct Field {
    is_box: bool,
    result: Option<usize>,
    default: usize,
    choices: Vec<String>,
}

impl Reads for Reader {
    fn begin(&mut self, tag: &BytesStart) -> Result<bool, Fault> {
        let name = tag.local_name();
        let value = || xml::attribute(tag, "val").unwrap_or_default();
        match name.as_ref() {
            "del" | "moveFrom" | "instrText" | "delText" | "Fallback" | "pPr" | "tblPr" | "rt"
            | "sectPr" => return Ok(false),
            "t" => self.is_text = true,
            "r" => self.run = Run::default(),
            "vanish" | "webHidden" => self.run.is_hidden = xml::is_on(tag),
            "rFonts" => self.run.font = xml::attribute(tag, "ascii").unwrap_or_default(),
            "color" => self.run.colour = value(),
            "highlight" if value() == "black" => "000000".clone_into(&mut self.run.ground),
            "shd" => self.run.ground = xml::attribute(tag, "fill").unwrap_or_default(),
            "tab" => self.words_of_run(" "),
            "br" | "cr" if xml::attribute(tag, "type").as_deref() == Some("page") => {
                self.text.end_page();
            }
            "br" | "cr" => self.text.end_line(),
            "noBreakHyphen" => self.words_of_run("-"),
            "sym" => {
                let font = xml::attribute(tag, "font").unwrap_or_default();
                let code = xml::attribute(tag, "char").unwrap_or_default();
                let sign = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
                let shown = sign.map(|sign| symbols::shown(&font, sign).to_string());
                self.words_of_run(&shown.unwrap_or_default());
            }
            "sdt" => self.controls.push(Control::default()),
            "checked" => match (&mut self.field, self.controls.last_mut()) {
                (Some(field), _) => field.result = Some(usize::from(xml::is_on(tag))),
                (None, Some(control)) => control.ticked = Some(xml::is_on(tag)),
                (None, None) => {}
            },
            "checkbox" => {
                if let Some(control) = self.controls.last_mut() {
                    control.ticked.get_or_insert(false);
                }
            }
            "showingPlcHdr" => {
                if let Some(control) = self.controls.last_mut() {
                    control.is_prompt = xml::is_on(tag);
                }
            }
            "sdtContent" => return Ok(self.begin_content()),
            "ffData" => self.field = Some(Field::default()),
            "checkBox" | "ddList" | "default" | "result" | "listEntry" => {
                if let Some(field) = &mut self.field {
                    field.take(name.as_ref(), &value(), xml::is_on(tag));
                }
            }
            "txbxContent" => self.begin_box()?,
            _ => {}
        }
        Ok(true)
    }

    fn end(&mut self, name: QName) {
        match name.local_name().as_ref() {
            "t" => self.is_text = false,
            "p" => self.end_paragraph(),
            "tc" => self.text.end_line(),
            "sdt" => {
                self.controls.pop();
            }
            "ffData" => {
                if let Some(field) = self.field.take() {
                    field.show(&mut self.text);
                }
            }
            "txbxContent" => {
                if let Some((text, run)) = self.around.pop() {
                    let within = std::mem::replace(&mut self.text, text);
                    self.boxes.push(within.finish());
                    self.run = run;
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.is_text {
            let shown: String = words
                .chars()
                .map(|sign| symbols::shown(&self.run.font, sign))
                .collect();
            self.words_of_run(&shown);
        }
    }
}

impl Reader {
    /// Words that look as their run does.
    fn words_of_run(&mut self, words: &str) {
        if self.run.is_hidden {
            return;
        }
        if self.run.is_covered() {
            let cover = |sign: char| if sign.is_whitespace() { sign } else { COVERED };
            return self
                .text
                .words(&words.chars().map(cover).collect::<String>());
        }
        self.text.words(words);
    }

    /// Begins what a control holds; false where that is not to be read.
    fn begin_content(&mut self) -> bool {
        let Some(control) = self.controls.last() else {
            return true;
        };
        if let Some(is_ticked) = control.ticked {
            self.text.mark(is_ticked);
        }
        control.ticked.is_none() && !control.is_prompt
    }

    fn begin_box(&mut self) -> Result<(), Fault> {
        if self.around.len() == DEEPEST {
            return Err(Fault::Limits);
        }
        let around = (
            std::mem::take(&mut self.text),
            std::mem::take(&mut self.run),
        );
        self.around.push(around);
        Ok(())
    }

    /// Ends a paragraph; the text boxes that are anchored in it follow.
    fn end_paragraph(&mut self) {
        self.text.end_line();
        if self.around.is_empty() {
            for text in std::mem::take(&mut self.boxes) {
                self.text.lines(&text);
                self.text.end_line();
            }
        }
    }
}

impl Run {
    /// Whether the letters have the colour of what lies behind them. Letters without a colour
    /// of their own are seen on any ground.
    fn is_covered(&self) -> bool {
        !self.ground.is_empty()
            && self.ground != "auto"
            && self.ground.eq_ignore_ascii_case(&self.colour)
    }
}

impl Field {
    /// Takes one element of its description.
    fn take(&mut self, name: &str, value: &str, is_on: bool) {
        // A box has states, a list has positions.
        let number = if self.is_box {
            Some(usize::from(is_on))
        } else {
            value.parse().ok()
        };
        match name {
            "checkBox" => self.is_box = true,
            "default" => self.default = number.unwrap_or_default(),
            "result" => self.result = number,
            "listEntry" => self.choices.push(value.to_owned()),
            _ => {}
        }
    }

    /// Shows its state: a mark, or what is chosen of a list.
    fn show(&self, text: &mut Text) {
        let state = self.result.unwrap_or(self.default);
        if self.is_box {
            text.mark(state == 1);
        } else if let Some(choice) = self.choices.get(state) {
            text.words(choice);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(body: &str) -> Result<String, Fault> {
        super::shown(body, Clock::default())
    }

    fn body(inner: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\" xmlns:w14=\"w14\" xmlns:mc=\"mc\">\
             <w:body>{inner}</w:body></w:document>"
        )
    }

    #[test]
    fn paragraphs_and_cells_are_lines() {
        let document = body(
            "<w:p><w:r><w:t>1. Namn &amp; mer</w:t></w:r><w:r><w:tab/><w:t>x</w:t></w:r></w:p>\
             <w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r>\
             <w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        );
        assert_eq!(shown(&document).unwrap(), "1. Namn & mer x\na\nb\nc\n");
    }

    #[test]
    fn what_is_deleted_hidden_or_prompts_is_no_text() {
        let document = body(
            "<w:p><w:del><w:r><w:delText>bort</w:delText></w:r></w:del><w:ins><w:r><w:t>in</w:t>\
             </w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>dold</w:t></w:r>\
             <w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>syns</w:t></w:r></w:p>\
             <w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Klicka</w:t>\
             </w:r></w:p></w:sdtContent></w:sdt><w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
        );
        assert_eq!(shown(&document).unwrap(), "insyns\n");
    }

    #[test]
    fn boxes_are_marks() {
        let control = |value: &str, glyph: &str| {
            format!(
                "<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val=\"{value}\"/>\
                 </w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>{glyph}</w:t></w:r>\
                 </w:sdtContent></w:sdt><w:r><w:t xml:space=\"preserve\"> Ett</w:t></w:r></w:p>"
            )
        };
        let field = |inner: &str| {
            format!(
                "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox>{inner}\
                 </w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:t>Två</w:t></w:r></w:p>"
            )
        };
        let sign = "<w:p><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>\
                    <w:r><w:t>Tre</w:t></w:r></w:p>";
        let document = body(
            &[
                control("1", "X"),
                control("0", "o"),
                field("<w:default w:val=\"0\"/><w:checked/>"),
                field("<w:default w:val=\"1\"/><w:checked w:val=\"0\"/>"),
                field("<w:default w:val=\"1\"/>"),
                sign.to_owned(),
            ]
            .concat(),
        );
        let text = "☒ Ett\n☐ Ett\n☒ Två\n☐ Två\n☒ Två\n☑Tre\n";
        assert_eq!(shown(&document).unwrap(), text);
    }

    #[test]
    fn a_text_box_is_read_once_after_its_paragraph() {
        let inner = "<w:txbxContent><w:p><w:r><w:t>i rutan</w:t></w:r></w:p></w:txbxContent>";
        let document = body(&format!(
            "<w:p><w:r><w:t>före </w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{inner}\
             </mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent></w:r><w:r>\
             <w:t>efter</w:t></w:r></w:p>"
        ));
        assert_eq!(shown(&document).unwrap(), "före efter\ni rutan\n");
    }

    #[test]
    fn letters_in_the_colour_of_their_ground_are_covered() {
        let document = body(
            "<w:p><w:r><w:rPr><w:color w:val=\"000000\"/><w:highlight w:val=\"black\"/></w:rPr>\
             <w:t>ab c</w:t></w:r><w:r><w:rPr><w:color w:val=\"FFFFFF\"/><w:shd w:fill=\"000000\"/>\
             </w:rPr><w:t> vit</w:t></w:r></w:p>",
        );
        assert_eq!(shown(&document).unwrap(), "██ █ vit\n");
    }

    #[test]
    fn broken_documents_are_told() {
        for document in [
            "<w:p><w:t>x",
            "<w:p></w:t>",
            "<w:p>&nosuch;</w:p>",
            "<",
            "<w:p a=>",
        ] {
            let _ = shown(document);
        }
        let deep = "<w:txbxContent>".repeat(1_000);
        assert!(shown(&deep).is_err());
    }
}

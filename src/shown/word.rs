//! The text of a Word document, from the XML of its body: a line for each paragraph, also in
//! tables and text boxes, with the state of check boxes as marks. Heads and feet of pages are parts
//! of their own, which are read as bodies are; comments and notes are not read.
//!
//! What was deleted under tracked changes, is hidden, or only prompts to be replaced is no
//! text. Letters in the colour of what lies behind them are masked. Source of the names:
//! ECMA-376, part 1, 17.

use quick_xml::events::BytesStart;
use quick_xml::name::QName;

use self::numbers::{Lists, Place};
use self::styles::{Of, Styles};
use super::colour::{Colour, Look, Style};
use super::symbols;
use super::text::Text;
use super::xml::{self, Reads};
use super::{Clock, Fault};

mod numbers;
mod styles;

/// How deep text boxes may stand in one another.
const DEEPEST: usize = 50;

/// The text of a document, of the XML of its body, and of its styles and lists. Each line ends with
/// a line feed. The number that Word puts before a paragraph is a sign for [`super::lists`].
///
/// # Errors
/// What is wrong with the XML.
pub(crate) fn shown(
    body: &str,
    (styles, lists): (Option<&str>, Option<&str>),
    clock: Clock,
) -> Result<String, Fault> {
    let styles = styles.map(|styles| Styles::of(styles, clock)).transpose()?;
    let lists = lists.map(|lists| Lists::of(lists, clock)).transpose()?;
    let mut reader = Reader {
        styles: styles.unwrap_or_default(),
        lists: lists.unwrap_or_default(),
        ..Reader::default()
    };
    xml::read(body, &mut reader, clock)?;
    Ok(reader.text.finish())
}

/// A document as it is read.
#[derive(Debug, Default)]
struct Reader {
    text: Text,
    styles: Styles,
    lists: Lists,
    /// The style of the paragraph, and its place in a list.
    style: String,
    place: Place,
    looks: Looks,
    /// The font of the run.
    font: String,
    /// What the properties that are read are of.
    of: Of,
    /// Whether they say how letters are filled.
    is_fill: bool,
    /// Whether the characters here are text: within `w:t`.
    is_text: bool,
    /// The controls that are open, from the outermost on.
    controls: Vec<Control>,
    /// The form field whose description is read.
    field: Option<Field>,
    /// What stands around each open text box.
    around: Vec<(Text, Looks)>,
    /// Text boxes of the paragraph, which follow it.
    boxes: Vec<String>,
    /// Whether the properties of a drawn shape are read, and what it lays behind its text.
    is_shape: bool,
    shape: Option<Colour>,
}

/// How letters look here.
#[derive(Debug, Default)]
struct Looks {
    /// The paper, or the shape in which the text stands.
    ground: Look,
    /// The open tables, each with its cell, the innermost last.
    tables: Vec<[Style; 2]>,
    paragraph: Style,
    run: Style,
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
            "del" | "moveFrom" | "instrText" | "delText" | "Fallback" | "rt" | "sectPr"
            | "tabs" | "pPrChange" | "rPrChange" | "tblPrChange" | "tcPrChange" => {
                return Ok(false);
            }
            // How the sign at the end of a paragraph looks, and the line around a shape.
            "rPr" if self.of == Of::Paragraph => return Ok(false),
            "ln" | "effectLst" | "gradFill" | "pattFill" | "blipFill" if self.is_shape => {
                return Ok(false);
            }
            "t" => self.is_text = true,
            "r" => {
                self.looks.run = Style::default();
                self.font.clear();
            }
            "p" => {
                self.looks.paragraph = self.styles.of_paragraph(None);
                self.style.clear();
                self.place = Place::default();
            }
            "tbl" => self.looks.tables.push([Style::default(); 2]),
            "tc" => *self.looks.cell() = Style::default(),
            "rPr" | "pPr" | "tcPr" | "tblPr" => {
                self.of = Of::named(name.as_ref()).unwrap_or_default();
            }
            "pStyle" => {
                self.style = value();
                self.looks.paragraph = self.styles.of_paragraph(Some(&self.style));
            }
            "numId" | "ilvl" => self.place.take(tag),
            "rStyle" => self.looks.run = self.styles.named(&value()),
            "tblStyle" => *self.looks.table() = self.styles.named(&value()),
            "background" => {
                let colour = xml::attribute(tag, "color").unwrap_or_default();
                self.looks.ground.ground = Colour::of_hex(&colour);
            }
            "textFill" => self.is_fill = true,
            "vanish" | "webHidden" | "color" | "highlight" | "shd" | "vertAlign" => self.take(tag),
            "noFill" | "alpha" if self.is_fill => self.take(tag),
            "spPr" => (self.is_shape, self.shape) = (true, None),
            "noFill" if self.is_shape => self.shape = self.looks.ground.ground,
            "srgbClr" if self.is_shape => self.shape = Colour::of_hex(&value()),
            "rFonts" => self.font = xml::attribute(tag, "ascii").unwrap_or_default(),
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
            "tbl" => {
                self.looks.tables.pop();
            }
            "pPr" => {
                self.of = Of::Run;
                let place = std::mem::take(&mut self.place);
                let place = place.or(self.styles.place(&self.style));
                self.text.number(self.lists.count(&place, &self.style));
            }
            "tcPr" | "tblPr" => self.of = Of::Run,
            "textFill" => self.is_fill = false,
            "spPr" => self.is_shape = false,
            "sdt" => {
                self.controls.pop();
            }
            "ffData" => {
                if let Some(field) = self.field.take() {
                    field.show(&mut self.text);
                }
            }
            "txbxContent" => {
                if let Some((text, looks)) = self.around.pop() {
                    let within = std::mem::replace(&mut self.text, text);
                    self.boxes.push(within.finish());
                    self.looks = looks;
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.is_text {
            let shown: String = words
                .chars()
                .map(|sign| symbols::shown(&self.font, sign))
                .collect();
            self.words_of_run(&shown);
        }
    }
}

impl Reader {
    /// Words that look as their run does.
    fn words_of_run(&mut self, words: &str) {
        let (look, is_hidden) = self.looks.of_run();
        if !is_hidden {
            self.text.raise(look.is_raised);
            self.text.looking(words, !look.is_unseen());
        }
    }

    /// Takes a property of how letters look.
    fn take(&mut self, tag: &BytesStart) {
        let style = match self.of {
            Of::Run => &mut self.looks.run,
            Of::Paragraph => &mut self.looks.paragraph,
            Of::Cell => self.looks.cell(),
            Of::Table => self.looks.table(),
        };
        // What stands here wins over what its style says.
        let mut own = Style::default();
        styles::take(&mut own, self.of, self.is_fill, tag);
        *style = own.or(*style);
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
        let within = Looks {
            ground: Look {
                ground: self.shape.take(),
                ..Look::default()
            },
            ..Looks::default()
        };
        let around = (
            std::mem::take(&mut self.text),
            std::mem::replace(&mut self.looks, within),
        );
        self.around.push(around);
        Ok(())
    }

    /// Ends a paragraph; the text boxes that are anchored in it follow.
    fn end_paragraph(&mut self) {
        self.text.end_line();
        self.text.number(None);
        if self.around.is_empty() {
            for text in std::mem::take(&mut self.boxes) {
                self.text.lines(&text);
                self.text.end_line();
            }
        }
    }
}

impl Looks {
    /// What is said of the innermost table.
    fn table(&mut self) -> &mut Style {
        &mut self.innermost()[0]
    }

    /// What is said of its cell.
    fn cell(&mut self) -> &mut Style {
        &mut self.innermost()[1]
    }

    fn innermost(&mut self) -> &mut [Style; 2] {
        if self.tables.is_empty() {
            self.tables.push([Style::default(); 2]);
        }
        let last = self.tables.len() - 1;
        &mut self.tables[last]
    }

    /// How the run looks, and whether it is hidden.
    fn of_run(&self) -> (Look, bool) {
        let of_tables = self.tables.iter().flatten();
        let of_text = [&self.paragraph, &self.run];
        let all = || of_tables.clone().chain(of_text);
        let look = all().fold(self.ground, Look::within);
        let is_hidden = all().filter_map(|style| style.is_hidden).next_back();
        (look, is_hidden == Some(true))
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
mod tests;

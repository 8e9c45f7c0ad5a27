//! A plan as a PDF copy: the lines of the text copy on pages, with a head, page numbers
//! and ticks of one of several kinds. It does only what is needed to look like the
//! copies that services make. It is no typesetter.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{AnnotationFlags, CheckBoxState, FieldType};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use crate::synth::plan::{Plan, Ticks};
use crate::synth::text;

const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 62.0;
const SIZE: f32 = 10.0;
/// From line to line, and for a blank line.
const LEADING: f32 = 13.0;
const BLANK: f32 = 4.0;
/// The most characters of a line of Helvetica between the margins.
const COLUMNS: usize = 88;
/// The side of a box, and how far an option's text is moved in for it.
const BOX: f32 = 8.0;
const INDENT: f32 = 14.0;

const TEXT: Name = Name(b"F1");
const SIGNS: Name = Name(b"F2");

/// The copy as a PDF.
pub(super) fn bytes(plan: &Plan) -> Vec<u8> {
    let mut layout = Layout {
        ticks: plan.quirks.ticks,
        pages: vec![Page::new()],
        y: HEIGHT - MARGIN,
    };
    for line in text::written(plan).lines() {
        layout.line(line);
    }
    written(layout.pages, plan)
}

/// One page: its content and its fields.
struct Page {
    content: Content,
    /// Lower left corners of check boxes, and whether they are on.
    fields: Vec<(f32, f32, bool)>,
}

impl Page {
    fn new() -> Self {
        Self {
            content: Content::new(),
            fields: Vec::new(),
        }
    }
}

/// Pages being filled from top to bottom.
struct Layout {
    ticks: Ticks,
    pages: Vec<Page>,
    y: f32,
}

impl Layout {
    fn line(&mut self, line: &str) {
        if line.is_empty() {
            self.y -= BLANK;
            return;
        }
        let option = line.strip_prefix("☒ ").map(|rest| (rest, true));
        match option.or_else(|| line.strip_prefix("☐ ").map(|rest| (rest, false))) {
            Some((label, ticked)) => self.option(label, ticked),
            None => self.wrapped(line, MARGIN),
        }
    }

    fn option(&mut self, label: &str, ticked: bool) {
        self.room();
        let (x, y, ticks) = (MARGIN, self.y - LEADING - 0.5, self.ticks);
        let page = self.page();
        match ticks {
            Ticks::Dingbats => show(
                &mut page.content,
                SIGNS,
                x,
                y + 0.5,
                if ticked { b"4" } else { b"o" },
            ),
            Ticks::Drawn => draw_box(&mut page.content, x, y, ticked),
            Ticks::Unticked => draw_box(&mut page.content, x, y, false),
            Ticks::Fields => page.fields.push((x, y, ticked)),
            Ticks::Lost | Ticks::Brackets | Ticks::Boxes => {}
        }
        self.wrapped(label, MARGIN + INDENT);
    }

    /// A line of text, broken between words.
    fn wrapped(&mut self, line: &str, x: f32) {
        let mut part = String::new();
        for word in line.split(' ') {
            if !part.is_empty() && part.chars().count() + word.chars().count() >= COLUMNS {
                self.show(&part, x);
                part.clear();
            } else if !part.is_empty() {
                part.push(' ');
            }
            part.push_str(word);
        }
        self.show(&part, x);
    }

    fn show(&mut self, text: &str, x: f32) {
        self.room();
        self.y -= LEADING;
        let y = self.y;
        show(
            &mut self.page().content,
            TEXT,
            x,
            y,
            &encoding_rs::WINDOWS_1252.encode(text).0,
        );
    }

    /// Begins a page if the last is full.
    fn room(&mut self) {
        if self.y < MARGIN + LEADING {
            self.pages.push(Page::new());
            self.y = HEIGHT - MARGIN;
        }
    }

    fn page(&mut self) -> &mut Page {
        // There is always a page, because a layout begins with one.
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }
}

fn show(content: &mut Content, font: Name, x: f32, y: f32, text: &[u8]) {
    content
        .begin_text()
        .set_font(font, SIZE)
        .next_line(x, y)
        .show(Str(text))
        .end_text();
}

/// A box, and a cross in it if it is ticked.
fn draw_box(content: &mut Content, x: f32, y: f32, ticked: bool) {
    content.set_line_width(0.7).rect(x, y, BOX, BOX).stroke();
    if ticked {
        let (near, far) = (1.5, BOX - 1.5);
        content
            .move_to(x + near, y + near)
            .line_to(x + far, y + far)
            .stroke();
        content
            .move_to(x + near, y + far)
            .line_to(x + far, y + near)
            .stroke();
    }
}

/// Objects of the file by number.
const CATALOG: Ref = Ref::new(1);
const TREE: Ref = Ref::new(2);
const HELVETICA: Ref = Ref::new(3);
const DINGBATS: Ref = Ref::new(4);
const LOOK_ON: Ref = Ref::new(5);
const LOOK_OFF: Ref = Ref::new(6);
const FIRST_FREE: i32 = 7;

fn written(pages: Vec<Page>, plan: &Plan) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let mut next = FIRST_FREE;
    let mut free = || {
        next += 1;
        Ref::new(next - 1)
    };
    let count = pages.len();
    let (mut kids, mut form) = (Vec::new(), Vec::new());
    for (at, page) in pages.into_iter().enumerate() {
        let fields: Vec<Ref> = page.fields.iter().map(|_| free()).collect();
        for (reference, (x, y, ticked)) in fields.iter().zip(&page.fields) {
            check_box(
                &mut pdf,
                *reference,
                Rect::new(*x, *y, x + BOX, y + BOX),
                *ticked,
            );
        }
        let (reference, content) = (free(), free());
        kids.push(reference);
        write_page(&mut pdf, reference, content, &fields);
        let data = finished(page.content, at + 1, count, plan);
        pdf.stream(content, &data).filter(Filter::FlateDecode);
        form.extend(fields);
    }
    pdf.pages(TREE).count(kids.len() as i32).kids(kids);
    pdf.type1_font(HELVETICA)
        .base_font(Name(b"Helvetica"))
        .encoding_predefined(Name(b"WinAnsiEncoding"));
    pdf.type1_font(DINGBATS).base_font(Name(b"ZapfDingbats"));
    if !form.is_empty() {
        write_looks(&mut pdf);
    }
    let mut catalog = pdf.catalog(CATALOG);
    catalog.pages(TREE);
    if !form.is_empty() {
        catalog.form().fields(form);
    }
    catalog.finish();
    pdf.finish()
}

fn write_page(pdf: &mut Pdf, reference: Ref, content: Ref, fields: &[Ref]) {
    let mut page = pdf.page(reference);
    page.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT))
        .parent(TREE)
        .contents(content);
    if !fields.is_empty() {
        page.annotations(fields.iter().copied());
    }
    page.resources()
        .fonts()
        .pair(TEXT, HELVETICA)
        .pair(SIGNS, DINGBATS);
}

/// A page's content with its head and foot, compressed.
fn finished(mut content: Content, page: usize, pages: usize, plan: &Plan) -> Vec<u8> {
    let head = format!("Kopia av anmälan, utskriven {}", plan.receipt.date);
    let foot = format!("Sida {page} av {pages}");
    for (text, x, y) in [
        (head, MARGIN, HEIGHT - 40.0),
        (foot, WIDTH / 2.0 - 30.0, 36.0),
    ] {
        show(
            &mut content,
            TEXT,
            x,
            y,
            &encoding_rs::WINDOWS_1252.encode(&text).0,
        );
    }
    let content = content.finish();
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing into memory does not fail.
    let compressed = encoder
        .write_all(content.as_slice())
        .and_then(|()| encoder.finish());
    compressed.unwrap_or_default()
}

fn check_box(pdf: &mut Pdf, reference: Ref, place: Rect, ticked: bool) {
    let name = format!("val{}", reference.get());
    let state = if ticked {
        CheckBoxState::Yes
    } else {
        CheckBoxState::Off
    };
    let mut field = pdf.form_field(reference);
    field
        .partial_name(TextStr(&name))
        .field_type(FieldType::Button)
        .checkbox_value(state);
    let mut widget = field.into_annotation();
    widget.rect(place).flags(AnnotationFlags::PRINT);
    widget.appearance_state(if ticked { Name(b"Yes") } else { Name(b"Off") });
    widget
        .appearance()
        .normal()
        .streams()
        .pairs([(Name(b"Yes"), LOOK_ON), (Name(b"Off"), LOOK_OFF)]);
}

/// How a check box looks, on and off.
fn write_looks(pdf: &mut Pdf) {
    for (reference, ticked) in [(LOOK_ON, true), (LOOK_OFF, false)] {
        let mut content = Content::new();
        draw_box(&mut content, 0.0, 0.0, ticked);
        let content = content.finish();
        pdf.form_xobject(reference, content.as_slice())
            .bbox(Rect::new(0.0, 0.0, BOX, BOX));
    }
}

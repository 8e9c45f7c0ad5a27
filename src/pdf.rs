//! The text of a PDF copy in reading order, with the ticks of its options made
//! visible as marks: bytes in, text out. Of the form only the options are known.
//!
//! A file that cannot be read whole is refused, never read in part: pages that
//! are missing would pass for answers that were not given. Marks are given only
//! where ticked and empty options can be told apart within the document.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use hayro_interpret::hayro_syntax::object::{Array, Dict, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, InterpreterWarning, RenderContent,
    interpret_page, kurbo,
};
use unicode_normalization::UnicodeNormalization;

mod attached;
mod boxes;
mod collect;
mod columns;
mod covers;
mod dates;
mod fields;
mod glyph;
mod guard;
mod headings;
mod ink;
mod layout;
mod marks;
mod notes;
mod shells;
#[cfg(test)]
mod tests;

use crate::form::{CONTRADICTED, Candidates, Edition};
pub(crate) use attached::Attached;
use collect::{Collector, Shown, Ticks};
use covers::{Fate, Letter, Turn};
use fields::{Content, Field, Form, Said};
use glyph::Glyph;
use layout::Sheet;
use marks::COVERED;
use notes::{Kind, Note};

/// The largest PDF, in bytes. A copy of four pages is some 100 KB.
pub(crate) const MOST_BYTES: usize = 32 << 20;
/// The most pages of a copy.
const MOST_PAGES: usize = 400;
/// The most bytes that the contents of all pages may have when decoded.
const MOST_CONTENT: usize = 48 << 20;
/// The most bytes of the files that a PDF carries.
const MOST_ATTACHED: usize = 96 << 20;
/// The stack of the thread that reads: objects and forms nest.
const STACK: usize = 32 << 20;

/// The text of a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Copy {
    /// Lines in reading order, each ended by a line feed; pages are separated
    /// by a form feed. Options whose ticks could be recovered begin with `☐ `,
    /// `☒ ` or the sign for a tick that was found. In normal form NFC.
    pub text: String,
    /// The number of the last line of each page, from 1.
    last_lines: Vec<u32>,
    /// Why the document is not on its pages: to be told where these are no copy.
    pub shell: Option<Unreadable>,
    /// The questions whose headings lie under something.
    pub masked: Vec<u8>,
}

impl Copy {
    /// The page, from 1, on which a line of the text stands.
    pub(crate) fn page(&self, line: u32) -> u32 {
        let pages = self.last_lines.len().max(1);
        (self.last_lines.partition_point(|last| *last < line) + 1).min(pages) as u32
    }
}

/// Why a PDF cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It is encrypted, with a password or without.
    Encrypted,
    /// It has no text, or text whose characters are not told: a scan.
    Scanned,
    /// It ends too early.
    Truncated,
    /// A part of it cannot be understood.
    Damaged,
    /// Its text stands in columns that cannot be told apart.
    Columns,
    /// Its pages are drawn from a description that only few programs read.
    Xfa,
    /// It is a collection of files.
    Portfolio,
    /// It asks for more than the limits against hostile files allow.
    Limits,
    /// It took too long.
    Slow,
}

/// What a PDF gives.
#[derive(Debug)]
pub(crate) struct Extracted {
    /// The text of its pages; never in part.
    pub copy: Result<Copy, Unreadable>,
    /// The files that it carries.
    pub attached: Vec<Attached>,
}

impl From<Unreadable> for Extracted {
    fn from(reason: Unreadable) -> Self {
        Self {
            copy: Err(reason),
            attached: Vec::new(),
        }
    }
}

/// Ends the reading of a file from within the interpreter's callbacks.
struct Exceeded(Unreadable);

/// Extracts the text of a PDF and the files that it carries. Marks are believed where they
/// stand before options of the form edition. Any bytes give an answer within a bound of time
/// and memory: work is counted, and `most` ends what could not be counted.
fn extract(bytes: &[u8], edition: &Edition, most: Duration) -> Extracted {
    if let Err(reason) = guard::check(bytes) {
        return reason.into();
    }
    // The thread has a stack of its own for deep nesting, and a panic ends there.
    let outcome = thread::scope(|scope| {
        let reader = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || read(bytes, edition, most));
        // That no thread starts says nothing of the file: it ends the run.
        reader
            .unwrap_or_else(|error| panic!("failed to spawn thread: {error}"))
            .join()
    });
    outcome.unwrap_or_else(|panic| {
        let told = panic.downcast::<Exceeded>();
        told.map_or(Unreadable::Damaged, |told| told.0).into()
    })
}

/// The same by the edition whose wording the PDF has. Which that is shows only in its text:
/// where it is not the one taken in doubt, the PDF is read once more.
pub(crate) fn extract_any(bytes: &[u8], candidates: &Candidates, most: Duration) -> Extracted {
    let in_doubt = candidates.of("");
    let extracted = extract(bytes, in_doubt, most);
    match &extracted.copy {
        Ok(copy) if !std::ptr::eq(candidates.of(&copy.text), in_doubt) => {
            extract(bytes, candidates.of(&copy.text), most)
        }
        _ => extracted,
    }
}

/// Leaves the interpreter: it has no other way out. No hook is called.
fn give_up(reason: Unreadable) -> ! {
    resume_unwind(Box::new(Exceeded(reason)))
}

fn read(bytes: &[u8], edition: &Edition, most: Duration) -> Extracted {
    let pdf = match Pdf::new(bytes.to_vec()) {
        Ok(pdf) => pdf,
        Err(LoadPdfError::Decryption(_)) => return Unreadable::Encrypted.into(),
        Err(LoadPdfError::Invalid) => return Unreadable::Damaged.into(),
    };
    match attached::of(&pdf) {
        Ok(attached) => Extracted {
            copy: pages(&pdf, edition, most),
            attached,
        },
        Err(reason) => reason.into(),
    }
}

/// The text of the pages.
fn pages(pdf: &Pdf, edition: &Edition, most: Duration) -> Result<Copy, Unreadable> {
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        return Err(Unreadable::Limits);
    }
    let promised = promised_pages(pdf).ok_or(Unreadable::Damaged)?;
    if pages.is_empty() || pages.len() < promised {
        return Err(Unreadable::Damaged);
    }
    let cache = InterpreterCache::new();
    let mut collector = Collector::new(most);
    let mut content = 0;
    let mut sheets = Vec::with_capacity(pages.len());
    for page in pages.iter() {
        content += content_size(page, MOST_CONTENT - content)?;
        sheets.push(sheet(pdf, page, &cache, &mut collector)?);
    }
    let glyphs: usize = sheets
        .iter()
        .map(|sheet| sheet.glyphs.len() + sheet.written.len())
        .sum();
    let nameless = sheets
        .iter()
        .flat_map(|sheet| &sheet.glyphs)
        .filter(|glyph| glyph.is_nameless())
        .count();
    let shell = shells::of(pdf);
    if nameless * 4 >= glyphs {
        return Err(shell.unwrap_or(Unreadable::Scanned));
    }
    let masked = sheets
        .iter_mut()
        .flat_map(|sheet| headings::restore(sheet, edition))
        .collect();
    let parts = headings::parts(&sheets, edition);
    let copy = written(&layout::pages(sheets, &parts, edition)?);
    Ok(Copy {
        shell: shell.or_else(|| shells::told(&copy.text)),
        masked,
        ..copy
    })
}

/// How a page is looked at.
#[derive(Debug, Clone, Copy)]
struct View {
    transform: kurbo::Affine,
    bounds: kurbo::Rect,
}

impl View {
    /// The page as a reader of PDF shows it.
    fn of(page: &Page) -> Self {
        let (width, height) = page.render_dimensions();
        Self {
            transform: kurbo::Affine::new(page.initial_transform(true).as_coeffs()),
            bounds: kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
        }
    }

    /// The page turned back by so many quarters.
    fn turned_back(self, quarters: u8) -> Self {
        let turn = collect::turned_back(quarters);
        let bounds = turn.transform_rect_bbox(self.bounds);
        let shift = kurbo::Affine::translate(-bounds.origin().to_vec2());
        let transform = shift * turn * self.transform;
        Self {
            transform,
            bounds: bounds.with_origin(kurbo::Point::ZERO),
        }
    }
}

/// What one page holds. A page whose text runs sideways is turned.
fn sheet<'p>(
    pdf: &'p Pdf,
    page: &Page<'p>,
    cache: &InterpreterCache<'p>,
    collector: &mut Collector,
) -> Result<Sheet, Unreadable> {
    let view = View::of(page);
    let found = look(pdf, page, view, cache, collector)?;
    match collector.quarters(found.glyphs.len()) {
        Some(quarters) => look(pdf, page, view.turned_back(quarters), cache, collector),
        None => Ok(found),
    }
}

/// The glyphs, shapes and fields of one page. Text in a font that is not there
/// or cannot be used would come out in part.
fn look<'p>(
    pdf: &'p Pdf,
    page: &Page<'p>,
    View { transform, bounds }: View,
    cache: &InterpreterCache<'p>,
    collector: &mut Collector,
) -> Result<Sheet, Unreadable> {
    collector.start(bounds, notes::of(page, transform, Form::of(pdf)));
    let lost_font = Arc::new(AtomicBool::new(false));
    let notes = page
        .raw()
        .contains_key(b"Annots")
        .then_some(RenderContent::ANNOTATIONS);
    for content in [RenderContent::PAGE].into_iter().chain(notes) {
        let lost = Arc::clone(&lost_font);
        let settings = InterpreterSettings {
            render_content: content,
            warning_sink: Arc::new(move |warning| {
                lost.fetch_or(
                    matches!(warning, InterpreterWarning::UnsupportedFont),
                    Ordering::Relaxed,
                );
            }),
            ..InterpreterSettings::default()
        };
        if content == RenderContent::ANNOTATIONS {
            collector.start_notes();
        }
        let mut context = Context::new(transform, bounds, cache, pdf.xref(), settings);
        interpret_page(page, &mut context, collector);
    }
    let (shown, notes) = collector.finish();
    let sheet = settled(shown, notes);
    let resources = page.resources();
    let is_without = resources.fonts.is_empty() && resources.x_objects.is_empty();
    let has_fields = !sheet.fields.is_empty() || !sheet.written.is_empty();
    if lost_font.load(Ordering::Relaxed) || (is_without && !has_fields && !sheet.glyphs.is_empty())
    {
        return Err(Unreadable::Damaged);
    }
    Ok(sheet)
}

/// A page as shown, with what its fields say; nothing that lies under something.
fn settled(mut shown: Shown, notes: Vec<Note>) -> Sheet {
    let (mut fields, mut written) = (Vec::new(), Vec::new());
    for (at, Note { place, kind }) in notes.into_iter().enumerate() {
        let turn = Turn {
            layer: at as u32 + 1,
            at: u32::MAX,
        };
        match kind {
            Kind::Button(content) => {
                let is_hidden = shown.covers.hides_box(place, turn);
                let content = if is_hidden {
                    Content::Contradictory
                } else {
                    content
                };
                fields.push(Field { place, content });
            }
            Kind::Text(field) => {
                let own = shown.fields.iter().find(|field| field.note == at);
                let drawn = own.map(|field| &field.glyphs[..]).unwrap_or_default();
                let is_unseen = own.is_some_and(|own| shown.covers.are_unseen(&own.letters));
                let mut text = match field.says(drawn) {
                    Said::Drawn => drawn.to_vec(),
                    Said::Value(text) => layout::write(&text, &place),
                    Said::Contradictory => {
                        layout::write(CONTRADICTED.encode_utf8(&mut [0; 4]), &place)
                    }
                };
                if text.is_empty() {
                    continue;
                }
                if is_unseen {
                    for glyph in &mut text {
                        glyph.char = COVERED;
                    }
                }
                shown
                    .glyphs
                    .retain(|glyph| !place.contains(glyph.body().center()));
                mask(&mut text, &mut shown, turn);
                written.append(&mut text);
            }
            Kind::Cover(_) | Kind::Other => {}
        }
    }
    let (hidden, seen): (Vec<_>, Vec<_>) = shown
        .shapes
        .into_iter()
        .partition(|shape| shown.covers.hides_box(shape.place, shape.turn));
    let is_hidden = shown.ticks == Ticks::Hidden || !boxes::of(&hidden).is_empty();
    let ticks = if is_hidden {
        Ticks::Hidden
    } else {
        Ticks::Seen
    };
    Sheet {
        glyphs: shown.glyphs,
        boxes: boxes::of(&seen),
        fields,
        written,
        hidden: shown.hidden,
        ticks,
    }
}

/// Masks what lies under something of the text of a field.
fn mask(text: &mut [Glyph], shown: &mut Shown, turn: Turn) {
    let letter = |glyph: &Glyph| Letter {
        body: glyph.body(),
        turn,
        is_painted: true,
        shade: None,
        is_blank: false,
    };
    let letters: Vec<Letter> = text.iter().map(letter).collect();
    for (glyph, fate) in text.iter_mut().zip(shown.covers.fates(&letters, || {})) {
        if fate != Fate::Seen {
            glyph.char = COVERED;
        }
    }
}

/// How many pages the root of the page tree speaks of; none if there is no root.
fn promised_pages(pdf: &Pdf) -> Option<usize> {
    let root = pdf.xref().get::<Dict>(pdf.xref().root_id());
    let count = root
        .and_then(|root| root.get::<Dict>(b"Pages"))
        .and_then(|tree| tree.get::<i32>(b"Count"));
    count.and_then(|count| usize::try_from(count).ok())
}

/// The size of a page's decoded content. Where it has parts, each is decoded by
/// itself first, since one part may be named many times over.
fn content_size(page: &Page, limit: usize) -> Result<usize, Unreadable> {
    let size = |part: Stream| {
        part.decoded_data()
            .map(|data| data.len())
            .map_err(|_| Unreadable::Damaged)
    };
    let mut total = 0;
    if page.raw().get::<Stream>(b"Contents").is_some() {
        // Decoded here, it is not decoded again.
        total = page.page_stream().ok_or(Unreadable::Damaged)?.len();
    } else if let Some(parts) = page.raw().get::<Array>(b"Contents") {
        let mut found = 0;
        for part in parts.iter::<Stream>() {
            total += size(part)? + 1;
            found += 1;
            if total > limit {
                return Err(Unreadable::Limits);
            }
        }
        if found < parts.raw_iter().count() {
            return Err(Unreadable::Damaged);
        }
    } else if !page.resources().fonts.is_empty() {
        // A page with fonts and without content lost it.
        return Err(Unreadable::Damaged);
    }
    if total > limit {
        Err(Unreadable::Limits)
    } else {
        Ok(total)
    }
}

/// Pages of lines as one text.
fn written(pages: &[Vec<String>]) -> Copy {
    let mut copy = Copy {
        text: String::with_capacity(16 << 10),
        last_lines: Vec::new(),
        shell: None,
        masked: Vec::new(),
    };
    let mut lines = 0;
    for (at, page) in pages.iter().enumerate() {
        if at > 0 {
            copy.text.push('\u{c}');
        }
        for line in page {
            copy.text.extend(line.nfc());
            copy.text.push('\n');
        }
        lines += page.len() as u32;
        copy.last_lines.push(lines);
    }
    copy
}

//! One source taken in: its bytes, what they are, the records in them, a row for
//! each. Whatever is wrong with it stays with it, also a panic.

use std::sync::atomic::Ordering;

use rayon::prelude::*;

use crate::archive::kind;
use crate::audit::Keeps;
use crate::audit::archive;
use crate::audit::entries::Entries;
use crate::audit::judge::{self, Texts};
use crate::audit::receipts::Use;
use crate::audit::taken::{Around, Entry, Means, Outcome, Taken, kept_apart, outcome, refused};
use crate::check::{Stage, timed};
use crate::decode::{Charset, Content, LineEnd, decode, sniff, without_padding};
use crate::discover::{Source, SourceKind};
use crate::excerpt::Lines;
use crate::intake::Opened;
use crate::read::csv::{Found, Layout};
use crate::read::mapping::{Dates, Listed};
use crate::read::sieve::no_header;
use crate::read::supplement::Letter;
use crate::read::{
    Again, Fate, Format, Reason, Record, Refusal, csv, foreign, json, letters, text,
};
use crate::row::Row;

/// Takes in one source; of an archive, each member. Never fails and never panics.
pub(super) fn take(means: Means, buffer: &mut Vec<u8>) -> Vec<Taken> {
    let source = means.source;
    if let Some(trouble) = &source.trouble {
        return vec![refused(source, trouble.into())];
    }
    let taken =
        kept_apart(|| means.take(buffer)).unwrap_or_else(|refusal| vec![refused(source, refusal)]);
    // A large file must not leave its room to every later one.
    if buffer.capacity() > Format::Text.about().most_bytes {
        *buffer = Vec::new();
    }
    taken
}

impl<'m> Means<'m> {
    /// The same means for a member of an archive.
    pub(super) fn of<'s>(self, source: &'s Source) -> Means<'s>
    where
        'm: 's,
    {
        Means { source, ..self }
    }

    fn take(self, buffer: &mut Vec<u8>) -> std::io::Result<Vec<Taken>> {
        let opened = match self.source.kind {
            SourceKind::File => Opened::file(&self.source.path, buffer)?,
            SourceKind::Stdin if self.may_be_read_again() => self.watch.stdin.open(buffer)?,
            SourceKind::Stdin => Opened::stdin(buffer)?,
        };
        match kind(buffer) {
            Some(kind) if self.source.kind == SourceKind::File => {
                archive::take(self, kind, opened, buffer)
            }
            _ => self.opened(opened, buffer, Around::default()),
        }
    }

    /// A source that is no archive, with its first bytes in `buffer`.
    pub(super) fn opened(
        self,
        mut opened: Opened,
        buffer: &mut Vec<u8>,
        around: Around,
    ) -> std::io::Result<Vec<Taken>> {
        if self.is_ndjson(buffer)
            && (!opened.is_complete() || self.source.kind == SourceKind::Stdin)
        {
            return Ok(vec![self.stream(opened, std::mem::take(buffer))?]);
        }
        if letters::may_be_mail(buffer) {
            opened.rest(buffer, foreign::MOST_BYTES)?;
        }
        if opened.is_complete() {
            return Ok(self.parts(buffer, around));
        }
        if let Some(layout) = self.layout(buffer) {
            return Ok(vec![self.long_table(buffer, opened.into_rest(), &layout)]);
        }
        let content = sniff(buffer);
        let format = Format::of(content, buffer);
        let limit = match content {
            Content::Binary(kind) if foreign::is_document(kind) => foreign::MOST_BYTES,
            Content::Binary(kind) if !format.is_certain() => {
                let refusal = foreign::of_noise(&self.source.name, kind);
                return Ok(vec![self.unread(opened, buffer, refusal)?]);
            }
            Content::Binary(_) | Content::Text | Content::Empty => format.about().most_bytes,
        };
        if opened.rest(buffer, limit)? {
            return Ok(self.parts(buffer, around));
        }
        let refusal = Refusal::unreadable(Reason::TooLarge(limit as u64 >> 20));
        Ok(vec![self.unread(opened, buffer, refusal)?])
    }

    /// A source that is refused before it was read to its end: its size and
    /// digest are still told.
    pub(super) fn unread(
        self,
        mut opened: Opened,
        buffer: &[u8],
        refusal: Refusal,
    ) -> std::io::Result<Taken> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(buffer);
        let rest = opened.hash_rest(&mut hasher)?;
        let mut taken = refused(self.source, refusal);
        taken.input.bytes = buffer.len() as u64 + rest;
        taken.input.digest = Some(hasher.finalize());
        Ok(taken)
    }

    /// A source whose bytes are all there.
    pub(super) fn whole(self, whole: &[u8]) -> Taken {
        let mut bytes = whole;
        let content = sniff(bytes);
        let format = Format::of(content, bytes);
        if content == Content::Text {
            bytes = without_padding(bytes);
        }
        let taken = match content {
            _ if foreign::is_litter(&self.source.name) => {
                refused(self.source, Refusal::skipped(Reason::Litter))
            }
            Content::Empty => refused(self.source, Refusal::skipped(Reason::Empty)),
            Content::Binary(_) if !format.is_certain() => self.document(bytes),
            Content::Binary(_) | Content::Text => Self::reader(format)(self, bytes),
        };
        taken.accounted(whole)
    }

    /// What reads a source that begins as this format, whose bytes are all there. A new
    /// format needs its reader here.
    fn reader(format: Format) -> fn(Self, &[u8]) -> Taken {
        match format {
            Format::Pdf => |means, bytes| means.pages(means.extracted(bytes).copy),
            Format::Html => Self::text,
            Format::Mhtml => Self::page_archive,
            Format::Docx | Format::Odt | Format::Rtf | Format::Workbook => Self::document,
            // Which of these it is only the whole of it tells.
            Format::Text | Format::Json | Format::Ndjson | Format::Csv => {
                |means, bytes| match means.layout(bytes) {
                    Some(layout) => means.table(bytes, &layout),
                    None => means.text(bytes),
                }
            }
        }
    }

    /// Whether a source is NDJSON: by content, where the first line is an object
    /// by itself and more follows that is no copy; by name where the beginning
    /// does not tell. What ends its lines with CR is read whole, and then has LF.
    pub(super) fn is_ndjson(self, head: &[u8]) -> bool {
        let start = head
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(head)
            .trim_ascii_start();
        // With wide characters the bytes of a line end do not end a line.
        let is_wide = start.get(1) == Some(&0);
        if !start.starts_with(b"{") || is_wide || LineEnd::of(start) == LineEnd::Cr {
            return false;
        }
        let named =
            self.source.kind == SourceKind::Stdin || Format::Ndjson.is_called(&self.source.path);
        let Some(end) = memchr::memchr(b'\n', start) else {
            return named;
        };
        let (first, rest) = (start[..end].trim_ascii(), start[end..].trim_ascii_start());
        let is_first = if named {
            first != b"{"
        } else {
            !rest.is_empty() && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok()
        };
        let other = without_objects(rest);
        is_first && (other.is_empty() || !self.is_copy(other))
    }

    /// Whether the headings of the form stand in what begins so.
    fn is_copy(self, head: &[u8]) -> bool {
        text::read_any(&decode(head).text, &self.settings.candidates).is_ok()
    }

    /// How the rows of a table are to be read, where the beginning of a source
    /// shows one in an encoding whose cells can be told undecoded.
    pub(super) fn layout(self, head: &[u8]) -> Option<Box<Layout<'m>>> {
        match self.detect(head, None) {
            Found::Rows(layout) if !layout.charset.is_wide() => Some(layout),
            _ => None,
        }
    }

    /// What the beginning of a source, or of its text, says of it as a table.
    fn detect(self, head: &[u8], charset: Option<Charset>) -> Found<'m> {
        let mut found = csv::detect(
            head,
            charset,
            self.settings.edition,
            self.settings.mapping.as_ref(),
        );
        if let Found::Rows(layout) = &mut found {
            layout.hold(self.dates());
        }
        found
    }

    /// Whether what all rows show together may ask for the source once more.
    fn may_be_read_again(self) -> bool {
        self.settings.mapping.is_some() || self.receipts.are_given()
    }

    /// The columns of the source that hold dates.
    pub(super) fn dates(self) -> Dates {
        self.dates
            .get(&self.source.name)
            .copied()
            .unwrap_or_default()
    }

    /// A source that is text: JSON, NDJSON or a copy.
    fn text(self, bytes: &[u8]) -> Taken {
        let decoded = timed(self.settings.timings.as_ref(), Stage::Decode, || {
            self.decoded(bytes)
        });
        let text = decoded.text.as_ref();
        let trimmed = text.trim_start();
        let mut taken = match trimmed.as_bytes().first() {
            Some(b'{') if self.is_ndjson(text.as_bytes()) => self.lines(text, 1, 0),
            Some(b'{') => self.object(text),
            Some(b'[') if json::may_be_array(trimmed.as_bytes()) => self.array(text),
            // The cells of a table with wide characters can only be told once it is decoded.
            _ if decoded.was_wide() => match self.detect(text.as_bytes(), Some(Charset::UTF_8)) {
                Found::Rows(layout) => self.table(text.as_bytes(), &layout),
                _ => self.copy(text),
            },
            _ => self.copy(text),
        };
        taken.input.encoding = decoded.encoding;
        taken
    }

    /// A text copy; what is none may be a table of other columns.
    fn copy(self, text: &str) -> Taken {
        if let Some(page) = foreign::of_page(text, self.hints()) {
            return self.paper(page);
        }
        let text = &*text::with_line_ends(text);
        let edition = self.settings.candidates.of(text);
        let unquoted = match text::unquoted(text, edition) {
            Ok(unquoted) => unquoted,
            Err(refusal) => return self.one(Format::Text, Err(refusal)),
        };
        let text = unquoted.as_ref();
        let read = || text::read_any(text, &self.settings.candidates);
        let outcome = timed(self.settings.timings.as_ref(), Stage::Read, read);
        let outcome = outcome.map_err(|refusal| foreign::of_other_text(text, edition, refusal));
        if let Err(Refusal {
            reason: Reason::NoNotification,
            ..
        }) = outcome
            && let Found::Refused(refusal) = self.detect(text.as_bytes(), Some(Charset::UTF_8))
        {
            return self.one(Format::Csv, Err(refusal));
        }
        let outcome = outcome.map_err(|refusal| match refusal.reason {
            Reason::NoNotification => self.exported(text).unwrap_or(refusal),
            _ => refusal,
        });
        self.copied(Format::Text, text, outcome)
    }

    /// One JSON object; text with the form's headings that begins with a brace
    /// is a copy all the same.
    fn object(self, text: &str) -> Taken {
        let read = || json::read(text, self.settings.edition, 1);
        match timed(self.settings.timings.as_ref(), Stage::Read, read) {
            Err(refusal) if refusal.reason == Reason::OtherSchema => {
                self.mapped_document(text, refusal)
            }
            Err(refusal) if matches!(refusal.reason, Reason::Invalid(..)) => {
                match text::read_any(text, &self.settings.candidates) {
                    Ok(records) => self.copied(Format::Text, text, Ok(records)),
                    Err(_) => self.one(Format::Json, Err(refusal)),
                }
            }
            outcome => self.one(Format::Json, outcome),
        }
    }

    /// A copy, or several in one text, of whose lines the findings keep what may be shown.
    pub(super) fn copied(
        self,
        format: Format,
        text: &str,
        outcome: Result<Vec<Record>, Refusal>,
    ) -> Taken {
        let letter = match &outcome {
            Err(refusal) if self.may_be_letter(refusal, text) => Letter::of_text(text, format),
            _ => None,
        };
        let mut taken = self.all(format, outcome);
        taken.letter = letter.map(Box::new);
        if self.settings.excerpts.is_some() && !taken.rows.is_empty() {
            let lines = Lines::of(text);
            for (row, _) in &mut taken.rows {
                let edition = row.edition;
                row.findings.edit(|findings| lines.give(findings, edition));
            }
        }
        taken
    }

    /// Whether a text that is no notification may be about one: it was not meant as a copy, or
    /// has nothing of one but the title.
    fn may_be_letter(self, refusal: &Refusal, text: &str) -> bool {
        let is_printed_mail = || {
            let first = self.settings.edition.questions.first();
            refusal.reason == Reason::Mail
                && first.is_none_or(|question| !text.contains(&question.label.sv))
        };
        refusal.fate == Fate::Skipped || refusal.reason == Reason::TitleOnly || is_printed_mail()
    }

    pub(super) fn one(self, format: Format, outcome: Result<Record, Refusal>) -> Taken {
        self.all(format, outcome.map(|record| vec![record]))
    }

    /// The records of a source, numbered from 1.
    fn all(self, format: Format, outcome: Result<Vec<Record>, Refusal>) -> Taken {
        match outcome {
            Ok(records) => {
                let mut taken = refused(self.source, Refusal::skipped(Reason::Empty));
                taken.input.refusal = None;
                taken.input.format = Some(format);
                let numbered = (1..).zip(records);
                taken.rows = numbered
                    .map(|(number, record)| self.row(record, format, number))
                    .collect();
                taken
            }
            Err(refusal) => {
                let mut taken = refused(self.source, refusal);
                if let Some(Reason::NoHeader(line)) =
                    taken.input.refusal.as_deref().map(|one| &one.reason)
                {
                    taken.findings = vec![no_header(*line)];
                }
                taken.input.format = Some(format).filter(|format| format.is_certain());
                taken
            }
        }
    }

    pub(super) fn row(self, record: Record, format: Format, number: u32) -> (Box<Row>, Use) {
        self.watch.notifications.fetch_add(1, Ordering::Relaxed);
        let (receipts, settings) = (self.receipts, self.settings);
        let texts = self.texts(format);
        judge::row(
            record,
            format,
            &self.source.name,
            number,
            receipts,
            settings,
            texts,
        )
    }

    /// Fingerprints are made at once where a source cannot be read again, or not soon.
    fn texts(self, format: Format) -> Texts {
        let is_read_once = self.source.kind == SourceKind::Stdin || self.source.archive.is_some();
        let is_dear = format.about().again == Again::Dear;
        let is_kept = self.settings.keeps != Keeps::Nothing;
        if is_read_once || is_dear || is_kept || self.wanted.is_some() {
            Texts::Kept
        } else {
            Texts::Left
        }
    }

    /// Whether all notifications are read.
    pub(super) fn wants_all(self) -> bool {
        self.wanted.is_none()
    }

    /// Whether a notification is read.
    pub(super) fn wants(self, number: u32) -> bool {
        self.wanted
            .is_none_or(|wanted| wanted.binary_search(&number).is_ok())
    }

    /// A JSON array: each element is read on its own.
    fn array(self, text: &str) -> Taken {
        let elements = match json::elements(text) {
            Ok(elements) => elements,
            Err(refusal) => {
                // Text may begin with a bracket: a mark before an option.
                return match text::read_any(text, &self.settings.candidates) {
                    Ok(records) => self.copied(Format::Text, text, Ok(records)),
                    Err(_) => self.one(Format::Json, Err(refusal)),
                };
            }
        };
        if let Some(taken) = self.mapped_within(text) {
            return taken;
        }
        let outcomes: Vec<Outcome> = elements
            .par_iter()
            .enumerate()
            .filter_map(|(index, (element, line))| {
                self.entry(element, Format::Json, *line, index as u32 + 1)
            })
            .collect();
        self.entries(Format::Json, outcomes)
    }

    /// Lines of NDJSON that are all there. `first` is the number of the first
    /// line, `before` the number of records before it.
    fn lines(self, text: &str, first: u32, before: u32) -> Taken {
        let lines: Vec<(usize, &str)> = text
            .split('\n')
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
            .collect();
        let outcomes: Vec<Outcome> = lines
            .par_iter()
            .enumerate()
            .filter_map(|(index, (offset, line))| {
                self.entry(
                    line,
                    Format::Ndjson,
                    first + *offset as u32,
                    before + index as u32 + 1,
                )
            })
            .collect();
        self.entries(Format::Ndjson, outcomes)
    }

    /// One element or line; `None` where it is not asked for.
    pub(super) fn entry(
        self,
        text: &str,
        format: Format,
        line: u32,
        number: u32,
    ) -> Option<Outcome> {
        self.wants(number).then(|| {
            outcome(text, number, || {
                let read = || json::read(text, self.settings.edition, line);
                match timed(self.settings.timings.as_ref(), Stage::Read, read) {
                    Err(refusal) if refusal.reason == Reason::OtherSchema => {
                        self.mapped_object(&Listed::alone(text, line), format, number, refusal)
                    }
                    outcome => Ok(Entry::own(self.row(outcome?, format, number))),
                }
            })
        })
    }

    /// Rows and broken entries of a source with many, all of which are there.
    pub(super) fn entries(self, format: Format, outcomes: Vec<Outcome>) -> Taken {
        let mut entries = Entries::new(self, format);
        entries.add(outcomes);
        entries.finish()
    }
}

/// The text from the first line on that begins no object.
fn without_objects(mut text: &[u8]) -> &[u8] {
    while text.starts_with(b"{") {
        let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
        text = text[end..].trim_ascii_start();
    }
    text
}

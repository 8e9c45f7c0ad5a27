//! The lines of a text copy: split at any line end, trimmed, blank ones left out. Lines
//! are places in the text, not copies.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2_iter, memchr3, memmem};

use crate::form::{Along, Aside, Asides, Edition, Filing, PrintedLine};
use crate::read::text::looks;
use crate::read::text::page_number::may_be_page_number;

/// The sign that begins a page.
pub(super) const FORM_FEED: u8 = 0x0c;

/// The non-blank lines of a text.
pub(super) struct Lines<'a> {
    /// The whole text.
    pub(super) source: &'a str,
    /// Non-blank, trimmed lines in order.
    pub(super) all: Vec<Line<'a>>,
    /// The positions of the lines that are not known to be the form's: the fewest.
    pub(super) others: Vec<usize>,
    /// The positions of the lines that may be headings: the form's own, and others that
    /// begin as one.
    pub(super) numbered: Vec<usize>,
    /// The positions of the lines that may be help or counters.
    pub(super) asides: Vec<usize>,
    /// The numbers of the lines on which a stamp and an answer cannot be told apart.
    pub(super) doubtful: Vec<u32>,
    /// Where page furniture was taken out: start and end in bytes.
    pub(super) noise: Vec<(usize, usize)>,
    /// The positions of the lines that are the title of a filing, and what it names.
    pub(super) titles: Vec<(usize, Filing)>,
    /// How many such lines there are, page furniture and all.
    pub(super) title_count: usize,
    /// The positions of the lines that may be page numbers by their ends.
    pub(super) page_numbers: Vec<usize>,
    /// Whether any line may stand at the edge of a page by its bytes.
    pub(super) may_have_edges: bool,
    /// Whether any line may have a gap or an upright stroke between its parts.
    pub(super) may_have_gaps: bool,
    /// Where the next slash stands, as far as lines were looked at.
    slash: usize,
    /// Whether any line may be a counter of characters without words.
    pub(super) may_count: bool,
    /// The positions of the lines that may begin a stamp by their first word.
    pub(super) stamped: Vec<usize>,
}

/// One trimmed line: a place in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    /// 1-based number in the source.
    pub(super) number: u32,
    /// 0-based page, counted by form feeds.
    pub(super) page: u32,
    /// The line of the form that it is as it stands.
    pub(super) printed: Option<&'static PrintedLine>,
}

impl Line<'_> {
    /// Whether it is a heading as the form prints it.
    pub(super) fn is_heading(&self) -> bool {
        self.printed
            .is_some_and(|printed| printed.heading.is_some())
    }
}

impl<'a> Lines<'a> {
    /// Splits `source`. Form feeds count pages and end lines.
    pub(super) fn whole(source: &'a str, edition: &'static Edition, mut number: u32) -> Self {
        let bytes = source.as_bytes();
        let all = Vec::with_capacity(256);
        let mut lines = Lines {
            source,
            all,
            others: Vec::with_capacity(64),
            numbered: Vec::with_capacity(64),
            asides: Vec::new(),
            doubtful: Vec::new(),
            noise: Vec::new(),
            titles: Vec::new(),
            title_count: 0,
            page_numbers: Vec::new(),
            may_have_edges: false,
            may_have_gaps: looks::may_have_gap(bytes) || memchr(b'|', bytes).is_some(),
            slash: memchr(b'/', bytes).unwrap_or(bytes.len()),
            may_count: false,
            stamped: Vec::new(),
        };
        let mut along = edition.printed().along();
        let (mut at, mut page) = (0, 0);
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'\n' => number += 1,
                b'\r' => number += u32::from(bytes.get(at + 1) != Some(&b'\n')),
                &FORM_FEED => page += 1,
                _ => {
                    at += lines.push(at, number, page, &mut along, edition);
                    continue;
                }
            }
            at += 1;
        }
        lines
    }

    /// Where the line at a position begins, in bytes.
    pub(super) fn start(&self, position: usize) -> usize {
        place(self.source, &self.all[position]).0
    }

    /// The text of the line at a position.
    pub(super) fn text(&self, position: usize) -> &'a str {
        self.all[position].text
    }

    /// The title that is broken over the line at a position and the next, if one is.
    pub(super) fn broken_title(&self, position: usize, edition: &Edition) -> Option<Filing> {
        const MOST_PART: usize = 80;
        let [first, second] = self.all.get(position..position + 2)? else {
            return None;
        };
        let is_part = |line: &Line| line.printed.is_none() && line.text.len() <= MOST_PART;
        let follows = first.number + 1 == second.number;
        (follows && is_part(first) && is_part(second)).then(|| {
            edition
                .titles
                .kind(&format!("{} {}", first.text, second.text))
        })?
    }

    /// The text from the start of one line to the end of another.
    pub(super) fn span(&self, first: &Line, last: &Line) -> &'a str {
        &self.source[place(self.source, first).0..place(self.source, last).1]
    }

    /// Whether page furniture was taken out between the two lines.
    pub(super) fn is_broken(&self, first: &Line, last: &Line) -> bool {
        let (from, to) = (place(self.source, first).0, place(self.source, last).1);
        self.noise
            .iter()
            .any(|(start, end)| *start >= from && *end <= to)
    }

    /// Keeps the line that begins at `start`, unless it is blank. Gives its length
    /// in bytes.
    fn push(
        &mut self,
        start: usize,
        number: u32,
        page: u32,
        along: &mut Along<'static>,
        edition: &Edition,
    ) -> usize {
        let source = self.source;
        let bytes = &source.as_bytes()[start..];
        if let Some((printed, length)) = along.expected(bytes)
            && bytes.get(length).is_none_or(|byte| is_line_end(*byte))
        {
            along.step();
            if printed.heading.is_some() {
                self.numbered.push(self.all.len());
            }
            self.all.push(Line {
                text: &source[start..start + length],
                number,
                page,
                printed: Some(printed),
            });
            return length;
        }
        let length = memchr3(b'\n', b'\r', FORM_FEED, bytes).unwrap_or(bytes.len());
        let line = &source[start..start + length];
        // Most lines begin and end with a plain character: nothing to trim.
        let text = if has_plain_ends(line.as_bytes()) {
            line
        } else {
            trim(line)
        };
        if !text.is_empty() {
            if may_be_page_number(text.as_bytes()) {
                self.page_numbers.push(self.all.len());
            }
            let printed = along.find(text);
            match printed {
                None => self.note_other(text, start..start + length, edition),
                Some(printed) if printed.heading.is_some() => self.numbered.push(self.all.len()),
                Some(_) => {}
            }
            self.all.push(Line {
                text,
                number,
                page,
                printed,
            });
        }
        length
    }

    /// Takes note of the next line, which is not known to be the form's. This is apart from
    /// what is done for every line, which has the registers for itself.
    #[inline(never)]
    fn note_other(&mut self, text: &str, place: Range<usize>, edition: &Edition) {
        self.others.push(self.all.len());
        let asides = edition.asides(text);
        if !asides.is_empty() {
            self.note_aside(text, asides, edition);
        }
        if !self.may_have_edges {
            self.may_have_edges = self.may_be_edge(text.as_bytes(), &place);
        }
    }

    /// Takes note of what the next line is that may be no answer, by how it begins.
    #[inline(never)]
    fn note_aside(&mut self, text: &str, asides: Asides, edition: &Edition) {
        let at = self.all.len();
        if looks::may_be_numbered(text) {
            self.numbered.push(at);
        }
        if looks::may_be_aside(text, edition) {
            self.asides.push(at);
        }
        if asides.has(Aside::Title)
            && let Some(kind) = edition.titles.kind(text)
        {
            self.titles.push((at, kind));
        }
        self.may_count = self.may_count || looks::bare_counter(text).is_some();
        if asides.has(Aside::Stamp) && looks::begins_stamp(text) {
            self.stamped.push(at);
        }
    }

    /// Whether a line may stand at the edge of a page by its bytes.
    fn may_be_edge(&mut self, line: &[u8], place: &Range<usize>) -> bool {
        if self.slash < place.start {
            let rest = &self.source.as_bytes()[place.start..];
            self.slash = place.start + memchr(b'/', rest).unwrap_or(rest.len());
        }
        looks::may_hold_page_number(line) || self.slash < place.end && looks::may_be_parted(line)
    }

    /// Takes out the lines at some positions, in order and each once.
    pub(super) fn drop(&mut self, positions: &[usize]) {
        if positions.is_empty() {
            return;
        }
        let (source, noise) = (self.source, &mut self.noise);
        let mut left = positions.iter().peekable();
        let mut position = 0;
        self.all.retain(|line| {
            let drop = left.next_if_eq(&&position).is_some();
            position += 1;
            if drop {
                noise.push(place(source, line));
            }
            !drop
        });
        // What was not dropped moves up by as many lines as were dropped before it.
        let moved = |position: usize| match positions.binary_search(&position) {
            Ok(_) => None,
            Err(before) => Some(position - before),
        };
        let noted = [
            &mut self.others,
            &mut self.numbered,
            &mut self.asides,
            &mut self.stamped,
        ];
        for noted in noted {
            *noted = noted.iter().filter_map(|at| moved(*at)).collect();
        }
        let titles = self.titles.iter();
        self.titles = titles
            .filter_map(|(at, kind)| Some((moved(*at)?, *kind)))
            .collect();
    }
}

/// A text whose lines all end as most texts have it. Word processors end lines within a
/// paragraph with a vertical tab or U+2028, and paragraphs with U+2029; old systems end
/// lines with U+0085.
pub(crate) fn with_line_ends(text: &str) -> Cow<'_, str> {
    const RARE: [char; 4] = ['\u{b}', '\u{85}', '\u{2028}', '\u{2029}'];
    let bytes = text.as_bytes();
    // Few texts have these bytes at all: 0xC2 begins signs such as a no-break blank, 0xE2 0x80
    // dashes and quotes.
    let is_rare = |at: usize| bytes[at] == 0x0b || bytes.get(at + 1) == Some(&0x85);
    let parts = |at: usize| matches!(bytes.get(at + 2), Some(0xA8 | 0xA9));
    let has_rare = memchr2_iter(0x0b, 0xC2, bytes).any(is_rare)
        || memmem::find_iter(bytes, b"\xE2\x80").any(parts);
    if has_rare {
        Cow::Owned(text.replace(RARE, "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Where a line stands in its text: start and end in bytes.
pub(super) fn place(source: &str, line: &Line) -> (usize, usize) {
    let start = line.text.as_ptr() as usize - source.as_ptr() as usize;
    (start, start + line.text.len())
}

/// Whether a byte ends a line.
fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | FORM_FEED)
}

/// Whether neither end can be a blank: ASCII that shows, or a letter from
/// U+00C0 to U+00FF, which is 0xC3 and one more byte.
fn has_plain_ends(line: &[u8]) -> bool {
    let (Some(first), Some(last)) = (line.first(), line.last()) else {
        return false;
    };
    (first.is_ascii_graphic() || *first == 0xC3)
        && (last.is_ascii_graphic() || matches!(line, [.., 0xC3, _]))
}

/// Trims blanks of every kind: also NBSP, zero-width space, BOM, and control characters
/// such as the one that old programs put at the end of a file. Of a line that holds nothing but
/// broken characters nothing is left.
pub(super) fn trim(text: &str) -> &str {
    let is_blank = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{ad}')
    };
    let text = text.trim_matches(is_blank);
    let is_broken = |c: char| c == '\u{fffd}' || is_blank(c);
    if text.starts_with('\u{fffd}') && text.chars().all(is_broken) {
        return "";
    }
    text
}

/// `text` without the blanks that it begins with: mostly one, or none.
pub(super) fn after_blank(text: &str) -> &str {
    let rest = text.strip_prefix(' ').unwrap_or(text);
    // 0xC3 begins the letters from U+00C0 to U+00FF.
    let is_plain = |first: &u8| first.is_ascii_graphic() || *first == 0xC3;
    if rest.as_bytes().first().is_some_and(is_plain) {
        rest
    } else {
        rest.trim_start()
    }
}

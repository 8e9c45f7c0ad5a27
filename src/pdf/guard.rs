//! What a file may hold before a reader of PDF sees it: a size, an end, no
//! encryption, and streams that are whole and stay small when decoded. It looks
//! at the raw bytes, since that reader decodes some streams as it opens a file
//! and knows no limits. It does not understand the document.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use memchr::memmem;

use crate::pdf::{MOST_BYTES, Unreadable};

/// The most bytes of one decoded stream: contents, forms, objects.
const MOST_STREAM: usize = 4 << 20;
/// The same for fonts, pictures, attachments, which nest in nothing.
const MOST_HEAVY: usize = 32 << 20;
/// The most bytes of all decoded streams.
const MOST_DECODED: usize = 96 << 20;
/// The most bytes that soft masks may take: each use of one keeps a decoded form.
const MOST_MASKED: usize = 48 << 20;
/// The most streams.
const MOST_STREAMS: usize = 20_000;
/// How deep objects may nest; those of a copy do so less than ten times.
const DEEPEST: usize = 500;
/// The most columns of a row; a reader makes room for a whole one at once.
const WIDEST: u64 = 100_000;
/// Where the mark of the end must stand, counted from the end.
const TAIL: usize = 4096;

/// Checks a file.
pub(super) fn check(bytes: &[u8]) -> Result<(), Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::Limits);
    }
    if memmem::rfind(&bytes[bytes.len().saturating_sub(TAIL)..], b"%%EOF").is_none()
        || is_cut(bytes)
    {
        return Err(Unreadable::Truncated);
    }
    let pieces = pieces(bytes)?;
    // Asked first of the whole file, whose end tells: encrypted data cannot be
    // decoded and would pass for damaged ones.
    if pieces.iter().any(|piece| piece.names.encrypted) {
        return Err(Unreadable::Encrypted);
    }
    let mut all = Load::default();
    for Piece { names, data } in &pieces {
        all.masks |= names.masks;
        if names.deep {
            return Err(Unreadable::Limits);
        }
        if let Some(data) = data {
            all.add(&names.load(data)?);
        }
        if all.size > MOST_DECODED {
            return Err(Unreadable::Limits);
        }
    }
    if all.is_bearable() {
        Ok(())
    } else {
        Err(Unreadable::Limits)
    }
}

/// A stream with what stands before it.
#[derive(Debug)]
struct Piece<'b> {
    names: Names,
    /// None at the end of the file.
    data: Option<&'b [u8]>,
}

/// A file cut at its streams.
fn pieces(bytes: &[u8]) -> Result<Vec<Piece<'_>>, Unreadable> {
    let (mut at, mut pieces) = (0, Vec::new());
    while pieces.len() < MOST_STREAMS {
        let Some((keyword, start)) = next_stream(bytes, at) else {
            pieces.push(Piece {
                names: Names::of(&bytes[at..]),
                data: None,
            });
            return Ok(pieces);
        };
        let length = memmem::find(&bytes[start..], b"endstream").ok_or(Unreadable::Truncated)?;
        let data = &bytes[start..start + length];
        pieces.push(Piece {
            names: Names::of(&bytes[at..keyword]),
            data: Some(data),
        });
        at = start + length + b"endstream".len();
    }
    Err(Unreadable::Limits)
}

/// What decoded streams weigh.
#[derive(Debug, Default)]
struct Load {
    size: usize,
    /// The largest that was compressed and may be a form.
    largest: usize,
    /// How often a graphics state is set.
    states: usize,
    /// Whether a state may have a soft mask.
    masks: bool,
}

impl Load {
    fn add(&mut self, other: &Self) {
        self.size += other.size;
        self.largest = self.largest.max(other.largest);
        self.states += other.states;
        self.masks |= other.masks;
    }

    /// Takes a piece of decoded data into account. What stands across the ends
    /// of two pieces is missed, which does not matter here.
    fn scan(&mut self, piece: &[u8]) {
        self.size += piece.len();
        self.states += memmem::find_iter(piece, b" gs").count();
        self.masks |= memmem::find(piece, b"/Luminosity").is_some()
            || memmem::find(piece, b"/Alpha").is_some();
    }

    /// Whether the soft masks that may be held at once fit.
    fn is_bearable(&self) -> bool {
        !self.masks || self.states.saturating_mul(self.largest) <= MOST_MASKED
    }
}

/// Whether a file made for the web is shorter than it says.
fn is_cut(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    if memmem::find(head, b"/Linearized").is_none() {
        return false;
    }
    let Some(at) = memmem::find(head, b"/L ") else {
        return false;
    };
    let digits = head[at + 3..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit());
    let told = digits.fold(0usize, |told, digit| {
        told.saturating_mul(10) + usize::from(digit - b'0')
    });
    told > bytes.len()
}

/// The place of the next keyword `stream` and of its data.
fn next_stream(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    memmem::find_iter(&bytes[from..], b"stream").find_map(|at| {
        let at = from + at;
        let start = match bytes.get(at + 6..)? {
            [b'\r', b'\n', ..] => at + 8,
            [b'\r' | b'\n', ..] => at + 7,
            _ => return None,
        };
        (!bytes[..at].ends_with(b"end")).then_some((at, start))
    })
}

/// What the names before a stream say about it.
#[derive(Debug, Default)]
struct Names {
    encrypted: bool,
    /// A font, a picture, an attachment or metadata.
    heavy: bool,
    /// A form, whatever else it says it is.
    form: bool,
    /// A soft mask.
    masks: bool,
    /// A row of a picture or table that no file has, or one told elsewhere.
    wide: bool,
    /// Objects within objects beyond all use.
    deep: bool,
    filters: Vec<Filter>,
}

/// A filter by what it does to the size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    Flate,
    Base85,
    Hex,
    /// Only for pictures, which are never decoded.
    Picture,
    /// One that multiplies and is not decoded here, or is not named in place.
    Unbounded,
}

impl Names {
    /// The names in the bytes between two streams: those of the second one's
    /// dictionary, and of whatever stands before it.
    fn of(bytes: &[u8]) -> Self {
        let mut names = Self {
            deep: is_deep(bytes),
            ..Self::default()
        };
        let mut at = 0;
        while let Some(slash) = memchr::memchr(b'/', &bytes[at..]) {
            let (name, end) = name(bytes, at + slash + 1);
            at = end;
            match &name[..] {
                b"Encrypt" => names.encrypted = true,
                b"Length1" | b"Length2" | b"Image" | b"EmbeddedFile" | b"Metadata" | b"Type1C"
                | b"CIDFontType0C" | b"OpenType" => names.heavy = true,
                b"Form" | b"ObjStm" | b"XRef" => names.form = true,
                b"Luminosity" | b"Alpha" => names.masks = true,
                b"Columns" => names.wide |= !matches!(number(bytes, end), Some(0..=WIDEST)),
                b"DecodeParms" | b"DP" => names.wide |= number(bytes, end).is_some(),
                b"Filter" => names.filters = filters(bytes, end),
                b"F" if names.filters.is_empty() => {
                    names.filters = filters(bytes, end);
                    names.filters.retain(|filter| *filter != Filter::Unbounded);
                }
                _ => {}
            }
        }
        names
    }

    /// What a stream's data weigh when decoded.
    fn load(&self, data: &[u8]) -> Result<Load, Unreadable> {
        let most = if self.heavy && !self.form {
            MOST_HEAVY
        } else {
            MOST_STREAM
        };
        let mut data = Cow::Borrowed(data);
        if self.wide {
            return Err(Unreadable::Limits);
        }
        for (position, filter) in self.filters.iter().enumerate() {
            match filter {
                Filter::Picture => return Ok(Load::default()),
                Filter::Unbounded => return Err(Unreadable::Limits),
                Filter::Base85 => data = Cow::Owned(base_85(&data)),
                Filter::Hex => data = Cow::Owned(hex(&data)),
                Filter::Flate => {
                    let last = self.filters[position + 1..]
                        .iter()
                        .all(|filter| *filter == Filter::Picture);
                    if !last {
                        return Err(Unreadable::Limits);
                    }
                    let mut load = inflated(&data, most)?;
                    load.largest = if self.heavy && !self.form {
                        0
                    } else {
                        load.size
                    };
                    return Ok(load);
                }
            }
        }
        // Compressed data that nothing says are compressed have lost their filter.
        if matches!(&data[..], [0x78, 0x01 | 0x5E | 0x9C | 0xDA, ..])
            && inflated(&data, most).is_ok()
        {
            return Err(Unreadable::Damaged);
        }
        let mut load = Load::default();
        load.scan(&data);
        if data.len() > most {
            Err(Unreadable::Limits)
        } else {
            Ok(load)
        }
    }
}

/// Whether dictionaries and lists nest beyond the limit. Signs in strings are
/// taken for brackets too, which the limit leaves room for.
fn is_deep(bytes: &[u8]) -> bool {
    let (mut depth, mut at) = (0usize, 0);
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| b"[]<>e".contains(byte)))
    {
        at += found;
        let rest = &bytes[at..];
        let (change, width) = match rest {
            [b'<', b'<', ..] => (1, 2),
            [b'[', ..] => (1, 1),
            [b'>', b'>', ..] => (-1, 2),
            [b']', ..] => (-1, 1),
            _ if rest.starts_with(b"endobj") => (isize::MIN, 6),
            _ => (0, 1),
        };
        depth = depth.saturating_add_signed(change);
        at += width;
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// The name from `start` on with its escapes resolved, and where it ends.
fn name(bytes: &[u8], start: usize) -> (Vec<u8>, usize) {
    const LONGEST: usize = 64;
    let is_regular = |byte: &u8| !byte.is_ascii_whitespace() && !b"\0()<>[]{}/%".contains(byte);
    let length = bytes[start..]
        .iter()
        .take_while(|byte| is_regular(byte))
        .count();
    let raw = &bytes[start..start + length.min(LONGEST)];
    let mut name = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(byte) = raw.get(at) {
        let digit = |at: usize| {
            raw.get(at)
                .and_then(|digit| char::from(*digit).to_digit(16))
        };
        if let (b'#', Some(high), Some(low)) = (byte, digit(at + 1), digit(at + 2)) {
            name.push((high * 16 + low) as u8);
            at += 3;
        } else {
            name.push(*byte);
            at += 1;
        }
    }
    (name, start + length)
}

/// The number from `at` on.
fn number(bytes: &[u8], at: usize) -> Option<u64> {
    let text = bytes[at..].trim_ascii_start();
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    str::from_utf8(&text[..length]).ok()?.parse().ok()
}

/// The filters named from `at` on: one, or a list.
fn filters(bytes: &[u8], at: usize) -> Vec<Filter> {
    let blank = |at: usize| {
        bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count()
    };
    let mut at = at + blank(at);
    let is_list = bytes.get(at) == Some(&b'[');
    if is_list {
        at += 1;
    }
    let mut found = Vec::new();
    loop {
        at += blank(at);
        match bytes.get(at) {
            Some(b'/') => {
                let (name, end) = name(bytes, at + 1);
                found.push(filter(&name));
                at = end;
            }
            Some(b']') if is_list => return found,
            _ => found.push(Filter::Unbounded),
        }
        if !is_list || found.len() > 4 || found.last() == Some(&Filter::Unbounded) {
            return found;
        }
    }
}

fn filter(name: &[u8]) -> Filter {
    match name {
        b"FlateDecode" | b"Fl" => Filter::Flate,
        b"ASCII85Decode" | b"A85" => Filter::Base85,
        b"ASCIIHexDecode" | b"AHx" => Filter::Hex,
        b"DCTDecode" | b"DCT" | b"CCITTFaxDecode" | b"CCF" | b"JBIG2Decode" | b"JPXDecode" => {
            Filter::Picture
        }
        _ => Filter::Unbounded,
    }
}

/// What compressed data weigh when decoded; data that cannot be decoded to their
/// end are damaged.
fn inflated(data: &[u8], most: usize) -> Result<Load, Unreadable> {
    match counted(ZlibDecoder::new(data), most) {
        Err(Unreadable::Damaged) => counted(DeflateDecoder::new(data), most),
        outcome => outcome,
    }
}

fn counted(mut decoder: impl Read, most: usize) -> Result<Load, Unreadable> {
    let mut scratch = [0; 16 << 10];
    let mut load = Load::default();
    loop {
        match decoder.read(&mut scratch) {
            Ok(0) => return Ok(load),
            Ok(read) => load.scan(&scratch[..read]),
            Err(_) => return Err(Unreadable::Damaged),
        }
        if load.size > most {
            return Err(Unreadable::Limits);
        }
    }
}

/// Base-85 data decoded; what is no digit is passed over.
fn base_85(data: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(data.len());
    let mut group = Vec::with_capacity(5);
    for byte in data.iter().take_while(|byte| **byte != b'~') {
        match byte {
            b'z' if group.is_empty() => decoded.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => {}
        }
        if group.len() == 5 {
            decoded.extend(four(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        decoded.extend(&four(&group)[..kept]);
    }
    decoded
}

fn four(group: &[u32]) -> [u8; 4] {
    group
        .iter()
        .fold(0u32, |value, digit| {
            value.wrapping_mul(85).wrapping_add(*digit)
        })
        .to_be_bytes()
}

/// Hexadecimal data decoded; what is no digit is passed over.
fn hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .map(|digit| digit as u8)
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_through_their_escapes() {
        let names =
            Names::of(b"1 0 obj << /Fi#6cter [/ASCII85Decode /Flate#44ecode] /Length1 9 >>");
        assert_eq!(names.filters, [Filter::Base85, Filter::Flate]);
        assert!(names.heavy && !names.encrypted);
        assert_eq!(
            Names::of(b"<< /Filter 9 0 R >>").filters,
            [Filter::Unbounded]
        );
        assert_eq!(
            Names::of(b"<< /Filter /LZWDecode >>").filters,
            [Filter::Unbounded]
        );
        assert!(Names::of(b"<< /DecodeParms << /Predictor 2 /Columns 99999999999 >> >>").wide);
        assert!(Names::of(b"<< /DecodeParms 7 0 R >>").wide);
        assert!(!Names::of(b"<< /DecodeParms << /Predictor 12 /Columns 5 >> >>").wide);
        assert!(Names::of(b"trailer << /Root 1 0 R /Encrypt 5 0 R >>").encrypted);
    }

    #[test]
    fn nesting_is_bounded_within_each_object() {
        assert!(is_deep("<< /X ".repeat(600).as_bytes()));
        assert!(is_deep("[".repeat(600).as_bytes()));
        assert!(!is_deep("<< /X [ <</Y 1>> ] >> ".repeat(600).as_bytes()));
        assert!(!is_deep("(a [ sign) endobj ".repeat(600).as_bytes()));
    }

    #[test]
    fn ascii_filters_are_decoded() {
        assert_eq!(base_85(b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(base_85(b"z!!~>"), [0, 0, 0, 0, 0]);
        assert_eq!(hex(b"48 65 6C6c6>"), b"Hell`");
    }

    #[test]
    fn a_file_for_the_web_that_is_cut_is_known() {
        assert!(is_cut(
            b"%PDF-1.5\n1 0 obj <</Linearized 1/L 5000/H [1 2]>>"[..].into()
        ));
        assert!(is_cut(b"%PDF-1.5\n1 0 obj <</Linearized 1 /L 5000 /N 4>>"));
        assert!(!is_cut(b"%PDF-1.5\n1 0 obj <</Linearized 1 /L 40 /N 4>>"));
    }
}

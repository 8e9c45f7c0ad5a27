//! What a file is, by its first bytes: text, nothing, or a kind of binary. The name of
//! the file is ignored, and formats of text are not distinguished.

use super::wide;

/// How many bytes of a file are examined.
const HEAD: usize = 8 * 1024;

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// There are no bytes, or only blanks.
    Empty,
    /// It is not text. The word names the kind: `pdf`, `zip`, `gzip`, `tar`, `office
    /// document`, `parquet`, `image/...`, `rtf`, `archive`, `program`, `media`, `binary`.
    Binary(&'static str),
    /// It is text in some encoding.
    Text,
}

/// The signatures of the kinds that have one, each with its position.
const MAGIC: [(usize, &[u8], &str); 38] = [
    (0, b"\xFF\xD8\xFF", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1A\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (0, b"\0\0\x01\0", "image/icon"),
    (0, b"\x1F\x8B", "gzip"),
    (257, b"ustar", "tar"),
    (0, b"PAR1", "parquet"),
    (0, b"ARROW1", "binary"),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "office document"),
    (0, b"{\\rtf", "rtf"),
    (0, b"7z\xBC\xAF\x27\x1C", "archive"),
    (0, b"Rar!\x1A\x07", "archive"),
    (0, b"BZh", "archive"),
    (0, b"\xFD7zXZ\0", "archive"),
    (0, b"\x28\xB5\x2F\xFD", "archive"),
    (0, b"!<arch>\n", "archive"),
    (0, b"\x7FELF", "program"),
    (0, b"MZ\x90\0", "program"),
    (0, b"\xCA\xFE\xBA\xBE", "program"),
    (0, b"\xCF\xFA\xED\xFE", "program"),
    (4, b"ftyp", "media"),
    (0, b"ID3", "media"),
    (0, b"OggS", "media"),
    (0, b"fLaC", "media"),
    (0, b"\x1A\x45\xDF\xA3", "media"),
    (8, b"WAVEfmt", "media"),
    (0, b"SQLite format 3\0", "binary"),
    (0, b"wOF2", "binary"),
    (0, b"wOFF", "binary"),
    (0, b"\0asm", "program"),
];

/// Says what `bytes` are: a file, or at least its first 8 KB.
pub(crate) fn sniff(bytes: &[u8]) -> Content {
    let head = &bytes[..bytes.len().min(HEAD)];
    let blank = |bytes: &[u8]| {
        bytes
            .iter()
            .all(|byte| byte.is_ascii_whitespace() || *byte == 0x0B)
    };
    if blank(head) && blank(bytes) || is_mark_alone(bytes) {
        return Content::Empty;
    }
    if let Some(kind) = signature(head) {
        return Content::Binary(kind);
    }
    if wide::of(bytes).is_none() && is_binary(head) && !is_text_with_zeros(head) {
        return Content::Binary("binary");
    }
    Content::Text
}

/// The bytes without the zero bytes that a text is filled up with at its end. Those of wide
/// text are characters.
pub(crate) fn without_padding(bytes: &[u8]) -> &[u8] {
    match bytes {
        [.., 0] if wide::of(bytes).is_none() => {
            let end = bytes.iter().rposition(|byte| *byte != 0);
            &bytes[..end.map_or(0, |last| last + 1)]
        }
        _ => bytes,
    }
}

/// Whether bytes with zero bytes are text all the same: filled up with them, joined with wide
/// text, or with some between lines. They have no other control characters.
fn is_text_with_zeros(head: &[u8]) -> bool {
    if memchr::memchr(0, head).is_none() {
        return false;
    }
    let is_odd = |byte: &u8| matches!(byte, 0x01..=0x07 | 0x0E..=0x19 | 0x1C..=0x1F | 0x7F);
    let runs = wide::runs(head);
    let mut narrow = runs
        .iter()
        .filter(|(_, wide)| wide.is_none())
        .map(|(range, _)| &head[range.clone()]);
    let is_plain = narrow.clone().all(|part| !part.iter().any(is_odd));
    let is_joined = runs.len() > 1;
    let has_lines = |part: &[u8]| {
        let text = without_padding(part);
        let filled = text.len() < part.len() && memchr::memchr(0, text).is_none();
        filled && !text.is_empty() || memchr::memchr2(b'\n', b'\r', text).is_some()
    };
    is_plain && (is_joined || narrow.any(has_lines))
}

/// Whether there is a byte order mark and nothing after it.
fn is_mark_alone(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        b"\xEF\xBB\xBF" | b"\xFF\xFE" | b"\xFE\xFF" | b"\xFF\xFE\0\0" | b"\0\0\xFE\xFF"
    )
}

fn signature(head: &[u8]) -> Option<&'static str> {
    // A signature that has only letters may also occur in a text.
    let found = |at: usize, magic: &[u8]| {
        head.get(at) == magic.first()
            && head[at..].starts_with(magic)
            && (!magic.iter().all(u8::is_ascii_alphanumeric) || is_binary(head))
    };
    if let Some((_, _, kind)) = MAGIC.iter().find(|(at, magic, _)| found(*at, magic)) {
        return Some(kind);
    }
    if head.starts_with(b"PK\x03\x04")
        || head.starts_with(b"PK\x05\x06")
        || head.starts_with(b"PK\x07\x08")
    {
        return Some(if is_office(head) {
            "office document"
        } else {
            "zip"
        });
    }
    // Readers of PDF allow other bytes before the header. To tell such files from text
    // about PDF, the header must begin a line and have a version.
    let pdf = mark_of_pdf(head)?;
    let begins =
        pdf == 0 || matches!(head[pdf - 1], b'\n' | b'\r') || is_binary(&head[..pdf]) || pdf == 3;
    (begins && head.get(pdf + 5).is_some_and(u8::is_ascii_digit)).then_some("pdf")
}

/// Where the mark of a PDF stands near the beginning.
fn mark_of_pdf(head: &[u8]) -> Option<usize> {
    let start = &head[..head.len().min(1024)];
    memchr::memchr(b'%', start)?;
    memchr::memmem::find(start, b"%PDF-")
}

/// Whether `bytes` are a PDF, as [`sniff`] says it.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    mark_of_pdf(bytes).is_some() && sniff(bytes) == Content::Binary("pdf")
}

/// Whether a zip archive is a document of an office program.
fn is_office(head: &[u8]) -> bool {
    let first = head.get(30..).unwrap_or_default();
    first.starts_with(b"[Content_Types].xml")
        || first.starts_with(b"mimetypeapplication/")
        || [&b"word/"[..], b"xl/", b"ppt/", b"_rels/.rels", b"docProps/"]
            .iter()
            .any(|name| first.starts_with(name))
}

/// Whether bytes that are not UTF-16 are no text, because they hold a zero byte or many other
/// control characters.
fn is_binary(head: &[u8]) -> bool {
    // Nearly every text ends here: it has no control characters but 0x08 to 0x0D, which
    // are tabs, line ends and page breaks. With one bit changed and less six, all others
    // are below 26 and no other byte is. So one minimum tells, over many bytes at once.
    let others = |byte: &u8| (byte ^ 0x08).wrapping_sub(6);
    let least = head.iter().map(others).fold(u8::MAX, u8::min);
    if least >= 26 && memchr::memchr(0x7F, head).is_none() {
        return false;
    }
    let is_odd = |byte: &&u8| matches!(byte, 0x01..=0x07 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    memchr::memchr(0, head).is_some() || head.iter().filter(is_odd).count() * 10 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_told_from_text() {
        for byte in 0..=u8::MAX {
            let is_text = byte >= 0x20 && byte != 0x7F || (0x08..=0x0D).contains(&byte);
            assert_eq!(is_binary(&[byte]), !is_text && byte != 0x1B, "{byte:#x}");
        }
    }

    #[test]
    fn kinds_are_known_by_content() {
        let mut tar = vec![b'a'; 257];
        tar.extend_from_slice(b"ustar\x0000");
        for (bytes, content) in [
            (&b""[..], Content::Empty),
            (b" \r\n\t", Content::Empty),
            (b"\xEF\xBB\xBF", Content::Empty),
            (b"%PDF-1.7\n%\xE2\xE3", Content::Binary("pdf")),
            (b"\n%PDF-1.4\n", Content::Binary("pdf")),
            (b"see %PDF-1.4", Content::Text),
            (b"formatetWEBP gick", Content::Text),
            (b"\xFF\xD8\xFF\xE0\0\x10JFIF", Content::Binary("image/jpeg")),
            (
                b"PK\x03\x04\x14\0\0\0\x08\0aaaabbbbccccdddd\x05\0\0\0a.txt",
                Content::Binary("zip"),
            ),
            (
                b"PK\x03\x04\x14\0\0\0\x08\0aaaabbbbccccdddd\x13\0\0\0[Content_Types].xml",
                Content::Binary("office document"),
            ),
            (b"\x1F\x8B\x08\0", Content::Binary("gzip")),
            (&tar, Content::Binary("tar")),
            (b"PAR1\x15\x04", Content::Binary("parquet")),
            (b"abc\0def", Content::Binary("binary")),
            (b"\x01\x02\x03\x04", Content::Binary("binary")),
            (b"{\"controller\": {}}", Content::Text),
            (b"H\xE4lsa", Content::Text),
            (b"a\0b\0c\0d\0", Content::Text),
            (b"\xFF\xFEa\0b\0", Content::Text),
            (b"page one\x0Cpage two", Content::Text),
            (b"page one\0\0\0", Content::Text),
            (b"line\0\nline\0\n", Content::Text),
            (b"\x01line\0\nline\0\n", Content::Binary("binary")),
            (b"\0\0\0\0", Content::Binary("binary")),
            (b"a line of text\nA\0n\0o\0t\0h\0e\0r\0", Content::Text),
        ] {
            assert_eq!(
                sniff(bytes),
                content,
                "{:?}",
                String::from_utf8_lossy(bytes)
            );
        }
    }
}

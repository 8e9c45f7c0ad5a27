//! A message of Outlook (`.msg`) as a folder of its parts, like a mail. Source of the numbers
//! of properties: MS-OXMSG and MS-OXPROPS.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use cfb::CompoundFile;
use encoding_rs::WINDOWS_1252;

use super::{Mail, Part, TooMany};

/// The largest property, in bytes.
const MOST_BYTES: u64 = 64 << 20;
/// How many attachments a message may have.
const MOST_PARTS: usize = 1_000;
/// How deep messages may lie in one another.
const DEEPEST: usize = 8;

/// What is looked for, by the number of the property.
const SUBJECT: &str = "0037";
const BODY: &str = "1000";
const PAGE: &str = "1013";
const RICH: &str = "1009";
const HEADERS: &str = "007D";
const SENDER: [&str; 2] = ["5D01", "0C1F"];
const LONG_NAME: &str = "3707";
const SHORT_NAME: &str = "3704";
const SHOWN_NAME: &str = "3001";
const DATA: &str = "3701";
type File<'a> = CompoundFile<Cursor<&'a [u8]>>;

/// Reads a message. `None` where the bytes are none.
///
/// # Errors
/// [`TooMany`] where it has more parts than messages have.
pub(crate) fn read(source: &[u8]) -> Result<Option<Mail>, TooMany> {
    match CompoundFile::open(Cursor::new(source)) {
        Ok(mut file) if file.exists("/__properties_version1.0") => {
            message(&mut file, Path::new("/"), 0).map(Some)
        }
        _ => Ok(None),
    }
}

/// The message that stands in a folder of the file.
fn message(file: &mut File, folder: &Path, depth: usize) -> Result<Mail, TooMany> {
    if depth > DEEPEST {
        return Err(TooMany);
    }
    let headers = text(file, folder, HEADERS).unwrap_or_default();
    let header = |name: &str| {
        headers.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found
                .eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        })
    };
    let sender = SENDER
        .iter()
        .find_map(|property| text(file, folder, property))
        .filter(|address| address.contains('@'))
        .or_else(|| header("From"));
    let sent = header("Date").and_then(|date| mail_parser::DateTime::parse_rfc822(&date));
    let [body, beside] = bodies(file, folder);
    let mut mail = Mail {
        subject: text(file, folder, SUBJECT).unwrap_or_default(),
        sender: address(&sender.unwrap_or_default()),
        sent: sent.map(|date| date.to_rfc3339()).unwrap_or_default(),
        body,
        beside,
        attached: Vec::new(),
    };
    for attachment in attachments(file, folder) {
        if mail.attached.len() > MOST_PARTS {
            return Err(TooMany);
        }
        attached(file, &attachment, depth, &mut mail.attached)?;
    }
    Ok(mail)
}

/// What was written: the first two of the plain text, the page and the rich text that are there.
fn bodies(file: &mut File, folder: &Path) -> [Option<Part>; 2] {
    let part = |name: &str, bytes: Vec<u8>| Part {
        name: name.to_owned(),
        bytes,
    };
    let is_written = |bytes: &Vec<u8>| !bytes.trim_ascii().is_empty();
    let plain = text(file, folder, BODY).map(String::into_bytes);
    let page = text(file, folder, PAGE).map(String::into_bytes);
    let page = page.or_else(|| stream(file, folder, PAGE, "0102"));
    let rich = stream(file, folder, RICH, "0102").and_then(|packed| unpacked(&packed));
    let named = [("body.txt", plain), ("body.html", page), ("body.rtf", rich)].into_iter();
    let mut written = named.filter_map(|(name, bytes)| Some(part(name, bytes.filter(is_written)?)));
    [written.next(), written.next()]
}

/// The folders of the attachments, in order.
fn attachments(file: &File, folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = file.read_storage(folder) else {
        return Vec::new();
    };
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| entry.is_storage() && entry.name().starts_with("__attach_version1.0_#"))
        .map(|entry| entry.path().to_owned())
        .collect();
    found.sort();
    found
}

/// Adds an attachment: a file, or the parts of a message.
fn attached(
    file: &mut File,
    folder: &Path,
    depth: usize,
    parts: &mut Vec<Part>,
) -> Result<(), TooMany> {
    let name = [LONG_NAME, SHORT_NAME, SHOWN_NAME]
        .iter()
        .find_map(|property| text(file, folder, property))
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| format!("attachment-{}", parts.len() + 1));
    let within = folder.join(format!("__substg1.0_{DATA}000D"));
    if file.is_storage(&within) {
        let inner = message(file, &within, depth + 1)?;
        let named = |part: Part| Part {
            name: format!("{name}.msg/{}", part.name),
            ..part
        };
        parts.extend(inner.body.into_iter().chain(inner.attached).map(named));
    } else if let Some(bytes) = stream(file, folder, DATA, "0102") {
        parts.push(Part { name, bytes });
    }
    Ok(())
}

/// A property that is text.
fn text(file: &mut File, folder: &Path, property: &str) -> Option<String> {
    if let Some(wide) = stream(file, folder, property, "001F") {
        return Some(
            encoding_rs::UTF_16LE
                .decode_without_bom_handling(&wide)
                .0
                .into_owned(),
        );
    }
    let narrow = stream(file, folder, property, "001E")?;
    Some(match String::from_utf8(narrow) {
        Ok(text) => text,
        Err(error) => WINDOWS_1252
            .decode_without_bom_handling(error.as_bytes())
            .0
            .into_owned(),
    })
}

/// The bytes of a property of a type.
fn stream(file: &mut File, folder: &Path, property: &str, kind: &str) -> Option<Vec<u8>> {
    let path = folder.join(format!("__substg1.0_{property}{kind}"));
    if !file.is_stream(&path) {
        return None;
    }
    let mut bytes = Vec::new();
    file.open_stream(&path)
        .ok()?
        .take(MOST_BYTES)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(bytes)
}

/// The address within `Name <address>`, in lower case.
fn address(sender: &str) -> String {
    let within = sender
        .rsplit_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    within
        .map_or(sender, |(address, _)| address)
        .trim()
        .to_lowercase()
}

/// What the window of compressed rich text holds at first. Source: MS-OXRTFCP 2.1.2.1.
const PRELOAD: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \
\\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier\
{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/// Rich text as it was before Outlook compressed it. Source: MS-OXRTFCP.
fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    const WINDOW: usize = 4096;
    let (head, mut rest) = packed.split_at_checked(16)?;
    let size = u32::from_le_bytes(head[4..8].try_into().ok()?) as usize;
    match &head[8..12] {
        b"MELA" => return Some(rest.get(..size).unwrap_or(rest).to_vec()),
        b"LZFu" => {}
        _ => return None,
    }
    let mut window = [0_u8; WINDOW];
    window[..PRELOAD.len()].copy_from_slice(PRELOAD);
    let mut at = PRELOAD.len();
    let mut out = Vec::new();
    while let Some((control, after)) = rest.split_first() {
        rest = after;
        for bit in 0..8 {
            let (from, length) = if control >> bit & 1 == 0 {
                let Some((byte, after)) = rest.split_first() else {
                    return Some(out);
                };
                rest = after;
                window[at] = *byte;
                (at, 1)
            } else {
                let Some((pair, after)) = rest.split_at_checked(2) else {
                    return Some(out);
                };
                rest = after;
                let from = usize::from(pair[0]) << 4 | usize::from(pair[1]) >> 4;
                if from == at {
                    return Some(out);
                }
                (from, usize::from(pair[1] & 0xF) + 2)
            };
            for step in 0..length {
                let byte = window[(from + step) % WINDOW];
                window[at] = byte;
                at = (at + 1) % WINDOW;
                out.push(byte);
            }
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressed_rich_text_is_unpacked() {
        // The example of MS-OXRTFCP 4.1.1.
        let packed = [
            0x2d, 0x00, 0x00, 0x00, 0x2b, 0x00, 0x00, 0x00, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5,
            0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42,
            0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05, 0xb0,
            0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
        ];
        let text = unpacked(&packed).unwrap();
        assert_eq!(text, b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
        for end in 0..packed.len() {
            let _ = unpacked(&packed[..end]);
        }
    }

    #[test]
    fn a_message_is_its_parts() {
        let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        let mut put = |path: &str, bytes: &[u8]| {
            use std::io::Write;
            file.create_stream(path).unwrap().write_all(bytes).unwrap();
        };
        let wide = |text: &str| {
            text.encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<u8>>()
        };
        put("/__properties_version1.0", &[0; 32]);
        put("/__substg1.0_0037001F", &wide("Ärende"));
        put("/__substg1.0_1000001E", b"Anm\xe4lan");
        put("/__substg1.0_0C1F001F", &wide("A@Imy.se"));
        file.create_storage("/__attach_version1.0_#00000000")
            .unwrap();
        let mut put = |path: &str, bytes: &[u8]| {
            use std::io::Write;
            file.create_stream(path).unwrap().write_all(bytes).unwrap();
        };
        put(
            "/__attach_version1.0_#00000000/__substg1.0_37010102",
            b"%PDF",
        );
        put(
            "/__attach_version1.0_#00000000/__substg1.0_3707001F",
            &wide("a.pdf"),
        );
        let bytes = file.into_inner().into_inner();
        let mail = read(&bytes).unwrap().unwrap();
        assert_eq!(
            (mail.subject.as_str(), mail.sender.as_str()),
            ("Ärende", "a@imy.se")
        );
        let part = |name: &str, bytes: &[u8]| Part {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        assert_eq!(mail.body, Some(part("body.txt", "Anmälan".as_bytes())));
        assert_eq!(mail.attached, [part("a.pdf", b"%PDF")]);
        assert_eq!(read(b"\xd0\xcf\x11\xe0"), Ok(None));
    }
}

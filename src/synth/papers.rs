//! A plan as the documents and mails that people hold: the lines of the text copy, written as
//! pages, office documents and mails. Each says the same in the manner of its format, with
//! boxes that hold their state. They are the least that programs of that kind open.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::time::SystemTime;

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::synth::Format;
use crate::synth::plan::Plan;
use crate::synth::text;

/// One line of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line<'t> {
    Words(&'t str),
    /// An option with its box.
    Option {
        label: &'t str,
        is_ticked: bool,
    },
}

impl<'t> Line<'t> {
    fn of(line: &'t str) -> Self {
        const MARKS: [(&str, bool); 4] =
            [("☒ ", true), ("[x] ", true), ("☐ ", false), ("[ ] ", false)];
        MARKS
            .iter()
            .find_map(|(mark, is_ticked)| {
                let label = line.strip_prefix(mark)?;
                let is_ticked = *is_ticked;
                Some(Self::Option { label, is_ticked })
            })
            .unwrap_or(Self::Words(line))
    }

    /// The line in a format, given how its words and how an option are written.
    fn written(
        self,
        words: fn(&str) -> String,
        option: impl FnOnce(String, bool) -> String,
    ) -> String {
        match self {
            Self::Words(line) => words(line),
            Self::Option { label, is_ticked } => option(words(label), is_ticked),
        }
    }
}

/// The copy as a file of this format; nothing for a format that is no document or mail.
pub(super) fn bytes(plan: &Plan, format: Format) -> Vec<u8> {
    let copy = text::written(plan);
    let lines: Vec<Line> = copy
        .split(['\n', '\u{c}'])
        .filter(|line| !line.is_empty())
        .map(Line::of)
        .collect();
    match format {
        Format::Html => page(&lines).into_bytes(),
        Format::Mhtml => mail(SAVED, &page(&lines)),
        Format::Rtf => rich(&lines),
        Format::Docx => word(&lines),
        Format::Odt => open_text(&lines),
        Format::Eml => mail(SENT, &copy),
        Format::Msg => message(&copy).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Words as they stand in XML and HTML.
fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A page of the web. Where no box is ticked, the boxes are signs: a page with boxes of which
/// none is ticked was saved without their state.
fn page(lines: &[Line]) -> String {
    let is_ticked = |line: &Line| {
        matches!(
            line,
            Line::Option {
                is_ticked: true,
                ..
            }
        )
    };
    let holds_state = lines.iter().any(is_ticked);
    let option = |label: String, is_ticked: bool| {
        if holds_state {
            let state = if is_ticked { " checked" } else { "" };
            format!("<label><input type=\"checkbox\"{state} disabled> {label}</label>")
        } else {
            format!("☐ {label}")
        }
    };
    let mut page = "<!DOCTYPE html>\n<html lang=\"sv\"><head><meta charset=\"utf-8\">\
        <title>Anmälan</title><style>.dold { display: none }</style></head><body>\n"
        .to_owned();
    for line in lines {
        let _ = writeln!(page, "<p>{}</p>", line.written(escaped, option));
    }
    page + "<p class=\"dold\">1. Dold</p></body></html>\n"
}

/// What stands before a page that a browser saved.
const SAVED: &str = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.se/\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"grans\"\r\n\
    \r\n--grans\r\nContent-Type: text/html; charset=utf-8\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\
    Content-Location: https://example.se/\r\n\r\n";
/// What stands before the text of a mail.
const SENT: &str = "From: Dataskydd <dso@kommun.example.se>\r\nTo: arkiv@kommun.example.se\r\n\
    Subject: Kopia\r\nDate: Mon, 04 Mar 2024 10:00:00 +0100\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=\"grans\"\r\n\r\n--grans\r\n\
    Content-Type: text/plain; charset=utf-8\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\r\n";

/// A mail of one part, quoted-printable.
fn mail(head: &str, content: &str) -> Vec<u8> {
    let mut mail = head.to_owned();
    for line in content.split('\n') {
        let mut column = 0;
        for byte in line.bytes() {
            let is_plain = matches!(byte, b' '..=b'<' | b'>'..=b'~');
            let width = if is_plain { 1 } else { 3 };
            // A blank at the end of a line would be lost.
            if column + width > 72 && byte != b' ' {
                mail.push_str("=\r\n");
                column = 0;
            }
            if is_plain {
                mail.push(char::from(byte));
            } else {
                let _ = write!(mail, "={byte:02X}");
            }
            column += width;
        }
        mail.push_str("\r\n");
    }
    mail.push_str("--grans--\r\n");
    mail.into_bytes()
}

/// A message of Outlook: the properties that hold subject, sender and text.
fn message(copy: &str) -> std::io::Result<Vec<u8>> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new()))?;
    file.create_stream("/__properties_version1.0")?
        .write_all(&[0; 32])?;
    for (property, text) in [
        ("0037", "Kopia"),
        ("0C1F", "dso@kommun.example.se"),
        ("1000", copy),
    ] {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        file.create_stream(format!("/__substg1.0_{property}001F"))?
            .write_all(&wide)?;
    }
    // Equal seeds give equal bytes, whenever it is.
    file.set_created_time("/", SystemTime::UNIX_EPOCH)?;
    file.set_modified_time("/", SystemTime::UNIX_EPOCH)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

/// Rich text, with boxes that are fields of a form.
fn rich(lines: &[Line]) -> Vec<u8> {
    let words = |words: &str| {
        let mut out = String::with_capacity(words.len());
        let mut units = [0; 2];
        for sign in words.chars() {
            match sign {
                '\\' | '{' | '}' => out.extend(['\\', sign]),
                ' '..='~' => out.push(sign),
                sign => {
                    for unit in sign.encode_utf16(&mut units) {
                        let _ = write!(out, "\\u{}?", unit.cast_signed());
                    }
                }
            }
        }
        out
    };
    let option = |label: String, is_ticked: bool| {
        let state = u8::from(is_ticked);
        format!(
            "{{\\field{{\\*\\fldinst FORMCHECKBOX {{\\*\\formfield{{\\fftype1\\ffres{state}}}}}}}\
             {{\\fldrslt }}}} {label}"
        )
    };
    let mut out = "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\n".to_owned();
    for line in lines {
        let _ = writeln!(out, "\\pard {}\\par", line.written(words, option));
    }
    (out + "}\n").into_bytes()
}

/// A Word document, with boxes that are content controls.
fn word(lines: &[Line]) -> Vec<u8> {
    let run = |words: &str| {
        format!(
            "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>",
            escaped(words)
        )
    };
    let option = |run: String, is_ticked: bool| {
        let (state, sign) = if is_ticked { (1, '☒') } else { (0, '☐') };
        format!(
            "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val=\"{state}\"/></w14:checkbox></w:sdtPr>\
             <w:sdtContent><w:r><w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>\
             <w:r><w:t xml:space=\"preserve\"> </w:t></w:r>{run}"
        )
    };
    let mut body = String::new();
    for line in lines {
        let _ = writeln!(body, "<w:p>{}</w:p>", line.written(run, option));
    }
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\">\
         <w:body>\n{body}</w:body></w:document>"
    );
    packed(&[
        ("[Content_Types].xml", WORD_TYPES),
        ("_rels/.rels", WORD_PARTS),
        ("word/document.xml", &document),
    ])
}

const WORD_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" \
    ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Override PartName=\"/word/document.xml\" ContentType=\"application/\
    vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const WORD_PARTS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/\
    relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

/// An OpenDocument text, with boxes that are fields of its form.
fn open_text(lines: &[Line]) -> Vec<u8> {
    let (mut form, mut body) = (String::new(), String::new());
    for (at, line) in lines.iter().enumerate() {
        let option = |label: String, is_ticked: bool| {
            let state = if is_ticked { "checked" } else { "unchecked" };
            let _ = write!(
                form,
                "<form:checkbox xml:id=\"c{at}\" form:current-state=\"{state}\"/>"
            );
            format!("<draw:control draw:control=\"c{at}\"/> {label}")
        };
        let written = line.written(escaped, option);
        let _ = writeln!(body, "<text:p>{written}</text:p>");
    }
    let mut names = String::new();
    for (name, own) in [
        ("office", "office"),
        ("text", "text"),
        ("draw", "drawing"),
        ("form", "form"),
    ] {
        let _ = write!(
            names,
            " xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{own}:1.0\""
        );
    }
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content{names} \
         office:version=\"1.3\"><office:body><office:text><office:forms><form:form>{form}\
         </form:form></office:forms>\n{body}</office:text></office:body></office:document-content>"
    );
    packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", OPEN_PARTS),
        ("content.xml", &content),
    ])
}

const OPEN_PARTS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
    <manifest:file-entry manifest:full-path=\"/\" \
    manifest:media-type=\"application/vnd.oasis.opendocument.text\"/>\
    <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>\
    </manifest:manifest>";

/// Parts as one packed file. The kind of a document stands unpacked at its beginning.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let method = if *name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        let written = writer.start_file(*name, options);
        // Memory takes all that is written to it.
        written
            .and_then(|()| Ok(writer.write_all(content.as_bytes())?))
            .unwrap_or_default();
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

//! A mail in its source form (RFC 5322, MIME), and a mailbox of them. Saved pages (MHTML) are
//! built the same way.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{Mail, Part, TooMany};

/// How many parts a mail may have.
const MOST_PARTS: usize = 1_000;
/// How many mails may lie in one another, however they are encoded.
const MOST_WITHIN: usize = 50;

/// Reads a mail in its source form (RFC 5322). `None` where the bytes are no mail.
///
/// # Errors
/// [`TooMany`] where it has more parts than mails have.
pub(crate) fn read(source: &[u8]) -> Result<Option<Mail>, TooMany> {
    let source = without_mailbox_line(source);
    if nested(source) > MOST_WITHIN {
        return Err(TooMany);
    }
    let Some(message) = MessageParser::default().parse(source) else {
        return Ok(None);
    };
    if message.parts.len() > MOST_PARTS {
        return Err(TooMany);
    }
    let numbered = (1..).zip(message.attachments());
    let attached = numbered
        .map(|(number, part)| attached(part, number, source))
        .collect();
    let sender = message.from().and_then(|from| from.first()?.address());
    let [body, beside] = bodies(&message);
    Ok(Some(Mail {
        subject: message.subject().unwrap_or_default().to_owned(),
        sender: sender.unwrap_or_default().to_lowercase(),
        sent: message
            .date()
            .map(mail_parser::DateTime::to_rfc3339)
            .unwrap_or_default(),
        body,
        beside,
        attached,
    }))
}

/// The page of a saved page, with those that it shows within it.
///
/// # Errors
/// [`TooMany`] where it has more parts than pages have.
pub(crate) fn page(source: &[u8]) -> Result<Option<String>, TooMany> {
    if nested(source) > MOST_WITHIN {
        return Err(TooMany);
    }
    let Some(message) = MessageParser::default().parse(source) else {
        return Ok(None);
    };
    if message.parts.len() > MOST_PARTS {
        return Err(TooMany);
    }
    let pages = message.parts.iter().filter_map(|part| match &part.body {
        PartType::Html(page) => Some(page.as_ref()),
        _ => None,
    });
    Ok(pages
        .map(str::to_owned)
        .reduce(|all, one| all + "\n" + &one))
}

/// The mails of a mailbox, each in its source form. A line that begins with `From ` begins a
/// mail where it stands at the start or after an empty line, and a header follows.
pub(crate) fn mailbox(source: &[u8]) -> Vec<&[u8]> {
    let mut starts = Vec::new();
    let mut after_blank = true;
    let mut at = 0;
    for line in source.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if after_blank && line.starts_with(b"From ") && begins_with_header(&source[at..]) {
            starts.push(at - line.len());
        }
        after_blank = line.trim_ascii().is_empty();
    }
    let ends = starts.iter().skip(1).copied().chain([source.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| &source[*start..end])
        .collect()
}

/// Whether a text begins with the name of a header and a colon.
fn begins_with_header(text: &[u8]) -> bool {
    let name = text
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-')
        .count();
    name > 0 && text.get(name) == Some(&b':')
}

fn without_mailbox_line(source: &[u8]) -> &[u8] {
    if !source.starts_with(b"From ") {
        return source;
    }
    let end = source
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(source.len(), |end| end + 1);
    &source[end..]
}

/// How many mails say that they are within others.
fn nested(source: &[u8]) -> usize {
    const TYPE: &[u8] = b"message/rfc822";
    memchr::memchr2_iter(b'm', b'M', source)
        .filter(|at| {
            source
                .get(*at..at + TYPE.len())
                .is_some_and(|word| word.eq_ignore_ascii_case(TYPE))
        })
        .count()
}

/// What was written: the plain text, then the page; where there is no plain text, the page alone.
fn bodies(message: &Message) -> [Option<Part>; 2] {
    let written = |part: &MessagePart| !part.contents().trim_ascii().is_empty();
    let is_plain = |part: &&MessagePart| matches!(part.body, PartType::Text(_)) && written(part);
    let is_page = |part: &&MessagePart| matches!(part.body, PartType::Html(_)) && written(part);
    let part = |name: &str, bytes: Vec<u8>| Part {
        name: name.to_owned(),
        bytes,
    };
    let joined = |parts: Vec<&[u8]>| parts.join(&b"\n"[..]);
    let plain: Vec<&[u8]> = message
        .text_bodies()
        .filter(is_plain)
        .map(MessagePart::contents)
        .collect();
    let pages: Vec<&[u8]> = message
        .html_bodies()
        .filter(is_page)
        .map(MessagePart::contents)
        .collect();
    let page = (!pages.is_empty()).then(|| part("body.html", joined(pages)));
    if plain.is_empty() {
        [page, None]
    } else {
        [Some(part("body.txt", joined(plain))), page]
    }
}

/// A part that is attached; one without a name is named by its place and kind.
fn attached(part: &MessagePart, number: usize, source: &[u8]) -> Part {
    let kind = part
        .content_type()
        .and_then(|kind| kind.subtype())
        .unwrap_or("bin");
    let (ending, bytes) = match &part.body {
        PartType::Message(inner) => {
            let raw = source.get(part.offset_body as usize..part.offset_end as usize);
            // Encoded ones stand in the source as something else.
            let is_plain = raw.is_some_and(|raw| inner.raw_message().starts_with(raw));
            let bytes = if is_plain {
                raw.unwrap_or_default()
            } else {
                inner.raw_message()
            };
            ("eml", bytes.to_vec())
        }
        PartType::Text(text) => ("txt", text.as_bytes().to_vec()),
        PartType::Html(page) => ("html", page.as_bytes().to_vec()),
        _ => (kind, part.contents().to_vec()),
    };
    let name = part
        .attachment_name()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let name = name.map_or_else(|| format!("attachment-{number}.{ending}"), str::to_owned);
    Part { name, bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIXED: &str = "From: A <A@imy.example.se>\r\nSubject: =?utf-8?Q?Bekr=C3=A4ftelse?=\r\n\
        Date: Mon, 4 Mar 2024 10:00:00 +0100\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\
        Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\
        \r\n\r\nAnm=E4lan\r\n--x\r\nContent-Type: application/pdf\r\n\
        Content-Disposition: attachment; filename=\"kopia.pdf\"\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--x\r\n\
        Content-Type: message/rfc822\r\n\r\nSubject: inre\r\n\r\nhej\r\n--x--\r\n";

    #[test]
    fn a_mail_is_its_parts() {
        let mail = read(MIXED.as_bytes()).unwrap().unwrap();
        assert_eq!(mail.subject, "Bekräftelse");
        assert_eq!(mail.sender, "a@imy.example.se");
        let parts: Vec<(&str, &str)> = mail
            .body
            .iter()
            .chain(&mail.attached)
            .map(|part| {
                (
                    part.name.as_str(),
                    str::from_utf8(&part.bytes).unwrap().trim(),
                )
            })
            .collect();
        let inner = "Subject: inre\r\n\r\nhej";
        assert_eq!(
            parts,
            [
                ("body.txt", "Anmälan"),
                ("kopia.pdf", "%PDF"),
                ("attachment-2.eml", inner)
            ]
        );
    }

    #[test]
    fn the_page_is_the_body_where_there_is_no_plain_text() {
        let mail = "Subject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset=windows-1252\n\n<p>hej";
        let mail = read(mail.as_bytes()).unwrap().unwrap();
        assert_eq!(mail.body.unwrap().name, "body.html");
    }

    #[test]
    fn the_page_stands_beside_the_plain_text() {
        let mail = "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n\n--x\n\
            Content-Type: text/plain\n\nhej\n--x\nContent-Type: text/html\n\n<p>hej\n--x--\n";
        let mail = read(mail.as_bytes()).unwrap().unwrap();
        let names = [mail.body, mail.beside].map(|part| part.unwrap().name);
        assert_eq!(names, ["body.txt", "body.html"]);
    }

    #[test]
    fn a_mailbox_is_its_mails() {
        let source =
            b"From a Mon\nSubject: 1\n\nFrom here on\n>From x\n\nFrom b Tue\nSubject: 2\n\ny\n";
        let mails = mailbox(source);
        assert_eq!(mails.len(), 2);
        assert_eq!(read(mails[1]).unwrap().unwrap().subject, "2");
        assert!(mailbox(b"").is_empty());
    }

    #[test]
    fn mails_in_mails_end() {
        let deep = "Content-Type: message/rfc822\n\n".repeat(100_000);
        assert_eq!(read(deep.as_bytes()), Err(TooMany));
        let parts = format!(
            "Content-Type: multipart/mixed; boundary=x\n\n{}",
            "--x\n\na\n".repeat(100_000)
        );
        assert_eq!(read(parts.as_bytes()), Err(TooMany));
        let multi = "Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(50_000);
        let _ = read(multi.as_bytes());
        for bytes in [&b""[..], b"\0\0", b"From ", b"Subject", b"\n\n"] {
            let _ = read(bytes);
        }
    }
}

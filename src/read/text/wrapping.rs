//! Text that is the code of something else: a mail with its headers or in its
//! transfer encoding, or a page with its tags. Its lines are no answers.

use memchr::memchr3_iter;

use crate::form::{Edition, Kind, squash};
use crate::read::text::heading::Heading;
use crate::read::text::lines::Lines;
use crate::read::{Reason, Refusal};

/// So many signs of a code are none that a free text quotes.
const LEAST_SIGNS: usize = 5;

/// Refuses what is the code of a mail or of a page.
///
/// # Errors
/// Unreadable, with what it is.
pub(super) fn check(
    text: &str,
    lines: &Lines,
    headings: &[Heading],
    edition: &Edition,
) -> Result<(), Refusal> {
    // Most texts have none of these signs, which one look tells.
    let (mut is_coded, mut is_marked_up) = (false, false);
    for at in memchr3_iter(b'=', b'<', b'&', text.as_bytes()) {
        *if text.as_bytes()[at] == b'=' {
            &mut is_coded
        } else {
            &mut is_marked_up
        } = true;
        if is_coded && is_marked_up {
            break;
        }
    }
    let is_mail = is_mail_head(lines, headings) && names_the_form(text, headings, edition)
        || is_coded && is_quoted_printable(lines, edition);
    if is_mail {
        return Err(Refusal::unreadable(Reason::Mail));
    }
    if is_marked_up && is_page(text, lines, headings, edition) {
        return Err(Refusal::unreadable(Reason::Html));
    }
    Ok(())
}

/// Headers that only the source of a mail has.
const TRANSPORT: &[&str] = &[
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "message-id",
    "received",
    "return-path",
    "delivered-to",
    "x-mailer",
    "dkim-signature",
];
/// Headers that mails begin with.
const HEADERS: &[&str] = &["from", "to", "cc", "subject", "date", "reply-to", "sender"];
/// So many lines at the beginning are looked at.
const MOST_HEAD: usize = 40;

/// Whether a text begins as the source of a mail or a mailbox does.
fn is_mail_head(lines: &Lines, headings: &[Heading]) -> bool {
    let end = headings
        .first()
        .map_or(lines.all.len(), |heading| heading.line)
        .min(MOST_HEAD);
    let Some(first) = lines.all[..end].first() else {
        return false;
    };
    // From a@b.se Tue Mar  5 10:02:11 2024
    let begins_box = first.text.strip_prefix("From ").is_some_and(|rest| {
        rest.split(' ').next().is_some_and(|sender| {
            sender.contains('@') || sender == "MAILER-DAEMON" || sender == "-"
        })
    });
    let header = |text: &str| {
        text.split_once(':')
            .map(|(name, _)| name.to_ascii_lowercase())
    };
    let is_one = |text: &str, names: &[&str]| {
        header(text).is_some_and(|name| names.contains(&name.as_str()))
    };
    let begins_mail = is_one(first.text, HEADERS) || is_one(first.text, TRANSPORT);
    let others = || lines.all[1..end].iter().map(|line| line.text);
    begins_box
        || begins_mail
            && others()
                .take(12)
                .any(|text| is_one(text, HEADERS) || is_one(text, TRANSPORT))
}

/// Whether the form's title stands in a text, as it is or encoded, or its headings do.
fn names_the_form(text: &str, headings: &[Heading], edition: &Edition) -> bool {
    !headings.is_empty() || text.contains(&edition.title.sv) || is_base64_of_form(text)
}

/// Whether a text has a part in base64, which may hold anything.
fn is_base64_of_form(text: &str) -> bool {
    text.lines().take(200).any(|line| {
        line.split_once(':').is_some_and(|(name, value)| {
            name.eq_ignore_ascii_case("content-transfer-encoding")
                && value.trim().eq_ignore_ascii_case("base64")
        })
    })
}

/// Whether lines of the form stand in the encoding of mails: `=C3=A4` for `ä`.
fn is_quoted_printable(lines: &Lines, edition: &Edition) -> bool {
    let encoded = |text: &str| {
        text.as_bytes().array_windows().any(|[sign, high, low]| {
            *sign == b'='
                && matches!(high, b'8'..=b'9' | b'A'..=b'F')
                && matches!(low, b'0'..=b'9' | b'A'..=b'F')
        })
    };
    let mut of_form = 0;
    for line in lines
        .all
        .iter()
        .filter(|line| line.printed.is_none() && encoded(line.text))
    {
        let decoded = squash(&decoded(line.text.trim_end_matches('=')));
        let is_label = decoded.len() >= 6
            && (edition
                .printed()
                .has_in_a_label(decoded.trim_start_matches(|c: char| c.is_ascii_digit()))
                || squash(&edition.title.sv) == decoded);
        of_form += usize::from(is_label);
        if of_form >= LEAST_SIGNS {
            return true;
        }
    }
    false
}

/// A line with its encoded bytes put in, as UTF-8 or as Latin-1.
fn decoded(line: &str) -> String {
    let mut bytes = Vec::with_capacity(line.len());
    let mut rest = line.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .and_then(|code| std::str::from_utf8(code).ok());
        let byte = code
            .filter(|_| *first == b'=')
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|error| {
        error
            .into_bytes()
            .iter()
            .map(|byte| char::from(*byte))
            .collect()
    })
}

/// Whether tags or entities stand where the form has labels and answers.
fn is_page(text: &str, lines: &Lines, headings: &[Heading], edition: &Edition) -> bool {
    let is_prose = |heading: &&Heading| {
        edition
            .question(heading.number)
            .is_some_and(|question| question.parts[0].kind == Kind::Prose)
    };
    let marked = |at: usize| lines.all.get(at).is_some_and(|line| has_tag(line.text));
    let beside = |heading: &&Heading| marked(heading.line) || marked(heading.next);
    if headings
        .iter()
        .filter(|heading| !is_prose(heading))
        .any(|heading| beside(&heading))
    {
        return true;
    }
    if !headings.is_empty() {
        return false;
    }
    // Without headings it is one if the form's title or labels stand between tags.
    let tags = lines.all.iter().filter(|line| has_tag(line.text)).count();
    tags >= LEAST_SIGNS.min(lines.all.len()) && tags > 0 && text.contains(&edition.title.sv)
}

/// Names of tags that pages are made of.
const TAGS: &[&str] = &[
    "html", "head", "body", "div", "p", "br", "hr", "span", "table", "tbody", "thead", "tr", "td",
    "th", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "b", "i", "u",
    "em", "strong", "font", "a", "section", "article", "main", "header", "footer", "form", "label",
    "input", "fieldset", "legend", "center", "pre", "img", "!doctype", "meta", "title", "style",
    "script", "link", "o:p",
];
const ENTITIES: &[&str] = &[
    "&nbsp;", "&aring;", "&auml;", "&ouml;", "&Aring;", "&Auml;", "&Ouml;", "&lt;", "&gt;",
    "&quot;", "&#",
];

/// Whether a line has a tag or an entity.
fn has_tag(text: &str) -> bool {
    let is_tag = |(at, _): (usize, &str)| {
        let rest = text[at + 1..].trim_start_matches('/');
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '!' | ':')))
            .unwrap_or(rest.len());
        TAGS.iter().any(|tag| rest[..end].eq_ignore_ascii_case(tag)) && rest[end..].contains('>')
    };
    text.match_indices('<').any(is_tag)
        || text.contains('&') && ENTITIES.iter().any(|entity| text.contains(entity))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Record;
    use crate::read::text::read;

    const COPY: &str = include_str!("../../../fixtures/notifications/imy-2021-text-copy.txt");

    fn outcome(text: &str) -> Result<usize, Reason> {
        let read: Result<Vec<Record>, Refusal> = read(text, Edition::default_edition());
        read.map(|records| records.len())
            .map_err(|refusal| refusal.reason)
    }

    #[test]
    fn the_source_of_a_mail_is_no_copy() {
        for head in [
            "From a@b.example Tue Mar  5 10:02:11 2024\n",
            "From: a@b.example\nTo: c@d.example\nSubject: Kopia\nDate: Tue, 05 Mar 2024 10:02:11 +0100\n\n",
            "MIME-Version: 1.0\nContent-Type: text/plain\n\n",
        ] {
            assert_eq!(
                outcome(&format!("{head}{COPY}")),
                Err(Reason::Mail),
                "{head}"
            );
        }
        let latin = COPY
            .replace('ä', "=E4")
            .replace('ö', "=F6")
            .replace('å', "=E5")
            .replace('Ä', "=C4");
        assert_eq!(outcome(&latin), Err(Reason::Mail));
        let utf8 = COPY
            .replace('ä', "=C3=A4")
            .replace('ö', "=C3=B6")
            .replace('å', "=C3=A5");
        assert_eq!(outcome(&utf8), Err(Reason::Mail));
        // What a mail program prints above a copy is no source.
        assert_eq!(
            outcome(&format!("Från: Registrator\nÄmne: Kopia\n\n{COPY}")),
            Ok(1)
        );
        assert_eq!(outcome(&COPY.replace("Datum\n", "Datum\n\n")), Ok(1));
    }

    #[test]
    fn tags_are_no_answers() {
        for (before, after) in [
            ("", "<br>"),
            ("<div>\n", "\n</div>"),
            ("", "&nbsp;"),
            ("<p>", "</p>"),
        ] {
            let page: String = COPY
                .lines()
                .map(|line| {
                    if line.trim().is_empty() {
                        "\n".to_owned()
                    } else {
                        format!("{before}{line}{after}\n")
                    }
                })
                .collect();
            assert_eq!(outcome(&page), Err(Reason::Html), "{before} {after}");
        }
        // What a free text quotes is an answer.
        let quoting = COPY.replace("17. Hur", "<p>Klicka <a href=x>här</a></p>\n\n17. Hur");
        assert_eq!(outcome(&quoting), Ok(1));
        assert!(
            !has_tag("<KS 2024/1>")
                && !has_tag("a < b > c")
                && has_tag("Nej<br/>")
                && has_tag("<DIV CLASS=a>")
        );
    }
}

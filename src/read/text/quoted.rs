//! Copies as a mail program quotes them: each line begins with `>`. The signs are taken
//! away where every line of the copy has them.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

use crate::form::Edition;
use crate::read::{Reason, Refusal};

/// So many headings of the form make quoted lines a copy.
const LEAST_HEADINGS: usize = 3;

/// A text without the signs of quoting, if the copy in it is quoted; its lines keep their
/// numbers.
///
/// # Errors
/// Unreadable where some lines of the copy are quoted and others are not.
pub(crate) fn unquoted<'a>(text: &'a str, edition: &Edition) -> Result<Cow<'a, str>, Refusal> {
    if !may_be_quoted(text.as_bytes()) {
        return Ok(Cow::Borrowed(text));
    }
    let mut printed = edition.printed().along();
    let mut is_heading = |line: &str| {
        printed
            .find(line.trim())
            .is_some_and(|printed| printed.heading.is_some())
    };
    let lines: Vec<(usize, &str)> = text.lines().map(quoting).collect();
    let headings: Vec<usize> = (0..lines.len())
        .filter(|at| is_heading(lines[*at].1))
        .collect();
    let quoted: Vec<usize> = headings
        .iter()
        .map(|at| lines[*at].0)
        .filter(|n| *n > 0)
        .collect();
    let bare = headings.len() - quoted.len();
    if quoted.len() < LEAST_HEADINGS.max(bare) {
        return Ok(Cow::Borrowed(text));
    }
    let depth = quoted.iter().copied().min().unwrap_or(1);
    // What stands above the copy is kept, and what stands below it is not its own.
    let is_quoted = |at: &usize| lines[*at].0 >= depth;
    let end = (0..lines.len()).rfind(is_quoted).map_or(0, |last| last + 1);
    let of_copy = headings[0]..end;
    if of_copy
        .clone()
        .any(|at| lines[at].0 < depth && !lines[at].1.trim().is_empty())
    {
        return Err(Refusal::unreadable(Reason::Quoted));
    }
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.lines().enumerate() {
        if at < end {
            out.push_str(without_signs(line, depth));
        }
        out.push('\n');
    }
    Ok(Cow::Owned(out))
}

/// Whether a line begins with the sign of quoting.
fn may_be_quoted(text: &[u8]) -> bool {
    memchr(b'>', text).is_some()
        && memchr_iter(b'>', text).any(|at| at == 0 || matches!(text[at - 1], b'\n' | b'\r'))
}

/// How often a line is quoted, and what is.
fn quoting(line: &str) -> (usize, &str) {
    let mut rest = line;
    let mut depth = 0;
    while let Some(within) = rest.trim_start().strip_prefix('>') {
        (rest, depth) = (within, depth + 1);
    }
    (depth, rest)
}

/// A line without so many signs of quoting and the blank after each.
fn without_signs(line: &str, depth: usize) -> &str {
    (0..depth).fold(line, |rest, _| match rest.trim_start().strip_prefix('>') {
        Some(within) => within.strip_prefix(' ').unwrap_or(within),
        None => rest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COPY: &str = "1. Organisationens namn *\nÅre kommun\n\n\
        2. Organisationsnummer\n212000-1850\n3. Organisationens postadress *\n> Box 1\n";

    fn quoted(sign: &str) -> String {
        COPY.lines().flat_map(|line| [sign, line, "\n"]).collect()
    }

    fn read(text: &str) -> Result<String, Refusal> {
        unquoted(text, Edition::default_edition()).map(Cow::into_owned)
    }

    #[test]
    fn quoting_is_taken_away() {
        for sign in ["> ", ">", ">> ", "> > "] {
            assert_eq!(read(&quoted(sign)).unwrap(), COPY, "{sign}");
        }
        let mail = format!(
            "Anna skrev:\n> Hej,\n{}\nMed vänlig hälsning\nBo\n",
            quoted(">> ")
        );
        assert_eq!(
            read(&mail).unwrap(),
            format!("Anna skrev:\nHej,\n{COPY}\n\n\n")
        );
    }

    #[test]
    fn what_is_quoted_in_an_answer_stays() {
        assert_eq!(read(COPY).unwrap(), COPY);
        let answered = quoted("> ").replace("> Åre kommun", "Åre kommun");
        assert_eq!(read(&answered), Err(Refusal::unreadable(Reason::Quoted)));
    }
}

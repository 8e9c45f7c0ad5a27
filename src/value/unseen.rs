//! Characters that a reader does not see, or sees as others, and what a text
//! reads like to him. Outputs leave some of them out: what they keep apart in
//! the input would be glued there.

/// Whether `c` is neither seen nor takes room: a control character that is no
/// blank, or one of those that Unicode calls ignorable by default.
pub(super) fn is_unseen(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control() && !c.is_whitespace();
    }
    matches!(c,
        '\u{80}'..='\u{84}'
        | '\u{86}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// The ASCII character that a full-width one is a form of, else itself.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// What `text` reads like where what is not seen, and every break of a line, is
/// left out, and where it is a blank; nothing for text without such characters.
pub(super) fn readings(text: &str) -> impl Iterator<Item = String> {
    let gaps: &[&str] = if is_plain(text) || !text.contains(is_odd) {
        &[]
    } else {
        &["", " "]
    };
    gaps.iter().map(|gap| read(text, gap))
}

/// Whether a text is of printable ASCII and the letters of Latin-1, which 0xC3
/// leads, as nearly all text is: it reads as it stands.
fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| matches!(byte, 0x20..=0x7E | 0x80..=0xBF | 0xC3);
    text.bytes().fold(true, |all, byte| all & plain(byte))
}

/// Whether `c` may be read otherwise than it stands.
fn is_odd(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    is_break(c) || is_unseen(c) || narrow(c) != c || c.is_whitespace() && !super::is_blank(c)
}

/// Whether `c` parts lines or, as a tab does, columns.
fn is_break(c: char) -> bool {
    c.is_control() && c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}')
}

fn read(text: &str, gap: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if is_break(c) || is_unseen(c) => out.push_str(gap),
            _ if c.is_whitespace() => out.push(' '),
            _ => out.push(narrow(c)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_has_no_other_reading() {
        for text in ["", "Exempelkommun, Åre – 10\u{a0}001\u{202f}st", "a|b"] {
            assert_eq!(readings(text).count(), 0, "{text}");
        }
    }

    #[test]
    fn what_is_not_seen_is_left_out_or_a_blank() {
        let both: Vec<String> = readings("a\u{ad}b\n1\u{2003}２＠").collect();
        assert_eq!(both, ["ab1 2@", "a b 1 2@"]);
    }

    #[test]
    fn controls_are_unseen_unless_they_are_blanks() {
        for c in (0..0xA0)
            .filter_map(char::from_u32)
            .filter(|c| c.is_control())
        {
            assert_ne!(is_unseen(c), c.is_whitespace(), "{c:?}");
        }
    }
}

//! Characters that a reader does not see, or sees as others, and how a text reads to
//! such a reader. Outputs leave some of them out. Without this, what they separate in
//! the input would be joined there.

/// Whether `c` is invisible and takes no room. That is a control character other than a
/// blank, or a character that Unicode calls ignorable by default.
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

/// The ASCII character of a full-width one, else the character itself.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// How `text` reads without invisible characters and line breaks, and how it reads with
/// blanks in their place. Nothing for a text without such characters.
pub(super) fn readings(text: &str) -> impl Iterator<Item = String> {
    let gaps: &[&str] = if is_plain(text) || !text.contains(is_odd) {
        &[]
    } else {
        &["", " "]
    };
    gaps.iter().map(|gap| read(text, gap))
}

/// Whether a text is made of printable ASCII and the letters of Latin-1, which 0xC3
/// begins. Nearly all text is. It reads as it is written.
fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| matches!(byte, 0x20..=0x7E | 0x80..=0xBF | 0xC3);
    text.bytes().fold(true, |all, byte| all & plain(byte))
}

/// Whether `c` may be read differently than it is written.
fn is_odd(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    is_break(c) || is_unseen(c) || narrow(c) != c || c.is_whitespace() && !super::is_blank(c)
}

/// Whether `c` separates lines or, like a tab, columns.
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

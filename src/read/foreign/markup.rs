//! The bare text of documents that are marked up, to see whether it is a notification.
//! No answer is taken from it.

/// The text of the XML of an office document: a line for each paragraph.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() / 4);
    for (at, piece) in text.split('<').enumerate() {
        let (tag, rest) = match piece.split_once('>') {
            Some(parted) if at > 0 => parted,
            _ => ("", piece),
        };
        let name = tag
            .split([' ', '/'])
            .find(|part| !part.is_empty())
            .unwrap_or_default();
        let ends_line = matches!(name, "w:p" | "text:p" | "text:h") && tag.starts_with('/')
            || matches!(name, "w:br" | "w:cr" | "text:line-break");
        if ends_line {
            out.push('\n');
        }
        if matches!(name, "w:tab" | "text:tab" | "text:s") {
            out.push(' ');
        }
        out.push_str(rest);
    }
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    named
        .iter()
        .filter(|(name, _)| out.contains(name))
        .fold(out.clone(), |text, (name, sign)| text.replace(name, sign))
}

/// Groups of rich text that show nothing.
const HIDDEN: [&[u8]; 6] = [
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"themedata",
];
/// How deep its groups may nest.
const DEEPEST: usize = 1000;

/// The text of rich text.
pub(super) fn rtf(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() / 4);
    // Whether each open group shows, from the outermost on.
    let mut shows = vec![true];
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let is_shown = shows.last() == Some(&true);
        at += 1;
        match byte {
            b'{' if shows.len() < DEEPEST => shows.push(is_shown),
            b'}' if shows.len() > 1 => {
                shows.pop();
            }
            b'\\' => at = control(bytes, at, &mut shows, &mut out),
            b'{' | b'}' | b'\r' | b'\n' => {}
            _ if is_shown => out.push(windows(*byte)),
            _ => {}
        }
    }
    out
}

/// Takes the control word after a backslash; gives where the text goes on.
fn control(bytes: &[u8], at: usize, shows: &mut [bool], out: &mut String) -> usize {
    let is_shown = shows.last() == Some(&true);
    let rest = &bytes[at..];
    let length = rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    if length == 0 {
        let (char, width) = match rest {
            [b'\'', high, low, ..] => (hex(*high, *low).map(windows), 3),
            [b'*', ..] => {
                hide(shows);
                (None, 1)
            }
            [b'~', ..] => (Some(' '), 1),
            [sign @ (b'\\' | b'{' | b'}'), ..] => (Some(char::from(*sign)), 1),
            _ => (None, 1),
        };
        out.extend(char.filter(|_| is_shown));
        return at + width;
    }
    let (word, after) = rest.split_at(length);
    let digits = after
        .iter()
        .take_while(|byte| byte.is_ascii_digit() || **byte == b'-')
        .count();
    let number = str::from_utf8(&after[..digits])
        .ok()
        .and_then(|digits| digits.parse::<i32>().ok());
    let mut end = at + length + digits;
    if bytes.get(end) == Some(&b' ') {
        end += 1;
    }
    match word {
        b"par" | b"line" | b"row" | b"cell" | b"sect" | b"page" if is_shown => out.push('\n'),
        b"tab" if is_shown => out.push(' '),
        b"u" => {
            let code = number.map(|number| number.rem_euclid(1 << 16) as u32);
            out.extend(code.and_then(char::from_u32).filter(|_| is_shown));
            // What follows is for programs that do not know the sign.
            return match bytes.get(end..) {
                Some([b'\\', b'\'', ..]) => end + 4,
                Some([b'?' | b' '..=b'[', ..]) => end + 1,
                _ => end,
            }
            .min(bytes.len());
        }
        word if HIDDEN.contains(&word) => hide(shows),
        _ => {}
    }
    end
}

fn hide(shows: &mut [bool]) {
    if let Some(last) = shows.last_mut() {
        *last = false;
    }
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    Some((digit(high)? * 16 + digit(low)?) as u8)
}

fn windows(byte: u8) -> char {
    match byte {
        0x80..=0x9F => encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(&[byte])
            .0
            .chars()
            .next()
            .unwrap_or(' '),
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_what_is_shown() {
        let document =
            "<w:p><w:r><w:t>1. Namn &amp; mer</w:t></w:r></w:p><w:p><w:t>Å</w:t><w:br/></w:p>";
        assert_eq!(xml(document), "1. Namn & mer\nÅ\n\n");
        let rich = br"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\generator x;}\pard Anm\'e4lan \u229\'e5r\par\b Nej\b0\par}";
        assert_eq!(rtf(rich), "Anmälan år\nNej\n");
    }

    #[test]
    fn broken_rich_text_ends() {
        for text in [
            &b"{\\rtf1 \\"[..],
            b"{\\rtf1 \\'",
            b"{\\rtf1 \\u",
            b"}}}}{\\u1",
            b"{\\rtf \\'zz a\\u-5\\'",
        ] {
            let _ = rtf(text);
        }
        let _ = rtf(&b"{".repeat(5000));
    }
}

//! Signs of fonts that hold pictures instead of letters: their boxes and ticks.

/// Signs of Wingdings by code.
const WINGDINGS: [(u8, char); 11] = [
    (0x6F, '☐'),
    (0x71, '☐'),
    (0x78, '☒'),
    (0xA1, '○'),
    (0xA4, '◉'),
    (0xA8, '☐'),
    (0xFB, '✘'),
    (0xFC, '✔'),
    (0xFD, '☒'),
    (0xFE, '☑'),
    (0x6C, '●'),
];
/// Signs of Wingdings 2 by code.
const WINGDINGS_2: [(u8, char); 10] = [
    (0x4F, '✘'),
    (0x50, '✔'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x2A, '☐'),
    (0xA3, '☐'),
    (0x99, '○'),
    (0x9E, '◉'),
];

/// What a sign looks like in a font; the sign itself in fonts of letters. Codes of such fonts
/// may be moved to the private area from U+F000 on.
pub(super) fn shown(font: &str, sign: char) -> char {
    let signs: &[(u8, char)] = match font {
        _ if font.eq_ignore_ascii_case("Wingdings") => &WINGDINGS,
        _ if font.eq_ignore_ascii_case("Wingdings 2") => &WINGDINGS_2,
        _ => return sign,
    };
    let code = match u32::from(sign) {
        code @ 0xF000..=0xF0FF => code - 0xF000,
        code => code,
    };
    signs
        .iter()
        .find(|(of, _)| u32::from(*of) == code)
        .map_or(sign, |(_, shown)| *shown)
}

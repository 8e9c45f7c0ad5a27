//! Whether two colours are the same to the eye, on paper and on the screen.

/// Shades whose parts differ by no more are the same to the eye.
const SAME: f64 = 0.08;
/// Dark shades between which there is less contrast are the same to the eye. People read from 3 on
/// (WCAG 2.2, 1.4.3); what hides text is far below it.
const CONTRAST: f64 = 1.3;
/// No part of a dark shade is larger.
const DARK: f64 = 0.2;

/// Whether two colours are the same to the eye: red, green and blue, each from 0 to 1. The eye
/// tells light shades apart better than dark ones.
pub(crate) fn are_alike(one: [f64; 3], other: [f64; 3]) -> bool {
    let is_dark = |colour: [f64; 3]| colour.iter().all(|part| *part <= DARK);
    let apart = |at: usize| (one[at] - other[at]).abs();
    (0..3).all(|at| apart(at) <= SAME)
        || is_dark(one) && is_dark(other) && contrast(one, other) < CONTRAST
}

/// The contrast of two colours, from 1 to 21 (WCAG 2.2, contrast ratio).
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

/// How bright a colour is, from 0 to 1 (WCAG 2.2, relative luminance).
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = |part: f64| {
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of six hexadecimal digits.
    fn colour(digits: u32) -> [f64; 3] {
        let [_, red, green, blue] = digits.to_be_bytes();
        [red, green, blue].map(|part| f64::from(part) / 255.0)
    }

    #[test]
    fn dark_shades_are_alike_further_apart_than_light_ones() {
        for (one, other) in [
            (0x00_0000, 0x00_0000),
            (0x00_0000, 0x1A_1A1A),
            (0x1F_1F1F, 0x00_0000),
            (0x0A_0A28, 0x00_0000),
            (0x14_1414, 0x2A_2A2A),
            (0xFF_FFFF, 0xF4_F4F4),
        ] {
            assert!(
                are_alike(colour(one), colour(other)),
                "{one:06x} {other:06x}"
            );
        }
        for (one, other) in [
            (0x00_0000, 0x33_3333),
            (0x00_0000, 0x00_0080),
            (0xFF_FFFF, 0xE0_E0E0),
            (0xFF_FFFF, 0xFF_FF00),
            (0xFF_FFFF, 0x00_0000),
        ] {
            assert!(
                !are_alike(colour(one), colour(other)),
                "{one:06x} {other:06x}"
            );
        }
    }

    #[test]
    fn contrast_is_that_of_the_guideline() {
        assert!((contrast(colour(0), colour(0xFF_FFFF)) - 21.0).abs() < 1e-9);
        assert!((contrast(colour(0x77_7777), colour(0xFF_FFFF)) - 4.48).abs() < 0.01);
    }
}

//! Colours of letters and of what lies behind them. Letters in the colour of their ground are
//! there, and nobody sees them.

use crate::colour::are_alike;

/// A colour: its red, green and blue, each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Colour(pub(super) [f32; 3]);

impl Colour {
    pub(super) const BLACK: Self = Self([0.0; 3]);
    pub(super) const WHITE: Self = Self([1.0; 3]);

    /// Of parts from 0 to 255.
    pub(super) fn of_bytes(parts: [u8; 3]) -> Self {
        Self(parts.map(|part| f32::from(part) / 255.0))
    }

    /// Of six hexadecimal digits.
    pub(super) fn of_hex(digits: &str) -> Option<Self> {
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        (digits.len() == 6).then(|| Self::of_bytes([red, green, blue]))
    }

    /// This one laid upon another, as far as it lets nothing through.
    pub(super) fn over(self, below: Self, opacity: f32) -> Self {
        let part = |at: usize| below.0[at] + (self.0[at] - below.0[at]) * opacity;
        Self([part(0), part(1), part(2)])
    }

    /// Whether both are the same to the eye.
    pub(super) fn is_like(self, other: Self) -> bool {
        are_alike(self.0.map(f64::from), other.0.map(f64::from))
    }
}

/// How letters look: their colour, and that of what lies behind them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    /// `None` for letters that have the colour in which they are seen, or one not known.
    pub(super) ink: Option<Colour>,
    /// `None` where it is not known.
    pub(super) ground: Option<Colour>,
    /// Whether nothing of the colour is laid on.
    pub(super) is_clear: bool,
    /// Whether they are raised above the line.
    pub(super) is_raised: bool,
}

impl Default for Look {
    /// Letters without a colour of their own on white paper.
    fn default() -> Self {
        Self {
            ink: None,
            ground: Some(Colour::WHITE),
            is_clear: false,
            is_raised: false,
        }
    }
}

impl Look {
    /// Whether the letters have the colour of what lies behind them, or none.
    pub(super) fn is_unseen(self) -> bool {
        let is_alike = || {
            self.ink
                .zip(self.ground)
                .is_some_and(|(ink, ground)| ink.is_like(ground))
        };
        self.is_clear || is_alike()
    }

    /// The look of what stands within and has this style.
    pub(super) fn within(self, style: &Style) -> Self {
        Self {
            ink: style.ink.unwrap_or(self.ink),
            ground: style.mark.or(style.ground).unwrap_or(self.ground),
            is_clear: style.is_clear.unwrap_or(self.is_clear),
            is_raised: style.is_raised.unwrap_or(self.is_raised),
        }
    }
}

/// What a style says of letters and of what lies behind them; the outer `None` is nothing.
#[allow(
    clippy::option_option,
    reason = "nothing said, and said and not known, are two things"
)]
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Style {
    pub(super) ink: Option<Option<Colour>>,
    /// Behind the paragraph, the cell or the like.
    pub(super) ground: Option<Option<Colour>>,
    /// Behind the letters alone.
    pub(super) mark: Option<Option<Colour>>,
    pub(super) is_clear: Option<bool>,
    pub(super) is_hidden: Option<bool>,
    pub(super) is_raised: Option<bool>,
}

impl Style {
    /// What this one says, and of the rest what another does.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            ink: self.ink.or(other.ink),
            ground: self.ground.or(other.ground),
            mark: self.mark.or(other.mark),
            is_clear: self.is_clear.or(other.is_clear),
            is_hidden: self.is_hidden.or(other.is_hidden),
            is_raised: self.is_raised.or(other.is_raised),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_shades_are_alike_and_unknown_ones_are_seen() {
        let colour = |digits| Colour::of_hex(digits).unwrap();
        assert!(colour("FFFFFF").is_like(colour("f4f4f4")));
        assert!(!colour("FFFFFF").is_like(colour("FFFF00")));
        assert_eq!(Colour::of_hex("auto"), None);
        let look = |ink, ground| {
            let look = Look {
                ink,
                ground,
                is_clear: false,
                is_raised: false,
            };
            look.is_unseen()
        };
        assert!(look(Some(Colour::WHITE), Some(Colour::WHITE)));
        assert!(!look(None, Some(Colour::BLACK)) && !look(Some(Colour::BLACK), None));
        assert!(!Look::default().is_unseen());
    }
}

//! Colours as they are laid upon one another.

use hayro_interpret::{BlendMode, DrawProps, Paint};

use super::Group;

/// Letters of which less is laid on are not seen.
const FAINT: f64 = 0.06;
/// The colour of a page on which nothing is.
pub(super) const PAPER: [f64; 3] = [1.0; 3];

/// A colour with how little it lets through.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pdf) struct Shade {
    colour: [f64; 3],
    opacity: f64,
    blend: BlendMode,
}

impl Shade {
    /// The shade in which something is drawn. `None` for patterns, and for what is not followed.
    pub(in crate::pdf) fn of(props: &DrawProps<'_>, groups: &[Group]) -> Option<Self> {
        let Paint::Color(color) = &props.paint else {
            return None;
        };
        let is_plain = |group: &Group| !group.has_mask && group.blend == BlendMode::Normal;
        let is_followed = matches!(
            props.blend_mode,
            BlendMode::Normal
                | BlendMode::Multiply
                | BlendMode::Darken
                | BlendMode::Screen
                | BlendMode::Lighten
        );
        if props.soft_mask.is_some() || !is_followed || !groups.iter().all(is_plain) {
            return None;
        }
        let [red, green, blue, opacity] = color.to_rgba().components().map(f64::from);
        let of_groups: f64 = groups.iter().map(|group| group.opacity).product();
        Some(Self {
            colour: [red, green, blue],
            opacity: opacity * of_groups,
            blend: props.blend_mode,
        })
    }

    /// Whether nothing of it is seen on any ground.
    pub(in crate::pdf) fn is_faint(self) -> bool {
        self.opacity <= FAINT
    }

    /// The colour where it hides what lies below.
    pub(super) fn whole(self) -> Option<[f64; 3]> {
        (self.opacity >= 1.0 && self.blend == BlendMode::Normal).then_some(self.colour)
    }

    /// What is seen where it is laid upon a ground.
    pub(super) fn upon(self, ground: [f64; 3]) -> [f64; 3] {
        let mixed = |at: usize| {
            let (own, below) = (self.colour[at], ground[at]);
            let blended = match self.blend {
                BlendMode::Multiply => own * below,
                BlendMode::Darken => own.min(below),
                BlendMode::Screen => own + below - own * below,
                BlendMode::Lighten => own.max(below),
                _ => own,
            };
            below + (blended - below) * self.opacity
        };
        [mixed(0), mixed(1), mixed(2)]
    }
}

#[cfg(test)]
impl Shade {
    /// A colour as it is.
    pub(in crate::pdf) fn plain(colour: [f64; 3], opacity: f64) -> Self {
        Self {
            colour,
            opacity,
            blend: BlendMode::Normal,
        }
    }
}

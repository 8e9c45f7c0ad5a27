//! Letters that are there and not seen: in the colour of what lies behind them, or not painted
//! at all. What a scanner read is not painted either: it stands upon a picture of it.

use std::collections::HashMap;

use hayro_interpret::kurbo::{Point, Rect};

use super::shade::{PAPER, Shade};
use super::{By, COLUMNS, Cover, Covers, Fate, Letter, ROWS, grid};
use crate::colour::are_alike;

/// The side of the squares by which letters are looked up, in points.
const SQUARE: f64 = 8.0;
/// From this part on, what two letters have in common is the place of one.
const COMMON: f64 = 0.6;

impl Covers {
    /// Masks what is not seen by its colour. What was drawn once more so that it is seen is
    /// no more than a rim or a shadow of that.
    pub(super) fn mark_unseen(
        &self,
        letters: &[Letter],
        fates: &mut [Fate],
        work: &mut impl FnMut(),
    ) {
        let shown = letters.iter().filter(|letter| !letter.is_blank);
        let (all, clear) = shown.fold((0, 0), |(all, clear), letter| {
            (all + 1, clear + usize::from(!letter.is_painted))
        });
        // Most of a page that is not painted is a layer of text.
        let is_layer = 2 * clear > all;
        let mut unseen = Vec::new();
        let mut first = 0;
        for run in letters.chunk_by(|one, next| one.turn == next.turn) {
            work();
            let is_hidden =
                run.iter().any(|letter| !letter.is_painted) && !is_layer && !self.is_drawn(run);
            for (at, letter) in (first..).zip(run) {
                if fates[at] == Fate::Seen
                    && !letter.is_blank
                    && (is_hidden || letter.is_painted && self.is_like_ground(letter))
                {
                    unseen.push(at);
                }
            }
            first += run.len();
        }
        if unseen.is_empty() {
            return;
        }
        for at in &unseen {
            fates[*at] = Fate::Masked;
        }
        let seen =
            (0..letters.len()).filter(|at| fates[*at] == Fate::Seen && !letters[*at].is_blank);
        let mut places: HashMap<[i64; 2], Vec<usize>> = HashMap::new();
        for at in seen {
            work();
            places
                .entry(square(letters[at].body.center()))
                .or_default()
                .push(at);
        }
        for at in unseen {
            work();
            let body = letters[at].body;
            let [x, y] = square(body.center());
            let mut around =
                (-1..=1).flat_map(|right| (-1..=1).map(move |down| [x + right, y + down]));
            let is_twin =
                |twin: &usize| letters[*twin].body.intersect(body).area() >= COMMON * body.area();
            if around.any(|square| {
                places
                    .get(&square)
                    .is_some_and(|all| all.iter().any(is_twin))
            }) {
                fates[at] = Fate::Replaced;
            }
        }
    }

    /// Whether most of a text is not seen, wherever it lies.
    pub(in crate::pdf) fn are_unseen(&self, letters: &[Letter]) -> bool {
        let shown = || letters.iter().filter(|letter| !letter.is_blank);
        let is_unseen = |letter: &&Letter| !letter.is_painted || self.is_like_ground(letter);
        2 * shown().filter(is_unseen).count() > shown().count()
    }

    /// Whether most of a letter has the colour of what lies behind it.
    fn is_like_ground(&self, letter: &Letter) -> bool {
        let Some(own) = letter.shade else {
            return false;
        };
        let near = || self.near(letter.body).map(|at| &self.all[at]);
        let below = || near().filter(|cover| cover.turn < letter.turn);
        let is_alike = |cover: &Cover| match (own.whole(), cover.shade) {
            (_, None) => false,
            (Some(own), Some(shade)) => shade.whole().is_none_or(|found| are_alike(own, found)),
            (None, Some(_)) => true,
        };
        if !are_alike(own.upon(PAPER), PAPER) && !below().any(is_alike) {
            return false;
        }
        // What a picture lies over is hidden by that, or read from it.
        let middle = letter.body.center();
        let is_pictured = |cover: &Cover| {
            cover.turn > letter.turn && cover.by == By::Picture && cover.bounds().contains(middle)
        };
        if near().any(is_pictured) {
            return false;
        }
        let mut order: Vec<usize> = self.near(letter.body).collect();
        order.retain(|at| self.all[*at].turn < letter.turn);
        order.sort_unstable();
        order.dedup();
        let ground = |point: Point| {
            let mut ground = Some(PAPER);
            let held = order.iter().map(|at| &self.all[*at]);
            for cover in held.filter(|cover| cover.holds(point)) {
                let upon = |shade: Shade| shade.whole().or(ground.map(|below| shade.upon(below)));
                ground = cover.shade.and_then(upon);
            }
            ground
        };
        let is_unseen = |point: &Point| {
            ground(*point).is_some_and(|ground| are_alike(own.upon(ground), ground))
        };
        let unseen = grid(letter.body).filter(is_unseen).count() as u32;
        2 * unseen > ROWS * COLUMNS
    }

    /// Whether letters that are not painted stand upon a picture, or upon their own outlines.
    fn is_drawn(&self, run: &[Letter]) -> bool {
        let is_upon_picture = |letter: &&Letter| {
            let middle = letter.body.center();
            self.near(letter.body).any(|at| {
                let cover = &self.all[at];
                cover.by == By::Picture && cover.bounds().contains(middle)
            })
        };
        if 2 * run.iter().filter(is_upon_picture).count() >= run.len() {
            return true;
        }
        let is_outline = |cover: &Cover| {
            !(cover.area.is_rectangle && cover.clips.iter().all(|clip| clip.is_rectangle))
        };
        let inked = |body: Rect| {
            let near: Vec<&Cover> = self
                .near(body)
                .map(|at| &self.all[at])
                .filter(|cover| is_outline(cover))
                .collect();
            let is_held = |point: &Point| near.iter().any(|cover| cover.holds(*point));
            grid(body).filter(is_held).count()
        };
        let all = run.len() * (ROWS * COLUMNS) as usize;
        let inked: usize = run.iter().map(|letter| inked(letter.body)).sum();
        0 < inked && inked < all
    }
}

/// The square in which a point lies.
fn square(point: Point) -> [i64; 2] {
    [point.x, point.y].map(|along| (along / SQUARE).floor() as i64)
}

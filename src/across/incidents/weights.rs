//! What each kind of evidence weighs, as data. Whoever doubts an incident, changes a number
//! here and measures again (`tests/incidents.rs`).

/// How much denser than elsewhere something must be within some days.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    /// The length of the window in days.
    pub(crate) days: i32,
    /// At least so many notifications must stand in it.
    pub(crate) least: usize,
    /// And at least so many times what the rest of the set lets expect there.
    pub(crate) times: u64,
}

const fn scale(days: i32, least: usize, times: u64) -> Scale {
    Scale { days, least, times }
}

/// A processor. The shorter the window, the fewer need to name it.
pub(crate) const PROCESSOR: &[Scale] = &[scale(30, 10, 10), scale(14, 7, 10), scale(3, 4, 8)];

/// A pair of words that is in the sketches of several texts.
pub(crate) const WORDS: &[Scale] = &[scale(45, 4, 8), scale(14, 2, 8)];

/// A number of another matter.
pub(crate) const NUMBER: &[Scale] = &[scale(45, 2, 8)];

/// Texts have nearly the same words if they agree in so many bins of the sketch, in percent of
/// those that tell something, and in so many at least.
pub(crate) const NEAR_PERCENT: usize = 50;
pub(crate) const NEAR_LEAST: usize = 5;

/// A text tells of the event of others if it agrees with what they share in so many bins.
pub(crate) const SIMILAR_LEAST: usize = 3;

/// What texts share is what so many percent of them have.
pub(crate) const CORE_PERCENT: usize = 30;

/// A pair of words is common if so many have it outside of all windows.
pub(crate) const COMMON: usize = 5;

/// One incident becomes known within so many days.
pub(crate) const SPAN: i32 = 60;

/// It happened on the day that most of its notifications name, or so many days beside.
pub(crate) const BESIDE: i32 = 1;

/// Of those that a processor gets anyway, one in so many names the day of an incident too.
pub(crate) const SAME_DAY: u64 = 10;

/// Texts show that the notifications of a processor are of one event if so many percent of
/// them have similar texts.
pub(crate) const TEXTS_PERCENT: usize = 20;

/// Of the notifications of a processor, so many percent may be of something else: where the
/// incident is sure, and where it is possible.
pub(crate) const OTHERS_STRONG_PERCENT: u64 = 1;
pub(crate) const OTHERS_POSSIBLE_PERCENT: u64 = 8;

/// In a set too short to show what is usual, a processor must be in so many percent of all.
pub(crate) const DOMINANT_PERCENT: usize = 50;

/// Near texts that name another processor are another event, if one in so many does.
pub(crate) const APART: usize = 10;

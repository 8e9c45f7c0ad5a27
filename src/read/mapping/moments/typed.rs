//! Moments that the types of cells of a workbook tell.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::{Clues, Format, Held, Moments, Told};

/// How cells of a workbook are written whose types tell dates and times.
static WRITTEN: LazyLock<[Format; 6]> = LazyLock::new(|| {
    [
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%d %H:%M:%S",
        "%H:%M",
    ]
    .map(Format::new)
});

impl Moments {
    /// What the types of cells of a workbook tell, whatever formats texts have.
    pub(super) fn typed<'t>(&self, text: &str, held: Held) -> (Told<'t>, Clues) {
        let Some(mut read) = WRITTEN.iter().find_map(|format| format.read(text)) else {
            return (Told::Text(Cow::Owned(text.to_owned())), Clues::default());
        };
        let (is_timeless, clues) = self.timeless(text, (read.clock, None), held);
        read.time.take_if(|_| is_timeless);
        self.locate(&mut read);
        (Told::One(read), clues)
    }
}

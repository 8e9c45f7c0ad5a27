//! Numbers of a plan as cells: the band, the count and its bounds, organisation numbers.

use crate::synth::plan::{Number, Size};
use crate::synth::words;

/// Band, exact number and bounds.
pub(super) fn amount(size: Size) -> [String; 4] {
    let exact = |count: u64| {
        let band = words::BANDS.iter().map(|(_, band)| band);
        let holds =
            |band: &&words::Band| band.min <= count && band.max.is_none_or(|max| count <= max);
        let code = band.clone().find(holds).map_or("0", |band| band.code);
        [
            code.to_owned(),
            count.to_string(),
            count.to_string(),
            count.to_string(),
        ]
    };
    let none = |word: &str| [word, word, word, word].map(str::to_owned);
    match size {
        Size::Exact(count) | Size::About(count) | Size::Both(count, _) => exact(count),
        Size::Band(band) => [
            band.code.to_owned(),
            "(blank)".to_owned(),
            band.min.to_string(),
            band.max
                .map_or_else(|| "inf".to_owned(), |max| max.to_string()),
        ],
        Size::Negative => none("(undeterminable)"),
        Size::Unknown => none("(unknown)"),
        Size::Blank => none("(blank)"),
    }
}

/// An organisation number as it must be shown.
pub(super) fn number(number: &Number) -> Option<String> {
    Some(match number {
        Number::Good(text) | Number::Wrong(text) => text.clone(),
        Number::Plain(text) => format!("{}-{}", &text[..6], &text[6..]),
        Number::Person(_) => "(masked)".to_owned(),
        Number::Blank => return None,
    })
}

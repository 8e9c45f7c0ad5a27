//! A number of bytes as a person writes it: `512M`, `2 GiB`, `1000000`. Only
//! options are read this way.

use std::str::FromStr;

use serde::Deserialize;

use crate::config::Words;

/// A number of bytes. `K`, `M`, `G` and `T` are powers of 1024, with or without `B` or `iB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub(super) struct Size(pub(super) u64);

/// A text that is no size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", Self::WORDS.en)]
pub(super) struct NotASize;

impl NotASize {
    /// The error in words that a person understands.
    pub(super) const WORDS: Words = Words::new(
        "ingen storlek, som 512M eller 2G",
        "not a size, such as 512M or 2G",
    );
}

/// How a size may stand in the configuration file.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "not a size, such as 512M or 2G")]
enum Written {
    Number(u64),
    Text(String),
}

impl TryFrom<Written> for Size {
    type Error = NotASize;

    fn try_from(written: Written) -> Result<Self, NotASize> {
        match written {
            Written::Number(bytes) => Ok(Self(bytes)),
            Written::Text(text) => text.parse(),
        }
    }
}

impl FromStr for Size {
    type Err = NotASize;

    fn from_str(text: &str) -> Result<Self, NotASize> {
        let text = text.trim();
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let unit = unit.trim().to_ascii_lowercase();
        let power = match unit.trim_end_matches('b').trim_end_matches('i') {
            "" => 0,
            "k" => 1,
            "m" => 2,
            "g" => 3,
            "t" => 4,
            _ => return Err(NotASize),
        };
        let bytes = number
            .parse::<u64>()
            .ok()
            .and_then(|number| number.checked_mul(1024_u64.pow(power)));
        bytes.map(Self).ok_or(NotASize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [
            ("0", 0),
            ("1000", 1000),
            ("2K", 2048),
            ("3 MiB", 3 << 20),
            ("4gb", 4 << 30),
        ] {
            assert_eq!(text.parse(), Ok(Size(bytes)), "{text}");
        }
        for text in ["", "M", "-1", "1.5G", "2 parsecs", "99999999999999999T"] {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }
}

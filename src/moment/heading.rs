//! The time zone that the heading of a column says: `Inkom (UTC)`, `createdAtUtc`,
//! `Inkom (UTC+01:00)`. Only UTC and what is counted from it is certain: people call their own
//! time by the other words.

/// What the heading of a column says of the zone of its times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeadingZone {
    /// Nothing, or that it is our own time.
    Own,
    /// One zone, by its name.
    Named(&'static str),
    /// An offset from UTC that is none for certain.
    Doubtful,
}

/// Zones of so many whole hours, from that 12 hours west of UTC on. Their names count the other
/// way round.
const WHOLE_HOURS: [&str; 27] = [
    "Etc/GMT+12",
    "Etc/GMT+11",
    "Etc/GMT+10",
    "Etc/GMT+9",
    "Etc/GMT+8",
    "Etc/GMT+7",
    "Etc/GMT+6",
    "Etc/GMT+5",
    "Etc/GMT+4",
    "Etc/GMT+3",
    "Etc/GMT+2",
    "Etc/GMT+1",
    "UTC",
    "Etc/GMT-1",
    "Etc/GMT-2",
    "Etc/GMT-3",
    "Etc/GMT-4",
    "Etc/GMT-5",
    "Etc/GMT-6",
    "Etc/GMT-7",
    "Etc/GMT-8",
    "Etc/GMT-9",
    "Etc/GMT-10",
    "Etc/GMT-11",
    "Etc/GMT-12",
    "Etc/GMT-13",
    "Etc/GMT-14",
];

/// Places and words behind an offset by which programs name a zone that has summer time, with
/// its offset in winter. Ours is the one without a name.
const PLACES: [(&str, i64, HeadingZone); 35] = [
    ("stockholm", 1, HeadingZone::Own),
    ("sverige", 1, HeadingZone::Own),
    ("sweden", 1, HeadingZone::Own),
    ("svensk", 1, HeadingZone::Own),
    ("swedish", 1, HeadingZone::Own),
    ("amsterdam", 1, HeadingZone::Own),
    ("berlin", 1, HeadingZone::Own),
    ("bern", 1, HeadingZone::Own),
    ("rom", 1, HeadingZone::Own),
    ("rome", 1, HeadingZone::Own),
    ("wien", 1, HeadingZone::Own),
    ("vienna", 1, HeadingZone::Own),
    ("oslo", 1, HeadingZone::Own),
    ("köpenhamn", 1, HeadingZone::Own),
    ("copenhagen", 1, HeadingZone::Own),
    ("bryssel", 1, HeadingZone::Own),
    ("brussels", 1, HeadingZone::Own),
    ("madrid", 1, HeadingZone::Own),
    ("paris", 1, HeadingZone::Own),
    ("belgrad", 1, HeadingZone::Own),
    ("belgrade", 1, HeadingZone::Own),
    ("budapest", 1, HeadingZone::Own),
    ("prag", 1, HeadingZone::Own),
    ("prague", 1, HeadingZone::Own),
    ("warszawa", 1, HeadingZone::Own),
    ("warsaw", 1, HeadingZone::Own),
    ("sarajevo", 1, HeadingZone::Own),
    ("cet", 1, HeadingZone::Own),
    ("cest", 1, HeadingZone::Own),
    ("sommartid", 1, HeadingZone::Own),
    ("london", 0, HeadingZone::Named("Europe/London")),
    ("dublin", 0, HeadingZone::Named("Europe/London")),
    ("lissabon", 0, HeadingZone::Named("Europe/London")),
    ("helsinki", 2, HeadingZone::Named("Europe/Helsinki")),
    ("helsingfors", 2, HeadingZone::Named("Europe/Helsinki")),
];

/// The zone that the heading of a column says.
pub(crate) fn zone_of_heading(heading: &str) -> HeadingZone {
    let mut offsets: Vec<Option<i64>> = behind_utc(heading).map(offset).collect();
    if offsets.is_empty() {
        return HeadingZone::Own;
    }
    offsets.sort_unstable();
    offsets.dedup();
    // `UTC/GMT+1`
    let counted: Vec<i64> = offsets.into_iter().flatten().collect();
    let has_place = |place: &(&str, i64, HeadingZone)| {
        let fits = |hours: &i64| *hours == place.1 * 60 || *hours == (place.1 + 1) * 60;
        let mut words = heading.split(|c: char| !c.is_alphanumeric());
        (place.1 == 0 && counted.is_empty() || !counted.is_empty() && counted.iter().all(fits))
            && words.any(|word| word.to_lowercase() == place.0)
    };
    if let Some((.., zone)) = PLACES.iter().find(|place| has_place(place)) {
        return *zone;
    }
    match counted[..] {
        [] => HeadingZone::Named("UTC"),
        [minutes] if minutes % 60 == 0 => usize::try_from(minutes / 60 + 12)
            .ok()
            .and_then(|at| WHOLE_HOURS.get(at))
            .map_or(HeadingZone::Doubtful, |zone| HeadingZone::Named(zone)),
        // `UTC+1/UTC+2` is our own over the year.
        [60, 120] => HeadingZone::Own,
        _ => HeadingZone::Doubtful,
    }
}

/// What stands behind each word for UTC.
fn behind_utc(heading: &str) -> impl Iterator<Item = &str> {
    let starts = heading.char_indices().map(|(at, _)| at);
    starts.filter_map(move |at| {
        let (word, behind) = heading.get(at..)?.split_at_checked(3)?;
        let before = heading[..at].chars().next_back();
        let begins = before.is_none_or(|c| !c.is_alphanumeric());
        let is_word = ["utc", "gmt"]
            .iter()
            .any(|utc| utc.eq_ignore_ascii_case(word));
        // `createdAtUtc`
        let is_end =
            ["Utc", "UTC", "GMT"].contains(&word) && before.is_some_and(char::is_lowercase);
        let ends = !behind.starts_with(char::is_alphanumeric);
        (ends && is_word && (begins || is_end)).then_some(behind)
    })
}

/// The offset at the beginning of a text, in minutes: `+01:00`, ` +1`, `−0330`.
fn offset(text: &str) -> Option<i64> {
    let text = text.trim_start();
    let mut signs = text.chars();
    let sign = match signs.next()? {
        '+' | '±' => 1,
        '-' | '−' | '–' => -1,
        _ => return None,
    };
    let text = signs.as_str().trim_start();
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (figures, rest) = text.split_at(digits(text));
    let (hours, minutes) = match figures.len() {
        1 | 2 => (figures, rest.strip_prefix([':', '.']).unwrap_or_default()),
        4 => figures.split_at(2),
        _ => return None,
    };
    let minutes = match digits(minutes) {
        2 => minutes[..2].parse().ok()?,
        _ => 0,
    };
    let hours: i64 = hours.parse().ok()?;
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_says_utc_and_no_other_zone_for_certain() {
        for heading in [
            "Inkom (UTC)",
            "createdAtUtc",
            "Created On UTC",
            "tid_gmt",
            "sentGMT",
            "Inkom (UTC+00:00)",
            "Inkom UTC±0",
            "(UTC) Coordinated Universal Time",
            "Inkom UTC - 2024",
        ] {
            assert_eq!(
                zone_of_heading(heading),
                HeadingZone::Named("UTC"),
                "{heading}"
            );
        }
        for heading in [
            "Inkom",
            "Inkom (CET)",
            "Beslut",
            "AUTC",
            "Utcheckad",
            "utcomarbete",
            "Inkom (+01:00)",
        ] {
            assert_eq!(zone_of_heading(heading), HeadingZone::Own, "{heading}");
        }
    }

    #[test]
    fn an_offset_behind_utc_is_the_zone_and_a_place_has_summer_time() {
        for (heading, zone) in [
            ("Inkom (UTC+01:00)", HeadingZone::Named("Etc/GMT-1")),
            ("Inkom GMT+1", HeadingZone::Named("Etc/GMT-1")),
            ("Inkom UTC +0100", HeadingZone::Named("Etc/GMT-1")),
            ("Inkom UTC/GMT +2", HeadingZone::Named("Etc/GMT-2")),
            ("inkomUTC+2", HeadingZone::Named("Etc/GMT-2")),
            ("Inkom (UTC−05:00)", HeadingZone::Named("Etc/GMT+5")),
            (
                "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
                HeadingZone::Own,
            ),
            ("Received (UTC+02:00) Stockholm", HeadingZone::Own),
            ("Inkom UTC+1/UTC+2", HeadingZone::Own),
            ("Inkom UTC+2 (sommartid)", HeadingZone::Own),
            (
                "(UTC+00:00) Dublin, Edinburgh, Lisbon, London",
                HeadingZone::Named("Europe/London"),
            ),
            (
                "(UTC+02:00) Helsinki, Kyiv",
                HeadingZone::Named("Europe/Helsinki"),
            ),
            ("Inkom (UTC+05:30)", HeadingZone::Doubtful),
            ("Inkom UTC+1, UTC+5", HeadingZone::Doubtful),
        ] {
            assert_eq!(zone_of_heading(heading), zone, "{heading}");
            if let HeadingZone::Named(name) = zone {
                assert!(crate::moment::is_zone(name), "{name}");
            }
        }
    }
}

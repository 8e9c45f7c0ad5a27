//! Days and times that a field of a form holds in one writing and shows in another, as forms that
//! format their fields do.

use jiff::civil::Date;

use crate::moment::{MONTHS, PartialDate, parse_date, parse_time};

/// What may stand before a day, letters alone.
const BEFORE: [&str; 28] = [
    "måndagen",
    "måndag",
    "mån",
    "monday",
    "mon",
    "tisdagen",
    "tisdag",
    "tis",
    "tuesday",
    "tue",
    "onsdag",
    "ons",
    "wednesday",
    "wed",
    "torsdag",
    "tors",
    "thursday",
    "thu",
    "fredag",
    "fre",
    "friday",
    "fri",
    "lördag",
    "lör",
    "saturday",
    "söndag",
    "sunday",
    "den",
];

/// Whether what is shown, its letters and digits alone, is the day or the time that a value is.
pub(super) fn is_same_moment(value: &str, shown: &str) -> bool {
    if !shown.contains(|c: char| c.is_ascii_digit()) || shown.len() > 40 {
        return false;
    }
    if let Some(PartialDate::Day(date)) = parse_date(value).map(|read| read.value) {
        let writings = of_date(date);
        let is_day = |text: &str| {
            let day = without_weekday(text);
            writings.iter().any(|writing| writing == day)
        };
        // A value that says more than the day is more than what is shown.
        let own: String = value.chars().filter(|c| c.is_alphanumeric()).collect();
        return is_day(&own.to_lowercase()) && is_day(shown);
    }
    parse_time(value).is_some_and(|time| is_same_time(time.value.minutes(), shown))
}

/// A day without the day of the week before it.
fn without_weekday(text: &str) -> &str {
    let mut rest = text;
    while let Some(after) = BEFORE.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = after;
    }
    rest
}

/// The writings of a day, letters and digits alone. One in which the month stands before the day
/// in digits is none of them: it is another day where it is read as most here read it.
fn of_date(date: Date) -> Vec<String> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let short = year.rem_euclid(100);
    let mut all = vec![
        format!("{year}{month:02}{day:02}"),
        format!("{short:02}{month:02}{day:02}"),
    ];
    for year in [format!("{year}"), format!("{short:02}")] {
        all.push(format!("{day:02}{month:02}{year}"));
        all.push(format!("{day}{month}{year}"));
        let names = MONTHS.get((month - 1) as usize).into_iter().flatten();
        for name in names {
            let brief: String = name.chars().take(3).collect();
            for name in [(*name).to_owned(), brief, name.chars().take(4).collect()] {
                for day in [format!("{day}"), format!("{day:02}")] {
                    all.push(format!("{day}{name}{year}"));
                    all.push(format!("{name}{day}{year}"));
                    all.push(format!("{year}{name}{day}"));
                }
            }
        }
    }
    all
}

/// Whether a time in minutes is what is shown: `930`, `kl0930`, `0930am`, `093000`.
fn is_same_time(minutes: u16, shown: &str) -> bool {
    let bare = ["klockan", "kl"]
        .iter()
        .find_map(|word| shown.strip_prefix(word));
    let bare = bare.unwrap_or(shown);
    let (hour, minute) = (minutes / 60, minutes % 60);
    let half = if hour < 12 {
        ["am", "fm"]
    } else {
        ["pm", "em"]
    };
    let of_half = half.iter().find_map(|word| bare.strip_suffix(word));
    let hour = match of_half {
        Some(_) => (hour + 11) % 12 + 1,
        None => hour,
    };
    let bare = of_half.unwrap_or(bare);
    [
        format!("{hour}{minute:02}"),
        format!("{hour:02}{minute:02}"),
        format!("{hour:02}{minute:02}00"),
        format!("{hour}{minute:02}00"),
    ]
    .iter()
    .any(|writing| writing == bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_in_two_writings_is_one() {
        for shown in [
            "4mars2024",
            "04mar2024",
            "march42024",
            "4mar24",
            "måndag4mars2024",
            "den4mars2024",
            "04032024",
            "432024",
            "240304",
        ] {
            assert!(is_same_moment("2024-03-04", shown), "{shown}");
        }
        for other in [
            "5mars2024",
            "03042024",
            "4mars2023",
            "4",
            "",
            "2024",
            "mars2024",
        ] {
            assert!(!is_same_moment("2024-03-04", other), "{other}");
        }
        assert!(is_same_moment("4 mars 2024", "20240304"));
        assert!(!is_same_moment("2024-03-04 09:30", "20240304"));
        assert!(!is_same_moment("Kommun 4", "kommun5"));
    }

    #[test]
    fn one_time_in_two_writings_is_one() {
        for shown in ["0930", "930", "930am", "kl0930", "093000"] {
            assert!(is_same_moment("09:30", shown), "{shown}");
        }
        assert!(is_same_moment("13:45", "145pm"));
        for other in ["930pm", "1030", "0931"] {
            assert!(!is_same_moment("09:30", other), "{other}");
        }
    }
}

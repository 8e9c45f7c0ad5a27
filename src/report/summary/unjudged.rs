//! Notifications whose deadline cannot be judged: how many, why, and what to do about
//! it. A summary says this first, since the verdicts rest on the others.

use std::path::PathBuf;

use super::View;
use crate::config::Words;
use crate::deadline::Verdict;
use crate::disclosure::Figure;
use crate::statistics::thousands;

/// Why a notification cannot be judged.
#[derive(Clone, Copy)]
struct Reason {
    /// The verdict that says so.
    verdict: Verdict,
    /// The reason where it is the only one.
    alone: Words,
    /// The reason after the number for which it holds.
    among: Words,
}

const REASONS: [Reason; 3] = [
    Reason {
        verdict: Verdict::NoReceipt,
        alone: Words::new(
            "kopiorna säger inte när anmälan kom in",
            "the copies do not say when the notification was received",
        ),
        among: Words::new("utan mottagningstid", "without a receipt time"),
    },
    Reason {
        verdict: Verdict::NoDiscovery,
        alone: Words::new(
            "kopiorna säger inte när incidenten upptäcktes",
            "the copies do not say when the breach was discovered",
        ),
        among: Words::new("utan tid för upptäckten", "without a discovery time"),
    },
    Reason {
        verdict: Verdict::InvalidOrder,
        alone: Words::new(
            "anmälan kom in före upptäckten, så någon av tiderna är fel",
            "received before the discovery, so one of the times is wrong",
        ),
        among: Words::new("mottagna före upptäckten", "received before the discovery"),
    },
];

/// What to do where a list of receipt times was given.
const FURTHER: Words = Words::new(
    "Listan över mottagningstider har ingen tid för dem som saknar en: komplettera listan. Fynden M009, M010 och F003 visar rader som inte kunde användas.",
    "The list of receipt times has no time for those without one: complete the list. The findings M009, M010 and F003 show rows that could not be used.",
);
/// How to give receipt times.
const ADVICE: Words = Words::new(
    "Lägg till en lista över mottagningstider: --receipts FIL.csv, med kolumnen received och minst en av source, case_number och reference.",
    "Add a list of receipt times: --receipts FILE.csv, with the column received and at least one of source, case_number and reference.",
);

/// How to get the list to fill in.
const LIST: Words = Words::new(
    "Listan att fylla i skrivs med: breach-audit receipts SÖKVÄG -o mottagningstider.xlsx",
    "The list to fill in is written by: breach-audit receipts PATH -o missing.xlsx",
);

/// How many there are for each reason.
fn by_reason(view: View) -> [Figure; REASONS.len()] {
    REASONS.map(|reason| view.cell("verdict", reason.verdict.as_str()))
}

/// How many cannot be judged. The difference of two rounded counts may be of none, so rounded
/// counts are the sum of those for each reason.
pub(super) fn count(view: View, all: Figure) -> Figure {
    let told = all.told().zip(view.base("verdict").told());
    match (told, view.rounded_to()) {
        (None, _) => Figure::Hidden,
        (_, Some(_)) => Figure::sum(&by_reason(view)),
        (Some((all, judged)), None) => Figure::Told(all.saturating_sub(judged)),
    }
}

/// Why, in the words that follow their number: the one reason, or how many for which.
/// Nothing if there are none, or if a count is hidden.
pub(super) fn why(view: View, all: Figure) -> String {
    let counts = by_reason(view);
    if counts.contains(&Figure::Hidden) || count(view, all) == Figure::Hidden {
        return String::new();
    }
    let found = REASONS.iter().zip(counts);
    let found: Vec<_> = found.filter(|(_, count)| count.is_some()).collect();
    match found[..] {
        [] => String::new(),
        [(reason, _)] => format!(": {}", reason.alone.get(view.language)),
        _ => {
            let each = found.iter().map(|(reason, count)| {
                let count = count.text(thousands);
                format!("{count} {}", reason.among.get(view.language))
            });
            format!(" ({})", each.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Whether a receipt time is missing.
fn is_missing(view: View) -> bool {
    view.cell("verdict", Verdict::NoReceipt.as_str()).is_some()
}

/// What to do about missing receipt times, if there are any.
pub(super) fn advice(view: View, receipts: &[PathBuf]) -> Option<&'static str> {
    let advice = if receipts.is_empty() { ADVICE } else { FURTHER };
    is_missing(view).then(|| advice.get(view.language))
}

/// The command that writes the list of missing receipt times, if there are any.
pub(super) fn list(view: View) -> Option<&'static str> {
    is_missing(view).then(|| LIST.get(view.language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{CellRule, Language};
    use crate::disclosure::Hidden;
    use crate::table::Table;

    /// What is said of a table of verdicts whose base is 3, of so many notifications.
    fn said(rows: &[(&str, &str)], all: u64, language: Language) -> (String, bool) {
        said_under(CellRule::AsCounted, rows, all, language)
    }

    fn said_under(
        cells: CellRule,
        rows: &[(&str, &str)],
        all: u64,
        language: Language,
    ) -> (String, bool) {
        let columns = ["value", "label", "kind", "notifications", "percent", "base"];
        let row = |(value, count): &(&str, &str)| {
            [value, value, "value", count, "", "3"].map(ToString::to_string)
        };
        let (columns, rows) = (columns.map(str::to_owned), rows.iter().map(row));
        let rows: Vec<_> = rows.collect();
        let table = Table::read("verdict", &columns, rows.iter().map(|row| &row[..]));
        let view = View {
            tables: &[table],
            hidden: &Hidden::default(),
            language,
            has_files: true,
            partial: &[],
            cells,
        };
        (why(view, Figure::Told(all)), advice(view, &[]).is_some())
    }

    #[test]
    fn the_one_reason_is_told_in_words_and_with_what_to_do() {
        let (why, has_advice) = said(&[("on-time", "3"), ("no-receipt", "37")], 40, Language::Sv);
        assert_eq!(why, ": kopiorna säger inte när anmälan kom in");
        assert!(has_advice);
        let (why, has_advice) = said(&[("on-time", "3"), ("invalid-order", "1")], 4, Language::En);
        assert_eq!(
            why,
            ": received before the discovery, so one of the times is wrong"
        );
        assert!(!has_advice);
    }

    #[test]
    fn several_reasons_are_counted_and_suppressed_ones_kept_back() {
        let rows = [("on-time", "3"), ("no-receipt", "2"), ("no-discovery", "1")];
        let (why, _) = said(&rows, 6, Language::En);
        assert_eq!(
            why,
            " (2 without a receipt time, 1 without a discovery time)"
        );
        let hidden = said(&[("on-time", "3"), ("no-receipt", ":c")], 6, Language::En);
        assert_eq!(hidden, (String::new(), true));
        let all_judged = said(&[("on-time", "3")], 3, Language::Sv);
        assert_eq!(all_judged, (String::new(), false));
    }
    #[test]
    fn a_reason_that_is_rounded_away_is_still_one_of_several() {
        let rows = [
            ("on-time", "30"),
            ("no-discovery", "10"),
            ("invalid-order", "0"),
        ];
        let rounded =
            |rows: &[(&str, &str)]| said_under(CellRule::RoundTo(10), rows, 40, Language::En);
        assert_eq!(
            rounded(&rows).0,
            " (10 without a discovery time, 0–4 received before the discovery)"
        );
        let (why, has_advice) = rounded(&[("on-time", "30"), ("no-receipt", "0")]);
        assert!(why.starts_with(": the copies do not say") && has_advice);
        assert_eq!(rounded(&rows[..1]).0, "");
    }
}

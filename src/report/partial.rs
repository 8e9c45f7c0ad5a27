//! Years of which some notifications may be missing, by one name wherever a year is told.

use crate::config::{Language, Words};
use crate::statistics::{YEAR, compared_years};
use crate::table::{Cell, Table};

const PART: Words = Words::new("{year} (del av året)", "{year} (part of the year)");

/// A year as people read it: with a mark if it is not whole.
pub(crate) fn year(year: &str, is_whole: bool, language: Language) -> String {
    if is_whole {
        year.to_owned()
    } else {
        PART.with("year", year).get(language)
    }
}

/// The same, where those that are not whole are listed.
pub(super) fn among(own: &str, partial: &[String], language: Language) -> String {
    let is_whole = partial.iter().all(|year| year != own);
    year(own, is_whole, language)
}

/// The two years that a table compares, as people read them.
pub(super) fn pair(table: &Table, language: Language) -> Option<[String; 2]> {
    let years = compared_years(table)?;
    let partial = table.rows.first()?.last().map_or("", Cell::as_text);
    let is_whole = |own: &str| partial.split('|').all(|year| year != own);
    Some(years.map(|own| year(&own, is_whole(&own), language)))
}

/// Whether what people read in a column of a table is a year.
pub(super) fn is_year(table: &Table, at: usize) -> bool {
    match table.columns[at].name.as_str() {
        "label" => table.id == YEAR,
        name => matches!(name, "year" | "year_label"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_that_is_not_whole_has_one_name() {
        let header = ["table", "value", "label", "notifications", "partial"].map(str::to_owned);
        let of = |partial: &str| {
            let row = ["year", "2026/2025", "", "3", partial].map(str::to_owned);
            let table = Table::read("year-on-year", &header, [&row[..]]);
            pair(&table, Language::Sv).unwrap_or_default()
        };
        assert_eq!(of("none"), ["2026", "2025"]);
        assert_eq!(of("2026"), ["2026 (del av året)", "2025"]);
        assert_eq!(
            of("2025|2026"),
            ["2026 (del av året)", "2025 (del av året)"]
        );
        let partial = ["2026".to_owned()];
        assert_eq!(
            among("2026", &partial, Language::En),
            "2026 (part of the year)"
        );
        assert_eq!(among("2025", &partial, Language::En), "2025");
    }
}

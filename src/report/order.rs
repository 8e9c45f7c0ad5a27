//! The order of the values of a one-way table wherever people read it: as the form has them,
//! bands by size, what is other last, and then what is no value.

use crate::statistics::Dimension;
use crate::table::{Key, Row, Table};
use crate::value::parse_band;

/// Whether a value stands for what fits nowhere else.
pub(crate) fn is_rest(key: &Key) -> bool {
    key.id() == "other" || key.id().starts_with("Övrig")
}

/// The rows in that order.
pub(crate) fn ordered(table: &Table) -> Vec<&Row> {
    let is_banded = Dimension::named(&table.id).is_some_and(Dimension::is_banded);
    let mut rows: Vec<&Row> = table.rows.iter().collect();
    rows.sort_by_key(|row| {
        let key = row.first().and_then(|cell| cell.key());
        let is_aside = key.is_some_and(|key| !key.is_value());
        let band = key.filter(|key| is_banded && key.is_value());
        let least = band.and_then(|key| parse_band(key.id()));
        let least = least.map_or(0, |band| band.min);
        (is_aside, key.is_some_and(is_rest), least)
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_stand_by_size_what_is_other_last_and_what_is_no_value_behind() {
        let order = |id: &str, keys: &[&str]| {
            let header = ["value", "label", "kind", "notifications"].map(str::to_owned);
            let rows: Vec<Vec<String>> = keys
                .iter()
                .map(|&key| [key, key, "value", "1"].map(str::to_owned).into())
                .collect();
            let table = Table::read(id, &header, rows.iter().map(Vec::as_slice));
            let keys: Vec<String> = ordered(&table)
                .iter()
                .map(|row| row[0].to_string())
                .collect();
            keys.join(" ")
        };
        assert_eq!(
            order("data-subjects", &["1-10", "11-100", "0", "(unknown)"]),
            "0 1-10 11-100 (unknown)"
        );
        assert_eq!(
            order("area", &["school", "other", "health", "Övrigt", "(blank)"]),
            "school health other Övrigt (blank)"
        );
    }
}

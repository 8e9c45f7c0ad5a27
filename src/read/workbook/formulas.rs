//! What the formulas of a sheet say of its rows: rows of nothing but formulas without a result are
//! prepared ones, and a figure of the cells above is no record.

use std::collections::{BTreeMap, BTreeSet};

use calamine::XlsxFormulaMetadata;

use super::{Cells, Value};

/// What of the formulas of a sheet matters, by rows.
#[derive(Debug, Default)]
pub(super) struct Formulas {
    /// How many formulas give nothing: a nought, or the number of the row.
    noughts: BTreeMap<u32, usize>,
    /// How many are figures of the cells above.
    figures: BTreeMap<u32, usize>,
    /// Those that several cells share and give the number of the row.
    numbering: BTreeSet<usize>,
}

impl Formulas {
    /// Adds a formula of a workbook in XML.
    pub(super) fn shared(
        &mut self,
        at: (u32, u32),
        formula: &XlsxFormulaMetadata,
        number: Option<f64>,
    ) {
        let text = match formula {
            XlsxFormulaMetadata::Normal { formula } => formula.as_str(),
            XlsxFormulaMetadata::Shared {
                shared_index,
                formula,
                ..
            } => {
                if is_row_number(formula) {
                    self.numbering.insert(*shared_index);
                }
                formula
            }
            XlsxFormulaMetadata::SharedDerived { shared_index }
                if self.numbering.contains(shared_index) =>
            {
                "ROW()"
            }
            _ => "",
        };
        self.add(at, text, number);
    }

    /// Adds a formula with its result, if that is a number.
    pub(super) fn add(&mut self, (row, column): (u32, u32), formula: &str, number: Option<f64>) {
        if number == Some(0.0) || number.is_some() && is_row_number(formula) {
            *self.noughts.entry(row).or_default() += 1;
        } else if number.is_some() && is_figure_above(formula, row, column) {
            *self.figures.entry(row).or_default() += 1;
        }
    }
}

impl Cells {
    /// Empties the rows that only formulas fill that give nothing, and finds those that are
    /// figures of the rows above.
    pub(super) fn settle(&mut self, formulas: &Formulas) {
        if formulas.noughts.is_empty() && formulas.figures.is_empty() {
            return;
        }
        let (mut empty, mut figures) = (BTreeSet::new(), Vec::new());
        for cells in self.all.chunk_by(|a, b| a.row == b.row) {
            let Some(first) = cells.first() else { continue };
            let of = |rows: &BTreeMap<u32, usize>| rows.get(&first.row).copied().unwrap_or(0);
            let is_label = |value: &Value| matches!(value, Value::Text(text) if !text.bytes().any(|byte| byte.is_ascii_digit()));
            let labels = cells.iter().filter(|cell| is_label(&cell.value)).count();
            if of(&formulas.noughts) == cells.len() {
                empty.insert(first.row);
            } else if of(&formulas.figures) > 0
                && of(&formulas.figures) + of(&formulas.noughts) + labels == cells.len()
            {
                figures.push((first.row, first.column));
            }
        }
        // A blank stays, so that the row is told.
        self.all
            .dedup_by(|next, cell| next.row == cell.row && empty.contains(&next.row));
        for cell in &mut self.all {
            if empty.contains(&cell.row) {
                cell.value = Value::Text(" ".into());
            }
        }
        self.figures = figures;
    }
}

/// Whether a formula gives the number of its row: `ROW()-1`.
fn is_row_number(formula: &str) -> bool {
    let Some(rest) = plain(formula).strip_prefix("ROW()").map(str::to_owned) else {
        return false;
    };
    let digits = rest.trim_start_matches(['-', '+']);
    rest.is_empty() || digits.len() + 1 == rest.len() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a formula is a figure of cells above it in its column, and no more: `AVERAGE(E2:E9)`,
/// or of a column of its table: `SUBTOTAL(103,Table1[Persons])`.
fn is_figure_above(formula: &str, row: u32, column: u32) -> bool {
    const FUNCTIONS: [&str; 14] = [
        "SUM",
        "SUBTOTAL",
        "AGGREGATE",
        "COUNT",
        "COUNTA",
        "COUNTIF",
        "SUMIF",
        "AVERAGE",
        "MEDIAN",
        "MAX",
        "MIN",
        "STDEV",
        "STDEVS",
        "STDEVP",
    ];
    let formula = plain(formula);
    let rounded = formula
        .strip_prefix("ROUND(")
        .and_then(|inner| Some(inner.rsplit_once(',')?.0));
    let formula = rounded.unwrap_or(&formula);
    let Some((name, rest)) = formula.split_once('(') else {
        return false;
    };
    let Some(inside) = rest
        .strip_suffix(')')
        .filter(|inside| !inside.contains('('))
    else {
        return false;
    };
    let is_of_table = matches!(name, "SUBTOTAL" | "AGGREGATE") && inside.contains('#');
    let is_above = |range: &str| {
        let ends = range
            .split_once(':')
            .and_then(|(a, b)| Some((place(a)?, place(b)?)));
        ends.is_some_and(|((_, from), (last, to))| from == column && to == column && last < row)
    };
    FUNCTIONS.contains(&name) && (is_of_table || inside.split([',', ';']).any(is_above))
}

/// A formula in capitals without blanks and marks: `$A$1`, `[.A1]`. A column of a table is `#`.
fn plain(formula: &str) -> String {
    let formula = formula.trim_start_matches("of:").trim_start_matches('=');
    let open = formula.replace("[.", "").replace(":.", ":");
    let is_left_out = |c: char| c.is_whitespace() || matches!(c, '$' | '.' | ']');
    let kept = open.chars().filter(|c| !is_left_out(*c));
    let kept = kept.map(|c| if c == '[' { '#' } else { c });
    kept.flat_map(char::to_uppercase).collect()
}

/// The row and the column of `E2`, from 0.
pub(super) fn place(text: &str) -> Option<(u32, u32)> {
    let (letters, digits) = text.split_at(text.find(|c: char| c.is_ascii_digit())?);
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let column = letters
        .bytes()
        .fold(0, |column, byte| column * 26 + u32::from(byte - b'A') + 1);
    Some((digits.parse::<u32>().ok()?.checked_sub(1)?, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_the_cells_above_are_told_by_their_formulas() {
        for formula in [
            "SUBTOTAL(103,E2:E9)",
            "AVERAGE($E$2:$E$9)",
            "ROUND(AVERAGE(E2:E9),0)",
            "SUBTOTAL(101,Tabell1[Antal personer])",
            "of:=SUM([.E2:.E9])",
            "COUNTIF(E2:E9,\">3\")",
        ] {
            assert!(is_figure_above(formula, 9, 4), "{formula}");
        }
        for formula in [
            "SUM(K10:M10)",
            "SUM(F2:F9)",
            "SUBTOTAL(103,B$2:B10)",
            "MAX(E2:E9)+1",
            "E9+1",
            "",
        ] {
            assert!(!is_figure_above(formula, 9, 4), "{formula}");
        }
        assert!(is_row_number("ROW()-1") && is_row_number("=row()"));
        assert!(!is_row_number("ROW()*2") && !is_row_number("ROW(A1)"));
    }
}

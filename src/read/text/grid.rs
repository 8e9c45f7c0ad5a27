//! A question laid out as a small table: the labels of its parts in one row, and the answers
//! below. A reader of tables gives each cell a line, so all labels stand before all answers.

use std::borrow::Cow;

use crate::form::{Edition, Kind, initial};
use crate::moment::{parse_date, parse_time};
use crate::read::text::segment::{
    Body, after_add_another, first_row, match_part, without_section_title,
};
use crate::read::{Record, Value};

/// The kinds of the columns that are known by what stands in them.
const COLUMNS: [Kind; 3] = [Kind::Date, Kind::Time, Kind::Prose];

/// Reads the answers of a table with a date, a time and a text, and says whether there is one. An
/// empty cell leaves no line: where the cells cannot be told apart, date and time count as
/// undeterminable.
pub(super) fn read<'a>(record: &mut Record<'a>, body: &Body<'a, '_>, block: u16) -> bool {
    let Some(cells) = cells(body, record.edition) else {
        return false;
    };
    let first_row = first_row(record, body.question, block);
    let text = |at: usize| body.lines.text(at);
    let is_date = |at: &usize| parse_date(text(*at)).is_some();
    let is_time = |at: &usize| parse_time(text(*at)).is_some();
    if !cells.first().is_some_and(|at| is_date(at) || is_time(at)) {
        return false;
    }
    let begins_row = |at: usize| is_date(&cells[at]) && cells.get(at + 1).is_some_and(is_time);
    let rows: Vec<usize> = (0..cells.len()).filter(|at| begins_row(*at)).collect();
    let dates = cells.iter().filter(|at| is_date(at)).count();
    let may_recur = body.question.repeat.is_some();
    let is_clear = rows.first() == Some(&0) && rows.len() == dates && (may_recur || dates == 1);
    let number = |at: usize| body.lines.all[cells[at]].number;
    let [date, time, words] = [0, 1, 2].map(|part| body.question.parts[part].key);
    if !is_clear {
        record.push(date, first_row, number(0), Value::Malformed);
        record.push(time, first_row, number(0), Value::Lost);
        record.push(words, first_row, number(0), prose(body, &cells));
        return true;
    }
    for (row, from) in rows.iter().enumerate() {
        let until = rows.get(row + 1).copied().unwrap_or(cells.len());
        let index = first_row + row as u16;
        let cell = |at: usize| Value::Text(Cow::Borrowed(text(cells[at])));
        record.push(date, index, number(*from), cell(*from));
        record.push(time, index, number(from + 1), cell(from + 1));
        let rest = &cells[from + 2..until];
        let line = rest.first().map_or(number(*from), |_| number(from + 2));
        record.push(words, index, line, prose(body, rest));
    }
    true
}

/// The lines of the cells below a row of labels, where a question is such a table.
fn cells(body: &Body, edition: &Edition) -> Option<Vec<usize>> {
    let parts = &body.question.parts;
    let kinds = parts.iter().map(|part| part.kind);
    if body.heading.inline.is_some() || !kinds.eq(COLUMNS) {
        return None;
    }
    let mut position = body.heading.next;
    let end = without_section_title(body, edition, position, body.end);
    for part in parts {
        let (next, None) = match_part(body, position, part).filter(|_| position < end)? else {
            return None;
        };
        position = next;
    }
    let mut cells = Vec::new();
    while position < end {
        let label = initial(body.lines.text(position));
        if let Some(next) = after_add_another(body, position, label) {
            position = next;
        } else {
            cells.push(position);
            position += 1;
        }
    }
    Some(cells)
}

/// Lines as one free text.
fn prose<'a>(body: &Body<'a, '_>, lines: &[usize]) -> Value<'a> {
    let text = |at: &usize| body.lines.text(*at);
    match lines {
        [] => Value::Blank,
        [one] => Value::Text(Cow::Borrowed(text(one))),
        _ => Value::Text(Cow::Owned(
            lines.iter().map(text).collect::<Vec<_>>().join("\n"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use crate::form::Edition;
    use crate::read::{Value, text};

    /// The answers of a question below others, as `key index value`.
    fn told(number: u8, body: &str) -> Vec<String> {
        let edition = Edition::default_edition();
        let heading = |number: u8| {
            let question = edition.question(number).unwrap();
            format!("{number}. {}\n", question.label.sv)
        };
        let copy = format!(
            "{}\n{}{}{}{}{body}\n{}Nej\n",
            edition.title.sv,
            heading(1),
            "Exempelkommun\n",
            heading(4),
            heading(number),
            heading(if number < 31 { 31 } else { 34 }),
        );
        let records = text::read(&copy, edition).unwrap();
        let keys = edition.question(number).unwrap().parts.iter();
        let keys: Vec<_> = keys.map(|part| part.key).collect();
        let answers = records[0].answers.iter();
        let answers = answers.filter(|raw| keys.contains(&raw.key));
        let value = |value: &Value| match value {
            Value::Text(text) => text.to_string(),
            other => format!("({other:?})"),
        };
        answers
            .map(|raw| format!("{} {}", raw.index, value(&raw.value)))
            .collect()
    }

    #[test]
    fn labels_above_answers_are_heads_of_columns() {
        let heads = "Datum\nKlockslag\nEventuell kommentar";
        for number in [10, 11, 13, 32] {
            assert_eq!(
                told(number, &format!("{heads}\n2024-03-04\n09:30")),
                ["0 2024-03-04", "0 09:30", "0 (Blank)"]
            );
        }
        assert_eq!(
            told(
                11,
                &format!("{heads}\n2024-03-04\nkl 9\nPå morgonen\nav en chef")
            ),
            ["0 2024-03-04", "0 kl 9", "0 På morgonen\nav en chef"]
        );
        for unclear in [
            "2024-03-04",
            "09:30",
            "2024-03-04\nPå morgonen",
            "2024-03-04\n09:30\n2024-03-05\n10:00",
        ] {
            assert_eq!(
                told(11, &format!("{heads}\n{unclear}")),
                [
                    "0 (Malformed)".to_owned(),
                    "0 (Lost)".to_owned(),
                    format!("0 {unclear}")
                ]
            );
        }
        assert_eq!(
            told(11, &format!("{heads}\nDen 4 mars, på morgonen")),
            ["0 (Blank)", "0 (Blank)", "0 Den 4 mars, på morgonen"]
        );
    }

    #[test]
    fn each_row_of_actions_is_one() {
        let rows = "Datum\nKlockslag\nÅtgärd\n2024-03-04\n10:00\nRingde\n2024-03-05\n11:00\nSkrev";
        let actions = [
            "0 2024-03-04",
            "0 10:00",
            "0 Ringde",
            "1 2024-03-05",
            "1 11:00",
            "1 Skrev",
        ];
        assert_eq!(told(30, rows), actions);
    }
}

//! The sections that show typed tables, with their pictures. A section without its table,
//! or whose table counts nobody, is empty, and then it is not on the page.

use std::cmp::Reverse;

use crate::config::Words;
use crate::disclosure::is_firm;
use crate::report::counted::NOTIFICATIONS;
use crate::report::html::chart::{self, Bar, Caption, Chart, Paint};
use crate::report::html::view::{Head, Line, Part, Place, Sheet};
use crate::report::html::{Ground, WITHHELD};
use crate::report::html::{cross, findings, sheet, years};
use crate::report::order::ordered;
use crate::report::summary::{SMALL_BASE, base_of};
use crate::statistics::{Dimension, thousands};
use crate::table::{Cell, Key, Row, Table, percent};
use crate::value::parse_band;

/// How many bars a picture has at most. The table below it has all rows.
const MOST_BARS: usize = 20;
/// How many rows of a table are shown.
const MOST_ROWS: usize = 500;

pub(super) fn types(ground: &Ground) -> Vec<Part> {
    with_years(ground, "type-group", Some("type"))
}

pub(super) fn causes(ground: &Ground) -> Vec<Part> {
    let mut parts = with_years(ground, "cause-group", Some("cause"));
    parts.extend(cross::map(ground, "area-by-cause-group").map(Part::Chart));
    parts.extend(cross::crossed(ground, "area-by-cause-group").map(Part::Sheet));
    parts
}

pub(super) fn sectors(ground: &Ground) -> Vec<Part> {
    with_years(ground, "sector", None)
}

pub(super) fn areas(ground: &Ground) -> Vec<Part> {
    with_years(ground, "area", None)
}

/// A one-way table, and the same for two years side by side.
fn with_years(ground: &Ground, id: &str, finer: Option<&str>) -> Vec<Part> {
    let mut parts = one_way(ground, id, finer);
    parts.extend(years::of_table(ground, id));
    parts
}

/// Bands of persons, how many there were in all, and how grave it was.
pub(super) fn affected(ground: &Ground) -> Vec<Part> {
    let mut parts = one_way(ground, "data-subjects", None);
    parts.extend(median_band(ground).map(Part::text));
    // One person may be in several notifications of an incident, so they are not added up.
    let incidents = ground.view().table("incidents");
    if incidents.is_none_or(|table| table.rows.is_empty()) {
        let sum = ground.summary.affected().into_iter().collect();
        parts.extend(sheet::of_blocks(sum, "affected", "", ground.language()));
    }
    parts.extend(findings::odd_numbers(ground));
    parts.extend(one_way(ground, "severity", None));
    parts
}

/// The band in which the middle notification lies, if no count is hidden.
fn median_band(ground: &Ground) -> Option<String> {
    let table = ground.view().table("data-subjects")?;
    let values = table
        .rows
        .iter()
        .filter(|row| sheet::place(row) == Place::Value);
    let band = |row: &Row| {
        let least = parse_band(row[0].key()?.id())?.min;
        Some((
            least,
            sheet::count(&row[3])?,
            sheet::text(&row[1], ground.language()),
        ))
    };
    let mut bands = values.map(band).collect::<Option<Vec<_>>>()?;
    bands.sort();
    let all: u64 = bands.iter().map(|(_, count, _)| count).sum();
    // Rounded counts do not add up to their base, which is what the table says.
    let base = ground.view().base(&table.id).told()?;
    if base < SMALL_BASE {
        return None;
    }
    // Each rounded count may be off by half of the multiple, so a sum of them by more.
    let off = ground
        .view()
        .rounded_to()
        .map_or(0, |to| to * bands.len() as u64 / 2);
    let mut passed = 0;
    let (_, count, middle) = bands.into_iter().find(|(_, count, _)| {
        passed += count;
        passed * 2 >= all
    })?;
    let is_firm = 2 * (passed - count) + 3 * off < all && passed * 2 >= all + 3 * off;
    if off > 0 && !is_firm {
        return None;
    }
    let words = Words::new(
        "Medianen ligger i klassen {band}: hälften av de {all} anmälningarna med svar gäller så många eller färre.",
        "The median lies in the band {band}: half of the {all} notifications with an answer tell of as many or fewer.",
    );
    Some(
        words
            .with("band", middle)
            .with("all", thousands(base))
            .get(ground.language()),
    )
}

/// A one-way table with its bars. The parts of a value stand below it, if a finer table has
/// several of them.
fn one_way(ground: &Ground, id: &str, finer: Option<&str>) -> Vec<Part> {
    let view = ground.view();
    if view.is_withheld(id) {
        return vec![Part::text(ground.say(WITHHELD))];
    }
    let Some(table) = view.table(id).filter(|table| !table.rows.is_empty()) else {
        return Vec::new();
    };
    let finer = finer.and_then(|id| view.table(id));
    let sheet = one_way_sheet(ground, table, finer);
    let mut parts: Vec<Part> = bars(ground, table).into_iter().map(Part::Chart).collect();
    parts.push(Part::Sheet(sheet));
    parts
}

fn one_way_sheet(ground: &Ground, table: &Table, finer: Option<&Table>) -> Sheet {
    let language = ground.language();
    let is_small = is_small(ground.view().base(&table.id).told());
    let is_banded = Dimension::named(&table.id).is_some_and(Dimension::is_banded);
    let line = |row: &Row, place: Place| {
        let is_aside = place == Place::Aside;
        let label = sheet::text(&row[1], language);
        let share = if is_small { &Cell::Nothing } else { &row[4] };
        let label = if is_aside {
            format!("({label})")
        } else {
            label
        };
        let cells = vec![
            label,
            sheet::text(&row[3], language),
            sheet::text(share, language),
        ];
        let band = row[0].key().filter(|_| is_banded);
        let band = band.and_then(|key| parse_band(key.id()));
        Line::at(place, cells).keyed(0, band.and_then(|band| i64::try_from(band.min).ok()))
    };
    let mut rows = Vec::new();
    for row in ordered(table) {
        rows.push(line(row, sheet::place(row)));
        let parts = finer.map_or_else(Vec::new, |finer| parts_of(row, finer));
        // A single part says what its whole says.
        if parts.len() > 1 {
            rows.extend(parts.into_iter().map(|part| line(part, Place::Part)));
        }
    }
    let places = [1, 3, 4];
    Sheet {
        id: table.id.clone(),
        caption: table.title.get(language),
        heads: places.map(|at| sheet::head(table, at, language)).into(),
        rows,
        note: base_of(ground.view(), table),
    }
}

/// The rows of a finer table that are parts of a value.
fn parts_of<'t>(row: &Row, finer: &'t Table) -> Vec<&'t Row> {
    let Some(Key::Value(_)) = row[0].key() else {
        return Vec::new();
    };
    let whole = format!("{}: ", row[1]);
    let is_part = |own: &&Row| own[1].to_string().starts_with(&whole);
    finer.rows.iter().filter(is_part).collect()
}

fn is_small(base: Option<u64>) -> bool {
    base.is_none_or(|base| base < SMALL_BASE)
}

/// The bars of a one-way table, if it has several values and none is hidden.
fn bars(ground: &Ground, table: &Table) -> Option<Chart> {
    let language = ground.language();
    let is_small = is_small(ground.view().base(&table.id).told());
    let rows: Vec<&Row> = ordered(table);
    let values: Vec<&Row> = rows
        .into_iter()
        .filter(|row| sheet::place(row) == Place::Value)
        .collect();
    let told = values.iter().all(|row| row[3].is_told());
    if values.len() < 2 || values.len() > MOST_BARS || !told {
        return None;
    }
    let bar = |row: &&Row| {
        let (count, share) = (
            sheet::text(&row[3], language),
            sheet::text(&row[4], language),
        );
        Bar {
            label: sheet::text(&row[1], language),
            parts: vec![(sheet::count(&row[3]).unwrap_or(0), Paint::Full)],
            // A share that rounding would move is left out.
            figure: if is_small || !row[4].is_told() {
                count
            } else {
                format!("{count} ({share}\u{a0}%)")
            },
        }
    };
    let about = Words::new(
        "En liggande stapel för varje svar, så lång som antalet anmälningar.",
        "A bar for each answer, as long as the number of notifications.",
    );
    let caption = Caption {
        title: table.title.get(language),
        ..ground.caption(&table.id, about, about, &base_of(ground.view(), table))
    };
    let bars: Vec<Bar> = values.iter().map(bar).collect();
    Some(chart::bars(caption, &[], &bars))
}

/// The questions that were asked and left without an answer.
pub(super) fn forgotten(ground: &Ground) -> Vec<Part> {
    let language = ground.language();
    let Some(table) = ground.view().table("answers") else {
        return Vec::new();
    };
    let Ok([label, answered, blank, unknown]) =
        table.places(["label", "answered", "blank", "unknown"])
    else {
        return Vec::new();
    };
    // Hidden counts come last. Their place must not show how large they are.
    let mut rows: Vec<&Row> = table
        .rows
        .iter()
        .filter(|row| ground.must_be_answered(&row[0].to_string()) && row[blank] != Cell::Count(0))
        .collect();
    rows.sort_by_key(|row| Reverse(sheet::count(&row[blank])));
    if rows.is_empty() {
        return Vec::new();
    }
    let asked = |row: &Row| {
        [answered, blank, unknown]
            .iter()
            .map(|at| sheet::count(&row[*at]))
            .sum::<Option<u64>>()
    };
    // What was asked is the sum of three counts.
    let is_firm = |blank, asked| {
        let rounded_to = ground.view().rounded_to();
        rounded_to.is_none_or(|multiple| is_firm(blank, asked, 3 * multiple))
    };
    let share = |row: &Row| match (sheet::count(&row[blank]), asked(row)) {
        (Some(blank), Some(asked)) if asked >= SMALL_BASE && is_firm(blank, asked) => {
            percent(blank, asked)
        }
        _ => Cell::Nothing,
    };
    let named = |row: &Row| format!("{}. {}", row[0], sheet::text(&row[label], language));
    let told: Vec<&&Row> = rows
        .iter()
        .filter(|row| sheet::count(&row[blank]).is_some())
        .take(15)
        .collect();
    let bar = |row: &&&Row| Bar {
        label: named(row),
        parts: vec![(sheet::count(&row[blank]).unwrap_or(0), Paint::Full)],
        figure: sheet::text(&row[blank], language),
    };
    let about = Words::new(
        "En liggande stapel för varje fråga, så lång som antalet anmälningar där den ställdes och lämnades tom.",
        "A bar for each question, as long as the number of notifications in which it was asked and left blank.",
    );
    let base = Words::new(
        "Antal anmälningar där frågan ställdes och lämnades tom, av {counted}.",
        "Number of notifications in which the question was asked and left blank, of {counted}.",
    );
    let all = ground.summary.figures.initial;
    let base = base.with("counted", NOTIFICATIONS.counted(all, language));
    let mut parts = Vec::new();
    if told.len() > 1 {
        let bars: Vec<Bar> = told.iter().map(bar).collect();
        let caption = ground.caption("forgotten", FORGOTTEN, about, &base.get(language));
        parts.push(Part::Chart(chart::bars(caption, &[], &bars)));
    }
    let line = |row: &&Row| {
        let cells = [&row[blank], &share(row), &row[unknown], &row[answered]]
            .map(|cell| sheet::text(cell, language));
        Line::of([named(row)].into_iter().chain(cells).collect())
    };
    let heads = [
        Words::new("obesvarad", "blank"),
        Words::new("obesvarad, %", "blank, %"),
        Words::new("”vet inte”", "“don’t know”"),
        Words::new("besvarad", "answered"),
    ];
    let note = Words::new(
        "Frågor som ska besvaras: formuläret kräver svaret, eller en regel säger att det saknas. Bas för procenten: anmälningar där frågan ställdes och svaret går att läsa. Kryss som kopian tappat räknas inte, och inte heller frågor som aldrig ställdes.",
        "Questions that must be answered: the form requires the answer, or a rule says that it is missing. Base of the percentages: notifications in which the question was asked and the answer can be read. Ticks that the copy lost are not counted, nor are questions that were never asked.",
    );
    let first = Head::words(ground.say(Words::new("fråga", "question")));
    parts.push(Part::Sheet(Sheet {
        id: "forgotten".to_owned(),
        caption: ground.say(FORGOTTEN).to_owned(),
        heads: [first]
            .into_iter()
            .chain(heads.map(|head| Head::figures(ground.say(head))))
            .collect(),
        rows: rows.iter().map(line).collect(),
        note: ground.say(note).to_owned(),
    }));
    parts
}

const FORGOTTEN: Words = Words::new(
    "Frågor som lämnades tomma",
    "Questions that were left blank",
);

/// Tables that are shown as they are, each with these of its columns, if the run has them.
fn plain(ground: &Ground, tables: &[(&str, &[&str])]) -> Vec<Part> {
    let mut parts = Vec::new();
    for (id, columns) in tables {
        if ground.view().is_withheld(id) {
            parts.push(Part::text(ground.withheld(id)));
        }
        let table = ground
            .view()
            .table(id)
            .filter(|table| !table.rows.is_empty());
        parts.extend(
            table
                .and_then(|table| sheet::of_table(ground, table, columns, MOST_ROWS))
                .map(Part::Sheet),
        );
    }
    parts
}

/// Promised supplements, and what became of them.
pub(super) fn promises(ground: &Ground) -> Vec<Part> {
    plain(
        ground,
        &[(
            "promises",
            &[
                "year",
                "promised",
                "received",
                "received_late",
                "missing",
                "pending",
                "undeterminable",
            ],
        )],
    )
}

/// By controller.
pub(super) fn controllers(ground: &Ground) -> Vec<Part> {
    plain(
        ground,
        &[
            (
                "controller",
                &[
                    "controller",
                    "notifications",
                    "on_time",
                    "late",
                    "indeterminate",
                    "reasons_given",
                    "promised",
                    "missing",
                ],
            ),
            (
                "history",
                &[
                    "controller",
                    "year",
                    "notifications",
                    "notifications_before",
                    "change",
                    "late",
                    "late_before",
                    "indeterminate",
                    "indeterminate_before",
                    "partial",
                ],
            ),
            (
                "repeated-causes",
                &[
                    "controller",
                    "cause-group_label",
                    "area_label",
                    "notifications",
                    "first",
                    "last",
                ],
            ),
            (
                "frequent-findings",
                &[
                    "controller",
                    "year",
                    "code",
                    "name",
                    "notifications",
                    "notifications_before",
                    "base",
                ],
            ),
        ],
    )
}

/// The register against the notifications.
pub(super) fn register(ground: &Ground) -> Vec<Part> {
    plain(
        ground,
        &[
            (
                "reconciliation",
                &[
                    "reference",
                    "case_number",
                    "status",
                    "field",
                    "in_register",
                    "in_folder",
                    "source",
                ],
            ),
            (
                "register",
                &[
                    "reference",
                    "case_number",
                    "controller",
                    "occurred",
                    "discovered",
                    "notified",
                    "received",
                    "verdict",
                    "supplement_state",
                ],
            ),
        ],
    )
}

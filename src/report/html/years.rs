//! Two years side by side, as year-on-year.csv has them: all notifications and their verdicts in
//! a section of their own, and each main table in its section.

use crate::config::Words;
use crate::disclosure::Figure;
use crate::report::counted::NOTIFICATIONS;
use crate::report::html::Ground;
use crate::report::html::chart::{self, Caption, Chart, Pair};
use crate::report::html::sheet;
use crate::report::html::view::{Head, Line, Part, Place, Sheet};
use crate::report::order::is_rest;
use crate::report::partial;
use crate::statistics::{YEAR, YEAR_ON_YEAR, compared_years};
use crate::table::{Cell, Key, Row, Table};

/// How many pairs of bars a picture has at most.
const MOST_PAIRS: usize = 12;

const ALL: Words = Words::new("alla anmälningar", "all notifications");

/// The two years, with marks where they are not whole, and which these are.
struct Years<'t> {
    table: &'t Table,
    names: [String; 2],
    plain: [String; 2],
    partial: &'t str,
}

const SHORT: Words = Words::new("{now} mot {before}", "{now} against {before}");
const PARTIAL: Words = Words::new(
    "{years} är inte ett helt år, så ingen förändring ges i procent.",
    "{years} is not a whole year, so no change is given in percent.",
);
const SMALL: Words = Words::new(
    "Ingen andel där basen är under 30, och ingen förändring i procent där något av antalen är det.",
    "No share where the base is below 30, and no change in percent where either count is.",
);

impl<'t> Years<'t> {
    /// The years of the run, if both have notifications.
    fn of(ground: &'t Ground) -> Option<Self> {
        let table = ground.view().table(YEAR_ON_YEAR)?;
        let first = table.rows.first().filter(|row| row[0].is(YEAR))?;
        let is_empty = |cell: &Cell| *cell == Cell::Count(0);
        if first[3..5].iter().any(is_empty) {
            return None;
        }
        Some(Self {
            table,
            names: partial::pair(table, ground.language())?,
            plain: compared_years(table)?,
            partial: first.last().map_or("none", Cell::as_text),
        })
    }

    /// What is shown of the table of this id: as a picture and as a table.
    fn parts(&self, ground: &Ground, id: &str, title: &str) -> Vec<Part> {
        let language = ground.language();
        let own = |row: &&Row| row[0].is(id) && row[3..5] != [Cell::Count(0), Cell::Count(0)];
        let mut rows: Vec<&Row> = self.table.rows.iter().filter(own).collect();
        rows.sort_by_key(|row| (!is_value(row), row[1].key().is_some_and(is_rest)));
        if rows.is_empty() {
            return Vec::new();
        }
        let [now, before] = &self.names;
        let [plain_now, plain_before] = &self.plain;
        let title = format!(
            "{title}: {}",
            SHORT.with("now", now).with("before", before).get(language)
        );
        let mut parts = Vec::new();
        parts.extend(self.chart(ground, id, &title, &rows).map(Part::Chart));
        let figures = |words: Words| ground.say(words).to_owned();
        let mut heads = vec![
            now.clone(),
            before.clone(),
            figures(Words::new("förändring", "change")),
            figures(Words::new("förändring, %", "change, %")),
            format!("{plain_now}, %"),
            format!("{plain_before}, %"),
        ];
        // All are their own base.
        if id == YEAR {
            heads.truncate(4);
        }
        let line = |row: &&Row| {
            let label = match sheet::text(&row[2], language) {
                _ if row[0].is(YEAR) => ground.say(ALL).to_owned(),
                label if is_value(row) => label,
                label => format!("({label})"),
            };
            let cells = row[3..3 + heads.len()]
                .iter()
                .map(|cell| sheet::text(cell, language));
            let place = if is_value(row) || row[0].is(YEAR) {
                Place::Value
            } else {
                Place::Aside
            };
            Line::at(place, [label].into_iter().chain(cells).collect())
        };
        let rows = rows.iter().map(line).collect();
        let first = Head::words(figures(Words::new("svar", "answer")));
        let mut note = ground.say(SMALL).to_owned();
        if self.partial != "none" {
            let partial = PARTIAL.with("years", self.partial.replace('|', ", "));
            note = partial.get(language) + " " + &note;
        }
        parts.push(Part::Sheet(Sheet {
            id: format!("{id}-years"),
            caption: title,
            heads: [first]
                .into_iter()
                .chain(heads.into_iter().map(Head::figures))
                .collect(),
            rows,
            note,
        }));
        parts
    }

    /// The values in pairs of bars, if there are several and none is hidden.
    fn chart(&self, ground: &Ground, id: &str, title: &str, rows: &[&Row]) -> Option<Chart> {
        let language = ground.language();
        let values = rows.iter().filter(|row| is_value(row));
        let pair = |row: &&Row| {
            let counts = [(3, 7), (4, 8)].map(|(count, share)| {
                let shown = sheet::text(&row[count], language);
                let figure = match &row[share] {
                    own @ Cell::Percent(_) => {
                        format!("{shown} ({}\u{a0}%)", sheet::text(own, language))
                    }
                    _ => shown,
                };
                Some((sheet::count(&row[count])?, figure))
            });
            let [now, before] = counts;
            Some(Pair {
                label: sheet::text(&row[2], language),
                counts: [now?, before?],
            })
        };
        let pairs = values.map(pair).collect::<Option<Vec<Pair>>>()?;
        if !(2..=MOST_PAIRS).contains(&pairs.len()) {
            return None;
        }
        let about = Words::new(
            "Två liggande staplar för varje svar, en för varje år, så långa som antalet anmälningar.",
            "Two bars for each answer, one for each year, as long as the number of notifications.",
        );
        let base = Words::new(
            "Antal anmälningar, och andelen av årets anmälningar med svar: {now} ({of_now}), {before} ({of_before}).",
            "Number of notifications, and the share of the year's notifications with an answer: {now} ({of_now}), {before} ({of_before}).",
        );
        let bases = rows.first()?;
        let [of_now, of_before] = [9, 10].map(|at| sheet::text(&bases[at], language));
        let [now, before] = &self.names;
        let base = base.with("now", now).with("of_now", of_now);
        let base = base.with("before", before).with("of_before", of_before);
        let caption = Caption {
            title: title.to_owned(),
            ..ground.caption(&format!("{id}-years"), about, about, &base.get(language))
        };
        Some(chart::pairs(caption, [now.as_str(), before], &pairs))
    }
}

fn is_value(row: &Row) -> bool {
    !row[0].is(YEAR) && row[1].key().is_some_and(Key::is_value)
}

const HEADLINE: Words = Words::new(
    "{now}: {counted}, mot {then} år {before} ({change}).",
    "{now}: {counted}, against {then} in {before} ({change}).",
);

/// How many there were in the two years, in one line.
pub(super) fn in_short(ground: &Ground) -> Option<String> {
    let language = ground.language();
    let years = Years::of(ground)?;
    let [counts @ .., change, share] = &years.table.rows.first()?[3..7] else {
        return None;
    };
    let change = match share {
        Cell::Percent(_) => format!(
            "{}, {}\u{a0}%",
            sheet::text(change, language),
            sheet::signed(share, language)
        ),
        _ => sheet::text(change, language),
    };
    let [now, before] = years.names;
    let counted = NOTIFICATIONS.counted(Figure::of_cell(&counts[0]), language);
    let line = HEADLINE.with("now", now).with("counted", counted);
    let line = line.with("then", sheet::text(&counts[1], language));
    let line = line.with("before", before).with("change", change);
    let line = line.get(language);
    Some(match years.partial {
        "none" => line,
        partial => {
            let partial = PARTIAL.with("years", partial.replace('|', ", "));
            format!("{line} {}", partial.get(language))
        }
    })
}

/// All notifications of the two years, and their verdicts.
pub(super) fn all(ground: &Ground) -> Vec<Part> {
    let Some(years) = Years::of(ground) else {
        return Vec::new();
    };
    let titles = [
        (YEAR, Words::new("Alla anmälningar", "All notifications")),
        (
            "verdict",
            Words::new("I tid och för sent", "On time and late"),
        ),
    ];
    let parts = titles.map(|(id, title)| years.parts(ground, id, ground.say(title)));
    parts.into_iter().flatten().collect()
}

/// The two years of a table of one dimension.
pub(super) fn of_table(ground: &Ground, id: &str) -> Vec<Part> {
    let title = ground
        .view()
        .table(id)
        .map(|table| table.title.get(ground.language()));
    let years = Years::of(ground).zip(title);
    years.map_or_else(Vec::new, |(years, title)| years.parts(ground, id, &title))
}

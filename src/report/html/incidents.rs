//! The section on incidents behind the notifications: how many there are, how large, what is left
//! without mass incidents, and which processors stand behind them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::config::Words;
use crate::dialect::Told;
use crate::disclosure::Figure;
use crate::report::cells;
use crate::report::counted::NOTIFICATIONS;
use crate::report::html::Ground;
use crate::report::html::chart::{self, Bar, Chart, Paint};
use crate::report::html::filings;
use crate::report::html::sheet;
use crate::report::html::view::{Head, Line, Part, Sheet};
use crate::report::summary::SMALL_BASE;
use crate::statistics::thousands;
use crate::table::{Cell, Row, Table, percent, span};

/// How many incidents and processors are named.
const MOST_INCIDENTS: usize = 200;
const MOST_PROCESSORS: usize = 50;

/// From how many controllers on a bar counts. The third begins with mass incidents.
const SIZES: [u64; 5] = [0, 2, 5, 10, 50];

const SIZE: Words = Words::new(
    "Incidenter efter antal personuppgiftsansvariga",
    "Incidents by number of controllers",
);

/// All of it.
pub(super) fn all(ground: &Ground) -> Vec<Part> {
    let view = ground.view();
    let mut parts: Vec<Part> = ground
        .summary
        .incidents()
        .map(Part::text)
        .into_iter()
        .collect();
    for id in ["incident-size", "incidents", "processor"] {
        if view.is_withheld(id) {
            parts.push(Part::text(ground.withheld(id)));
        }
        let Some(table) = view.table(id).filter(|table| !table.rows.is_empty()) else {
            continue;
        };
        match id {
            "incident-size" => {
                parts.extend(sizes(ground, table).map(Part::Chart));
                let columns = ["controllers", "certainty", "incidents", "notifications"];
                let sheet = sheet::of_table(ground, table, &columns, usize::MAX);
                parts.extend(sheet.map(Part::Sheet));
                parts.extend(without_mass(ground).map(Part::Sheet));
            }
            "incidents" => parts.extend(incidents(ground, table).map(Part::Sheet)),
            _ => parts.extend(processors(ground, table).map(Part::Sheet)),
        }
    }
    parts
}

/// Bars of incidents by how many controllers they have: those that are sure, and those that are
/// possible.
fn sizes(ground: &Ground, table: &Table) -> Option<Chart> {
    let language = ground.language();
    let names = ["controllers", "certainty", "incidents", "notifications"];
    let [controllers, certainty, incidents, notifications] = table.places(names).ok()?;
    // Surely, possibly, and the notifications of both.
    let mut bands: BTreeMap<usize, [u64; 3]> = BTreeMap::new();
    for row in &table.rows {
        let size: u64 = match sheet::count(&row[controllers]) {
            Some(size) => size,
            None => row[controllers].to_string().parse().ok()?,
        };
        let band = SIZES.iter().rposition(|least| size >= *least)?;
        let counts = bands.entry(band).or_default();
        counts[usize::from(!row[certainty].is("strong"))] += sheet::count(&row[incidents])?;
        counts[2] += sheet::count(&row[notifications])?;
    }
    let bar = |(band, [sure, possible, notifications]): (&usize, &[u64; 3])| Bar {
        label: band_label(*band).get(language).to_owned(),
        parts: vec![(*sure, Paint::Full), (*possible, Paint::Striped)],
        figure: format!(
            "{} ({})",
            thousands(sure + possible),
            NOTIFICATIONS.counted(Figure::Told(*notifications), language)
        ),
    };
    let bars: Vec<Bar> = bands.iter().map(bar).collect();
    let about = Words::new(
        "En liggande stapel för varje storlek: säkra och möjliga incidenter.",
        "A bar for each size: strong and possible incidents.",
    );
    let [known, filed] = bands.values().fold([0, 0], |[known, filed], own| {
        [known + own[0] + own[1], filed + own[2]]
    });
    let base = Words::new(
        "Antal incidenter med flera anmälningar: {known}, med {filed} tillsammans.",
        "Number of incidents with several notifications: {known}, with {filed} together.",
    );
    let base = base.with("known", thousands(known)).with(
        "filed",
        NOTIFICATIONS.counted(Figure::Told(filed), language),
    );
    let legend = [
        (Words::new("säkra", "strong"), Paint::Full),
        (Words::new("möjliga", "possible"), Paint::Striped),
    ];
    let legend = legend.map(|(words, paint)| (ground.say(words).to_owned(), paint));
    let caption = ground.caption("incident-size", SIZE, about, &base.get(language));
    Some(chart::bars(caption, &legend, &bars))
}

const fn band_label(band: usize) -> Words {
    match band {
        0 => Words::new("högst en namngiven", "at most one that is named"),
        1 => Words::new("2–4 personuppgiftsansvariga", "2–4 controllers"),
        2 => Words::new("5–9", "5–9"),
        3 => Words::new("10–49", "10–49"),
        _ => Words::new("50 eller fler", "50 or more"),
    }
}

/// The verdicts of all notifications, and of those outside of mass incidents.
fn without_mass(ground: &Ground) -> Option<Sheet> {
    let language = ground.language();
    let line = |words: Words, id: &str| {
        let table = ground.view().table(id)?;
        let [count, base] = table.places(["notifications", "base"]).ok()?;
        let own = |value: &str| {
            table
                .row(value)
                .map_or(Cell::Count(0), |row| row[count].clone())
        };
        let [on_time, open, late] = ["on-time", "indeterminate", "late"].map(own);
        let judged = table
            .rows
            .first()
            .map_or(Cell::Count(0), |row| row[base].clone());
        let ends = judged.count().zip(late.count()).zip(open.count());
        let share = match ends {
            Some(((judged, late), open)) if judged >= SMALL_BASE => {
                let ends =
                    [late, late + open].map(|late| sheet::text(&percent(late, judged), language));
                span(&ends[0], &ends[1], "–")
            }
            _ => "–".to_owned(),
        };
        let cells = [&judged, &on_time, &open, &late].map(|cell| sheet::text(cell, language));
        let first = [ground.say(words).to_owned()].into_iter();
        Some(Line::of(first.chain(cells).chain([share]).collect()))
    };
    let rows = [
        line(
            Words::new("alla anmälningar", "all notifications"),
            "verdict",
        )?,
        line(
            Words::new("utan massincidenter", "without mass incidents"),
            "verdict-without-mass-incidents",
        )?,
    ];
    let heads = [
        Words::new("kan bedömas", "can be judged"),
        Words::new("i tid", "on time"),
        Words::new("går inte att avgöra", "cannot be decided"),
        Words::new("för sent", "late"),
        Words::new("för sent, %", "late, %"),
    ];
    let caption = Words::new(
        "Fristen med och utan massincidenter",
        "The deadline with and without mass incidents",
    );
    let mut note = ground
        .say(Words::new(
            "En massincident är säker och har minst fem personuppgiftsansvariga.",
            "A mass incident is strong and has at least five controllers.",
        ))
        .to_owned();
    if ground.summary.view.has_files {
        note += ground.say(Words::new(
            " Sektor, område, typ och orsak utan dem står i tables/*-without-mass-incidents.csv.",
            " tables/*-without-mass-incidents.csv have sector, area, type and cause without them.",
        ));
    }
    let first = Head::words(ground.say(Words::new("vad", "what")));
    let heads = heads.map(|head| Head::figures(ground.say(head)));
    Some(Sheet {
        id: "without-mass-incidents".to_owned(),
        caption: ground.say(caption).to_owned(),
        heads: [first].into_iter().chain(heads).collect(),
        rows: rows.into(),
        note,
    })
}

/// The rows of a table, those with most notifications first.
fn largest(table: &Table, notifications: usize) -> Vec<&Row> {
    let mut rows: Vec<&Row> = table.rows.iter().collect();
    // Hidden counts come last. Their place must not show how large they are.
    rows.sort_by_key(|row| Reverse(sheet::count(&row[notifications])));
    rows
}

/// The incidents, each with its processor and its days.
fn incidents(ground: &Ground, table: &Table) -> Option<Sheet> {
    let language = ground.language();
    let names = [
        "certainty",
        "notifications",
        "controllers",
        "processor_number",
        "discovered_earliest",
        "discovered_latest",
        "evidence",
        "incident",
    ];
    let places @ [certainty, count, ..] = table.places(names).ok()?;
    let processors = ground.view().table("processor");
    let name = |number: &str| {
        let table = processors?;
        let place = table.column("name")?;
        let name = table.row(number)?[place].to_string();
        (!name.is_empty()).then_some(name)
    };
    let line = |row: &&Row| {
        let [
            _,
            count,
            controllers,
            processor,
            from,
            to,
            evidence,
            incident,
        ] = places.map(|at| &row[at]);
        let number = processor.to_string();
        let named = name(&number).map_or(number.clone(), |name| format!("{name} ({number})"));
        let days = [from, to].map(|cell| {
            let instant = cell.to_string();
            let day = filings::day(&instant).map(str::to_owned);
            day.unwrap_or_else(|| filings::shown(&instant, language))
        });
        let sure = row[certainty].to_string();
        let cells = [
            named,
            span(&days[0], &days[1], "–"),
            sheet::text(count, language),
            sheet::text(controllers, language),
            Told::of_record("incident_certainty")
                .say(&sure, language)
                .into_owned(),
            Told::of_table(&table.columns[places[6]])
                .say(&evidence.to_string(), language)
                .replace('|', ", "),
            incident.to_string(),
        ];
        Line::of(cells.map(|cell| cells::clean(&cell).into_owned()).into())
    };
    let rows = largest(table, count);
    let heads = [
        Head::words(ground.say(Words::new("personuppgiftsbiträde", "processor"))),
        Head::dates(ground.say(Words::new("upptäckt", "discovered"))),
        Head::figures(ground.say(Words::new("anmälningar", "notifications"))),
        Head::figures(ground.say(Words::new("personuppgiftsansvariga", "controllers"))),
        Head::words(ground.say(Words::new("säkerhet", "certainty"))),
        Head::words(ground.say(Words::new("stöd", "evidence"))),
        Head::words(ground.say(Words::new("första filen", "first file"))),
    ];
    Some(Sheet {
        id: "incidents-largest".to_owned(),
        caption: table.title.get(language),
        heads: heads.into(),
        rows: rows.iter().take(MOST_INCIDENTS).map(line).collect(),
        note: ground.more(rows.len(), MOST_INCIDENTS, "tables/incidents.csv"),
    })
}

/// The processors that most notifications name.
fn processors(ground: &Ground, table: &Table) -> Option<Sheet> {
    let names = [
        "number",
        "name",
        "notifications",
        "incidents_min",
        "incidents_max",
    ];
    let [.., count, _, _] = table.places(names).ok()?;
    let rows = largest(table, count).into_iter().cloned().collect();
    let sorted = Table {
        rows,
        ..table.clone()
    };
    sheet::of_table(ground, &sorted, &names, MOST_PROCESSORS)
}

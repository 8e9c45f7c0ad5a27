//! Which column of a register is what. The numbers and the receipt time are found as in lists
//! of receipt times, the others by how their headings begin.

use super::cells::{is_nothing, yes_or_no};
use super::naming::Naming;
use super::{Lacking, RegisterError};
use crate::form::squash;
use crate::moment::Moment;
use crate::read::listing::{MOST_BEFORE, Row};
use crate::read::receipts::{Cell, Columns as Keys, is_moment, stamp};
use crate::value::unguarded;

/// What a column of a register is, beside the numbers of a breach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Occurred,
    OccurredClock,
    Discovered,
    DiscoveredClock,
    Notified,
    Informed,
    Persons,
    Controller,
    Supplemented,
    Facts,
    Effects,
    Measures,
    /// Why it was not notified.
    Reasons,
    /// The assessment of the risk, which is such a reason.
    Risk,
    /// When the authority received it. Lists of receipt times know its headings.
    Received,
}

/// What Article 33(5) asks for in words, and why a breach was not notified.
pub(super) const DOCUMENTED: [Column; 4] = [
    Column::Facts,
    Column::Effects,
    Column::Measures,
    Column::Reasons,
];

/// How the heading of a column is known.
pub(super) struct Heading {
    pub(super) column: Column,
    /// Its name in a file of headings.
    pub(super) name: &'static str,
    /// How headings begin that people write, squashed.
    stems: &'static [&'static str],
    /// What its cells hold.
    holds: Holds,
}

/// What the cells of a column hold, which tells columns apart whose headings begin alike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Moments,
    Clocks,
    YesOrNo,
    Anything,
}

const fn heading(
    column: Column,
    name: &'static str,
    holds: Holds,
    stems: &'static [&'static str],
) -> Heading {
    Heading {
        column,
        name,
        stems,
        holds,
    }
}

/// The columns, the one first that takes a heading before the others.
pub(super) const HEADINGS: [Heading; 14] = [
    heading(
        Column::Notified,
        "notified",
        Holds::YesOrNo,
        &[
            "anmäld",
            "anmält",
            "anmälan",
            "anmäls",
            "notified",
            "reported",
            "notification",
            "imyanmäl",
            "anmälning",
        ],
    ),
    heading(
        Column::Informed,
        "informed",
        Holds::YesOrNo,
        &[
            "registreradeinf",
            "registreradeund",
            "deregistreradeinf",
            "informer",
            "informationtillreg",
            "informationtilldereg",
            "berördainform",
            "informed",
            "datasubjectsinf",
            "subjectsinf",
            "individualsinf",
        ],
    ),
    heading(
        Column::Discovered,
        "discovered",
        Holds::Moments,
        &[
            "upptäck",
            "datumupptäck",
            "datumförupptäck",
            "discover",
            "datediscover",
            "dateofdiscover",
            "detected",
            "datedetect",
            "aware",
            "vetskap",
        ],
    ),
    heading(
        Column::DiscoveredClock,
        "discovered_time",
        Holds::Clocks,
        &[
            "upptäck",
            "tidupptäck",
            "klupptäck",
            "discover",
            "timediscover",
            "timeofdiscover",
        ],
    ),
    heading(
        Column::Occurred,
        "occurred",
        Holds::Moments,
        &[
            "inträff",
            "datuminträff",
            "händelsedatum",
            "incidentdatum",
            "datumförhändelse",
            "datumförincident",
            "occurred",
            "occurrence",
            "dateoccurred",
            "dateofoccur",
            "dateofbreach",
            "dateofincident",
            "incidentdate",
            "breachdate",
            "datum",
            "date",
        ],
    ),
    heading(
        Column::OccurredClock,
        "occurred_time",
        Holds::Clocks,
        &[
            "inträff",
            "tidinträff",
            "klinträff",
            "occur",
            "timeoccur",
            "timeofoccur",
        ],
    ),
    heading(
        Column::Persons,
        "persons",
        Holds::Anything,
        &[
            "antalreg",
            "antalber",
            "antalpers",
            "antaldrab",
            "antalindivid",
            "berördapers",
            "antal",
            "numberof",
            "noof",
            "persons",
            "individuals",
            "affected",
            "datasubjects",
        ],
    ),
    heading(
        Column::Controller,
        "controller",
        Holds::Anything,
        &[
            "personuppgiftsansvarig",
            "nämnd",
            "ansvarignämnd",
            "förvaltning",
            "bolag",
            "verksamhet",
            "controller",
            "board",
            "department",
            "unit",
        ],
    ),
    heading(
        Column::Supplemented,
        "supplemented",
        Holds::Moments,
        &["kompletter", "supplement"],
    ),
    heading(
        Column::Effects,
        "effects",
        Holds::Anything,
        &[
            "konsekvens",
            "effekt",
            "följd",
            "påverkan",
            "möjligakonsekvens",
            "sannolikakonsekvens",
            "effect",
            "consequence",
            "impact",
            "likelyconseq",
        ],
    ),
    heading(
        Column::Measures,
        "measures",
        Holds::Anything,
        &[
            "åtgärd",
            "vidtagnaåtg",
            "korrigerandeåtg",
            "measures",
            "remedial",
            "action",
            "mitigat",
            "correctiv",
        ],
    ),
    heading(
        Column::Facts,
        "facts",
        Holds::Anything,
        &[
            "vadhänd",
            "vadhänt",
            "vadharhänt",
            "beskriv",
            "händelse",
            "omständighet",
            "kortbeskriv",
            "incidentbeskriv",
            "whathappened",
            "facts",
            "descri",
            "summary",
            "incident",
        ],
    ),
    heading(
        Column::Reasons,
        "reasons",
        Holds::Anything,
        &[
            "motiver",
            "skäl",
            "varförinte",
            "varförej",
            "anledningtillatt",
            "orsaktillatt",
            "beslutomanm",
            "reason",
            "whynot",
            "justification",
            "grounds",
        ],
    ),
    heading(
        Column::Risk,
        "risk",
        Holds::Anything,
        &["risk", "bedömning", "assessment"],
    ),
];

/// The columns of a register by position.
#[derive(Debug)]
pub(super) struct Columns {
    /// The numbers of a breach, and when it was received.
    pub(super) keys: Keys,
    found: [Option<usize>; HEADINGS.len()],
}

/// What a heading says somewhere that asks whether a breach was notified, squashed.
const NOTIFIED: [&str; 4] = ["anmäl", "rapporter", "notif", "report"];
/// Whom else a breach may be reported to.
const OF_OTHERS: [&str; 7] = [
    "polis", "police", "dso", "ombud", "chef", "intern", "styrelse",
];
/// Headings of a time of day that belong to the column before them.
const CLOCKS: [&str; 5] = ["kl", "klockslag", "tid", "klocka", "time"];

impl Columns {
    /// The columns of a row of headings, by the rows below it and by a file of headings.
    ///
    /// # Errors
    /// What is missing, with how many of the columns are there.
    pub(super) fn find(
        names: &[String],
        rows: &[Row],
        naming: Option<&Naming>,
    ) -> Result<Self, (usize, RegisterError)> {
        let renamed = naming.map(|naming| naming.renamed(names)).transpose();
        let renamed = renamed.map_err(|missing| (0, RegisterError::NoColumn(missing)))?;
        let keys = Keys::any(renamed.as_deref().unwrap_or(names), rows);
        let keys = keys.map_err(|error| (0, RegisterError::Column(error)))?;
        let mut columns = Self {
            found: [None; HEADINGS.len()],
            keys,
        };
        match naming {
            Some(naming) => {
                columns.found = HEADINGS
                    .each_ref()
                    .map(|own| naming.place_of(own.name, names));
            }
            None => columns.fill(names, rows),
        }
        let known = columns.known();
        let lacking = |lacking| Err((known, RegisterError::Lacks(lacking)));
        if !columns.keys.has_key() {
            return lacking(Lacking::Key);
        }
        if !columns.has(Column::Discovered) && !columns.has(Column::Occurred) {
            return lacking(Lacking::Moment);
        }
        let tells = [Column::Notified, Column::Facts, Column::Measures];
        if !tells.iter().any(|column| columns.has(*column)) {
            return lacking(Lacking::Story);
        }
        Ok(columns)
    }

    /// Finds the columns by how their headings begin.
    fn fill(&mut self, names: &[String], rows: &[Row]) {
        let squashed: Vec<String> = names.iter().map(|name| squash(name)).collect();
        let taken: Vec<usize> = self.keys.places().collect();
        for (own, heading) in HEADINGS.iter().enumerate() {
            let is_free = |at: usize| !taken.contains(&at) && !self.found.contains(&Some(at));
            let is_other = |at: usize| {
                heading.column == Column::Notified
                    && OF_OTHERS.iter().any(|word| squashed[at].contains(word))
            };
            let fits =
                |at: usize| is_free(at) && !is_other(at) && heading.holds.fits(names, rows, at);
            let find = |is_such: &dyn Fn(&str) -> bool| {
                (0..names.len()).find(|at| is_such(&squashed[*at]) && fits(*at))
            };
            let by_stem = |stem: &&str| find(&|name| name.starts_with(stem));
            let found = heading.stems.iter().find_map(by_stem);
            self.found[own] = found.or_else(|| match heading.column {
                Column::Notified => find(&|name| NOTIFIED.iter().any(|word| name.contains(word))),
                _ => None,
            });
            let before = self.found[own.saturating_sub(1)];
            if heading.holds == Holds::Clocks && self.found[own].is_none() {
                let next = before.map(|at| at + 1).filter(|at| !taken.contains(at));
                self.found[own] =
                    next.filter(|at| squashed.get(*at).is_some_and(|name| is_clock(name)));
            }
        }
    }

    fn known(&self) -> usize {
        self.keys.places().count() + self.found.iter().flatten().count()
    }

    /// The position of a column.
    pub(super) fn place(&self, column: Column) -> Option<usize> {
        if column == Column::Received {
            return self.keys.day();
        }
        let at = HEADINGS.iter().position(|own| own.column == column)?;
        self.found[at]
    }

    /// Whether there is such a column. An assessment of the risk is a reason.
    pub(super) fn has(&self, column: Column) -> bool {
        self.place(column).is_some()
            || column == Column::Reasons && self.place(Column::Risk).is_some()
    }

    /// The cell of a column, empty where there is none.
    pub(super) fn cell<'r>(&self, cells: &'r [String], column: Column) -> &'r str {
        let cell = self.place(column).and_then(|at| cells.get(at));
        cell.map_or("", |cell| unguarded(cell))
    }

    /// The text of a column; empty where it says nothing.
    pub(super) fn text<'r>(&self, cells: &'r [String], column: Column) -> &'r str {
        let text = self.cell(cells, column);
        match column {
            Column::Reasons if is_nothing(text) => self.text(cells, Column::Risk),
            _ if is_nothing(text) => "",
            _ => text,
        }
    }

    /// The moment of a column and its time of day.
    pub(super) fn moment(&self, cells: &[String], column: Column) -> Cell<Moment> {
        let clock = match column {
            Column::Occurred => self.cell(cells, Column::OccurredClock),
            Column::Discovered => self.cell(cells, Column::DiscoveredClock),
            _ => "",
        };
        match self.cell(cells, column) {
            day if is_nothing(day) => Cell::Empty,
            day => stamp(day, clock),
        }
    }

    /// Whether a column holds dates or times.
    pub(super) fn is_moment(&self, at: usize) -> bool {
        let own = HEADINGS.iter().zip(self.found);
        let mut moments =
            own.filter(|(own, _)| matches!(own.holds, Holds::Moments | Holds::Clocks));
        self.keys.holds_moments(at) || moments.any(|(_, place)| place == Some(at))
    }

    /// The columns that are used by our headings, with the headings of the register.
    pub(super) fn taken(&self, names: &[String]) -> Vec<(&'static str, String)> {
        let own = HEADINGS.iter().zip(self.found).filter_map(|(own, place)| {
            let name = names.get(place?)?;
            Some((own.name, crate::value::mask(name.trim()).into_owned()))
        });
        self.keys.taken(names).into_iter().chain(own).collect()
    }
}

impl Holds {
    /// Whether a column may hold this, by its heading and by most of its cells.
    fn fits(self, names: &[String], rows: &[Row], at: usize) -> bool {
        let values = || {
            let cells = rows.iter().filter_map(|(_, cells)| cells.get(at));
            cells.filter(|cell| !is_nothing(cell))
        };
        let most = |is: fn(&String) -> bool| {
            let fitting = values().filter(|cell| is(cell)).count();
            fitting * 2 >= values().count()
        };
        let name = squash(&names[at]);
        match self {
            Self::Moments => !ends_as_clock(&name) && most(|cell| is_moment(cell)),
            Self::Clocks => ends_as_clock(&name),
            Self::YesOrNo => most(|cell| yes_or_no(cell).given().is_some() || is_moment(cell)),
            Self::Anything => true,
        }
    }
}

fn is_clock(name: &str) -> bool {
    CLOCKS.contains(&name)
}

/// Whether a heading is that of a time of day: `Upptäckt kl.`, but not `Discovery date/time`.
fn ends_as_clock(name: &str) -> bool {
    CLOCKS.iter().any(|clock| name.ends_with(clock))
        && !name.contains("datum")
        && !name.contains("date")
}

/// Whether a table has the headings of a register, and says of each row whether it was notified.
pub(crate) fn looks_like_one(rows: impl Iterator<Item = Vec<String>>) -> bool {
    /// A table of fewer columns that a register has may be a list of anything.
    const TELLING: usize = 5;
    /// How many rows are looked at.
    const MOST: usize = 60;
    let rows: Vec<Row> = (1..).zip(rows.take(MOST)).collect();
    let heads = (0..rows.len().min(MOST_BEFORE)).filter(|at| rows[*at].1.len() >= TELLING);
    let mut heads = heads.map(|at| (&rows[at].1, &rows[at + 1..]));
    heads.any(|(names, below)| {
        let found = Columns::find(names, below, None);
        found.is_ok_and(|columns| columns.has(Column::Notified) && columns.known() >= TELLING)
    })
}

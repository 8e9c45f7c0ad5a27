//! A comparison in words: for the terminal, as CSV, as Markdown. What is told is
//! decided before.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::words::Reader;
use super::{Change, Comparison, Difference, Section};
use crate::config::{Language, Words, decimal};
use crate::report::{self, Block, Column, Datum, Forms, Grid, Terminal, markdown, terminal};
use crate::statistics::thousands;
use crate::table::{Cell, SHOWN_MARK};

/// How many differences of a section the terminal gets; the other formats get all.
const MOST: usize = 20;

/// How a comparison is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For the terminal, the first of each section.
    Text,
    /// One row per difference.
    Csv,
    /// Tables, all of them.
    Markdown,
}

impl Format {
    /// All of them with their names, in the order in which they are listed.
    pub(crate) const ALL: [(&'static str, Self); 4] = [
        ("text", Self::Text),
        ("csv", Self::Csv),
        ("md", Self::Markdown),
        ("markdown", Self::Markdown),
    ];
}

/// The sections with their titles, in the order in which people read them: what concerns all
/// stands before the lists of single notifications.
const SECTIONS: [(Section, Words); 8] = [
    (Section::Table, Words::new("Tabeller", "Tables")),
    (Section::Count, Words::new("Antal", "Counts")),
    (
        Section::Basis,
        Words::new("Så skiljer sig körningarna", "How the runs differ"),
    ),
    (
        Section::Verdict,
        Words::new("Ändrade bedömningar", "Verdicts that changed"),
    ),
    (
        Section::State,
        Words::new("Ärenden som ändrades", "Cases that changed"),
    ),
    (
        Section::Notification,
        Words::new("Anmälningar", "Notifications"),
    ),
    (Section::Finding, Words::new("Fynd", "Findings")),
    (Section::Input, Words::new("Indata", "Inputs")),
];

const IN_BOTH: Forms = Forms::new(
    Words::new("anmälan finns i båda", "notification is in both"),
    Words::new("anmälningar finns i båda", "notifications are in both"),
);

/// The comparison as text in `language`.
///
/// # Errors
/// None that can occur in memory; the CSV library's.
pub(crate) fn render(
    comparison: &Comparison,
    format: Format,
    language: Language,
    screen: Option<Terminal>,
) -> csv::Result<String> {
    match format {
        Format::Text => Ok(text(comparison, language, screen)),
        Format::Csv => table(comparison),
        Format::Markdown => Ok(markdown(
            &blocks(comparison, language),
            language,
            report::Reader::Viewer,
        )),
    }
}

impl Section {
    /// Its name in the CSV.
    fn as_str(self) -> &'static str {
        match self {
            Self::Basis => "basis",
            Self::Count => "count",
            Self::Input => "input",
            Self::Notification => "notification",
            Self::Verdict => "verdict",
            Self::State => "state",
            Self::Finding => "finding",
            Self::Table => "table",
        }
    }
}

impl Change {
    /// Its name in the CSV.
    fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Renamed => "renamed",
            Self::Suppressed => "suppressed",
            Self::Shown => "shown",
        }
    }

    /// Its sign on the terminal.
    fn sign(self) -> char {
        match self {
            Self::Added => '+',
            Self::Removed => '-',
            Self::Changed => '~',
            Self::Renamed => '>',
            Self::Suppressed | Self::Shown => ':',
        }
    }

    /// What became of any number of things, in words.
    fn words(self) -> Words {
        match self {
            Self::Added => Words::new("tillkom", "added"),
            Self::Removed => Words::new("togs bort", "removed"),
            Self::Changed => Words::new("ändrades", "changed"),
            Self::Renamed => Words::new("bytte namn", "renamed"),
            Self::Suppressed => Words::new("visas inte längre", "no longer shown"),
            Self::Shown => Words::new("visas nu", "now shown"),
        }
    }
}

fn table(comparison: &Comparison) -> csv::Result<String> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    writer.write_record([
        "section",
        "change",
        "subject",
        "item",
        "measure",
        "old",
        "new",
        "difference",
    ])?;
    for one in &comparison.differences {
        let cells = [&one.old, &one.new].map(Cell::to_string);
        let cells = [&one.subject, &one.item, &one.measure, &cells[0], &cells[1]];
        let [subject, item, measure, old, new] = cells.map(|cell| report::cell(cell));
        let by = by(one);
        writer.write_record([
            one.section.as_str(),
            one.change.as_str(),
            &subject,
            &item,
            &measure,
            &old,
            &new,
            &by,
        ])?;
    }
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn title(comparison: &Comparison, language: Language) -> String {
    let [old, new] = &comparison.names;
    Words::new("{old} jämförd med {new}", "{old} compared with {new}")
        .with("old", old)
        .with("new", new)
        .get(language)
}

/// What cannot be compared, and how many notifications are in both.
fn notes(comparison: &Comparison, language: Language) -> Vec<String> {
    let notes = comparison.notes.iter().map(|(words, what)| {
        let words = words.get(language);
        if what.is_empty() {
            words.to_owned()
        } else {
            format!("{words} {}", folded(what, language))
        }
    });
    let matched = comparison
        .matched
        .map(|matched| IN_BOTH.told(matched, language));
    let same = comparison.differences.is_empty().then(|| {
        Words::new(
            "ingen skillnad i det som kan jämföras",
            "no difference in what can be compared",
        )
        .get(language)
        .to_owned()
    });
    let is_hidden = |one: &Difference| [&one.old, &one.new].contains(&&Cell::Hidden);
    let key = comparison.differences.iter().any(is_hidden).then(|| {
        let words = Words::new(
            "betyder att antalet inte visas",
            "means that the count is not shown",
        );
        format!("{SHOWN_MARK} {}", words.get(language))
    });
    notes.chain(matched).chain(same).chain(key).collect()
}

/// How many names a note lists.
const MOST_NAMED: usize = 6;

/// Names in a row. Of many the first are listed, and how many more there are.
fn folded(names: &[String], language: Language) -> String {
    let more = names.len().saturating_sub(MOST_NAMED);
    let listed = names[..names.len() - more].join(", ");
    match (more, language) {
        (0, _) => listed,
        (_, Language::Sv) => format!("{listed} och {more} till"),
        (_, Language::En) => format!("{listed} and {more} more"),
    }
}

/// By how much a figure differs, with its sign, as programs read it.
fn by(one: &Difference) -> String {
    match (&one.old, &one.new) {
        (Cell::Hours(old), Cell::Hours(new)) => {
            let sign = if new > old { "+" } else { "" };
            format!("{sign}{}", Cell::Hours(new - old))
        }
        _ => one.by().map_or_else(String::new, |by| format!("{by:+}")),
    }
}

/// The same as people read it.
fn by_in_words(one: &Difference, language: Language) -> String {
    match one.by() {
        Some(by) => signed(&thousands(by.unsigned_abs()), by < 0),
        None => match by(one) {
            by if by.is_empty() => by,
            by => signed(
                &decimal(by.trim_start_matches(['+', '-']), language),
                by.starts_with('-'),
            ),
        },
    }
}

fn signed(size: &str, is_below: bool) -> String {
    let sign = if is_below { '−' } else { '+' };
    format!("{sign}{size}")
}

/// The heading of a section: its title and how many of each change are told below it.
fn heading(told: &[&Difference], words: Words, language: Language) -> String {
    let mut counts: BTreeMap<Change, usize> = BTreeMap::new();
    for one in told {
        *counts.entry(one.change).or_default() += 1;
    }
    let counts = counts.iter().map(|(change, count)| {
        let count = thousands(*count as u64);
        format!("{count} {}", change.words().get(language))
    });
    format!(
        "{}: {}",
        words.get(language),
        counts.collect::<Vec<_>>().join(", ")
    )
}

/// How text is laid out that no terminal shows.
const PAPER: Terminal = Terminal {
    width: 100,
    paints: false,
};

/// What the tables are called that are told after those which stand first.
const FURTHER: Words = Words::new("Fler ändringar i tabeller", "Further changes in tables");

fn text(comparison: &Comparison, language: Language, screen: Option<Terminal>) -> String {
    let reader = Reader::new(language);
    // What no terminal shows keeps its lines whole.
    let put = |sign: &str, line: &str| match screen {
        Some(screen) => screen.hanging(sign, line),
        None => format!("{sign}{line}\n"),
    };
    let mut out = title(comparison, language) + "\n";
    for note in notes(comparison, language) {
        out += &put("* ", &note);
    }
    let lead = comparison.lead.blocks(&reader);
    if !lead.is_empty() {
        let screen = screen.unwrap_or(PAPER);
        let _ = write!(out, "\n{}", terminal(&lead, language, screen));
    }
    let shown = comparison.lead.shown(&reader);
    for (section, words) in SECTIONS {
        let mut all: Vec<&Difference> = comparison.of(section).collect();
        let many = all.len();
        // Tables that were shown before are not told again.
        all.retain(|one| section != Section::Table || !shown.contains(&one.subject.as_str()));
        if all.is_empty() {
            continue;
        }
        let words = if all.len() < many { FURTHER } else { words };
        let _ = writeln!(out, "\n{}", heading(&all, words, language));
        if section == Section::Table {
            // Counts of notifications stand before sums of persons and the like. What moved most
            // stands first; the order of the tables among equals.
            let is_sum = |one: &Difference| one.measure != "notifications";
            all.sort_by_key(|one| (is_sum(one), Reverse(one.by().map_or(0, i64::abs))));
        }
        for one in all.iter().take(MOST) {
            let sign = ["  ", &one.change.sign().to_string(), " "].concat();
            out += &put(&sign, &line(one, &reader));
        }
        if all.len() > MOST {
            let more = thousands((all.len() - MOST) as u64);
            let _ = match language {
                Language::Sv => writeln!(
                    out,
                    "  … och {more} till (alla med --output-format md eller csv)"
                ),
                Language::En => writeln!(
                    out,
                    "  … and {more} more (all with --output-format md or csv)"
                ),
            };
        }
    }
    out
}

/// One difference in a line.
fn line(one: &Difference, reader: &Reader) -> String {
    let language = reader.language;
    let mut out = reader.subject(one);
    match one.section {
        Section::Finding => {
            let _ = write!(out, " {}", one.item);
            if !one.measure.is_empty() {
                let _ = write!(out, " ({})", reader.measure(one));
            }
            if one.by().map(i64::abs) != Some(1) {
                let _ = write!(out, " {}", by_in_words(one, language));
            }
            return out;
        }
        Section::Input if one.change == Change::Renamed => {
            let _ = write!(out, " < {}", one.item);
            return out;
        }
        Section::Input if one.change == Change::Changed && one.old == one.new => {
            let _ = write!(
                out,
                ": {}",
                Words::new("annat innehåll", "other content").get(language)
            );
            return out;
        }
        Section::State => {
            let measure = match one.measure.as_str() {
                "copy_of" => Words::new("kopia av", "copy of"),
                _ => Words::new("komplettering", "supplement"),
            };
            let _ = write!(out, " ({})", measure.get(language));
        }
        Section::Table if one.measure.is_empty() => return out,
        Section::Table => {
            let _ = write!(out, ": {}", reader.item(one));
            if one.measure != "notifications" {
                let _ = write!(out, " ({})", reader.measure(one));
            }
        }
        _ => {}
    }
    let none = Words::new("inget", "none").get(language);
    let shown = |cell: &Cell| match cell {
        Cell::Nothing => none.to_owned(),
        cell => reader.cell(one, cell),
    };
    let _ = match one.change {
        Change::Added if one.section != Section::Basis => write!(out, ": {}", shown(&one.new)),
        Change::Removed if one.section != Section::Basis => write!(out, ": {}", shown(&one.old)),
        _ => write!(out, ": {} -> {}", shown(&one.old), shown(&one.new)),
    };
    let by = by_in_words(one, language);
    if !by.is_empty() && one.change == Change::Changed {
        let _ = write!(out, " ({by})");
    }
    out
}

/// All differences as blocks: a table for each section.
fn blocks(comparison: &Comparison, language: Language) -> Vec<Block> {
    let reader = Reader::new(language);
    let mut blocks = vec![Block::Title(title(comparison, language))];
    let notes = notes(comparison, language);
    if !notes.is_empty() {
        blocks.push(Block::List(notes));
    }
    blocks.extend(comparison.lead.blocks(&reader));
    for (section, words) in SECTIONS {
        let all: Vec<&Difference> = comparison.of(section).collect();
        if !all.is_empty() {
            blocks.push(Block::Heading(heading(&all, words, language)));
            blocks.push(Block::Grid(Grid {
                columns: COLUMNS.into(),
                rows: all.iter().map(|one| row(one, &reader)).collect(),
            }));
        }
    }
    blocks
}

const COLUMNS: &[Column] = &[
    Column::Words(Words::new("ändring", "change")),
    Column::Words(Words::new("vad", "what")),
    Column::Words(Words::new("del", "part")),
    Column::Words(Words::new("mått", "measure")),
    Column::Figures(Words::new("före", "old")),
    Column::Figures(Words::new("efter", "new")),
    Column::Figures(Words::new("skillnad", "difference")),
];

fn row(one: &Difference, reader: &Reader) -> Vec<Datum> {
    let [old, new] = [&one.old, &one.new].map(|cell| reader.cell(one, cell));
    let change = one.change.words().get(reader.language).to_owned();
    let by = by_in_words(one, reader.language);
    let about = [reader.subject(one), reader.item(one), reader.measure(one)];
    let cells = [change].into_iter().chain(about).chain([old, new, by]);
    cells.map(Datum::Text).collect()
}

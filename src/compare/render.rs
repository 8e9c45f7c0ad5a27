//! A comparison in words: for the terminal, as CSV, as Markdown. What is told is
//! decided before.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::{Change, Comparison, Difference, Section, lead};
use crate::config::{Language, Words};
use crate::dialect::Told;
use crate::report::{Block, Column, Datum, Forms, Grid, Reader, Terminal, markdown, terminal};
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
        Format::Text => Ok(text(comparison, language, screen.unwrap_or(PAPER))),
        Format::Csv => table(comparison),
        Format::Markdown => Ok(markdown(
            &blocks(comparison, language),
            language,
            Reader::Viewer,
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
        let [subject, item, measure, old, new] = cells.map(|cell| crate::report::cell(cell));
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

/// A cell as people read it.
fn for_people(cell: &Cell) -> String {
    match cell {
        Cell::Hidden => SHOWN_MARK.to_owned(),
        other => other.to_string(),
    }
}

/// A cell of a notification in the words that the reader's spreadsheet has for its column.
fn in_words(one: &Difference, cell: &Cell, language: Language) -> String {
    let has_words = matches!(
        one.section,
        Section::Notification | Section::Verdict | Section::State
    );
    match cell {
        Cell::Text(code) if has_words => Told::of_record(&one.measure)
            .write(code, language)
            .into_owned(),
        cell => for_people(cell),
    }
}

/// By how much a count differs, with its sign.
fn by(one: &Difference) -> String {
    one.by().map_or_else(String::new, |by| format!("{by:+}"))
}

/// The heading of a section: its title and how many of each change.
fn heading(comparison: &Comparison, section: Section, words: Words, language: Language) -> String {
    let counts = comparison.counts(section);
    let counts = counts
        .iter()
        .map(|(change, count)| format!("{count} {}", change.words().get(language)));
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

fn text(comparison: &Comparison, language: Language, screen: Terminal) -> String {
    let mut out = title(comparison, language) + "\n";
    for note in notes(comparison, language) {
        let _ = writeln!(out, "* {note}");
    }
    let lead = comparison.lead.blocks(language);
    if !lead.is_empty() {
        let _ = write!(out, "\n{}", terminal(&lead, language, screen));
    }
    for (section, words) in SECTIONS {
        let mut all: Vec<&Difference> = comparison.of(section).collect();
        if all.is_empty() {
            continue;
        }
        // Tables that were shown before are not told again.
        let is_shown = |one: &Difference| section == Section::Table && lead::shows(&one.subject);
        let is_led = !lead.is_empty() && all.iter().any(|one| !is_shown(one));
        all.retain(|one| !is_led || !is_shown(one));
        let _ = writeln!(out, "\n{}", heading(comparison, section, words, language));
        if section == Section::Table {
            // Counts of notifications stand before sums of persons and the like. What moved most
            // stands first; the order of the tables among equals.
            let is_sum = |one: &Difference| one.measure != "notifications";
            all.sort_by_key(|one| (is_sum(one), Reverse(one.by().map_or(0, i64::abs))));
        }
        for one in all.iter().take(MOST) {
            let _ = writeln!(out, "  {} {}", one.change.sign(), line(one, language));
        }
        if all.len() > MOST {
            let more = all.len() - MOST;
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
fn line(one: &Difference, language: Language) -> String {
    let mut out = one.subject.clone();
    match one.section {
        Section::Finding => {
            let question = Words::new("fråga", "question").get(language);
            let _ = write!(out, " {}", one.item);
            if !one.measure.is_empty() {
                let _ = write!(out, " ({question} {})", one.measure);
            }
            if one.by().map(i64::abs) != Some(1) {
                let _ = write!(out, " {}", by(one));
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
        Section::Table if one.measure == "notifications" => {
            let _ = write!(out, " {}", one.item);
        }
        Section::Table => {
            let _ = write!(out, " {} {}", one.item, one.measure);
        }
        _ => {}
    }
    let none = Words::new("inget", "none").get(language);
    let shown = |cell: &Cell| match cell {
        Cell::Nothing => none.to_owned(),
        cell => in_words(one, cell, language),
    };
    let _ = match one.change {
        Change::Added if one.section != Section::Basis => write!(out, ": {}", shown(&one.new)),
        Change::Removed if one.section != Section::Basis => write!(out, ": {}", shown(&one.old)),
        _ => write!(out, ": {} -> {}", shown(&one.old), shown(&one.new)),
    };
    if one.by().is_some() && one.change == Change::Changed {
        let _ = write!(out, " ({})", by(one));
    }
    out
}

/// All differences as blocks: a table for each section.
fn blocks(comparison: &Comparison, language: Language) -> Vec<Block> {
    let mut blocks = vec![Block::Title(title(comparison, language))];
    let notes = notes(comparison, language);
    if !notes.is_empty() {
        blocks.push(Block::List(notes));
    }
    blocks.extend(comparison.lead.blocks(language));
    for (section, words) in SECTIONS {
        if comparison.of(section).next().is_some() {
            let heading = heading(comparison, section, words, language);
            let rows = comparison.of(section).map(|one| row(one, language));
            let rows = rows.collect();
            blocks.push(Block::Heading(heading));
            blocks.push(Block::Grid(Grid {
                columns: COLUMNS,
                rows,
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

fn row(one: &Difference, language: Language) -> Vec<Datum> {
    let [subject, item, measure] = [&one.subject, &one.item, &one.measure].map(Clone::clone);
    let [old, new] = [&one.old, &one.new].map(|cell| in_words(one, cell, language));
    let change = one.change.words().get(language).to_owned();
    let cells = [change, subject, item, measure, old, new, by(one)];
    cells.map(Datum::Text).into()
}

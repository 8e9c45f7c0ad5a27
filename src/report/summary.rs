//! The summary: what the terminal prints and summary.md holds. The verdict
//! first, then every input accounted for, the deadline, the rules that found
//! most, the tables with bars, and the inputs that could not be read by name.

use std::cmp::Reverse;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::config::{CellRule, Disclosure, Language, VERSION, Words, decimal};
use crate::disclosure::{Figure, Figures, Hidden, MARK, SHOWN_MARK};
use crate::moment::{Instant, Passed};
use crate::notification::Filing;
use crate::read::Fate;
use crate::report::counted::{
    ERRORS, Forms, HOURS, NOTES, NOTIFICATIONS, OF_NO_KIND, SUPPLEMENTS, WARNINGS, WITHDRAWALS,
};
use crate::report::{Report, unjudged};
use crate::statistics::thousands;
use crate::table::Table;

mod rules;
mod shares;

pub(super) use rules::top_rules;

/// A base below this gets no percentage in prose and no bar: the figures stay
/// in the CSV.
const SMALL_BASE: u64 = 30;
/// The width of a bar for 100 %.
const BAR: usize = 20;
/// How many rows of a table and unread inputs are shown.
const MOST_ROWS: usize = 12;
pub(super) const MOST_INPUTS: usize = 50;
/// Up to so many notifications the proof of each verdict is shown; `check
/// --explain-deadline` shows it for any number.
const MOST_PROOFS: usize = 3;

/// The tables shown, in order.
const SHOWN: &[&str] = &[
    "time-to-report",
    "sector",
    "area-group",
    "type-group",
    "cause-group",
    "severity",
    "data-subjects",
    "informed",
    "year",
];

/// What a summary shows of tables: they, and what was suppressed in them.
#[derive(Clone, Copy)]
pub(super) struct View<'v> {
    pub(super) tables: &'v [Table],
    pub(super) hidden: &'v Hidden,
    pub(super) language: Language,
}

impl<'v> View<'v> {
    fn table(self, id: &str) -> Option<&'v Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    fn is_withheld(self, id: &str) -> bool {
        self.hidden.withheld.iter().any(|withheld| withheld == id)
    }

    /// The count of one value in a one-way table; a value without a row has none.
    pub(super) fn cell(self, id: &str, value: &str) -> Figure {
        let Some(table) = self.table(id).filter(|table| !table.is_withheld()) else {
            return Figure::Hidden;
        };
        let row = table.rows.iter().find(|row| row[0] == value);
        row.map_or(Figure::Told(0), |row| Figure::of_cell(&row[3]))
    }

    /// The base of a one-way table.
    pub(super) fn base(self, id: &str) -> Figure {
        let Some(table) = self.table(id).filter(|table| !table.is_withheld()) else {
            return Figure::Hidden;
        };
        table
            .rows
            .first()
            .map_or(Figure::Told(0), |row| Figure::of_cell(&row[5]))
    }

    /// The cells of the row over all sectors, of these columns.
    fn total<const N: usize>(self, id: &str, columns: [&str; N]) -> Option<[&'v str; N]> {
        let table = self.table(id)?;
        let total = table.rows.iter().find(|row| row[0] == "(total)")?;
        let mut cells = [""; N];
        for (cell, name) in cells.iter_mut().zip(columns) {
            *cell = total.get(table.column(name)?)?;
        }
        Some(cells)
    }
}

/// Whether a cell tells a number: neither suppressed nor left out.
fn is_told(cell: &str) -> bool {
    !matches!(cell, "" | MARK)
}

/// The summary as Markdown that reads well on a terminal.
pub(crate) fn summary(report: &Report) -> String {
    let mut out = String::with_capacity(8192);
    let view = View {
        tables: report.tables,
        hidden: report.hidden,
        language: report.language(),
    };
    let figures = report.figures;
    let shows_records = report.config.disclosure.shows_records();
    let say = |sv: &'static str, en: &'static str| Words::new(sv, en).get(report.language());
    let _ = writeln!(
        out,
        "# {}\n",
        say(
            "Granskning av anmälda personuppgiftsincidenter",
            "Audit of personal data breach notifications"
        )
    );
    let _ = writeln!(out, "**{}**\n", verdict_line(view, figures.initial));
    out.push_str(&unjudged::advice(view));
    basis(report, &mut out);
    let _ = writeln!(out, "{}\n", report.provenance().paragraph());
    key(report.config.disclosure, report.language(), &mut out);
    let _ = writeln!(out, "## {}\n", say("Indata", "Inputs"));
    inputs(view, &figures, &mut out);
    let _ = writeln!(out, "## {}\n", say("Tidsfristen", "The deadline"));
    deadline(view, &mut out);
    if report.rows.len() <= MOST_PROOFS && shows_records {
        let _ = writeln!(
            out,
            "## {}\n",
            say("Bedömningens grund", "The proof of the verdict")
        );
        let _ = writeln!(out, "```text\n{}\n```\n", super::proofs(report).trim_end());
    }
    let _ = writeln!(
        out,
        "## {}\n",
        say("Vanligaste fynden", "Most frequent findings")
    );
    top_rules(view, &mut out);
    shown_tables(view, &mut out);
    if shows_records {
        unread(report, &mut out);
    }
    control(view, report.config.disclosure, &mut out);
    out.push_str(&report.provenance().fingerprint());
    out
}

/// The one-way tables that a summary shows.
pub(super) fn shown_tables(view: View, out: &mut String) {
    for table in SHOWN.iter().filter_map(|id| view.table(id)) {
        one_way(view, table, out);
        if table.id == "data-subjects" {
            shares::affected(view, out);
        }
    }
}

const DISCOVERED: Forms = Forms::new(
    Words::new("hittad", "discovered"),
    Words::new("hittade", "discovered"),
);
const READ: Forms = Forms::new(Words::new("läst", "read"), Words::new("lästa", "read"));
const UNREADABLE: Forms = Forms::new(
    Words::new("oläslig", "unreadable"),
    Words::new("oläsliga", "unreadable"),
);
const SKIPPED: Forms = Forms::new(
    Words::new("överhoppad", "skipped"),
    Words::new("överhoppade", "skipped"),
);
const NOTIFICATIONS_READ: Forms = Forms::new(
    Words::new("läst anmälan", "notification read"),
    Words::new("lästa anmälningar", "notifications read"),
);
const COPIES: Forms = Forms::new(
    Words::new(
        "kopia eller senare version räknas inte (M001, M002)",
        "copy or later version is not counted (M001, M002)",
    ),
    Words::new(
        "kopior eller senare versioner räknas inte (M001, M002)",
        "copies or later versions are not counted (M001, M002)",
    ),
);
const UNDATED: Forms = Forms::new(
    Words::new(
        "utelämnades för att den saknar säkert datum",
        "was left out because it has no certain date",
    ),
    Words::new(
        "utelämnades för att de saknar säkert datum",
        "were left out because they have no certain date",
    ),
);
const MORE_ROWS: Forms = Forms::new(
    Words::new("ytterligare rad", "more row"),
    Words::new("ytterligare rader", "more rows"),
);
const SUPPRESSED: Forms = Forms::new(
    Words::new(
        "undertryckt antal, eftersom det är litet eller eftersom ett litet annars kunde räknas ut",
        "suppressed count, because it is small or because a small one could be worked out from it",
    ),
    Words::new(
        "undertryckta antal, eftersom de är små eller eftersom små annars kunde räknas ut",
        "suppressed counts, because they are small or because small ones could be worked out from them",
    ),
);

/// How many came in time, late, or cannot be judged.
pub(super) fn verdict_line(view: View, all: Figure) -> String {
    let language = view.language;
    let count = |value: &str| view.cell("verdict", value);
    let (on_time, late, open) = (count("on-time"), count("late"), count("indeterminate"));
    let unjudged = unjudged::count(view, all);
    let n = |figure: Figure| figure.text(thousands);
    let mut line = match language {
        Language::Sv => format!(
            "{}: {} i tid, {} för sent, {} går inte att avgöra, {} kan inte bedömas{}.",
            NOTIFICATIONS.counted(all, language),
            n(on_time),
            n(late),
            n(open),
            n(unjudged),
            unjudged::why(view, all)
        ),
        Language::En => format!(
            "{}: {} on time, {} late, {} indeterminate, {} cannot be judged{}.",
            NOTIFICATIONS.counted(all, language),
            n(on_time),
            n(late),
            n(open),
            n(unjudged),
            unjudged::why(view, all)
        ),
    };
    if let Some([n, least, most]) =
        view.total("delay", ["n", "late_percent_min", "late_percent_max"])
        && let Ok(judged) = n.parse::<u64>()
        && judged >= SMALL_BASE
        && is_told(least)
        && is_told(most)
    {
        let n = thousands(judged);
        let (least, most) = (decimal(least, language), decimal(most, language));
        let _ = match language {
            Language::Sv if least == most => {
                write!(
                    line,
                    " Andel för sent: {least} % av de {n} som kan bedömas."
                )
            }
            Language::En if least == most => {
                write!(
                    line,
                    " Share late: {least} % of the {n} that can be judged."
                )
            }
            Language::Sv => {
                write!(
                    line,
                    " Andel för sent: mellan {least} och {most} % av de {n} som kan bedömas."
                )
            }
            Language::En => {
                write!(
                    line,
                    " Share late: between {least} and {most} % of the {n} that can be judged."
                )
            }
        };
    }
    line
}

/// What the figures stand on: policy, clock, version, language of the law.
fn basis(report: &Report, out: &mut String) {
    let policy = crate::deadline::Policy::named(&report.config.policy);
    let name = policy.map_or("", |policy| policy.name.get(report.language()));
    let as_of = Instant::from_timestamp(report.config.as_of);
    let limit = limits(&[report.limit_hours.into()], report.language());
    basis_line(&limit, name, as_of, report.language(), out);
    if !report.config.filter.is_empty() {
        let figures = report.figures;
        let counts = [figures.reported, figures.notifications, figures.undated];
        selection_line(counts, report.language(), out);
    }
}

/// The hours of one or several limits.
pub(super) fn limits(hours: &[u64], language: Language) -> String {
    // Without a notification there is no limit; no hours are many.
    let last = hours
        .last()
        .map_or(Figure::Hidden, |hours| Figure::Told(*hours));
    let hours: Vec<String> = hours.iter().map(u64::to_string).collect();
    format!("{} {}", hours.join(", "), HOURS.of(last, language))
}

/// What late means, by which limit, as of when, by which version.
pub(super) fn basis_line(
    limit: &str,
    policy: &str,
    as_of: Instant,
    language: Language,
    out: &mut String,
) {
    let version = VERSION;
    let _ = match language {
        Language::Sv => writeln!(
            out,
            "Räknat från den tid ni själva angav som upptäckt. För sent är mer än {limit} ({policy}). Per {as_of}, version {version}.\n"
        ),
        Language::En => writeln!(
            out,
            "Counted from the time that you yourselves gave as the discovery. Late is more than {limit} ({policy}). As of {as_of}, version {version}.\n"
        ),
    };
}

/// What a filter left: filings kept, filings in all, filings without a certain date.
pub(super) fn selection_line(counts: [Figure; 3], language: Language, out: &mut String) {
    let [kept, all, undated] = counts;
    let (kept, all, undated) = (
        kept.text(thousands),
        NOTIFICATIONS_READ.counted(all, language),
        UNDATED.counted(undated, language),
    );
    let _ = match language {
        Language::Sv => writeln!(out, "Urval: {kept} av {all}; {undated}.\n"),
        Language::En => writeln!(out, "Selection: {kept} of {all}; {undated}.\n"),
    };
}

/// Every input accounted for.
fn inputs(view: View, figures: &Figures, out: &mut String) {
    let language = view.language;
    let _ = write!(
        out,
        "{} = {} + {} + {}. ",
        DISCOVERED.counted(figures.discovered, language),
        READ.counted(figures.read, language),
        UNREADABLE.counted(figures.unreadable, language),
        SKIPPED.counted(figures.skipped, language)
    );
    filings_line(view, figures, out);
    findings_line(figures.findings, language, out);
    out.push('\n');
}

/// How many filings of each kind: notifications and supplements, and others where
/// there are any; and how many copies that are not counted.
pub(super) fn filings_line(view: View, figures: &Figures, out: &mut String) {
    let language = view.language;
    let others: Vec<String> = [
        (WITHDRAWALS, Filing::Withdrawal),
        (OF_NO_KIND, Filing::Undeterminable),
    ]
    .into_iter()
    .map(|(forms, kind)| (forms, view.cell("kind", kind.as_str())))
    .filter(|(_, count)| *count != Figure::Told(0) && !view.is_withheld("kind"))
    .map(|(forms, count)| forms.counted(count, language))
    .collect();
    let supplements = if others.is_empty() {
        figures.supplements
    } else {
        view.cell("kind", Filing::Supplement.as_str())
    };
    let mut kinds = vec![NOTIFICATIONS.counted(figures.initial, language)];
    kinds.push(SUPPLEMENTS.counted(supplements, language));
    kinds.extend(others);
    let last = kinds.pop().unwrap_or_default();
    let and = Words::new("och", "and").get(language);
    let _ = write!(out, "{} {and} {last}.", kinds.join(", "));
    if figures.copies != Figure::Told(0) {
        let _ = write!(out, " {}.", COPIES.counted(figures.copies, language));
    }
    out.push('\n');
}

/// How many findings: errors, warnings, infos.
pub(super) fn findings_line(
    [errors, warnings, infos]: [Figure; 3],
    language: Language,
    out: &mut String,
) {
    let _ = writeln!(
        out,
        "{}: {}, {}, {}.",
        Words::new("Fynd", "Findings").get(language),
        ERRORS.counted(errors, language),
        WARNINGS.counted(warnings, language),
        NOTES.counted(infos, language)
    );
}

/// The verdicts, and the delays over all sectors.
pub(super) fn deadline(view: View, out: &mut String) {
    let language = view.language;
    if let Some(verdicts) = view.table("verdict").filter(|table| !table.is_withheld()) {
        bars(view, verdicts, out);
    }
    let ends = ["n", "median_min", "median_max", "p90_min", "p90_max"];
    let passed = |least: &str, most: &str| {
        Some(Passed::hundredths(hundredths(least)?, hundredths(most)?).range(language))
    };
    if let Some([n, median_min, median_max, p90_min, p90_max]) = view.total("delay", ends)
        && n.parse::<u64>().is_ok_and(|n| n > 0)
        && let Some(half) = passed(median_min, median_max)
        && let Some(most) = passed(p90_min, p90_max)
    {
        let _ = match language {
            Language::Sv => writeln!(
                out,
                "Median för tiden från upptäckt till anmälan: {half}; nio av tio inom {most}.\n"
            ),
            Language::En => {
                writeln!(
                    out,
                    "Median time from discovery to receipt: {half}; nine in ten within {most}.\n"
                )
            }
        };
    }
    shares::late_by_year(view, out);
}

/// A cell of hours with two decimals in hundredths; `None` where it is empty or suppressed.
fn hundredths(cell: &str) -> Option<i64> {
    let (whole, part) = cell.split_once('.')?;
    let part: i64 = part.parse().ok().filter(|_| part.len() == 2)?;
    Some(whole.parse::<i64>().ok()? * 100 + part)
}

/// A one-way table with its title, bars and base.
fn one_way(view: View, table: &Table, out: &mut String) {
    if table.rows.is_empty() || table.is_withheld() {
        return;
    }
    let _ = writeln!(out, "## {}\n", table.title.get(view.language));
    match table.id.as_str() {
        "time-to-report" => shares::spans(view, table, out),
        _ => bars(view, table, out),
    }
}

/// The rows of a one-way table as aligned text with bars.
fn bars(view: View, table: &Table, out: &mut String) {
    let language = view.language;
    let base = view.base(&table.id);
    let small = base.told().is_none_or(|base| base < SMALL_BASE);
    let header: Vec<String> = [
        Words::new("svar", "answer"),
        Words::new("anmälningar", "notifications"),
        Words::new("procent", "percent"),
        Words::new("", ""),
    ]
    .iter()
    .map(|words| words.get(language).to_owned())
    .collect();
    let row = |row: &Vec<String>| {
        let value = row[2] == "value";
        let label = if value {
            row[1].clone()
        } else {
            format!("({})", row[1])
        };
        let count = Figure::of_cell(&row[3]).text(thousands);
        match row[4].parse::<f64>() {
            _ if !value => vec![label, count, String::new(), String::new()],
            Ok(share) if !small => vec![label, count, row[4].clone(), bar(share)],
            // A share that rounding would move is left out, too.
            _ => vec![label, count, NO_SHARE.to_owned(), String::new()],
        }
    };
    let (mut values, others): (Vec<_>, Vec<_>) =
        table.rows.iter().partition(|row| row[2] == "value");
    let left_out = values.len().saturating_sub(MOST_ROWS);
    if left_out > 0 {
        // Long tables show their largest rows; the CSV has all.
        values.sort_by_key(|row| Reverse(Figure::of_cell(&row[3]).told()));
        values.truncate(MOST_ROWS);
    }
    let rows: Vec<Vec<String>> = values.into_iter().chain(others).map(row).collect();
    aligned(&header, &rows, 1, out);
    let counted = NOTIFICATIONS.counted(base, language);
    let mut note = match language {
        Language::Sv => format!("Bas: {counted} med svar."),
        Language::En => format!("Base: {counted} with an answer."),
    };
    note.push_str(&footing(view, table, small && base.told().is_some()));
    if left_out > 0 {
        let (more, within) = (
            MORE_ROWS.told(left_out, language),
            Words::new("i", "in").get(language),
        );
        let _ = write!(note, " {more} {within} tables/{}.csv.", table.id);
    }
    let _ = writeln!(out, "{note}\n");
}

/// What is said below a table of its shares and suppressed counts.
fn footing(view: View, table: &Table, small: bool) -> String {
    let mut note = String::new();
    if small {
        let words = Words::new(
            " Under 30: inga procenttal här.",
            " Below 30: no percentages here.",
        );
        note.push_str(words.get(view.language));
    }
    if let Some(count) = view.hidden.by_table.get(&table.id) {
        let _ = write!(note, " {}", suppressed(*count, view.language));
    }
    note
}

/// What stands where no share is given.
const NO_SHARE: &str = "–";

/// The bar of a share in percent.
fn bar(share: f64) -> String {
    "█".repeat((share / 100.0 * BAR as f64).round() as usize)
}

/// How many counts were suppressed, and why; not how many for which reason,
/// which would tell small ones.
fn suppressed(count: usize, language: Language) -> String {
    format!("{SHOWN_MARK}: {}.", SUPPRESSED.told(count, language))
}

/// What the mark of a suppressed count means, before the first table.
pub(super) fn key(disclosure: Disclosure, language: Language, out: &mut String) {
    if let CellRule::AtLeast(_) = disclosure.cells {
        let words = Words::new(
            "betyder att antalet inte visas, för att skydda enskilda (se Röjandekontroll)",
            "means that the count is not shown, to protect individuals (see Disclosure control)",
        );
        let _ = writeln!(out, "{SHOWN_MARK} {}.\n", words.get(language));
    }
}

/// What was done so that the figures can be published.
pub(super) fn control(view: View, disclosure: Disclosure, out: &mut String) {
    let (language, hidden) = (view.language, view.hidden);
    let lines = match (disclosure.cells, language) {
        (CellRule::AsCounted, _) => return,
        (CellRule::RoundTo(multiple), Language::Sv) => {
            format!("Varje antal är avrundat för sig till närmaste multipel av {multiple}.")
        }
        (CellRule::RoundTo(multiple), Language::En) => {
            format!("Every count is rounded on its own to the nearest multiple of {multiple}.")
        }
        (CellRule::AtLeast(least), Language::Sv) => format!(
            "Antal från 1 till {} är undertryckta, och så många andra att inget undertryckt antal går att räkna ut närmare än till {least} möjliga värden. {}",
            least - 1,
            suppressed(hidden.total(), language)
        ),
        (CellRule::AtLeast(least), Language::En) => format!(
            "Counts from 1 to {} are suppressed, and so many others that no suppressed count can be worked out more closely than to {least} values. {}",
            least - 1,
            suppressed(hidden.total(), language)
        ),
    };
    let head = Words::new("Röjandekontroll", "Disclosure control").get(language);
    let _ = writeln!(out, "## {head}\n\n{lines}");
    if !hidden.withheld.is_empty() {
        let words = Words::new(
            "Dessa tabeller redovisas inte:",
            "These tables are withheld:",
        )
        .get(language);
        let _ = writeln!(out, "{words} {}.", hidden.withheld.join(", "));
    }
    if !disclosure.shows_records() {
        let words = Words::new(
            "Anmälningar, fynd och filer redovisas inte var för sig (--with-records).",
            "Notifications, findings and files are not listed (--with-records).",
        );
        let _ = writeln!(out, "{}", words.get(language));
    }
    out.push('\n');
}

/// A Markdown table whose columns line up on a terminal; columns from
/// `numbers` on are numbers, set right, but for a last one without a head.
fn aligned(header: &[String], rows: &[Vec<String>], numbers: usize, out: &mut String) {
    let escape = |cell: &String| cell.replace('|', "\\|");
    let header: Vec<String> = header.iter().map(escape).collect();
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(escape).collect())
        .collect();
    let width = |at: usize| {
        let cells = rows
            .iter()
            .filter_map(|row| row.get(at))
            .chain(header.get(at));
        cells.map(|cell| cell.width()).max().unwrap_or(0).max(3)
    };
    let right = |at: usize| at >= numbers && !header[at].is_empty();
    let line = |cells: &[String], out: &mut String| {
        for (at, cell) in cells.iter().enumerate() {
            let pad = " ".repeat(width(at) - cell.width());
            let _ = if right(at) {
                write!(out, "| {pad}{cell} ")
            } else {
                write!(out, "| {cell}{pad} ")
            };
        }
        out.push_str("|\n");
    };
    line(&header, out);
    for at in 0..header.len() {
        let dashes = "-".repeat(width(at) + 1);
        let _ = if right(at) {
            write!(out, "|{dashes}:")
        } else {
            write!(out, "|{dashes}-")
        };
    }
    out.push_str("|\n");
    for row in &rows {
        line(row, out);
    }
    out.push('\n');
}

/// The inputs that could not be read, by name, with the reason.
fn unread(report: &Report, out: &mut String) {
    let language = report.language();
    let heads = [
        (
            Fate::Unreadable,
            Words::new("Kunde inte läsas", "Could not be read"),
        ),
        (Fate::Skipped, Words::new("Överhoppade", "Skipped")),
    ];
    for (fate, head) in heads {
        let refused: Vec<_> = report
            .audit
            .inputs
            .iter()
            .filter_map(|input| {
                Some((
                    input,
                    input
                        .refusal
                        .as_ref()
                        .filter(|refusal| refusal.fate == fate)?,
                ))
            })
            .collect();
        if refused.is_empty() {
            continue;
        }
        let _ = writeln!(out, "## {}\n", head.get(language));
        for (input, refusal) in refused.iter().take(MOST_INPUTS) {
            let name: String = input.name.chars().filter(|c| !c.is_control()).collect();
            let _ = writeln!(out, "- {name}: {}", refusal.reason.show(language));
        }
        if refused.len() > MOST_INPUTS {
            let more = refused.len() - MOST_INPUTS;
            let _ = match language {
                Language::Sv => writeln!(out, "- och {more} till, i files.csv"),
                Language::En => writeln!(out, "- and {more} more, in files.csv"),
            };
        }
        out.push('\n');
    }
}

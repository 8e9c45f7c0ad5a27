//! The readers of single formats and other parts by name, for tests that give them any bytes:
//! `tests/corpus.rs` and the targets of `tests/fuzz`. They must come to an end. What they give is
//! looked at only where something must always hold of it.

use std::io::Read as _;
use std::time::Duration;

use crate::archive::Zip;
use crate::audit::{Ignores, Keeps, Settings, Watch, audit};
use crate::check::Selected;
use crate::config::{
    Answers, ArchiveLimits, CellRule, Copies, FreeText, Language, Thresholds, Words,
};
use crate::decode::decode;
use crate::disclosure::protect;
use crate::discover::discover;
use crate::form::{Candidates, Edition};
use crate::intake::Shared;
use crate::moment::{Instant, as_written, parse_date, parse_stamp, parse_time, parse_written};
use crate::read::mapping::{self, Mapping};
use crate::read::{json, receipts, register, text, workbook};
use crate::records::Records;
use crate::row::{COLUMNS, Names};
use crate::shown::{Clock, opentext, page, rich, word};
use crate::table::{Cell, Column, Key, Table, percent};
use crate::{mail, pdf};

/// Reads bytes to the end.
type Reader = fn(&[u8]);

/// The readers by the name of their target and the folder of their corpus.
pub const READERS: [(&str, Reader); 20] = [
    ("archive", |bytes| {
        let Ok(zip) = Zip::open(Shared::bytes(bytes), &ArchiveLimits::default()) else {
            return;
        };
        for entry in &zip.entries {
            let mut reader = zip.reader();
            if let Ok(part) = entry.open(&mut reader) {
                let _ = std::io::copy(&mut part.take(MOST_BYTES), &mut std::io::sink());
            }
        }
    }),
    ("disclosure", disclosure),
    ("file", |bytes| whole("a", bytes, None)),
    ("form", |bytes| {
        let _ = Edition::load(&as_text(bytes));
    }),
    ("json", |bytes| {
        let _ = json::read(&as_text(bytes), Edition::default_edition(), 1);
    }),
    ("listing", |bytes| {
        let _ = receipts::parse(bytes, 0);
        let _ = register::parse(bytes, None);
    }),
    ("mail", |bytes| {
        for one in mail::mailbox(bytes) {
            let _ = mail::read(one);
        }
        let _ = mail::read(bytes);
        let _ = mail::page(bytes);
    }),
    ("mapped", |bytes| {
        let (mapping, data) = parted(bytes);
        let mapping = Mapping::load(&as_text(mapping), |_| Ok(Edition::default_edition()));
        if let Ok(mapping) = mapping {
            whole("a.csv", data, Some(mapping));
        }
    }),
    ("moments", |bytes| {
        for text in as_text(bytes).lines() {
            let _ = (parse_date(text), parse_time(text), parse_stamp(text));
            let _ = (parse_written(text), as_written(text));
        }
    }),
    ("opentext", |bytes| {
        let _ = opentext::shown(&as_text(bytes), Some(&as_text(bytes)), clock());
    }),
    ("outlook", |bytes| {
        let _ = mail::read_outlook(bytes);
    }),
    ("page", |bytes| {
        let _ = page::shown(&as_text(bytes), clock());
    }),
    ("pdf", |bytes| {
        let _ = pdf::extract_any(bytes, Candidates::in_use(), MOST_TIME);
    }),
    ("records", records),
    ("rich", |bytes| {
        let _ = rich::shown(bytes, clock());
    }),
    ("suggest", |bytes| {
        let _ = mapping::suggest(bytes, Language::Sv);
    }),
    ("table", |bytes| whole("a.csv", bytes, None)),
    ("text", |bytes| {
        let _ = text::read_any(&decode(bytes).text, Candidates::in_use());
    }),
    ("word", |bytes| {
        let _ = word::shown(
            &as_text(bytes),
            (Some(&as_text(bytes)), Some(&as_text(bytes))),
            clock(),
        );
    }),
    ("workbook", |bytes| {
        let _ = workbook::largest(bytes, &ArchiveLimits::default());
    }),
];

/// How long a reader may take over some kilobytes.
const MOST_TIME: Duration = Duration::from_secs(20);

/// Gives bytes to the reader of this name.
pub fn read(name: &str, bytes: &[u8]) {
    if let Some((_, read)) = READERS.iter().find(|(own, _)| *own == name) {
        read(bytes);
    }
}

/// The most bytes that are unpacked of one member.
const MOST_BYTES: u64 = 16 << 20;
/// The line between a mapping and what it maps.
const BETWEEN: &[u8] = b"\n----\n";

/// Audits bytes as a file of this name.
fn whole(name: &str, bytes: &[u8], mapping: Option<Mapping>) {
    let Ok(folder) = tempfile::tempdir() else {
        return;
    };
    let path = folder.path().join(name);
    if std::fs::write(&path, bytes).is_err() {
        return;
    }
    let Ok(discovered) = discover(&[path]) else {
        return;
    };
    let _ = audit(discovered, &[], &settings(mapping), &Watch::default());
}

/// A run without options.
fn settings(mapping: Option<Mapping>) -> Settings {
    Settings {
        edition: Edition::default_edition(),
        candidates: Candidates::in_use().clone(),
        as_of: Instant(29_000_000),
        policy: "gdpr33".to_owned(),
        valid_from: None,
        limit_hours: 72,
        selected: Selected::ALL,
        names: Names::Mask,
        levels: Vec::new(),
        thresholds: Thresholds::default(),
        archives: ArchiveLimits::default(),
        mapping,
        ignores: Ignores::default(),
        timings: None,
        excerpts: Some(Language::Sv),
        receipts_names: Vec::new(),
        copies: Copies::Aside,
        answers: Answers::FirstFiled,
        register: None,
        free_text: FreeText::Left,
        keeps: Keeps::Nothing,
    }
}

/// What stands before [`BETWEEN`], and what behind it.
fn parted(bytes: &[u8]) -> (&[u8], &[u8]) {
    let at = memchr::memmem::find(bytes, BETWEEN);
    at.map_or((bytes, &[]), |at| {
        (&bytes[..at], &bytes[at + BETWEEN.len()..])
    })
}

/// Reads records of an earlier run back, each column of them.
fn records(bytes: &[u8]) {
    let Ok(folder) = tempfile::tempdir() else {
        return;
    };
    let name = if bytes.starts_with(b"PAR1") {
        "records.parquet"
    } else {
        "records.csv"
    };
    let path = folder.path().join(name);
    if std::fs::write(&path, bytes).is_err() {
        return;
    }
    let columns: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    if let Ok(records) = Records::open(&[path], &columns) {
        for column in columns {
            let _ = records.cells(column);
        }
    }
}

/// Protects tables of two dimensions whose counts are the bytes: no small one may be left, and
/// none that a sum of its own table gives away.
fn disclosure(bytes: &[u8]) {
    const VALUES: [&[&str]; 2] = [
        &["public", "private"],
        &["on-time", "late", "indeterminate"],
    ];
    let Some((least, counts)) = bytes.split_first() else {
        return;
    };
    let least = u64::from(least % 9) + 2;
    let [sectors, verdicts] = VALUES;
    let count = |at: usize| u64::from(counts.get(at).copied().unwrap_or_default());
    let cell = |sector: usize, verdict: usize| count(sector * verdicts.len() + verdict);
    let of_sector = |sector: usize| {
        (0..verdicts.len())
            .map(|verdict| cell(sector, verdict))
            .sum()
    };
    let of_verdict = |verdict: usize| (0..sectors.len()).map(|sector| cell(sector, verdict)).sum();
    let tables = vec![
        one_way("sector", sectors, of_sector),
        one_way("verdict", verdicts, of_verdict),
        crossed(sectors, verdicts, cell),
    ];
    let rule = CellRule::AtLeast(least);
    let Ok((tables, _)) = protect(tables, rule, &[Edition::default_edition()], Language::Sv) else {
        return;
    };
    for table in &tables {
        let Some(at) = table.column("notifications") else {
            continue;
        };
        let told = table.rows.iter().map(|row| &row[at]);
        assert!(!told.clone().any(|cell| cell.is_small(least)), "{table:?}");
        let hidden = told.filter(|cell| **cell == Cell::Hidden).count();
        let base = table
            .column("base")
            .filter(|_| table.dimensions().len() == 1);
        let tells_base = base.is_some_and(|base| table.rows.iter().any(|row| row[base].is_told()));
        assert!(hidden != 1 || !tells_base, "{table:?}");
    }
}

/// A table of one dimension.
fn one_way(id: &str, values: &[&str], count: impl Fn(usize) -> u64) -> Table {
    let base = (0..values.len()).map(&count).sum();
    let columns = ["value", "label", "kind", "notifications", "percent", "base"];
    let row = |(at, value): (usize, &&str)| {
        vec![
            Cell::Key(Key::value(*value)),
            Cell::text(*value),
            Cell::text("value"),
            Cell::Count(count(at)),
            percent(count(at), base),
            Cell::Count(base),
        ]
    };
    let rows = values.iter().enumerate().map(row).collect();
    Table::new(
        id,
        Words::same("Trial"),
        columns.map(Column::new).to_vec(),
        rows,
    )
}

/// The table of sectors by verdicts.
fn crossed(sectors: &[&str], verdicts: &[&str], cell: impl Fn(usize, usize) -> u64) -> Table {
    let mut rows = Vec::new();
    for (at, sector) in sectors.iter().enumerate() {
        let base = (0..verdicts.len()).map(|verdict| cell(at, verdict)).sum();
        for (verdict, name) in verdicts.iter().enumerate() {
            let [one, other] =
                [sector, name].map(|id| [Cell::Key(Key::value(*id)), Cell::text(*id)]);
            let count = cell(at, verdict);
            let figures = [Cell::Count(count), percent(count, base), Cell::Count(base)];
            rows.push(one.into_iter().chain(other).chain(figures).collect());
        }
    }
    let pairs = ["sector", "verdict"].into_iter().flat_map(Column::pair);
    let figures = ["notifications", "percent", "base"].map(Column::new);
    let columns = pairs.chain(figures).collect();
    Table::new("sector-by-verdict", Words::same("Trial"), columns, rows)
}

fn clock() -> Clock {
    Clock::start(MOST_TIME)
}

fn as_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

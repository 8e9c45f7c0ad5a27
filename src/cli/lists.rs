//! The lists of receipt times that `--receipts` names: tables, and folders or boxes of mails.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::cli::complaint::{Complaining as _, note};
use crate::cli::shown;
use crate::config::{Config, Words};
use crate::read::letters::{self, Confirmed};
use crate::read::receipts::{self, Listed, Receipt};

/// The name and the digest of a file that the user named.
pub(super) type Told = (String, String);

/// The rows of all lists of receipt times, and of each its name and digest.
pub(super) fn read_receipts(config: &Config) -> anyhow::Result<(Vec<Receipt>, Vec<Told>)> {
    let (mut rows, mut told) = (Vec::new(), Vec::new());
    for (list, path) in (0..).zip(&config.receipts) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = crate::value::mask_name(&name).into_owned();
        if let Some((confirmed, digest)) = confirmations(path, &name)? {
            tell_unsure(config, &name, &confirmed.unsure);
            rows.extend(confirmed.receipts);
            told.push((name, digest));
            continue;
        }
        let bytes = std::fs::read(path).complaining(|| {
            let words = Words::new(
                "--receipts: kan inte läsa {path}",
                "--receipts: cannot read {path}",
            );
            words.with("path", shown(path))
        })?;
        let sheets = receipts::parse(&bytes, list);
        for sheet in sheets.with_context(|| format!("--receipts {}", shown(path)))? {
            tell_columns(config, path, &sheet);
            rows.extend(sheet.rows);
        }
        told.push((name, blake3::hash(&bytes).to_hex().to_string()));
    }
    Ok((rows, told))
}

/// What the mails of a folder, or those of a file, confirm, and the digest of all of them;
/// `None` where the path is neither.
fn confirmations(path: &Path, name: &str) -> anyhow::Result<Option<(Confirmed, String)>> {
    let is_folder = path.is_dir();
    let mut files = if is_folder {
        mails_below(path)
    } else {
        vec![path.to_owned()]
    };
    files.sort();
    let (mut confirmed, mut hasher) = (Confirmed::default(), blake3::Hasher::new());
    for file in files {
        let unreadable = || {
            let words = Words::new(
                "--receipts: kan inte läsa {path}",
                "--receipts: cannot read {path}",
            );
            words.with("path", shown(&file))
        };
        let bytes = std::fs::read(&file).complaining(unreadable)?;
        hasher.update(&bytes);
        let own = file.strip_prefix(path).unwrap_or(&file);
        let own = if is_folder {
            format!("{name}/{}", shown(own))
        } else {
            name.to_owned()
        };
        match letters::confirmations(&bytes, &own) {
            Some(found) => {
                confirmed.receipts.extend(found.receipts);
                confirmed.unsure.extend(found.unsure);
            }
            None if is_folder => {}
            None => return Ok(None),
        }
    }
    Ok(Some((confirmed, hasher.finalize().to_hex().to_string())))
}

/// Says which mails of the authority give no receipt time for certain.
fn tell_unsure(config: &Config, name: &str, mails: &[String]) {
    /// How many are named.
    const MOST: usize = 5;
    if mails.is_empty() {
        return;
    }
    let words = Words::new(
        "--receipts {name}: mejl från IMY utan säker mottagningstid, som inte användes: {count} ({mails}); skriv tiden i en lista till --receipts om de är kvittenser",
        "--receipts {name}: mails of the authority without a certain receipt time, which were not used: {count} ({mails}); put the time into a list for --receipts if they are confirmations",
    );
    let more = (mails.len() > MOST).then(|| "…".to_owned());
    let named: Vec<String> = mails.iter().take(MOST).cloned().chain(more).collect();
    let words = words.with("name", name).with("count", mails.len());
    note(config, words.with("mails", named.join(", ")));
}

/// The files below a folder whose names are those of mails.
fn mails_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.flat_map(|entry| {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            return mails_below(&path);
        }
        let ending = path.extension().unwrap_or_default();
        let is_mail = ["eml", "msg", "mbox"]
            .iter()
            .any(|own| ending.eq_ignore_ascii_case(own));
        if is_mail { vec![path] } else { Vec::new() }
    });
    files.collect()
}

/// Says which columns of a list were taken for what, where that is not plain from their
/// names, and how many of its rows have no time yet.
fn tell_columns(config: &Config, path: &Path, sheet: &Listed) {
    let is_plain = |(own, name): &(&str, String)| name.eq_ignore_ascii_case(own);
    let mut name = shown(path);
    if !sheet.sheet.is_empty() {
        name = format!("{name}!{}", sheet.sheet);
    }
    if !sheet.taken.iter().all(is_plain) {
        let taken = sheet
            .taken
            .iter()
            .map(|(own, name)| format!("{own} = {name}"));
        let words = Words::new(
            "--receipts {name}: {columns}",
            "--receipts {name}: {columns}",
        );
        let columns = taken.collect::<Vec<_>>().join(", ");
        note(config, words.with("name", &name).with("columns", columns));
    }
    for (column, times) in &sheet.dates {
        let words = Words::new(
            "--receipts {name}: alla klockslag i kolumnen ”{column}” är 00:00; den läses som datum utan klockslag (antal värden: {times})",
            "--receipts {name}: every time of day in the column \"{column}\" is 00:00; it is read as dates without a time (number of values: {times})",
        );
        let words = words.with("name", &name).with("column", column);
        note(config, words.with("times", times));
    }
    if sheet.unfilled > 0 {
        let words = Words::new(
            "--receipts {name}: rader utan mottagningstid ännu: {rows}",
            "--receipts {name}: rows without a receipt time yet: {rows}",
        );
        note(
            config,
            words.with("name", &name).with("rows", sheet.unfilled),
        );
    }
}

//! What `--register` names: the organisation's own register, read before the inputs are. It is no
//! input, also where it lies among them; nor is a list of receipt times.

use std::path::Path;

use crate::audit::Book;
use crate::cli::complaint::{Complaining as _, complaint, note};
use crate::cli::file::text;
use crate::cli::{shown, sources};
use crate::config::{Config, Language, Words};
use crate::destination::is_same_file;
use crate::discover::{SkipReason, Source, Trouble};
use crate::read::register::{self, Naming};
use crate::value::mask_name;

/// Takes the register and the lists of receipt times out of the inputs. A register that is
/// named as a list of receipt times too is read once.
pub(super) fn set_aside(config: &mut Config, found: &mut [Source]) {
    if let Some(register) = &config.register {
        let before = config.receipts.len();
        config.receipts.retain(|list| !is_same_file(list, register));
        if config.receipts.len() < before {
            note(config, READ_ONCE.with("path", shown(register)));
        }
    }
    let lists = config
        .receipts
        .iter()
        .map(|path| (path, SkipReason::Receipts));
    let register = config
        .register
        .iter()
        .map(|path| (path, SkipReason::Register));
    for (path, reason) in lists.chain(register).filter(|(path, _)| path.is_file()) {
        for source in found.iter_mut().filter(|source| names(path, source)) {
            source.trouble = Some(Trouble::Skipped(reason));
        }
    }
}

const READ_ONCE: Words = Words::new(
    "--receipts {path}: filen är registret (--register) och läses en gång, som register",
    "--receipts {path}: the file is the register (--register) and is read once, as register",
);

/// Whether a path leads to the file of a source.
fn names(path: &Path, source: &Source) -> bool {
    source.archive.is_none()
        && source.path.file_name() == path.file_name()
        && is_same_file(path, &source.path)
}

/// Reads the register, if one is named. Where it lies among the inputs it has its name there.
pub(super) fn read(config: &Config, found: &[Source]) -> anyhow::Result<Option<Book>> {
    let Some(path) = &config.register else {
        return Ok(None);
    };
    let bytes = std::fs::read(path).complaining(|| {
        let words = Words::new(
            "--register: kan inte läsa {path}",
            "--register: cannot read {path}",
        );
        words.with("path", shown(path))
    })?;
    let naming = config.register_mapping.as_deref().map(naming).transpose()?;
    let option = format!("--register {}", shown(path));
    let register = register::parse(&bytes, naming.as_ref());
    let register = register.map_err(|error| sources::of_option(&option, error.wording()))?;
    let is_it =
        |source: &&Source| matches!(source.trouble, Some(Trouble::Skipped(SkipReason::Register)));
    let name = match found.iter().find(is_it) {
        Some(source) => source.name.to_string(),
        None => mask_name(&path.file_name().unwrap_or_default().to_string_lossy()).into_owned(),
    };
    let digest = blake3::hash(&bytes).to_hex().to_string();
    let book = Book::new(name, (digest, naming.map(|naming| naming.digest)), register);
    for (source, taken) in book.taken() {
        let columns = taken
            .iter()
            .map(|(own, name)| format!("{} = {name}", called(own, config.language)));
        let words = Words::same("--register {name}: {columns}");
        let columns = columns.collect::<Vec<_>>().join(", ");
        note(config, words.with("name", source).with("columns", columns));
    }
    Ok(Some(book))
}

/// What each field of a register is called in Swedish. In English its name says it.
const FIELDS: [(&str, &str); 20] = [
    ("source", "fil"),
    ("reference", "eget nummer"),
    ("case_number", "diarienummer hos IMY"),
    ("received", "kom in"),
    ("received_time", "klockslag då den kom in"),
    ("channel", "kanal"),
    ("notified", "anmäld"),
    ("informed", "registrerade informerade"),
    ("discovered", "upptäckt"),
    ("discovered_time", "klockslag för upptäckten"),
    ("occurred", "inträffade"),
    ("occurred_time", "klockslag då det inträffade"),
    ("persons", "antal registrerade"),
    ("controller", "personuppgiftsansvarig"),
    ("supplemented", "kompletterad"),
    ("effects", "effekter"),
    ("measures", "åtgärder"),
    ("facts", "vad som hände"),
    ("reasons", "skäl att inte anmäla"),
    ("risk", "riskbedömning"),
];

/// What a field of a register is called.
fn called(field: &str, language: Language) -> &str {
    let swedish = FIELDS.iter().find(|(own, _)| *own == field);
    match swedish {
        Some((_, called)) if language == Language::Sv => called,
        _ => field,
    }
}

/// The file that names the columns of the register.
fn naming(path: &Path) -> anyhow::Result<Naming> {
    let source = text(path).map_err(|why| {
        let words = Words::new(
            "--register-mapping: kan inte läsa {path}: {why}",
            "--register-mapping: cannot read {path}: {why}",
        );
        complaint(words.with("path", shown(path)).within("why", why))
    })?;
    let option = format!("--register-mapping {}", shown(path));
    Naming::load(&source).map_err(|error| sources::of_option(&option, error.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_register_has_a_swedish_name() {
        for field in register::names() {
            assert_ne!(called(field, Language::Sv), field);
            assert_eq!(called(field, Language::En), field);
        }
    }
}

//! What `--form` and `--mapping` name, loaded: form editions and mappings from
//! files. What is wrong in a file is told with its name and line.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::cli::complaint::{Complaining as _, complaint};
use crate::cli::shown;
use crate::config::{Config, Language, Wording};
use crate::form::Edition;
use crate::intake::Failure;
use crate::read::mapping::Mapping;
use crate::row;

/// The edition of a name, or of a file that ends in `.toml`.
pub(super) fn edition(name: &str) -> anyhow::Result<&'static Edition> {
    edition_beside(name, None).map_err(|wording| {
        let [sv, en] =
            [Language::Sv, Language::En].map(|language| format!("--form: {}", wording.get(language)));
        complaint(sv, en)
    })
}

/// The same; a relative path is meant from the folder `beside`.
fn edition_beside(name: &str, beside: Option<&Path>) -> Result<&'static Edition, Wording> {
    if let Some(edition) = Edition::named(name) {
        return Ok(edition);
    }
    let known: Vec<_> = Edition::all().iter().map(|edition| edition.name.as_str()).collect();
    if !Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
        let known = known.join(", ");
        return Err(Wording::new(
            format!("det finns ingen formulärversion `{name}`; det finns {known}, eller ange en fil .toml"),
            format!("there is no form edition `{name}`; there are {known}, or name a file .toml"),
        ));
    }
    let path: PathBuf = beside.map_or_else(|| PathBuf::from(name), |folder| folder.join(name));
    let source = std::fs::read_to_string(&path).map_err(|error| {
        let (path, why) = (shown(&path), Failure::from(&error).wording());
        Wording::new(
            format!("kan inte läsa {path}: {}", why.get(Language::Sv)),
            format!("cannot read {path}: {}", why.get(Language::En)),
        )
    })?;
    let edition = Edition::load(&source).map_err(|error| {
        let told = format!("{}: {error}", shown(&path));
        Wording::new(told.clone(), told)
    })?;
    // An edition lives as long as the process, like those that are built in.
    Ok(Box::leak(Box::new(edition)))
}

/// The editions of the program, and the one of `--form`.
pub(super) fn editions(form: Option<&str>) -> anyhow::Result<Vec<&'static Edition>> {
    let mut editions: Vec<&'static Edition> = Edition::all().iter().collect();
    if let Some(form) = form {
        let named = edition(form)?;
        if !editions.iter().any(|known| known.name == named.name) {
            editions.push(named);
        }
    }
    Ok(editions)
}

/// Whether every `--cross` names dimensions that the editions have.
pub(super) fn check_crosses(config: &Config, editions: &[&'static Edition]) -> anyhow::Result<()> {
    let known = row::extras(editions);
    let extras = config.cross.iter().flatten().filter(|id| id.starts_with("extra-"));
    for id in extras {
        if !known.iter().any(|extra| extra.id == **id) {
            let known: Vec<&str> = known.iter().map(|extra| extra.id.as_str()).collect();
            let known = known.join(", ");
            return Err(complaint(
                format!("--cross: inget formulär har den extra dimensionen `{id}`; det finns: {known}"),
                format!("--cross: no form file has the extra dimension `{id}`; there are: {known}"),
            ));
        }
    }
    Ok(())
}

/// A mapping from its file.
pub(super) fn mapping(path: &Path) -> anyhow::Result<Mapping> {
    let source = std::fs::read_to_string(path).complaining(|| {
        let path = shown(path);
        (format!("--mapping: kan inte läsa {path}"), format!("--mapping: cannot read {path}"))
    })?;
    // What is wrong in a mapping file is told in English, as its keys are.
    let edition = |name: &str| {
        edition_beside(name, path.parent()).map_err(|wording| wording.get(Language::En).to_owned())
    };
    Mapping::load(&source, edition).with_context(|| format!("--mapping {}", shown(path)))
}

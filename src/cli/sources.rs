//! What `--form` and `--mapping` name, loaded: form editions and mappings from
//! files. What is wrong in a file is told with its name and line.

use std::path::{Path, PathBuf};

use crate::cli::complaint::complaint;
use crate::cli::file::text;
use crate::cli::shown;
use crate::config::{Config, Filter, Message, Words};
use crate::form::{Edition, Extra};
use crate::read::mapping::Mapping;
use crate::row;
use crate::statistics::{self, Restriction};

/// The edition that `--form` names: a name, or a file that ends in `.toml`.
pub(super) fn edition(name: &str) -> anyhow::Result<&'static Edition> {
    edition_beside(name, None).map_err(|mistake| of_option("--form", mistake))
}

/// The same, named without an option.
pub(super) fn named_edition(name: &str) -> anyhow::Result<&'static Edition> {
    edition_beside(name, None).map_err(complaint)
}

/// The same; a relative path is meant from the folder `beside`.
fn edition_beside(name: &str, beside: Option<&Path>) -> Result<&'static Edition, Message> {
    if let Some(edition) = Edition::named(name) {
        return Ok(edition);
    }
    let known: Vec<_> = Edition::all()
        .iter()
        .map(|edition| edition.name.as_str())
        .collect();
    if !Path::new(name)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
    {
        let known = known.join(", ");
        return Err(Words::new(
            "det finns ingen formulärversion `{name}`; det finns {known}, eller ange en fil .toml",
            "there is no form edition `{name}`; there are {known}, or name a file .toml",
        )
        .with("name", name)
        .with("known", known));
    }
    let path: PathBuf = beside.map_or_else(|| PathBuf::from(name), |folder| folder.join(name));
    let source = text(&path).map_err(|why| {
        let path = shown(&path);
        Words::new("kan inte läsa {path}: {why}", "cannot read {path}: {why}")
            .with("path", path)
            .within("why", why)
    })?;
    let edition = Edition::load(&source).map_err(|mistake| {
        let path = shown(&path);
        Words::new("{path}: {mistake}", "{path}: {mistake}")
            .with("path", path)
            .within("mistake", mistake)
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

/// A value of `--where` that is off the list of the form, and why it is refused where no
/// notification has it.
pub(super) struct Doubt {
    filter: Filter,
    refusal: Message,
}

/// Brings what `--cross` and `--where` name to ids, columns, codes and dates. Gives what is to be
/// held against the notifications.
pub(super) fn resolve(
    config: &mut Config,
    editions: &[&'static Edition],
) -> anyhow::Result<Vec<Doubt>> {
    let mut doubts = Vec::new();
    check_extras(config, editions)?;
    for cross in &mut config.cross {
        for at in 0..cross.len() {
            let id = statistics::dimension_id(&cross[at], editions)
                .map_err(|refusal| of_option("--cross", refusal.wording()))?;
            if cross[..at].iter().any(|before| before == id) {
                return Err(complaint(
                    Words::new(
                        "--cross har `{id}` två gånger; dimensionerna måste vara olika",
                        "--cross names `{id}` twice; the dimensions must differ",
                    )
                    .with("id", id),
                ));
            }
            id.clone_into(&mut cross[at]);
        }
    }
    let filter = &mut config.filter;
    for (field, value) in std::mem::take(&mut filter.equal) {
        match statistics::restriction(&field, &value, editions)
            .map_err(|refusal| of_option("--where", refusal.wording()))?
        {
            Restriction::Equal(field, value) => filter.equal.push((field, value)),
            Restriction::IfHeld(field, value, refusal) => {
                filter.equal.push((field.clone(), value.clone()));
                let alone = Filter {
                    equal: vec![(field, value)],
                    ..Filter::default()
                };
                doubts.push(Doubt {
                    filter: alone,
                    refusal: refusal.wording(),
                });
            }
            Restriction::Between(from, to) => {
                filter.from = Some(filter.from.map_or(from, |own| own.max(from)));
                filter.to = Some(filter.to.map_or(to, |own| own.min(to)));
            }
        }
    }
    if let (Some(from), Some(to)) = filter.bounds()
        && from > to
    {
        return Err(complaint(Words::new(
            "--where: perioderna och --from, --to, --period har inga dagar gemensamma",
            "--where: the periods and --from, --to, --period have no day in common",
        )));
    }
    Ok(doubts)
}

/// Refuses a value off the list of the form that no notification has.
///
/// # Errors
/// There is such a value, or the notifications cannot be looked through.
pub(super) fn refuse_doubts(
    doubts: Vec<Doubt>,
    is_held: impl Fn(&Filter) -> anyhow::Result<bool>,
) -> anyhow::Result<()> {
    for Doubt { filter, refusal } in doubts {
        if !is_held(&filter)? {
            return Err(of_option("--where", refusal));
        }
    }
    Ok(())
}

/// What an option got wrong.
pub(super) fn of_option(option: &str, mistake: impl Into<Message>) -> anyhow::Error {
    let words = Words::same("{option}: {mistake}").with("option", option);
    complaint(words.within("mistake", mistake))
}

/// A selection that keeps no filing is an error: a report on nothing would pass for
/// one on everything.
pub(super) fn refuse_empty_selection(
    config: &Config,
    editions: &[&'static Edition],
    [kept, all, undated]: [usize; 3],
) -> anyhow::Result<()> {
    if kept > 0 || all == 0 || config.filter.is_empty() {
        return Ok(());
    }
    let mut told = vec![NOTHING_SELECTED.into()];
    if !config.disclosure.is_on() {
        let read = Words::new(
            "lästa: {all}, därav utan säkert datum: {undated}",
            "read: {all}, of them without a certain date: {undated}",
        );
        told.push(read.with("all", all).with("undated", undated));
    }
    let equal = config.filter.equal.iter();
    told.extend(equal.filter_map(|(column, value)| statistics::unlisted(column, value, editions)));
    Err(complaint(Message::Row(Words::same("; "), told)))
}

const NOTHING_SELECTED: Words = Words::new(
    "ingen anmälan finns i urvalet (--where, --from, --to, --period, --organisation)",
    "no notification is in the selection (--where, --from, --to, --period, --organisation)",
);

/// Whether the extra dimensions that `--cross` and `--where` name are those of an edition.
fn check_extras(config: &Config, editions: &[&'static Edition]) -> anyhow::Result<()> {
    let known = row::extras(editions);
    let crossed = config
        .cross
        .iter()
        .flatten()
        .filter(|id| id.starts_with("extra-"));
    let restricted = config.filter.equal.iter().map(|(column, _)| column);
    let restricted = restricted.filter(|column| column.starts_with("extra."));
    all_known("--cross", crossed, &known, |extra| &extra.id)?;
    all_known("--where", restricted, &known, |extra| &extra.column)
}

/// Whether each name that an option gives is that of an extra dimension.
fn all_known<'n>(
    option: &str,
    mut names: impl Iterator<Item = &'n String>,
    known: &[&'static Extra],
    name_of: fn(&Extra) -> &str,
) -> anyhow::Result<()> {
    let known: Vec<&str> = known.iter().map(|extra| name_of(extra)).collect();
    let Some(name) = names.find(|name| !known.contains(&name.as_str())) else {
        return Ok(());
    };
    if known.is_empty() {
        return Err(complaint(Words::new(
"{option}: det finns ingen extra dimension `{name}`; ange formulärfilen som har den med --form eller i mappningen",
"{option}: there is no extra dimension `{name}`; name the form file that has it with --form, or in the mapping",
).with("option", option).with("name", name)));
    }
    let known = known.join(", ");
    Err(complaint(
        Words::new(
            "{option}: inget formulär har den extra dimensionen `{name}`; det finns: {known}",
            "{option}: no form file has the extra dimension `{name}`; there are: {known}",
        )
        .with("option", option)
        .with("name", name)
        .with("known", known),
    ))
}

/// A mapping from its file.
pub(super) fn mapping(path: &Path) -> anyhow::Result<Mapping> {
    let source = text(path).map_err(|why| {
        let words = Words::new(
            "--mapping: kan inte läsa {path}: {why}",
            "--mapping: cannot read {path}: {why}",
        );
        complaint(words.with("path", shown(path)).within("why", why))
    })?;
    Mapping::load(&source, |name| edition_beside(name, path.parent()))
        .map_err(|error| of_option(&format!("--mapping {}", shown(path)), error.message()))
}

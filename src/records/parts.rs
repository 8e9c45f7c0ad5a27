//! From paths to the files of records: report folders, folders of parts (the
//! partitioned output of a cluster), single files. Nothing is read but the
//! first bytes of a file without a telling name.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::intake::Failure;
use crate::records::{KEYS_FILE, RecordsError, beside};

/// Our own files beside records.csv that are CSV and no records.
const OTHERS: [&str; 2] = ["findings.csv", "files.csv"];

/// A file of records.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// The last component of the path given and the path within it.
    pub(super) name: String,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Csv,
    Parquet,
}

impl Found {
    /// The path as it may be shown.
    pub(super) fn shown(&self) -> String {
        shown(&self.path)
    }
}

fn shown(path: &Path) -> String {
    crate::value::mask_name(&path.display().to_string()).into_owned()
}

/// The files of records at `paths`, sorted by name and path, but for those at `out`.
pub(super) fn find(paths: &[PathBuf], out: Option<&Path>) -> Result<Vec<Found>, RecordsError> {
    let mut found = Vec::new();
    for path in paths {
        let metadata = fs::metadata(path).map_err(|_| RecordsError::Missing(shown(path)))?;
        let before = found.len();
        if metadata.is_dir() {
            walk(path, path, out, &mut found)?;
        } else {
            found.push(Found {
                name: name(path, path),
                kind: kind(path),
                path: path.clone(),
            });
        }
        if found.len() == before {
            return Err(RecordsError::Empty(shown(path)));
        }
    }
    found.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    refuse_twice(&found)?;
    Ok(found)
}

/// The records below a folder.
fn walk(
    root: &Path,
    folder: &Path,
    out: Option<&Path>,
    found: &mut Vec<Found>,
) -> Result<(), RecordsError> {
    let unreadable = |error: std::io::Error| RecordsError::Unreadable {
        file: shown(folder),
        reason: Failure::from(&error).wording(),
    };
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect()
        })
        .map_err(unreadable)?;
    entries.sort();
    let has = |name: &str| {
        entries
            .iter()
            .any(|path| path.file_name().is_some_and(|own| own == name))
    };
    let records = ["records.parquet", "records.csv"]
        .into_iter()
        .find(|name| has(name));
    if let Some(records) = records {
        let path = folder.join(records);
        found.push(Found {
            name: name(root, &path),
            kind: kind(&path),
            path,
        });
        return Ok(());
    }
    if beside::run_json(folder).is_some() {
        return Err(RecordsError::NoRecords(shown(folder)));
    }
    for path in &entries {
        // Hidden files, and those by which clusters mark what is done or under way.
        let own = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if own.starts_with(['.', '_']) {
            continue;
        }
        // Links are not followed: one may lead back up.
        if path.is_symlink() {
            continue;
        }
        if path.is_dir() && is_at(path, out) {
            continue;
        }
        if path.is_dir() {
            walk(root, path, out, found)?;
        } else if is_part(path, &own, &entries) {
            found.push(Found {
                name: name(root, path),
                kind: kind(path),
                path: path.clone(),
            });
        }
    }
    Ok(())
}

/// Whether a folder is the one at this real place.
fn is_at(folder: &Path, place: Option<&Path>) -> bool {
    place.is_some_and(|place| folder.canonicalize().is_ok_and(|folder| folder == place))
}

/// Whether a file in a folder of parts is one of them; of the same part in
/// both formats only Parquet.
fn is_part(path: &Path, name: &str, entries: &[PathBuf]) -> bool {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("parquet") => name != KEYS_FILE,
        Some("csv") => {
            !OTHERS.contains(&name) && !entries.contains(&path.with_extension("parquet"))
        }
        _ => false,
    }
}

/// The format: by the name where it tells, else by the first bytes.
fn kind(path: &Path) -> Kind {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("parquet") => Kind::Parquet,
        Some("csv") => Kind::Csv,
        _ => {
            let mut head = [0; 4];
            let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
            if read.is_ok() && head == *b"PAR1" {
                Kind::Parquet
            } else {
                Kind::Csv
            }
        }
    }
}

/// The last component of the path given and the path within, masked.
fn name(root: &Path, path: &Path) -> String {
    let first = root
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let within = path.strip_prefix(root).unwrap_or(path);
    let parts = within
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    let name: Vec<String> = first.into_iter().chain(parts).collect();
    let name: String = name.join("/").chars().filter(|c| !c.is_control()).collect();
    crate::value::mask_name(&name).into_owned()
}

/// The same file twice would count its notifications twice.
fn refuse_twice(found: &[Found]) -> Result<(), RecordsError> {
    let mut paths: Vec<(PathBuf, &Found)> = found
        .iter()
        .map(|found| {
            (
                fs::canonicalize(&found.path).unwrap_or_else(|_| found.path.clone()),
                found,
            )
        })
        .collect();
    paths.sort_by(|a, b| a.0.cmp(&b.0));
    match paths.array_windows().find(|[a, b]| a.0 == b.0) {
        Some([_, (_, twice)]) => Err(RecordsError::Twice(twice.shown())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[PathBuf]) -> Vec<String> {
        find(paths, None)
            .unwrap()
            .into_iter()
            .map(|found| found.name)
            .collect()
    }

    #[test]
    fn parts_are_found_once_and_in_order() {
        let room = tempfile::tempdir().unwrap();
        let write = |name: &str| {
            let path = room.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        };
        for name in [
            "report/records.csv",
            "report/records.parquet",
            "report/tables/sector.csv",
            "parts/year=2021/part-1.csv",
            "parts/year=2021/part-1.parquet",
            "parts/year=2020/part-0.csv",
            "parts/_SUCCESS",
            "parts/.part-0.csv.crc",
            "parts/findings.csv",
        ] {
            write(name);
        }
        let (report, parts) = (room.path().join("report"), room.path().join("parts"));
        assert_eq!(
            names(std::slice::from_ref(&report)),
            ["report/records.parquet"]
        );
        assert_eq!(
            names(&[parts.clone(), report.clone()]),
            [
                "parts/year=2020/part-0.csv",
                "parts/year=2021/part-1.parquet",
                "report/records.parquet"
            ]
        );
        assert!(matches!(
            find(&[report.join("tables/../records.parquet"), report], None),
            Err(RecordsError::Twice(_))
        ));
        fs::create_dir(room.path().join("empty")).unwrap();
        assert!(matches!(
            find(&[room.path().join("empty")], None),
            Err(RecordsError::Empty(_))
        ));
        assert!(matches!(
            find(&[room.path().join("gone")], None),
            Err(RecordsError::Missing(_))
        ));
    }
}

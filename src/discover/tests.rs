//! Tests of the discovery on real folders.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;

fn folder(files: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }
    folder
}

fn names(paths: &[PathBuf]) -> Vec<String> {
    discover(paths)
        .unwrap()
        .sources
        .into_iter()
        .map(|source| source.name.to_string())
        .collect()
}

fn named(root: &str, path: &str) -> String {
    name::Namer::new(Path::new(root)).name(Path::new(path))
}

fn at(folder: &TempDir, path: &str) -> PathBuf {
    folder.path().join(path)
}

#[test]
fn folders_are_walked_in_order_and_hidden_entries_passed_over() {
    let folder = folder(&[
        "in/b.txt",
        "in/a/z.json",
        "in/a.txt",
        "in/.git/x",
        "in/.hidden",
        "other",
    ]);
    assert_eq!(
        names(&[at(&folder, "in")]),
        ["in/a.txt", "in/a/z.json", "in/b.txt"]
    );
    assert_eq!(
        names(&[at(&folder, "in/")]),
        ["in/a.txt", "in/a/z.json", "in/b.txt"]
    );
    assert_eq!(names(&[at(&folder, "in/.hidden")]), [".hidden"]);
}

#[test]
fn a_path_without_last_component_gives_only_the_path_within() {
    let folder = folder(&["in/a/z.json"]);
    assert_eq!(names(&[at(&folder, "in/a/..")]), ["a/z.json"]);
    assert_eq!(named(".", "./a/z.json"), "a/z.json");
    assert_eq!(named("/", "/a/z.json"), "a/z.json");
    assert_eq!(named(".", "."), ".");
}

#[test]
fn names_are_masked_and_without_control_characters() {
    let name = |text: &str| named("in", &format!("in/{text}"));
    assert_eq!(
        name("811218-9876/8112189876.txt"),
        "in/******-****/******-****.txt"
    );
    assert_eq!(name("a\nb\u{85}c å.txt"), "in/abc å.txt");
    assert_eq!(name("a|b.txt"), "in/a¦b.txt");
}

#[test]
fn a_missing_path_is_named_before_anything_is_read() {
    let folder = folder(&["a"]);
    let error = discover(&[at(&folder, "a"), at(&folder, "nope")]).unwrap_err();
    let DiscoverError::Missing(path) = error;
    assert_eq!(path, at(&folder, "nope"));
}

#[test]
fn the_standard_input_is_a_source_once() {
    let found = discover(&[PathBuf::from("-"), PathBuf::from("-")]).unwrap();
    assert_eq!(found.sources.len(), 1);
    assert_eq!(
        (found.sources[0].kind, &*found.sources[0].name),
        (SourceKind::Stdin, "-")
    );
}

#[test]
fn report_folders_are_passed_over_unless_named() {
    let folder = folder(&[
        "in/a",
        "in/report/records.csv",
        "in/foreign/records.csv",
        "in/broken/b",
    ]);
    fs::write(
        at(&folder, "in/report/run.json"),
        r#"{"version": "1", "program": "breach-audit"}"#,
    )
    .unwrap();
    fs::write(
        at(&folder, "in/foreign/run.json"),
        r#"{"program": "another"}"#,
    )
    .unwrap();
    fs::write(at(&folder, "in/broken/run.json"), "{").unwrap();
    let all = [
        "in/a",
        "in/broken/b",
        "in/broken/run.json",
        "in/foreign/records.csv",
        "in/foreign/run.json",
    ];
    assert_eq!(names(&[at(&folder, "in")]), all);
    let both = names(&[at(&folder, "in"), at(&folder, "in/report")]);
    assert_eq!(both.len(), all.len() + 2);
    assert_eq!(
        both[both.len() - 2..],
        ["report/records.csv", "report/run.json"]
    );
}

#[test]
fn overlapping_paths_are_read_once_whatever_their_order() {
    let folder = folder(&["in/a/x", "in/b", "in/.h/y"]);
    let mut paths = vec![
        at(&folder, "in/a"),
        at(&folder, "in"),
        at(&folder, "in/b"),
        at(&folder, "in/.h/y"),
    ];
    for _ in 0..paths.len() {
        paths.rotate_left(1);
        let found = discover(&paths).unwrap();
        let names: Vec<_> = found.sources.iter().map(|source| &*source.name).collect();
        assert_eq!(names, ["in/a/x", "in/b", "y"]);
        let dropped: Vec<_> = found
            .notes
            .iter()
            .map(|note| note.dropped.clone())
            .collect();
        assert_eq!(dropped, [at(&folder, "in/a"), at(&folder, "in/b")]);
        assert!(
            found
                .notes
                .iter()
                .all(|note| note.kept == at(&folder, "in"))
        );
    }
}

#[test]
fn equal_names_are_told_apart_whatever_the_order() {
    let folder = folder(&["1/x", "2/x", "3/x", "3/x~2"]);
    let mut paths = vec![
        at(&folder, "1/x"),
        at(&folder, "2/x"),
        at(&folder, "3/x"),
        at(&folder, "3/x~2"),
    ];
    for _ in 0..paths.len() {
        paths.rotate_left(1);
        let found: Vec<_> = discover(&paths)
            .unwrap()
            .sources
            .into_iter()
            .map(|source| (source.name, source.path))
            .collect();
        let expected = [
            ("x", "1/x"),
            ("x~2", "3/x~2"),
            ("x~3", "2/x"),
            ("x~4", "3/x"),
        ];
        assert_eq!(
            found,
            expected.map(|(name, path)| (name.into(), at(&folder, path).into()))
        );
    }
}

#[test]
fn the_configuration_in_a_folder_is_skipped() {
    let folder = folder(&[
        "in/a.json",
        "in/breach-audit.toml",
        "in/below/breach-audit.toml",
    ]);
    let found = discover(&[at(&folder, "in")]).unwrap().sources;
    let told: Vec<_> = found
        .iter()
        .map(|source| (&*source.name, source.trouble.is_some()))
        .collect();
    assert_eq!(
        told,
        [
            ("in/a.json", false),
            ("in/below/breach-audit.toml", true),
            ("in/breach-audit.toml", true)
        ]
    );
    assert!(matches!(
        &found[2].trouble,
        Some(Trouble::Skipped(SkipReason::Configuration))
    ));
    assert!(
        discover(&[at(&folder, "in/breach-audit.toml")])
            .unwrap()
            .sources[0]
            .trouble
            .is_none()
    );
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::*;

    fn skipped(source: &Source) -> Option<SkipReason> {
        match &source.trouble {
            Some(Trouble::Skipped(reason)) => Some(*reason),
            _ => None,
        }
    }

    #[test]
    fn links_within_are_skipped_and_loops_end() {
        let folder = folder(&["in/a", "out/b"]);
        symlink(at(&folder, "out"), at(&folder, "in/folder")).unwrap();
        symlink(at(&folder, "in"), at(&folder, "in/loop")).unwrap();
        symlink(at(&folder, "nowhere"), at(&folder, "in/z")).unwrap();
        let found = discover(&[at(&folder, "in")]).unwrap().sources;
        let told: Vec<_> = found
            .iter()
            .map(|source| (&*source.name, skipped(source)))
            .collect();
        let link = Some(SkipReason::Link);
        assert_eq!(
            told,
            [
                ("in/a", None),
                ("in/folder", link),
                ("in/loop", link),
                ("in/z", link)
            ]
        );
    }

    #[test]
    fn a_link_that_is_named_is_followed() {
        let folder = folder(&["real/a"]);
        symlink(at(&folder, "real"), at(&folder, "link")).unwrap();
        symlink(at(&folder, "real/a"), at(&folder, "file-link")).unwrap();
        assert_eq!(names(&[at(&folder, "link")]), ["link/a"]);
        assert_eq!(names(&[at(&folder, "file-link")]), ["file-link"]);
        assert_eq!(
            names(&[at(&folder, "link"), at(&folder, "real")]),
            ["link/a"]
        );
        symlink(at(&folder, "nowhere"), at(&folder, "dead")).unwrap();
        assert!(discover(&[at(&folder, "dead")]).is_err());
    }

    #[test]
    fn what_is_no_regular_file_is_skipped() {
        let folder = folder(&["in/a"]);
        let _socket = UnixListener::bind(at(&folder, "in/s")).unwrap();
        let found = discover(&[at(&folder, "in")]).unwrap().sources;
        assert_eq!(skipped(&found[1]), Some(SkipReason::NotRegular));
    }

    #[test]
    fn names_that_are_not_utf_8_are_kept_apart() {
        let folder = folder(&["in/a"]);
        for bytes in [&b"x\xE5"[..], b"x\xE4"] {
            fs::write(at(&folder, "in").join(OsStr::from_bytes(bytes)), "x").unwrap();
        }
        assert_eq!(
            names(&[at(&folder, "in")]),
            ["in/a", "in/x\u{fffd}", "in/x\u{fffd}~2"]
        );
    }

    #[test]
    fn a_folder_that_may_not_be_opened_is_unreadable() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder(&["in/a", "in/shut/b"]);
        fs::set_permissions(at(&folder, "in/shut"), fs::Permissions::from_mode(0o000)).unwrap();
        let open = fs::read_dir(at(&folder, "in/shut")).is_ok();
        let found = discover(&[at(&folder, "in")]).unwrap().sources;
        fs::set_permissions(at(&folder, "in/shut"), fs::Permissions::from_mode(0o755)).unwrap();
        if open {
            return; // The superuser may open everything.
        }
        assert_eq!(found.len(), 2);
        assert_eq!(&*found[1].name, "in/shut");
        assert!(
            matches!(&found[1].trouble, Some(Trouble::Unreadable(error)) if error.kind() == io::ErrorKind::PermissionDenied)
        );
    }
}

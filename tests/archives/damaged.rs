//! Archives that are encrypted, damaged, cut or changed: each is read or refused with its
//! reason.

use std::fs;
use std::path::Path;

use crate::{Files, gz, one, outcome, tar_of, zip_of, zipped};

/// Replaces every occurrence of `from`.
pub(super) fn patch(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    let places: Vec<usize> = (0..=bytes.len() - from.len())
        .filter(|at| bytes[*at..].starts_with(from))
        .collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
}

/// Changes bytes of the directory entry of the first member.
fn in_directory(bytes: &mut [u8], offset: usize, change: impl Fn(&mut [u8])) {
    let at = (0..bytes.len())
        .find(|at| bytes[*at..].starts_with(b"PK\x01\x02"))
        .unwrap();
    change(&mut bytes[at + offset..]);
}

#[test]
fn encrypted_damaged_and_odd_members() {
    let good = one("complete.json");
    let bytes = zipped([("a.json", good.as_slice()), ("b.json", &good)]);
    let changed = |offset: usize, change: &dyn Fn(&mut [u8])| {
        let mut bytes = bytes.clone();
        in_directory(&mut bytes, offset, change);
        let done = outcome("z.zip", &bytes, &[]);
        assert_eq!(done.fate("z.zip!b.json").0, "read");
        done
    };
    changed(8, &|flags| flags[0] |= 1).refuses("z.zip!a.json", "encrypted");
    changed(10, &|method| method[0] = 12).refuses("z.zip!a.json", "method that is not read");
    changed(16, &|crc| crc[0] ^= 1).refuses("z.zip!a.json", "damaged");
    changed(24, &|size| size[0] ^= 1).refuses("z.zip!a.json", "damaged");
    let mut overlapping = bytes.clone();
    in_directory(&mut overlapping, 20, |size| size[2] = 9);
    outcome("z.zip", &overlapping, &[]).refuses("z.zip", "overlap");
    let mut packed = gz(&good);
    let crc = packed.len() - 7;
    packed[crc] ^= 1;
    outcome("z.json.gz", &packed, &[]).refuses("z.json.gz!z.json", "damaged");
    let files: Files = [("a.json".to_owned(), good.clone())].into();
    let mut packed = gz(&tar_of(&files));
    let crc = packed.len() - 7;
    packed[crc] ^= 1;
    let done = outcome("z.tgz", &packed, &[]);
    done.refuses("z.tgz", "damaged");
    assert_eq!(done.fate("z.tgz!a.json").0, "read");
    // What is called a document and is none, and archives that hold nothing.
    outcome(
        "d.docx",
        &zipped([("x.xml", &b"<x/>"[..]), ("[Content_Types].xml", b"<x/>")]),
        &[],
    )
    .refuses("d.docx", "a Word document, which cannot be read");
    outcome("e.zip", &zipped([]), &[]).skips("e.zip", "without files");
    outcome("f.zip", &zipped([(".a", &b"x"[..])]), &[]).skips("f.zip", "without files");
    let text = outcome("wrong.zip", &good, &[]);
    assert_eq!(text.fate("wrong.zip").0, "read");
    let named = outcome("archive.txt", &bytes, &[]);
    assert_eq!(named.fate("archive.txt!a.json").0, "read");
}

#[test]
fn archives_cut_anywhere_are_read_or_refused() {
    let mut files = Files::new();
    for at in 0..3 {
        files.insert(format!("{at}.json"), one("complete.json"));
    }
    files.insert("large.txt".to_owned(), vec![b'x'; 1_500_000]);
    let tar = tar_of(&files);
    for (name, bytes) in [
        ("z.zip", zip_of(&files)),
        ("z.tar", tar.clone()),
        ("z.tgz", gz(&tar)),
    ] {
        for part in 0..40 {
            let end = bytes.len() * part / 40;
            let room = tempfile::tempdir().unwrap();
            let path = room.path().join(name);
            fs::write(&path, &bytes[..end]).unwrap();
            let inputs = inputs_of(&path);
            let told = inputs.iter().any(|(_, refusal)| refusal.is_some());
            assert!(
                told,
                "{name} cut at {end} of {} passes for whole",
                bytes.len()
            );
        }
    }
}

/// The inputs of a run within this process: names, and reasons if any.
fn inputs_of(path: &Path) -> Vec<(String, Option<breach_audit::read::Reason>)> {
    let discovered = breach_audit::discover::discover(&[path.to_owned()]).unwrap();
    let watch = breach_audit::audit::Watch::default();
    let audit = breach_audit::audit::audit(discovered, &[], &settings(), &watch).unwrap();
    audit
        .inputs
        .into_iter()
        .map(|input| {
            let reason = input.refusal.map(|refusal| refusal.reason);
            assert_ne!(
                reason,
                Some(breach_audit::read::Reason::Internal),
                "{}",
                input.name
            );
            (input.name.to_string(), reason)
        })
        .collect()
}

fn settings() -> breach_audit::audit::Settings {
    breach_audit::audit::Settings {
        edition: breach_audit::form::Edition::default_edition(),
        candidates: breach_audit::form::Candidates::in_use().clone(),
        as_of: breach_audit::moment::Instant::from_timestamp(
            "2026-01-01T00:00:00Z".parse().unwrap(),
        ),
        policy: "gdpr33".to_owned(),
        valid_from: None,
        limit_hours: 72,
        selected: breach_audit::check::Selected::ALL,
        names: breach_audit::row::Names::Mask,
        levels: Vec::new(),
        thresholds: breach_audit::config::Thresholds::default(),
        archives: breach_audit::config::ArchiveLimits::default(),
        mapping: None,
        ignores: breach_audit::audit::Ignores::default(),
        timings: None,
        excerpts: None,
        receipts_names: Vec::new(),
        copies: breach_audit::config::Copies::Aside,
        answers: breach_audit::config::Answers::FirstFiled,
        register: None,
        free_text: breach_audit::config::FreeText::Left,
        keeps: breach_audit::audit::Keeps::Nothing,
    }
}

mod any_change {
    //! No change of an archive's bytes makes the program fail.

    use proptest::prelude::*;

    use super::{Files, gz, inputs_of, one, tar_of, zip_of};

    fn archives() -> Vec<Vec<u8>> {
        let files: Files = [
            ("a.json".to_owned(), one("complete.json")),
            ("b/c.json".to_owned(), one("D001-late.json")),
        ]
        .into();
        vec![zip_of(&files), tar_of(&files), gz(&tar_of(&files))]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]

        #[test]
        fn never_panics(
            which in 0_usize..3,
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        ) {
            let mut bytes = archives().swap_remove(which);
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let file = tempfile::Builder::new().suffix(".zip").tempfile().unwrap();
            std::fs::write(file.path(), &bytes).unwrap();
            prop_assert!(!inputs_of(file.path()).is_empty());
        }
    }
}

//! What an archive may hold: its limits, names that lead out of it, one level of nesting.

use std::fs;

use crate::common::program;
use crate::damaged::patch;
use crate::{Files, gz, header, one, outcome, tar_of, zip_of, zipped};

#[test]
fn limits_refuse_members_and_archives() {
    let zeros = vec![b' '; 5 << 20];
    let good = one("complete.json");
    let bomb = zipped([("a.json", good.as_slice()), ("b.txt", &zeros)]);
    outcome("z.zip", &bomb, &["--max-ratio", "100"]).refuses("z.zip!b.txt", "100 (--max-ratio)");
    let done = outcome(
        "z.zip",
        &bomb,
        &["--max-member-size", "1M", "--max-ratio", "9999"],
    );
    done.refuses("z.zip!b.txt", "1 MiB (--max-member-size)");
    assert_eq!(done.fate("z.zip!a.json").0, "read");
    let done = outcome(
        "z.zip",
        &bomb,
        &["--max-archive-size", "2M", "--max-ratio", "9999"],
    );
    done.refuses("z.zip!b.txt", "2 MiB (--max-archive-size)");
    outcome("z.zip", &bomb, &["--max-members", "1"]).refuses("z.zip", "(--max-members)");
    let files: Files = [
        ("a.json".to_owned(), good),
        ("b.txt".to_owned(), zeros.clone()),
    ]
    .into();
    let packed = gz(&tar_of(&files));
    let done = outcome("z.tgz", &packed, &["--max-ratio", "100"]);
    done.refuses("z.tgz", "100 (--max-ratio)");
    assert_eq!(done.fate("z.tgz!a.json").0, "read");
    let done = outcome(
        "z.tgz",
        &packed,
        &["--max-member-size", "1000000", "--max-ratio", "9999"],
    );
    done.refuses("z.tgz!b.txt", "1000000 B (--max-member-size)");
    assert_eq!(done.fate("z.tgz!a.json").0, "read");
    outcome(
        "z.tgz",
        &packed,
        &["--max-archive-size", "2M", "--max-ratio", "9999"],
    )
    .refuses("z.tgz", "(--max-archive-size)");
    let done = outcome("z.tar", &tar_of(&files), &["--max-members", "1"]);
    done.refuses("z.tar", "(--max-members)");
    assert_eq!(done.fate("z.tar!a.json").0, "read");
    let packed = gz(&zeros);
    outcome("z.txt.gz", &packed, &["--max-ratio", "100"])
        .refuses("z.txt.gz!z.txt", "(--max-ratio)");
    outcome(
        "z.txt.gz",
        &packed,
        &["--max-member-size", "1M", "--max-ratio", "9999"],
    )
    .refuses("z.txt.gz!z.txt", "(--max-member-size)");
    // A member that is an archive may not multiply the ratio of its own.
    let inner = zipped([("big.txt", vec![b'x'; 40 << 20].as_slice())]);
    let nested = zipped([("inner.zip", inner.as_slice())]);
    outcome("n.zip", &nested, &["--max-ratio", "2000"])
        .refuses("n.zip!inner.zip!big.txt", "(--max-ratio)");
    outcome("n.zip", &nested, &["--max-ratio", "999999"])
        .skips("n.zip!inner.zip!big.txt", "no notification");
    outcome("n.zip", &gz(&nested), &["--max-ratio", "200"])
        .refuses("n.zip!n.zip!inner.zip", "one level");
}

#[test]
fn limits_stand_in_the_configuration_file() {
    let room = tempfile::tempdir().unwrap();
    let config = room.path().join("breach-audit.toml");
    fs::write(
        &config,
        "max-member-size = \"1K\"\nmax-ratio = 300\nmax-members = 9\nmax-archive-size = 100000\n",
    )
    .unwrap();
    let bytes = zipped([("a.json", one("complete.json").as_slice())]);
    let done = outcome("z.zip", &bytes, &["--config", config.to_str().unwrap()]);
    done.refuses("z.zip!a.json", "1 KiB (--max-member-size)");
    let run = fs::read_to_string(done.room.path().join("out/run.json")).unwrap();
    assert!(
        run.contains("\"member-bytes\": 1024") && run.contains("\"ratio\": 300"),
        "{run}"
    );
    fs::write(&config, "max-member-size = \"much\"\n").unwrap();
    let output = program()
        .args(["audit", "--config"])
        .arg(&config)
        .arg(room.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn names_that_lead_out_hidden_ones_and_doubles() {
    let good = one("complete.json");
    let mut builder = tar::Builder::new(Vec::new());
    for name in [
        "/etc/a.json",
        "../b.json",
        "c/../../d.json",
        "ok/e.json",
        "ok/e.json",
        ".hidden/f.json",
        "./g.json",
    ] {
        let kind = tar::EntryType::Regular;
        builder
            .append(&header(name, good.len() as u64, kind), good.as_slice())
            .unwrap();
    }
    builder
        .append(&header("caf.json", 0, tar::EntryType::Symlink), &[][..])
        .unwrap();
    builder
        .append(&header("pipe", 0, tar::EntryType::Fifo), &[][..])
        .unwrap();
    builder
        .append(&header("ok", 0, tar::EntryType::Directory), &[][..])
        .unwrap();
    let done = outcome("a.tar", &builder.into_inner().unwrap(), &[]);
    for name in [
        "a.tar!/etc/a.json",
        "a.tar!../b.json",
        "a.tar!c/../../d.json",
    ] {
        done.refuses(name, "leads out of the archive");
    }
    done.skips("a.tar!caf.json", "a link");
    done.skips("a.tar!pipe", "no regular file");
    for name in ["a.tar!ok/e.json", "a.tar!ok/e.json~2", "a.tar!g.json"] {
        assert_eq!(done.fate(name).0, "read", "{name}");
    }
    assert_eq!(done.names().len(), 9, "{:?}", done.names());

    let mut bytes = zipped([
        ("xx/evil.json", good.as_slice()),
        ("x1.json", &good),
        ("x2.json", &good),
    ]);
    patch(&mut bytes, b"xx/evil", b"../evil");
    patch(&mut bytes, b"x2.json", b"x1.json");
    let done = outcome("b.zip", &bytes, &[]);
    done.refuses("b.zip!../evil.json", "leads out of the archive");
    assert_eq!(
        (done.fate("b.zip!x1.json").0, done.fate("b.zip!x1.json~2").0),
        ("read", "read")
    );
    // A name in another encoding, and one with a person's number in it.
    let mut bytes = zipped([("cafe.json", good.as_slice()), ("811218-9876.json", &good)]);
    patch(&mut bytes, b"cafe", b"caf\x82");
    let done = outcome("c.zip", &bytes, &[]);
    assert_eq!(done.fate("c.zip!café.json").0, "read");
    assert!(
        done.names()
            .iter()
            .all(|name| !name.contains("811218-9876"))
    );
}

/// Text that hardly gets smaller when it is packed.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        b' ' + (state >> 58) as u8
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn one_level_of_nesting_is_read() {
    let good = one("complete.json");
    let inner = zipped([("c.json", good.as_slice())]);
    let middle: Files = [
        ("b.zip".to_owned(), inner),
        ("d.json".to_owned(), good.clone()),
    ]
    .into();
    let outer = zipped([
        ("a.tar", tar_of(&middle).as_slice()),
        ("z.json.gz", &gz(&good)),
    ]);
    let done = outcome("o.zip", &outer, &[]);
    assert_eq!(done.fate("o.zip!a.tar!d.json").0, "read");
    assert_eq!(done.fate("o.zip!z.json.gz!z.json").0, "read");
    done.refuses("o.zip!a.tar!b.zip", "one level is read");
    // A large archive within a stream, and a broken one.
    let mut large = Files::new();
    let letter = noise(3_000_000);
    large.insert("letter.txt".to_owned(), letter);
    large.insert("q.json".to_owned(), good);
    let packed = [
        ("l.zip", zip_of(&large)),
        ("l.tgz", gz(&tar_of(&large))),
        ("t.zip", zip_of(&large)[..900_000].to_vec()),
    ];
    let files: Files = packed
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .collect();
    let done = outcome("p.tar", &tar_of(&files), &[]);
    assert_eq!(
        (
            done.fate("p.tar!l.zip!q.json").0,
            done.fate("p.tar!l.tgz!q.json").0
        ),
        ("read", "read")
    );
    done.skips("p.tar!l.tgz!letter.txt", "no notification");
    done.refuses("p.tar!t.zip", "damaged");
}

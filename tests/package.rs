//! The Debian package, made of the program that Cargo built and installed by dpkg into a folder of
//! its own: the command does the main job, and the manual page and the completions lie where the
//! system looks for them. Where there is no dpkg, this is reported as ignored.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends at once at what it did not expect"
)]

mod common;
#[path = "common/outside.rs"]
mod outside;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use common::{AS_OF, here};

/// The program as Cargo built it.
const PROGRAM: &str = env!("CARGO_BIN_EXE_breach-audit");

fn main() -> ExitCode {
    let tests: [outside::Test; 1] = [(
        "the_package_installs_and_does_the_main_job",
        &the_package_installs_and_does_the_main_job,
    )];
    let has = |program: &str| {
        let version = Command::new(program).arg("--version").output();
        version.is_ok_and(|output| output.status.success())
    };
    outside::run(
        &tests,
        has("dpkg") && has("python3") && is_root(),
        "dpkg, as root,",
    )
}

/// Whether owners of files can be set, which dpkg does even in a folder of its own.
fn is_root() -> bool {
    let user = Command::new("id").arg("-u").output();
    user.is_ok_and(|user| user.stdout.trim_ascii() == b"0")
}

fn the_package_installs_and_does_the_main_job() {
    let room = tempfile::tempdir().unwrap();
    let made = Command::new(here("src/packaging/debian"))
        .args([Path::new(PROGRAM), room.path()])
        .env("DPKG_DEB_COMPRESSOR_TYPE", "none")
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", text(&made.stderr));
    let mut packages = fs::read_dir(room.path())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let package = packages
        .find(|path| path.extension().is_some_and(|end| end == "deb"))
        .unwrap();

    let root = room.path().join("root");
    install(&package, &root);
    let installed = root.join("usr/bin/breach-audit");
    let report = |program: &Path, name: &str| {
        let report = room.path().join(name);
        let done = Command::new(program)
            .arg("audit")
            .arg(here("fixtures/notifications"))
            .arg("--receipts")
            .arg(here("fixtures/receipts.csv"))
            .args(["--as-of", AS_OF, "--lang", "en", "-q"])
            .args(["--fail-on", "never", "--out"])
            .arg(&report)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", text(&done.stderr));
        common::bytes_below(&report)
    };
    assert!(report(&installed, "of-package") == report(Path::new(PROGRAM), "of-cargo"));

    let page = fs::read(root.join("usr/share/man/man1/breach-audit.1.gz")).unwrap();
    assert_eq!(page[..2], [0x1f, 0x8b], "manual pages are packed");
    for completions in [
        "bash-completion/completions/breach-audit",
        "zsh/vendor-completions/_breach-audit",
        "fish/vendor_completions.d/breach-audit.fish",
    ] {
        let script = fs::read_to_string(root.join("usr/share").join(completions)).unwrap();
        assert!(script.contains("breach-audit"), "{completions}");
    }
}

/// Installs a package into a system that has nothing but the list of its packages.
fn install(package: &Path, root: &Path) {
    let list = root.join("var/lib/dpkg");
    for folder in ["info", "triggers", "updates"] {
        fs::create_dir_all(list.join(folder)).unwrap();
    }
    fs::write(list.join("status"), "").unwrap();
    let done = Command::new("dpkg")
        .arg(format!("--root={}", root.display()))
        .args(["--force-depends", "--log=/dev/null", "-i"])
        .arg(package)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", text(&done.stderr));
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

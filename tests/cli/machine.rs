//! A machine that gives too little or breaks off: no threads, few processes, a reader that
//! goes away, an interrupt.

use std::process::Stdio;

use crate::common::{self, here, program};

#[cfg(target_os = "linux")]
#[test]
fn threads_that_do_not_start_end_the_run() {
    // First our own threads do not start, then those of the libraries, then all do. Where
    // exactly depends on the machine; only the lowest limit is too low for any.
    const TOO_LOW: u32 = 300_000;

    let folder = tempfile::tempdir().unwrap();
    let program = assert_cmd::cargo::cargo_bin("breach-audit");
    let notifications = here("fixtures/notifications");
    for limit in [
        TOO_LOW, 600_000, 1_100_000, 1_540_000, 1_800_000, 2_000_000, 2_400_000,
    ] {
        let line = format!(
            "ulimit -v {limit}; exec timeout -s KILL 120 {} audit {} -q --threads 16 --fail-on never -o {}/report",
            program.display(),
            notifications.display(),
            folder.path().display()
        );
        let output = std::process::Command::new("sh")
            .args(["-c", &line])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) => assert!(limit > TOO_LOW, "the limit had no effect"),
            code => {
                assert_eq!(code, Some(2), "{limit}: {told}");
                assert!(
                    told.contains("the system starts no more threads"),
                    "{limit}: {told}"
                );
            }
        }
    }
}

/// Where the memory ends depends on the machine. Wherever it does, the run ends with a word and a
/// code, and the report is the old one or the new one.
#[cfg(target_os = "linux")]
#[test]
fn memory_that_ends_leaves_a_whole_report() {
    let folder = tempfile::tempdir().unwrap();
    let program = assert_cmd::cargo::cargo_bin("breach-audit");
    let [corpus, report] = ["corpus", "report"].map(|name| folder.path().join(name));
    let mut synth = common::program();
    synth.args(["synth", "--format", "ndjson", "--count", "3000", "-q"]);
    synth.arg(&corpus).assert().success();
    common::audit(&[&here("fixtures/notifications")], &report, &[]);
    let mut old = common::bytes_below(&report);
    // Nothing is loaded of a program that is larger than the limit.
    let size = std::fs::metadata(&program).unwrap().len() / 1024;
    let mut failed = 0;
    for more in [
        150_000, 220_000, 260_000, 300_000, 340_000, 400_000, 600_000,
    ] {
        let line = format!(
            "ulimit -c 0; ulimit -v {}; exec timeout -s KILL 120 {} audit {} -q --threads 1 --fail-on never -o {}",
            size + more,
            program.display(),
            corpus.display(),
            report.display()
        );
        let output = std::process::Command::new("sh")
            .args(["-c", &line])
            .output()
            .unwrap();
        if output.status.success() {
            let new = common::bytes_below(&report);
            assert!(
                old != new && new.contains_key(std::path::Path::new("run.json")),
                "{more}"
            );
            // More memory may still not be enough at another time.
            std::fs::remove_dir_all(&report).unwrap();
            common::audit(&[&here("fixtures/notifications")], &report, &[]);
            old = common::bytes_below(&report);
            continue;
        }
        failed += 1;
        let told = String::from_utf8_lossy(&output.stderr);
        let is_told = match output.status.code() {
            Some(2) => told.contains("the system starts no more threads"),
            // A signal that the program sends to itself, which a shell calls 134.
            _ => told.contains("memory allocation of"),
        };
        assert!(is_told, "{more}: {:?} {told}", output.status);
        assert!(
            old == common::bytes_below(&report),
            "{more}: the old report is not whole"
        );
    }
    assert!(failed > 0, "no memory ended");
}

/// Root may start any number of processes, so the program runs as another user.
#[cfg(target_os = "linux")]
#[test]
fn few_processes_end_the_run_or_leave_it_whole() {
    let folder = tempfile::tempdir().unwrap();
    let program = assert_cmd::cargo::cargo_bin("breach-audit");
    let report = folder.path().join("report");
    let limited = |processes: u32, arguments: &[&str]| {
        std::process::Command::new("setpriv")
            .args([
                "--reuid=64321",
                "--regid=64321",
                "--clear-groups",
                "timeout",
                "120",
            ])
            .args(["prlimit", &format!("--nproc={processes}")])
            .arg(&program)
            .args(arguments)
            .current_dir("/")
            .output()
    };
    if !limited(100, &["rules"]).is_ok_and(|output| output.status.success()) {
        return common::skipped("setpriv and prlimit may not run the program as another user");
    }
    std::fs::set_permissions(
        folder.path(),
        std::os::unix::fs::PermissionsExt::from_mode(0o777),
    )
    .unwrap();
    for (processes, threads, may_end) in
        [(2, 8, false), (4, 2, false), (60, 8, true), (12, 1, true)]
    {
        let (notifications, pdfs) = (here("fixtures/notifications"), here("fixtures/pdf"));
        let arguments = [
            "audit",
            notifications.to_str().unwrap(),
            pdfs.to_str().unwrap(),
            "-q",
            "--force",
            "--fail-on=never",
            &format!("--threads={threads}"),
            "-o",
            report.to_str().unwrap(),
        ];
        let output = limited(processes, &arguments).unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        let (code, is_told) = (
            output.status.code(),
            told.contains("the system starts no more threads"),
        );
        let is_whole = code == Some(0) && report.join("run.json").exists();
        assert!(
            code == Some(2) && is_told || may_end && is_whole,
            "{processes}: {code:?} {told}"
        );
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("breach-audit"))
        .args(["rules", "--format", "md"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty());
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("corpus");
    program()
        .args(["synth", "--count", "60000", "--format", "ndjson"])
        .arg(&corpus)
        .assert()
        .success();
    let out = folder.path().join("report");
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("breach-audit"))
        .args(["audit", "-q", "--no-progress", "--threads", "1", "-o"])
        .args([&out, &corpus])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(400));
    let id = child.id().to_string();
    std::process::Command::new("kill")
        .args(["-INT", &id])
        .status()
        .unwrap();
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130));
    assert!(!out.exists());
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 2, "the corpus and its truth, nothing half-written");
}

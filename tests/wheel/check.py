"""What a user of the installed wheel does: the command, the main job, the Python face.

Run by tests/wheel.rs with the Python of tests/wheel/.venv, the folder of the fixtures, and a
report of the program that Cargo built over the same files.
"""

import importlib.resources
import subprocess
import sys
from pathlib import Path

import breach_audit

FIXTURES, OTHER = Path(sys.argv[1]), Path(sys.argv[2])
OPTIONS = {"as_of": "2026-01-01", "fail_on": "never", "lang": "en", "receipts": FIXTURES / "receipts.csv"}


def is_the_installed_one() -> None:
    own = breach_audit.program()
    assert Path(own).parent == Path(sys.executable).parent, own
    told = subprocess.run([own, "--version"], capture_output=True, text=True, check=True).stdout
    assert told.startswith("breach-audit "), told
    as_module = subprocess.run(
        [sys.executable, "-m", "breach_audit", "--version"], capture_output=True, text=True, check=True
    )
    assert as_module.stdout == told
    assert (importlib.resources.files("breach_audit") / "py.typed").is_file()


def the_main_job_gives_the_same_files() -> None:
    report = breach_audit.audit(FIXTURES / "notifications", **OPTIONS)
    assert report.exit_code == 0
    names = sorted(path.relative_to(OTHER) for path in OTHER.rglob("*") if path.is_file())
    assert len(names) > 40, names
    for name in names:
        assert (report.path / name).read_bytes() == (OTHER / name).read_bytes(), name


def figures_are_typed() -> None:
    report = breach_audit.audit([FIXTURES / "notifications"], cross=["sector,ongoing"], **OPTIONS)
    sector = report.tables["sector"]
    public = next(row for row in sector if row["value"] == "public")
    assert isinstance(public["notifications"], int) and public["notifications"] > 10, public
    assert isinstance(public["percent"], float), public
    severity = report.tables["severity"]
    assert isinstance(severity[0]["value"], str), "a code is no number"
    assert "sector-by-ongoing" in report.tables and "verdict" in list(report.tables)
    total = sum(row["notifications"] for row in report.tables["kind"])
    assert total == report.counts["notifications"] == len(report.records)
    assert report.counts["discovered"] == len([row for row in report.files])
    assert {row["code"] for row in report.findings} >= {"D001"}
    assert report.summary.startswith("# ") and report._repr_markdown_() == report.summary
    try:
        report.tables["no-such"]
    except KeyError as error:
        assert "sector" in str(error)
    else:
        raise AssertionError("a table that is not there was found")


def records_are_the_same_in_both_formats() -> None:
    from_csv = breach_audit.audit(FIXTURES / "notifications", formats="csv", **OPTIONS).records
    assert isinstance(from_csv, list) and from_csv[0]["source"]
    try:
        import pyarrow
    except ImportError:
        print("no pyarrow: records were read from CSV alone")
        return
    arrow = breach_audit.audit(FIXTURES / "notifications", **OPTIONS).records
    assert isinstance(arrow, pyarrow.Table)
    assert arrow.column("source").to_pylist() == [row["source"] for row in from_csv]
    assert arrow.column("verdict").to_pylist() == [row["verdict"] for row in from_csv]


def mistakes_are_exceptions() -> None:
    for paths, options in [("no/such/folder", {}), (FIXTURES / "notifications", {"no_such_option": 1})]:
        try:
            breach_audit.audit(paths, **options)
        except breach_audit.AuditError as error:
            assert error.exit_code == 2 and str(error), error
        else:
            raise AssertionError("a mistake passed")
    mixed = breach_audit.audit([FIXTURES / "notifications", FIXTURES / "unreadable"], **OPTIONS)
    assert mixed.exit_code == 3 and any(row["status"] == "unreadable" for row in mixed.files)
    again = breach_audit.stats(mixed.path, as_of="2026-01-01", lang="en")
    assert again.tables["sector"] == mixed.tables["sector"]


for check in [
    is_the_installed_one,
    the_main_job_gives_the_same_files,
    figures_are_typed,
    records_are_the_same_in_both_formats,
    mistakes_are_exceptions,
]:
    check()
    print(f"{check.__name__}: ok")

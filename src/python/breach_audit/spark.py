"""A run on an Apache Spark cluster: the engine shares the work, the program does it.

As a library::

    from breach_audit.spark import audit
    report = audit(spark, ["/shared/notifications"], out="/shared/report", parts=64,
                   as_of="2026-11-01", receipts="/shared/receipts.csv")

or as a script: ``spark-submit spark.py --parts 64 --out /shared/report --as-of 2026-11-01 /shared/notifications``.

The driver writes one list of the paths and hands out numbers. It never sees a document. Each
executor runs the program on one part (``--manifest``, ``--part K/N``) and writes that part to the
shared storage. The driver then puts the parts together (``stats``), which gives the tables of one
run, byte for byte. Inputs and ``out`` lie on storage that all machines mount at the same place, and
the program is installed on all of them: in the same place as at the driver, or named by
``BREACH_AUDIT`` in the environment of the executors.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Tuple, Union

from breach_audit._program import AuditError, Option, run, words
from breach_audit._report import PathLike, Report

#: Options that only shape tables: they are for the driver alone.
_SHAPING = frozenset(
    "cross from from_ to organisation where min_cell round_to with_records count_copies merge_supplements lang formats period against "
    "csv_style by_controller open".split()
)


def _is_done(folder: Path, share: str) -> bool:
    """Whether a part stands there whole: run.json is written last, and the folder is moved into place."""
    try:
        content = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        return bool(content["part"] == share) and (folder / "keys.parquet").is_file()
    except (OSError, ValueError, KeyError):
        return False


def _do_part(part: int, of: int, manifest: str, room: str, arguments: List[str]) -> Tuple[int, str]:
    """Does one part on an executor; gives its number and what was told.

    A part that is there already is not done again, so a task that Spark repeats costs nothing. Two
    attempts at the same time write to folders of their own, and only one of them is moved into
    place.
    """
    target, share = Path(room) / f"part-{part:05}", f"{part}/{of}"
    if _is_done(target, share):
        return part, ""
    attempt = Path(tempfile.mkdtemp(prefix=f".attempt-{part:05}-", dir=room))
    try:
        made = attempt / "report"
        done = run(
            "audit", "--quiet", "--no-progress", *arguments, f"--manifest={manifest}", f"--part={share}", f"--out={made}"
        )
        try:
            os.rename(made, target)
        except OSError:
            # Another attempt was first, with the same bytes.
            if not _is_done(target, share):
                raise
        return part, done.stderr.strip()
    finally:
        shutil.rmtree(attempt, ignore_errors=True)


def audit(
    spark: Any,
    paths: Union[PathLike, Iterable[PathLike]],
    *,
    out: PathLike,
    parts: Optional[int] = None,
    room: Optional[PathLike] = None,
    resume: bool = False,
    **options: Option,
) -> Report:
    """Does a run on a cluster and gives its report: tables, summary and run.json in ``out``.

    ``parts`` is how many parts there are, by default two for each core of the cluster. ``room`` is
    a folder on the shared storage in which the parts and the list stand, by default ``out`` with
    ``.parts`` behind it. It is kept. With ``resume`` parts that stand there are not done again: say
    so only where neither inputs nor options have changed. Other keywords are the options of
    ``breach-audit audit``; ``as_of`` is needed.

    Raises :class:`AuditError` where a part or the whole could not run, with what the program said.
    Parts that were done by then stay in ``room``: mend the cause and go on with ``resume``.
    """
    if not options.get("as_of"):
        raise AuditError("as_of is needed, so that all parts have the same clock", 2)
    one = isinstance(paths, (str, os.PathLike))
    named = [os.path.abspath(path) for path in ([paths] if one else paths)]  # type: ignore[list-item, union-attr]
    if any("\n" in path for path in named):
        raise AuditError("a path with a line break cannot stand in a list", 2)
    missing = [path for path in named if not os.path.exists(path)]
    if missing:
        raise AuditError(f"{missing[0]}: no such file or folder", 2)
    place = Path(os.path.abspath(out) + ".parts") if room is None else Path(os.path.abspath(room))
    place.mkdir(parents=True, exist_ok=True)
    if not resume:
        for old in [*place.glob("part-*"), *place.glob(".attempt-*")]:
            shutil.rmtree(old)
    manifest = place / "inputs.txt"
    manifest.write_text("".join(f"{path}\n" for path in named), encoding="utf-8")

    context = spark.sparkContext
    count = parts or max(2, 2 * context.defaultParallelism)
    judging = {key: value for key, value in options.items() if key not in _SHAPING}
    judging = _absolute(judging)
    arguments = words(judging)
    numbers = context.parallelize(range(1, count + 1), count)
    listed, at = str(manifest), str(place)
    try:
        done: List[Tuple[int, str]] = numbers.map(
            lambda part: _do_part(part, count, listed, at, arguments)
        ).collect()
    except Exception as error:
        message = _told_by_executor(str(error))
        if message is None:
            raise
        raise AuditError(message, 2) from None
    # An attempt whose executor was killed leaves its folder behind, whole or not.
    for left in place.glob(".attempt-*"):
        shutil.rmtree(left, ignore_errors=True)
    for part, told in sorted(done):
        if told:
            sys.stderr.write(f"part {part}: {told}\n")
    folders = [str(place / f"part-{part:05}") for part in range(1, count + 1)]
    shaping = {key: value for key, value in options.items() if key in _SHAPING}
    # The parts hold the records; what puts them together writes none.
    if "formats" in shaping:
        shaping["formats"] = _without_records(shaping["formats"])
    of_stats = {key: value for key, value in judging.items() if key not in ("fail_on", "with_records")}
    run(
        "stats",
        "--quiet",
        *words(of_stats),
        *words(shaping),
        f"--manifest={manifest}",
        f"--out={os.path.abspath(out)}",
        "--",
        *folders,
    )
    report = Report(out, parts=[Path(folder) for folder in folders])
    report.exit_code = _exit_code(report, str(options.get("fail_on") or "error"))
    return report


def _without_records(formats: Option) -> Option:
    """The formats of a report but for those that hold records alone; none if no other is named."""
    if isinstance(formats, str):
        names = formats.split(",")
    elif isinstance(formats, (list, tuple)):
        names = [str(name) for name in formats]
    else:
        return formats
    return ",".join(name for name in names if name.strip().lower() != "parquet") or None


def _told_by_executor(text: str) -> Optional[str]:
    """What the program said on the executor that gave up, out of what Spark says around it."""
    _, found, rest = text.partition(f"{AuditError.__module__}.AuditError: ")
    return rest.split("\n\tat ", 1)[0].strip() if found else None


def _exit_code(report: Report, fail_on: str) -> int:
    """What one run would have ended with: 3 with unreadable inputs, 1 with findings at the level."""
    if any(Report(part).counts["unreadable"] for part in report.parts):
        return 3
    levels = {"error": ["error"], "warning": ["error", "warning"], "info": ["error", "warning", "info"], "never": []}
    found = report.counts["findings"]
    # A count that is hidden for publication is no number.
    return int(any(found[level] not in (0, None) for level in levels[fail_on]))


def _absolute(options: Dict[str, Option]) -> Dict[str, Option]:
    """Options that name files, from the root: executors have working directories of their own."""
    result = dict(options)
    for key in ("receipts", "mapping", "config"):
        value = result.get(key)
        if isinstance(value, (str, os.PathLike)):
            result[key] = os.path.abspath(value)
        elif value is not None and not isinstance(value, (bool, int)):
            result[key] = [os.path.abspath(one) for one in value]  # type: ignore[type-var]
    form = result.get("form")
    if isinstance(form, (str, os.PathLike)) and str(form).endswith(".toml"):
        result["form"] = os.path.abspath(form)
    return result


def main() -> int:
    """``spark-submit spark.py``: the options of ``audit``, and ``--parts`` and ``--room``."""
    from pyspark.sql import SparkSession

    parser = argparse.ArgumentParser(description="breach-audit on a cluster", allow_abbrev=False)
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--out", required=True)
    parser.add_argument("--parts", type=int)
    parser.add_argument("--room")
    parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE", help="an option of audit")
    parser.add_argument("--as-of", required=True)
    given = parser.parse_args()
    options: Dict[str, Any] = {"as_of": given.as_of}
    for option in given.option:
        name, _, value = option.partition("=")
        key = name.lstrip("-").replace("-", "_")
        options.setdefault(key, []).append(value)
    spark = SparkSession.builder.appName("breach-audit").getOrCreate()
    try:
        report = audit(spark, given.paths, out=given.out, parts=given.parts, room=given.room, **options)
    except AuditError as error:
        sys.stderr.write(f"breach-audit: {error}\n")
        return error.exit_code
    finally:
        spark.stop()
    sys.stdout.write(report.summary)
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main())

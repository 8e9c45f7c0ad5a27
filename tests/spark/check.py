"""A run on a cluster of two workers gives the tables of one run, byte for byte.

Run by tests/spark.rs with the Python of tests/spark/.venv, a corpus, its list of receipt times, the
report of one run, and a folder for what this writes. `local-cluster` starts two workers as processes
of their own, each with an executor.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from pyspark.sql import SparkSession

import breach_audit
import breach_audit.spark
import cluster

CORPUS, RECEIPTS, WHOLE, ROOM = (Path(word) for word in sys.argv[1:5])
OPTIONS = {"as_of": "2026-11-01", "receipts": RECEIPTS, "lang": "en"}


def same_tables(report: breach_audit.Report) -> None:
    names = sorted(path.name for path in (WHOLE / "tables").iterdir())
    assert len(names) > 40, names
    assert sorted(path.name for path in (report.path / "tables").iterdir()) == names
    for name in names:
        expected, found = (WHOLE / "tables" / name).read_bytes(), (report.path / "tables" / name).read_bytes()
        assert found == expected, f"{name}:\n{found.decode()}\n{expected.decode()}"


def one_run_in_many_parts(spark: SparkSession) -> None:
    report = breach_audit.spark.audit(spark, [CORPUS], out=ROOM / "calm", parts=6, **OPTIONS)
    same_tables(report)
    # The poisonous inputs of the corpus are unreadable, each once, and harm nothing else.
    files = [row for part in report.parts for row in breach_audit.Report(part).files]
    assert sorted(row["source"] for row in files) == sorted(row["source"] for row in breach_audit.Report(WHOLE).files)
    assert report.exit_code == 3 and any(row["status"] == "unreadable" for row in files)


def a_worker_that_is_killed_loses_and_doubles_nothing(spark: SparkSession) -> None:
    killed = []

    def kill() -> None:
        room = ROOM / "killed.parts"
        for _ in range(600):
            if any(room.glob("part-*/run.json")):
                break
            time.sleep(0.1)
        own = os.getpid()
        for process in Path("/proc").iterdir():
            if not process.name.isdigit():
                continue
            try:
                words = (process / "cmdline").read_bytes().split(b"\0")
                is_own = str(ROOM / "local").encode() in b" ".join(words) or str(ROOM).encode() in (
                    process / "environ"
                ).read_bytes()
            except OSError:
                continue
            if is_own and any(b"CoarseGrainedExecutorBackend" in word for word in words) and int(process.name) != own:
                os.kill(int(process.name), signal.SIGKILL)
                killed.append(process.name)
                return

    killer = threading.Thread(target=kill)
    killer.start()
    report = breach_audit.spark.audit(spark, [CORPUS], out=ROOM / "killed", parts=12, **OPTIONS)
    killer.join()
    assert killed, "no executor was found"
    same_tables(report)
    # A program whose executor is gone may still write its part to a folder of its own (`.attempt-...`).
    # It is none of the parts: each of these is there once.
    names = sorted(path.name for path in (ROOM / "killed.parts").iterdir() if not path.name.startswith("."))
    assert names == ["inputs.txt", *(f"part-{part:05}" for part in range(1, 13))], names


def a_part_that_is_lost_is_done_again(spark: SparkSession) -> None:
    os.rename(ROOM / "calm.parts/part-00003", ROOM / "lost")
    report = breach_audit.spark.audit(
        spark,
        CORPUS,
        out=ROOM / "resumed",
        room=ROOM / "calm.parts",
        parts=6,
        resume=True,
        formats="csv,parquet,md",
        **OPTIONS,
    )
    assert not (report.path / "records.parquet").exists() and not (report.path / "report.html").exists()
    same_tables(report)


def a_full_disk_is_told_and_loses_no_part(spark: SparkSession) -> None:
    small = ROOM / "small"
    small.mkdir()
    if subprocess.call(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", small], stderr=subprocess.DEVNULL):
        print("a_full_disk_is_told_and_loses_no_part: SKIPPED, no tmpfs can be mounted here", flush=True)
        return
    try:
        room = small / "parts"
        try:
            breach_audit.spark.audit(spark, CORPUS, out=ROOM / "full", room=room, parts=6, **OPTIONS)
        except breach_audit.AuditError as error:
            assert error.exit_code == 2 and "no space is left" in str(error) and "Traceback" not in str(error), str(error)
        else:
            raise AssertionError("16 MiB were enough")
        whole = sorted(room.glob("part-*"))
        assert len(whole) < 6 and not (ROOM / "full").exists()
        subprocess.check_call(["mount", "-o", "remount,size=1g", small])
        before = [part.stat().st_ino for part in whole]
        same_tables(
            breach_audit.spark.audit(
                spark, CORPUS, out=ROOM / "full", room=room, parts=6, resume=True, **OPTIONS
            )
        )
        assert [part.stat().st_ino for part in whole] == before, "a part that was whole was done again"
    finally:
        subprocess.check_call(["umount", "--lazy", small])


def mistakes_are_told(spark: SparkSession) -> None:
    for paths, options in [(CORPUS, {}), (ROOM / "gone", {"as_of": "2026-11-01"})]:
        try:
            breach_audit.spark.audit(spark, paths, out=ROOM / "no", **options)
        except breach_audit.AuditError as error:
            assert error.exit_code == 2
        else:
            raise AssertionError("a mistake passed")


spark = cluster.session(ROOM)
for check in [
    one_run_in_many_parts,
    a_worker_that_is_killed_loses_and_doubles_nothing,
    a_part_that_is_lost_is_done_again,
    a_full_disk_is_told_and_loses_no_part,
    mistakes_are_told,
]:
    check(spark)
    print(f"{check.__name__}: ok", flush=True)
spark.stop()

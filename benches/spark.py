"""Times a run on a cluster of two workers beside one run on one machine.

    tests/spark/setup
    cargo build --release
    tests/spark/.venv/bin/python benches/spark.py target/release/breach-audit CORPUS

CORPUS is a folder of many files, since a table is never split. Each worker has one core and each
program one thread; the one run has two threads. Told apart: the start of the cluster, the work of
the executors (processor seconds of the programs that they run), and what puts the parts together.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM, CORPUS = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
OPTIONS = {"as_of": "2026-11-01", "lang": "en"}
PARTS = 8

# The programs on executors tell their processor seconds and what they were asked for.
ROOM = Path(tempfile.mkdtemp(prefix="breach-audit-spark-", dir=CORPUS.parent))
TOLD = ROOM / "told"
TIMED = ROOM / "breach-audit"
TIMED.write_text(f'#!/bin/sh\nexec /usr/bin/time -a -o {TOLD} -f "%U %S %e %M %C" {PROGRAM} "$@"\n')
TIMED.chmod(0o755)
os.environ["BREACH_AUDIT"] = str(TIMED)
os.environ["PYTHONPATH"] = str(ROOT / "src/python")
sys.path[:0] = [str(ROOT / "src/python"), str(ROOT / "tests/spark")]

import breach_audit.spark  # noqa: E402
import cluster  # noqa: E402


def told() -> list:
    """Processor seconds, seconds, peak in MB and the command of each program since the last call."""
    lines = TOLD.read_text().splitlines() if TOLD.exists() else []
    TOLD.unlink(missing_ok=True)
    all = []
    for line in lines:
        user, system, passed, peak, command = line.split(" ", 4)
        all.append((float(user) + float(system), float(passed), int(peak) / 1024, command))
    return all


alone = ["audit", CORPUS, f"--out={ROOM / 'alone'}", "-q", "--no-progress", "--fail-on=never", "--threads=2"]
alone += [f"--as-of={OPTIONS['as_of']}", f"--lang={OPTIONS['lang']}", "--formats=csv,parquet,md"]
subprocess.run([TIMED, *alone], check=True)
[(work, passed, peak, _)] = told()
print(f"one run, two threads: {work:.1f} processor seconds, {passed:.1f} s, {peak:.0f} MB", flush=True)

start = time.monotonic()
spark = cluster.session(ROOM)
assert spark.sparkContext.parallelize(range(2), 2).count() == 2
print(f"start of the cluster: {time.monotonic() - start:.1f} s", flush=True)

start = time.monotonic()
breach_audit.spark.audit(
    spark, [CORPUS], out=ROOM / "cluster", parts=PARTS, threads=1, fail_on="never", formats="csv,parquet,md", **OPTIONS
)
passed = time.monotonic() - start
programs = told()
of_parts = [one for one in programs if "--part" in one[3]]
others = [one for one in programs if "--part" not in one[3]]
executors = sum(one[0] for one in of_parts)
print(f"whole run on the cluster: {passed:.1f} s")
print(
    f"executors, {len(of_parts)} parts: {executors:.1f} processor seconds, {executors / work:.2f} times the one run, "
    f"{max(one[2] for one in of_parts):.0f} MB at most"
)
for one in others:
    print(f"{one[3].split()[1]} puts them together: {one[0]:.1f} processor seconds, {one[1]:.1f} s, {one[2]:.0f} MB")
spark.stop()
same = subprocess.run(["diff", "-rq", ROOM / "alone/tables", ROOM / "cluster/tables"], check=False)
print("the tables are the same" if same.returncode == 0 else "THE TABLES DIFFER")
subprocess.run(["rm", "-rf", ROOM], check=True)

"""The report folder of a run as Python values."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Union

from ._program import Option, run, words

#: A cell of a table: a text, a number, or ``None`` for an empty cell.
Cell = Union[str, int, float, None]
#: The rows of a table, each by the names of its columns.
Rows = List[Dict[str, Cell]]
PathLike = Union[str, "os.PathLike[str]"]

#: Columns of tables that hold numbers. A cell there that is none (`*`, `inf`) stays a text.
_NUMBERS = frozenset(
    "answered base base_before base_judged base_within band_n blank change change_percent controllers errors "
    "exact_n exact_sum findings incidents incidents_max incidents_min indeterminate infos late late_max late_min "
    "late_percent_max late_percent_min least lower max_max max_min median_max median_min missing most n not_asked "
    "not_runnable not_shown notifications notifications_before on_time p75_max p75_min p90_max p90_min pending "
    "percent percent_before percent_least percent_most percent_within promised reasons_given received "
    "received_late undeterminable unknown unknown_n upper warnings".split()
)


def _typed(name: str, cell: str) -> Cell:
    if cell == "":
        return None
    if name in _NUMBERS:
        for kind in (int, float):
            try:
                return kind(cell) if cell != "inf" else cell
            except ValueError:
                continue
    # What a spreadsheet could take for a formula has an apostrophe before it.
    return cell[1:] if cell[:2] in ("'=", "'+", "'-", "'@") else cell


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        if ";" in file.readline():
            raise ValueError(f"{path.name} was written for spreadsheets (csv_style): run without it to read it here")
        file.seek(0)
        return [{name: _typed(name, cell) for name, cell in row.items()} for row in csv.DictReader(file)]


class Tables(Mapping[str, Rows]):
    """The tables of a report by their ids, read when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, id: str) -> Rows:
        path = self._folder / f"{id}.csv"
        if id not in set(self):
            raise KeyError(f"{id}: the report has {', '.join(self)}")
        return _rows(path)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(path.stem for path in self._folder.glob("*.csv")))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"Tables({', '.join(self)})"


class Report:
    """A report folder: of a run just made, or one that was made earlier."""

    def __init__(
        self,
        path: PathLike,
        exit_code: int = 0,
        _room: Optional["tempfile.TemporaryDirectory[str]"] = None,
        parts: Optional[List[Path]] = None,
    ) -> None:
        #: The folder.
        self.path = Path(path)
        #: 0: nothing found; 1: findings at the level of ``fail_on``; 3: some inputs could not be read.
        self.exit_code = exit_code
        #: The folders of the parts that a cluster did: records, findings and files stand there.
        self.parts = parts or []
        self._room = _room
        if not (self.path / "run.json").is_file():
            raise FileNotFoundError(f"{self.path} is no report folder: it has no run.json")

    @property
    def tables(self) -> Tables:
        """The tables by their ids: ``report.tables["sector"]``."""
        return Tables(self.path / "tables")

    @property
    def records(self) -> Any:
        """One row for each notification: an Arrow table if pyarrow is there, else a list of dicts."""
        parquet, text = self.path / "records.parquet", self.path / "records.csv"
        if parquet.is_file():
            try:
                from pyarrow.parquet import read_table
            except ImportError:
                pass
            else:
                return read_table(parquet, memory_map=False)
        if not text.is_file():
            raise FileNotFoundError(f"{self.path} has no records that can be read here (pyarrow reads .parquet)")
        return _rows(text)

    @property
    def findings(self) -> Rows:
        """One row for each finding."""
        return _rows(self.path / "findings.csv")

    @property
    def files(self) -> Rows:
        """One row for each input."""
        return _rows(self.path / "files.csv")

    @property
    def summary(self) -> str:
        """The summary, in Markdown."""
        return (self.path / "summary.md").read_text(encoding="utf-8")

    @property
    def run(self) -> Dict[str, Any]:
        """How the figures came about: the content of ``run.json``."""
        content: Dict[str, Any] = json.loads((self.path / "run.json").read_text(encoding="utf-8"))
        return content

    @property
    def counts(self) -> Dict[str, Any]:
        """How many inputs and notifications there are: ``run["counts"]``."""
        counts: Dict[str, Any] = self.run["counts"]
        return counts

    def _repr_markdown_(self) -> str:
        return self.summary

    def __repr__(self) -> str:
        return f"Report({str(self.path)!r}, exit_code={self.exit_code})"


def _many(paths: Union[PathLike, Iterable[PathLike]]) -> List[str]:
    one = isinstance(paths, (str, os.PathLike))
    return [os.fspath(path) for path in ([paths] if one else paths)]  # type: ignore[list-item, union-attr]


def _made(command: str, paths: List[str], out: Optional[PathLike], options: Mapping[str, Option]) -> Report:
    room = tempfile.TemporaryDirectory(prefix="breach-audit-") if out is None else None
    folder = Path(room.name) / "report" if room else Path(out)  # type: ignore[arg-type]
    done = run(command, "--quiet", "--no-progress", *words(options), f"--out={folder}", "--", *paths)
    if not (folder / "run.json").is_file():
        # Nothing could be read, so there is no report; the program has said why.
        raise FileNotFoundError(f"no report: {done.stderr.strip()}")
    return Report(folder, done.returncode, room)


def audit(
    paths: Union[PathLike, Iterable[PathLike]],
    *,
    out: Optional[PathLike] = None,
    **options: Option,
) -> Report:
    """Reads, checks and counts what is at ``paths``, and gives the report.

    Without ``out`` the report stands in a temporary folder, which lives as long as the
    :class:`Report`. Other keywords are options of ``breach-audit audit``. Inputs that could not
    be read are no error: look at ``exit_code`` and at ``files``.

    Raises :class:`AuditError` where the program could not run.
    """
    return _made("audit", _many(paths), out, options)


def stats(
    records: Union[PathLike, Iterable[PathLike]],
    *,
    out: Optional[PathLike] = None,
    **options: Option,
) -> Report:
    """Counts the records of earlier runs again, one or many, or puts the parts of a run together.

    Takes ``out`` and options as :func:`audit` does, those of ``breach-audit stats``.
    """
    return _made("stats", _many(records), out, options)

"""Finds the program and runs it with options that are given as keywords."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Iterable, List, Mapping, Union

Option = Union[None, bool, int, str, "os.PathLike[str]", Iterable[Union[int, str, "os.PathLike[str]"]]]

#: Exit codes of a run that came to its end: nothing found, findings, some inputs unreadable.
DONE = (0, 1, 3)
#: The exit code of a run that was stopped.
STOPPED = 130


class AuditError(RuntimeError):
    """The program could not run: wrong options, no input, or nothing could be written."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        #: The exit code of the program.
        self.exit_code = exit_code


def program() -> str:
    """The path of the program: that of this package, else the one on the path.

    ``BREACH_AUDIT`` in the environment names another one.
    """
    named = os.environ.get("BREACH_AUDIT")
    if named:
        return named
    name = "breach-audit" + (sysconfig.get_config_var("EXE") or "")
    schemes = [sysconfig.get_path("scripts")]
    user = "nt_user" if os.name == "nt" else "posix_user"
    if user in sysconfig.get_scheme_names():
        schemes.append(sysconfig.get_path("scripts", user))
    # `pip install --target` puts programs beside the packages.
    schemes.append(str(Path(__file__).resolve().parent.parent / "bin"))
    for folder in schemes:
        candidate = Path(folder) / name
        if candidate.is_file():
            return str(candidate)
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is neither in {', '.join(schemes)} nor on the path")
    return found


def words(options: Mapping[str, Option]) -> List[str]:
    """Options as words of the command line.

    ``True`` is an option without a value, ``None`` and ``False`` leave it out, and a list
    repeats it.
    """
    result: List[str] = []
    for key, value in options.items():
        name = "--" + key.rstrip("_").replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            result.append(name)
        elif isinstance(value, (int, str, os.PathLike)):
            result.append(f"{name}={os.fspath(value) if isinstance(value, os.PathLike) else value}")
        else:
            for one in value:
                result.append(f"{name}={os.fspath(one) if isinstance(one, os.PathLike) else one}")
    return result


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Runs the program with these words, and gives its exit code and what it printed.

    Raises :class:`AuditError` where it could not run, :class:`KeyboardInterrupt` where it was
    stopped.
    """
    done = subprocess.run(
        [program(), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode == STOPPED:
        raise KeyboardInterrupt
    if done.returncode not in DONE:
        raise AuditError(done.stderr.strip() or f"exit code {done.returncode}", done.returncode)
    if done.stderr:
        sys.stderr.write(done.stderr)
    return done

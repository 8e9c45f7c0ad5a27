"""``python -m breach_audit``: the program itself, with the same arguments."""

import os
import subprocess
import sys

from ._program import program


def main() -> int:
    """Becomes the program; where a process cannot be replaced, waits for it."""
    words = [program(), *sys.argv[1:]]
    if os.name == "posix":
        os.execv(words[0], words)
    return subprocess.run(words, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

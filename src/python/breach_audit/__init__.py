"""Checks and counts notifications of personal data breaches to IMY, from Python.

The work is done by the program ``breach-audit``, which this package brings along::

    import breach_audit

    report = breach_audit.audit("notifications/", lang="sv")
    report.tables["sector"]       # one dict for each row
    report.records                # an Arrow table, or a list of dicts without pyarrow
    report.summary                # what the program prints

An option of the command line is a keyword with ``_`` for ``-``: ``min_cell=5``, ``cross=["sector,cause"]``.
"""

from ._program import AuditError, program, run
from ._report import Cell, Report, Rows, Tables, audit, stats

__all__ = ["AuditError", "Cell", "Report", "Rows", "Tables", "audit", "program", "run", "stats"]

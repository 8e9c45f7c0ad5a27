"""A second opinion on the tables of a report: counts them anew with DuckDB, in
SQL over records.parquet, and compares every row with tables/*.csv.

Usage: second_opinion.py REPORT_FOLDER. Prints what differs; exit code 1 then.
It knows the meaning of the columns, and nothing of the program's code.
"""

import csv
import sys
from pathlib import Path

import duckdb

NON_VALUES = ["(blank)", "(unknown)", "(undeterminable)", "(not shown)", "(not asked)"]
# In verdict these keep their value and stand outside the base all the same.
UNJUDGED = ["no-receipt", "no-discovery", "invalid-order"]

# First notifications only, no copies. The group of a code or label is what stands before
# its first colon; a label as found joins the group of the code of that name.
NOTIFICATIONS = """
create view notifications as select *,
    case split_part(cause, ':', 1)
        when 'Antagonistiskt angrepp' then 'attack'
        else split_part(cause, ':', 1)
    end as cause_group
from read_parquet('{records}') where kind = 'initial' and copy_of = 'none' and withdrawn <> 'yes'
"""

ONE_WAY = """
with counted as (
    select {column} as value, count(*) as n from notifications group by all
), total as (
    select coalesce(sum(n), 0) as base from counted where value not in {outside}
)
select value, n,
    case when value in {outside} or base = 0 then ''
         else printf('%.1f', floor(n * 1000 / base::double + 0.5) / 10) end,
    base::bigint
from counted, total order by all
"""

CROSS = """
with counted as (
    select {a} as a, {b} as b, count(*) as n from notifications group by all
), rows as (
    select distinct a from counted where a not in {outside}
), columns as (
    select distinct b from counted where b not in {outside}
), cells as (
    select a, b, coalesce(n, 0) as n
    from (select a, b from rows cross join columns union select a, b from counted)
    left join counted using (a, b)
), bases as (
    select a, sum(n) as base from counted where b not in {outside} group by a
), within as (
    select b, sum(n) as base_within from counted where a not in {outside} group by b
), joined as (
    select a, b, n, a in {outside} or b in {outside} as no_share,
        coalesce(base, 0)::bigint as base, coalesce(base_within, 0)::bigint as base_within
    from cells left join bases using (a) left join within using (b)
)
select a, b, n,
    case when no_share or base = 0 then ''
         else printf('%.1f', floor(n * 1000 / base::double + 0.5) / 10) end,
    case when no_share then '' else base::varchar end,
    case when no_share or base_within = 0 then ''
         else printf('%.1f', floor(n * 1000 / base_within::double + 0.5) / 10) end,
    case when no_share then '' else base_within::varchar end
from joined order by all
"""

DELAY = """
with judged as (
    select * from notifications
    where verdict in ('on-time', 'late', 'indeterminate')
      and elapsed_hours_min is not null and elapsed_hours_max is not null
)
select sector, count(*), count(*) filter (verdict = 'indeterminate'),
    printf('%.2f', quantile_disc(elapsed_hours_min, 0.5)),
    printf('%.2f', quantile_disc(elapsed_hours_max, 0.9)),
    printf('%.2f', max(elapsed_hours_max)),
    count(*) filter (verdict = 'late')
from judged group by sector order by all
"""

# Bounds of each class of time to report, and of all beyond the limit: hours are
# rounded to hundredths, so that a minute more than a limit shows.
SPANS = """
with judged as (
    select verdict, elapsed_hours_min as low, elapsed_hours_max as high from notifications
    where verdict in ('on-time', 'late', 'indeterminate')
), bounds(value, least, most) as (
    select '<24h', count(*) filter (high < 24), count(*) filter (low < 24) from judged
    union all select '24-72h', count(*) filter (low >= 24 and high <= 72),
        count(*) filter (low <= 72 and high >= 24) from judged
    union all select '72h-1wk', count(*) filter (low > 72 and high <= 168),
        count(*) filter (low <= 168 and high > 72) from judged
    union all select '>1wk', count(*) filter (low > 168), count(*) filter (high > 168) from judged
    union all select 'over-72h', count(*) filter (verdict = 'late'),
        count(*) filter (verdict in ('late', 'indeterminate')) from judged
)
select value, least, most,
    printf('%.1f', floor(least * 1000 / n::double + 0.5) / 10),
    printf('%.1f', floor(most * 1000 / n::double + 0.5) / 10), n
from bounds, (select count(*) as n from judged) order by all
"""

# Two years side by side. A notification is of the year of its receipt, without one of that of
# its discovery, in Swedish time; of no year if the two ends of that moment lie in two.
YEARS = """
with moments as (
    select *, coalesce(received_earliest, discovered_earliest) as low,
        case when received_earliest is null then discovered_latest else received_latest end as high
    from notifications
), dated as (
    select {column} as value, year(timezone('Europe/Stockholm', low)) as year from moments
    where year(timezone('Europe/Stockholm', low)) = year(timezone('Europe/Stockholm', high))
), counted as (
    select value, count(*) filter (year = {now}) as n, count(*) filter (year = {before}) as earlier
    from dated group by value having n + earlier > 0
), bases as (
    select coalesce(sum(n), 0)::bigint as base, coalesce(sum(earlier), 0)::bigint as base_before
    from counted where value not in {outside}
)
select value, n, earlier, n - earlier,
    case when least(n, earlier) < 30 then ''
         else printf('%.1f', sign(n - earlier) * floor(abs(n - earlier) * 1000 / earlier::double + 0.5) / 10) end,
    case when value in {outside} or base < 30 then ''
         else printf('%.1f', floor(n * 1000 / base::double + 0.5) / 10) end,
    case when value in {outside} or base_before < 30 then ''
         else printf('%.1f', floor(earlier * 1000 / base_before::double + 0.5) / 10) end,
    base, base_before
from counted, bases order by all
"""

# Errors, warnings and infos of the findings, rule by rule. Of a withdrawn notification only those
# count that tell of copies, later versions and later filings.
LEVELS = """
select code, count(*) filter (severity = 'error'), count(*) filter (severity = 'warning'),
    count(*) filter (severity = 'info')
from read_csv('{findings}', all_varchar = true) as finding
where code in ('M001', 'M002', 'M003', 'M004') or not exists (
    select 1 from read_parquet('{records}') as own
    where own.source = finding.source and own.record::varchar = finding.record and own.withdrawn = 'yes')
group by code order by all
"""

# sum() over an upper bound of inf is inf: an open band shows in the sum.
AFFECTED = """
select sector, count(*), coalesce(sum(data_subjects_exact), 0)::bigint,
    coalesce(sum(data_subjects_min), 0)::bigint,
    coalesce(sum(data_subjects_max), 0), count(*) filter (data_subjects_min is null)
from notifications group by sector order by all
"""


def table(report: Path, name: str, columns: list[str]) -> list[tuple[str, ...]]:
    """Some columns of a table of the report, sorted."""
    with open(report / "tables" / f"{name}.csv", newline="", encoding="utf-8") as file:
        rows = [tuple(row[column] for column in columns) for row in csv.DictReader(file)]
    return sorted(row for row in rows if row[0] != "(total)")


def compare(name: str, expected: list[tuple], found: list[tuple[str, ...]]) -> int:
    """How many rows of a table differ; tells the first of them."""
    counted = sorted(tuple(cell(value) for value in row) for row in expected)
    differing = sorted(set(counted) ^ set(found))
    for row in differing[:5]:
        print(f"{name}: {'only in SQL' if row in counted else 'only in the table'}: {row}")
    if not counted:
        print(f"{name}: nothing was counted")
        return 1
    return len(differing)


def cell(value: object) -> str:
    if isinstance(value, float):
        return "inf" if value == float("inf") else str(int(value))
    return str(value)


def main() -> int:
    report = Path(sys.argv[1])
    base = duckdb.connect()
    records = str(report / "records.parquet").replace("'", "''")
    base.execute(NOTIFICATIONS.format(records=records))
    outside = str(tuple(NON_VALUES + UNJUDGED))
    faults = 0
    compared = 0
    for name, column in [
        ("sector", "sector"),
        ("verdict", "verdict"),
        ("severity", "severity"),
        ("data-subjects", "data_subjects"),
    ]:
        expected = base.execute(ONE_WAY.format(column=column, outside=outside)).fetchall()
        faults += compare(name, expected, table(report, name, ["value", "notifications", "percent", "base"]))
        compared += len(expected)
    for a, b in [
        ("sector", "cause-group"),
        ("sector", "verdict"),
        ("sector", "severity"),
        ("severity", "data-subjects"),
    ]:
        columns = {"a": a.replace("-", "_"), "b": b.replace("-", "_")}
        expected = base.execute(CROSS.format(**columns, outside=outside)).fetchall()
        shares = ["percent", "base", "percent_within", "base_within"]
        found = table(report, f"{a}-by-{b}", [a, b, "notifications", *shares])
        faults += compare(f"{a}-by-{b}", expected, found)
        compared += len(expected)
    columns = ["notifications", "notifications_before", "change", "change_percent"]
    columns += ["percent", "percent_before", "base", "base_before", "table"]
    years = table(report, "year-on-year", ["value", *columns])
    now, before = next(row[0] for row in years if row[-1] == "year").split("/")
    for name in ["sector", "verdict", "severity", "area"]:
        query = YEARS.format(column=name, outside=outside, now=now, before=before)
        expected = base.execute(query).fetchall()
        found = [row[:-1] for row in years if row[-1] == name]
        faults += compare(f"year-on-year {name}", expected, found)
        compared += len(expected)
    expected = base.execute(DELAY).fetchall()
    columns = ["sector", "n", "indeterminate", "median_min", "p90_max", "max_max", "late_min"]
    faults += compare("delay", expected, table(report, "delay", columns))
    expected = base.execute(SPANS).fetchall()
    columns = ["value", "least", "most", "percent_least", "percent_most", "base_judged"]
    bounds = [row for row in table(report, "time-to-report", columns) if row[5]]
    faults += compare("time-to-report", expected, bounds)
    findings = str(report / "findings.csv").replace("'", "''")
    expected = base.execute(LEVELS.format(findings=findings, records=records)).fetchall()
    levels = [row for row in table(report, "rules", ["code", "errors", "warnings", "infos"]) if set(row[1:]) != {"0"}]
    faults += compare("rules", expected, levels)
    expected = base.execute(AFFECTED).fetchall()
    columns = ["sector", "notifications", "exact_sum", "lower", "upper", "unknown_n"]
    faults += compare("affected", expected, table(report, "affected", columns))
    print(f"{compared} rows compared, {faults} differ")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env bash
# Times `stats` over a million rows of records.parquet: ten copies of the
# records of 100 000 synthetic notifications, as parts. The best of five, with
# one and two threads, and the peak of memory. Usage: benches/stats.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "$0")/.."
program=${1:-target/release/breach-audit}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$program" synth --count 100000 --seed 1 --format ndjson "$work/corpus" >/dev/null
"$program" audit "$work/corpus" -o "$work/report" -q --no-progress --fail-on never
mkdir "$work/parts"
for part in 0 1 2 3 4 5 6 7 8 9; do
    cp "$work/report/records.parquet" "$work/parts/part-$part.parquet"
done

time_of() { /usr/bin/time -f '%e %M' "$@" 2>&1 >/dev/null | tail -1; }

printf '%-24s %8s %8s %9s\n' records threads run_s peak_MB
for threads in 1 2; do
    for records in parts report report/records.csv; do
        runs=$(for _ in 1 2 3 4 5; do
            time_of "$program" stats "$work/$records" -o "$work/out" -qq --threads "$threads"
        done)
        seconds=$(echo "$runs" | sort -n | head -1 | cut -d' ' -f1)
        peak=$(echo "$runs" | cut -d' ' -f2 | sort -n | tail -1)
        awk -v r="$records" -v t="$threads" -v s="$seconds" -v k="$peak" \
            'BEGIN { printf "%-24s %8d %8.2f %9.0f\n", r, t, s, k / 1024 }'
    done
done

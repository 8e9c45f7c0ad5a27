#!/usr/bin/env bash
# Times whole runs beside their floor (the same walk, only reading the bytes):
# text folder, JSON folder and NDJSON, with one and two threads. For each the
# best of five, and the peak of memory. Usage: benches/whole.sh [COUNT...]
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --benches --quiet
program=target/release/breach-audit
floor=$(find target/release/deps -maxdepth 1 -name 'floor-*' -executable -type f -printf '%T@ %p\n' | sort -n | tail -1 | cut -d' ' -f2)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

best() { sort -n | head -1; }

printf '%-8s %8s %8s %9s %9s %7s %10s %9s\n' format count threads floor_s run_s times per_second peak_MB
for count in "${@:-10000}"; do
    for format in text json ndjson; do
        corpus="$work/$format-$count"
        "$program" synth --count "$count" --seed 1 --format "$format" "$corpus" >/dev/null
        for threads in 1 2; do
            least=$(for _ in 1 2 3 4 5; do "$floor" "$threads" "$corpus" | grep -oE '[0-9.]+ s$' | cut -d' ' -f1; done | best)
            runs=$(for _ in 1 2 3 4 5; do
                /usr/bin/time -f '%e %M' "$program" audit "$corpus" -o "$work/report" -q --no-progress \
                    --fail-on never --threads "$threads" 2>&1 >/dev/null | tail -1
            done)
            seconds=$(echo "$runs" | cut -d' ' -f1 | best)
            peak=$(echo "$runs" | cut -d' ' -f2 | sort -n | tail -1)
            awk -v f="$format" -v n="$count" -v t="$threads" -v l="$least" -v s="$seconds" -v k="$peak" \
                'BEGIN { printf "%-8s %8d %8d %9.3f %9.2f %7.1f %10.0f %9.0f\n", f, n, t, l, s, s/l, n/s, k/1024 }'
        done
    done
done

#!/usr/bin/env bash
# Measures Nightjar against its peers on one corpus, side by side in one run, and prints the table of BENCHMARKS.md.
#
# usage: Benchmarks/run.sh [TOOLS] [RULES]
#   TOOLS  a folder with make_corpus.py, limit.cpp and clickhouse.py (default ../shared/tools/bench)
#   RULES  a folder with Elastic's AWS rules (default ../shared/data/elastic-rules/integrations/aws)
# Needs g++, libsimdjson-dev, jq and python3; ClickHouse is measured when the Python package chdb can be imported.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=${1:-../shared/tools/bench}
rules=${2:-../shared/data/elastic-rules/integrations/aws}
work=bench-data
runs=${RUNS:-5}
program=.build/release/nightjar
[ -d "$tools" ] || { echo "bench: skipped: no $tools" >&2; exit 0; }

mkdir -p "$work"
[ -d "$work/corpus" ] || python3 "$tools/make_corpus.py" 200000 5000 "$work"
g++ -O3 -march=native -std=c++17 -DNDEBUG "$tools/limit.cpp" -o "$work/limit" $(pkg-config --cflags --libs simdjson libdeflate)
g++ -O3 -march=native -std=c++17 -DNDEBUG Benchmarks/dom.cpp -o "$work/dom" $(pkg-config --cflags --libs simdjson)
python3 Benchmarks/measure.py --runs "$runs" --program "$program" --work "$work" --rules "$rules" --tools "$tools"

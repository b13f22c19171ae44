#!/usr/bin/env bash
# Runs the tests and ends with the line "N passed, N failed, N skipped"; exit status 0 where none failed.
#   tests/run.sh             everything
#   tests/run.sh fast        what an edit is checked with: no sanitizers, emulators, training or campaign
#   tests/run.sh PART...     c, format, campaign, or a folder of tests/ (cli, kernels, training, ...)
# A failure is printed with its message and seed as soon as its part ends; NANOCOOP_TEST_SEED=N repeats it. Logs and TRX
# files stay in tests/TestResults. What the tests need is installed where that is possible without asking
# (NANOCOOP_NO_INSTALL=1 forbids it); what is skipped is named with its reason. NANOCOOP_TEST_JOBS: parts run at once.
set -uo pipefail
if [ $((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1])) -lt 501 ]; then
    echo "bash 5.1 or later is needed (macOS: brew install bash)" >&2
    exit 2
fi

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
. tests/support/tools.sh
. tests/support/parts.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
results=$root/tests/TestResults
jobs=${NANOCOOP_TEST_JOBS:-$(($(nproc 2>/dev/null || echo 2) + 1))} # some of them mostly wait
fast=

case "${1:-}" in
    -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 0 ;;
    fast) fast=1; shift; [ $# -eq 0 ] || { echo "tests/run.sh fast takes no parts" >&2; exit 2; } ;;
esac
for part in "$@"; do
    is_part "$part" || { echo "no part '$part': $(all_parts | tr '\n' ' ')" >&2; exit 2; }
done
wanted() { [ ${#parts[@]} -eq 0 ] || [[ " ${parts[*]} " == *" $1 "* ]]; }
parts=("$@")

mkdir -p "$results"
find "$results" -mindepth 1 ! -name seconds ! -path "$results/campaign*" -delete
SECONDS=0
[ -n "$fast" ] || install_tools "${parts[@]}"
require_sdk

echo "== Building"
build_everything
plan >"$results/plan"
total=$(wc -l <"$results/plan")
echo "== $total parts, $jobs at once"
run_plan
keep_seconds
summary

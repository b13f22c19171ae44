#!/usr/bin/env bash
# Tries the system for MINUTES (10 by default) with seeded random damage, and ends with one line of counts:
#   - damaged models with right checksums, under the sanitizers, through validation and inference: on the reference kernels, the
#     PC's, and the Cortex-M7's in the emulator, which must agree; libFuzzer as well, where clang has it;
#   - noise and broken frames on the port; boards that lie to every command; power lost at random points of random pushes;
#   - from 10 minutes on, generated layers through every kernel and its reference;
#   - board and push killed (kill -9) at any moment; inferences over the wire against the PC's own.
# Usage: tests/campaign.sh [MINUTES]. Exit status 0 where everything held. A failure names its seed (NANOCOOP_TEST_SEED repeats
# it). Two lanes run at once: C fuzzers and emulator in one, whole programs in the other; MINUTES is what each takes.
set -uo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
. tests/support/tools.sh
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
minutes=${1:-10}
if ! [[ $minutes =~ ^[0-9]+$ ]] || [ "$minutes" -lt 1 ]; then
    echo "usage: tests/campaign.sh [MINUTES]   (a whole number from 1)" >&2
    exit 2
fi
out=$root/tests/TestResults/campaign
rm -rf "$out"
mkdir -p "$out"
export NANOCOOP_CAMPAIGN_LOG=$out/counts
: >"$NANOCOOP_CAMPAIGN_LOG"
failures=$out/failures
: >"$failures"

# part SECONDS NAME COMMAND...: runs it and keeps its log; a failure is printed.
part() {
    local seconds=$1 name=$2
    shift 2
    export NANOCOOP_CAMPAIGN_SECONDS=$seconds
    if ! "$@" >"$out/$name.log" 2>&1; then
        { echo "== $name failed"; grep -vE '^(Test run for|A total of|VSTest|$)' "$out/$name.log" | tail -n 40; } |
            tee -a "$failures"
    fi
}

build() {
    local preset
    for preset in asan host-debug; do
        (cd nf-interop && cmake --preset "$preset" &&
            cmake --build --preset "$preset" --parallel 2 --target ncn_fuzz_blob) || return
    done
    [ -z "${NANOCOOP_CAMPAIGN_BUILT:-}" ] || return 0 # by tests/run.sh
    for project in kernels virtual-board cli; do
        dotnet build "tests/$project" -c Release --nologo -v quiet || return
    done
}

# The same damage by the same seeds under both sets of kernels of the PC: the sanitizers' build has the fast ones, the debug
# build the reference alone.
fuzz_blobs() {
    local end=$((SECONDS + NANOCOOP_CAMPAIGN_SECONDS)) tried=0 run=0 seed blob fast reference
    while [ $SECONDS -lt $end ]; do
        for blob in tests/kernels/golden/*.ncn; do
            seed=$((RANDOM * 32768 + RANDOM + 1))
            fast=$(nf-interop/build/asan/fuzz/ncn_fuzz_blob "$blob" 300 $seed) ||
                { echo "seed $seed, $blob"; return 1; }
            reference=$(nf-interop/build/host-debug/fuzz/ncn_fuzz_blob "$blob" 300 $seed) ||
                { echo "seed $seed, $blob"; return 1; }
            if [ "$fast" != "$reference" ]; then
                echo "the kernels of the PC and the reference disagree: seed $seed, $blob"
                diff <(echo "$fast") <(echo "$reference")
                return 1
            fi
            tried=$((tried + 300))
            run=$((run + $(sed -n 's/^run //p' <<<"$fast")))
        done
    done
    echo "blobs, sanitizers: $tried opened, $run run whole by the reference and the PC's kernels" >>"$NANOCOOP_CAMPAIGN_LOG"
}

has_libfuzzer() {
    local version
    command -v clang >/dev/null || return 1
    printf '%s\n' '#include <stddef.h>' \
        'int LLVMFuzzerTestOneInput(const unsigned char *d, size_t n) { return d != 0 && n > 0 ? 0 : 0; }' >"$out/probe.c"
    clang -fsanitize=fuzzer,address "$out/probe.c" -o "$out/probe" 2>/dev/null && return
    version=$(clang -dumpversion | cut -d . -f 1)
    apt_install "libclang-rt-$version-dev"
    clang -fsanitize=fuzzer,address "$out/probe.c" -o "$out/probe" 2>/dev/null
}

libfuzzer() {
    (cd nf-interop && cmake --preset libfuzzer && cmake --build --preset libfuzzer --parallel 2) || return
    mkdir -p "$out/corpus"
    cp tests/kernels/golden/*.ncn "$out/corpus"
    nf-interop/build/libfuzzer/fuzz/ncn_libfuzzer_blob -max_total_time="$NANOCOOP_CAMPAIGN_SECONDS" -max_len=65536 \
        -artifact_prefix="$out/" -print_final_stats=1 "$out/corpus" 2>"$out/libfuzzer.stats" ||
        { tail -n 30 "$out/libfuzzer.stats"; return 1; }
    local runs
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$out/libfuzzer.stats")
    echo "blobs, libFuzzer: ${runs:-0} opened, $(find "$out/corpus" -type f | wc -l) kept for new code" >>"$NANOCOOP_CAMPAIGN_LOG"
}

# campaign_tests PROJECT FILTER
campaign_tests() {
    dotnet test "$(ls tests/"$1"/bin/Release/net10.0/NanoCoopNet.*.Tests.dll)" --nologo --filter "$2" \
        --logger 'console;verbosity=minimal'
}

# Boards that lie are a test of the tool; it is repeated with new seeds.
hostile() {
    local end=$((SECONDS + NANOCOOP_CAMPAIGN_SECONDS)) rounds=0
    while [ $rounds -eq 0 ] || [ $SECONDS -lt $end ]; do
        campaign_tests cli 'FullyQualifiedName~HostileBoardTests' || return
        rounds=$((rounds + 1))
    done
    echo "boards that lie: $rounds rounds of every command" >>"$NANOCOOP_CAMPAIGN_LOG"
}

# Generated layers through every kernel and its reference: on the PC under the sanitizers, on the emulated Cortex-M7 and M4.
kernels() {
    local python
    python=$(python_with numpy) || return 0
    (cd tests/kernels && NANOCOOP_CAMPAIGN_SECONDS=$((NANOCOOP_CAMPAIGN_SECONDS / 3)) "$python" -m unittest test_m7_kernels)
}

core_lane() {
    local parts=(blobs cortex-m7) each
    has_libfuzzer >/dev/null && parts+=(libfuzzer)
    [ "$minutes" -lt 10 ] || parts+=(kernels) # a shorter campaign is part of the test run, which has them
    each=$((minutes * 60 / ${#parts[@]}))
    part $each blobs fuzz_blobs
    part $each cortex-m7 campaign_tests kernels 'TestCategory=Campaign'
    [[ " ${parts[*]} " != *" libfuzzer "* ]] || part $each libfuzzer libfuzzer
    [[ " ${parts[*]} " != *" kernels "* ]] || part $each kernels kernels
}

program_lane() {
    local sixth=$((minutes * 60 / 6))
    part $sixth board campaign_tests virtual-board 'TestCategory=Campaign' # two tests, each so long
    part $sixth programs campaign_tests cli 'TestCategory=Campaign' # two as well
    part $((2 * sixth)) hostile hostile
}

if ! build >"$out/build.log" 2>&1; then
    grep -E 'error|Error' "$out/build.log" | sort -u | head -n 20
    echo "campaign: the tests do not build"
    exit 1
fi
core_lane &
program_lane
wait
printf 'campaign of %d min: %s; %d failures\n' "$minutes" "$(paste -s -d '|' "$NANOCOOP_CAMPAIGN_LOG" | sed 's/|/; /g')" \
    "$(grep -c '^== ' "$failures")"
[ ! -s "$failures" ]

#!/usr/bin/env bash
# Runs every test of the project and ends with the line "N passed, N failed, N skipped"; exit status 0 where none failed.
# Installs what the tests need where it may (apt-get as root, or a sudo that asks nothing; NANOCOOP_NO_INSTALL=1 forbids it) and says
# what it skips where it may not. NANOCOOP_TEST_SEED=N repeats a run: every generated test prints its seed.
set -uo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0
reasons=()

say() { printf '\n== %s\n' "$*"; }

# add PASSED FAILED SKIPPED
add() { passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3)); }

skip() { add 0 0 1; reasons+=("$1: $2"); }

python_with() {
    local python
    for python in /usr/bin/python3 python3; do
        if "$python" -c "import $1" >/dev/null 2>&1; then echo "$python"; return 0; fi
    done
    return 1
}

# apt_install PACKAGE...
apt_install() {
    local sudo=()
    if [ -n "${NANOCOOP_NO_INSTALL:-}" ] || ! command -v apt-get >/dev/null; then
        echo "missing, and not installed from here: $*"
        return 0
    fi
    if [ "$(id -u)" != 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            echo "missing: sudo apt-get install --no-install-recommends $*"
            return 0
        fi
        sudo=(sudo -n)
    fi
    echo "installing $*"
    if ! DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "$@" >"$work/apt.log" 2>&1; then
        "${sudo[@]}" apt-get update -qq >>"$work/apt.log" 2>&1
        DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "$@" >>"$work/apt.log" 2>&1 ||
            { echo "apt-get could not install them:"; tail -n 3 "$work/apt.log"; }
    fi
}

install_tools() {
    local packages=()
    command -v cc >/dev/null || packages+=(gcc libc6-dev)
    command -v make >/dev/null || packages+=(make)
    command -v cmake >/dev/null || packages+=(cmake)
    command -v arm-none-eabi-gcc >/dev/null || packages+=(gcc-arm-none-eabi)
    command -v qemu-system-arm >/dev/null || packages+=(qemu-system-arm)
    python_with numpy >/dev/null || packages+=(python3 python3-numpy)
    python_with torch >/dev/null || packages+=(python3-torch)
    command -v espeak-ng >/dev/null || packages+=(espeak-ng)
    [ ${#packages[@]} -eq 0 ] || apt_install "${packages[@]}"
    command -v llvm-mca-19 >/dev/null || command -v llvm-mca >/dev/null || apt_install llvm-19 # apart: not every release has it
    command -v npm >/dev/null || apt_install nodejs npm # these two draw and look at the page of reports
    command -v chromium >/dev/null || apt_install chromium
}

# A preset of nf-interop/CMakePresets.json: warnings are errors, so building it is a test. $2: the compiler it needs.
build_preset() {
    if ! command -v "$2" >/dev/null || ! command -v cmake >/dev/null || ! command -v make >/dev/null; then
        skip "C preset $1" "cmake, make or $2 is not installed"
        return
    fi
    if (cd nf-interop && cmake --preset "$1" && cmake --build --preset "$1" --parallel) >"$work/$1.log" 2>&1; then
        echo "C preset $1: built"
        add 1 0 0
    else
        echo "C preset $1: FAILED"
        grep -E 'error|Error' "$work/$1.log" | head -n 20
        add 0 1 0
    fi
}

# One run of all MSTest projects; counts and reasons come from the TRX files.
run_dotnet() {
    if ! dotnet build nanoCoopNet.sln -c Release --nologo -v quiet -warnaserror >"$work/build.log" 2>&1; then
        grep -E 'error|warning' "$work/build.log" | sort -u | head -n 20
        echo "the solution does not build without warnings"
        add 0 1 0
        return
    fi
    add 1 0 0
    dotnet test nanoCoopNet.sln -c Release --no-build --nologo --logger trx --results-directory "$work/trx" >"$work/test.log" 2>&1
    local status=$?
    grep -E '^(Passed!|Failed!|Skipped!) |^  Failed |Error Message|^   Assert|^   at NanoCoopNet' "$work/test.log"
    local trx run ok not
    for trx in "$work"/trx/*.trx; do
        [ -f "$trx" ] || continue
        run=$(grep -c '<UnitTestResult ' "$trx")
        ok=$(grep -c '<UnitTestResult .*outcome="Passed"' "$trx")
        not=$(grep -c '<UnitTestResult .*outcome="NotExecuted"' "$trx")
        add "$ok" $((run - ok - not)) "$not"
        while IFS= read -r line; do reasons+=("$line"); done < <(skip_reasons "$trx")
    done
    if [ $status -ne 0 ] && [ $failed -eq 0 ]; then
        echo "dotnet test ended with status $status without a failed test:"
        tail -n 20 "$work/test.log"
        add 0 1 0
    fi
}

# "Test: why" for each test of a TRX file that was not executed.
skip_reasons() {
    awk '
        /<UnitTestResult / { name = ""; if (/outcome="NotExecuted"/ && match($0, /testName="[^"]*"/)) name = substr($0, RSTART + 10, RLENGTH - 11) }
        name != "" && /<Message>/ { text = $0; sub(/.*<Message>(Assert.Inconclusive( failed)?. )?/, "", text); sub(/<\/Message>.*/, "", text); print name ": " text; name = "" }
    ' "$1" | sed -e 's/&quot;/"/g' -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&amp;/\&/g'
}

# unittest in a folder, -v so that reasons are printed.
run_python() {
    local folder=$1 module=$2 python
    if ! python=$(python_with "$module"); then
        skip "$folder" "no Python with $module (sudo apt-get install --no-install-recommends python3 python3-$module)"
        return
    fi
    (cd "$folder" && "$python" -m unittest discover -v -p 'test_*.py') >"$work/python.log" 2>&1
    local status=$? ran bad missed
    ran=$(sed -n 's/^Ran \([0-9]*\) test.*/\1/p' "$work/python.log" | tail -n 1)
    bad=$(sed -n 's/^FAILED (.*failures=\([0-9]*\).*/\1/p' "$work/python.log" | tail -n 1)
    bad=$((${bad:-0} + $(sed -n 's/^FAILED (.*errors=\([0-9]*\).*/\1/p' "$work/python.log" | tail -n 1 | grep . || echo 0)))
    missed=$(sed -n 's/^\(OK\|FAILED\) (.*skipped=\([0-9]*\).*/\2/p' "$work/python.log" | tail -n 1)
    missed=${missed:-0}
    while IFS= read -r line; do reasons+=("$folder: $line"); done < <(sed -n "s/^\(.*\) \.\.\. skipped '\(.*\)'$/\1: \2/p" "$work/python.log")
    if [ $status -ne 0 ] && [ $bad -eq 0 ]; then bad=1; fi
    if [ $status -ne 0 ]; then grep -vE '\.\.\. (ok|skipped)' "$work/python.log" | tail -n 60; fi
    echo "$folder: ${ran:-0} run, $bad failed, $missed skipped"
    ran=$((${ran:-0} - bad - missed))
    add $((ran > 0 ? ran : 0)) $bad $missed
}

say "Tools"
install_tools
dotnet --list-sdks 2>/dev/null | grep -q '^10\.' || { echo "the .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

say "C"
build_preset host cc
build_preset asan cc
for cpu in cortex-m7 cortex-m4 cortex-m3 cortex-m0plus; do build_preset $cpu arm-none-eabi-gcc; done

say ".NET"
run_dotnet

say "Python"
run_python tests/kernels numpy
run_python tests/training numpy

if [ ${#reasons[@]} -gt 0 ]; then
    say "Skipped, and why"
    printf '%s\n' "${reasons[@]}" | sort -u
fi
printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]

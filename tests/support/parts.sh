# The parts of the tests: which there are, how each is run, and what came out. Sourced by tests/run.sh.
#
# A job is one line of the plan: KIND NAME. It runs on its own and leaves NAME.log, for MSTest NAME.trx, and NAME.result
# ("passed failed skipped", then one reason a line) in $results.

presets=(host asan cortex-m7 cortex-m4 cortex-m3 cortex-m0plus)
# Python modules that take long or need emulators, sanitizers or PyTorch: not part of `fast`.
slow_python='^c-kit/test_c_kit$|^(training|kernels)/test_('
slow_python+='bench|bench_models|fuzz|m7_kernels|native|training|parallel|recipes|own|keywords|convert|model|'
slow_python+='winograd|rounding|topology|logmel|golden|kernels|float_kernels|confidence|thresholds)$'

# Of the longest jobs, for a clone that has not measured its own.
usual_seconds='160:campaign 110:training-test_recipes 90:kernels-test_m7_kernels 90:cli 60:training-test_training 50:link@user'

# Ports, permissions, read-only folders: root does not see what goes wrong there, so where root runs everything, these run as an
# ordinary user.
as_user='^(link|virtual-board)$'

projects() { (cd "$root/tests" && ls -d */*.Tests.csproj) | cut -d / -f 1; }
modules() { (cd "$root/tests" && ls -d */test_*.py) | sed 's/\.py$//'; }
all_parts() { { echo c; echo format; echo campaign; projects; modules | cut -d / -f 1; } | sort -u; }
is_part() { all_parts | grep -qx -- "$1"; }

# -- building ----------------------------------------------------------------------------------------------------------

# The C presets beside the C# build, which leaves a core idle for much of its time.
build_everything() {
    local what=(nanoCoopNet.sln) folder preset presetsPid= built=()
    if wanted c || [ -n "$fast" ]; then
        for preset in "${presets[@]}"; do
            [ -z "$fast" ] || [ "$preset" = host ] || continue
            built+=("$preset")
        done
        for preset in "${built[@]}"; do job preset "$preset"; done &
        presetsPid=$!
    fi
    if [ ${#parts[@]} -gt 0 ]; then
        what=()
        for folder in $(projects); do
            wanted "$folder" && what+=("tests/$folder")
        done
        wanted campaign && what+=(tests/kernels tests/virtual-board tests/cli) # what campaign.sh runs
    fi
    for folder in "${what[@]}"; do
        job build "$folder"
        report "build"
        [ "$(awk 'NR == 1 { print $2 }' "$results/build.result")" = 0 ] || broken=yes
    done
    [ -z "$presetsPid" ] || wait "$presetsPid"
    for preset in "${built[@]}"; do report "$preset"; done
}

# A preset of nf-interop/CMakePresets.json: warnings are errors, so building it is a test.
run_preset() {
    local preset=$1 compiler=cc
    case $preset in cortex-*) compiler=arm-none-eabi-gcc ;; esac
    if ! command -v $compiler >/dev/null || ! command -v cmake >/dev/null || ! command -v make >/dev/null; then
        result 0 0 1 "C preset $preset: cmake, make or $compiler is not installed"
    elif (cd nf-interop && cmake --preset "$preset" && cmake --build --preset "$preset"); then
        result 1 0 0
    else
        result 0 1 0
    fi
}

# `fast` leaves the analyzers to the whole run.
run_build() {
    local unchecked=${fast:+-p:RunAnalyzers=false}
    if dotnet build "$1" -c Release --nologo -v quiet -warnaserror $unchecked; then result 1 0 0; else result 0 1 0; fi
}

# -- the plan ----------------------------------------------------------------------------------------------------------

plan() {
    local folder module
    {
        for folder in $(projects); do
            if [ -n "${broken:-}" ] || ! wanted "$folder"; then
                continue
            elif [[ $folder =~ $as_user ]] && [ -z "$fast" ] && [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
                echo "user $folder@user"
            else
                echo "dotnet $folder"
            fi
        done
        for module in $(modules); do
            wanted "${module%/*}" || continue
            [ -z "$fast" ] || ! [[ $module =~ $slow_python ]] || continue
            echo "python $module"
        done
        ! wanted format || [ -n "$fast" ] || echo "format format"
        ! wanted campaign || [ -n "$fast" ] || [ -n "${broken:-}" ] || echo "campaign campaign"
    } | longest_first
}

# By the seconds that each job took last time. In a fresh clone those are first that are known to take long.
longest_first() {
    [ -s "$results/seconds" ] || printf '%s\n' $usual_seconds | tr : ' ' >"$results/seconds"
    awk 'FILENAME == ARGV[1] { took[$2] = $1; next }
        { key = $2; gsub("/", "-", key); print (key in took ? took[key] : 9), $0 }' "$results/seconds" - |
        sort -s -k 1,1nr | cut -d ' ' -f 2-
}

run_plan() {
    local kind name running=0 done=0
    declare -A name_of
    while read -r kind name; do
        if [ "$running" -ge "$jobs" ]; then collect; fi
        job "$kind" "$name" &
        name_of[$!]=$name
        running=$((running + 1))
    done <"$results/plan"
    while [ "$running" -gt 0 ]; do collect; done
}

# Waits for one job of run_plan and reports it.
collect() {
    local finished
    wait -n -p finished
    running=$((running - 1))
    done=$((done + 1))
    printf '[%d/%d] ' "$done" "$total"
    report "${name_of[$finished]}"
}

# job KIND NAME: runs it, with its seconds in NAME.seconds and the processor's in NAME.cpu.
job() {
    local base begin=$SECONDS TIMEFORMAT='%U %S'
    base=$results/$(file_of "$2")
    [ "$1" != build ] || base=$results/build
    mkdir -p "$(dirname "$base")"
    result=$base.result
    rm -f "$result"
    { time "run_$1" "$2" >"$base.log" 2>&1 </dev/null; } 2>"$base.cpu"
    [ -f "$result" ] || result 0 1 0
    echo $((SECONDS - begin)) >"$base.seconds"
}

# result PASSED FAILED SKIPPED [REASON...]
result() {
    local counts="$1 $2 $3"
    shift 3
    { echo "$counts"; printf '%s\n' "$@"; } | sed '/^$/d' >"$result"
}

file_of() { echo "${1//\//-}"; }

# -- MSTest ------------------------------------------------------------------------------------------------------------

run_dotnet() { run_mstest "$1" "$1"; }

# The same as an ordinary user, with a home of its own.
run_user() {
    local home status
    home=$(mktemp -d)
    chown 65534:65534 "$home"
    run_mstest "${1%@user}" "$1" setpriv --reuid=65534 --regid=65534 --clear-groups \
        env "HOME=$home" "TMPDIR=$home" NANOCOOP_NO_INSTALL=1
    status=$?
    rm -rf "$home"
    return $status
}

# run_mstest FOLDER NAME [COMMAND...]: counts and reasons come from the TRX file.
run_mstest() {
    local folder=$1 name=$2 project dll trx status filter=()
    shift 2
    project=$(basename "$(ls "tests/$folder"/*.Tests.csproj)" .csproj)
    dll=tests/$folder/bin/Release/net10.0/$project.dll
    filter=(--filter "TestCategory!=Campaign${fast:+&TestCategory!=Slow}")
    local out=$results/$name
    mkdir -p "$out"
    chmod 777 "$out"
    "$@" dotnet test "$dll" --nologo --logger "trx;LogFileName=$name.trx" --logger 'console;verbosity=minimal' \
        --results-directory "$out" "${filter[@]}"
    status=$?
    trx=$out/$name.trx
    if [ ! -f "$trx" ]; then
        echo "no TRX file was written (status $status)"
        return
    fi
    local run ok not reasons
    run=$(grep -c '<UnitTestResult ' "$trx")
    ok=$(grep -c '<UnitTestResult .*outcome="Passed"' "$trx")
    not=$(grep -c '<UnitTestResult .*outcome="NotExecuted"' "$trx")
    [ "$status" -eq 0 ] || [ "$run" -ne $((ok + not)) ] || run=$((run + 1)) # the run itself broke
    mapfile -t reasons < <(skip_reasons "$trx")
    result "$ok" $((run - ok - not)) "$not" "${reasons[@]}"
}

# "Test: why" for each test of a TRX file that was not executed.
skip_reasons() {
    awk '
        /<UnitTestResult / {
            name = ""
            if (/outcome="NotExecuted"/ && match($0, /testName="[^"]*"/)) name = substr($0, RSTART + 10, RLENGTH - 11)
        }
        name != "" && /<Message>/ {
            text = $0
            sub(/.*<Message>(Assert.Inconclusive( failed)?. )?/, "", text)
            sub(/<\/Message>.*/, "", text)
            print name ": " text
            name = ""
        }
    ' "$1" | sed -e 's/&quot;/"/g' -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&amp;/\&/g'
}

# -- Python ------------------------------------------------------------------------------------------------------------

run_python() {
    local folder=tests/${1%/*} module=${1##*/} python log
    log=$results/$(file_of "$1").log
    if ! python=$(python_with numpy); then
        result 0 0 1 "$1: no Python with numpy (sudo apt-get install --no-install-recommends python3 python3-numpy)"
        return
    fi
    # Parts run side by side: more threads than one each would only get in each other's way.
    (cd "$folder" && OMP_NUM_THREADS=1 "$python" -m unittest -v "$module")
    local status=$? ran bad missed reasons
    ran=$(sed -n 's/^Ran \([0-9]*\) test.*/\1/p' "$log" | tail -n 1)
    bad=$(($(count failures "$log") + $(count errors "$log")))
    missed=$(count skipped "$log")
    [ $status -eq 0 ] || [ $bad -gt 0 ] || bad=1
    mapfile -t reasons < <(sed -n "s/^\(.*\) \.\.\. skipped '\(.*\)'$/\1: \2/p" "$log")
    ran=$((${ran:-0} - bad - missed))
    result $((ran > 0 ? ran : 0)) "$bad" "$missed" "${reasons[@]}"
}

# count WORD LOG: the number behind a word in unittest's last line.
count() {
    local n
    n=$(sed -n "s/^\(OK\|FAILED\) (.*$1=\([0-9]*\).*/\2/p" "$2" | tail -n 1)
    echo "${n:-0}"
}

# -- the other parts ---------------------------------------------------------------------------------------------------

run_format() { if tests/format.sh; then result 1 0 0; else result 0 1 0; fi; }

run_campaign() { if NANOCOOP_CAMPAIGN_BUILT=1 tests/campaign.sh 1; then result 1 0 0; else result 0 1 0; fi; }

# -- what came out -----------------------------------------------------------------------------------------------------

passed=0 failed=0 skipped=0

# report NAME: one line of a finished job, and its failures.
report() {
    local base ok bad not
    base=$results/$(file_of "$1")
    read -r ok bad not <"$base.result"
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + not))
    printf '%s: %d passed, %d failed, %d skipped, %d s (CPU %.0f s)\n' "$1" "$ok" "$bad" "$not" \
        "$(cat "$base.seconds")" "$(cpu_seconds "$base.cpu")"
    tail -n +2 "$base.result" >>"$results/reasons"
    [ "$bad" -eq 0 ] || failures "$base.log"
}

cpu_seconds() { cat "$@" | awk '{ sum += $1 + $2 } END { print sum + 0 }'; }

# The messages and seeds in a log: MSTest, unittest and compilers each say them in their own way.
failures() {
    grep -vE '^(Test run for|A total of|VSTest version|Copyright|Starting test|Results File|Passed!|  (Skipped|Passed) )' "$1" |
        grep -vE '\.\.\. (ok|skipped)|^ok$|^\[ *[0-9]+%\]|^-- |^$' | head -n 200 | sed 's/^/    /'
    echo "    (whole log: ${1#"$root"/})"
}

keep_seconds() {
    local file
    for file in "$results"/*.seconds; do
        printf '%s %s\n' "$(cat "$file")" "$(basename "$file" .seconds)"
    done | awk 'FILENAME == ARGV[1] { took[$2] = $1; next } { took[$2] = $1 } END { for (n in took) print took[n], n }' \
        "$results/seconds" - >"$results/seconds.new"
    mv "$results/seconds.new" "$results/seconds"
}

summary() {
    if [ -s "$results/reasons" ]; then
        printf '\n== Skipped, and why\n'
        sort -u "$results/reasons"
    fi
    printf '\nin %d min %d s (CPU %d s); logs and TRX files: tests/TestResults\n' $((SECONDS / 60)) $((SECONDS % 60)) \
        "$(cpu_seconds "$results"/*.cpu | cut -d . -f 1)"
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" -eq 0 ]
}

#!/usr/bin/env bash
# Checks how files are laid out: dotnet format (C#), clang-format (C), black (Python), and lines of at most 130 characters, as
# .editorconfig says. Exit status 0 where nothing is found beside the files of tests/format-baseline.txt, which only gets shorter.
#   tests/format.sh              check
#   tests/format.sh --fix [FILE...]   lay the files (all) out anew; long lines are yours to break
#   tests/format.sh --baseline   drop from the baseline what is in order now
set -uo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
export LC_ALL=C.UTF-8 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
baseline=tests/format-baseline.txt
longest=130
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git() { command git -c safe.directory='*' "$@"; }

# files PATTERN...: those of the repository that a person writes.
files() {
    git ls-files -co --exclude-standard -- "$@" | grep -vE '\.g\.cs$|^nf-interop/clr/NanoCoopNet_Interop|/package-lock\.json$|^tests/cli/verified/' |
        while IFS= read -r file; do [ ! -f "$file" ] || echo "$file"; done
}

c_files() { files '*.c' '*.h' '*.cpp'; }
python_files() { files '*.py'; }

has() {
    command -v "$1" >/dev/null && return
    echo "not checked, because $1 is not installed: sudo apt-get install --no-install-recommends $1" >&2
    return 1
}

# Each prints "TOOL FILE" for a file that is not in order.
check_csharp() {
    dotnet format whitespace --folder . --verify-no-changes --include $(files '*.cs') 2>&1 |
        sed -n "s|^$root/\([^(]*\)([0-9,]*): error WHITESPACE.*|csharp \1|p" | sort -u
}

check_c() {
    local file
    has clang-format || return 0
    c_files | xargs clang-format --dry-run 2>&1 | sed -n 's/^\([^:]*\):[0-9]*:[0-9]*: warning: .*/c \1/p' | sort -u
}

check_python() {
    has black || return 0
    python_files | xargs black --check --line-length $longest --target-version py39 2>&1 |
        sed -n "s|^would reformat \($root/\)\{0,1\}||p" | sed 's/^/python /' | sort -u
}

check_lines() {
    local file
    files '*.cs' '*.c' '*.h' '*.cpp' '*.def' '*.py' '*.sh' '*.md' '*.cmake' '*CMakeLists.txt' '*.js' '*.mjs' host-tools/nanocoop |
        while IFS= read -r file; do
            case $file in *.md) pattern='^[^|].{130,}' ;; *) pattern=".{131,}" ;; esac
            ! grep -qE "$pattern" "$file" || echo "lines $file"
        done
}

fix() {
    local cs c py
    if [ $# -eq 0 ]; then mapfile -t all < <(files '*.cs' '*.c' '*.h' '*.cpp' '*.py'); else all=("$@"); fi
    mapfile -t cs < <(printf '%s\n' "${all[@]}" | grep '\.cs$')
    mapfile -t c < <(printf '%s\n' "${all[@]}" | grep -E '\.(c|h|cpp)$')
    mapfile -t py < <(printf '%s\n' "${all[@]}" | grep '\.py$')
    [ ${#cs[@]} -eq 0 ] || dotnet format whitespace --folder . --include "${cs[@]}"
    [ ${#c[@]} -eq 0 ] || ! has clang-format || clang-format -i "${c[@]}"
    [ ${#py[@]} -eq 0 ] || ! has black || black --quiet --line-length $longest --target-version py39 "${py[@]}"
}

case ${1:-} in
    --fix) shift; fix "$@"; exit ;;
    '' | --baseline) ;;
    *) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac

{ check_csharp; check_c; check_python; check_lines; } | sort -u >"$work/found"
touch "$baseline"
if [ "${1:-}" = --baseline ]; then
    if [ -s "$baseline" ]; then comm -12 "$work/found" <(sort -u "$baseline") >"$work/kept"; else cp "$work/found" "$work/kept"; fi
    cp "$work/kept" "$baseline"
fi
comm -23 "$work/found" <(sort -u "$baseline") >"$work/new"
mended=$(comm -13 "$work/found" <(sort -u "$baseline") | wc -l)
[ "$mended" -eq 0 ] || echo "$mended of $baseline are in order now: tests/format.sh --baseline drops them"
if [ -s "$work/new" ]; then
    echo "not in order (tests/format.sh --fix, or break lines over $longest characters):"
    sed 's/^/  /' "$work/new"
    exit 1
fi
echo "in order, but for $(wc -l <"$baseline") files that $baseline names"

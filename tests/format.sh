#!/usr/bin/env bash
# Checks how files are laid out: CSharpier (C#), clang-format (C), black (Python), and lines of at most 130 characters, as
# .editorconfig says. Exit status 0 where all is in order.
#   tests/format.sh              check
#   tests/format.sh --fix [FILE...]   lay the files (all) out anew; comments and texts that are too long are yours to break
set -uo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
export LC_ALL=C.UTF-8 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
longest=130
git() { command git -c safe.directory='*' "$@"; }

# files PATTERN...: those of the repository that a person writes.
files() {
    git ls-files -co --exclude-standard -- "$@" |
        grep -vE '\.g\.(cs|c)$|^nf-interop/clr/NanoCoopNet_Interop|/package-lock\.json$|^tests/cli/verified/' |
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
    dotnet tool restore >/dev/null && dotnet csharpier check . 2>&1 |
        sed -n 's/^Error \(\.\/\)\{0,1\}\(.*\.cs\) - Was not formatted.*/csharp \2/p' | sort -u
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
    [ ${#cs[@]} -eq 0 ] || { dotnet tool restore >/dev/null && dotnet csharpier format "${cs[@]}"; }
    [ ${#c[@]} -eq 0 ] || ! has clang-format || clang-format -i "${c[@]}"
    [ ${#py[@]} -eq 0 ] || ! has black || black --quiet --line-length $longest --target-version py39 "${py[@]}"
}

case ${1:-} in
    --fix) shift; fix "$@"; exit ;;
    '') ;;
    *) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac

found=$({ check_csharp; check_c; check_python; check_lines; } | sort -u)
[ -n "$found" ] || { echo "in order"; exit 0; }
echo "not in order (tests/format.sh --fix, or break lines over $longest characters):"
sed 's/^/  /' <<<"$found"
exit 1

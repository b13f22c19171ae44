# What the tests need on this machine, and getting it. Sourced by tests/run.sh and tests/campaign.sh.

# python_with MODULE: a Python that has it.
python_with() {
    local python
    for python in /usr/bin/python3 python3; do
        if "$python" -c "import $1" >/dev/null 2>&1; then echo "$python"; return 0; fi
    done
    return 1
}

# apt_install PACKAGE...
apt_install() {
    local sudo=() install log
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
    log=$(mktemp)
    # Another apt-get that runs is waited for.
    install=(env DEBIAN_FRONTEND=noninteractive apt-get install -o DPkg::Lock::Timeout=300 -y -qq --no-install-recommends "$@")
    if ! "${sudo[@]}" "${install[@]}" >"$log" 2>&1; then
        "${sudo[@]}" apt-get update -qq >>"$log" 2>&1
        "${sudo[@]}" "${install[@]}" >>"$log" 2>&1 || { echo "apt-get could not install them:"; tail -n 3 "$log"; }
    fi
    rm -f "$log"
}

# install_tools [PART...]: everything that some test uses; parts are not looked at one by one.
install_tools() {
    local packages=()
    command -v cc >/dev/null || packages+=(gcc libc6-dev)
    command -v c++ >/dev/null || packages+=(g++)
    command -v make >/dev/null || packages+=(make)
    command -v cmake >/dev/null || packages+=(cmake)
    command -v arm-none-eabi-gcc >/dev/null || packages+=(gcc-arm-none-eabi)
    command -v qemu-system-arm >/dev/null || packages+=(qemu-system-arm)
    command -v clang-format >/dev/null || packages+=(clang-format)
    command -v black >/dev/null || packages+=(black)
    command -v espeak-ng >/dev/null || packages+=(espeak-ng)
    command -v doxygen >/dev/null || packages+=(doxygen)
    python_with numpy >/dev/null || packages+=(python3 python3-numpy)
    python_with torch >/dev/null || packages+=(python3-torch)
    python_with jsonschema >/dev/null || packages+=(python3-jsonschema)
    [ ${#packages[@]} -eq 0 ] || apt_install "${packages[@]}"
    # Apart, because not every release has them. These draw and look at the page of reports, fuzz with coverage,
    # and write captures.
    command -v llvm-mca-19 >/dev/null || command -v llvm-mca >/dev/null || apt_install llvm-19
    command -v npm >/dev/null || apt_install nodejs npm
    command -v chromium >/dev/null || apt_install chromium
    command -v clang >/dev/null || apt_install clang
    command -v sigrok-cli >/dev/null || apt_install sigrok-cli
    [ -d "${NANOCOOP_ONNX_TESTDATA:-/usr/share/libonnx-testdata/data/node}" ] || apt_install libonnx-testdata
}

require_sdk() {
    dotnet --list-sdks 2>/dev/null | grep -q '^10\.' && return
    echo "the .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
}

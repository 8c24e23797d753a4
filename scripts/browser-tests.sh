#!/bin/sh
# Runs the tests in a browser: nightjar serve, moto in place of AWS, and headless Chromium of the system.
#
#   scripts/browser-tests.sh             builds nightjar and runs all tests
#   scripts/browser-tests.sh --pictures  also takes pictures of every page into the folder screenshots
#
# NIGHTJAR_BINARY names another program to test, CHROMIUM another browser.
set -eu
cd "$(dirname "$0")/.."

if [ -z "${NIGHTJAR_BINARY:-}" ]; then
  swift build --product nightjar
  NIGHTJAR_BINARY="$(swift build --product nightjar --show-bin-path)/nightjar"
fi
export NIGHTJAR_BINARY

if [ -z "${CHROMIUM:-}" ]; then
  CHROMIUM="$(command -v chromium || command -v chromium-browser || true)"
fi
if [ -z "$CHROMIUM" ]; then
  echo "skipped: no Chromium; install it with apt-get install chromium, or set CHROMIUM" >&2
  exit 0
fi
export CHROMIUM

environment="${NIGHTJAR_BROWSER_VENV:-.build/browser-tests}"
if ! [ -x "$environment/bin/python" ]; then
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --requirement Tests/BrowserTests/requirements.txt
fi

cd Tests/BrowserTests
python="../../$environment/bin/python"
case "$environment" in /*) python="$environment/bin/python" ;; esac
"$python" -m unittest -v test_pages test_story
if [ "${1:-}" = --pictures ]; then "$python" shots.py; fi

#!/usr/bin/env bash
# Sets up the Python peers of the tests (a moto server, boto3, a mail server) in .build/python, unless the Python at hand has them.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=("moto[server]>=5.2,<6" "boto3" "aiosmtpd" "cryptography")
has() { "$1" -c 'import moto.server, boto3, flask, aiosmtpd, cryptography' >/dev/null 2>&1; }

# The tests take the first of these that exists.
for python in "${NIGHTJAR_PYTHON:-}" .build/python/bin/python3 python3; do
  [ -n "$python" ] && command -v "$python" >/dev/null || continue
  if has "$python"; then exit 0; fi
  if [ "$python" = "${NIGHTJAR_PYTHON:-}" ]; then
    echo "python-peers: NIGHTJAR_PYTHON ($python) lacks ${packages[*]}" >&2
    exit 1
  fi
  break
done
if ! command -v python3 >/dev/null || ! python3 -c 'import ensurepip' >/dev/null 2>&1; then
  if ! command -v apt-get >/dev/null; then
    echo "python-peers: Python 3 with venv is missing; install it and run this again" >&2
    exit 1
  fi
  run=()
  [ "$(id -u)" -eq 0 ] || run=(sudo)
  export DEBIAN_FRONTEND=noninteractive
  "${run[@]}" apt-get update -qq
  "${run[@]}" apt-get install -y -qq --no-install-recommends python3 python3-venv >/dev/null
fi
mkdir -p .build
python3 -m venv .build/python
.build/python/bin/pip install --quiet --disable-pip-version-check "${packages[@]}"
has .build/python/bin/python3 || { echo "python-peers: moto does not start after its installation" >&2; exit 1; }

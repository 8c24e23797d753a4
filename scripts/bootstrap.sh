#!/usr/bin/env bash
# Installs the system libraries that Nightjar builds with. Swift itself (6.1 or newer) must be there already.
set -euo pipefail

packages=(libdeflate-dev zlib1g-dev libmaxminddb-dev libzstd-dev libsqlite3-dev libxml2-dev pkg-config)

missing=()
# The Swift runtime that is put into the program takes libxml2 from the system.
for module in libdeflate zlib libmaxminddb libzstd sqlite3 libxml-2.0; do
  pkg-config --exists "$module" 2>/dev/null || missing+=("$module")
done
if [ ${#missing[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "bootstrap: these libraries with their headers are missing: ${missing[*]}" >&2
    echo "bootstrap: on Debian and Ubuntu they are the packages ${packages[*]}; install their like here" >&2
    exit 1
  fi
  run=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "bootstrap: run as root, or install sudo, to install ${packages[*]}" >&2; exit 1; }
    run=(sudo)
  fi
  export DEBIAN_FRONTEND=noninteractive
  "${run[@]}" apt-get update -qq
  "${run[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

if ! command -v swift >/dev/null; then
  echo "bootstrap: Swift is missing; install 6.1 or newer from https://www.swift.org/install" >&2
  exit 1
fi
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
read -r major minor <<<"${version:-0 0}"
if [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 1 ]; }; then
  echo "bootstrap: Swift $major.$minor is too old; install 6.1 or newer" >&2
  exit 1
fi

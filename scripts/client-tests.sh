#!/usr/bin/env bash
# Installs the clients that the server's tests talk to (Elasticsearch 8 and 9, OpenSearch, rsyslog, schemathesis) and runs
# those tests.
set -euo pipefail
cd "$(dirname "$0")/.."

clients=.build/clients
install() {
  [ -x "$clients/$1/bin/python" ] && return
  python3 -m venv "$clients/$1"
  "$clients/$1/bin/pip" install --quiet --disable-pip-version-check "${@:2}"
}
mkdir -p "$clients"
install elasticsearch8 'elasticsearch>=8,<9'
install elasticsearch9 'elasticsearch>=9,<10'
install opensearch 'opensearch-py'
install schemathesis 'schemathesis>=4,<5'
if command -v apt-get >/dev/null && [ ! -e /usr/lib/"$(uname -m)"-linux-gnu/rsyslog/omelasticsearch.so ]; then
  run=()
  [ "$(id -u)" -eq 0 ] || run=(sudo)
  DEBIAN_FRONTEND=noninteractive "${run[@]}" apt-get install -y -qq --no-install-recommends rsyslog rsyslog-elasticsearch
fi
swift test --filter 'ClientTests|SchemathesisTests' "$@"

#!/usr/bin/env bash
# Install detente alone into a fresh environment and run it: a missing dependency shows here.
set -euo pipefail
python=${1:-python3}
here=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$python" -m venv "$place/venv"
"$place/venv/bin/pip" install -q --upgrade pip
"$place/venv/bin/pip" install -q "$here"
cd "$place"
venv/bin/detente --help >/dev/null
venv/bin/detente models verify >/dev/null
printf 'Russian President Vladimir Putin met Indian Prime Minister Narendra Modi in New Delhi on Monday.' |
  venv/bin/detente annotate - --published-at 2021-12-07 | grep -q '"event_type": "CONSULT"'
if venv/bin/detente events 2>/dev/null; then
  echo "a reading command made or found a record in an empty folder" >&2
  exit 1
fi
echo "bare install works"

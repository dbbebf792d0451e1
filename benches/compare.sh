#!/usr/bin/env bash
# Compares the cost of whole runs of dechrome with that of other tools on the same text, and prints a table in Markdown.
# `benches/compare.sh --help` lists the options; DECHROME names a program to measure in place of a fresh release build.
#
# Wants Linux, python3 with venv, about 2 GB of disk below the cache folder, and a machine with nothing else to do. Tools that are
# missing (rg, fmt, gzip, Python packages without PyPI) are left out with a note.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
    exec python3 "$here/compare" --help
fi
cache=${XDG_CACHE_HOME:-$HOME/.cache}/dechrome-compare
mkdir -p "$cache"

if [ -z "${DECHROME:-}" ]; then
    cargo build --release --quiet --manifest-path "$here/../Cargo.toml"
    target=${CARGO_TARGET_DIR:-$here/../target}
    DECHROME=$target/release/dechrome
fi

# The extractors of the comparison, in an environment of their own that stays for the next time.
extractors=(jusText lxml_html_clean trafilatura resiliparse) # jusText does not ask for lxml_html_clean, but needs it
if [ ! -x "$cache/venv/bin/python" ]; then
    python3 -m venv "$cache/venv"
fi
for extractor in "${extractors[@]}"; do
    "$cache/venv/bin/pip" install --quiet --disable-pip-version-check "$extractor" >&2 ||
        echo "compare: $extractor could not be installed" >&2
done

export DECHROME COMPARE_CACHE=$cache COMPARE_PYTHON=$cache/venv/bin/python
exec python3 "$here/compare" "$@"

# What a contributor types; `just` alone lists it.

default:
    @just --list

# All tests, as .ci/run runs them
test:
    cargo test

# Everything that must hold before a change is merged
ci:
    .ci/run

# Write the help texts anew after a change of options: then read the difference
help:
    #!/usr/bin/env bash
    set -euo pipefail
    cargo build --quiet
    unset COLUMNS
    for file in tests/cli/help/*.txt; do
        verb=$(basename "$file" .txt | tr - ' ')
        target/debug/dechrome ${verb#dechrome} --help > "$file"
    done
    git diff --stat tests/cli/help

# Licences, advisories and sources of the dependencies (needs cargo-deny)
deny:
    cargo deny check

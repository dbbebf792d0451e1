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
    write() { # the help of a verb and of those below it
        local file=tests/cli/help/$(echo "${*:-dechrome}" | tr ' ' -).txt below
        target/debug/dechrome "$@" --help > "$file"
        for below in $(awk '/^(Verbs|Commands):$/ {on=1; next} /^$/ {on=0} on {print $1}' "$file"); do
            write "$@" "$below"
        done
    }
    rm -f tests/cli/help/*.txt
    write
    git diff --stat tests/cli/help

# Licences, advisories and sources of the dependencies (needs cargo-deny)
deny:
    cargo deny check

# What a contributor types; `just` alone lists it.

default:
    @just --list

# All tests, as .ci/run runs them
test:
    cargo test

# Everything that must hold before a change is merged
ci:
    .ci/run

# Write help texts and the README's output anew after a change of options or model: then read the difference
renew:
    .ci/renew

# Fuzz each law for a minute (needs cargo-fuzz)
fuzz:
    .ci/fuzz

# Mixed work for half an hour, or as many minutes as said: outputs and memory stay the same
soak *minutes:
    .ci/soak {{minutes}}

# Kill cleaning in place at 500 moments
kill:
    .ci/kill

# Licences, known flaws and sources of the dependencies
deny:
    .ci/deny

# Throughput of each stage
bench:
    cargo bench

# The cost of whole runs beside that of other tools, as a table (--quick, --rows, --help)
compare *options:
    benches/compare.sh {{options}}

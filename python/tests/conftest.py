"""What several tests need: the program beside the package, documents of our own, pages where there are some."""

import gzip
import importlib
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples"))
CORPORA = ROOT.parent / "shared" / "corpus"
HEADS = ["Home\nNews\nSport\nLog in\n", "Menu\n", "", "Home | News | Contact\n\nShare on Facebook\n"]
TAILS = ["Related Articles\nRead more\n", "Subscribe to our newsletter\n", "", "© 2025 The Observer. All rights reserved.\n"]
NOUNS = "ferry whale mill abbey bridge miller harvest harbour garden orchard captain sailor zoë 渡し船 паром".split()
VERBS = "crossed left mended found painted sold remembered".split()


def documents(count, seed=1):
    """Small pages, no two alike: chrome above and below, paragraphs that are broken in places."""
    rng = random.Random(seed)

    def sentence():
        a, b, c = (rng.choice(NOUNS) for _ in range(3))
        return f"The {a} of the {b} {rng.choice(VERBS)} the {c} in {rng.randint(1700, 2020)}, and nobody said a word."

    for number in range(count):
        body = "\n\n".join(
            " ".join(sentence() for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(1, 4))
        )
        if rng.random() < 0.5:
            body = body.replace(", and", ",\nand")
        yield f"{rng.choice(HEADS)}\nReport {number}\n\n{body}\n\n{rng.choice(TAILS)}"


@pytest.fixture(scope="session")
def program():
    """Path of the program `dechrome`; $DECHROME names it."""
    found = os.environ.get("DECHROME") or shutil.which("dechrome")
    if not found:
        if os.environ.get("CI"):
            pytest.fail("$DECHROME names no program")
        pytest.skip("skipped: no program dechrome to compare with")
    return found


@pytest.fixture(scope="session")
def by_program(program):
    """Cleans documents as the program does, through JSON Lines."""

    def clean(texts, *options):
        rows = "".join(json.dumps({"text": text}) + "\n" for text in texts)
        command = [program, "clean", "--isolated", "--format", "jsonl", *options]
        done = subprocess.run(command, input=rows.encode(), stdout=subprocess.PIPE, check=True)
        return [json.loads(row)["text"] for row in done.stdout.splitlines()]

    return clean


@pytest.fixture(scope="session")
def pages():
    """Every tenth page of the corpora, where they lie beside the repository."""
    if not CORPORA.is_dir():
        pytest.skip("skipped: no corpora beside the repository")
    texts = []
    for path in sorted(CORPORA.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as rows:
            for number, row in enumerate(rows):
                if number % 10 == 0:
                    texts += [v for k, v in json.loads(row).items() if k in ("block", "split", "layout", "text")]
    assert texts
    return texts


def need(module):
    """A package an example is written for: skipped without it, but on CI it must be there."""
    if os.environ.get("CI"):
        return importlib.import_module(module)
    return pytest.importorskip(module, reason=f"skipped: no {module}")

"""The rows of the table: for each, what is run on what, and what dechrome must reach."""

import os
import shutil
import statistics
import subprocess
from itertools import islice
from pathlib import Path

import pages
from measure import Pairs, peak, wall

MB = 1_000_000
OURS = os.environ.get("DECHROME", "dechrome")
PYTHON = os.environ.get("COMPARE_PYTHON", "python3")
EXTRACT = str(Path(__file__).parent / "extract.py")


class Skipped(Exception):
    pass


def need(tool):
    if not shutil.which(tool):
        raise Skipped(f"{tool} is missing")


def clean(*arguments, threads=1):
    return [OURS, "clean", "--quiet", "-j", str(threads), *map(str, arguments)]


class Bench:
    """A folder of inputs, each made when it is first asked for, and how large and how often all is measured."""

    def __init__(self, folder, scale, rounds, texts):
        self.folder, self.scale, self.rounds, self.texts = folder, scale, rounds, texts
        self.made = {}

    def pages(self):
        return pages.found(self.texts) if self.texts else pages.made()

    def input(self, name, make):
        if name not in self.made:
            self.made[name] = make(self.folder / name)
        return self.made[name]

    def size(self, bytes):
        return int(bytes * self.scale)

    def text(self):
        texts = pages.upto(self.pages(), self.size(200 * MB))
        return self.input("pages.txt", lambda path: pages.write_text(path, texts))

    def files(self):
        return self.input("files", lambda path: pages.write_files(path, islice(self.pages(), 1500)))

    def rows(self):
        texts = pages.upto(self.pages(), self.size(100 * MB))
        return self.input("pages.jsonl", lambda path: pages.write_rows(path, texts))

    def rows_as_text(self):
        texts = pages.upto(self.pages(), self.size(100 * MB))
        return self.input("rows.txt", lambda path: pages.write_text(path, texts))

    def pairs(self, ours, theirs, **more):
        return Pairs(self.rounds, ours, theirs, **more)

    def speed(self, pairs, bytes):
        return f"{pairs.over()}; {bytes / pairs.ours / MB:.0f} and {bytes / pairs.theirs / MB:.0f} MB/s"


def text_wc(bench):
    need("wc")
    text = bench.text()
    size = text.stat().st_size
    pairs = bench.pairs(clean(text), ["wc", "-w", text])
    yield f"one file of {size / MB:.0f} MB / `wc -w`", "<= 2.0", bench.speed(pairs, size)


def text_rg(bench):
    need("rg")
    text, patterns = bench.text(), bench.folder / "phrases"
    size = text.stat().st_size
    phrases = pages.phrases(350)
    patterns.write_text("\n".join(phrases) + "\n", encoding="utf-8")
    theirs = ["rg", "--threads=1", "--no-config", "-v", "-i", "-F", "-f", patterns, text]
    pairs = bench.pairs(clean(text), theirs)
    name = f"the same / `rg -v -i -F -f`, {len(phrases)} phrases"
    yield name, "<= 2.0", bench.speed(pairs, size)


def text_fmt(bench):
    need("fmt")
    text = bench.text()
    size = text.stat().st_size
    yield "the same / `fmt`", "", bench.speed(bench.pairs(clean(text), ["fmt", text]), size)


def files_wc(bench):
    need("wc")
    files = bench.files()
    pairs = bench.pairs(clean(*files), ["wc", "-w", *files])
    size = sum(path.stat().st_size for path in files)
    yield f"1,500 files of {size / 1500 / 1000:.1f} kB / `wc -w`", "<= 2.0", bench.speed(pairs, size)


def small_cat(bench):
    need("find")
    need("xargs")
    count = bench.size(100_000)
    texts = (text[:400] for text in islice(bench.pages(), count))
    bench.input("small", lambda path: pages.write_files(path, texts))
    folder = bench.folder / "small"
    theirs = f"find '{folder}' -type f -print0 | xargs -0 cat"
    pairs = bench.pairs(clean(folder), theirs)
    plain = bench.pairs(clean("--no-drop", "--no-merge", folder), theirs)
    name = f"{count:,} files of 400 characters / `find -print0 \\| xargs -0 cat`"
    yield name, "<= 1.5", str(pairs.over())
    yield "the same with `--no-drop --no-merge`", "", str(plain.over())


def extractors(bench):
    count = max(40, bench.size(400))
    texts = list(islice(bench.pages(), count))
    files = bench.input("plain", lambda path: pages.write_files(path, texts))
    bench.input("html", lambda path: pages.write_files(path, map(pages.as_html, texts), ".html"))
    size = sum(len(text.encode()) for text in texts)
    for library, must in [("justext", ">= 80"), ("resiliparse", ""), ("trafilatura", "")]:
        name = f"{library} on {count} pages of HTML / ours on their text"
        known = subprocess.run([PYTHON, "-c", f"import {library}"], stderr=subprocess.DEVNULL)
        if known.returncode != 0:
            yield name, must, f"skipped: {library} is missing"
            continue
        pairs = bench.pairs(clean(*files), [PYTHON, EXTRACT, library, bench.folder / "html"])
        yield name, must, f"{pairs.under()}; {size / pairs.theirs / MB:.2f} MB/s of text"


def jsonl(bench):
    rows, text = bench.rows(), bench.rows_as_text()
    pairs = bench.pairs(clean("--format", "jsonl", rows), clean(text))
    factor = text.stat().st_size / rows.stat().st_size
    name = f"{rows.stat().st_size / MB:.0f} MB of JSONL / the same texts as one file, per byte"
    yield name, "<= 1.7", str(pairs.over(factor))


def wet(bench):
    need("gzip")
    texts = pages.upto(bench.pages(), bench.size(100 * MB))
    packed = bench.input("pages.wet.gz", lambda path: pages.write_wet(path, texts))
    command = clean("--format", "wet", packed)
    pairs = bench.pairs(command, ["gzip", "-dc", packed])
    yield "WET `.gz`, cleaned / `gzip -dc`", "<= 1.6", str(pairs.over())
    unpacked = bench.folder / "pages.wet"
    with open(unpacked, "wb") as file:
        subprocess.run(["gzip", "-dc", packed], stdout=file, check=True)
    pairs = bench.pairs(command, clean("--format", "wet", unpacked))
    yield "WET `.gz` / the same not packed", "", str(pairs.over())


def start(bench):
    need("cat")
    page = bench.folder / "page.txt"
    page.write_text(next(bench.pages()), encoding="utf-8")
    pairs = Pairs(max(100, bench.rounds), clean(page), ["cat", page], cost=wall)
    size = page.stat().st_size
    name = f"one file of {size / 1000:.1f} kB, by the clock / `cat`"
    times = f"{pairs.ours * 1e3:.1f} and {pairs.theirs * 1e3:.1f} ms"
    yield name, "<= 2.5", f"**{statistics.median(pairs.ratios):.2f}**; {times}"


def memory(bench):
    """Peaks; what must not be passed is 32 MB and the largest document, a byte of it for each."""

    def row(name, largest, command):
        must = f"<= {(32 * MB + largest) / MB:.0f} MB"
        return name, must, f"**{peak(command) / MB:.0f} MB**"

    text = bench.text()
    size = text.stat().st_size
    yield row(f"peak memory, one file of {size / MB:.0f} MB", size, clean(text))
    for rows in (bench.size(200_000), bench.size(2_000_000)):
        texts = (text[:120] for text in repeated(bench.pages(), rows))
        path = bench.input(f"{rows}.jsonl", lambda path: pages.write_rows(path, texts))
        for threads in (1, 2):
            command = clean("--format", "jsonl", path, threads=threads)
            yield row(f"peak memory, {rows:,} JSONL rows, `-j {threads}`", 0, command)


def repeated(texts, count):
    few = list(islice(texts, 1000))
    return (few[number % len(few)] for number in range(count))


def huge(bench):
    """One text file of 1 GB."""
    text = bench.text()

    def make(path):
        with open(path, "wb") as file:
            for _ in range(5):
                with open(text, "rb") as part:
                    shutil.copyfileobj(part, file)
        return path

    path = bench.input("huge.txt", make)
    size = path.stat().st_size
    must = f"<= {(32 * MB + size) / MB:.0f} MB"
    yield f"peak memory, one file of {size / MB:.0f} MB", must, f"**{peak(clean(path)) / MB:.0f} MB**"
    path.unlink()


def threads(bench):
    rows = bench.rows()
    pairs = bench.pairs(clean("--format", "jsonl", rows, threads=2), clean("--format", "jsonl", rows))
    yield "CPU with 2 threads / 1, JSONL", "<= 1.15", str(pairs.over())


def languages(bench):
    def text(name):
        texts = pages.upto(pages.made(name), bench.size(40 * MB))
        return bench.input(f"{name}.txt", lambda path: pages.write_text(path, texts))

    english = text("english")
    for name in ("german", "arabic", "chinese"):
        other = text(name)
        pairs = bench.pairs(clean(other), clean(english))
        factor = other.stat().st_size / english.stat().st_size
        yield f"speed in {name.capitalize()} / English, per byte", ">= 0.6", str(pairs.under(factor))


ROWS = {
    "wc": text_wc,
    "rg": text_rg,
    "fmt": text_fmt,
    "files": files_wc,
    "small": small_cat,
    "extractors": extractors,
    "jsonl": jsonl,
    "wet": wet,
    "start": start,
    "memory": memory,
    "huge": huge,
    "threads": threads,
    "languages": languages,
}

"""A crawl in small: WET files as Common Crawl has them, cleaned file by file, learnt from file by file.

Prints, as a table in Markdown, what it takes and what would move between machines, and holds that tasks may be lost, repeated or
spread in any way: the files are the same whatever happens to the tasks that make them."""

import argparse
import hashlib
import json
import os
import signal
import tempfile
import time
from itertools import islice
from pathlib import Path

import pages
from measure import cpu, finish, start

OURS = os.environ.get("DECHROME", "dechrome")
MB = 1_000_000


def arguments():
    parser = argparse.ArgumentParser(prog="crawl.py", description=__doc__.split("\n")[0])
    parser.add_argument("text", nargs="?", type=Path, metavar="FOLDER", help="text files the pages are taken from, over and over [default: made pages]")
    parser.add_argument("--files", type=int, default=100, help="WET files [default: %(default)s]")
    parser.add_argument("--pages", type=int, default=1000, help="pages of each [default: %(default)s]")
    return parser.parse_args()


def digests(folder):
    """What each file of a folder holds, unpacked or not."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def make(folder, args):
    folder.mkdir()
    texts = pages.found(args.text) if args.text else pages.made()
    sizes = 0
    for number in range(args.files):
        part = list(islice(texts, args.pages))
        sizes += sum(len(text.encode()) for text in part)
        pages.write_wet(folder / f"{number:05}.warc.wet.gz", part)
    return sizes


def clean(source, out, threads=1):
    return [OURS, "clean", "--quiet", "--format", "wet", "-j", str(threads), str(source), "-o", str(out)]


def learn(sources, out, *more):
    return [OURS, "learn", "--quiet", "-j", "1", *more, *map(str, sources), "-o", str(out)]


def counts(profile):
    return json.loads(profile.read_text(encoding="utf-8"))


def lost_task(folder, crawl):
    """Kills the work on all files in its midst and does it again over what is there."""
    out = folder / "repeated"
    process = start(clean(crawl, out))
    time.sleep(2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = len(list(out.iterdir())) if out.exists() else 0
    finish("the same again", start(clean(crawl, out)))
    return done, out


def run(folder, args):
    crawl = folder / "crawl"
    size = make(crawl, args)
    packed = sum(path.stat().st_size for path in crawl.iterdir())
    yield "WET files, pages of each", f"{args.files}, {args.pages}"
    yield "text; packed", f"{size / MB:.0f} MB; {packed / MB:.0f} MB"
    once, twice = folder / "once", folder / "twice"
    seconds = cpu(clean(crawl, once))
    yield "cleaned by one thread, unpacking and packing in it", f"{seconds:.1f} s of CPU, {size / seconds / MB:.1f} MB of text a second"
    seconds = cpu(clean(crawl, twice, threads=2))
    yield "the same by two", f"{seconds:.1f} s of CPU"
    expected = digests(once)
    assert digests(twice) == expected, "two threads wrote other bytes than one"
    done, repeated = lost_task(folder, crawl)
    whole = {name: digest for name, digest in digests(repeated).items() if not name.startswith(".")}
    assert whole == expected, "a repeated task wrote other bytes"
    yield "killed after two seconds and repeated", f"the same bytes; {done} files had been written"
    stays = sum(path.stat().st_size for path in once.iterdir())
    yield "packed output", f"{stays / MB:.0f} MB, {stays / packed:.2f} of the input"
    profiles = []
    seconds = 0
    for path in sorted(crawl.iterdir()):
        profiles.append(folder / f"{path.name}.json")
        seconds += cpu(learn([path], profiles[-1], "--format", "wet"))
    moved = sum(path.stat().st_size for path in profiles)
    yield "a profile of each file", f"{seconds:.1f} s of CPU, {size / seconds / MB:.1f} MB of text a second"
    yield "profiles, which a shuffle would move", f"{moved / MB:.1f} MB, {moved / size:.2f} of the text"
    merged, whole = folder / "merged.json", folder / "whole.json"
    seconds = cpu(learn(profiles, merged, "--merge"))
    yield "their merging", f"{seconds:.1f} s of CPU"
    finish("learn", start(learn([crawl], whole, "--format", "wet")))
    one, many = counts(whole), counts(merged)
    if one.get("missed", 0) == 0:
        assert one == many, "merged profiles differ from one of all files"
        yield "merged against learnt at once", "the same"
    else:
        yield "merged against learnt at once", "not exact: more different lines than are counted"


args = arguments()
with tempfile.TemporaryDirectory() as folder:
    print("| step | measured |\n|---|---|")
    for step, measured in run(Path(folder), args):
        print(f"| {step} | {measured} |", flush=True)

#!/usr/bin/env python3
"""What a model gains on one site by a hundred corrected lines of it, and what that changes elsewhere.

    tune.py --fold-models 'fold.{}.model' [--floors CORPUS]... [--dechrome PROGRAM] CORPUS..

For every host with six pages or more that the model of its fold, which has not seen it, cleans worse than --weak (.85): pages
are taken one by one until 100 lines of them are wrong by their main texts, at most half of the host's pages. The model is
tuned by these (`dechrome train --from`), and words F1 is told on the host's other pages, before and after. This is done three
times, from another page on. With --floors, words F1 of the fold's pages in these corpora, before and after, for the first.
All on the renderings named `block`.
"""
import argparse
import collections
import gzip
import hashlib
import json
import pathlib
import re
import subprocess
import tempfile
import urllib.parse

LEAST, LINES, TIMES, FOLDS = 6, 100, 3, 5


def site(row):
    return urllib.parse.urlsplit(row.get("url") or "").netloc.lower().removeprefix("www.") or row["id"]


def fold(host):
    return hashlib.sha1(host.encode()).digest()[1] % FOLDS


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            if row.get("gold") and row.get("block"):
                yield site(row), {"id": row["id"], "text": row["block"], "gold": row["gold"]}


class Program:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def run(self, *arguments):
        done = subprocess.run([self.program, *arguments], capture_output=True, check=False)
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    def write(self, name, rows):
        path = self.folder / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return str(path)

    def score(self, rows, model):
        _, out, _ = self.run("eval", "--isolated", self.write("score.jsonl", rows), "--model", model)
        return float(re.search(r"words F1 ([\d.]+)", out)[1])

    def tune(self, rows, base):
        """Gives the model, how many lines of the rows are wrong, and whether it was refused."""
        tuned = str(self.folder / "tuned.model")
        code, _, err = self.run("train", "--from", self.write("taught.jsonl", rows), "--base", base, "-o", tuned)
        found = re.search(r"has wrong +(\d+)", err)
        return (tuned if code == 0 else base), int(found[1]) if found else 0, code != 0

    def taught(self, rows, base):
        """The first rows that have enough wrong lines, the model they make, and how many lines that are."""
        for count in range(1, max(2, len(rows) // 2 + 1)):
            model, lines, refused = self.tune(rows[:count], base)
            if lines >= LINES:
                break
        return count, model, lines, refused


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("corpora", nargs="+", metavar="CORPUS")
    parser.add_argument("--floors", action="append", default=[], metavar="CORPUS")
    parser.add_argument("--fold-models", required=True)
    parser.add_argument("--weak", type=float, default=0.85)
    parser.add_argument("--dechrome", default="dechrome")
    args = parser.parse_args()
    sites = collections.defaultdict(list)
    for host, row in (found for path in args.corpora for found in read(path)):
        sites[host].append(row)
    others = {pathlib.Path(path).name: list(read(path)) for path in args.floors}
    enough = {host: rows for host, rows in sorted(sites.items()) if len(rows) >= LEAST}
    gains, weak = [], 0
    with tempfile.TemporaryDirectory() as folder:
        program = Program(args.dechrome, pathlib.Path(folder))
        for host, rows in enough.items():
            base = args.fold_models.format(fold(host))
            if program.score(rows, base) >= args.weak:
                continue
            weak, before, after, told = weak + 1, [], [], []
            for time in range(TIMES):
                start = time * len(rows) // TIMES
                turned = rows[start:] + rows[:start]
                count, model, lines, refused = program.taught(turned, base)
                before.append(program.score(turned[count:], base))
                after.append(program.score(turned[count:], model))
                told.append(f"{lines} lines of {count}/{len(rows)}{' refused' if refused else ''}")
                for name, found in others.items() if time == 0 else ():
                    kept = [row for other, row in found if fold(other) == fold(host) and other != host]
                    told.append(f"{name} {program.score(kept, model) - program.score(kept, base):+.4f}")
            one, two = sum(before) / TIMES, sum(after) / TIMES
            gains.append(two - one)
            print(f"{host:26} {one:.3f} -> {two:.3f} {two - one:+.3f}  {'; '.join(told)}", flush=True)
    print(f"{len(enough)} hosts have {LEAST} pages, {weak} of them are weak; mean gain {sum(gains) / max(weak, 1):+.3f}, "
          f"{sum(gain >= 0.05 for gain in gains)} gain .05")


if __name__ == "__main__":
    main()

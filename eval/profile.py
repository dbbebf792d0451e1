#!/usr/bin/env python3
"""What a profile of a site's other pages changes on each of its pages.

    profile.py [--model FILE] [--fold-models 'fold.{}.model'] [--dechrome PROGRAM] CORPUS..

For every page of a host with three or more pages a profile is learnt from the others (`dechrome learn`), and the page is
cleaned without it and with it. Counted are words, as bags: those kept that the main text does not have (missed chrome)
and those of the main text that are kept (recall). With --fold-models each page is cleaned by the model that was trained
without its site; {} stands for the number of the fold of five. `--made` writes a site of 40 pages instead of reading one.
"""
import argparse
import collections
import gzip
import hashlib
import json
import pathlib
import random
import re
import subprocess
import tempfile
import urllib.parse

LEAST = 3
FOLDS = 5


def words(text):
    return collections.Counter(re.findall(r"\w+", text.lower()))


def site(row):
    host = urllib.parse.urlsplit(row.get("url") or "").netloc.lower()
    return host.removeprefix("www.")


def read(path):
    opened = gzip.open if path.endswith(".gz") else open
    for line in opened(path, "rt", encoding="utf-8"):
        row = json.loads(line)
        text, main = row.get("block") or row.get("text"), row.get("gold") or row.get("silver")
        if text and main and site(row):
            yield site(row), text, main


def made():
    """Forty pages of one site: notices that read like text around stories of which no two are alike."""
    choose = random.Random(1)
    nouns = "ferry mill abbey bridge orchard harbour school tower market river kitchen garden cart bell".split()
    verbs = "found sold painted mended lost moved opened closed carried counted".split()
    people = "miller nurse ferryman baker teacher mayor sailor widow carpenter shepherd".split()

    def sentence():
        a, b, c = choose.sample(nouns, 3)
        return (f"The {choose.choice(people)} {choose.choice(verbs)} the {a} behind the {b} in {choose.randint(1900, 2020)}, "
                f"and nobody near the {c} has {choose.choice(verbs)} it since.")

    head = ["The Island Letter is written by its readers and printed every second week", "Home", "Letters", "Tides"]
    tail = ["Our printers work in the old harbour shed, where visitors are welcome on every weekday.",
            "Whoever has a story to tell should leave it in the blue box beside the pier.",
            "Read by four hundred households and their dogs", "Tides", "Imprint"]
    for number in range(40):
        title = f"How the {choose.choice(people)} {choose.choice(verbs)} the {choose.choice(nouns)} of {choose.choice(nouns)}"
        body = [title] + [" ".join(sentence() for _ in range(choose.randint(2, 4))) for _ in range(choose.randint(3, 7))]
        middle = ["The Letter is free for all who bring their own envelope to the harbour office."]
        story = body[:3] + middle + body[3:]
        yield "made", "\n\n".join([*head, f"Letter {number}", *story, *tail]), "\n".join(body)


class Program:
    def __init__(self, args, folder):
        self.args, self.folder = args, folder

    def run(self, *arguments):
        done = subprocess.run([self.args.dechrome, *arguments], capture_output=True, check=True)
        return done.stdout.decode("utf-8")

    def model(self, host):
        if self.args.fold_models:
            return ["--model", self.args.fold_models.format(hashlib.sha1(host.encode()).digest()[1] % FOLDS)]
        return ["--model", self.args.model] if self.args.model else []

    def cleaned(self, host, number, with_profile):
        """The pages are files named by their numbers; the profile is of all but one."""
        pages = sorted(self.folder.glob("*.txt"))
        page, profile = self.folder / f"{number}.txt", str(self.folder / "profile.json")
        options = ["--isolated", "--on-guard", "keep", *self.model(host)]
        if with_profile:
            self.run("learn", *(str(other) for other in pages if other != page), "-o", profile)
            options += ["--profile", profile]
        return words(self.run("clean", *options, str(page)))


def measure(rows, args):
    sites = collections.defaultdict(list)
    for host, text, main in rows:
        sites[host].append((text, main))
    pages, main_words, missed, kept = 0, 0, [0, 0], [0, 0]
    for host, found in sites.items():
        if len(found) < LEAST:
            continue
        with tempfile.TemporaryDirectory() as folder:
            program = Program(args, pathlib.Path(folder))
            for number, (text, _) in enumerate(found):
                (program.folder / f"{number}.txt").write_text(text, encoding="utf-8")
            for number, (_, main) in enumerate(found):
                pages, main_words = pages + 1, main_words + words(main).total()
                for index in (0, 1):
                    cleaned = program.cleaned(host, number, index == 1)
                    right = (cleaned & words(main)).total()
                    missed[index] += cleaned.total() - right
                    kept[index] += right
    return pages, missed, [count / max(main_words, 1) for count in kept]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("corpora", nargs="*", metavar="CORPUS")
    parser.add_argument("--made", action="store_true", help="a site of 40 pages, made here")
    parser.add_argument("--model")
    parser.add_argument("--fold-models")
    parser.add_argument("--dechrome", default="dechrome")
    args = parser.parse_args()
    sources = [(pathlib.Path(path).name, read(path)) for path in args.corpora]
    if args.made:
        sources.append(("made", made()))
    for name, rows in sources:
        pages, missed, recall = measure(rows, args)
        share = missed[1] / max(missed[0], 1)
        print(f"{name}: {pages} pages, missed chrome words {missed[0]} -> {missed[1]} ({share:.3f}), "
              f"recall {recall[0]:.4f} -> {recall[1]:.4f}")


if __name__ == "__main__":
    main()

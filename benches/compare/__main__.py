"""Prints what dechrome costs beside other tools, as a table in Markdown."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import Failed
from rows import OURS, ROWS, Bench, Skipped


TEXT_HELP = "text files to measure on, over and over until there is enough [default: pages made of words in languages.json]"
SCALE_HELP = "size of the inputs, 1 for 200 MB and 100,000 files"


def arguments():
    parser = argparse.ArgumentParser(prog="compare.sh", description=__doc__)
    parser.add_argument("text", nargs="?", type=Path, metavar="FOLDER", help=TEXT_HELP)
    parser.add_argument("--rows", default=",".join(ROWS), metavar="ROW,..", help="which rows: %(default)s")
    parser.add_argument("--rounds", type=int, default=7, help="turns of each pair of commands [default: %(default)s]")
    parser.add_argument("--scale", type=float, default=1.0, metavar="X", help=SCALE_HELP)
    parser.add_argument("--quick", action="store_const", dest="scale", const=0.05, help="the same as --scale 0.05")
    parsed = parser.parse_args()
    unknown = set(parsed.rows.split(",")) - set(ROWS)
    if unknown:
        parser.error(f"no such rows: {', '.join(sorted(unknown))}")
    return parsed


def machine():
    cpu = "unknown CPU"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.split(":")[1].strip()
            break
    return f"{cpu}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def head(args):
    version = subprocess.run([OURS, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    text = "texts of a folder" if args.text else "generated pages"
    print(f"{version}, {machine()}, load {os.getloadavg()[0]:.1f}; scale {args.scale:g}, {text}.")
    print("CPU time of the whole process, user and system, with one thread where nothing else is said, output to /dev/null:")
    print(f"the median of {args.rounds} turns of both commands, the least and the most. HTML is made of the same lines, short ones")
    print("as links in lists and all others as paragraphs.\n")
    print("| measure | must | reached |\n|---|---|---|", flush=True)


def table(args, bench):
    for row in args.rows.split(","):
        print(f"compare: {row}", file=sys.stderr)
        try:
            for measure, must, reached in ROWS[row](bench):
                print(f"| {measure} | {must} | {reached} |", flush=True)
        except Skipped as skipped:
            print(f"| {row} | | skipped: {skipped} |", flush=True)
        except Failed as failed:
            print(f"| {row} | | failed: {failed} |", flush=True)


args = arguments()
head(args)
with tempfile.TemporaryDirectory(dir=os.environ.get("COMPARE_CACHE")) as folder:
    table(args, Bench(Path(folder), args.scale, args.rounds, args.text))
print(f"\nLoad at the end {os.getloadavg()[0]:.1f}.")

#!/usr/bin/env python3
"""Writes a corpus as other programs would have made its text.

    ways.py WAY < pages.jsonl > other.jsonl

Each page's `block` rendering is changed and the other renderings are left out, so that `dechrome eval other.jsonl`
scores that way alone. The pages hold no HTML any more, so the dumps of lynx, w3m and pandoc are imitated: their
indents, widths, marks and lists of links, not their layout of tables.
"""
import json
import random
import sys
import textwrap

SENTENCE_ENDS = tuple(".!?…。！？”\"'")


def is_link(line):
    """Short lines without a full stop are links more often than not."""
    return 0 < len(line) <= 60 and not line.endswith(SENTENCE_ENDS)


def lines_of(text):
    return text.split("\n")


def columns(line, width):
    """The line in lines of at most so many columns, words left whole."""
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)


def wrap(text, width):
    out = []
    for line in lines_of(text):
        out += columns(line, width) or [""]
    return "\n".join(out)


def crlf(text, _):
    return text.replace("\n", "\r\n")


def spaced(text, _):
    """A blank line after every line."""
    return "\n\n".join(line for line in lines_of(text) if line.strip())


def wrapped(text, _):
    return wrap(text, 72)


def upper(text, _):
    return text.upper()


def lynx(text, _):
    """`lynx -dump`: indented by three, numbered links, a list of addresses at the end."""
    links, out = 0, []
    for line in lines_of(text):
        if is_link(line):
            links += 1
            out.append(f"     * [{links}]{line}")
        else:
            out += ["   " + part for part in columns(line, 73)] + [""]
    out += ["", "References", "", "   Visible links"]
    out += [f"   {n}. https://example.org/page/{n}" for n in range(1, links + 1)]
    return "\n".join(out)


def w3m(text, _):
    """`w3m -dump`: 80 columns, a blank line after each paragraph, bullets before links."""
    out = []
    for line in lines_of(text):
        if is_link(line):
            out.append("  • " + line)
        else:
            out += columns(line, 80) + [""]
    return "\n".join(out)


def pandoc(text, _):
    """`pandoc -t markdown`: wrapped at 72, links with their addresses, backslashes before marks."""
    out = []
    for number, line in enumerate(lines_of(text)):
        escaped = line.replace("'", "\\'").replace("*", "\\*")
        if is_link(line):
            out += [f"-   [{escaped}](/page/{number})", ""]
        else:
            out += columns(escaped, 72) + [""]
    return "\n".join(out)


def markdown(text, rng):
    """What common converters give: links, bold, headings, images, paragraphs on one line each."""
    out = []
    for number, line in enumerate(lines_of(text)):
        if not line.strip():
            continue
        if is_link(line):
            out.append(f"* [{line}](/page/{number})")
        else:
            words = line.split(" ")
            if len(words) > 12 and rng.random() < 0.4:
                at = rng.randrange(2, len(words) - 4)
                words[at] = f"[{words[at]}](/page/{number})"
            out += ["", " ".join(words), ""]
        if rng.random() < 0.03:
            out += ["", f"![](/images/{number}.jpg)", ""]
    return "\n".join(out)


LOOKALIKES = {"l": "1", "o": "0", "e": "c", "m": "rn", "i": "l", "h": "b", "S": "5", "B": "8", "n": "ri", "u": "ii"}


def ocr(text, rng):
    """One character in fifty misread, one space in a hundred lost, lines of 65 columns."""
    out = []
    for char in text:
        chance = rng.random()
        if char in LOOKALIKES and chance < 0.04:
            char = LOOKALIKES[char]
        elif char == " " and chance < 0.01:
            continue
        elif char.isalpha() and chance < 0.005:
            continue
        out.append(char)
    return wrap("".join(out), 65)


WAYS = {way.__name__: way for way in (crlf, spaced, wrapped, upper, lynx, w3m, pandoc, markdown, ocr)}


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in WAYS:
        sys.exit(f"usage: ways.py {'|'.join(WAYS)} < pages.jsonl > other.jsonl")
    for line in sys.stdin:
        row = json.loads(line)
        if not row.get("block"):
            continue
        rng = random.Random(row["id"])
        row["block"] = WAYS[sys.argv[1]](row["block"], rng)
        for other in ("split", "layout"):
            row.pop(other, None)
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()

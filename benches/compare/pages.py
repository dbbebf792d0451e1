"""Documents to compare on: pages made of the words in languages.json, or texts of the user's, in all the forms that are
measured. What is made is the same on every machine."""

import gzip
import html
import itertools
import json
import random
import re
from pathlib import Path

LANGUAGES = json.loads((Path(__file__).parent.parent / "languages.json").read_text(encoding="utf-8"))
PHRASES = Path(__file__).parent.parent.parent / "src/features/phrases.rs"


def sentence(language, dice, words):
    text = language["between"].join(dice.choices(language["known"], k=words))
    return text[0].upper() + text[1:]


def paragraph(language, dice):
    sentences = (sentence(language, dice, dice.randint(8, 20)) for _ in range(dice.randint(2, 6)))
    return "".join(text + language["stop"] for text in sentences).rstrip()


def wrapped(text):
    return re.sub(r"(.{60,75}) ", r"\1\n", text)


def page(language, dice):
    """A menu, a headline, six to fourteen paragraphs of which every second one is wrapped, a footer."""
    parts = ["\n".join(language["head"])]
    parts.append("\n".join([sentence(language, dice, 6), language["date"], language["byline"]]))
    for number in range(dice.randint(6, 14)):
        text = paragraph(language, dice)
        parts.append(wrapped(text) if number % 2 else text)
    parts.append("\n".join(language["foot"]))
    return "\n\n".join(parts) + "\n"


def made(name="english"):
    """Pages of a language without end."""
    dice = random.Random(7)
    language = LANGUAGES[name] | {"known": LANGUAGES[name]["words"].split(" ")}
    while True:
        yield page(language, dice)


def found(folder):
    """The text files of a folder, over and over."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.rglob("*")) if path.is_file()]
    if not any(texts):
        raise SystemExit(f"compare: {folder}: no text in it")
    return itertools.cycle(text for text in texts if text)


def upto(pages, size):
    """Pages until they have so many bytes together."""
    for text in pages:
        yield text
        size -= len(text.encode())
        if size <= 0:
            return


def write_text(path, pages):
    with open(path, "w", encoding="utf-8", newline="") as file:
        for text in pages:
            file.write(text + "\n")
    return path


def write_files(folder, texts, suffix=".txt"):
    """One file a text, a thousand a folder."""
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"{number // 1000:03}" / f"{number:06}{suffix}"
        if number % 1000 == 0:
            path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8", newline="")
        paths.append(path)
    return paths


def write_rows(path, texts):
    with open(path, "w", encoding="utf-8") as file:
        for number, text in enumerate(texts):
            file.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")
    return path


def write_wet(path, texts):
    """A WET file as Common Crawl has them, one gzip member a record."""
    with open(path, "wb") as file:
        for number, text in enumerate(texts):
            body = text.encode()
            head = (
                "WARC/1.0\r\nWARC-Type: conversion\r\n"
                f"WARC-Target-URI: http://example.org/{number}\r\nWARC-Date: 2024-03-12T08:30:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
                f"Content-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + body + b"\r\n\r\n"))
    return path


def as_html(text):
    """The lines of a text as a page: short ones as links in lists, all others as paragraphs."""
    out = ["<!doctype html><html><head><title>Page</title></head><body>"]
    for short, lines in itertools.groupby(filter(None, text.split("\n")), lambda line: len(line) < 40):
        items = [html.escape(line) for line in lines]
        if short:
            out += ["<ul>", *(f'<li><a href="#">{item}</a></li>' for item in items), "</ul>"]
        else:
            out += [f"<p>{item}</p>" for item in items]
    return "\n".join([*out, "</body></html>"])


def phrases(count):
    """So many of dechrome's set phrases, evenly from all languages and kinds."""
    source = PHRASES.read_text(encoding="utf-8").split("const PHRASES", 1)[1].split("\n];", 1)[0]
    lists = re.findall(r'"((?:[^"\\]|\\.|\\\n)*)"', source)
    known = [phrase for text in lists for phrase in re.sub(r"\\\n\s*", "", text).split("|")]
    return [known[number * len(known) // count] for number in range(count)]

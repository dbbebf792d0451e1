"""clean, plan and Cleaner: the same bytes as the program, spans that fit, errors that name what is wrong."""

import doctest
import json
import pickle
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import dechrome
import pytest
from conftest import ROOT, documents

PAGE = """Home
News
Log in

The ferry – the old one – turned round when a passenger saw the
whale 🐋 among the ropes. It took four hours to cut the
animal loose, and nobody on board complained.
"""
HOSTILE = [
    "",
    "\n",
    "\r\n\r\n",
    "\x00",
    "\ufeffHome\n",
    "a" * 300_000,
    "\n" * 50_000,
    "é\u0301\u200b\u202e\U0010ffff\n" * 50,
    "Home\r\nNews\r\nThe ferry\rturned\u2028round.",
    " \t\u3000\n" * 9,
    "-\n" * 500,
    "ß" * 4097 + "\nİ\n",
]


def test_the_example_of_the_readme_runs():
    failed, tried = doctest.testfile(str(ROOT / "python" / "README.md"), module_relative=False)
    assert (failed, tried > 5) == (0, True)
    assert doctest.testmod(dechrome).failed == 0


def test_every_golden_input_gives_the_bytes_of_the_program(program):
    cases = [c for c in sorted((ROOT / "golden").glob("*/input.txt")) if b"\xff" not in c.read_bytes()]
    assert len(cases) > 40
    for case in cases:
        text = case.read_bytes().decode()
        if text.startswith("\ufeff"):
            continue  # the program takes the mark off before it cleans
        done = subprocess.run([program, "clean", "--isolated", case], stdout=subprocess.PIPE, check=True)
        assert dechrome.clean(text).encode() == done.stdout, case


def test_generated_and_hostile_documents_give_the_bytes_of_the_program(by_program):
    texts = [*documents(500), *HOSTILE]
    assert [dechrome.clean(text) for text in texts] == by_program(texts)


def test_pages_of_the_corpora_give_the_bytes_of_the_program(by_program, pages):
    assert [dechrome.clean(text) for text in pages] == by_program(pages)


@pytest.mark.parametrize(
    ("options", "flags"),
    [
        ({"threshold": 0.9}, ["--threshold", "0.9"]),
        ({"keep": ["date"], "drop": ["title"]}, ["--keep", "date", "--drop", "title"]),
        ({"keep": [{"phrase": "log in"}]}, ["--keep-phrase", "log in"]),
        ({"drop": [{"regex": "nobody"}]}, ["--drop-regex", "nobody"]),
        ({"max_removed": 0.05}, ["--max-removed", "0.05"]),
        ({"no_drop": True}, ["--no-drop"]),
        ({"no_merge": True, "no_dehyphenate": True}, ["--no-merge", "--no-dehyphenate"]),
    ],
)
def test_options_do_as_the_flags_do(by_program, options, flags):
    texts = list(documents(60, seed=2))
    cleaner = dechrome.Cleaner(**options)
    cleaned = [cleaner.clean(text) for text in texts]
    assert cleaned == by_program(texts, *flags)
    assert cleaned != [dechrome.clean(text) for text in texts] or "no_dehyphenate" in options


def test_rules_come_from_a_file_or_a_mapping_and_options_go_over_them(tmp_path):
    file = tmp_path / "dechrome.toml"
    file.write_text('threshold = 0.9\nkeep = [{ phrase = "home", scope = "line" }]\n[[drop]]\nregex = "x"\nglob = "*.md"\n')
    mapping = {"threshold": 0.9, "keep": [{"phrase": "home", "scope": "line"}]}
    for rules in (file, str(file), mapping):
        plan = dechrome.Cleaner(rules=rules).plan(PAGE)
        assert plan.lines[0].is_content and plan.lines[0].basis == "rule"
        assert plan.threshold == pytest.approx(0.9)
        assert dechrome.Cleaner(rules=rules, threshold=0.25).plan(PAGE).threshold == 0.25


def test_a_model_comes_from_a_file_or_from_bytes():
    path = ROOT / "model" / "default.model"
    for model in (path, str(path), path.read_bytes()):
        assert dechrome.Cleaner(model=model).clean(PAGE) == dechrome.clean(PAGE)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: dechrome.Cleaner(threshold=1.5), "threshold is 1.5, outside 0 to 1"),
        (lambda: dechrome.Cleaner(keep=["dates"]), "keep: \"dates\" is not a kind of line; kinds are title, nav"),
        (lambda: dechrome.Cleaner(drop=[{"regex": "a("}]), 'drop: regex "a(" is not a regex: unclosed group'),
        (lambda: dechrome.Cleaner(treshold=0.5), "unknown field `treshold`"),
        (lambda: dechrome.Cleaner(model=b"no model"), "model: "),
        (lambda: dechrome.Cleaner(model="/no/such/file"), "/no/such/file: cannot open"),
        (lambda: dechrome.Cleaner(rules={"keep": 3}), "'int' object is not an instance of 'Sequence'"),
    ],
)
def test_what_is_wrong_with_an_option_is_named(make, message):
    with pytest.raises(dechrome.Error) as raised:
        make()
    assert message in str(raised.value)
    assert isinstance(raised.value, ValueError)


def test_what_is_no_text_is_refused():
    for wrong in (b"bytes", None, 3):
        with pytest.raises(TypeError):
            dechrome.clean(wrong)
        with pytest.raises(TypeError):
            dechrome.plan(wrong)
    with pytest.raises(UnicodeEncodeError):
        dechrome.clean("a lone \ud800 surrogate")
    with pytest.raises(TypeError, match="it takes a path or a mapping"):
        dechrome.Cleaner(rules=3)
    with pytest.raises(TypeError):
        dechrome.Cleaner(0.5)


@pytest.mark.parametrize("text", [PAGE, *HOSTILE, *documents(40, seed=3)])
def test_a_plan_accounts_for_every_character(text):
    plan = dechrome.plan(text)
    raw = text.encode()
    for line in plan.lines:
        assert text[line.char_start : line.char_end] == line.text
        assert raw[line.byte_start : line.byte_end].decode() == line.text
        assert 0.0 <= line.score <= 1.0
        assert (line.reason is None) == line.is_content
    assert [line.number for line in plan.lines] == list(range(1, len(plan.lines) + 1))
    kept, at = [], 0
    ends = [line.char_start for line in plan.lines[1:]] + [len(text)]
    joins = {join.upper: join for join in plan.joins}
    for line, end in zip(plan.lines, ends):
        if line.is_content and line.number in joins:
            join = joins[line.number]
            assert text[join.char_start : join.char_end] == raw[join.byte_start : join.byte_end].decode()
            kept.append(text[max(at, line.char_start) : join.char_start] + join.separator)
            at = join.char_end
        elif line.is_content:
            kept.append(text[max(at, line.char_start) : end])
            at = max(at, end)
        else:
            at = max(at, end)
    assert "".join(kept) == plan.text == dechrome.clean(text)
    sizes = [(len("".join(line.text.split())), line.is_content) for line in plan.lines]
    dropped = sum(size for size, is_content in sizes if not is_content)
    assert plan.removed_share == pytest.approx(dropped / max(1, sum(size for size, _ in sizes)), abs=1e-3)


def test_plans_show_what_they_are():
    plan = dechrome.plan(PAGE)
    assert repr(plan) == f"<dechrome.Plan of 7 lines, 2 joins, removed_share {plan.removed_share:.2f}>"
    assert repr(plan.lines[0]).startswith("<dechrome.Line 1 nav 0.")
    assert repr(plan.joins[0]).startswith("<dechrome.Join 5 6 ")
    assert dechrome.Cleaner(max_removed=0.01).plan(PAGE).guard == "too-much"
    with pytest.raises(AttributeError):
        plan.lines[0].score = 1.0


def site(day):
    """One of a site's pages: its frame reads like text."""
    return f"""The Lower River Gazette

Boats came in late on day {day}

On day {day} of the regatta the ferry took more people over the river than on any day of the year before.

Tell us what you saw: the editor reads every letter.
"""


def learnt(program, tmp_path, *options):
    rows = tmp_path / "rows.jsonl"
    documents = ({"url": f"https://gazette.example/{day}", "text": site(day)} for day in range(9))
    rows.write_text("".join(json.dumps(document) + "\n" for document in documents))
    profile = tmp_path / "profile.json"
    subprocess.run([program, "learn", "--format", "jsonl", *options, rows, "-o", profile], check=True)
    return profile


def test_a_profile_drops_the_frame_of_a_site_and_is_pickled(program, tmp_path):
    profile = learnt(program, tmp_path)
    assert "the editor" in dechrome.clean(site(1))
    for given in (profile, str(profile), profile.read_bytes()):
        cleaner = dechrome.Cleaner(profile=given)
        assert "the editor" not in cleaner.clean(site(1))
    profile.unlink()
    assert "the editor" not in pickle.loads(pickle.dumps(cleaner)).clean(site(1))


def test_a_profile_by_host_asks_which(program, tmp_path):
    profile = learnt(program, tmp_path, "--by-host", "url")
    assert "the editor" not in dechrome.Cleaner(profile=profile, host="gazette.example").clean(site(1))
    assert "the editor" in dechrome.Cleaner(profile=profile, host="other.example").clean(site(1))
    with pytest.raises(dechrome.Error, match="kept by host"):
        dechrome.Cleaner(profile=profile)


def test_a_cleaner_pickles_with_its_rules_and_model(tmp_path):
    file = tmp_path / "dechrome.toml"
    file.write_text('drop = ["title", { phrase = "whale" }]\n')
    model = (ROOT / "model" / "default.model").read_bytes()
    cleaner = dechrome.Cleaner(rules=file, threshold=0.3, model=model)
    pickled = pickle.dumps(cleaner)
    file.unlink()
    copy = pickle.loads(pickled)
    assert repr(copy) == repr(cleaner)
    for text in documents(20, seed=4):
        assert copy.clean(text) == cleaner.clean(text)
    assert pickle.dumps(copy) == pickled


def test_threads_share_a_cleaner():
    texts = list(documents(300, seed=5))
    expected = [dechrome.clean(text) for text in texts]
    random.Random(0).shuffle(order := list(range(len(texts))))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda i: dechrome.clean(texts[i]), order))
    assert found == [expected[i] for i in order]


def test_importing_brings_in_nothing_large(tmp_path):
    code = "import sys, dechrome; dechrome.clean('a'); print([m for m in ('pyarrow', 'numpy') if m in sys.modules])"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=tmp_path)
    assert done.stdout == "[]\n"

"""clean_batch: the result's shape, no copy of the input, the same as one by one and as the program, threads."""

import json
import subprocess
import threading
import time

import dechrome
import pyarrow as pa
import pytest
from conftest import documents
from test_cleaner import HOSTILE

TYPE = pa.struct(
    {
        "text": pa.string(),
        "removed_share": pa.float32(),
        "removed": pa.list_(
            pa.struct(
                {
                    "line": pa.int64(),
                    "start": pa.int64(),
                    "end": pa.int64(),
                    "reason": pa.string(),
                    "score": pa.float32(),
                }
            )
        ),
    }
)
TEXTS = [*documents(100, seed=6), *HOSTILE]


def test_a_list_gives_what_one_by_one_gives():
    cleaned = dechrome.clean_batch(TEXTS)
    assert isinstance(cleaned, pa.StructArray) and cleaned.type == TYPE
    cleaned.validate(full=True)
    for text, row in zip(TEXTS, cleaned.to_pylist(), strict=True):
        plan = dechrome.plan(text)
        assert row["text"] == plan.text
        assert row["removed_share"] == plan.removed_share
        dropped = [line for line in plan.lines if not line.is_content and line.text.strip()]
        found = [(r["line"], r["start"], r["end"], r["reason"], r["score"]) for r in row["removed"]]
        assert found == [(l.number, l.byte_start, l.byte_end, l.reason, l.score) for l in dropped]


def test_spans_are_bytes_or_code_points():
    text = "🐋 Home\nNews – Sport\nLog in\n\nThe ferry turned round when a passenger saw the whale among the ropes.\n"
    for spans, document in (("bytes", text.encode()), ("code_points", text)):
        (row,) = dechrome.clean_batch([text], spans=spans).to_pylist()
        lines = [document[r["start"] : r["end"]] for r in row["removed"]]
        lines = [line.decode() if isinstance(line, bytes) else line for line in lines]
        assert len(lines) >= 2 and all(line in text.split("\n") for line in lines)
    with pytest.raises(ValueError, match='spans is "chars", it takes "bytes" or "code_points"'):
        dechrome.clean_batch([text], spans="chars")


@pytest.mark.parametrize("of_type", [pa.string(), pa.large_string(), pa.string_view()])
def test_arrays_of_every_string_type_keep_it_also_sliced_and_with_nulls(of_type):
    texts = [None, *TEXTS, None, "Home\n"]
    array = pa.array(texts, of_type)
    expected = dechrome.clean_batch(texts)
    cleaned = dechrome.clean_batch(array)
    cleaned.validate(full=True)
    assert cleaned.field("text").type == of_type
    assert cleaned.to_pylist() == expected.to_pylist()
    assert cleaned.null_count == 2 and cleaned[0].as_py() is None
    assert dechrome.clean_batch(array[1:7]).to_pylist() == expected[1:7].to_pylist()
    chunked = pa.chunked_array([array[:5], array[5:5], array[5:]])
    assert dechrome.clean_batch(chunked).to_pylist() == expected.to_pylist()


def test_nothing_in_gives_nothing_of_the_same_type():
    for empty in ([], (), pa.array([], pa.string()), pa.array([]), pa.chunked_array([], pa.string())):
        assert len(dechrome.clean_batch(empty)) == 0
        assert dechrome.clean_batch(empty).type == TYPE
    assert dechrome.clean_batch(pa.nulls(3)).to_pylist() == [None] * 3


def test_an_array_is_read_where_it_lies_and_stays_as_it_is():
    array = pa.array(["The ferry of the harbour turned round at once, and nobody said a word. " * 200_000])
    before = pa.total_allocated_bytes()
    address = array.buffers()[2].address

    class Capsule:
        """Anything with Arrow's C data interface will do."""

        def __arrow_c_array__(self, requested_schema=None):
            return array.__arrow_c_array__(requested_schema)

    cleaned = dechrome.clean_batch(Capsule())
    assert pa.total_allocated_bytes() - before < 1 << 20  # pyarrow made no copy of its own
    assert cleaned.field("text")[0].as_py() == array[0].as_py()
    assert array.buffers()[2].address == address


def test_objects_of_other_types_are_refused():
    for wrong, message in (
        ("one text", "it takes a list of str or an Arrow array of strings"),
        (3, "it takes a list of str"),
        (None, "it takes a list of str"),
        (pa.array([1]), "an Arrow array of Int64, it takes string"),
        (pa.array(["a"]).dictionary_encode(), "it takes string"),
        (pa.array([b"a"]), "an Arrow array of Binary"),
        (pa.chunked_array([[1]]), "an Arrow array of Int64"),
    ):
        with pytest.raises(TypeError, match=message):
            dechrome.clean_batch(wrong)
    with pytest.raises(TypeError):
        dechrome.clean_batch(["a", 3])
    with pytest.raises(UnicodeEncodeError):
        dechrome.clean_batch(["\ud800"])


def test_bytes_that_are_no_utf8_are_refused():
    broken = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe")])
    with pytest.raises(pa.ArrowException):
        dechrome.clean_batch(broken)


def test_the_removed_lines_are_those_of_the_program(program, tmp_path):
    texts = list(documents(50, seed=7))
    rows = "".join(json.dumps({"text": text, "id": str(n)}) + "\n" for n, text in enumerate(texts))
    command = [program, "clean", "--isolated", "--format", "jsonl", "--removed", tmp_path / "removed"]
    subprocess.run(command, input=rows.encode(), stdout=subprocess.DEVNULL, check=True)
    expected = [json.loads(row) for row in (tmp_path / "removed").read_text().splitlines()]
    expected = [row for row in expected if row["what"] == "line"]
    found = [
        (str(number), row["line"], row["start"], row["end"], row["reason"], round(row["score"], 4))
        for number, removed in enumerate(dechrome.clean_batch(texts).field("removed").to_pylist())
        for row in removed
    ]
    assert len(found) > 50
    assert [row[:5] for row in found] == [
        (r["document"], r["line"], r["start"], r["end"], r["reason"]) for r in expected
    ]
    assert [row[5] for row in found] == pytest.approx([r["score"] for r in expected], abs=1e-4)


def test_pages_of_the_corpora_give_the_bytes_of_the_program(by_program, pages):
    assert dechrome.clean_batch(pa.array(pages)).field("text").to_pylist() == by_program(pages)


def test_other_threads_run_meanwhile():
    texts = pa.array(list(documents(100, seed=8)) * 20)
    started, done = threading.Event(), threading.Event()

    def work():
        started.set()
        dechrome.clean_batch(texts)
        done.set()

    worker = threading.Thread(target=work)
    worker.start()
    started.wait()
    turns = 0
    while not done.is_set():
        turns += 1
        done.wait(0.001)
    worker.join()
    assert turns > 20


def test_threads_that_share_a_cleaner_agree():
    cleaner = dechrome.Cleaner(drop=[{"phrase": "report"}])
    texts = pa.array(list(documents(60, seed=9)))
    expected = cleaner.clean_batch(texts)
    found = []
    workers = [threading.Thread(target=lambda: found.append(cleaner.clean_batch(texts))) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 6 and all(one.equals(expected) for one in found)


def test_ctrl_c_ends_a_long_batch():
    import _thread

    texts = pa.array(list(documents(100, seed=10)) * 1000)
    timer = threading.Timer(0.3, _thread.interrupt_main)
    timer.start()
    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        dechrome.clean_batch(texts)
    assert time.monotonic() - begin < 30

"""The examples for libraries that run in one process, each with the real library."""

import abc
import sys
import types

import dechrome
import pytest
from conftest import ROOT, documents, need

TEXTS = list(documents(200, seed=11))
CLEANED = [dechrome.clean(text) for text in TEXTS]


@pytest.mark.parametrize("example", sorted((ROOT / "examples").glob("*.py")), ids=lambda path: path.name)
def test_examples_are_short(example):
    assert len(example.read_text().splitlines()) < 20


@pytest.mark.parametrize("processes", [None, 2])
def test_huggingface_datasets(tmp_path, monkeypatch, processes):
    datasets = need("datasets")
    import huggingface

    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    dataset = datasets.Dataset.from_dict({"n": range(len(TEXTS)), "text": TEXTS})
    found = huggingface.cleaned(dataset, processes)
    assert list(found["text"]) == CLEANED and list(found["n"]) == list(range(len(TEXTS)))


def test_polars():
    pl = need("polars")
    import polars_expression

    frame = pl.DataFrame({"n": range(len(TEXTS) + 1), "text": [*TEXTS, None]})
    expression = polars_expression.clean(pl.col("text"))
    for found in (frame.with_columns(expression), frame.lazy().with_columns(expression).collect()):
        assert found["text"].to_list() == [*CLEANED, None]
        assert found.schema == frame.schema


def test_duckdb():
    duckdb = need("duckdb")
    import duckdb_function
    import pyarrow as pa

    connection = duckdb.connect()
    duckdb_function.register(connection)
    connection.register("pages", pa.table({"n": range(len(TEXTS)), "text": TEXTS}))
    found = connection.execute("select clean(text) from pages order by n").fetchall()
    assert [text for (text,) in found] == CLEANED


def test_datatrove():
    need("datatrove")
    from datatrove.data import Document
    from datatrove_formatter import Dechrome

    pages = [Document(text=text, id=str(n)) for n, text in enumerate(TEXTS)]
    found = list(Dechrome().run(iter(pages)))
    assert [page.text for page in found] == CLEANED
    keeping = Dechrome(no_drop=True, no_merge=True)
    assert [keeping.format(text) for text in TEXTS] == TEXTS


def test_nemo_curator_by_its_interface(monkeypatch):
    """The package wants a GPU's libraries: its abstract class stands in for it."""

    class DocumentModifier(abc.ABC):
        @abc.abstractmethod
        def modify_document(self, *args, **kwargs): ...

    for name in ("nemo_curator", "nemo_curator.stages", "nemo_curator.stages.text"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    modifiers = types.ModuleType("nemo_curator.stages.text.modifiers")
    modifiers.DocumentModifier = DocumentModifier
    monkeypatch.setitem(sys.modules, modifiers.__name__, modifiers)
    from nemo_modifier import Dechrome

    modifier = Dechrome()
    assert [modifier.modify_document(text) for text in TEXTS] == CLEANED

"""Spark on this machine's Java: 100,000 documents give what the program gives, also where tasks fail and run again."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import dechrome
import pytest
from conftest import ROOT, documents, need

COUNT = 100_000


@pytest.fixture(scope="module")
def spark():
    need("pyspark")
    if not shutil.which("java"):
        pytest.skip("skipped: no java")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    # Workers import the example by its name, as they would a file given to --py-files.
    os.environ["PYTHONPATH"] = str(ROOT / "examples")
    from pyspark.sql import SparkSession

    # In local mode a task may fail three times before its job does.
    builder = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "500").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def rows(tmp_path_factory, program):
    """A file of rows, and the same cleaned by the program."""
    path = tmp_path_factory.mktemp("spark") / "rows.jsonl"
    with path.open("w") as out:
        for n, text in enumerate(documents(COUNT, seed=12)):
            out.write(json.dumps({"n": n, "text": text}) + "\n")
    command = [program, "clean", "--isolated", "--format", "jsonl", path]
    return path, subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()


def texts(frame):
    return [text for _, text in sorted((row["n"], row["text"]) for row in frame.collect())]


def test_map_in_arrow_gives_what_the_program_gives(spark, rows):
    import spark_arrow

    path, expected = rows
    pages = spark.read.schema("n long, text string").json(str(path)).repartition(16)
    assert texts(pages.mapInArrow(spark_arrow.clean, pages.schema)) == [json.loads(row)["text"] for row in expected]


def test_tasks_that_fail_and_run_again_change_nothing(spark, tmp_path):
    import spark_arrow

    failures = str(tmp_path)

    def failing(batches):
        from pyspark import TaskContext

        task = TaskContext.get()
        for done, batch in enumerate(spark_arrow.clean(batches)):
            if done == 1 and task.attemptNumber() == 0:
                Path(failures, str(task.partitionId())).touch()
                raise RuntimeError("lost after a batch was written")
            yield batch

    originals = list(documents(4_000, seed=13))
    pages = spark.createDataFrame(list(enumerate(originals)), "n long, text string").repartition(4)
    found = texts(pages.mapInArrow(failing, pages.schema))
    assert found == dechrome.clean_batch(originals).field("text").to_pylist()
    assert len(os.listdir(failures)) == 4


def test_a_pipe_gives_what_the_program_gives(spark, rows, program, monkeypatch):
    import spark_pipe

    path, expected = rows
    session = spark.sparkContext
    # Workers have the path they were started with, which need not hold the program.
    monkeypatch.setattr(spark_pipe, "COMMAND", spark_pipe.COMMAND.replace("dechrome", str(Path(program).resolve()), 1))
    piped = spark_pipe.cleaned(session.textFile(str(path), 8))
    assert piped.collect() == expected

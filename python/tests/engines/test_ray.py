"""Ray Data on this machine gives what the package gives by itself."""

import os

import dechrome
import pytest
from conftest import ROOT, documents, need


@pytest.fixture(scope="module")
def ray():
    ray = need("ray")
    os.environ["RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO"] = "0"
    paths = {"env_vars": {"PYTHONPATH": str(ROOT / "examples")}}
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, runtime_env=paths)
    yield ray
    ray.shutdown()


def test_map_batches(ray):
    import pyarrow as pa
    import ray_data

    texts = list(documents(5_000, seed=14))
    pages = ray.data.from_arrow(pa.table({"n": range(len(texts)), "text": texts})).repartition(8)
    found = pages.map_batches(ray_data.clean, batch_format="pyarrow", batch_size=500).sort("n").take_all()
    assert [row["text"] for row in found] == dechrome.clean_batch(texts).field("text").to_pylist()

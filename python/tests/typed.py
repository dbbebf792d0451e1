"""What a type checker must accept, and what it must not (`# type: ignore` that is not needed is an error)."""

import dechrome
import pyarrow as pa

cleaned: str = dechrome.clean("a")
plan: dechrome.Plan = dechrome.plan("a")
places: list[tuple[int, int]] = [(line.char_start, line.byte_end) for line in plan.lines]
reason: str | None = plan.lines[0].reason
cleaner = dechrome.Cleaner(threshold=0.5, keep=["date", {"phrase": "a", "scope": "line"}], rules={}, model=b"")
batch: pa.StructArray = cleaner.clean_batch(["a", None], spans="code_points")
dechrome.clean_batch(pa.array(["a"]))
dechrome.clean(b"a")  # type: ignore[arg-type]
dechrome.Cleaner(keep=["dates"])  # type: ignore[list-item]
dechrome.clean_batch(["a"], spans="chars")  # type: ignore[arg-type]
plan.lines[0].score = 1.0  # type: ignore[misc]

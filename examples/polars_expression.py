"""Polars: an expression, as in `frame.with_columns(clean(pl.col("text")))`."""

import dechrome
import polars as pl


def clean(texts: pl.Expr) -> pl.Expr:
    return texts.map_batches(lambda series: pl.Series(clean_series(series)), return_dtype=pl.String)


def clean_series(series):
    return dechrome.clean_batch(series.to_arrow()).field("text")

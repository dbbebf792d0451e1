"""DuckDB: a function for SQL, as in `select clean(text) from 'pages.parquet'`."""

import dechrome


def clean(texts):
    return dechrome.clean_batch(texts).field("text")


def register(connection):
    connection.create_function("clean", clean, ["VARCHAR"], "VARCHAR", type="arrow")

"""Spark where the workers have the program but no Python package: JSON Lines through a pipe, every other field untouched."""

COMMAND = "dechrome clean --isolated --format jsonl"


def cleaned(rows):
    return rows.pipe(COMMAND, checkCode=True)

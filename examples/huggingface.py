"""Hugging Face datasets: a column is cleaned batch by batch, in Arrow, by as many processes as you like."""

import dechrome


def clean(table):
    column = table.column_names.index("text")
    return table.set_column(column, "text", dechrome.clean_batch(table["text"]).field("text"))


def cleaned(dataset, processes=None):
    return dataset.with_format("arrow").map(clean, batched=True, num_proc=processes).with_format(None)

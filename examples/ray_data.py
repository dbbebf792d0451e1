"""Ray Data: `pages.map_batches(clean, batch_format="pyarrow")` cleans the column `text`."""

import dechrome


def clean(table):
    column = table.column_names.index("text")
    return table.set_column(column, "text", dechrome.clean_batch(table["text"]).field("text"))

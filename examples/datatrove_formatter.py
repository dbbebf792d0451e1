"""datatrove: a step of a pipeline, as in `[JsonlReader("pages"), Dechrome(keep=["date"]), JsonlWriter("cleaned")]`."""

import dechrome
from datatrove.pipeline.formatters.base import BaseFormatter


class Dechrome(BaseFormatter):
    name = "dechrome"

    def __init__(self, **options):
        super().__init__()
        self.cleaner = dechrome.Cleaner(**options)

    def format(self, text: str) -> str:
        return self.cleaner.clean(text)

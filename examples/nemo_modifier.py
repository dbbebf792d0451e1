"""NeMo Curator: a document modifier, as in `Modify(modifier_fn=Dechrome(), input_fields="text")`."""

import dechrome
from nemo_curator.stages.text.modifiers import DocumentModifier


class Dechrome(DocumentModifier):
    def __init__(self, **options):
        super().__init__()
        self.cleaner = dechrome.Cleaner(**options)

    def modify_document(self, text: str) -> str:
        return self.cleaner.clean(text)

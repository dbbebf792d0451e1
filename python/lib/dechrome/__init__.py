"""Strips the boilerplate from plain text: drops lines of chrome, mends hard line breaks, says what it removed and why.

>>> import dechrome
>>> dechrome.clean('''Home
... News
... Log in
...
... The ferry turned round when a passenger saw the
... whale among the ropes. It took four hours to cut the
... animal loose, and nobody on board complained.
... ''')
'The ferry turned round when a passenger saw the whale among the ropes. It took four hours to cut the animal loose, and nobody on board complained.\\n'

``clean``, ``plan`` and ``clean_batch`` are those of a ``Cleaner`` without options.
"""

from dechrome._dechrome import Cleaner, Error, Join, Line, Plan

__all__ = ["Cleaner", "Error", "Join", "Line", "Plan", "clean", "clean_batch", "plan"]

_default = Cleaner()
clean = _default.clean
plan = _default.plan
clean_batch = _default.clean_batch

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, Literal, Protocol, TypedDict, final

import pyarrow

__all__ = ["Cleaner", "Error", "Join", "Line", "Plan", "clean", "clean_batch", "plan"]

_Kind = Literal[
    "title", "nav", "banner", "date", "byline", "share", "related", "newsletter", "comments",
    "legal", "cookie", "media", "pager", "symbol", "repeat", "profile", "rule", "chrome",
]  # fmt: skip
_Basis = Literal[
    "score", "headline", "repeat", "gap", "post", "group", "kind", "rule", "profile",
    "blank", "guard", "unasked",
]  # fmt: skip

class _Rule(TypedDict, total=False):
    """A rule: a phrase or a regex, not both."""

    phrase: str
    regex: str
    scope: Literal["line", "prefix", "contains"]
    reason: str

class _ArrowArray(Protocol):
    """An array behind Arrow's C data interface."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

_Texts = Sequence[str | None] | _ArrowArray | pyarrow.Array | pyarrow.ChunkedArray

class Error(ValueError):
    """An option, a rule or a model that is not as it must be; the message holds the value and the limit."""

@final
class Line:
    """One line and what becomes of it. Spans leave its terminator out."""

    @property
    def number(self) -> int:
        """From 1."""
    @property
    def text(self) -> str: ...
    @property
    def is_content(self) -> bool:
        """Whether it stays."""
    @property
    def reason(self) -> _Kind | None:
        """The kind of a dropped line; ``None`` if it stays."""
    @property
    def score(self) -> float:
        """From 0, surely chrome, to 1, surely content."""
    @property
    def basis(self) -> _Basis:
        """What decided."""
    @property
    def byte_start(self) -> int:
        """In bytes of the document in UTF-8, from 0."""
    @property
    def byte_end(self) -> int: ...
    @property
    def char_start(self) -> int:
        """In code points, as Python's strings count, from 0."""
    @property
    def char_end(self) -> int: ...

@final
class Join:
    """A mended break: the span between two lines that goes, and what stands in its place."""

    @property
    def upper(self) -> int:
        """Number of the line above the break, from 1."""
    @property
    def lower(self) -> int:
        """Number of the line below it; lines between are blank."""
    @property
    def separator(self) -> Literal["", " "]: ...
    @property
    def score(self) -> float:
        """From 0, a real break, to 1, surely spurious."""
    @property
    def byte_start(self) -> int:
        """In bytes of the document in UTF-8, from 0."""
    @property
    def byte_end(self) -> int: ...
    @property
    def char_start(self) -> int:
        """In code points, as Python's strings count, from 0."""
    @property
    def char_end(self) -> int: ...

@final
class Plan:
    """Everything decided about one document."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of the document, blank ones included, in order."""
    @property
    def joins(self) -> tuple[Join, ...]:
        """The mended breaks, in order."""
    @property
    def text(self) -> str:
        """The cleaned text."""
    @property
    def threshold(self) -> float:
        """Scores at or above it, from 0 to 1, are content, unless the line's ``basis`` says otherwise."""
    @property
    def guard(self) -> Literal["nothing-left", "too-much"] | None:
        """Why the document is kept whole although the scores say otherwise."""
    @property
    def removed_share(self) -> float:
        """The share of the document's characters, white space left out, that stand in dropped lines, from 0 to 1."""

@final
class Cleaner:
    """Cleans documents with one set of options; threads may share it, and it pickles with all it needs.

    Raises ``dechrome.Error`` if an option, a rule or a file is not as it must be.
    """

    def __new__(
        cls,
        *,
        threshold: float | None = None,
        keep: Sequence[_Kind | _Rule] = (),
        drop: Sequence[_Kind | _Rule] = (),
        max_removed: float | None = None,
        no_drop: bool = False,
        no_merge: bool = False,
        no_dehyphenate: bool = False,
        rules: str | PathLike[str] | Mapping[str, Any] | None = None,
        model: str | PathLike[str] | bytes | None = None,
        profile: str | PathLike[str] | bytes | None = None,
        host: str | None = None,
        pack: Sequence[str] = (),
    ) -> Cleaner: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    def clean(self, text: str) -> str:
        """The cleaned text of a document."""
    def plan(self, text: str) -> Plan:
        """What becomes of each line and each line break of a document, and why."""
    def clean_batch(
        self, texts: _Texts, *, spans: Literal["bytes", "code_points"] = "bytes"
    ) -> pyarrow.StructArray:
        """Cleans many documents, without the interpreter's lock: one row ``{text, removed_share, removed}`` for each."""

def clean(text: str) -> str:
    """The cleaned text of a document: its content lines, with hard line breaks mended."""

def plan(text: str) -> Plan:
    """What becomes of each line and each line break of a document, and why."""

def clean_batch(texts: _Texts, *, spans: Literal["bytes", "code_points"] = "bytes") -> pyarrow.StructArray:
    """Cleans many documents, without the interpreter's lock: one row ``{text, removed_share, removed}`` for each."""

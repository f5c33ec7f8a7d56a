"""Text: a string that knows where each of its characters came from.

It is the only way to change text. Every change takes a reason, keeps the origins right and writes the ledger,
so provenance is right by construction: a stage need not think of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pipeline.ledger import Ledger, characters, codepoints

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Text:
    """An immutable string with the origin of each character: a glyph's number, or below 0 where inserted."""

    __slots__ = ("ledger", "origins", "string")

    def __init__(self, string: str, origins: NDArray[np.int64], ledger: Ledger) -> None:
        if len(string) != len(origins):
            raise ValueError(f"{len(string)} characters with {len(origins)} origins")
        self.string = string
        self.origins = origins
        self.ledger = ledger

    @classmethod
    def of(cls, string: str) -> Text:
        """A text that is its own source: for trying out a stage on a string."""
        return cls(string, np.arange(len(string)), Ledger(string))

    def __str__(self) -> str:
        return self.string

    def __repr__(self) -> str:
        return f"Text({self.string!r})"

    def __len__(self) -> int:
        return len(self.string)

    def __getitem__(self, part: slice) -> Text:
        """A part of the text. Nothing is deleted by this: whoever cuts must keep all the parts."""
        return Text(self.string[part], self.origins[part], self.ledger)

    def arranged(self, order: NDArray[np.int64]) -> Text:
        """The same characters in another order: `order` are their offsets."""
        return Text(characters(codepoints(self.string)[order]), self.origins[order], self.ledger)

    def split(self, *places: int) -> list[Text]:
        """The text cut at `places` (ascending offsets); empty parts are left out."""
        bounds = [0, *places, len(self)]
        return [self[start:end] for start, end in pairwise(bounds) if end > start]

    def delete(self, spans: Iterable[slice], reason: str) -> Text:
        """The text without `spans` (disjoint, any order), which go to the ledger under `reason`."""
        keep = np.ones(len(self), dtype=bool)
        for span in spans:
            start, end, _ = span.indices(len(self))
            if start < end:
                self.ledger.delete(self.origins[start:end].tolist(), self.string[start:end], reason)
                keep[start:end] = False
        if keep.all():
            return self
        string = "".join([char for char, kept in zip(self.string, keep.tolist(), strict=True) if kept])
        return Text(string, self.origins[keep], self.ledger)

    def replace(self, span: slice, new: str, reason: str) -> Text:
        """The text with `span` reading `new`.

        Characters are matched one for one from the left; what is left over of the old is discarded and what
        is left over of the new is inserted, so a replacement that changes the length is traceable too.
        """
        start, end, _ = span.indices(len(self))
        old = self.string[start:end]
        if old == new:
            return self
        common = min(len(old), len(new))
        origins = self.origins[start : start + common]
        changed = [n for n in range(common) if old[n] != new[n]]
        if changed:
            touched = [int(origins[n]) for n in changed]
            before, after = "".join(old[n] for n in changed), "".join(new[n] for n in changed)
            self.ledger.replace(touched, before, after, reason)
        made: Sequence[int] = ()
        if len(new) > common:
            made = self.ledger.insert(new[common:], self._neighbour(start + common), reason)
        elif len(old) > common:
            self.ledger.delete(self.origins[start + common : end].tolist(), old[common:], reason)
        spliced = (self.origins[:start], origins, np.array(made, dtype=np.int64), self.origins[end:])
        return Text(self.string[:start] + new + self.string[end:], np.concatenate(spliced), self.ledger)

    def replace_all(self, changes: Iterable[tuple[slice, str]], reason: str) -> Text:
        """The text with each span (disjoint, ascending) reading its new string, in linear time."""
        parts: list[Text] = []
        done = 0
        for span, new in changes:
            start, end, _ = span.indices(len(self))
            parts += [self[done:start], self[start:end].replace(slice(None), new, reason)]
            done = end
        return join([*parts, self[done:]]) if parts else self

    def insert(self, at: int, new: str, reason: str) -> Text:
        """The text with `new` at offset `at`, recorded as an insertion under `reason`."""
        made = np.array(self.ledger.insert(new, self._neighbour(at), reason), dtype=np.int64)
        origins = np.concatenate([self.origins[:at], made, self.origins[at:]])
        return Text(self.string[:at] + new + self.string[at:], origins, self.ledger)

    def strip(self, reason: str, characters: str | None = None) -> Text:
        """The text without white space (or `characters`) at its ends, which goes to the ledger."""
        inner = self.string.strip(characters)
        if len(inner) == len(self):
            return self
        start = self.string.find(inner) if inner else len(self)
        return self.delete([slice(0, start), slice(start + len(inner), len(self))], reason)

    def runs(self) -> Iterator[tuple[int, int]]:
        """The glyphs of this text as half-open ranges (start, end) of consecutive numbers, in text order."""
        printed = self.origins[self.origins >= 0]
        if not len(printed):
            return
        breaks = (printed[1:] - printed[:-1] != 1).nonzero()[0]
        first, last = [0, *(breaks + 1).tolist()], [*breaks.tolist(), -1]
        yield from zip(printed[first].tolist(), (printed[last] + 1).tolist(), strict=True)

    def _neighbour(self, at: int) -> tuple[int, ...]:
        """The character that an insertion at `at` stands beside: the one before it, or the first."""
        if not len(self):
            return ()
        return (int(self.origins[max(0, min(at, len(self)) - 1)]),)


def join(texts: Sequence[Text], between: str = "", reason: str = "joined") -> Text:
    """One text of many, with `between` inserted (and recorded) at the seams.

    Raises ValueError for an empty sequence: a text without a ledger cannot be traced.
    """
    if not texts:
        raise ValueError("no texts to join")
    if len(texts) == 1:
        return texts[0]
    first, *rest = texts
    if not between:
        origins = np.concatenate([t.origins for t in texts])
        return Text("".join(t.string for t in texts), origins, first.ledger)
    joined = first
    for text in rest:
        seam = joined.insert(len(joined), between, reason)
        joined = Text(seam.string + text.string, np.concatenate([seam.origins, text.origins]), first.ledger)
    return joined

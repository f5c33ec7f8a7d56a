"""The ledger: what became of every glyph of a page, and who did it.

A page's source is a row of glyphs, numbered from 0. Whatever a stage does to text is one of three edits, and
each is written here: a glyph is *discarded* for a reason, a glyph now *reads* as another character, or a
character is *inserted* that the source does not have. An inserted character has a negative number of its own
(-1, -2, …), so that every character of the output, printed or inserted, can be traced to one entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.errors import ConservationError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.text import Text

NO_CHARACTER = 0xFFFFFFFF  # equals no code point
OUTSIDE = "outside"  # the stage's name for edits made where no stage is running


class Edit(NamedTuple):
    """One change to the text of a page, replayable.

    `origins` are the characters that were changed (for an insertion: the neighbour that it stands beside),
    `made` are the numbers of the characters that the edit brought into the world.
    """

    stage: str
    action: str  # delete | replace | insert
    reason: str
    before: str
    after: str
    origins: tuple[int, ...]
    made: tuple[int, ...] = ()


class Insertion(NamedTuple):
    """A character that no source has: what it reads, and who put it there."""

    char: str
    stage: str
    reason: str


class Ledger:
    """All edits to one page, and the state of its glyphs that follows from them.

    `glyphs` are the source's characters. Stages never call the methods below: `Text` does it for them.
    """

    def __init__(self, glyphs: str) -> None:
        self.source = codepoints(glyphs)
        self.stage = OUTSIDE
        self.edits: list[Edit] = []
        self._reads = self.source.copy()
        self._discarded = np.zeros(len(self.source), dtype=np.uint16)  # 0: still in the text
        self._reasons: list[str] = [""]
        self._inserted: list[Insertion] = []
        self._withdrawn: set[int] = set()  # inserted characters that were deleted again

    def delete(self, origins: Sequence[int], before: str, reason: str) -> None:
        """Write down that the characters at `origins` leave the text for `reason`."""
        printed = [o for o in origins if o >= 0]
        self._discarded[printed] = self._reason_number(reason)
        self._withdrawn.update(o for o in origins if o < 0)
        self.edits.append(Edit(self.stage, "delete", reason, before, "", tuple(origins)))

    def replace(self, origins: Sequence[int], before: str, after: str, reason: str) -> None:
        """Write down that the characters at `origins` now read `after`, one for one.

        Raises ValueError if the lengths differ: a longer or shorter reading is an insertion or deletion too.
        """
        if len(origins) != len(after):
            raise ValueError(f"{len(origins)} characters cannot read {after!r} one for one")
        for origin, char in zip(origins, after, strict=True):
            if origin >= 0:
                self._reads[origin] = ord(char)
            else:
                self._inserted[-origin - 1] = self._inserted[-origin - 1]._replace(char=char)
        self.edits.append(Edit(self.stage, "replace", reason, before, after, tuple(origins)))

    def insert(self, new: str, beside: Sequence[int], reason: str) -> tuple[int, ...]:
        """Write down `new` characters next to those at `beside`; returns the numbers that they get."""
        first = len(self._inserted)
        self._inserted.extend(Insertion(char, self.stage, reason) for char in new)
        made = tuple(range(-first - 1, -first - 1 - len(new), -1))
        self.edits.append(Edit(self.stage, "insert", reason, "", new, tuple(beside), made))
        return made

    def reading(self, origins: Iterable[int]) -> str:
        """What the characters at `origins` read now, whoever touched them."""
        reads = self._reads
        return "".join(chr(reads[o]) if o >= 0 else self._inserted[-o - 1].char for o in origins)

    def insertion(self, origin: int) -> Insertion:
        """Who inserted the character with the negative number `origin`."""
        return self._inserted[-origin - 1]

    def discards(self) -> dict[str, int]:
        """How many glyphs were discarded for each reason, in the order of the reasons' names."""
        counts = np.bincount(self._discarded, minlength=len(self._reasons))
        return {reason: int(counts[n]) for n, reason in sorted(enumerate(self._reasons), key=_by_name) if n}

    def insertions(self) -> dict[str, int]:
        """How many inserted characters stand in the text for each reason, in the order of their names."""
        live = (made.reason for n, made in enumerate(self._inserted) if -n - 1 not in self._withdrawn)
        return dict(sorted(Counter(live).items()))

    def discarded(self) -> Iterator[tuple[int, str]]:
        """Every discarded glyph with its reason, in source order."""
        for glyph in np.flatnonzero(self._discarded):
            yield int(glyph), self._reasons[self._discarded[glyph]]

    def check(self, texts: Iterable[Text]) -> None:
        """Prove that `texts` and the discards hold every glyph once, and nothing that nobody inserted.

        Raises ConservationError with the first offending passages. Near-linear: it runs after every stage.
        """
        pieces = [text for text in texts if len(text)]
        origins = np.concatenate([t.origins for t in pieces]) if pieces else np.empty(0, dtype=np.int64)
        chars = codepoints("".join(t.string for t in pieces))
        printed = origins >= 0
        kept = origins[printed]
        if len(kept) and int(kept.max()) >= len(self.source):
            raise ConservationError(self.stage, "text refers to a glyph that the page does not have")
        places = np.bincount(kept, minlength=len(self.source)) + (self._discarded > 0)
        if not (places == 1).all():
            self._complain(places)
        expected = np.empty_like(chars)
        expected[printed] = self._reads[kept]
        for place in np.flatnonzero(~printed).tolist():
            number = int(origins[place])
            known = -number <= len(self._inserted) and number not in self._withdrawn
            expected[place] = ord(self._inserted[-number - 1].char) if known else NO_CHARACTER
        wrong = np.flatnonzero(chars != expected)
        if len(wrong):
            at = int(wrong[0])
            raise ConservationError(self.stage, f"unrecorded change at …{_around(chars, at)}…")
        made = origins[~printed]
        if len(np.unique(made)) != len(made):
            raise ConservationError(self.stage, "an inserted character stands in two places")

    def _complain(self, places: NDArray[np.int64]) -> None:
        wrong = np.flatnonzero(places != 1)
        at = int(wrong[0])
        what = "lost" if places[at] == 0 else "in two places"
        first = f"first {what}: …{_around(self.source, at)}… (glyph {at})"
        raise ConservationError(self.stage, f"{len(wrong)} glyphs are not in exactly one place; {first}")

    def _reason_number(self, reason: str) -> int:
        if not reason:
            raise ValueError("an edit needs a reason")
        if reason not in self._reasons:
            self._reasons.append(reason)
        return self._reasons.index(reason)


def codepoints(string: str) -> NDArray[np.uint32]:
    """The string as an array of code points; lone surrogates are let through."""
    return np.frombuffer(string.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)


def characters(codes: NDArray[np.uint32]) -> str:
    """The string of these code points: the reverse of `codepoints`."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def replay(glyphs: str, edits: Iterable[Edit], order: Iterable[Iterable[int]]) -> list[str]:
    """Build texts anew from the source and the ledger alone.

    `order` gives, for each text of the output, the numbers of its characters in their order (`Text.origins`).
    Raises ConservationError where a text holds a character that the edits deleted or never made.
    """
    reads: dict[int, str] = dict(enumerate(glyphs))
    for edit in edits:
        if edit.action == "delete":
            for origin in edit.origins:
                reads.pop(origin, None)
        elif edit.action == "replace":
            reads.update(zip(edit.origins, edit.after, strict=True))
        else:
            reads.update(zip(edit.made, edit.after, strict=True))
    try:
        return ["".join([reads[int(o)] for o in origins]) for origins in order]
    except KeyError as missing:
        what = f"character {missing} is in the output but not in the ledger"
        raise ConservationError("replay", what) from None


def _around(chars: NDArray[np.uint32], at: int, reach: int = 8) -> str:
    return "".join(chr(c) for c in chars[max(0, at - reach) : at + reach + 1]).replace("\n", "⏎")


def _by_name(numbered: tuple[int, str]) -> str:
    return numbered[1]

"""Changes: the lines that a stage changed: what stayed, what went, what came and what reads otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipeline.explain.history import Deed
from pipeline.ledger import Edit, characters
from pipeline.page import Page
from pipeline.text import Text

UNTOLD = frozenset({"line end", "blank line", "form feed"})  # the reader's; they would fill the screen

Kind = Literal["same", "deleted", "inserted", "replaced"]


class Segment(NamedTuple):
    """A stretch of a line: what it read before, and (inserted, replaced) what it reads now."""

    kind: Kind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One changed line: its segments, the reasons, and the offset of its first character in the source."""

    segments: tuple[Segment, ...]
    reasons: tuple[str, ...]
    offset: int | None


@dataclass(frozen=True, slots=True)
class _Marks:
    """What the edits of one stage did to each character, by its number."""

    deleted: dict[int, str]
    replaced: dict[int, tuple[str, str]]  # number → what it reads now, reason
    inserted: dict[int, tuple[str, str]]


def changes(deed: Deed) -> Iterator[Change]:
    """The lines (or blocks, as the page has them) that the stage found and changed, in their order."""
    marks = _marks(deed.edits)
    behind, ahead = _insertions(deed.after, marks)
    for text in _texts_before(deed):
        segments: list[Segment] = []
        reasons: dict[str, None] = {}
        for char, origin in zip(text.string, text.origins.tolist(), strict=True):
            for made in ahead.get(origin, ()):
                segments.append(Segment("inserted", "", marks.inserted[made][0]))
                reasons[marks.inserted[made][1]] = None
            if origin in marks.deleted:
                segments.append(Segment("deleted", char, ""))
                reasons[marks.deleted[origin]] = None
            elif origin in marks.replaced:
                segments.append(Segment("replaced", char, marks.replaced[origin][0]))
                reasons[marks.replaced[origin][1]] = None
            else:
                segments.append(Segment("same", char, char))
            for made in behind.get(origin, ()):
                segments.append(Segment("inserted", "", marks.inserted[made][0]))
                reasons[marks.inserted[made][1]] = None
        if reasons:
            yield Change(tuple(_merged(segments)), tuple(reasons), _offset(text, deed.after))


def _marks(edits: Iterable[Edit]) -> _Marks:
    marks = _Marks({}, {}, {})
    for edit in edits:
        if edit.action == "delete":
            marks.deleted.update((origin, edit.reason) for origin in edit.origins)
        elif edit.action == "replace":
            for origin, now in zip(edit.origins, edit.after, strict=True):
                marks.replaced[origin] = (now, edit.reason)
        else:
            for made, char in zip(edit.made, edit.after, strict=True):
                marks.inserted[made] = (char, edit.reason)
    return marks


def _insertions(after: Page, marks: _Marks) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """The characters inserted right behind, and right ahead of, each character that was there before."""
    behind: dict[int, list[int]] = defaultdict(list)
    ahead: dict[int, list[int]] = defaultdict(list)
    if not marks.inserted:
        return behind, ahead
    for text in after.texts():
        last: int | None = None
        waiting: list[int] = []
        for origin in text.origins.tolist():
            if origin in marks.inserted:
                if last is None:
                    waiting.append(origin)
                else:
                    behind[last].append(origin)
                continue
            if waiting:
                ahead[origin] += waiting
                waiting = []
            last = origin
    return behind, ahead


def _texts_before(deed: Deed) -> Iterator[Text]:
    """The texts that the stage found; for the reader, the source's lines that lost more than their ends."""
    if deed.before is not None:
        yield from deed.before.texts()
        return
    ledger = deed.after.ledger
    told = {o for edit in deed.edits if edit.action != "delete" or edit.reason not in UNTOLD for o in edit.origins}
    source = Text.of(characters(ledger.source))
    start = 0
    for line in source.string.splitlines(keepends=True):
        end = start + len(line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"))
        if any(origin in told for origin in range(start, end)):
            yield source[start:end]
        start += len(line)


def _merged(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Neighbours of one kind as one segment."""
    last: Segment | None = None
    for segment in segments:
        if last is not None and last.kind == segment.kind:
            last = Segment(last.kind, last.before + segment.before, last.after + segment.after)
            continue
        if last is not None:
            yield last
        last = segment
    if last is not None:
        yield last


def _offset(text: Text, page: Page) -> int | None:
    printed = text.origins[text.origins >= 0]
    return int(page.glyphs.offset[printed[0]]) if len(printed) else None

"""Running text in columns of any shape: poured, measured and cut to fit before a line of it is set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tests.press.model import Builder
from tests.press.stories import Part, Story
from tests.press.typeset import NO_END, NO_START, line_end, width

# A digit or a letter set upright in a vertical line takes a square of its own.
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
RUN_IN = 200  # characters of a story whose headline may run on into its text
_CLOSERS = "”’」』）》"
_ENDS = "。！？…"


@dataclass(frozen=True)
class Draft:
    """A unit of copy that is not yet set."""

    role: str
    parts: tuple[tuple[str, str], ...]
    index: int = 0
    key: str | None = None
    indent: float = 2.0
    size: float = 1.0
    inline: bool = False
    roomy: bool = False  # a subheading that takes two lines

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.parts)


@dataclass(frozen=True)
class Slot:
    """A piece of a column."""

    x: float
    y: float
    measure: float
    rows: int
    ruler: str = "measure"


@dataclass(frozen=True)
class Placing:
    """One line of a draft where it will stand."""

    draft: int
    start: int
    end: int
    x: float
    y: float
    slot: int


@dataclass(frozen=True)
class Flow:
    """What came of pouring: the lines, the rows left over, and where the room ran out, if it did."""

    lines: tuple[Placing, ...]
    spare: int
    stop: tuple[int, int] | None


@lru_cache(maxsize=60_000)
def _end(text: str, start: int, measure: float, ruler: str = "measure") -> int:
    """Where a line ends. Rulers: by the measure; by characters, as in a tier; by characters without 禁则."""
    if ruler == "measure":
        return line_end(text, start, measure)
    end = min(len(text), start + max(1, int(measure + 0.01)))
    if ruler == "tier" and end < len(text):
        floor = start + max(1, (end - start) // 2)
        while end > floor and (text[end] in NO_START or text[end - 1] in NO_END):
            end -= 1
    return end


def drafts_of(story: Story, key: str, body: Sequence[Part] | None = None, *, inline: bool = False) -> list[Draft]:
    """The running text of a story: what comes before, the body, what comes after."""
    body = text_of(story) if body is None else body
    found: list[Draft] = []
    jump = story.jump or {}
    if jump.get("from"):
        found.append(Draft("jump", (("jump", jump["printed"]),), key=key))
    first = next((n for n, part in enumerate(body) if part.type == "paragraph"), -1)
    for index, part in enumerate(body):
        opening = story.opening or "" if index == first else ""
        opening += " " if opening and opening[-1] not in "）】〕〉》：)" else ""
        indent = 0.0 if index == first and jump.get("torn") else 2.0
        pieces = tuple((role, text) for role, text in (("opening", opening), ("body", part.text)) if text)
        found.append(Draft(part.type, pieces, index, key, indent, 1.12 if part.type == "subheading" else 1.0))
    if story.signature:
        found.append(Draft("signature", (("signature", story.signature),), key=key, inline=inline))
    if jump.get("to"):
        found.append(Draft("jump", (("jump", jump["printed"]),), key=key, inline=inline))
    return found


def can_run_in(story: Story, drafts: Sequence[Draft]) -> bool:
    """Whether the headline can run on into the text: a short story that has no other head."""
    plain = not (story.kicker or story.deck or story.byline or story.captions or story.jump)
    return plain and bool(story.title) and story.length < RUN_IN and drafts[0].role == "paragraph"


def run_in(draft: Draft, story: Story) -> Draft:
    """The first paragraph with the headline at the start of its first line."""
    return replace(draft, parts=(("headline", f"{story.title}\u3000"), *draft.parts), indent=0.0)


def text_of(story: Story) -> list[Part]:
    """The lead and the body."""
    return [*([Part("paragraph", story.lead)] if story.lead else []), *story.body]


def pour(drafts: Sequence[Draft], slots: Sequence[Slot], leading: float) -> Flow:
    """Fill the slots in turn."""
    lines: list[Placing] = []
    place, row = 0, 0

    def room(rows: int) -> bool:
        nonlocal place, row
        while place < len(slots) and row + rows > slots[place].rows:
            place, row = place + 1, 0
        return place < len(slots)

    for number, draft in enumerate(drafts):
        text, start = draft.text, 0
        if draft.role == "paragraph":
            while start < len(text):
                if not room(1):
                    return Flow(tuple(lines), 0, (number, start))
                slot, indent = slots[place], draft.indent if start == 0 else 0.0
                end = _end(text, start, slot.measure - indent, slot.ruler)
                lines.append(Placing(number, start, end, slot.x + indent, slot.y + row * leading, place))
                row += 1
                start = end
                while start < len(text) and text[start] in " \u3000":
                    start += 1
            continue
        if draft.role in ("signature", "jump"):
            spot = _beside(draft, drafts, lines, slots) if row and draft.inline else None
            if spot:
                lines.append(Placing(number, 0, len(text), *spot, place))
                continue
        heading = draft.role not in ("signature", "jump")
        above = 1 if (draft.roomy or draft.role == "headline") and row else 0
        last = slots[min(place, len(slots) - 1)]
        count = len(_heading(text, last.measure / draft.size, last.ruler))
        if not room(count + above + (1 if heading else 0)):
            return Flow(tuple(lines), 0, (number, 0))
        slot = slots[place]
        above = above if row else 0
        for begin, end in _heading(text, slot.measure / draft.size, slot.ruler):
            free = max(0.0, slot.measure - width(text[begin:end].rstrip()) * draft.size)
            left = number == 0 and draft.role == "jump"
            x = 0.0 if left else free / 2 if heading else free
            y = slot.y + (row + above * 0.6) * leading
            lines.append(Placing(number, begin, end, slot.x + x, y, place))
            row += 1
        row += above
    spare = sum(slot.rows for slot in slots[place:]) - row
    return Flow(tuple(lines), spare, None)


def _beside(
    draft: Draft, drafts: Sequence[Draft], lines: Sequence[Placing], slots: Sequence[Slot]
) -> tuple[float, float] | None:
    """Where a signature stands on the last line of its story, if there is room."""
    above, long = lines[-1], width(draft.text)
    slot, owner = slots[above.slot], drafts[above.draft]
    edge = slot.x + slot.measure
    if owner.role != "paragraph" or edge - above.x - width(owner.text[above.start : above.end].rstrip()) < long + 1:
        return None
    return edge - long, above.y


def slices(text: str, measure: float, ruler: str = "measure", indent: float = 0.0) -> list[tuple[int, int]]:
    """A text as lines of one measure; the first is set in."""
    found, start = [], 0
    while start < len(text):
        end = _end(text, start, measure - (0.0 if start else indent), ruler)
        found.append((start, end))
        start = end
        while start < len(text) and text[start] in " \u3000":
            start += 1
    return found


def _heading(text: str, measure: float, ruler: str) -> list[tuple[int, int]]:
    """The lines of a subheading, which is not squeezed."""
    found = slices(text, measure, ruler)
    if any(width(text[start:end].rstrip()) > measure + 0.05 for start, end in found):
        return slices(text, measure, "tier")
    return found


def trimmed(drafts: Sequence[Draft], slots: Sequence[Slot], leading: float) -> tuple[list[Draft], Flow]:
    """The copy cut to fit, after a sentence. What goes stands before the last paragraph, so that the story ends as it
    was written; where there is no room for that, the end goes. What must stand at the end stays. Of several stories the
    last is cut, or left out."""
    kept = list(drafts)
    flow = pour(kept, slots, leading)
    if flow.stop is None:
        return kept, flow
    last = max(n for n, draft in enumerate(kept) if draft.role == "paragraph")
    begin = next(n for n, draft in enumerate(kept) if draft.key == kept[last].key)
    for closing in (_closing(kept, begin, last), last + 1):
        for short in _shorter(kept[:closing], flow.stop, begin) if closing else ():
            attempt = pour([*short, *kept[closing:]], slots, leading)
            if attempt.stop is None:
                return [*short, *kept[closing:]], attempt
    return trimmed(kept[:begin], slots, leading) if begin else ([], Flow((), sum(slot.rows for slot in slots), None))


def _closing(drafts: Sequence[Draft], begin: int, last: int) -> int:
    """Where the end of a story begins that can stand by itself; 0 if the story is too short for one."""
    while last > begin and drafts[last].text.startswith("答"):  # an answer is nothing without its question
        last -= 1
    before = [draft for draft in drafts[begin:last] if draft.role == "paragraph"]
    return last if len(before) > 1 else 0


def _shorter(body: Sequence[Draft], stop: tuple[int, int], begin: int) -> Iterator[list[Draft]]:
    """The copy cut after a sentence at `stop` or before it, but not before `begin`, the longest first."""
    for number in range(min(stop[0], len(body) - 1), begin - 1, -1):
        draft = body[number]
        if draft.role == "paragraph":
            limit = stop[1] if number == stop[0] else len(draft.text)
            for cut in _sentence_ends(draft.text, limit):
                yield [*body[:number], cut_draft(draft, cut)]


def torn(
    drafts: Sequence[Draft], slots: Sequence[Slot], leading: float, *, clean: bool = False
) -> tuple[list[Draft], list[Draft]]:
    """The copy cut where the room ends, one line before, for the jump: what fits, and what goes on elsewhere.

    A clean cut is after the last sentence that fits, any other is wherever the last line ends."""
    short = [*slots[:-1], replace(slots[-1], rows=slots[-1].rows - 1)]
    flow = pour(drafts, short, leading)
    if flow.stop is None or len(flow.lines) < 4:  # it all fits, or there is no room worth a jump
        return list(drafts), []
    number, at = flow.stop
    front, back = list(drafts[:number]), list(drafts[number:])
    while front and front[-1].role == "subheading":
        back.insert(0, front.pop())
        at = 0
    ends = _sentence_ends(back[0].text, at) if clean and at else []
    at = ends[0] if ends else at
    if at:
        front.append(cut_draft(back[0], at))
        rest = back[0].text[at:].lstrip(" \u3000")
        back[0] = replace(back[0], parts=(("body", rest),), indent=2.0 if ends else 0.0)
    return front, back


def cut_draft(draft: Draft, at: int) -> Draft:
    """A draft without what comes after."""
    parts, left = [], at
    for role, text in draft.parts:
        if left > 0:
            parts.append((role, text[:left]))
        left -= len(text)
    return replace(draft, parts=tuple(parts))


def _sentence_ends(text: str, limit: int) -> list[int]:
    """Where the text may end, from the last place on: after a sentence, outside of quotes."""
    places, depth = [], 0
    for at, char in enumerate(text[:limit]):
        depth += (char in "“‘「『（") - (char in _CLOSERS and char != "》")
        if depth == 0 and char in _ENDS + _CLOSERS and (char in _ENDS or text[at - 1] in _ENDS):
            after = text[at + 1 : at + 2]
            if after not in (*_CLOSERS, *_ENDS) and at > 12:
                places.append(at + 1)
    if limit == len(text) and len(text) not in places:
        places.append(len(text))
    return places[::-1]


def commit(build: Builder, drafts: Sequence[Draft], flow: Flow, slots: Sequence[Slot]) -> None:
    """Set the lines that a flow has planned."""
    columns = [build.column() for _ in slots]
    units = [build.unit(draft.key, draft.role, draft.parts, draft.index, inline=draft.inline) for draft in drafts]
    last: tuple[str | None, str, int] | None = None
    block = 0
    for line in flow.lines:
        draft = drafts[line.draft]
        kind = (draft.key, draft.role, line.slot)
        if kind != last:
            block, last = build.block(), kind
        build.line(
            units[line.draft],
            (line.start, line.end),
            (line.x, line.y),
            measure=slots[line.slot].measure,
            size=draft.size,
            block=block,
            column=columns[line.slot],
            display=draft.role in ("subheading", "headline", "column"),
        )

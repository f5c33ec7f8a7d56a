"""Whether what stands beside the body is right: headlines, bylines, captions, and the page's own fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.evaluate.comparison import Comparison, Unit
from pipeline.evaluate.model import SUBHEADING, Story
from pipeline.evaluate.ratio import Ratio


def headline(c: Comparison) -> Ratio:
    """Gold stories whose matched story has the same headline; that there is none must be right too."""
    right = sum(found is not None and gold.headline == found.headline for gold, found in c.pairs())
    return Ratio(right, len(c.gold.stories))


def text_field(name: str, c: Comparison) -> Ratio:
    """Stories with the right kicker, deck or column, where gold or the matched story has one.

    That most stories have none proves nothing, and one made up is a mistake.
    """
    right = of = 0
    for gold, found in c.pairs():
        expected, got = getattr(gold, name), getattr(found, name, None)
        of += expected is not None or got is not None
        right += found is not None and expected is not None and expected == got
    return Ratio(right, of)


def byline(c: Comparison) -> Ratio:
    """Stories whose authors are the same names in gold's order, where gold or the matched story has any."""
    right = of = 0
    for gold, found in c.pairs():
        got = found.authors if found else ()
        of += bool(gold.authors or got)
        right += bool(gold.authors) and gold.authors == got
    return Ratio(right, of)


def subheading(c: Comparison) -> Ratio:
    """F1 of subheadings: the right text in the matched story, before the right item.

    Before the right item means: the item after it holds the first character of what follows it in gold,
    or nothing follows it in either. Subheadings of all output stories count as found.
    """
    gold = [at for at, unit in enumerate(c.units) if unit.item.type == SUBHEADING]
    found = sum(item.type == SUBHEADING for story in c.found.stories for item in story.body)
    return Ratio(2 * sum(subheading_stands(c, at) for at in gold), len(gold) + found)


def subheading_stands(c: Comparison, at: int) -> bool:
    """Whether one subheading, the unit of gold with this number, is right in text and place."""
    unit, story = c.units[at], c.matched(c.units[at].story)
    if story is None:
        return False
    following = _following(c, at)
    for place, item in enumerate(story.body):
        if item == unit.item:
            if following is None and place + 1 == len(story.body):
                return True
            if following and following.home == c.match[unit.story] and following.first == place + 1:
                return True
    return False


def _following(c: Comparison, at: int) -> Unit | None:
    """The unit of gold after this one in the same story."""
    following = c.units[at + 1] if at + 1 < len(c.units) else None
    return following if following and following.story == c.units[at].story else None


def caption(c: Comparison) -> Ratio:
    """F1 of captions: the right text with the right credit, in the matched story.

    Captions of all output stories count as found.
    """
    right = sum((Counter(gold.captions) & Counter(found.captions)).total() for gold, found in c.pairs() if found)
    count = sum(len(story.captions) for page in (c.gold, c.found) for story in page.stories)
    return Ratio(2 * right, count)


def part_of(c: Comparison) -> Ratio:
    """Stories with the right parent, where gold or the matched story has one.

    The right parent is the match of gold's parent.
    """
    right = of = 0
    for gold, found in c.pairs():
        of += gold.part_of is not None or (found is not None and found.part_of is not None)
        right += found is not None and gold.part_of is not None and same_parent(c, gold, found)
    return Ratio(right, of)


def same_parent(c: Comparison, gold: Story, found: Story) -> bool:
    """Whether a matched story's `part_of` is the id of the match of gold's `part_of`."""
    parent = next((match for story, match in c.pairs() if story.key == gold.part_of), None)
    return parent is not None and found.part_of == parent.key


def kind(c: Comparison) -> Ratio:
    """Stories whose matched story is of gold's kind, where gold names one."""
    pairs = [(gold, found) for gold, found in c.pairs() if gold.kind is not None]
    return Ratio(sum(found is not None and found.kind == gold.kind for gold, found in pairs), len(pairs))


def page_fields(c: Comparison) -> Ratio:
    """Fields of the page that are right, where gold or the output has a value (see `judged_fields`)."""
    fields = list(judged_fields(c))
    return Ratio(sum(expected == got for _, expected, got in fields), len(fields))


def judged_fields(c: Comparison) -> Iterator[tuple[str, str | None, str | None]]:
    """Name, gold's value and the output's, of each field of the page that gold names and one of them has.

    Date, weekday, folio and section are a field each, and so is each role of the credits, whose names may
    come in any order. Gold's `credit_names_any_role` are one more field: they must be there, under whatever
    role.
    """
    for name, expected in c.gold.fields.items():
        got = c.found.fields.get(name)
        if expected is not None or got is not None:
            yield name, expected, got
    roles = c.found.credits or {}
    anywhere = {name for names in roles.values() for name in names}
    if c.gold.credits is not None:
        for role in dict.fromkeys([*c.gold.credits, *roles]):
            expected_names = c.gold.credits.get(role, ())
            got_names = [name for name in roles.get(role, ()) if name in expected_names or name not in c.gold.any_role]
            if expected_names or got_names:
                yield f"credits {role}", _listed(expected_names), _listed(got_names)
    if c.gold.any_role:
        present = [name for name in c.gold.any_role if name in anywhere]
        yield "credits of any role", _listed(c.gold.any_role), _listed(present)


def _listed(names: list[str] | tuple[str, ...]) -> str | None:
    return " ".join(sorted(names)) or None

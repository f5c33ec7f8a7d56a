"""The measures: each a pure function of a comparison, and a ratio, so that pages add up.

The total over many pages is the sum of what was hit over the sum of what could be: each story, pair,
paragraph or character counts the same, whatever page it stands on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import partial

from pipeline.evaluate import fields, order
from pipeline.evaluate.comparison import Comparison
from pipeline.evaluate.edit_distance import edit_distance
from pipeline.evaluate.model import PARAGRAPH, Story
from pipeline.evaluate.ratio import Ratio


def coverage(c: Comparison) -> Ratio:
    """Article coverage: the mean over gold stories of the IoU with the best output story.

    Intersection and union are of characters (`alignment`) of the body: paragraphs and subheadings; the
    captions or the headline of a story that has no body. Two gold stories may have the same best story.
    """
    best = c.iou.max(axis=1).sum() if c.iou.size else 0.0
    return Ratio(float(best), len(c.gold.stories))


def pairwise_precision(c: Comparison) -> Ratio:
    """Of the pairs of gold units that the output has in one story, those that gold has in one story."""
    both, _, of_found = _pairs(c)
    return Ratio(both, of_found)


def pairwise_recall(c: Comparison) -> Ratio:
    """Of the pairs of gold units that gold has in one story, those that the output has in one story."""
    both, of_gold, _ = _pairs(c)
    return Ratio(both, of_gold)


def pairwise_f1(c: Comparison) -> Ratio:
    """F1 of "these two stand in the same story", over all pairs of gold's units.

    Units are gold's body items, subheadings too, each counting one whatever its length: a subheading astray
    is as much of a mistake as a paragraph astray. A unit stands in the output story that has at least half
    of its characters; one that stands nowhere is in no pair of the output.
    """
    both, of_gold, of_found = _pairs(c)
    return Ratio(2 * both, of_gold + of_found)


def _pairs(c: Comparison) -> tuple[int, int, int]:
    """Pairs in one story of both, of gold, and of the output."""
    found = [unit for unit in c.units if unit.home is not None]
    return (
        _within(Counter((unit.story, unit.home) for unit in found)),
        _within(Counter(unit.story for unit in c.units)),
        _within(Counter(unit.home for unit in found)),
    )


def _within(sizes: Counter[Hashable]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def perfect(c: Comparison) -> Ratio:
    """Perfect-story rate: gold stories whose matched story is right in all that matters (`is_perfect`)."""
    return Ratio(sum(is_perfect(c, number) for number in range(len(c.gold.stories))), len(c.gold.stories))


def is_perfect(c: Comparison, number: int) -> bool:
    """Whether the matched story is right in all that matters.

    It has the same body items (type and text) in the same order, the same headline (`null` for `null`), the
    same authors in gold's order and, where gold has `part_of`, the right parent. A story without a body
    has its captions instead.
    """
    gold, found = c.gold.stories[number], c.matched(number)
    return (
        found is not None
        and gold.units() == found.units()
        and gold.headline == found.headline
        and gold.authors == found.authors
        and (gold.part_of is None or fields.same_parent(c, gold, found))
    )


def paragraph_f1(c: Comparison) -> Ratio:
    """F1 of whole paragraphs with exactly the right text, in whatever story they stand.

    It tells of paragraphs and their text alone; where they stand is what coverage and pairs tell.
    """
    gold, found = (Counter(_paragraphs(page.stories)) for page in (c.gold, c.found))
    return Ratio(2 * (gold & found).total(), gold.total() + found.total())


def _paragraphs(stories: Iterable[Story]) -> Iterable[str]:
    return (item.text for story in stories for item in story.body if item.type == PARAGRAPH)


def character_error_rate(c: Comparison) -> Ratio:
    """Levenshtein's distance of each gold story's characters to its matched story's, over gold's characters.

    The characters are those of coverage. A story without a match is all errors; text that a story has too
    much counts, so that the rate may exceed 1.
    """
    texts = [(story.characters(), other.characters() if other else "") for story, other in c.pairs()]
    return Ratio(sum(edit_distance(*pair) for pair in texts), sum(len(text) for text, _ in texts))


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its name in JSON and floors, its heading in the table, and whether less is better."""

    name: str
    heading: str
    ratio: Callable[[Comparison], Ratio]
    meaning: str
    less_is_better: bool = False


MEASURES: tuple[Measure, ...] = (
    Measure("coverage", "cover", coverage, "article coverage: mean IoU of characters with the best match"),
    Measure("pairwise_f1", "pairs", pairwise_f1, "pairs of paragraphs rightly in one story, F1"),
    Measure("pairwise_precision", "pairs-p", pairwise_precision, "  their precision (falls when stories merge)"),
    Measure("pairwise_recall", "pairs-r", pairwise_recall, "  their recall (falls when stories are split)"),
    Measure("perfect", "perfect", perfect, "stories with text, order, headline and authors all right"),
    Measure("order", "order", order.in_stories, "reading-order edit distance within stories (0 is best)", True),
    Measure("page_order", "p-order", order.on_page, "reading-order edit distance over the page (0 is best)", True),
    Measure("paragraph_f1", "paras", paragraph_f1, "paragraphs exactly right, F1"),
    Measure("headline", "head", fields.headline, "headlines right (null where there is none)"),
    Measure("kicker", "kick", partial(fields.text_field, "kicker"), "kickers right"),
    Measure("deck", "deck", partial(fields.text_field, "deck"), "decks right"),
    Measure("column", "column", partial(fields.text_field, "column"), "columns right"),
    Measure("byline", "byline", fields.byline, "bylines right: all authors, in order"),
    Measure("subheading", "subhd", fields.subheading, "subheadings right and before the right item, F1"),
    Measure("caption", "capt", fields.caption, "captions right with their credit, F1"),
    Measure("part_of", "part", fields.part_of, "sidebars with the right parent"),
    Measure("kind", "kind", fields.kind, "kinds right, where gold names them"),
    Measure("page_fields", "page", fields.page_fields, "date, weekday, folio, section and credits right"),
    Measure("cer", "cer", character_error_rate, "character error rate of matched stories (0 is best)", True),
)


def measure(c: Comparison) -> dict[str, Ratio]:
    """All measures of one page."""
    return {each.name: each.ratio(c) for each in MEASURES}

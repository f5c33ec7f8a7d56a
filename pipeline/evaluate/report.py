"""Evaluate a folder of output against gold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.evaluate.comparison import Comparison, compare
from pipeline.evaluate.differences import differences
from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.measures import MEASURES, character_error_rate, is_perfect, measure
from pipeline.evaluate.model import EvaluationError, Page
from pipeline.evaluate.output import load_output
from pipeline.evaluate.pairing import Pair, pair
from pipeline.evaluate.ratio import Ratio, total
from pipeline.evaluate.table import columns, number
from pipeline.evaluate.tolerance import forgiven

Scores = dict[str, Ratio]

IN_TABLE = (
    "coverage", "pairwise_f1", "perfect", "order", "page_order", "paragraph_f1",
    "headline", "kicker", "byline", "subheading", "page_fields", "cer",
)  # fmt: skip
"""Measures that have a column in the table of pages; the totals have them all."""


@dataclass(frozen=True, slots=True)
class StoryScore:
    """One gold story: key, id of its match, their IoU (0 without a match), and whether it is perfect."""

    key: str
    match: str | None
    iou: float
    perfect: bool


@dataclass(frozen=True, slots=True)
class PageScore:
    """One gold page: what the output scored on it, and what is wrong.

    `failed` says why there is nothing to judge (no output, or output that cannot be read): a page of zeros.
    `found_stories` counts the output's stories.
    """

    name: str
    output: Path | None
    failed: str | None
    styles: tuple[str, ...]
    defects: tuple[str, ...]
    stories: tuple[StoryScore, ...]
    found_stories: int
    scores: Scores
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All pages of gold, and the ids of the output's pages for which there is no gold."""

    pages: tuple[PageScore, ...]
    not_judged: tuple[str, ...]

    def totals(self) -> Scores:
        """Each measure over all pages."""
        return _sum(self.pages)

    def groups(self) -> dict[str, Scores]:
        """Each measure over the pages of each style and with each defect that gold names, by group."""
        members: dict[str, list[PageScore]] = {}
        for page in self.pages:
            for name in [f"style {name}" for name in page.styles] + [f"defect {name}" for name in page.defects]:
                members.setdefault(name, []).append(page)
        ordered = sorted(members.items(), key=lambda group: (not group[0].startswith("style "), group[0]))
        return {name: _sum(pages) for name, pages in ordered}

    def differences(self, page: str) -> list[str]:
        """What is wrong with the page of this name, in sentences; raises `KeyError` for a name not judged."""
        for score in self.pages:
            if score.name == page:
                return list(score.differences)
        raise KeyError(page)

    def table(self, *, each: bool = True) -> str:
        """Pages, groups and totals as plain text; without `each`, no row for each page."""
        shown = [one for one in MEASURES if one.name in IN_TABLE]
        rows = [["page", "stories", *(one.heading for one in shown)]]
        rows += [[page.name, _count([page]), *_cells(page.scores)] for page in self.pages if each]
        rows += [[name, "", *_cells(scores)] for name, scores in self.groups().items()]
        rows += [["all", _count(self.pages), *_cells(self.totals())]]
        notes = [f"{page.name}: {page.failed}; counts as zeros" for page in self.pages if page.failed]
        notes += [f"not judged, there is no gold: {page_id}" for page_id in self.not_judged]
        return "\n\n".join(part for part in (columns(rows), "\n".join(notes), self._meanings()) if part) + "\n"

    def _meanings(self) -> str:
        lines, totals = [], self.totals()
        for each in MEASURES:
            ratio = totals[each.name]
            value = number(ratio.value, less_is_better=each.less_is_better)
            lines.append(f"{each.name:<18}  {value:>5}  {_part(ratio.hit):>9} of {_part(ratio.of):<7}  {each.meaning}")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """The report for JSON, with keys in a stable order."""
        return {
            "total": _plain(self.totals()),
            "groups": {name: _plain(scores) for name, scores in self.groups().items()},
            "pages": [_plain_page(page) for page in self.pages],
            "not_judged": list(self.not_judged),
        }


def evaluate(out: Path, gold: Path, tolerance: float = 0.0) -> Report:
    """Judge the output under `out` by the gold file or folder `gold`.

    `tolerance` is the share of a text's characters that may be misread (`tolerance.forgiven`); the character
    error rate does not forgive any.
    A gold page without output, or with output that cannot be read, is a page of zeros. Raises
    `EvaluationError` where gold is missing or faulty, or cannot be paired (`pairing.pair`).
    """
    pairing = pair(out, gold)
    return Report(tuple(_score(each, tolerance) for each in pairing.pairs), pairing.not_judged)


def _score(pair: Pair, tolerance: float) -> PageScore:
    gold = load_gold(pair.gold)
    found, failed = Page(), None
    if pair.output is None:
        failed = "no output"
    else:
        try:
            found = load_output(pair.output)
        except EvaluationError as error:
            failed = f"output cannot be used: {error}"
    comparison = compare(gold.page, forgiven(gold.page, found, tolerance) if tolerance else found)
    scores = measure(comparison)
    if tolerance:
        scores["cer"] = character_error_rate(compare(gold.page, found))
    return PageScore(
        name=pair.name,
        output=pair.output,
        failed=failed,
        styles=gold.styles,
        defects=gold.defects,
        stories=tuple(_story(comparison, number) for number in range(len(gold.page.stories))),
        found_stories=len(found.stories),
        scores=scores,
        differences=(f"page: {failed}",) if failed else tuple(differences(comparison)),
    )


def _story(c: Comparison, number: int) -> StoryScore:
    match = c.match[number]
    return StoryScore(
        key=c.gold.stories[number].key,
        match=None if match is None else c.found.stories[match].key,
        iou=0.0 if match is None else float(c.iou[number, match]),
        perfect=is_perfect(c, number),
    )


def _sum(pages: Iterable[PageScore]) -> Scores:
    pages = list(pages)
    return {each.name: total(page.scores[each.name] for page in pages) for each in MEASURES}


def _count(pages: Iterable[PageScore]) -> str:
    """Stories of the output, of stories of gold."""
    pages = list(pages)
    return f"{sum(page.found_stories for page in pages)}/{sum(len(page.stories) for page in pages)}"


def _cells(scores: Scores) -> list[str]:
    shown = [each for each in MEASURES if each.name in IN_TABLE]
    return [number(scores[each.name].value, less_is_better=each.less_is_better) for each in shown]


def _part(value: float) -> str:
    return f"{value:.2f}".removesuffix(".00")


def _plain(scores: Scores) -> dict[str, dict[str, float | None]]:
    return {name: {"value": ratio.value, "hit": ratio.hit, "of": ratio.of} for name, ratio in scores.items()}


def _plain_page(page: PageScore) -> dict[str, Any]:
    return {
        "name": page.name,
        "output": None if page.output is None else page.output.as_posix(),
        "failed": page.failed,
        "styles": list(page.styles),
        "defects": list(page.defects),
        "found_stories": page.found_stories,
        "scores": _plain(page.scores),
        "stories": [
            {"key": story.key, "match": story.match, "iou": story.iou, "perfect": story.perfect}
            for story in page.stories
        ],
        "differences": list(page.differences),
    }

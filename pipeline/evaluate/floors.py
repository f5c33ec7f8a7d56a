"""Floors that a corpus must not fall below; for a measure of which less is better, ceilings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pipeline.evaluate.measures import MEASURES
from pipeline.evaluate.model import EvaluationError
from pipeline.evaluate.report import Report
from pipeline.evaluate.table import NOTHING

FLOORS = Path(__file__).with_name("floors.toml")

LEAST_STEP = 1e-9
"""How far beyond its floor a value may lie by rounding."""


def load_floors(corpus: str, path: Path = FLOORS) -> dict[str, float]:
    """Measure to floor for one corpus of a floors file.

    Raises `EvaluationError` that names the file and the field for a file that is no TOML, a corpus that it
    does not have, a measure that there is not, and a floor that is no number or below 0.
    """
    try:
        corpora = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise EvaluationError(f"{path}: {error}") from error
    if not isinstance(corpora.get(corpus), dict):
        raise EvaluationError(f"{path}: no corpus {corpus!r}; it has {', '.join(corpora) or 'none'}")
    floors: dict[str, float] = {}
    for name, floor in corpora[corpus].items():
        if name not in {each.name for each in MEASURES}:
            known = ", ".join(each.name for each in MEASURES)
            raise EvaluationError(f"{path}: {corpus}.{name}: no such measure; there are {known}")
        if isinstance(floor, bool) or not isinstance(floor, int | float) or not floor >= 0:
            raise EvaluationError(f"{path}: {corpus}.{name}: expected a number from 0 on, got {floor!r}")
        floors[name] = float(floor)
    return floors


def below(report: Report, floors: Mapping[str, float]) -> list[str]:
    """One sentence for each measure whose total is worse than its floor, or that had nothing to judge."""
    totals = report.totals()
    sentences = []
    for each in MEASURES:
        if each.name not in floors:
            continue
        floor, value = floors[each.name], totals[each.name].value
        if value is None:
            sentences.append(f"{each.name}: {NOTHING}, nothing to judge, and its floor is {floor:g}")
        elif each.less_is_better and value > floor + LEAST_STEP:
            sentences.append(f"{each.name}: {value:.4f} is above {floor:g}")
        elif not each.less_is_better and value < floor - LEAST_STEP:
            sentences.append(f"{each.name}: {value:.4f} is below {floor:g}")
    return sentences

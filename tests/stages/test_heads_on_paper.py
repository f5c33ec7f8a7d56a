"""The lines of a head on paper get their roles, also where the headline itself is a picture."""

from __future__ import annotations

import numpy as np

from pipeline.ledger import Ledger
from pipeline.page import Block, Line, Role
from pipeline.stages.paper_place import head_roles
from pipeline.text import Text


def _line(string: str, size: float) -> Block:
    return Block((Line(Text(string, np.arange(len(string)), Ledger(string)), size=size),))


def _roles(*lines: tuple[str, float], drawn: int | None = None) -> list[Role]:
    return [block.role for block in head_roles([_line(*line) for line in lines], drawn)]


def test_the_largest_type_is_the_headline() -> None:
    told = _roles(("全县水上交通大变样", 14), ("沿江新码头建成", 24), ("每天有六班船往来", 14))
    assert told == [Role.KICKER, Role.HEADLINE, Role.DECK]


def test_a_picture_between_two_lines_is_the_headline() -> None:
    assert _roles(("全县水上交通大变样", 14), ("每天有六班船往来", 12), drawn=1) == [Role.KICKER, Role.DECK]


def test_a_line_behind_a_dash_is_a_deck_even_alone() -> None:
    assert _roles(("——记沿江新码头的建设者", 14)) == [Role.DECK]


def test_a_line_alone_is_the_headline() -> None:
    assert _roles(("沿江新码头建成", 14)) == [Role.HEADLINE]

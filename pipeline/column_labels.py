"""Column labels (栏目): names under which papers print what comes back: a story (民生观察), a box of briefs (简讯)."""

from __future__ import annotations

import re

from pipeline.words import words

_BETWEEN = re.compile(r"[\s·|]")


def is_column_label(string: str) -> bool:
    """Whether the words can be a column's name: 民生观察, 副中心养老调研报告, 简讯."""
    plain = _BETWEEN.sub("", string)
    table = words("columns")
    return 2 <= len(plain) <= 10 and (plain in table["names"] or plain.endswith(tuple(table["tails"])))


def brief_label(string: str) -> str | None:
    """The name, without the spaces in it, if it stands over briefs: 简 讯."""
    plain = re.sub(r"\s", "", string)
    return plain if plain in words("columns")["briefs"] else None

"""Spaces: one rule for the whole output.

    超 210万吨, IP 质量, 2021 至 2024 年  →  超210万吨, IP质量, 2021至2024年
    关 注                                 →  关注                      a spread word
    汇集各方观点 吸引行业关注               →  as it is                  parts of a headline
    World Cup, 池阳 谢佳航                 →  as they are               Latin words, names

A space beside an ideograph or a full-width mark comes from justification; between the parts of a headline, a
byline or a column's name it parts what the page parts, and one is kept.
"""

from __future__ import annotations

import re

from pipeline.characters import HAN
from pipeline.page import Block, Page, Role
from pipeline.registry import stage
from pipeline.text import Text

SEPARATED = frozenset(
    {Role.KICKER, Role.HEADLINE, Role.DECK, Role.SUBHEADING, Role.COLUMN, Role.BYLINE, Role.CREDIT, Role.JUMP}
)
_SPACES = "[ \\t\u00a0\u2002-\u200a\u202f\u3000]"
_WIDE = f"[{HAN}\u2014\u2018-\u201d\u2026\u3001-\u3020\u3003-\u303f\uff00-\uffef]"
_STRAY = re.compile(f"(?<={_WIDE}){_SPACES}+|{_SPACES}+(?={_WIDE})")
_SPREAD = re.compile(f"[{HAN}](?:{_SPACES}+[{HAN}])+")
_MANY = re.compile(f"{_SPACES}{{2,}}|[\\t\u00a0\u2002-\u200a\u202f\u3000]")
_QUOTED = re.compile(f"(?<=[“‘《（「『]){_SPACES}+|{_SPACES}+(?=[”’》）」』，、。：；！？])")


@stage("spaces", needs={"stories"}, gives={"stories"})
def spaces(page: Page) -> Page:
    """Take out the spaces that justification left, keep those that part words."""
    return page.map_blocks(lambda block: block.with_text(tidied(block)))


def tidied(block: Block) -> Text:
    """The block's text with its spaces by the rule of its role."""
    text = block.text.strip("spacing")
    if " " not in text.string and not _MANY.search(text.string):
        return text
    if block.role not in SEPARATED:
        return _without(text, _STRAY)
    if _SPREAD.fullmatch(text.string) and block.role is not Role.BYLINE:
        return _without(text, re.compile(_SPACES + "+"))
    if block.role is Role.SUBHEADING or block.role not in (Role.BYLINE, Role.CREDIT):
        text = _without(text, _QUOTED)
    return _single(text)


def _without(text: Text, pattern: re.Pattern[str]) -> Text:
    return text.delete([slice(*m.span()) for m in pattern.finditer(text.string)], "spacing")


def _single(text: Text) -> Text:
    """Runs of spaces as one plain space."""
    return text.replace_all([(slice(*match.span()), " ") for match in _MANY.finditer(text.string)], "spacing")

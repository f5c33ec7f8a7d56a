"""Captions: the words under a picture, and who took it.

…进行签约。记者 常某/摄   →  caption …进行签约。 credit 记者 常某/摄
▲图为颁奖现场。（甲某 摄）  →  caption, credit （甲某 摄）
潘某某／攝 under a caption   →  its credit
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.characters import CLOSERS, STOPS
from pipeline.lost import told
from pipeline.page import Block, Page, Role, Story
from pipeline.people import people, role_words
from pipeline.registry import stage

_AFTER_STOP = re.compile(
    f"^(?P<words>.*[{STOPS}][{re.escape(CLOSERS)}]*)\\s*(?P<credit>[^{STOPS}]{{2,30}})$", re.DOTALL
)
_BRACKET = re.compile(r"^(?P<words>.+?)\s*(?P<credit>[（(【][^（()）]{2,30}[）)】])\s*$", re.DOTALL)
_AFTER_SPACE = re.compile(r"^(?P<words>.+\S)[\s\u3000]+(?P<credit>\S*(?:\s\S+){0,2})$", re.DOTALL)


@stage("captions", needs={"stories"}, gives={"stories"})
def captions(page: Page) -> Page:
    """Part the credits from the captions."""
    return page.but(stories=tuple(credited(story) for story in page.stories))


def credited(story: Story) -> Story:
    blocks: list[Block] = []
    for block in story.blocks:
        at = credit_start(block.string) if block.role is Role.CAPTION else None
        if at is None and blocks and blocks[-1].role is block.role is Role.CAPTION and says_who_took(block.string):
            at = 0
        if at is None:
            blocks.append(block)
        else:
            words, credit = block.text[:at], block.text[at:]
            if len(words):
                blocks.append(block.with_text(words))
            blocks.append(block.with_text(credit).as_(Role.CREDIT))
    return replace(story, blocks=tuple(blocks))


def credit_start(string: str) -> int | None:
    """Where the credit at the end of a caption begins, or None if there is none."""
    for pattern in (_BRACKET, _AFTER_STOP, _AFTER_SPACE):
        match = pattern.match(string)
        if match and names_photographer(match["credit"]):
            return match.end("words")
    return None


def says_who_took(string: str) -> bool:
    """Whether a line says nothing but who took the picture: people and that they did."""
    return any(word in string for word in role_words("pictures")) and names_photographer(string)


def names_photographer(credit: str) -> bool:
    """Whether the words name people and say that they took or drew it, or are a reporter's name."""
    found = people(told(credit).strip("（）()【】 \u3000"))
    if not found:
        return False
    return any(author.role for author in found) or any(word in credit for word in role_words("pictures"))

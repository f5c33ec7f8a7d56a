"""A stage that cuts pages without weighing anything: these tests are of what stands around the stages."""

from __future__ import annotations

from pathlib import Path

STAGE = '''
"""Plain: every line is a story with a headline and, behind a 。, a body.

    A second paragraph for those who want to know all.
"""

import os

from pipeline.page import Block, Role, Story
from pipeline.registry import Settings, stage


class Plain(Settings):
    confidence: float = 0.9
    flag: str = ""


@stage("plain", needs={"lines"}, gives={"stories"}, takes={"lines"})
def plain(page, settings: Plain):
    stories = []
    lines = list(page.lines)
    for line in page.lines:
        if "坏页" in line.string:
            raise ValueError("this page cannot be cut")
        if "停" in line.string and "UNSTOPPED" not in os.environ:
            raise KeyboardInterrupt
        if "满" in line.string:
            raise MemoryError
        if "退" in line.string:
            raise SystemExit(0)
        if "说" in line.string:
            print("a stage that talks")
        if "丢字" in line.string:
            lines.remove(line)
        if "错类" in line.string:
            blocks = tuple(Block((each,), Role.PARAGRAPH) for each in lines)
            return page.but(lines=(), stories=(Story(blocks, kind="poem"),))
    for number, line in enumerate(lines):
        text = line.text.delete([slice(n, n + 1) for n, c in enumerate(line.string) if c == "#"], "noise")
        at = text.string.find("。")
        head = [Block((line.with_text(text[:at]),), Role.HEADLINE, number)] if at > 0 else []
        body = Block((line.with_text(text[max(at, 0):]),), Role.PARAGRAPH, number)
        stories.append(Story((*head, body), confidence=settings.confidence))
    page = page.but(lines=(), stories=tuple(stories), confidence=settings.confidence)
    return page.flagged(settings.flag) if settings.flag else page


'''

RECIPE = '[[stage]]\nuse = "plain"\n'


def install(folder: Path) -> list[str]:
    """Write the stage and its recipe into `folder`; the options that make jianbao use them."""
    (folder / "plain.py").write_text(STAGE, encoding="utf-8")
    (folder / "plain.toml").write_text(RECIPE, encoding="utf-8")
    return ["--stage", str(folder / "plain.py"), "--recipe", str(folder / "plain.toml")]

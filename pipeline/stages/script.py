"""Script: is a story in simplified or traditional characters, and, if asked, convert it.

    電腦與滑鼠  →  電脑与滑鼠   (to = "hans")

Whole paragraphs are converted, never broken lines (发布 and 了如 go wrong when they are cut). The text as printed
stays beside the converted one, and characters keep their origins where a word changes its length.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache
from operator import ne
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

from pipeline.page import Page, Story
from pipeline.registry import Settings, stage
from pipeline.text import Text

if TYPE_CHECKING:
    from opencc import OpenCC

SAMPLE = 4000  # characters of a story that are looked at
FEWEST = 2  # characters of one script only, for a story to be told
MIXED = 0.2  # share of the rarer script's characters above which a story is flagged


class Script(Settings):
    to: Literal["keep", "hans", "hant"] = "keep"
    hans: str = "t2s"  # OpenCC's configuration for conversion to simplified characters
    hant: str = "s2t"


@stage("script", needs={"stories"}, gives={"stories"})
def script(page: Page, settings: Script) -> Page:
    """Detect each story's script; convert it if a script is asked for, keeping the original."""
    stories = []
    for story in page.stories:
        found, mixed = script_of("".join(block.string for block in story.blocks))
        story = replace(story, script=found)
        if mixed:
            story = story.flagged("mixed-script")
        wanted = {"hans": "Hans", "hant": "Hant"}.get(settings.to)
        if wanted and found and found != wanted:
            story = converted(story, settings.hans if wanted == "Hans" else settings.hant)
            story = replace(story, script=wanted)
        stories.append(story)
    return page.but(stories=tuple(stories))


def script_of(string: str) -> tuple[str | None, bool]:
    """Hans, Hant or None (nothing tells), and whether both scripts are there in earnest.

    A character tells if it changes in one direction of conversion only.
    """
    sample = string[:SAMPLE]
    simplified, traditional = _converter("t2s").convert(sample), _converter("s2t").convert(sample)
    hant, hans = sum(map(ne, sample, simplified)), sum(map(ne, sample, traditional))
    if max(hans, hant) < FEWEST:
        return None, False
    return ("Hans" if hans >= hant else "Hant"), min(hans, hant) > MIXED * (hans + hant)


def converted(story: Story, configuration: str) -> Story:
    """The story with every block converted and its texts as printed in `originals`."""
    originals = tuple(normalize("NFC", block.string) for block in story.blocks)
    blocks = tuple(block.with_text(convert(block.text, configuration)) for block in story.blocks)
    return replace(story, blocks=blocks, originals=originals)


def convert(text: Text, configuration: str) -> Text:
    """The text in another script, changed passage by passage so that what stays keeps its origin."""
    before, after = text.string, _converter(configuration).convert(text.string)
    if before == after:
        return text
    if len(before) == len(after):
        return text.replace(slice(None), after, "script")
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changes = [(slice(i, j), after[k:n]) for kind, i, j, k, n in steps if kind != "equal"]
    return text.replace_all(changes, "script")


@cache
def _converter(configuration: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(configuration)

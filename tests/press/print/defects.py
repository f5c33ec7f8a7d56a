"""What can be hard about a printed page: defects with their probabilities, as data, and their draw for a page.

A new severity is a new row of `RECIPES`; where a recipe is named after a defect it prints only that one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

DEFECTS: dict[str, str] = {
    # headlines
    "shadow": "a headline is drawn two to four times, 0 to 4 points apart, line by line",
    "shadow-runs": "the same, each run of one font with its copies",
    "shadow-subset": "the copies come from another subset of the font",
    "outlined": "a headline is stroked wide in another colour before it is filled",
    "fake-bold": "bold type is the same glyphs again, 0.2 to 0.4 points away",
    "stroke-bold": "bold type is filled and stroked at once (render mode 2)",
    "paths": "a headline is drawn as outlines: no text",
    "paths-invisible": "a headline is drawn as outlines, with invisible text over it",
    "picture": "a headline is a picture: no text",
    "condensed": "a headline is narrowed to 70 to 90 per cent",
    "reversed": "a headline is white on a black box",
    "coloured": "some headlines are red, blue or grey",
    # upright text
    "upright-font": "upright text is set from fonts that write downward (Identity-V)",
    "turned": "upright furniture lies on its side: a text matrix turned by 90 degrees",
    # runs
    "one-by-one": "each glyph has an operator of its own",
    "kerned": "glyphs are placed by the numbers of a TJ",
    "unit-size": "the font's size is 1 and the matrix scales",
    "split-runs": "runs are cut anywhere into operators of their own",
    "marks-close": "marks that meet share an em: ”。 and “《",
    "spread": "short headlines are letterspaced",
    "spaces": "spaces and indents are printed as glyphs",
    "latin-late": "digits and Latin come after their line",
    "latin-block": "digits and Latin come after their block",
    "latin-page": "digits and Latin come after everything else",
    "split-fonts": "each story has subsets of its own",
    # the content stream
    "lines-shuffled": "lines are drawn in any order",
    "stories-shuffled": "stories are drawn in any order",
    "columns-shuffled": "columns are drawn in any order",
    "heads-last": "headlines are drawn last",
    "heads-first": "headlines are drawn first",
    "rows": "lines are drawn by rows over the whole width of the page",
    # text that is not what it seems
    "to-unicode-missing": "some glyphs of some fonts are not in the ToUnicode",
    "to-unicode-wrong": "some glyphs of some fonts are read as other characters",
    "codes-unicode": "a font is coded by UniGB-UCS2-H (UniCNS-UCS2-H) without ToUnicode",
    "codes-legacy": "a font is coded by GBK-EUC-H (ETen-B5-H) without ToUnicode",
    "codes-in-sequence": "codes are numbers in the order of use",
    "invisible": "some lines are there once more as invisible text",
    # the page
    "forms": "the content is cut into form XObjects",
    "page-turned": "the page lies on its side in the file and is turned to be shown",
    # graphics
    "column-rules": "hairlines between the columns of a story",
    "story-rules": "rules between stories",
    "head-band": "a rule or a grey band at the running head",
    "crop-marks": "marks for the trim at the corners",
}

ORDERS = ("lines-shuffled", "rows", "columns-shuffled", "stories-shuffled")
HEADS = (
    "picture",
    "paths-invisible",
    "paths",
    "reversed",
    "outlined",
    "shadow",
    "shadow-runs",
    "stroke-bold",
    "fake-bold",
)

RECIPES: dict[str, dict[str, float]] = {
    "clean": {"kerned": 0.5, "coloured": 0.3, "column-rules": 0.2, "story-rules": 0.7, "head-band": 0.7},
    "usual": {
        "shadow": 0.3,
        "shadow-runs": 0.3,
        "shadow-subset": 0.2,
        "outlined": 0.15,
        "fake-bold": 0.3,
        "stroke-bold": 0.15,
        "paths": 0.05,
        "paths-invisible": 0.02,
        "picture": 0.05,
        "condensed": 0.3,
        "reversed": 0.2,
        "coloured": 0.4,
        "upright-font": 0.4,
        "turned": 0.05,
        "one-by-one": 0.15,
        "kerned": 0.5,
        "unit-size": 0.4,
        "split-runs": 0.15,
        "marks-close": 0.4,
        "spread": 0.3,
        "spaces": 0.35,
        "latin-late": 0.2,
        "latin-block": 0.1,
        "latin-page": 0.05,
        "split-fonts": 0.2,
        "lines-shuffled": 0.03,
        "stories-shuffled": 0.3,
        "columns-shuffled": 0.1,
        "heads-last": 0.25,
        "heads-first": 0.15,
        "rows": 0.03,
        "to-unicode-missing": 0.08,
        "to-unicode-wrong": 0.08,
        "codes-unicode": 0.15,
        "codes-legacy": 0.15,
        "codes-in-sequence": 0.5,
        "invisible": 0.03,
        "forms": 0.1,
        "page-turned": 0.02,
        "column-rules": 0.3,
        "story-rules": 0.6,
        "head-band": 0.7,
        "crop-marks": 0.2,
    },
    "hard": {
        **dict.fromkeys(DEFECTS, 0.35),
        "to-unicode-missing": 0.2,
        "to-unicode-wrong": 0.2,
        "lines-shuffled": 0.2,
        "rows": 0.2,
        "invisible": 0.1,
    },
    **{name: {name: 1.0} for name in DEFECTS},
    "shadow-subset": {"shadow": 1.0, "shadow-subset": 1.0},
}
# How often each recipe is met where the caller asks for none.
MIX: dict[str, int] = {"clean": 2, "usual": 5, "hard": 2}
_SHARE = {"picture": 0.35, "paths": 0.4, "paths-invisible": 0.4, "reversed": 0.3}
_COLOURS = ("0.85 0.1 0.1 rg", "0.1 0.2 0.6 rg", "0.35 g", "0 0 0 1 k", "0.7 0.05 0.15 rg")


@dataclass(frozen=True)
class Manner:
    """How one page is printed: the defects that it has, and the sizes drawn for it."""

    on: frozenset[str]
    em: float
    copies: int  # of a shadowed headline, beside the real one
    shift: tuple[float, float]
    fall: float
    scale: float

    def has(self, name: str) -> bool:
        """Whether the page has a defect."""
        return name in self.on

    def order(self) -> str:
        """The order of the content stream: the wildest of those drawn."""
        return next((name for name in ORDERS if name in self.on), "story")


def draw(recipe: str | Mapping[str, float], rng: Random, script: str = "hans") -> Manner:
    """The manner of a page."""
    chances = RECIPES[recipe] if isinstance(recipe, str) else recipe
    unknown = chances.keys() - DEFECTS.keys()
    if unknown:
        raise ValueError(f"no such defects: {', '.join(sorted(unknown))}; there are {', '.join(DEFECTS)}")
    on = {name for name in DEFECTS if rng.random() < chances.get(name, 0.0)}
    far = rng.choice((0.3, 0.6, 1.0, 1.5, 2.5, 4.0))
    lean = rng.choice(((1.0, 1.0), (1.0, 0.5), (-1.0, 1.0), (1.0, 0.0), (0.0, 1.0)))
    return Manner(
        on=frozenset(on),
        em=rng.choice((8.6, 9.0, 9.0, 9.5, 10.0)),
        copies=rng.choice((1, 1, 1, 2, 3)),
        shift=(round(far * lean[0] * 0.7, 2), round(far * lean[1] * 0.7, 2)) if rng.random() < 0.9 else (0.0, 0.0),
        fall=rng.choice((0.0, 0.0, 0.02, 0.05)),
        scale=rng.choice((1.0, 1.0, 1.03, 1.08)),
    )


def treatment(manner: Manner, rng: Random, *, shadow: bool, upright: bool) -> str:
    """What is done to one headline. `shadow` is whether the copy asks for one."""
    for name in HEADS:
        if name in manner.on and rng.random() < _SHARE.get(name, 0.85 if shadow else 0.6):
            if upright and name in ("picture", "reversed"):
                continue
            return name
    return "plain"


def colour(manner: Manner, rng: Random) -> str:
    """The ink of a headline."""
    return rng.choice(_COLOURS) if manner.has("coloured") and rng.random() < 0.35 else "0 g"

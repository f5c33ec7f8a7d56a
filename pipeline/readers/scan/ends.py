"""Ends: marks and what is left of worn characters, before and behind the line that they are of.

    分类了”  。      →  the full stop is of the line, however far the quote stands from it
      、封闭路段     →  一、封闭路段, though 一 is too low for a character and too far from the next
    [crumbs of 写]着  →  写着

They stand level with their line, each near the next, and a line above or below runs over them: no gutter is there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.readers.scan.ink import Floats, Parts
from pipeline.readers.scan.strip import Strip, in_none, strip_of

BODY = (0.7, 1.4)  # em: between these is the height of a line of body type
CRUMB = 0.1  # em: what is smaller is a speck
LARGEST = 1.1  # em: what is larger is no character
NEAR = 1.2  # em: so near to the line, or to what is of it already, is the next
OUT = 0.1  # of its height: so far may it reach out of the line
BESIDE = 3.3  # of its height: so far away are the lines beside it, and those behind them, as one may be indented
OVER = 0.3  # em: by so much a line beside it may end before what it runs over
TURN = np.array([[0, 0, -1, 0], [0, 1, 0, 0], [-1, 0, 0, 0], [0, 0, 0, 1]])  # (x0, y0, x1, y1) seen from the right


def with_ends(lines: Sequence[Strip], parts: Parts, em: float) -> list[Strip]:
    """The lines, with what is in none in the level ones of body type whose ends it stands at."""
    made = list(lines)
    box = np.array([line.box for line in lines]).reshape(-1, 4)
    high = box[:, 3] - box[:, 1]
    body = (high > BODY[0] * em) & (high < BODY[1] * em)
    body &= np.array([not line.down for line in lines], dtype=bool)
    most = np.maximum(parts.wide, parts.tall)
    free = in_none(parts, lines) & (most > CRUMB * em) & (most < LARGEST * em)
    loose = np.flatnonzero(free)
    loose = loose[np.argsort(parts.box[loose, 1], kind="stable")]
    tops, middle = parts.box[loose, 1], (box[:, 1] + box[:, 3]) / 2
    for n in np.flatnonzero(body).tolist():
        x0, top, x1, foot = box[n].tolist()
        away = np.abs(middle - (top + foot) / 2)
        beside = box[body & (away > high[n] / 2) & (away < BESIDE * high[n])]
        level = loose[slice(*np.searchsorted(tops, (top - OUT * high[n], foot)))]
        level = level[(parts.box[level, 3] < foot + OUT * high[n]) & free[level]]
        same = box[(away < high[n] / 2) & (np.arange(len(box)) != n)]
        own = [
            *_behind(x1, parts.box[level], beside, same, em),
            *_behind(-x0, parts.box[level] @ TURN, beside @ TURN, same @ TURN, em),
        ]
        if own:
            free[level[own]] = False
            made[n] = strip_of(parts, np.union1d(made[n].parts, level[own]), made[n].size, False)
    return made


def _behind(end: float, loose: Floats, beside: Floats, same: Floats, em: float) -> list[int]:
    """Which of the loose boxes follow the end of a line, one after another, under or over a line `beside` it.

    What is nearer to another line in its band (`same`) is of that.
    """
    runs = beside[(beside[:, 0] < end) & (beside[:, 2] > end)]
    most = min(float(runs[:, 2].max(initial=end)) + OVER * em, _half(end, same))
    found = []
    for n in np.argsort(loose[:, 0], kind="stable").tolist():
        start, finish = loose[n, 0], loose[n, 2]
        if finish <= end:
            continue
        if start > end + NEAR * em or finish > most:
            break
        found.append(n)
        end = max(end, finish)
    return found


def _half(end: float, same: Floats) -> float:
    """Half way from the end of a line to the next in its band."""
    following = same[same[:, 0] > end, 0]
    return (end + float(following.min())) / 2 if len(following) else np.inf

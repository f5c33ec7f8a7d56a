"""Damage at random: lines of a page cut, joined, doubled, reordered, emptied, as no extractor would."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Lines = list[str]


def cut(lines: Lines, rng: Random) -> None:
    at = rng.randrange(len(lines))
    place = rng.randint(0, len(lines[at]))
    lines[at : at + 1] = [lines[at][:place], lines[at][place:]]


def join(lines: Lines, rng: Random) -> None:
    at = rng.randrange(len(lines))
    lines[at : at + 2] = [rng.choice(["", " ", "\u3000", "    "]).join(lines[at : at + 2])]


def double(lines: Lines, rng: Random) -> None:
    at = rng.randrange(len(lines))
    end = at + rng.randint(1, 4)
    lines[end:end] = lines[at:end]


def double_within(lines: Lines, rng: Random) -> None:
    at = rng.randrange(len(lines))
    lines[at] *= rng.randint(2, 4)


def reorder(lines: Lines, rng: Random) -> None:
    a, b, size = rng.randrange(len(lines)), rng.randrange(len(lines)), rng.randint(1, 20)
    moved = lines[a : a + size]
    del lines[a : a + size]
    lines[b:b] = moved


def empty(lines: Lines, rng: Random) -> None:
    lines[rng.randrange(len(lines))] = rng.choice(["", " ", "\u3000\u3000"])


def drop(lines: Lines, rng: Random) -> None:
    at = rng.randrange(len(lines))
    del lines[at : at + rng.randint(1, 30)]


def indent(lines: Lines, rng: Random) -> None:
    at = rng.randrange(len(lines))
    lines[at] = rng.choice([" ", "    ", "\u3000\u3000", "\ue004 ", "■"]) + lines[at]


def stack(lines: Lines, rng: Random) -> None:
    at = rng.randrange(len(lines))
    lines[at : at + 1] = list(lines[at])


def part(lines: Lines, rng: Random) -> None:
    lines[rng.randrange(len(lines))] += "\f"


def side_by_side(lines: Lines, rng: Random) -> None:
    half = rng.randint(1, max(1, len(lines) // 2))
    left, right = lines[:half], lines[half : 2 * half]
    lines[: 2 * half] = [f"{a:\u3000<30}{b}" for a, b in zip(left, right, strict=False)]


KINDS: tuple[Callable[[Lines, Random], None], ...] = (
    cut, cut, cut, join, join, join, double, double_within, reorder, reorder, reorder,
    empty, empty, drop, indent, stack, part, side_by_side,
)  # fmt: skip


def damaged(text: str, seed: int, times: int) -> str:
    """The text with `times` pieces of damage."""
    rng = Random(seed)
    lines = text.split("\n")
    for _ in range(times):
        if lines:
            rng.choice(KINDS)(lines, rng)
    return "\n".join(lines)

"""Grams: the runs of two or three ideographs in some passages, as numbers.

A page has some ten thousand of them and they are counted time and again, which arrays do ten times as fast as
strings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import HAN
from pipeline.ledger import codepoints

Ints = NDArray[np.int64]

BITS = 21  # of a code point; three make 63
LONGEST = 3
# where each range of ideographs begins and where the next other character stands, in ascending order
_EDGES = np.array(
    sorted(edge for low, high in re.findall("(.)(?:-(.))?", HAN) for edge in (ord(low), ord(high or low) + 1))
)


def grams(strings: Sequence[str], size: int) -> tuple[Ints, Ints]:
    """Every run of `size` (at most LONGEST) neighbouring ideographs: the passage that it stands in, and its number."""
    char = codepoints("".join(strings)).astype(np.int64)
    passage = np.repeat(np.arange(len(strings)), [len(string) for string in strings])
    is_han = np.searchsorted(_EDGES, char, side="right") % 2 == 1
    count = max(0, len(char) - size + 1)
    last = slice(size - 1, size - 1 + count)
    number = np.zeros(count, dtype=np.int64)
    whole = passage[:count] == passage[last]
    for step in range(size):
        number = number << BITS | char[step : step + count]
        whole &= is_han[step : step + count]
    return passage[:count][whole], number[whole]


def spelled(number: int, size: int) -> str:
    """The run that has this number."""
    return "".join(chr(number >> BITS * step & (1 << BITS) - 1) for step in reversed(range(size)))

"""Greedy string tiling of two texts that are made of stories."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from itertools import islice

CANDIDATES = 64
"""Free places that are tried for one gram, the first ones; only a text that repeats itself has more."""


class Tiling:
    """Runs that two texts, `a` and `b`, have in common, collected one by one; no character is in two runs.

    `story_a` and `story_b` give the story of each character; no run crosses from a story to the next.
    `partner` gives for each character of `a` its partner in `b`, or -1.
    """

    def __init__(self, a: str, story_a: Sequence[int], b: str, story_b: Sequence[int]) -> None:
        self.a, self.b = a, b
        self.story_a, self.story_b = story_a, story_b
        self.partner = [-1] * len(a)
        self.taken_a, self.taken_b = bytearray(len(a)), bytearray(len(b))
        self.shared: Counter[tuple[int, int]] = Counter()

    def take(self, i: int, j: int, length: int) -> None:
        """Partner `length` characters of `a` from `i` with as many of `b` from `j`; none may be taken."""
        self.partner[i : i + length] = range(j, j + length)
        self.taken_a[i : i + length] = self.taken_b[j : j + length] = b"\1" * length
        self.shared[self.story_a[i], self.story_b[j]] += length

    def bond(self, i: int, j: int) -> tuple[int, bool]:
        """How well `j` suits `i`: how much their stories share already, and whether `j` goes on there."""
        follows = i > 0 and j > 0 and self.partner[i - 1] == j - 1
        return self.shared[self.story_a[i], self.story_b[j]], follows

    def tile(self, shortest: int, *, linked: bool = False) -> None:
        """Take runs of at least `shortest` characters, from the start of `a` on, the longest at each place.

        Of equally long ones the one whose stories share most already is taken, then the one that goes on
        from the run before, then the first. With `linked`, stories that share nothing are left alone.
        """
        places: dict[str, deque[int]] = {}
        for start, end in _free_runs(self.taken_b, self.story_b):
            for j in range(start, end - shortest + 1):
                places.setdefault(self.b[j : j + shortest], deque()).append(j)
        for start, end in list(_free_runs(self.taken_a, self.story_a)):
            i = start
            while i <= end - shortest:
                best = (0, (0, False), 0)
                known = places.get(self.a[i : i + shortest], deque())
                while known and self.taken_b[known[0]]:
                    known.popleft()
                for j in islice(known, CANDIDATES):
                    bond = self.bond(i, j)
                    if bond[0] or not linked:
                        best = max(best, (self._run(i, j, end), bond, -j))
                if best[0] >= shortest:
                    self.take(i, -best[2], best[0])
                i += best[0] if best[0] >= shortest else 1

    def _run(self, i: int, j: int, end: int) -> int:
        """The length of the common run of free characters from `i` (to `end` at most) and `j`."""
        length, story = 0, self.story_b[j]
        while (
            i + length < end
            and j + length < len(self.b)
            and not self.taken_b[j + length]
            and self.story_b[j + length] == story
            and self.a[i + length] == self.b[j + length]
        ):
            length += 1
        return length

    def fill_gaps(self) -> None:
        """Partner equal characters at equal distances in gaps that are equally long in both texts.

        A gap lies between two runs of one story, or between a run and the start or the end of both stories.
        """
        for start, end in list(_free_runs(self.taken_a, self.story_a)):
            story = self.story_a[start]
            before = self.partner[start - 1] if start and self.story_a[start - 1] == story else None
            after = self.partner[end] if end < len(self.a) and self.story_a[end] == story else None
            if before is None and after is not None:
                before = self._border(after, -1)
            elif after is None and before is not None:
                after = self._border(before, 1)
            if before is None or after is None or after - before != end - start + 1:
                continue
            gap = range(before + 1, after)
            if len({self.story_b[j] for j in gap}) == 1 and not any(self.taken_b[j] for j in gap):
                for i, j in zip(range(start, end), gap, strict=True):
                    if self.a[i] == self.b[j]:
                        self.take(i, j, 1)

    def _border(self, j: int, step: int) -> int:
        """The first place before (`step` -1) or after (1) the story of `j`."""
        story = self.story_b[j]
        j += step
        while 0 <= j < len(self.b) and self.story_b[j] == story:
            j += step
        return j


def _free_runs(taken: bytearray, story: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of characters of one story that are not taken."""
    start = 0
    for place in range(1, len(taken) + 1):
        if place == len(taken) or taken[place] != taken[start] or story[place] != story[start]:
            if not taken[start]:
                yield start, place
            start = place

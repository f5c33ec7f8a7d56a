"""Chains on paper: heads and running text in the order in which they are read, a chain a story.

    head → paragraph → paragraph → …        each opens or follows at most one thing, and is followed by at most one

A link is seen from both sides: by how much b rather than nothing follows a, and a rather than nothing, another block
or a head precedes b. The best set of links as a whole is an assignment (see `solver`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.linking.forest import forest
from pipeline.linking.model import Floats
from pipeline.linking.paper import nexts, openings
from pipeline.linking.paper.bodies import Bodies
from pipeline.linking.solver import best_chains, tied

Ints = NDArray[np.int64]

SOURCED = 3.0  # log odds by which text that begins with its source (本报讯) begins a story rather than goes on in one
AT_ONCE = 1 << 16  # pairs looked at together: memory stays bounded where there are millions


@dataclass(frozen=True, slots=True)
class Links:
    """The candidate links of a page with their log odds: from body block a[n] to b[n], from head[n] to opens[n]."""

    a: Ints
    b: Ints
    gain: Floats
    head: Ints
    opens: Ints
    head_gain: Floats


def links_of(bodies: Bodies) -> Links:
    """All links worth a look."""
    every = np.arange(len(bodies.which))
    ends, starts = nexts.end_features(bodies, every), nexts.start_features(bodies, every)
    head, opens = openings.pairs_of(bodies)
    by_head, idle = openings.opening_features(bodies, head, opens), openings.idle_features(bodies)
    a, b = nexts.pairs_of(bodies)
    gains = []
    head_gain = np.zeros(0)
    for first in range(0, max(len(a), 1), AT_ONCE):
        i, j = a[first : first + AT_ONCE], b[first : first + AT_ONCE]
        pairs = nexts.next_features(bodies, i, j)
        follows, end = forest("paper-next").score(pairs, ends)
        precedes, opened, start = forest("paper-previous").score(pairs, by_head, starts)
        gains.append((follows - end[i] + precedes - start[j]) / 2 - SOURCED * bodies.sourced[j])
        if not first:
            opening, nothing = forest("paper-opening").score(by_head, idle)
            head_gain = (opening - nothing[head] + opened - start[opens]) / 2
    return Links(a, b, np.concatenate(gains), head, opens, head_gain)


def chains_of(
    bodies: Bodies, links: Links, loose: float = 0.0, headless: float = 0.0, textless: float = 0.0
) -> list[list[int]]:
    """The body blocks as chains: positions in `which`, in reading order.

    Where a chain breaks off and another goes on, a link is made that falls short of its odds by up to `loose`; where
    a chain has no head, by up to `headless`: most stories have one.
    """
    count = len(bodies.which)
    a, b = np.concatenate([links.a, links.head + count]), np.concatenate([links.b, links.opens])
    joint = best_chains(count + len(bodies.heads), a, b, np.concatenate([links.gain, links.head_gain + textless]))
    chains = [text for chain in joint if (text := [n for n in chain if n < count])]
    bare = np.isin(np.arange(count), [chain[0] for chain in joint if chain[0] < count])
    frame = bodies.scene.frame[bodies.which]
    ends = nexts.loose(bodies, links.a, links.b)
    more = np.where(ends, loose, np.where(bare[links.b] & ~bodies.sourced[links.b], headless, 0.0)) * (
        frame[links.a] == frame[links.b]
    )
    free = more > 0
    return tied(sorted(chains), links.a[free], links.b[free], (links.gain + more)[free])

"""Nexts on paper: does block b follow block a in the same story?

Below in the same column, at the head of the next column under one headline, or further: over a subheading, around a
picture, from a lead into its columns. The order in which the page was drawn counts for nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.layout.scene import NONE
from pipeline.linking.model import Features
from pipeline.linking.nexts import SIGNED
from pipeline.linking.paper.bodies import CLOSE, Bodies
from pipeline.linking.paper.measured import measured_pairs, measured_things
from pipeline.linking.seams import number_across, word_across
from pipeline.linking.terms import around, shared_names, similarity, summed

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

BESIDE = 6.0  # em between two columns that are neighbours


def pairs_of(bodies: Bodies) -> tuple[Ints, Ints]:
    """Positions (a, b) in `which` of the pairs worth a look: neighbours in a galley, and feet of galleys with heads.

    Nothing on the page follows what goes on on another, nor precedes what comes from one (下转第3版, 上接第1版).
    """
    column = bodies.column
    count = len(column)
    a, b = np.divmod(np.arange(count * count), max(count, 1))
    last = np.append(bodies.first[1:], True)
    inside = (b == a + 1) & (column[a] == column[b])
    worth = inside | (last[a] & bodies.first[b] & (a != b))
    worth &= ~bodies.leaves[a] & ~bodies.arrives[b]
    return a[worth], b[worth]


def next_features(bodies: Bodies, a: Ints, b: Ints) -> Features:
    """The evidence for each pair of positions (a[n], b[n]) in `which`."""
    s = bodies.scene
    i, j = bodies.which[a], bodies.which[b]
    strings, column = bodies.strings, bodies.column
    within = (column[a] == column[b]) & (b == a + 1)
    free = ~within
    wide = s.end - s.start
    drop = s.drop[i, j]
    shared = s.shared[i, j]
    below = free & (shared > 0.5) & (drop > -0.5)
    right_below = below & (bodies.body_below[i] == j)
    over = bodies.body_above[j] == i
    gap = s.start[j] - s.end[i]
    beside = free & ~below & (gap > -0.7) & (gap < BESIDE) & (s.top[j] < s.foot[i])
    onward = free & ~below & (gap >= BESIDE)
    back = free & ~below & (s.end[j] <= s.start[i] + 0.7)
    head_i, head_j = bodies.head_above[i], bodies.head_above[j]
    same_head = (head_i == head_j) & (head_i != NONE)
    own_head = bodies.own_head[j]
    head_close = own_head != NONE
    head_j = np.where(head_close, own_head, head_j)
    spans = np.where(head_j != NONE, s.shared[head_j, i], 0.0) > 0.3
    head_over_both = head_close & spans & (s.foot[np.maximum(head_j, 0)] <= s.top[i] + 1.0)
    above_j, below_i = s.above[j], s.below[i]
    look = bodies.look
    text = look["paragraph"]
    first_there = ~((text[above_j] > 0.5) & (s.gap(above_j, j) < 1.5))
    last_there = ~((text[below_i] > 0.5) & (s.gap(i, below_i) < 1.5))
    picture_above = s.is_picture[above_j]
    ends = bodies.ends
    begins = bodies.begins
    stops = bodies.stops
    opened = ends[a] < 0
    goes = begins[b] < 0
    size = s.size
    frames = s.frame[i] == s.frame[j]
    galleys, galley = np.unique(column, return_inverse=True)
    galley_top, galley_foot = np.full(len(galleys), np.inf), np.full(len(galleys), -np.inf)
    np.minimum.at(galley_top, galley, s.top[bodies.which])
    np.maximum.at(galley_foot, galley, s.foot[bodies.which])
    galley_top, galley_foot = galley_top[galley], galley_foot[galley]
    level = np.abs(galley_top[a] - galley_top[b]) < 1.0
    between = np.zeros(len(a), dtype=bool)
    between[beside] = _columns_between(bodies, i[beside], j[beside])
    ruled = np.zeros(len(a), dtype=bool)
    ruled[below] = s.ruled(i[below], j[below])
    parted = np.zeros(len(a), dtype=bool)
    parted[beside] = s.parted(i[beside], j[beside])
    beside_down = beside & s.down
    tall_head = np.zeros(len(a), dtype=bool)
    tall_head[beside_down] = _tall_head(bodies, i[beside_down], j[beside_down])
    word, pair, triple = np.zeros(len(a)), np.zeros(len(a)), np.zeros(len(a))
    for n in np.flatnonzero((opened | goes) & free & (begins[b] <= 0) & (ends[a] <= 0)).tolist():
        before, after = bodies.seams[0][a[n]], bodies.seams[1][b[n]]
        word[n] = word_across(before, after) or number_across(before, after)
        seen = bodies.words.seen(strings[a[n]], strings[b[n]])
        pair[n], triple[n] = seen == 1, seen == 2
    rows, names = bodies.terms.rows, bodies.names.rows
    alike = similarity(rows, rows, a, b)
    context = similarity(around(rows, 2, before=True), around(rows, 2, before=False), a, b)
    known = shared_names(summed(names, 2, before=True), summed(names, 2, before=False), bodies.names.weight, a, b)
    same_measure = np.abs(wide[i] - wide[j]) < 0.9
    same_start = np.abs(s.start[i] - s.start[j]) < 0.9
    under = bodies.under
    own_i, own_j = under.head[i], under.head[j]
    known = free & (own_i != NONE) & (own_j != NONE)
    one, two = known & (own_i == own_j), known & (own_i != own_j)
    step = under.slot[j] - under.slot[i]
    turn = one & (under.slot[i] != NONE) & (under.slot[j] != NONE) & (step == 1)
    aside = free & ~below
    plain = right_below & over & (above_j == i)
    walls = s.walled(i, j)
    after, before = bodies.fitting_below[i], bodies.fitting_above[j]
    seen_below = np.where(after != NONE, s.above[after], NONE)
    seen_above = np.where(before != NONE, s.above[j], NONE)
    columns = {
        **measured_pairs(bodies, a, b, free),
        "right below, nothing between, white of a line": plain & (drop > 1.3),
        "right below, nothing between, white of two lines": plain & (drop > 2.4),
        "aside, wall along a": aside & walls[0],
        "aside, wall along b": aside & walls[1],
        "aside, wall along both": aside & walls[0] & walls[1],
        "aside, rule over a or b": aside & walls[2],
        "beside, wall along a or b": beside & (walls[0] | walls[1]),
        "beside, rule over a or b": beside & walls[2],
        "aside, a goes on below": aside & (after != NONE),
        "aside, a goes on below over a picture": aside & s.is_picture[seen_below],
        "aside, a goes on below over a head": aside * look["head"][seen_below],
        "aside, b goes on from above": aside & (before != NONE),
        "aside, b goes on from above over a picture": aside & s.is_picture[seen_above],
        "aside, b goes on from above over a head": aside * look["head"][seen_above],
        "aside, neither goes on, beside": beside & (after == NONE) & (before == NONE),
        "fits right below": free & (after == j),
        "fits right below, picture between": free & (after == j) & s.is_picture[seen_below],
        "fits right below, head between": free * (after == j) * look["head"][seen_below],
        "under one head": one,
        "under one head, next column": turn,
        "under one head, next column, a is last, b is first": turn & first_there & last_there,
        "under one head, same column, below": one & (step == 0) & below,
        "under one head, from a lead": one & (under.slot[i] == NONE) & (under.slot[j] == 0),
        "under one head, columns skipped or back": one & ((step > 1) | (step < 0)) & ~below,
        "under two heads": two,
        "under two heads, a is last, b is first": two & first_there & last_there,
        "only a under a head": free & (own_i != NONE) & (own_j == NONE),
        "only a under a head, beside": beside & (own_i != NONE) & (own_j == NONE),
        "only b under a head": free & (own_i == NONE) & (own_j != NONE),
        "only b under a head, beside": beside & (own_i == NONE) & (own_j != NONE),
        "right below, leading": right_below & over & (drop < 0.75),
        "within a galley": within,
        "within a galley, a goes on, b begins": within & opened & (begins[b] > 0),
        "right below": right_below & over,
        "right below, close": right_below & over & (drop < 1.2),
        "right below, same start": right_below & same_start,
        "right below, same measure": right_below & same_measure,
        "right below, head between": right_below * look["head"][above_j],
        "right below, subheading between": right_below * look["subheading"][above_j],
        "right below, caption or picture between": right_below * np.maximum(look["caption"][above_j], picture_above),
        "right below, byline between": right_below * look["byline"][above_j],
        "right below, rule between": right_below & ruled,
        "right below, white": right_below * np.minimum(np.clip(drop, 0, None), 12.0),
        "below, not right below": below & ~right_below,
        "below a wider one": right_below & (wide[i] > 1.3 * wide[j]),
        "below a wider one, leftmost": right_below & (wide[i] > 1.3 * wide[j]) & same_start,
        "below a narrower one": right_below & (wide[j] > 1.3 * wide[i]),
        "beside": beside,
        "beside, a is last, b is first": beside & first_there & last_there,
        "beside, a is not last": beside & ~last_there,
        "beside, b is not first": beside & ~first_there,
        "beside, same measure": beside & same_measure,
        "beside, rule between": beside & parted,
        "beside, b under a head of its own": beside & head_close & ~spans,
        "beside, one head over both": beside & head_over_both,
        "beside, b under a picture": beside & picture_above,
        "beside, b has no head of its own": beside & ~head_close,
        "beside, b has no head of its own, a is last, b is first": beside & ~head_close & first_there & last_there,
        "beside, b under a subheading": beside * look["subheading"][above_j],
        "beside, same frame, no rule between": beside & frames & ~parted,
        "beside, in a frame together": beside & frames & (s.frame[i] != NONE),
        "beside, a column between": beside & between,
        "onward, b has no head of its own": onward & ~head_close,
        "right below, head of its own": right_below & head_close,
        "beside, height": beside * np.clip((s.top[j] - s.top[i]) / 10.0, -3, 3),
        "beside, b begins lower": beside & (s.top[j] > s.top[i] + 2.0),
        "beside, b begins higher": beside & (s.top[j] < s.top[i] - 2.0),
        "onward": onward,
        "onward, distance": onward * np.minimum(gap, 60.0) / 10.0,
        "onward, a is last, b is first": onward & first_there & last_there,
        "onward, one head over both": onward & head_over_both,
        "onward, b under a head of its own": onward & head_close & ~spans,
        "back": back,
        "back, below": back & (s.top[j] >= s.foot[i] - 0.5),
        "far below": free * ~beside * np.clip(drop, 0.0, 60.0) / 10.0,
        "far above": free * ~beside * np.clip(s.top[i] - s.foot[j], 0.0, 60.0) / 10.0,
        "beside, b ends above a": beside * np.clip(s.top[i] - s.foot[j], 0.0, 60.0) / 10.0,
        "beside, gap": beside * np.clip(gap, 0.0, BESIDE),
        "b begins under a head of its own, a has ended": free & head_close & ~spans & (begins[b] > 0) & (ends[a] > 0),
        "beside, galleys begin level, b has no head of its own": beside & level & ~head_close,
        "beside, galleys begin level, b has no head of its own, a is last": beside & level & ~head_close & last_there,
        "beside, galleys end level": beside & (np.abs(galley_foot[a] - galley_foot[b]) < 1.0),
        "beside, vertical page": beside_down,
        "beside, vertical page, rule between": beside_down & parted,
        "beside, vertical page, a is last, b is first": beside_down & first_there & last_there,
        "beside, vertical page, b has no head of its own": beside_down & ~head_close,
        "beside, vertical page, head over both": tall_head,
        "beside, vertical page, b begins higher": beside_down & (s.top[j] < s.top[i] - 2.0),
        "right below, vertical page": right_below & s.down,
        "same head": same_head & free,
        "same head, beside": same_head & beside,
        "other heads": free & ~same_head & (head_i != NONE) & (head_j != NONE),
        "b right under a head": free & head_close,
        "b right under a head that a is not under": free & head_close & ~same_head & ~head_over_both,
        "a goes on, b goes on": free & opened & goes,
        "a goes on, b begins": free & opened & (begins[b] > 0),
        "a ends, b goes on": free & stops[a] & goes & (ends[a] > 0),
        "a ends, b begins": free & (ends[a] > 0) & (begins[b] > 0),
        "full and ends a sentence, b goes on": free & (ends[a] == 0) & goes,
        "full and ends a sentence, b begins": free & (ends[a] == 0) & (begins[b] > 0),
        "word across": word,
        "word across, beside": word * beside,
        "known across, as two": pair,
        "known across, as three": triple,
        "same measure": free & same_measure,
        "same size": free & (np.abs(size[i] - size[j]) < 0.03),
        "other size": free & (np.abs(size[i] - size[j]) > 0.08),
        "same frame": free & frames,
        "into or out of a frame": free & ~frames,
        "shared words": free * alike,
        "shared surroundings": free * context,
        "shared names around": free * known,
        "shared names around, b under a head": free * known * head_close,
    }
    return {name: np.asarray(values, dtype=np.float64) for name, values in columns.items()}


def end_features(bodies: Bodies, a: Ints) -> Features:
    """The evidence that nothing follows the body block at position a[n]: the story, or its part here, ends."""
    s = bodies.scene
    i = bodies.which[a]
    blocks = [s.blocks[n] for n in i.tolist()]
    below = s.below[i]
    look = bodies.look
    close = s.gap(i, below) < 3.0
    ends = bodies.ends[a]
    under = bodies.under
    stops = bodies.stops[a]
    columns = {
        **measured_things(bodies, a, "the end"),
        "the end": np.ones(len(a)),
        "the end, in mid-sentence": ~stops,
        "the end, full and in mid-sentence": ends < 0,
        "the end, short": ends > 0,
        "the end, signed": np.array([SIGNED.search(block.string) is not None for block in blocks]),
        "the end, byline below": look["byline"][below] * close,
        "the end, head below": look["head"][below] * close,
        "the end, rule below": s.ruled(i, below),
        "the end, nothing below": below == NONE,
        "the end, last column of its head": under.slot[i] == under.last[i],
        "the end, columns of its head follow": (under.slot[i] != NONE) & (under.slot[i] < under.last[i]),
        "the end, under no head": under.head[i] == NONE,
        "the end, other text right below": (look["paragraph"][below] > 0.5) & close,
    }
    return {name: np.asarray(values, dtype=np.float64) for name, values in columns.items()}


def start_features(bodies: Bodies, b: Ints) -> Features:
    """The evidence that the body block at position b[n] follows nothing: a story, or its part here, begins."""
    s = bodies.scene
    j = bodies.which[b]
    above = s.above[j]
    look = bodies.look
    close = s.gap(above, j) < CLOSE
    own = bodies.own_head[j] != NONE
    begins = bodies.begins[b]
    under = bodies.under
    columns = {
        **measured_things(bodies, b, "the start"),
        "the start": np.ones(len(b)),
        "the start, head above": own,
        "the start, no head above": ~own,
        "the start, no head above, begins": ~own & (begins > 0),
        "the start, byline above": look["byline"][above] * close,
        "the start, subheading above": look["subheading"][above] * close,
        "the start, text above": (look["paragraph"][above] > 0.5) & close,
        "the start, picture above": s.is_picture[above] & close,
        "the start, nothing above": above == NONE,
        "the start, goes on": begins < 0,
        "the start, begins": begins > 0,
        "the start, opens a story": bodies.opening[b],
        "the start, begins with a day": bodies.dated[b],
        "the start, under no head": under.head[j] == NONE,
        "the start, first column of its head": under.slot[j] == 0,
        "the start, later column of its head": under.slot[j] > 0,
        "the start, later column of its head, nothing above": (under.slot[j] > 0) & (above == NONE),
        "the start, head beside": _beside(bodies, "head", j),
        "the start, label beside": _beside(bodies, "column", j),
        "the start, label beside, begins": _beside(bodies, "column", j) & (begins > 0),
    }
    return {name: np.asarray(values, dtype=np.float64) for name, values in columns.items()}


def loose(bodies: Bodies, a: Ints, b: Ints) -> Flags:
    """Whether a[n] breaks off and b[n] does not begin, or b[n] goes on and a[n] ends in mid-sentence: the part that
    is missing must be somewhere on the page."""
    begins, ends = bodies.begins[b], bodies.ends[a]
    return np.asarray(((ends < 0) & (begins <= 0)) | ((begins < 0) & ~bodies.stops[a]))


def _beside(bodies: Bodies, look: str, j: Ints) -> Flags:
    """Whether a head or label stands right beside j[n], at the height where it begins."""
    s = bodies.scene
    heads = np.flatnonzero(bodies.looks[look] > 0.5)
    result = np.zeros(len(j), dtype=bool)
    for n in heads.tolist():
        aside = np.maximum(s.start[j] - s.end[n], s.start[n] - s.end[j])
        level = (s.top[n] < s.top[j] + 2.0) & (s.foot[n] > s.top[j] + 0.5)
        result |= (aside > -0.5) & (aside < 2.5) & level
    return result


def _tall_head(bodies: Bodies, i: Ints, j: Ints) -> Flags:
    """Whether one head stands above both i[n] and j[n] (on vertical pages: to their right, over both tiers)."""
    s = bodies.scene
    result = np.zeros(len(i), dtype=bool)
    for n in np.flatnonzero(bodies.looks["head"] > 0.5).tolist():
        over = (s.start[n] < s.end[i] - 1.0) & (s.end[n] > s.start[j] + 1.0)
        ahead = (s.foot[n] <= s.top[i] + 1.0) & (s.foot[n] <= s.top[j] + 1.0)
        near = (s.top[j] - s.foot[n] < 40.0) & (s.top[i] - s.foot[n] < 40.0)
        result |= over & ahead & near
    return result


def _columns_between(bodies: Bodies, i: Ints, j: Ints) -> Flags:
    """Whether other running text stands between i[n] and j[n] beside it."""
    s = bodies.scene
    result = np.zeros(len(i), dtype=bool)
    for n in bodies.which.tolist():
        middle = (s.start[n] + s.end[n]) / 2
        level = (s.top[n] < s.foot[i]) & (s.foot[n] > s.top[j])
        result |= (middle > s.end[i]) & (middle < s.start[j]) & level & (i != n) & (j != n)
    return result

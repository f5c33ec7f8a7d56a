"""Nexts: is block b the paragraph that follows block a in the same story?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.linking.model import Features, Floats
from pipeline.linking.roles import CLASSES
from pipeline.linking.shape import SAME
from pipeline.linking.terms import Shared, Terms, around, shared_names, similarity, summed
from pipeline.page import Block

Indices = NDArray[np.int64]

CONTEXT = 2  # neighbouring blocks that count as the surroundings of a block
LEAD = 2.0  # em by which a lead is set wider than its body

SIGNED = re.compile(r"[（(][^（()）]{2,24}[）)]$|(?:本[报報])?[记記]者\s*\S{2,4}$|[报報][导道導]$")
OPENING = re.compile(r"^[【（(]?\s*(?:本[报報][讯訊]|新华社|中新社|中央社|记者|記者|本报记者)|^.{2,8}[电電][　 （(○]")
DATED = re.compile(r"^(?:昨|今|前天|日前|近日|近期|最近|本周|上周|\d{1,2}月\d{1,2}日|\d{1,2}日|\d{4}年)")
LIST = re.compile(
    r"^(?:一是|二是|三是|四是|五是|其[一二三四五]|第[一二三四五六]|[一二三四五六七八九]、|\d[.．、]|问：|答：|問：|答：|[（(][一二三四]）|“[^”]{2,8}”)"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """The body blocks of a page with what stands between them in the source.

    `place` is each body block's index among all blocks; the arrays `head`, `sub`, … hold for each body block the
    greatest probability of that role among the other blocks between it and the body block before it.
    """

    blocks: list[Block]
    place: Indices
    between: dict[str, Floats]
    just_before: dict[str, Floats]
    just_after: dict[str, Floats]
    terms: Terms
    names: Shared
    trust: float


def scene(blocks: tuple[Block, ...], body: Indices, roles: dict[str, Floats], trust: float) -> Scene:
    """Look at the page from its body blocks (`body`: their indices, ascending)."""
    before = np.concatenate([[-1], body[:-1]])
    between = {role: np.zeros(len(body)) for role in CLASSES}
    just_before = {role: np.zeros(len(body)) for role in CLASSES}
    just_after = {role: np.zeros(len(body)) for role in CLASSES}
    after = np.concatenate([body[1:], [len(blocks)]])
    for n, (start, end, stop) in enumerate(zip(before.tolist(), body.tolist(), after.tolist(), strict=True)):
        for role in CLASSES:
            column = roles[role]
            if end - start > 1:
                between[role][n] = column[start + 1 : end].max()
                just_before[role][n] = column[end - 1]
            if stop - end > 1:
                just_after[role][n] = column[end + 1]
    picked = [blocks[n] for n in body.tolist()]
    strings = [b.string for b in picked]
    return Scene(picked, body, between, just_before, just_after, Terms(strings), Shared(strings), trust)


def next_features(view: Scene, a: Indices, b: Indices) -> Features:
    """The evidence for each pair (a[n], b[n]) of positions among the body blocks."""
    blocks = view.blocks
    step = b - a
    following = step == 1
    trusted = following * view.trust
    measure = np.array([block.measure for block in blocks])
    length = np.array([len(block.string) for block in blocks])
    ends = np.array([{True: 1.0, None: 0.0, False: -1.0}[block.ends] for block in blocks])
    begins = np.array([{True: 1.0, None: 0.0, False: -1.0}[block.begins] for block in blocks])
    bulleted = _flags(blocks, lambda block: "bulleted" in block.marks)
    signed = _flags(blocks, lambda block: SIGNED.search(block.string) is not None)
    opening = _flags(blocks, lambda block: OPENING.search(block.string) is not None)
    dated = _flags(blocks, lambda block: DATED.search(block.string) is not None)
    listed = _flags(blocks, lambda block: LIST.search(block.string) is not None)
    wider = measure[a] - measure[b]
    rows = view.terms.rows
    alike = similarity(rows, rows, a, b)
    left, right = around(rows, CONTEXT, before=True), around(rows, CONTEXT, before=False)
    context = similarity(left, right, a, b)
    own = view.names.rows
    known = shared_names(own, own, view.names.weight, a, b)
    left, right = summed(own, CONTEXT, before=True), summed(own, CONTEXT, before=False)
    known_around = shared_names(left, right, view.names.weight, a, b)
    between = {role: column[b] * following for role, column in view.between.items()}
    plain = following * (view.place[b] == view.place[a] + 1)
    columns = {
        "next": trusted,
        "next, untrusted": following * (1 - view.trust),
        "next, nothing between": plain * view.trust,
        "next, nothing between, no gap": plain * _flags(blocks, lambda block: block.gap == 0)[b],
        "one skipped": (step == 2) * view.trust,
        "two to five skipped": (step >= 3) * (step <= 6) * view.trust,
        "further": (step > 6) * view.trust,
        "just behind": (step >= -3) * (step < 0) * view.trust,
        "far behind": (step < -3) * view.trust,
        "head between": between["head"],
        "subheading between": between["subheading"],
        "byline between": between["byline"],
        "caption between": between["caption"],
        "column between": between["column"],
        "shown between": np.log1p(np.maximum(view.place[b] - view.place[a] - 1, 0)) * following,
        "measure changes, head between": (np.abs(wider) > LEAD) * between["head"],
        "measure changes, subheading right before b": (np.abs(wider) > LEAD)
        * view.just_before["subheading"][b]
        * following,
        "same measure, subheading between": (np.abs(wider) <= SAME) * between["subheading"],
        "many shown between": (view.place[b] - view.place[a] > 3) * following,
        "head right before b, next": view.just_before["head"][b] * following,
        "subheading between, but not right before b": between["subheading"] * (1 - view.just_before["subheading"][b]),
        "subheading right before b, next": view.just_before["subheading"][b] * following,
        "head right before b": view.just_before["head"][b] * ~following,
        "subheading right before b": view.just_before["subheading"][b] * ~following,
        "byline right before b": view.just_before["byline"][b],
        "head right after a": view.just_after["head"][a] * ~following,
        "byline right after a": view.just_after["byline"][a],
        "head right before a": view.just_before["head"][a],
        "same measure": np.abs(wider) <= SAME,
        "same measure, next": (np.abs(wider) <= SAME) * following,
        "a is wider (a lead)": wider > LEAD,
        "a is wider, not next": (wider > LEAD) * ~following,
        "b is wider": wider < -LEAD,
        "b is half as wide again": measure[b] > 1.5 * measure[a],
        "a is half as wide again": measure[a] > 1.5 * measure[b],
        "b is half as wide again, begins with a day": (measure[b] > 1.5 * measure[a]) * dated[b],
        "a ends": ends[a],
        "b begins": begins[b],
        "a goes on, b goes on": (ends[a] < 0) & (begins[b] < 0),
        "a has a bullet": bulleted[a],
        "b has a bullet": bulleted[b],
        "both have bullets": bulleted[a] * bulleted[b],
        "a is signed": signed[a],
        "b is signed": signed[b],
        "b opens a story": opening[b],
        "a opens a story": opening[a],
        "b begins with a day": dated[b],
        "a begins with a day": dated[a],
        "a begins with a day, not next": dated[a] * ~following,
        "b goes on a list": listed[b],
        "both are of a list": listed[a] * listed[b],
        "a is short": length[a] < 30,
        "b is short": length[b] < 30,
        "shared words": alike,
        "shared words, not next": alike * ~following,
        "shared words, untrusted": alike * (1 - view.trust),
        "shared names": known,
        "shared names, not next": known * ~following,
        "shared names around": known_around * view.trust,
        "shared names around, next": known_around * following,
        "shared names around, head between": known_around * between["head"],
        "shared surroundings": context * view.trust,
        "shared surroundings, head between": context * between["head"],
        "shared surroundings, not next": context * ~following * view.trust,
    }
    return {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}


def _flags(blocks: list[Block], test: Callable[[Block], bool]) -> Floats:
    return np.array([float(test(block)) for block in blocks])

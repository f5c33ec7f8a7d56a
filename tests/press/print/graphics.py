"""What stands between the text: pictures, frames, tints and rules. Points, from the top left."""

from __future__ import annotations

import io
from collections.abc import Sequence
from random import Random

from tests.press.model import Composed
from tests.press.print.defects import Manner
from tests.press.print.ink import Sheet
from tests.press.print.photograph import scene
from tests.press.print.setting import Box, Measure, Run

HAIRLINE = 0.3
PIXELS = 1.5  # to the point


def draw(sheet: Sheet, page: Composed, measure: Measure, runs: Sequence[Run], manner: Manner, rng: Random) -> None:
    """Draw all of it, and note where."""

    def points(boxes: Sequence[Box]) -> list[Box]:
        em, left, top = measure.em, measure.left, measure.top
        return [(left + a * em, top + b * em, left + c * em, top + d * em) for a, b, c, d in boxes]

    inside = [(run.box(run.cells[0]), run.line.role) for run in runs]
    pictures = points(getattr(page, "pictures", ()))
    frames: list[Box] = []
    for box in points(page.boxes):
        held = any(box[0] <= (b[0] + b[2]) / 2 <= box[2] and box[1] <= (b[1] + b[3]) / 2 <= box[3] for b, _ in inside)
        (frames if held else pictures).append(box)
    tints = points(getattr(page, "tints", ()))
    rules = points(getattr(page, "rules", ()))
    hulls = _hulls(runs)
    if manner.has("column-rules"):
        adverts = {one.key for one in page.stories if one.story.kind == "advertisement"}
        rules += _between({key: box for key, box in hulls.items() if key[0] not in adverts}, measure.em)
    if manner.has("story-rules") and not getattr(page, "rules", ()):
        rules += _above(page, hulls, measure, [*frames, *pictures])
    if manner.has("head-band"):
        grey = rng.random() < 0.3
        (tints if grey else rules).extend(_head(page, runs, measure, grey=grey))
    if manner.has("crop-marks"):
        rules += _trim(sheet.proof.width, sheet.proof.height, measure.em)
    for box in tints:
        sheet.fill(box, f"{rng.choice((0.88, 0.92, 0.95))} g")
    for box in pictures:
        if box[2] - box[0] > 2 and box[3] - box[1] > 2:
            _photograph(sheet, box, rng)
    for box in frames:
        if rng.random() < 0.3:
            sheet.fill(box, f"{rng.choice((0.9, 0.94, 0.96))} g")
        sheet.frame(box, rng.choice((0.4, 0.4, 0.8, 1.2)))
    for box in rules:
        sheet.frame(box, HAIRLINE if box[0] == box[2] else rng.choice((0.3, 0.5, 0.5, 1.0)))
    sheet.proof.graphics = {"frames": frames, "pictures": pictures, "rules": rules, "tints": tints}


def _hulls(runs: Sequence[Run]) -> dict[tuple[str | None, int], Box]:
    """The columns of each story."""
    found: dict[tuple[str | None, int], Box] = {}
    for run in runs:
        key = run.line.story, run.line.column
        for cell in (run.cells[0], run.cells[-1]):
            a, b = run.box(cell), found.get(key, run.box(cell))
            found[key] = min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
    return found


def _between(hulls: dict[tuple[str | None, int], Box], em: float) -> list[Box]:
    """Hairlines in the gutters between two columns of one story."""
    rules = []
    columns = [(story, box) for (story, _), box in hulls.items() if story and box[3] - box[1] > 6 * em]
    for story, left in columns:
        for other, right in columns:
            top, bottom = max(left[1], right[1]), min(left[3], right[3])
            if story == other and 0.5 * em < right[0] - left[2] < 3 * em and bottom - top > 5 * em:
                middle = (left[2] + right[0]) / 2
                if not any(box[0] < middle < box[2] and box[1] < bottom and box[3] > top for box in hulls.values()):
                    rules.append((middle, top, middle, bottom))
    return rules


def _above(
    page: Composed, hulls: dict[tuple[str | None, int], Box], measure: Measure, others: Sequence[Box]
) -> list[Box]:
    """A rule over each story that crosses nothing, and one under the running head."""
    rules = []
    parents = {one.key: one.part_of or one.key for one in page.stories}
    parents |= {one.key: "briefs" for one in page.stories if one.story.kind == "brief"}
    whole: dict[str, Box] = {}
    for (story, _), box in hulls.items():
        key = parents.get(story, story) if story else ""
        if key:
            a = whole.get(key, box)
            whole[key] = min(a[0], box[0]), min(a[1], box[1]), max(a[2], box[2]), max(a[3], box[3])
    for left, top, right, _ in whole.values():
        y = top - 0.9 * measure.em
        rule = (left, y, right, y)
        crossed = any(
            box[0] < right and box[2] > left and box[1] - 1 < y < box[3] + 1 for box in (*hulls.values(), *others)
        )
        if not crossed and y > measure.top:
            rules.append(rule)
    return rules


def _head(page: Composed, runs: Sequence[Run], measure: Measure, *, grey: bool) -> list[Box]:
    """A band behind the running head, or a rule under it; nothing where there is none."""
    em, right = measure.em, measure.left + page.width * measure.em
    boxes = [(run.box(run.cells[-1]), run) for run in runs if run.way == "level"]
    head = [box for box, run in boxes if run.line.story is None and box[3] < measure.top + 5 * em]
    if not head:
        return []
    top, foot = min(box[1] for box in head) - 0.3 * em, max(box[3] for box in head) + 0.3 * em
    if any(box[1] < foot and run.line.story is not None for box, run in boxes):
        return []
    return [(measure.left, top, right, foot) if grey else (measure.left, foot, right, foot)]


def _trim(width: float, height: float, em: float) -> list[Box]:
    """Two short rules at each corner."""
    near, far = 0.5 * em, 1.6 * em
    rules = []
    for x, outward in ((far, -1), (width - far, 1)):
        for y, down in ((far, -1), (height - far, 1)):
            edge = y + down * (far - near)
            rules.append((x, min(y, edge), x, max(y, edge)))
            edge = x + outward * (far - near)
            rules.append((min(x, edge), y, max(x, edge), y))
    return rules


def _photograph(sheet: Sheet, box: Box, rng: Random) -> None:
    """A photograph as a JPEG."""
    from PIL import Image

    wide, tall = (max(8, min(900, int(side * PIXELS))) for side in (box[2] - box[0], box[3] - box[1]))
    out = io.BytesIO()
    Image.fromarray(scene(wide, tall, rng)).save(out, "JPEG", quality=60)
    sheet.image(out.getvalue(), wide, tall, box, "/Filter/DCTDecode")

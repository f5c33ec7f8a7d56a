"""Setting a story into the region that the plan gave it, whatever its shape, so that it is full."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tests.press.banner import Manner, can_stand, over, upright
from tests.press.galley import (
    WIDE,
    Draft,
    Flow,
    Slot,
    can_run_in,
    commit,
    drafts_of,
    pour,
    run_in,
    slices,
    torn,
    trimmed,
)
from tests.press.jumps import TO, front_of
from tests.press.model import Builder, Placed
from tests.press.papers import Paper
from tests.press.plan import Rect
from tests.press.plates import CAPTION, Attempt, Fit, place_pictures
from tests.press.shape import Grid, Shape, Stepped
from tests.press.stories import Story


class Setter:
    """Sets the stories of one page."""

    def __init__(self, build: Builder, paper: Paper, grid: Grid, rng: Random) -> None:
        self.build, self.paper, self.grid, self.rng = build, paper, grid, rng

    def story(
        self, placed: Placed, grid: Grid, rect: Rect, holes: Sequence[Rect], wanted: float, jump: str | None = None
    ) -> tuple[Placed, list[Draft]] | None:
        """Set a story. Returns it as it was printed, and the copy that goes on elsewhere; None if there is no room
        for one sentence of it: then nothing is set."""
        story, rng = placed.story, self.rng
        headed = placed
        manner = Manner(rng.random() < 0.2, placed.column, rng.random() < 0.7)
        inline = rng.random() < self.paper.signed_inline
        drafts = drafts_of(story, placed.key, inline=inline)
        if can_run_in(story, drafts) and rng.random() < self.paper.run_in:
            drafts[0] = run_in(drafts[0], story)
            story = replace(story, headline=())
            headed = replace(placed, story=story)
        way = self._way(story, rect, holes, wanted)
        roomy = rng.random() < 0.35
        drafts = [replace(one, roomy=roomy) if one.role == "subheading" else one for one in drafts]
        wide_lead = bool(story.lead) and rng.random() < self.paper.wide_lead and rect.columns > 1
        fit = self._first_fit(story, rect)
        printed = rng.choice(TO[story.script]).format(n=jump) if jump else ""
        printed = printed.translate(WIDE) if grid.ruler != "measure" else printed
        corner = rng.random()
        best: tuple[float, Attempt, list[Draft], Flow, list[Draft]] | None = None
        for _ in range(9):
            lead = drafts[:1] if wide_lead else []
            attempt = self._attempt(headed, grid, rect, holes, way, wanted, manner, fit, lead, corner)
            lead, text = (lead, drafts[1:]) if attempt.lead else ([], drafts)
            rest: list[Draft] = []
            if jump:
                text, rest = torn(text, attempt.slots, grid.leading, clean=corner < 0.35)
                if rest:
                    text.append(Draft("jump", (("jump", printed),), key=placed.key, inline=inline))
            flow = pour(text, attempt.slots, grid.leading)
            over_by = self._left_over(text, flow, grid)
            badness = flow.spare if flow.stop is None else 3.0 + over_by * (0.25 if not jump else 3.0)
            if best is None or badness < best[0]:
                best = badness, attempt, [*lead, *text], flow, rest
            if not self._adjust(fit, flow, over_by, rect, grid, attempt, bool(jump)):
                break
        assert best
        _, attempt, drafts, flow, rest = best
        if flow.stop is not None:
            lead = drafts[:1] if attempt.lead else []
            text, flow = trimmed(drafts[len(lead) :], attempt.slots, grid.leading)
            if not text:
                return None
            drafts = [*lead, *text]
        if jump and rest:
            placed = replace(placed, story=front_of(story, printed, jump, rest))
        self._print(placed.key, attempt, drafts, flow, grid)
        return placed, rest

    def _way(self, story: Story, rect: Rect, holes: Sequence[Rect], wanted: float) -> str:
        """How the head stands to the text."""
        wide, rng = rect.columns, self.rng
        if not story.headline or rng.random() > self.paper.uneven * 1.6:
            return "over"
        ways = []
        strips = 2.0 + 1.4 * (len(story.headline) + bool(story.kicker) + bool(story.deck))
        narrow = wide == 1 and self.grid.base - 1.6 * strips < 8
        if not holes and can_stand(story) and rect.rows >= 16 and wide <= 3 and not narrow and wanted < 4.5:
            ways += ["upright", "upright"]
        if wide >= 3 and rect.rows >= 16:
            ways += ["part", "part"]
        if wide >= 3 and rect.rows >= 20 and not holes:
            ways += ["inside", "right", "left"]
        return rng.choice(ways) if ways else "over"

    def _first_fit(self, story: Story, rect: Rect) -> Fit:
        fit = Fit(shapes=max(1, len(story.captions)))
        if story.captions:  # the words of a picture are printed: the picture too
            fit.columns = min(rect.columns, self.rng.choice(self.paper.spread))
        elif rect.area > 60 and rect.rows > 18 and self.rng.random() < self.paper.plates:
            fit.columns = 1 if rect.columns < 3 else self.rng.choice((1, 2))
        else:
            return fit
        fit.picture = round(fit.bounds(self.grid)[0] * self.rng.uniform(1.1, 1.6))
        return fit

    def _attempt(
        self,
        placed: Placed,
        grid: Grid,
        rect: Rect,
        holes: Sequence[Rect],
        way: str,
        wanted: float,
        manner: Manner,
        fit: Fit,
        lead: Sequence[Draft],
        corner: float,
    ) -> Attempt:
        story = placed.story
        attempt = Attempt()
        shape = Shape.of(grid, rect, holes)
        if way == "upright":
            grid, shape = self._upright(story, grid, rect, manner, wanted * fit.scale, attempt, fit)
        elif story.title or story.byline or manner.label or story.kicker or story.deck:
            self._head(story, shape, rect, way, wanted * fit.scale, manner, fit, attempt)
        first = min(shape.free)
        if fit.picture:
            place_pictures(placed, shape, fit, attempt, corner)
        if lead:
            attempt.lead = self._lead(lead[0], shape, first)
        if self.paper.tiers:
            attempt.rules = shape.rules()
        attempt.slots = shape.slots() or [Slot(grid.x(first), grid.y(rect.top), grid.base, 1, grid.ruler)]
        return attempt

    def _head(
        self,
        story: Story,
        shape: Shape,
        rect: Rect,
        way: str,
        wanted: float,
        manner: Manner,
        fit: Fit,
        attempt: Attempt,
    ) -> None:
        """Over all columns whose top is free, over some, to the left or right of the text or in its midst."""
        grid = shape.grid
        tops = [column for column in sorted(shape.free) if shape.top(column) == rect.top]
        left, right, top = tops[0], tops[0] + 1, rect.top
        while right in tops:
            right += 1
        if way == "part" and right - left > 2:
            right -= 1
        elif way == "right" and right - left > 2:
            left = right - 1
        elif way == "left" and right - left > 2:
            right = left + 1
        elif way == "inside" and right - left > 2:
            left, top = left + 1, top + 3 + rect.rows % 4
            right = right - 1 if right - left > 2 and rect.rows % 2 else right
        room = min(shape.room(column, top) for column in range(left, right))
        most = max(2, room - 3 if room == rect.foot - top else room)
        banner, least = over(story, grid.wide(left, right), wanted, manner), 0.6 * wanted
        while grid.rows(banner.tall + 0.3) > most and wanted > 0.9:
            wanted *= 0.85
            banner = over(story, grid.wide(left, right), wanted, manner)
        if wanted < least and way != "over":  # no room there for such a headline
            self._head(story, shape, rect, "over", least / 0.6, manner, fit, attempt)
            return
        for shorter in (replace(story, deck=None), replace(story, deck=None, kicker=None)):
            if grid.rows(banner.tall + 0.3) > most:  # no room: the desk drops them
                banner = over(shorter, grid.wide(left, right), wanted, manner)
        rows = min(grid.rows(banner.tall + 0.3) + fit.white, max(most, grid.rows(banner.tall + 0.3)))
        spread = rows * grid.leading - banner.tall
        attempt.banner = banner
        attempt.banner_at = grid.x(left), grid.y(top) + max(0.0, spread * (0.5 if way == "inside" else 0.42))
        shape.take(Rect(left, top, right, min(rect.foot, top + rows)))

    def _upright(
        self, story: Story, grid: Grid, rect: Rect, manner: Manner, wanted: float, attempt: Attempt, fit: Fit
    ) -> tuple[Grid, Shape]:
        """The head stands along the left edge; the text beside it in narrower columns, or beneath it too."""
        tall = rect.rows * grid.leading - 0.6
        size = min(wanted, 3.4)
        head = min(tall, max(len(line) for line in story.headline) * size * 1.1 + 3.0)
        banner = upright(story, head, size, manner, reverse=grid.ruler == "measure")
        attempt.banner, attempt.banner_at = banner, (grid.x(rect.left), grid.y(rect.top) + 0.2)
        taken = banner.wide + 0.9 + fit.white * 0.2
        wide = grid.wide(rect.left, rect.right) - taken
        if rect.columns == 1:
            narrow = replace(grid, x0=grid.x(rect.left) + taken, base=float(max(6, int(wide))))
            rows = min(rect.rows, grid.rows(banner.tall + 0.4))
            shape = Shape(narrow, {0: [(rect.top, rect.top + rows)]})
            if rect.rows - rows >= 4:
                shape = Stepped(narrow, {0: [(rect.top, rect.top + rows)]}, grid, rect, rect.top + rows)
            return narrow, shape
        attempt.banner_at = (grid.x(rect.left), grid.y(rect.top) + max(0.2, (tall - banner.tall) * 0.4))
        count = max(1, round((wide + grid.gap) / (grid.base * 0.93 + grid.gap)))
        base = float(int((wide - (count - 1) * grid.gap) / count * 2) / 2)
        gap = (wide - count * base) / (count - 1) if count > 1 else grid.gap
        local = replace(grid, x0=grid.x(rect.left) + taken, base=base, gap=gap)
        return local, Shape.of(local, Rect(0, rect.top, count, rect.foot), ())

    def _lead(self, draft: Draft, shape: Shape, first: int) -> Slot | None:
        """The lead over several columns, in one measure."""
        grid, top = shape.grid, shape.top(first)
        last = first + 1
        while last in shape.free and shape.top(last) == top and grid.wide(first, last + 1) <= 47:
            last += 1
        wide = float(int(grid.wide(first, last)))
        rows = len(slices(draft.text, wide, grid.ruler, 2.0))
        room = Rect(first, top, last, top + rows + 1)
        if last - first < 2 or not shape.has(room):
            return None
        shape.take(room)
        return Slot(grid.x(first), grid.y(top), wide, rows, grid.ruler)

    def _left_over(self, drafts: Sequence[Draft], flow: Flow, grid: Grid) -> int:
        """How many lines did not fit, about."""
        if flow.stop is None:
            return 0
        number, at = flow.stop
        chars = len(drafts[number].text) - at
        return max(1, round(chars / grid.base)) + sum(
            math.ceil(len(draft.text) / grid.base) for draft in drafts[number + 1 :]
        )

    def _adjust(self, fit: Fit, flow: Flow, over_by: int, rect: Rect, grid: Grid, attempt: Attempt, jump: bool) -> bool:
        """Turn one screw. False if nothing is left to turn, or nothing is wrong."""
        least, most = fit.bounds(grid)
        if over_by and not jump:
            if fit.picture > least and attempt.pictures:
                fit.picture = max(least, fit.picture - max(1, over_by // fit.columns))
                return True
            if fit.columns > 1 and attempt.pictures:
                fit.columns -= 1
                fit.picture = fit.bounds(grid)[1]
                return True
            if fit.scale > 0.8:
                fit.scale *= 0.9
                return True
            return False
        if flow.spare < max(2, rect.columns):
            return False
        if fit.picture and attempt.pictures and fit.picture < most:
            fit.picture = min(most, fit.picture + max(1, flow.spare // (fit.columns + 1)))
            return True
        if fit.picture and attempt.pictures and fit.columns < min(rect.columns, 3) and flow.spare > 8:
            fit.columns += 1
            fit.picture = max(fit.picture, fit.bounds(grid)[0])
            return True
        if fit.white < (5 if self.paper.old else 2) and flow.spare < rect.columns * 4:
            fit.scale = min(1.35, fit.scale * 1.1)
            fit.white += 1
            return True
        if not fit.picture and flow.spare >= (40 if self.paper.old else 8):
            fit.columns = max(1, min(rect.columns, round(math.sqrt(flow.spare * grid.leading / grid.base / 0.6))))
            fit.picture = max(fit.bounds(grid)[0], flow.spare // fit.columns)
            return True
        return False

    def _print(self, key: str, attempt: Attempt, drafts: list[Draft], flow: Flow, grid: Grid) -> None:
        build = self.build
        if attempt.banner:
            attempt.banner.set(build, key, attempt.banner_at, shadow=self.rng.random() < self.paper.shadowed)
        if attempt.lead:
            slots = [attempt.lead]
            commit(build, drafts[:1], pour(drafts[:1], slots, grid.leading), slots)
            drafts = drafts[1:]
        commit(build, drafts, flow, attempt.slots)
        build.pictures.extend(attempt.pictures)
        build.rules.extend(attempt.rules)
        for draft, slot in attempt.captions:
            unit = build.unit(key, "caption", draft.parts, draft.index)
            block, column, y = build.block(), build.column(), slot.y
            for start, end in slices(draft.text, slot.measure / CAPTION, slot.ruler):
                build.line(
                    unit, (start, end), (slot.x, y), measure=slot.measure, size=CAPTION, block=block, column=column
                )
                y += CAPTION * 1.25

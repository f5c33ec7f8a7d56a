"""Summary: what a run did. It is printed, never written: a file that told the time would differ every day."""

from __future__ import annotations

from dataclasses import dataclass

DOUBTFUL = 0.5  # confidence below which a page is worth a look


@dataclass(frozen=True, slots=True)
class Written:
    """A page whose files are in place, in `folder`."""

    page_id: str
    folder: str
    stories: int
    confidence: float
    flags: tuple[str, ...]

    @property
    def doubtful(self) -> bool:
        return self.confidence < DOUBTFUL


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, or one page of it, that gave no output: at which stage, and why.

    `stage` is `find`, `read`, a stage's name or `write`. `kept`: the output of an earlier run is still there.
    """

    source: str
    page_id: str | None
    stage: str
    reason: str
    kept: bool = False

    def __str__(self) -> str:
        where = f" (page {self.page_id})" if self.page_id else ""
        kept = "; its output of an earlier run was left in place" if self.kept else ""
        return f"{self.source}{where}: {self.stage}: {self.reason}{kept}"


@dataclass(frozen=True, slots=True)
class Summary:
    """All pages of a run in order. `stopped` says why it ended early, `seconds` how long it took."""

    written: tuple[Written, ...]
    failed: tuple[Failure, ...]
    seconds: float
    stopped: str | None = None

    @property
    def stories(self) -> int:
        return sum(page.stories for page in self.written)

    @property
    def doubtful(self) -> tuple[Written, ...]:
        return tuple(page for page in self.written if page.doubtful)

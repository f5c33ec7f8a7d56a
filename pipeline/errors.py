"""What can go wrong, in one place: each error says the reason and what to do about it."""

from __future__ import annotations


class JianbaoError(Exception):
    """Any failure that jianbao foresees; `str()` of it is fit for a person to read."""


class ConservationError(JianbaoError):
    """A stage lost, doubled or invented text. Always a fault of the stage, never of the page."""

    def __init__(self, stage: str, what: str) -> None:
        super().__init__(f"stage {stage}: {what}")
        self.stage = stage


class RecipeError(JianbaoError):
    """A recipe or a stage file that cannot be used; found before the first page is read."""


class ReadError(JianbaoError):
    """A source that cannot be read as a newspaper page."""


class EngineMissing(JianbaoError):
    """An optional package is needed for this source and is not installed."""


class PageError(JianbaoError):
    """A page that failed: which source and page, at which stage, and why."""

    def __init__(self, page_id: str, stage: str, reason: str) -> None:
        super().__init__(f"{page_id}: stage {stage}: {reason}")
        self.page_id, self.stage, self.reason = page_id, stage, reason

    def __reduce__(self) -> tuple[type[PageError], tuple[str, str, str]]:
        return type(self), (self.page_id, self.stage, self.reason)  # so that it comes back from another process

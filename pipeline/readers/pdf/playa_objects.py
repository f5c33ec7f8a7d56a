"""Objects of playa-pdf, told apart: where it is compiled, `isinstance` takes every dictionary for a stream."""

from __future__ import annotations

from typing import Any

from playa.pdftypes import ContentStream, resolve1


def stream_of(ref: Any) -> ContentStream | None:
    """The stream that `ref` is or leads to; None if it is something else."""
    found = resolve1(ref)
    return found if type(found) is ContentStream else None


def number_of(ref: Any) -> float:
    """Raises TypeError for what is no number."""
    if type(ref) is float:
        return ref
    number = resolve1(ref)
    if not isinstance(number, int | float):
        raise TypeError(f"{number!r} is no number")
    return float(number)

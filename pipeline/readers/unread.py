"""Unread: a page that a reader could not read, in its place among those that it could.

A generator that raises is over; so what went wrong with one page of a file is handed on like a page, and the
pages behind it are read all the same.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unread:
    """Page `number` (from 1) of a file, with the id that it would have had, and why it is not there.

    `flag` is a word for it that a program can go by; no-text-layer: a scan may still be read as a picture.
    """

    id: str
    number: int
    reason: str
    flag: str | None = None

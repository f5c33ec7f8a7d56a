"""Limits: what a page of a PDF may cost before it is taken for a bomb.

A few kilobytes can unfold into terabytes (streams packed in streams) or into days (forms that draw forms that
draw forms). All counts are of work, never of time, so that a page that is refused is refused everywhere.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from pipeline.errors import ReadError

MOST_FILE = 256 * 1024 * 1024  # bytes; a page with its pictures has some 5 MB, an issue some 100 MB
MOST_STREAM = 64 * 1024 * 1024  # bytes of one stream, unpacked; a page's content has some 0.2 MB
MOST_UNPACKED = 256 * 1024 * 1024  # bytes of all streams that one page unpacks, its fonts among them
MOST_STEPS = 2_000_000  # operators of a page, those of its forms counted each time that they are drawn
FORM = 100  # steps that beginning a form costs
MOST_GLYPHS = 200_000  # of a page; a full broadsheet has some 15,000
MOST_DEPTH = 24  # forms in forms
MOST_OPERANDS = 4_096  # before an operator
MOST_BRACKETS = 1_000_000  # of a page's content: each costs much more memory than its byte
MOST_PAGES = 5_000  # of a file
MOST_PACKED = {"LZWDecode": 1 << 17, "LZW": 1 << 17, "RunLengthDecode": 1 << 20, "RL": 1 << 20}  # bytes
MOST_CODES = 0x20000  # codes in one range of a font's tables
MOST_COLUMNS = 1 << 24  # of a row that a predictor works on
DEEP = b"[" * 500  # arrays in arrays

_COLUMNS = re.compile(rb"/(?:Columns|Colors)\s+(\d{1,20})")
_RANGE = re.compile(rb"<\s*([0-9A-Fa-f]{5,16})\s*>\s*<\s*([0-9A-Fa-f]{5,16})\s*>")  # of codes that can be too many


class TooMuch(ReadError):
    """A page that costs more than any newspaper page does."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}; this is more than any newspaper page has, so it is not read")


class Budget:
    """What a page may still cost."""

    def __init__(self) -> None:
        self.unpacked = MOST_UNPACKED
        self.steps = MOST_STEPS
        self.glyphs = MOST_GLYPHS

    def unpack(self, size: int) -> None:
        self.unpacked -= size
        if self.unpacked < 0:
            raise TooMuch(f"its streams unpack to more than {MOST_UNPACKED >> 20} MB")

    def step(self, count: int = 1) -> None:
        self.steps -= count
        if self.steps < 0:
            raise TooMuch(f"it draws in more than {MOST_STEPS} steps")

    def show(self, count: int) -> None:
        self.glyphs -= count
        if self.glyphs < 0:
            raise TooMuch(f"it has more than {MOST_GLYPHS} glyphs")


_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)
_decompress = zlib.decompress
_decompressobj = zlib.decompressobj


@contextmanager
def spending(budget: Budget) -> Iterator[Budget]:
    """Within it, this thread unpacks streams at the cost of `budget`: TooMuch is raised before memory is full.

    The PDF libraries call `zlib.decompress` without a bound, one of them from compiled code, and unpack streams
    in many places. So the function itself is wrapped; whoever has no budget gets the real one.
    """
    zlib.decompress = _bounded_decompress
    zlib.decompressobj = _bounded_decompressobj
    token = _budget.set(budget)
    try:
        yield budget
    finally:
        _budget.reset(token)


def _bounded_decompress(data: Any, /, *args: Any, **named: Any) -> bytes:
    budget = _budget.get()
    if budget is None:
        return _decompress(data, *args, **named)
    unpacker = _decompressobj()
    unpacked = unpacker.decompress(data, MOST_STREAM + 1)
    if len(unpacked) > MOST_STREAM:
        raise TooMuch(f"a stream in it unpacks to more than {MOST_STREAM >> 20} MB")
    budget.unpack(len(unpacked))
    if not unpacker.eof:
        raise zlib.error("incomplete or truncated stream")
    return unpacked


class _Unpacker:
    """As zlib's decompressor, for streams that are broken; counts what comes out."""

    def __init__(self, real: Any, budget: Budget) -> None:
        self._real = real
        self._budget = budget
        self._size = 0

    def decompress(self, data: Any, max_length: int = 0) -> bytes:
        unpacked: bytes = self._real.decompress(data, max_length or MOST_STREAM + 1)
        self._size += len(unpacked)
        if self._size > MOST_STREAM:
            raise TooMuch(f"a stream in it unpacks to more than {MOST_STREAM >> 20} MB")
        self._budget.unpack(len(unpacked))
        return unpacked

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def _bounded_decompressobj(*args: Any, **named: Any) -> Any:
    budget = _budget.get()
    real = _decompressobj(*args, **named)
    return real if budget is None else _Unpacker(real, budget)


def check_packing(filters: Sequence[str], size: int) -> None:
    """Refuse content of `size` bytes that unpacks in a way that nothing bounds. Raises TooMuch.

    Flate is bounded as it unpacks. What is older unpacks as a whole, and is let through where it is small.
    """
    for name, most in MOST_PACKED.items():
        if name in filters and (size > most or (len(filters) > 1 and filters[-1] == name)):
            raise TooMuch("a stream in it is packed as no newspaper's is")


def check_content(data: bytes) -> None:
    """Refuse content whose nested arrays would cost a hundred times its size. Raises TooMuch."""
    if len(data) > MOST_STREAM:
        raise TooMuch(f"a stream in it has more than {MOST_STREAM >> 20} MB")
    if data.count(b"[") + data.count(b"<<") > MOST_BRACKETS:
        raise TooMuch("its content is made of brackets")


def check_widths(widths: Sequence[object]) -> None:
    """Refuse a table of widths (`W`, `W2`) with a range of more codes than there are. Raises TooMuch."""
    numbers: list[float] = []
    for each in widths:
        if isinstance(each, int | float):
            numbers.append(each)
            if len(numbers) > 1 and numbers[-1] - numbers[-2] > MOST_CODES:
                raise TooMuch("a font in it has widths for more characters than there are")
        else:
            numbers.clear()


def check_map(data: bytes) -> None:
    """Refuse a character map with a range of more codes than there are. Raises TooMuch."""
    for match in _RANGE.finditer(data):
        if int(match[2], 16) - int(match[1], 16) > MOST_CODES and len(match[1]) == len(match[2]):
            raise TooMuch("a font in it maps more characters than there are")


def check_file(piece: bytes) -> None:
    """Refuse a file with what no library stops at: rows of gigabytes, arrays in arrays. Raises TooMuch.

    `piece` is a part of the file as it lies on the disk: what is told of a stream stands unpacked beside it.
    """
    if any(int(match[1]) > MOST_COLUMNS for match in _COLUMNS.finditer(piece)):
        raise TooMuch("a stream in it has rows without an end")
    if DEEP in piece:
        raise TooMuch("its objects are nested without an end")

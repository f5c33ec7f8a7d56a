"""Circles: streams whose length is a reference that leads to a stream, in the end perhaps to itself.

playa-pdf, which is compiled, follows such references for hours. They are looked for in the file as it lies on the
disk, because all that stands packed in streams is no stream.
"""

from __future__ import annotations

import re
from mmap import mmap

REACH = 32  # bytes before `obj`, within which its number stands

_GAP = rb"(?:[\0\t\n\f\r ]|%[^\r\n]*[\r\n])"
_NAME = b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (letter, letter, letter) for letter in b"Length")
_LENGTH = re.compile(_NAME + _GAP + rb"*(\d{1,10})" + _GAP + rb"+\d{1,5}" + _GAP + rb"+R")
_OBJECT = re.compile(rb"obj" + _GAP + rb"*(\d+(?=[\0\t\n\f\r %e]))?")
_NUMBER = re.compile(rb"(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+$")


def check_lengths(data: mmap | bytes) -> None:
    """Raises RecursionError for a stream whose length is in an object that is no number."""
    lengths = {int(found[1]) for found in _LENGTH.finditer(data)}
    if not lengths:
        return
    for found in _OBJECT.finditer(data):
        number = _NUMBER.search(data[max(0, found.start() - REACH) : found.start()])
        if number is not None and found[1] is None and int(number[1]) in lengths:
            raise RecursionError("the length of a stream is no number, but leads to another stream")

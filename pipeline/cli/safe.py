"""Safe: text of a stranger's page, made fit to be printed on a terminal."""

from __future__ import annotations

import re

PICTURES = 0x2400  # ␀ ␁ ␂ …: what a control character looks like
_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb]"
)


def visible(text: str) -> str:
    """The text with control, bidirectional and other invisible characters as something that can be seen.

    A page is a stranger's: nothing in it may move the cursor, colour the screen or turn the line around.
    """
    return _STEERING.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    char = match.group()
    if ord(char) < 0x20:
        return "⏎" if char == "\n" else chr(PICTURES + ord(char))
    return "␡" if char == "\x7f" else f"<U+{ord(char):04X}>"

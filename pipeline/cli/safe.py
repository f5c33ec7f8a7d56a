"""Safe: text of a stranger's page, made fit to be printed on a terminal."""

from __future__ import annotations

PICTURES = 0x2400  # ␀ ␁ ␂ …: what a control character looks like


def visible(text: str) -> str:
    """The text with control, bidirectional and other invisible characters as something that can be seen.

    A page is a stranger's: nothing in it may move the cursor, colour the screen or turn the line around.
    """
    from pipeline.unseen import UNSEEN

    shown: str = UNSEEN.sub(lambda match: _picture(match.group()), text)
    return shown


def _picture(char: str) -> str:
    if ord(char) < 0x20:
        return "⏎" if char == "\n" else chr(PICTURES + ord(char))
    return "␡" if char == "\x7f" else f"<U+{ord(char):04X}>"

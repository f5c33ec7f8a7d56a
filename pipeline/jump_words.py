"""Jump words: how a paper says that a story goes on on another page, or comes from one.

下转第3版  下轉第三版   the story goes on on page 3
上接第1版              it comes from page 1
紧接第2版  緊接第二版   either: at the end it goes on, at the start it comes from there
"""

from __future__ import annotations

import re

ONWARD = "下[转轉]"
BACK = "上接"
EITHER = "[紧緊]接"
ANY = f"(?:{ONWARD}|{BACK}|{EITHER})"

FOLIO = r"\s*第?\s*(?:[A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3})\s*版?"
COMES = re.compile(rf"^\s*[（(【◀◄\ufffd]*\s*(?:{BACK}|{EITHER}){FOLIO}[^）)】]{{0,12}}[）)】\ufffd]\s*")
GOES = re.compile(rf"[（(【▶►\ufffd]\s*(?:{ONWARD}|{EITHER}){FOLIO}\s*[）)】\ufffd]*\s*$")


def is_either(string: str) -> bool:
    """Whether a text is nothing but a jump that tells no direction."""
    match = COMES.match(string)
    return match is not None and match.end() == len(string) and BACK not in string

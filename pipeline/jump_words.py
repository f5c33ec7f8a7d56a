"""Jump words: how a paper says that a story goes on on another page, or comes from one; parts of patterns.

下转第3版  下轉第三版   the story goes on on page 3
上接第1版              it comes from page 1
紧接第2版  緊接第二版   either: at the end it goes on, at the start it comes from there
"""

from __future__ import annotations

ONWARD = "下[转轉]"
BACK = "上接"
EITHER = "[紧緊]接"
ANY = f"(?:{ONWARD}|{BACK}|{EITHER})"

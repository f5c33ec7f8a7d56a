"""Unseen: characters that print nothing, and can steer whatever shows them.

They are controls, what turns a line around (U+202E), and what hides in a word: soft hyphens (U+00AD), joiners
(U+200B), letters of tags (U+E0041). Marks and variants, which are seen with the character before them, are none.
"""

from __future__ import annotations

import regex

# By Unicode's classes: control, format, surrogate, line separator, paragraph separator.
UNSEEN = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]")

"""Chinese text on a terminal: width, lines, tables, the progress bar."""

from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pipeline.cli.progress import progress
from pipeline.cli.safe import visible
from pipeline.cli.terminal import aligned, elided, wrap


def test_a_chinese_character_takes_two_columns() -> None:
    assert wrap("一二三四五六", 8) == ["一二三四", "五六"]


def test_words_stay_whole() -> None:
    assert wrap("于ABC大会 on stage", 10) == ["于ABC大会", "on stage"]


def test_a_word_longer_than_the_line_is_broken() -> None:
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]


def test_no_line_begins_with_a_stop_or_ends_with_an_opening_mark() -> None:
    assert wrap("一二三四。五六", 8) == ["一二三", "四。五六"]
    assert wrap("一二三“四五”", 8) == ["一二三", "“四五”"]


def test_indents() -> None:
    assert wrap("一二三四五", 8, first="　　", rest=" ") == ["　　一二", " 三四五"]


@given(st.text("一二。，“”（）ab 1\u0301", max_size=60), st.integers(8, 30))
def test_wrapping_loses_nothing_but_spaces_at_line_ends(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= width for line in lines)


def test_tables_line_up() -> None:
    lines = aligned([("页", "n"), ("a", "10"), ("版面", "7")], right=(1,))
    assert lines == ["页     n", "a     10", "版面   7"]


def test_what_cannot_be_seen_is_shown() -> None:
    assert visible("a\x1b\x00\x7f\n\u202e\ud800\u200b") == "a␛␀␡⏎<U+202E><U+D800><U+200B>"
    assert visible("“全角，　空格”") == "“全角，　空格”"


def test_long_names_are_cut() -> None:
    assert elided("一二三四五", 4) == "一二三…"
    assert elided("一二三四", 4) == "一二三四"


def test_no_progress_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with progress() as tell:
        assert tell is None
    assert pipe.getvalue() == ""


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with progress() as tell:
        assert tell is not None
        tell(1, 2, "[red]版\x07面.txt")
    assert "1/2" in terminal.getvalue()
    assert "[red]版␇面.txt" in terminal.getvalue()

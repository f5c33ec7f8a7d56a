"""Chinese text on a terminal: width, lines, tables, the progress bar."""

from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pipeline.cli.progress import EVERY, Lines, duration, watching
from pipeline.cli.safe import visible
from pipeline.cli.terminal import aligned, elided, wrap
from pipeline.ingest.options import Progress


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
    assert visible("剪\u00ad\U000e0041报") == "剪<U+00AD><U+E0041>报"  # a soft hyphen, a letter of a tag
    assert visible("“全角，　空格”") == "“全角，　空格”"
    assert visible("か゛ e\u0301 葛\U000e0100") == "か゛ e\u0301 葛\U000e0100"  # marks and variants are seen


def test_long_names_are_cut() -> None:
    assert elided("一二三四五", 4) == "一二三…"
    assert elided("一二三四", 4) == "一二三四"


def progress(files: int, seconds: float) -> Progress:
    return Progress(files, 40, files, 1, seconds, "[red]版\x07面.txt")


@pytest.mark.parametrize("mode", ["bar", "none"])
def test_no_progress_in_a_pipe(monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with watching(mode) as watch:
        watch.progress(progress(1, 3600))
    assert pipe.getvalue() == ""


def test_a_plain_line_every_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    now = 0.0
    lines = Lines(said.append, lambda: now)
    for now, files in ((1.0, 1), (EVERY + 1, 10), (EVERY + 2, 11), (2 * EVERY + 1, 20), (5.0, 21)):
        lines(progress(files, now))
    assert said == [
        "10 of 40 files, 10 pages, 1 failed, 0.3 pages/s, 1:33 left",
        "20 of 40 files, 20 pages, 1 failed, 0.3 pages/s, 1:01 left",
    ]


def test_hours_are_told_apart_from_minutes() -> None:
    assert [duration(seconds) for seconds in (5, 65, 11225)] == ["0:05", "1:05", "3:07:05"]


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with watching("auto") as watch:
        watch.progress(progress(10, 100))
    assert "10/40" in terminal.getvalue()
    assert "0.1 pages/s 5:00 left, 1 failed, [red]版␇面.txt" in terminal.getvalue()

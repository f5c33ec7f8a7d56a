"""Names from outside lead nowhere else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.writers.names import MOST_BYTES, printable, safe_id, with_suffix


@pytest.mark.parametrize(
    ("name", "page_id"),
    [
        ("2025/07/04", "2025/07/04"),
        ("通州 副刊", "通州 副刊"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("..", "page"),
        ("", "page"),
        (".hidden", "hidden"),
        ("a\x1b[31m\n\x00b", "a[31mb"),
        ("page\u202etxt", "pagetxt"),
        ('a<b>c:"d|e?f*g\\h', "a_b_c__d_e_f_g_h"),
        ("con", "con_"),
        ("sub/NUL.1", "sub/NUL.1_"),
        ("a/s01.json", "a/s01.json_"),
        ("page.json/b", "page.json_/b"),
        (" a . ", "a"),
        ("e\u0301", "é"),
    ],
)
def test_safe_ids(name: str, page_id: str) -> None:
    assert safe_id(name) == page_id


@given(st.text(st.characters(), max_size=80) | st.text("./\\ a\u202e报", max_size=300))
def test_any_name_is_made_safe(name: str) -> None:
    page_id = safe_id(name)
    for part in page_id.split("/"):
        assert part
        assert part not in (".", "..")
        assert not part.startswith(".")
        assert len(f"{part}-p001".encode()) <= MOST_BYTES
        assert all(unicodedata.category(char)[0] != "C" for char in part)
    assert safe_id(page_id) == page_id


def test_long_names_are_cut_between_characters() -> None:
    assert safe_id("版" * 100) == "版" * 38


def test_a_suffix_stays_within_bounds_and_tells_keys_apart() -> None:
    page_id = "folder/" + "版" * 38
    one, two = with_suffix(page_id, "a.txt"), with_suffix(page_id, "a.text")
    assert one != two
    assert one.startswith("folder/版")
    assert all(len(part.encode()) <= MOST_BYTES for part in one.split("/"))
    assert with_suffix(page_id, "a.txt") == one


def test_undecodable_names_can_be_written() -> None:
    assert printable("a\udce4.txt") == "a\ufffd.txt"

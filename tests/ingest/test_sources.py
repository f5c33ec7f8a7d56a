"""What is found under the names that a user gives."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.ingest.sources import find


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("字", encoding="utf-8")


def ids(*sources: Path | str) -> list[str]:
    return [item.page_id for item in find([str(source) for source in sources]).items]


def test_a_file_is_named_by_its_stem(tmp_path: Path) -> None:
    touch(tmp_path, "2025/07/p4.txt")
    (item,) = find([str(tmp_path / "2025/07/p4.txt")]).items
    assert (item.page_id, item.name) == ("p4", "p4.txt")


def test_a_folder_is_searched_to_the_bottom_in_order(tmp_path: Path) -> None:
    touch(tmp_path, "b.txt", "a/2.TXT", "a/1.text", "c/d/e.txt")
    assert ids(tmp_path) == ["a/1", "a/2", "b", "c/d/e"]


def test_what_no_reader_is_for_or_hidden_is_left_alone(tmp_path: Path) -> None:
    touch(tmp_path, "p.txt", "q.PDF", "p.gold.json", "p.zip", ".p.txt", ".git/x.txt", "README", "out/p/s01.json")
    assert ids(tmp_path) == ["p", "q"]


def test_a_pattern_is_named_from_where_it_begins(tmp_path: Path) -> None:
    touch(tmp_path, "2025/07/p4.txt", "2025/08/p4.txt", "2025/08/p5.txt", "2025/08/p4.json")
    assert ids(tmp_path / "2025" / "*" / "p4.*") == ["07/p4", "08/p4"]
    assert ids(tmp_path / "20*") == ["2025/07/p4", "2025/08/p4", "2025/08/p5"]
    assert ids(tmp_path / "**" / "p5.txt") == ["2025/08/p5"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    touch(tmp_path, "p[1].txt", "p1.txt")
    assert ids(tmp_path / "p[1].txt") == ["p[1]"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    touch(tmp_path, "p.txt")
    assert ids(tmp_path / "p.txt", tmp_path, tmp_path / "*.txt") == ["p"]


def test_what_a_shell_names_along_with_pages_is_noted_and_left_alone(tmp_path: Path) -> None:
    touch(tmp_path, "p.txt", "p.gold.json")
    work = find([str(tmp_path / "p.gold.json"), str(tmp_path / "p.txt")])
    assert [item.page_id for item in work.items] == ["p"]
    assert [missing.name for missing in work.missing] == [str(tmp_path / "p.gold.json")]


def test_two_files_that_would_share_an_id_share_none(tmp_path: Path) -> None:
    touch(tmp_path, "p.txt", "p.text", "P.TXT", "q.txt")
    found = ids(tmp_path)
    assert len({each.casefold() for each in found}) == 4
    assert "q" in found
    assert "p" not in found
    assert ids(tmp_path) == found


def test_files_of_one_name_in_two_folders_share_no_id(tmp_path: Path) -> None:
    touch(tmp_path, "a/p.txt", "b/p.txt")
    one, two = ids(tmp_path / "a", tmp_path / "b")
    assert one != two
    assert one.startswith("p-")
    assert two.startswith("p-")


def test_nothing_to_read_says_what_was_looked_for(tmp_path: Path) -> None:
    touch(tmp_path, "p.json")
    with pytest.raises(ReadError, match=r"nothing to read in this folder; looked for files that end in .*\.txt"):
        find([str(tmp_path)])
    with pytest.raises(ReadError, match="no such file or folder"):
        find([str(tmp_path / "missing.txt")])
    with pytest.raises(ReadError, match="the pattern finds nothing"):
        find([str(tmp_path / "*.txt")])
    with pytest.raises(ReadError, match="an empty name"):
        find([""])


def test_one_name_given_in_vain_does_not_stop_the_others(tmp_path: Path) -> None:
    touch(tmp_path, "p.txt")
    work = find([str(tmp_path / "typo.txt"), str(tmp_path)])
    assert [item.page_id for item in work.items] == ["p"]
    assert [missing.reason for missing in work.missing] == ["there is no such file or folder"]


def test_a_link_to_a_folder_is_not_followed_round_and_round(tmp_path: Path) -> None:
    touch(tmp_path, "a/p.txt")
    (tmp_path / "a/loop").symlink_to(tmp_path / "a", target_is_directory=True)
    assert ids(tmp_path) == ["a/p"]


def test_what_is_no_regular_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ReadError, match="neither a file nor a folder"):
        find([str(tmp_path / "pipe.txt")])
    touch(tmp_path, "p.txt")
    work = find([str(tmp_path)])
    assert [item.page_id for item in work.items] == ["p"]
    assert [(each.name, each.reason) for each in work.missing] == [
        (str(tmp_path / "pipe.txt"), "is neither a file nor a folder")
    ]


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    touch(tmp_path, "a/p1.txt")
    (tmp_path / "a/p2.txt").symlink_to(tmp_path / "moved away.txt")
    (tmp_path / "a/p3.txt").symlink_to("p3.txt")
    (tmp_path / "a/notes").symlink_to(tmp_path / "nowhere")  # no reader would be for it
    work = find([str(tmp_path)])
    assert [item.page_id for item in work.items] == ["a/p1"]
    assert [each.name for each in work.missing] == [str(tmp_path / "a/p2.txt"), str(tmp_path / "a/p3.txt")]
    assert all("leads nowhere" in each.reason for each in work.missing)
    with pytest.raises(ReadError, match="leads nowhere"):
        find([str(tmp_path / "a/p2.txt")])


def test_names_that_steer_a_terminal_or_lead_elsewhere_make_tame_ids(tmp_path: Path) -> None:
    touch(tmp_path, "\x1b[31mred.txt", "..p.txt", "con.txt", "s01.json.txt")
    assert sorted(ids(tmp_path)) == sorted(["[31mred", "con_", "s01.json_"])
    assert ids(tmp_path / "..p.txt") == ["p"]

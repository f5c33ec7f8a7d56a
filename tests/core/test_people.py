"""Bylines, signatures and credits read apart."""

from __future__ import annotations

import pytest

from pipeline.people import is_name, names_in, pen_name, people, reader_in

Read = list[tuple[str, str | None, str | None]]


def read(string: str, *lists: str) -> Read | None:
    found = people(string, lists) if lists else people(string)
    return None if found is None else [(author.name, author.role, author.outlet) for author in found]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("本报记者 池阳 谢佳航", [("池阳", "记者", "本报"), ("谢佳航", "记者", "本报")]),
        (
            "本报记者 池阳 谢佳航 王 戬",
            [("池阳", "记者", "本报"), ("谢佳航", "记者", "本报"), ("王戬", "记者", "本报")],
        ),
        ("□本报记者 关一文", [("关一文", "记者", "本报")]),
        ("本报记者冯维静", [("冯维静", "记者", "本报")]),
        ("（记者 常鸣）", [("常鸣", "记者", None)]),
        ("（本报记者 张三 通讯员 李四）", [("张三", "记者", "本报"), ("李四", "通讯员", None)]),
        ("（记者 张三通讯员李四）", [("张三", "记者", None), ("李四", "通讯员", None)]),
        ("本报记者陆鸣通讯员宣白", [("陆鸣", "记者", "本报"), ("宣白", "通讯员", None)]),
        ("记者 张三、李四", [("张三", "记者", None), ("李四", "记者", None)]),
        ("记者 常鸣/摄", [("常鸣", "摄", None)]),
        ("文/陆鸣 图/宣白", [("陆鸣", "文", None), ("宣白", "图", None)]),
        ("新华社记者 王思北", [("王思北", "记者", "新华社")]),
        ("記者王小明／臺北報導", [("王小明", "記者", None)]),
        ("本報記者 司馬光", [("司馬光", "記者", "本報")]),
        ("（贺一舟）", [("贺一舟", None, None)]),
        ("（陆鸣 宣白）", [("陆鸣", None, None), ("宣白", None, None)]),
        ("欧阳修", [("欧阳修", None, None)]),
        ("本报通讯员 苏荷生", [("苏荷生", "通讯员", "本报")]),
        ("唐建 摄", [("唐建", "摄", None)]),
        pytest.param("唐建摄", [("唐建", "摄", None)], marks=pytest.mark.xfail(strict=True)),
        ("本报记者 唐建 摄影报道", [("唐建", "摄影报道", "本报")]),
    ],
)
def test_bylines(line: str, authors: Read) -> None:
    assert read(line) == authors


@pytest.mark.parametrize(
    "line",
    [
        "",
        "本报记者",
        "推动全国首个不动产信托",
        "昨天，记者来到张家湾。",
        "记者从市教委获悉",
        "编辑同志：",
        "张三说编辑李四很好",
        "2025年7月4日",
        "张家湾设计小镇",
        "王",
        "本报讯（记者 张三）昨天下午",
    ],
)
def test_what_names_nobody(line: str) -> None:
    assert people(line) is None


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("本报记者 池\ufffd 谢佳航", [("池\ufffd", "记者", "本报"), ("谢佳航", "记者", "本报")]),
        ("记者 \ufffd佳航", [("\ufffd佳航", "记者", None)]),
        ("本报记者 \ue3ec阳", [("\ue3ec阳", "记者", "本报")]),
    ],
)
def test_a_name_keeps_the_place_of_a_character_that_the_font_does_not_tell(line: str, authors: Read) -> None:
    assert read(line) == authors


@pytest.mark.parametrize("line", ["\ufffd\ufffd", "\ufffd阳", "□\ufffd", "\ufffd\ufffd\ufffd\ufffd 池阳"])
def test_unreadable_characters_alone_name_nobody(line: str) -> None:
    assert people(line) is None


def test_the_desk_is_read_by_its_own_words() -> None:
    assert read("责任编辑 方丹 校对 许燕新", "desk") == [("方丹", "责任编辑", None), ("许燕新", "校对", None)]
    assert read("责编：王五", "desk") == [("王五", "责编", None)]


@pytest.mark.parametrize("name", ["池阳", "谢佳航", "欧阳修", "司马相如", "司馬光", "买买提·艾力"])
def test_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("name", ["", "王", "推动全国", "张三李四王", "A君", "的确", "张 三"])
def test_what_is_no_name(name: str) -> None:
    assert not is_name(name)


def test_names_run_together() -> None:
    assert names_in("吕晓沈涵秋") in (["吕晓", "沈涵秋"], ["吕晓沈", "涵秋"])
    assert names_in("彭师德刘一") == ["彭师德", "刘一"]
    assert names_in("推动全国首个") is None


def test_hostile_lines_are_read_in_time() -> None:
    """Every way to cut a long run of surnames leads nowhere: it must not be tried one by one."""
    assert names_in("王李张刘陈杨" * 12 + "好好好好好") is None


@pytest.mark.parametrize(("line", "name"), [("（半山居）", "半山居"), ("【阿毛】", "阿毛"), ("(老圃)", "老圃")])
def test_pen_names(line: str, name: str) -> None:
    assert pen_name(line) == name


@pytest.mark.parametrize("line", ["（未完）", "（待續）", "半山居", "（今年共三百人）", "（教育局）", "（3）", ""])
def test_what_stands_in_brackets_and_is_no_pen_name(line: str) -> None:
    assert pen_name(line) is None


@pytest.mark.parametrize("line", ["河东区 居民 张文芳", "河东区居民张文芳", "居民 张文芳"])
def test_a_reader_signs_by_place_calling_and_name(line: str) -> None:
    assert (found := reader_in(line)) is not None
    assert found.name == "张文芳"


@pytest.mark.parametrize("line", ["河东区居民张文芳说，灯亮了。", "河东区 居民", "灯 又 居民 张文芳"])
def test_what_speaks_of_residents_is_no_signature(line: str) -> None:
    assert reader_in(line) is None

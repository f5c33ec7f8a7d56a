"""Fixed words that a font has lost a character of are known; what is no such word stays."""

from __future__ import annotations

import pytest

from pipeline.lost import told


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("本�讯（记者 池阳）昨天", "本报讯（记者 池阳）昨天"),
        ("本报�者 池阳", "本报记者 池阳"),
        ("（�者 池�）", "（记者 池�）"),
        ("（�转第3版）", "（下转第3版）"),
        ("通�员 常鸣", "通讯员 常鸣"),
        ("本报\ue112者 池阳", "本报记者 池阳"),
        ("本报记者 池阳 逛讯员 常鸣", "本报记者 池阳 通讯员 常鸣"),
        ("�记者池阳）昨天", "（记者池阳）昨天"),
        ("（记者池阳�昨天", "（记者池阳）昨天"),
        ("本报讯（记者 池阳�昨天", "本报讯（记者 池阳）昨天"),
        ("�池阳）", "（池阳）"),
        ("�报清川8月5日电", "本报清川8月5日电"),
        ("記者方遠／竹里�導昨天", "記者方遠／竹里報導昨天"),
    ],
)
def test_a_fixed_word_is_told_by_what_is_left_of_it(written: str, read: str) -> None:
    assert told(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "作�",
        "劳动�者",
        "�",
        "他说�者自有公论",
        "本报讯",
        "��讯",
        "两�讯号",
        "通信员 池阳",
        "他\ue112了",
        "两千记者�",
        "教�",
    ],
)
def test_other_words_keep_what_is_lost(written: str) -> None:
    assert told(written) == written

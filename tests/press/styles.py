"""How each kind of paper looks: styles as data. A new paper is a new row.

Numbers are em of the body type unless they are probabilities. `columns` is the number of base columns of
the page; a story spans some of them and sets its own measure inside.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """One paper's habits."""

    name: str
    script: str = "hans"
    columns: int = 5
    measure: tuple[float, float] = (14.0, 19.0)  # width of a base column: chosen once a page
    gap: float = 2.0
    stories: tuple[int, int] = (4, 8)
    kinds: tuple[str, ...] = ("article", "photo", "notice", "advertisement")
    longest: int = 2200  # characters; longer stories go to other papers
    headline: tuple[float, float] = (2.4, 4.5)  # size of the type
    briefs: float = 0.4  # the page has a block of briefs
    brief_label: str = "简讯"
    stacked_credits: float = 0.3  # credits one character under the other
    stacked_byline: float = 0.1
    vertical_headline: float = 0.05
    beside: float = 0.15  # headline beside its story, not above
    wide_lead: float = 0.8  # a story's lead in wide measure, where the copy has one
    two_measures: float = 0.25  # a story's measure changes once
    shadowed: float = 0.5  # headlines and subheadings drawn with a shadow
    signed_inline: float = 0.5  # the signature stands on the last line where there is room
    date: str = "{y}年{m}月{d}日"
    folio: str = "{n}"
    credit_roles: tuple[str, ...] = ("编辑", "校对")
    credit_prefix: tuple[str, ...] = ("", "本版", "责任")
    sections: tuple[str, ...] = ("要闻", "综合", "民生", "城事", "副刊", "教育", "文化", "专题")
    extras: tuple[str, ...] = ()  # furniture that some pages have: mail, phone, number, …
    foot: float = 0.3  # the furniture stands at the foot of the page
    years: tuple[int, int] = (2008, 2025)
    old: bool = False  # a paper of the Republic: its own copy, Chinese numerals


_HANS_EXTRAS = (
    "电子信箱：{mail}",
    "新闻热线：{phone}",
    "第{issue}期",
    "总第{issue}期",
    "邮箱：{mail} 电话：{phone}",
)
_HANT_EXTRAS = ("電子信箱：{mail}", "新聞專線：{phone}", "第{issue}號", "讀者服務：{phone}")
_HANT_SECTIONS = ("要聞", "綜合", "地方", "生活", "副刊", "教育", "文化", "財經", "社區")

STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style("daily", columns=5, stories=(4, 8), folio="{n}版", stacked_credits=0.15, extras=_HANS_EXTRAS),
        Style(
            "daily-classic",
            columns=6,
            measure=(12.0, 15.0),
            stories=(6, 11),
            longest=1400,
            briefs=0.6,
            folio="第{n}版",
            wide_lead=0.5,
            credit_roles=("编辑", "美编", "校对"),
            credit_prefix=("责任", "本版责任", ""),
        ),
        Style(
            "evening",
            columns=4,
            measure=(16.0, 21.0),
            stories=(3, 6),
            headline=(3.0, 6.0),
            stacked_credits=0.6,
            stacked_byline=0.35,
            vertical_headline=0.12,
            beside=0.3,
            two_measures=0.45,
            shadowed=0.8,
            credit_roles=("编辑", "校对", "摄影", "绘制"),
            credit_prefix=("本版",),
            briefs=0.25,
        ),
        Style(
            "county",
            columns=4,
            measure=(15.0, 20.0),
            stories=(4, 8),
            headline=(2.2, 3.6),
            stacked_credits=0.4,
            extras=_HANS_EXTRAS,
            folio="{n}",
            credit_roles=("编辑", "校对"),
            credit_prefix=("责任", "本版", ""),
            date="{y}年{m}月{d}日",
            foot=0.5,
        ),
        Style(
            "campus",
            columns=5,
            measure=(12.5, 16.0),
            stories=(7, 14),
            longest=900,
            headline=(1.8, 3.4),
            briefs=0.3,
            signed_inline=0.8,
            vertical_headline=0.1,
            wide_lead=0.2,
            extras=_HANS_EXTRAS,
            credit_roles=("编辑", "学生记者"),
            credit_prefix=("责任", ""),
            date="{y}年{m}月{d}日",
            sections=("校园新闻", "综合新闻", "教学科研", "学子风采", "副刊", "人物"),
        ),
        Style(
            "taiwan",
            script="hant",
            columns=5,
            measure=(13.0, 18.0),
            stories=(4, 8),
            brief_label="簡訊",
            stacked_credits=0.35,
            date="中華民國{roc}年{m}月{d}日",
            folio="A{n}",
            sections=_HANT_SECTIONS,
            credit_roles=("編輯", "美術"),
            credit_prefix=("責任", ""),
            extras=_HANT_EXTRAS,
            stacked_byline=0.25,
        ),
        Style(
            "hongkong",
            script="hant",
            columns=6,
            measure=(12.0, 15.0),
            stories=(5, 10),
            longest=1400,
            brief_label="短訊",
            date="{y}年{m}月{d}日",
            folio="A{n}",
            sections=_HANT_SECTIONS,
            beside=0.25,
            credit_roles=("責任編輯", "版面設計"),
            credit_prefix=("",),
            extras=_HANT_EXTRAS,
            headline=(2.4, 5.0),
        ),
        Style(
            "macau",
            script="hant",
            columns=4,
            measure=(15.0, 19.0),
            stories=(3, 7),
            brief_label="簡訊",
            date="{y}年{m}月{d}日",
            folio="第{n}版",
            sections=_HANT_SECTIONS,
            credit_roles=("編輯", "校對"),
            credit_prefix=("本版", ""),
            extras=_HANT_EXTRAS,
            two_measures=0.4,
        ),
        Style(
            "republic",
            script="hant",
            columns=4,
            measure=(13.0, 17.0),
            stories=(4, 8),
            briefs=0.0,
            date="中華民國{roc}年{m}月{d}日",
            folio="第{n}版",
            sections=("本埠新聞", "國內要電", "教育消息", "副刊"),
            credit_roles=("編輯",),
            credit_prefix=("",),
            vertical_headline=0.4,
            beside=0.0,
            years=(1914, 1948),
            shadowed=0.0,
            stacked_credits=0.6,
            old=True,
        ),
    )
}


def styles_for(script: str) -> tuple[Style, ...]:
    """The papers that print this script."""
    return tuple(style for style in STYLES.values() if style.script == script)

"""Papers whose pages are as full and as crooked as real ones: a second table of styles, as data.

They are never drawn by chance; ask for them by name. Sizes are em of the body type.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.press.styles import Style


@dataclass(frozen=True)
class Paper(Style):
    """A paper with a page of fixed size that is filled to the last line."""

    page: tuple[float, float] = (117.0, 160.0)  # width and height
    base: tuple[int, ...] = (5, 6)  # base columns: chosen once a page
    leading: float = 1.42  # from line to line
    names: tuple[str, ...] = ()
    front: float = 0.4  # the page is the first, with a masthead
    pictures: float = 0.5  # a story with a caption shows its picture
    plates: float = 0.1  # a story without one is given a picture all the same
    spread: tuple[int, ...] = (1, 2, 2, 3)  # columns of a picture
    boxed: float = 0.15  # a story stands in a box of its own
    tinted: float = 0.3  # … on a grey ground
    separators: tuple[str, ...] = ("rules", "rules", "white")  # one is chosen for each page
    corners: float = 0.45  # how readily a story takes an L, not a rectangle
    uneven: float = 0.25  # a headline over some of the columns only, to the right, inside, upright
    broken: float = 0.2  # a story in columns of its own measure
    adverts: float = 0.5  # the page has advertisements
    advert_share: tuple[float, float] = (0.12, 0.3)  # of the page, where it has
    grandeur: tuple[float, float] = (3.6, 6.5)  # type of the main headline
    tiers: tuple[int, int] | None = None  # set vertically, in so many tiers
    jumps: float = 0.3  # a story of a page by itself goes on elsewhere
    run_in: float = 0.0  # a brief's headline runs on into its text, and that of a short story
    blocks: int = 1  # of briefs, at the most
    more_labels: tuple[str, ...] = ()  # of the blocks after the first
    framed: float = 0.0  # a border around the page
    kinsoku: bool = True


_ALL_KINDS = ("article", "photo", "notice", "advertisement")
_HANS_NAMES = ("棠州日报", "澜州日报", "禾川报", "江淮新报", "望亭时报", "云岭日报")

PAPERS: dict[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper(
            "party",
            page=(117.0, 158.0),
            base=(5, 6, 6),
            stories=(8, 18),
            names=_HANS_NAMES,
            folio="{n}版",
            briefs=0.35,
            credit_roles=("编辑", "美编", "校对"),
            credit_prefix=("责任", "本版责任", "本版", ""),
            years=(2003, 2025),
        ),
        Paper(
            "evening-big",
            page=(100.0, 138.0),
            base=(4, 5),
            leading=1.45,
            stories=(5, 10),
            names=("棠州晚报", "澜州晚报", "都市夜读", "东江晚报"),
            headline=(3.0, 5.0),
            grandeur=(6.5, 10.0),
            pictures=0.9,
            plates=0.4,
            spread=(2, 3, 3, 4),
            boxed=0.3,
            tinted=0.6,
            separators=("rules", "white", "white"),
            uneven=0.4,
            broken=0.4,
            corners=0.4,
            adverts=0.6,
            folio="{n}",
            credit_roles=("编辑", "美编", "校对"),
            credit_prefix=("本版", "责任"),
            years=(2005, 2024),
        ),
        Paper(
            "county-boxes",
            page=(104.0, 146.0),
            base=(5,),
            leading=1.45,
            stories=(7, 13),
            names=("禾川周报", "清埠县报", "桐溪周刊", "今日茶亭"),
            headline=(2.0, 3.4),
            grandeur=(3.4, 5.0),
            boxed=0.6,
            tinted=0.55,
            separators=("boxes", "rules", "boxes"),
            briefs=0.5,
            adverts=0.7,
            folio="第{n}版",
            credit_roles=("编辑", "校对"),
            credit_prefix=("责任", "本版", ""),
            years=(2004, 2022),
            corners=0.25,
        ),
        Paper(
            "tabloid",
            page=(78.0, 112.0),
            base=(4,),
            leading=1.4,
            stories=(3, 8),
            names=("新桥文摘", "澜州快报", "青麓校园报", "街坊报"),
            headline=(2.2, 3.6),
            grandeur=(4.0, 7.0),
            pictures=0.75,
            plates=0.2,
            uneven=0.35,
            adverts=0.5,
            folio="{n}",
            credit_roles=("编辑", "版式", "校对"),
            years=(2006, 2024),
        ),
        Paper(
            "tiers",
            script="hant",
            page=(88.0, 128.0),
            leading=1.22,
            stories=(14, 25),
            names=("申江晨報", "滬濱日報", "浙甌新報", "粵海報", "中和日報"),
            tiers=(9, 12),
            framed=0.6,
            headline=(1.4, 2.1),
            grandeur=(2.3, 3.4),
            plates=0.02,
            wide_lead=0.0,
            run_in=0.5,
            jumps=0.0,
            briefs=0.85,
            brief_label="要聞彙誌",
            blocks=3,
            more_labels=("本埠瑣聞", "各地短簡", "雜錄"),
            adverts=0.9,
            advert_share=(0.2, 0.4),
            date="中華民國{roc}年{m}月{d}日",
            folio="第{n}版",
            sections=("本埠新聞", "國內要電", "教育消息", "副刊"),
            credit_roles=("編輯",),
            credit_prefix=("",),
            years=(1914, 1948),
            shadowed=0.0,
            old=True,
            kinsoku=False,
        ),
        Paper(
            "hant-tiers",
            script="hant",
            page=(96.0, 132.0),
            leading=1.42,
            stories=(6, 16),
            names=("豐榕日報", "海峽晚報", "南嶼時報", "濠江新聞"),
            tiers=(7, 9),
            headline=(1.8, 3.0),
            grandeur=(3.2, 5.0),
            plates=0.15,
            jumps=0.15,
            briefs=0.2,
            brief_label="簡訊",
            adverts=0.7,
            date="中華民國{roc}年{m}月{d}日",
            folio="第{n}版",
            sections=("要聞", "綜合", "地方", "生活", "副刊", "教育", "文化", "財經", "社區"),
            credit_roles=("編輯", "美術"),
            credit_prefix=("責任", ""),
            years=(1958, 2005),
            shadowed=0.1,
        ),
    )
}

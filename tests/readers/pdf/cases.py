"""Cases: PDFs that both backends must read alike, by name."""

from __future__ import annotations

from collections.abc import Callable

from tests.readers.pdf.making import Maker, line, one_page, shown, to_unicode

CASES: dict[str, Callable[[], bytes]] = {}
TEXT = "昨天，本市举行“会议”。"


def case(make: Callable[[], bytes]) -> Callable[[], bytes]:
    CASES[make.__name__.replace("_", "-")] = make
    return make


ENCODINGS = {
    "GBK-EUC-H": ("GB1", "gbk"),
    "GBK-EUC-V": ("GB1", "gbk"),
    "GB-EUC-H": ("GB1", "gb2312"),
    "GBK2K-H": ("GB1", "gb18030"),
    "UniGB-UCS2-H": ("GB1", "utf-16-be"),
    "UniGB-UCS2-V": ("GB1", "utf-16-be"),
    "UniGB-UTF16-H": ("GB1", "utf-16-be"),
    "ETen-B5-H": ("CNS1", "cp950"),
    "ETen-B5-V": ("CNS1", "cp950"),
    "UniCNS-UCS2-H": ("CNS1", "utf-16-be"),
    "UniCNS-UTF16-H": ("CNS1", "utf-16-be"),
}


def text_in(encoding: str) -> str:
    """TEXT, in traditional characters where the encoding has no others."""
    return TEXT.replace("举", "舉").replace("会议", "會議") if "B5" in encoding else TEXT


def encoded(encoding: str) -> bytes:
    """TEXT in a font with a predefined CMap and no table of its own."""
    ordering, codec = ENCODINGS[encoding]
    maker = Maker()
    maker.page(line(text_in(encoding), 100, 250, codec=codec), fonts={"F": maker.many(encoding, ordering)})
    return maker.bytes()


for _name in ENCODINGS:
    CASES[f"encoding-{_name}"] = lambda name=_name: encoded(name)  # type: ignore[misc]


@case
def plain() -> bytes:
    return one_page(line(TEXT, 20, 250) + line("第二行 Latin 2025", 20, 230, 8.5) + line("ABC abc", 20, 200, font="H"))


@case
def shadow() -> bytes:
    return one_page(line("影子", 51, 199, 24) + "1 1 1 rg " + line("影子", 50, 200, 24) + line("影子", 50, 200, 24))


@case
def invisible() -> bytes:
    state = "/ExtGState << /None << /ca 0 >> /Full << /ca 1 >> >>"
    return one_page(
        line("看得见", 20, 250)
        + "3 Tr " + line("看不见", 20, 230) + "7 Tr " + line("也看不见", 20, 210) + "0 Tr\n"
        + "q /None gs " + line("透明", 20, 190) + "Q /Full gs " + line("不透明", 20, 170)
        + line("零", 20, 150, 0) + line("小", 20, 140, 0.01) + line("左外", -50, 100) + line("上外", 50, 320)
        + "q 0 0 100 100 re W n " + line("裁掉了", 200, 50) + line("没裁掉", 20, 50) + "Q " + line("又在", 200, 50),
        resources=state,
    )  # fmt: skip


@case
def turned_lines() -> bytes:
    matrices = ["1 0 0 1 20 250", "0 1 -1 0 100 50", "0 -1 1 0 150 250", "-1 0 0 -1 300 250", "0.7 0.7 -0.7 0.7 250 50"]
    return one_page("".join(f"BT /F 12 Tf {matrix} Tm {shown('转动的字')} Tj ET\n" for matrix in matrices))


@case
def mirrored_matrices() -> bytes:
    return one_page(
        f"q 1 0 0 -1 0 300 cm BT /F 12 Tf 1 0 0 -1 20 50 Tm {shown('翻转')} Tj ET Q\n"
        f"BT /F -12 Tf -1 0 0 -1 100 200 Tm {shown('负号')} Tj ET\n"
        f"BT /F 1 Tf 9 0 0 18 100 100 Tm {shown('窄长')} Tj ET\n"
        f"q 0.1 0 0 0.1 0 0 cm BT /F 120 Tf 1 0 0 1 1000 500 Tm {shown('缩小')} Tj ET Q\n"
    )


@case
def text_state() -> bytes:
    return one_page(
        f"BT /F 10 Tf 14 TL 20 280 Td 2 Tc {shown('字距')} Tj {shown('接着')} Tj T* {shown('下行')} Tj "
        f"0 Tc [{shown('紧')} -500 {shown('排')} 250 {shown('版')}] TJ [-1000 {shown('缩进')}] TJ "
        f"0 -20 TD {shown('又一行')} Tj {shown('单引号')} ' 80 Tz {shown('变窄')} ' "
        f"3 Tc {shown('变窄')} Tj 0 Tc 100 Tz "
        f"5 Ts {shown('升高')} Tj 0 Ts ET\n"
        f'BT /H 10 Tf 20 100 Td 14 TL (two words) Tj 5 Tw (two words) Tj 6 1 (two more) " ET\n'
    )


def vertical_font(maker: Maker, entries: str = "") -> int:
    return maker.many("Identity-V", "Identity", entries, to_unicode((1, "竖"), (2, "排"), (3, "，"), (4, "字")))


@case
def vertical() -> bytes:
    maker = Maker()
    fonts = {"F": vertical_font(maker), "G": vertical_font(maker, "/DW2 [800 -900] /W [1 [500]]")}
    fonts["K"] = vertical_font(maker, "/W2 [2 [-500 400 700] 3 4 -2000 500 880]")
    shown_at = "".join(
        f"BT /{font} 10 Tf {x} 280 Td <0001000200030004> Tj 1 Tc <0001> Tj [<0002> 500 <0003>] TJ 0 Tc ET\n"
        for font, x in (("F", 50), ("G", 100), ("K", 150))
    )
    maker.page(shown_at + "BT /F 10 Tf 0 1 -1 0 250 50 Tm <00010002> Tj ET", fonts=fonts)
    return maker.bytes()


@case
def stacked() -> bytes:
    return one_page("".join(line(char, 50, 250 - 12 * at) for at, char in enumerate("本版编辑")))


@case
def colors() -> bytes:
    spaces = (
        "/ColorSpace << /Ink [/Separation /Black /DeviceCMYK << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] "
        "/C1 [0 0 0 1] /N 1 >>] /Two [/DeviceN [/Cyan /Black] /DeviceCMYK << /FunctionType 4 /Domain [0 1 0 1] "
        "/Range [0 1 0 1 0 1 0 1] >>] >>"
    )
    paints = ["0 g", "0.5 g", "1 0 0 rg", "0 0 0 1 k", "0 1 1 0 k", "/Ink cs 1 scn", "/Ink cs 0.25 scn"]
    paints += ["/Two cs 0 1 scn", "/DeviceRGB cs 0 0 1 sc", "/DeviceGray cs 1 sc", "/Pattern cs /P scn"]
    content = "".join(f"{paint} {line('色', 20, 280 - 15 * at)}" for at, paint in enumerate(paints))
    return one_page("q " + content + "Q " + line("黑", 100, 100), resources=spaces)


@case
def forms() -> bytes:
    maker = Maker()
    font = maker.many()
    own = f"/Resources << /Font << /G {font} 0 R >> >>"
    inner = maker.stream(line("里层", 0, 0, font="G"), f"/Type /XObject /Subtype /Form /BBox [0 -5 100 20] {own}")
    outer = maker.stream(
        line("外层", 10, 10, font="G") + line("框外", 300, 10, font="G") + "q 2 0 0 2 10 40 cm /In Do Q",
        "/Type /XObject /Subtype /Form /BBox [0 0 120 100] /Matrix [1 0 0 1 5 5] "
        f"/Resources << /Font << /G {font} 0 R >> /XObject << /In {inner} 0 R >> >>",
    )
    bare = maker.stream(line("借用", 0, 0), "/Type /XObject /Subtype /Form /BBox [0 -5 100 20]")
    maker.page(
        "1 0 0 rg q 1 0 0 1 50 50 cm /Out Do Q q 1 0 0 1 50 200 cm /Out Do Q q 1 0 0 1 250 200 cm /Bare Do Q "
        + line("页面", 300, 20),
        fonts={"F": font},
        resources=f"/XObject << /Out {outer} 0 R /Bare {bare} 0 R >>",
    )
    return maker.bytes()


@case
def a_form_that_draws_itself() -> bytes:
    maker = Maker()
    font = maker.many()
    number = len(maker.objects) + 1
    maker.stream(
        line("自己", 10, 10) + "q 1 0 0 1 0 20 cm /Me Do Q",
        f"/Type /XObject /Subtype /Form /BBox [0 0 400 300] "
        f"/Resources << /Font << /F {font} 0 R >> /XObject << /Me {number} 0 R >> >>",
    )
    maker.page("/Me Do", fonts={"F": font}, resources=f"/XObject << /Me {number} 0 R >>")
    return maker.bytes()


@case
def ligatures_and_unknown_glyphs() -> bytes:
    maker = Maker()
    table = to_unicode((1, "ffi"), (2, "字"), (4, "\U00020000"), (5, "\0"), (6, "\ue000"), (7, "公司"))
    fonts = {"F": maker.many("Identity-H", "Identity", "/DW 900", table)}
    fonts["V"] = maker.many("Identity-V", "Identity", "", table)
    maker.page(
        "BT /F 12 Tf 20 250 Td <0001000200030004000500060007> Tj ET BT /V 12 Tf 200 250 Td <000200070003> Tj ET",
        fonts=fonts,
    )
    return maker.bytes()


def type3(maker: Maker, matrix: str, box: str, width: float, entries: str = "") -> int:
    glyph = maker.stream(f"{width} 0 d0 0 0 {width} {width} re f")
    return maker.add(
        f"<< /Type /Font /Subtype /Type3 /Name /Drawn /FontBBox [{box}] /FontMatrix [{matrix}] /FirstChar 65 "
        f"/LastChar 66 /Widths [{width} {width / 2}] /CharProcs << /A {glyph} 0 R /B {glyph} 0 R >> "
        f"/Encoding << /Type /Encoding /Differences [65 /A /B] >> /Resources << >> {entries} >>"
    )


@case
def type3_fonts() -> bytes:
    maker = Maker()
    fonts = {
        "A": type3(maker, "0.001 0 0 0.001 0 0", "0 -200 1000 800", 1000),
        "B": type3(maker, "0.05 0 0 0.05 0 0", "0 0 20 20", 20),
        "C": type3(maker, "1 0 0 -1 0 0", "0 -1 1 0", 1),
        "D": type3(maker, "0.001 0 0 0.001 0 0", "0 0 0 0", 500),
    }
    content = "".join(f"BT /{name} 10 Tf 20 {250 - 30 * at} Td (AB) Tj ET\n" for at, name in enumerate(fonts))
    maker.page(content, fonts=fonts)
    return maker.bytes()


@case
def drawings() -> bytes:
    maker = Maker()
    picture = maker.stream(b"\0" * 4, "/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 "
                           "/ColorSpace /DeviceGray")  # fmt: skip
    maker.page(
        "0.5 w 20 280 m 380 280 l S 100 20 m 100 270 l S\n"  # rules
        "20 260 360 0.75 re f 0 0 0 1 k 20 250 360 1 re f\n"  # rules that are filled
        "1 w 120 20 100 50 re S 0.9 g 120 100 100 50 re f 1 g 240 100 100 50 re f 0 g\n"  # frame, tint, white
        "0.8 g 0 G 120 160 100 50 re B 120 220 m 220 220 l 220 240 l 120 240 l h s\n"
        "10 10 m 20 20 l 30 10 l h f 250 20 m 300 20 l 300 70 l S\n"  # a drawing; two rules
        "0.5 g 260 240 m 360 240 l 370 240 370 230 370 220 c 370 210 l 250 210 l 250 240 l h f\n"  # rounded
        "q 50 0 0 40 300 20 cm /Im Do Q q 0 0 300 30 re W n 0.5 g 240 20 40 40 re f Q\n"
        "q 50 0 0 20 40 100 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q\n" + line("图", 20, 50),
        fonts={"F": maker.many()},
        resources=f"/XObject << /Im {picture} 0 R >>",
    )
    return maker.bytes()


def outlines(x: float, y: float, size: float, count: int) -> str:
    """Letters drawn as filled shapes: in each two beams, a post and a bow, no two alike."""
    drawn = []
    for n in range(count):
        left, em = x + n * size, size / 20
        beam, post = y + (11 + n % 3 * 2) * em, left + (4 + n % 4 * 3) * em
        drawn += [
            f"{left + em:g} {y + 17 * em:g} {17 * em:g} {1.5 * em:g} re",
            f"{left + 2 * em:g} {beam:g} {(12 + n % 2 * 3) * em:g} {1.5 * em:g} re",
            f"{post:g} {y + em:g} {2 * em:g} {17 * em:g} re",
            f"{left + em:g} {y + em:g} m {left + 5 * em:g} {y + 9 * em:g} {left + 14 * em:g} {y + 9 * em:g}",
            f"{left + 18 * em:g} {y + em:g} c {left + 9 * em:g} {y + 5 * em:g} l h",
            "f",
        ]
    return "\n".join(drawn) + "\n"


@case
def lettering() -> bytes:
    drawn = outlines(20, 250, 24, 8) + "1 0 0 rg\n" + outlines(20, 220, 16, 6)  # a headline and a deck
    return one_page(drawn + "0 g\n" + line("码头昨天建成", 20, 190) + "20 180 360 0.5 re f\n")


@case
def lettering_on_its_side() -> bytes:
    drawn = outlines(20, 250, 24, 8)
    return one_page(drawn + line("码头昨天建成", 20, 190), entries="/Rotate 90")


@case
def content_in_pieces() -> bytes:
    maker = Maker()
    font = maker.many()
    maker.page("BT /F 10 Tf 20", "250 Td", f"{shown('分成几段')} Tj", "ET", fonts={"F": font})
    return maker.bytes()


@case
def half_a_code() -> bytes:
    maker = Maker()
    fonts = {"F": maker.many("Identity-H", "Identity", "", to_unicode((1, "甲"), (2, "乙"))), "G": maker.many()}
    maker.page("BT /F 10 Tf 20 250 Td <00010002ff> Tj /G 10 Tf <b0a1b0> Tj ET", fonts=fonts)
    return maker.bytes()


def boxed(rotate: int, crop: str | None = "[50 40 350 260]", media: tuple[int, ...] = (10, 20, 410, 320)) -> bytes:
    """A page whose boxes do not begin at 0, turned; one word is inside the crop box, one beside it."""
    entries = f"/Rotate {rotate}" + (f" /CropBox {crop}" if crop else "")
    content = line("里面", 100, 200) + line("外面", 360, 50) + "60 50 100 1 re f 60 60 50 80 re S"
    return one_page(content, media=media, entries=entries)


for _rotate in (0, 90, 180, 270, -90, 450):
    CASES[f"boxes-turned-{_rotate}"] = lambda rotate=_rotate: boxed(rotate)  # type: ignore[misc]
CASES["boxes-crop-larger"] = lambda: boxed(0, "[-100 -100 900 900]")
CASES["boxes-crop-elsewhere"] = lambda: boxed(90, "[900 900 950 950]")
CASES["boxes-crop-missing"] = lambda: boxed(270, None)
CASES["boxes-crop-upside-down"] = lambda: boxed(0, "[350 260 50 40]")

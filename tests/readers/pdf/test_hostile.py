"""PDFs that are broken, locked, empty or made to hurt: refused with a reason, in bounded memory, page by page."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.page import Page
from pipeline.readers.pdf import limits, read
from pipeline.readers.pdf.reader import NO_TEXT, SLOW, Files, Opener, fast, slow
from pipeline.readers.unread import Unread
from tests.readers.pdf.cases import CASES
from tests.readers.pdf.making import Maker, line, one_page

MEMORY = 1_000_000_000  # bytes that a bomb may at most take, with Python and its libraries


def written(data: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "page.pdf"
    path.write_bytes(data)
    return path


def pages_of(data: bytes, tmp_path: Path) -> list[Page | Unread]:
    return list(read(written(data, tmp_path), "p"))


def text(page: Page | Unread) -> str:
    assert isinstance(page, Page), page.reason
    return page.lines[0].string


def reason(page: Page | Unread) -> str:
    assert isinstance(page, Unread)
    return page.reason


def first_page(path: Path, backend: Opener) -> None:
    files = Files(path, [backend])
    try:
        files.read(0)
    finally:
        files.close()


# --- files as a whole


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b"hello", "it is no PDF"),
        (b"\x89PNG" + b"\0" * 2000, "it is no PDF"),
        (b"%PDF-1.7\n", "broken|without pages"),
        (b"%PDF-1.7\n" + b"\xff\0" * 5000, "broken|without pages"),
        (Maker().bytes(), "without pages"),
    ],
)
def test_what_is_no_pdf(data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=said):
        pages_of(data, tmp_path)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = written(one_page(line("字", 20, 200)), tmp_path)
    size = path.stat().st_size
    assert len(list(read(path, "p", size))) == 1
    with pytest.raises(ReadError, match=r"too large.*--max-megabytes"):
        list(read(path, "p", size - 1))


def test_what_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.pdf"):
        with pytest.raises(ReadError, match="cannot be read"):
            list(read(path, "p"))


def test_a_broken_table_of_objects(tmp_path: Path) -> None:
    data = one_page(line("断了表", 20, 200))
    start = data.rindex(b"startxref")
    for broken in (
        data[:start] + b"startxref\n99999999\n%%EOF\n",
        data[:start],
        data[: data.rindex(b"xref\n0")],
        re.sub(rb"\d{10} 00000 n", b"0000000007 00000 n", data),
        b"junk before\n" + data,
    ):
        (page,) = pages_of(broken, tmp_path)
        assert text(page) == "断了表"


def test_a_file_that_breaks_off(tmp_path: Path) -> None:
    maker = Maker()
    font = maker.many()
    for number in range(3):
        maker.page(line(f"第{number}页", 20, 200), fonts={"F": font})
    data = maker.bytes()
    for share in range(1, 20):  # any end of it is read, or refused with a reason; nothing else is raised
        try:
            pages = pages_of(data[: len(data) * share // 20], tmp_path)
        except ReadError:
            continue
        assert all(isinstance(page, Unread) or text(page).startswith("第") for page in pages)


# --- passwords


def locked(user: str, tmp_path: Path) -> bytes:
    """A page that is locked; an empty `user` password means that everybody may read."""
    pytest.importorskip("reportlab")
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "locked.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption(user, ownerPassword="owner", strength=128), invariant=1)
    canvas.drawString(50, 700, "secret words")
    canvas.save()
    return path.read_bytes()


def test_a_locked_file_that_everybody_may_read(tmp_path: Path) -> None:
    (page,) = pages_of(locked("", tmp_path), tmp_path)
    assert text(page) == "secret words"
    assert page.flags == ()  # type: ignore[union-attr]


def test_a_locked_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"locked with a password.*qpdf --decrypt"):
        pages_of(locked("user", tmp_path), tmp_path)


# --- pages


def test_pages_have_numbers_and_one_bad_page_costs_no_other(tmp_path: Path) -> None:
    maker = Maker()
    font = maker.many()
    maker.page(line("第一页", 20, 200), fonts={"F": font})
    maker.page("q 100 0 0 100 0 0 cm Q")
    maker.page(line("字" * 40, 20, 200) * (limits.MOST_GLYPHS // 40 + 1), fonts={"F": font})
    maker.pages.append(maker.add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9] /Contents (none) >>"))
    maker.page(line("第五页", 20, 200), fonts={"F": font})
    pages = pages_of(maker.bytes(), tmp_path)
    assert [page.id for page in pages] == [f"p-p00{number}" for number in range(1, 6)]
    assert [text(pages[0]), text(pages[4])] == ["第一页", "第五页"]
    assert isinstance(pages[4], Page)
    assert (pages[4].source.number, pages[4].source.pages) == (5, 5)
    assert "no text layer" in reason(pages[1])
    assert "more than 200000 glyphs" in reason(pages[2])
    assert reason(pages[3])
    assert [page.number for page in pages if isinstance(page, Unread)] == [2, 3, 4]


def test_a_scan_is_told_from_an_empty_page(tmp_path: Path) -> None:
    maker = Maker()
    image = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    picture = maker.stream(b"\0", image)
    maker.page("q 400 0 0 300 0 0 cm /Im Do Q", resources=f"/XObject << /Im {picture} 0 R >>")
    maker.page("")
    scan, empty = pages_of(maker.bytes(), tmp_path)
    assert isinstance(scan, Unread)
    assert isinstance(empty, Unread)
    assert (scan.flag, empty.flag) == (NO_TEXT, NO_TEXT)
    assert "a picture without a text layer: it must be read as a scan" in scan.reason
    assert "has no text layer" in empty.reason


def test_the_slow_reader_takes_over_where_the_fast_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.readers.pdf import playa_backend, playa_operators

    def fail(*_: object) -> None:
        raise RuntimeError("as libraries do")

    data = CASES["plain"]()
    (before,) = pages_of(data, tmp_path)
    monkeypatch.setattr(playa_operators.Interpreter, "show_all", fail)
    (page,) = pages_of(data, tmp_path)
    assert isinstance(page, Page)
    assert page.flags == (SLOW,)
    assert text(page) == text(before)
    monkeypatch.setattr(playa_backend.FastFile, "__init__", fail)
    (page,) = pages_of(data, tmp_path)
    assert page.flags == (SLOW,)  # type: ignore[union-attr]


def test_a_page_that_nobody_can_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.readers.pdf import playa_backend, plumber_backend

    def fail(*_: object) -> None:
        raise RuntimeError("as libraries do")

    monkeypatch.setattr(playa_backend.FastFile, "read", fail)
    monkeypatch.setattr(plumber_backend.SlowFile, "read", fail)
    (page,) = pages_of(CASES["plain"](), tmp_path)
    assert "the page is broken: RuntimeError: as libraries do" in reason(page)


@pytest.mark.parametrize(
    "font",
    [
        "null",
        "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [] >>",
        "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [99 0 R] >>",
        "<< /Type /Font /Subtype /Type3 /FontMatrix [(a)] >>",
    ],
)
def test_text_in_a_font_that_is_not_there_keeps_its_place(font: str, tmp_path: Path) -> None:
    maker = Maker()
    broken = maker.add(font)
    maker.page(line("好字", 20, 200) + "BT /Bad 10 Tf 20 100 Td (ab) Tj ET", fonts={"F": maker.many(), "Bad": broken})
    (page,) = pages_of(maker.bytes(), tmp_path)
    assert text(page).rstrip("\ufffdab") == "好字"
    assert len(text(page)) > 2


@pytest.mark.parametrize(
    "tree",
    [
        "<< /Type /Pages /Kids [2 0 R 2 0 R {page} 0 R] /Count 3 >>",
        "<< /Type /Pages /Kids [{page} 0 R 99 0 R null 5] /Count 1000000000 >>",
        "<< /Type /Pages /Kids [{page} 0 R] /Count -1 /Parent 2 0 R >>",
    ],
)
def test_page_trees_that_turn_in_circles(tree: str, tmp_path: Path) -> None:
    maker = Maker()
    page = maker.page(line("树", 20, 200), fonts={"F": maker.many()})
    maker.objects[1] = tree.format(page=page).encode()
    pages = pages_of(maker.bytes(), tmp_path)
    assert [text(page) for page in pages if isinstance(page, Page)] == ["树"]
    assert len(pages) < 5


@pytest.mark.parametrize("backend", ["fast", "slow"])
@pytest.mark.parametrize("turns", [1, 2, 5])
def test_streams_as_long_as_each_other(turns: int, backend: str, tmp_path: Path) -> None:
    """Their lengths refer to each other in a circle."""
    maker = Maker()
    first = len(maker.objects) + 1
    for number in range(turns):
        maker.add(f"<< /Length {first + (number + 1) % turns} 0 R >>\nstream\n{line('字', 20, 200)}\nendstream")
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents {first} 0 R >>"
    maker.pages.append(maker.add(page))
    with pytest.raises(ReadError, match="is broken"):
        first_page(written(maker.bytes(), tmp_path), {"fast": fast, "slow": slow}[backend])


def test_more_pages_than_any_paper_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.readers.pdf import playa_backend

    monkeypatch.setattr(playa_backend, "MOST_PAGES", 2)
    maker = Maker()
    for _ in range(3):
        maker.page("")
    with pytest.raises(ReadError, match="more than 2 pages"):
        pages_of(maker.bytes(), tmp_path)


def test_hundreds_of_pages_in_the_memory_of_one(tmp_path: Path) -> None:
    import tracemalloc

    maker = Maker()
    for number in range(500):
        font = maker.many("Identity-H", "Identity", "", None) if number % 5 == 0 else maker.many()
        maker.page(line(f"第{number}页" + "字" * 40, 20, 200), fonts={"F": font})
    path = written(maker.bytes(), tmp_path)
    tracemalloc.start()
    try:
        sizes = []
        for page in read(path, "p"):
            assert isinstance(page, Page)
            sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert len(sizes) == 500
    assert max(sizes[250:]) < 1.5 * max(sizes[100:250])


# --- bombs: each backend in a process that has not the memory to be blown up


def bomb(content: bytes, size: int) -> bytes:
    """`content` over and over, some `size` bytes of it, packed."""
    packer = zlib.compressobj(9)
    block = content * (1_000_000 // len(content))
    packed = [packer.compress(block) for _ in range(size // len(block))]
    return b"".join([*packed, packer.flush()])


def with_packed(packed: bytes, filters: str = "/FlateDecode") -> bytes:
    maker = Maker()
    font = maker.many()
    stream = maker.stream(packed, f"/Filter [{filters}]")
    maker.pages.append(
        maker.add(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents {stream} 0 R "
            f"/Resources << /Font << /F {font} 0 R >> >> >>"
        )
    )
    return maker.bytes()


def nested_forms(depth: int, times: int) -> bytes:
    maker = Maker()
    font = maker.many()
    number = maker.stream(
        line("字", 0, 0), f"/Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F {font} 0 R >> >>"
    )
    for _ in range(depth):
        form = f"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {number} 0 R >> >>"
        number = maker.stream("/X Do " * times, form)
    maker.page("/X Do", resources=f"/XObject << /X {number} 0 R >>")
    return maker.bytes()


def fat_font(entries: str, table: str | None) -> bytes:
    maker = Maker()
    maker.page(line("字", 20, 200), fonts={"F": maker.many(entries=entries, to_unicode=table)})
    return maker.bytes()


def bombs() -> dict[str, bytes]:
    spaces = bomb(b" ", 2_000_000_000)
    return {
        "spaces": with_packed(spaces),
        "packed twice": with_packed(zlib.compress(spaces), "/FlateDecode /FlateDecode"),
        "broken pack": with_packed(spaces[:-20]),
        "brackets": with_packed(bomb(b"[", 60_000_000)),
        "dictionaries": with_packed(bomb(b"<<", 60_000_000)),
        "operands": with_packed(bomb(b"0 ", 60_000_000)),
        "states": with_packed(bomb(b"q ", 60_000_000)),
        "forms that multiply": nested_forms(10, 10),
        "forms that nest": nested_forms(60, 1),
        "widths": fat_font("/W [1 4000000000 500]", None),
        "characters": fat_font("", "begincmap 1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange endcmap"),
        "codes": fat_font("", "begincmap 1 begincidrange <00000000> <7FFFFFFF> 0 endcidrange endcmap"),
        "run lengths": with_packed(bomb(b"\x81 ", 60_000_000), "/FlateDecode /RunLengthDecode"),
        "rows": with_packed(
            zlib.compress(b"\2" * 2000), "/FlateDecode] /DecodeParms [<< /Predictor 12 /Columns 2000000000 >>"
        ),
    }


READ = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[3]), int(sys.argv[3])))
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
from pipeline.readers.pdf import reader
from pipeline.errors import ReadError
reader.fast = reader.slow = getattr(reader, sys.argv[2])
for path in sorted(Path(sys.argv[1]).glob("*.pdf")):
    try:
        (page,) = reader.read(path, "p")
        said = getattr(page, "reason", "read")
    except ReadError as reason:
        said = reason
    print(path.stem, "|", said, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no resource limits")
@pytest.mark.parametrize("backend", ["fast", "slow"])
def test_bombs_go_out_in_bounded_memory(backend: str, tmp_path: Path) -> None:
    made = bombs()
    for name, data in made.items():
        (tmp_path / f"{name}.pdf").write_bytes(data)
    command = [sys.executable, "-c", READ, str(tmp_path), backend, str(MEMORY)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3])
    said = dict(row.split(" | ", 1) for row in done.stdout.splitlines())
    assert sorted(said) == sorted(made), done.stderr[-2000:]
    assert [name for name, words in said.items() if "more than any newspaper page" not in words] == []


def test_whoever_has_no_budget_unpacks_as_ever() -> None:
    data = zlib.compress(b"x" * 1000)
    with limits.spending(limits.Budget()) as budget:
        assert zlib.decompress(data) == b"x" * 1000
        assert budget.unpacked == limits.MOST_UNPACKED - 1000
        with pytest.raises(zlib.error):
            zlib.decompress(data[:-5])
    assert zlib.decompress(data, bufsize=10) == b"x" * 1000
    assert zlib.decompressobj().decompress(data) == b"x" * 1000


def test_files_are_closed(tmp_path: Path) -> None:
    path = written(CASES["plain"](), tmp_path)
    for opener in (fast, slow):
        files = Files(path, [opener])
        files.read(0)
        files.close()

"""A print job: composed pages become one PDF with the truth about every glyph of it.

    printed = print_page(page, seed=7, recipe="usual")
    printed.pdf, printed.golds[0], printed.truth()

The same pages, seed and recipe make the same bytes on a machine with the same fonts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.press import truth
from tests.press.issue import Issue, Place, make_issue
from tests.press.model import Composed
from tests.press.page import composed, copy_for, papers_for
from tests.press.papers import PAPERS
from tests.press.print import graphics
from tests.press.print.defects import MIX, Manner, draw
from tests.press.print.fonts import LOST, Subset
from tests.press.print.ink import Sheet
from tests.press.print.pdf import Pdf
from tests.press.print.pieces import plan
from tests.press.print.proof import Proof, as_read, check, check_read, packed
from tests.press.print.setting import Measure, Run, glyphs, rooms
from tests.press.print.typography import Typography
from tests.press.spoil_glyphs import RADICALS
from tests.press.stories import Story

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Printed:
    """A file and all that is known of it: for each page its proof and its gold; and what continues what."""

    name: str
    pdf: bytes
    proofs: tuple[Proof, ...]
    golds: tuple[dict[str, Any], ...]
    continues: tuple[tuple[Place, Place], ...] = ()

    def truth(self) -> bytes:
        """The truth as it is written. Pages that stories continue on are counted from 1."""
        jumps = [
            {side: {"page": page + 1, "story": key} for side, (page, key) in zip(("from", "to"), one, strict=True)}
            for one in self.continues
        ]
        return packed(self.proofs, name=self.name, continues=jumps)

    def check(self) -> None:
        """Prove the truth by the copy and by what pdfplumber reads."""
        for proof in self.proofs:
            check(proof)
        check_read(self.proofs, self.pdf)

    def write(self, folder: Path) -> None:
        """NAME.pdf, NAME.truth.json.gz and NAME.gold.json; with several pages NAME-p001.gold.json and so on."""
        (folder / f"{self.name}.pdf").write_bytes(self.pdf)
        (folder / f"{self.name}.truth.json.gz").write_bytes(self.truth())
        for place, gold in enumerate(self.golds, 1):
            part = f"-p{place:03d}" if len(self.golds) > 1 else ""
            write_gold(folder / f"{self.name}{part}.gold.json", gold)


def write_gold(path: Path, gold: Mapping[str, Any]) -> None:
    """A gold as all of them are written."""
    import json

    path.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def print_page(
    page: Composed, seed: object, recipe: str | Mapping[str, float] = "usual", name: str = "page"
) -> Printed:
    """One page as a PDF of its own."""
    return print_issue([page], seed, recipe, name)


def print_issue(
    pages: Sequence[Composed],
    seed: object,
    recipe: str | Mapping[str, float] = "usual",
    name: str = "issue",
    continues: tuple[tuple[Place, Place], ...] = (),
) -> Printed:
    """Several pages as one PDF. Its fonts serve all of them; each page draws its own defects. `continues` are
    the stories that go on from page to page."""
    rng = Random(f"print {seed}")
    pdf = Pdf(compress=rng.random() < 0.9)
    case = Case(rng)
    proofs, golds, sheets = [], [], []
    for page in pages:
        sheet = _page(pdf, case, page, recipe, Random(rng.getrandbits(64)))
        proof = sheet.proof
        gold = truth.gold(as_read(proof), proof.lost)
        gold["style"] = page.style.name
        gold["defects"] = list(proof.defects)
        sheets.append(sheet)
        proofs.append(proof)
        golds.append(gold)
    numbers = case.finish(pdf)
    for sheet in sheets:
        _bind(pdf, sheet, numbers)
    return Printed(name, pdf.bytes(), tuple(proofs), tuple(golds), continues)


def print_whole(issue: Issue, recipe: str | Mapping[str, float] | None = None) -> Printed:
    """An issue from the press as one PDF. Without a recipe it draws its own from `MIX`."""
    drawn = recipe or Random(f"manner {issue.name}").choices(list(MIX), list(MIX.values()))[0]
    pages = [specimen.page for specimen in issue.pages if specimen.page]
    return print_issue(pages, issue.name, drawn, f"{issue.name}-{_label(drawn)}", issue.continues)


def print_pages(
    n: int,
    seed: int,
    *,
    style: str | None = None,
    recipe: str | Mapping[str, float] | None = None,
    stories: Sequence[Story] | None = None,
    script: str | None = None,
    pages: int = 1,
) -> Iterator[Printed]:
    """n files of so many pages. Without a recipe each file draws its own from `MIX`, without a style its own
    paper from STYLES. Several pages of a paper from PAPERS are an issue whose stories jump."""
    copy = tuple(stories) if stories is not None else copy_for(style)
    papers = papers_for(copy, style, script)
    for index in range(n):
        rng = Random(f"printed {seed} {index}")
        paper = rng.choice(papers)
        drawn = recipe or rng.choices(list(MIX), list(MIX.values()))[0]
        name = f"{paper.name}-{_label(drawn)}-{seed}-{index:03d}"
        if paper.name in PAPERS and pages > 1:
            issue = make_issue(f"{seed}-{index:03d}", paper.name, pages, stories=copy)
            made, jumps = [one.page for one in issue.pages if one.page], issue.continues
        else:
            made, jumps = [composed(paper, copy, rng) for _ in range(pages)], ()
        yield print_issue(made, f"{seed} {index}", drawn, name, jumps)


def _label(recipe: str | Mapping[str, float]) -> str:
    return recipe if isinstance(recipe, str) else "custom"


def _bind(pdf: Pdf, sheet: Sheet, fonts: Mapping[str, int]) -> None:
    """Write a page that has been drawn: as it is, in forms, or lying on its side."""
    wide, tall = sheet.proof.width, sheet.proof.height
    held = "".join(f"/{one} {fonts[one]} 0 R" for one in sorted(sheet.used))
    images = "".join(f"/{one} {number} 0 R" for one, number in sheet.images.items())
    resources, out = f"/Font<<{held}>>/XObject<<{images}>>", sheet.out
    if sheet.manner.has("forms"):
        size = max(1, len(out) // sheet.rng.randint(2, 6))
        box = f"/Type/XObject/Subtype/Form/BBox[0 0 {wide:.3f} {tall:.3f}]/Resources<<{resources}>>"
        parts = [out[start : start + size] for start in range(0, len(out), size)]
        numbers = [pdf.stream("\n".join(part).encode("latin-1"), box) for part in parts]
        resources = "/XObject<<" + "".join(f"/X{n} {number} 0 R" for n, number in enumerate(numbers)) + ">>"
        out = [f"q /X{n} Do Q" for n in range(len(numbers))]
    turn = ""
    if sheet.manner.has("page-turned"):
        out, turn = [f"0 1 -1 0 {tall:.3f} 0 cm", *out], "/Rotate 90"
        wide, tall = tall, wide
    pdf.page(wide, tall, pdf.stream("\n".join(out).encode("latin-1")), resources, turn)


@dataclass
class Case:
    """The fonts of a file."""

    rng: Random
    fonts: dict[tuple[object, ...], Subset] = field(default_factory=dict)
    codings: dict[tuple[object, ...], str] = field(default_factory=dict)
    manner: Manner | None = None
    script: str = "hans"
    old: bool = False

    def of(self, run: Run, char: str) -> Subset:
        """The font for a character of a run."""
        assert self.manner is not None
        upright = run.way == "upright"
        key = (run.face.name, self.script, upright, run.subset)
        if key not in self.codings:
            self.codings[key] = self._coding(run, upright, self.manner)
        coding = self.codings[key]
        found = self._subset(run, coding, upright, key)
        return found if found.holds(char) else self._subset(run, "identity", upright, key)

    def _coding(self, run: Run, upright: bool, manner: Manner) -> str:
        if run.face.latin:
            return "bytes"
        for name, coding in (("codes-unicode", "unicode"), ("codes-legacy", "legacy")):
            if manner.has(name) and not upright and self.rng.random() < 0.6:
                return coding
        return "sequence" if manner.has("codes-in-sequence") else "identity"

    def _subset(self, run: Run, coding: str, upright: bool, key: tuple[object, ...]) -> Subset:
        if (*key, coding) not in self.fonts:
            tag = "".join(self.rng.choice(_LETTERS) for _ in range(6))
            name = f"F{len(self.fonts) + 1}"
            self.fonts[*key, coding] = Subset(name, tag, run.face, coding, self.script, upright, self._fault(tag))
        return self.fonts[*key, coding]

    def _fault(self, tag: str) -> Callable[[str], str] | None:
        assert self.manner is not None
        names = [name for name in ("to-unicode-missing", "to-unicode-wrong") if self.manner.has(name)]
        if not names or self.rng.random() < 0.3:
            return None
        often = self.rng.choice((0.01, 0.03, 0.1))
        ways = [LOST] if names == ["to-unicode-missing"] else ["radical", "private", "near"]
        ways += [LOST] if len(names) == 2 else []
        way = self.rng.choice(ways)

        def fault(char: str) -> str:
            chance = Random(f"{tag} {char}")
            if way == "radical":
                return RADICALS.get(char, char)
            if char.isspace() or chance.random() >= often:
                return char
            return {LOST: LOST, "private": chr(0xE000 + chance.randrange(0x700))}.get(way, chr(ord(char) + 1))

        return fault

    def finish(self, pdf: Pdf) -> dict[str, int]:
        """Write all fonts. Returns the number of each by its name."""
        return {one.name: one.finish(pdf) for one in self.fonts.values()}


def _page(pdf: Pdf, case: Case, page: Composed, recipe: str | Mapping[str, float], rng: Random) -> Sheet:
    script = page.style.script
    manner = draw(recipe, rng, script)
    case.manner, case.script = manner, script
    margin = rng.uniform(3.0, 5.5) * manner.em
    left = margin - min(0.0, *(line.x for line in page.lines)) * manner.em
    top = margin - min(0.0, *(line.y for line in page.lines)) * manner.em
    measure = Measure(manner.em, round(left, 2), round(top, 2), rooms(page))
    typography = Typography(script, manner, rng, page.style.old)
    drawn = plan(page, manner, measure, typography, rng)
    runs = [run for piece in drawn.pieces for run in piece.runs]
    boxes = [run.box(cell) for run, cell in glyphs(runs)]
    wide = max(left + page.width * manner.em, *(box[2] for box in boxes)) + margin
    tall = max(top + page.height * manner.em, *(box[3] for box in boxes)) + margin
    proof = Proof(page, round(wide, 2), round(tall, 2), lost=frozenset(drawn.lost), defects=tuple(sorted(manner.on)))
    sheet = Sheet(pdf, proof, case.of, manner, rng)
    graphics.draw(sheet, page, measure, runs, manner, rng)
    for box, ink in drawn.panels:
        sheet.fill(box, ink)
    for piece in drawn.pieces:
        sheet.piece(piece)
    return sheet

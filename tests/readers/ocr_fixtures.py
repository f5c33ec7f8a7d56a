"""python -m tests.readers.ocr_fixtures: the files in fixtures/ocr/, made of the truth of pages in fixtures/press/pdf/.

Each page is in one format, its gold beside it as NAME.json; `issue/` holds two pages and METS. Half of the pages
have boxes of ink, a little off, as engines find them; the others have those of the type.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from pipeline.page import Box
from tests.conftest import ROOT
from tests.readers.ocr_writers import Glyph, Sheet, abbyy, alto, hocr, page_xml, pressed

FOLDER = ROOT / "fixtures" / "ocr"
DPI = 200 / 72
INK = 0.07  # of the type: the white on each side of an ideograph
MARKS = {"，": (0.1, 0.65, 0.35, 0.95), "。": (0.1, 0.65, 0.4, 0.95), "、": (0.1, 0.65, 0.4, 0.95)}
MARKS |= {
    "“": (0.55, 0.1, 0.9, 0.4),
    "”": (0.1, 0.1, 0.45, 0.4),
    "：": (0.1, 0.3, 0.3, 0.9),
    "一": (0.05, 0.45, 0.95, 0.55),
}
DATE = '<mods:dateIssued encoding="w3cdtf">2019-03-02</mods:dateIssued>'


def inked(sheet: Sheet, seed: int) -> Sheet:
    """The page with the boxes of its ink, each a pixel off at most."""
    rng = Random(seed)

    def ink(glyph: Glyph) -> Glyph:
        x0, y0, x1, y1 = glyph.box
        wide, tall = x1 - x0, y1 - y0
        left, top, right, bottom = MARKS.get(glyph.char, (INK, INK, 1 - INK, 1 - INK))
        sides = (x0 + left * wide, y0 + top * tall, x0 + right * wide, y0 + bottom * tall)
        return replace(glyph, box=Box(*(side + rng.uniform(-1, 1) for side in sides)))

    blocks = tuple(
        tuple(replace(line, glyphs=tuple(map(ink, line.glyphs))) for line in block) for block in sheet.blocks
    )
    return replace(sheet, blocks=blocks)


def files() -> Iterator[tuple[str, str]]:
    """The path and the text of each file."""
    party = pressed("party", DPI)
    yield "party-alto.xml", alto(inked(party, 1), "word", version=3)
    county = pressed("county", DPI)
    yield "county-page.xml", page_xml(county, "line", year=2013)
    hongkong = pressed("hongkong", DPI)
    yield "hongkong.hocr", hocr([inked(hongkong, 2)], "glyph")
    tiers = pressed("tiers", DPI)
    yield "tiers-abbyy.xml", abbyy([tiers], variants=True)
    republic = pressed("republic", DPI)
    yield "republic-page.xml", page_xml(inked(republic, 3), "word", year=2019, down=True)
    campus, daily = pressed("campus", DPI), pressed("daily", DPI)
    yield "issue/alto/0001.xml", alto(campus, "glyph", version=4)
    yield "issue/alto/0002.xml", alto(daily, "line", version=2)
    yield "issue/mets.xml", METS
    golds = {
        "party-alto": party,
        "county-page": county,
        "hongkong": hongkong,
        "tiers-abbyy": tiers,
        "republic-page": republic,
        "issue/mets-p001": campus,
        "issue/mets-p002": daily,
    }
    for name, page in golds.items():
        yield f"{name}.json", json.dumps(page.gold, ensure_ascii=False, indent=1) + "\n"


METS = f"""<?xml version="1.0" encoding="UTF-8"?>
<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mods="http://www.loc.gov/mods/v3">
<dmdSec ID="d1"><mdWrap MDTYPE="MODS"><xmlData><mods:mods>{DATE}</mods:mods></xmlData></mdWrap></dmdSec>
<fileSec>
<fileGrp USE="IMAGES"><file ID="i1"><FLocat LOCTYPE="URL" xlink:href="images/0001.tif"/></file></fileGrp>
<fileGrp USE="FULLTEXT">
<file ID="t2"><FLocat LOCTYPE="URL" xlink:href="file://./alto/0002.xml"/></file>
<file ID="t1"><FLocat LOCTYPE="URL" xlink:href="file://./alto/0001.xml"/></file>
</fileGrp>
</fileSec>
<structMap TYPE="PHYSICAL"><div TYPE="physSequence">
<div TYPE="page" ORDER="2"><fptr FILEID="t2"/></div>
<div TYPE="page" ORDER="1"><fptr FILEID="i1"/><fptr FILEID="t1"/></div>
</div></structMap>
</mets>
"""


def main(folder: Path = FOLDER) -> None:
    """The command."""
    for name, text in files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(path)


if __name__ == "__main__":
    main()

"""Furniture: what the page says of itself, parsed apart from the stories.

    2025年7月4日⏎星期五⏎⏎4⏎⏎副刊·养老   →  date, weekday, folio, section
    责任编辑 甲某 校对 乙某                →  credits {责任编辑: [甲某], 校对: [乙某]}
    E-mail:…, 国内统一刊号…, 第524期       →  kept as furniture with their roles

A lone number is a folio only beside other furniture or at the page's edge: elsewhere it is a digit that fell out
of a line. A date is furniture only where nothing but furniture is on its line.
"""

from __future__ import annotations

from pipeline.characters import width
from pipeline.page import Furniture, Line, Page
from pipeline.registry import Settings, stage
from pipeline.running_heads import LONE, is_section, main_role, parse, read_masthead


class FurnitureSettings(Settings):
    widest: float = 60.0  # em; a longer line is no running head
    company: int = 3  # lines within which a section's or a paper's name needs other furniture
    neighbours: int = 2  # lines around furniture in which a lone number or section name belongs to it


@stage("furniture", needs={"lines"}, gives={"lines", "furniture", "masthead"})
def furniture(page: Page, settings: FurnitureSettings) -> Page:
    """Take date, weekday, folio, section, credits and the like off the page and parse them."""
    found: dict[int, list[tuple[str, str]]] = {}
    for n, line in enumerate(page.lines):
        if width(line.string) <= settings.widest and (parts := parse(line.string)):
            found[n] = parts
    _drop_lonely(page.lines, found, settings.company)
    _keep_one_date(found)
    _add_neighbours(page.lines, found, settings.neighbours)
    _add_lone_credits(page.lines, found)
    items = [Furniture(main_role(parts), page.lines[n].text) for n, parts in sorted(found.items())]
    kept = tuple(line for n, line in enumerate(page.lines) if n not in found)
    masthead = read_masthead(part for _, parts in sorted(found.items()) for part in parts)
    return page.but(lines=kept, furniture=(*page.furniture, *items), masthead=masthead)


def _drop_lonely(lines: tuple[Line, ...], found: dict[int, list[tuple[str, str]]], reach: int) -> None:
    """A section word (人物) or a word that ends like a paper's name (天气预报) by itself is a column or a headline."""
    weak = {n for n, parts in found.items() if {role for role, _ in parts} <= {"section", "newspaper"}}
    strong = [n for n in found if n not in weak]
    for n in sorted(weak):
        joined = "·" in lines[n].string and found[n][0][0] == "section"
        if not joined and not any(abs(n - other) <= reach for other in strong):
            del found[n]


def _keep_one_date(found: dict[int, list[tuple[str, str]]]) -> None:
    """Of several lines that hold only a date, the one nearest to other furniture is the page's.

    The others close letters and notices: 某某局⏎2025年7月1日.
    """
    dated = [n for n, parts in found.items() if {role for role, _ in parts} == {"date"}]
    others = [n for n in found if n not in dated]
    if len(dated) + any("date" in dict(found[n]) for n in others) < 2:
        return
    rich = [n for n in others if "date" in dict(found[n])]
    keep = None if rich else min(dated, key=lambda n: (min((abs(n - o) for o in others), default=0), n))
    for n in dated:
        if n != keep:
            del found[n]


def _add_neighbours(lines: tuple[Line, ...], found: dict[int, list[tuple[str, str]]], reach: int) -> None:
    """Lone folios and section names beside furniture, or a folio at the very edge of the page."""
    have = {role for parts in found.values() for role, _ in parts}
    anchors = sorted(
        n
        for n, parts in found.items()
        if {"date", "weekday", "section", "credits", "newspaper", "issue"} & {r for r, _ in parts}
    )
    near = {n + d for n in anchors for d in range(-reach, reach + 1) if 0 <= n + d < len(lines)}
    for n in sorted(near - set(found)):
        string = lines[n].string
        if "folio" not in have and LONE.fullmatch(string):
            found[n] = [("folio", string)]
            have.add("folio")
        elif "section" not in have and is_section(string):
            found[n] = [("section", string)]
            have.add("section")
    if "folio" not in have and lines:
        for n in (0, len(lines) - 1):
            edge = lines[n].gap if n else (lines[1].gap if len(lines) > 1 else 1)
            if LONE.fullmatch(lines[n].string) and edge and n not in found:
                found[n] = [("folio", lines[n].string)]
                break


def _add_lone_credits(lines: tuple[Line, ...], found: dict[int, list[tuple[str, str]]]) -> None:
    """Stacked words that repeat the section's name are its ornament: 养⏎老 beside 副刊·养老."""
    section = next((s for parts in found.values() for role, s in parts if role == "section"), "")
    for n, line in enumerate(lines):
        if n not in found and "stacked" in line.marks and len(line.string) > 1 and line.string in section:
            found[n] = [("ornament", line.string)]

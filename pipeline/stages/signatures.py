"""Signatures: who wrote a story and whence leave its body for fields of their own.

    本报讯（记者 甲 通讯员 乙）昨天…   →  dateline 本报讯, byline （记者 甲 通讯员 乙）
    【本報訊】記者丙某）昨天…          →  the same, though a bracket was lost
    【記者甲／臺北報導昨天…            →  byline 【記者甲／臺北報導
    新华社北京7月4日电 记者从…        →  dateline 新华社北京7月4日电
    …引领发展。 本报记者 丙           →  byline 本报记者 丙
    …举行。（丁 戊）                 →  byline （丁 戊）
    a last paragraph （半山居）        →  byline （半山居）
    a last paragraph 河东居民 己某      →  byline 河东居民 己某
    特此通告。江城区城市管理局6月12日    →  byline 江城区城市管理局6月12日: who gives notice
    …仍在处理中，（下转第3版）         →  jump 下转第3版

A name in brackets in mid-story is part of its sentence and stays.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline import jump_words
from pipeline.characters import CLOSERS, HAN, STOPS
from pipeline.lost import told
from pipeline.page import Author, Block, Dateline, Page, Role, Story
from pipeline.people import is_name, pen_name, people, people_with_offices, reader_in
from pipeline.registry import stage
from pipeline.words import words

_H = f"[{HAN}]"
_N = r"(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})"
_DAY = rf"(?:{_N}月)?{_N}日"
DATELINE = re.compile(
    rf"^(?P<whole>[【（(]?(?P<agency>本[报報](?:特)?[讯訊]|新华社|新華社|中新社|中新网|中央社|人民网|据新华社|本[报報])"
    rf"(?:(?<![讯訊])(?P<place>{_H}{{2,8}}?)(?={_DAY}|专?[电電]|消息|[讯訊（(】）)\s\u3000]|$))?"
    rf"(?P<date>{_DAY})?\s*(?P<wire>专?[电電]|消息|[讯訊])?[】）)]?)"
    rf"(?=[（(\s\u3000]|{_H}|$)"
)
PLACE_WIRE = re.compile(
    rf"^(?P<whole>[【（(]?(?P<place>{_H}{{2,4}}?)(?P<date>{_DAY})?(?:[电電訊]|航[讯訊]|通[讯訊]|專電|专电)[】）)]?)(?=[\s\u3000○（(]|{_H})"
)
_BRACKETED = re.compile(r"^\s*[（(【〔](?P<inside>[^（()）】〔〕]{2,40})[】〕）)]\s*")
_HALF_BRACKETED = re.compile(rf"^\s*(?P<inside>(?:本[报報])?[记記]者[{HAN} ]{{2,14}})[】〕）)]\s*")
_REPORTER_AT = re.compile(
    rf"^\s*[（(【〔]?(?:本[报報])?[记記]者\s*{_H}{{2,4}}\s*[／/]\s*{_H}{{2,4}}[报報][导導道]"
    r"\s*(?=\S)(?![^（(【〔】〕）)]{0,12}[】〕）)])"
)
_REPORTED = re.compile(rf"^\s*(?P<whole>本[报報][记記]者\s*[{HAN} ]{{2,20}}?(?:[报報][道导導]))[：:\s\u3000]*")
_WITHIN = re.compile(  # a slash that was read as a full stop is one: no sentence ends in a byline
    rf"^(?:中央社)?(?P<role>本[报報][记記]者|[记記]者|特[派約约][记記]?[者員员])\s*(?P<names>[{HAN}、 ]{{2,14}}?)\s*"
    rf"(?:[／/。]\s*(?P<place>{_H}{{2,4}}))?(?P<date>\d{{1,2}}日)?(?P<tail>[报報][导道導]|[电電]|專訪)$"
)
_TAIL = re.compile(f"^(?P<body>.*[{STOPS}][{re.escape(CLOSERS)}]*)\\s*(?P<sign>[^{STOPS}]{{2,40}})$", re.DOTALL)
_TAIL_BRACKET = re.compile(r"^(?P<body>.+?)\s*(?P<sign>[（(【][^（()）]{2,40}[）)】])\s*$", re.DOTALL)
_OFFICE = f"(?:{'|'.join(words('people')['offices'])})"
_ISSUED = re.compile(rf"^[{HAN} \u3000]{{2,50}}{_OFFICE}[ \u3000]*(?:[\d〇零一二三四五六七八九]{{4}}年)?{_N}月{_N}日$")
_OFFICES = re.compile(rf"^[{HAN} \u3000]{{4,50}}$")  # that sign with the one whose name ends in a date
_FROM_AGENCY = re.compile(r"^[（(](?:据|據|原载|原載|摘自|新华社|新華社|中新社|人民日报)[^）)]{0,12}[）)]$")
JUMP = re.compile(rf"^[（(【▶►]*\s*{jump_words.ANY}{jump_words.FOLIO}[）)】]*$")


@stage("signatures", needs={"stories"}, gives={"stories"})
def signatures(page: Page) -> Page:
    """Part datelines, bylines, signatures and jumps from the paragraphs, and read the authors."""
    return page.but(stories=tuple(signed(story) for story in page.stories))


def signed(story: Story) -> Story:
    blocks = list(story.blocks)
    paragraphs = [n for n, block in enumerate(blocks) if block.role is Role.PARAGRAPH]
    parts = {n: [blocks[n]] for n in range(len(blocks))}
    if paragraphs:
        first, last = paragraphs[0], paragraphs[-1]
        while first != last and (role := _all_of_it(blocks[last].string)):
            parts[last] = [blocks[last].as_(role)]
            paragraphs.pop()
            last = paragraphs[-1]
        issued = any(block.role is Role.BYLINE and _ISSUED.match(block.string.strip()) for block in blocks)
        parts[last] = closing(parts[last][0], issued=issued)
        parts[first] = [*opening(parts[first][0]), *parts[first][1:]]
    made = [part for n in range(len(blocks)) for part in parts[n] if len(part.text)]
    return with_authors(replace(story, blocks=tuple(made)))


def opening(block: Block) -> list[Block]:
    """The paragraph without what stands before its first word: dateline and byline, each a block of its own."""
    string = told(block.string)
    found: list[tuple[int, Role]] = []
    at = 0
    if match := jump_words.COMES.match(string):
        found.append((match.end(), Role.JUMP))
        at = match.end()
    rest = string[at:]
    bracket = _BRACKETED.match(rest)
    if bracket and (_WITHIN.match(bracket["inside"]) or people(bracket["inside"])):
        found.append((at + bracket.end(), Role.BYLINE))
    elif match := _REPORTER_AT.match(rest):
        found.append((at + match.end(), Role.BYLINE))
    elif match := DATELINE.match(rest):
        if match["agency"] not in ("本报", "本報") or match["wire"] or match["date"]:
            at += match.end("whole")
            found.append((at, Role.DATELINE))
            bracket = _BRACKETED.match(string[at:]) or _HALF_BRACKETED.match(string[at:])
            if bracket and people_with_offices(bracket["inside"]):
                found.append((at + bracket.end(), Role.BYLINE))
        elif match := _REPORTED.match(rest):
            found.append((at + match.end(), Role.BYLINE))
    elif bracket is None and (match := PLACE_WIRE.match(rest)) and len(rest) > match.end() + 6:
        found.append((at + match.end("whole"), Role.DATELINE))
    return _cut(block, found)


def closing(block: Block, *, issued: bool = False) -> list[Block]:
    """The paragraph and, behind it, the jump and the signature that end the story; `issued` tells that an office signs
    below it, and so does what stands behind its last sentence."""
    tail: list[Block] = []
    for _ in range(2):
        cut = _closing_cut(block, issued=issued)
        if cut is None:
            break
        at, role = cut
        tail.insert(0, block.with_text(block.text[at:]).as_(role))
        block = block.with_text(block.text[:at])
    return [block, *tail]


def with_authors(story: Story) -> Story:
    """The story with its authors read from its bylines, each person once, and its dateline from its block."""
    authors: dict[str, Author] = {}
    dateline: Dateline | None = None
    for block in story.having(Role.BYLINE):
        if _ISSUED.match(block.string.strip()):  # offices, not people
            continue
        signed_so = authors_in(told(block.string)) or [Author(name) for name in [pen_name(block.string)] if name]
        for author in signed_so:
            authors.setdefault(author.name, author)
    for block in story.having(Role.DATELINE):
        string = told(block.string)
        match = DATELINE.match(string) or PLACE_WIRE.match(string)
        if match and dateline is None:
            fields = match.groupdict()
            agency = fields.get("agency")
            dateline = Dateline(_agency(agency), fields.get("place") or None, fields.get("date") or None)
    return replace(story, authors=tuple(authors.values()), dateline=dateline)


def authors_in(string: str) -> list[Author]:
    """The authors that a byline names, in whichever form."""
    inner = string.strip(" \u3000（）()【】〔〕[]")
    if match := _WITHIN.match(inner):
        names = match["names"].replace("、", " ")
        tries = [names, names[:-2], names[:-3]] if match["date"] or not match["place"] else [names]
        found = (people(match["role"] + " " + name) for name in tries if all(is_name(n) for n in name.split()))
        return next((authors for authors in found if authors), people(match["role"] + " " + names) or [])
    return people(inner) or people_with_offices(inner)


def _all_of_it(string: str) -> Role | None:
    """What a last paragraph is that is nothing but a jump, a pen name, a reader or an office that signs."""
    if JUMP.match(string.strip()):
        return Role.JUMP
    if _ISSUED.match(string.strip()):
        return Role.BYLINE
    return Role.BYLINE if pen_name(string) or reader_in(re.sub(r"\s", "", string)) else None


def _closing_cut(block: Block, *, issued: bool) -> tuple[int, Role] | None:
    string = told(block.string)
    match = _TAIL_BRACKET.match(string)
    if match and JUMP.match(match["sign"]):  # a jump may break off a sentence
        return match.end("body"), Role.JUMP
    if match and match.end("body") and _ended(match["body"]):
        sign = match["sign"]
        if people_with_offices(sign.strip("（）()【】")) or _FROM_AGENCY.match(sign):
            return match.end("body"), Role.BYLINE
    if (match := _TAIL.match(string)) and not match["sign"].isspace():
        sign = match["sign"].strip()
        if JUMP.match(sign):
            return match.end("body"), Role.JUMP
        if _ISSUED.match(sign) or (issued and _OFFICES.match(sign)):
            return match.end("body"), Role.BYLINE
        if people(sign) and (match["sign"][0] in " \u3000" or any(a.role for a in people(sign) or [])):
            return match.end("body"), Role.BYLINE
    return None


def _ended(body: str) -> bool:
    return body.rstrip()[-1:] in STOPS + CLOSERS


def _cut(block: Block, found: list[tuple[int, Role]]) -> list[Block]:
    parts: list[Block] = []
    start = 0
    for end, role in found:
        parts.append(block.with_text(block.text[start:end]).as_(role))
        start = end
    return [*parts, block.with_text(block.text[start:])] if start < len(block.text) else parts


def _agency(agency: str | None) -> str | None:
    return None if agency is None else "本报" if agency[:2] in ("本报", "本報") else agency.removeprefix("据")

"""One script: characters of the other script that an engine reads on a page that is set in one.

    图書館“換書集市”, all about it in simplified characters  →  图书馆“换书集市”
    旧抄诗文集, all about it in traditional characters        →  舊抄詩文集
    皇后, 干戈 on a traditional page                          →  as they are: these are traditional characters, too
    內 and 產 on a traditional page, surely read as 内 and 産   →  內, 產

Type of a face that it knows from pages of the other script misleads a recogniser; it is then less sure of the
character than of others. A page in both scripts stays as it is, and so does what is surely read: 烟 was printed where
煙 is usual. Of some forms an engine is sure without reason, since it was taught two of them as one
(`words/forms.toml`): on a page of traditional characters these take the form that such type has.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.characters import is_han
from pipeline.page import Line, Page
from pipeline.registry import Settings, stage
from pipeline.words import words

if TYPE_CHECKING:
    from opencc import OpenCC

# Into each script: OpenCC's conversion, and the character set that has no character of the other one only.
SCRIPTS = {"Hans": ("t2s", "gb2312"), "Hant": ("s2t", "big5")}


class OneScript(Settings):
    fewest: int = 100  # characters of one script only, for a page to be told
    stray: float = 0.03  # share of those of the other script up to which the page is set in one
    doubtful: float = 0.99  # confidence below which a character can be misread
    telling: int = 3  # characters that tell whether a page is set in old forms
    old: float = 0.1  # share of them that are old, up to which it is not


@stage("one-script", needs={"lines"}, gives={"lines"})
def one_script(page: Page, settings: OneScript) -> Page:
    """Give doubtful characters of the other script their form in the page's own, and those of no traditional type."""
    sure = page.glyphs.confidence
    if sure is None:
        return page
    string = "".join(line.string for line in page.lines)
    found = {script: twins(string, script) for script in SCRIPTS}
    count = {script: sum(map(found[script].__contains__, string)) for script in SCRIPTS}
    own = min(count, key=lambda script: count[script])  # the script into which the fewest would change
    if sum(count.values()) < settings.fewest or count[own] > settings.stray * sum(count.values()):
        return page
    meant = found[own]
    alike = forms(string, settings) if own == "Hant" else {}

    def mend(line: Line) -> Line:
        changes = [
            (slice(n, n + 1), alike.get(char) or meant[char])
            for n, (char, origin) in enumerate(zip(line.string, line.text.origins.tolist(), strict=True))
            if origin >= 0 and (char in alike or (char in meant and sure[origin] < settings.doubtful))
        ]
        return line.with_text(line.text.replace_all(changes, "other script"))

    return page.map_lines(mend)


def forms(string: str, settings: OneScript) -> dict[str, str]:
    """The forms that an engine reads for others on a page of traditional characters, each with that of its type."""
    known = words("forms")
    old, new = (sum(map(string.count, known["tells"][which])) for which in ("old", "new"))
    modern = new >= settings.telling and old <= settings.old * (old + new)
    return {**known["other"], **(known["old"] if modern else {})}


def twins(string: str, script: str) -> dict[str, str]:
    """The characters of a string that are of the other script only, each with its form in `script`."""
    configuration, charset = SCRIPTS[script]
    before = sorted(filter(is_han, set(string)))
    after = _converter(configuration).convert("\n".join(before)).split("\n")  # by themselves: no words
    if len(after) != len(before):
        return {}
    return {old: new for old, new in zip(before, after, strict=True) if new != old and not _has(charset, old)}


def _has(charset: str, char: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _converter(configuration: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(configuration)

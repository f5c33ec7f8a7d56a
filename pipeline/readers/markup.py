"""Markup: what other programs wrote as XML or HTML, as trees of elements, read so that no file can do harm.

    <!DOCTYPE x [<!ENTITY a "&b;&b;">…]>   →  refused: a document that declares what its own words mean
    <!DOCTYPE html>                         →  passed over
    a page in a file of many                →  handed on when it closes, and forgotten

Nothing outside the file is ever fetched: expat follows no reference, and html.parser knows none. Both are of
the standard library; expat because it tells the line of each element and hands entity declarations to us before
anything grows, html.parser because most hOCR is HTML, which need not be XML. XML is decoded here, not by expat,
which has no GB18030.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from pipeline.errors import ReadError
from pipeline.readers.decoding import BOMS, Decoded, decode

MOST_ELEMENTS = 1_000_000  # of one page; one of ABBYY's with all its guesses at 15,000 characters has 400,000
MOST_DEPTH = 100  # elements in elements; tables in ABBYY's files are the deepest, with some 15
MOST_TAG = 16_384  # characters from a `<` to the next `>` of HTML
MOST_DECLARATIONS = 100  # comments, declarations and instructions of an HTML file
MOST_SHOWN = 60  # characters of a value in a message
PIECE = 1 << 16
ANEW = "it was cut off, so let the program that wrote it write it anew"
HEAD = 2048  # bytes within which a file says how it is encoded

_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_HTML_ENCODING = re.compile(rb"""<meta[^>]{0,200}?\bcharset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>|\s)*\s*<([A-Za-z_][\w.:-]*)", re.DOTALL)
_CUT_OFF = re.compile(r"<[A-Za-z/!?][^>]*")  # the last of HTML that ends within a tag
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_NO_TEXT = frozenset({"script", "style"})


class Element:
    """An element: its local name, attributes, line in the file (from 1), and what it holds, in order.

    An attribute or element of another namespace than the root's has the name `namespace name`.
    """

    __slots__ = ("attributes", "content", "line", "name", "parent")

    def __init__(self, name: str, attributes: dict[str, str], line: int, parent: Element | None) -> None:
        self.name, self.attributes, self.line, self.parent = name, attributes, line, parent
        self.content: list[Element | str] = []

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    def children(self, *names: str) -> Iterator[Element]:
        """The elements right in it, of these names or all."""
        return (each for each in self.content if isinstance(each, Element) and (not names or each.name in names))

    def first(self, name: str) -> Element | None:
        return next(self.children(name), None)

    def descendants(self) -> Iterator[Element]:
        """All elements in it, in the order of the document."""
        stack = list(self.children())[::-1]
        while stack:
            element = stack.pop()
            yield element
            stack += list(element.children())[::-1]

    def ancestors(self) -> Iterator[Element]:
        """What it stands in, from near to far."""
        parent = self.parent
        while parent is not None:
            yield parent
            parent = parent.parent

    @property
    def own_text(self) -> str:
        """The characters right in it."""
        return "".join([each for each in self.content if isinstance(each, str)])

    @property
    def text(self) -> str:
        """All characters in it and in what it holds."""
        parts: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            each = stack.pop()
            if isinstance(each, str):
                parts.append(each)
            else:
                stack += each.content[::-1]
        return "".join(parts)

    @property
    def where(self) -> str:
        """Its path and line, for messages: `alto/Layout/Page/…/String#s7 (line 41)`."""
        path = [each._named for each in [self, *self.ancestors()]][::-1]
        shown = path if len(path) <= 8 else [*path[:3], "…", *path[-4:]]
        return f"{'/'.join(shown)} (line {self.line})"

    @property
    def _named(self) -> str:
        own = next((self.attributes[key] for key in ("ID", "id") if self.attributes.get(key)), "")
        return f"{self.name.rpartition(' ')[2]}#{shortened(own)}" if own else self.name.rpartition(" ")[2]


class MarkupError(ReadError):
    """An element that cannot be read: where it stands, what is wrong with it, and what to do."""

    def __init__(self, element: Element, what: str) -> None:
        super().__init__(f"{element.where}: {what}")


class Root(NamedTuple):
    """The first element of a document."""

    name: str
    namespace: str


IsPage = Callable[[Element], bool]
Take = Callable[[Element], None]


def shortened(value: str) -> str:
    """A value of the file, fit for a message."""
    return value if len(value) <= MOST_SHOWN else value[:MOST_SHOWN] + "…"


def decoded(data: bytes, encoding: str | None = None) -> Decoded:
    """The characters of a file, in the encoding that it says it is in; `encoding` overrules that.

    Raises ReadError for what is no text, and for an encoding that does not exist.
    """
    head = data[:HEAD]
    if encoding is None and not any(data.startswith(mark) for mark, _ in BOMS):
        for start, name in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
            if data.startswith(start):
                encoding = name
        told = _XML_ENCODING.search(head) or _HTML_ENCODING.search(head)
        if encoding is None and told:
            encoding = told[1].decode("ascii")
            if encoding.lower().startswith(("utf-16", "utf-32", "ucs")):
                encoding = None  # it could not be read if it were
    found = decode(data, encoding)
    return Decoded(found.text.removeprefix("\ufeff"), found.encoding, found.flags)


def root_of(text: str) -> Root:
    """The name of the first element and its namespace ("" for none). Raises ReadError where there is none."""
    found: list[Root] = []
    parser = _parser()

    def start(name: str, _: dict[str, str]) -> None:
        if not found:
            found.append(Root(name.rpartition(" ")[2], name.rpartition(" ")[0]))

    parser.StartElementHandler = start
    for at in range(0, len(text), PIECE):
        _feed(parser, text[at : at + PIECE])
        if found:
            return found[0]
    raise ReadError("there is no element in it")


def first_name(text: str) -> str:
    """What the first tag of XML or HTML seems to be called, however broken the rest; "" if there is none."""
    match = _PROLOG.match(text[: 4 * HEAD])
    return match[1] if match else ""


def read_xml(text: str, is_page: IsPage, take: Take) -> Element:
    """Parse XML; each element that `is_page` is handed to `take` when it closes, and taken off the tree.

    Returns the root. Raises ReadError, with the line, for XML that is broken or that means harm.
    """
    parser = _parser()
    tree = _Tree(is_page, take)
    namespace = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal namespace
        if tree.root is None:
            namespace = name.rpartition(" ")[0]
        tree.start(name[len(namespace) + 1 :] if namespace and name.startswith(namespace + " ") else name, attributes)

    def line() -> int:
        return parser.CurrentLineNumber

    tree.line = line
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: tree.end()
    parser.CharacterDataHandler = tree.data
    for at in range(0, len(text), PIECE):
        _feed(parser, text[at : at + PIECE])
    _feed(parser, "", final=True)
    if tree.root is None:
        raise ReadError("there is no element in it")
    return tree.root


def read_html(text: str, is_page: IsPage, take: Take) -> None:
    """As `read_xml` for HTML, in which tags may stay open and names are in lower case.

    Pages before the place where the file was cut off are handed on; then ReadError is raised.
    """
    _check_html(text)
    parser = _Html(_Tree(is_page, take))
    parser.feed(text)
    parser.close()
    within = "page" if parser.tree.in_page else "tag" if _CUT_OFF.fullmatch(text, max(0, text.rfind("<"))) else ""
    if within:
        raise ReadError(f"line {text.count(chr(10)) + 1}: the file ends within a {within}; {ANEW}")
    parser.tree.close()


def _parser() -> expat.XMLParserType:
    """An expat parser that refuses whatever grows or leads out of the file."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def doctype(_: str, __: str | None, ___: str | None, subset: int) -> None:
        if subset:
            raise ReadError(
                f"line {parser.CurrentLineNumber}: it declares a document type of its own, as files do that mean "
                "harm; what a declaration would bring in is never followed. Take the part in [ ] out"
            )

    def entity(name: str, *_: object) -> NoReturn:
        raise ReadError(
            f"line {parser.CurrentLineNumber}: it refers to the entity {shortened(name)}, which is not in it; "
            "entities are never followed. Write the character itself"
        )

    parser.StartDoctypeDeclHandler = doctype
    parser.SkippedEntityHandler = entity
    parser.ExternalEntityRefHandler = entity
    return parser


def _feed(parser: expat.XMLParserType, piece: str, *, final: bool = False) -> None:
    try:
        parser.Parse(piece, final)
    except expat.ExpatError as reason:
        said = expat.ErrorString(reason.code)
        raise ReadError(
            f"line {reason.lineno}, column {reason.offset + 1}: this is broken XML ({said}); mend it, or let the "
            "program that wrote it write it anew"
        ) from reason
    except UnicodeEncodeError as reason:
        raise ReadError(
            f"line {parser.CurrentLineNumber} or below: half a character (U+{ord(reason.object[reason.start]):04X}) "
            "is no XML; let the program that wrote it write it anew"
        ) from reason


class _Tree:
    """Elements as they open and close."""

    def __init__(self, is_page: IsPage, take: Take) -> None:
        self.root: Element | None = None
        self.line: Callable[[], int] = lambda: 0
        self._is_page, self._take = is_page, take
        self._open: list[Element] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise ReadError(f"line {self.line()}: more than {MOST_ELEMENTS} elements are no newspaper page")
        if len(self._open) >= MOST_DEPTH:
            raise ReadError(f"line {self.line()}: elements in elements without an end (the limit is {MOST_DEPTH})")
        parent = self._open[-1] if self._open else None
        element = Element(name, attributes, self.line(), parent)
        if parent is not None:
            parent.content.append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)

    def data(self, text: str) -> None:
        if self._open:
            self._open[-1].content.append(text)

    def end(self) -> None:
        element = self._open.pop()
        if self._is_page(element):
            if element.parent is not None:
                element.parent.content.pop()
            self._count = 0
            self._take(element)

    def end_named(self, name: str) -> None:
        """Close the innermost open element of this name and what is open in it; nothing if there is none."""
        if any(each.name == name for each in self._open):
            while self._open:
                closed = self._open[-1].name
                self.end()
                if closed == name:
                    return

    @property
    def in_page(self) -> bool:
        """Whether a page is open."""
        return any(map(self._is_page, self._open))

    def close(self) -> None:
        while self._open:
            self.end()


class _Html(HTMLParser):
    """Feeds a tree."""

    def __init__(self, tree: _Tree) -> None:
        super().__init__(convert_charrefs=True)
        self.tree = tree
        tree.line = lambda: self.getpos()[0]
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in _NO_TEXT
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.tree.end()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        self.tree.end()

    def handle_endtag(self, tag: str) -> None:
        self._silent = False
        if tag not in _VOID:
            self.tree.end_named(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.tree.data(data)

    def handle_decl(self, decl: str) -> None:
        if "[" in decl:
            raise ReadError(
                f"line {self.getpos()[0]}: it declares a document type of its own, as files do that mean harm; "
                "take the part in [ ] out"
            )


def _check_html(text: str) -> None:
    """Refuse what html.parser would read again and again: tags and comments that are opened and never closed."""
    if text.count("<!") + text.count("<?") > MOST_DECLARATIONS:
        raise ReadError(f"more than {MOST_DECLARATIONS} comments and declarations are no hOCR; take them out")
    opened, closed = text.find("<"), -1
    while opened >= 0:
        if closed < opened:
            closed = text.find(">", opened)
        if closed < 0:
            closed = len(text)
        if closed - opened > MOST_TAG and not text.startswith("<!--", opened):
            line = text.count("\n", 0, opened) + 1
            raise ReadError(f"line {line}: a tag is opened and not closed within {MOST_TAG} characters; mend it")
        opened = text.find("<", opened + 1)

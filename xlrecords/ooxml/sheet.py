"""The XML of a sheet, cut at its rows and cells as text: parsing a big sheet as a tree costs ten times what changing it does."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, unescape

from lxml import etree

from ..book import letters
from ..edits import Scalar
from ..guard import RefusedError
from .parts import DECLARATION, MAIN, parse, tag
from .refs import area, column_number, corners, split

QUOTED = re.compile(r"<[^>]*=\s*'")
UNPLACED = re.compile(r'<(?:row|c)(?:[/>]|\s(?!r="))')
ROW = re.compile(r'<row r="(\d+)"([^>]*?)(/?)>')
CELL = re.compile(r'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
PLACE = re.compile(r'(<c r="[A-Z]+)\d+')
STYLE = re.compile(r' s="(\d+)"')
TYPE = re.compile(r' t="(\w+)"')
FORMULA = re.compile(r"<f\b([^>]*?)(?:/>|>([^<]*)</f>)")
CACHED = re.compile(r"<v>[^<]*</v>|<v/>|<is>.*?</is>", re.DOTALL)
SPANS = re.compile(r' spans="\d+:\d+"')
HEIGHT = re.compile(r'\s(?:ht|customHeight)="[^"]*"')
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def normal(text: str) -> str:
    """A sheet's XML in the form that is cut as text; most programs write it so, and then it is not touched."""
    head = text.find("?>") + 2 if text.startswith("<?xml") else 0
    if _is_plain(text, head) and re.match(r"\s*<worksheet[\s>]", text[head : head + 200]):
        return text
    root = parse(text)
    if root.tag != tag("worksheet"):
        raise RefusedError("file-damaged", part="worksheet")
    _place(root)
    plain = etree.tostring(root, encoding="unicode")
    if root.prefix:
        plain = re.sub(rf"(</?){re.escape(root.prefix)}:", r"\1", plain)
        plain = plain.replace(f'xmlns:{root.prefix}="{MAIN}"', f'xmlns="{MAIN}"', 1)
    return DECLARATION + plain


def _is_plain(text: str, head: int) -> bool:
    """Whether rows and cells begin with their place, and nothing hides them: no comments, no quotes of the other kind.

    A sign that is rare is looked for before what it belongs to: that is many times as fast.
    """
    return (
        UNPLACED.search(text) is None
        and not any(text.find(odd[1], head) >= 0 and text.find(odd, head) >= 0 for odd in ("<!", "<?"))
        and not ("'" in text and "='" in text and QUOTED.search(text))
    )


def _place(root: etree._Element) -> None:
    """Give every row and cell its place as the first attribute, and take comments out."""
    for odd in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        parent = odd.getparent()
        if parent is not None:
            etree.strip_elements(parent, odd.tag, with_tail=False)
    data = root.find(tag("sheetData"))
    number = 0
    for row in data if data is not None else ():
        number = int(row.get("r", number + 1))
        _first(row, "r", str(number))
        column = 0
        for cell in row:
            column = column_number(cell.get("r", "").rstrip("0123456789")) or column + 1
            _first(cell, "r", f"{letters(column)}{number}")


def _first(element: etree._Element, name: str, value: str) -> None:
    rest = {key: item for key, item in element.attrib.items() if key != name}
    element.attrib.clear()
    element.set(name, value)
    element.attrib.update(rest)


def plain_text(value: str) -> str:
    """A text without what no XML may hold, which becomes a blank."""
    return value if value.isprintable() else FORBIDDEN.sub(" ", value)


def xml_text(value: str) -> str:
    """A text for the content of an element: escaped for XML and for Excel; what no XML may hold becomes a blank."""
    if "_x" in value:
        value = ESCAPED.sub("_x005F_", value)
    return escape(plain_text(value))


def inline(value: str) -> str:
    """Inner XML of a cell that holds a text in place."""
    return f'<is><t xml:space="preserve">{xml_text(value)}</t></is>'


EPOCH, EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)


MARCH_1900 = 61
"""1 March 1900: Excel counts a 29 February before it, and knows no days before 1900; such days are written as text."""


def serial(value: dt.date | dt.time, date1904: bool = False) -> int | float:
    """A day or a time as the number that a cell holds."""
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86400
    epoch = EPOCH_1904 if date1904 else EPOCH
    if not isinstance(value, dt.datetime):
        return value.toordinal() - epoch.toordinal()
    days = (value.replace(tzinfo=None) - epoch) / dt.timedelta(days=1)
    return int(days) if days.is_integer() else days


def encoded(value: Scalar, date1904: bool = False) -> tuple[str, str]:
    """Type and inner XML of a cell that holds a value."""
    if value is None:
        return "", ""
    if isinstance(value, str):
        return "inlineStr", inline(value)
    if isinstance(value, bool):
        return "b", f"<v>{int(value)}</v>"
    if isinstance(value, dt.date) and serial(value, date1904) < (0 if date1904 else MARCH_1900):
        return encoded(f"{value:%d.%m.}{value.year}")
    if isinstance(value, dt.date | dt.time):
        value = serial(value, date1904)
    # Numbers of other libraries are floats that call themselves otherwise.
    return "", f"<v>{float(value) if isinstance(value, float) else value!r}</v>"


@dataclass(slots=True)
class Cell:
    """A cell as text: letters of its column, attributes but for the place, inner XML."""

    column: str
    attributes: str = ""
    inner: str = ""

    @property
    def style(self) -> int:
        """Number of its style."""
        found = STYLE.search(self.attributes)
        return int(found[1]) if found else 0

    @style.setter
    def style(self, style: int) -> None:
        self.attributes = STYLE.sub("", self.attributes)
        if style:
            self.attributes = f' s="{style}"{self.attributes}'

    @property
    def kind(self) -> str:
        """Type of its value: s, inlineStr, str, b, e, or empty for a number."""
        found = TYPE.search(self.attributes)
        return found[1] if found else ""

    def fill(self, kind: str, inner: str) -> None:
        """Put another content into the cell; its style stays, and what belonged to the old content goes."""
        style = STYLE.search(self.attributes)
        self.attributes = (style[0] if style else "") + (f' t="{kind}"' if kind else "")
        self.inner = inner

    @property
    def formula(self) -> str | None:
        """Its formula as text; empty for one that shares another's; None if it has none."""
        found = FORMULA.search(self.inner) if "<f" in self.inner else None
        return None if found is None else unescape(found[2] or "", {"&quot;": '"', "&apos;": "'"})

    def forget(self) -> bool:
        """Drop the value that was calculated for its formula; whether there was one."""
        kept = CACHED.sub("", self.inner)
        if kept == self.inner:
            return False
        self.inner = kept
        self.attributes = TYPE.sub("", self.attributes)
        return True

    def text(self, row: int | str) -> str:
        """XML of the cell in a row."""
        opening = f'<c r="{self.column}{row}"{self.attributes}'
        return f"{opening}>{self.inner}</c>" if self.inner else f"{opening}/>"


@dataclass(slots=True)
class Row:
    """A row as text: number, attributes but for the number, and its cells, which are taken apart only when one is asked for."""

    number: int
    attributes: str = ""
    inner: str = ""
    _cells: list[Cell | str] | None = None

    def _split(self) -> list[Cell | str]:
        """Cells as they are known: taken apart, or still text behind «<c r=""."""
        if self._cells is None:
            self._cells = list(self.inner.split('<c r="')[1:])
        return self._cells

    @property
    def cells(self) -> list[Cell]:
        """Cells from left to right."""
        return [self._take(index) for index in range(len(self._split()))]

    def _take(self, index: int) -> Cell:
        known = self._split()
        item = known[index]
        if isinstance(item, str):
            found = CELL.match('<c r="' + item)
            if found is None:
                raise RefusedError("file-damaged", part="worksheet")
            item = known[index] = Cell(found[1], found[2], found[3] or "")
        return item

    def find(self, column: str) -> Cell | None:
        """The cell of a column, if it is there."""
        start = f'{column}{self.number}"'
        for index, item in enumerate(self._split()):
            if item.startswith(start) if isinstance(item, str) else item.column == column:
                return self._take(index)
        return None

    def add(self, cell: Cell) -> None:
        """Put a cell at its place."""
        column = column_number(cell.column)
        place = next((index for index, other in enumerate(self.cells) if column_number(other.column) > column), len(self._split()))
        self._split().insert(place, cell)

    def drop(self, column: str) -> None:
        """Remove the cell of a column; what the row says of its extent goes too."""
        self.attributes = SPANS.sub("", self.attributes)
        self._cells = [cell for cell in self.cells if cell.column != column]

    @property
    def has_formulas(self) -> bool:
        """Whether any cell may hold a formula."""
        if self._cells is None:
            return "<f" in self.inner
        return any("<f" in (item if isinstance(item, str) else item.inner) for item in self._cells)

    def text(self, number: int | None = None) -> str:
        """XML of the row, here or elsewhere."""
        number = number or self.number
        if self._cells is not None:
            texts = ['<c r="' + item if isinstance(item, str) else item.text(self.number) for item in self._cells]
            inner = "".join(texts)
            if number != self.number:
                inner = PLACE.sub(rf"\g<1>{number}", inner)
        elif number != self.number:
            inner = PLACE.sub(rf"\g<1>{number}", self.inner)
        else:
            inner = self.inner
        opening = f'<row r="{number}"{self.attributes}'
        return f"{opening}>{inner}</row>" if inner else f"{opening}/>"


@dataclass(slots=True)
class Sheet:
    """A sheet's XML in three pieces: what stands before the rows, the rows, what follows them.

    `head` ends before «<sheetData», `tail` begins behind «</sheetData>»; `opening` is the tag between head and rows. `touched` says
    whether anything was asked for in order to change it.
    """

    head: str
    opening: str
    rows: list[Row]
    tail: str
    touched: bool = False
    _at: dict[int, Row] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Sheet:
        """Cut the XML of a sheet.

        Raises:
            RefusedError: It is no worksheet.
        """
        text = normal(text)
        start = text.find("<sheetData")
        if start < 0:
            raise RefusedError("file-damaged", part="worksheet")
        open_end = text.index(">", start) + 1
        if text[open_end - 2] == "/":
            return cls(text[:start], text[start : open_end - 2] + ">", [], text[open_end:])
        close = text.rfind("</sheetData>")
        try:
            rows = list(_rows(text, open_end, close))
        except ValueError as error:
            raise RefusedError("file-damaged", part="worksheet") from error
        if close < 0:
            raise RefusedError("file-damaged", part="worksheet")
        tail = text[close + len("</sheetData>") :]
        return cls(text[:start], text[start:open_end], rows, tail, _at={row.number: row for row in rows})

    def text(self) -> str:
        """XML of the sheet."""
        rows = "".join(row.text() for row in self.rows)
        return f"{self.head}{self.opening}{rows}</sheetData>{self.tail}"

    def row(self, number: int) -> Row:
        """The row of that number, made at its place if there is none."""
        row = self._at.get(number)
        if row is None:
            row = self._at[number] = Row(number, _cells=[])
            place = next((index for index, other in enumerate(self.rows) if other.number > number), len(self.rows))
            self.rows.insert(place, row)
        return row

    def has_height(self, number: int) -> bool:
        """Whether a row has a height of its own."""
        row = self._at.get(number)
        return row is not None and HEIGHT.search(row.attributes) is not None

    def set_height(self, number: int, points: float) -> None:
        """Give a row a height."""
        self.touched = True
        row = self.row(number)
        row.attributes = f'{HEIGHT.sub("", row.attributes)} ht="{points:g}" customHeight="1"'

    def find(self, address: str) -> Cell | None:
        """The cell at an address, None if the sheet has none there."""
        number, _ = split(address)
        name = address.rstrip("0123456789").replace("$", "").upper()
        row = self._at.get(number)
        return row.find(name) if row else None

    def cell(self, address: str) -> Cell:
        """The cell at an address, made at its place, with the look of its row or column, if there is none."""
        self.touched = True
        found = self.find(address)
        if found is not None:
            return found
        number, column = split(address)
        row = self.row(number)
        row.attributes = SPANS.sub("", row.attributes)
        cell = Cell(letters(column))
        cell.style = self._look(row, column)
        row.add(cell)
        self._widen(number, column)
        return cell

    def _look(self, row: Row, column: int) -> int:
        """Style that an absent cell has: that of its row, or of its column."""
        own = STYLE.search(row.attributes)
        if own and 'customFormat="1"' in row.attributes:
            return int(own[1])
        for found in re.finditer(r"<col\b[^>]*>", self.head):
            least, most = re.search(r'\bmin="(\d+)"', found[0]), re.search(r'\bmax="(\d+)"', found[0])
            style = re.search(r'\bstyle="(\d+)"', found[0])
            if style and least and most and int(least[1]) <= column <= int(most[1]):
                return int(style[1])
        return 0

    def _widen(self, row: int, column: int) -> None:
        """Keep what the sheet says of its extent true."""
        found = re.search(r'<dimension ref="([^"]*)"', self.head)
        if found is None:
            return
        try:
            top, left, bottom, right = corners(found[1])
        except ValueError:
            return
        wider = area(min(top, row), min(left, column), max(bottom, row), max(right, column))
        self.head = f"{self.head[: found.start(1)]}{wider}{self.head[found.end(1) :]}"

    def styled(self, styles: Collection[int]) -> Iterator[tuple[str, int]]:
        """Cells that have one of some styles, and its number."""
        if not styles:
            return
        sought = re.compile(rf' s="(?:{"|".join(map(str, styles))})"')
        for row in self.rows:
            if sought.search(row.text()):
                yield from ((f"{cell.column}{row.number}", cell.style) for cell in row.cells if cell.style in styles)

    def frame(self) -> etree._Element:
        """What stands around the rows, as a tree with an empty `sheetData`."""
        return parse(f"{self.head}<sheetData/>{self.tail}")

    def set_frame(self, root: etree._Element) -> None:
        """Put a changed frame back."""
        self.touched = True
        text = DECLARATION + etree.tostring(root, encoding="unicode")
        self.head, _, self.tail = text.partition("<sheetData/>")


def _rows(text: str, start: int, end: int) -> Iterator[Row]:
    """Rows between two places of the text."""
    place = start
    while found := ROW.search(text, place, end):
        if found[3]:
            place = found.end()
            yield Row(int(found[1]), found[2])
        else:
            close = text.index("</row>", found.end())
            place = close + len("</row>")
            yield Row(int(found[1]), found[2], text[found.end() : close])

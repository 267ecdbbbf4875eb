"""What of a sheet nobody sees: hidden rows and columns, and cells whose look hides their value (п. 7.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from ..book import Trouble, letters
from ..ooxml.parts import Element, parse
from ..ooxml.refs import column_number
from ..ooxml.sheet import STYLE, Cell, Row, Sheet

ROWS, COLUMNS, INVISIBLE = "archive-rows-hidden", "archive-columns-hidden", "archive-cells-invisible"
_YES: Final = ("1", "true")
_ATTRIBUTE: Final = re.compile(r'([\w:]+)="([^"]*)"')
_COLUMN: Final = re.compile(r"<col\s[^>]*>")
_DEFAULT: Final = re.compile(r"<sheetFormatPr\b[^>]*>")
_VALUE: Final = re.compile(r"<[vt]\b[^>/]*>[^<]|<f\b")
_FILTERED: Final = "filterColumn"
LAST_COLUMN: Final = 16_384


def hidden(name: str, sheet: Sheet, filtered: bool = False) -> Iterator[Trouble]:
    """Hidden rows and columns in which something stands: one finding of each kind, at the first such cell.

    Args:
        name: Name of the sheet.
        sheet: Its XML.
        filtered: Whether a table of the sheet has a filter on; one of the sheet itself is seen here.
    """
    default = _attributes(found[0]) if (found := _DEFAULT.search(sheet.head)) else {}
    rows = [row for row in sheet.rows if _VALUE.search(row.inner) and _is_hidden(row, default.get("zeroHeight") in _YES)]
    if rows:
        filtered = filtered or _FILTERED in sheet.tail
        said = _said([row.number for row in rows], "строка {} скрыта", "строки {} скрыты")
        facts = {"what": f"{said} фильтром" if filtered else said}
        yield Trouble(ROWS, name, next(_addresses(rows[0], range(1, LAST_COLUMN + 1))), facts)
    columns = _hidden_columns(sheet.head, _zero(default.get("defaultColWidth")))
    if columns:
        filled = [(row.number, column) for row in sheet.rows for column in _columns(row, columns)]
        if filled:
            row, column = filled[0]
            found_columns = sorted({column for _, column in filled})
            yield Trouble(
                COLUMNS, name, f"{letters(column)}{row}", {"what": _said(found_columns, "столбец {} скрыт", "столбцы {} скрыты", letters)}
            )


def _said(numbers: Sequence[int], one: str, several: str, write: Callable[[int], str] = str) -> str:
    return (one if len(numbers) == 1 else several).format(ranges(numbers, write))


def has_value(cell: Cell) -> bool:
    """Whether a cell has a value or a formula."""
    return _VALUE.search(cell.inner) is not None


def ranges(numbers: Iterable[int], write: Callable[[int], str] = str) -> str:
    """Numbers in order as ranges: «3–5, 9»; `write` writes one of them."""
    ordered = sorted(set(numbers))
    firsts = [number for before, number in pairwise([-1, *ordered]) if number != before + 1]
    lasts = [number for number, after in pairwise([*ordered, -1]) if after != number + 1]
    spans = [(write(first), write(last)) for first, last in zip(firsts, lasts, strict=True)]
    return ", ".join(first if first == last else f"{first}–{last}" for first, last in spans)


def _attributes(opening: str) -> dict[str, str]:
    return dict(_ATTRIBUTE.findall(opening))


def _zero(text: str | None) -> bool:
    """Whether a width or a height, in characters or points, is nothing, or too little for anything to be seen."""
    return text is not None and re.fullmatch(r"0+(?:\.\d*)?", text) is not None


def _is_hidden(row: Row, by_default: bool) -> bool:
    attributes = _attributes(row.attributes)
    if "hidden" in attributes or "ht" in attributes:
        return attributes.get("hidden") in _YES or _zero(attributes.get("ht"))
    return by_default


def _hidden_columns(head: str, by_default: bool) -> frozenset[int]:
    """Columns that are hidden; those that the head does not name are if the default width is none."""
    found: set[int] = set(range(1, LAST_COLUMN + 1)) if by_default else set()
    for opening in _COLUMN.findall(head):
        attributes = _attributes(opening)
        first, last = (int(attributes[name]) if attributes.get(name, "").isdigit() else 0 for name in ("min", "max"))
        span = range(max(first, 1), min(last, LAST_COLUMN) + 1)
        if attributes.get("hidden") in _YES or _zero(attributes.get("width")):
            found.update(span)
        else:
            found.difference_update(span)
    return frozenset(found)


def _columns(row: Row, wanted: Collection[int]) -> Iterator[int]:
    """Those of some columns in which a row has something."""
    for cell in row.cells:
        if (number := column_number(cell.column)) in wanted and has_value(cell):
            yield number


def _addresses(row: Row, wanted: Collection[int]) -> Iterator[str]:
    return (f"{letters(column)}{row.number}" for column in _columns(row, wanted))


# Looks

_LITERAL: Final = re.compile(r'""|\[[^\]<>=]*\]|[\\_*].|\s')
_CONDITION: Final = re.compile(r"\[[<>=]")
_QUOTED: Final = re.compile(r'"[^"]*"')


class Looks:
    """Styles of a workbook that show nothing of a value: of a number, of a text."""

    def __init__(self, text: str) -> None:
        """Read the part of the styles; an empty text has none."""
        self.numbers: dict[int, str] = {}
        self.texts: dict[int, str] = {}
        if not text:
            return
        root = parse(text)
        codes = {item.get("numFmtId", ""): item.get("formatCode", "") for item in root.iterfind("{*}numFmts/{*}numFmt")}
        fonts = [_colour(item.find("{*}color"), "чёрный") for item in root.iterfind("{*}fonts/{*}font")]
        fills = [_fill(item) for item in root.iterfind("{*}fills/{*}fill")]
        for number, xf in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
            no_number, no_text = hides(codes.get(xf.get("numFmtId", ""), ""))
            font, fill = (_at(items, xf.get(name, "0")) for items, name in ((fonts, "fontId"), (fills, "fillId")))
            same = "цвет текста совпадает с цветом клетки" if font is not None and font == fill else ""
            for blank, known in ((no_number, self.numbers), (no_text, self.texts)):
                if why := "формат не показывает значение" if blank else same:
                    known[number] = why
        styles = "|".join(map(str, sorted({*self.numbers, *self.texts})))
        self._sought = re.compile(rf' s="(?:{styles})"') if styles else None

    _sought: re.Pattern[str] | None = None

    def __bool__(self) -> bool:
        return self._sought is not None

    def found(self, name: str, sheet: Sheet) -> Iterator[Trouble]:
        """Cells of a sheet whose value is not seen: one finding at the first of them."""
        if self._sought is None:
            return
        unseen = [
            (f"{cell.column}{row.number}", why)
            for row in sheet.rows
            if self._sought.search(row.inner)
            for cell in row.cells
            if (why := self._why(cell))
        ]
        if unseen:
            yield Trouble(INVISIBLE, name, unseen[0][0], {"count": len(unseen), "why": unseen[0][1]})

    def _why(self, cell: Cell) -> str:
        style = STYLE.search(cell.attributes)
        if style is None or not has_value(cell):
            return ""
        known: Mapping[int, str] = self.texts if cell.kind in ("s", "str", "inlineStr") else self.numbers
        return known.get(int(style[1]), "")


def hides(code: str) -> tuple[bool, bool]:
    """Whether a number format shows nothing of any number but zero, and nothing of a text: «;;;» both, «;;» and «""» numbers only."""
    plain = _QUOTED.sub(lambda text: '""' if not text[0].strip('" ') else "x", code)
    if _CONDITION.search(plain) or not plain:
        return False, False
    if ";" not in plain:
        return not _LITERAL.sub("", plain), False
    sections = [_LITERAL.sub("", section) for section in plain.split(";")]
    return not any(sections[:2]), len(sections) > 3 and not sections[3]


def _at(items: list[str | None], number: str) -> str | None:
    return items[int(number)] if number.isdigit() and int(number) < len(items) else None


def _fill(fill: Element) -> str | None:
    """Colour behind a cell; None: a pattern or a gradient."""
    inner = fill.find("{*}patternFill")
    kind = inner.get("patternType", "none") if inner is not None else "" if len(fill) else "none"
    if kind == "none":
        return "белый"
    return _colour(inner.find("{*}fgColor"), "белый") if kind == "solid" and inner is not None else None


def _colour(colour: Element | None, automatic: str) -> str | None:
    """A colour by which it is compared; the many ways to write white and black are one."""
    if colour is None or colour.get("auto") in _YES:
        return automatic
    tint = colour.get("tint", "0")
    if "rgb" in colour.attrib:
        rgb = colour.get("rgb", "")[-6:].upper()
        return {"FFFFFF": "белый", "000000": "чёрный"}.get(rgb, rgb)
    if "theme" in colour.attrib:
        theme = colour.get("theme", "")
        plain = {"0": "белый", "1": "чёрный"}.get(theme) if float(tint) == 0 else None
        return plain or f"тема {theme} {tint}"
    number = colour.get("indexed", "")
    return {"0": "чёрный", "8": "чёрный", "64": "чёрный", "1": "белый", "9": "белый", "65": "белый"}.get(number, f"номер {number}")

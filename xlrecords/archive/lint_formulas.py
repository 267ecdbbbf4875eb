"""What is wrong with the values that formulas left in a sheet: errors, none at all, values of a day, values of other books (п. 7.1)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import unescape

from ..book import Trouble
from ..guard import RefusedError
from ..ooxml.aimed import QUOTES
from ..ooxml.sheet import CELL, FORMULA, Cell, Row, Sheet

ERROR, MISSING, VOLATILE, OUTSIDE = "archive-formula-error", "archive-value-missing", "archive-value-volatile", "archive-link-outside"
MOST: Final = 20
"""So many findings of one kind a sheet gets; the last says how many more there are."""
RUSSIAN_ERRORS: Final = {
    "#DIV/0!": "#ДЕЛ/0!", "#N/A": "#Н/Д", "#NAME?": "#ИМЯ?", "#NULL!": "#ПУСТО!", "#NUM!": "#ЧИСЛО!", "#REF!": "#ССЫЛКА!", "#VALUE!": "#ЗНАЧ!",
    "#SPILL!": "#ПЕРЕНОС!", "#CALC!": "#ВЫЧИСЛ!",
}  # fmt: skip
"""What Excel shows in Russian for the errors that stand in files."""
RUSSIAN_NAMES: Final = {
    "TODAY": "СЕГОДНЯ", "NOW": "ТДАТА", "RAND": "СЛЧИС", "RANDBETWEEN": "СЛУЧМЕЖДУ", "RANDARRAY": "СЛМАССИВ", "OFFSET": "СМЕЩ",
    "INDIRECT": "ДВССЫЛ", "CELL": "ЯЧЕЙКА", "INFO": "ИНФОРМ",
}  # fmt: skip
"""Functions that are computed anew whenever a book is opened, by the names that files have; Excel in Russian shows the others."""
FLEETING: Final = frozenset({"TODAY", "NOW", "RAND", "RANDBETWEEN", "RANDARRAY", "CELL", "INFO"})
"""Those of them whose value differs from day to day, from time to time or from machine to machine though no cell was changed."""
_CALL: Final = re.compile(rf"(?<!\w)({'|'.join(sorted(RUSSIAN_NAMES, key=len, reverse=True))})\(", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(?<![\w\]])\[(\d+)\]")
_PATH: Final = re.compile(r"\[[^\]\[]+\.(?:xls\w?|ods|csv)\]", re.IGNORECASE)
_DDE: Final = re.compile(r"(?<!\w)\w+\|'?[^'!|]*'?!")
BY_PATH, DDE = -1, -2
"""Stand for numbers of links where a formula names another book, or a program, itself."""
_FAR: Final = re.compile(r"(?<!\w)(?:WEBSERVICE|RTD|CUBE[A-Z]+)\(", re.IGNORECASE)
_HYPERLINK: Final = re.compile(r"(?<!\w)HYPERLINK\(\s*\"\s*(?!#)", re.IGNORECASE)
_NOTABLE: Final = ("[", "|", "CUBE", *(f"{name}(" for name in (*RUSSIAN_NAMES, "HYPERLINK", "WEBSERVICE", "RTD")))
"""What the formulas of a sheet have, in capital letters, if any of them matters; most sheets have none of it."""
_STRING: Final = re.compile(r'"(?:[^"]|"")*"')
_WORD: Final = re.compile(r"[^\W\d][\w.]*")
_RICH: Final = re.compile(r'\svm="')
PICTURE: Final = "в клетку вставлена картинка: в копии её не будет, поместите её поверх клеток"
_KEPT: Final = re.compile(r"<v\b[^>/]*>([^<]*)</v>")
_GROUP: Final = re.compile(r'\bsi="(\d+)"')


@dataclass(frozen=True)
class Names:
    """What defined names stand for, by their names in lower case.

    Attributes:
        volatile: Functions of those that are computed anew whenever the book is opened.
        outside: Numbers of the links of those that point to other books.
    """

    volatile: Mapping[str, frozenset[str]] = field(default_factory=dict)
    outside: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, formulas: Mapping[str, str]) -> Names:
        """What the formulas of names, by name, say."""
        volatile = {name.lower(): called(text) for name, text in formulas.items() if called(text)}
        outside = {name.lower(): links(text) for name, text in formulas.items() if links(text)}
        return cls(volatile, outside)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What matters of a formula: functions that are computed anew, numbers of links to other books (0: a service), whether it is a link."""

    volatile: frozenset[str] = frozenset()
    outside: frozenset[int] = frozenset()
    hyperlink: bool = False


@dataclass
class Formulas:
    """What the formulas of a sheet turned out to be.

    Attributes:
        name: Name of the sheet.
        errors: Cells with errors, and the errors, as people know them.
        missing: Cells of formulas without a kept value.
        volatile: Cells whose formulas are computed anew whenever the book is opened, and the functions.
        outside: Cells whose formulas read other books, and the numbers of the links; 0: a service.
        hyperlinks: Cells whose formulas are links to addresses.
        some: Whether there is any formula.
    """

    name: str
    errors: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    volatile: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    outside: list[tuple[str, frozenset[int]]] = field(default_factory=list)
    hyperlinks: list[str] = field(default_factory=list)
    some: bool = False

    def troubles(self, targets: Mapping[int, str]) -> Iterator[Trouble]:
        """Findings, the kinds one after the other.

        Args:
            targets: What the links to other books lead to, by their numbers.
        """
        yield from capped(Trouble(ERROR, self.name, cell, {"error": error}) for cell, error in self.errors)
        if self.missing:
            yield Trouble(MISSING, self.name, self.missing[0], {"count": len(self.missing)})
        if self.volatile:
            functions = {name for _, names in self.volatile for name in names}
            shown = ", ".join(russian for name, russian in RUSSIAN_NAMES.items() if name in functions)
            yield Trouble(VOLATILE, self.name, self.volatile[0][0], {"count": len(self.volatile), "functions": shown})
        yield from capped(
            Trouble(OUTSIDE, self.name, cell, {"target": ", ".join(_target(number, targets) for number in sorted(numbers))})
            for cell, numbers in self.outside
        )


def _target(number: int, targets: Mapping[int, str]) -> str:
    return targets.get(number, "DDE" if number == DDE else "книга неизвестна")


def capped(troubles: Iterator[Trouble]) -> Iterator[Trouble]:
    """Findings of one kind on one sheet, at most `MOST`: the last has the fact `more`, which counts the rest."""
    found = list(troubles)
    for place, trouble in enumerate(found[:MOST], 1):
        rest = len(found) - MOST if place == MOST else 0
        more = f"; таких клеток на листе ещё {rest}" if rest > 0 else ""
        yield Trouble(trouble.rule, trouble.sheet, trouble.cell, {**trouble.facts, "more": more})


def read_formulas(name: str, sheet: Sheet, names: Names) -> Formulas:
    """Look at all formulas and errors of a sheet.

    Args:
        name: Name of the sheet.
        sheet: Its XML.
        names: What the defined names of the workbook stand for.
    """
    found = Formulas(name)
    formulas: list[tuple[str, re.Match[str]]] = []
    shared: dict[str, Meaning] = defaultdict(Meaning)
    for row in sheet.rows:
        if "e" in row.inner:
            found.errors += [(at, _error(cell)) for at, cell in _cells_with('t="e"', row) if cell.kind == "e"]
        for at, cell in _cells_with("<f", row):
            formula = FORMULA.search(cell.inner)
            if formula is None:
                continue
            formulas.append((at, formula))
            if is_missing(cell):
                found.missing.append(at)
    found.some = bool(formulas)
    if not (names.volatile or names.outside or _is_notable("\n".join(formula[2] or "" for _, formula in formulas))):
        return found
    for at, formula in formulas:
        meaning = meaning_of(_unescaped(formula[2] or ""), names)
        if group := _GROUP.search(formula[1]):
            meaning = shared[group[1]] = meaning if formula[2] else shared[group[1]]
        if meaning.volatile:
            found.volatile.append((at, meaning.volatile))
        if meaning.outside:
            found.outside.append((at, meaning.outside))
        if meaning.hyperlink:
            found.hyperlinks.append(at)
    return found


def _cells_with(sign: str, row: Row) -> Iterator[tuple[str, Cell]]:
    """Cells of a row that have a sign, and their places; the others are not taken apart, for they are most of a journal."""
    text, place = row.inner, -1
    while (place := text.find(sign, place + 1)) >= 0:
        cell = CELL.match(text, max(text.rfind('<c r="', 0, place), 0))
        if cell is None:
            raise RefusedError("file-damaged", part="worksheet")
        yield f"{cell[1]}{row.number}", Cell(cell[1], cell[2], cell[3] or "")
        place = max(place, cell.end() - 1)


def _error(cell: Cell) -> str:
    """An error as Excel shows it in Russian; of a picture that is the value of a cell what it is, for people see the picture."""
    text = kept(cell) or "#VALUE!"
    words = RUSSIAN_ERRORS.get(text, text)
    return f"{words} ({PICTURE})" if _RICH.search(cell.attributes) and "<f" not in cell.inner else words


def _unescaped(text: str) -> str:
    return unescape(text, QUOTES) if "&" in text else text


def kept(cell: Cell) -> str:
    """Value that was kept for a cell, as text; empty for none."""
    found = _KEPT.search(cell.inner)
    return _unescaped(found[1]).strip() if found else ""


def is_missing(cell: Cell) -> bool:
    """Whether a formula was never computed. An empty text is a value: a program that computed it marks the cell as a text."""
    return not kept(cell) and not (cell.kind == "str" and "<v" in cell.inner)


def meaning_of(formula: str, names: Names) -> Meaning:
    """What matters of a formula (without «=»)."""
    if not any(sign in formula for sign in "([|") and not (names.volatile or names.outside):
        return Meaning()
    words = {word.lower() for word in _WORD.findall(_STRING.sub("", formula))} if names.volatile or names.outside else set()
    volatile = called(formula).union(*(names.volatile[word] for word in words if word in names.volatile))
    outside = links(formula).union(*(names.outside[word] for word in words if word in names.outside))
    return Meaning(volatile, outside, _HYPERLINK.search(formula) is not None)


def _is_notable(formulas: str) -> bool:
    """Whether any of some formulas may call a function that matters, or read another book."""
    capitals = formulas.upper()
    return any(sign in capitals for sign in _NOTABLE)


def called(formula: str) -> frozenset[str]:
    """Functions of a formula that are computed anew whenever the book is opened, by their English names."""
    return frozenset(name.upper() for name in _CALL.findall(_STRING.sub("", formula))) if "(" in formula else frozenset()


def links(formula: str) -> frozenset[int]:
    """Numbers of the links to other books in a formula; 0 stands for a service that is asked over the net."""
    plain = _STRING.sub("", formula) if '"' in formula else formula
    far = {0} if _FAR.search(plain) else set()
    far |= {BY_PATH} if "[" in plain and _PATH.search(plain) else set()
    far |= {DDE} if "|" in plain and _DDE.search(plain) else set()
    return frozenset({*map(int, _NUMBERED.findall(plain)), *far}) if "[" in plain or far else frozenset()

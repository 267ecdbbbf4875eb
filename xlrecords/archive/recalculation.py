"""Values that formulas kept, against those that LibreOffice computes for them now (п. 7.1)."""

from __future__ import annotations

import math
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import unescape

from ..book import Trouble, address
from ..guard import RefusedError
from ..ooxml.aimed import QUOTES
from ..ooxml.package import Package
from ..ooxml.refs import Ref, aim, column_number
from ..ooxml.rows import unshare
from ..ooxml.sheet import FORMULA, Sheet
from ..ooxml.workbook import Workbook
from ..pdf.libreoffice import FILE_SECONDS, START_SECONDS, Office, batches, run, stem, write_profile
from .lint_formulas import FLEETING, RUSSIAN_ERRORS, called, capped, is_missing, kept, links

DIFFERS, UNSEEN = "archive-value-differs", "archive-not-inspected"
NEAR: Final = 1e-9
"""Numbers that differ by so small a part of the greater are the same: programs add in another order."""
_UNKNOWN: Final = "#NAME?"
"""What LibreOffice gives for a function that it does not have: that says nothing of the value."""
_COMMA: Final = re.compile(r"(?<=\d),(?=\d)")
_LETTERS: Final = re.compile(r"[^A-Za-z]")

Spot = tuple[str, int, int]
"""Name of the sheet in lower case, row, column."""
Value = tuple[str, str]
"""Type of a kept value (n, str, b, e), and the value as text."""


def recheck(books: Iterable[tuple[str, bytes, Collection[str]]], program: Office) -> Iterator[tuple[str, tuple[Trouble, ...]]]:
    """Findings of workbooks whose formulas LibreOffice computes anew; the books themselves are not touched.

    Args:
        books: Name, bytes, and sheets that go into the case, of each.
        program: LibreOffice.

    Returns:
        Names and findings, in the order given; a book that LibreOffice does not open is said to be unchecked.
    """
    waiting: dict[str, tuple[str, Collection[str]]] = {}

    def numbered() -> Iterator[tuple[str, bytes]]:
        # Names of books have folders in them; here each is a number.
        for number, (name, data, leaves) in enumerate(books):
            waiting[str(number)] = name, leaves
            yield f"{number}.xlsx", data

    with tempfile.TemporaryDirectory(prefix="xlrecords-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        profile = write_profile(folder / "profile")
        for batch in batches(numbered()):
            made = _converted(batch, folder, profile, program)
            for file, data in batch:
                name, leaves = waiting.pop(stem(file))
                new = made.get(stem(file))
                yield name, _unseen("LibreOffice не пересчитал книгу") if new is None else differences(data, new, leaves)


def _unseen(what: str) -> tuple[Trouble, ...]:
    return (Trouble(UNSEEN, facts={"what": what}),)


def _converted(batch: Sequence[tuple[str, bytes]], folder: Path, profile: Path, program: Office) -> dict[str, bytes]:
    """Workbooks of one call as LibreOffice saves them, by the stem of their names; what could not be made is not there."""
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as place:
        source, target = Path(place) / "in", Path(place) / "out"
        source.mkdir()
        target.mkdir()
        for name, data in batch:
            (source / name).write_bytes(data)
        run(
            [program.program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
             "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target), *(str(source / name) for name, _ in batch)],
            START_SECONDS + FILE_SECONDS * len(batch),
        )  # fmt: skip
        return {stem(path.name): path.read_bytes() for path in target.glob("*.xlsx")}


def differences(data: bytes, computed: bytes, leaves: Collection[str]) -> tuple[Trouble, ...]:
    """Cells of formulas whose kept value is not what they give when they are computed.

    Args:
        data: The workbook.
        computed: The same workbook, computed anew.
        leaves: Names of the sheets that are compared.

    Returns:
        A finding a cell, in reading order; formulas that give another value each time, or read other books, are left out, with
        all that depends on them, and so are those that were never computed.
    """
    try:
        old, new = _Book(data), _Book(computed)
    except RefusedError:
        return _unseen("книгу не удалось сравнить с пересчётом")
    wanted = {name.lower() for name in leaves}
    found: list[Trouble] = []
    for name in old.names:
        if name.lower() in wanted:
            found += capped(_of_sheet(name, old, new))
    return tuple(found)


def _of_sheet(name: str, old: _Book, new: _Book) -> Iterator[Trouble]:
    for spot, was in old.values.items():
        now = new.values.get(spot, ("str", ""))
        if spot[0] == name.lower() and not same(was, now) and now[1] != _UNKNOWN and not old.fleeting(spot):
            yield Trouble(DIFFERS, name, address(*spot[1:]), {"was": _shown(was), "now": _shown(now)})


def same(one: Value, other: Value) -> bool:
    """Whether two kept values are the same: numbers but for their last digits, an empty text as nothing.

    In a text a number may have a comma or a point, as the program that wrote it does in its language.
    """
    if one[0] == other[0] == "n":
        try:
            return math.isclose(float(one[1]), float(other[1]), rel_tol=NEAR, abs_tol=1e-12)
        except ValueError:
            return one[1] == other[1]
    return (one[0] == other[0] and _COMMA.sub(".", one[1]) == _COMMA.sub(".", other[1])) or not (one[1] or other[1])


def _shown(value: Value) -> str:
    kind, text = value
    if kind == "b":
        return "ИСТИНА" if text == "1" else "ЛОЖЬ"
    if kind == "n":
        try:
            return f"{float(text):.10g}".replace(".", ",")
        except ValueError:
            return text
    return RUSSIAN_ERRORS.get(text, text) if text else "пусто"


class _Book:
    """Formulas and their kept values of a workbook."""

    def __init__(self, data: bytes) -> None:
        package = Package(data)
        workbook = Workbook(package)
        self.names = [tab.name for tab in workbook.tabs if tab.worksheet and tab.part in package]
        self.values: dict[Spot, Value] = {}
        self.formulas: dict[str, dict[tuple[int, int], str]] = {}
        self.defined = {item.get("name", "").lower(): item.text or "" for item in workbook.names()}
        for tab in workbook.tabs:
            if tab.worksheet and tab.part in package:
                self._read(tab.name.lower(), Sheet.read(package.text(tab.part)))

    def _read(self, name: str, sheet: Sheet) -> None:
        unshare(sheet)
        formulas = self.formulas.setdefault(name, {})
        for row in sheet.rows:
            for cell in row.cells if row.has_formulas else ():
                found = FORMULA.search(cell.inner) if "<f" in cell.inner else None
                if found is not None:
                    at = row.number, column_number(cell.column)
                    formulas[at] = unescape(found[2] or "", QUOTES)
                    if not is_missing(cell):
                        self.values[name, *at] = cell.kind or "n", kept(cell)

    def fleeting(self, spot: Spot) -> bool:
        """Whether the value of a formula rests on another day, on chance or on another book, by itself or through other formulas."""
        waiting, seen = [spot], {spot}
        while waiting:
            sheet, row, column = waiting.pop()
            formula = self.formulas.get(sheet, {}).get((row, column), "")
            texts = [formula, *(text for name, text in self.defined.items() if name in formula.lower())]
            for text in texts:
                if called(text) & FLEETING or links(text):
                    return True
                for other in self._before(text, sheet):
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
        return False

    def _before(self, formula: str, home: str) -> Iterator[Spot]:
        """Formulas that a formula reads."""
        for piece in aim(formula):
            if not isinstance(piece, Ref):
                continue
            sheet = piece.sheet.lower() or home
            columns = [column_number(_LETTERS.sub("", part)) for part in (piece.first, piece.middle) if _LETTERS.sub("", part)]
            left, right = (min(columns), max(columns)) if columns else (1, 16_384)
            for row, column in self.formulas.get(sheet, {}):
                if piece.top <= row <= piece.bottom and left <= column <= right:
                    yield sheet, row, column

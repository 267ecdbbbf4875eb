"""What must not be in a workbook that goes into the archive: hidden, wrong, stale, from elsewhere, or somebody's own (п. 7.1).

Parts are looked at as text, and a sheet is cut into rows only if a word in it says that there is something to find: most books
of a school have none of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from ..book import Trouble
from ..guard import RefusedError
from ..ooxml.package import Package, checked
from ..ooxml.parts import Relations, parse, rels_of
from ..ooxml.sheet import Sheet
from ..ooxml.workbook import Tab, Workbook
from .lint_formulas import Formulas, Names, read_formulas
from .lint_hidden import Looks, hidden
from .lint_lists import offers_only
from .lint_notes import comments, noted
from .lint_parts import DATA, STALE, calculation, is_filtered, of_book, of_sheet, outside_books

if TYPE_CHECKING:
    from ..school import School

HIDDEN, UNSEEN = "archive-sheet-hidden", "archive-not-inspected"
DAMAGED: Final = "часть книги повреждена"
VERY: Final = "veryHidden"
_IN_HEAD: Final = (b"hidden", b'idth="0', b"zeroHeight")
_IN_ROWS: Final = ((b"#", b"#"), (b"'", b"'"), (b"!", b"!"), (b"f", b"<f"), (b"h", b"hidden"), (b"h", b'ht="0'))
"""What the XML of a sheet has if it hides a row or a column, has an error or a formula, or is not written as usual.

Before each word a letter of it: letters are looked for many times as fast as words.
"""


def lint(data: bytes, leaves: Collection[str], school: School) -> tuple[Trouble, ...]:
    """What must not be in a workbook that goes into the archive.

    Args:
        data: Bytes of the workbook, one that was read.
        leaves: Names of the sheets that go into the case; what is wrong with the workbook as a whole is told if they are all of it.
        school: What was read, for the names of people that comments must not have.

    Returns:
        Findings of the rules of the archive: of the workbook, then of its sheets in the order of the tabs.
    """
    if not data.startswith(b"PK"):
        return (_unseen("книга старого формата"),)
    try:
        package = Package(data)
        if "content.xml" in package or "xl/workbook.bin" in package:
            return (_unseen("книга старого формата"),)
        return tuple(_Lint(package, leaves, school).run())
    except RefusedError as error:
        return (_unseen(str(error.facts.get("what") or DAMAGED)),)
    except ValueError:  # a number that is none, in a part that no reader of cells looks at
        return (_unseen(DAMAGED),)


def _unseen(what: str) -> Trouble:
    return Trouble(UNSEEN, facts={"what": what})


class _Lint:
    def __init__(self, package: Package, leaves: Collection[str], school: School) -> None:
        self.package, self.school = package, school
        self.workbook = Workbook(package)
        self.root = parse(package.text(self.workbook.part), self.workbook.part)
        wanted = {name.lower() for name in leaves}
        sheets = [tab for tab in self.workbook.tabs if tab.worksheet and tab.part in package]
        self.tabs = [tab for tab in sheets if tab.name.lower() in wanted]
        self.whole = len(self.tabs) == len(sheets)
        self.targets = outside_books(package, self.workbook, self.root)
        self.defined = {item.get("name", ""): item.text or "" for item in self.root.iterfind("{*}definedNames/{*}definedName")}
        self.names = Names.of(self.defined)
        styles = self.workbook.related("styles", "xl/styles.xml")
        self.looks = Looks(package.text(styles) if styles in package else "")

    def run(self) -> Iterator[Trouble]:
        """Findings of the workbook, then those of its sheets."""
        formulas: list[Formulas] = []
        of_sheets = [trouble for tab in self.tabs for trouble in self._sheet(tab, formulas)]
        if why := calculation(self.root) if any(found.some for found in formulas) else "":
            yield Trouble(STALE, facts={"why": why})
        if self.whole:
            read = frozenset(number for found in formulas for _, numbers in found.outside for number in numbers)
            yield from of_book(self.package, self.workbook, self.root, read, any(found.rule == DATA for found in of_sheets))
            yield from self._hidden(tab for tab in self.workbook.tabs if not tab.worksheet)
        yield from of_sheets

    def _hidden(self, tabs: Iterator[Tab]) -> Iterator[Trouble]:
        states = {item.get("name", ""): item.get("state", "") for item in self.root.iterfind("{*}sheets/{*}sheet")}
        for tab in tabs:
            if not tab.visible and not (tab.worksheet and self._offers_only(tab)):
                how = " так, что Excel не предлагает его показать" if states.get(tab.name) == VERY else ""
                yield Trouble(HIDDEN, tab.name, facts={"how": how})

    def _offers_only(self, tab: Tab) -> bool:
        texts = [self.package.text(other.part) for other in self.workbook.tabs if other.worksheet and other.part in self.package]
        ends = [text[text.rfind("sheetData") :] for text in texts]
        return offers_only(tab.name, Sheet.read(self.package.text(tab.part)), ends, self.defined)

    def _sheet(self, tab: Tab, read: list[Formulas]) -> Iterator[Trouble]:
        yield from self._hidden(iter((tab,)))
        head, rows, end = (checked(piece, tab.part) for piece in _pieces(self.package.read(tab.part)))
        tail = end.decode()
        formulas = Formulas(tab.name)
        if self.looks or _is_odd(head, rows):
            sheet = Sheet.read(self.package.text(tab.part))
            tail = sheet.tail
            yield from hidden(tab.name, sheet, is_filtered(self.package, tab.part))
            yield from self.looks.found(tab.name, sheet)
            formulas = read_formulas(tab.name, sheet, self.names)
            yield from formulas.troubles(self.targets)
        read.append(formulas)
        related = tuple(Relations(self.package, tab.part).all().items()) if rels_of(tab.part) in self.package else ()
        yield from of_sheet(self.package, tab.name, related, tail, formulas.hyperlinks)
        yield from noted(tab.name, list(comments(self.package, related)), self.school)


def _pieces(xml: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands before the rows of a sheet, nothing if it is written in an unusual way; the rows; what follows them."""
    head, _, rest = xml.partition(b"<sheetData")
    rows, _, tail = rest.rpartition(b"sheetData")
    return (head, rows, tail) if tail else (b"", b"", xml)


def _is_odd(head: bytes, rows: bytes) -> bool:
    """Whether a sheet must be cut into rows."""
    if b"<worksheet" not in head or any(sign in head for sign in _IN_HEAD):
        return True
    return any(letter in rows and word in rows for letter, word in _IN_ROWS)

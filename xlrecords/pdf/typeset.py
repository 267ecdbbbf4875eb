"""Draws workbooks as PDF/A without an office program, by typst."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from ..ooxml.package import Package
from ..ooxml.parts import parse
from .layout import Names, Page, grown, inner_width, lay_out
from .reading import read_sheets
from .sheet import Look, Sheet, Text

if TYPE_CHECKING:
    import typst

PAGE = Path(__file__).with_name("page.typ")
FONT = "Libertinus Serif"
"""The font that typst brings with it: the same everywhere, with Cyrillic."""
NARROWER = 0.965
"""Its letters are wider than those of Times by as much; so lines break where they do in an office program."""
ALIKE = {
    "times new roman": ("Liberation Serif", "PT Serif"), "arial": ("Liberation Sans", "PT Sans"), "calibri": ("Carlito", "PT Sans"),
    "cambria": ("Caladea", "PT Serif"), "courier new": ("Liberation Mono", "PT Mono"),
}  # fmt: skip
"""Fonts of the system that stand in for others."""
Standard: TypeAlias = Literal["a-2b", "a-1b"]
STANDARD: Final = "a-2b"
UNDATED = dt.date(1980, 1, 1)
"""Date of documents whose workbook has none, as zip writes it."""
MISSING_SIGN = "□"
UNKNOWN = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
Asked: TypeAlias = tuple[tuple[tuple[str, Look], ...], float | None, int, str]
"""A text to measure: its runs, the width in which it is broken (None: it is not), its turn, and how it lies."""
_kept = threading.local()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn document.

    Attributes:
        pdf: The file, PDF/A-2b.
        pages: Number of pages.
        uncalculated: Formulas left blank, for their values are not in the workbook and are not computed here.
        undrawn: Charts, shapes and pictures of kinds that are not drawn.
        unknown: Signs that the font does not have; an empty square stands for each.
    """

    pdf: bytes
    pages: int
    uncalculated: int = 0
    undrawn: int = 0
    unknown: str = ""


def draw(workbook: bytes, *, name: str = "", system_fonts: bool = False) -> Drawn:
    """Draw a workbook; the same bytes give the same file.

    Args:
        workbook: Bytes of an .xlsx or .xlsm file.
        name: Its name, for headers and the title of the document.
        system_fonts: Whether fonts of the system are used; else all is set in the font that typst brings.

    Raises:
        RefusedError: The bytes are no workbook that can be trusted.
    """
    return joined([(name, workbook)], title=name, system_fonts=system_fonts)


def joined(workbooks: Sequence[tuple[str, bytes]], *, title: str = "", system_fonts: bool = False) -> Drawn:
    """Draw several workbooks one after the other in one document; each counts its own pages.

    Args:
        workbooks: Name and bytes of each.
        title: Of the document.
        system_fonts: Whether fonts of the system are used.

    Raises:
        RefusedError: The bytes are no workbook that can be trusted.
    """
    books = [(name, read_sheets(data), printed_on(data)) for name, data in workbooks]
    sheets = [sheet for _, found, _ in books for sheet in found]
    broken = [[text for text in sheet.texts if measured(sheet, text)] for sheet in sheets]
    heights = iter(measure([(sheet, text) for sheet, texts in zip(sheets, broken, strict=True) for text in texts], system_fonts))
    final = iter([grown(sheet, [(text, next(heights)) for text in texts]) for sheet, texts in zip(sheets, broken, strict=True)])
    pages = [page for name, found, date in books for page in lay_out([(sheet, next(final)) for sheet in found], Names(name, date))]
    day = max((date for *_, date in books if date), default=UNDATED)
    pdf, unknown = typeset(pages or [Page((595.28, 841.89))], title, day, system_fonts)
    return Drawn(pdf, max(len(pages), 1), sum(sheet.uncalculated for sheet in sheets), sum(sheet.undrawn for sheet in sheets), unknown)


def printed_on(data: bytes) -> dt.date | None:
    """Day when a workbook was last changed, by its properties; None if it does not say."""
    package = Package(data)
    if "docProps/core.xml" not in package:
        return None
    node = parse(package.read("docProps/core.xml")).find("{*}modified")
    try:
        return dt.datetime.fromisoformat((node.text if node is not None else None) or "").date()
    except ValueError:
        return None


def measured(sheet: Sheet, text: Text) -> bool:
    """Whether the height of rows may have to follow a text."""
    if text.turn:
        return text.last_row in sheet.auto
    return (text.wrap or any("\n" in run for run, _ in text.runs)) and inner_width(sheet, text) > 1


def measure(texts: Sequence[tuple[Sheet, Text]], system_fonts: bool) -> list[float]:
    """Heights in points that broken texts need."""
    asked: list[Asked] = [(text.runs, inner_width(sheet, text), text.turn, text.across) for sheet, text in texts]
    return sizes(asked, system_fonts)


def sizes(asked: Sequence[Asked], system_fonts: bool) -> list[float]:
    """Height in points of each text broken in its width; its length if it is turned or has no width."""
    if not asked:
        return []
    looks: dict[Look, int] = {}
    things = [
        {"runs": numbered(runs, looks), "scale": 1, "w": width, "turn": turn, "across": across} for runs, width, turn, across in asked
    ]
    data = document([], {}, looks, "", UNDATED, system_fonts) | {"measured": things}
    found = compiler(system_fonts)
    found.compile(format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    values: list[float] = json.loads(found.query("<sizes>", field="value", one=True))
    return values


def numbered(runs: Sequence[tuple[str, Look]], looks: dict[Look, int]) -> list[list[Any]]:
    """Runs with the numbers of their looks."""
    return [[looks.setdefault(look, len(looks)), text] for text, look in runs]


def document(
    pages: Sequence[Page], images: dict[str, int], looks: dict[Look, int], title: str, date: dt.date, system_fonts: bool
) -> dict[str, Any]:
    """What the typst page reads."""
    return {
        "title": title,
        "date": [date.year, date.month, date.day],
        "measured": [],
        "looks": [
            {
                "fonts": [look.family, *ALIKE.get(look.family.lower(), ()), FONT] if system_fonts else [FONT],
                "size": look.size if system_fonts else look.size * NARROWER, "bold": look.bold, "italic": look.italic,
                "underline": look.underline, "strike": look.strike, "colour": look.colour,
            }
            for look in looks
        ],
        "images": list(images),
        "pages": [{"size": page.size, "things": page.things} for page in pages],
    }  # fmt: skip


def typeset(
    pages: Sequence[Page], title: str, date: dt.date, system_fonts: bool, standard: Standard = STANDARD, tags: bool = True
) -> tuple[bytes, str]:
    """Bytes of the document, and the signs that no font has.

    Args:
        pages: Its pages; their things are numbered in place.
        title: Its title.
        date: Its date.
        system_fonts: Whether fonts of the system are used.
        standard: What it conforms to.
        tags: Whether it tells readers its structure; without that it is a quarter of the size.
    """
    looks: dict[Look, int] = {}
    images: dict[str, int] = {}
    for page in pages:
        for thing in page.things:
            if thing["k"] == "text":
                thing["runs"] = numbered(thing["runs"], looks)
            elif thing["k"] == "group":
                thing["look"] = looks.setdefault(thing["look"], len(looks))
            elif thing["k"] == "picture":
                thing["image"] = images.setdefault(thing.pop("svg"), len(images))
    return compiled(compiler(system_fonts), document(pages, images, looks, title, date, system_fonts), standard, tags)


def compiled(compiler: typst.Compiler, data: dict[str, Any], standard: Standard = STANDARD, tags: bool = True) -> tuple[bytes, str]:
    """Bytes of a document, and the signs that its fonts do not have: an empty square stands for each.

    Args:
        compiler: What sets it.
        data: What its template reads.
        standard: What it conforms to.
        tags: Whether it tells readers its structure.
    """
    import typst

    text, unknown = json.dumps(data, ensure_ascii=False), ""
    while True:
        try:
            pdf = compiler.compile(format="pdf", sys_inputs={"data": text}, pdf_standards=standard, pdf_tags=tags)
        except typst.TypstError as error:
            signs = ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(UNKNOWN.findall(error.message)))
            if not any(sign in text for sign in signs):
                raise
            unknown += signs
            text = text.translate(dict.fromkeys(map(ord, signs), MISSING_SIGN))
        else:
            assert isinstance(pdf, bytes)
            return pdf, unknown


def compiler(system_fonts: bool) -> typst.Compiler:
    """The compiler of this thread: what it has set once it remembers."""
    import typst

    found: dict[bool, typst.Compiler] | None = getattr(_kept, "compilers", None)
    if found is None:
        found = _kept.compilers = {}
    if system_fonts not in found:
        found[system_fonts] = typst.Compiler(input=PAGE, ignore_system_fonts=not system_fonts)
    return found[system_fonts]

"""A bare workbook of values, for books that can be read but not changed: no formulas, no looks but those of days and times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import quoteattr

from ..book import Cell, Rows, letters
from .editor import BAD_NAME, LONGEST_NAME
from .package import deflated, dump
from .parts import DECLARATION, LINKS, MAIN, OFFICE, SPREADSHEET, TYPES
from .sheet import encoded, plain_text

FORMATS: Final = ("dd.mm.yyyy", "dd.mm.yyyy hh:mm", "hh:mm", "[h]:mm:ss")
DAY, MOMENT, TIME, SPAN, WRAPPED = 1, 2, 3, 4, 5
"""Numbers of styles."""
STYLES: Final = (
    f'{DECLARATION}<styleSheet xmlns="{MAIN}"><numFmts count="{len(FORMATS)}">'
    + "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in enumerate(FORMATS, 164))
    + '</numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(FORMATS) + 2}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    + "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in range(164, 164 + len(FORMATS))
    )
    + '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    "</cellXfs></styleSheet>"
)
LEAST, MOST = 9, 60
"""Widths of columns, in letters."""


def bare(tables: Mapping[str, Rows]) -> bytes:
    """An .xlsx workbook of these sheets.

    Texts are texts, whatever they look like, days and times are numbers with a format. Days before March 1900, which Excel does not
    know, are texts. Names that no sheet may have are cut and cleaned.

    Args:
        tables: Cells of each sheet from A1, by its name, in order; at least one.
    """
    names = _names(list(tables))
    parts = {
        "[Content_Types].xml": _types(len(names)),
        "_rels/.rels": _links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        + "".join(f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _links(
            *(("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(names) + 1)), ("styles", "styles.xml")
        ),
        "xl/styles.xml": STYLES,
    }
    parts |= {f"xl/worksheets/sheet{number}.xml": _sheet(rows) for number, rows in enumerate(tables.values(), 1)}
    return dump(deflated(name, text.encode()) for name, text in parts.items())


def _names(given: list[str]) -> list[str]:
    """Names that sheets may have, each its own."""
    taken: dict[str, str] = {}
    for name in given:
        clean = BAD_NAME.sub(" ", plain_text(name)).strip()[:LONGEST_NAME] or "Лист"
        number, unique = 2, clean
        while unique.lower() in taken:
            ending = f" ({number})"
            unique, number = clean[: LONGEST_NAME - len(ending)] + ending, number + 1
        taken[unique.lower()] = unique
    return list(taken.values())


def _types(sheets: int) -> str:
    kinds = [("xl/workbook.xml", "sheet.main"), ("xl/styles.xml", "styles")]
    kinds += [(f"xl/worksheets/sheet{number}.xml", "worksheet") for number in range(1, sheets + 1)]
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{SPREADSHEET}.{kind}+xml"/>' for part, kind in kinds)
    return (
        f'{DECLARATION}<Types xmlns="{TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _links(*targets: tuple[str, str]) -> str:
    lines = (f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1))
    return f'{DECLARATION}<Relationships xmlns="{LINKS}">{"".join(lines)}</Relationships>'


def _sheet(rows: Rows) -> str:
    widths: dict[int, int] = {}
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, cell in enumerate(row, 1):
            if cell != "":
                cells.append(_cell(cell, f"{letters(column)}{number}"))
                widths[column] = max(widths.get(column, LEAST), *(len(line) + 2 for line in str(cell).split("\n")[:9]))
        if cells:
            lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    columns = "".join(
        f'<col min="{column}" max="{column}" width="{min(width, MOST)}" customWidth="1"/>' for column, width in sorted(widths.items())
    )
    frame = f"<cols>{columns}</cols>" if columns else ""
    return f'{DECLARATION}<worksheet xmlns="{MAIN}">{frame}<sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(value: Cell, address: str) -> str:
    style = 0
    if isinstance(value, dt.datetime):
        style = MOMENT
    elif isinstance(value, dt.date):
        style = DAY
    elif isinstance(value, dt.time):
        style = TIME
    elif isinstance(value, dt.timedelta):
        value, style = value / dt.timedelta(days=1), SPAN
    elif isinstance(value, str) and len(value) > MOST:
        style = WRAPPED
    kind, inner = encoded(value)
    looks = (f' s="{style}"' if style else "") + (f' t="{kind}"' if kind else "")
    return f'<c r="{address}"{looks}>{inner}</c>'

"""Workbooks written by hand as the standard allows and few programs do. All hold the same journal."""

from __future__ import annotations

from ..parts import TYPES
from .made import JOURNAL, LISTS, ROWS
from .package import MAIN, MEDIA, OFFICE, TIES_SPACE, TYPES_SPACE, pack, pack_oddly

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BOOK, STYLES, STRINGS, FIRST, SECOND = (
    "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
)  # fmt: skip
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def text(cell: str, value: str) -> str:
    """A cell with its text inside."""
    return f'<c r="{cell}" t="inlineStr"><is><t>{value}</t></is></c>'


def number(cell: str, value: object, formula: str = "") -> str:
    """A cell with a number, or a formula with the number it gave."""
    return f'<c r="{cell}">{formula and f"<f>{formula}</f>"}<v>{value}</v></c>'


def row(index: int, *cells: str) -> str:
    """A row of these cells."""
    return f'<row r="{index}">{"".join(cells)}</row>'


def journal() -> str:
    """Rows of the journal."""
    titles = ("Обучающийся", "Алгебра", "Физика", "Сумма")
    lines = [row(1, *(text(f"{column}1", title) for column, title in zip("ABCD", titles, strict=True)))]
    for index, (student, algebra, physics) in enumerate(ROWS, 2):
        whole = isinstance(physics, int)
        last = number(f"C{index}", physics) if whole else text(f"C{index}", str(physics))
        total = algebra + (physics if isinstance(physics, int) else 0)
        lines.append(
            row(
                index, text(f"A{index}", student), number(f"B{index}", algebra), last, number(f"D{index}", total, f"SUM(B{index}:C{index})")
            )
        )
    return "".join((*lines, row(6, text("A6", "Всего"), number("B6", 14, "SUM(B2:B5)"))))


def lists() -> str:
    """Rows of the sheet of lists."""
    return row(1, text("A1", "Отметка"), number("B1", 14, f"{JOURNAL}!B6")) + "".join(row(n, number(f"A{n}", 7 - n)) for n in range(2, 6))


def sheet(rows: str, after: str = "") -> str:
    """A sheet of these rows."""
    return f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def ties(*targets: tuple[str, str]) -> str:
    """Relationships of these kinds to these targets."""
    lines = (f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1))
    return f'{HEAD}<Relationships xmlns="{TIES_SPACE}">{"".join(lines)}</Relationships>'


STYLE_SHEET = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts><font><sz val="11"/><name val="Calibri"/></font></fonts><fills><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders><border/></borders><cellStyleXfs><xf/>'
    '</cellStyleXfs><cellXfs><xf/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="20" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
"""The least that styles may be: no counts, no named styles; style 1 is a date, 2 a time."""


def plain() -> dict[str, str]:
    """Parts of the plainest workbook: no shared strings, no theme, no properties."""
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{MEDIA}.{kind}+xml"/>'
        for part, kind in ((BOOK, "sheet.main"), (FIRST, "worksheet"), (SECOND, "worksheet"), (STYLES, "styles"))
    )
    return {
        TYPES: f'{HEAD}<Types xmlns="{TYPES_SPACE}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": ties(("officeDocument", BOOK)),
        BOOK: f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="{JOURNAL}" sheetId="1" r:id="rId1"/>'
        f'<sheet name="{LISTS}" sheetId="2" r:id="rId2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": ties(
            ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"), ("styles", "styles.xml")
        ),
        FIRST: sheet(journal()),
        SECOND: sheet(lists()),
        STYLES: STYLE_SHEET,
    }  # fmt: skip


def packed(parts: dict[str, str], encoding: str = "utf-8") -> bytes:
    """The workbook of these parts."""
    return pack({name: part.encode(encoding) for name, part in parts.items()})


def prefixed() -> bytes:
    """The main namespace has a prefix everywhere, in single quotes, and relationships have one nobody expects."""
    parts = plain()
    for name in (BOOK, FIRST, SECOND, STYLES):
        content = parts[name].removeprefix(HEAD).replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
        content = content.replace("xmlns=", "xmlns:x=").replace("xmlns:r=", "xmlns:связь=").replace(" r:id=", " связь:id=")
        parts[name] = "<?xml version='1.0' encoding='utf-8'?>" + content.replace('"', "'")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace('"', "'")
    return packed(parts)


def unplaced() -> bytes:
    """Rows and cells do not say where they stand: each follows the one before it."""
    parts = plain()
    for name in (FIRST, SECOND):
        for letter in "ABCD":
            for index in range(1, 7):
                parts[name] = parts[name].replace(f' r="{letter}{index}"', "").replace(f'<row r="{index}"', "<row")
    return packed(parts)


def decorated() -> bytes:
    """A byte order mark, comments, instructions, CDATA, references to characters, blanks and lines between elements."""
    parts = plain()
    content = parts[FIRST].replace("Иванова Анна", "<![CDATA[Иванова Анна]]>").replace("Всего", "&#1042;сего")
    content = content.replace("<sheetData>", "<!-- журнал -->\r\n<sheetData>\r\n  <?school check?>").replace("</row>", "\r\n  </row>\r\n")
    parts[FIRST] = "\ufeff" + content.replace("<c ", "<c\n      ").replace('t="inlineStr">', 't="inlineStr" >')
    parts[BOOK] = "\ufeff" + parts[BOOK].replace("><sheets>", ">\n <!-- листы --> <sheets>\n")
    return packed(parts)


def wide_letters() -> bytes:
    """The parts are UTF-16."""
    return packed({name: part.replace('encoding="UTF-8"', 'encoding="UTF-16"') for name, part in plain().items()}, "utf-16")


def odd_archive() -> bytes:
    """Stored parts, folders, sizes behind the data, extra fields, a comment; targets from the root of the package."""
    parts = plain()
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace('Target="', 'Target="/xl/')
    parts["_rels/.rels"] = parts["_rels/.rels"].replace('Target="', 'Target="/')
    return pack_oddly({name: part.encode() for name, part in parts.items()})


def elsewhere() -> bytes:
    """No part stands where it usually does, and the list of content types comes last."""
    moved = {BOOK: "school/book.xml", FIRST: "school/pages/journal.xml", SECOND: "lists.xml", STYLES: "school/look/styles.xml"}
    parts = {moved.get(name, name): part for name, part in plain().items()}
    del parts["xl/_rels/workbook.xml.rels"]
    parts["school/_rels/book.xml.rels"] = ties(
        ("worksheet", "pages/journal.xml"), ("worksheet", "../lists.xml"), ("styles", "/school/look/styles.xml")
    )
    parts["_rels/.rels"] = ties(("officeDocument", "school/book.xml"))
    types = parts.pop(TYPES)
    for old, new in moved.items():
        types = types.replace(f"/{old}", f"/{new}")
    return packed(parts | {TYPES: types})


def spoken_strings() -> bytes:
    """Shared strings with readings of Japanese, formatted runs, outer blanks, a repeated and an unused string."""
    parts = plain()
    strings = (
        "<si><t>Обучающийся</t></si>",
        '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="0"/></si>',
        '<si><r><t xml:space="preserve">не </t></r><r><rPr><b/><color rgb="FFFF0000"/></rPr><t>сдал</t></r></si>',
        '<si><t xml:space="preserve">  с отступом\n</t></si>', "<si><t>Обучающийся</t></si>", "<si><t>лишняя</t></si>", "<si><t/></si>",
    )  # fmt: skip
    parts[STRINGS] = f'{HEAD}<sst xmlns="{MAIN}" count="6" uniqueCount="7">{"".join(strings)}</sst>'
    extra = "".join(f'<c r="{column}8" t="s"{phonetic}><v>{index}</v></c>' for column, index, phonetic in (
        ("A", 0, ""), ("B", 1, ' ph="1"'), ("C", 2, ""), ("D", 3, ""), ("E", 4, ""), ("F", 6, ""),
    ))  # fmt: skip
    parts[FIRST] = parts[FIRST].replace("</sheetData>", row(8, extra) + '</sheetData><phoneticPr fontId="0" type="fullwidthKatakana"/>')
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>", f'<Relationship Id="strings" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    parts[TYPES] = parts[TYPES].replace("</Types>", f'<Override PartName="/{STRINGS}" ContentType="{MEDIA}.sharedStrings+xml"/></Types>')
    return packed(parts)


def shared_formulas() -> bytes:
    """Shared formulas down and across, an array of the old kind, a table of data, formulas that gave text, truth and errors."""
    parts = plain()
    content = parts[FIRST]
    content = content.replace("<f>SUM(B2:C2)</f>", '<f t="shared" ref="D2:D5" si="0">SUM(B2:C2)</f>')
    for index in range(3, 6):
        content = content.replace(f"<f>SUM(B{index}:C{index})</f>", '<f t="shared" si="0"/>')
    more = row(
        8, '<c r="B8"><f t="shared" ref="B8:C8" si="1">B$2*2</f><v>10</v></c>', '<c r="C8"><f t="shared" si="1"/><v>8</v></c>',
        '<c r="D8" t="str"><f>A3&amp;" &lt;!&gt;"</f><v>Петров Пётр &lt;!&gt;</v></c>', '<c r="E8" t="b"><f>B3&lt;4</f><v>1</v></c>',
        '<c r="F8" t="e"><f>NA()</f><v>#N/A</v></c>',
    ) + row(9, '<c r="B9"><f t="array" ref="B9:B10">B2:B3+1</f><v>6</v></c>') + row(10, number("B10", 4))  # fmt: skip
    parts[FIRST] = content.replace("</sheetData>", f"{more}</sheetData>")
    return packed(parts)


def without_styles() -> bytes:
    """No styles at all."""
    parts = plain()
    del parts[STYLES]
    parts["xl/_rels/workbook.xml.rels"] = ties(("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"))
    parts[TYPES] = parts[TYPES].replace(f'<Override PartName="/{STYLES}" ContentType="{MEDIA}.styles+xml"/>', "")
    return packed(parts)


def days_of_1904() -> bytes:
    """Days are counted from 1904, as on the first Macs; empty elements stand where others are left out."""
    parts = plain()
    parts[BOOK] = parts[BOOK].replace("<sheets>", '<workbookPr date1904="1"/><sheets>').replace("</sheets>", "</sheets><definedNames/>")
    dates = row(8, '<c r="A8" s="1"><v>44439</v></c>', '<c r="B8" s="2"><v>0.375</v></c>', '<c r="C8"/>') + '<row r="9"/>'
    parts[FIRST] = parts[FIRST].replace("</sheetData>", f"{dates}</sheetData>")
    return packed(parts)


def strict() -> bytes:
    """The strict edition of the standard: other namespaces, days as text."""
    parts = plain()
    day = row(8, '<c r="A8" s="1" t="d"><v>2025-09-01</v></c>')
    parts[FIRST] = parts[FIRST].replace("</sheetData>", f"{day}</sheetData>")
    parts[BOOK] = parts[BOOK].replace("<workbook ", '<workbook conformance="strict" ')
    for old, new in STRICT.items():
        parts = {name: part.replace(old, new) for name, part in parts.items()}
    return packed(parts)

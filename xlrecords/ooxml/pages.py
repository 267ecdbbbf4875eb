"""XML of a sheet that is added: looks, widths, print set-up, links."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from ..book import letters
from ..edits import SEVERITIES, Item, NewSheet
from .parts import DECLARATION, MAIN
from .refs import quoted
from .sheet import encoded, plain_text
from .styles import DAY, Styles

FONT = '<font>{bold}<sz val="{size}"/>{colour}<name val="Times New Roman"/><family val="1"/></font>'
EDGE = "".join(f'<{side} style="thin"><color rgb="FFBFBFBF"/></{side}>' for side in ("left", "right", "top", "bottom"))
BORDER = f"<border>{EDGE}<diagonal/></border>"
PAINT = '<fill><patternFill patternType="{pattern}"><fgColor rgb="FF{colour}"/><bgColor {behind}/></patternFill></fill>'
TOP = '<alignment vertical="top"/>'
WRAPPED = '<alignment vertical="top" wrapText="1"/>'


def look(styles: Styles, name: str) -> int:
    """Number of the style of a look."""
    if name == "title":
        return styles.look(FONT.format(bold="<b/>", size=14, colour=""), '<alignment vertical="center"/>')
    if name == "heading":
        paint = PAINT.format(pattern="solid", colour="EDEDED", behind='indexed="64"')
        middle = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
        return styles.look(FONT.format(bold="<b/>", size=11, colour=""), middle, paint, BORDER)
    if name == "faint":
        return styles.look(FONT.format(bold="", size=9, colour='<color rgb="FF7F7F7F"/>'), '<alignment vertical="center"/>')
    if name == "link":
        blue = '<u/><sz val="11"/><color rgb="FF0563C1"/><name val="Times New Roman"/><family val="1"/>'
        return styles.look(f"<font>{blue}</font>", TOP, "", BORDER)
    plain = FONT.format(bold="", size=11, colour="")
    if name in SEVERITIES:
        pattern, colour = SEVERITIES[name]
        paint = PAINT.format(pattern=pattern, colour=colour, behind='rgb="FFFFFFFF"')
        return styles.look(FONT.format(bold="<b/>", size=11, colour=""), WRAPPED, paint, BORDER)
    code = {"date": DAY, "number": "General"}.get(name, "@")
    return styles.look(plain, WRAPPED if name == "wrapped" else TOP, "", BORDER, code if name == "date" else "")


def write(sheet: NewSheet, styles: Styles, date1904: bool) -> str:
    """XML of a new sheet."""
    rows, links = [], []
    for number, items in enumerate(sheet.rows, 1):
        cells = []
        for column, item in enumerate(items, 1):
            cells.append(_cell(item, f"{letters(column)}{number}", styles, date1904))
            if item.to_sheet:
                target = quoteattr(f"{quoted(item.to_sheet)}!{item.to_cell or 'A1'}")
                shown = quoteattr(plain_text(str(item.value)))
                links.append(f'<hyperlink ref="{letters(column)}{number}" location={target} display={shown}/>')
        rows.append(f'<row r="{number}"{_height(items, sheet.widths)}>{"".join(cells)}</row>')
    width = max(map(len, sheet.rows), default=1) or 1
    last = len(sheet.rows)
    columns = "".join(f'<col min="{number}" max="{number}" width="{size}" customWidth="1"/>' for number, size in enumerate(sheet.widths, 1))
    pane = f'<pane ySplit="{sheet.heading_row}" topLeftCell="A{sheet.heading_row + 1}" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetView workbookViewId="0">{pane}</sheetView>' if sheet.heading_row else '<sheetView workbookViewId="0"/>'
    filtered = sheet.filtered and sheet.heading_row and last > sheet.heading_row
    return "".join(
        (
            DECLARATION,
            f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<dimension ref="A1:{letters(width)}{max(last, 1)}"/><sheetViews>{view}</sheetViews><sheetFormatPr defaultRowHeight="15"/>',
            f"<cols>{columns}</cols>" if columns else "",
            f"<sheetData>{''.join(rows)}</sheetData>",
            f'<autoFilter ref="A{sheet.heading_row}:{letters(width)}{last}"/>' if filtered else "",
            f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "",
            '<pageMargins left="0.7" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>',
            f'<pageSetup paperSize="9" orientation="{"landscape" if sheet.landscape else "portrait"}" fitToHeight="0"/>',
            "<headerFooter><oddFooter>&amp;L&amp;A&amp;RЛист &amp;P из &amp;N</oddFooter></headerFooter></worksheet>",
        )
    )


LINE, LETTER = 15.0, 1.05
"""Height of a line in points, and width of a letter in those of a column."""


def _height(items: tuple[Item, ...], widths: tuple[float, ...]) -> str:
    """Height of a row with texts of several lines, as an attribute: programs do not find it out themselves."""
    lines = 1
    for item, width in zip(items, widths, strict=False):
        if item.look in ("wrapped", "heading", *SEVERITIES) and isinstance(item.value, str):
            room = max(width / LETTER, 1)
            lines = max(lines, sum(max(1, -(-len(part) // int(room))) for part in item.value.split("\n")))
    return f' ht="{lines * LINE:g}" customHeight="1"' if lines > 1 else ""


def _cell(item: Item, address: str, styles: Styles, date1904: bool) -> str:
    if item.value is None and item.look == "text":
        return ""
    kind, inner = encoded(item.value, date1904)
    kind = f' t="{kind}"' if kind else ""
    return f'<c r="{address}" s="{look(styles, item.look)}"{kind}>{inner}</c>'

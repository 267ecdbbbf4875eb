"""A sheet that is added to the document: values in one block, looks by ranges, links, widths, filter and print set-up."""

import uno

from .places import FORMATS, area, number_format, plain, ranges

FONT, SMALL, USUAL, LARGE = "Times New Roman", 9.0, 11.0, 14.0
BOLD = 150.0
GREY, EDGE, FAINT, BLUE = 0xEDEDED, 0xBFBFBF, 0x7F7F7F, 0x0563C1
SEVERITIES = {"error": 0xF0B3B3, "warning": 0xEFE3BF, "note": 0xCBDDED}
"""Colours of severities on white, as a pattern in them is mixed."""
WRAPPED = ("wrapped", "heading", *SEVERITIES)
STYLE = "Учёт: лист поперёк", "Учёт: лист"
"""Styles of pages, across and upright."""
PIXEL = 2540 / 96
"""Hundredths of a millimetre."""


def add(document, items):
    """Add sheets after the last one."""
    for new in items:
        _add(document, new)


def _add(document, new):
    sheets, rows = document.Sheets, new["rows"]
    sheets.insertNewByName(new["name"], sheets.Count)
    sheet = sheets.getByName(new["name"])
    # While the sheet is empty, no pages need be counted anew.
    sheet.PageStyle = _page_style(document, new["landscape"])
    if new["heading_row"]:
        row = new["heading_row"] - 1
        sheet.setTitleRows(area(sheet.RangeAddress.Sheet, row, 0, row, 0))
        sheet.setPrintTitleRows(True)
    for number, size in enumerate(new["widths"]):
        sheet.Columns.getByIndex(number).Width = int((size * 7 + 5) * PIXEL)
    width = width_of(rows)
    if width:
        fill(document, sheet, rows, width)
    if new["filtered"] and 0 < new["heading_row"] < len(rows):
        _filter(document, area(sheet.RangeAddress.Sheet, new["heading_row"] - 1, 0, len(rows) - 1, width - 1))
    # The new sheet comes in front, for only there rows can be fixed; whoever called sees to it that the old one does again.
    document.CurrentController.setActiveSheet(sheet)
    document.CurrentController.freezeAtPosition(0, new["heading_row"])


def width_of(rows):
    """Cells of the longest row."""
    return max([len(row) for row in rows] + [0])


def fill(document, sheet, rows, width, top=0):
    """Rows of a plan put into the blank rows of a sheet."""
    _write(document, sheet, rows, width, top)
    _dress(document, sheet, rows, top)
    _fit_heights(document, sheet.getCellRangeByPosition(0, top, 0, top + len(rows) - 1).Rows)


def _fit_heights(document, rows):
    """Look once for the heights of rows."""
    enabled = document.IsAdjustHeightEnabled
    document.IsAdjustHeightEnabled = True
    rows.OptimalHeight = True
    document.IsAdjustHeightEnabled = enabled


def _write(document, sheet, rows, width, top):
    """Texts as texts, and links as formulas, a block for each column of them."""
    block = tuple(line(document, row, width) for row in rows)
    sheet.getCellRangeByPosition(0, top, width - 1, top + len(rows) - 1).setDataArray(block)
    for first, left, last, right in _blocks([[bool(item["to_sheet"]) for item in row] for row in rows]):
        links = tuple(tuple(map(_link, row[left : right + 1])) for row in rows[first : last + 1])
        sheet.getCellRangeByPosition(left, top + first, right, top + last).setFormulaArray(links)


def line(document, row, width):
    """Values of a row, as LibreOffice takes and gives them in a block."""
    values = [plain(document, item["value"])[0] for item in row]
    return tuple("" if value is None else value for value in values) + ("",) * (width - len(row))


def _link(item):
    """The formula of a link; names and texts stand in it as strings."""
    target = f"#{quoted(item['to_sheet'])}!{item['to_cell'] or 'A1'}"
    return f"=HYPERLINK({_string(target)};{_string('' if item['value'] is None else str(item['value']))})"


def _string(text):
    """A text as it stands in a formula."""
    return '"' + text.replace('"', '""') + '"'


def quoted(sheet):
    """Name of a sheet as it stands in an address."""
    return "'" + sheet.replace("'", "''") + "'"


def _blocks(wanted):
    """Rectangles of cells that are wanted, by rows of yes and no: top, left, bottom and right of each."""
    columns = {}
    for number, row in enumerate(wanted):
        for column, yes in enumerate(row):
            if yes:
                runs = columns.setdefault(column, [])
                if runs and runs[-1][1] == number - 1:
                    runs[-1][1] = number
                else:
                    runs.append([number, number])
    open_, done = {}, []
    for column in range(max(columns, default=-1) + 1):
        spans = {(top, bottom) for top, bottom in columns.get(column, ())}
        done += [(top, left, bottom, column - 1) for (top, bottom), left in open_.items() if (top, bottom) not in spans]
        open_ = {span: open_.get(span, column) for span in spans}
    return done + [(top, left, bottom, max(columns)) for (top, bottom), left in open_.items()]


def _dress(document, sheet, rows, top):
    """Set each property once, for all cells that have it: every call for a range costs a step of undo and a look at all heights."""
    number = sheet.RangeAddress.Sheet
    looks = {item["look"] for row in rows for item in row if _seen(item)}
    by_looks = {}
    for look in looks:
        for name, value in _look(document, look).items():
            by_looks.setdefault((name, str(value)), (value, set()))[1].add(look)
    facts = {}
    for (name, _), (value, having) in by_looks.items():
        facts.setdefault(frozenset(having), {})[name] = value
    for having, values in facts.items():
        wanted = [[_seen(item) and item["look"] in having for item in row] for row in rows]
        areas = [area(number, top + first, left, top + last, right) for first, left, last, right in _blocks(wanted)]
        names = tuple(sorted(values))
        ranges(document, areas).setPropertyValues(names, tuple(values[name] for name in names))


def _seen(item):
    """Whether a cell of a new sheet has a look: an empty one has none, but in a table."""
    return item["value"] is not None or item["look"] != "text"


def _look(document, look):
    """Properties of the cells of a look."""
    facts = {"CharFontName": FONT, "CharHeight": {"title": LARGE, "faint": SMALL}.get(look, USUAL)}
    if look in ("title", "faint"):
        return {**facts, "VertJustify": CENTRE, **({"CharWeight": BOLD} if look == "title" else {"CharColor": FAINT})}
    line = uno.createUnoStruct("com.sun.star.table.BorderLine2")
    line.Color, line.OuterLineWidth, line.LineWidth = EDGE, 18, 18
    facts.update({side + "Border": line for side in ("Top", "Bottom", "Left", "Right")})
    facts["VertJustify"] = TOP
    if look in WRAPPED:
        facts["IsTextWrapped"] = True
    if look == "heading":
        facts.update(CharWeight=BOLD, CellBackColor=GREY, VertJustify=CENTRE, HoriJustify=uno.Enum(HORIZONTAL, "CENTER"))
    elif look in SEVERITIES:
        facts.update(CharWeight=BOLD, CellBackColor=SEVERITIES[look])
    elif look == "link":
        facts.update(CharColor=BLUE, CharUnderline=1)
    elif look == "date":
        facts["NumberFormat"] = number_format(document, FORMATS["date"])
    return facts


TOP, CENTRE = 1, 2
"""Where a text stands in the height of its cell."""
HORIZONTAL = "com.sun.star.table.CellHoriJustify"


def _filter(document, place):
    """Buttons of a filter on the first row of a range."""
    filters = document.getPropertyValue("UnnamedDatabaseRanges")
    filters.setByTable(place)
    filters.getByTable(place.Sheet).AutoFilter = True


def _page_style(document, landscape):
    """Name of the style of pages that fit the width of a sheet of paper."""
    styles = document.StyleFamilies.getByName("PageStyles")
    name = STYLE[not landscape]
    if not styles.hasByName(name):
        styles.insertByName(name, document.createInstance("com.sun.star.style.PageStyle"))
        style = styles.getByName(name)
        style.IsLandscape = landscape
        style.Width, style.Height = (29700, 21000) if landscape else (21000, 29700)
        style.ScaleToPagesX, style.ScaleToPagesY = 1, 0
        style.LeftMargin, style.RightMargin, style.TopMargin, style.BottomMargin = 1780, 1000, 1270, 1520
        style.HeaderIsOn = False
    return name

"""Words of COM over a document of LibreOffice, as the adapter asks them; fills by LibreOffice's own object model of Excel."""

from __future__ import annotations

from typing import Any

from ..office import Office, uno

NO_FILL, SOLID = -4142, 1
UNFILLED = -1


class BookView:
    """A workbook."""

    def __init__(self, office: Office, document: Any) -> None:
        self.office = office
        self.document = document

    FullName = ""

    @property
    def Saved(self) -> bool:
        return not self.document.isModified()

    @property
    def Sheets(self) -> list[SheetView]:
        return [SheetView(self.office, self.document, sheet) for sheet in self.document.Sheets]

    @property
    def Worksheets(self) -> BookView:
        return self

    def Add(self, Before: SheetView, Count: int) -> SheetView:
        """A sheet before another one; it comes in front."""
        assert Count == 1
        self.document.Sheets.insertNewByName("Лист без имени", Before.sheet.RangeAddress.Sheet)
        made = SheetView(self.office, self.document, self.document.Sheets.getByName("Лист без имени"))
        made.Activate()
        return made

    @property
    def ProtectStructure(self) -> bool:
        return self.document.isProtected()

    def Windows(self, number: int) -> WindowView:
        return WindowView(self.document.CurrentController)


class WindowView:
    """A window, whose panes are frozen in two steps."""

    SplitRow = SplitColumn = 0

    def __init__(self, controller: Any) -> None:
        self.controller = controller

    @property
    def FreezePanes(self) -> bool:
        return self.controller.hasFrozenPanes()

    @FreezePanes.setter
    def FreezePanes(self, value: bool) -> None:
        if value:
            self.controller.freezeAtPosition(self.SplitColumn, self.SplitRow)


class SheetView:
    """A sheet."""

    def __init__(self, office: Office, document: Any, sheet: Any) -> None:
        self.sheet = sheet
        self.document = document

    AutoFilter = None
    ListObjects = ()

    @property
    def Name(self) -> str:
        return self.sheet.Name

    @Name.setter
    def Name(self, value: str) -> None:
        self.sheet.Name = value

    def Move(self, Before: SheetView) -> None:
        self.document.Sheets.moveByName(self.sheet.Name, Before.sheet.RangeAddress.Sheet)

    @property
    def ProtectContents(self) -> bool:
        return self.sheet.isProtected()

    ProtectDrawingObjects = ProtectContents

    def Activate(self) -> None:
        assert self.sheet.IsVisible, "Excel refuses"
        self.document.CurrentController.setActiveSheet(self.sheet)

    @property
    def PageSetup(self) -> PageView:
        return PageView(self.document, self.sheet)

    @property
    def Cells(self) -> CellsView:
        return CellsView(self.sheet)


class Found:
    def __init__(self, row: int, column: int) -> None:
        self.Row, self.Column = row, column


class CellsView:
    """All cells of a sheet."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    def Find(self, What: str, LookIn: int, SearchOrder: int, SearchDirection: int, **more: object) -> Found | None:
        """The last cell with something in it, by rows or by columns: value, day, text or formula."""
        assert (What, LookIn, SearchDirection) == ("*", -4123, 2)
        areas = self.sheet.queryContentCells(1 | 2 | 4 | 16).RangeAddresses
        if not areas:
            return None
        return Found(max(area.EndRow for area in areas) + 1, max(area.EndColumn for area in areas) + 1)


class PageView:
    """Print set-up of a sheet: a style of its own."""

    def __init__(self, document: Any, sheet: Any) -> None:
        object.__setattr__(self, "sheet", sheet)
        styles = document.StyleFamilies.getByName("PageStyles")
        if not styles.hasByName(sheet.Name):
            styles.insertByName(sheet.Name, document.createInstance("com.sun.star.style.PageStyle"))
        sheet.PageStyle = sheet.Name
        object.__setattr__(self, "style", styles.getByName(sheet.Name))

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "Orientation":
            self.style.IsLandscape = value == 2
            self.style.Width, self.style.Height = (29700, 21000) if value == 2 else (21000, 29700)
        elif name == "FitToPagesWide":
            self.style.ScaleToPagesX, self.style.ScaleToPagesY = value, 0
        elif name == "PrintTitleRows":
            area = self.sheet.getCellRangeByName(f"A{value.split('$')[1].rstrip(':')}").RangeAddress
            self.sheet.setPrintTitleRows(True)
            self.sheet.setTitleRows(area)


class RangeView:
    """A range of cells, one area or several."""

    CommentThreaded = None

    def __init__(self, office: Office, document: Any, areas: list[Any]) -> None:
        self.office, self.document, self.areas = office, document, areas

    @property
    def Interior(self) -> InteriorView:
        manager = self.office.context.ServiceManager
        make = "ooo.vba.excel.Range"
        inner = [manager.createInstanceWithArgumentsAndContext(make, (None, area), self.office.context).Interior() for area in self.areas]
        return InteriorView(inner, self.areas)

    @property
    def Borders(self) -> BordersView:
        return BordersView(self.areas)

    def AutoFilter(self, field: int) -> None:
        """Buttons of a filter in the first row."""
        area = self.areas[0].RangeAddress
        unnamed = self.document.getPropertyValue("UnnamedDatabaseRanges")
        unnamed.setByTable(area)
        unnamed.getByTable(area.Sheet).AutoFilter = True


class BordersView:
    """Lines on all sides."""

    LineStyle = 0
    Weight = 0

    def __init__(self, areas: list[Any]) -> None:
        self.areas = areas

    @property
    def Color(self) -> None:
        return None

    @Color.setter
    def Color(self, value: int) -> None:
        assert (self.LineStyle, self.Weight) == (1, 2)
        for area in self.areas:
            frame(area, (value & 255) << 16 | value & 0xFF00 | value >> 16, ("Top", "Bottom", "Left", "Right", "Horizontal", "Vertical"))


def frame(cells: Any, colour: int, sides: tuple[str, ...]) -> None:
    """Thin lines on some sides of all cells of an area."""
    line = uno().createUnoStruct("com.sun.star.table.BorderLine2")
    line.Color, line.OuterLineWidth, line.LineWidth = colour, 18, 18
    border = cells.TableBorder2
    for side in sides:
        setattr(border, f"{side}Line", line)
        setattr(border, f"Is{side}LineValid", True)
    cells.TableBorder2 = border


class InteriorView:
    """Fill of cells: LibreOffice's words are kept but for a plain fill, which it does not tell from none."""

    def __init__(self, inner: list[Any], areas: list[Any]) -> None:
        object.__setattr__(self, "inner", inner)
        object.__setattr__(self, "areas", areas)

    def __getattr__(self, name: str) -> Any:
        found = [self._one(inner, area, name) for inner, area in zip(self.inner, self.areas, strict=True)]
        return found[0] if len(set(found)) == 1 else None

    def _one(self, inner: Any, area: Any, name: str) -> Any:
        if name == "Pattern" and inner.Pattern == NO_FILL:
            mixed = area.getPropertyState("CellBackColor") == uno().Enum("com.sun.star.beans.PropertyState", "AMBIGUOUS_VALUE")
            return None if mixed else NO_FILL if area.CellBackColor in (UNFILLED, 0xFFFFFF) else SOLID
        if name == "ColorIndex":
            return NO_FILL if inner.Color == UNFILLED else 1
        return getattr(inner, name)

    def __setattr__(self, name: str, value: Any) -> None:
        for inner, area in zip(self.inner, self.areas, strict=True):
            if name == "Pattern" and value == NO_FILL:
                inner.Pattern = value
                inner.ColorIndex = NO_FILL
                area.CellBackColor = UNFILLED
            elif name == "Pattern" and value == SOLID and inner.Color == UNFILLED:
                continue
            else:
                setattr(inner, name, value)

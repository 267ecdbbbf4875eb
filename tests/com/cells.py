"""Ranges of the stand-in for Excel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from .model import NONE, PLACEHOLDER, SOLID, Com, Worksheet, named, refuse, serial

Area = tuple[int, int, int, int]
ERRORS = {-2146826281: "#DIV/0!", -2146826246: "#N/A"}


class NoDay(float):
    """A number under a day's number format that is no day: Excel has no `Value` for it."""


class Size(Com):
    def __init__(self, count: int, sheet: Any = None) -> None:
        self.Count = count

    def AutoFit(self) -> None:
        """Heights of rows are not played."""


class Interior(Com):
    """Fill of cells, of all alike or none."""

    def __init__(self, place: Range) -> None:
        object.__setattr__(self, "place", place)

    def __getattr__(self, name: str) -> Any:
        if name not in ("Pattern", "Color", "PatternColor", "ColorIndex"):
            raise AttributeError(name)
        plain = {"Pattern": NONE, "Color": 0xFFFFFF, "PatternColor": 0, "ColorIndex": NONE}
        found = {repr(self.place.sheet.fills.get(spot, {}).get(name, plain[name])) for spot in self.place}
        first = next(iter(self.place))
        return self.place.sheet.fills.get(first, {}).get(name, plain[name]) if len(found) == 1 else None

    def __setattr__(self, name: str, value: Any) -> None:
        for spot in self.place:
            fill = self.place.sheet.fills.setdefault(spot, {})
            fill[name] = value
            if name == "Color":
                fill["ColorIndex"] = 1
                fill.setdefault("Pattern", 1)
            if name == "Pattern" and value == SOLID:
                fill.pop("PatternColor", None)
            if name == "Pattern" and value == NONE:
                del self.place.sheet.fills[spot]


class Comment(Com):
    """A note of a cell; on a cell where people talk it is a stand-in that may not be changed."""

    def __init__(self, place: Range, text: str) -> None:
        self.Parent = place
        self.said = text

    def Text(self, text: str | None = None) -> str:
        if text is not None:
            if self.said.startswith(PLACEHOLDER):
                raise refuse("Method 'Text' of object 'Comment' failed")
            self.said = text
        return self.said

    def Delete(self) -> None:
        del self.Parent.sheet.notes[self.Parent.areas[0][:2]]


class Range(Com):
    """Cells, in one area or more."""

    NumberFormat = "General"
    ColumnWidth = RowHeight = 15.0
    WrapText = False
    HorizontalAlignment = VerticalAlignment = 1

    def __init__(self, sheet: Worksheet, areas: list[Area]) -> None:
        self.sheet = self.Worksheet = self.Parent = sheet
        self.Application = sheet.Application
        self.areas = areas
        self.Font, self.Borders = Com(), Com()

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for top, left, bottom, right in self.areas:
            yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))

    @property
    def Row(self) -> int:
        return self.areas[0][0]

    @property
    def Column(self) -> int:
        return self.areas[0][1]

    @property
    def Rows(self) -> Size:
        return Size(self.areas[0][2] - self.areas[0][0] + 1)

    @property
    def Columns(self) -> Size:
        return Size(self.areas[0][3] - self.areas[0][1] + 1)

    @property
    def Count(self) -> int:
        return len(list(self))

    @property
    def Address(self) -> str:
        return named(self.areas[0])

    def GetAddress(self, row: bool, column: bool, style: int, external: bool) -> str:
        return named(self.areas[0])

    def __call__(self, row: int, column: int) -> Range:
        return Range(self.sheet, [(self.Row + row - 1, self.Column + column - 1) * 2])

    def Select(self) -> None:
        assert self.sheet.Parent.ActiveSheet is self.sheet
        self.sheet.chosen = self

    # Values

    def _block(self, of: Any) -> Any:
        top, left, bottom, right = self.areas[0]
        rows = tuple(tuple(of(self.sheet.values.get((row, column))) for column in range(left, right + 1)) for row in range(top, bottom + 1))
        return rows if self.Count > 1 else rows[0][0]

    @property
    def Value(self) -> Any:
        if any(isinstance(self.sheet.values.get(spot), NoDay) for spot in self):
            raise refuse("Application-defined or object-defined error")
        return self._block(lambda value: None if value is None else value if not str(value).startswith("=HYPERLINK") else "B2")

    @Value.setter
    def Value(self, given: Any) -> None:
        top, left = self.areas[0][:2]
        rows = given if isinstance(given, list | tuple) else [[given]]
        for row, line in enumerate(rows, top):
            for column, value in enumerate(line, left):
                if value in ("", None):
                    self.sheet.values.pop((row, column), None)
                else:
                    self.sheet.values[row, column] = value.removeprefix("'") if isinstance(value, str) else value

    @property
    def Value2(self) -> Any:
        return self._block(lambda value: serial(value) if isinstance(value, dt.datetime) else value)

    @property
    def Formula(self) -> Any:
        return self._block(lambda value: "" if value is None else ERRORS.get(value, str(value)))

    @Formula.setter
    def Formula(self, given: Any) -> None:
        try:
            self.Value = float(given)
        except (TypeError, ValueError):
            self.Value = given

    # Looks

    @property
    def Interior(self) -> Interior:
        return Interior(self)

    def AutoFilter(self, Field: int) -> None:
        self.sheet.AutoFilter = Filter(self)

    # Notes

    @property
    def Comment(self) -> Comment | None:
        found: Comment | None = self.sheet.notes.get(self.areas[0][:2])
        return found

    def AddComment(self, text: str) -> Comment:
        if self.Comment is not None or self.sheet.ProtectDrawingObjects:
            raise refuse("Application-defined or object-defined error")
        self.sheet.notes[self.areas[0][:2]] = Comment(self, text)
        return self.sheet.notes[self.areas[0][:2]]

    @property
    def CommentThreaded(self) -> Com | None:
        if not self.Application.threads:
            raise AttributeError("CommentThreaded")
        return Com() if self.areas[0][:2] in self.sheet.threads else None


class Filter(Com):
    def __init__(self, place: Range) -> None:
        self.Range = place


class Cells(Com):
    """All cells of a sheet."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet

    def __call__(self, row: int, column: int) -> Range:
        return Range(self.sheet, [(row, column, row, column)])

    def AutoFit(self) -> None:
        """Heights of rows are not played."""

    def Find(self, What: str, LookIn: int, SearchOrder: int, SearchDirection: int, **more: Any) -> Range | None:
        """The last cell with something in it; rows that a filter hides are passed over."""
        assert (What, LookIn, SearchDirection) == ("*", -4123, 2)
        found = [spot for spot in self.sheet.values if spot[0] not in self.sheet.hidden]
        if not found:
            return None
        last = max(found, key=lambda spot: spot if SearchOrder == 1 else spot[::-1])
        return Range(self.sheet, [(*last, *last)])

"""Draws parts of a sheet on archived pages: no text is cut, what looks alike is drawn at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from .fitting import Fitted, at_most, free
from .layout import PAD, Canvas, Strip
from .paging import Piece
from .sheet import Spot, Text

ROUND = 2
"""Decimals of places on the paper, in points."""


class Paper(Canvas):
    """Draws parts of a sheet for the archive. Merged cells that go on to another page show their text on each."""

    def __init__(self, fitted: Fitted, scale: float) -> None:
        super().__init__(fitted.sheet, fitted.heights, scale)
        self.fitted = fitted
        self.last_column = max((text.last_column for text in fitted.sheet.texts), default=1 << 14)
        self._drawn: set[Spot] = set()
        self._cut = False

    def strips(self, places: list[float], shown: Sequence[tuple[int, int] | None], start: float) -> list[Strip]:
        """Rows or columns one after the other from `start` on."""
        found = []
        for first, last in filter(None, shown):
            found.append(Strip(first, last, start - places[first]))
            start += places[last + 1] - places[first]
        return found

    def stands(self, rows: tuple[int, int], columns: tuple[int, int]) -> bool:
        """Whether anything begins in these cells, or a picture lies over them."""
        area = rows[0], columns[0], rows[1], columns[1]
        return any(columns[0] <= text.column and rows[0] <= text.row for text in self.shown(*area)) or bool(self.pictures_of(rows, columns))

    def sheet_part(self, rows: list[Strip], columns: list[Strip], piece: Piece, bottom: float) -> list[dict[str, Any]]:
        """What stands where these rows and columns meet; of a row higher than the page only the part that is its turn."""
        self._drawn = set()
        if self.ys[piece.last + 1] + rows[-1].shift <= bottom + 1:
            return self.drawn(rows, columns)
        found = self.drawn(rows[:-1], columns) if rows[:-1] else []
        self._cut = True
        body = rows[-1]
        top = self.ys[body.first] + body.shift
        moved = replace(body, shift=body.shift - piece.start * self.scale)
        left, right = self.xs[columns[0].first] + columns[0].shift, self.xs[columns[-1].last + 1] + columns[-1].shift
        found += _cut(self.drawn([moved], columns), (left, top, right - left, bottom - top))
        self._cut = False
        return found

    def texts_of(self, rows: Sequence[Strip], columns: Sequence[Strip]) -> list[tuple[int, int, str]]:
        """Row, column and words of each text shown, in order."""
        return sorted(
            {
                (text.row, text.column, "".join(run for run, _ in text.runs))
                for row in rows
                for column in columns
                for text in self.shown(row.first, column.first, row.last, column.last)
            }
        )

    def pictures_of(self, rows: tuple[int, int], columns: tuple[int, int]) -> list[tuple[int, int, str]]:
        """Row, column and hash of each picture that lies over these cells."""
        found = []
        left, top, right, bottom = self.xs[columns[0]], self.ys[rows[0]], self.xs[columns[1] + 1], self.ys[rows[1] + 1]
        for picture in self.sheet.pictures:
            x, y, width, height = self._place(picture)
            if x < right and x + width > left and y < bottom and y + height > top:
                found.append((*picture.start[:2], sha256(picture.svg.encode()).hexdigest()))
        return found

    def _texts(self, rows: Strip, columns: Strip) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for text in self.shown(rows.first, columns.first, rows.last, columns.last):
            if (text.row, text.column) in self._drawn and text.column < columns.first:
                continue
            self._drawn.add((text.row, text.column))
            if thing := self._text(text, rows, columns):
                found.append(thing)
        return _together(found, "group", ("look", "turn"))

    def _room(self, text: Text, columns: Strip) -> tuple[float, float]:
        if text.wrap or text.turn or text.shrink:
            return 0.0, 0.0
        first, last = free(self.sheet, self.taken, text, (text.row, columns.first, text.row, columns.last))
        return self.xs[text.column] - self.xs[first], self.xs[last + 1] - self.xs[text.last_column + 1]

    def _lines(self, rows: Strip, columns: Strip) -> list[dict[str, Any]]:
        found = super()._lines(rows, columns)
        if self._cut:
            return found
        for line in found:
            places = [[round(x, ROUND), round(y, ROUND)] for x, y in (line.pop("from"), line.pop("to"))]
            line |= {"k": "lines", "items": [places]}
        return _together(
            sorted(found, key=lambda line: (line["width"], line["colour"], line["dash"])), "lines", ("width", "colour", "dash")
        )

    def _text(self, text: Text, rows: Strip, columns: Strip) -> dict[str, Any] | None:
        first_column, last_column = max(text.column, columns.first), min(text.last_column, columns.last)
        first_row, last_row = max(text.row, rows.first), min(text.last_row, rows.last)
        need = self.fitted.needs.get((text.row, text.column), 0.0) * self.scale
        low = text.row < rows.first or text.last_row > rows.last
        if low and need > self.ys[last_row + 1] - self.ys[first_row]:
            first_row, last_row = text.row, text.last_row
        else:
            low = False
        x, y = self.xs[first_column], self.ys[first_row]
        width, height = self.xs[last_column + 1] - x, self.ys[last_row + 1] - y
        if not width or not height:
            return None
        torn = text.column < columns.first or text.last_column > columns.last
        pad, indent = PAD * self.scale, text.indent * self.scale
        inner = max(width - 2 * pad - indent, 1.0)
        x, y = x + columns.shift + pad + (0 if text.across == "right" else indent), y + rows.shift
        look = text.runs[0][1]
        length = self.fitted.lengths.get((text.row, text.column))
        length = (at_most(text) if length is None else length) * self.scale
        across = "left" if text.across == "justify" else text.across
        simple = len(text.runs) == 1 and not (self._cut or low or look.underline or look.strike or "\n" in text.runs[0][0])
        if simple and (length <= inner if not text.turn else not text.wrap and need <= height):
            size = round(x, ROUND), round(y, ROUND), round(inner + 0.02, ROUND), round(height, ROUND)
            place = [*size, across, text.down, text.runs[0][0]]
            return {"k": "group", "look": look, "scale": self.scale, "turn": text.turn, "items": [place]}
        before, after = (0.0, 0.0) if torn else self._room(text, columns)
        return {
            "k": "text", "runs": text.runs, "scale": self.scale, "x": x, "y": y, "w": inner, "h": height, "before": before, "after": after,
            "across": text.across, "down": "top" if self._cut else text.down, "wrap": text.wrap and not (torn and length > inner),
            "turn": text.turn, "shrink": text.shrink or torn, "clip": self._rectangle(rows, columns) if low else None,
        }  # fmt: skip


def _together(things: list[dict[str, Any]], kind: str, keys: Sequence[str]) -> list[dict[str, Any]]:
    """Neighbours of a kind that look alike as one thing with the items of all."""
    found: list[dict[str, Any]] = []
    before: list[Any] | None = None
    for thing in things:
        look = [thing[key] for key in keys] if thing["k"] == kind else None
        if look is not None and look == before:
            found[-1]["items"] += thing["items"]
        else:
            found.append(thing)
        before = look
    return found


def _cut(things: list[dict[str, Any]], window: tuple[float, float, float, float]) -> list[dict[str, Any]]:
    """Things of a row that is higher than the page, without what lies outside of a window (left, top, width, height)."""
    left, top, width, height = window
    bottom = top + height
    found = []
    for thing in things:
        if thing["k"] == "line":
            (x, y), (end, low) = thing["from"], thing["to"]
            if y == low:
                thing |= {"from": [x, y], "to": [end, low]} if top <= y <= bottom else {"k": ""}
            else:
                thing |= {"from": [x, min(max(y, top), bottom)], "to": [end, min(max(low, top), bottom)]}
        elif thing["k"] == "fill":
            y = max(thing["y"], top)
            thing |= {"y": y, "h": min(thing["y"] + thing["h"], bottom) - y}
        else:
            thing["clip"] = [left, top, width, height]
        if thing["k"]:
            found.append(thing)
    return found

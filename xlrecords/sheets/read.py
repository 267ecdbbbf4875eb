"""Turns located blocks into records: every cell is brought to its kind's dtype once, and keeps its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import marks
from ..book import EMPTY, Cell
from ..form import Column, Form
from ..kind import UNREAD, Kind, empty, parse_date, parse_school_year, plain
from .locate import Block
from .records import Ints, Records

TOKENS = tuple(dict.fromkeys((*(str(digit) for digit in range(10)), *marks.PERIOD, *marks.LESSON)))
"""Categories of every `token` column."""
FAULTS = (
    "", "mark-unknown", "mark-out-of-scale", "mark-fractional", "mark-is-date", "mark-text-number", "mark-look-alike",
    "mark-with-absence", "cell-formula-error",
)  # fmt: skip
"""Categories of every `fault` column."""


class Codes(dict[Cell, int]):
    """Value -> small number, in order of first meeting; an empty cell is 0, as is each of `blanks`."""

    def __init__(self, blanks: Iterable[Cell] = ()) -> None:
        super().__init__(dict.fromkeys((EMPTY, *blanks), 0))

    def __missing__(self, value: Cell) -> int:
        self[value] = code = len(self)
        return code

    def encode(self, values: Sequence[Cell]) -> npt.NDArray[np.integer[Any]]:
        """Codes of values; through bytes while they are few, for that is the fastest way from a list to an array."""
        try:
            return np.frombuffer(bytes(map(self.__getitem__, values)), np.uint8)
        except ValueError:
            return np.fromiter(map(self.__getitem__, values), np.int32, len(values))


def read(form: Form, blocks: Sequence[Block], year: int | None = None) -> Records:
    """Records of all blocks of one form.

    Args:
        form: The form of every block.
        blocks: What `locate` found, in the order of sheet ids.
        year: First calendar year of the school year, for dates written without one on sheets that do not name it.

    Returns:
        Records; a value that cannot be read is missing there and listed in `unread`.
    """
    counts = np.array([len(block.lines) for block in blocks], np.int32)
    sheet_id = np.repeat(np.arange(len(blocks), dtype=np.int32), counts)
    lines = _ints(chain.from_iterable(block.lines for block in blocks)) + 1
    places = {column.name: _places(column.name, blocks) for column in form.columns}
    rows: dict[str, Any] = {"sheet_id": sheet_id, "row": lines}
    unread: list[pd.DataFrame] = []
    for column in form.columns:
        if column.kind.name == "period_mark":
            continue
        values = list(chain.from_iterable(_values(column, block) for block in blocks))
        rows[column.name], bad = _bring(values, column.kind)
        if bad.any():
            unread.append(_unread(sheet_id[bad], lines[bad], places[column.name][sheet_id[bad]], column.name))
    sheets, labels, bad_labels = _sheets(form, blocks)
    unread += bad_labels
    headings = _headings(form, blocks, sheets, year)
    lessons, bad_lessons = _lessons(form, blocks)
    places |= {column.name: _register_places(column.name, blocks) for column in form.lessons}
    unread += bad_lessons
    return Records(
        form=form,
        sheets=sheets,
        rows=pd.DataFrame(rows),
        terms=_terms(form, blocks, counts),
        headings=headings,
        grid=_grid(form, blocks, counts, headings),
        lessons=lessons,
        places=places,
        labels=labels,
        unread=pd.concat(unread, ignore_index=True) if unread else _unread(_ints(()), _ints(()), _ints(()), ""),
        faults=pd.DataFrame(
            [(index, row + 1, column + 1, rule) for index, block in enumerate(blocks) for row, column, rule in block.faults],
            columns=["sheet_id", "row", "column", "rule"],
        ),
        heading_rows=_ints(block.heading + 1 for block in blocks),
        cells=[block.rows for block in blocks],
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int32)


def _places(name: str, blocks: Sequence[Block]) -> Ints:
    return _ints(block.columns.get(name, (-1,))[0] + 1 for block in blocks)


def _register_places(name: str, blocks: Sequence[Block]) -> Ints:
    return _ints((block.register.columns.get(name, -1) if block.register else -1) + 1 for block in blocks)


def _unread(sheet_id: Ints, row: Ints, column: Ints, name: str) -> pd.DataFrame:
    return pd.DataFrame({"sheet_id": sheet_id, "row": row, "column": column, "name": name})


def _values(column: Column, block: Block) -> list[Cell]:
    """Cells of a column for the lines of a block; joined columns are one text; carried ones repeat the value above."""
    found = block.columns.get(column.name)
    if found is None:
        return [EMPTY] * len(block.lines)
    if len(found) > 1:
        return [" ".join(plain(block.rows[line][part]) for part in found).strip() for line in block.lines]
    rows, at = block.rows, found[0]
    values = [rows[line][at] for line in block.lines]
    if column.carried:
        above: Cell = EMPTY
        for index, value in enumerate(values):
            above = values[index] = above if empty(value) else value
    return values


def _bring(values: Sequence[Cell], kind: Kind) -> tuple[Any, npt.NDArray[np.bool_]]:
    """Values in the kind's dtype, and which of them could not be read."""
    known = Codes()
    codes = known.encode(values)
    empties = [empty(value) for value in known]
    parsed = [UNREAD if bare else kind.parse(value) for value, bare in zip(known, empties, strict=True)]
    blank = np.array(empties)
    unread = np.array([value is UNREAD for value in parsed]) & ~blank
    missing = blank | unread
    if kind.dtype == "category":
        index: dict[object, int] = {}
        merged = np.array(
            [-1 if miss else index.setdefault(value, len(index)) for value, miss in zip(parsed, missing, strict=True)],
            np.int32,
        )
        brought: Any = pd.Categorical.from_codes(merged[codes], list(index) if index else pd.Index([], dtype="str"))
    elif kind.dtype == "datetime64[s]":
        days = np.array([None if miss else value for value, miss in zip(parsed, missing, strict=True)], "datetime64[s]")
        brought = days[codes]
    else:
        numbers = np.array([np.nan if miss else value for value, miss in zip(parsed, missing, strict=True)], np.float64)[codes]
        brought = numbers if kind.dtype == "float64" else pd.array(numbers, dtype=kind.dtype)
    return brought, unread[codes]


def _sheets(form: Form, blocks: Sequence[Block]) -> tuple[pd.DataFrame, dict[str, tuple[Ints, Ints]], list[pd.DataFrame]]:
    """Frame of sheets with the values of their heads, places of these values, and what could not be read."""
    ids = np.arange(len(blocks), dtype=np.int32)
    data: dict[str, Any] = {
        "book": pd.Categorical([block.book for block in blocks]),
        "sheet": pd.Categorical([block.sheet for block in blocks]),
        "block": _ints(block.number for block in blocks),
    }
    labels: dict[str, tuple[Ints, Ints]] = {}
    unread = []
    for column in form.head:
        found = [_inherited(blocks, index, column.name) for index in range(len(blocks))]
        data[column.name], bad = _bring([value for _, _, value in found], column.kind)
        rows, columns = _ints(row + 1 for row, _, _ in found), _ints(column + 1 for _, column, _ in found)
        labels[column.name] = rows, columns
        if bad.any():
            unread.append(_unread(ids[bad], rows[bad], columns[bad], column.name))
    return pd.DataFrame(data, index=pd.Index(ids, name="sheet_id")), labels, unread


def _inherited(blocks: Sequence[Block], index: int, name: str) -> tuple[int, int, Cell]:
    """A value of a block's head, or of the nearest block above it on the same sheet that has one."""
    block = blocks[index]
    for above in range(index, -1, -1):
        other = blocks[above]
        if (other.book, other.sheet) != (block.book, block.sheet):
            break
        if name in other.heads:
            return other.heads[name]
    return -1, -1, EMPTY


def _headings(form: Form, blocks: Sequence[Block], sheets: pd.DataFrame, year: int | None) -> pd.DataFrame:
    """Frame of headings of the grid."""
    data: dict[str, Any] = {
        "sheet_id": np.repeat(np.arange(len(blocks), dtype=np.int32), [len(block.grid) for block in blocks]),
        "row": _joined([np.array(block.grid.rows, np.int32) for block in blocks], np.int32) + 1,
        "column": _joined([np.array(block.grid.columns, np.int32) for block in blocks], np.int32) + 1,
        "carried": _joined([np.array(block.grid.carried, np.bool_) for block in blocks], np.bool_),
    }
    if form.grid is not None and form.grid.heading.name == "date":
        years = [_first_year(value, year) for value in sheets["year"]] if "year" in sheets else [year] * len(blocks)
        ordinals = _joined(
            [_ordinals(block.grid.values, block.grid.months, known) for block, known in zip(blocks, years, strict=True)], np.int64
        )
        known_days = (ordinals >= dt.date(1920, 1, 1).toordinal()) & (ordinals <= dt.date(2100, 12, 31).toordinal())
        dates = (ordinals - dt.date(1970, 1, 1).toordinal()).astype("datetime64[D]").astype("datetime64[s]")
        data["date"] = np.where(known_days, dates, np.datetime64("NaT"))
    else:
        data["text"] = pd.Categorical([plain(value) for block in blocks for value in block.grid.values])
    return pd.DataFrame(data)


def _ordinals(values: Sequence[Cell], months: Sequence[int], year: int | None) -> npt.NDArray[np.int64]:
    """Days of headings, counted from the year 1; 0 where a heading is no date."""
    if set(map(type, values)) == {dt.date}:
        return np.fromiter(map(dt.date.toordinal, cast("Sequence[dt.date]", values)), np.int64, len(values))
    days = [day_of(value, month, year) for value, month in zip(values, months, strict=True)]
    return np.array([0 if day is None else day.toordinal() for day in days], np.int64)


def _first_year(value: object, otherwise: int | None) -> int | None:
    return int(value[:4]) if isinstance(value, str) and parse_school_year(value) is not UNREAD else otherwise


def day_of(value: Cell, month: int, year: int | None) -> dt.date | None:
    """Day of a heading: a date, a text date, or day and month in the school year that begins in `year`; None if unknown.

    Args:
        value: The heading: a date, text, or a day number.
        month: Month that stands above a day number, or 0.
        year: First calendar year of the school year, if it is known.
    """
    parsed = parse_date(value)
    if isinstance(parsed, dt.date):
        return parsed
    if year is None:
        return None
    if isinstance(value, str):
        parts = value.strip().rstrip("г.").replace("/", ".").replace("-", ".").split(".")
        numbers = [int(part) for part in parts if part.strip().isdigit()]
        if len(numbers) != 2:
            return None
        day, month = numbers
    elif isinstance(value, float) and month:
        day = int(value)
    else:
        return None
    try:
        return dt.date(year if month >= 9 else year + 1, month, day)
    except ValueError:
        return None


class _Marks:
    """Readings of all distinct cells, as arrays to take from: tokens are numbered through, cell by cell."""

    def __init__(self, known: Codes) -> None:
        readings = [marks.parse(value) for value in known]
        shown = [reading.tokens or ((None,) if reading.fault else ()) for reading in readings]
        self.counts = np.array([len(tokens) for tokens in shown], np.int32)
        self.starts = np.concatenate(([0], np.cumsum(self.counts)[:-1])).astype(np.int32)
        flat = [token for tokens in shown for token in tokens]
        order = {text: code for code, text in enumerate(TOKENS)}
        fault = {rule: code for code, rule in enumerate(FAULTS)}
        self.token = np.array([-1 if token is None else order[token.text] for token in flat], np.int8)
        self.mark = np.array([0 if token is None else token.mark for token in flat], np.int8)
        self.weight = np.array([1 if token is None else token.weight for token in flat], np.int16)
        self.fault = np.zeros(len(flat), np.int8)
        self.fault[self.starts[self.counts > 0]] = [fault[reading.fault] for reading in readings if reading.tokens or reading.fault]

    def frame(self, codes: Ints, columns: dict[str, npt.NDArray[Any]]) -> pd.DataFrame:
        """Columns taken for the tokens of each cell, with token, mark, weight and fault; second tokens of cells stand last."""
        counts, at = self.counts[codes], self.starts[codes]
        if counts.min(initial=1) != 1 or counts.max(initial=1) != 1:
            # Few cells say nothing or several things, so the rest is not sorted: further tokens follow at the end.
            order = [np.flatnonzero(counts > nth) for nth in range(int(counts.max(initial=1)))]
            at = np.concatenate([at[cells] + nth for nth, cells in enumerate(order)])
            taken = np.concatenate(order)
            columns = {name: values[taken] for name, values in columns.items()}
        return pd.DataFrame(
            {
                **columns,
                "token": pd.Categorical.from_codes(self.token[at], dtype=TOKEN_DTYPE),
                "mark": self.mark[at],
                "weight": self.weight[at],
                "fault": pd.Categorical.from_codes(self.fault[at], dtype=FAULT_DTYPE),
            },
            copy=False,
        )


TOKEN_DTYPE = pd.CategoricalDtype(TOKENS)
FAULT_DTYPE = pd.CategoricalDtype(FAULTS)


def _joined(parts: list[npt.NDArray[Any]], dtype: Any) -> npt.NDArray[Any]:
    return np.concatenate(parts).astype(dtype, copy=False) if parts else np.empty(0, dtype)


def _grid(form: Form, blocks: Sequence[Block], counts: Ints, headings: pd.DataFrame) -> pd.DataFrame:
    """Long frame of the grid: one row a token."""
    known = Codes(form.grid.blanks if form.grid is not None else ())
    codes_of: list[npt.NDArray[np.integer[Any]]] = []
    lines_of: list[Ints] = []
    headings_of: list[Ints] = []
    line = heading = 0
    for block, count in zip(blocks, counts, strict=True):
        if len(block.grid) and count:
            columns = block.grid.columns
            first, last = columns[0], columns[-1] + 1
            flat = list(chain.from_iterable([block.rows[index][first:last] for index in block.lines]))
            codes = known.encode(flat).reshape(count, last - first)
            if len(columns) < last - first:
                codes = codes[:, np.array(columns) - first]
            flat_codes = codes.ravel()
            filled = np.flatnonzero(flat_codes).astype(np.int32)
            i = filled // np.int32(len(columns))
            codes_of.append(flat_codes[filled])
            lines_of.append(i + np.int32(line))
            headings_of.append(filled - i * np.int32(len(columns)) + np.int32(heading))
        line += int(count)
        heading += len(block.grid)
    at, under = _joined(lines_of, np.int32), _joined(headings_of, np.int32)
    all_lines = _ints(chain.from_iterable(block.lines for block in blocks)) + 1
    placed = {
        "sheet_id": headings["sheet_id"].to_numpy()[under],
        "line": at,
        "row": all_lines[at],
        "column": headings["column"].to_numpy().astype(np.int16)[under],
        "heading": under,
    }
    frame = _Marks(known).frame(_joined(codes_of, np.int32), placed)
    if "date" in headings:
        frame["date"] = headings["date"].to_numpy()[frame["heading"].to_numpy()]
    return frame


def _terms(form: Form, blocks: Sequence[Block], counts: Ints) -> pd.DataFrame:
    """Long frame of marks for periods."""
    names = [column.name for column in form.columns if column.kind.name == "period_mark"]
    known = Codes()
    sheet_id = np.repeat(np.arange(len(blocks), dtype=np.int32), counts)
    rows = _ints(chain.from_iterable(block.lines for block in blocks)) + 1
    parts: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in ("line", "column", "term", "code")}
    start = 0
    for block, count in zip(blocks, counts.tolist(), strict=True):
        shown = [(number, block.columns[name][0]) for number, name in enumerate(names) if name in block.columns]
        if shown and count:
            terms, columns = zip(*shown, strict=True)
            cells = map(itemgetter(*columns), (block.rows[line] for line in block.lines))
            codes = known.encode(list(cells if len(columns) == 1 else chain.from_iterable(cells)))
            filled = np.flatnonzero(codes)
            parts["line"].append(filled // len(columns) + start)
            parts["column"].append(np.array(columns)[filled % len(columns)] + 1)
            parts["term"].append(np.array(terms)[filled % len(columns)])
            parts["code"].append(codes[filled])
        start += count
    line = _joined(parts["line"], np.int32)
    placed = {"sheet_id": sheet_id[line], "line": line, "row": rows[line], "column": _joined(parts["column"], np.int16)}
    frame = _Marks(known).frame(_joined(parts["code"], np.int32), placed | {"term": _joined(parts["term"], np.int8)})
    frame["term"] = pd.Categorical.from_codes(frame["term"], names if names else pd.Index([], dtype="str"))
    return frame


def _lessons(form: Form, blocks: Sequence[Block]) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Frame of registers of lessons; rows with neither date nor topic are no lessons."""
    sheet_ids: list[int] = []
    rows: list[int] = []
    values: dict[str, list[Cell]] = {column.name: [] for column in form.lessons}
    for index, block in enumerate(blocks):
        register = block.register
        if register is None:
            continue
        date, topic = register.columns["lesson_date"], register.columns["topic"]
        found = [
            row for row in range(register.first, register.last) if not (empty(block.rows[row][date]) and empty(block.rows[row][topic]))
        ]
        sheet_ids += [index] * len(found)
        rows += [row + 1 for row in found]
        for name, taken in values.items():
            at = register.columns.get(name)
            taken += [EMPTY] * len(found) if at is None else [block.rows[row][at] for row in found]
    ids, lines = _ints(sheet_ids), _ints(rows)
    data: dict[str, Any] = {"sheet_id": ids, "row": lines}
    unread = []
    for column in form.lessons:
        data[column.name], bad = _bring(values[column.name], column.kind)
        if bad.any():
            unread.append(_unread(ids[bad], lines[bad], _register_places(column.name, blocks)[ids[bad]], column.name))
    return pd.DataFrame(data), unread

"""Schemas of a form's records for pandera, one a part, and their failures as places.

What a schema says of a value does not depend on the others, so each distinct value is judged once and remembered: a batch
costs one lazy validate of what was not met before.
"""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, repeat
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

os.environ.setdefault("DISABLE_PANDERA_IMPORT_WARNING", "True")

import pandera.pandas as pa
from pandera.errors import SchemaErrors

from ..form import Column, Form
from ..marks import PERIOD, SCALE, SYMBOLS
from .read import FAULTS, TOKENS
from .records import Records

EMPTY_CELL = "cell-empty"
REMEMBERED = 65_536
"""So many values of a column are remembered."""
Codes: TypeAlias = npt.NDArray[np.integer[Any]]
Failed: TypeAlias = tuple[Any, Any, Any, Any, Any]
"""Failures of one sort as columns: rule, sheet_id, row, column, name."""


def checks(column: Column) -> list[pa.Check]:
    """Checks of a column's kind, each named by the rule that its failure breaks."""
    kind = column.kind
    found = []
    if kind.choices:
        found.append(pa.Check.isin(list(kind.choices), error="not-in-list"))
    if kind.least is not None and kind.most is not None:
        found.append(pa.Check.in_range(kind.least, kind.most, error="out-of-range"))
    elif kind.least is not None:
        found.append(pa.Check.ge(kind.least, error="out-of-range"))
    if kind.pattern:
        found.append(pa.Check.str_matches(kind.pattern, error="bad-format"))
    return found


@lru_cache(1024)
def columns_schema(columns: tuple[Column, ...]) -> pa.DataFrameSchema:
    """Schema of a table of these columns."""
    return pa.DataFrameSchema(
        {column.name: pa.Column(column.kind.dtype, checks(column), nullable=not column.required) for column in columns}
    )


@lru_cache(1024)
def marks_schema(alphabet: tuple[str, ...]) -> pa.DataFrameSchema:
    """Schema of marks, whose `verdict` is the rule a cell breaks, or else its token."""
    return pa.DataFrameSchema({"verdict": pa.Column("category", pa.Check.isin(list(alphabet), error="alphabet"))})


def failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> list[tuple[str, str, int]]:
    """Failures of one lazy validate: column, check, label of the row."""
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases[["column", "check", "index"]].dropna(subset=["index"])
        return [(column, check, int(index)) for column, check, index in cases.itertuples(index=False)]
    return []


@dataclass(frozen=True, slots=True)
class Judged:
    """A column that can be wrong, since it is required or limited, and which rules each value of it breaks; a missing value is None.

    Of a column that is only required it matters whether a value is there, and not which.
    """

    column: Column
    limited: bool
    broken: dict[Hashable, tuple[str, ...]] = field(default_factory=dict)

    def coded(self, values: pd.Series) -> tuple[Codes, list[Hashable]]:
        """Code of each value, -1 where it is missing, and the value of each code, the missing one last."""
        if not self.limited:
            return -values.isna().to_numpy().astype(np.int8), [True, None]
        if self.column.kind.dtype == "category":
            return values.cat.codes.to_numpy(), [*values.cat.categories, None]
        codes, known = pd.factorize(values)
        return codes, [*known.tolist(), None]


@lru_cache(1024)
def judged(columns: tuple[Column, ...]) -> tuple[Judged, ...]:
    """Those of some columns that can be wrong; marks have their own schema."""
    found = ((column, bool(checks(column))) for column in columns if column.kind.name != "period_mark")
    return tuple(Judged(column, limited) for column, limited in found if limited or column.required)


def broken(columns: tuple[Column, ...], frame: pd.DataFrame) -> Iterator[tuple[str, str, npt.NDArray[np.intp]]]:
    """Name of a column, a rule that values of it break, and the positions of these in the frame."""
    if frame.empty:
        return
    coded = [(item, *item.coded(frame[item.column.name])) for item in judged(columns)]
    _learn(coded, frame)
    for item, codes, values in coded:
        found = [item.broken.get(value, ()) for value in values]
        for rule in dict.fromkeys(chain.from_iterable(found)):
            yield item.column.name, rule, np.flatnonzero(np.array([rule in rules for rules in found])[codes])


def _learn(coded: Sequence[tuple[Judged, Codes, list[Hashable]]], frame: pd.DataFrame) -> None:
    """Judge the values that were not met before, all columns in one validate: shorter ones repeat a value."""
    met: list[tuple[Judged, list[Hashable], list[int]]] = []
    for item, codes, values in coded:
        if len(item.broken) > REMEMBERED:
            item.broken.clear()
        if not all(value in item.broken for value in values):
            found, first = np.unique(codes, return_index=True)
            new = [(values[code], at) for code, at in zip(found.tolist(), first.tolist(), strict=True) if values[code] not in item.broken]
            if new:
                met.append((item, [value for value, _ in new], [at for _, at in new]))
    if not met:
        return
    length = max(len(places) for _, _, places in met)
    sample = {
        item.column.name: frame[item.column.name].take([*places, *repeat(places[0], length - len(places))]) for item, _, places in met
    }
    schema = columns_schema(tuple(item.column for item, _, _ in met))
    refused = failures(schema, pd.DataFrame({name: column.reset_index(drop=True) for name, column in sample.items()}))
    for item, values, _ in met:
        rules: list[tuple[str, ...]] = [()] * length
        for name, check, at in refused:
            if name == item.column.name:
                rules[at] += (EMPTY_CELL if check == "not_nullable" else check,)
        item.broken.update(zip(values, rules, strict=False))


def judge(records: Records, scale: Sequence[str] = SCALE, symbols: Sequence[str] | None = None) -> pd.DataFrame:
    """All that the schemas of a form refuse in its records.

    Args:
        records: Records of one form.
        scale: Marks of the school's scale, as text.
        symbols: Letters the school uses; None: all that the grammar knows.

    Returns:
        One line a failure: rule, sheet_id, row, column (1-based; 0 and 0: the sheet has no such label), name.
    """
    unread = records.unread
    parts = [*_columns(records), *_marks(records, scale, symbols)]
    if len(unread):
        parts.append((["cell-unreadable"] * len(unread), *(unread[name].to_numpy() for name in PLACED[1:])))
    if not parts:
        return pd.DataFrame({name: [] for name in PLACED})
    found = pd.DataFrame({name: np.concatenate(values) for name, values in zip(PLACED, zip(*parts, strict=True), strict=True)})
    if not len(unread):
        return found
    places = pd.MultiIndex.from_frame(found[["sheet_id", "row", "column"]])
    echo = (found["rule"] == EMPTY_CELL) & places.isin(pd.MultiIndex.from_frame(unread[["sheet_id", "row", "column"]]))
    return found[~echo].reset_index(drop=True)


PLACED = ("rule", "sheet_id", "row", "column", "name")


def _columns(records: Records) -> Iterator[Failed]:
    form: Form = records.form
    for frame, columns in ((records.rows, form.columns), (records.lessons, form.lessons)):
        for name, rule, at in broken(columns, frame):
            sheet_id = frame["sheet_id"].to_numpy()[at]
            there = records.places[name][sheet_id] > 0
            sheet_id, at = sheet_id[there], at[there]
            yield _named(rule, len(at)), sheet_id, frame["row"].to_numpy()[at], records.places[name][sheet_id], _named(name, len(at))
    filled = np.unique(records.rows["sheet_id"].to_numpy())
    for name, rule, at in broken(form.head, records.sheets.take(filled)):
        rows, places = (label[filled[at]] for label in records.labels[name])
        rules = np.where(rows == 0, "label-missing", rule).astype(object)
        yield rules, filled[at], rows, places, _named(name, len(at))


def _named(word: str, count: int) -> npt.NDArray[np.object_]:
    return np.full(count, word, object)


VERDICTS = (*TOKENS, *FAULTS[1:])
"""What may be said of a mark: its token, or the rule that its cell breaks."""


@lru_cache(1024)
def refused_verdicts(alphabet: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Which of the verdicts an alphabet does not have; the last is that of a cell without one."""
    verdicts = pd.DataFrame({"verdict": pd.Categorical([*VERDICTS, None], VERDICTS)})
    refused = np.zeros(len(verdicts), bool)
    refused[[at for _, _, at in failures(marks_schema(alphabet), verdicts)]] = True
    return refused


def _marks(records: Records, scale: Sequence[str], symbols: Sequence[str] | None) -> Iterator[Failed]:
    form = records.form
    tables: list[tuple[pd.DataFrame, tuple[str, ...]]] = [(records.terms, PERIOD)]
    if form.grid is not None:
        tables.append((records.grid, form.grid.alphabet))
    for frame, alphabet in tables:
        allowed = tuple(
            token
            for token in dict.fromkeys((*alphabet, *(scale if SCALE[0] in alphabet else ())))
            if (token not in SCALE or token in scale) and (symbols is None or token not in SYMBOLS or token in symbols)
        )
        fault, token = (frame[name].cat.codes.to_numpy().astype(np.int16) for name in ("fault", "token"))
        at = np.flatnonzero(refused_verdicts(allowed)[np.where(fault > 0, fault + len(TOKENS) - 1, token)])
        if not len(at):
            continue
        sheet_id, row, column = (frame[name].to_numpy()[at] for name in ("sheet_id", "row", "column"))
        number = (frame["mark"].to_numpy()[at] > 0) | (token[at] == TOKENS.index("0"))
        misplaced = np.where(number, "mark-out-of-scale" if SCALE[0] in alphabet else "mark-in-ungraded", "mark-misplaced")
        rule = np.where(fault[at] > 0, np.array(FAULTS, object)[fault[at]], misplaced)
        cells = (sheet_id.astype(np.int64) << 40) + (row.astype(np.int64) << 20) + column
        first = np.sort(np.unique(cells, return_index=True)[1])  # a cell with two refused marks is refused once
        yield rule[first], sheet_id[first], row[first], column[first], _named("", len(first))

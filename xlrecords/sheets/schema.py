"""Schemas of a form's records for pandera, one a part, and their failures as places. One lazy validate a part and batch."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import pandas as pd

os.environ.setdefault("DISABLE_PANDERA_IMPORT_WARNING", "True")

import pandera.pandas as pa
from pandera.errors import SchemaErrors

from ..form import Column, Form
from ..marks import PERIOD, SCALE, SYMBOLS
from .records import Records

EMPTY_CELL = "cell-empty"


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


@cache
def columns_schema(columns: tuple[Column, ...]) -> pa.DataFrameSchema:
    """Schema of a table: the columns of a form that can be wrong, since they are required or limited. Marks have their own."""
    return pa.DataFrameSchema(
        {
            column.name: pa.Column(column.kind.dtype, checks(column), nullable=not column.required)
            for column in columns
            if column.kind.name != "period_mark" and (column.required or checks(column))
        }
    )


@cache
def marks_schema(alphabet: tuple[str, ...]) -> pa.DataFrameSchema:
    """Schema of a long frame of marks, whose `verdict` is the rule a cell breaks, or else its token."""
    return pa.DataFrameSchema({"verdict": pa.Column("category", pa.Check.isin(list(alphabet), error="alphabet"))})


def failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> pd.DataFrame:
    """Failures of one lazy validate: column, check, failure_case, label of the row; empty if the frame is as it should be."""
    if frame.empty:
        return pd.DataFrame({"column": [], "check": [], "failure_case": [], "index": []})
    try:
        schema.validate(frame[list(schema.columns)], lazy=True, inplace=True)
    except SchemaErrors as errors:
        return errors.failure_cases[["column", "check", "failure_case", "index"]].dropna(subset=["index"])
    return pd.DataFrame({"column": [], "check": [], "failure_case": [], "index": []})


def judge(records: Records, scale: Sequence[str] = SCALE, symbols: Sequence[str] | None = None) -> pd.DataFrame:
    """All that the schemas of a form refuse in its records.

    Args:
        records: Records of one form.
        scale: Marks of the school's scale, as text.
        symbols: Letters the school uses; None: all that the grammar knows.

    Returns:
        One line a failure: rule, sheet_id, row, column (1-based; 0 and 0: the sheet has no such label), name.
    """
    parts = [*_columns(records), *_marks(records, scale, symbols)]
    unread = records.unread
    if len(unread):
        parts.append(unread.assign(rule="cell-unreadable"))
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame({"rule": [], "sheet_id": [], "row": [], "column": [], "name": []})
    found = pd.concat(parts, ignore_index=True)[["rule", "sheet_id", "row", "column", "name"]]
    unreadable = found["rule"] == "cell-unreadable"
    echo = (found["rule"] == EMPTY_CELL) & pd.MultiIndex.from_frame(found[["sheet_id", "row", "column"]]).isin(
        pd.MultiIndex.from_frame(found.loc[unreadable, ["sheet_id", "row", "column"]])
    )
    return found[~echo].reset_index(drop=True)


def _columns(records: Records) -> Iterator[pd.DataFrame]:
    form: Form = records.form
    for frame, columns in ((records.rows, form.columns), (records.lessons, form.lessons)):
        cases = failures(columns_schema(columns), frame)
        if len(cases):
            index = cases["index"].astype(int).to_numpy()
            sheet_id = frame["sheet_id"].to_numpy()[index]
            places = np.array([records.places[name][sheet] for name, sheet in zip(cases["column"], sheet_id, strict=True)])
            yield _placed(cases, sheet_id, frame["row"].to_numpy()[index], places)[places > 0]
    filled = records.sheets[records.sheets.index.isin(records.rows["sheet_id"])]
    cases = failures(columns_schema(form.head), filled)
    if len(cases):
        sheet_id = cases["index"].astype(int).to_numpy()
        labels = [records.labels[name] for name in cases["column"]]
        rows = np.array([label[0][sheet] for label, sheet in zip(labels, sheet_id, strict=True)])
        columns_at = np.array([label[1][sheet] for label, sheet in zip(labels, sheet_id, strict=True)])
        placed = _placed(cases, sheet_id, rows, columns_at)
        placed.loc[rows == 0, "rule"] = "label-missing"
        yield placed


def _placed(cases: pd.DataFrame, sheet_id: object, row: object, column: object) -> pd.DataFrame:
    rule = cases["check"].replace("not_nullable", EMPTY_CELL).to_numpy()
    return pd.DataFrame({"rule": rule, "sheet_id": sheet_id, "row": row, "column": column, "name": cases["column"].to_numpy()})


def _verdicts(frame: pd.DataFrame) -> pd.Categorical:
    """The fault of each token's cell, or else the token."""
    tokens, faults = frame["token"].cat, frame["fault"].cat
    fault = faults.codes.to_numpy().astype(np.int16)
    codes = np.where(fault > 0, fault + len(tokens.categories) - 1, tokens.codes.to_numpy())
    return pd.Categorical.from_codes(codes, [*tokens.categories, *faults.categories[1:]])


def _marks(records: Records, scale: Sequence[str], symbols: Sequence[str] | None) -> Iterator[pd.DataFrame]:
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
        cases = failures(marks_schema(allowed), pd.DataFrame({"verdict": _verdicts(frame)}))
        if not len(cases):
            continue
        index = cases["index"].astype(int).to_numpy()
        where = frame.iloc[index]
        fault = where["fault"].astype(str).to_numpy()
        digit = where["mark"].to_numpy() > 0
        zero = (where["token"] == "0").to_numpy()
        graded = SCALE[0] in alphabet
        misplaced = np.where((digit | zero) & graded, "mark-out-of-scale", np.where(digit | zero, "mark-in-ungraded", "mark-misplaced"))
        rule = np.where(fault != "", fault, misplaced)
        placed = pd.DataFrame(
            {
                "rule": rule,
                "sheet_id": where["sheet_id"].to_numpy(),
                "row": where["row"].to_numpy(),
                "column": where["column"].to_numpy(),
                "name": "",
            }
        )
        yield placed.drop_duplicates(["sheet_id", "row", "column"])

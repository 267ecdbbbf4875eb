"""Rules of the class summary: it repeats the journals and counts right (V12)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..attestation.results import line_terms
from ..forms import SUMMARIES
from ..issue import Severity
from ..kind import TERMS, fold, plain
from ..people import identity
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings

NAME_OF_TERM = np.array([*TERMS, ""], object)
"""Names of terms by `line_terms`; the last one, at -1, is none."""
NAMES = [f"count_{name}" for name in ("5", "4", "3", "2", "na")]


def _who(records: Records, school: School) -> np.ndarray:
    """Who each line is: the person of the class list, or the tidied name where no list was read; None where unsure."""
    if school.roster is not None:
        return np.array([int(person) if person >= 0 else None for person in school.persons(records)], object)
    return np.array([identity(-1, name) if isinstance(name, str) else None for name in records.rows["student"]], object)


def _journal_marks(school: School) -> tuple[dict[tuple[Any, ...], tuple[str, str]], set[tuple[str, str, str]]]:
    """Marks of the journals by (class, subject, term, who): token and place; and which (class, subject, term) have a column."""
    journals = school.records["class_journal"]
    groups = school.sheet_groups(journals)
    subjects = [school.subject(value) if isinstance(value, str) else "" for value in journals.sheets["subject"]]
    who = _who(journals, school)
    shown = {
        (groups[sheet], subjects[sheet], term)
        for term, columns in journals.places.items()
        if term in TERMS
        for sheet in np.flatnonzero(columns)
    }
    known: dict[tuple[Any, ...], tuple[str, str]] = {}
    lines = zip(journals.rows["sheet_id"].tolist(), journals.rows["row"].tolist(), who, strict=True)
    for sheet, row, person in lines:
        for term, columns in journals.places.items():
            if term in TERMS and columns[sheet] and person is not None:
                known.setdefault((groups[sheet], subjects[sheet], term, person), ("", journals.where(sheet, row, int(columns[sheet]))))
    terms = journals.terms
    shown_cells = terms[["sheet_id", "line", "row", "column", "term", "fault"]].assign(token=terms["token"].astype(object))
    for sheet, line, row, column, term, fault, token in shown_cells.itertuples(index=False):
        if who[line] is not None:
            text = token if isinstance(token, str) else "?" if fault else ""
            known[groups[sheet], subjects[sheet], term, who[line]] = text, journals.where(sheet, row, column)
    return known, shown


@rule(
    "summary-differs", title="Сводная не совпадает с журналом", forms=SUMMARIES, clause="4.4", code="V12",
    message="{subject}, {term}: в сводной {given}, в журнале {kept} ({where})", fix="Сверьте обе отметки и исправьте ошибочную.",
)  # fmt: skip
def summary_differs(records: Records, school: School) -> pd.DataFrame:
    """Cells of the summary against the marks for the period in the journals; where either is unreadable, that is reported alone."""
    if "class_journal" not in school.records or records.rows.empty or records.headings.empty:
        return findings()
    known, shown = school.once("journal_marks", "class_journal", lambda: _journal_marks(school))
    groups, who, term_of_line = school.groups(records).astype(object).to_numpy(), _who(records, school), NAME_OF_TERM[line_terms(records)]
    grid = records.grid
    tokens = {
        (line, heading): (token if isinstance(token, str) else "?")
        for line, heading, token in zip(grid["line"], grid["heading"], grid["token"].astype(object), strict=True)
    }
    by_sheet: dict[int, list[tuple[int, int, str]]] = {}
    for heading, (sheet, column, text) in enumerate(records.headings[["sheet_id", "column", "text"]].itertuples(index=False)):
        by_sheet.setdefault(sheet, []).append((heading, column, school.subject(text)))
    found = []
    for line, (sheet, row) in enumerate(records.rows[["sheet_id", "row"]].itertuples(index=False)):
        if who[line] is None:
            continue
        for heading, column, subject in by_sheet.get(sheet, ()):
            if (groups[line], subject, term_of_line[line]) not in shown:
                continue
            kept, where = known.get((groups[line], subject, term_of_line[line], who[line]), ("", ""))
            given = tokens.get((line, heading), "")
            if given != kept and where and "?" not in (given, kept):
                shown_given, shown_kept = (f"«{text}»" if text else "пусто" for text in (given, kept))
                title = plain(records.headings["text"].iat[heading])
                found.append((sheet, row, column, title, TERMS[term_of_line[line]], shown_given, shown_kept, where))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "subject", "term", "given", "kept", "where"])


def _counts(records: Records) -> dict[str, Any]:
    """For each line: marks of each kind, their sum and their number, and whether a cell of it is unreadable."""
    grid, size = records.grid, len(records.rows)
    line, token = grid["line"].to_numpy(), grid["token"].astype(object).to_numpy()
    mark = grid["mark"].to_numpy().astype(np.int64)
    counts: dict[str, Any] = {
        f"count_{name}": np.bincount(line[token == text], minlength=size) for name, text in zip("5432", "5432", strict=True)
    }
    counts["count_na"] = np.bincount(line[token == "н/а"], minlength=size)
    counts["number"] = np.bincount(line[mark > 0], minlength=size)
    counts["sum"] = np.bincount(line, mark, size).astype(np.int64)
    counts["unsure"] = np.bincount(line[grid["fault"].to_numpy() != ""], minlength=size) > 0
    return counts


def _settled(records: Records, school: School) -> np.ndarray:
    """Lines whose marks agree with the journals: totals of the others are judged when their marks are mended."""
    find = summary_differs.find
    assert find is not None
    differing = pd.MultiIndex.from_frame(find(records, school)[["sheet_id", "row"]])
    settled: np.ndarray = ~pd.MultiIndex.from_frame(records.rows[["sheet_id", "row"]]).isin(differing)
    return settled


@rule(
    "summary-average-differs", title="Средний балл посчитан неверно", forms=("grade_summary",), clause="4.4", code="V12",
    message="средний балл {value}, а по отметкам строки {expected} ({total} : {number})", fix="Пересчитайте средний балл.",
)  # fmt: skip
def summary_average_differs(records: Records, school: School) -> pd.DataFrame:
    """Written averages against the marks of their row, both to two decimals, half up."""
    given = records.rows["average"].to_numpy()
    if records.rows.empty or np.isnan(given).all():
        return findings()
    counts = _counts(records)
    number, total = counts["number"], counts["sum"]
    hundredths = (200 * total + number) // np.maximum(2 * number, 1)
    written = np.floor(np.nan_to_num(given) * 100 + 0.5 + 1e-9).astype(np.int64)
    wrong = ~np.isnan(given) & (number > 0) & (written != hundredths) & ~counts["unsure"]
    if wrong.any():
        wrong &= _settled(records, school)
    rows = records.rows[wrong]
    shown = [f"{value // 100},{value % 100:02d}" for value in hundredths[wrong]]
    return findings(
        sheet_id=rows["sheet_id"], row=rows["row"], column=records.column("average", rows["sheet_id"]),
        expected=shown, total=total[wrong], number=number[wrong],
    )  # fmt: skip


@rule(
    "summary-count-differs", title="Число отметок посчитано неверно", forms=("grade_summary",), clause="4.4", code="V12",
    message="«{title}»: записано {value}, а в строке {expected}", fix="Пересчитайте отметки в строке.",
)  # fmt: skip
def summary_count_differs(records: Records, school: School) -> pd.DataFrame:
    """Written numbers of fives, fours, ... against the marks of their row."""
    if records.rows.empty:
        return findings()
    counts, parts, settled = _counts(records), [], None
    for name in NAMES:
        given = records.rows[name]
        wrong = (given.notna() & (given != pd.array(counts[name], dtype="Int32"))).fillna(False).to_numpy(dtype=bool) & ~counts["unsure"]
        if wrong.any():
            settled = _settled(records, school) if settled is None else settled
            wrong &= settled
        rows = records.rows[wrong]
        title = records.form.column(name).title
        parts.append(
            findings(
                sheet_id=rows["sheet_id"],
                row=rows["row"],
                column=records.column(name, rows["sheet_id"]),
                title=title,
                expected=counts[name][wrong],
            )
        )
    return pd.concat(parts, ignore_index=True)


@rule(
    "behaviour-off-scale", title="Оценка поведения не из шкалы школы", forms=SUMMARIES, clause="4.1", severity=Severity.WARNING, code="V01",
    message="оценка поведения «{value}» не из шкалы школы: {scale}",
    fix="Выберите оценку из шкалы или исправьте настройку «Шкала оценки поведения».",
)  # fmt: skip
def behaviour_off_scale(records: Records, school: School) -> pd.DataFrame:
    """Marks for behaviour that the school's scale does not have; without a scale none is judged. They are in no mean (P6)."""
    scale = school.policy.values.get("behaviour_scale")
    if not isinstance(scale, tuple) or not scale:
        return findings()
    known = {fold(word) for word in scale}
    rows = records.rows[[isinstance(text, str) and fold(text) not in known for text in records.rows["behaviour"]]]
    column = records.column("behaviour", rows["sheet_id"])
    return findings(sheet_id=rows["sheet_id"], row=rows["row"], column=column, scale="; ".join(scale))


RULES: tuple[Rule, ...] = (behaviour_off_scale, summary_differs, summary_average_differs, summary_count_differs)

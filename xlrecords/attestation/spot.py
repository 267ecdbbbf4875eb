"""What a cell of a journal or of a summary is: whose mark, of which day or term, and why (п. 2.4, 4.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from ..forms import SUMMARIES
from ..kind import DATED_TERMS, TERMS
from ..marks import MEANINGS
from ..school import School
from ..sheets.records import Records
from ..totals import heading_terms, weighed, works
from .results import JOURNAL, NAMES, line_terms, results, students_of_lines
from .why import of_mark


def told(school: School, book: str, sheet: str, row: int, column: int) -> list[str]:
    """What stands in a cell, in sentences.

    Args:
        school: The school; sheets of its earlier years are looked through too.
        book: Name of the book.
        sheet: Name of the sheet.
        row: Row of the cell, from 1.
        column: Column of the cell, from 1.

    Returns:
        The chain of a mark for a term, the year or a final one (`why.of_mark`); for a mark of a day whose it is, the day, what it
        means, the kind of work and the weight; nothing for any other cell.
    """
    for era in (school, *school.past):
        for name, records in era.records.items():
            for sheet_id in tables_of(records, book, sheet):
                if (lines := _of_term(era, name, records, sheet_id, row, column)) or (
                    lines := _of_day(era, records, sheet_id, row, column)
                ):
                    return lines
    return []


def tables_of(records: Records, book: str, sheet: str) -> list[int]:
    """Tables of a form on a sheet."""
    here = (records.sheets["book"] == book).to_numpy() & (records.sheets["sheet"] == sheet).to_numpy()
    found: list[int] = np.flatnonzero(here).tolist()
    return found


def entry_at(records: Records, sheet_id: int, row: int) -> int:
    """Index of the entry in a row of a sheet; -1: there is none."""
    rows = records.rows
    found = np.flatnonzero((rows["sheet_id"] == sheet_id).to_numpy() & (rows["row"] == row).to_numpy())
    return int(found[0]) if len(found) else -1


def _of_term(school: School, form: str, records: Records, sheet_id: int, row: int, column: int) -> list[str]:
    line = entry_at(records, sheet_id, row)
    students = students_of_lines(school, form)
    if line < 0 or students is None or students[line] < 0:
        return []
    term, subject = _term_and_subject(school, form, records, sheet_id, line, column)
    if not term or not subject:
        return []
    frame = results(school)
    same = (frame["student"] == students[line]) & (frame["subject"] == subject) & (frame["term"] == term)
    index = frame.index[same.to_numpy(bool)]
    return of_mark(school, int(index[0])) if len(index) else []


def _term_and_subject(school: School, form: str, records: Records, sheet_id: int, line: int, column: int) -> tuple[str, str]:
    """Name of the term and title of the subject of a mark; empty texts where the cell is for none."""
    if form == JOURNAL:
        term = next((name for name in NAMES if records.places[name][sheet_id] == column), "")
        return term, school.subject_title(records.sheets["subject"].iat[sheet_id])
    if form not in SUMMARIES:
        return "", ""
    at, heading = int(line_terms(records)[line]), _heading(records, sheet_id, column)
    if at < 0 or heading is None:
        return "", ""
    return NAMES[at], school.subject_title(records.headings["text"].iat[heading])


def _heading(records: Records, sheet_id: int, column: int) -> int | None:
    """Index of the heading over a column of a sheet."""
    headings = records.headings
    found = np.flatnonzero((headings["sheet_id"] == sheet_id).to_numpy() & (headings["column"] == column).to_numpy())
    return int(found[0]) if len(found) else None


def _of_day(school: School, records: Records, sheet_id: int, row: int, column: int) -> list[str]:
    """What is written under a lesson."""
    line = entry_at(records, sheet_id, row)
    heading = _heading(records, sheet_id, column) if "date" in records.headings else None
    if line < 0 or heading is None:
        return []
    date = records.headings["date"].iat[heading]
    when = "день не указан" if pd.isna(date) else f"{date:%d.%m.%Y}"
    name = records.rows["student"].iat[line]
    subject = records.sheets["subject"].iat[sheet_id] if "subject" in records.sheets else None
    who = ", ".join(part for part in (name, subject) if isinstance(part, str) and part)
    tokens = np.flatnonzero((records.grid["line"] == line).to_numpy() & (records.grid["heading"] == heading).to_numpy()).tolist()
    if not tokens:
        return [f"{who}, {when}: ничего не записано."]
    lines = [f"{who}, {when}: {'; '.join(_meanings(school, records, tokens))}."]
    if records.form.name == JOURNAL:
        lines += _work(school, records, sheet_id, heading)
    return lines


def _meanings(school: School, records: Records, tokens: Sequence[int]) -> Iterator[str]:
    """«отметка 4, вес 2», «н — отсутствовал…»."""
    marks, weights, _ = weighed(records, school)
    for token in tokens:
        text = records.grid["token"].iat[token]
        mark = int(records.grid["mark"].iat[token])
        if not isinstance(text, str):
            yield "запись не читается"
        elif mark:
            yield f"отметка {mark}" + (f", вес {weights[token]}" if weights[token] != 1 else "")
        else:
            yield f"«{text}» — {MEANINGS[text]}" if text in MEANINGS else f"«{text}»"
        if isinstance(text, str) and not mark and marks[token]:
            yield f"считается отметкой {marks[token]}"


def _work(school: School, records: Records, sheet_id: int, heading: int) -> Iterator[str]:
    """Kind of work of a lesson, and the terms into which its mark goes."""
    if work := works(records, school)[heading]:
        yield f"Вид работы: {work}."
    scheme = school.scheme(school.subject_title(records.sheets["subject"].iat[sheet_id]), school.sheet_groups(records)[sheet_id])
    terms = [DATED_TERMS[at] for at in heading_terms(records, school)[:, heading].tolist() if at >= 0]
    if own := [TERMS[term] for term in terms if not scheme or term.rstrip("1234") == scheme]:
        yield f"Входит в период: {', '.join(own)}."

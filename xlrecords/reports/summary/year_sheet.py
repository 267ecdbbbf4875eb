"""The class summary of the year as the paper form has it: a line a student and period, a column a subject (п. 4.4, вариант А)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...attestation.behaviour import behaviour
from ...attestation.results import results
from ...attestation.why import of_mark
from ...kind import TERMS
from ...report import Cell, Field, Figure, Page
from .class_sheet import boards, short, student_names
from .summary import Summary, tab

OF_YEAR = ("year", "final")
"""Periods whose summary has these sheets."""
ALWAYS = ("year", "final")
"""Lines that every student has, to be filled by hand where nothing is set."""
UNREAD = "?"


def pages(summary: Summary) -> Iterator[Page]:
    """A sheet a class, when the summary is that of the year."""
    if summary.period not in OF_YEAR:
        return
    frame = results(summary.school)
    frame = frame[frame["graded"] | (frame["token"] != "")]
    names = student_names(summary)
    marks: dict[int, dict[tuple[str, str], tuple[int, int | str]]] = {}
    for index, student, subject, term, token, mark in zip(
        frame.index, frame["student"], *(frame[name].astype(object) for name in ("subject", "term", "token")), frame["mark"], strict=True
    ):
        if token:
            marks.setdefault(student, {})[subject, term] = index, UNREAD if token == UNREAD else int(mark) or token
    told = {term: behaviour(summary.school, term) for term in TERMS}
    for board in boards(summary):
        shown = {term for student in board.students for _, term in marks.get(student, ())} | set(ALWAYS)
        terms = [term for term in TERMS if term in shown]
        with_behaviour = any(student in told[term] for term in terms for student in board.students)
        rows: list[list[Cell]] = []
        for number, student in enumerate(board.students, 1):
            for place, term in enumerate(terms):
                known = marks.get(student, {})
                cells: list[Cell] = [
                    Figure(known[subject, term][1], why=partial(of_mark, summary.school, known[subject, term][0]))
                    if (subject, term) in known
                    else None
                    for subject in board.subjects
                ]
                first = [number, names.get(student, "")] if not place else ["", ""]
                last = [told[term].get(student, "")] if with_behaviour else []
                rows.append([*first, TERMS[term], *cells, *last, None])
        yield Page(
            tab(f"{board.group or 'Без класса'} за год"),
            f"Сводная ведомость учёта успеваемости за год: {board.group or 'класс не указан'}",
            summary.note,
            (
                Field("№", 4, centred=True),
                Field("Фамилия, имя, отчество", 30),
                Field("Период", 12),
                *(Field(short(subject, summary.school), 5.2, group="Предметы", turned=True, centred=True) for subject in board.subjects),
                *((Field("Поведение", 12),) if with_behaviour else ()),
                Field("Решение педсовета (дата, №)", 20, wrapped=True),
            ),
            rows,
            ["total" if row[2] == TERMS["year"] else "" for row in rows],
            signatures=("Классный руководитель", "Заместитель директора"),
            frozen=3,
            filtered=False,
            block=len(terms),
        )

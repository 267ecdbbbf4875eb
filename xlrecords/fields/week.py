"""The week of a day: its lessons with topics, homework and the student's marks, for the extract from the diary."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from ..field import Field
from ..forms import LESSON_JOURNALS
from ..school import Int64s
from ..sheets.records import Records
from ..wording import WEEKDAYS
from .scope import Scope, text_of

FIELDS = (
    Field("Неделя с", "понедельник недели, на которую приходится дата документа", "21.09.2026", "date", ("Начало недели",)),
    Field("Неделя по", "последний учебный день недели", "26.09.2026", "date", ("Конец недели",)),
    Field(
        "неделя", "дни недели, на которую приходится дата документа", "", "list", ("дни недели", "дни"), "дней",
        (
            Field("день", "день недели", "понедельник", "word", ("день недели",)),
            Field("дата", "число", "21.09.2026", "date"),
            Field(
                "уроки", "уроки дня по журналам", "", "list", (), "уроков",
                (
                    Field("номер", "номер по порядку журнала, не по расписанию", "1", "number", ("№", "№ урока")),
                    Field("предмет", "название предмета", "Алгебра"),
                    Field("тема", "тема урока", "Сложение дробей", "text", ("тема урока",)),
                    Field("домашнее задание", "домашнее задание", "§ 5, № 12", "text", ("ДЗ", "задание")),
                    Field("отметка", "отметки и пропуски ученика", "5"),
                ),
            ),
        ),
    ),
)  # fmt: skip


def values(scope: Scope) -> list[dict[str, Any]]:
    """The list «неделя» of each student, Monday to the last day of the school's week; a day without lessons has none."""
    monday = scope.day - dt.timedelta(days=scope.day.weekday())
    days = [monday + dt.timedelta(days=number) for number in range(5 if scope.school.policy.values.get("week") == "5" else 6)]
    lessons: dict[tuple[int, dt.date], list[dict[str, Any]]] = {}
    told: dict[tuple[int, dt.date, str], tuple[str, int]] = {}
    for name in LESSON_JOURNALS:
        if name in scope.school.records:
            for sheet, person, day, lesson in _lessons(scope.school.records[name], scope, days):
                # A copy of the journal, or a second sheet of the subject, tells the lesson again.
                if told.setdefault((person, day, lesson["предмет"]), (name, sheet)) == (name, sheet):
                    listed = lessons.setdefault((person, day), [])
                    listed.append({"номер": len(listed) + 1, **lesson})
    return [
        {
            "Неделя с": days[0],
            "Неделя по": days[-1],
            "неделя": [{"день": WEEKDAYS[day.weekday()], "дата": day, "уроки": lessons.get((person, day), [])} for day in days],
        }
        for person in scope.students.tolist()
    ]


def _lessons(records: Records, scope: Scope, days: list[dt.date]) -> list[tuple[int, int, dt.date, dict[str, Any]]]:
    """Sheet, person, day and lesson for every student and lesson of the days, in the order of the sheets."""
    first, last = (np.datetime64(day).astype("datetime64[s]") for day in (days[0], days[-1]))
    headings = records.headings[["sheet_id", "date"]].reset_index(names="heading")
    headings = headings[(headings["date"] >= first) & (headings["date"] <= last)]
    if headings.empty:
        return []
    headings = headings.assign(nth=headings.groupby(["sheet_id", "date"]).cumcount())
    lessons = headings.merge(_register(records, first, last), on=["sheet_id", "date", "nth"], how="left")
    persons = scope.persons(records)
    rows = pd.DataFrame({"sheet_id": records.rows["sheet_id"], "line": np.arange(len(persons)), "person": persons})
    rows = rows[rows["person"].isin(scope.students)]
    found = lessons.merge(rows, on="sheet_id").merge(_marks(records, headings["heading"].to_numpy()), on=["line", "heading"], how="left")
    found = found.sort_values(["sheet_id", "heading"], kind="stable")
    subjects = [scope.school.subject_title(name) for name in records.sheets["subject"]]
    day_of = {day: day.date() for day in found["date"].unique()}
    return [
        (
            sheet,
            person,
            day_of[date],
            {
                "предмет": subjects[sheet] or None,
                "тема": text_of(topic),
                "домашнее задание": text_of(homework),
                "отметка": text_of(mark),
            },
        )
        for sheet, person, date, topic, homework, mark in zip(
            *(found[column].tolist() for column in ("sheet_id", "person", "date", "topic", "homework", "mark")), strict=True
        )
    ]


def _register(records: Records, first: np.datetime64, last: np.datetime64) -> pd.DataFrame:
    """Topic and homework of each lesson of the days: the second lesson of a day is the second there too."""
    lessons = records.lessons
    if "lesson_date" not in lessons:
        return pd.DataFrame({"sheet_id": [], "date": [], "nth": [], "topic": [], "homework": []})
    lessons = lessons[(lessons["lesson_date"] >= first) & (lessons["lesson_date"] <= last)]
    lessons = lessons.rename(columns={"lesson_date": "date"}).astype({"topic": object, "homework": object})
    return lessons.assign(nth=lessons.groupby(["sheet_id", "date"]).cumcount())[["sheet_id", "date", "nth", "topic", "homework"]]


def _marks(records: Records, headings: Int64s) -> pd.DataFrame:
    """Tokens of each line under the headings, joined as in the journal: «5/4», «н»."""
    grid = records.grid[records.grid["heading"].isin(headings) & records.grid["token"].notna()]
    texts = grid["token"].astype(object).groupby([grid["line"], grid["heading"]], sort=False).agg("/".join)
    return texts.rename("mark").reset_index()

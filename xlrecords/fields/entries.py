"""Lists that are forms: achievements, projects, courses; the rows of a form that belong to the student, column by column."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd

from ..achievements.evidence import Achievement, achievements
from ..field import Field, FieldKind
from ..form import Column, Form
from ..forms import BY_NAME
from ..forms.achievement_register import ACADEMIC, ADDITIONAL, CONTEST, EXTRACURRICULAR, GTO, META, PERSONAL, PROJECT, SPORT
from ..forms.olympiad_results import ABSENT
from ..kind import fold
from .scope import Scope, date_of

LISTS = (
    ("achievement_sheet", "достижения", "достижений"),
    ("meta_results", "метапредметные результаты", "метапредметных результатов"),
    ("projects", "проекты", "проектов"),
    ("courses", "внеурочная деятельность", "внеурочной деятельности"),
    ("personal_results", "личностные результаты", "личностных результатов"),
    ("commendations", "поощрения", "поощрений"),
    ("portfolio", "документы портфолио", "документов портфолио"),
    ("supporting_documents", "документы", "документов"),
    ("olympiad_results", "олимпиады", "олимпиад"),
    ("sport_results", "спорт", "спортивных достижений"),
    ("saved_works", "работы", "работ"),
)
"""Form, name of its list, and what there may be none of. A form that does not exist gives no list."""
TOGETHER = "achievement_sheet"
PLACES = {
    "": TOGETHER, CONTEST: TOGETHER, SPORT: TOGETHER, GTO: TOGETHER, ACADEMIC: "projects", PROJECT: "projects", META: "meta_results",
    EXTRACURRICULAR: "courses", ADDITIONAL: "courses", PERSONAL: "personal_results",
}  # fmt: skip
"""Kind of an achievement of a register of the class -> form in whose list it is told too: that of its section of the student's sheet."""
MAIN = {"projects": "theme", "meta_results": "criterion", "courses": "programme", "personal_results": "description"}
"""Form -> column by which an entry of a register is known in the list that has it already."""
NUMBER = Field("номер", "номер по порядку", "1", "number", ("№", "№ п/п"))
_WHO = ("number", "student", "school_class")
"""Columns that say whose a row is."""
_KINDS: dict[str, FieldKind] = {"date": "date", "person": "person"}
_EXAMPLES = {"date": "25.05.2027", "person": "Абрикосова И. В.", "number": "34"}


def _named(column: Column, taken: frozenset[str]) -> Field:
    """Field of a column: «Предмет/вид» is «предмет», «Документ (№, дата)» is «документ»; the full titles are aliases."""
    title = column.title
    short = re.split("[/,]", re.sub(r"\s*\(.*?\)", "", title))[0].strip()
    aliases = dict.fromkeys((title, *(alias for alias in column.aliases if isinstance(alias, str)), title.split()[0]))
    kind: FieldKind = _KINDS.get(column.kind.name) or ("number" if column.kind.dtype in ("Int32", "float64") else "text")
    return Field(
        short if short.isupper() else short[:1].lower() + short[1:],
        f"графа «{title}»",
        column.kind.choices[0] if column.kind.choices else _EXAMPLES.get(kind, ""),
        kind,
        tuple(alias for alias in aliases if fold(alias) not in taken and fold(alias) != fold(short)),
    )


def _items(form: Form) -> tuple[tuple[str, Field], ...]:
    """Name of each column of a form that tells of the entry, and its field; a title goes before another column's alias."""
    columns = [column for column in form.columns if column.name not in _WHO and column.kind.name != "period_mark"]
    titles = frozenset(fold(_named(column, frozenset()).name) for column in columns) | {fold(NUMBER.name)}
    found: list[tuple[str, Field]] = []
    for column in columns:
        taken = titles | {fold(alias) for _, field in found for alias in field.aliases}
        found.append((column.name, _named(column, taken)))
    return tuple(found)


ITEMS = {form: _items(BY_NAME[form]) for form, _, _ in LISTS if form in BY_NAME}
"""Form -> its columns and their fields."""

FIELDS = tuple(
    Field(name, BY_NAME[form].purpose.split(":")[0], "", "list", (BY_NAME[form].title,) if fold(BY_NAME[form].title) != fold(name) else (),
          none, (NUMBER, *(field for _, field in ITEMS[form])))
    for form, name, none in LISTS
    if form in BY_NAME
)  # fmt: skip


def values(scope: Scope) -> list[dict[str, Any]]:
    """Lists of each student: rows in the order of the sheets; the same row on another sheet is not told twice."""
    found: list[dict[str, Any]] = [{name: [] for form, name, _ in LISTS if form in ITEMS} for _ in scope.students]
    place = {person: number for number, person in enumerate(scope.students.tolist())}
    for form, name, _ in LISTS:
        records = scope.school.records.get(form)
        if records is None or form not in ITEMS:
            continue
        columns = [column for column, _ in ITEMS[form]]
        frame = records.rows[columns].assign(person=scope.persons(records)).drop_duplicates()
        frame = frame[frame["person"].isin(scope.students)]
        shown = [[_shown(field.kind)(value) for value in frame[column]] for column, field in ITEMS[form]]
        names = [field.name for _, field in ITEMS[form]]
        for person, *row in zip(frame["person"].tolist(), *shown, strict=True):
            entries = found[place[person]][name]
            entries.append({NUMBER.name: len(entries) + 1, **dict(zip(names, row, strict=True))})
    _add_registered(scope, found, place)
    return found


def _add_registered(scope: Scope, found: list[dict[str, Any]], place: dict[int, int]) -> None:
    """Achievements of this year that registers of a class have and the lists have not, each told once, after the entries of its list."""
    names = {form: name for form, name, _ in LISTS}
    for one in achievements(scope.school):
        at, form = place.get(one.person, -1), PLACES.get(one.sort, "")
        if at < 0 or not form or one.source == TOGETHER or one.status == ABSENT or one.year not in (None, scope.school.year):
            continue
        fields = {column: field.name for column, field in ITEMS[form]}
        told = {name: _of(one, form).get(column) for column, name in fields.items()}
        entries, main = found[at][names[form]], fields.get(MAIN.get(form, ""))
        if main is None or all(fold(str(entry[main])) != fold(str(told[main])) for entry in entries):
            entries.append({NUMBER.name: len(entries) + 1, **told})


def _of(one: Achievement, form: str) -> dict[str, Any]:
    """An achievement by the columns of a form."""
    said = {True: "да", False: "нет", None: None}
    day = None if one.date is None else f"{one.date:%d.%m.%Y}"
    subject, status, document = one.subject or None, one.status or None, one.document or None
    if form == "projects":
        return {"theme": one.title, "sort": one.sort, "date": one.date, "result": status, "document": document}
    if form == "meta_results":
        return {"action": subject, "criterion": one.title, "level": status, "date": one.date, "diagnostics": document}
    if form == "courses":
        return {"programme": one.title, "period": day, "result": status, "document": document}
    if form == "personal_results":
        return {"direction": subject, "description": one.title, "period": day, "confirmation": document}
    return {
        "sort": one.sort or None, "date": one.date, "event": one.title, "subject": subject, "level": one.level or None, "status": status,
        "listed": said[one.listed], "registered": said[one.registered], "document": document,
    }  # fmt: skip


def _shown(kind: FieldKind) -> Callable[[Any], object]:
    """How a value of a frame becomes one of a field."""
    if kind == "date":
        return lambda value: None if pd.isna(value) else date_of(value.to_datetime64())
    if kind == "number":
        return lambda value: None if pd.isna(value) else int(value) if float(value).is_integer() else Decimal(str(value))
    return lambda value: value if isinstance(value, str) and value else None

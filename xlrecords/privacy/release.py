"""A release of results to a family: who is asked about, on whose application, and its row in the journal of releases (п. 6.4)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from ..achievements.joining import matched
from ..edits import Scalar
from ..forms.applications import ORAL, REFUSED, RELEASE, WITHDRAWN, WRITTEN
from ..forms.releases import LAW
from ..kind import parse_class, parse_date
from ..people import key
from ..school import School
from .guardians import student_name
from .leaks import NAME, SURNAME, Needles, in_text

_NUMBER: Final = re.compile(r"(?:№|N)?\s*(\d+)")
_DAY: Final = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is given out, with what to do, in Russian, and the clause."""

    text: str
    clause: str = "6.4"


@dataclass(frozen=True, slots=True)
class Application:
    """An application as the journal of releases has it: its form, «устное» or «письменное», and number and day as written."""

    manner: str
    reference: str


def find_student(school: School, name: str, group: str = "") -> int | Refusal:
    """Position in the class list of the one student who bears a name, with the class or the file number in brackets where several do."""
    if school.roster is None:
        return Refusal("«Контингент» не найден: без списка класса неизвестно, кто обучающийся и кто его законный представитель.", "6.2")
    known = parse_class(group) if group.strip() else ""
    if not isinstance(known, str):
        return Refusal(f"Класс «{group}» не распознан: укажите его числом и буквой, например 5А.")
    found = matched(school, name, known)
    if found.person >= 0:
        return found.person
    if found.candidates:
        named = ", ".join(_told(school, person) for person in found.candidates)
        return Refusal(f"Неизвестно, о ком речь. Возможно: {named}. Укажите имя полностью, класс или номер личного дела в скобках.")
    return Refusal("Такого обучающегося в контингенте нет: укажите фамилию, имя и отчество, как в списке класса.")


def _told(school: School, person: int) -> str:
    """A candidate: name, class and number of the personal file."""
    rows = school.records["class_list"].rows
    group, number = (rows[column].iat[person] for column in ("school_class", "file_number"))
    words = [word for word in (group, f"личное дело {number}" if isinstance(number, str) else "") if isinstance(word, str) and word]
    return f"{student_name(school, person)} ({', '.join(words)})"


def find_application(
    school: School, person: int, recipient: str, relation: str, written: str, oral: bool, day: dt.date
) -> Application | Refusal:
    """The application on which something is given out.

    Args:
        school: What was read; a journal of applications is looked into if there is one.
        person: The student.
        recipient: Who asks.
        relation: One of `forms.releases.RELATIONS`; whoever asks by law needs no application beside the document.
        written: Number and day of a written application; empty: there is none.
        oral: Whether the application is oral.
        day: Day of the release.
    """
    if written.strip():
        wrong = _wrong(school, person, recipient, written, day) if "applications" in school.records else ""
        return Refusal(wrong) if wrong else Application(WRITTEN, written.strip())
    if oral or relation == LAW:
        return Application(ORAL if oral else WRITTEN, "")
    return Refusal("Сведения предоставляют по заявлению: укажите письменное (--application «№ 3 от 12.01.2027») или устное (--oral).")


def _wrong(school: School, person: int, recipient: str, written: str, day: dt.date) -> str:
    """What is wrong with a written application by the journal of applications; empty if nothing is."""
    rows = numbered(school, written)
    if not len(rows):
        return f"Заявления «{written}» в журнале заявлений нет: внесите его или исправьте номер и дату."
    mine = rows[rows["person"] == person]
    if not len(mine):
        return f"Заявление «{written}» подано о другом обучающемся."
    for row in mine.to_dict("records"):
        if row["about"] != RELEASE:
            wrong = f"Заявление «{written}» — не о выдаче сведений."
        elif not isinstance(row["applicant"], str) or key(row["applicant"]) != key(recipient):
            wrong = f"Заявление «{written}» подал не тот, кому выдают сведения."
        elif row["result"] in (REFUSED, WITHDRAWN):
            wrong = f"По заявлению «{written}» записано «{row['result']}»."
        elif isinstance(row["date"], pd.Timestamp) and row["date"].date() > day:
            wrong = f"Заявление «{written}» подано позже дня выдачи."
        else:
            return ""
    return wrong


def numbered(school: School, reference: str) -> pd.DataFrame:
    """Rows of the journal of applications with the number, and the day if one is written, of a reference «№ 3 от 12.01.2027»; with `person`."""
    records = school.records["applications"]
    rows = records.rows.assign(person=school.persons(records))
    found, written = _NUMBER.search(reference), _DAY.search(reference)
    if found is None:
        return rows.iloc[:0]
    rows = rows[rows["number"] == int(found[1])]
    day = parse_date(written[0]) if written else None
    return rows[rows["date"] == pd.Timestamp(day)] if isinstance(day, dt.date) else rows


def entry(number: int, day: dt.date, student: str, group: str, given: Mapping[str, str]) -> dict[str, Scalar]:
    """A row of the journal of releases by the names of its columns; `given` has those that are texts."""
    return {
        "number": number,
        "date": day,
        "student": student,
        "school_class": group,
        **{name: text for name, text in given.items() if text},
    }


def told_of_others(facts: Mapping[str, Any], wanted: Needles) -> Iterator[str]:
    """Fields of a student's document that name other students, as a template writes them: «проекты.тема, строка 2»."""
    for name, value in facts.items():
        for place, text in _texts(name, value):
            if any(leak.what in (SURNAME, NAME) for leak in in_text(text, wanted, "")):
                yield place


def _texts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            if isinstance(item, Mapping):
                for inner, text in item.items():
                    yield from ((f"{place}, строка {number}", found) for place, found in _texts(f"{name}.{inner}", text))

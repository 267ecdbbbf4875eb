"""Whether a subject is taken at the state final attestation (ГИА): by the student's own choice, or by all subjects of it (п. 1.2, 3.4).

The regulation grants special conditions «по предметам, не выносимым на ГИА» and does not say whose: the setting `gia_scope` does.

- Русский язык and математика with all its courses are always taken, in every class and by both settings.
- «выбор ученика»: in grades 9 and 11 what the student chose; a choice that is not known makes every other subject unknown. In other
  grades nothing else is taken this year, so no other subject is.
- «все предметы ГИА»: every subject that is offered at ОГЭ or ЕГЭ, in every class.

A subject that only resembles one of the exams («Всеобщая история», «Родная литература») is unknown: a person must say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ..event import same_subject
from ..kind import fold, grade_of, plain
from ..marks import CREDIT
from ..scales import BUILT_IN, EGE, OGE, subject_of
from ..school import School
from .joining import lines

EXAMINED_GRADES: Final = (9, 11)
COMPULSORY: Final = ("русский язык", "математика")
BY_CHOICE: Final = "выбор ученика"
FOREIGN: Final = ("иностранный", "язык")
"""Words by which languages do not resemble one another."""
_INITIALS: Final = re.compile(r"(?:[А-ЯЁ]\.?\s*){1,3}|[А-ЯЁ][а-яё]+\s+(?:[А-ЯЁ]\.\s*){1,2}")
"""Who teaches the group, behind the name of a subject: «ЛВ», «Л. В.», «Петрова Л. В.»."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a student chose.

    Attributes:
        subjects: Names of subjects as in the plan.
        unclear: Headings that name no subject of the plan, with something below them that is not «нет».
        where: Places of the rows.
    """

    subjects: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """Whether a subject is taken (None: unknown), why, and where it is written."""

    taken: bool | None
    text: str
    where: str = ""


def examined(school: School, person: int, group: str, subject: str) -> Examined:
    """Whether a student takes a subject at the state final attestation of this school year.

    Args:
        school: What was read.
        person: Position in the class list.
        group: Class.
        subject: Subject of the plan; empty: it is not known which.
    """
    if not subject:
        return Examined(None, "предмет не установлен")
    name = subject_of(school.subject_title(subject))
    if name.startswith(COMPULSORY) or fold(school.subject(subject)) in _courses(school):
        return Examined(True, f"{subject}: обязательный предмет ГИА")
    if school.policy.of("gia_scope", str) != BY_CHOICE:
        return Examined(_among(subject, _offered()), f"{subject}: по перечню предметов ГИА")
    if grade_of(group) not in EXAMINED_GRADES:
        return Examined(False if grade_of(group) else None, f"{group} класс ГИА не сдаёт" if grade_of(group) else "класс неизвестен")
    choice = choices(school).get(person, Choice())
    if not choice.subjects and not choice.unclear:
        return Examined(None, "выбор экзаменов не найден", choice.where)
    taken = _among(school.subject_title(subject), choice.subjects)
    if choice.unclear and not taken:
        return Examined(None, f"не узнаны столбцы выбора: {', '.join(choice.unclear)}", choice.where)
    words = ", ".join(choice.subjects)
    return Examined(taken, f"выбраны: {words}", choice.where)


def _among(subject: str, exams: Iterable[str]) -> bool | None:
    """Whether a subject is one of the exams; None if it only resembles one."""
    known = tuple(exams)
    if any(same_subject(subject, exam) for exam in known):
        return True
    stems = {word[:5] for exam in known for word in subject_of(exam).split() if len(word) > 4 and word not in FOREIGN}
    return None if any(word[:5] in stems for word in subject_of(subject).split() if word not in FOREIGN) else False


def _offered() -> set[str]:
    """Subjects of ОГЭ and ЕГЭ, as the scales name them."""
    return {scale.subject for scale in BUILT_IN if scale.exam in (OGE, EGE)}


def _courses(school: School) -> frozenset[str]:
    """Folded names of the courses of mathematics."""
    return frozenset(fold(school.subject(name)) for name in school.policy.of("math_courses", tuple))


def choices(school: School) -> dict[int, Choice]:
    """What each student of the class list chose this year, over all sheets."""
    return school.once("exam_choices", "", lambda: _choices(school))


def unknown_headings(school: School) -> tuple[tuple[str, str], ...]:
    """Headings of the choice of exams that name no subject of the plan, each with its place."""
    records = school.records.get("exam_choice")
    if records is None:
        return ()
    found = {}
    for sheet_id, row, column, written in records.headings[["sheet_id", "row", "column", "text"]].itertuples(index=False):
        heading = plain(written) if isinstance(written, str) else ""
        if heading and not subject_in(heading, school):
            found[f"{records.sheets['book'].iat[sheet_id]} {records.where(sheet_id, row, column)}"] = heading
    return tuple((heading, where) for where, heading in found.items())


def subject_in(heading: str, school: School) -> str:
    """The subject that a heading means; empty: none.

    A name or alias of the plan, alone or before the initials of the teacher; the compulsory subjects by any of their usual spellings.
    """
    names = school.subject_names
    if fold(heading) in names:
        return names[fold(heading)]
    words = heading.replace("(", " ").replace(")", " ").split()
    for end in range(len(words) - 1, 0, -1):
        before, behind = " ".join(words[:end]), " ".join(words[end:])
        if _INITIALS.fullmatch(behind) and fold(before) in names:
            return names[fold(before)]
    meant = subject_of(heading)
    return meant if meant.startswith(COMPULSORY) else ""


def _choices(school: School) -> dict[int, Choice]:
    records = school.records.get("exam_choice")
    if records is None or records.rows.empty:
        return {}
    rows = [line for line in lines(school, "exam_choice") if line.current]
    headings = [plain(written) if isinstance(written, str) else "" for written in records.headings["text"]]
    chosen: dict[int, set[str]] = defaultdict(set)
    unclear: dict[int, set[str]] = defaultdict(set)
    for line, heading, token in records.grid[["line", "heading", "token"]].itertuples(index=False):
        person, subject = rows[line].person, subject_in(headings[heading], school)
        if person < 0 or token == CREDIT[1]:
            continue
        if subject and token == CREDIT[0]:
            chosen[person].add(subject)
        else:
            unclear[person].add(headings[heading])
    where: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        if row.person >= 0:
            where[row.person].append(row.where())
    return {
        person: Choice(tuple(sorted(chosen[person])), tuple(sorted(unclear[person])), "; ".join(places)) for person, places in where.items()
    }

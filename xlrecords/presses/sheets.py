"""The buttons «Лист достижений», «Листы класса» and «Справка»: documents of the student whose row is chosen, or of the class."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..button import Answer, Desk, Tone
from ..command import Outcome, Request
from ..commands.changing import ENDINGS
from ..commands.copies import is_copy
from ..commands.filling import fill
from ..commands.reading import TEMPLATES, nothing_collected
from .common import NO_SCHOOL, Front, cells, front, read, save_first, school_of, told

if TYPE_CHECKING:
    from ..school import School
    from ..sheets.records import Records

ACHIEVEMENTS, CERTIFICATES = "Листы достижений", "Справки"
"""Folders of what is filled."""
NO_ROW = "Выберите клетку в строке обучающегося и нажмите кнопку ещё раз."
NO_LIST = "Список класса «Контингент» не найден: без него неизвестно, чей это документ. Положите его в папку школы."
NO_CLASS = "Класс не найден: откройте лист класса или выберите строку обучающегося."
NAMESAKES = (
    "В классе {group} несколько обучающихся с таким именем, и программа не угадывает, кому документ. "
    "Нажмите «Листы класса» и выберите нужный лист по дате рождения; справку заполните вручную."
)
NOT_NOW = "Этого обучающегося сегодня нет в классе {group} по списку «Контингент»: документ не заполнен."
UNSURE = "Кто это, по списку класса определить нельзя: имя сокращено или такое имя у нескольких. Впишите фамилию, имя и отчество полностью."
UNKNOWN = "Этого имени нет в списке класса «Контингент»: исправьте имя или список."
EARLIER = "Это лист прошлого учебного года: откройте лист этого года или «Контингент»."


@dataclass(frozen=True, slots=True)
class _Whose:
    """Whom a document is for: full name (empty: the class) and class; or why that is not known."""

    name: str = ""
    group: str = ""
    why: str = ""


def student_sheet(desk: Desk) -> Answer:
    """Fill the sheet of achievements of the student in the chosen row; it opens."""
    return _of_student(desk, "student_sheet", ACHIEVEMENTS, "Лист достижений")


def certificate(desk: Desk) -> Answer:
    """Fill the certificate of study of the student in the chosen row; it opens."""
    return _of_student(desk, "study_certificate", CERTIFICATES, "Справка")


def class_sheets(desk: Desk) -> Answer:
    """Fill the sheets of achievements of a class, a workbook a student; their folder opens."""
    if desk.path is None:
        return save_first("Листы класса")
    folder = school_of(desk.path)
    if folder is None:
        return Answer(NO_SCHOOL, Tone.WARNING)
    with nothing_collected():
        found = front(desk)
        group = _group(found, desk)
    if not group:
        return Answer(NO_CLASS, Tone.WARNING)
    outcome = _fill(desk, found, folder, "student_sheet", ACHIEVEMENTS, _Whose(group=group))
    opened = [path for path in outcome.written if path.is_dir()]
    below = [path.parent for path in outcome.files.values()]
    return told(outcome, first="Заполнено", open=below[:1] or opened)


def _of_student(desk: Desk, document: str, below: str, title: str) -> Answer:
    if desk.path is None:
        return save_first(title)
    folder = school_of(desk.path)
    if folder is None:
        return Answer(NO_SCHOOL, Tone.WARNING)
    with nothing_collected():
        found = front(desk)
        whose = _student(found, desk)
    if whose.why:
        return Answer(whose.why, Tone.WARNING)
    outcome = _fill(desk, found, folder, document, below, whose)
    return told(outcome, first="Заполнено", open=tuple(outcome.files.values()))


def _fill(desk: Desk, found: Front, folder: Path, document: str, below: str, whose: _Whose) -> Outcome:
    """Fill the school's own template of a document, else the built-in one."""
    request = Request(
        paths=(folder,),
        name=str(_template(folder, document) or document),
        out=folder / below,
        students=(whose.name,) if whose.name else (),
        groups=(whose.group,) if whose.group else (),
        live=found.live,
        progress=desk.progress,
    )
    return fill(request)


def _template(folder: Path, document: str) -> Path | None:
    """The school's own template of a document: a workbook in «Шаблоны» that is called like it; a marked copy of it is none."""
    from ..documents import BY_NAME

    found = sorted((folder / TEMPLATES).glob(f"{BY_NAME[document].title}*"))
    return next((path for path in found if path.suffix.lower() in ENDINGS and path.is_file() and not is_copy(path)), None)


# Whose row it is


def _student(found: Front, desk: Desk) -> _Whose:
    """The student in the chosen row."""
    from ..attestation.spot import entry_at, tables_of

    school, _ = read(found)
    if "class_list" not in school.records:
        return _Whose(why=NO_LIST)
    row, _ = cells(desk)
    for records in school.records.values():
        for table in tables_of(records, found.book.name, desk.sheet):
            at = entry_at(records, table, row)
            if "student" in records.rows and at >= 0:
                person = int(school.persons(records)[at])
                return _sure(school, person) if person >= 0 else _Whose(why=_doubt(school, records, at))
            if "student" in records.sheets:
                return _of_head(school, records, table)
    past = any(tables_of(records, found.book.name, desk.sheet) for era in school.past for records in era.records.values())
    return _Whose(why=EARLIER if past else NO_ROW)


def _of_head(school: School, records: Records, table: int) -> _Whose:
    """The student whom the head of a sheet names."""
    from ..people import AMBIGUOUS

    name = records.sheets["student"].astype(object).iat[table]
    group = school.sheet_groups(records)[table] if "school_class" in records.sheets else ""
    if not isinstance(name, str) or school.roster is None:
        return _Whose(why=NO_ROW)
    match = school.roster.match(name, group)
    if match.person >= 0:
        return _sure(school, match.person)
    return _Whose(why=UNSURE if match.status == AMBIGUOUS else UNKNOWN)


def _doubt(school: School, records: Records, at: int) -> str:
    """Why the student of a row is not known."""
    from ..people import AMBIGUOUS, BLANK

    inverse, found = school.matches(records)
    status = found[int(inverse[at])].status
    return NO_ROW if status == BLANK else UNSURE if status == AMBIGUOUS else UNKNOWN


def _sure(school: School, person: int) -> _Whose:
    """A student of the class list, unless the name says the same of another one, or nobody of that name is in the class today."""
    from ..fields.scope import Scope
    from ..kind import fold

    roster = school.roster
    if roster is None:
        return _Whose(why=NO_LIST)
    name, group = roster.names[person], roster.classes[person]
    own = fold(name)
    alike = [
        other
        for other in Scope(school, dt.date.today()).students.tolist()
        if roster.classes[other] == group and (fold(roster.names[other]) == own or fold(roster.names[other]).startswith(f"{own} "))
    ]
    if not alike:
        return _Whose(why=NOT_NOW.format(group=group))
    return _Whose(name, group) if len(alike) == 1 else _Whose(why=NAMESAKES.format(group=group))


def _group(found: Front, desk: Desk) -> str:
    """Class of the chosen row, else of the sheet; empty if neither says."""
    from ..attestation.spot import entry_at, tables_of

    school, _ = read(found)
    row, _ = cells(desk)
    for records in school.records.values():
        for table in tables_of(records, found.book.name, desk.sheet):
            at = entry_at(records, table, row)
            group = str(school.groups(records).iat[at]) if at >= 0 and len(records.rows) else ""
            if group := group or school.sheet_groups(records)[table]:
                return group
    return ""

"""Выгрузка платформы олимпиады: строка — участие, лист — предмет (п. 3.2.2, 4.1)."""

import re

from ..book import Cell
from ..form import Column, Form
from ..kind import DECIMAL, PERSON, SCHOOL_CLASS, TEXT, UNREAD, Kind, grade_of, parse_class, plain
from .common import STUDENT_WORDS

_RANGE = re.compile(r"(1[01]|[1-9])\s*[-–—]\s*(1[01]|[1-9])(?:\s*(?:класс(?:ы)?|кл))?\.?", re.IGNORECASE)


def parse_parallel(value: Cell) -> object:
    """A grade or several that compete together: 9, «9 класс», «9А», «11:» -> «9», «9», «9», «11»; «10-11» -> «10–11»."""
    found = _RANGE.fullmatch(plain(value))
    if found:
        return f"{found[1]}–{found[2]}" if int(found[1]) < int(found[2]) else UNREAD
    group = parse_class(value)
    return str(grade_of(group)) if isinstance(group, str) else UNREAD


def grades(parallel: str) -> tuple[int, int]:
    """First and last grade of a parallel as `parse_parallel` gives it; 0, 0 for an empty text."""
    first, _, last = parallel.partition("–")
    return int(first or 0), int(last or first or 0)


PARALLEL = Kind("parallel", "параллель, например 9 или 10–11", "category", parse_parallel, width=10, centred=True)

FORM = Form(
    name="olympiad_export",
    title="Выгрузка результатов олимпиады",
    clause="4.1",
    purpose="Выгрузка олимпиадной платформы, как она есть: строка — участие, лист — предмет.",
    columns=(
        Column("id", "ID", TEXT, "Оставьте номер, как в выгрузке.", required=False, width=10),
        Column("testing", "Тип тестирования", TEXT, "Оставьте, как в выгрузке.", required=False, width=14),
        Column("subject", "Предмет", TEXT, "Впишите предмет, как на платформе.", width=20),
        Column("student", "Участник", PERSON, "Впишите фамилию, имя и отчество участника.", aliases=STUDENT_WORDS),
        Column("state", "Состояние обработки результата", TEXT, "Оставьте, как в выгрузке.", required=False, width=16),
        Column("total", "Итоговый балл", DECIMAL, "Впишите балл числом.", required=False),
        Column("score", "Первичный балл", DECIMAL, "Впишите балл числом.", required=False),
        Column("status", "Статус", TEXT, "Впишите статус: победитель, призёр или участник.", required=False, width=14),
        Column("online", "Результат онлайн-тура", TEXT, "Оставьте запись вида 5(10)10(10)X(10), как в выгрузке.", required=False, width=22),
        Column("onsite", "Результат очного тура", TEXT, "Оставьте запись вида 5(10)10(10)X(10), как в выгрузке.", required=False, width=22),
        Column("login", "Логин участника", TEXT, "Оставьте, как в выгрузке.", required=False, width=14),
        Column("code", "Код участника", TEXT, "Оставьте, как в выгрузке.", required=False, width=14),
        Column("parallel", "Параллель", PARALLEL, "Впишите класс, за который выступал участник.", required=False),
        Column("school", "Школа", TEXT, "Назовите школу участника.", required=False, aliases=("ОО", "Образовательная организация"), width=26),
        Column("school_class", "Класс", SCHOOL_CLASS, "Укажите класс числом и буквой, например 5А.", required=False),
        Column("student_class", "Класс участника", SCHOOL_CLASS, "Впишите класс, в котором участник учится.", required=False, width=10),
    ),
    signs=("student", "score", "status"),
    tab="Выгрузка",
)  # fmt: skip

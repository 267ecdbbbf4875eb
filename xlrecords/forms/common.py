"""Columns that several forms share."""

from __future__ import annotations

from ..form import Column, Grid
from ..kind import DATE, PERIOD_MARK, PERSON, SCHOOL_YEAR, TERMS, TEXT, Kind, parse_text, whole
from ..kind import NUMBER as NUMBER_KIND
from ..kind import SCHOOL_CLASS as CLASS_KIND
from ..marks import ATTENDANCE, LESSON

NUMBER = Column("number", "№", NUMBER_KIND, "Поставьте номер по порядку.", required=False,
                aliases=("№ п/п", "п/п", "пп", "Номер", "N", "№№"))  # fmt: skip

STUDENT_WORDS = (
    "ФИО", "Ф.И.О.", "Ф.И.О. учащегося", "Ф.И.О. обучающегося", "ФИО учащегося", "ФИО обучающегося", "ФИО ученика", "ФИО студента",
    "Фамилия, имя", "Фамилия имя", "Фамилия и имя", "Фамилия, имя, отчество", "Фамилия, имя учащегося", "Ученик", "Обучающийся",
    "Участник", "Список фамилий", "Список класса", "Фамилия, имя, отчество обучающегося", ("Фамилия", "Имя", "Отчество"), ("Фамилия", "Имя"),
)  # fmt: skip

STUDENT = Column("student", "Фамилия, имя обучающегося", PERSON, "Впишите фамилию и имя, как в списке класса.", aliases=STUDENT_WORDS)

SCHOOL_CLASS = Column("school_class", "Класс", CLASS_KIND, "Укажите класс числом и буквой, например 5А.", aliases=("Класс, группа",))
TEACHER = Column("teacher", "Учитель", PERSON, "Впишите фамилию и инициалы учителя.",
                 aliases=("Преподаватель", "ФИО учителя", "Педагог", "Учитель-предметник"), width=30)  # fmt: skip
LEADER = Column("teacher", "Руководитель", PERSON, "Впишите фамилию и инициалы руководителя.",
                aliases=("Педагог", "Руководитель (ФИО)", "Учитель", "Тренер", "Преподаватель"), width=30)  # fmt: skip
YEAR = Column("year", "Учебный год", SCHOOL_YEAR, "Запишите учебный год, например 2026/2027.", required=False)
BEHAVIOUR = Column(
    "behaviour", "Поведение", TEXT, "Впишите оценку поведения по шкале школы или оставьте пустым.", required=False, offered=False, width=9
)
WEEKLY = Column("weekly", "Часов в неделю", whole("weekly", 0, 40), "Укажите число часов в неделю по учебному плану.", required=False)


def period_mark(term: str, offered: bool = True, title: str = "") -> Column:
    """A column for the mark of a term of `kind.TERMS`; every spelling of the term is known to the reader."""
    help = f"Выставьте отметку за период «{TERMS[term]}»." if term not in ("interim", "exam") else "Впишите отметку за аттестацию."
    return Column(term, title or TERMS[term], PERIOD_MARK, help, required=False, offered=offered)


TERM_MARKS = (
    *(period_mark(term) for term in TERMS if term.startswith("quarter")),
    *(period_mark(term, offered=False) for term in TERMS if term.startswith(("trimester", "half"))),
    period_mark("year"),
    *(period_mark(term, offered=False) for term in ("interim", "exam", "final")),
)
"""Marks for quarters (shown in a template), trimesters, half-years, the year, and what may follow it."""

RESULTS = (period_mark("half1"), period_mark("half2"), period_mark("year"))
"""Marks of a course that is counted by half-years."""

LESSONS = Grid("Дата урока", DATE, LESSON, "Поставьте отметку 2–5, «н», «б», «у» или оставьте клетку пустой.")
MEETINGS = Grid(
    "Дата занятия", DATE, ATTENDANCE, "Отметьте отсутствие («н», «б», «у») или оставьте клетку пустой: отметки здесь не ставят."
)

LESSON_DATE = Column(
    "lesson_date", "Дата", DATE, "Впишите дату урока в виде ДД.ММ.ГГГГ.", aliases=("Дата урока", "Дата занятия", "Даты занятий")
)
HOURS = Column(
    "hours",
    "Часы",
    whole("hours", 0, 12),
    "Укажите число часов.",
    required=False,
    aliases=("Ч", "Кол-во часов", "Количество часов"),
    width=7,
)
WORK = Column(
    "work", "Вид работы", TEXT, "Укажите вид работы, например «КР».", required=False, aliases=("Тип", "Вес/тип", "Тип урока"), width=9
)
TOPIC = Column("topic", "Тема урока", TEXT, "Запишите тему.", required=False, width=52,
               aliases=("Тема", "Тема занятия", "Содержание урока", "Содержание урока (тема)", "Что пройдено на уроке", "Содержание занятий",
                        "Содержание занятия", "Содержание занятий согласно ДОП"))  # fmt: skip
HOMEWORK = Column("homework", "Домашнее задание", TEXT, "Запишите домашнее задание.", required=False, width=36,
                  aliases=("ДЗ", "Д/з", "Домашнее задания", "Задание на дом"))  # fmt: skip

LESSON_REGISTER = (LESSON_DATE, HOURS, WORK, TOPIC, HOMEWORK)
"""Right page of a class journal."""
MEETING_REGISTER = (LESSON_DATE, HOURS, TOPIC)
"""Register of meetings of a course, a club or a section."""

FILE = Column("file", "Файл", TEXT, "Впишите имя файла скана.", required=False, width=15,
              aliases=("Файл скана", "Скан", "Имя файла", "Ссылка на файл"))  # fmt: skip
FINGERPRINT = Column(
    "sha256",
    "Отпечаток файла",
    Kind("sha256", "отпечаток файла SHA-256: 64 знака 0–9, a–f", "category", parse_text, pattern=r"(?i)[0-9a-f]{64}", width=11),
    "Оставьте пустым: отпечаток записывает команда xlrecords scans.",
    required=False,
    aliases=("SHA-256", "Хеш файла", "Контрольная сумма"),
)
"""SHA-256 of the file, which shows that the scan was not exchanged."""

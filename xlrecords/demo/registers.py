"""Registers of a class: metasubject results, projects, courses, personal results, commendations, portfolio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import TypeAlias

from ..form import Form
from ..forms import commendations, courses, meta_results, personal_results, portfolio, projects
from .achievements import WINNERS
from .calendar import TODAY, YEAR, school_days
from .people import SchoolClass, Student
from .sheet import Sheet

Entry: TypeAlias = tuple[Student, dict[str, object]]

SCHOOL = "Учебная школа"

DIAGNOSTICS = (
    (dt.date(2026, 10, 13), "Стартовая диагностическая работа", ("рефлексивные", "познавательные")),
    (dt.date(2026, 12, 15), "Комплексная метапредметная работа", ("коммуникативные", "личностные")),
)
"""Day, name, and the actions that are judged."""
CRITERIA = {
    "личностные": ("нравственно-этическая ориентация", "готовность к выбору жизненной позиции"),
    "рефлексивные": ("целеполагание", "планирование деятельности", "самоконтроль", "самооценка"),
    "познавательные": ("смысловое чтение", "поиск и кодирование информации", "перевод текста в таблицу или схему"),
    "коммуникативные": ("выражение своего мнения", "бесконфликтность", "создание текстов разных типов", "выступление с презентацией"),
}

RESEARCH, CREATIVE, SOCIAL, PRACTICAL = "исследовательский", "творческий", "социальный", "практический"
THEMES = {
    range(1, 5): (
        ("Почему осенью желтеют листья", RESEARCH), ("Птицы у нашей кормушки", RESEARCH), ("Как растёт фасоль", RESEARCH),
        ("Имена на карте нашего города", RESEARCH), ("Книжка-малышка о дружбе", CREATIVE), ("Куклы бабушкиного сундука", CREATIVE),
        ("Игры на школьном дворе", SOCIAL), ("Бумага из старых тетрадей", PRACTICAL),
    ),
    range(5, 10): (
        ("Как прочитать старую открытку: письма из семейного альбома", RESEARCH), ("Качество воды в родниках района", RESEARCH),
        ("Симметрия в орнаментах", RESEARCH), ("Слова-новички в речи школьников", RESEARCH), ("Макет солнечной системы", CREATIVE),
        ("Комикс по былинам", CREATIVE), ("Буклет «Безопасный путь в школу»", SOCIAL), ("Помощь приюту для животных", SOCIAL),
        ("Полка из остатков древесины", PRACTICAL), ("Измеритель влажности почвы", PRACTICAL),
    ),
    range(10, 12): (
        ("Влияние освещённости на скорость чтения", RESEARCH), ("Вероятность в настольных играх", RESEARCH),
        ("Образ дороги в лирике XIX века", RESEARCH), ("Жёсткость воды и способы её устранения", RESEARCH),
        ("Хозяйство уезда по архивным описям", RESEARCH), ("Сайт школьного музея", PRACTICAL), ("Расчёт утепления кабинета", PRACTICAL),
        ("Наставничество старшеклассников в начальной школе", SOCIAL), ("Короткометражный фильм о городе", CREATIVE),
    ),
}  # fmt: skip
"""Grades -> themes with the type of the project."""
ALL_DEFEND = 10
"""Grade in which everybody defends a project."""

OUTSIDE = (
    ("Робототехника", "Центр детского творчества", 72), ("Юный натуралист", "Центр детского творчества", 72),
    ("Лыжные гонки", "Спортивная школа", 136), ("Плавание", "Спортивная школа", 102), ("Хореография", "Дом культуры", 72),
    ("Фортепиано", "Детская школа искусств", 136), ("Живопись", "Детская школа искусств", 102),
)  # fmt: skip
"""Programmes of other organisations: name, organisation, hours a year."""
SCHOOL_HOURS = 34
END_OF_HALF = dt.date(2026, 12, 28)

PERSONAL = (
    ("самоуправление", "Входит в совет класса, отвечает за дежурство и подготовку классных часов", "протокол собрания класса № 1", 3),
    (
        "самоуправление",
        "Представляет класс в совете обучающихся, провёл(а) опрос о школьной столовой",
        "протокол совета обучающихся № 2",
        7,
    ),
    ("волонтёрство", "Собирал(а) корм и тёплые вещи для приюта животных", "благодарственное письмо приюта", 1),
    ("волонтёрство", "Помогает пожилым соседям, участвует в акции «Снежный десант»", "отзыв классного руководителя", 5),
    ("наставничество", "Помогает младшим школьникам с чтением на занятиях группы продлённого дня", "отзыв учителя начальных классов", 8),
    ("самообразование", "Освоил(а) сверх программы основы программирования и показывает решения классу", "отзыв учителя", 5),
    (
        "социальная роль",
        "Экскурсовод школьного музея: подготовил(а) и провёл(а) экскурсию для первых классов",
        "отзыв руководителя музея",
        4,
    ),
    ("ценностные ориентиры", "Ухаживает за памятником погибшим землякам, записал(а) воспоминания семьи", "отзыв классного руководителя", 2),
    ("самостоятельность", "Сам(а) ведёт дневник наблюдений за погодой и рассказывает о них классу", "дневник наблюдений", 1),
)
"""Direction, description, what confirms it, first grade."""

ORDERS = {dt.date(2026, 10, 23): "№ 142", dt.date(2026, 12, 29): "№ 187", dt.date(2027, 2, 19): "№ 21"}
"""Days on which the school commends, with the order of each."""
ABLE = 4.4
"""Mean of the marks that is commended."""
MOST_COMMENDED = 3
"""So many achievements of one student are commended."""

ORGANISERS = {"школьный": SCHOOL, "муниципальный": "Управление образования", "региональный": "Министерство образования региона"}
"""Level -> who holds an event; the others are held by their committees."""


def sheets(
    group: SchoolClass, achievements: Sequence[Sheet], journals: Sequence[Sheet], teachers: Sequence[str], chance: Random
) -> list[Sheet]:
    """The registers of a class, a sheet each.

    Args:
        group: The class.
        achievements: Its achievement sheets: their documents stand in the portfolio, their winners are commended.
        journals: Journals of courses, clubs and sections of the school.
        teachers: Who may lead a project.
        chance: Decides the rest.
    """
    taken = list(_courses(group, journals, chance))
    return [
        register(meta_results.FORM, _meta_results(group, chance)),
        register(projects.FORM, _projects(group, teachers, chance)),
        register(courses.FORM, taken),
        register(personal_results.FORM, _personal_results(group, chance)),
        register(commendations.FORM, _in_order(_commendations(group, achievements, chance), "date")),
        register(portfolio.FORM, _in_order(_portfolio(group, achievements, taken, chance), "entered")),
    ]


def register(form: Form, entries: Iterable[Entry]) -> Sheet:
    """A register of this year: numbered entries, the names as in the class list."""
    sheet = Sheet(form, form.tab, {"year": YEAR})
    for number, (student, values) in enumerate(entries, 1):
        sheet.students.append(student)
        sheet.rows.append({"number": number, "student": listed(student), "school_class": student.school_class, **values})
    return sheet


def listed(student: Student) -> str:
    """The name as in the class list; full namesakes with the number of their personal file."""
    return student.written if student.written.startswith(student.name.full) else student.name.full


def _in_order(entries: Iterable[Entry], column: str) -> list[Entry]:
    """Entries by date, as a register is kept."""
    return sorted(entries, key=lambda entry: str(entry[1][column]))


def _meta_results(group: SchoolClass, chance: Random) -> Iterator[Entry]:
    for student in group.students:
        for day, name, actions in DIAGNOSTICS:
            for action in actions if student.there(day) else ():
                level = meta_results.LEVELS[sum(chance.gauss(student.ability, 0.4) >= least for least in (3.0, 4.0, 4.6))]
                yield student, {
                    "action": action, "criterion": chance.choice(CRITERIA[action]), "level": level, "date": day, "diagnostics": name,
                }  # fmt: skip


def _projects(group: SchoolClass, teachers: Sequence[str], chance: Random) -> Iterator[Entry]:
    themes = next(found for grades, found in THEMES.items() if group.grade in grades)
    for student in group.students:
        days = [day for day in school_days(group.grade) if student.there(day) and day >= DIAGNOSTICS[0][0]]
        if group.grade != ALL_DEFEND and chance.random() < 0.6:
            continue
        for theme, sort in chance.sample(themes, chance.choice((1, 1, 1, 2))):
            day = chance.choice(days)
            marks = ("базовый", "повышенный", "высокий") if group.grade == 1 else ("5", "5", "4", "4", "3", "зачтено")
            protocol = f"протокол защиты № {chance.randint(1, 12)} от {day:%d.%m.%Y}"
            yield student, {
                "theme": theme, "sort": sort, "supervisor": chance.choice(teachers), "date": day, "result": chance.choice(marks),
                "document": protocol if group.grade >= 5 else "",
            }  # fmt: skip


def _courses(group: SchoolClass, journals: Sequence[Sheet], chance: Random) -> Iterator[Entry]:
    for student in group.students:
        for journal in journals:
            if student in journal.students:
                yield student, {"programme": journal.head["subject"], "organisation": SCHOOL, "hours": SCHOOL_HOURS, "period": YEAR}
        if chance.random() < 0.35:
            programme, organisation, hours = chance.choice(OUTSIDE)
            course: dict[str, object] = {"programme": programme, "organisation": organisation, "hours": hours, "period": YEAR}
            if student.there(END_OF_HALF) and chance.random() < 0.4:
                course |= {
                    "hours": hours // 2, "period": "1 полугодие", "result": "программа полугодия освоена",
                    "document": f"сертификат № {chance.randint(10, 400)} от {END_OF_HALF:%d.%m.%Y}",
                }  # fmt: skip
            yield student, course


def _personal_results(group: SchoolClass, chance: Random) -> Iterator[Entry]:
    offered = [result for result in PERSONAL if result[-1] <= group.grade]
    for student in group.students:
        for direction, description, confirmation, _ in chance.sample(offered, chance.choice((0, 0, 1, 1, 2))):
            period = chance.choice((YEAR, "1 полугодие", "1 четверть" if group.grade < 10 else "1 полугодие"))
            yield student, {"direction": direction, "description": description, "period": period, "confirmation": confirmation}


def _commendations(group: SchoolClass, achievements: Sequence[Sheet], chance: Random) -> Iterator[Entry]:
    for sheet in achievements:
        won = {f"{row['event']} ({row['subject']}): {row['status']}": row for row in sheet.rows if row["status"] in WINNERS}
        for merit, row in list(won.items())[:MOST_COMMENDED]:
            day = next((day for day in ORDERS if str(day) >= str(row["date"])), None)
            if day is not None:
                sort = "грамота" if row["status"] == "победитель" else "благодарность"
                activity = _activity(str(row["event"]))
                yield sheet.students[0], commended(group, day, sort, merit, activity, "представление классного руководителя")
    for student in group.students:
        day = chance.choice(list(ORDERS))
        if group.grade > 1 and student.ability >= ABLE and student.there(day):
            yield student, commended(group, day, "грамота", "Отличные успехи в учении", "учебная", "протокол педагогического совета")
        elif student.there(day) and chance.random() < 0.15:
            merit = "Активное участие в жизни класса и школы"
            yield student, commended(group, day, "благодарность", merit, "общественная", "представление классного руководителя")


def commended(group: SchoolClass, day: dt.date, sort: str, merit: str, activity: str, ground: str) -> dict[str, object]:
    """What a register of this year says of a commendation."""
    return {
        "date": day, "sort": sort, "merit": merit, "activity": activity, "ground": ground, "order": f"{ORDERS[day]} от {day:%d.%m.%Y}",
        "presenter": group.teacher.initials,
    }  # fmt: skip


def _activity(event: str) -> str:
    """Activity of the clause to which an event belongs."""
    for word, activity in (("олимпиада", "учебная"), ("онференция", "научная"), ("Соревнования", "спортивная"), ("урнир", "спортивная")):
        if word in event:
            return activity
    return "творческая"


def _portfolio(group: SchoolClass, achievements: Sequence[Sheet], taken: Sequence[Entry], chance: Random) -> Iterator[Entry]:
    for sheet in achievements:
        for row in sheet.rows:
            kind, _, number = str(row["document"]).partition(" ")
            level = str(row["level"])
            event = {"event": f"{row['event']} ({row['subject']})", "level": level, "status": row["status"]}
            organiser = ORGANISERS.get(level, "Оргкомитет")
            yield sheet.students[0], {**event, "organiser": organiser, **_document(group, kind.lower(), number, row["date"], chance)}
    for student, course in taken:
        if document := str(course.get("document", "")):
            kind, _, number = document.partition(" ")
            found = {"event": f"Программа «{course['programme']}»", "organiser": course["organisation"]}
            yield student, found | _document(group, kind, number, END_OF_HALF, chance)


def _document(group: SchoolClass, kind: str, number: str, dated: object, chance: Random) -> dict[str, object]:
    """What a register says of a document that is put into a portfolio some days after its date."""
    assert isinstance(dated, dt.date)
    return {
        "entered": min(dated + dt.timedelta(chance.randint(1, 12)), TODAY), "document_kind": kind, "document": number,
        "section": "Достижения", "original": chance.choice((portfolio.ORIGINAL, portfolio.COPY, portfolio.COPY)), "extent": "1",
        "entered_by": group.teacher.initials,
    }  # fmt: skip

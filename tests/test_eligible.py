"""Special conditions of attestation over a whole school: registers in, answers with their grounds out (п. 1.2, 3.2.2, 3.4)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from xlrecords.achievements.cases import Considered, considered
from xlrecords.achievements.choice import choices, examined, subject_in, unknown_headings
from xlrecords.achievements.evidence import achievements
from xlrecords.books.markdown import parse_books
from xlrecords.command import Request
from xlrecords.commands.eligibility import eligible
from xlrecords.commands.reading import study
from xlrecords.report import Figure, Page, figure_at
from xlrecords.reports.eligibility import eligible_pages
from xlrecords.reports.workbook import write_pages
from xlrecords.school import School

from .markdown import saved

DAY = dt.date(2027, 5, 20)

PEOPLE = """
## Контингент.xlsx
# Контингент
| № | ФИО | Дата рождения | Личное дело № | Класс | Прибыл | Выбыл | Законный представитель | Согласие на обработку ПД |
| 1 | Власова Ольга Петровна | 05.02.2012 | В-1 | 8А | 01.09.2019 | | Власова Мария Ивановна | да |
| 2 | Громов Илья Андреевич | 11.03.2011 | Г-2 | 9А | 01.09.2018 | | Громов Андрей Ильич | да |
| 3 | Дёмина Анна Сергеевна | 01.07.2011 | Д-3 | 9А | 01.09.2018 | | Дёмина Вера Львовна | да |
| 4 | Котов Иван Ильич | 01.07.2011 | К-4 | 9А | 01.09.2018 | | Котова Вера Львовна | да |
| 5 | Котов Иван Ильич | 02.07.2011 | К-5 | 9А | 01.09.2018 | | Котова Анна Львовна | да |
| 6 | Лунин Пётр Ильич | 02.07.2011 | Л-6 | 10А | 01.09.2018 | 01.02.2027 | Лунина Анна Львовна | да |
"""
SETTINGS = """
## Настройки.xlsx
# Школа
| Школа |
| Показатель | Значение |
| Название школы | Учебная школа № 2 |
| Регион | Ставропольский край |
| Учебный год | 2026/2027 |

# Правила
| Правила |
| Правило | Значение | Действует с | Источник |
| Особые условия аттестации | зачёт с отметкой «5»; перенос срока | | Положение о промежуточной аттестации |

# Предметы
| Предметы |
| Предмет | Другие написания | Классы | Часов в неделю | Отметки | Периоды |
| Физика | | 7–11 | 2 | баллы | четверти |
| Биология | | 5–11 | 2 | баллы | четверти |
| Русский язык | | 5–11 | 3 | баллы | четверти |
| Алгебра | | 7–9 | 3 | баллы | четверти |
| Английский язык | Англ. | 5–11 | 3 | баллы | четверти |
| Физическая культура | Физкультура | 5–11 | 3 | баллы | четверти |
| Химия | | 8–11 | 2 | баллы | четверти |

# Перечни
| Перечни мероприятий |
| Учебный год | Перечень | Мероприятие | Профиль | Предметы |
| 2026/2027 | Перечень олимпиад школьников | Олимпиада «Росток» | физика | Физика |
| 2026/2027 | Перечень мероприятий | Конкурс «Шаг» | наука | |
| 2025/2026 | Перечень олимпиад школьников | Олимпиада «Росток» | физика | Физика |
| 2025/2026 | Перечень олимпиад школьников | Олимпиада «Лист» | биология | Биология |
| 2025/2026 | Перечень мероприятий | Конкурс «Шаг» | наука | |

# Профили
| Соответствие профилей предметам |
| Профиль | Предметы |
| экология | Биология |
"""
REGISTERS = """
## Достижения.xlsx
# Достижения
| Ведомость индивидуальных достижений класса |
| Учебный год: | 2026/2027 |
| № | ФИО | Класс | Дата | Мероприятие | Предмет/вид | Уровень | Статус | Перечень | ГИР | Документ |
| 1 | Власова Ольга Петровна | 8А | 15.03.2027 | Олимпиада «Росток» | Физика | всероссийский | победитель | да | да | Диплом № 1 |
| 2 | Власова Ольга Петровна | 8А | 16.03.2027 | Олимпиада «Росток» | Русский язык | всероссийский | призёр | да | да | Диплом № 2 |
| 3 | Громов Илья Андреевич | 9А | 15.03.2027 | Олимпиада «Росток» | Физика | всероссийский | призёр | да | да | Диплом № 3 |
| 4 | Дёмина Анна Сергеевна | 9А | 15.03.2027 | Олимпиада «Роcток-мини» | Физика | региональный | победитель | | нет | |
| 5 | Дёмина Анна Сергеевна | 9А | 10.12.2026 | Олимпиада «Росток» | Физика | школьный | участник | | | Сертификат |
| 6 | Котов Иван Ильич | 9А | 15.03.2027 | Олимпиада «Росток» | Физика | всероссийский | победитель | да | да | Диплом № 5 |
| 7 | Лунин Пётр Ильич | 10А | 15.10.2026 | Олимпиада «Росток» | Физика | всероссийский | победитель | да | да | Диплом № 6 |

# Спорт
| Спорт и ГТО |
| Учебный год: | 2026/2027 |
| № | ФИО | Класс | Дата | Соревнование | Ранг соревнования | Вид спорта | Результат | Место | В программе Игр | Документ |
| 1 | Дёмина Анна Сергеевна | 9А | 10.02.2027 | Первенство Европы | первенство Европы | Дзюдо | победитель | 1 | да | Протокол № 7 |
| 2 | Громов Илья Андреевич | 9А | 10.02.2027 | Чемпионат мира | чемпионат мира | Дзюдо | призёр | 2 | да | Протокол № 8 |

# ГИР
| Сведения из ГИР |
| Учебный год: | 2026/2027 |
| № | ФИО | Класс | Мероприятие | Предмет/профиль | Статус | Год мероприятия | Размещено | № записи или ссылка | Дата проверки | Кто проверил |
| 1 | Власова Ольга Петровна | 8А | Олимпиада «Росток» | Физика | победитель | 2026/2027 | размещено | 77-1 | 10.04.2027 | Осипова И. И. |
| 2 | Громов Илья Андреевич | 9А | Олимпиада «Росток» | Физика | призёр | 2026/2027 | размещено | 77-2 | 10.04.2027 | Осипова И. И. |
| 3 | Дёмина Анна Сергеевна | 9А | Первенство Европы | Дзюдо | победитель | 2026/2027 | размещено | 77-3 | 10.04.2027 | Осипова И. И. |

# Заявления
| Журнал заявлений |
| № | Дата | Заявитель | ФИО | Класс | О чём | Предмет/курс | Форма | Итог | Примечание |
| 1 | 12.04.2027 | Власова Мария Ивановна | Власова Ольга Петровна | 8А | особые условия аттестации | Физика | письменное | на рассмотрении | |
| 2 | 13.04.2027 | Дёмина Вера Львовна | Дёмина Анна Сергеевна | 9А | особые условия аттестации | Физкультура | устное | удовлетворено | прот. № 9 |

# Согласия
| Реестр согласий |
| № | ФИО | Класс | Кто дал согласие | Цель | Вид согласия | Дата | Действует до | Отозвано | Отдельный документ |
| 1 | Власова Ольга Петровна | 8А | Власова Мария Ивановна | особые условия аттестации | обработка | 12.04.2027 | | | да |
| 2 | Дёмина Анна Сергеевна | 9А | Дёмина Вера Львовна | особые условия аттестации | обработка | 13.04.2027 | | | да |
| 3 | Дёмина Анна Сергеевна | 9А | Дёмина Вера Львовна | передача сведений в ГИР | обработка | 13.04.2027 | | | да |

# Выбор
| Выбор экзаменов |
| Класс: | 9А |
| № | ФИО | Физика | Английский язык ЛВ | Русский язык | Матем |
| 1 | Громов Илья Андреевич | | + | + | + |
| 2 | Дёмина Анна Сергеевна | + | | + | + |
"""
SCHOOL = PEOPLE + SETTINGS + REGISTERS


def school(text: str = SCHOOL) -> School:
    return study(parse_books(text))[0]


def answers(text: str = SCHOOL, day: dt.date = DAY) -> list[tuple[str, str, str, str, str]]:
    """Surname, subject, event, answer and code of each case."""
    return [
        (case.student.split()[0], case.subject, case.achievement.title, case.verdict.answer.value, case.verdict.code)
        for case in considered(school(text), day)
    ]


def cases(text: str, surname: str, subject: str, day: dt.date = DAY) -> list[Considered]:
    return [case for case in considered(school(text), day) if case.student.startswith(surname) and case.subject == subject]


def pages(text: str = SCHOOL, day: dt.date = DAY) -> dict[str, Page]:
    return {page.tab: page for page in eligible_pages(school(text), day)}


def shown(page: Page) -> list[list[object]]:
    return [[cell.value if isinstance(cell, Figure) else cell for cell in row] for row in page.rows]


def test_every_achievement_is_judged_for_the_subjects_to_which_it_leads() -> None:
    assert answers() == [
        ("Власова", "Физика", "Олимпиада «Росток»", "к решению", "E11"),
        ("Власова", "Русский язык", "Олимпиада «Росток»", "не хватает", "E02"),
        ("Громов", "Физика", "Олимпиада «Росток»", "не хватает", "E09"),
        ("Дёмина", "Физика", "Олимпиада «Роcток-мини»", "нет", "E01"),
        ("Дёмина", "Физическая культура", "Первенство Европы", "да", "E12"),
        ("Громов", "Физическая культура", "Чемпионат мира", "нет", "E02"),
    ]


def test_an_application_for_a_subject_to_which_nothing_leads_is_answered_too() -> None:
    found = cases(SCHOOL.replace("| Физика | письменное |", "| Химия | письменное |"), "Власова", "Химия")
    assert [(case.achievement.subject, "E07" in case.verdict.fired, case.verdict.hopeless) for case in found] == [
        ("Физика", True, True),
        ("Русский язык", True, True),
    ]


def test_an_earlier_day_knows_neither_later_achievements_nor_later_papers() -> None:
    assert ("Дёмина", "Физическая культура", "Первенство Европы", "нет", "E02") in answers(day=dt.date(2027, 3, 1))
    assert all(name != "Власова" for name, *_ in answers(day=dt.date(2027, 3, 1)))
    assert ("Лунин", "Физика", "Олимпиада «Росток»", "не хватает", "E02") in answers(day=dt.date(2026, 12, 1))  # he left on 01.02.2027


CHANGES = [
    ("в перечне только прошлого года", "| 2026/2027 | Перечень олимпиад школьников | Олимпиада «Росток» |",
     "| 2024/2025 | Перечень олимпиад школьников | Олимпиада «Росток» |", "E04", "не хватает"),
    ("проверка устарела", "| размещено | 77-1 | 10.04.2027 |", "| размещено | 77-1 | 10.10.2026 |", "E03", "не хватает"),
    ("в ГИР не размещено", "| размещено | 77-1 |", "| не размещено | 77-1 |", "E02", "нет"),
    ("в ГИР другой статус", "| Физика | победитель | 2026/2027 | размещено |", "| Физика | призёр | 2026/2027 | размещено |", "E02", "не хватает"),
    ("в ГИР другой год", "| победитель | 2026/2027 | размещено | 77-1 |", "| победитель | 2025/2026 | размещено | 77-1 |", "E02", "не хватает"),
    ("документа нет", "| победитель | да | да | Диплом № 1 |", "| победитель | да | да | |", "E01", "нет"),
    ("статус лауреата", "| победитель | да | да | Диплом № 1 |", "| лауреат | да | да | Диплом № 1 |", "E02", "не хватает"),
    ("заявление подал чужой", "| Власова Мария Ивановна | Власова Ольга", "| Котов Пётр Львович | Власова Ольга", "E09", "не хватает"),
    ("заявление отозвано", "| письменное | на рассмотрении | |", "| письменное | отозвано | |", "E09", "не хватает"),
    ("заявление о другом предмете", "| Физика | письменное |", "| Химия | письменное |", "E09", "не хватает"),
    ("отказано", "| письменное | на рассмотрении | |", "| письменное | отказано | протокол № 9 |", "E11", "нет"),
    ("удовлетворено без протокола", "| письменное | на рассмотрении | |", "| письменное | удовлетворено | |", "E11", "не хватает"),
    ("удовлетворено с протоколом", "| письменное | на рассмотрении | |", "| письменное | удовлетворено | протокол № 9 |", "E12", "да"),
    ("согласие не отдельным документом", "| обработка | 12.04.2027 | | | да |", "| обработка | 12.04.2027 | | | нет |", "E10", "не хватает"),
    ("согласие отозвано", "| обработка | 12.04.2027 | | | да |", "| обработка | 12.04.2027 | | 01.05.2027 | да |", "E10", "не хватает"),
    ("согласие для другой цели", "| особые условия аттестации | обработка | 12.04.2027 |", "| иное | обработка | 12.04.2027 |", "E10", "не хватает"),
    ("ГИА: все предметы",
     "| Особые условия аттестации |", "| Предметы, выносимые на ГИА | все предметы ГИА | | |\n| Особые условия аттестации |", "E06", "нет"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "code", "answer"), [change[1:] for change in CHANGES], ids=[change[0] for change in CHANGES])
def test_one_change_of_a_register_changes_the_answer(before: str, after: str, code: str, answer: str) -> None:
    assert before in SCHOOL
    found = cases(SCHOOL.replace(before, after, 1), "Власова", "Физика")
    assert [(case.verdict.code, case.verdict.answer.value) for case in found] == [(code, answer)]


# By the acts of the day

GOLDEN_2022 = (
    PEOPLE
    + SETTINGS.replace("2026/2027", "2022/2023").replace("2025/2026", "2021/2022")
    + """
## Достижения.xlsx
# Достижения
| Ведомость индивидуальных достижений класса |
| Учебный год: | 2022/2023 |
| № | ФИО | Класс | Дата | Мероприятие | Предмет/вид | Уровень | Статус | Перечень | ГИР | Документ |
| 1 | Власова Ольга Петровна | 8А | 15.03.2023 | Олимпиада «Росток» | Физика | всероссийский | победитель | да | да | Диплом № 1 |

# ГИР
| Сведения из ГИР |
| Учебный год: | 2022/2023 |
| № | ФИО | Класс | Мероприятие | Предмет/профиль | Статус | Год мероприятия | Размещено | № записи или ссылка | Дата проверки | Кто проверил |
| 1 | Власова Ольга Петровна | 8А | Олимпиада «Росток» | Физика | победитель | 2022/2023 | размещено | 77-1 | 10.04.2023 | Осипова И. И. |

# Заявления
| Журнал заявлений |
| № | Дата | Заявитель | ФИО | Класс | О чём | Предмет/курс | Форма | Итог | Примечание |
| 1 | 12.04.2023 | Власова Мария Ивановна | Власова Ольга Петровна | 8А | особые условия аттестации | Физика | устное | удовлетворено | протокол № 5 |

# Согласия
| Реестр согласий |
| № | ФИО | Класс | Кто дал согласие | Цель | Вид согласия | Дата | Действует до | Отозвано | Отдельный документ |
| 1 | Власова Ольга Петровна | 8А | Власова Мария Ивановна | особые условия аттестации | обработка | 12.04.2023 | | | нет |
"""
)


def test_a_case_of_2023_is_decided_and_cited_by_the_acts_of_2023() -> None:
    """Order № 77 and decree № 1239 were in force, and a consent could be part of another paper."""
    (case,) = cases(GOLDEN_2022, "Власова", "Физика", dt.date(2023, 5, 20))
    acts = [reason.ground.clause for reason in case.verdict.reasons if ";" in reason.ground.clause]
    assert case.verdict.code == "E12"
    assert acts == [
        "п. 3.4; приказ Минпросвещения России от 15.02.2022 № 77",
        "п. 3.4; приказ Минпросвещения России от 15.02.2022 № 77",
        "п. 3.2.2; постановление Правительства РФ от 17.11.2015 № 1239",
    ]


def test_a_case_of_2027_is_decided_and_cited_by_the_acts_of_2027() -> None:
    """Order № 531 and decree № 1738 are in force, and a consent is a paper of its own."""
    (case,) = cases(SCHOOL, "Дёмина", "Физическая культура")
    acts = [reason.ground.clause for reason in case.verdict.reasons if ";" in reason.ground.clause]
    assert case.verdict.code == "E12"
    assert acts == [
        "п. 3.4; приказ Минпросвещения России от 10.07.2025 № 531",
        "п. 3.4; приказ Минпросвещения России от 10.07.2025 № 531",
        "п. 3.2.2; постановление Правительства РФ от 19.10.2023 № 1738",
    ]
    (unformed,) = cases(
        SCHOOL.replace("| обработка | 13.04.2027 | | | да |", "| обработка | 13.04.2027 | | | нет |", 1), "Дёмина", "Физическая культура"
    )
    assert (unformed.verdict.code, unformed.verdict.answer.value) == ("E10", "не хватает")


# What is recorded

SAME = """
# Ещё
| Ведомость индивидуальных достижений |
| Обучающийся: | Власова Ольга Петровна |
| Класс: | 8А |
| Учебный год: | 2026/2027 |
| Дата | Мероприятие | Предмет/вид | Уровень | Статус | ГИР | Документ |
| 15.03.2027 | Олимпиада «Росток» | физика | всероссийский | победитель | | |
| 16.03.2027 | Олимпиада «Росток» | Русский язык | всероссийский | победитель | нет | |
"""


def test_the_same_achievement_in_several_registers_is_one_and_what_they_tell_differently_is_unknown() -> None:
    found = [one for one in achievements(school(SCHOOL + SAME)) if one.student.startswith("Власова")]
    assert [(one.subject.lower(), one.status, one.registered, one.document, one.places) for one in found] == [
        ("физика", "победитель", True, "Диплом № 1", ("Достижения.xlsx «Ещё»!B6", "Достижения.xlsx «Достижения»!E4")),
        ("русский язык", "", None, "Диплом № 2", ("Достижения.xlsx «Ещё»!B7", "Достижения.xlsx «Достижения»!E5")),
    ]
    assert found[1].differing == ("статус: «победитель» и «призёр»", "ГИР: нет и да")


def earlier(name: str, group: str, year: str = "2025/2026", date: str = "15.03.2026") -> str:
    return f"""
## Прошлый год.xlsx
# Достижения
| Ведомость индивидуальных достижений класса |
| Учебный год: | {year} |
| № | ФИО | Класс | Дата | Мероприятие | Предмет/вид | Уровень | Статус | Перечень | ГИР | Документ |
| 1 | {name} | {group} | {date} | Олимпиада «Лист» | Биология | всероссийский | призёр | да | да | Диплом № 9 |
"""


@pytest.mark.parametrize(
    ("name", "group", "who", "why"),
    [
        ("Громов Илья Андреевич", "8А", "Громов", ""),
        ("Громов Илья Андреевич", "8Б", "", "имя есть, но класс прошлых лет ему не соответствует"),  # a namesake may have left
        ("Громов Илья Андреевич (Г-2)", "8Б", "Громов", ""),
        ("Громов Илья", "8А", "Громов", ""),
        ("Громов Илья", "8Б", "", "имя есть, но класс прошлых лет ему не соответствует"),
        ("Громов Илья Андреевич", "11А", "", "имя есть, но класс прошлых лет ему не соответствует"),
        ("Громов Илья Андреевич", "", "", "имя есть, но класс прошлых лет ему не соответствует"),
        ("Громов И. А.", "8А", "", "имя подходит нескольким или сокращено"),
        ("Громова Илья Андреевич", "8А", "", "такого имени в списке класса нет"),
        ("Котов Иван Ильич", "8А", "", "имя подходит нескольким или сокращено"),
        ("Дeмина Анна Сергеевна", "8А", "Дёмина", ""),
    ],
)
def test_lines_of_earlier_years_are_somebodys_only_where_nobody_else_can_be_meant(name: str, group: str, who: str, why: str) -> None:
    (found,) = [one for one in achievements(school(SCHOOL + earlier(name, group))) if one.event == "Олимпиада «Лист»"]
    assert ((found.student.split()[0] if found.person >= 0 else ""), found.why) == (who, why)
    assert found.year == 2025


def test_an_achievement_of_an_earlier_year_is_judged_by_the_list_of_that_year() -> None:
    (found,) = cases(SCHOOL + earlier("Громов Илья Андреевич", "8А"), "Громов", "Биология")
    assert found.verdict.reasons[3].ground.met is True
    (found,) = cases(SCHOOL + earlier("Громов Илья Андреевич", "5А", "2022/2023", "15.03.2023"), "Громов", "Биология")
    assert (found.verdict.reasons[3].ground.met, found.verdict.reasons[7].ground.met) == (None, False)


OLYMPIADS = """
# Олимпиады
| Результаты олимпиад |
| Учебный год: | 2026/2027 |
| № | ФИО | Класс | Олимпиада | Предмет | Этап | Дата | Статус | Документ |
| 1 | Власова Ольга Петровна | 8А | | Биология | школьный | 10.10.2026 | победитель | Протокол № 1 |
| 2 | Власова Ольга Петровна | 8А | | Биология | заключительный | 10.04.2027 | призёр | Диплом № 2 |
"""


def test_stages_of_the_national_olympiad_are_told_apart() -> None:
    early, final = cases(SCHOOL + OLYMPIADS, "Власова", "Биология")
    assert (early.verdict.reasons[3].ground.met, early.case.final) == (False, False)
    assert (final.verdict.reasons[3].ground.met, final.case.final, final.verdict.reasons[4].ground.met) == (True, True, True)


# The choice of exams


@pytest.mark.parametrize(
    ("heading", "subject"),
    [
        ("Физика", "Физика"), ("Англ.", "Английский язык"), ("Английский язык ЛВ", "Английский язык"),
        ("Английский язык Л. В.", "Английский язык"), ("Английский язык (Петрова Л. В.)", "Английский язык"), ("Матем", "математика"),
        ("Рус. язык", "русский язык"), ("Английск.", ""), ("Физика углублённая", ""), ("Немецкий язык", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_heading_means_a_subject_of_the_plan_or_nothing(heading: str, subject: str) -> None:
    assert subject_in(heading, school()) == subject


def test_what_a_student_takes_is_what_he_chose_and_an_unknown_choice_is_unknown() -> None:
    one = school(SCHOOL.replace("| Английский язык ЛВ |", "| Английск. |"))
    assert choices(one)[1].unclear == ("Английск.",)
    assert unknown_headings(one) == (("Английск.", "Достижения.xlsx «Выбор»!D3"),)
    told = {
        (person, subject): examined(one, person, group, subject).taken
        for person, group in ((0, "8А"), (1, "9А"), (2, "9А"), (3, "9А"))
        for subject in ("Физика", "Химия", "Алгебра", "Русский язык")
    }
    assert told == {
        (0, "Физика"): False, (0, "Химия"): False, (0, "Алгебра"): True, (0, "Русский язык"): True,
        (1, "Физика"): None, (1, "Химия"): None, (1, "Алгебра"): True, (1, "Русский язык"): True,
        (2, "Физика"): True, (2, "Химия"): False, (2, "Алгебра"): True, (2, "Русский язык"): True,
        (3, "Физика"): None, (3, "Химия"): None, (3, "Алгебра"): True, (3, "Русский язык"): True,
    }  # fmt: skip


# The workbook


def test_pages_tell_answers_cards_minutes_register_what_is_missing_and_who_is_unknown() -> None:
    found = pages()
    assert list(found) == [
        "По классам",
        "Карточки",
        "Протокол",
        "Для ГИР",
        "Чего не хватает",
        "Кандидаты на поощрение",
        "Уровни",
        "Прочие достижения",
        "Не узнаны",
    ]
    assert [row[0] for row in shown(found["Карточки"]) if len(row) == 1] == [
        "Власова Ольга Петровна, 8А", "Громов Илья Андреевич, 9А", "Дёмина Анна Сергеевна, 9А",
    ]  # fmt: skip
    assert [row[:4] for row in shown(found["Чего не хватает"])] == [
        ["родитель (законный представитель)", "заявление об особых условиях аттестации", "9А", "Громов Илья Андреевич"],
        ["родитель (законный представитель)", "согласие на обработку персональных данных для этой цели", "9А", "Громов Илья Андреевич"],
    ]
    assert shown(found["Не узнаны"]) == [
        ["Ведомость индивидуальных достижений класса", "Достижения.xlsx «Достижения»!B9", "Котов Иван Ильич", "9А",
         "имя подходит нескольким или сокращено", "Котов Иван Ильич (К-4), 9А; Котов Иван Ильич (К-5), 9А"],
    ]  # fmt: skip
    assert all("третьим лицам не передавать" in page.note for page in found.values())


def test_minutes_name_the_student_in_the_dative_and_the_conditions_of_the_school() -> None:
    text = " ".join(str(cell) for row in pages()["Протокол"].rows for cell in row)
    assert "О предоставлении Власовой Ольге Петровне (8А) особых условий" in text
    assert "Вид условий (нужное подчеркнуть): зачёт с отметкой «5»; перенос срока." in text
    assert "Дёмин" not in text  # it is decided already


def test_the_state_register_gets_nobody_without_a_consent_for_it() -> None:
    page = pages()["Для ГИР"]
    assert [(row[0], row[1], row[5], row[12]) for row in shown(page)] == [
        ("Дёмина Анна Сергеевна", "01.07.2011", "Первенство Европы", "да")
    ]
    assert "Не показано: обучающихся — 2 (согласия на передачу сведений в ГИР нет, или оно не действует)." in page.note
    withdrawn = "| передача сведений в ГИР | обработка | 13.04.2027 | | 01.05.2027 | да |"
    page = pages(SCHOOL.replace("| передача сведений в ГИР | обработка | 13.04.2027 | | | да |", withdrawn))["Для ГИР"]
    assert not page.rows
    assert "Дёмина" not in page.note


def test_an_answer_tells_its_grounds_with_places_acts_and_settings() -> None:
    figure = figure_at(eligible_pages(school(), DAY), "По классам!F5")
    assert isinstance(figure, Figure)
    assert figure.why is not None
    told = figure.why()
    assert told[0] == "Власова Ольга Петровна, 8А: Русский язык — не хватает (E02)"
    assert "E06 нет: предмет выносится на ГИА: Русский язык: обязательный предмет ГИА (п. 1.2, 3.4)" in told
    assert any(line.startswith("Подтверждение ГИР действует, дней: 180 (по умолчанию") for line in told)


def test_a_school_without_lists_and_papers_is_told_what_is_unknown(tmp_path: Path) -> None:
    saved = write_books(tmp_path / "Школа", PEOPLE + REGISTERS.partition("# Спорт")[0])
    outcome = eligible(Request((saved,), out=tmp_path / "Итог.xlsx", day=DAY))
    assert outcome.exit_code == 0
    assert sum("неизвестн" in text for text in outcome.assumed) >= 5
    assert outcome.lines[0] == "Особые условия аттестации на 20.05.2027: да — 0, к решению — 0, не хватает — 3, нет — 1."
    assert not any("Власова" in text for text in (*outcome.lines, *outcome.assumed))
    assert "По классам" in openpyxl.load_workbook(tmp_path / "Итог.xlsx").sheetnames


def test_without_a_class_list_nobody_is_judged(tmp_path: Path) -> None:
    assert answers(SETTINGS + REGISTERS) == []
    assert {row[4] for row in shown(pages(SETTINGS + REGISTERS)["Не узнаны"])} == {"списка классов нет"}


def test_the_command_explains_a_cell_and_writes_nothing(tmp_path: Path) -> None:
    saved = write_books(tmp_path / "Школа", SCHOOL)
    outcome = eligible(Request((saved,), out=tmp_path / "Итог.xlsx", day=DAY, explain="По классам!F6"))
    assert outcome.lines[0] == "Власова Ольга Петровна, 8А: Физика — к решению (E11)"
    assert not (tmp_path / "Итог.xlsx").exists()


def test_there_must_be_books(tmp_path: Path) -> None:
    assert eligible(Request((tmp_path,))).exit_code == 2


def write_books(folder: Path, text: str) -> Path:
    """Books of a Markdown text as files."""
    folder.mkdir()
    for book in parse_books(text):
        (folder / book.name).write_bytes(saved(book))
    return folder


def test_cards_of_a_student_stay_on_one_printed_page(tmp_path: Path) -> None:
    more = "".join(
        f"| {number} | Власова Ольга Петровна | 8А | {number}.02.2027 | Олимпиада «Росток» | Физика | всероссийский | призёр | | | № {number} |\n"
        for number in range(10, 12)
    )
    text = SCHOOL.replace("| 3 | Громов Илья Андреевич | 9А | олимпиада", f"{more}| 3 | Громов Илья Андреевич | 9А | олимпиада", 1)
    write_pages(tmp_path / "Карточки.xlsx", [pages(text)["Карточки"]])
    sheet = openpyxl.load_workbook(tmp_path / "Карточки.xlsx").worksheets[0]
    names = [row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value).endswith(("8А", "9А"))]
    assert {mark.id + 1 for mark in sheet.row_breaks.brk} <= set(names)
    assert sheet.row_breaks.brk


def test_subjects_that_the_class_does_not_study_are_no_cases() -> None:
    text = SCHOOL.replace("| Физика | | 7–11 |", "| Физика | | 9–11 |")
    assert [(case.case.fits, case.verdict.reasons[6].ground.text) for case in cases(text, "Власова", "Физика")] == [
        (False, "профиль не соответствует предмету: Физика: в 8А классе не изучается"),
    ]

"""Graduates out of the records of a school: their final marks, decisions, the book of certificates and its supplement."""

from __future__ import annotations

import datetime as dt

import pytest

from xlrecords.attestation.certificates import (
    basic_mark,
)
from xlrecords.attestation.graduates import Graduate, decisions, graduates, limits
from xlrecords.books.markdown import parse_books
from xlrecords.commands import check_books
from xlrecords.decision import Answer
from xlrecords.fields import collect
from xlrecords.fields.certificate import in_words, title
from xlrecords.report import Figure
from xlrecords.reports.certificates import certificate_pages

from .markdown import school
from .test_certificates import LIMITS, part


def journal(group: str, subject: str, year: int, terms: str, *lines: str, tab: str = "") -> str:
    """A journal with marks for terms alone."""
    heads = "\n".join(
        ("| Классный журнал |", f"| Класс: | {group} |", f"| Предмет: | {subject} |", "| Учитель: | Панфилова В. В. |",
         f"| Учебный год: | {year}/{year + 1} |", f"| ФИО | 01.09.{year} | {terms} |")
    )  # fmt: skip
    return f"\n# {tab or f'{subject} {group}'}\n{heads}\n" + "".join(f"| {line} |\n" for line in lines)


SETTINGS = """
# Школа
| Школа |
| Показатель | Значение |
| Учебный год | 2026/2027 |

# Правила
| Правила |
| Правило | Значение | Действует с | Источник |
| Медаль I степени: балл ЕГЭ | 70 | | приказ |
| Медаль I степени: балл ЕГЭ | 85 | 01.09.2026 | новый приказ |

# Предметы
| Предметы |
| Предмет | Другие написания | Классы | Отметки | Периоды |
| Русский язык | Русский | | баллы | |
| Алгебра | | 7–11 | баллы | |
| Геометрия | | 7–11 | баллы | |
| Физика | | 7–9 | баллы | |
| Музыка | | 5–8 | баллы | |
| География | | 10 | баллы | полугодия |

# Шкалы
| Шкалы экзаменов |
| Экзамен | Год | Предмет | «3» от |
| ЕГЭ | 2027 | Русский язык | 24 |

# Контингент
| Контингент обучающихся |
| № | Фамилия, имя, отчество | Дата рождения | Личное дело № | Класс | Прибыл |
| 1 | Крылова Анна Игоревна | 23.03.2011 | К-1 | 9А | 01.09.2025 |
| 2 | Орлов Илья Петрович | 04.05.2011 | О-2 | 9А | 01.09.2025 |
| 3 | Зимин Олег Петрович | 04.05.2009 | З-3 | 11Б | 01.09.2025 |
| 4 | Юдина Вера Львовна | 05.05.2009 | Ю-4 | 11Б | 01.09.2026 |
| 5 | Ивина Ия Львовна | 05.05.2013 | И-5 | 7А | 01.09.2026 |
"""
EXAMS = """
# ОГЭ
| Результаты ОГЭ |
| ФИО | Класс | Предмет | Дата экзамена | Первичный балл | Отметка | Повторно |
| Крылова Анна Игоревна | 9А | Русский язык | 01.06.2027 | 30 | 4 | |
| Крылова Анна Игоревна | 9А | Математика | 05.06.2027 | 3 | 2 | |
| Крылова Анна Игоревна | 9А | Математика | 25.06.2027 | 20 | 4 | да |
| Крылова Анна Игоревна | 9А | Физика | 05.06.2027 | 20 | 4 | |
| Орлов Илья Петрович | 9А | Русский язык | 01.06.2027 | 30 | 5 | |

# ЕГЭ
| Результаты ЕГЭ |
| ФИО | Класс | Предмет | Уровень (Б/П) | Дата экзамена | Тестовый балл | Отметка |
| Зимин Олег Петрович | 11Б | Русский язык | | 01.06.2027 | 80 | |
| Зимин Олег Петрович | 11Б | Математика | Б | 01.06.2027 | | 5 |
"""
CARD = """
# Карта
| Личная карта обучающегося |
| ФИО: | Крылова Анна Игоревна |
| Дата рождения: | 23.03.2011 |
| Личное дело №: | К-1 |
| Предмет | 4 кл. | 5 кл. | 7 кл. | 8 кл. |
| Музыка | 5 | 4 | 4 | 5 |
| ИЗО | 5 | 4 | 3 | |
| Литературное чтение | 5 | | | |
"""
NINTH = "".join(
    journal("9А", subject, 2026, "4 четверть | Год", f"Крылова Анна | | 4 | {first}", f"Орлов Илья | | 4 | {second}")
    for subject, first, second in (("Русский", 5, 5), ("Алгебра", 4, 4), ("Геометрия", 5, 5), ("Физика", 5, 5))
)
HALVES = "1 полугодие | 2 полугодие | Год"
ELEVENTH = "".join(
    journal("11Б", subject, 2026, HALVES, "Зимин Олег | | 5 | 4 | 5", "Юдина Вера | | 5 | 5 | 5")
    for subject in ("Русский", "Алгебра", "Геометрия")
)
TENTH = (
    journal("10Б", "Русский", 2025, HALVES, "Зимин Олег | | 5 | 4 | 4", "Чужой Иван | | 4 | 4 | 4")
    + journal("10Б", "Алгебра", 2025, HALVES, "Зимин Олег Петрович | | 5 | 5 | 5", "Чужой Иван | | 4 | 4 | 4")
    + journal("10Б", "Геометрия", 2025, HALVES, "Зимин Олег | | 5 | 5 | 5", "Чужой Иван | | 4 | 4 | 4")
    + journal("10Б", "География", 2025, HALVES, "Зимин Олег | | 5 | 5 | 5", "Чужой Иван | | 4 | 4 | 4")
)
WHOLE = SETTINGS + EXAMS + CARD + NINTH + ELEVENTH + TENTH


def graduate(text: str, surname: str) -> Graduate:
    return next(found for found in graduates(school(text)) if found.name.startswith(surname))


def shown(found: Graduate) -> dict[str, str]:
    return {final.subject: final.shown for final in found.finals}


def lacking(found: Graduate) -> dict[str, str]:
    return {final.subject: final.lacking[0] for final in found.finals if final.lacking}


def test_graduates_are_those_of_grades_9_and_11_by_classes_and_names() -> None:
    assert [(found.name, found.group) for found in graduates(school(WHOLE))] == [
        ("Крылова Анна Игоревна", "9А"),
        ("Орлов Илья Петрович", "9А"),
        ("Зимин Олег Петрович", "11Б"),
        ("Юдина Вера Львовна", "11Б"),
    ]


def test_grade_9_from_journals_exams_and_the_personal_card() -> None:
    """Russian 5 and 4, mathematics 4, 5 and the exam taken again, physics 5 and 4; music of grade 8, art of grade 7."""
    found = graduate(WHOLE, "Крылова")
    assert shown(found) == {"Русский язык": "5", "Математика": "4", "Физика": "5", "Музыка": "5", "ИЗО": "3"}
    assert decisions(found, LIMITS)["аттестат"].answer is Answer.YES
    refused = decisions(found, LIMITS)["аттестат с отличием"].lacking()
    assert [ground.text for ground in refused] == ["все итоговые — «5»: Математика — 4, ИЗО — 3", "без повторной ГИА: Математика"]


def test_the_chain_names_the_cells_of_journals_and_exams() -> None:
    final = graduate(WHOLE, "Крылова").finals[0]
    assert final.why()[1:4] == [
        "5 — Русский язык, 9 класс, год (Книга.xlsx, «Русский 9А»!D7)",
        "4 — Русский язык, ОГЭ (Книга.xlsx, «ОГЭ»!C3)",
        "(5 + 4) : 2 = 9 : 2 = 4,50 → 5",
    ]


def test_what_grade_9_lacks_is_told() -> None:
    assert lacking(graduate(WHOLE, "Орлов")) == {
        "Математика": "Математика, экзамен: результата нет",
        "Физика": "Физика, экзамен: неизвестно, сдавался ли он",
        "Музыка": "Музыка, 8 класс, год: отметки за 8 класс нет: нужна личная карта или журнал того года",
    }


def test_a_subject_without_a_journal_is_missing_not_left_out() -> None:
    without = WHOLE.replace(journal("9А", "Физика", 2026, "4 четверть | Год", "Крылова Анна | | 4 | 5", "Орлов Илья | | 4 | 5"), "")
    assert lacking(graduate(without, "Крылова")) == {"Физика": "Физика, 9 класс, год: журнала 9А класса нет"}


def test_without_plan_and_card_earlier_subjects_are_unknown() -> None:
    alone = EXAMS + NINTH + SETTINGS[SETTINGS.index("# Контингент") :]
    assert "Предметы, законченные раньше" in lacking(graduate(alone, "Крылова"))


def test_an_earlier_year_gives_the_last_mark_of_a_finished_subject() -> None:
    earlier = journal("8А", "Музыка", 2025, "Год", "Орлов Илья | | 3", "Крылова Анна | | 4")
    assert shown(graduate(WHOLE + earlier, "Орлов"))["Музыка"] == "3"


def test_grade_11_from_two_years() -> None:
    """A name in full and a short one are one student when nobody else can be meant; geography ended in grade 10."""
    found = graduate(WHOLE, "Зимин")
    assert shown(found) == {"Русский язык": "5", "Математика": "5", "География": "5"}  # 27 : 6, 57 : 12, 15 : 3
    assert [str(step) for step in found.finals[0].steps] == ["(5 + 4 + 4 + 5 + 4 + 5) : 6 = 27 : 6 = 4,50 → 5"]
    assert len(found.finals[1].steps[0].parts) == 12


def test_who_was_not_here_in_grade_10_has_unknown_marks() -> None:
    found = graduate(WHOLE, "Юдина")
    assert set(shown(found).values()) == {""}
    assert lacking(found)["Русский язык"] == "Русский язык, 10 класс: в 10Б классе за 2025/2026 такого имени нет"


def test_without_the_earlier_year_nothing_is_guessed() -> None:
    found = graduate(SETTINGS + EXAMS + ELEVENTH, "Зимин")
    assert lacking(found)["Русский язык"] == "Русский язык, 10 класс: записей 10Б класса за прежний учебный год нет"
    assert decisions(found, LIMITS)["медаль I степени"].answer is Answer.UNKNOWN


def test_a_short_name_that_two_people_bear_is_nobody() -> None:
    namesakes = WHOLE.replace("| 5 | Ивина Ия Львовна | 05.05.2013 | И-5 | 7А |", "| 5 | Зимин Олег Ильич | 05.05.2009 | З-5 | 11Б |")
    namesakes = namesakes.replace("Зимин Олег | | 5 | 4 | 5", "Зимин Олег Петрович | | 5 | 4 | 5")
    assert "Русский язык" in lacking(graduate(namesakes, "Зимин Олег Петрович"))


def test_a_name_that_stands_twice_in_an_earlier_journal_is_nobody() -> None:
    doubled = WHOLE.replace("| Чужой Иван | | 4 | 4 | 4 |", "| Зимин Олег | | 4 | 4 | 4 |", 1)
    assert (
        lacking(graduate(doubled, "Зимин"))["Русский язык"]
        == "Русский язык, 10 класс: в 10Б классе за 2025/2026 несколько записей с этим именем"
    )


def test_the_number_of_the_personal_file_tells_who_it_was() -> None:
    renamed = WHOLE.replace("Зимин Олег Петрович | | 5 | 5 | 5", "Зимин Олег (З-3) | | 5 | 5 | 5").replace(
        "Зимин Олег | | 5 | 4 | 4", "Земин Олег (З-3) | | 5 | 4 | 4"
    )
    assert shown(graduate(renamed, "Зимин"))["Русский язык"] == "5"


def test_the_method_of_mathematics_is_a_setting() -> None:
    two_steps = WHOLE.replace("| Медаль I степени: балл ЕГЭ | 70 | | приказ |", "| Математика в аттестате 9 класса | в два шага | | |")
    found = graduate(two_steps, "Крылова")
    assert shown(found)["Математика"] == "5"  # (4 + 5) : 2 -> 5, (5 + 4) : 2 -> 5
    assert "в два шага" in found.finals[1].rule


@pytest.mark.parametrize(("since", "expected"), [("01.09.2026", "нет"), ("01.09.2027", "да")])
def test_thresholds_of_medals_are_those_of_the_year(since: str, expected: str) -> None:
    dated = WHOLE.replace("| 85 | 01.09.2026 |", f"| 85 | {since} |")
    read = school(dated)
    found = next(one for one in graduates(read) if one.name.startswith("Зимин"))
    decision = decisions(found, limits(read))["медаль I степени"]
    assert decision.answer.value == expected
    assert any(f"ЕГЭ: 80 при нужных {85 if expected == 'нет' else 70}" in ground.text for ground in decision.grounds)


# Pages and fields


def test_pages_have_each_graduate_and_say_why() -> None:
    pages = {page.tab: page for page in certificate_pages(school(WHOLE), {9: 17})}
    assert list(pages) == ["Итоговые 9 класс", "Итоговые 11 класс", "С отличием и медали", "Книга аттестатов 9", "Книга аттестатов 11"]
    marks = [[getattr(cell, "value", cell) for cell in row] for row in pages["Итоговые 9 класс"].rows]
    assert marks[:2] == [["9А класс"], [1, "Крылова Анна Игоревна", 5, 4, 5, 5, 3, ""]]
    assert marks[2][2:7] == [5, "?", "?", "?", "–"]
    for page in pages.values():
        assert all(len(row) in (1, len(page.fields)) for row in page.rows)
        for cell in (cell for row in page.rows for cell in row if isinstance(cell, Figure)):
            assert cell.why is not None
            assert len(cell.why()) > 1


def test_the_book_is_numbered_without_gaps_from_the_given_number() -> None:
    book = certificate_pages(school(WHOLE), {9: 17})[-2]
    assert [row[:3] for row in book.rows if len(row) > 1] == [
        [17, "Крылова Анна Игоревна", "23.03.2011"],
        [18, "Орлов Илья Петрович", "04.05.2011"],
    ]


def test_the_book_leaves_out_who_gets_no_certificate() -> None:
    failing = WHOLE.replace("| 01.06.2027 | 30 | 5 | |", "| 01.06.2027 | 12 | 2 | |")
    book = certificate_pages(school(failing))[-2]
    assert [row[1] for row in book.rows if len(row) > 1] == ["Крылова Анна Игоревна"]


@pytest.mark.parametrize("text", [SETTINGS, SETTINGS + journal("9А", "Русский", 2026, "1 четверть | Год", "Крылова Анна | | 4 | ")])
def test_without_graduates_or_before_the_end_of_the_year_there_are_no_pages(text: str) -> None:
    assert certificate_pages(school(text)) == ()


BOOK = """
# Книга
| Книга регистрации выданных документов об образовании |
| Класс: | 9А |
| Уровень образования: | основное общее |
| Учебный год: | 2026/2027 |
| № записи | ФИО выпускника | Дата рождения | Номер бланка | Русский язык | Дата и № приказа о выдаче | Дата выдачи |
| 17 | Крылова Анна Игоревна | 23.03.2011 | 077 12 26 0000001 | 5 | 25.06.2027 № 112 | 28.06.2027 |

# Проекты
| Проекты и исследования |
| ФИО | Класс | Тема | Тип | Руководитель | Дата | Оценка/уровень |
| Крылова Анна Игоревна | 9А | Вода в городе | исследовательский | Панфилова В. В. | 10.04.2027 | 5 |
"""


def found(text: str) -> list[tuple[str, str]]:
    return [
        (issue.rule.id, issue.place.cell) for issue in check_books(parse_books(text, "Книга.xlsx")).issues if issue.place.sheet == "Книга"
    ]


@pytest.mark.parametrize("dash", ["", "—", "–", "-", "Z", "не изучал(а)"])
def test_a_dash_in_the_book_is_a_subject_that_was_not_taught(dash: str) -> None:
    heading, line = "| Русский язык | Дата и", "| 077 12 26 0000001 | 5 |"
    book = BOOK.replace(heading, "| Русский язык | Астрономия | Физика | Дата и").replace(line, f"{line} {dash} | {dash} |")
    assert found(WHOLE + book) == [("certificate-mark-differs", "G6")]


@pytest.mark.parametrize(
    ("blank", "rules"),
    [
        ("77122600000012", []),  # a number: fourteen digits are kept
        ("'77122600000012", []),
        ("077 12 26 0000001", []),
        ("7712260000001", ["blank-number-format"]),  # a number that lost its first zero
        ("№ 7", ["blank-number-format"]),
    ],
)
def test_the_number_of_a_blank_may_be_a_number_if_it_lost_no_zero(blank: str, rules: list[str]) -> None:
    assert [rule for rule, cell in found(BOOK.replace("077 12 26 0000001", blank)) if cell == "D6"] == rules


WHOLE_BOOK = """
# Книга
| Книга регистрации выданных документов об образовании |
| Уровень образования: | основное общее |
| Учебный год: | 2026/2027 |
| № записи | ФИО выпускника | Дата рождения | Номер бланка |
| 9А класс |
| 17 | Крылова Анна Игоревна | 23.03.2011 | 077 12 26 0000005 |
| 18 | Орлов Илья Петрович | 04.05.2011 | 077 12 26 0000006 |
| 9Б класс |
| 20 | Белов Ян Львович | 05.05.2011 | 077 12 26 0000001 |
"""


def test_one_book_of_all_classes_is_read_whole_and_its_classes_are_those_of_the_list() -> None:
    listed = WHOLE.replace("| 5 | Ивина Ия Львовна | 05.05.2013 | И-5 | 7А |", "| 5 | Белов Ян Львович | 05.05.2011 | Б-5 | 9Б |")
    assert found(listed + WHOLE_BOOK) == [("record-number-gap", "A9")]


DUPLICATES = """
# Книга
| Книга регистрации выданных документов об образовании |
| Класс: | 9А |
| Уровень образования: | основное общее |
| Учебный год: | 2026/2027 |
| № записи | ФИО выпускника | Получатель по доверенности | Дата рождения | Номер бланка | Дата и № приказа о выдаче | Дата выдачи |
| 17 | Крылова Анна Игоревна | Крылова Вера Львовна | 23.03.2011 | 077 12 26 0000005 | 25.06.2027 № 112 | 28.06.2027 |
| 18 | Орлов Илья Петрович | | 04.05.2011 | 077 12 26 0000006 | 25.06.2027 № 112 | 28.06.2027 |
| 19 | Крылова Анна Игоревна | | 23.03.2011 | 077 12 26 0000001 | 25.07.2027 № 130 | 28.07.2027 |
"""


def test_a_duplicate_stands_below_and_has_a_number_of_its_own() -> None:
    assert found(DUPLICATES) == []
    other = DUPLICATES.replace("| 19 | Крылова Анна Игоревна | | 23.03.2011 |", "| 19 | Иванова Анна Игоревна | | 23.03.2011 |")
    assert found(other) == [("graduate-order", "B8"), ("blank-order", "E8")]


def test_fields_of_the_supplement() -> None:
    told = collect(school(WHOLE + BOOK), dt.date(2027, 6, 28))
    first, second, *_, seventh = told
    assert [(item["номер"], item["предмет"], item["отметка"], item["отметка словом"]) for item in first["аттестат"]] == [
        (1, "Русский язык", 5, "5 (отлично)"),
        (2, "Математика", 4, "4 (хорошо)"),
        (3, "Физика", 5, "5 (отлично)"),
        (4, "Музыка", 5, "5 (отлично)"),
        (5, "ИЗО", 3, "3 (удовлетворительно)"),
    ]
    assert first["дополнительные сведения"] == [{"номер": 1, "сведения": "Индивидуальный проект «Вода в городе» — 5 (отлично)"}]
    expected = {
        "Уровень образования": "основное общее",
        "Номер записи аттестата": 17,
        "Номер бланка аттестата": "077 12 26 0000001",
        "Приказ о выдаче аттестата": "25.06.2027 № 112",
        "Дата выдачи аттестата": dt.date(2027, 6, 28),
    }
    assert {name: first[name] for name in expected} == expected
    assert second["аттестат"][1]["отметка словом"] is None
    assert (seventh["аттестат"], seventh["Уровень образования"]) == ([], None)


ELECTIVE = """
# Электив
| Журнал элективного курса |
| Элективный курс: | Основы экономики |
| Учитель: | Панфилова В. В. |
| Учебный год: | 2026/2027 |
| ФИО | Класс | 07.09.2026 | Год |
| Крылова Анна Игоревна | 9А | | зач |
"""


def test_courses_of_choice_are_further_information() -> None:
    told = collect(school(WHOLE + ELECTIVE), dt.date(2027, 6, 28))
    assert [item["сведения"] for item in told[0]["дополнительные сведения"]] == ["Элективный курс «Основы экономики»"]
    assert "Основы экономики" not in [item["предмет"] for item in told[0]["аттестат"]]
    assert told[1]["дополнительные сведения"] == []


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("Английский язык", "Иностранный язык (английский)"),
        ("Русский язык", "Русский язык"),
        ("Иностранный язык (немецкий)", "Иностранный язык (немецкий)"),
        ("Английский", "Английский"),
    ],
)
def test_the_language_is_named_in_brackets(subject: str, shown: str) -> None:
    assert title(subject) == shown


def test_credits_are_written_in_words() -> None:
    assert in_words(basic_mark("Проект", part("зач"), None)) == "зачтено"

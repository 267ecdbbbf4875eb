"""Who may be given results, whose consent counts, what of health is shown, what leaves with a file, and what must not."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from xlrecords.books.markdown import parse_books
from xlrecords.commands.reading import study
from xlrecords.decision import Answer
from xlrecords.privacy.consents import consent
from xlrecords.privacy.encryption import LETTERS, decrypt, encrypt, new_password
from xlrecords.privacy.guardians import is_guardian
from xlrecords.privacy.health import masked, without_health
from xlrecords.privacy.leaks import leaks, needles, printed, search
from xlrecords.privacy.recipients import recipient_check
from xlrecords.privacy.release import find_student
from xlrecords.privacy.scrub import scrub
from xlrecords.school import School

from .parts import ordered, well_formed

DAY = dt.date(2027, 5, 25)

PEOPLE = """
# Контингент
| Контингент |
| ФИО | Дата рождения | Личное дело № | Класс | Прибыл | Законный представитель | Согласие ПД | Согласие на распространение |
| Иванов Иван Иванович | 01.05.2015 | И-1 | 5А | 01.09.2026 | Иванова Анна Петровна; Иванов Иван Сергеевич | да | да |
| Королёва Мария Петровна | 03.07.2015 | К-25 | 5А | 01.09.2026 | Королёв Пётр Ильич | да | нет |
| Мороз Олег Львович | 09.11.2014 | М-3 | 5А | 01.09.2026 | Мороз Лев Ильич | да | да |
| Взрослый Семён Ильич | 24.05.2009 | В-4 | 11А | 01.09.2026 | Взрослая Инна Львовна | да | да |
| Иванова Ольга Юрьевна | 11.12.2015 | И-5 | 5Б | 01.09.2026 | Иванова Анна Юрьевна | да | да |

# Представители
| Законные представители |
| ФИО | Класс | Законный представитель | Кем приходится | Документ | Права ограничены |
| Иванов Иван Иванович | 5А | Иванова Анна Петровна | мать | паспорт | |
| Иванов Иван Иванович | 5А | Иванов Иван Сергеевич | отец | | да |
| Мороз Олег Львович | 5А | Опекунова Яна Ильинична | опекун | акт № 5 | нет |
"""


def school(text: str = "") -> School:
    return study(parse_books(f"{PEOPLE}\n{text}", "Книга.xlsx"))[0]


def table(text: str) -> list[tuple[str, ...]]:
    """Rows of a Markdown table below its headings."""
    return [tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in text.strip().splitlines()[2:]]


# Recipients


RECIPIENTS = """
| student | recipient                | basis        | verdict                                  | relation               |
|---------|--------------------------|--------------|------------------------------------------|------------------------|
| 0       | Иванова Анна Петровна    |              | можно выдать                             | законный представитель |
| 0       | иванова  анна петровна   |              | можно выдать                             | законный представитель |
| 0       | Иванов Иван Иванович     |              | можно выдать                             | сам обучающийся        |
| 0       | Иванов Иван Сергеевич    |              | отказ                                    |                        |
| 0       | Иванова А. П.            |              | отказ                                    |                        |
| 0       | Иванова Анна             |              | отказ                                    |                        |
| 0       | Иванова Анна Петровича   |              | отказ                                    |                        |
| 0       | Иванова Анна Юрьевна     |              | отказ                                    |                        |
| 0       | Отдел опеки              |              | отказ                                    |                        |
| 0       | Отдел опеки              | запрос № 14  | можно выдать                             | по требованию закона   |
| 1       | Королев Петр Ильич       |              | можно выдать                             | законный представитель |
| 2       | Мороз Лев Ильич          |              | можно выдать                             | законный представитель |
| 2       | Опекунова Яна Ильинична  |              | можно выдать                             | законный представитель |
| 3       | Взрослый Семён Ильич     |              | можно выдать                             | сам обучающийся        |
| 3       | Взрослая Инна Львовна    |              | нужно основание, установленное законом   |                        |
| 3       | Взрослая Инна Львовна    | доверенность | можно выдать                             | по требованию закона   |
"""


@pytest.mark.parametrize(("student", "recipient", "basis", "verdict", "relation"), table(RECIPIENTS))
def test_only_the_student_and_representatives_are_given_results(
    student: str, recipient: str, basis: str, verdict: str, relation: str
) -> None:
    found = recipient_check(school(), recipient, int(student), "для секции", DAY, basis)
    assert (found.verdict.value, found.relation) == (verdict, relation)
    assert found.clause == "6.2"


def test_a_name_that_is_near_is_offered_and_never_taken() -> None:
    found = recipient_check(school(), "Иванова Анна Петровича", 0, "для секции", DAY)
    assert "Возможно, Иванова Анна Петровна" in found.text


def test_a_representative_is_one_until_the_eighteenth_birthday() -> None:
    before = recipient_check(school(), "Взрослая Инна Львовна", 3, "для семьи", dt.date(2027, 5, 23))
    assert before.verdict.value == "можно выдать"


@pytest.mark.parametrize(
    ("purpose", "verdict"), [("", "нужна цель"), ("  ", "нужна цель"), ("публикация на сайте и стенде", "нужно согласие")]
)
def test_the_purpose_is_stated_and_may_need_a_consent(purpose: str, verdict: str) -> None:
    assert recipient_check(school(), "Иванова Анна Петровна", 0, purpose, DAY).verdict.value == verdict


def test_the_document_of_a_guardian_is_the_ground() -> None:
    assert recipient_check(school(), "Опекунова Яна Ильинична", 2, "для семьи", DAY).document == "акт № 5"


def test_a_cell_about_restricted_rights_that_cannot_be_read_is_no_no() -> None:
    odd = study(parse_books(PEOPLE.replace("| паспорт | |", "| паспорт | частично |"), "Книга.xlsx"))[0]
    assert recipient_check(odd, "Иванова Анна Петровна", 0, "для семьи", DAY).verdict.value == "отказ"
    assert is_guardian(odd, 0, "Иванова Анна Петровна") is None


# Whom a release is about


@pytest.mark.parametrize("group", ["", "5А", "5Б"])
def test_who_changed_the_class_is_one_student_of_the_class_of_now(group: str) -> None:
    head, row = "| ФИО | Дата рождения | Личное дело № | Класс | Прибыл | Выбыл |", "| Чернов Олег Юрьевич | 14.05.2015 | Ч-1 |"
    listed = f"# Контингент\n| Контингент |\n{head}\n{row} 5А | 01.09.2026 | 10.01.2027 |\n{row} 5Б | 11.01.2027 | |\n"
    assert find_student(study(parse_books(listed, "Книга.xlsx"))[0], "Чернов Олег", group) == 1


# Consents


CONSENTS = """
| row                                                                              | answer           |
|----------------------------------------------------------------------------------|------------------|
| Иванова Анна Петровна, 08.09.2026, , , да                                        | да               |
| Иванов Иван Иванович, 08.09.2026, , , да                                         | да               |
| Иванова Анна Петровна, 08.09.2026, 24.05.2027, , да                              | нет              |
| Иванова Анна Петровна, 08.09.2026, 25.05.2027, , да                              | да               |
| Иванова Анна Петровна, 08.09.2026, , 25.05.2027, да                              | нет              |
| Иванова Анна Петровна, 08.09.2026, , 26.05.2027, да                              | да               |
| Иванова Анна Петровна, 08.09.2026, , , нет                                       | нет              |
| Иванова Анна Петровна, 31.08.2025, , , нет                                       | да               |
| Иванова Анна Петровна, 26.05.2027, , , да                                        | нет              |
| Иванова Анна Петровна, , , , да                                                  | не хватает данных |
| Иванов Иван Сергеевич, 08.09.2026, , , да                                        | нет              |
| Иванова А. П., 08.09.2026, , , да                                                | не хватает данных |
| Чужой Пётр Львович, 08.09.2026, , , да                                           | нет              |
| Иванова Анна Петровна, 08.09.2026, , , нет; Иванова Анна Петровна, 09.09.2026, , , да | да          |
| Иванова Анна Петровна, 08.09.2026, , , да; Иванов Иван Иванович, 08.09.2026, , 10.10.2026, да | не хватает данных |
"""


@pytest.mark.parametrize(("row", "answer"), table(CONSENTS))
def test_a_consent_is_in_force_of_due_form_and_given_by_who_may(row: str, answer: str) -> None:
    lines = [[cell.strip() for cell in part.split(",")] for part in row.split(";")]
    written = "\n".join(
        f"| Иванов Иван Иванович | 5А | {giver} | передача сведений в ГИР | обработка | {date} | {until} | {withdrawn} | {separate} |"
        for giver, date, until, withdrawn, separate in lines
    )
    head = "| ФИО | Класс | Кто дал согласие | Цель | Вид согласия | Дата | Действует до | Отозвано | Отдельный документ |"
    found = school(f"# Согласия\n| Реестр согласий |\n{head}\n{written}\n")
    assert consent(found, 0, "передача сведений в ГИР", "обработка", DAY).answer.value == answer
    assert consent(found, 0, "передача сведений в ГИР", "распространение", DAY).answer is Answer.NO
    assert consent(found, 0, "особые условия аттестации", "обработка", DAY).answer is Answer.NO
    assert consent(found, 1, "передача сведений в ГИР", "обработка", DAY).answer is Answer.NO


def test_without_a_register_of_consents_nothing_is_known() -> None:
    assert consent(school(), 0, "передача сведений в ГИР", "обработка", DAY).answer is Answer.UNKNOWN


def test_a_no_in_the_class_list_leaves_a_consent_to_publish_open() -> None:
    head = "| ФИО | Класс | Кто дал согласие | Цель | Вид согласия | Дата | Отдельный документ |"
    row = "| Королёва Мария Петровна | 5А | Королёв Пётр Ильич | публикация на сайте и стенде | распространение | 08.09.2026 | да |"
    found = school(f"# Согласия\n| Реестр согласий |\n{head}\n{row}\n")
    assert consent(found, 1, "публикация на сайте и стенде", "распространение", DAY).answer is Answer.UNKNOWN


def test_a_consent_of_an_earlier_year_goes_on_until_it_ends() -> None:
    head = "| ФИО | Класс | Кто дал согласие | Цель | Вид согласия | Дата | Действует до | Отдельный документ |"
    rows = "\n".join(
        f"| {name} | 4А | {giver} | передача сведений в ГИР | обработка | 10.09.2025 | {until} | да |"
        for name, giver, until in (
            ("Иванов Иван Иванович", "Иванова Анна Петровна", ""),
            ("Королёва Мария Петровна", "Королёв Пётр Ильич", "31.05.2026"),
        )
    )
    this_year = "# Классный журнал\n| Классный журнал |\n| Учебный год: | 2026/2027 |\n| ФИО | 10.09.2026 |\n| Иванов Иван | 5 |\n"
    found = school(f"# Настройки\n| Школа |\n| Параметр | Значение |\n| Учебный год | 2026/2027 |\n{this_year}"
                   f"# Согласия\n| Реестр согласий |\n| Учебный год: | 2025/2026 |\n{head}\n{rows}\n")  # fmt: skip
    assert found.past
    assert consent(found, 0, "передача сведений в ГИР", "обработка", DAY).answer is Answer.YES
    assert consent(found, 1, "передача сведений в ГИР", "обработка", DAY).answer is Answer.NO


# Health


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("осв", None),
        ("5, б, 4, осв", "5, 4"),
        ("5, н, 4", "5, н, 4"),
        ("заключение врача № 5", None),
        ("Медицинская справка от 01.10.2026", None),
        ("обучается по адаптированной образовательной программе", None),
        ("ребёнок с ОВЗ", None),
        ("Освобождена от физической культуры", None),
        ("пропустил по болезни", None),
        ("Юный врач, конкурс", "Юный врач, конкурс"),
        ("5Б", "5Б"),
        ("Освободительное движение: реферат", "Освободительное движение: реферат"),
        ("Здоровое питание", "Здоровое питание"),
        ("ребёнок-инвалид", None),
        ("установлена инвалидность", None),
        ("Концерт в доме инвалидов", "Концерт в доме инвалидов"),
        ("Помощь инвалидам войны", "Помощь инвалидам войны"),
        ("отсутствовал в связи с заболеванием", None),
        ("Инфекционные заболевания: проект", "Инфекционные заболевания: проект"),
        ("Освобождение от физкультуры до 01.05.2027", None),
        ("80 лет освобождения от фашистских захватчиков", "80 лет освобождения от фашистских захватчиков"),
        ("Освобождение от немецко-фашистской оккупации", "Освобождение от немецко-фашистской оккупации"),
    ],
)
def test_health_is_in_no_general_copy(text: str, shown: str | None) -> None:
    assert without_health(text) == shown


def test_facts_are_masked_at_any_depth_and_counted() -> None:
    facts = {
        "ФИО": "Иванов Иван Иванович",
        "предметы": [{"предмет": "Физкультура", "Год": "осв", "периоды": [{"отметка": "осв"}]}],
        "Параллель": 5,
    }
    kept, count = masked(facts)
    assert kept == {
        "ФИО": "Иванов Иван Иванович",
        "предметы": [{"предмет": "Физкультура", "Год": None, "периоды": [{"отметка": None}]}],
        "Параллель": 5,
    }
    assert count == 2


# Leaks


def workbook(*rows: Any, hidden: Any = None) -> bytes:
    made = BytesIO()
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if hidden is not None:
        hidden(book)
    book.save(made)
    return made.getvalue()


LEAKS = """
| cell                                     | found                |
|------------------------------------------|----------------------|
| Королёва                                 | фамилия              |
| КОРОЛЕВА                                 | фамилия              |
| королева                                 |                      |
| Выдано Королёвой М.                      | фамилия              |
| с Королёвой-Смирновой                    | фамилия              |
| Коpолёва                                 | фамилия              |
| Королевство                              |                      |
| мороз и солнце                           |                      |
| Мороз Олег                               | фамилия, фамилия и имя |
| мороз олег                               | фамилия и имя        |
| Иванова Ольга                            | фамилия и имя        |
| Ольга Иванова                            | фамилия и имя        |
| Иванова О. Ю.                            | фамилия и имя        |
| Иванова Анна Петровна                    |                      |
| Иванова, дочь                            |                      |
| личное дело К-25                         | номер личного дела   |
| личное дело K‑25                         | номер личного дела   |
| К-250, АК-25                             |                      |
| к 25 мая                                 |                      |
| родилась 03.07.2015                      | дата рождения        |
| родилась 3 июля 2015 г.                  | дата рождения        |
| 2015-07-03                               | дата рождения        |
| 03.07.2016                               |                      |
| 01.05.2015                               |                      |
"""


@pytest.mark.parametrize(("cell", "found"), table(LEAKS))
def test_what_stands_for_another_student_is_found(cell: str, found: str) -> None:
    """The book is that of Ivanov: his family may stand in it, an Ivanova of another family by her surname alone too."""
    assert ", ".join(dict.fromkeys(leak.what for leak in leaks(workbook([cell]), school(), {0}))) == found


def test_a_name_in_two_cells_is_one_name() -> None:
    assert [leak.what for leak in leaks(workbook(["Иванова", "Ольга"]), school(), {0})] == ["фамилия и имя"]
    assert leaks(workbook(["Иванова"], ["Ольга"]), school(), {0}) == ()


def test_birthdays_are_numbers_in_a_workbook() -> None:
    assert [leak.person for leak in leaks(workbook([dt.date(2015, 7, 3)]), school(), {0})] == [1]
    assert leaks(workbook([dt.date(2015, 5, 1)]), school(), {0}) == ()


def test_a_birthday_that_is_a_day_of_own_records_or_of_a_lesson_is_none() -> None:
    text = "# Журнал\n| Классный журнал |\n| Класс: | 5А |\n| Предмет: | Алгебра |\n| ФИО | 03.07.2015 |\n| Иванов Иван | 5 |\n"
    assert leaks(workbook([dt.date(2015, 7, 3)]), school(text), {0}) == ()


@pytest.mark.parametrize(
    "put",
    [
        lambda book: book.create_sheet("Королёва"),
        lambda book: setattr(book.create_sheet("Скрытый"), "sheet_state", "hidden") or book["Скрытый"].append(["Королёва"]),
        lambda book: setattr(book.active["B2"], "comment", Comment("Спросить Королёву", "Учитель")),
        lambda book: setattr(book.properties, "title", "Королёва"),
        lambda book: setattr(book.active.oddHeader.center, "text", "Королёва"),
        lambda book: setattr(book.active["A5"], "hyperlink", "file:///Королёва.xlsx"),
    ],
)
def test_every_part_of_a_workbook_is_looked_through(put: Any) -> None:
    assert {leak.person for leak in leaks(workbook(["Иванов"], hidden=put), school(), {0})} == {1}
    assert leaks(workbook(["Иванов"], hidden=put), school(), {0, 1}) == ()


def test_a_name_of_several_looks_is_read_as_one() -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        book.add_worksheet().write_rich_string("A1", "Коро", bold, "лёва", " Мария")
    assert {leak.what for leak in leaks(made.getvalue(), school(), {0})} == {"фамилия", "фамилия и имя"}


def test_those_whom_only_other_sheets_know_are_found_too() -> None:
    text = "# Журнал\n| Классный журнал |\n| Класс: | 5А |\n| Предмет: | Алгебра |\n| ФИО | 02.09.2026 |\n| Гостева Зоя | 5 |\n"
    assert [leak.person for leak in leaks(workbook(["Гостева"]), school(text), {0})] == [-1]
    assert leaks(workbook(["Гостева"]), school(text), {0}, ["Гостева Зоя"]) == ()


# Surnames that name things

TITLED = """
| entry                                              | found               |
|----------------------------------------------------|---------------------|
| Олимпиада «Королёва»                               |                     |
| Турнир имени С. П. Королёва                        |                     |
| Слёт им. Марии Королёвой, 5 класс                  |                     |
| Чтения "Мороз и солнце"                            |                     |
| Олимпиада Королёвой                                | фамилия             |
| Вместе с Королёвой для музея «Дом»                 | фамилия             |
| «Дом»: доклад с Королёвой Марией                   | фамилия, фамилия и имя |
| «Мария Королёва»                                   | фамилия и имя       |
"""


@pytest.mark.parametrize(("entry", "found"), table(TITLED))
def test_a_surname_in_the_name_of_a_thing_is_nobody_s(entry: str, found: str) -> None:
    """The entry stands in the records of Ivanov, whose book it is: in quotes or after «имени» a surname is a name of a thing."""
    text = entered("Иванов Иван Иванович", entry)
    assert kinds(workbook([f"№ 1, {entry}, 2026"]), text) == found


def entered(student: str, event: str) -> str:
    head = "| ФИО | Класс | Дата | Мероприятие | Предмет | Уровень | Статус | Документ |"
    row = f"| {student} | 5А | 01.10.2026 | {event} | Химия | школьный | призёр | № 1 |"
    return f"# Достижения\n| Ведомость индивидуальных достижений класса |\n{head}\n{row}\n"


def kinds(data: bytes, text: str) -> str:
    """What is found in the book of Ivanov."""
    return ", ".join(dict.fromkeys(leak.what for leak in leaks(data, school(text), {0})))


def test_the_name_of_a_thing_is_known_as_a_whole_and_only_from_own_records() -> None:
    event = "Олимпиада «Королёва»"
    assert kinds(workbook(["Королёва"]), entered("Иванов Иван Иванович", event)) == "фамилия"
    assert kinds(workbook(["«Королёва»"]), entered("Иванов Иван Иванович", event)) == "фамилия"
    assert kinds(workbook([event]), entered("Мороз Олег Львович", event)) == "фамилия"


def test_topics_of_lessons_and_listed_events_are_about_nobody() -> None:
    journal = (
        "# Журнал\n| Классный журнал |\n| Класс: | 5А |\n| Предмет: | Литература |\n| ФИО | 10.09.2026 | | Дата | Тема урока |\n"
        "| Иванов Иван | 5 | | 10.09.2026 | Поэмы Королёвой |\n"
    )
    events = (
        "# Перечень\n| Перечни мероприятий |\n| Учебный год | Перечень | Мероприятие | Профиль |\n"
        "| 2026/2027 | перечень олимпиад школьников | Кубок Мороза | химия |\n"
    )
    assert kinds(workbook(["Поэмы Королёвой"], ["Кубок Мороза"]), "") == "фамилия"
    assert kinds(workbook(["Поэмы Королёвой"], ["Кубок Мороза"]), journal + events) == ""
    assert kinds(workbook(["Поэмы Королёвой Марии"]), journal) == "фамилия и имя"


def test_what_a_template_prints_is_about_nobody() -> None:
    template = workbook(["Мороз {{ФИО}}"])
    wanted = needles(school(), {0}, printed=printed(template))
    assert search(workbook(["Мороз Иванов Иван"]), wanted) == ()
    assert [leak.what for leak in search(workbook(["Мороз Олег"]), wanted)] == ["фамилия и имя"]


# What office programs leave in a file


def test_nobody_is_told_by_the_properties_of_a_file() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.properties.creator, book.properties.lastModifiedBy, book.properties.title = "Секретарь", "Завуч", "Тайна"
        book.active["A1"].comment = Comment("Завуч: проверить", "Завуч")
        book.custom_doc_props.append(openpyxl.packaging.custom.StringProperty(name="Отдел", value="Канцелярия"))

    data = workbook(["Отметка"], hidden=fill)
    parts = {
        "customXml/item1.xml": b"<a>ID-77</a>",
        "docProps/thumbnail.jpeg": b"JPEG",
        "xl/printerSettings/printerSettings1.bin": b"HP-300",
    }
    data = with_parts(data, parts)
    clean = scrub(data)
    assert well_formed(clean) == ordered(clean) == []
    names, text = unpacked(clean)
    assert not set(parts) & set(names)
    assert not [word for word in ("Секретарь", "Завуч", "Тайна", "Канцелярия", "ID-77", "HP-300", "printerSettings") if word in text]
    book = openpyxl.load_workbook(BytesIO(clean))
    assert (book.active["A1"].value, book.active["A1"].comment.text) == ("Отметка", "проверить")


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The workbook with more parts, to which its own lead."""
    links = {
        "_rels/.rels": "docProps/thumbnail.jpeg",
        "xl/_rels/workbook.xml.rels": "../customXml/item1.xml",
        "xl/worksheets/_rels/sheet1.xml.rels": "../printerSettings/printerSettings1.bin",
    }
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name in links:
                kind = links[name].rpartition("/")[2].partition(".")[0].rstrip("1")
                link = f'<Relationship Id="rIdX" Type="http://x/{kind}" Target="{links[name]}"/></Relationships>'
                content = content.replace(b"</Relationships>", link.encode())
            if name == "xl/worksheets/sheet1.xml":
                setup = (
                    b'<pageSetup xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdX"/><legacyDrawing'
                )
                content = content.replace(b"<legacyDrawing", setup)
            if name == "[Content_Types].xml":
                more = (
                    '<Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="bin" ContentType="application/octet-stream"/>'
                )
                content = content.replace(b"<Override", more.encode() + b"<Override", 1)
            new.writestr(name, content)
        for name, content in parts.items():
            new.writestr(name, content)
    return made.getvalue()


def unpacked(data: bytes) -> tuple[list[str], str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.namelist(), "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


# Passwords


def test_a_workbook_comes_back_by_its_password_alone() -> None:
    data, password = workbook(["Отметка"]), new_password()
    kept = encrypt(data, password)
    assert not zipfile.is_zipfile(BytesIO(kept))
    assert decrypt(kept, password) == data
    with pytest.raises(ValueError, match="wrong password"):
        decrypt(kept, new_password())
    with pytest.raises(ValueError, match="no password"):
        encrypt(data, "")
    with pytest.raises(ValueError, match="not a workbook"):
        encrypt(b"PDF", password)


def test_passwords_are_readable_and_never_the_same() -> None:
    made = {new_password() for _ in range(1000)}
    assert len(made) == 1000
    assert all(set(password) <= {*LETTERS, "-"} and len(password) == 19 for password in made)

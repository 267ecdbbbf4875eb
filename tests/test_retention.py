"""How long the case files of a school are kept: students, consents, versions of the nomenclature, the archive, pages (п. 7.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from xlrecords.archive.case import cases
from xlrecords.archive.disposal import due, year_ranges
from xlrecords.archive.keeping import State
from xlrecords.archive.ledger import Entry, ledger
from xlrecords.archive.nomenclature import Heading, headings, untaken, version
from xlrecords.archive.passport import Passport, dump
from xlrecords.archive.shelves import Bag, shelves
from xlrecords.books.markdown import parse_books
from xlrecords.commands.reading import study
from xlrecords.report import Figure, Page, figure_at
from xlrecords.reports.retention import Register, retention_pages
from xlrecords.retention import BUILT_IN, UNCONFIRMED, Retention, parse_retention
from xlrecords.rules import find_issues
from xlrecords.sheets.template import nomenclature
from xlrecords.wording import counted_spelled

from .markdown import day, table

TODAY = dt.date(2027, 8, 31)
OWN = "номенклатура школы на 2026 год"


def heading(term: str, source: str = OWN, article: str = "") -> Heading:
    """A row of a nomenclature."""
    found = parse_retention(term)
    return Heading("02-01", "Журналы", term, found if isinstance(found, Retention) else None, article, source=source)


# A school


SETTINGS = """
## Настройки.xlsx
# Школа
| Школа |
| Показатель | Значение |
| Название школы | Учебная школа № 2 |
| Учебный год | 2026/2027 |

# Номенклатура дел
| Номенклатура дел |
| Индекс дела | Заголовок дела | Кол-во дел (томов) | Срок хранения | № статьи | Примечание | Виды листов | Дело на | Действует с | Источник |
"""
ROWS = """
| 01-02 | Протоколы педсовета | 3 | Пост., ст. 18 | | | | | | |
| 02-01 | Классные журналы | | 5 лет | ст. 441 | | Классный журнал | класс | | номенклатура 2026 года |
| 02-06 | Личные карты | | 3 года после выбытия | | | Личная карта обучающегося | книга | | номенклатура 2026 года |
| 02-08 | Поощрения | | 5 лет ЭПК | | | Реестр поощрений | учебный год | | номенклатура 2026 года |
| 02-10 | Достижения | | 3 года после окончания или выбытия | | | Ведомость индивидуальных достижений | класс | | номенклатура 2026 года |
| 02-11 | Согласия | | 3 года после истечения срока действия или отзыва | ст. 441 | | Согласия | учебный год | | номенклатура 2026 года |
"""
PEOPLE = """
## Контингент.xlsx
# Контингент
| № | ФИО | Дата рождения | Личное дело № | Класс | Прибыл | Выбыл | Законный представитель | Согласие на обработку ПД |
| 1 | Власова Ольга Петровна | 05.02.2012 | В-1 | 8А | 01.09.2019 | | Власова Мария Ивановна | да |
| 2 | Громов Илья Андреевич | 11.03.2008 | Г-2 | 11А | 01.09.2014 | 25.06.2020 | Громов Андрей Ильич | да |
| 3 | Дёмина Анна Сергеевна | 01.07.2008 | Д-3 | 11А | 01.09.2014 | 20.06.2020 | Дёмина Вера Львовна | да |
"""


def journal(group: str, year: int) -> str:
    """A journal with one lesson."""
    return f"""
## Журналы/{year}/{group}.xlsx
# Алгебра
| Классный журнал |
| Класс: | {group} |
| Предмет: | Алгебра |
| Учитель: | Белова А. А. |
| Учебный год: | {year}/{year + 1} |

| № | Фамилия, имя | 10.09.{year} |
| 1 | Власова Ольга | 5 |
"""


def achievements(group: str, year: int, *students: str) -> str:
    """Sheets of achievements of some students."""
    return f"\n## Достижения/{year}/{group}.xlsx\n" + "".join(
        f"""
# {student.split()[0]}
| Ведомость индивидуальных достижений |
| Обучающийся: | {student} |
| Класс: | {group} |
| Учебный год: | {year}/{year + 1} |

| № | Дата | Мероприятие | Предмет/вид | Уровень | Статус | Перечень | ГИР | Документ |
| 1 | 10.10.{year} | Конкурс чтецов | Литература | школьный | победитель | нет | нет | Диплом № 1 |
"""
        for student in students
    )


def consents(*ends: str) -> str:
    """Consents with «until | withdrawn» of each."""
    rows = "\n".join(
        f"| {number} | Власова Ольга Петровна | 8А | Власова Мария Ивановна | иное | обработка | 01.09.2019 | {end} | да | |"
        for number, end in enumerate(ends, 1)
    )
    return f"""
## Согласия.xlsx
# Согласия
| Реестр согласий |
| Учебный год: | 2019/2020 |

| № | Обучающийся | Класс | Кто дал согласие | Цель | Вид согласия | Дата | Действует до | Отозвано | Отдельный документ | Реквизиты |
{rows}
"""


def entries(*parts: str, on: dt.date = TODAY, bags: Sequence[Bag] = ()) -> dict[str, Entry]:
    """Rows of all cases by index, year and part."""
    books = parse_books("".join(parts), "Книга.xlsx")
    school = study(books)[0]
    found = ledger(school, cases(school, books).all, bags, on)
    return {" ".join(filter(None, (entry.heading.index, entry.school_year, entry.part))): entry for entry in found}


def bag(id: str, index: str, year: int, part: str, term: str, until: str, source: str = OWN, edition: int = 1) -> Bag:
    """A case in the archive."""
    passport = Passport(
        id, edition, "Учебная школа № 2", "УШ 2", index, f"Классные журналы, {part} класс", part, "класс", f"{year}/{year + 1}",
        f"{year}-09-01", f"{year + 1}-05-25", f"{year + 1}-08-31", term, "", source, until,
    )  # fmt: skip
    return Bag(f"Архив/{id}", passport)


GRADUATES = "Громов Илья Андреевич", "Дёмина Анна Сергеевна"
STUDENTS = """
| written                                      | state        | until      | says                                   |
|----------------------------------------------|--------------|------------|----------------------------------------|
| Громов Илья Андреевич, Дёмина Анна Сергеевна | истёк        | 31.12.2023 | выбыли все обучающиеся дела (2)        |
| Громов Илья Андреевич, Неизвестный Пётр Ильич| не определён |            | 1 обучающийся из 2                     |
| Громов Илья Андреевич, Громов И. А.          | не определён |            | день выбытия неизвестен                |
"""


@pytest.mark.parametrize(("written", "state", "until", "says"), table(STUDENTS))
def test_a_case_of_students_waits_for_the_last_of_them(written: str, state: str, until: str, says: str) -> None:
    found = entries(SETTINGS.rstrip(), ROWS, PEOPLE, achievements("11А", 2019, *written.split(", ")))["02-10 2019/2020 11А"]
    assert found.kept.state is State(state)
    assert found.kept.until == (day(until) if until else None)
    assert any(says in ground.text for ground in found.kept.decision.grounds)


def test_while_somebody_attends_a_case_is_kept() -> None:
    found = entries(SETTINGS.rstrip(), ROWS, PEOPLE, achievements("1А", 2019, "Власова Ольга Петровна"), on=dt.date(2099, 1, 1))
    entry = found["02-10 2019/2020 1А"]
    assert entry.kept.state is State.KEPT
    assert entry.kept.until is None
    assert "срок считают после окончания или выбытия: ещё учатся: 1 из 1" in [ground.text for ground in entry.kept.decision.grounds]


CAME_BACK = """
| born       | file | born later | file later | state        |
|------------|------|------------|------------|--------------|
| 11.03.2012 |      | 11.03.2012 |            | не определён |
| 11.03.2012 | Г-2  |            |            | не определён |
| 11.03.2012 |      | 12.04.2013 |            | истёк        |
| 11.03.2012 | Г-2  | 11.03.2012 | Г-9        | истёк        |
"""


@pytest.mark.parametrize(("born", "file", "born_later", "file_later", "state"), table(CAME_BACK))
def test_who_left_and_may_have_come_back_lets_no_case_go(born: str, file: str, born_later: str, file_later: str, state: str) -> None:
    people = PEOPLE.partition("| 1 |")[0] + (
        f"| 1 | Громов Илья Андреевич | {born} | {file} | 7А | 01.09.2019 | 20.12.2026 | Громов Андрей Ильич | да |\n"
        f"| 2 | Громов Илья Андреевич | {born_later} | {file_later} | 7Б | 21.12.2026 | | Громов Андрей Ильич | да |\n"
    )
    found = entries(SETTINGS.rstrip(), ROWS, people, achievements("7А", 2026, "Громов Илья Андреевич"), on=dt.date(2099, 1, 1))
    assert found["02-10 2026/2027 7А"].kept.state is State(state)


CONSENTS = """
| consents                                             | state        | until      |
|------------------------------------------------------|--------------|------------|
| 31.08.2020 !                                         | истёк        | 31.12.2023 |
| 31.08.2020 ! 01.03.2020                              | истёк        | 31.12.2023 |
| 31.08.2021 ! 01.03.2019                              | истёк        | 31.12.2023 |
| ! 10.10.2022                                         | истёк        | 31.12.2025 |
| ! 10.10.2024                                         | хранится     | 31.12.2027 |
| 31.08.2020 !; !                                      | не определён |            |
"""


@pytest.mark.parametrize(("written", "state", "until"), table(CONSENTS))
def test_consents_wait_for_their_end_or_revocation(written: str, state: str, until: str) -> None:
    rows = [end.strip().replace("!", "|") for end in written.split(";")]
    found = entries(SETTINGS.rstrip(), ROWS, PEOPLE, consents(*rows))["02-11 2019/2020"]
    assert found.kept.state is State(state)
    assert found.kept.until == (day(until) if until else None)


# The nomenclature


TYPICAL = """
## Номенклатура.xlsx
# Номенклатура
| Номенклатура дел |
| Индекс дела | Заголовок дела | Кол-во дел (томов) | Срок хранения, № статьи | Примечание |
| 01. Управление |
| 01-01 | Протоколы педсовета | 2 | Пост., ст. 18 | |
| 01-02 | Переписка | 1 | 3 г. ЭПК ст. 12 п. 4 | |
| 01-03 | Копии приказов | | ДМН | |
| 01-04 | Личные дела работников | | 50/75 л. | |
| 02-01 | Журналы | 4 | 5 лет, ст. 441 | в том числе электронные |
"""


def test_a_typical_nomenclature_is_read_as_it_is() -> None:
    school = study(parse_books(TYPICAL + journal("8А", 2026)))[0]
    assert [(row.index, row.term, row.article, row.count, row.confirmed) for row in headings(school)] == [
        ("01-01", "Пост.", "ст. 18", "2", True),
        ("01-02", "3 г. ЭПК", "ст. 12 п. 4", "1", True),
        ("01-03", "ДМН", "", "", True),
        ("01-04", "50/75 л.", "", "", True),
        ("02-01", "5 лет", "ст. 441", "4", True),
    ]
    assert all(row.retention for row in headings(school))
    assert untaken(school)[0] == ("Классный журнал", "02-01 «Классные журналы»")


USUAL = """
## Номенклатура.xlsx
# 2026
| МБОУ «Школа № 5» |
| Номенклатура дел |
| на 2026 год |
| Индекс дела | Заголовок дела (тома, части) | Кол-во дел | Срок хранения дела (тома, части) и № статей по перечню | Примечание |
| 1 | 2 | 3 | 4 | 5 |
| 01 — Руководство |
| 01-01 | Приказы | 1 | Постоянно, ст. 19а | |
| 02 — Учебная часть |
| 02-01 | Журналы | 20 | 5 лет ст. 463 ЭПК | |
| 02-02 | Ведомости | 20 | 25 лет | ЭПК |
| 02-03 | Личные карты | 300 | 3 года | После выбытия |
| 02-04 | Ведомости | 1 | 5 л. (1) | |
| Итоговая запись о категориях и количестве дел |
| Постоянного | 1 | | 1 |

# 2025
| Номенклатура дел на 2025 год |
| Индекс дела | Заголовок дела | Срок хранения, № статьи |
| 02-01 | Журналы | 10 лет |
| 02-09 | Дневники | 1 год |
"""


def test_a_nomenclature_of_the_usual_form_is_read_with_its_marks() -> None:
    rows = headings(study(parse_books(USUAL))[0])
    assert [(row.index, row.term, row.article, row.retention is None) for row in rows] == [
        ("01-01", "Постоянно", "ст. 19а", False),
        ("02-01", "5 лет ЭПК", "ст. 463", False),
        ("02-02", "25 лет ЭПК", "", False),
        ("02-03", "3 года после выбытия", "", False),
        ("02-04", "5 л. (1)", "", True),
        ("02-01", "10 лет", "", False),
        ("02-09", "1 год", "", False),
    ]
    newest = version(rows, "02-01", TODAY)
    assert newest
    assert newest.term == "5 лет ЭПК"


def test_an_index_that_became_a_day_is_no_other_row_s_index() -> None:
    rows = "\n| 02.01.2026 | Журналы | | 5 лет | | | Классный журнал | класс | | |\n| | Дневники | | 1 год | | | | | | |"
    books = parse_books(SETTINGS.rstrip() + rows, "Книга.xlsx")
    school, strays, _ = study(books)
    assert [row.index for row in headings(school)] == ["02.01.2026", "Дневники"]
    assert "cell-unreadable" in {issue.rule.id for issue in find_issues(books, strays, school) if issue.place.cell == "A3"}


def test_of_two_terms_of_one_index_the_longer_counts() -> None:
    rows = "".join(f"\n| 02-01 | Журналы | | {term} | | | Классный журнал | класс | | |" for term in ("5 лет", "10 лет", "3 года"))
    (found,) = entries(SETTINGS.rstrip(), rows, journal("7А", 2020)).values()
    assert found.kept.until == dt.date(2031, 12, 31)


def test_the_template_is_prefilled_and_says_that_nobody_looked_it_up() -> None:
    rows = nomenclature()
    assert len(rows) == len(BUILT_IN)
    assert all(UNCONFIRMED in str(row["source"]) for row in rows)


CHANGED = "| 02-01 | Классные журналы | | 10 лет | | | Классный журнал | класс | | номенклатура 2027 года |\n"


def test_a_changed_term_dates_every_case_anew_and_tells_it() -> None:
    shelf = [bag("а", "02-01", 2026, "7А", "5 лет", "2032-12-31"), bag("б", "02-01", 2026, "8А", "10 лет", "2037-12-31")]
    found = entries(SETTINGS.rstrip(), "\n" + CHANGED, journal("7А", 2026), journal("9А", 2026), bags=shelf)
    assert {key: entry.kept.until for key, entry in found.items()} == dict.fromkeys(
        ("02-01 2026/2027 7А", "02-01 2026/2027 8А", "02-01 2026/2027 9А"), dt.date(2037, 12, 31)
    )
    assert found["02-01 2026/2027 7А"].changed == (
        "в деле записано: 5 лет; в номенклатуре теперь: 10 лет (Настройки.xlsx «Номенклатура дел»!D3), срок до 31.12.2037 вместо 31.12.2032"
    )
    assert not found["02-01 2026/2027 8А"].changed
    assert found["02-01 2026/2027 7А"].bag == "Архив/а"
    assert found["02-01 2026/2027 7А"].books == ("Журналы/2026/7А.xlsx",)
    assert not found["02-01 2026/2027 8А"].books


LATE = """
| since      | says                                                       |
|------------|------------------------------------------------------------|
| 01.09.2025 | срок действует с 01.09.2025, а дело окончено раньше        |
| с 2018 г   | с какого дня действует срок, не прочитано                  |
"""


@pytest.mark.parametrize(("since", "says"), table(LATE))
def test_a_term_that_did_not_hold_yet_lets_no_old_case_go(since: str, says: str) -> None:
    row = f"\n| 02-01 | Классные журналы | | 5 лет | | | Классный журнал | класс | {since} | своё |\n"
    (found,) = entries(SETTINGS.rstrip(), row, journal("7А", 2015)).values()
    assert found.kept.state is State.CHECK
    assert says in [ground.text for ground in found.kept.decision.grounds]


def test_a_term_for_new_cases_leaves_the_old_ones() -> None:
    rows = (
        "\n| 02-01 | Классные журналы | | 5 лет | | | Классный журнал | класс | | своё |\n"
        "| 02-01 | Классные журналы | | 10 лет | | | Классный журнал | класс | 01.01.2027 | своё |\n"
    )
    shelf = [bag("а", "02-01", 2024, "7А", "5 лет", "2030-12-31"), bag("б", "02-01", 2026, "7А", "5 лет", "2032-12-31")]
    found = entries(SETTINGS.rstrip(), rows, journal("8А", 2026), bags=shelf)
    assert [(key, entry.kept.until, bool(entry.changed)) for key, entry in found.items()] == [
        ("02-01 2024/2025 7А", dt.date(2030, 12, 31), False),
        ("02-01 2026/2027 7А", dt.date(2037, 12, 31), True),
        ("02-01 2026/2027 8А", dt.date(2037, 12, 31), False),
    ]


ARCHIVED = """
| nomenclature | index | source         | state        | says                                  |
|--------------|-------|----------------|--------------|---------------------------------------|
| нет          | 02-01 | своё           | истёк        | срок: 5 лет (своё)                    |
| нет          | 02-01 | не подтвержден | сверьте срок | срок не сверён: 5 лет                 |
| есть         | 02-01 | не подтвержден | истёк        | срок: 5 лет, ст. 441 (номенклатура 2026 года) |
| есть         | 09-09 | своё           | сверьте срок | в номенклатуре дел школы нет индекса 09-09, действующего |
"""


@pytest.mark.parametrize(("nomenclature", "index", "source", "state", "says"), table(ARCHIVED))
def test_the_school_s_own_nomenclature_goes_before_the_passport(nomenclature: str, index: str, source: str, state: str, says: str) -> None:
    parts = (SETTINGS.rstrip(), ROWS) if nomenclature == "есть" else ()
    (found,) = entries(*parts, bags=[bag("а", index, 2015, "7А", "5 лет", "2021-12-31", source)]).values()
    assert found.kept.state is State(state)
    assert any(ground.text.startswith(says) for ground in found.kept.decision.grounds)


def test_a_case_with_records_after_its_year_ended_with_the_last_of_them() -> None:
    row = "\n| 02-11 | Согласия | | 5 лет | | | Согласия | учебный год | | своё |\n"
    (found,) = entries(SETTINGS.rstrip(), row, consents("| 10.10.2022")).values()
    assert (found.school_year, found.ended, found.kept.until) == ("2019/2020", dt.date(2022, 10, 10), dt.date(2027, 12, 31))


def test_built_in_terms_change_nothing_that_was_archived() -> None:
    shelf = [bag("а", "02-01", 2026, "8А", "10 лет", "2037-12-31")]
    (found,) = entries(journal("8А", 2026), bags=shelf).values()
    assert (found.heading.term, found.kept.until, found.changed) == ("10 лет", dt.date(2037, 12, 31), "")


# The archive


def test_of_several_editions_the_latest_counts_and_what_is_no_bag_is_passed_over(tmp_path: Path) -> None:
    lying = (("Архив/а", 1), ("Архив/а_ред-2", 2), ("Архив/2020/б", 1), ("Копия/а", 1))
    for name, edition in lying:
        given = bag(name.rpartition("/")[2].split("_")[0], "02-01", 2020, "7А", "5 лет", "2026-12-31", edition=edition).passport
        (tmp_path / name / "data").mkdir(parents=True)
        (tmp_path / name / "bagit.txt").write_text("")
        (tmp_path / name / "data" / "case.json").write_bytes(dump(given))
    (tmp_path / "Архив/сломан").mkdir()
    (tmp_path / "Архив/сломан/bagit.txt").write_text("")
    (tmp_path / "Архив/.в.tmp").mkdir()
    (tmp_path / "Архив/.в.tmp/bagit.txt").write_text("")
    found = shelves([tmp_path])
    assert [one.name for one in found.bags] == ["Архив/а_ред-2", "Архив/2020/б"]
    assert found.older == 2
    assert found.unread == ("Архив/сломан",)


@pytest.mark.parametrize("text", ["", "{}", "[]", "[" * 100_000, '{"format": "xlrecords-case-1"}', "\udcff"])
def test_a_damaged_passport_is_named_not_believed(tmp_path: Path, text: str) -> None:
    (tmp_path / "а/data").mkdir(parents=True)
    (tmp_path / "а/bagit.txt").write_text("")
    (tmp_path / "а/data/case.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert shelves([tmp_path]).unread == ("а",)


# Pages


PAST = "".join(journal(group, year) for year in (2018, 2019, 2021, 2024, 2026) for group in ("7А", "8А"))
SCHOOL = (SETTINGS.rstrip(), ROWS, PEOPLE, PAST, achievements("11А", 2019, *GRADUATES), consents("31.08.2024 |"))


def report(*parts: str, on: dt.date = TODAY, bags: Sequence[Bag] = ()) -> dict[str, Page]:
    books = parse_books("".join(parts), "Книга.xlsx")
    school = study(books)[0]
    found = ledger(school, cases(school, books).all, bags, on)
    return {page.tab: page for page in retention_pages(Register(school, found, on, "Учебная школа № 2"))}


def column(page: Page, place: int) -> list[object]:
    return [value.value if isinstance(value, Figure) else value for row in page.rows if len(row) > place for value in (row[place],)]


@pytest.mark.parametrize("on", ["31.08.2020", "31.08.2027", "01.01.2040", "01.01.2099"])
def test_the_calendar_counts_every_case_once(on: str) -> None:
    pages = report(*SCHOOL, on=day(on))
    *numbers, total = column(pages["Календарь"], 3)
    assert sum(number for number in numbers if isinstance(number, int)) == total == len(pages["Сроки"].rows)


def test_the_act_lists_what_has_run_out_and_nothing_else() -> None:
    page = report(*SCHOOL, bags=[bag("а", "02-01", 2017, "7А", "5 лет", "2023-12-31"), bag("б", "02-08", 2010, "7А", "5 лет ЭПК", "")])[
        "Проект акта"
    ]
    assert [tuple(value.value if isinstance(value, Figure) else value for value in row) for row in page.rows if len(row) > 1] == [
        (1, "Классные журналы", "2017/2018", "", "02-01", 1, "5 лет, ст. 441", ""),
        (2, "Классные журналы", "2018/2019–2019/2020", "", "02-01", 4, "5 лет, ст. 441", "книги ещё в папке школы"),
        (
            3,
            "Достижения",
            "2019/2020",
            "",
            "02-10",
            1,
            "3 года после окончания или выбытия",
            "книги ещё в папке школы",
        ),
        ("", "Итого", "", "", "", 6, "", ""),
    ]
    assert ["Итого 6 (шесть) единиц хранения за 2017–2020 годы"] in page.rows
    assert "Программа ничего не удаляет" in page.note


@pytest.mark.parametrize(("number", "words"), [
    (1, "1 (одна) единица хранения"), (2, "2 (две) единицы хранения"), (5, "5 (пять) единиц хранения"),
    (21, "21 (двадцать одна) единица хранения"), (112, "112 (сто двенадцать) единиц хранения"),
])  # fmt: skip
def test_totals_in_words_agree(number: int, words: str) -> None:
    assert counted_spelled(number, "единица хранения") == words


def test_nothing_due_is_said() -> None:
    page = report(*SCHOOL, on=dt.date(2019, 1, 1))["Проект акта"]
    assert page.rows == [["На 01.01.2019 выделять к уничтожению нечего"]]


def test_figures_say_why() -> None:
    pages = tuple(report(*SCHOOL).values())
    row = next(place for place, line in enumerate(pages[1].rows) if line[0] == "02-01")
    figure = figure_at(pages, f"Сроки!{pages[1].cell(row, 7)}")
    assert isinstance(figure, Figure)
    assert figure.why
    assert list(figure.why()) == [
        "02-01 Классные журналы, 7А класс, 2018/2019 учебный год: истёк на 31.08.2027",
        "срок хранения: 5 лет, ст. 441 — Настройки.xlsx «Номенклатура дел»!D4; номенклатура 2026 года",
        "отсчёт с 01.01.2020, лет: 5, последний день 31.12.2024 (п. 7.1)",
        "да: срок: 5 лет, ст. 441 (номенклатура 2026 года), Настройки.xlsx «Номенклатура дел»!D4 (п. 7.1)",
        "да: дело окончено 31.08.2019; срок считают с 1 января следующего года (п. 7.1)",
        "да: срок истёк: последний день 31.12.2024, рассмотрено на 31.08.2027 (п. 7.1)",
    ]


def test_the_nomenclature_closes_with_the_number_of_cases_by_terms() -> None:
    page = report(*SCHOOL)["Номенклатура дел"]
    assert column(page, 2) == [3, 2, "", "", "", "", 5, 3, 0, 2, 0]
    assert page.tones[:6] == [""] * 6


def test_years_without_gaps_stand_together() -> None:
    assert year_ranges([2021, 2018, 2019, 2019, 2023]) == ("2018/2019–2019/2020", "2021/2022", "2023/2024")


def test_without_a_nomenclature_nothing_is_due_and_terms_wait_to_be_looked_up() -> None:
    found = entries(PAST, PEOPLE, on=dt.date(2100, 1, 1))
    assert {entry.kept.state for entry in found.values() if entry.heading.index == "02-01"} == {State.CHECK}
    assert not due(found.values())
    pending = report(PAST, PEOPLE, on=dt.date(2100, 1, 1))["К решению"]
    assert any(len(row) == 1 and str(row[0]).startswith("Сверьте сроки с Перечнем") for row in pending.rows)

"""Which sheets make which case file: by the nomenclature, the school year, the class, the book."""

from __future__ import annotations

import pytest

from tests.markdown import day, table
from xlrecords.archive.case import Case, cases
from xlrecords.archive.making import Read, draft
from xlrecords.archive.nomenclature import Heading, forms_of, headings, version
from xlrecords.archive.passport import Document, Page, Passport, PassportError, Sheet, bag_info, dump, load
from xlrecords.books.markdown import parse_books
from xlrecords.commands.reading import study
from xlrecords.forms import FORMS
from xlrecords.policy import read_policy
from xlrecords.retention import BUILT_IN, UNITS, Keeping, Retention, parse_retention, split_article

JOURNAL = """
# {tab}
| Классный журнал |
| Класс: | {group} | Предмет: | {subject} | Учитель: | Орлова А. А. |
| Учебный год: | {year} |
| № | Фамилия, имя обучающегося | {first} | {last} |
| 1 | Иванов Иван | 5 | 4 |

"""
SUMMARY = """
# Сводная
| Сводная ведомость учёта успеваемости |
| Класс: | 5А | Период: | 1 четверть | Учебный год: | 2026/2027 |
| № | Фамилия, имя обучающегося | Алгебра | Русский язык |
| 1 | Иванов Иван | 5 | 4 |

"""
NOTES = "# Заметки\n| Позвонить родителям |\n\n"
CORRECTIONS = """
# Исправления
| Исправления |
| Учебный год: | 2026/2027 |
| Дата | Класс | Предмет | Фамилия, имя обучающегося | Период или дата урока | Было | Стало | Кто исправил | Основание |
| 20.10.2026 | 5А | Алгебра | Иванов Иван | 12.10.2026 | 3 | 4 | Орлова А. А. | ошибка записи |
| 21.10.2026 | {group} | Алгебра | Петров Пётр | 12.10.2026 | 3 | 4 | Орлова А. А. | ошибка записи |

"""


def journal(
    subject: str = "Алгебра", group: str = "5А", year: str = "2026/2027", first: str = "05.10.2026", last: str = "12.10.2026"
) -> str:
    return JOURNAL.format(tab=f"{subject} {group}", subject=subject, group=group, year=year, first=first, last=last)


def sorted_out(text: str) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    """Index, school year, title, days and books of each case; a star marks a book that is kept as a whole."""
    books = parse_books(text)
    school, _, _ = study(books)
    found = cases(school, books)
    return [(case.heading.index, case.school_year, case.title, days(case), taken(case)) for case in found.all], found.outside


def days(case: Case) -> str:
    return "–".join(f"{end:%d.%m.%Y}" for end in (case.first, case.last) if end)


def taken(case: Case) -> str:
    return "; ".join(
        f"{'*' if source.whole else ''}{source.book}: {', '.join(leaf.sheet for leaf in source.leaves)}" for source in case.sources
    )


def test_a_class_and_a_year_make_a_case() -> None:
    books = "## 5.xlsx\n" + journal() + "## 6.xlsx\n" + journal(group="6А")
    books += "## Старая.xlsx\n" + journal(year="2025/2026", first="06.10.2025", last="13.10.2025")
    assert sorted_out(books)[0] == table("""
        | дело | год | заголовок | дни | листы |
        |---|---|---|---|---|
        | 02-01 | 2025/2026 | Классные журналы, 5А класс | 06.10.2025–13.10.2025 | *Старая.xlsx: Алгебра 5А |
        | 02-01 | 2026/2027 | Классные журналы, 5А класс | 05.10.2026–12.10.2026 | *5.xlsx: Алгебра 5А |
        | 02-01 | 2026/2027 | Классные журналы, 6А класс | 05.10.2026–12.10.2026 | *6.xlsx: Алгебра 6А |
    """)


def test_a_book_is_kept_whole_where_most_of_its_sheets_are_and_others_take_an_extract() -> None:
    found, outside = sorted_out("## 5.xlsx\n" + journal() + journal("Геометрия") + SUMMARY + NOTES)
    assert found == table("""
        | дело | год | заголовок | дни | листы |
        |---|---|---|---|---|
        | 02-01 | 2026/2027 | Классные журналы, 5А класс | 05.10.2026–12.10.2026 | *5.xlsx: Алгебра 5А, Геометрия 5А, Сводная, Заметки |
        | 02-02 | 2026/2027 | Сводные ведомости учёта успеваемости, 5А класс |  | 5.xlsx: Сводная |
    """)
    assert outside == ()


def test_books_of_no_case_are_told() -> None:
    found, outside = sorted_out("## 5.xlsx\n" + journal() + "## Заметки.xlsx\n" + NOTES)
    assert (len(found), outside) == (1, ("Заметки.xlsx",))


@pytest.mark.parametrize(("group", "title"), [("5А", "Классные журналы, 5А класс"), ("6А", "Классные журналы")])
def test_a_register_of_several_classes_is_a_case_of_the_school(group: str, title: str) -> None:
    assert [row[2] for row in sorted_out("## Исправления.xlsx\n" + CORRECTIONS.format(group=group))[0]] == [title]


NOMENCLATURE = """
## Настройки.xlsx
# Номенклатура дел
| Номенклатура дел |
| Индекс дела | Заголовок дела | Срок хранения, № статьи | Виды листов | Дело на | Действует с | Источник |
| 05-01 | Журналы | 5 лет, ст. 500 | Классный журнал | учебный год | | Номенклатура 2026 года |
| 05-01 | Журналы | 10 лет | Классный журнал | учебный год | 01.09.2026 | Номенклатура 2027 года |

"""


def test_the_school_decides_and_the_version_of_the_day_holds() -> None:
    books = parse_books(
        NOMENCLATURE + "## 5.xlsx\n" + journal() + journal(group="6А") + journal("Химия", "7А", "2025/2026", "06.10.2025", "13.10.2025")
    )
    school, _, _ = study(books)
    found = [(case.title, case.school_year, case.heading.term, case.heading.article) for case in cases(school, books).all]
    assert found == [("Журналы", "2025/2026", "5 лет", "ст. 500"), ("Журналы", "2026/2027", "10 лет", "")]
    rows = headings(school)
    assert rows[0].where == "Настройки.xlsx «Номенклатура дел»!C3"
    held = [version(rows, "05-01", when) for when in (day("31.08.2026"), day("01.09.2026"), None)]
    assert [row.term for row in held if row] == ["5 лет", "10 лет", "10 лет"]
    assert version(rows, "05-02", None) is None


@pytest.mark.parametrize(("since", "term", "until"), [("01.09.2025", "5 лет", "2031-12-31"), ("01.09.2026", "", "")])
def test_a_term_that_did_not_hold_yet_is_not_written_into_the_passport(since: str, term: str, until: str) -> None:
    heading = Heading("02-01", "Журналы", "5 лет", Retention(Keeping.YEARS, 5), since=day(since))
    case = Case(heading, 2025, "5А", None, None, ())
    passport = draft(case, "дело", read_policy({}), Read({}, {}, {}, {}), {}, (), None)
    assert (passport.title, passport.term, passport.until) == ("Журналы, 5А", term, until)


def test_each_form_has_a_built_in_heading_and_only_one() -> None:
    named = [form for row in BUILT_IN for form in row.forms]
    assert sorted(named) == sorted(form.name for form in FORMS)
    assert all(parse_retention(row.term) and row.unit in UNITS and "не подтверждено" in row.source for row in BUILT_IN)


def test_kinds_of_sheets_are_named_by_title_or_tab() -> None:
    assert forms_of("классный журнал; Правила ; Чужой") == (("class_journal", "policies"), ("Чужой",))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("5 лет", Retention(Keeping.YEARS, 5)),
        ("1 год", Retention(Keeping.YEARS, 1)),
        ("5 лет ЭПК, ст. 441", Retention(Keeping.YEARS, 5, review=True)),
        ("50/75 лет", Retention(Keeping.YEARS, 75)),
        ("3 года после выбытия", Retention(Keeping.YEARS, 3, event="после выбытия")),
        ("Постоянно", Retention(Keeping.PERMANENT)),
        ("до замены новыми", Retention(Keeping.REPLACED)),
    ],
)
def test_terms(text: str, term: Retention) -> None:
    assert parse_retention(text) == term


@pytest.mark.parametrize("text", ["", "пять лет", "0 лет", "5", "лет 5", "3 года до выбытия"])
def test_what_is_no_term(text: str) -> None:
    assert not isinstance(parse_retention(text), Retention)


def test_an_article_after_a_term_is_told_apart() -> None:
    assert split_article("5 лет ЭПК, ст. 441") == ("5 лет ЭПК", "ст. 441")
    assert split_article("5 лет") == ("5 лет", "")


PASSPORT = Passport(
    "2026-2027_02-01_Журнал_5А", 2, "Школа", "Школа", "02-01", "Журнал,\n5А", "5А", "класс", "2026/2027", "2026-10-05", "2026-10-12",
    "2027-08-31", "5 лет", "", "Номенклатура", "2032-12-31", accepted=("5.xlsx: так решили",),
    documents=(Document("5.xlsx", "o", True, "ab", "v", (Sheet("Алгебра", "Журнал", "c", "p", (Page(1, (1, 5), (1, 4), "0f"),)),)),),
)  # fmt: skip


def test_a_passport_is_read_back() -> None:
    assert load(dump(PASSPORT)) == PASSPORT
    assert dump(load(dump(PASSPORT))) == dump(PASSPORT)


@pytest.mark.parametrize("spoiled", [b"", b"[]", b"{}", dump(PASSPORT).replace(b'"edition": 2', b'"edition": "2"'), b"\xff"])
def test_what_is_no_passport_is_refused(spoiled: bytes) -> None:
    with pytest.raises(PassportError):
        load(spoiled)


def test_bag_info_says_in_lines_what_the_passport_says() -> None:
    lines = dict(bag_info(PASSPORT, 100, 7))
    assert lines["Payload-Oxum"] == "100.7"
    assert lines["Case-Dates"] == "05.10.2026–12.10.2026"
    assert lines["Retention-Until"] == "31.12.2032"
    assert lines["External-Identifier"] == "2026-2027_02-01_Журнал_5А, редакция 2"
    assert "Bagging-Date" not in lines
    assert all("\n" not in line for line in lines.values())

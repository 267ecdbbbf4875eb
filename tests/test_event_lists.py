"""Lists of events as they are published: every row is taken or reported, and the year is told, never guessed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.imports import event_lists
from xlrecords.imports.event_lists import event_list_rows, parse_grades, read_list

from .conftest import SHARED

SITE = "num,num_in_list,name,profile,response,level,min_class,max_class,prof_subject,stage,link\n"
LOMONOSOV = '1,7,"Олимпиада школьников «Ломоносов»",химия,химия,1,10,11,"химия, биология",отборочный и заключительный,https://site/1\n'


def listed(
    tmp_path: Path, data: bytes | str, year: str = "2026/2027", name: str = "Перечень.csv"
) -> tuple[list[dict[str, object]], list[str]]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    rows, told = event_list_rows(path, year)
    return [dict(row) for row in rows], told


def test_a_row_of_a_site(tmp_path: Path) -> None:
    rows, told = listed(tmp_path, SITE + LOMONOSOV)
    assert rows == [
        {
            "event_year": "2026/2027",
            "list": "Перечень олимпиад школьников",
            "number": 7,
            "event": "Олимпиада школьников «Ломоносов»",
            "profile": "химия",
            "subject": "химия; биология",
            "level": 1,
            "first_grade": 10,
            "last_grade": 11,
            "organiser": "",
            "names": "…, заключительный этап",
            "source": "Перечень.csv",
        }
    ]
    assert told == ["не использованы графы: num, link."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_encodings_and_signs(tmp_path: Path, encoding: str, sign: str) -> None:
    text = sign.join(("name", "profile", "level")) + "\n" + sign.join(("«Ломоносов»", '"химия\n\t"', "II")) + "\n"
    (row,), _ = listed(tmp_path, text.encode(encoding))
    assert (row["event"], row["profile"], row["level"]) == ("«Ломоносов»", "химия", 2)


def test_a_site_speaks_only_where_the_ministry_does_not(tmp_path: Path) -> None:
    rows, _ = listed(tmp_path, "name,profile,response,prof_subject,level\nА,х,экономика,инженерные науки,1\nБ,х,экономика,,1\n")
    assert [row["subject"] for row in rows] == ["инженерные науки", "экономика"]


def test_another_year_of_the_site_has_words_for_classes_and_levels(tmp_path: Path) -> None:
    rows, _ = listed(tmp_path, "name,profile,level_to_speach,classes_to_speach,class\nА,химия,второй уровень,с 7 по 11,\nБ,химия,1,,9\n")
    assert [(row["level"], row["first_grade"], row["last_grade"]) for row in rows] == [(2, 7, 11), (1, 9, 9)]


GRADES = [
    ("с 7 по 11", (7, 11)), ("7-11", (7, 11)), ("7–11 классы", (7, 11)), ("5, 6, 7", (5, 7)), ("10 класс", (10, 10)), ("с 5 класса", (5, 11)),
    ("1–4 класс", (1, 4)), ("до 9", (1, 9)), ("11", (11, 11)), ("5, 8", None), ("11–5", None), ("студенты", None), ("7 по 12", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "span"), GRADES)
def test_classes_in_words(text: str, span: tuple[int, int] | None) -> None:
    assert parse_grades(text) == span


@given(st.integers(1, 11), st.integers(1, 11))
def test_any_span_of_classes(first: int, last: int) -> None:
    assert parse_grades(f"с {first} по {last}") == ((first, last) if first <= last else None)


# The year


NO_YEAR = "учебный год перечня не назван: укажите его, например --year 2023/2024. Ничего не взято."
TABLE = "Наименование,Профиль\nА,химия\n"


@pytest.mark.parametrize(
    ("above", "year", "taken", "words"),
    [
        ("", "2026/2027", "2026/2027", ""),
        ("", "", None, NO_YEAR),
        ("Перечень олимпиад школьников на 2023/24 учебный год\n", "", "2023/2024", ""),
        ("Перечень олимпиад школьников на 2023/24 учебный год\n", "2023/2024", "2023/2024", ""),
        (
            "Перечень на 2023/24 учебный год\n",
            "2024/2025",
            None,
            "в файле назван 2023/2024 учебный год, а указан 2024/2025: ничего не взято.",
        ),
        ("На 2022/23 и на 2023/24 учебный год\n", "", "2023/2024", ""),
        ("На 2022/23 учебный год и на 2023/24 учебный год\n", "", None, "в файле названы разные учебные годы"),
    ],
)
def test_the_year_is_told_by_the_text_or_by_the_user(tmp_path: Path, above: str, year: str, taken: str | None, words: str) -> None:
    rows, told = listed(tmp_path, above + TABLE, year, "olympiads_2023_24.csv")
    assert [row["event_year"] for row in rows] == ([taken] if taken else [])
    assert any(text.startswith(words) for text in told) or not words


def test_a_column_may_tell_the_year(tmp_path: Path) -> None:
    rows, told = listed(tmp_path, "Учебный год,Наименование,Профиль\n2025/26,А,химия\nскоро,Б,химия\n,В,химия\n", "")
    assert [(row["event_year"], row["event"]) for row in rows] == [("2025/2026", "А")]
    assert told[1:] == [
        "строка 3: учебный год «скоро» не читается или не тот; строка не взята",
        "строка 4: учебный год не указан; строка не взята",
    ]


# Which list


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Перечень олимпиад школьников и их уровни\nНаименование,Профиль\nА,х\n", "Перечень олимпиад школьников"),
        ("Перечень олимпиад и иных интеллектуальных и (или) творческих конкурсов\nНаименование,Направление\nА,х\n", "Перечень мероприятий"),
        ("Наименование,Профиль,Уровень\nА,х,1\n", "Перечень олимпиад школьников"),
        ("Наименование,Профиль\nА,х\n", "иное"),
    ],
)
def test_which_list_it_is(tmp_path: Path, text: str, kind: str) -> None:
    rows, told = listed(tmp_path, text)
    assert [row["list"] for row in rows] == [kind]
    assert bool(told) == (kind == "иное")


# Workbooks


def test_a_workbook_of_the_ministry_with_merged_cells(tmp_path: Path) -> None:
    """Empty cells below a name are the merged rest of it; titles between and headings again are told."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    heading = ("№", "Полное наименование олимпиады", "Профиль олимпиады", "Соответствие профиля олимпиады предметам", "Уровень олимпиады")
    for row in (
        ("Перечень олимпиад школьников на 2026/27 учебный год",),
        heading,
        (1, 2, 3, 4, 5),
        (1, "Олимпиада школьников «Ломоносов»", "химия", "химия", "I"),
        (None, None, "физика", "физика", "II"),
        heading,
        (None, None, "география", "география", "IV"),
        (),
        (None, "Раздел II"),
        (None, None, "математика", "математика", "I"),
        (2, "Олимпиада «Кристалл»", "химия", "химия", "III"),
        (3, "Олимпиада «Кристалл»", "Химия", "химия", "III"),
    ):
        sheet.append(row)
    sheet.merge_cells("B4:B5")
    path = tmp_path / "Перечень.xlsx"
    book.save(path)
    rows, told = event_list_rows(path)
    assert [(row["number"], row["event"], row["profile"], row["level"]) for row in rows] == [
        (1, "Олимпиада школьников «Ломоносов»", "химия", 1),
        (1, "Олимпиада школьников «Ломоносов»", "физика", 2),
        (1, "Олимпиада школьников «Ломоносов»", "география", None),
        (2, "Олимпиада «Кристалл»", "химия", 3),
        (3, "Олимпиада «Кристалл»", "Химия", 3),
    ]
    assert told == [
        "строка 3: номера граф или строка без названия: не взята",
        "строка 6: повтор заголовков",
        "строка 7: уровень «IV»: не прочитано и оставлено пустым",
        "строка 9: не мероприятие: «Раздел II»",
        "строка 10: нет названия мероприятия: «математика»; строка не взята",
        "строка 12: то же мероприятие с тем же профилем уже есть в строке 11",
    ]


# Nothing is lost

cells = st.sampled_from(
    ["", "1", "II", "Олимпиада «А»", "химия", "с 5 по 11", "IX", "2026/2027", "х" * 4001, "Наименование", "Профиль", "итого"]
)


@given(st.lists(st.lists(cells, min_size=0, max_size=6), max_size=25))
def test_what_was_read_is_taken_or_reported(table: list[list[str]]) -> None:
    heading = ["№", "Наименование", "Профиль", "Уровень", "Классы", "Учебный год"]
    found = read_list(list(enumerate((heading, *table), 1)))
    assert found.read == sum(any(cell for cell in row) for row in table) == len(found.rows) + len(found.dropped)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", ""),
        ("Просто текст\n", "заголовки перечня не найдены"),
        ('name,profile\n«А»,химия\n"Б,физика\n' + "В,физика\n" * 20_000, "строки с 3 не прочитаны: незакрытая кавычка"),
        ('name,profile,level\nА,химия,1\n"Б,физика,2\nВ,физика,3\n', "строки с 3 не прочитаны: незакрытая кавычка"),
        ("name,profile\n" + "А,химия\n" * 50_001, "строки с 50001 не прочитаны: в файле больше 50000 строк"),
        ('name,profile,level\n"' + "я" * 5000 + '",химия,1\n', "строка 2: слишком длинный текст в клетке"),
    ],
)
def test_files_that_are_no_list_or_too_much(tmp_path: Path, data: str, words: str) -> None:
    _, told = listed(tmp_path, data)
    assert any(words in text for text in told) or not words


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_lists, "MOST_BYTES", 10)
    assert listed(tmp_path, SITE)[1] == ["файл не прочитан: он больше 0 МБ."]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert event_list_rows(tmp_path / "нет.csv") == ([], ["файл не прочитан: нет такого файла или доступа к нему."])
    assert event_list_rows(tmp_path / "нет.xlsx") == ([], ["файл не прочитан: повреждён, зашифрован или это не таблица."])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the tables of real shape are not beside the repository")
def test_the_list_of_a_real_year_is_taken_whole() -> None:
    path = SHARED / "olympiads_2023_24.csv"
    assert event_list_rows(path)[0] == []
    rows, told = event_list_rows(path, "2023/2024")
    assert (len(rows), told) == (311, ["не использованы графы: num, link."])
    assert {row["level"] for row in rows} == {1, 2, 3}
    assert all(row["first_grade"] and row["last_grade"] and row["event"] and row["profile"] and row["subject"] for row in rows)
    assert rows[307]["profile"] == "математика"

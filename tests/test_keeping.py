"""What a process remembers from press to press changes no finding: it only saves the time of finding out again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlrecords.book import Book, Cell
from xlrecords.books.markdown import MarkdownBook, parse_books
from xlrecords.books.memory import MemoryBook
from xlrecords.command import Outcome, Request
from xlrecords.commands import check
from xlrecords.commands.checking import check_books
from xlrecords.commands.keeping import SCHOOLS, Context, forget, kept
from xlrecords.commands.reading import kept_context, study
from xlrecords.form import Column
from xlrecords.forms import BY_NAME
from xlrecords.kind import DATE, PERSON, TERM, YES_NO, whole
from xlrecords.rules import find_issues
from xlrecords.sheets import lexicon, schema

from .markdown import saved

AROUND = """
## Школа/Настройки.xlsx
# Учебные периоды
| Название | Вид | Классы | Начало | Окончание | Закрыт |
|---|---|---|---|---|---|
| 1 четверть | период | | 01.09.2026 | 25.10.2026 | да |
| Осенние каникулы | каникулы | | 26.10.2026 | 04.11.2026 | |

# Предметы
| Предмет | Отметки | Периоды | Часов в неделю |
|---|---|---|---|
| Алгебра | баллы | четверти | 3 |
| История | баллы | четверти | 2 |
## Школа/Контингент.xlsx
# Контингент
| № | ФИО | Дата рождения | Личное дело № | Класс | Прибыл |
|---|---|---|---|---|---|
| 1 | Белова Анна Ивановна | 01.03.2015 | К-1 | 5А | 01.09.2026 |
| 2 | Власов Олег Петрович | 02.04.2015 | К-2 | 5А | 01.09.2026 |
| 3 | Громова Вера Олеговна | 02.04.2015 | К-2 | 5А | 01.09.2026 |
"""
JOURNAL = """
# {subject}
| Классный журнал | | | | | |
| Класс: | 5А | | | | |
| Предмет: | {subject} | | | | |
| Учитель: | Орлова Н.П. | | | | |
| | | | | | |
| № | Фамилия, имя | 02.09.2026 | 09.09.2026 | 28.10.2026 | 1 четверть |
| 1 | Белова Анна | 5 | н | 4 | 5 |
| 2 | Власов Олег | 3 | ы | | 4 |
| 3 | Громова Вера | б | 4/5 | '5 | |
"""
CELLS: tuple[Cell, ...] = (
    "", 5.0, 1.0, 1, True, 4.5, "5", "н", "ы", "б/5", "Белова Анна", "белова анна", "Никто Никому", "5Б", "История", "Предмет:", "№",
    "Фамилия, имя", "02.09.2026", "31.02.2026", "2 четверть", "Итого", "#ССЫЛКА!", "  ",
)  # fmt: skip
SHAPE = 9, 6
"""Rows and columns of the journals above, in which cells are changed."""


def book(name: str = "5А.xlsx") -> MemoryBook:
    """A class workbook of two journals, with a mistake or two on each."""
    (made,) = parse_books("".join(JOURNAL.format(subject=subject) for subject in ("Алгебра", "История")), name)
    return made


def around() -> list[MarkdownBook]:
    """The school around it."""
    return parse_books(AROUND)


def told(outcome: Outcome) -> tuple[object, ...]:
    """All that a check says."""
    issues = [
        (issue.rule.id, issue.place, issue.value, {name: str(value) for name, value in issue.facts.items()}) for issue in outcome.issues
    ]
    return issues, outcome.books, outcome.sheets, outcome.unread, outcome.assumed, outcome.groups


def afresh(books: Sequence[Book]) -> tuple[object, ...]:
    """What a check says in a process that remembers nothing."""
    for remembered in (schema.judged, schema.refused_verdicts, schema.columns_schema, schema.marks_schema, lexicon.lexicon_of):
        remembered.cache_clear()
    return told(check_books(books, around()))


Change = Callable[[MemoryBook], None]


def write(sheet: int, row: int, column: int, value: Cell) -> Change:
    """A cell of a sheet is written."""

    def change(book: MemoryBook) -> None:
        if sheets := list(book.tables):
            book.tables[sheets[sheet % len(sheets)]][row][column] = value

    return change


def rename(sheet: int, name: str) -> Change:
    """A sheet gets another name and goes to the end."""

    def change(book: MemoryBook) -> None:
        if sheets := list(book.tables):
            book.tables[name] = book.tables.pop(sheets[sheet % len(sheets)])

    return change


def remove(sheet: int) -> Change:
    """A sheet is removed, unless it is the last one."""

    def change(book: MemoryBook) -> None:
        if len(sheets := list(book.tables)) > 1:
            del book.tables[sheets[sheet % len(sheets)]]

    return change


def turn(book: MemoryBook) -> None:
    """The first sheet goes to the end."""
    if sheets := list(book.tables):
        book.tables[sheets[0]] = book.tables.pop(sheets[0])


def copy(book: MemoryBook) -> None:
    """The first sheet is there once more."""
    if sheets := list(book.tables):
        book.tables[f"{sheets[0]} ({len(sheets)})"[-31:]] = [list(row) for row in book.tables[sheets[0]]]


CHANGES = st.one_of(
    st.builds(write, st.integers(0, 3), st.integers(0, SHAPE[0] - 1), st.integers(0, SHAPE[1] - 1), st.sampled_from(CELLS)),
    st.builds(write, st.integers(0, 3), st.integers(6, SHAPE[0] - 1), st.integers(1, SHAPE[1] - 1), st.sampled_from(CELLS)),
    st.builds(rename, st.integers(0, 3), st.sampled_from(("Лист1", "Алгебра", "5А"))),
    st.builds(remove, st.integers(0, 3)),
    st.sampled_from((turn, copy)),
)
KEPT = Context(around())
"""Kept through all examples, as by a process that is not closed for weeks."""


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CHANGES, max_size=4), min_size=1, max_size=3))
def test_presses_find_what_a_check_afresh_finds(presses: list[list[Change]]) -> None:
    shown = book()
    for changes in presses:
        for change in changes:
            change(shown)
        again = told(check_books([shown], KEPT))
        assert again == told(check_books([shown], KEPT)) == afresh([shown])


@settings(max_examples=6, deadline=None)
@given(st.lists(CHANGES, max_size=3), st.booleans())
def test_books_with_equal_sheets_are_told_apart(changes: list[Change], both: bool) -> None:
    first, second = book("5А.xlsx"), book("Копия.xlsx")
    for change in changes:
        change(second)
    for books in ([first], [second], [first, second] if both else [second, first]):
        assert told(check_books(books, KEPT)) == afresh(books)


def test_other_settings_are_another_school() -> None:
    changed = parse_books(AROUND.replace("Власов Олег Петрович", "Власова Олеся Петровна").replace("25.10.2026", "05.09.2026"))
    before, after = told(check_books([book()], KEPT)), told(check_books([book()], Context(changed)))
    assert before != after == told(check_books([book()], changed))
    assert told(check_books([book()], KEPT)) == before


def test_only_wanted_books_are_told_of() -> None:
    shown, context = book(), around()
    school, strays, _ = study([shown], context)
    everything = find_issues([shown, *context], strays, school)
    wanted = find_issues([shown, *context], strays, school, {shown.name})
    assert {issue.place.book for issue in everything} > {shown.name}
    assert wanted == [issue for issue in everything if issue.place.book == shown.name]


# What the schemas say


COLUMNS = (
    Column("number", "№", whole("number", 1, 9), "Пронумеруйте.", required=False),
    Column("student", "ФИО", PERSON, "Впишите."),
    Column("term", "Период", TERM, "Выберите."),
    Column("consent", "Согласие", YES_NO, "Выберите.", required=False),
    Column("date", "Дата", DATE, "Впишите."),
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from((None, 0, 1, 5, 9, 10)),
        st.sampled_from((None, "Белова Анна", "123", "—", "Ы")),
        st.sampled_from((None, "1 четверть", "Год", "5 четверть")),
        st.sampled_from((None, "да", "нет", "может быть")),
        st.sampled_from((None, pd.Timestamp(2026, 9, 1), pd.Timestamp(2026, 9, 2))),
    ),
    max_size=12,
)


def frame(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """Rows as the reader makes them."""
    made = {}
    for column, values in zip(COLUMNS, zip(*rows, strict=True) if rows else ((),) * len(COLUMNS), strict=True):
        if column.kind.dtype == "category":
            made[column.name] = pd.Categorical(values, pd.Index(sorted({value for value in values if value}), dtype="str"))
        else:
            made[column.name] = pd.array(list(values), dtype=column.kind.dtype)
    return pd.DataFrame(made)


@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_values_judged_once_are_judged_as_a_whole_table_is(rows: list[tuple[object, ...]]) -> None:
    read = frame(rows)
    whole_table = schema.failures(schema.columns_schema(COLUMNS), read) if rows else []
    expected = sorted((column, check.replace("not_nullable", "cell-empty"), at) for column, check, at in whole_table)
    assert sorted((column, rule, at) for column, rule, places in schema.broken(COLUMNS, read) for at in places.tolist()) == expected


def test_what_is_remembered_of_a_column_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "REMEMBERED", 3)
    people = (BY_NAME["class_list"].column("student"),)
    for number in range(10):
        names = pd.DataFrame({"student": pd.Categorical([f"Ученик {number}", str(number)])})
        assert [(rule, places.tolist()) for _, rule, places in schema.broken(people, names)] == [("bad-format", [1])]
        assert len(schema.judged(people)[0].broken) <= 3 + 2


# Files


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school on the disk, written a minute ago; its class workbook."""
    forget()
    for made in (*around(), book("Школа/Журналы/5А.xlsx")):
        path = tmp_path / made.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(saved(made))
        age(path)
    return tmp_path / "Школа" / "Журналы" / "5А.xlsx"


def age(path: Path, seconds: float = 60) -> None:
    """A file that was written a while ago, also by the time of its entry on the disk."""
    moment = time.time() - seconds
    os.utime(path, (moment, moment))


@pytest.fixture(autouse=True)
def settled_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test can set back the time of a change of an entry: files written by it count as settled by their own time alone."""
    from xlrecords.commands import keeping

    stamp = keeping._stamp

    def by_own_time(path: Path) -> keeping.Stamp | None:
        found = stamp(path)
        return found and (*found[:3], found[2], *found[4:])

    monkeypatch.setattr(keeping, "_stamp", by_own_time)


def test_files_that_did_not_change_are_read_once(school: Path) -> None:
    first = kept_context((school,), {school.name: school})
    assert [found.name for found in first] == ["Школа/Контингент.xlsx", "Школа/Настройки.xlsx"]
    assert kept_context((school,), {school.name: school}) is first


def test_a_changed_file_is_read_again(school: Path) -> None:
    shown, listed = book(school.name), school.parent.parent / "Контингент.xlsx"
    before = told(check_books([shown], kept_context((school,), {shown.name: school})))
    text = AROUND[AROUND.index("## Школа/Контингент") :].replace("Власов Олег", "Козлов Олег")
    listed.write_bytes(saved(parse_books(text)[0]))
    after = told(check_books([shown], kept_context((school,), {shown.name: school})))
    assert before != after == told(check(Request((school,))))


def test_files_that_come_and_go_are_seen(school: Path) -> None:
    folder = school.parent.parent
    whole_school = kept_context((school,), {school.name: school})
    (folder / "Контингент.xlsx").rename(folder / "Список.xlsx")
    renamed = kept_context((school,), {school.name: school})
    (folder / "Список.xlsx").unlink()
    alone = kept_context((school,), {school.name: school})
    assert [len(whole_school), len(renamed), len(alone)] == [2, 2, 1]
    assert renamed[1].name == "Школа/Список.xlsx"


def test_a_file_that_changed_just_now_is_not_relied_upon(school: Path) -> None:
    """One more change may come within the same tick of its clock, with as many bytes."""
    age(school.parent.parent / "Настройки.xlsx", 0)
    assert kept_context((school,), {school.name: school}) is not kept_context((school,), {school.name: school})


def test_a_file_that_is_gone_is_asked_for_each_time(tmp_path: Path) -> None:
    missing = {"Настройки.xlsx": tmp_path / "Настройки.xlsx"}
    asked = []

    def load(files: dict[str, Path]) -> list[Book]:
        asked.append(list(files))
        return [MemoryBook(name, {}) for name in files]

    assert kept(missing, load) is not kept(missing, load)
    assert asked == [["Настройки.xlsx"], ["Настройки.xlsx"]]


def test_only_changed_files_are_read_and_journals_of_others_are_not_kept(school: Path) -> None:
    folder, asked = school.parent.parent, []

    def load(files: dict[str, Path]) -> list[Book]:
        asked.append(list(files))
        return [book(name) if name == "5Б.xlsx" else by_name[name] for name in files]

    (folder / "5Б.xlsx").write_bytes(b"")
    by_name = {made.name: made for made in around()}
    files = {name: folder.parent / name for name in by_name} | {"5Б.xlsx": folder / "5Б.xlsx"}
    age(folder / "5Б.xlsx")
    first = kept(files, load)
    age(folder / "5Б.xlsx", 30)
    second = kept(files, load)
    assert asked == [[*by_name, "5Б.xlsx"], ["5Б.xlsx"]]
    assert [len(found.sheets()) for found in first] == [len(found.sheets()) for found in second] == [2, 1, 0]


def test_settings_on_the_screen_go_before_their_file(school: Path) -> None:
    listed = school.parent.parent / "Контингент.xlsx"
    shown = parse_books(AROUND.replace("Власов Олег", "Козлов Олег"))[1]
    kept_context((school,), {school.name: school})
    live = kept_context((school,), {school.name: school}, {listed.resolve(): shown})
    assert live[0].cells("Контингент")[3][1] == "Козлов Олег Петрович"
    assert kept_context((school,), {school.name: school})[0].cells("Контингент")[3][1] == "Власов Олег Петрович"


def empty(files: dict[str, Path]) -> list[Book]:
    """Books without sheets."""
    return [MemoryBook(name, {}) for name in files]


def test_few_schools_are_kept(tmp_path: Path) -> None:
    forget()
    paths = [tmp_path / f"{number}.xlsx" for number in range(SCHOOLS + 1)]
    for path in paths:
        path.write_bytes(b"")
        age(path)
    first, *_, last = (kept({path.name: path}, empty) for path in paths)
    assert kept({paths[-1].name: paths[-1]}, empty) is last
    assert kept({paths[0].name: paths[0]}, empty) is not first

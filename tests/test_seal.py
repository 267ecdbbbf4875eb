"""Closed periods: what is sealed, what counts as a change, what «Исправления» explains, and how a changed file of seals shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_rules import saved
from xlrecords.attestation.corrections import accepted
from xlrecords.book import address
from xlrecords.books.markdown import MarkdownBook, parse_books
from xlrecords.command import Outcome, Request
from xlrecords.commands import check, check_books, seal
from xlrecords.commands.reading import study
from xlrecords.commands.sealing import chooser, plan
from xlrecords.history import FOLDER
from xlrecords.issue import Issue
from xlrecords.save import SaveError
from xlrecords.seal import FILE, Seal, Seals, add_seals, read_seals, table_hash

CLOSED = "2026-11-01T08:00:00+00:00"
PEOPLE = ("Иванов Иван", "Орлова Мария", "Петров Пётр", "Щукина Ёлка")
DAYS = tuple(f"{day:02}.09.2026" for day in (1, 2, 3, 7, 8))
PERIODS = """
# Учебные периоды
| Учебные периоды |
| Название | Вид | Классы | Начало | Окончание | Закрыт |
| 1 четверть | период | 1-9 | 01.09.2026 | 25.10.2026 | да |
| 2 четверть | период | 1-9 | 02.11.2026 | 27.12.2026 | нет |
"""
CORRECTIONS = """
# Исправления
| Исправления |
| Дата | Класс | Предмет | ФИО | Период или дата урока | Было | Стало | Кто исправил | Основание |
"""
ENTRIES = ("", "2", "3", "4", "5", "н", "5/4", "5✕2", "5/4/3/2/5/4/3")
BEFORE = tuple((*(ENTRIES[(3 * row + column) % 7 + 1] for column in range(5)), "4") for row in range(4))

Entries = Sequence[Sequence[str]]


def page(
    rows: Entries, people: Sequence[str] = PEOPLE, days: Sequence[str] = DAYS, sheet: str = "5А алгебра", subject: str = "Алгебра"
) -> str:
    """A journal: a line a student, entries of the days, then the mark for the quarter; its headings stand in row 5."""
    lines = [f"| {name} | {' | '.join(entries)} |" for name, entries in zip(people, rows, strict=True)]
    head = f"# {sheet}\n| Классный журнал |\n| Класс: | 5А |\n| Предмет: | {subject} |\n| Учитель: | Смирнова А. А. |\n"
    return f"{head}| ФИО | {' | '.join(days)} | 1 четверть |\n" + "\n".join(lines) + "\n"


def seals_of(text: str) -> Seals:
    """Seals of all closed periods of a school."""
    school = study(parse_books(text))[0]
    return Seals(tuple(plan(school, chooser(school, "", ()), CLOSED).new))


def told(before: str, now: str, **given: bool) -> list[Issue]:
    """What the rules of closed periods find in a school that was sealed before."""
    seals = Seals(seals_of(before).all, **given)
    return [issue for issue in check_books(parse_books(now), seals=seals).issues if issue.rule.code == "V15"]


def changed(issues: Sequence[Issue]) -> set[tuple[str, object, object]]:
    """Cells with what stood there and what stands there."""
    return {(issue.place.cell, issue.facts["was"], issue.facts["now"]) for issue in issues if issue.rule.id == "closed-mark-changed"}


# What is a change


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 5)), st.sampled_from(ENTRIES), max_size=6),
    st.permutations(range(4)),
    st.permutations(range(5)),
    st.text("абв", min_size=1, max_size=5),
)
def test_every_changed_entry_is_found_at_its_cell_wherever_rows_and_columns_went(
    edits: dict[tuple[int, int], str], rows: list[int], columns: list[int], sheet: str
) -> None:
    now = [[edits.get((row, column), BEFORE[row][column]) for column in (*columns, 5)] for row in rows]
    text = page(now, [PEOPLE[row] for row in rows], [DAYS[column] for column in columns], sheet)
    expected = {
        (address(6 + rows.index(row), 7 if column == 5 else 2 + columns.index(column)), BEFORE[row][column], entry)
        for (row, column), entry in edits.items()
        if entry != BEFORE[row][column]
    }
    assert changed(told(page(BEFORE) + PERIODS, text + PERIODS)) == expected


def test_new_columns_new_days_and_other_books_are_no_change() -> None:
    later = [
        [f"{number} | {name}", *entries[:5], "5", entries[5]] for number, (name, entries) in enumerate(zip(PEOPLE, BEFORE, strict=True), 1)
    ]
    lines = "\n".join(f"| {' | '.join(line)} |" for line in later)
    head = page((), ()).replace("ФИО", "№ | ФИО").replace("| 1 четверть", "| 05.11.2026 | 1 четверть")
    assert told(page(BEFORE) + PERIODS, f"## Другая книга.xlsx\n{head}{lines}\n{PERIODS}") == []


def test_a_number_a_text_and_a_spelling_of_one_meaning_are_no_change() -> None:
    was, now = [["5", "н", "", "5/4/3/2/5", "", "зач"]], [["'5", "'Н", "", "5 4 3 2 5", "", "зачёт"]]
    assert told(page(was, PEOPLE[:1]) + PERIODS, page(now, ["ИВАНОВ  Иван Петрович"]) + PERIODS) == []


def test_namesakes_are_told_apart_by_their_patronymics() -> None:
    people, now = ("Иванов Иван Ильич", "Иванов Иван Петрович"), (BEFORE[1], BEFORE[0])
    assert told(page(BEFORE[:2], people) + PERIODS, page(now, people[::-1]) + PERIODS) == []
    assert len(changed(told(page(BEFORE[:2], people) + PERIODS, page(now, people) + PERIODS))) == 10


def test_a_line_under_another_name_keeps_its_marks_and_names_are_judged_elsewhere() -> None:
    assert told(page(BEFORE) + PERIODS, page(BEFORE, ("Иванова Инна", *PEOPLE[1:])) + PERIODS) == []


def test_a_subject_on_two_sheets_is_one_page() -> None:
    before = page(BEFORE[:2], PEOPLE[:2]) + page(BEFORE[2:], PEOPLE[2:], sheet="Вторая группа") + PERIODS
    together = page(BEFORE) + PERIODS
    assert told(before, together) == []
    assert told(together, before) == []


def test_the_second_lesson_of_a_day_is_another_lesson() -> None:
    days = (DAYS[0], DAYS[0], *DAYS[2:])
    now = [["2", "3", *entries[2:]] for entries in BEFORE]
    found = changed(told(page(BEFORE, days=days) + PERIODS, page(now, days=days) + PERIODS))
    assert ("C6", "3", "3") not in found
    assert {cell for cell, _, _ in found} >= {"B7", "C7", "C8"}


def test_a_line_that_is_gone_is_named_if_the_class_list_knows_it() -> None:
    headings, listed = "| Личное дело № | ФИО | Дата рождения | Класс |", "| А-1 | Иванов Иван Ильич | 01.03.2015 | 5А |"
    people = f"\n# Контингент\n| Контингент обучающихся |\n{headings}\n{listed}\n"
    (issue,) = told(page(BEFORE) + PERIODS, page(BEFORE[1:], PEOPLE[1:]) + PERIODS + people)
    assert issue.message == "период «1 четверть» закрыт, а журнал изменён: удалена строка «Иванов Иван Ильич», записей в ней было: 6"
    assert issue.place.cell == ""


def test_what_is_gone_is_silent_where_only_a_part_of_the_school_is_read() -> None:
    before = (
        page(BEFORE[:2], PEOPLE[:2])
        + page(BEFORE[2:], PEOPLE[2:], sheet="Вторая группа")
        + page(BEFORE, subject="Химия", sheet="Химия")
        + PERIODS
    )
    half = page(BEFORE[:2], PEOPLE[:2]) + PERIODS
    assert told(before, half, whole=False) == []
    missing, sheet = sorted(told(before, half), key=lambda issue: issue.rule.id, reverse=True)
    assert (missing.rule.id, missing.facts["subjects"]) == ("closed-page-missing", "Химия")
    assert sheet.facts["what"] == "исчез лист этого предмета, записей на нём было: 12"
    spoilt = page((("5", *BEFORE[0][1:]), BEFORE[1]), PEOPLE[:2]) + PERIODS
    assert changed(told(before, spoilt, whole=False)) == {("B6", "2", "5")}


def test_a_cell_of_two_closed_periods_is_told_once() -> None:
    periods = PERIODS + "| 1 полугодие | период | 1-9 | 01.09.2026 | 27.12.2026 | да |\n"
    now = (("5", *BEFORE[0][1:]), *BEFORE[1:])
    assert [issue.facts["term"] for issue in told(page(BEFORE) + periods, page(now) + periods)] == ["1 четверть"]


def test_marks_for_the_year_have_no_days() -> None:
    before, now = (page(BEFORE).replace("1 четверть", "Год").replace(" 4 |\n", f" {mark} |\n") for mark in (4, 5))
    school = study(parse_books(before))[0]
    seals = Seals(tuple(plan(school, chooser(school, "year", ()), CLOSED).new))
    assert [seal.first for seal in seals.all] == [""]
    found = changed([issue for issue in check_books(parse_books(now), seals=seals).issues if issue.rule.code == "V15"])
    assert found == {(f"G{row}", "4", "5") for row in (6, 7, 8, 9)}


def test_a_sealed_page_of_an_earlier_year_is_judged_by_the_seals_of_that_year() -> None:
    older = page(BEFORE, days=[f"{day[:-1]}5" for day in DAYS], sheet="5А прошлого года")
    edited = page((("5", *BEFORE[0][1:]), *BEFORE[1:]), days=[f"{day[:-1]}5" for day in DAYS], sheet="5А прошлого года")
    periods = PERIODS.replace("2026", "2025")
    assert told(older + periods, older + page(BEFORE) + PERIODS) == []
    found = told(older + periods, edited + page(BEFORE) + PERIODS)
    assert [(issue.place.sheet, issue.place.cell) for issue in found] == [("5А прошлого года", "B6")]
    assert told(older + periods, page(BEFORE) + PERIODS) == []


# What «Исправления» explains


def correction(was: str, became: str, reason: str = "Приказ № 5", what: str = DAYS[0], day: str = "10.11.2026") -> str:
    """A row on the first student."""
    return f"| {day} | 5А | Алгебра | {PEOPLE[0]} | {what} | {was} | {became} | Смирнова А. А. | {reason} |\n"


AFTER = page((("5", *BEFORE[0][1:]), *BEFORE[1:])) + PERIODS
"""The first entry is 5; it was 2."""


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (correction("2", "5"), ["closed-mark-corrected"]),
        (correction("2", "4") + correction("4", "5"), ["closed-mark-corrected"]),
        (correction("2", "5", what="1.09.26"), ["closed-mark-corrected"]),
        (correction("2", "4"), ["closed-mark-changed", "correction-unfounded"]),
        (correction("3", "5"), ["closed-mark-changed", "correction-unfounded"]),
        (correction("2", "5", what=DAYS[1]), ["closed-mark-changed", "correction-unfounded"]),
        (correction("2", "5", day="31.10.2026"), ["closed-mark-corrected"]),
        (correction("2", "5", reason=""), ["closed-mark-changed"]),
        (correction("2", "5", reason="—"), ["closed-mark-changed"]),
    ],
)
def test_a_change_is_explained_by_a_row_that_agrees_in_everything(rows: str, found: list[str]) -> None:
    assert [issue.rule.id for issue in told(page(BEFORE) + PERIODS, AFTER + CORRECTIONS + rows)] == found


def test_a_mark_for_a_period_with_a_ground_is_accepted() -> None:
    rows = correction("", "4", what="I четверть") + correction("4", "5", what="1 четверть").replace(PEOPLE[0], PEOPLE[1])
    school = study(parse_books(page(BEFORE) + PERIODS + CORRECTIONS + rows))[0]
    records = school.records["class_journal"]
    assert accepted(records.terms, records, school).tolist() == [True, False, False, False]


# The file


def sealed(term: str, text: str = "") -> Seal:
    """A seal of invented marks."""
    table = f"\t2026-09-01\nabc\t{text or 5}"
    return Seal(CLOSED, 2026, "class_journal", "5А", "Алгебра", term, "2026-09-01", "2026-10-25", 1, table_hash(table), table)


def test_seals_come_back_as_they_were_put(tmp_path: Path) -> None:
    add_seals(tmp_path, [sealed("quarter1"), sealed("quarter2")])
    add_seals(tmp_path, [sealed("quarter1", "4")])
    read = read_seals(tmp_path)
    assert [(seal.term, seal.marks) for seal in read.all] == [
        ("quarter1", {("abc", "2026-09-01"): "5"}),
        ("quarter2", {("abc", "2026-09-01"): "5"}),
        ("quarter1", {("abc", "2026-09-01"): "4"}),
    ]
    assert read.broken == ()
    assert [seal.sha for seal in read.of(2026)["class_journal", "5А", "Алгебра", "quarter1"]] == [sealed("", "5").sha, sealed("", "4").sha]


def test_a_line_that_was_not_finished_is_none(tmp_path: Path) -> None:
    add_seals(tmp_path, [sealed("quarter1")])
    place = tmp_path / FOLDER / FILE
    whole = place.read_bytes()
    place.write_bytes(whole + whole[:-9])
    assert (len(read_seals(tmp_path).all), read_seals(tmp_path).broken) == (1, ())
    add_seals(tmp_path, [sealed("quarter2")])
    assert (len(read_seals(tmp_path).all), read_seals(tmp_path).broken) == (2, ())


@pytest.mark.parametrize("number", [0, 1])
def test_a_forged_mark_shows(tmp_path: Path, number: int) -> None:
    add_seals(tmp_path, [sealed("quarter1"), sealed("quarter2"), sealed("quarter3")])
    place = tmp_path / FOLDER / FILE
    lines = place.read_text(encoding="utf-8").splitlines(keepends=True)
    forged = json.loads(lines[number]) | {"table": sealed("", "3").table, "sha": sealed("", "3").sha}
    lines[number] = json.dumps(forged, ensure_ascii=False) + "\n"
    place.write_text("".join(lines), encoding="utf-8")
    assert read_seals(tmp_path).broken == (number + 2,)
    with pytest.raises(SaveError, match="повреждён"):
        add_seals(tmp_path, [sealed("quarter4")])


@pytest.mark.parametrize(
    "spoil", [lambda lines: lines[1:], lambda lines: [lines[1], lines[0], lines[2]], lambda lines: [b"{}\n", *lines[1:]]]
)
def test_lines_that_were_cut_out_swapped_or_spoilt_show(tmp_path: Path, spoil: Callable[[list[bytes]], list[bytes]]) -> None:
    add_seals(tmp_path, [sealed("quarter1"), sealed("quarter2"), sealed("quarter3")])
    place = tmp_path / FOLDER / FILE
    place.write_bytes(b"".join(spoil(place.read_bytes().splitlines(keepends=True))))
    assert 1 in read_seals(tmp_path).broken


# The command


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school in a folder: its settings, and a journal."""
    write(tmp_path, "Настройки.xlsx", PERIODS + CORRECTIONS)
    write(tmp_path, "5А.xlsx", page(BEFORE))
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    """A book of the school."""
    (book,) = parse_books(text, name)
    (folder / name).write_bytes(saved(MarkdownBook(name, book.tables)))


def lines(outcome: Outcome) -> str:
    """What a command tells."""
    return "\n".join(outcome.lines)


def test_a_period_is_sealed_once_and_without_names(school: Path) -> None:
    first = seal(Request((school,)))
    assert first.exit_code == 0
    assert "Закрыто: 1 четверть: 1 страница журналов" in lines(first)
    text = (school / FOLDER / FILE).read_text(encoding="utf-8")
    assert text.count("\n") == 1
    assert not any(word.lower() in text.lower() for name in PEOPLE for word in name.split())
    assert "Уже закрыто" in lines(seal(Request((school,))))
    assert (school / FOLDER / FILE).read_text(encoding="utf-8") == text


def test_dry_run_tells_and_writes_nothing(school: Path) -> None:
    assert "Будет закрыто: 1 четверть: 1 страница журналов" in lines(seal(Request((school,), dry_run=True)))
    assert not (school / FOLDER).exists()


def test_later_marks_are_not_sealed_anew_unless_they_are_explained(school: Path) -> None:
    seal(Request((school,)))
    write(school, "5А.xlsx", AFTER.partition("\n#")[0])
    refused = seal(Request((school,), period="первая четверть"))
    assert refused.exit_code == 1
    assert "5А.xlsx «5А алгебра»!B6: 01.09.2026: было 2, стало 5" in lines(refused)
    assert len(read_seals(school).all) == 1
    write(school, "Настройки.xlsx", PERIODS + CORRECTIONS + correction("2", "5"))
    assert [issue.rule.id for issue in check(Request((school,))).issues if issue.rule.code == "V15"] == ["closed-mark-corrected"]
    assert "Закрыто заново, исправления объяснены: 1 четверть" in lines(seal(Request((school,))))
    assert [issue.rule.id for issue in check(Request((school,))).issues if issue.rule.code == "V15"] == []
    write(school, "5А.xlsx", page(BEFORE))
    found = [issue for issue in check(Request((school,))).issues if issue.rule.code == "V15"]
    assert changed(found) == {("B6", "5", "2")}


def test_a_single_book_is_checked_with_the_seals_and_corrections_around_it(school: Path) -> None:
    write(school, "6А.xlsx", page(BEFORE).replace("5А", "6А"))
    seal(Request((school,)))
    write(school, "5А.xlsx", AFTER.partition("\n#")[0])
    found = [issue for issue in check(Request((school / "5А.xlsx",))).issues if issue.rule.code == "V15"]
    assert changed(found) == {("B6", "2", "5")}
    write(school, "Настройки.xlsx", PERIODS + CORRECTIONS + correction("2", "5"))
    found = [issue for issue in check(Request((school / "5А.xlsx",))).issues if issue.rule.code == "V15"]
    assert [issue.rule.id for issue in found] == ["closed-mark-corrected"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"period": "пятая четверть"}, "не распознан"),
        ({"period": "2 четверть"}, "Закрывать нечего"),
        ({"groups": ("7Б",)}, "Журналов класса «7Б» нет"),
    ],
)
def test_what_cannot_be_sealed_is_told(school: Path, given: dict[str, Any], words: str) -> None:
    outcome = seal(Request((school,), **given))
    assert outcome.exit_code == 2
    assert words in lines(outcome)


def test_a_year_without_marks_is_not_sealed(school: Path) -> None:
    """Nothing says that the year is over: an empty column would be sealed as such, and every mark set later be a change."""
    year = page(BEFORE).replace("| 1 четверть |", "| Год |")
    write(school, "6А.xlsx", year.replace("5А", "6А"))
    empty = year.replace("| 4 |\n", "| |\n")
    write(school, "5А.xlsx", empty)
    told = lines(seal(Request((school,), period="Год")))
    assert "Закрыто: Год: 1 страница" in told
    assert "Не закрыто, отметок ещё нет: 1 страница журналов" in told
    assert "за период «Год» отметок ещё нет" in lines(seal(Request((school,), period="Год", groups=("5А",))))


def test_a_part_of_a_school_is_not_sealed(school: Path) -> None:
    outcome = seal(Request((school / "5А.xlsx",)))
    assert outcome.exit_code == 2
    assert str(school) in lines(outcome)


def test_mistakes_of_a_period_are_counted_and_do_not_stop_its_sealing(school: Path) -> None:
    write(school, "5А.xlsx", page((("7", *BEFORE[0][1:]), *BEFORE[1:])))
    outcome = seal(Request((school,)))
    assert outcome.exit_code == 0
    assert "есть ошибки: 1" in lines(outcome)


def test_a_damaged_file_of_seals_is_a_finding(school: Path) -> None:
    seal(Request((school,)))
    place = school / FOLDER / FILE
    place.write_bytes(b"\xff\xfe\n" + place.read_bytes())
    issues = [issue for issue in check(Request((school,))).issues if issue.rule.code == "V15"]
    assert [issue.message for issue in issues] == ["файл закрытых периодов повреждён или изменён, строки: 1, 2"]
    assert seal(Request((school,))).exit_code == 2

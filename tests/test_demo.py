"""The invented school: nothing is found where nothing was planted, and exactly what was planted where something was."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from xlrecords.commands import Request, check
from xlrecords.demo import LEAST_CLASSES, Entry, Key, build, compare
from xlrecords.demo.calendar import closed_terms
from xlrecords.demo.people import DISTANT, EXEMPT, FULL_NAMESAKES, LEAVER, NAMESAKES, NEWCOMER, SICK, TWINS
from xlrecords.demo.school import DemoSchool, class_book, invent
from xlrecords.issue import Issue
from xlrecords.rules import RULES

SEED = 2026


@pytest.fixture(scope="module")
def school() -> DemoSchool:
    return invent(LEAST_CLASSES, SEED)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Key, tuple[Issue, ...]]:
    key = build(tmp_path_factory.mktemp("planted"), LEAST_CLASSES, SEED)
    return key, check(Request((key.school,))).issues


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_same_seed_gives_same_bytes(tmp_path: Path) -> None:
    first, second, other = (build(tmp_path / name, LEAST_CLASSES, seed) for name, seed in (("a", SEED), ("b", SEED), ("c", SEED + 1)))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert first.entries == second.entries
    assert contents(first.school) != contents(other.school)


@pytest.mark.parametrize(("classes", "seed"), [(LEAST_CLASSES, SEED), (4, 7), (5, 11)])
def test_clean_school_has_no_findings(classes: int, seed: int, tmp_path: Path) -> None:
    key = build(tmp_path, classes, seed, plant=False)
    outcome = check(Request((key.school,)))
    assert [f"{issue.rule.id} {issue.place}: {issue.message}" for issue in outcome.issues] == []
    assert key.entries == ()
    assert outcome.assumed == ()
    assert outcome.sheets > 20 * classes


def test_planted_errors_are_found_and_nothing_else(planted: tuple[Key, tuple[Issue, ...]]) -> None:
    score = compare(*planted)
    assert score.perfect, "\n".join(score.table())


@pytest.mark.parametrize(("classes", "seed"), [(LEAST_CLASSES, 1), (5, 18), (12, 3)])
def test_other_schools_are_judged_as_well(classes: int, seed: int, tmp_path: Path) -> None:
    key = build(tmp_path, classes, seed)
    score = compare(key, check(Request((key.school,))).issues)
    assert score.perfect, "\n".join(score.table())


def test_every_rule_is_planted(planted: tuple[Key, tuple[Issue, ...]]) -> None:
    expected = {rule.id for rule in RULES} - {"rule-failed"} - ({"file-locked"} if os.name == "nt" else set())
    assert {entry.rule for entry in planted[0].entries} == expected


def test_key_is_beside_the_school_and_says_what_was_done(planted: tuple[Key, tuple[Issue, ...]]) -> None:
    key, _ = planted
    assert key.key_file.is_file()
    assert key.school not in key.key_file.parents
    assert all(entry.note for entry in key.entries)


def test_addresses_of_the_key_are_true(planted: tuple[Key, tuple[Issue, ...]]) -> None:
    key, _ = planted
    written: dict[str, set[object]] = {}
    for entry in key.entries:
        if entry.rule in ("mark-unknown", "mark-text-number", "setting-unreadable", "cell-stray", "date-unreadable", "class-unknown"):
            cell = openpyxl.load_workbook(key.school / entry.book)[entry.sheet][entry.cell]
            written.setdefault(entry.rule, set()).add(cell.value)
    [day] = written.pop("date-unreadable")
    assert str(day).startswith("38.")
    assert written == {
        "mark-unknown": {"ы", "5!"},
        "mark-text-number": {"5"},
        "setting-unreadable": {"половина"},
        "cell-stray": {"проверить"},
        "class-unknown": {"7Я"},
    }


def test_spoiled_files_are_small(planted: tuple[Key, tuple[Issue, ...]]) -> None:
    folder = planted[0].school / "Испорченные файлы"
    assert all(path.stat().st_size < 100_000 for path in folder.iterdir() if path.exists())


def test_compare_counts_what_is_missed_and_what_is_too_much(planted: tuple[Key, tuple[Issue, ...]]) -> None:
    key, issues = planted
    unknown = Entry("mark-unknown", "Нет такой книги.xlsx", "Лист", "A1", "")
    score = compare(Key(key.school, key.key_file, (*key.entries, unknown)), [*issues, issues[0]])
    assert score.missed == (unknown,)
    assert score.extra == (issues[0],)
    assert not score.perfect
    row = next(row for row in score.rules if row.rule == "mark-unknown")
    assert (row.planted, row.found, row.missed) == (row.found + 1, row.planted - 1, 1)


def test_full_names_repeat_only_on_purpose(school: DemoSchool) -> None:
    students = [student for group in school.classes for student in group.students]
    repeated = {name for name, count in Counter(student.name.full for student in students).items() if count > 1}
    assert {student.case for student in students if student.name.full in repeated} == {FULL_NAMESAKES, DISTANT}


def test_names_agree_in_gender(school: DemoSchool) -> None:
    for student in (student for group in school.classes for student in group.students):
        surname, _, patronymic = student.name.full.split()
        assert patronymic.endswith("вна" if student.name.female else "вич")
        assert surname.endswith("а") is student.name.female


def test_hard_cases_are_there(school: DemoSchool) -> None:
    by_grade = {group.grade: group for group in school.classes}
    one, other = by_grade[5].case(TWINS)
    assert (one.name.family, one.name.stem, one.birth) == (other.name.family, other.name.stem, other.birth)
    assert one.name.first != other.name.first
    one, other = by_grade[5].case(FULL_NAMESAKES)
    assert one.name.full == other.name.full
    assert one.birth != other.birth
    assert one.written == f"{one.name.full} ({one.file_number})"
    one, other = by_grade[10].case(NAMESAKES)
    assert one.name.short == other.name.short
    assert one.written == one.name.full != other.written
    [one], [other] = by_grade[5].case(DISTANT), by_grade[10].case(DISTANT)
    assert one.name == other.name
    assert [student.order != "" for student in (*by_grade[5].case(NEWCOMER), *by_grade[10].case(LEAVER))] == [True, True]
    assert "приказ №" in by_grade[5].case(EXEMPT)[0].exemption


def test_journals_show_the_hard_cases(school: DemoSchool) -> None:
    group = next(group for group in school.classes if group.grade == 5)
    marks = {
        student: [sheet.rows[sheet.students.index(student)][name] for name in closed_terms(5)]
        for sheet in school.journals(group)
        if sheet.tab == "Физическая культура"
        for student in group.case(EXEMPT)
    }
    assert list(marks.values()) == [["осв", "осв"]]
    sick = group.case(SICK)[0]
    rows = [sheet.rows[sheet.students.index(sick)] for sheet in school.journals(group) if sick in sheet.students]
    assert "н/а" in [row["quarter2"] for row in rows]
    halves = [sheet for sheet in school.books[class_book(group)] if sheet.subject == "Английский язык"]
    assert [len(sheet.students) for sheet in halves] == [len(group.students) - len(group.students) // 2, len(group.students) // 2]
    assert len({sheet.head["teacher"] for sheet in halves}) == 2


@pytest.mark.parametrize("classes", [0, LEAST_CLASSES - 1, 1000])
def test_impossible_schools_are_refused(classes: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="classes"):
        build(tmp_path, classes)

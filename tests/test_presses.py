"""The buttons of checking: what they mark, what they say, that all goes away again; and that every button has its press."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from xlrecords.books.markdown import parse_books
from xlrecords.books.memory import MemoryBook
from xlrecords.button import Answer, Desk, Tone
from xlrecords.buttons import BUTTONS, GROUPS
from xlrecords.cli import name_of
from xlrecords.commands import COMMANDS, Request, check
from xlrecords.edits import Edits, Fill, NewSheet, Note, Value
from xlrecords.issue import Issue
from xlrecords.presses import PRESSES, press

from .desks import JOURNAL, desk, done, in_memory, school, state

PAGE = """
# Алгебра
| Классный журнал |              |            |            |
| Класс:          | 5А           |            |            |
| Предмет:        | Алгебра      |            |            |
| Учитель:        | Ильина Н. П. |            |            |
| №               | ФИО          | 02.09.2026 | 04.09.2026 |
| 1               | Орлов Иван   | 5          | 6          |
| 2               | Петрова Анна | ы          | 4          |

# Геометрия
| Классный журнал |              |            |
| Класс:          | 5А           |            |
| Предмет:        | Геометрия    |            |
| Учитель:        | Ильина Н. П. |            |
| №               | ФИО          | 03.09.2026 |
| 1               | Орлов Иван   | 8          |
| 2               | Петрова Анна | 4          |
"""
LIST = "Замечания"


def pages(*closed: str) -> MemoryBook:
    """Two journals with three mistakes; some sheets of them may be protected."""
    (book,) = parse_books(PAGE, "Книга1")
    book.closed = frozenset(closed)
    return book


def never_saved(text: str = PAGE, sheet: str = "Алгебра") -> Desk:
    """A book that was never saved."""
    (book,) = parse_books(text, "Книга1")
    return Desk(book, None, False, sheet)


def listed(answer: Answer) -> list[tuple[object, ...]]:
    """Lines of the list that an answer adds: severity, sheet, cell, what is wrong, what to do."""
    (new,) = answer.steps[-1].add_sheets
    return [tuple(row[at].value for at in (1, 2, 3, 5, 6)) for row in new.rows[new.heading_row :]]


def line(issue: Issue) -> tuple[object, ...]:
    """The same of a finding of the command line."""
    message = " ".join(issue.message.split())
    cell = issue.place.cell or ("лист" if issue.place.sheet else "")
    return issue.rule.severity.value, issue.place.sheet or "книга", cell, message[:1].upper() + message[1:], " ".join(issue.fix.split())


# The list of buttons


def test_every_button_has_its_press_and_its_command() -> None:
    assert [button.tag for button in BUTTONS] == list(PRESSES)
    assert {button.command for button in BUTTONS} <= {name_of(command) for command in COMMANDS}


def test_tags_are_ascii_titles_are_unique_and_groups_stand_together() -> None:
    assert all(button.tag.isascii() and button.icon.isascii() for button in BUTTONS)
    assert len({button.title for button in BUTTONS}) == len({button.tag for button in BUTTONS}) == len(BUTTONS)
    assert [group for group, _ in groupby(BUTTONS, key=lambda button: button.group)] == list(GROUPS)


def test_presses_load_nothing_heavy_before_one_is_needed() -> None:
    code = "import sys, xlrecords.presses; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "numpy", "openpyxl", "xlsxwriter", "python_calamine", "xlwings", "lxml"} & set(loaded)


def test_what_goes_wrong_is_an_answer_and_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Desk) -> Answer:
        raise KeyError("Орлов Иван")

    monkeypatch.setattr("xlrecords.presses.PRESSES", {"check-book": broken})
    answer = press("check-book", never_saved())
    assert answer.tone is Tone.ERROR
    assert "KeyError" in answer.text
    assert "Книга не изменена" in answer.text
    assert "«Готовность»" in answer.text
    assert "Орлов" not in answer.text
    assert press("no-such", never_saved()).tone is Tone.ERROR


# Checking

BOOKS = (
    JOURNAL,
    "Журналы/2026-2027/1А.xlsx",
    "Контингент.xlsx",
    "Настройки.xlsx",
    "Достижения/2026-2027/5А.xlsx",
    "Журналы/2025-2026/9А.xlsx",
)


@pytest.mark.parametrize("opened", [desk, in_memory], ids=["file", "memory"])
@pytest.mark.parametrize("name", BOOKS)
def test_the_book_is_checked_as_by_the_command_line(tmp_path: Path, name: str, opened: Callable[[Path], Desk]) -> None:
    path = school(tmp_path) / name
    told = check(Request(paths=(path,))).issues
    answer = press("check-book", opened(path))
    assert told
    assert listed(answer) == [line(issue) for issue in told]
    assert answer.goto == (told[0].place.sheet, told[0].place.cell or "A1")


@pytest.mark.parametrize("opened", [desk, in_memory], ids=["file", "memory"])
def test_marks_are_put_once_and_taken_away_again(tmp_path: Path, opened: Callable[[Path], Desk]) -> None:
    shown = opened(school(tmp_path) / JOURNAL)
    shown.book.apply([Edits(notes=(Note("Русский язык", "B13", "моё примечание"),), fills=(Fill("Русский язык", "B13", "FFFF99"),))])
    before = state(shown.book)
    done(shown, press("check-book", shown))
    once = state(shown.book)
    assert once != before
    done(shown, press("check-book", shown))
    assert state(shown.book) == once
    answer = press("unmark", shown)
    assert answer.text.startswith("Пометки убраны")
    done(shown, answer)
    assert state(shown.book) == before
    assert press("unmark", shown).text == "Пометок в книге нет."


def test_what_is_on_the_screen_is_checked_and_not_the_file(tmp_path: Path) -> None:
    shown = desk(school(tmp_path, plant=False) / JOURNAL)
    assert press("check-book", shown).text.startswith("Спасибо, замечаний нет.")
    shown.book.apply([Edits(values=(Value("Русский язык", "D6", "ы"),))])
    answer = press("check-book", replace(shown, saved=False))
    assert "Русский язык!D6: запись «ы»" in answer.text


def test_a_clean_book_is_thanked_and_loses_its_old_marks(tmp_path: Path) -> None:
    shown = desk(school(tmp_path, plant=False) / JOURNAL)
    clean = state(shown.book)
    done(shown, press("check-book", done(shown, Answer("", steps=(Edits(values=(Value("Русский язык", "D6", "ы"),)),)))))
    shown.book.apply([Edits(values=(Value("Русский язык", "D6", 5),))])
    answer = press("check-book", shown)
    assert answer.text.startswith("Спасибо, замечаний нет.")
    assert (answer.tone, answer.goto) == (Tone.INFO, None)
    done(shown, answer)
    assert LIST not in shown.book.sheets()
    assert (state(shown.book).notes, state(shown.book).fills) == (clean.notes, clean.fills)


def test_the_window_tells_counts_the_first_findings_and_what_to_do_next() -> None:
    answer = press("check-book", never_saved())
    lines = answer.text.splitlines()
    assert lines[0] == "Найдено: 3 ошибки."
    assert lines[1] == "Алгебра!D6: отметка «6» вне шкалы школы (2–5)"
    assert "Все замечания — на листе «Замечания»" in answer.text
    assert "«Убрать пометки»" in answer.text
    assert lines[-1].startswith("Книга ещё не сохранена в папку школы: приняты настройки по умолчанию")
    assert (answer.tone, answer.goto) == (Tone.WARNING, ("Алгебра", "D6"))


def test_only_the_sheet_in_front_is_marked_and_the_list_says_so() -> None:
    shown = never_saved()
    done(shown, press("check-book", shown))
    answer = press("check-sheet", replace(shown, sheet="Геометрия"))
    assert answer.text.startswith("Найдено на листе «Геометрия»: 1 ошибка.")
    assert [row[1] for row in listed(answer)] == ["Геометрия"]
    done(shown, answer)
    assert set(state(shown.book).fills) == {("Геометрия", "C6")}
    assert "Проверен только лист «Геометрия»" in str(shown.book.cells(LIST)[2][0])


def test_a_sheet_to_check_must_be_in_front() -> None:
    shown = never_saved()
    assert press("check-sheet", replace(shown, sheet="")).text.startswith("Откройте лист с таблицей")
    done(shown, press("check-book", shown))
    assert press("check-sheet", replace(shown, sheet=LIST)).text.startswith("Это список замечаний")


def test_a_book_that_is_no_record_is_left_alone_politely() -> None:
    answer = press("check-book", never_saved("# Покупки\n| мел | 2 |\n| тряпка | 1 |\n", "Покупки"))
    assert answer.text.startswith("В этой книге нет листов, которые программа проверяет")
    assert not answer.steps


def test_a_sheet_that_is_no_record_is_not_marked() -> None:
    answer = press("check-sheet", never_saved(f"{PAGE}\n# Покупки\n| мел | 2 |\n", "Покупки"))
    assert "не похож ни на одну известную форму" in answer.text
    assert not answer.steps


def test_a_report_of_the_program_is_not_checked(tmp_path: Path) -> None:
    path = school(tmp_path) / JOURNAL
    (report,) = press("summary", desk(path)).open
    assert press("check-book", desk(report)).text.startswith("Эту книгу составила программа")


# Protection


def in_front(book: MemoryBook) -> Desk:
    return Desk(book, None, False, "Алгебра")


def test_a_protected_sheet_is_not_marked_and_the_rest_is() -> None:
    shown = in_front(pages("Алгебра"))
    answer = press("check-book", shown)
    assert "Листы под защитой не отмечены: «Алгебра»" in answer.text
    done(shown, answer)
    assert set(state(shown.book).fills) == {("Геометрия", "C6")}
    assert {row[1] for row in listed(answer)} == {"Алгебра", "Геометрия"}


def test_in_a_protected_book_there_is_no_list_and_the_window_has_the_findings() -> None:
    shown = in_front(pages(""))
    answer = press("check-book", shown)
    assert "Структура книги защищена, поэтому лист «Замечания» не добавлен" in answer.text
    assert sum("!" in line for line in answer.text.splitlines()) == 3
    done(shown, answer)
    assert shown.book.sheets() == ["Алгебра", "Геометрия"]
    done(shown, press("unmark", shown))
    assert state(shown.book) == state(never_saved().book)


def test_marks_on_a_sheet_that_was_protected_meanwhile_are_left_and_told() -> None:
    book = pages()
    shown = in_front(book)
    done(shown, press("check-book", shown))
    book.closed = frozenset({"Алгебра"})
    answer = press("unmark", shown)
    assert "пометки остались" in answer.text
    done(shown, answer)
    assert {sheet for sheet, _ in state(shown.book).fills} == {"Алгебра"}


def test_marks_go_by_their_notes_where_the_list_was_deleted() -> None:
    shown = never_saved()
    clean = state(shown.book)
    done(shown, press("check-book", shown))
    shown.book.apply([Edits(remove_sheets=(LIST,))])
    done(shown, press("unmark", shown))
    assert state(shown.book) == clean


def test_a_note_of_the_program_that_was_changed_stays_and_is_told() -> None:
    book = pages()
    shown = in_front(book)
    done(shown, press("check-book", shown))
    book.notes["Алгебра", "D6"] = "xlrecords: ошибка\nя исправлю"
    assert "оставлены как есть: Алгебра!D6" in press("unmark", shown).text


# The next finding


def test_findings_are_walked_through_in_the_order_of_the_list() -> None:
    shown = never_saved()
    assert press("next", shown).text.startswith("Замечаний для перехода нет")
    shown = done(shown, press("check-book", shown))
    places = []
    for _ in range(4):
        answer = press("next", shown)
        assert (answer.tone, len(answer.steps)) == (Tone.QUIET, 0)
        places.append(answer.goto)
        shown = done(shown, answer)
    assert places == [("Алгебра", "C7"), ("Геометрия", "C6"), ("Алгебра", "D6"), ("Алгебра", "C7")]
    assert answer.text.startswith("2 из 3: Запись «ы»")
    assert "Что сделать: " in answer.text
    assert "\n" not in answer.text


@pytest.mark.parametrize(
    ("sheet", "cell", "next_place"),
    [
        ("Алгебра", "A1", ("Алгебра", "D6")),
        ("Алгебра", "A7", ("Алгебра", "C7")),
        ("Алгебра", "D7", ("Геометрия", "C6")),
        ("Геометрия", "Z99", ("Алгебра", "D6")),
        (LIST, "A1", ("Алгебра", "D6")),
        (LIST, "C6", ("Алгебра", "C7")),
    ],
)
def test_the_next_finding_is_sought_from_where_the_user_is(sheet: str, cell: str, next_place: tuple[str, str]) -> None:
    shown = never_saved()
    done(shown, press("check-book", shown))
    assert press("next", replace(shown, sheet=sheet, cell=cell)).goto == next_place


def test_a_finding_on_a_sheet_that_is_gone_is_passed_over() -> None:
    shown = never_saved()
    done(shown, press("check-book", shown))
    shown.book.apply([Edits(remove_sheets=("Алгебра",))])
    assert press("next", replace(shown, sheet="Геометрия", cell="C6")).goto == ("Геометрия", "C6")


def test_the_last_action_is_undone_by_the_door() -> None:
    answer = press("undo", never_saved())
    assert answer.undo
    assert not answer.steps
    assert answer.otherwise.startswith("Отменять нечего")


def test_a_sheet_of_that_name_that_is_the_teachers_stays() -> None:
    shown = never_saved()
    shown.book.apply([Edits(add_sheets=(NewSheet(LIST, ()),))])
    done(shown, press("check-book", shown))
    assert shown.book.sheets() == ["Алгебра", "Геометрия", LIST, f"{LIST} (2)"]

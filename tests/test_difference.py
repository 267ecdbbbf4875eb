"""What is left to do of plans that take marks off and put them again: only what changed, with the same workbook at the end."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest

from xlrecords.books.markdown import parse_books
from xlrecords.books.memory import MemoryBook
from xlrecords.button import Answer, Desk
from xlrecords.difference import difference
from xlrecords.edits import Edits, Fill, Item, NewSheet, Note, Spot, Unfill, Unnote, Value
from xlrecords.marking import is_list, mark_edits, unmark_edits
from xlrecords.presses import press

from .desks import done, state

PAGE = """
# Алгебра
| Классный журнал |              |            |            |
| Класс:          | 5А           |            |            |
| Предмет:        | Алгебра      |            |            |
| Учитель:        | Ильина Н. П. |            |            |
| №               | ФИО          | 02.09.2026 | 04.09.2026 |
| 1               | Орлов Иван   | 5          | 6          |
| 2               | Петрова Анна | ы          | 4          |
| 3               | Громов Олег  | 7          | 3          |
"""
SHEET, LIST = "Алгебра", "Замечания"
RED, YELLOW = "C00000", "FFFF99"


def checked() -> Desk:
    """A journal with three mistakes that were marked, on one of which the teacher had put a note and a colour."""
    (book,) = parse_books(PAGE, "Книга1")
    book.notes[SHEET, "C7"] = "спросить"
    book.fills[SHEET, "C7"] = "solid", YELLOW
    desk = Desk(book, None, False, SHEET)
    return done(desk, press("check-book", desk))


def spots(steps: tuple[Edits, ...]) -> set[Spot]:
    """Cells that plans touch."""
    return {(item.sheet, item.cell) for step in steps for item in (*step.fills, *step.unfills, *step.notes, *step.unnotes)}


def after(book: MemoryBook, *steps: Edits) -> MemoryBook:
    changed = deepcopy(book)
    changed.apply(steps)
    return changed


# A press


def test_a_press_after_which_nothing_changed_does_nothing() -> None:
    assert press("check-book", checked()).steps == ()


def test_where_one_mistake_was_mended_only_its_cell_and_the_list_are_touched() -> None:
    desk = checked()
    desk.book.apply([Edits(values=(Value(SHEET, "D6", 5),))])
    answer = press("check-book", desk)
    assert spots(answer.steps) == {(SHEET, "D6")}
    assert [new.name for step in answer.steps for new in step.add_sheets] == [LIST]
    assert answer.text.startswith("Найдено: 2 ошибки.")


def test_a_new_mistake_is_marked_and_the_marks_of_others_stay() -> None:
    desk = checked()
    desk.book.apply([Edits(values=(Value(SHEET, "D8", 9),))])
    assert spots(press("check-book", desk).steps) == {(SHEET, "D8")}


@pytest.mark.parametrize(
    ("cell", "value"), [("D6", 5), ("C7", 4), ("C8", "ы"), ("D8", 9), ("A1", "Что-то")], ids=["mended", "noted", "other", "new", "gone"]
)
def test_the_book_is_the_same_as_if_all_marks_had_been_taken_off_and_put_anew(cell: str, value: str | int) -> None:
    short = checked()
    short.book.apply([Edits(values=(Value(SHEET, cell, value),))])
    whole = replace(short, book=deepcopy(short.book))
    done(whole, press("unmark", whole))
    done(whole, press("check-book", whole))
    done(short, press("check-book", short))
    assert state(short.book) == state(whole.book)


def test_the_marks_of_a_list_that_was_deleted_stay_and_the_list_comes_back() -> None:
    desk = checked()
    desk.book.apply([Edits(remove_sheets=(LIST,))])
    answer = press("check-book", desk)
    assert not spots(answer.steps)
    assert [len(step.add_sheets) for step in answer.steps] == [1]


def test_a_mark_that_the_teacher_painted_over_is_put_again() -> None:
    desk = checked()
    desk.book.apply([Edits(fills=(Fill(SHEET, "D6", YELLOW),))])
    (step,) = press("check-book", desk).steps
    assert [(fill.cell, fill.pattern) for fill in step.fills] == [("D6", "darkUp")]


# Plans

NEW = NewSheet(LIST, ((Item("Замечания"),), (Item(1), Item("x"))))
OLD = Unfill(SHEET, "D6", RED, "darkUp")


@pytest.mark.parametrize(
    ("away", "again"),
    [
        (Edits(unfills=(OLD,)), Edits(fills=(Fill(SHEET, "D6", RED, "lightUp"),))),
        (Edits(unfills=(OLD,)), Edits(fills=(Fill(SHEET, "D7", RED, "darkUp"),))),
        (Edits(unnotes=(Unnote(SHEET, "D6", "нельзя"),)), Edits(notes=(Note(SHEET, "D6", "можно"),))),
        (Edits(unnotes=(Unnote(SHEET, "D6", "нельзя"),), notes=(Note(SHEET, "D6", "ниже"),)), Edits(notes=(Note(SHEET, "D6", "нельзя"),))),
        (Edits(remove_sheets=(LIST,)), Edits(add_sheets=(replace(NEW, rows=NEW.rows[:1]),))),
        (Edits(), Edits(add_sheets=(NEW,))),
    ],
    ids=["another pattern", "another cell", "another text", "a text below", "fewer rows", "no list"],
)
def test_what_differs_is_done(away: Edits, again: Edits) -> None:
    rows = [["Замечания", ""], [1.0, "x"]]
    assert difference([away, again], {LIST: rows}) == tuple(step for step in (away, again) if step)


def test_what_is_the_same_is_left() -> None:
    away = Edits(unfills=(OLD,), unnotes=(Unnote(SHEET, "D6", "нельзя"),), remove_sheets=(LIST,))
    again = Edits(fills=(Fill(SHEET, "D6", RED, "darkUp"),), notes=(Note(SHEET, "D6", "нельзя"),), add_sheets=(NEW,))
    assert difference([away, again], {LIST: [["Замечания", "", ""], [1.0, "x", ""], ["", "", ""]]}) == ()


def test_a_plain_colour_that_is_there_is_left() -> None:
    steps = [Edits(fills=(Fill(SHEET, "D6", YELLOW),)), Edits(fills=(Fill(SHEET, "D6", RED), Fill(SHEET, "D7", RED)))]
    assert difference(steps, colours={(SHEET, "D6"): RED}) == (Edits(fills=(Fill(SHEET, "D7", RED),)),)
    assert difference(steps) == tuple(steps)


def test_plans_of_marks_lead_to_the_same_workbook_without_what_stays() -> None:
    desk = checked()
    book = desk.book
    assert isinstance(book, MemoryBook)
    lists = {sheet: rows for sheet in book.sheets() if is_list(rows := book.cells(sheet))}
    steps = (*unmark_edits(book.survey(()), lists, {}).steps, mark_edits((), book.sheets()))
    assert state(after(book, *difference(steps, lists))) == state(after(book, *steps))


def test_an_answer_without_plans_leaves_the_desk() -> None:
    desk = checked()
    before = state(desk.book)
    assert state(done(desk, Answer("", steps=difference([Edits(), Edits()]))).book) == before

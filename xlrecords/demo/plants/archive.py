"""What must not be in the books of a case: hidden, wrong, from elsewhere, left in notes; no check looks for it, the archive does."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ...sheets.template import Layout
from .. import parts
from ..last_year import CARDS
from ..places import Line, Page, Places, Planted
from ..school import ACHIEVEMENTS
from ..sheet import Extra, Where
from .nomenclature import CHESS

TASKS, MONEY, SECTION, STUDIO, PAPER = (
    "Решение нестандартных задач", "Финансовая грамотность", "Волейбол", "Театральная студия", "Школьная газета",
)  # fmt: skip
LESSON = 3
"""Lesson of the section whose column is hidden."""
LEFT_MARK = (
    "xlrecords: предупреждение\nДата урока не та, что в перечне тем\n"
    "Что сделать: Сверьте дату с перечнем тем.\nОснование: п. 4.4 [lesson-not-in-grid]"
)
"""Such a note as `check --mark` puts."""
PLAN, PLAN_TAB = "План занятий.xlsx", "План"
"""Book and sheet that a formula reads, and that are not there."""


def hidden(places: Places) -> Iterator[Planted]:
    """A sheet, a row that somebody answers for, and a column."""
    group = places.school.classes[-1]
    book = f"{ACHIEVEMENTS}/{group.name}.xlsx"
    sheet = places.school.books[book][-1]
    sheet.touches.append(lambda workbook, added, layout: added.hide())
    yield Page(book, sheet).planted("archive-sheet-hidden", "лист обучающегося скрыт")
    chess = places.course(CHESS)
    row = len(chess.sheet.rows) - 1
    chess.sheet.touches.append(lambda workbook, added, layout: added.set_row(layout.first_row + row - 1, None, None, {"hidden": True}))
    yield Line(chess, row).planted("archive-rows-hidden", "строка обучающегося скрыта; замечание принято с причиной", "number")
    section = places.course(SECTION)
    section.sheet.touches.append(_hide_lesson)
    yield section.planted("archive-columns-hidden", "скрыт столбец занятия", lambda layout: layout.heading(LESSON))


def _hide_lesson(workbook: Workbook, added: Worksheet, layout: Layout) -> None:
    column = layout.first_heading + LESSON - 1
    added.set_column(column, column, None, None, {"hidden": True})


def invisible(places: Places) -> Iterator[Planted]:
    """A text in white on white."""
    page = places.course(TASKS)
    where = _homework(1)

    def touch(workbook: Workbook, added: Worksheet, layout: Layout) -> None:
        added.write_string(where(layout), "не задано", workbook.add_format({"font_color": "#FFFFFF"}))

    page.sheet.touches.append(touch)
    yield page.planted("archive-cells-invisible", "домашнее задание написано белым по белому", where)


def formulas(places: Places) -> Iterator[Planted]:
    """A value that changes from day to day, one of another book; each book with a formula asks to be calculated."""
    page = places.course(TASKS)
    page.sheet.extras.append(Extra(_homework(0), '=IF(TODAY()>DATE(2027,5,31),"год завершён","не задано")', "не задано"))
    yield page.planted("archive-value-volatile", "домашнее задание выводит формула с функцией СЕГОДНЯ", _homework(0))
    page = places.course(STUDIO)
    page.sheet.extras.append(Extra(_hours, f"=[1]{PLAN_TAB}!B2", "1"))
    places.school.changes[page.book].append(parts.other_book(PLAN, PLAN_TAB))
    yield page.planted("archive-link-outside", f"часы берутся из книги «{PLAN}»", _hours)
    for book, sheets in places.school.books.items():
        if any(isinstance(extra.value, str) and extra.value.startswith("=") for sheet in sheets for extra in sheet.extras):
            yield Planted("archive-not-calculated", book, "", "книга с формулами ждёт пересчёта при открытии")


def _homework(index: int) -> Where:
    return lambda layout: layout.lesson(index, "homework")


def _hours(layout: Layout) -> str:
    return layout.lesson(0, "hours")


def notes(places: Places) -> Iterator[Planted]:
    """What is told of a student, what is not, and what a check has left."""
    section, money, studio = (places.course(name) for name in (SECTION, MONEY, STUDIO))
    student = section.sheet.students[0]
    told = f"{student.name.full}: мать просила не ставить в пару"
    yield _noted(section, told, "archive-comment-personal", "в примечании назван обучающийся")
    yield _noted(money, "Занятие перенесено на пятницу", "archive-comment", "примечание о переносе занятия")
    yield _noted(studio, LEFT_MARK, "archive-marks", "на листе осталась пометка проверки")


def _noted(page: Page, text: str, rule: str, note: str) -> Planted:
    line = Line(page, 0)
    page.sheet.touches.append(lambda workbook, added, layout: added.write_comment(layout.cell(0, "student"), text, {"author": "Учитель"}))
    return line.planted(rule, note, "student")


def locks_and_links(places: Places) -> Iterator[Planted]:
    """A password, and a link to a page on the net."""
    page = places.course(MONEY)
    where = _homework(0)

    def touch(workbook: Workbook, added: Worksheet, layout: Layout) -> None:
        added.write_url(where(layout), "https://example.org/budget", None, "не задано")
        added.protect("1")

    page.sheet.touches.append(touch)
    yield page.planted("archive-hyperlink", "домашнее задание — ссылка на страницу в сети", where)
    yield page.planted("archive-protected", "лист защищён паролем «1»")


def attached(places: Places) -> Iterator[Planted]:
    """What a workbook has besides its sheets: a connection, a file, a control, a history of changes; a conversation that cannot be read."""
    section, studio, paper = (places.course(name) for name in (SECTION, STUDIO, PAPER))
    places.school.changes[section.book].append(parts.connection)
    yield Planted("archive-data-outside", section.book, "", "подключение к расписанию в сети")
    places.school.changes[studio.book].append(parts.embedded(studio.sheet.tab))
    yield studio.planted("archive-file-embedded", "в лист внедрён файл с текстом")
    places.school.changes[studio.book].append(parts.control(studio.sheet.tab))
    yield studio.planted("archive-macros", "на листе остался флажок")
    places.school.changes[paper.book].append(parts.broken_conversation(paper.sheet.tab))
    yield Planted("archive-not-inspected", paper.book, "", "обсуждение в примечаниях обрывается и не читается")
    places.school.changes[CARDS].append(parts.history)
    yield Planted("archive-revisions", CARDS, "", "книга хранит историю правок")


LAST = (hidden, invisible, formulas, notes, locks_and_links, attached)

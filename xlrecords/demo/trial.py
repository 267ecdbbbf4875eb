"""A workbook to try the buttons in: what to press, and a small journal of invented students with two planted mistakes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..buttons import TAB
from ..forms import class_journal
from ..sheets.template import CREATED, Content, add_sheet

STEPS = (
    f"Откройте вкладку «{TAB} (пример)» и лист «Математика».",
    "Нажмите «Проверить лист». Найдутся две ошибки: клетки получат штриховку и примечания, появится лист «Замечания».",
    "Нажмите «Следующее замечание»: курсор встанет на клетку, внизу и в окне будет сказано, что исправить.",
    "Выберите клетку с ошибкой и нажмите «Почему?»: будет сказано, что в ней не так и по какому пункту.",
    "Исправьте обе клетки и нажмите «Проверить лист» ещё раз.",
    "Нажмите «Убрать пометки»: книга станет такой, какой была. «Отменить» возвращает последнее действие.",
)
BEFORE = "Прежде установите программу: выполните в командной строке «xlrecords install excel» и откройте книгу заново."
MACROS = "Если кнопок нет, разрешите содержимое: «Включить содержимое» в жёлтой полосе или свойства файла → «Разблокировать»."
INVENTED = "Все имена и отметки вымышлены."
DAYS = tuple(dt.date(2026, 9, 1) + dt.timedelta(days=days) for days in (0, 2, 3, 7, 9, 10, 14, 16, 17, 21))
TOPICS = (
    "Натуральные числа", "Ряд натуральных чисел", "Координатный луч", "Сравнение чисел", "Округление", "Сложение", "Вычитание",
    "Решение задач", "Контрольная работа № 1", "Анализ контрольной работы",
)  # fmt: skip
PLANTED = ((2, 3, "6"), (5, 6, "4!"))
"""Row, lesson and what stands there: a mark beyond the scale, and one that is none."""
MARKS = {
    "Белова Анна": "5 . 4 . . 5 . . 5 .",
    "Виноградов Олег": ". 4 . 3 . . 4 . 4 .",
    "Громова Вера": "4 . 5 . . 4 . . 4 .",
    "Дымов Пётр": ". 3 . . 4 . . 3 3 .",
    "Ершова Нина": "5 . . 5 . . 5 . 5 .",
    "Зимин Артём": ". . 4 н . 4 . . 4 .",
    "Ильина Софья": "4 . . 4 . . . 5 5 .",
    "Котов Глеб": ". 3 . . 3 . 4 . 3 .",
}


def trial(settings: str, rows: Sequence[Sequence[str]]) -> bytes:
    """The workbook.

    Args:
        settings: Name of the sheet of settings, which no menu shows.
        rows: Texts of that sheet.
    """
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": CREATED})
        _write_steps(workbook.add_worksheet("Как попробовать"), workbook)
        add_sheet(workbook, class_journal.FORM, _journal(), "Математика")
        hidden = workbook.add_worksheet(settings)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                if text:
                    hidden.write_string(number, column, text)
        hidden.very_hidden()
    return made.getvalue()


def _journal() -> Content:
    grid: list[list[object]] = [[_cell(sign) for sign in line.split()] for line in MARKS.values()]
    for row, lesson, text in PLANTED:
        grid[row][lesson] = _cell(text)
    return Content(
        {"school_class": "5А", "subject": "Математика", "teacher": "Орлова М. В.", "year": "2026/2027", "weekly": 5},
        [{"number": number, "student": name} for number, name in enumerate(MARKS, 1)],
        list(DAYS),
        grid,
        [
            {
                "lesson_date": day,
                "hours": 1,
                "topic": topic,
                "homework": "не задано",
                "work": "КР" if topic.startswith("Контрольная") else "",
            }
            for day, topic in zip(DAYS, TOPICS, strict=True)
        ],
    )


def _cell(sign: str) -> object:
    return "" if sign == "." else int(sign) if sign.isdigit() else sign


def _write_steps(sheet: Worksheet, workbook: Workbook) -> None:
    title = workbook.add_format({"bold": True, "font_size": 16, "font_color": "#1F3864"})
    text = workbook.add_format({"text_wrap": True, "valign": "top", "font_size": 12})
    number = workbook.add_format({"bold": True, "valign": "top", "align": "center", "font_size": 12})
    faint = workbook.add_format({"text_wrap": True, "valign": "top", "font_color": "#595959"})
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 88)
    sheet.write_string(0, 0, "Как попробовать кнопки", title)
    sheet.set_row(0, 30)
    sheet.write_string(1, 1, BEFORE, text)
    sheet.set_row(1, 36)
    for place, step in enumerate(STEPS, 1):
        sheet.write_number(place + 1, 0, place, number)
        sheet.write_string(place + 1, 1, step, text)
        sheet.set_row(place + 1, 36)
    sheet.write_string(len(STEPS) + 2, 1, f"{MACROS} {INVENTED}", faint)
    sheet.set_row(len(STEPS) + 2, 36)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)

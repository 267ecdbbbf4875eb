"""Time of checking a school: 30 workbooks × 15 subjects × 28 students × 170 dates.

Prints, in one run, the CPU of `check` against python-calamine merely reading the same files, and against the
conventional way (read_excel with openpyxl, melt, pandera a sheet at a time), and whether both find the same cells.
Nothing is asserted about time. Run: `python tests/benchmarks/check_school.py [--classes 30] [--repeat 5]`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DISABLE_PANDERA_IMPORT_WARNING", "True")

import pandas as pd
import pandera.pandas as pa
import xlsxwriter
from cpu import cpu
from python_calamine import CalamineWorkbook

from xlrecords.book import address
from xlrecords.commands import Request, check

SUBJECTS = (
    "Русский язык", "Литература", "Алгебра", "Геометрия", "История", "Обществознание", "География", "Биология", "Физика",
    "Химия", "Информатика", "Английский язык", "Музыка", "Технология", "Физическая культура",
)  # fmt: skip
STUDENTS, DATES, HEADING = 28, 170, 6
FIRST_MARK = 2
FAULTS = (6, 0, 4.5, "5", "ы", "б/5", "н/а")
USUAL = (5, 5, 4, 4, 4, 3, 3, 2, "н", "н", "б", "5/4")


BREAKS = (
    (dt.date(2026, 10, 26), dt.date(2026, 11, 4)),
    (dt.date(2026, 12, 31), dt.date(2027, 1, 11)),
    (dt.date(2027, 3, 27), dt.date(2027, 4, 4)),
)
"""School breaks: autumn, winter, spring."""


def school_days(count: int) -> list[dt.date]:
    """So many days from 1 September on which lessons may be held: no Sunday, no state holiday, no break of this school."""
    import holidays

    free = holidays.country_holidays("RU", years=[2026, 2027])
    days, day = [], dt.date(2026, 9, 1)
    while len(days) < count:
        if day.weekday() != 6 and day not in free and not any(first <= day <= last for first, last in BREAKS):
            days.append(day)
        day += dt.timedelta(1)
    return days


def student(school_class: str, number: int) -> str:
    """An invented name: a number in words would not be a name, so syllables."""
    syllables = ("ба", "ве", "го", "ду", "жи", "зо", "ла")
    surname = "".join(syllables[(number // 7**power) % 7] for power in (2, 1, 0)).capitalize()
    letter = school_class[-1].lower()
    return f"{surname}{'бвгдежзиклмнопрстуфхцчшщэюяа'[number]}{letter} {syllables[int(school_class[:-1]) % 7].capitalize()}н"


def make_school(folder: Path, classes: int, terms: int = 0) -> set[tuple[str, str, str]]:
    """Write the school, with marks for so many quarters; the cells with planted faults as (book, sheet, cell)."""
    chance, planted = random.Random(2026), set()
    days = school_days(DATES)
    names = [f"{grade}{letter}" for letter in "АБВГДЕ" for grade in range(5, 10)][:classes]
    for name in names:
        book = xlsxwriter.Workbook(str(folder / f"{name}.xlsx"))
        date, cell = (
            book.add_format({"num_format": "dd.mm", "rotation": 90, "border": 1}),
            book.add_format({"border": 1}),
        )
        grey = book.add_format({"bg_color": "#D9D9D9"})
        for subject in SUBJECTS:
            sheet = book.add_worksheet(subject)
            sheet.write_row(0, 0, ["Классный журнал"])
            for row, pair in enumerate((("Класс:", name), ("Предмет:", subject), ("Учитель:", "Орлова Н.П.")), 1):
                sheet.write_row(row, 0, pair)
            sheet.write_row(HEADING - 1, 0, ["№", "Фамилия, имя"])
            for column, day in enumerate(days):
                sheet.write_datetime(HEADING - 1, FIRST_MARK + column, dt.datetime.combine(day, dt.time()), date)
            for term in range(4):
                sheet.write_string(HEADING - 1, FIRST_MARK + DATES + term, f"{term + 1} четверть")
            for number in range(STUDENTS):
                sheet.write_number(HEADING + number, 0, number + 1, cell)
                sheet.write_string(HEADING + number, 1, student(name, number), cell)
                for term in range(terms):
                    sheet.write_number(HEADING + number, FIRST_MARK + DATES + term, 2 + (number * 7 + term + len(subject)) % 4, cell)
                for column in range(DATES):
                    place = HEADING + number, FIRST_MARK + column
                    if chance.random() > 0.3:
                        sheet.write_blank(*place, None, cell)
                    elif chance.random() < 0.007:
                        sheet.write(*place, chance.choice(FAULTS), cell)
                        planted.add((f"{name}.xlsx", subject, address(place[0] + 1, place[1] + 1)))
                    else:
                        sheet.write(*place, chance.choice(USUAL), cell)
            sheet.freeze_panes(HEADING, FIRST_MARK)
            sheet.conditional_format(HEADING, FIRST_MARK, HEADING + STUDENTS, FIRST_MARK + DATES,
                                     {"type": "cell", "criteria": "==", "value": '"н"', "format": grey})  # fmt: skip
        book.close()
    write_settings(folder / "Настройки.xlsx", names)
    return planted


def write_settings(path: Path, names: list[str]) -> None:
    """Periods, subjects and the class list: with them every rule of people, dates and marks runs."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd.mm.yyyy"})
    tables: dict[str, list[list[object]]] = {
        "Учебные периоды": [
            ["Название", "Вид", "Классы", "Начало", "Окончание", "Закрыт"],
            ["1 четверть", "период", "", dt.datetime(2026, 9, 1), dt.datetime(2026, 10, 25), "нет"],
            ["2 четверть", "период", "", dt.datetime(2026, 11, 5), dt.datetime(2026, 12, 30), "нет"],
            ["3 четверть", "период", "", dt.datetime(2027, 1, 12), dt.datetime(2027, 3, 26), "нет"],
            ["4 четверть", "период", "", dt.datetime(2027, 4, 5), dt.datetime(2027, 5, 26), "нет"],
            *([f"Каникулы с {a}", "каникулы", "", dt.datetime.combine(a, dt.time()), dt.datetime.combine(b, dt.time()), ""] for a, b in BREAKS),
        ],
        "Предметы": [["Предмет", "Отметки", "Периоды", "Часов в неделю"], *([subject, "баллы", "четверти", 5] for subject in SUBJECTS)],
        "Контингент": [
            ["№", "ФИО", "Дата рождения", "Личное дело №", "Класс", "Прибыл", "Законный представитель", "Согласие на обработку ПД"],
            *(
                [number + 1, student(name, number), dt.datetime(2026 - 7 - int(name[:-1]), 3, 1), f"{name}-{number}", name,
                 dt.datetime(2026, 9, 1), "Орлова Анна", "да"]
                for name in names
                for number in range(STUDENTS)
            ),
        ],
    }  # fmt: skip
    for tab, rows in tables.items():
        sheet = book.add_worksheet(tab)
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
    book.close()


def bare_read(folder: Path) -> None:
    """What python-calamine needs to bring all cells into lists."""
    for path in sorted(folder.glob("*.xlsx")):
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


MARK = r"(?:[2-5]|[2-5]/[2-5]|н|б|у|п|н/[2-5])"
SCHEMA = pa.DataFrameSchema(
    {
        "student": pa.Column(str, pa.Check.str_matches(r"^\S+ \S+$")),
        "date": pa.Column("datetime64[ns]", pa.Check.in_range(pd.Timestamp("2026-09-01"), pd.Timestamp("2027-08-31")), coerce=True),
        "mark": pa.Column(str, pa.Check.str_matches(rf"^{MARK}$")),
    }
)


def as_text(value: object) -> str:
    """A mark as text; text that is a number is marked, for it is a fault."""
    if isinstance(value, str):
        return f"'{value}" if value.isdigit() else value
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def conventional(folder: Path) -> set[tuple[str, str, str]]:
    """The usual way: every sheet by read_excel and openpyxl, melted, and validated by its own pandera call.

    Cells are read as objects: otherwise pandas turns a text «5» into a number, and the fault is lost.
    """
    found = set()
    for path in sorted(folder.glob("*.xlsx")):
        if path.name == "Настройки.xlsx":
            continue
        for subject, frame in pd.read_excel(path, sheet_name=None, header=HEADING - 1, engine="openpyxl", dtype=object).items():
            wide = frame.iloc[:, : FIRST_MARK + DATES].copy().drop(columns="№").rename(columns={"Фамилия, имя": "student"})
            wide["row"] = range(HEADING + 1, HEADING + 1 + len(wide))
            columns = {date: FIRST_MARK + 1 + index for index, date in enumerate(frame.columns[FIRST_MARK : FIRST_MARK + DATES])}
            long = wide.melt(id_vars=["student", "row"], var_name="date", value_name="mark").dropna(subset=["mark"])
            long["mark"] = long["mark"].map(as_text)
            try:
                SCHEMA.validate(long, lazy=True)
            except pa.errors.SchemaErrors as errors:
                for index in errors.failure_cases["index"].dropna().astype(int).unique():
                    failed = long.loc[index]
                    found.add((path.name, str(subject), address(int(failed["row"]), columns[failed["date"]])))
    return found


def main() -> None:
    """Make the school, time the three ways in one run, print ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--classes", type=int, default=30)
    options.add_argument("--repeat", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        planted = make_school(folder, given.classes)
        request = Request((folder,))
        outcome = check(request)
        bare_read(folder)
        pairs = []
        for _ in range(given.repeat):
            bare, _ = cpu(lambda: bare_read(folder))
            started = time.perf_counter()
            ours, result = cpu(lambda: check(request))
            pairs.append((bare, ours, time.perf_counter() - started))
            outcome = result
        usual, found = cpu(lambda: conventional(folder))
    bare, ours, wall = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = sorted(ours / bare for bare, ours, _ in pairs)
    places = {(issue.place.book, issue.place.sheet, issue.place.cell) for issue in outcome.issues}
    print(f"{given.classes} workbooks × {len(SUBJECTS)} subjects × {STUDENTS} students × {DATES} dates, {len(planted)} planted faults")
    print(f"bare calamine read   {bare:7.3f} s CPU")
    print(f"check                {ours:7.3f} s CPU, {wall:.3f} s wall; {len(outcome.issues)} findings")
    print(f"conventional         {usual:7.3f} s CPU; {len(found)} findings")
    print(f"check / bare         {statistics.median(ratios):7.2f}   (bar 1.5; {given.repeat} pairs: {ratios[0]:.2f}–{ratios[-1]:.2f})")
    print(f"conventional / check {usual / ours:7.1f}   (bar 25)")
    print(f"same findings        {places == found == planted}")


if __name__ == "__main__":
    main()

"""Time of copies with values only against openpyxl, which loads a workbook by its values and saves it.

A class workbook of 15 subjects × 28 students × 170 dates, with marks for four quarters by formula, conditional formats, and lists on
a hidden sheet. openpyxl gets the easier work: it takes nothing out of the workbook. Beside it the time of the inspection
before the archive, and of the tables of all sheets as CSV. Prints CPU and ratios of one run, and whether both hold the same values;
nothing is asserted about time.
Run: `python tests/benchmarks/plain_copies.py [--repeat 5]`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
from io import BytesIO
from typing import Any

import openpyxl
import xlsxwriter
from check_school import DATES, FIRST_MARK, HEADING, STUDENTS, SUBJECTS, USUAL, school_days, student
from cpu import cpu
from python_calamine import CalamineWorkbook

from xlrecords.archive.copies import copy_of
from xlrecords.archive.lint import lint
from xlrecords.archive.tables import csv_text
from xlrecords.book import Rows, address
from xlrecords.ooxml.plain import plain
from xlrecords.school import School

TERMS = 4
SHEETS = 450
"""Sheets of a school of 30 classes."""


def main() -> None:
    """Time both in turn, print medians and ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeat", type=int, default=5)
    given = options.parse_args()
    data = class_book()
    copy_of(data, "5А.xlsx", {})
    rounds = [(cpu(lambda: plain(data)), cpu(lambda: copy_of(data, "5А.xlsx", {})), cpu(lambda: usual(data))) for _ in range(given.repeat)]
    ours, whole, theirs = (statistics.median(run[0] for run in runs) for runs in zip(*rounds, strict=True))
    ratios = sorted(usual[0] / mine[0] for mine, _, usual in rounds)
    print(f"class workbook of {len(data) / 1e3:.0f} kB, {len(SUBJECTS) * STUDENTS * TERMS} formulas")
    print(f"values only              {ours * 1e3:7.1f} ms")
    print(f"and nothing of authors   {whole * 1e3:7.1f} ms")
    print(f"openpyxl                 {theirs * 1e3:7.1f} ms  ratio {statistics.median(ratios):.0f} ({ratios[0]:.0f}–{ratios[-1]:.0f})")
    mine, copied, other = (run[1] for run in rounds[-1])
    same = values(mine.data) == values(copied.data) == {name: rows for name, rows in values(other).items() if name in SUBJECTS}
    print(f"same values: {same}; left behind: {', '.join(copied.dropped)}")
    looking = statistics.median(cpu(lambda: lint(data, SUBJECTS, School()))[0] for _ in range(given.repeat))
    reading = statistics.median(cpu(lambda: tables_of(data))[0] for _ in range(given.repeat))
    print(f"inspection               {looking * 1e3:7.1f} ms; python-calamine reads it in {reading * 1e3:.1f} ms")
    tables = list(tables_of(data).values())[: len(SUBJECTS)] * (SHEETS // len(SUBJECTS))
    spent = statistics.median(cpu(lambda: [csv_text(rows) for rows in tables])[0] for _ in range(given.repeat))
    print(f"{len(tables)} sheets as CSV       {spent * 1e3:7.1f} ms")


def usual(data: bytes) -> bytes:
    """What openpyxl makes of it."""
    made = BytesIO()
    openpyxl.load_workbook(BytesIO(data), data_only=True).save(made)
    return made.getvalue()


def values(data: bytes) -> dict[str, list[list[Any]]]:
    """Values of all sheets, without empty ends, as openpyxl reads them."""
    found = {}
    for sheet in openpyxl.load_workbook(BytesIO(data), data_only=True):
        found[sheet.title] = [[cell for cell in row if cell not in (None, "")] for row in sheet.iter_rows(values_only=True)]
    return found


def tables_of(data: bytes) -> dict[str, Rows]:
    """Cells of all sheets, as they are read for a check."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def class_book() -> bytes:
    """A class workbook; each mark for a quarter is a formula with its value."""
    chance, days, made = random.Random(2026), school_days(DATES), BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        date, cell = book.add_format({"num_format": "dd.mm", "rotation": 90, "border": 1}), book.add_format({"border": 1})
        grey = book.add_format({"bg_color": "#D9D9D9"})
        for subject in SUBJECTS:
            sheet = book.add_worksheet(subject)
            sheet.write_row(0, 0, ["Классный журнал", "", subject])
            sheet.write_row(HEADING - 1, 0, ["№", "Фамилия, имя"])
            for column, day in enumerate(days, FIRST_MARK):
                sheet.write_datetime(HEADING - 1, column, dt.datetime.combine(day, dt.time()), date)
            for number in range(STUDENTS):
                row = HEADING + number
                sheet.write_row(row, 0, [number + 1, student("5А", number)], cell)
                for column in range(FIRST_MARK, FIRST_MARK + DATES):
                    if chance.random() > 0.3:
                        sheet.write_blank(row, column, None, cell)
                    else:
                        sheet.write(row, column, chance.choice(USUAL), cell)
                for term in range(TERMS):
                    first = FIRST_MARK + 1 + term * (DATES // TERMS)
                    marks = f"{address(row + 1, first)}:{address(row + 1, first + DATES // TERMS - 1)}"
                    formula = f'=IF(COUNT({marks})<3,"н/а",ROUND(AVERAGE({marks}),0))'
                    sheet.write_formula(row, FIRST_MARK + DATES + term, formula, cell, chance.choice((3, 4, 5, "н/а")))
            place = HEADING, FIRST_MARK, HEADING + STUDENTS, FIRST_MARK + DATES
            sheet.freeze_panes(HEADING, FIRST_MARK)
            sheet.conditional_format(*place, {"type": "cell", "criteria": "==", "value": '"н"', "format": grey})
            sheet.data_validation(*place, {"validate": "list", "source": "=Списки!$A$1:$A$6"})
        lists = book.add_worksheet("Списки")
        lists.write_column(0, 0, [5, 4, 3, 2, "н", "б"])
        lists.hide()
    return made.getvalue()


if __name__ == "__main__":
    main()

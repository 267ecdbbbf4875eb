"""Time of the pages of a school for its archive: workbooks × 15 subjects × 28 students × 170 dates.

Prints the CPU of reading workbooks with openpyxl alone, of laying them on pages (reading among it), of typesetting, and of the codes
among that; then pages per second of CPU. All in one process; nothing is asserted about time.
Run: `python tests/benchmarks/print_pages.py [--classes 2] [--repeat 3]`.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from io import BytesIO
from pathlib import Path

import check_school
from cpu import cpu
from openpyxl import load_workbook

from xlrecords.archive.frames import frames
from xlrecords.commands.reading import find_books, read_books, study
from xlrecords.pdf.archival import Job, Plan, Stamp, plan_book, typeset_plan
from xlrecords.pdf.stamps import code_text, qr_svg

MARK = Stamp("000000000000", "02-01")


def books_of(folder: Path) -> list[tuple[bytes, list[Job]]]:
    """Workbooks of a school, each with the sheets to print, framed as in the archive."""
    files = dict(find_books([folder]))
    books = read_books(files, lambda done, total: None)
    placed = frames(study(books)[0])
    return [(files[book.name].read_bytes(), [Job(name, placed[book.name, name]) for name in book.sheets()]) for book in books]


def plans_of(books: list[tuple[bytes, list[Job]]]) -> list[Plan]:
    """Plans of all sheets."""
    return [plan for data, jobs in books for plan in plan_book(data, jobs)]


def codes_of(plans: list[Plan]) -> list[str]:
    """Codes of all pages."""
    return [qr_svg(code_text(MARK.key, leaf, page.hash)) for plan in plans for leaf, page in enumerate(plan.pages, 1)]


def opened(books: list[tuple[bytes, list[Job]]]) -> None:
    """Read workbooks as openpyxl does."""
    for data, _ in books:
        load_workbook(BytesIO(data), data_only=True, keep_links=False, rich_text=True)


def main() -> None:
    """Make the school, print its pages, tell what that costs."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--classes", type=int, default=2)
    options.add_argument("--repeat", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        check_school.make_school(Path(name), given.classes)
        books = books_of(Path(name))
    plans = plans_of(books)
    pages = sum(len(plan.pages) for plan in plans)
    runs = [
        (
            cpu(lambda: opened(books))[0],
            cpu(lambda: plans_of(books))[0],
            cpu(lambda: [typeset_plan(plan, MARK) for plan in plans])[0],
            cpu(lambda: codes_of(plans))[0],
        )
        for _ in range(given.repeat)
    ]
    bare, laying, setting, codes = (statistics.median(column) for column in zip(*runs, strict=True))
    print(f"{len(books)} workbooks, {len(plans)} sheets, {pages} pages")
    print(f"laying on pages  {laying:7.3f} s CPU; openpyxl alone {bare:.3f} s")
    print(f"typesetting      {setting:7.3f} s CPU, {setting / (laying + setting):.0%} of all; codes {codes:.3f} s")
    print(f"pages a second   {pages / (laying + setting):7.1f}")


if __name__ == "__main__":
    main()

"""Time of «Проверить книгу» on a class workbook of 15 subjects × 28 students × 170 dates in a process that stays open.

Prints, in one run, the CPU of python-calamine merely reading the file, and of the check of what is on the screen: after one
cell was changed since the last press, and when nothing is known yet, that is with the settings and the class list of the
school read anew. Nothing is asserted. Run: `python tests/benchmarks/press_check.py [--classes 30] [--repeat 15]`.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from check_school import DATES, FIRST_MARK, HEADING, STUDENTS, make_school
from cpu import cpu
from python_calamine import CalamineWorkbook

from xlrecords import school
from xlrecords.books.memory import MemoryBook
from xlrecords.command import Outcome
from xlrecords.commands import keeping
from xlrecords.commands.checking import check_books
from xlrecords.commands.reading import kept_context, nothing_collected, read_books, seals_of
from xlrecords.sheets import lexicon, schema


def bare_read(path: Path) -> None:
    """What python-calamine needs to bring all cells of the workbook into lists."""
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def press(book: MemoryBook, path: Path) -> Outcome:
    """The check of a book on the screen, with the school around its file."""
    files = {book.name: path}
    with nothing_collected():
        return check_books([book], kept_context((path,), files), seals_of((path,)), files)


def forget() -> None:
    """As in a process that has loaded its modules and done nothing yet."""
    keeping.forget()
    for remembered in (schema.judged, schema.refused_verdicts, lexicon.lexicon_of, school.state_holidays):
        remembered.cache_clear()


def change(book: MemoryBook, chance: random.Random) -> None:
    """One mark of one sheet is written anew."""
    rows = book.tables[chance.choice(book.sheets())]
    rows[HEADING + chance.randrange(STUDENTS)][FIRST_MARK + chance.randrange(DATES)] = chance.choice((2.0, 3.0, 4.0, 5.0, "н", "6"))


def row(title: str, seconds: Sequence[float], bare: Sequence[float] = ()) -> str:
    """A line of the result: milliseconds, and the ratio to the bare read beside it."""
    shown = f"{title:32} {statistics.median(seconds) * 1000:6.1f} ms ({min(seconds) * 1000:.1f}–{max(seconds) * 1000:.1f})"
    ratios = sorted(ours / read for ours, read in zip(seconds, bare, strict=False))
    return shown + (f"   / bare {statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})" if ratios else "")


def main() -> None:
    """Make the school, press the button again and again, print times and ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--classes", type=int, default=30)
    options.add_argument("--repeat", type=int, default=15)
    given = options.parse_args()
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_school(folder, given.classes)
        (folder / "Журналы").mkdir()
        for path in folder.glob("[0-9]*.xlsx"):
            path.rename(folder / "Журналы" / path.name)
        time.sleep(keeping.SETTLED)
        path = folder / "Журналы" / "5А.xlsx"
        (read,) = read_books({path.name: path}, lambda done, total: None)
        book = MemoryBook(read.name, {sheet: [list(line) for line in read.cells(sheet)] for sheet in read.sheets()})
        outcome = press(book, path)
        times: list[tuple[float, float, float]] = []
        for _ in range(given.repeat):
            bare, _ = cpu(lambda: bare_read(path))
            forget()
            unknown, outcome = cpu(lambda: press(book, path))
            change(book, chance)
            again, outcome = cpu(lambda: press(book, path))
            times.append((bare, again, unknown))
    bare_times, again_times, unknown_times = zip(*times, strict=True)
    print(f"one workbook of a school of {given.classes} classes, {outcome.sheets} sheets, {len(outcome.issues)} findings")
    print(row("bare calamine read", bare_times))
    print(row("check, one cell changed", again_times, bare_times))
    print(row("check, nothing known", unknown_times, bare_times))


if __name__ == "__main__":
    main()

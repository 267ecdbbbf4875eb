"""Time of importing an olympiad's export: 29 sheets, 7,000 rows of 16 columns, against a class list of 840 students.

Prints, in one run, the CPU of importing (guard, reading, every row understood, joined with the class list and sorted into accepted
and reported) against python-calamine merely reading the same file, and of the lists that are written of it. The settings and the
class list are read once before, as a school has them. Nothing is asserted about time.
Run: `python tests/benchmarks/import_olympiad.py [--rows 7000] [--repeat 9]`.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from cpu import cpu
from python_calamine import CalamineWorkbook

from tests.olympiads import SUBJECTS, THEIRS, Tab, participation, pupils, settings, written
from xlrecords.books.file import read
from xlrecords.commands.reading import nothing_collected, study
from xlrecords.imports.joining import school_key
from xlrecords.imports.olympiad import Export, read_export
from xlrecords.imports.results import Sorted, sort_out
from xlrecords.kind import fold
from xlrecords.people import key
from xlrecords.reports.winners import winner_pages
from xlrecords.reports.workbook import write_pages
from xlrecords.school import School

STUDENTS = 840


def make_export(rows: int) -> tuple[bytes, School]:
    """An export of so many rows, four fifths of them of this school, and the school."""
    chance = random.Random(2026)
    ours, theirs = pupils(STUDENTS, 1), pupils(STUDENTS // 4, 2)
    drawn = {subject: (iter(chance.sample(ours, len(ours))), iter(chance.sample(theirs, len(theirs)))) for subject in SUBJECTS}
    tabs = [Tab(f"{number} {subject}"[:13]).heading() for number, subject in enumerate(SUBJECTS, 1)]
    for number in range(rows):
        tab, subject = tabs[number % len(tabs)], SUBJECTS[number % len(tabs)]
        if chance.random() < 0.8:
            tab.row(participation(next(drawn[subject][0]), subject, chance), "accepted")
        else:
            tab.row(participation(next(drawn[subject][1]), subject, chance, THEIRS), "foreign")
    return written(tabs), study([settings(ours)])[0]


def bare_read(path: Path) -> None:
    """What python-calamine needs to bring all cells into lists."""
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def imported(path: Path, school: School) -> tuple[Export, Sorted]:
    """The export, and what of it is accepted and reported; nothing is remembered of an earlier run."""
    for memory in (fold, key, school_key):
        memory.cache_clear()
    with nothing_collected():
        export = read_export([read(path, path.name)])
        return export, sort_out(export, school)


def main() -> None:
    """Make the export, time both ways in pairs, print ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=7000)
    options.add_argument("--repeat", type=int, default=9)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path, target = Path(name, "Выгрузка.xlsx"), Path(name, "Победители.xlsx")
        data, school = make_export(given.rows)
        path.write_bytes(data)
        bare_read(path)
        export, found = imported(path, school)
        pairs = []
        for _ in range(given.repeat):
            bare, _ = cpu(lambda: bare_read(path))
            ours, _ = cpu(lambda: imported(path, school))
            listed, _ = cpu(lambda: write_pages(target, winner_pages(export, {}, Path(name))))
            pairs.append((bare, ours, listed))
    bare, ours, listed = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = sorted(ours / bare for bare, ours, _ in pairs)
    print(f"{len(SUBJECTS)} sheets, {given.rows} rows, {len(data) / 2**20:.1f} MiB; a class list of {STUDENTS}")
    print(f"bare calamine read   {bare:7.3f} s CPU")
    print(f"import               {ours:7.3f} s CPU; read {export.read} = accepted {len(found.accepted)} + reported {found.reported}")
    print(f"winners written      {listed:7.3f} s CPU")
    print(f"import / bare        {statistics.median(ratios):7.2f}   (bar 3; {given.repeat} pairs: {ratios[0]:.2f}–{ratios[-1]:.2f})")


if __name__ == "__main__":
    main()

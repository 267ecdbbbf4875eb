"""Time of the summary of a school: 30 workbooks × 15 subjects × 28 students × 170 dates, marks for two quarters.

Prints, in one run, the CPU of all that comes after reading (marks computed, pages made, workbook written) against the CPU of
reading the same files, by python-calamine alone and by the program. Nothing is asserted about time.
Run: `python tests/benchmarks/summarise.py [--classes 30] [--repeat 5]`.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from check_school import bare_read, cpu, make_school

from xlrecords.commands import Request, find_books, read_books
from xlrecords.commands.reading import nothing_collected, study
from xlrecords.commands.summing import pages_of
from xlrecords.reports.workbook import write_pages
from xlrecords.school import School

TERM, TERMS = "quarter2", 2


def read(folder: Path) -> School:
    """Everything that a summary reads."""
    return study(read_books(dict(find_books((folder,))), lambda done, total: None))[0]


def parts(folder: Path, out: Path) -> tuple[float, float, float, int]:
    """CPU of reading, of computing pages, and of writing them; how many pages."""
    with nothing_collected():
        reading, school = cpu(lambda: read(folder))
        computing, pages = cpu(lambda: pages_of(school, TERM, Request()))
        writing, _ = cpu(lambda: write_pages(out, pages))
    return reading, computing, writing, len(pages)


def main() -> None:
    """Make the school, time the parts in one run, print ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--classes", type=int, default=30)
    options.add_argument("--repeat", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name) / "school", Path(name) / "summary.xlsx"
        folder.mkdir()
        make_school(folder, given.classes, TERMS)
        bare_read(folder)
        parts(folder, out)
        runs = [(cpu(lambda: bare_read(folder))[0], *parts(folder, out)) for _ in range(given.repeat)]
    bare, reading, computing, writing, pages = (statistics.median(column) for column in zip(*runs, strict=True))
    ratios = sorted((row[2] + row[3]) / row[1] for row in runs)
    print(f"{given.classes} workbooks, {int(pages)} pages")
    print(f"bare calamine read   {bare:7.3f} s CPU")
    print(f"reading for summary  {reading:7.3f} s CPU")
    print(f"computing the pages  {computing:7.3f} s CPU")
    print(f"writing the workbook {writing:7.3f} s CPU")
    print(f"summary / reading    {statistics.median(ratios):7.2f}   (bar 0.5; {given.repeat} runs: {ratios[0]:.2f}–{ratios[-1]:.2f})")
    print(f"summary / bare read  {(computing + writing) / bare:7.2f}")


if __name__ == "__main__":
    main()

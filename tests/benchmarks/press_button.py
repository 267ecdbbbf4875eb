"""Time of a press of «Проверить книгу» in LibreOffice: a workbook of a class, 15 subjects × 28 students × 170 dates.

Prints, in one run, what a warm press takes (least / middle / most) and of what it is made (picture, JSON, check, changes in
the document), against python-calamine merely reading the file: with all planted mistakes and no marks, with some mistakes one
of which was mended since the last press, which is the usual one, and without any; and the first press, which starts Python.
Needs LibreOffice. Nothing is asserted about time. Run: `python tests/benchmarks/press_button.py [--repeat 7]`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from check_school import make_school
from python_calamine import CalamineWorkbook

from tests.addon import installed
from tests.office import Office
from xlrecords.installing.extension import extension

PARTS = ("picture", "json", "worker", "apply")
"""Parts of a press, as the add-on names them: between two of them nearly nothing is done."""
USUAL = 30
"""Findings of a usual press."""
Press: TypeAlias = dict[str, tuple[float, float]]
"""Seconds that passed, and seconds of work in LibreOffice, of a press and of its parts."""


def bare_read(path: Path) -> None:
    """Read all cells of a workbook, and do nothing with them."""
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


@contextmanager
def office(folder: Path, times: Path) -> Iterator[Office]:
    """A LibreOffice with the add-on, in which a press is over when its dispatch is."""
    profile = installed(folder / "profile", extension(sys.executable))
    with Office(
        profile=profile, env=os.environ | {"XLRECORDS_NOBOX": "1", "XLRECORDS_SYNC": "1", "XLRECORDS_TIMES": str(times)}
    ) as started:
        yield started


def press(started: Office, document: Any, times: Path, tag: str = "check-book") -> Press:
    """Seconds, and seconds of work in LibreOffice, of a press and of its parts."""
    times.write_text("", encoding="utf-8")
    whole = seconds(lambda: started.dispatch(document, f"ru.xlrecords:{tag}"))
    lines = (line.rsplit(" ", 2) for line in times.read_text(encoding="utf-8").splitlines())
    return {"whole": (whole, 0.0)} | {part: (float(passed), float(worked)) for part, passed, worked in lines}


def show(title: str, presses: Sequence[Press], read: float) -> None:
    """Least, middle and most of several presses, for other work of the computer only makes them slower; parts are the least."""
    wholes = sorted(press["whole"][0] for press in presses)
    times = " / ".join(f"{whole * 1000:.0f}" for whole in (wholes[0], statistics.median(wholes), wholes[-1]))
    ratios = " / ".join(f"{whole / read:.1f}" for whole in (wholes[0], statistics.median(wholes), wholes[-1]))
    least = ((part, min(press.get(part, (0.0, 0.0))[0] for press in presses)) for part in PARTS)
    split = ", ".join(f"{part} {passed * 1000:.0f}" for part, passed in least)
    print(f"{title}: {times} ms ({split}) = {ratios} × the bare read")


def write(document: Any, spots: Sequence[tuple[str, str]], value: float | str) -> None:
    """Type a mark into cells."""
    for sheet, cell in spots:
        place = document.Sheets.getByName(sheet).getCellRangeByName(cell)
        if isinstance(value, str):
            place.String = value
        else:
            place.Value = value


def anew(started: Office, document: Any, times: Path) -> Press:
    """A press in a book without marks."""
    press(started, document, times, "unmark")
    return press(started, document, times)


def mended(started: Office, document: Any, times: Path, spot: tuple[str, str]) -> Press:
    """A press in a book with marks, in which one mistake was mended since."""
    write(document, [spot], "ы")
    press(started, document, times)
    write(document, [spot], 5)
    return press(started, document, times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=7)
    repeat = parser.parse_args().repeat
    with tempfile.TemporaryDirectory() as name:
        folder, times = Path(name), Path(name) / "times"
        planted = sorted((sheet, cell) for _, sheet, cell in make_school(folder, 1))
        (path,) = folder.glob("*А.xlsx")
        read = min(seconds(lambda: bare_read(path)) for _ in range(3 * repeat))
        print(f"bare read by python-calamine: {read * 1000:.0f} ms")
        with office(folder, times) as started:
            document = started.open(path, Hidden=False)
            first = press(started, document, times)
            print(f"first press, Python not running yet: {first['whole'][0]:.2f} s")
            show(f"{len(planted)} findings anew", [anew(started, document, times) for _ in range(repeat)], read)
            write(document, planted[USUAL:], 5)
            spots = planted[:USUAL:5]
            mends = [mended(started, document, times, spots[at % len(spots)]) for at in range(repeat)]
            show(f"{USUAL} findings, one mended since the last press", mends, read)
            show("nothing changed since the last press", [press(started, document, times) for _ in range(repeat)], read)
            write(document, planted, 5)
            press(started, document, times)
            show("nothing found", [press(started, document, times) for _ in range(repeat)], read)
            document.close(True)


if __name__ == "__main__":
    main()

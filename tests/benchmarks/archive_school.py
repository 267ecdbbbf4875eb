"""Time of archiving a school: workbooks × 15 subjects × 28 students × 170 dates, without faults.

Prints, in one run: hashing and storing the payload of all bags against merely reading the same bytes, warm and, where the system lets
its caches be dropped, cold; and the CPU of the archive, first without pages of sheets, then once with them, that of PDFs told apart,
against python-calamine merely reading the school. Nothing is asserted about time.
Run: `python tests/benchmarks/archive_school.py [--classes 4] [--repeat 3] [--no-pages]`; 30 classes take some minutes, most of it for pages.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import check_school
from cpu import cpu

from xlrecords.archive import bag, frames, making
from xlrecords.archive import papers as of_case
from xlrecords.archive.bag import BLOCK, Writer
from xlrecords.commands import Outcome, Request
from xlrecords.commands.archiving import archive
from xlrecords.history import sha256
from xlrecords.pdf import archival, papers
from xlrecords.school import School

CACHES = Path("/proc/sys/vm/drop_caches")
FAST = 2.0
"""Bar of hashing and storing, in times of reading the same bytes."""
BAR = 3.0
"""Bar of the archive less its PDFs, in bare reads of the school."""


def timed(run: Callable[[], object]) -> float:
    """Seconds of wall clock of a call."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def children() -> float:
    """CPU seconds of processes that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def composing(spent: list[float]) -> Iterator[None]:
    """Tell of the CPU of PDFs in this process: covers, lists, where pages of sheets may end, what goes to the processes that print."""
    whole, printing, placing = papers.compose, archival.print_cases, frames.frames

    def measured(*given: object, **named: object) -> object:
        seconds, made = cpu(lambda: whole(*given, **named))
        spent.append(seconds)
        return made

    def printed(*given: object, **named: object) -> Iterator[object]:
        cases = printing(*given, **named)
        while True:
            seconds, made = cpu(lambda: next(cases, None))
            spent.append(seconds)
            if made is None:
                return
            yield made

    def placed(school: School) -> object:
        seconds, made = cpu(lambda: placing(school))
        spent.append(seconds)
        return made

    papers.compose = making.compose = of_case.compose = measured
    frames.frames = placed
    archival.print_cases = printed
    try:
        yield
    finally:
        papers.compose = making.compose = of_case.compose = whole
        archival.print_cases, frames.frames = printing, placing


def drop_caches() -> bool:
    """Make the system forget what it read; False where it may not be asked to."""
    with suppress(OSError):
        os.sync()
        CACHES.write_text("3")
        return True
    return False


def read(files: list[Path]) -> None:
    """Read files block by block."""
    for path in files:
        with path.open("rb", buffering=0) as file:
            while file.read(BLOCK):
                pass


def store(files: list[Path], folder: Path) -> None:
    """Hash and store files as the payload of a bag, without bringing them to the disk."""
    with Writer(folder, "мерка") as writer:
        for number, path in enumerate(files):
            writer.copy(f"data/{number}", path, hashes[path])


hashes: dict[Path, str] = {}


def storing(out: Path, repeat: int) -> None:
    """Print the first comparison."""
    files = sorted(path for path in out.glob("*/data/**/*") if path.is_file())
    hashes.update((path, sha256(path.read_bytes())) for path in files)
    size = sum(path.stat().st_size for path in files)
    print(f"payload: {len(files)} files, {size / 2**20:.0f} MiB")
    with tempfile.TemporaryDirectory() as name:
        for state in ("warm", "cold"):
            pairs = []
            for _ in range(repeat):
                if state == "cold" and not drop_caches():
                    print("cold: the caches of the system cannot be dropped here")
                    return
                bare = timed(lambda: read(files))
                if state == "cold":
                    drop_caches()
                pairs.append((bare, timed(lambda: store(files, Path(name)))))
            bare, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
            print(f"{state}: read {bare:6.3f} s, hash and store {ours:6.3f} s   ratio {ours / bare:5.2f}   (bar {FAST:g})")
        flushed = timed(lambda: bag._to_disk(out))
        print(f"bringing all of it to the disk {flushed:6.3f} s")


def blank_cases(jobs: Iterable[archival.CaseJob], processes: int = 1) -> Iterator[tuple[int, int, tuple[archival.Printed, ...]]]:
    """Stands in for the printing of pages: nothing is printed."""
    for number, case in enumerate(jobs):
        for place, (_, sheets) in enumerate(case.books):
            yield number, place, tuple(archival.Printed(job.sheet, (), 1, b"") for job in sheets)


def archived(folder: Path, out: Path) -> tuple[float, float, Outcome]:
    """CPU of an archive in this process, that of PDF of covers and lists, frames of pages told apart, and its outcome."""
    shutil.rmtree(out, ignore_errors=True)
    composed: list[float] = []
    with composing(composed):
        own, outcome = cpu(lambda: archive(Request((folder,), out=out)))
    return own - sum(composed), sum(composed), outcome


def without_pages(folder: Path, out: Path, repeat: int) -> None:
    """Print what the archive costs besides its pages."""
    printing, archival.print_cases = archival.print_cases, blank_cases
    try:
        archived(folder, out)
        rows = [(cpu(lambda: check_school.bare_read(folder))[0], *archived(folder, out)[:2]) for _ in range(repeat)]
    finally:
        archival.print_cases = printing
    bare, own, covers = (statistics.median(column) for column in zip(*rows, strict=True))
    ratios = sorted(own / bare for bare, own, _ in rows)
    print(f"bare calamine read            {bare:8.3f} s CPU")
    print(f"archive without any PDF       {own:8.3f} s CPU; PDF of covers and lists, frames of pages {covers:.3f} s")
    print(
        f"archive without any PDF / bare {statistics.median(ratios):7.2f}   (bar {BAR:g}; {repeat} pairs: {ratios[0]:.2f}–{ratios[-1]:.2f})"
    )


def with_pages(folder: Path, out: Path) -> None:
    """Print what the whole archive costs, once."""
    bare, _ = cpu(lambda: check_school.bare_read(folder))
    before, started = children(), time.perf_counter()
    own, covers, outcome = archived(folder, out)
    wall, pages = time.perf_counter() - started, children() - before
    print(*(line for line in outcome.lines if line.startswith("Составлено")), sep="\n")
    print(f"whole archive                 {own + covers + pages:8.3f} s CPU, {wall:.3f} s of wall clock; of it PDF {pages + covers:.3f} s")
    print(f"whole archive less PDF / bare {own / bare:8.2f}   (bar {BAR:g})")


def main() -> None:
    """Make the school, archive it, print ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--classes", type=int, default=4)
    options.add_argument("--repeat", type=int, default=3)
    options.add_argument("--no-pages", action="store_true", help="leave out the run with pages of sheets")
    given = options.parse_args()
    check_school.FAULTS = check_school.USUAL
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name) / "Школа", Path(name) / "Архив"
        folder.mkdir()
        check_school.make_school(folder, given.classes)
        print(
            f"{given.classes} workbooks × {len(check_school.SUBJECTS)} subjects × {check_school.STUDENTS} students × {check_school.DATES} dates"
        )
        without_pages(folder, out, given.repeat)
        if not given.no_pages:
            with_pages(folder, out)
        storing(out, given.repeat)


if __name__ == "__main__":
    main()

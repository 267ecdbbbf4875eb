"""The command «summary»."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from .opening import Opened, opened, term_asked
from .reading import nothing_collected

if TYPE_CHECKING:
    from ..report import Page
    from ..reports.origin import Origin
    from ..school import School

SHOWN = 8
"""So many sheets that were left out are named where nothing else was found."""


def summary(request: Request) -> Outcome:
    """Составить сводки за период: ведомости классов, отчёты, посещаемость, динамика, аттестаты; каждое число объясняет себя."""
    term = term_asked(request)
    if isinstance(term, Outcome):
        return term
    with nothing_collected():
        found = opened(request)
        return found if isinstance(found, Outcome) else _summary(found, term, request)


def _summary(found: Opened, term: str, request: Request) -> Outcome:
    """The summary of a school; what was read of it is let go before this returns."""
    from ..attestation.membership import notices, sheets_left_out
    from ..attestation.results import default_period, in_period, last_lesson
    from ..kind import TERMS
    from ..reports.origin import Origin, relative

    school, sheets = found.school, found.sheets
    asked = _of_year(school, request.year)
    if isinstance(asked, str):
        return Outcome(lines=(asked,), failed=True, assumed=school.assumed, sheets=sheets)
    school = asked
    term = term or default_period(school)
    frame = in_period(school, term)
    if frame.empty:
        nothing = f"За период «{TERMS[term]}» нет ни отметок, ни уроков: сводку составить не из чего. Другой период — параметр --period."
        lost = sorted(f"{notice.who}: {notice.why}." for notice in sheets_left_out(school))
        return Outcome(lines=(nothing, *lost[:SHOWN]), failed=True, assumed=school.assumed, sheets=sheets)
    try:
        pages = pages_of(school, term, request)
    except ValueError as error:
        return Outcome(lines=(str(error),), failed=True)
    if request.explain:
        return explained(pages, request.explain)
    unset = int((frame["graded"] & (frame["token"] == "")).sum())
    left_out = sum(not notice.counted for notice in notices(school, term))
    lines = [
        f"Период: {TERMS[term]}. Классов: {frame['group'].nunique()}, обучающихся: {frame['student'].nunique()}, "
        f"отметок: {int((frame['mark'] > 0).sum())}, не выставлено: {unset}.",
        f'Листов: {len(pages)}. Почему число такое: xlrecords summary ПУТЬ --explain "ЛИСТ!КЛЕТКА".',
    ]
    if left_out:
        lines.append(f"Не вошли в сводку: {left_out}. Кто и почему — лист «Состав».")
    path = _file(request.out, f"Сводка, {TERMS[term]}", frame["group"].unique())
    day = request.day or last_lesson(school) or dt.date.today()
    origin = Origin("summary", relative(request.paths, path), TERMS[term], request.year, day.isoformat(), request.number)
    return _written(pages, path, origin, [*lines, *found.warning], school, sheets)


def _file(out: Path | None, name: str, groups: Sequence[str]) -> Path:
    """Where the summary goes: a file; into a folder by its own name, which tells the class if it is of one only."""
    if out is None:
        return Path(f"{name}.xlsx")
    if out.suffix and not out.is_dir():
        return out
    return out / (f"{name}, {groups[0]}.xlsx" if len(groups) == 1 and groups[0] else f"{name}.xlsx")


def _of_year(school: School, written: str) -> School | str:
    """The school in a school year; what is wrong if there is none."""
    from ..kind import parse_school_year

    if not written:
        return school
    year = parse_school_year(written)
    if not isinstance(year, str):
        return f"Учебный год «{written}» не распознан: укажите, например, 2025/2026."
    eras = {era.year: era for era in (school, *school.past)}
    known = ", ".join(f"{number}/{number + 1}" for number in eras if number is not None)
    return eras.get(int(year[:4])) or f"За {year} учебный год ничего не прочитано. Есть: {known or 'только листы без года'}."


def pages_of(school: School, term: str, request: Request) -> tuple[Page, ...]:
    """All pages of the summary of a term; the day is that which was asked for, else that of the last lesson.

    Raises:
        ValueError: The number of the first record is none; the text is for the user.
    """
    from ..attestation.results import last_lesson
    from ..reports.certificates import certificate_pages
    from ..reports.summary import summary_pages
    from ..reports.summary.summary import AT_YEARS_END

    pages = summary_pages(school, term, request.day or last_lesson(school) or dt.date.today())
    return (*pages, *certificate_pages(school, _first_records(request.number))) if term in AT_YEARS_END else pages


def _first_records(written: str) -> dict[int, int]:
    """Number of the first record of the book of each grade: «17» for both, «9=17; 11=5» for each."""
    found: dict[int, int] = {}
    for part in written.split(";") if written.strip() else ():
        grade, _, number = part.rpartition("=")
        if not number.strip().isdigit() or grade.strip() not in ("", "9", "11"):
            raise ValueError(f"Номер записи «{written}» не распознан: укажите, например, 17 или «9=17; 11=5».")
        named = {int(name): int(number) for name in ((grade,) if grade.strip() else ("9", "11"))}
        if named.keys() & found.keys():
            raise ValueError(f"Номер записи для {min(named.keys() & found.keys())} класса указан дважды: оставьте один.")
        found |= named
    return found


def explained(pages: Sequence[Page], cell: str) -> Outcome:
    """Why the figure of a cell is what it is."""
    from ..report import NoFigure, figure_at

    figure = figure_at(pages, cell)
    if isinstance(figure, NoFigure):
        return Outcome(lines=(figure.text,), failed=True)
    if figure.why is None and not figure.formula:
        return Outcome(lines=(f"В клетке «{cell}» нет числа, которое можно объяснить.",), failed=True)
    lines = tuple(figure.why()) if figure.why is not None else ()
    return Outcome(lines=(*lines, *((f"Формула в книге: {figure.formula}",) if figure.formula else ())))


def _written(pages: tuple[Page, ...], path: Path, origin: Origin, lines: list[str], school: School, sheets: int) -> Outcome:
    from ..reports.workbook import write_pages
    from ..save import SaveError, save

    try:
        written = save(path, lambda beside: write_pages(beside, pages, origin))
    except SaveError as error:
        return Outcome(lines=(str(error),), failed=True)
    return Outcome(lines=tuple(lines), written=(written,), assumed=school.assumed, sheets=sheets)

"""The command «publish»."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from .opening import Opened, opened, term_asked
from .reading import nothing_collected

if TYPE_CHECKING:
    from ..reports.public import Public
    from ..school import School

DEFAULT = "Для сайта, {period}.xlsx"


def publish(request: Request) -> Outcome:
    """Составить сводку для сайта: без имён, малые группы скрыты так, что их нельзя восстановить вычитанием."""
    term = term_asked(request)
    if isinstance(term, Outcome):
        return term
    with nothing_collected():
        found = opened(request)
        return found if isinstance(found, Outcome) else _publish(found, term, request)


def _publish(found: Opened, term: str, request: Request) -> Outcome:
    """The public summary of a school; what was read of it is let go before this returns."""
    import datetime as dt

    from ..attestation.results import default_period, in_period
    from ..kind import TERMS
    from ..reports.public import public_pages

    school, sheets = found.school, found.sheets
    term = term or default_period(school)
    if not (in_period(school, term)["token"].astype(object) != "").any():
        nothing = f"За период «{TERMS[term]}» отметок нет: публиковать нечего. Другой период — параметр --period."
        return Outcome(lines=(nothing,), failed=True, assumed=school.assumed, sheets=sheets)
    public = public_pages(school, term, request.day or dt.date.today(), request.names)
    lines = [
        f"Период: {TERMS[term]}. Чисел: {len(public.tables.cells)}, скрыто: {len(public.hidden)}. Имён: {len(public.named)}.",
        "Скрытое нельзя узнать ни из одной таблицы, ни из всех вместе: для каждой клетки есть другое возможное число.",
    ]
    lines += found.warning
    return _written(public, request.out or Path(DEFAULT.format(period=TERMS[term])), lines, school, sheets)


def _written(public: Public, path: Path, lines: list[str], school: School, sheets: int) -> Outcome:
    """Write the pages, unless their bytes name somebody who did not agree."""
    import tempfile

    from ..privacy.leaks import leaks
    from ..reports.workbook import write_pages
    from ..save import SaveError, save

    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "public.xlsx"
        write_pages(made, public.pages)
        data = made.read_bytes()
    if found := leaks(data, school, public.named):
        text = f"Не записано: в сводке нашлись сведения об обучающихся без согласия, мест: {len(found)} (п. 6.2)."
        return Outcome(lines=(text,), failed=True, assumed=school.assumed, sheets=sheets)
    try:
        written = save(path, lambda beside: beside.write_bytes(data))
    except SaveError as error:
        return Outcome(lines=(str(error),), failed=True)
    return Outcome(lines=tuple(lines), written=(written,), assumed=school.assumed, sheets=sheets)

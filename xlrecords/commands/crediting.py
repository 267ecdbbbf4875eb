"""The command «credit»."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from .opening import opened
from .reading import find_books, nothing_collected
from .summing import explained

if TYPE_CHECKING:
    from .opening import Opened
    from .transferring import Moved

OUT = Path("Зачёт результатов.xlsx")


def credit(request: Request) -> Outcome:
    """Рассмотреть зачёт результатов: основания, решения, уведомления; с --transfer перенести зачтённые отметки в сводную."""
    from .marking import hashes
    from .transferring import Moved, transfer

    read = hashes(dict(find_books(request.paths))) if request.transfer else {}
    with nothing_collected():
        found, moved = opened(request), Moved()
        if request.transfer and not isinstance(found, Outcome):
            moved = transfer(found.school, found.files, read, request.day or dt.date.today(), request.dry_run)
            if not request.dry_run and moved.changed:
                found = opened(request)
        return found if isinstance(found, Outcome) else _written(found, moved, request)


def _written(found: Opened, moved: Moved, request: Request) -> Outcome:
    from ..reports.credit import looked_at, pages
    from ..reports.workbook import write_pages
    from ..save import SaveError, save

    school, sheets = found.school, found.sheets
    made = pages(school, request.day or looked_at(school))
    if not made:
        nothing = "Заявлений о зачёте нет: заполните лист «Реестр зачёта результатов» (пустой лист: xlrecords new credits)."
        return Outcome(lines=(nothing,), failed=True, assumed=school.assumed, sheets=sheets)
    if request.explain:
        return explained(made, request.explain)
    lines = (f"{made[0].title}: {made[0].note.rpartition(' · ')[2]}.", *moved.lines, *found.warning)
    if request.dry_run:
        return Outcome(lines=lines, assumed=school.assumed, sheets=sheets, code=moved.code)
    try:
        written = save(request.out or OUT, lambda beside: write_pages(beside, made))
    except SaveError as error:
        return Outcome(lines=(*lines, str(error)), failed=True)
    return Outcome(lines=lines, written=(written,), assumed=school.assumed, sheets=sheets, code=moved.code)

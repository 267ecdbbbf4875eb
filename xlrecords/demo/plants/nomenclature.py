"""Errors of the nomenclature of case files and of accepted findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import PurePosixPath

from ...forms import acceptances, releases
from ...rules.archive import ROWS_HIDDEN
from ..calendar import YEAR
from ..places import Line, Page, Places, Planted
from ..sheet import Sheet

ACCEPTED_BOOK = "Принятые замечания.xlsx"
CHESS = "Шахматы"
"""Course whose hidden row somebody answers for."""
NEXT_YEAR = dt.date(2027, 9, 1)


def wrong_cases(places: Places) -> Iterator[Planted]:
    """A kind of sheet that nobody knows, one in two cases, one in none; an index that changes its case."""
    page = places.settings("file_nomenclature")
    rows = page.sheet.rows
    clubs, outer, given = (_row(rows, index) for index in ("02-03", "02-08", "02-12"))
    rows[clubs]["sheets"] = f"{rows[clubs]['sheets']}; Журнал секций"
    yield Line(page, clubs).planted("nomenclature-sheet-unknown", "вписан вид листа, которого нет: «Журнал секций»", "sheets")
    rows[outer]["sheets"] = f"{rows[outer]['sheets']}; Классный журнал"
    yield Line(page, outer).planted("nomenclature-sheet-twice", "классные журналы вписаны ещё в одно дело", "sheets")
    rows[given]["sheets"] = str(rows[given]["sheets"]).replace(f"; {releases.FORM.title}", "")
    yield page.planted("nomenclature-sheet-missing", "журнал выдачи сведений не входит ни в одно дело")
    rows.append({**rows[_row(rows, "01-03")], "title": "Приказы по личному составу", "since": NEXT_YEAR})
    yield Line(page, len(rows) - 1).planted("nomenclature-titles-differ", "под индексом 01-03 записано другое дело", "title")


def wrong_acceptance(places: Places) -> Iterator[Planted]:
    """An accepted finding of a rule that nobody knows, and one that is right: a case goes into the archive with it."""
    page = Page(ACCEPTED_BOOK, Sheet(acceptances.FORM, acceptances.FORM.tab, {"year": YEAR}))
    places.school.books[page.book] = [page.sheet]
    head = places.settings("school_card").sheet.rows
    line = page.add({
        "date": dt.date(2027, 2, 26), "book": places.class_list().book, "rule": "Скрытый лист дела", "reason": "лист служебный",
        "author": next(row["value"] for row in head if row["key"] == "Директор"),
    })  # fmt: skip
    yield line.planted("acceptance-rule-unknown", "принято замечание, которого программа не знает", "rule")
    chess = places.course(CHESS)
    page.add({
        "date": line.values["date"], "book": PurePosixPath(chess.book).name, "sheet": chess.sheet.tab, "rule": ROWS_HIDDEN.title,
        "reason": "обучающийся перешёл в другую группу, строку скрыл руководитель", "author": line.values["author"],
    })  # fmt: skip


def _row(rows: list[dict[str, object]], index: str) -> int:
    return next(place for place, row in enumerate(rows) if row["index"] == index)


LAST = (wrong_cases, wrong_acceptance)

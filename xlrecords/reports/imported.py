"""Pages on an imported export: what needs a look, whose school is another, and the count that nothing was lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..imports.olympiad import Export, Remark, place
from ..imports.results import Sorted
from ..kind import plain
from ..report import Cell, Field, Page
from .winners import LOOK, link, look_rows

OTHERS = (
    Field("№", 5, centred=True), Field("Лист", 20, wrapped=True), Field("Клетка", 8), Field("Участник", 36, wrapped=True),
    Field("Класс", 8, centred=True), Field("ОО", 40, wrapped=True), Field("Предмет", 24, wrapped=True), Field("Статус", 14),
)  # fmt: skip


def imported_pages(export: Export, found: Sorted, told: Sequence[Remark], files: Mapping[str, Path], folder: Path) -> tuple[Page, ...]:
    """«К разбору», «Другие школы» if there are any, «Счёт строк».

    Args:
        export: What was read.
        found: What of it is taken.
        told: All remarks, in reading order.
        files: Path of each book, by its name, for links.
        folder: Folder of the report.
    """
    body = list(look_rows(export, told, files, folder))
    pages = [Page("К разбору", f"К разбору: {len(body)}", "Щёлкните клетку в графе «Клетка», чтобы открыть выгрузку на ней.", LOOK, body)]
    if found.foreign:
        pages.append(_foreign(export, found.foreign, files, folder))
    return (*pages, _count(export, found))


def _foreign(export: Export, lines: Sequence[int], files: Mapping[str, Path], folder: Path) -> Page:
    body: list[Sequence[Cell]] = []
    for number, line in enumerate(lines, 1):
        one = export.rows.iloc[line]
        book, sheet, cell = place(export, line, "student")
        body.append(
            [number, sheet, link(files, folder, book, sheet, cell), plain(one["student"]), one["group"], one["school"], one["subject"],
             plain(one["status_text"])]
        )  # fmt: skip
    note = "В списках классов их нет, и школа указана другая. Если это ваша школа, повторите команду с её названием: --school."
    return Page("Другие школы", f"Участники других школ: {len(body)}", note, OTHERS, body)


def _count(export: Export, found: Sorted) -> Page:
    looked = {remark.line for remark in found.look} - found.accepted.keys()
    body: list[Sequence[Cell]] = [
        ["Прочитано строк", export.read], ["Принято", len(found.accepted)], ["К разбору", len(looked)],
        ["Другие школы", len(found.foreign)], ["Не строки участия: итоги, подписи, повторные заголовки", found.others],
    ]  # fmt: skip
    return Page(
        "Счёт строк", "Счёт строк", "Прочитано — сумма остальных строк.", (Field("Что", 56), Field("Строк", 10)), body, filtered=False
    )

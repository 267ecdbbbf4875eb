"""Empty columns that were put into a table: taken out where the whole column is empty, else told."""

from __future__ import annotations

from collections.abc import Iterator

from ..book import address, letters
from ..edits import RemoveColumn
from ..repair import Finding, Page
from ..sheets.locate import Block
from .expected import expected, is_ours


def find(page: Page) -> Iterator[Finding]:
    """Columns without heading and entries between columns of the form; of a grid, only those that stand outside it."""
    if not is_ours(page, [block.form for block in page.blocks]):
        return
    for block in page.blocks:
        for column in _blank(page, block):
            name = letters(column + 1)
            place = address(block.heading + 1, column + 1)
            lost = "лишний пустой столбец внутри таблицы"
            # A smart table numbers its columns: a sheet that has one is left to a person.
            if "<tablePart" not in page.xml.tail and all(page.is_empty(row, column) for row in range(page.height)):
                yield Finding(page.name, place, lost, f"столбец {name} будет убран", (RemoveColumn(page.name, name),))
            else:
                yield Finding(
                    page.name,
                    place,
                    lost,
                    f"удалите столбец {name} сами: он не пуст вне таблицы или на листе есть умная таблица",
                )


def _blank(page: Page, block: Block) -> Iterator[int]:
    taken = sorted(column for found in block.columns.values() for column in found)
    before = [column for name in expected(block.form).before for column in block.columns.get(name, ())]
    known = {*taken, *block.grid.columns}
    last = max([block.heading, *block.lines])
    for column in range(taken[0] + 1, taken[-1]):
        in_grid = block.form.grid is not None and max(before, default=-1) < column < min(
            (at for at in taken if at not in before), default=column + 1
        )
        if column in known or in_grid or page.is_covered(block.heading, column):
            continue
        if all(page.is_empty(row, column) for row in range(block.heading, last + 1)):
            yield column

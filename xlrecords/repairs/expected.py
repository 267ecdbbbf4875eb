"""What the template of a form has, read off a template that is written for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ..edits import Limit
from ..form import Form
from ..ooxml.editor import Editor
from ..ooxml.limits import limits_of
from ..ooxml.refs import split
from ..repair import Page, rectangles
from ..sheets.template import SETTINGS, Content, write


@dataclass(frozen=True, slots=True)
class Expected:
    """Limits of a form's cells; what may hold anything has none.

    Attributes:
        columns: Limits by name of the column.
        lessons: Limits of the register, by name.
        head: Limits of the values in the head, by name.
        mark: Limit of the grid's cells, or None.
        date: Limit of the grid's headings, or None.
        settings: Limits of the value of a setting, by its key.
        before: Columns that stand before the grid.
        hints: How the notes of its headings begin.
    """

    columns: Mapping[str, Limit]
    lessons: Mapping[str, Limit]
    head: Mapping[str, Limit]
    mark: Limit | None
    date: Limit | None
    settings: Mapping[str, Limit]
    before: frozenset[str]
    hints: tuple[str, ...]

    def all(self) -> Iterator[Limit]:
        """All limits."""
        for named in (self.columns, self.lessons, self.head, self.settings):
            yield from named.values()
        yield from (limit for limit in (self.mark, self.date) if limit is not None)


@cache
def expected(form: Form) -> Expected:
    """What the template of a form has, for all columns that it may show."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "template.xlsx")
        (layout,) = write(path, [(form, Content(columns=[column.name for column in form.columns]), "")])
        name, sheet = next(iter(Editor(path.read_bytes()).all_sheets().items()))
    placed = [(item, list(rectangles(item.ranges.split()))) for item in limits_of(name, sheet)]

    def at(cell: str) -> Limit | None:
        row, column = (number - 1 for number in split(cell))
        inside = (item for item, areas in placed for top, left, bottom, right in areas if top <= row <= bottom and left <= column <= right)
        return next(inside, None)

    def named(cells: Mapping[str, str]) -> dict[str, Limit]:
        return {name: limit for name, cell in cells.items() if (limit := at(cell)) is not None}

    keys = {setting.key: layout.cell(index, "value") for index, setting in enumerate(SETTINGS.get(form.name, ()))}
    grid = form.grid is not None
    return Expected(
        columns=named({name: layout.cell(0, name) for name in layout.columns if not keys or name != "value"}),
        lessons=named({name: layout.lesson(0, name) for name in layout.lesson_columns}),
        head=named({name: layout.label(name) for name in layout.head}),
        mark=at(layout.mark(0, 0)) if grid else None,
        date=at(layout.heading(0)) if grid else None,
        settings=named(keys),
        before=frozenset(name for name, column in layout.columns.items() if not grid or column < layout.first_heading),
        hints=tuple(f"{column.title}\n{column.help}" for column in (*form.columns, *form.lessons)),
    )


def is_ours(page: Page, forms: Iterable[Form]) -> bool:
    """Whether a sheet was made from the template of a form: some limit of the form, or the note of a heading, is still there.

    A sheet that a teacher drew herself has lost none of what only a template has.
    """
    present = {(item.type, item.formulas, item.prompt) for item in page.limits}
    for form in forms:
        known = expected(form)
        if any((item.type, item.formulas, item.prompt) in present for item in known.all()):
            return True
        if any(note.replace("\r\n", "\n").startswith(known.hints) for note in page.notes):
            return True
    return False

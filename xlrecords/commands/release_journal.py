"""The journal of releases: that of the school, or a new workbook of the form (п. 6.4)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..register import Register
    from ..school import School

FORM = "releases"
ACTION = "выдача сведений"
"""The action in the journal of changes."""


def open_journal(school: School, files: Mapping[str, Path], folder: Path) -> Register:
    """The journal of releases of this school year, read anew; a blank one in the folder of the school if there is none.

    Raises:
        SaveError: There is one that cannot be written, or that would not say to whom what was given.
    """
    from ..forms import BY_NAME
    from ..register import open_register
    from ..save import SaveError

    form = BY_NAME[FORM]
    records = school.records.get(FORM)
    if records is None:
        year = f"{school.year}/{school.year + 1}" if school.year else ""
        path = folder / f"{form.title}{', ' if year else ''}{year.replace('/', '-')}.xlsx"
        if path.exists():
            raise SaveError(f"«{path.name}» уже есть, но журнал выдачи в нём не найден: исправьте или переименуйте его")
        return open_register(path, form, year)
    book, sheet, number = records.sheets[["book", "sheet", "block"]].iloc[-1]
    journal = open_register(files[book], form, place=(sheet, int(number)))
    needed = [column.name for column in form.columns if column.required]
    if lacking := journal.lacking(needed):
        named = ", ".join(f"«{title}»" for title in lacking)
        raise SaveError(f"в журнале выдачи «{journal.path.name}» нет граф: {named}; добавьте их, иначе не записать, кому и что выдано")
    if journal.records is not None and (journal.records.unread["name"] == "number").any():
        raise SaveError(
            f"в журнале выдачи «{journal.path.name}» номера записаны не числом: исправьте их, иначе номер новой выдачи неизвестен"
        )
    return journal

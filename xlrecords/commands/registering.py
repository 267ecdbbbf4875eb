"""The register of commendations: entries put at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..school import School

ENTERED = "записи в реестр поощрений"
"""The action in the journal."""
NEEDED = ("student", "date", "sort", "merit", "order")
"""Columns without which an entry would say too little."""


class RegisterError(Exception):
    """The register cannot take entries; the text says why, in Russian."""


def enter(
    school: School, files: Mapping[str, Path], read: Mapping[str, str], folder: Path, sheet_id: int, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Put entries at the end of a register.

    Args:
        school: The school as it was read.
        files: Paths of its books by name.
        read: Hashes of the books before they were read: a register that was changed since is left as it is.
        folder: Folder of the school, for a register that is yet to be made.
        sheet_id: Sheet of the form «Реестр поощрений» in the records; -1: a new one.
        rows: Values by name of the column.

    Raises:
        RegisterError: It cannot take them; nothing was written.
    """
    from ..achievements.commend import REGISTER
    from ..edits import PlanError
    from ..forms.commendations import FORM
    from ..guard import RefusedError
    from ..history import sha256
    from ..register import Register, open_register
    from ..save import SaveError
    from .changing import refusal

    try:
        if sheet_id < 0:
            path = folder / f"{REGISTER}.xlsx"
            register = Register(path, FORM, {"year": f"{school.year}/{school.year + 1}"} if school.year else {})
        else:
            book, sheet, number = school.records["commendations"].sheets[["book", "sheet", "block"]].iloc[sheet_id]
            if book not in files:
                raise RegisterError("эта книга лежит вне указанных папок")
            register = open_register(files[book], FORM, place=(sheet, int(number)))
            if sha256(register.data) != read.get(book):
                raise RegisterError("книга изменена другой программой после чтения: повторите команду")
        if lacking := register.lacking(NEEDED):
            raise RegisterError(f"нет граф: {', '.join(lacking)}")
        register.add(rows, ENTERED)
    except (SaveError, PlanError) as error:
        raise RegisterError(str(error)) from error
    except RefusedError as error:
        raise RegisterError(refusal(error)) from error

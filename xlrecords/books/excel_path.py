"""Where the file of a workbook open in Excel lies: a workbook in a cloud names an address of the Internet instead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    import xlwings as xw

    from .excel_dialects import Dialect

PERSONAL = "://d.docs.live.net/", "-my.sharepoint."
"""Parts of addresses whose folder on the computer follows from the address itself."""


def path_of(book: xw.Book, dialect: Dialect) -> Path | None:
    """File of a workbook; None if it was never saved, or lies where no file of this computer is."""
    try:
        path = Path(book.fullname)
        address = dialect.address(book)
    except Exception:  # xlwings finds no file for an address of the Internet, and says so in many ways
        return None
    return path if path.is_absolute() and path.is_file() and fits(address, path) else None


def fits(address: str, path: Path) -> bool:
    """Whether a file may be what an address names.

    xlwings looks for a workbook of a library of documents by its name alone, and takes one of another class or year. The folder must
    be the same, too; the first one that is kept on the computer is called «Site - Folder».
    """
    if "://" not in address or any(part in address for part in PERSONAL):
        return True
    *_, folder, name = ("", *unquote(address).casefold().split("/"))
    here = path.parent.name.casefold()
    return path.name.casefold() == name and (here == folder or here.endswith(f" - {folder}"))

"""Filled workbooks as PDF: by LibreOffice where it is installed, else drawn here by typst."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..guard import RefusedError
from ..save import MADE_BY, SaveError, save
from .libreoffice import Office, converted, office
from .typeset import Drawn, draw, joined

__all__ = ["Drawn", "Office", "Printed", "convert", "draw", "is_ours", "joined", "notes", "office", "pages"]


@dataclass(frozen=True, slots=True)
class Printed:
    """PDFs that were made.

    Attributes:
        paths: Where they are, in the order of the workbooks.
        way: What made them: «LibreOffice» or «typst».
        troubles: What went wrong or is missing in them, in Russian, each with the name of its workbook.
    """

    paths: tuple[Path, ...]
    way: str
    troubles: tuple[str, ...] = ()


def pages(workbooks: Iterable[tuple[str, bytes]], folder: Path, *, find: Callable[[], Office | None] = office) -> Printed:
    """Make a PDF of each workbook.

    Args:
        workbooks: File name and bytes of each.
        folder: Where the PDFs go, named as the workbooks are; a second one of a name gets a number.
        find: Finds LibreOffice; without it the workbooks are drawn.
    """
    program = find()
    if program:
        made = ((name, pdf, failed(name) if pdf is None else ()) for name, pdf in converted(workbooks, program))
        return _written(made, folder, "LibreOffice")
    return _written(_drawn(workbooks), folder, "typst")


def convert(paths: Sequence[Path], folder: Path, program: Office) -> Printed:
    """Make a PDF of each workbook by LibreOffice; it sees copies, so that it is no matter whether a workbook is open.

    Args:
        paths: The workbooks.
        folder: Where the PDFs go, named as the workbooks are; a second one of a name gets a number.
        program: LibreOffice.
    """
    return pages(((path.name, path.read_bytes()) for path in paths), folder, find=lambda: program)


def failed(name: str) -> tuple[str, ...]:
    """What is said of a workbook that no PDF could be made of."""
    return (f"«{name}»: PDF не сделан, книгу прочитать не удалось. Откройте её, проверьте и сохраните заново.",)


def notes(name: str, drawn: Drawn) -> tuple[str, ...]:
    """What is missing in a drawn document, in Russian."""
    found = []
    if drawn.uncalculated:
        found.append(
            f"«{name}»: формул без вычисленного значения — {drawn.uncalculated}, их клетки в PDF пусты. "
            "Откройте книгу в Excel или LibreOffice, сохраните и повторите."
        )
    if drawn.undrawn:
        found.append(f"«{name}»: диаграмм, фигур и рисунков без изображения в PDF — {drawn.undrawn}. Установите LibreOffice и повторите.")
    if drawn.unknown:
        found.append(f"«{name}»: знаков {' '.join(drawn.unknown)} нет в шрифте, в PDF вместо них стоит □. Замените их.")
    return tuple(found)


def is_ours(path: Path) -> bool:
    """Whether a PDF was made here and may be written again."""
    try:
        return MADE_BY.encode() in path.read_bytes()
    except OSError:
        return False


def _drawn(workbooks: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes | None, tuple[str, ...]]]:
    for name, data in workbooks:
        try:
            drawn = draw(data, name=name)
        except RefusedError:
            yield name, None, failed(name)
        else:
            yield name, drawn.pdf, notes(name, drawn)


def _written(made: Iterable[tuple[str, bytes | None, tuple[str, ...]]], folder: Path, way: str) -> Printed:
    paths: list[Path] = []
    troubles: list[str] = []
    taken: set[str] = set()
    for name, pdf, said in made:
        troubles += said
        if pdf is None:
            continue
        path = folder / _free_name(Path(name).stem, taken)
        try:
            paths.append(save(path, _writer(marked(pdf)), is_ours))
        except SaveError as error:
            troubles.append(f"{error}.")
    return Printed(tuple(paths), way, tuple(troubles))


def marked(pdf: bytes) -> bytes:
    """A PDF that says who made it; ours says so in its properties, that of LibreOffice in a comment after its end."""
    return pdf if MADE_BY.encode() in pdf else pdf.rstrip() + f"\n%{MADE_BY}\n".encode()


def _free_name(stem: str, taken: set[str]) -> str:
    """Name of a PDF that no other of this run has; files of older runs are written again."""
    names = [f"{stem}.pdf", *(f"{stem} ({number}).pdf" for number in range(2, len(taken) + 3))]
    name = next(name for name in names if name.casefold() not in taken)
    taken.add(name.casefold())
    return name


def _writer(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)

"""Seals of a closed term: what stands in the books, put into `.xlrecords/seals.jsonl` as `xlrecords seal` does, at a fixed time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..history import FOLDER
from ..seal import FILE, Seal, Table, add_seals, table_hash
from .sheet import Sheet

TERM = "quarter1"
SEALED = ("5А", "8А")
"""Classes whose first quarter is sealed."""
TIME = "2026-10-30T09:00:00+00:00"
DAMAGED = "{повреждено\n"


@dataclass(frozen=True, slots=True)
class Was:
    """What a seal says of a cell instead of what stands there: class, subject, student, day (ISO) or term, entry."""

    group: str
    subject: str
    student: str
    lesson: str
    entry: str


@dataclass
class Tampering:
    """How seals differ from the books.

    Attributes:
        cells: Entries that were others when the term was sealed.
        gone: Class and subject of pages that were sealed and are gone.
        damaged: Whether a line of the file is damaged.
    """

    cells: list[Was] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)
    damaged: bool = False


def seal(root: Path, books: Mapping[str, Sequence[Sheet]], settings: str, tampering: Tampering) -> None:
    """Seal the first quarter of some classes of a school that is written.

    Args:
        root: Folder of the school.
        books: Its books; those with journals of the sealed classes are read.
        settings: Name of the book with the settings.
        tampering: How the seals differ from what stands there.
    """
    journals = [book for book, sheets in books.items() if any(_sealed(sheet) for sheet in sheets)]
    seals = list(_seals(root, [settings, *sorted(journals)]))
    for group, subject in tampering.gone:
        like = next(seal for seal in seals if seal.group == group)
        seals.append(replace(like, subject=subject))
    add_seals(root, [_changed(seal, tampering.cells) for seal in seals])
    if tampering.damaged:
        with open(root / FOLDER / FILE, "ab") as file:
            file.write(DAMAGED.encode())


def _sealed(sheet: Sheet) -> bool:
    return sheet.form is not None and sheet.form.name == "class_journal" and sheet.head.get("school_class") in SEALED


def _seals(root: Path, books: Sequence[str]) -> Iterator[Seal]:
    from ..attestation.closed import pages, windows
    from ..books.file import read as read_file
    from ..forms import BY_NAME, FORMS, SETTINGS
    from ..policy import read_versions
    from ..school import School, settings_given
    from ..sheets import survey
    from ..sheets.read import read

    blocks, _ = survey([read_file(root / name, name) for name in books], FORMS)
    records = {name: read(BY_NAME[name], found) for name, found in blocks.items() if name in (*SETTINGS, "class_journal")}
    school = School(records, read_versions(settings_given(records)))
    journals = records["class_journal"]
    wanted = [window for window in windows(journals, school) if window.term == TERM and window.group in SEALED]
    for window, held in pages(journals, school, wanted).items():
        yield Seal(
            TIME, school.year or 0, "class_journal", window.group, window.subject, TERM, window.first, window.last, len(held.sheets),
            table_hash(held.table), held.table,
        )  # fmt: skip


def _changed(seal: Seal, cells: Sequence[Was]) -> Seal:
    """A seal with other entries in some cells."""
    from ..attestation.corrections import pseudonyms

    table = seal.table
    for was in cells:
        if (was.group, was.subject) == (seal.group, seal.subject):
            table = _put(table, pseudonyms(was.group, was.student), was.lesson, was.entry)
    return replace(seal, table=table, sha=table_hash(table))


def _put(table: Table, students: Sequence[str], lesson: str, entry: str) -> Table:
    head, *lines = (line.split("\t") for line in table.split("\n"))
    at = head.index(lesson)
    for line in lines:
        if line[0] in students:
            line[at] = entry
    return "\n".join("\t".join(line) for line in (head, *lines))

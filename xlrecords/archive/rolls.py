"""The archive against its own electronic inventory: cases that are missing, that nobody listed, that were made anew as a whole."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..books.file import read
from ..kind import plain
from .bag import TAGS
from .verify import FINGERPRINT, Verdict, is_bag

START: Final = "Опись электронных дел"
"""How the names of electronic inventories begin."""
_PRINT: Final = re.compile(rf"(?<![0-9a-f])[0-9a-f]{{{FINGERPRINT}}}(?![0-9a-f])")
"""A fingerprint; of earlier editions they stand in the remark."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something in which the archive and its inventory differ: the inventory, the case, and what is wrong, a sentence."""

    inventory: str
    case: str
    text: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A fingerprint of an inventory: its file, the fingerprint, all texts of its line."""

    file: str
    fingerprint: str
    texts: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it lists, in short: its longest text without a fingerprint."""
        return max((text for text in self.texts if not _PRINT.search(text)), key=len, default="")


def inventories(paths: Sequence[Path]) -> list[Path]:
    """Electronic inventories at and below some folders, but for those inside of bags."""
    found: dict[Path, Path] = {}
    for path in paths:
        for inner, folders, names in os.walk(path):
            if is_bag(Path(inner)):
                folders.clear()
                continue
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if name.startswith(START) and name.lower().endswith(".xlsx"):
                    found.setdefault(Path(inner, name).resolve(), Path(inner, name))
    return list(found.values())


def listed(file: Path) -> tuple[tuple[str, str], ...]:
    """Fingerprints of an inventory, each with the case that it is of."""
    return tuple((row.fingerprint, row.name) for row in _rows(file))


def gaps(files: Sequence[Path], verdicts: Sequence[Verdict]) -> tuple[Gap, ...]:
    """What differs between inventories and the bags beside and below each.

    Args:
        files: Electronic inventories.
        verdicts: All bags that were looked at.
    """
    found: list[Gap] = []
    for folder in dict.fromkeys(file.parent.resolve() for file in files):
        beside = [file for file in files if file.parent.resolve() == folder]
        found += _gaps(beside, [verdict for verdict in verdicts if folder in verdict.folder.resolve().parents])
    return tuple(found)


def _gaps(files: Sequence[Path], verdicts: Sequence[Verdict]) -> Iterator[Gap]:
    rows: list[_Row] = []
    for file in files:
        listed = list(_rows(file))
        if not listed:
            yield Gap(file.name, "", f"«{file.name}»: отпечатков в описи не найдено: все ли дела на месте, сказать нельзя")
        rows += listed
    if not rows:
        return
    known = {row.fingerprint for row in rows}
    there = {verdict.fingerprint[:FINGERPRINT] for verdict in verdicts}
    left = [verdict for verdict in _latest(verdicts) if verdict.fingerprint[:FINGERPRINT] not in known]
    for row in rows:
        if row.fingerprint in there:
            continue
        same = next((verdict for verdict in left if _lists(row, verdict)), None)
        if same is None:
            words = f"«{row.file}»: дела «{row.name}» с отпечатком {row.fingerprint} в папке нет"
            yield Gap(row.file, row.name, words)
            continue
        left.remove(same)
        if not any(flaw.file == TAGS for flaw in same.flaws):
            now = same.fingerprint[:FINGERPRINT]
            words = (
                f"«{row.file}»: дело «{same.name}» записано с отпечатком {row.fingerprint}, а теперь {now}: оно составлено заново целиком"
            )
            yield Gap(row.file, same.name, words)
    for verdict in left:
        yield Gap(files[0].name, verdict.name, f"Дела «{verdict.name}» нет в описи «{files[0].name}»")


def _latest(verdicts: Sequence[Verdict]) -> Iterator[Verdict]:
    """Without earlier editions of cases: inventories list the latest."""
    editions: dict[str, int] = {}
    for verdict in verdicts:
        if verdict.passport:
            editions[verdict.passport.id] = max(verdict.passport.edition, editions.get(verdict.passport.id, 0))
    for verdict in verdicts:
        if verdict.passport is None or verdict.passport.edition == editions[verdict.passport.id]:
            yield verdict


def _lists(row: _Row, verdict: Verdict) -> bool:
    """Whether a line lists a case: by the name of its folder, or by index and heading."""
    passport = verdict.passport
    return verdict.name in row.texts or (passport is not None and {passport.index, passport.title} <= set(row.texts))


def _rows(file: Path) -> Iterator[_Row]:
    book = read(file, file.name)
    for sheet in book.sheets():
        for cells in book.cells(sheet):
            texts = tuple(text for cell in cells if (text := plain(cell)))
            for text in texts:
                for fingerprint in _PRINT.findall(text):
                    yield _Row(file.name, fingerprint, texts)

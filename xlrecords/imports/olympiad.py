"""Export of an olympiad platform: what each row says, in a frame, and what in it needs a look. Nothing is dropped, nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..book import EMPTY, Book, Rows, address
from ..forms.olympiad_export import FORM, grades
from ..forms.olympiad_results import STATUSES
from ..kind import fold, grade_of, letter_of, plain
from ..sheets import Stray, survey
from ..sheets.lexicon import Lexicon
from ..sheets.locate import Block, locate
from ..sheets.read import read
from ..sheets.records import Records

WINNER, MEDALLIST, PARTICIPANT, ABSENT = STATUSES
STATUS_WORDS: Final = {
    fold(word): status
    for status, words in (
        (WINNER, "победитель победительница"),
        (MEDALLIST, "призёр призер призёрка"),
        (PARTICIPANT, "участник участница"),
        (ABSENT, "неявка отсутствовал отсутствовала н/я неявился неявилась"),
    )
    for word in words.split()
} | {"не явился": ABSENT, "не явилась": ABSENT, "не явка": ABSENT}
"""Folded word of a platform -> status."""

READ: Final = replace(FORM, columns=tuple(column for column in FORM.columns if column.name not in ("id", "testing", "state")))
"""The form without what says nothing of a participation."""

UNIT: Final = 1000
"""Points are counted in thousandths: sums of whole numbers, never of floats."""
NONE, UNREADABLE = -1, -2
"""In place of points: there is no such round; what stands there cannot be read."""
_PART = re.compile(r"[\s;,]*(\d+(?:[.,]\d{1,3})?|[xXхХ])\s*\(\s*(\d+(?:[.,]\d{1,3})?)\s*")
_NUMBER = re.compile(r"\d+(?:[.,]\d{1,3})?")
DASHES = frozenset("-–—")


class Points(NamedTuple):
    """Points of a round and the largest possible, in thousandths; NONE where unknown, UNREADABLE for both where the record is no such."""

    score: int
    most: int


class Rounds(dict[str, "Points | None"]):
    """Readings of single tasks, «5(10» -> 5 of 10: a few hundred make up all records of an export."""

    def __missing__(self, part: str) -> Points | None:
        found = _PART.fullmatch(part)
        self[part] = task = found and Points(0 if found[1] in "xXхХ" else _thousandths(found[1]), _thousandths(found[2]))
        return task

    def read(self, text: str) -> Points:
        """The sum of a record: «5(10)10(10)X(10)» is 15 of 30, for X was not tried; «57.0(90)» a whole round; «57» one whose most is unknown."""
        *parts, rest = text.split(")")
        if rest.strip(" \u00a0;,"):
            return Points(_thousandths(rest), NONE) if not parts and _NUMBER.fullmatch(rest.strip()) else self._dash(text)
        score = most = 0
        for part in parts:
            task = self[part]
            if task is None:
                return Points(UNREADABLE, UNREADABLE)
            score += task[0]
            most += task[1]
        return Points(score, most) if parts else Points(NONE, NONE)

    @staticmethod
    def _dash(text: str) -> Points:
        return Points(NONE, NONE) if text.strip() in DASHES else Points(UNREADABLE, UNREADABLE)


def _thousandths(number: str) -> int:
    whole, _, part = number.strip().replace(",", ".").partition(".")
    return int(whole) * UNIT + int(part.ljust(3, "0"))


def shown(points: int) -> str:
    """Points as Russians write them: 57500 -> «57,5»."""
    return f"{points / UNIT:.3f}".rstrip("0").rstrip(".").replace(".", ",")


@dataclass(frozen=True)
class Export:
    """Exports that were read together.

    Attributes:
        records: All tables.
        rows: One row a line of `records`, from `participations`.
        others: Rows of the sheets below their first headings that are no participation (totals, headings again, titles between
            tables): book, sheet, row from 1, column from 1, and what stands there.
        strays: Sheets that are no such table.
    """

    records: Records
    rows: pd.DataFrame
    others: tuple[tuple[str, str, int, int, str], ...]
    strays: tuple[Stray, ...]

    @cached_property
    def places(self) -> tuple[list[int], list[int]]:
        """Sheet id and row of each line."""
        return self.records.rows["sheet_id"].tolist(), self.records.rows["row"].tolist()

    @property
    def read(self) -> int:
        """How many rows that are not empty stand below the first headings of all sheets."""
        return len(self.rows) + len(self.others)


def read_export(books: Sequence[Book]) -> Export:
    """Everything in the exports among some books; tables may begin in any row, and their columns stand in any order."""
    found, strays = survey(books, (FORM,))
    blocks = found.get(FORM.name, [])
    by_name = {book.name: book for book in books}
    left = []
    for stray in strays:
        wide = [] if stray.empty else _locate_far(stray, by_name[stray.book].cells(stray.sheet))
        blocks += wide
        if not wide:
            left.append(stray)
    order = {(book.name, sheet): (at, tab) for at, book in enumerate(books) for tab, sheet in enumerate(book.sheets())}
    blocks.sort(key=lambda block: (order[block.book, block.sheet], block.number))
    records = read(READ, blocks)
    return Export(records, participations(records), tuple(_others(blocks)), tuple(left))


def _locate_far(stray: Stray, rows: Rows) -> list[Block]:
    """Tables in which the participant stands so far to the right that it does not begin the table: looked for with this column first."""
    words = set(Lexicon.spellings(FORM.column("student")))
    signs = [set(Lexicon.spellings(FORM.column(sign))) for sign in FORM.signs[1:]]
    for row in rows[:40]:
        folded = [fold(cell) if isinstance(cell, str) else "" for cell in row]
        if all(sign & set(folded) for sign in signs) and (place := next((at for at, word in enumerate(folded) if word in words), 0)):
            moved = [[line[place], *line[:place], *line[place + 1 :]] for line in rows]
            return [_put_back(block, place, rows) for block in locate(stray.book, stray.sheet, moved, Lexicon((FORM,)))]
    return []


def _put_back(block: Block, place: int, rows: Rows) -> Block:
    """A table as it stands on the sheet, found while the column `place` was moved to the left."""

    def old(column: int) -> int:
        return place if column == 0 else column - (column <= place)

    columns = {name: tuple(map(old, found)) for name, found in block.columns.items()}
    faults = [(row, old(column), rule) for row, column, rule in block.faults]
    return replace(block, rows=rows, columns=columns, faults=faults)


def _others(blocks: Sequence[Block]) -> Iterator[tuple[str, str, int, int, str]]:
    """Rows below the first heading of each sheet that are not empty and no line of a table."""
    for (book, sheet), found in groupby(blocks, key=lambda block: (block.book, block.sheet)):
        tables = list(found)
        lines = {line for block in tables for line in block.lines}
        rows = tables[0].rows
        for index in range(tables[0].heading + 1, len(rows)):
            if index not in lines and rows[index].count(EMPTY) < len(rows[index]):
                column = next(at for at, cell in enumerate(rows[index]) if cell != EMPTY)
                yield book, sheet, index + 1, column + 1, plain(rows[index][column])


# Participations


def _of(column: pd.Series, value: Callable[[str], Any], missing: Any) -> npt.NDArray[Any]:
    """A value for each row, computed once for each distinct text."""
    found = [*(value(text) for text in column.cat.categories), missing]
    return np.array(found, object if isinstance(missing, str) else None)[column.cat.codes.to_numpy()]


def participations(records: Records) -> pd.DataFrame:
    """What each row of an export says, in the order of `records.rows`.

    Returns:
        sheet_id, row; subject, student, school, code (its own, else the login), status_text (as written; empty if there is none);
        group (class studied in, canonical, without a letter where none is written), studied (its grade, 0 unknown), differ
        (whether «Класс» and «Класс участника» contradict each other), low, high (grades competed for, 0 unknown), younger (whether
        they are below the grade studied); status (one of STATUSES; empty: none, or an unknown word); score, total, sum, most
        (thousandths: primary and final score, points of all rounds together and the largest possible; NONE unknown, UNREADABLE).
    """
    rows = records.rows
    rounds = Rounds()
    tours = [_of(rows[name], rounds.read, (NONE, NONE)) for name in ("online", "onsite")]
    names = {name: _of(rows[name], plain if name == "student" else str, "") for name in ("subject", "student", "school", "code", "login")}
    own, other = _of(rows["student_class"], str, ""), _of(rows["school_class"], str, "")
    competed = _of(rows["parallel"], grades, (0, 0))
    studied, beside = (_of(rows[name], grade_of, 0) for name in ("student_class", "school_class"))
    lettered, letter = (_of(rows[name], letter_of, "") != "" for name in ("student_class", "school_class"))
    # «Класс» may be the grade competed for; with the grade studied it tells the letter that «Класс участника» lacks.
    apart = (studied > 0) & (beside > 0) & (own != other)
    same_grade = studied == beside
    differ = apart & np.where(same_grade, lettered & letter, (beside < competed[:, 0]) | (beside > competed[:, 1]))
    group = np.where((own == "") | (apart & same_grade & ~lettered & letter), other, own)
    studied = np.where(studied > 0, studied, beside)
    return pd.DataFrame(
        {
            "sheet_id": rows["sheet_id"],
            "row": rows["row"],
            **{name: names[name] for name in ("subject", "student", "school")},
            "code": np.where(names["code"] != "", names["code"], names["login"]),
            "status_text": _of(rows["status"], str, ""),
            "group": group,
            "studied": studied,
            "differ": differ,
            "low": competed[:, 0],
            "high": competed[:, 1],
            "younger": (competed[:, 1] > 0) & (competed[:, 1] < studied),
            "status": _of(rows["status"], lambda text: STATUS_WORDS.get(fold(text), ""), ""),
            "score": _whole(rows["score"]),
            "total": _whole(rows["total"]),
            "sum": _together([tour[:, 0] for tour in tours]),
            "most": _together([tour[:, 1] for tour in tours]),
        }
    )


def _whole(column: pd.Series) -> npt.NDArray[np.int64]:
    return np.nan_to_num(np.rint(column.to_numpy() * UNIT), nan=NONE).astype(np.int64)


def _together(parts: Sequence[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    """Sum of the rounds that took place; NONE if none did, UNREADABLE if one cannot be read."""
    found = np.stack(parts)
    total = np.where(found > 0, found, 0).sum(axis=0)
    return np.where((found == UNREADABLE).any(axis=0), UNREADABLE, np.where((found == NONE).all(axis=0), NONE, total))


# What needs a look


class Remark(NamedTuple):
    """What needs a look in a row: its position, the column with the cell, what is wrong, whether the row cannot be taken as it is."""

    line: int
    column: str
    text: str
    stops: bool


def differing_sums(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Rows whose primary score is not the sum of the points of their rounds, where both are known."""
    found: npt.NDArray[np.bool_] = ((rows["score"] >= 0) & (rows["sum"] >= 0) & (rows["score"] != rows["sum"])).to_numpy()
    return found


def remarks(export: Export) -> list[Remark]:
    """All that needs a look, in reading order."""
    rows, records = export.rows, export.records
    found: list[Remark] = []

    def add(where: Any, column: str, text: Callable[[Any], str], stops: bool) -> None:
        at = np.flatnonzero(np.asarray(where, bool))
        if len(at):
            found.extend(
                Remark(int(line), column, text(one), stops) for line, one in zip(at, rows.iloc[at].itertuples(index=False), strict=True)
            )

    bare = (rows["student"] == "") & (rows["subject"] == "") & (rows["status_text"] == "")
    add(bare, "student", lambda one: "не строка участия: нет ни участника, ни предмета, ни статуса", True)
    add(~bare & (rows["student"] == ""), "student", lambda one: "участник не указан", True)
    add(~bare & (rows["subject"] == ""), "subject", lambda one: "предмет не указан", True)
    add(~bare & (rows["status_text"] == ""), "status", lambda one: "статус не указан", True)
    add((rows["status"] == "") & (rows["status_text"] != ""), "status", lambda one: f"статус «{plain(one.status_text)}» неизвестен", True)
    add(rows["younger"], "parallel", younger, True)
    add(rows["differ"], "student_class", lambda one: "«Класс» и «Класс участника» противоречат друг другу", True)
    for name in ("score", "total"):
        add(rows[name] < UNREADABLE, name, lambda one: "балл меньше нуля", False)
    add(differing_sums(rows), "score", sums, False)
    add(rows["sum"] == UNREADABLE, "online", lambda one: "баллы по заданиям не читаются", False)
    lines = {at: line for line, at in enumerate(zip(*export.places, strict=True))} if len(records.unread) else {}
    for sheet, row, name in records.unread[["sheet_id", "row", "name"]].itertuples(index=False, name=None):
        found.append(Remark(lines[sheet, row], name, f"«{FORM.column(name).title}» не читается", name in ("student", "subject")))
    found += _of_sheets(export)
    return sorted(found, key=lambda remark: remark.line)


def younger(one: Any) -> str:
    """Why somebody may not have competed so."""
    return f"выступал за {one.high} класс, а учится в {one.studied}-м: за младший класс выступать нельзя"


def sums(one: Any) -> str:
    """How the scores of a row differ."""
    return f"первичный балл {shown(one.score)}, а сумма по заданиям — {shown(one.sum)}"


GENERIC = re.compile(r"(?:лист|sheet|table|worksheet|выгрузка|результаты?)?\s*\d*")
_INDEX = re.compile(r"^\d+[\s._\-]*")


def _of_sheets(export: Export) -> Iterator[Remark]:
    """Sheets with several subjects in the column, or with another than the tab says: the column counts, and it is told."""
    first = export.rows[["sheet_id", "subject"]].drop_duplicates()
    sheets = list(zip(export.records.sheets["book"], export.records.sheets["sheet"], strict=True))
    told = [(sheets[sheet], subject, line) for sheet, subject, line in zip(first["sheet_id"], first["subject"], first.index, strict=True)]
    for (_, name), found in groupby((one for one in told if one[1]), key=lambda one: one[0]):
        by_word: dict[str, tuple[str, int]] = {}
        for _, subject, line in found:
            by_word.setdefault(fold(subject), (subject, line))
        subjects = list(by_word.values())
        tab = fold(_INDEX.sub("", name))
        if len(subjects) > 1:
            named = ", ".join(f"«{subject}»" for subject, _ in subjects[:3])
            yield Remark(subjects[1][1], "subject", f"на листе несколько предметов ({named}): взят предмет из графы", False)
        elif not GENERIC.fullmatch(tab) and not _agree(tab, fold(subjects[0][0])):
            yield Remark(subjects[0][1], "subject", f"в графе «{subjects[0][0]}», а лист назван иначе: взят предмет из графы", False)


def _agree(tab: str, subject: str) -> bool:
    """Whether a name of a tab, which platforms cut, may be that of a subject."""
    letters_of_tab, letters_of_subject = (re.sub(r"[\W_]+", "", text) for text in (tab, subject))
    return letters_of_subject.startswith(letters_of_tab) or letters_of_tab.startswith(letters_of_subject)


def place(export: Export, line: int, column: str) -> tuple[str, str, str]:
    """Book, sheet and A1 cell of a row's value; the participant's where the sheet lacks the column."""
    records = export.records
    sheet_ids, rows = export.places
    sheet_id, row = sheet_ids[line], rows[line]
    at = int(records.places[column][sheet_id] or records.places["student"][sheet_id])
    return str(records.sheets["book"].iat[sheet_id]), str(records.sheets["sheet"].iat[sheet_id]), address(row, at)

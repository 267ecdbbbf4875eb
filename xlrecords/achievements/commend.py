"""From candidates whom people chose to entries of the register of commendations, with numbers that have no gap and no repeat (п. 3.3).

Numbers are those of a sheet: an entry goes to the register in which the class stands already, else to a common one or one
without entries, else to a new one. An entry that is there, of the same person for the same merit by the same order, is never made
again: whoever repeats the command gets the same numbers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from ..form import Column, Form
from ..forms.commendations import ACTIVITIES, SORTS
from ..forms.common import NUMBER, SCHOOL_CLASS, STUDENT
from ..kind import DATE_TEXT, TEXT, YES_NO, choice, fold, grade_of, parse_date
from ..people import EXACT, SPELLING, key
from ..school import School
from ..sheets.records import Records
from .given import words
from .joining import label, lines, matched, present

YES, NO = "да", "нет"
AWARD = "award"
REGISTER = "Реестр поощрений"
"""Name of the book of a common register."""
FORM = Form(
    name="commendation_candidates",
    title="Кандидаты на поощрение",
    clause="3.3",
    purpose="Кого и за что предлагается поощрить: в графе «Наградить» школа решает «да» или «нет».",
    head=(),
    columns=(
        NUMBER,
        SCHOOL_CLASS,
        STUDENT,
        Column("merit", "За что", TEXT, "Опишите, за что поощряют.", width=46),
        Column("sort", "Вид", choice("commendation", *SORTS, width=18), "Выберите вид поощрения из списка."),
        Column("activity", "Деятельность", choice("activity", *ACTIVITIES, width=17), "Выберите вид деятельности из списка."),
        Column("ground", "Основание", TEXT, "Укажите основание: документ, протокол, решение.", required=False, width=28),
        Column(AWARD, "Наградить", YES_NO, "Выберите «да» или «нет».", required=False, width=11),
        Column("why", "Почему предложен", TEXT, "Графу заполняет программа.", required=False, width=34),
        Column("check", "Что проверить", TEXT, "Графу заполняет программа.", required=False, width=34),
        Column("places", "Где записано", TEXT, "Графу заполняет программа.", required=False, width=34),
    ),
    signs=(AWARD, "merit", "student"),
    tab="Кандидаты",
)
"""The sheet on which people choose; «Наградить» is theirs."""
ASKED = ("student", "school_class", "merit", "sort", "activity")
"""What an entry must have, besides the date and the order."""
ORDER = re.compile(rf"(?P<number>№\s*\S.*?)\s+от\s+(?P<day>{DATE_TEXT.pattern})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom people want to commend: person is the position in the class list; ground may be empty."""

    person: int
    student: str
    group: str
    merit: str
    sort: str
    activity: str
    ground: str


@dataclass(frozen=True, slots=True)
class Register:
    """A sheet of the register of commendations.

    Attributes:
        sheet_id: Its position in the records; -1 for a register that is yet to be made.
        groups: How many entries of each class it has.
        last: The highest number on it; of a sheet without numbers, that of its entries.
        common: Whether its book is called «Реестр поощрений», as the one that this program makes: it is for all classes.
    """

    sheet_id: int
    groups: Mapping[str, int]
    last: int
    common: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the register: for whom, its number, the register (`Register.sheet_id`), and whether it is yet to be written."""

    chosen: Chosen
    number: int
    sheet_id: int
    new: bool


def read_order(text: str) -> str:
    """An order as the register has it, «№ 12 от 25.05.2027»; empty if the number or the day is missing."""
    found = ORDER.fullmatch(" ".join(text.split()))
    day = parse_date(found["day"]) if found else None
    return f"{found['number']} от {day:%d.%m.%Y}" if found and isinstance(day, dt.date) else ""


def order_day(order: str) -> dt.date | None:
    """Day of an order as `read_order` gives it."""
    found = ORDER.fullmatch(order)
    day = parse_date(found["day"]) if found else None
    return day if isinstance(day, dt.date) else None


# Whom people chose


def chosen(records: Records, school: School) -> tuple[list[Chosen], list[str]]:
    """Lines with «да», in the order of classes and names, and what is wrong with them, each with its cell.

    Args:
        records: Records of `FORM`.
        school: The school with its class list; somebody whom it does not know for sure is not commended.
    """
    found: dict[tuple[int, str], Chosen] = {}
    cells: dict[tuple[int, str], str] = {}
    wrong = [f"{_cell(records, *place)}: запись не читается" for place in records.unread[["sheet_id", "row", "column"]].values.tolist()]
    asked = {column.name: column.title for column in FORM.columns if column.name in ASKED}
    for row in records.rows.astype(object).to_dict("records"):
        said = row[AWARD]
        at = partial(_at, records, row["sheet_id"], row["row"])
        if isinstance(said, str) and said not in (YES, NO):
            wrong.append(f"{at(AWARD)}: «{said}» — выберите «да» или «нет»")
        if said != YES:
            continue
        values = {name: row[name] if isinstance(row[name], str) else "" for name in (*ASKED, "ground")}
        empty = [name for name in asked if not values[name].strip()]
        wrong += [f"{at(name)}: не заполнена графа «{asked[name]}»" for name in empty]
        wrong += [
            f"{at(name)}: «{values[name]}» нет в списке"
            for name, known in (("sort", SORTS), ("activity", ACTIVITIES))
            if values[name] and values[name] not in known
        ]
        if empty:
            continue
        match = matched(school, values["student"], values["school_class"])
        if match.status not in (EXACT, SPELLING):
            wrong.append(
                f"{at('student')}: в списке класса однозначно не найден; впишите имя полностью, тёзкам — номер личного дела в скобках"
            )
            continue
        name = label(school, match.person, in_class=True)
        one = Chosen(match.person, name, *(values[column].strip() for column in ("school_class", "merit", "sort", "activity", "ground")))
        who = one.person, words(one.merit)
        if found.setdefault(who, one).sort != one.sort:
            wrong.append(f"{at('sort')}: этот обучающийся за то же отмечен и в {cells[who]}, вид другой; оставьте «да» в одной строке")
        cells.setdefault(who, at("sort"))
    return sorted(found.values(), key=_order), wrong


def repeated(school: School, asked: Sequence[Chosen], order: str = "") -> list[str]:
    """Entries of the register by which somebody of `asked` was commended for the very same by another order: place and order."""
    known: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for line in lines(school, "commendations"):
        if line.current and line.person >= 0:
            known.setdefault((line.person, words(line.text("merit"))), []).append((line.text("order"), line.where("merit")))
    found = []
    for one in asked:
        entries = known.get((one.person, words(one.merit)), [])
        if not any(fold(read_order(by) or by) == fold(order) for by, _ in entries):
            found += [f"{where} ({by or 'приказ не записан'})" for by, where in entries]
    return found


def _order(one: Chosen) -> tuple[int, str, str, str]:
    return grade_of(one.group), one.group, key(one.student), one.merit


def _at(records: Records, sheet_id: int, row: int, name: str) -> str:
    return _cell(records, sheet_id, row, int(records.places[name][sheet_id]))


def _cell(records: Records, sheet_id: int, row: int, column: int) -> str:
    return records.where(int(sheet_id), int(row), int(column))


def decided(records: Records) -> bool:
    """Whether somebody has begun to choose."""
    return bool(records.rows[AWARD].notna().any())


# The register


def planned(school: School, asked: Sequence[Chosen], order: str) -> list[Entry]:
    """Entries for those who are chosen: those that are in the register by this order already, and new ones with the numbers that follow.

    Returns:
        One entry for each of `asked`, in its order. New entries of a register that is yet to be made have `sheet_id` -1.
    """
    records = school.records.get("commendations")
    known = {} if records is None else _entered(records, school)
    registers = [] if records is None else _registers(records, school)
    last = {register.sheet_id: register.last for register in registers}
    entries = []
    for one in asked:
        there = known.get((one.person, words(one.merit), fold(order)))
        if there is not None:
            entries.append(Entry(one, *there, new=False))
            continue
        sheet_id = register_for(one.group, registers)
        last[sheet_id] = last.get(sheet_id, 0) + 1
        entries.append(Entry(one, last[sheet_id], sheet_id, new=True))
    return entries


def register_for(group: str, registers: Sequence[Register]) -> int:
    """The register for a class: that with most of its entries; else a common one, by its name or of several classes; else a bare one; else -1."""
    own = [register for register in registers if register.groups.get(group)]
    common = [register for register in registers if register.common or len(register.groups) > 1]
    bare = [register for register in registers if not register.groups]
    best = max(own, key=lambda register: register.groups[group], default=None) or next(iter((*common, *bare)), None)
    return best.sheet_id if best is not None else -1


def _numbers(records: Records) -> list[int]:
    """Number of each entry: as written, else its place among the entries of its sheet."""
    place = records.rows.groupby("sheet_id").cumcount() + 1
    written = records.rows["number"]
    return [int(order) if pd.isna(number) else int(number) for number, order in zip(written, place, strict=True)]


def _registers(records: Records, school: School) -> list[Register]:
    groups: dict[int, Counter[str]] = {sheet: Counter() for sheet in range(len(records.sheets))}
    last: Counter[int] = Counter()
    for sheet, group, number in zip(
        records.rows["sheet_id"].tolist(), school.groups(records).astype(object), _numbers(records), strict=True
    ):
        groups[sheet][group] += 1
        last[sheet] = max(last[sheet], number)
    common = [fold(str(book).rpartition("/")[2]).startswith(fold(REGISTER)) for book in records.sheets["book"]]
    return [
        Register(sheet, {group: count for group, count in found.items() if group}, last[sheet], common[sheet])
        for sheet, found in groups.items()
    ]


def _entered(records: Records, school: School) -> dict[tuple[int, str, str], tuple[int, int]]:
    """Person, merit and order -> number and sheet of the first such entry."""
    found: dict[tuple[int, str, str], tuple[int, int]] = {}
    rows = zip(
        school.persons(records).tolist(),
        records.rows["merit"],
        records.rows["order"],
        _numbers(records),
        records.rows["sheet_id"],
        strict=True,
    )
    for person, merit, order, number, sheet in rows:
        if person >= 0 and isinstance(merit, str) and isinstance(order, str):
            found.setdefault((present(school, person), words(merit), fold(read_order(order) or order)), (number, int(sheet)))
    return found

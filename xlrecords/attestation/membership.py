"""Whom a period counts and whom it does not, and why: nobody is lost without being told (п. 3.2.1, 4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from ..forms import SUMMARIES
from ..kind import plain
from ..school import School, day
from .results import JOURNAL, in_period, stays, students, term_end

NAMESAKES = "две строки с одним именем на одном листе: чьи отметки, неизвестно"
UNHEARD = "есть в списке класса, но ни в одном журнале или ведомости его нет"
NOTHING = "за этот период нет ни граф, ни уроков"
STRANGER = "учтён, но в списке классов такого имени нет"
NO_SUBJECT = "предмет не назван: лист не учтён"
NO_TERM = "период не указан: лист не учтён"


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody, or a sheet, to be looked at.

    Attributes:
        group: Class; empty if unknown.
        who: Name, or book and sheet.
        why: What is the matter.
        remedy: What to do; empty: nothing.
        counted: Whether the period counts what is named.
    """

    group: str
    who: str
    why: str
    remedy: str
    counted: bool = False


def notices(school: School, term: str) -> list[Notice]:
    """Students and sheets that a period leaves out, and students whom no class list knows.

    Args:
        school: What was read.
        term: Name of a term of `kind.TERMS`.

    Returns:
        In no order. People of the class list are looked for in the classes of which marks were read, no others.
    """
    return school.once("notices", term, lambda: [*chain(_written(school, term), _listed(school, term), sheets_left_out(school))])


def _written(school: School, term: str) -> Iterator[Notice]:
    """Students whose marks were read."""
    listed, frame = students(school), in_period(school, term)
    inside = np.zeros(len(listed), bool)
    inside[frame["student"].unique()] = True
    arrived, left = stays(listed, school)
    persons, known = listed["person"].to_numpy(), school.roster is not None
    for number in np.flatnonzero(~inside | ((persons < 0) & known)).tolist():
        name, group, doubtful = (listed[column].iat[number] for column in ("name", "group", "doubtful"))
        end = term_end(school, group, term)
        if inside[number]:
            yield Notice(group, name, STRANGER, "Исправьте имя в журнале или допишите ученика в «Контингент».", counted=True)
        elif doubtful:
            yield Notice(group, name, NAMESAKES, "Впишите после имени в скобках номер личного дела.")
        elif end is not None and left[number] < end:
            yield Notice(group, name, f"выбыл {day(left[number]):%d.%m.%Y}, до конца периода", "")
        elif end is not None and arrived[number] > end:
            yield Notice(group, name, f"прибыл {day(arrived[number]):%d.%m.%Y}, после конца периода", "")
        else:
            yield Notice(group, name, NOTHING, "")


def _listed(school: School, term: str) -> Iterator[Notice]:
    """People of the class list whose classes were read, and who are in none of their sheets."""
    roster, records = school.roster, school.records.get("class_list")
    if roster is None or records is None:
        return
    listed = students(school)
    met = set(listed["person"].tolist())
    groups = {group for group in listed["group"] if group}
    arrived, left = (records.rows[name].to_numpy() for name in ("arrived", "left"))
    for person, (name, group) in enumerate(zip(roster.names, roster.classes, strict=True)):
        end = term_end(school, group, term) if group in groups and person not in met else None
        gone = end is not None and (left[person] < end or arrived[person] > end)
        if group in groups and person not in met and plain(name) and not gone:
            yield Notice(group, plain(name), UNHEARD, "Впишите его в журналы или проверьте, так ли там записано имя.")


def sheets_left_out(school: School) -> Iterator[Notice]:
    """Journals that name no subject, and summaries that name no period."""
    for form, column, why, remedy in (
        (JOURNAL, "subject", NO_SUBJECT, "Впишите предмет над таблицей."),
        *((name, "term", NO_TERM, "Впишите период над таблицей.") for name in SUMMARIES),
    ):
        records = school.records.get(form)
        if records is None or column not in records.sheets:
            continue
        groups = school.sheet_groups(records)
        for sheet in np.flatnonzero(records.sheets[column].isna().to_numpy()).tolist():
            book, title = (str(records.sheets[name].iat[sheet]) for name in ("book", "sheet"))
            yield Notice(groups[sheet], f"{book}, лист «{title}»", why, remedy)

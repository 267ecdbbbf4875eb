"""Subjects of a student: marks for periods as they are set, current marks, means and missed lessons out of the journals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..attestation.results import line_terms
from ..field import Field
from ..forms import LESSON_JOURNALS, SUMMARIES
from ..kind import DATED_TERMS, TERMS
from ..marks import ABSENCES, CREDIT, MASTERED, SCALE
from ..school import NO_DAY, Int64s, School, Term
from ..sheets.read import TOKENS
from ..sheets.records import Records
from ..totals import SCHEMES, totals
from ..words import decimal
from .scope import Scope, text_of

_CURRENT = Field("текущие отметки", "отметки через запятую, по порядку уроков", "5, 4, 5", "text", ("отметки",))
_MEAN = Field("средний балл", "средний балл по отметкам", "4,33", "number", ("средний",))
_MISSED = Field("пропущено уроков", "сколько уроков пропущено", "7", "number", ("пропуски", "пропущено"))
_MEANINGS = {"year": "годовая отметка", "interim": "отметка промежуточной аттестации", "exam": "экзаменационная отметка",
             "final": "итоговая отметка"}  # fmt: skip
_ALIASES = {"year": ("годовая", "годовая отметка"), "interim": ("промежуточная аттестация",), "exam": ("ГИА",),
            "final": ("итоговая", "итоговая отметка")}  # fmt: skip


def _spellings(title: str) -> tuple[str, ...]:
    """Other ways to name a term: «четверть 1», «I четверть»."""
    number, _, word = title.partition(" ")
    return (f"{word} {number}", f"{'I' * int(number) if number != '4' else 'IV'} {word}", f"{number}-я {word}") if word else ()


FIELDS = (
    Field(
        "предметы", "предметы, по которым ведётся журнал или ведомость", "", "list", ("учебные предметы",), "предметов",
        (
            Field("номер", "номер по порядку", "1", "number", ("№", "№ п/п")),
            Field("предмет", "название предмета", "Алгебра", "text", ("название",)),
            Field("учитель", "учитель", "Репникова О. В.", "person"),
            _CURRENT,
            _MEAN,
            _MISSED,
            *(
                Field(title, _MEANINGS.get(term, f"отметка за период «{title}»"), "4", "mark", (*_ALIASES.get(term, ()), *_spellings(title)))
                for term, title in TERMS.items()
            ),
            Field("часов", "часов в год по учебному плану", "170", "number", ("часов в год", "количество часов", "часы")),
            Field("часов в неделю", "часов в неделю по учебному плану", "5", "number"),
            Field(
                "периоды", "четверти, триместры или полугодия предмета", "", "list", (), "периодов",
                (
                    Field("период", "название периода", "1 четверть", "text", ("название",)),
                    Field("отметка", "отметка за период", "4", "mark"),
                    _CURRENT,
                    _MEAN,
                    _MISSED,
                ),
            ),
        ),
    ),
)  # fmt: skip

_SHOWN: Final = np.isin(TOKENS, (*SCALE, "1", *CREDIT, *MASTERED))
_MISSING: Final = np.isin(TOKENS, ABSENCES)
_MOST: Final = max(sum(name.startswith(scheme) for name in DATED_TERMS) for scheme in SCHEMES)
"""Terms of the finest scheme."""


def values(scope: Scope) -> list[dict[str, Any]]:
    """The list «предметы» of each student, in the order of the journals, then of the summaries.

    Current marks and missed lessons are those of the chosen period (of all lessons when none is chosen), means those of
    `totals`: unknown without the calendar, or where a cell could not be read.
    """
    journals = [scope.school.records[name] for name in LESSON_JOURNALS if name in scope.school.records]
    lines, given = _lines(journals, scope), _given(journals, scope)
    items = lines.drop_duplicates("item")
    pairs = list(zip(items["person"].tolist(), items["subject"].tolist(), strict=True))
    told = _Told(lines, journals, [_plan(subject, scope.groups[person], scope) for person, subject in pairs], scope)
    found: dict[int, list[dict[str, Any]]] = {person: [] for person in scope.students.tolist()}
    for number, (pair, teacher) in enumerate(zip(pairs, items["teacher"].tolist(), strict=True)):
        item = _item(pair, given.pop(pair, {}), scope) | {"учитель": text_of(teacher)}
        found[pair[0]].append(item | told.of(number, item))
    for pair, marks in given.items():
        found[pair[0]].append(_item(pair, marks, scope))
    return [{"предметы": [{"номер": place, **item} for place, item in enumerate(found[person], 1)]} for person in scope.students.tolist()]


def _item(pair: tuple[int, str], marks: dict[str, int | str], scope: Scope) -> dict[str, Any]:
    """What is known of a student's subject without its journal."""
    person, subject = pair
    group = scope.groups[person]
    hours = scope.school.once("hours", f"{subject}|{group}", lambda: _hours(subject, group, scope.school))
    return {
        "предмет": subject,
        "учитель": None,
        _CURRENT.name: None,
        _MEAN.name: None,
        _MISSED.name: None,
        **{title: marks.get(term) for term, title in TERMS.items()},
        **hours,
        "периоды": [
            {"период": TERMS[term.name], "отметка": marks.get(term.name), _CURRENT.name: None, _MEAN.name: None, _MISSED.name: None}
            for term in _plan(subject, group, scope)
        ],
    }


def _hours(subject: str, group: str, school: School) -> dict[str, Decimal | int | None]:
    plan = school.plan(subject, group)
    return {name: _number(plan.get(column)) for name, column in (("часов", "planned"), ("часов в неделю", "weekly"))}


def _number(value: object) -> Decimal | int | None:
    """A number of the plan, whole where it is whole; None where it is not set."""
    if not isinstance(value, float) or np.isnan(value):
        return None
    return int(value) if value.is_integer() else Decimal(str(value))


def _plan(subject: str, group: str, scope: Scope) -> list[Term]:
    """Dated terms of a subject in a class: by the scheme of the plan, else of the calendar."""
    return scope.school.once("subject_terms", f"{subject}|{group}", lambda: _terms(subject, group, scope))


def _terms(subject: str, group: str, scope: Scope) -> list[Term]:
    terms = scope.terms(group)
    planned = scope.school.scheme(subject, group)
    scheme = planned or next((scheme for scheme in SCHEMES if any(name.startswith(scheme) for name in terms)), "")
    return [term for name, term in terms.items() if scheme and name.startswith(scheme)]


def _lines(journals: Sequence[Records], scope: Scope) -> pd.DataFrame:
    """Lines of the students in the journals: journal, line, sheet, person, subject, teacher, item (number of the student's subject)."""
    parts = [pd.DataFrame({"journal": [], "line": [], "sheet": [], "person": [], "subject": [], "teacher": []}).astype({"person": int})]
    for number, records in enumerate(journals):
        sheet = records.rows["sheet_id"].to_numpy()
        subjects = np.array([scope.school.subject_title(name) for name in records.sheets["subject"]], object)
        part = pd.DataFrame(
            {
                "journal": number,
                "line": np.arange(len(sheet)),
                "sheet": sheet,
                "person": scope.persons(records),
                "subject": subjects[sheet],
                "teacher": records.sheets["teacher"].astype(object).to_numpy()[sheet],
            }
        )
        parts.append(part[part["person"].isin(scope.students) & (part["subject"] != "")])
    lines = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    return lines.assign(item=lines.groupby(["person", "subject"], sort=False).ngroup())


def _given(journals: Sequence[Records], scope: Scope) -> dict[tuple[int, str], dict[str, int | str]]:
    """Marks for terms by student and subject, then by name of the term: those of the journals before those of the summaries."""
    found: dict[tuple[int, str], dict[str, int | str]] = {}
    asked = set(scope.students.tolist())
    summaries = [scope.school.records[name] for name in SUMMARIES if name in scope.school.records]
    for marks in (*(_set_in_journal(records, scope) for records in journals), *(_set_in_summary(records, scope) for records in summaries)):
        for person, subject, term, token, mark in marks:
            if person in asked and subject and term and isinstance(token, str) and mark <= 5:
                found.setdefault((person, subject), {}).setdefault(term, mark or token)
    return found


_Mark = tuple[int, str, str, object, int]
"""Person, subject, term, token and the number of the mark, 0 for a token that is none."""


def _set_in_journal(records: Records, scope: Scope) -> Iterator[_Mark]:
    frame = records.terms
    subjects = [scope.school.subject_title(name) for name in records.sheets["subject"]]
    persons = scope.persons(records)[frame["line"].to_numpy()].tolist()
    named = [subjects[sheet] for sheet in frame["sheet_id"]]
    return zip(persons, named, frame["term"].tolist(), frame["token"].tolist(), frame["mark"].tolist(), strict=True)


def _set_in_summary(records: Records, scope: Scope) -> Iterator[_Mark]:
    frame = records.grid
    subjects = [scope.school.subject_title(name) for name in records.headings["text"]]
    terms = np.array([*TERMS, ""], object)[line_terms(records)]
    line = frame["line"].to_numpy()
    named = [subjects[heading] for heading in frame["heading"]]
    return zip(
        scope.persons(records)[line].tolist(), named, terms[line].tolist(), frame["token"].tolist(), frame["mark"].tolist(), strict=True
    )


class _Told:
    """What the lessons tell of each item (a student's subject): current marks, missed lessons, means; for the period and by terms."""

    def __init__(self, lines: pd.DataFrame, journals: Sequence[Records], plans: Sequence[Sequence[Term]], scope: Scope) -> None:
        self._plans = plans
        sums = [totals(records, scope.school) for records in journals]
        self._sums = [(found.total.tolist(), found.weight.tolist(), found.unsure.tolist()) for found in sums]
        first = lines.drop_duplicates("item")
        self._line = list(zip(first["journal"].tolist(), first["line"].tolist(), strict=True))
        self._spans = [scope.span(scope.groups[person]) for person in first["person"]]
        self._chosen = scope.term
        item, date, token = _tokens(lines, journals)
        inside = self._within(item, date)
        shown, missing = _SHOWN[token], _MISSING[token]
        texts = np.array(TOKENS, object)[token]
        self._current = _joined(item[shown & inside], texts[shown & inside])
        self._missed = np.bincount(item[missing & inside], minlength=len(plans))
        part = _parts(item, date, plans)
        dated = part >= 0
        cell = item * _MOST + part
        self._current_in = _joined(cell[shown & dated], texts[shown & dated])
        self._missed_in = np.bincount(cell[missing & dated], minlength=len(plans) * _MOST)

    def _within(self, item: Int64s, date: npt.NDArray[np.datetime64]) -> npt.NDArray[np.bool_]:
        """Which tokens lie in the chosen period; all when none is chosen."""
        if not self._chosen:
            return np.ones(len(item), bool)
        bounds = np.array([span or (NO_DAY, NO_DAY) for span in self._spans], "datetime64[s]").reshape(-1, 2)
        inside: npt.NDArray[np.bool_] = (date >= bounds[item, 0]) & (date <= bounds[item, 1])
        return inside

    def of(self, number: int, item: dict[str, Any]) -> dict[str, Any]:
        """Values of an item: for the chosen period, and its list «периоды»."""
        plan = self._plans[number]
        known = not self._chosen or self._spans[number] is not None
        terms = [self._chosen] if self._chosen in DATED_TERMS else [term.name for term in plan]
        return {
            _CURRENT.name: self._current.get(number) if known else None,
            _MEAN.name: self._mean(number, terms),
            _MISSED.name: int(self._missed[number]) if known else None,
            "периоды": [
                {
                    **period,
                    _CURRENT.name: self._current_in.get(number * _MOST + place),
                    _MEAN.name: self._mean(number, [term.name]),
                    _MISSED.name: int(self._missed_in[number * _MOST + place]),
                }
                for place, (term, period) in enumerate(zip(plan, item["периоды"], strict=True))
            ],
        }

    def _mean(self, number: int, terms: Sequence[str]) -> Decimal | None:
        """Exact mean over terms, rounded half up to two places."""
        journal, line = self._line[number]
        total, weight, unsure = self._sums[journal]
        columns = [DATED_TERMS.index(term) for term in terms]
        weighed = sum(weight[line][column] for column in columns)
        return _mean(sum(total[line][column] for column in columns), weighed) if weighed and not unsure[line] else None


@lru_cache(maxsize=65536)
def _mean(total: int, weight: int) -> Decimal:
    return Decimal(decimal(Fraction(total, weight)).replace(",", "."))


def _tokens(lines: pd.DataFrame, journals: Sequence[Records]) -> tuple[Int64s, npt.NDArray[np.datetime64], Int64s]:
    """Tokens of all items in the order of lessons: item, day, position in `TOKENS`. A lesson that two sheets tell is told once."""
    parts = []
    for number, records in enumerate(journals):
        here = lines[lines["journal"] == number]
        item_of = np.full(len(records.rows), -1, np.int64)
        item_of[here["line"].to_numpy(np.int64)] = here["item"]
        grid = records.grid
        frame = pd.DataFrame(
            {
                "item": item_of[grid["line"].to_numpy()],
                "date": grid["date"].to_numpy(),
                "token": grid["token"].cat.codes.to_numpy(),
                "heading": grid["heading"].to_numpy(),
                "sheet": grid["sheet_id"].to_numpy().astype(np.int64) + (number << 32),
            }
        )
        parts.append(frame[(frame["item"] >= 0) & (frame["token"] >= 0)])
    if not parts:
        return np.zeros(0, np.int64), np.zeros(0, "datetime64[s]"), np.zeros(0, np.int64)
    found = pd.concat(parts, ignore_index=True)
    again = lines["item"][lines["item"].duplicated()].unique()
    doubtful = found[found["item"].isin(again)]
    first = doubtful.groupby(["item", "date"], dropna=False)["sheet"].transform("min")
    found = found.drop(index=doubtful.index[doubtful["sheet"] != first])
    order = np.lexsort((found["heading"].to_numpy(), found["date"].to_numpy(), found["item"].to_numpy()))
    return found["item"].to_numpy()[order], found["date"].to_numpy()[order], found["token"].to_numpy().astype(np.int64)[order]


def _parts(item: Int64s, date: npt.NDArray[np.datetime64], plans: Sequence[Sequence[Term]]) -> Int64s:
    """For each token the place of its term in the plan of its item, -1 where no term holds its day."""
    bounds = np.full((len(plans), _MOST, 2), NO_DAY, "datetime64[s]")
    known: dict[int, npt.NDArray[np.datetime64]] = {}
    for number, plan in enumerate(plans):
        if plan:
            if id(plan) not in known:
                known[id(plan)] = np.array([(term.first, term.last) for term in plan], "datetime64[s]")
            bounds[number, : len(plan)] = known[id(plan)]
    found = np.full(len(item), -1, np.int64)
    for place in range(_MOST):
        found[(date >= bounds[item, place, 0]) & (date <= bounds[item, place, 1])] = place
    return found


def _joined(keys: Int64s, texts: npt.NDArray[np.object_]) -> dict[int, str]:
    """Texts with the same key, keys rising, joined by commas."""
    if not len(keys):
        return {}
    starts = np.concatenate(([0], np.flatnonzero(np.diff(keys)) + 1, [len(keys)])).tolist()
    listed = texts.tolist()
    return {
        key: ", ".join(listed[first:last]) for key, first, last in zip(keys[starts[:-1]].tolist(), starts[:-1], starts[1:], strict=True)
    }

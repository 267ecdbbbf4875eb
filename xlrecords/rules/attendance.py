"""Rules of the attendance summary: it repeats the journals and adds up (п. 4.4; V12)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from ..attestation.attendance import attendance, student_lines, term_days, told, whole
from ..kind import DATED_TERMS, TERMS, fold, term_of
from ..rule import Rule, rule
from ..school import School, day
from ..sheets.records import Records, findings

FORM = ("attendance_summary",)
COUNTS = ("days", "days_ill", "lessons", "lessons_ill", "late")
PAIRS = (("days", "days_ill"), ("lessons", "lessons_ill"))


@rule(
    "attendance-illness-more", title="По болезни пропущено больше, чем всего", forms=FORM, clause="4.4", code="V12",
    message="«{title}»: {value}, а всего пропущено {missed}", fix="Исправьте одно из двух чисел.",
)  # fmt: skip
def attendance_illness_more(records: Records, school: School) -> pd.DataFrame:
    """Days or lessons missed by illness that are more than all that were missed."""
    rows, parts = records.rows, [findings()]
    for missed, ill in PAIRS:
        more = rows[(rows[ill] > rows[missed]).fillna(False).to_numpy(bool)]
        parts.append(
            findings(
                sheet_id=more["sheet_id"], row=more["row"], column=records.column(ill, more["sheet_id"]),
                title=records.form.column(ill).title, missed=more[missed],
            )
        )  # fmt: skip
    return pd.concat([part for part in parts if len(part)], ignore_index=True) if any(map(len, parts)) else findings()


def _terms(records: Records) -> list[str]:
    """Name of the term of each line; an empty text if it has none."""
    return [term_of(title) if isinstance(title, str) else "" for title in records.rows["term"].astype(object)]


def _impossible(records: Records) -> np.ndarray:
    """Lines that say more of illness than of all: they are reported as such alone."""
    rows = records.rows
    found: np.ndarray = np.any([(rows[ill] > rows[missed]).fillna(False).to_numpy(bool) for missed, ill in PAIRS], axis=0)
    return found


def _students(records: Records, terms: list[str]) -> Iterator[dict[str, int]]:
    """Lines of each student of each sheet by term; students with a term twice are left out."""
    sheets, names = records.rows["sheet_id"].tolist(), records.rows["student"].astype(object).tolist()
    lines = [line for line, name in enumerate(names) if isinstance(name, str) and terms[line]]
    for _, of_one in groupby(sorted(lines, key=lambda line: (sheets[line], names[line])), key=lambda line: (sheets[line], names[line])):
        found = list(of_one)
        by_term = {terms[line]: line for line in found}
        if len(by_term) == len(found):
            yield by_term


def _scheme(lines: dict[str, int]) -> list[int]:
    """Lines of the terms that make up a year, if all of one scheme are there."""
    for scheme in ("quarter", "trimester", "half"):
        names = [term for term in DATED_TERMS if term.startswith(scheme)]
        if all(term in lines for term in names):
            return [lines[term] for term in names]
    return []


@rule(
    "attendance-differs", title="Пропуски не такие, как в журналах", forms=FORM, clause="4.4", code="V12",
    message="{term}: пропуски не такие, как в журналах: {differences}", fix="Сверьте пропуски с журналами и исправьте ошибочное число.",
)  # fmt: skip
def attendance_differs(records: Records, school: School) -> pd.DataFrame:
    """Lines against the sums of the journals, where all journals of the class are there and the term is not known to be open.

    One finding a line. The year is compared only where the line of a term is missing: else the terms are, and the year with them.
    """
    if "class_journal" not in school.records or records.rows.empty:
        return findings()
    return school.once("attendance_differs", records.form.name, lambda: _differing(records, school))


def _differing(records: Records, school: School) -> pd.DataFrame:
    terms, impossible = _terms(records), _impossible(records)
    summed = {lines["year"] for lines in _students(records, terms) if "year" in lines and _scheme(lines)}
    numbers, groups = student_lines(school, records.form.name), school.groups(records).astype(object).to_numpy()
    known = np.append(told(school), False)
    written = records.rows[list(COUNTS)].to_numpy(dtype=float, na_value=np.nan)
    found = []
    for term in sorted(set(terms) & {*DATED_TERMS, "year"}):
        first, last = term_days(school, term)
        lines = [
            line for line in np.flatnonzero(np.array(terms, object) == term).tolist()
            if line not in summed and not impossible[line] and known[numbers[line]] and _comparable(school, str(groups[line]), term)
        ]  # fmt: skip
        if not lines:
            continue
        rule = school.policy.on(day(last[numbers[lines]].max())).values["absence_day"]
        kept = attendance(school).between(first, last, rule)[list(COUNTS)].to_numpy()
        for line in lines:
            differs = [at for at in range(len(COUNTS)) if not np.isnan(written[line, at]) and written[line, at] != kept[numbers[line], at]]
            if differs:
                words = (
                    f"{fold(records.form.column(COUNTS[at]).title)} {written[line, at]:.0f}, по журналам {kept[numbers[line], at]}"
                    for at in differs
                )
                sheet = int(records.rows["sheet_id"].iat[line])
                column = int(records.places[COUNTS[differs[0]]][sheet])
                found.append((sheet, int(records.rows["row"].iat[line]), column, TERMS[term], "; ".join(words), line))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "term", "differences", "line"])


def _comparable(school: School, group: str, term: str) -> bool:
    """Whether a class has the term dated, not known to be open, and all its journals for it."""
    return school.once("attendance_comparable", f"{group}|{term}", lambda: _compared(school, group, term))


def _compared(school: School, group: str, term: str) -> bool:
    chosen = [found for name, found in school.terms(group).items() if name == term or (term == "year" and name in DATED_TERMS)]
    return (
        bool(chosen)
        and all(found.closed is not False for found in chosen)
        and all(whole(school, group, found.first, found.last) for found in chosen)
    )


@rule(
    "attendance-year-differs", title="Пропуски за год не равны сумме периодов", forms=FORM, clause="4.4", code="V12",
    message="«{title}» за год: {value}, а по периодам {expected} ({parts})", fix="Пересчитайте сумму за год.",
)  # fmt: skip
def attendance_year_differs(records: Records, school: School) -> pd.DataFrame:
    """Sums for the year that are not those of its terms; terms that differ from the journals are mended first."""
    if records.rows.empty:
        return findings()
    terms, impossible = _terms(records), _impossible(records)
    differing: set[int] = set()
    if "class_journal" in school.records and attendance_differs.find is not None:
        differing = set(attendance_differs.find(records, school)["line"].tolist())
    found: list[tuple[Any, ...]] = []
    for lines in _students(records, terms):
        parts = _scheme(lines)
        if not parts or "year" not in lines or impossible[list(lines.values())].any() or not differing.isdisjoint(parts):
            continue
        sheet, row = (int(records.rows[name].iat[lines["year"]]) for name in ("sheet_id", "row"))
        for name in COUNTS:
            year, *values = (records.rows[name].iat[line] for line in (lines["year"], *parts))
            if not pd.isna([year, *values]).any() and year != sum(values):
                shown = " + ".join(str(value) for value in values)
                found.append((sheet, row, int(records.places[name][sheet]), records.form.column(name).title, int(sum(values)), shown))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "title", "expected", "parts"])


RULES: tuple[Rule, ...] = (attendance_illness_more, attendance_differs, attendance_year_differs)

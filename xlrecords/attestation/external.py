"""External results: what marks follow from points, whether a minimum is reached, and the ВПР against the journal (п. 4.1).

Everything is whole numbers and plain Python: a school has a few hundred such results. What is not known stays None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from ..forms.oge_results import GVE
from ..forms.vpr_results import ABSENT
from ..kind import DATED_TERMS, fold, grade_of
from ..marks import SCALE
from ..people import identity
from ..scales import (
    BASE,
    BUILT_IN,
    EGE,
    GEOMETRY,
    GVE9,
    GVE11,
    LITERACY,
    OGE,
    PARTS,
    VPR,
    Scale,
    fault_of,
    find,
    parse_conditions,
    subject_of,
)
from ..school import School
from ..sheets.records import Records

BY_PRIMARY = (OGE, GVE9, GVE11, VPR)
"""Exams whose mark follows from the primary points."""


@dataclass(frozen=True, slots=True)
class External:
    """One result of an external exam or work.

    Attributes:
        sheet_id: Sheet of its row in the records.
        row: Row on the sheet, from 1.
        line: Position of the row in `records.rows`.
        student: Name as written, or the code of the participant of a ВПР.
        group: Class, canonical; empty if unknown.
        subject: Subject as written.
        exam: A name of `scales.EXAMS`.
        name: Subject as `scales.subject_of` gives it, with the level of mathematics.
        year: Calendar year of the exam; None: unknown.
        scale: Its scale, or None: unknown.
        primary: Primary points.
        score: Test score of the EGE.
        mark: Mark as written.
        most: Largest sum of points, as the sheet or the scale says.
        parts: Points of the parts that a scale may ask for.
        previous: Mark for the period before a ВПР, as written on its sheet; an empty text: none.
        retake: Whether the exam was taken again.
        void: Whether the result was annulled, or the student was absent.
    """

    sheet_id: int
    row: int
    line: int
    student: str
    group: str
    subject: str
    exam: str
    name: str
    year: int | None
    scale: Scale | None
    primary: int | None
    score: int | None
    mark: int | None
    most: int | None
    parts: Mapping[str, int] = field(default_factory=dict)
    previous: str = ""
    retake: bool = False
    void: bool = False


@dataclass(frozen=True, slots=True)
class Previous:
    """The last mark for a period that a journal has before a ВПР: token, term of `kind.TERMS`, row of `results`."""

    token: str
    term: str
    result: int


def scales(school: School) -> tuple[Scale, ...]:
    """Scales of the school's sheet «Шкалы экзаменов», then the built-in ones; rows that cannot be read or contradict themselves are left out."""
    return school.once(
        "scales", "", lambda: (*(scale for *_, scale in own_scales(school.records.get("scales")) if not fault_of(scale)), *BUILT_IN)
    )


def own_scales(records: Records | None) -> Iterator[tuple[int, int, Scale]]:
    """Sheet, row and scale of each row of «Шкалы экзаменов» that can be read."""
    for row in () if records is None else records.rows.to_dict("records"):
        conditions = parse_conditions(_text(row["conditions"]))
        year = _whole(row["exam_year"])
        if isinstance(row["exam"], str) and isinstance(row["subject"], str) and year is not None and conditions is not None:
            yield (
                row["sheet_id"],
                row["row"],
                Scale(
                    row["exam"], year, subject_of(row["subject"]), _whole(row["three"]), _whole(row["four"]), _whole(row["five"]),
                    _whole(row["most"]), conditions, _text(row["region"]), _whole(row["grade"]) or 0,
                    _text(row["source"]) or "лист «Шкалы экзаменов»",
                ),
            )  # fmt: skip


def marks_of(scale: Scale | None, primary: int | None, parts: Mapping[str, int]) -> tuple[tuple[int, ...], list[str]]:
    """Marks that points may mean, and why.

    Args:
        scale: The scale; None: unknown.
        primary: Sum of primary points; None: unknown.
        parts: Points of the parts by name of `scales.PARTS`; those that are missing are unknown.

    Returns:
        Marks from low to high: one; several where a threshold or a part is unknown; none if nothing can be said.
        Reasons in Russian, one a line.
    """
    if scale is None or primary is None:
        return (), ["шкала неизвестна" if scale is None else "первичный балл неизвестен"]
    sums = scale.by_points(primary)
    found: set[int] = set()
    reasons = [f"{scale.why()}: {primary} — {_or(sums)}"]
    for mark in sums:
        asked = [condition for condition in scale.conditions if condition.asked(mark)]
        lacking = [condition for condition in asked if condition.part in parts and parts[condition.part] < condition.least]
        unknown = [condition for condition in asked if condition.part not in parts]
        if not lacking:
            found |= {mark, *(condition.otherwise for condition in unknown)}
        else:
            found.add(min(condition.otherwise for condition in lacking))
        reasons += [
            f"{PARTS[condition.part]}: {parts[condition.part]}, а нужно {condition.least}: «{condition.otherwise}»" for condition in lacking
        ]
        reasons += [f"{PARTS[condition.part]} не указаны, а нужно {condition.least}" for condition in unknown]
    return tuple(sorted(found)), reasons


def mark_of(scale: Scale | None, primary: int | None, parts: Mapping[str, int]) -> tuple[int | None, list[str]]:
    """The mark that follows from points, or None where it is unknown; and why, in Russian, one reason a line."""
    found, reasons = marks_of(scale, primary, parts)
    return (found[0] if len(found) == 1 else None), reasons


def externals(records: Records, school: School) -> list[External]:
    """Results of one form of `forms.EXTERNAL`, in the order of their rows; rows without a subject are left out."""
    return school.once("externals", records.form.name, lambda: list(_externals(records, school)))


def below_minimum(result: External) -> bool | None:
    """Whether a result is below the minimum of its exam: «2», or less than the least test score; None: unknown."""
    if result.void:
        return None
    if result.exam == EGE and result.name != BASE:
        least = result.scale.three if result.scale else None
        return None if result.score is None or least is None else result.score < least
    if result.mark is not None:
        return result.mark < 3
    found = marks_of(result.scale, result.primary, result.parts)[0] if result.exam in BY_PRIMARY else ()
    return None if not found or (2 in found and len(found) > 1) else found == (2,)


def concluded(result: External) -> int | None:
    """The mark of a result: as written, else that which alone follows from its points; None: void, or unknown."""
    if result.void:
        return None
    if result.mark is not None or result.exam not in BY_PRIMARY:
        return result.mark
    return mark_of(result.scale, result.primary, result.parts)[0]


def final_results(results: Iterable[External]) -> list[External]:
    """Results that count: of each student and exam the last one that is not void, one taken again before one that was not."""
    kept: dict[tuple[object, ...], External] = {}
    for result in results:
        who = (identity(-1, result.student) or f"{result.sheet_id} {result.row}", result.group, result.exam, result.name)
        before = kept.get(who)
        if not result.void and (before is None or result.retake >= before.retake):
            kept[who] = result
    return list(kept.values())


def journal_before(records: Records, school: School) -> list[Previous | None]:
    """For each result of the ВПР the last mark set in the journal for a period that ended before the day of the work.

    None where the participant, the day or the period is not known, or the mark cannot be read.
    """
    return school.once("journal_before", records.form.name, lambda: list(_journal_before(records, school)))


def compared(records: Records, school: School) -> list[int | None]:
    """Sign of the mark of the ВПР less that for the period before, for each result: -1 lower, 0 the same, 1 higher; None: unknown.

    The mark before is that on the sheet, else that of the journal.
    """
    found: list[int | None] = []
    for result, journal in zip(externals(records, school), journal_before(records, school), strict=True):
        token = result.previous or (journal.token if journal else "")
        mark = concluded(result)
        found.append(compare(mark, int(token)) if mark is not None and token in SCALE else None)
    return found


def compare(mark: int, previous: int) -> int:
    """Sign of the difference: -1 lower («понизили»), 0 the same («подтвердили»), 1 higher («повысили»)."""
    return (mark > previous) - (mark < previous)


# Reading


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: object) -> int | None:
    return None if value is None or pd.isna(value) else int(value)  # type: ignore[call-overload]


def _or(marks: Iterable[int]) -> str:
    """Marks in words: «4»; «3» или «4»; «3», «4» или «5»."""
    *first, last = (f"«{mark}»" for mark in marks)
    return f"{', '.join(first)} или {last}" if first else last


def _externals(records: Records, school: School) -> Iterator[External]:
    known, region = scales(school), _text(school.policy.values.get("region"))
    groups = school.groups(records).astype(object).tolist()
    heads = records.sheets.to_dict("index")
    for line, row in enumerate(records.rows.to_dict("records")):
        head = heads[row["sheet_id"]]
        subject = _text(row.get("subject", head.get("subject")))
        if not subject.strip():
            continue
        exam = _exam(records.form.name, _text(row.get("form")))
        name = subject_of(subject, _text(row.get("level")) if exam == EGE else "")
        year = _year(row.get("date", head.get("date")), head.get("year"), school)
        group = groups[line]
        grade = grade_of(group)
        scale = find(known, exam, year, name, region, grade) if year else None
        mark, score = _whole(row.get("mark")), _whole(row.get("score"))
        if name == BASE and mark is None and score is not None and 2 <= score <= 5:
            mark = score  # the mark of the basic level is often typed among test scores
        parts = {part: points for part in (GEOMETRY, LITERACY) if (points := _whole(row.get(part))) is not None}
        yield External(
            row["sheet_id"], row["row"], line, _text(row.get("code")) or _text(row["student"]), group, subject, exam, name, year, scale,
            _whole(row["primary"]), score, mark, _whole(head.get("most")) or (scale.most if scale else None), parts,
            _text(row.get("previous")), row.get("retake") == "да", row.get("annulled") == "да" or _absent(_text(row.get("variant"))),
        )  # fmt: skip


def _exam(form: str, written: str) -> str:
    """Name of `scales.EXAMS` for a form of results and what stands in its column «Форма»."""
    ordinary, other = {"oge_results": (OGE, GVE9), "ege_results": (EGE, GVE11), "vpr_results": (VPR, VPR)}[form]
    return other if written == GVE else ordinary


def _absent(variant: str) -> bool:
    return fold(variant).startswith(ABSENT[:6])


def _year(date: object, written: object, school: School) -> int | None:
    """Calendar year of an exam: that of its day, else the second one of the school year."""
    if isinstance(date, pd.Timestamp):
        return date.year
    if isinstance(written, str) and written[:4].isdigit():
        return int(written[:4]) + 1
    return school.year + 1 if school.year else None


def _journal_before(records: Records, school: School) -> Iterator[Previous | None]:
    people = school.persons(records).tolist()
    marks: dict[tuple[object, str], list[tuple[str, str, int]]] | None = None
    for result in externals(records, school):
        name = records.rows["student"].iat[result.line]
        date = records.sheets["date"].iat[result.sheet_id]
        if not isinstance(name, str) or pd.isna(date):
            yield None
            continue
        if marks is None:
            marks = _journal_marks(school)
        person = people[result.line]
        who: object = person if person >= 0 else (identity(-1, name), result.group)
        ended = {term.name: term.last for term in school.terms(result.group).values() if term.last < date}
        before = [
            (ended[term], Previous(token, term, at))
            for term, token, at in marks.get((who, school.subject(result.subject)), ())
            if term in ended and token
        ]
        last = max(before, key=lambda pair: pair[0], default=(None, None))[1]
        yield last if last is not None and last.token != "?" else None


def _journal_marks(school: School) -> dict[tuple[object, str], list[tuple[str, str, int]]]:
    """Marks for dated terms by (who, subject): term, token, row of `results`. Who: person, or tidied name and class."""
    from .results import results, students

    people = [
        person if person >= 0 else (name, group)
        for person, name, group in students(school)[["person", "key", "group"]].itertuples(index=False)
    ]
    frame = results(school)
    found: dict[tuple[object, str], list[tuple[str, str, int]]] = {}
    for at, student, subject, term, token in frame[["student", "subject", "term", "token"]].itertuples():
        if term in DATED_TERMS:
            found.setdefault((people[student], school.subject(str(subject))), []).append((term, str(token), at))
    return found

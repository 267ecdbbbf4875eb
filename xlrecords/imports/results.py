"""From an olympiad's export to rows of «Результаты олимпиад»: each row is taken, or told with the reason; none is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..achievements.joining import named
from ..forms.olympiad_results import NATIONAL
from ..kind import fold
from ..people import key
from ..school import School
from ..sheets.records import Records
from .joining import DOUBTFUL, FOREIGN, SURE, join
from .olympiad import UNIT, Export, Remark, place, remarks


@dataclass(frozen=True, slots=True)
class Sorted:
    """An export against the class lists of a school, by positions of rows.

    Attributes:
        accepted: Row -> position in the class list of who it is.
        look: What needs a look, in reading order: rows that were not taken, and warnings on those that were.
        foreign: Rows of participants who are in no class list, with a school that is not this one.
        others: How many rows are no participation at all.
    """

    accepted: Mapping[int, int]
    look: tuple[Remark, ...]
    foreign: tuple[int, ...]
    others: int

    @property
    def reported(self) -> int:
        """How many rows are told instead of being taken."""
        return len({remark.line for remark in self.look} - self.accepted.keys()) + len(self.foreign) + self.others


def sort_out(export: Export, school: School, called: Sequence[str] = ()) -> Sorted:
    """Who and what can be taken.

    Args:
        export: What was read.
        school: With a class list.
        called: Other names of the school in the export.

    Raises:
        LookupError: No class list was read.
    """
    found = join(export.rows, school, called)
    foreign = {line for line, joined in enumerate(found) if joined.verdict == FOREIGN}
    told = [remark for remark in remarks(export) if remark.line not in foreign]
    stopped = {remark.line for remark in told if remark.stops}
    for line, joined in enumerate(found):
        if joined.verdict == DOUBTFUL and export.rows["student"].iat[line]:
            likely = f"; возможно: {named(school, joined.candidates)}" if joined.candidates else ""
            told.append(Remark(line, "student", joined.reason + likely, True))
    titles = {subject: fold(school.subject(subject)) for subject in export.rows["subject"].unique()}
    subjects = [titles[subject] for subject in export.rows["subject"].tolist()]
    same: dict[tuple[int, str], list[int]] = {}
    for line, joined in enumerate(found):
        if joined.verdict == SURE and line not in stopped:
            same.setdefault((joined.person, subjects[line]), []).append(line)
    accepted = {}
    for (person, _), lines in same.items():
        agree = len(lines) == 1 or len(export.rows.loc[lines, ["status", "score"]].drop_duplicates()) == 1
        if agree:
            accepted[lines[0]] = person
        for line in lines[1:] if agree else lines:
            other = _where(export, lines[0] if line != lines[0] else lines[1])
            text = "повтор строки" if agree else "участник записан по этому предмету ещё раз, и результаты разные"
            told.append(Remark(line, "student", f"{text}: {other}", True))
    ordered = tuple(sorted(told, key=lambda remark: remark.line))
    return Sorted(accepted, ordered, tuple(sorted(foreign)), len(export.others))


def _where(export: Export, line: int) -> str:
    _, sheet, cell = place(export, line, "student")
    return f"«{sheet}»!{cell}"


def result_rows(
    export: Export, accepted: Mapping[int, int], school: School, stage: str, day: dt.date | None
) -> dict[int, dict[str, object]]:
    """Rows of the form `olympiad_results` by positions of the export's: names and classes as the class list has them."""
    assert school.roster is not None
    found: dict[int, dict[str, object]] = {}
    for line, person in accepted.items():
        one = export.rows.iloc[line]
        points = one["score"] if one["score"] >= 0 else one["total"]
        most = one["most"] if one["score"] >= 0 and one["most"] > 0 else -1
        found[line] = {
            "student": school.roster.names[person],
            "school_class": school.roster.classes[person],
            "subject": school.subject_title(one["subject"]),
            "competed_grade": _competed(int(one["low"]), int(one["high"]), int(one["studied"])),
            "stage": stage,
            "date": day,
            "score": float(points / UNIT) if points >= 0 else None,
            "most": float(most / UNIT) if most >= 0 else None,
            "status": one["status"],
            "code": one["code"] or None,
        }
    return found


def _competed(low: int, high: int, studied: int) -> int | None:
    """The grade competed for; in a parallel of several grades the one studied, if it is among them."""
    if low == high:
        return low or None
    return studied if low <= studied <= high else None


# Against what the book has


def result_key(school: School, student: object, group: object, olympiad: object, subject: object, stage: object) -> Hashable:
    """What may stand only once in the results of a year: who, in which olympiad, subject and stage."""
    name, where = (text if isinstance(text, str) else "" for text in (student, group))
    match = school.roster.match(name, where) if school.roster is not None else None
    who: Hashable = match.person if match is not None and match.person >= 0 else (key(name), where)
    event = fold(olympiad) if isinstance(olympiad, str) and olympiad.strip() else fold(NATIONAL)
    return who, event, fold(school.subject(subject)) if isinstance(subject, str) else "", stage


COLUMNS = ("student", "school_class", "olympiad", "subject", "stage")


def known_results(records: Records, school: School) -> dict[Hashable, tuple[object, object]]:
    """Results that a book has already: key -> status and score."""
    rows = records.rows
    columns = (rows[name].astype(object) for name in (*COLUMNS, "status", "score"))
    return {result_key(school, *one): (status, score) for *one, status, score in zip(*columns, strict=True)}


def settle(
    rows: Mapping[int, Mapping[str, object]], known: Mapping[Hashable, tuple[object, object]], school: School
) -> tuple[list[Mapping[str, object]], list[Remark]]:
    """Rows that a book lacks, and remarks on those of which it says something else; rows that it has just so are passed over."""
    new: list[Mapping[str, object]] = []
    told: list[Remark] = []
    for line, row in rows.items():
        has = known.get(result_key(school, *(row.get(name) for name in COLUMNS)))
        if has is None:
            new.append(row)
        elif differences := list(_differences(row, has)):
            told.append(Remark(line, "status", f"в книге школы записано другое: {', '.join(differences)}; она не изменена", False))
    return new, told


def _differences(row: Mapping[str, object], has: tuple[object, object]) -> Iterator[str]:
    status, score = has
    if status != row["status"]:
        yield f"статус «{status}»" if isinstance(status, str) else "статуса нет"
    if row["score"] is not None and score != row["score"]:
        yield f"балл {score:g}".replace(".", ",") if isinstance(score, float) and score == score else "балла нет"


def event_key(row: Mapping[str, object]) -> Hashable:
    """What may stand only once in the lists of events: year, list, event, profile."""
    return tuple(fold(text) if isinstance(text := row.get(name), str) else "" for name in ("event_year", "list", "event", "profile"))


def known_events(records: Records) -> set[Hashable]:
    """Events that a book has already."""
    return {event_key(row) for row in records.rows[["event_year", "list", "event", "profile"]].astype(object).to_dict("records")}


def new_events(rows: Iterable[Mapping[str, object]], known: set[Hashable]) -> list[Mapping[str, object]]:
    """Events that a book lacks, each once."""
    found: dict[Hashable, Mapping[str, object]] = {}
    for row in rows:
        if event_key(row) not in known:
            found.setdefault(event_key(row), row)
    return list(found.values())

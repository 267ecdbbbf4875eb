"""Rules of achievements against the lists of events, and of the lists themselves (п. 3.2.2, 3.4).

An event is judged by the list of its own school year. Of a year without a list nothing is said; that an event is in no list is said
only where both lists of the ministries were loaded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ..achievements.listing import events_of, in_plan, listed_in, school_year_of, subjects_of
from ..event import Verdict, staged
from ..forms.achievement_register import GTO, SPORT
from ..issue import Severity
from ..kind import grade_of
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings

ACHIEVED = ("achievement_sheet", "achievement_register")
SHOWN = 4
"""So many profiles or subjects of an event are named."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of a register and what the lists say of its event.

    Attributes:
        sheet_id: Its sheet.
        row: Its row.
        event: Name as written.
        subject: Subject or profile as written.
        year: First calendar year of its school year.
        grade: Class of the student in that year; 0: unknown.
        listed: What the column «Перечень» says.
        sport: Whether it is sport or the ГТО.
        verdict: What the lists say.
    """

    sheet_id: int
    row: int
    event: str
    subject: str
    year: int
    grade: int
    listed: bool | None
    sport: bool
    verdict: Verdict


def judged(records: Records, school: School) -> list[Judged]:
    """Lines whose event and school year are known, of years of which a list was loaded."""
    return school.once("judged_events", records.form.name, lambda: _judged(records, school))


def _judged(records: Records, school: School) -> list[Judged]:
    events = events_of(school)
    if not events.years() or records.rows.empty:
        return []
    found = []
    heads = records.sheets["year"].astype(object).tolist()
    groups = school.groups(records).astype(object).tolist()
    columns = ["sheet_id", "row", "date", "event", "subject", "level", "status", "listed", "sort"]
    for group, (sheet, row, date, event, subject, level, status, listed, sort) in zip(
        groups, records.rows[columns].itertuples(index=False, name=None), strict=True
    ):
        head = int(heads[sheet][:4]) if isinstance(heads[sheet], str) else None
        year = _year(date, head)
        if not isinstance(event, str) or year not in events.years():
            continue
        subject = subject if isinstance(subject, str) else ""
        sport = sort in (SPORT, GTO) or (isinstance(status, str) and "ГТО" in status)
        verdict = events.judge(staged(event, level if isinstance(level, str) else ""), "" if sport else subject, year)
        grade = grade_of(group) if year == (head if head is not None else school.year) else 0
        found.append(Judged(sheet, row, event, subject, year, grade, {"да": True, "нет": False}.get(listed), sport, verdict))
    return found


def _year(date: object, head: int | None) -> int | None:
    """First calendar year of the school year of a line: by its date, else by the head of its sheet."""
    return school_year_of(date.date()) if isinstance(date, dt.datetime) and not pd.isna(date) else head


def _years(year: int) -> str:
    return f"{year}/{year + 1}"


def _frame(records: Records, name: str, found: Sequence[Judged], **facts: Sequence[object]) -> pd.DataFrame:
    """Findings at a column, or at the event where a sheet lacks it."""
    if not found:
        return findings()
    columns = [int(records.places[name][one.sheet_id] or records.places["event"][one.sheet_id]) for one in found]
    return findings(
        sheet_id=[one.sheet_id for one in found], row=[one.row for one in found], column=columns, event=[one.event for one in found],
        year=[_years(one.year) for one in found], **facts,
    )  # fmt: skip


def _named(words: Sequence[str]) -> str:
    """A few words in quotes, in their order, each once."""
    known = list(dict.fromkeys(word for word in words if word))
    return ", ".join(f"«{word}»" for word in known[:SHOWN]) + (f" и другие ({len(known)})" if len(known) > SHOWN else "")


def _misspelt(one: Judged) -> bool:
    """Whether only likely spellings were found."""
    return bool(one.verdict.near) and not one.verdict.same_name and not one.verdict.found


@rule(
    "event-unlisted", title="Мероприятия нет в перечне своего года", forms=ACHIEVED, clause="3.2.2",
    message="мероприятия «{event}» нет в перечнях {year} учебного года{hint}, а записано «да»",
    fix="Сверьте название, год и этап с документом; если мероприятия в перечне нет, выберите «нет».",
)  # fmt: skip
def event_unlisted(records: Records, school: School) -> pd.DataFrame:
    """Achievements said to be listed whose event is in neither list of its year; a likely spelling is another finding."""
    found = [
        one for one in judged(records, school) if one.listed and one.verdict.complete and not one.verdict.found and not one.verdict.near
    ]
    hints = [_elsewhere(one) for one in found]
    return _frame(records, "listed", found, hint=hints)


def _elsewhere(one: Judged) -> str:
    """In which other years it was listed, and whether the school added it by itself."""
    years = one.verdict.other_years
    other = f" (есть в перечне {', '.join(_years(year) for year in years)})" if years else ""
    return other or (" (есть только среди добавленных школой)" if one.verdict.own else "")


@rule(
    "event-spelling", title="Название мероприятия похоже на название из перечня", forms=ACHIEVED, clause="3.2.2", severity=Severity.WARNING,
    message="в перечнях {year} учебного года нет названия «{event}», есть похожее: {near}",
    fix="Сверьте название и этап с документом; если это то же мероприятие, запишите его, как в перечне.",
)  # fmt: skip
def event_spelling(records: Records, school: School) -> pd.DataFrame:
    """Events that may be listed under another spelling, unless the register says that they are not listed."""
    found = [one for one in judged(records, school) if one.listed is not False and _misspelt(one)]
    return _frame(records, "event", found, near=[_named([event.name for event in one.verdict.near]) for one in found])


@rule(
    "event-profile", title="Мероприятие в перечне с другим профилем", forms=ACHIEVED, clause="3.2.2", severity=Severity.WARNING,
    message="в перечне {year} учебного года у мероприятия «{event}» нет профиля «{subject}», есть: {profiles}",
    fix="Укажите профиль, как в перечне, или впишите соответствие на листе «Профили».",
)  # fmt: skip
def event_profile(records: Records, school: School) -> pd.DataFrame:
    """Achievements said to be listed whose event the list has with other profiles only."""
    found = [one for one in judged(records, school) if one.listed and one.verdict.same_name]
    profiles = [
        _named([event.profile or ", ".join(event.subjects) for event in one.verdict.near[: one.verdict.same_name]]) for one in found
    ]
    return _frame(records, "subject", found, subject=[one.subject for one in found], profiles=profiles)


@rule(
    "event-listed-unsaid", title="Мероприятие в перечне, а в ведомости это не отмечено", forms=ACHIEVED, clause="3.2.2",
    severity=Severity.NOTE, message="мероприятие «{event}» входит в перечень {year} учебного года{number}, а в графе «Перечень» {said}",
    fix="Сверьте с документом и выберите «да».",
)  # fmt: skip
def event_listed_unsaid(records: Records, school: School) -> pd.DataFrame:
    """Events that the list of their year has, where the register says «нет» or nothing."""
    found = [one for one in judged(records, school) if not one.listed and one.verdict.found and not _commercial(one)]
    levels = [{event.level for event in one.verdict.found if event.level} for one in found]
    number = [f" (уровень {min(level)})" if len(level) == 1 else "" for level in levels]
    said = ["записано «нет»" if one.listed is False else "пусто" for one in found]
    return _frame(records, "listed", found, number=number, said=said)


def _commercial(one: Judged) -> bool:
    return any(event.commercial for event in (*one.verdict.found, *one.verdict.own))


@rule(
    "event-commercial", title="Платный дистанционный конкурс", forms=ACHIEVED, clause="3.2.2", severity=Severity.NOTE,
    message="«{event}» отмечено на листе «Перечни» как платное дистанционное мероприятие{source}",
    fix="Решите по локальному акту школы, учитывать ли этот результат.",
)  # fmt: skip
def event_commercial(records: Records, school: School) -> pd.DataFrame:
    """Events that the sheet of lists calls paid contests by correspondence."""
    found = [one for one in judged(records, school) if _commercial(one)]
    sources = [next(event.source for event in (*one.verdict.found, *one.verdict.own) if event.commercial) for one in found]
    return _frame(records, "event", found, source=[f" ({source})" if source else "" for source in sources])


@rule(
    "event-grades", title="Класс вне классов мероприятия", forms=ACHIEVED, clause="3.2.2", severity=Severity.WARNING,
    message="обучающийся из {grade} класса, а «{event}» в перечне {year} учебного года — для {grades}",
    fix="Сверьте класс, год и профиль с дипломом.",
)  # fmt: skip
def event_grades(records: Records, school: School) -> pd.DataFrame:
    """Students of a class for which no fitting line of the list is."""
    found = []
    for one in judged(records, school):
        spans = [event.grades for event in one.verdict.found]
        known = sorted({span for span in spans if span})
        if one.grade and known and None not in spans and not any(first <= one.grade <= last for first, last in known):
            found.append((one, ", ".join(_span(*span) for span in known)))
    return _frame(
        records, "event", [one for one, _ in found], grade=[one.grade for one, _ in found], grades=[grades for _, grades in found]
    )


def _span(first: int, last: int) -> str:
    return f"{first} класса" if first == last else f"{first}–{last} классов"


@rule(
    "profile-unmapped", title="Профиль не ведёт к предмету плана", forms=ACHIEVED, clause="3.4", severity=Severity.NOTE,
    message="профиль {profiles} мероприятия «{event}» не соответствует ни одному предмету учебного плана",
    fix="Впишите соответствие на листе «Профили», если оно есть.",
)  # fmt: skip
def profile_unmapped(records: Records, school: School) -> pd.DataFrame:
    """Listed events that lead to no subject of the plan, where there is a plan."""
    if not school.subject_names:
        return findings()
    found = [
        one
        for one in judged(records, school)
        if one.verdict.found and not any(subjects_of(school, event, one.subject, sport=one.sport) for event in one.verdict.found)
    ]
    profiles = [_named([event.profile or one.subject for event in one.verdict.found]) or "(не указан)" for one in found]
    return _frame(records, "subject", found, profiles=profiles)


@rule(
    "event-list-wrong", title="Строка перечня или соответствия неверна", forms=("events", "profiles"), clause="3.2.2",
    severity=Severity.WARNING, message="{fault}", fix="Сверьте строку с опубликованным перечнем и учебным планом и исправьте.",
)  # fmt: skip
def event_list_wrong(records: Records, school: School) -> pd.DataFrame:
    """Classes that run backwards; subjects of a profile that the plan does not have."""
    rows = records.rows
    found: list[tuple[int, int, int, str]] = []
    if records.form.name == "events":
        chosen = rows[(rows["first_grade"] > rows["last_grade"]).fillna(False).astype(bool)] if len(rows) else rows
        for sheet, row, first, last in chosen[["sheet_id", "row", "first_grade", "last_grade"]].itertuples(index=False):
            fault = f"«С класса» ({first}) больше, чем «По класс» ({last}): классы мероприятия считаются неизвестными"
            found.append((sheet, row, int(records.places["first_grade"][sheet]), fault))
    elif school.subject_names:
        for sheet, row, subjects in rows[["sheet_id", "row", "subjects"]].itertuples(index=False):
            unknown = [word for word in (listed_in(subjects) if isinstance(subjects, str) else ()) if not in_plan(school, (word,))]
            if unknown:
                found.append((sheet, row, int(records.places["subjects"][sheet]), f"в учебном плане нет предмета {_named(unknown)}"))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "fault"])


RULES: tuple[Rule, ...] = (
    event_unlisted, event_spelling, event_profile, event_listed_unsaid, event_commercial, event_grades, profile_unmapped, event_list_wrong,
)  # fmt: skip

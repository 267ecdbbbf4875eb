"""The school year of the invented school: periods, breaks, days of lessons, and the week of a class."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from ..forms.periods import BREAK, PERIOD
from ..people import applies

YEAR = "2026/2027"
FIRST_DAY = dt.date(2026, 9, 1)
TODAY = dt.date(2027, 2, 26)
"""Last day with lessons in the journals: the third quarter is running."""
WORKING_DAYS = 5


@dataclass(frozen=True, slots=True)
class Span:
    """A row of the sheet «Учебные периоды»; `term` is the name of the term in `kind.TERMS`, empty for a break."""

    title: str
    sort: str
    classes: str
    first: dt.date
    last: dt.date
    closed: str = ""
    term: str = ""


CALENDAR = (
    Span("1 четверть", PERIOD, "1–9", FIRST_DAY, dt.date(2026, 10, 23), "да", "quarter1"),
    Span("2 четверть", PERIOD, "1–9", dt.date(2026, 11, 2), dt.date(2026, 12, 30), "да", "quarter2"),
    Span("3 четверть", PERIOD, "1–9", dt.date(2027, 1, 11), dt.date(2027, 3, 26), "нет", "quarter3"),
    Span("4 четверть", PERIOD, "1–9", dt.date(2027, 4, 5), dt.date(2027, 5, 26), "нет", "quarter4"),
    Span("1 полугодие", PERIOD, "", FIRST_DAY, dt.date(2026, 12, 30), "да", "half1"),
    Span("2 полугодие", PERIOD, "", dt.date(2027, 1, 11), dt.date(2027, 5, 26), "нет", "half2"),
    Span("1 триместр", PERIOD, "10", FIRST_DAY, dt.date(2026, 11, 30), "да", "trimester1"),
    Span("Осенние каникулы", BREAK, "", dt.date(2026, 10, 24), dt.date(2026, 11, 1)),
    Span("Зимние каникулы", BREAK, "", dt.date(2026, 12, 31), dt.date(2027, 1, 10)),
    Span("Дополнительные каникулы", BREAK, "1", dt.date(2027, 2, 8), dt.date(2027, 2, 14)),
    Span("Весенние каникулы", BREAK, "", dt.date(2027, 3, 27), dt.date(2027, 4, 4)),
)  # fmt: skip

EARLIER = ("2023/2024", "2024/2025", "2025/2026")
"""School years before this one of which something is kept, the earliest first."""
LAST_YEAR = EARLIER[-1]
LAST_CALENDAR = (
    Span("1 четверть", PERIOD, "1–9", dt.date(2025, 9, 1), dt.date(2025, 10, 24), "да"),
    Span("2 четверть", PERIOD, "1–9", dt.date(2025, 11, 5), dt.date(2025, 12, 30), "да"),
    Span("3 четверть", PERIOD, "1–9", dt.date(2026, 1, 12), dt.date(2026, 3, 27), "да"),
    Span("4 четверть", PERIOD, "1–9", dt.date(2026, 4, 6), dt.date(2026, 5, 26), "да"),
    Span("1 полугодие", PERIOD, "10–11", dt.date(2025, 9, 1), dt.date(2025, 12, 30), "да"),
    Span("2 полугодие", PERIOD, "10–11", dt.date(2026, 1, 12), dt.date(2026, 5, 26), "да"),
)
"""Terms of the last school year."""
END_OF_LAST_YEAR = LAST_CALENDAR[-1].last


def term(name: str) -> Span:
    """The dated term of that name."""
    return next(span for span in CALENDAR if span.term == name)


def terms_of(grade: int) -> tuple[str, ...]:
    """Terms of the class journals of a grade."""
    return ("half1", "half2") if grade >= 10 else ("quarter1", "quarter2", "quarter3", "quarter4")


def closed_terms(grade: int) -> tuple[str, ...]:
    """Terms whose marks are set."""
    return tuple(name for name in terms_of(grade) if term(name).closed == "да")


@cache
def school_days(grade: int) -> tuple[dt.date, ...]:
    """Days with lessons up to today: working days that are no state holiday and in no break of the grade."""
    import holidays

    free = holidays.country_holidays("RU", years=[FIRST_DAY.year, FIRST_DAY.year + 1])
    breaks = [span for span in CALENDAR if span.sort == BREAK and applies(span.classes, str(grade))]
    days = (FIRST_DAY + dt.timedelta(number) for number in range((TODAY - FIRST_DAY).days + 1))
    return tuple(
        day
        for day in days
        if day.weekday() < WORKING_DAYS and day not in free and not any(span.first <= day <= span.last for span in breaks)
    )


def lesson_days(grade: int, weekdays: Sequence[int]) -> list[dt.date]:
    """Days of a subject that is held on these weekdays; a weekday given twice is a double lesson."""
    return [day for day in school_days(grade) for weekday in weekdays if day.weekday() == weekday]


def week(hours: Mapping[str, int], paired: Sequence[str], chance: Random) -> dict[str, tuple[int, ...]]:
    """Weekdays of each subject of a class, so that days are about equally long.

    Args:
        hours: Lessons a week by subject.
        paired: Subjects whose two lessons are held one after the other.
        chance: Decides between days that are equally long.
    """
    load = [0] * WORKING_DAYS
    found = {}
    for subject, count in sorted(hours.items(), key=lambda item: (-item[1], item[0])):
        free = sorted(range(WORKING_DAYS), key=lambda day: (load[day], chance.random()))
        days = free[:1] * 2 if subject in paired and count == 2 else (free * 2)[:count]
        for day in days:
            load[day] += 1
        found[subject] = tuple(sorted(days))
    return found

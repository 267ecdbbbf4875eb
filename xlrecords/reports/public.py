"""Pages that may be shown to everybody: counts without names, with small groups hidden so that nobody can work them out (п. 6.1, 6.2)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Final

from ..achievements.evidence import Achievement, achievements
from ..attestation.categories import EXCELLENT, FAILING, FAIR, GOOD, NO_DATA, NOT_ATTESTED, ONE_FOUR, ONE_THREE, UNMARKED
from ..attestation.categories import categories as categories_of
from ..attestation.indicators import NAMES, count
from ..attestation.results import in_period
from ..decision import Answer
from ..forms.achievement_sheet import LEVEL
from ..forms.consents import DISTRIBUTION, SITE
from ..kind import TERMS, grade_of
from ..privacy.consents import consent
from ..privacy.suppression import AtMost, Tables, Total, suppressed
from ..report import Cell, Field, Page
from ..school import School

HIDDEN: Final = "•"
SCHOOL: Final = "По школе"
PEOPLE: Final = "Обучающихся"
FAILED: Final = "не успевают"
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "на «5»": (EXCELLENT,),
    "на «4» и «5»": (ONE_FOUR, GOOD),
    "с «3»": (ONE_THREE, FAIR),
    FAILED: (FAILING, NOT_ATTESTED),
    "нет данных": (NO_DATA,),
}
"""Columns of the first page, and the categories that each counts; who has no marks by right is not counted."""
QUALITY: Final = ("на «5»", "на «4» и «5»")
MARKS: Final[Mapping[str, tuple[str, ...]]] = {"«5»": ("n5",), "«4»": ("n4",), "«3»": ("n3",), "«2»": ("n2", "n1"), "н/а": ("na",)}
STATUSES: Final[Mapping[str, tuple[str, ...]]] = {
    "победители": ("победитель", "чемпион"),
    "призёры": ("призёр", "лауреат", "дипломант"),
    "участники": ("участник",),
}
LEVELS: Final = (("1–4 классы", range(1, 5)), ("5–9 классы", range(5, 10)), ("10–11 классы", range(10, 13)))

Key = tuple[str, str, str]
"""Page, row, column."""


@dataclass(frozen=True)
class Public:
    """What is published.

    Attributes:
        pages: The pages.
        tables: All counts on them, with the relations that readers know.
        hidden: Cells that are hidden.
        named: Positions in the class list of those who are named, by their consents.
    """

    pages: tuple[Page, ...]
    tables: Tables[Key]
    hidden: frozenset[Key]
    named: frozenset[int]


def public_pages(school: School, term: str, day: dt.date, names: bool = False) -> Public:
    """Counts of a period for everybody.

    Args:
        school: What was read.
        term: A name of `kind.TERMS`.
        day: Day of the consents.
        names: Whether winners are named, each with a consent to distribution for the site that is in force on the day.

    Returns:
        «Успеваемость», «Предметы», «Достижения», and «Имена» if they are asked for; all counts are judged together.
    """
    least = school.policy.of("k_anonymity", int)
    parts = [part for part in (_results(school, term), _subjects(school, term), _achievements(school)) if part is not None]
    cells = {key: value for part in parts for key, value in part.cells.items()}
    failing = (RESULTS, SCHOOL, FAILED)
    # Who has a «2» or «н/а» in a subject is among those who fail: the tables bound each other.
    at_most = tuple(AtMost(key, failing) for key in cells if failing in cells and key[0] == SUBJECTS and key[2] in ("«2»", "н/а"))
    tables = Tables(cells, tuple(total for part in parts for total in part.totals), at_most)
    hidden = suppressed(tables, least)
    note = _note(school, term, least)
    pages = [_page(part, tables, hidden, note) for part in parts]
    named, page = _names(school, day) if names else (frozenset(), None)
    return Public((*pages, *(() if page is None else (page,))), tables, hidden, frozenset(named))


RESULTS, SUBJECTS, ACHIEVED = "Успеваемость", "Предметы", "Достижения"


@dataclass(frozen=True)
class _Part:
    """A page before anything is hidden: rows in their order, and which of them are sums of others."""

    tab: str
    title: str
    first: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Key, int]
    totals: tuple[Total[Key], ...]
    bold: Collection[str] = ()


def _part(
    tab: str, title: str, first: str, counts: Mapping[str, Mapping[str, int]], whole: str, sums: Mapping[str, Sequence[str]] | None = None
) -> _Part | None:
    """A page of counts by row and column.

    Args:
        tab: Its name.
        title: Its title.
        first: Heading of its rows.
        counts: Row -> column -> count.
        whole: Column with the sum of a row.
        sums: Further rows, each the sum of some rows above it.
    """
    if not counts:
        return None
    columns = tuple(next(iter(counts.values())))
    values = {row: dict(line) for row, line in counts.items()}
    for row, parts in (sums or {}).items():
        values[row] = {column: sum(values[part][column] for part in parts) for column in columns}
    cells = {(tab, row, column): value for row, line in values.items() for column, value in ((whole, sum(line.values())), *line.items())}
    totals = [Total((tab, row, whole), tuple((tab, row, column) for column in columns)) for row in values]
    for row, parts in (sums or {}).items():
        totals += [Total((tab, row, column), tuple((tab, part, column) for part in parts)) for column in (whole, *columns)]
    return _Part(tab, title, first, tuple(values), (whole, *columns), cells, tuple(totals), tuple(sums or ()))


def _results(school: School, term: str) -> _Part | None:
    """Categories of students by class, parallel, level and school."""
    judged = categories_of(in_period(school, term))
    column_of = {name: column for column, names in GROUPS.items() for name in names}
    counts: dict[str, dict[str, int]] = {}
    for group, category in zip(judged["group"].tolist(), judged["category"].tolist(), strict=True):
        if category != UNMARKED and grade_of(str(group)):
            counts.setdefault(str(group), dict.fromkeys(GROUPS, 0))[column_of[category]] += 1
    groups = sorted(counts, key=lambda group: (grade_of(group), group))
    return _part(RESULTS, "Успеваемость обучающихся", "Класс", {group: counts[group] for group in groups}, PEOPLE, _sums(groups))


def _sums(groups: Sequence[str]) -> dict[str, list[str]]:
    """Parallels of several classes, levels and the school: each is the sum of the rows below it in the tree."""
    found: dict[str, list[str]] = {}
    parallels: dict[int, list[str]] = {}
    for grade, members in groupby(groups, key=grade_of):
        parallel = list(members)
        if len(parallel) > 1:
            found[f"{grade} классы"] = parallel
            parallel = [f"{grade} классы"]
        parallels[grade] = parallel
    levels = {title: [row for grade, rows in parallels.items() if grade in grades for row in rows] for title, grades in LEVELS}
    known = {title: rows for title, rows in levels.items() if rows}
    if len(known) > 1:
        found |= {title: rows for title, rows in known.items() if len(rows) > 1}
    tops = [title if title in found else row for title, rows in known.items() for row in ([title] if title in found else rows)]
    if tops:
        found[SCHOOL] = tops
    return found


def _subjects(school: School, term: str) -> _Part | None:
    """Outcomes by subject, of the whole school."""
    frame = in_period(school, term)
    frame = frame[frame["graded"].to_numpy(bool)]
    if frame.empty:
        return None
    table = count(frame, ["subject"])
    counts = {
        str(row["subject"]): {title: sum(int(row[name]) for name in names) for title, names in MARKS.items()}
        for row in table[["subject", *NAMES]].to_dict("records")
        if any(row[name] for names in MARKS.values() for name in names)
    }
    return _part(SUBJECTS, "Отметки по предметам", "Предмет", dict(sorted(counts.items())), "Аттестовано и н/а")


def _achievements(school: School) -> _Part | None:
    """Results of contests of the school year by level and status."""
    column_of = {status: column for column, names in STATUSES.items() for status in names}
    found = Counter(
        (one.level, column_of[one.status]) for one in achievements(school) if one.status in column_of and one.year == school.year
    )
    levels = [level for level in LEVEL.choices if any(found[level, column] for column in STATUSES)]
    counts = {level: {column: found[level, column] for column in STATUSES} for level in levels}
    return _part(ACHIEVED, "Результаты олимпиад, конкурсов и соревнований", "Уровень", counts, "Результатов", {"Всего": levels})


def _note(school: School, term: str, least: int) -> str:
    name = school.policy.values.get("short_name") or school.policy.values.get("name")
    year = f"{school.year}/{school.year + 1} учебный год" if school.year else ""
    about = " · ".join(str(part) for part in (name, year, f"период: {TERMS[term]}") if part)
    return f"{about}. «{HIDDEN}» — не показано: меньше {least} чел. или позволяет узнать такое число"


def _page(part: _Part, tables: Tables[Key], hidden: Collection[Key], note: str) -> Page:
    """A page with its small numbers hidden; a percent is shown only if all that it is made of is."""
    percent = part.tab == RESULTS
    widths = (Field(part.first, 30 if part.tab == SUBJECTS else 22), *(Field(column, 15, centred=True) for column in part.columns))
    fields = (*widths, *((Field("Качество, %", 12, centred=True), Field("Успеваемость, %", 16, centred=True)) if percent else ()))
    rows: list[Sequence[Cell]] = []
    for row in part.rows:
        line: list[Cell] = [
            row,
            *(HIDDEN if (part.tab, row, column) in hidden else tables.cells[part.tab, row, column] for column in part.columns),
        ]
        if percent:
            line += [_share(part, row, QUALITY, tables, hidden), _share(part, row, (*QUALITY, "с «3»"), tables, hidden)]
        rows.append(line)
    tones = ["total" if row in part.bold else "" for row in part.rows]
    return Page(part.tab, part.title, note, fields, rows, tones, frozen=1, filtered=False, portrait=not percent)


def _share(part: _Part, row: str, columns: Iterable[str], tables: Tables[Key], hidden: Collection[Key]) -> Cell:
    """A share of the students of a row, %, to whole numbers half up."""
    keys = [(part.tab, row, column) for column in (PEOPLE, *columns)]
    people, *counted = (tables.cells[key] for key in keys)
    if not people or any(key in hidden for key in keys):
        return HIDDEN
    return int(Fraction(100 * sum(counted), people) + Fraction(1, 2))


def _names(school: School, day: dt.date) -> tuple[set[int], Page]:
    """Winners and medallists with a consent to be named; the others are only counted."""
    shown: set[int] = set()
    rows: list[Sequence[Cell]] = []
    left_out = 0
    for one in _winners(school):
        if one.person >= 0 and consent(school, one.person, SITE, DISTRIBUTION, day).answer is Answer.YES:
            shown.add(one.person)
            rows.append([one.student, one.group, one.event, one.subject, one.level, one.status])
        else:
            left_out += 1
    fields = (
        Field("Фамилия, имя", 32), Field("Класс", 8, centred=True), Field("Мероприятие", 46, wrapped=True), Field("Предмет, вид", 22),
        Field("Уровень", 16), Field("Результат", 14),
    )  # fmt: skip
    note = f"Только с действующим согласием на распространение (ст. 10.1 152-ФЗ). Без согласия не названо результатов: {left_out}"
    return shown, Page("Имена", "Победители и призёры", note, fields, sorted(rows, key=str), frozen=1, filtered=False)


def _winners(school: School) -> Iterator[Achievement]:
    wanted = {*STATUSES["победители"], *STATUSES["призёры"]}
    return (one for one in achievements(school) if one.status in wanted and one.year == school.year)

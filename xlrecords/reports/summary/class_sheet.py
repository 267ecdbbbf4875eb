"""«Сводная ведомость учёта успеваемости» of each class: marks by student and subject, counts and indicators under them (п. 4.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...attestation.attendance import KINDS, absences, attendance, term_days
from ...attestation.behaviour import behaviour
from ...attestation.categories import EXCELLENT, FAILING, FAIR, GOOD, NO_DATA, ONE_FOUR, ONE_THREE, UNMARKED, categories
from ...attestation.categories import NOT_ATTESTED as WITHOUT
from ...attestation.indicators import NAMES, Counts, mean, outcomes
from ...attestation.why import of_mark
from ...book import letters
from ...kind import fold
from ...marks import CREDIT, EXEMPT, MASTERED, NOT_ATTESTED
from ...policy import items
from ...report import Cell, Field, Figure, Page
from ...school import School, day
from .order import class_order, name_order
from .rates import CLAUSE, LABELS, MARKS, PLACE, RATES, TITLES, Rating, why_count, why_rate, why_sum
from .summary import Summary, tab

NOT_STUDIED: Final = "–"
UNREAD: Final = "?"
NO_SUBJECT: Final = "Предмет не назван"
NO_CLASS: Final = "Без класса"
SHORT: Final = 24
"""Longest heading of a subject, in characters, where the plan knows a shorter spelling."""
CATEGORY: Final = "Категория"
FIRST: Final = 2
"""Column (from 0) of the first subject."""
WIDTH: Final = 180
"""Width of a sheet in characters, from which printing is small enough for thirty students and what stands below them."""
COUNT_WIDTH: Final = 4.4
TOP: Final = 5
"""Row of the headings: they stand below headings of groups."""
Value: TypeAlias = "int | Fraction | str | None"
LEGEND: Final = f"«{NOT_STUDIED}» — не изучает, «{UNREAD}» — запись не читается, «{LABELS['blank']}» — отметки нет"


@dataclass(frozen=True)
class Board:
    """Who and what one class has.

    Attributes:
        group: The class.
        students: Their numbers, in the order of names.
        subjects: Those with marks, in the order of the plan, then the others.
        graded: So many of the subjects have marks.
        places: Row of the marks (a position) for each student and subject; -1: not studied.
    """

    group: str
    students: list[int]
    subjects: list[str]
    graded: int
    places: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sheet:
    """The page of one class, and where on it other pages find their figures.

    Attributes:
        board: Who and what.
        page: What is written.
        shown: Outcomes that have a row and a column.
        counts: Outcomes in each subject with marks.
        rates: Exact values of `RATES` in each.
        total: Outcomes in all of them together.
    """

    board: Board
    page: Page
    shown: tuple[str, ...]
    counts: Mapping[str, Counts]
    rates: Mapping[str, Sequence[Value]]
    total: Counts

    @cached_property
    def _tab(self) -> str:
        """What stands before an address of this sheet."""
        return self.page.reference(0, 0).removesuffix(self.page.cell(0, 0))

    @cached_property
    def _rows(self) -> dict[str, int]:
        """Row of each outcome and each of `RATES`."""
        return {name: TOP + 2 + len(self.board.students) + place for place, name in enumerate((*self.shown, *RATES))}

    @cached_property
    def _columns(self) -> dict[str, str]:
        """Letters of the column of each subject."""
        return {subject: letters(FIRST + 1 + place) for place, subject in enumerate(self.board.subjects)}

    def at(self, subject: str, name: str) -> str:
        """Reference to the cell of an outcome, or of one of `RATES`, of a subject."""
        return f"{self._tab}{self._columns[subject]}{self._rows[name]}"

    def whole(self, name: str) -> str:
        """Reference to the cell of an outcome of the whole class."""
        column = letters(FIRST + len(self.board.subjects) + 2 + self.shown.index(name))
        return f"{self._tab}{column}{TOP + 1 + len(self.board.students)}"

    @property
    def names(self) -> str:
        """Reference to the names of all students."""
        return self._down(1)

    @property
    def categories(self) -> str:
        """Reference to the categories of all students."""
        return self._down([field.title for field in self.page.fields].index(CATEGORY))

    def _down(self, column: int) -> str:
        return f"{self.page.reference(0, column)}:{self.page.cell(len(self.board.students) - 1, column)}"


def pages(summary: Summary) -> Iterator[Page]:
    """The sheet of each class."""
    return (sheet.page for sheet in sheets(summary).values())


def sheets(summary: Summary) -> Mapping[str, Sheet]:
    """Sheets by class, in the order of classes; made once, for other pages refer to their cells."""
    return summary.once("class sheets", lambda: _sheets(summary))


def judged(summary: Summary) -> pd.DataFrame:
    """Frame of `categories` of the students of the period, found once."""
    return summary.once("categories", lambda: categories(summary.marks))


def texts(values: pd.Series, missing: str = "") -> list[str]:
    """A column as texts, with a word for what is missing or empty."""
    values = values.astype("category")
    named = [text if isinstance(text, str) and text else missing for text in values.cat.categories]
    named.append(missing)  # code -1
    return [named[code] for code in values.cat.codes.tolist()]


def student_names(summary: Summary) -> dict[int, str]:
    """Name of each student by number."""
    return summary.once("names", lambda: dict(zip(summary.students.index.tolist(), texts(summary.students["name"]), strict=True)))


def boards(summary: Summary) -> list[Board]:
    """The classes of the period, in their order."""
    marks, names = summary.marks, student_names(summary)
    rank = {name: place for place, name in enumerate(summary.school.subject_names.values())}
    groups, group_names = pd.factorize(np.array(texts(marks["group"]), object))
    subjects, subject_names = pd.factorize(np.array(texts(marks["subject"], NO_SUBJECT), object))
    students, graded = marks["student"].to_numpy(np.int64), marks["graded"].to_numpy(bool)
    found = []
    for group in sorted(range(len(group_names)), key=lambda at: class_order(group_names[at])):
        rows = np.flatnonzero(groups == group)[::-1]  # the first of several rows is written last, and stays
        with_marks = set(subjects[rows[graded[rows]]].tolist())
        order = sorted(
            set(subjects[rows].tolist()), key=lambda at: (at not in with_marks, rank.get(subject_names[at], 999), subject_names[at])
        )
        people = sorted(set(students[rows].tolist()), key=lambda number: (name_order(names.get(number, "")), number))
        places = np.full((len(people), len(order)), -1)
        places[pd.Index(people).get_indexer(students[rows]), pd.Index(order).get_indexer(subjects[rows])] = rows
        found.append(Board(group_names[group], people, [subject_names[at] for at in order], len(with_marks), places))
    return found


def _sheets(summary: Summary) -> dict[str, Sheet]:
    rating, cells = Rating.of(summary), mark_cells(summary)
    outcome = np.append(outcomes(summary.marks), len(NAMES))
    missed = lessons_missed(summary)
    return {board.group: _Writer(summary, rating, board, cells, outcome[board.places], missed).sheet() for board in boards(summary)}


def lessons_missed(summary: Summary) -> list[Figure]:
    """Lessons that each of the students missed in the period; unknown without journals or dates of the period."""
    attended = attendance(summary.school)
    if not attended.held.any():
        return [Figure(None)] * len(summary.students)
    first, last = term_days(summary.school, summary.period)
    inside = (attended.days >= first[:, None]) & (attended.days <= last[:, None])
    numbers = np.where(inside, attended.missed, 0).sum(axis=1).tolist()
    return [
        Figure(None) if np.isnat(start) else Figure(number, "", partial(why_missed, summary.school, student, start, end))
        for student, (number, start, end) in enumerate(zip(numbers, first, last, strict=True))
    ]


def mark_cells(summary: Summary) -> list[Figure]:
    """What stands in the cell of each row of the marks, with the chain of the mark."""
    marks, school = summary.marks, summary.school
    found = []
    for index, mark, token, outcome in zip(
        marks.index.tolist(), marks["mark"].tolist(), texts(marks["token"]), outcomes(marks).tolist(), strict=True
    ):
        value = mark if 1 <= mark <= 5 else None if not token else UNREAD if NAMES[outcome] == "blank" else token
        found.append(Figure(value, "", partial(of_mark, school, index)))
    return found


def short(subject: str, school: School) -> str:
    """Heading of a subject: its name, or the longest spelling of the plan that fits where the name is long."""
    if len(subject) <= SHORT:
        return subject
    spellings = school.once("spellings", "subjects", lambda: _spellings(school)).get(fold(subject), ())
    return max((text for text in spellings if len(text) <= SHORT), key=len, default=subject)


def _spellings(school: School) -> dict[str, tuple[str, ...]]:
    """Other spellings of each subject of the plan, by its folded name."""
    records = school.records.get("subjects")
    rows = () if records is None else records.rows[["subject", "aliases"]].itertuples(index=False)
    return {fold(subject): items(aliases) for subject, aliases in rows if isinstance(subject, str) and isinstance(aliases, str)}


def counting(name: str, cells: str) -> str:
    """Formula, without its «=», that counts an outcome in a range of marks. A tilde makes a question mark no wildcard."""
    if name in MARKS:
        return f"COUNTIF({cells},{name[1]})"
    if name == "blank":
        return f'COUNTBLANK({cells})+COUNTIF({cells},"~{UNREAD}")'
    words = {"na": (NOT_ATTESTED,), "exempt": (EXEMPT,), "ungraded": (*CREDIT, *MASTERED)}[name]
    return "+".join(f'COUNTIF({cells},"{word}")' for word in words)


def category_formula(at: Mapping[str, str]) -> str:
    """Formula of the category of a student, judged from the top as `attestation.categories` does.

    Args:
        at: Address of the cell of each outcome that has a column.
    """
    two = "+".join(at[name] for name in ("n2", "n1") if name in at)
    some = "+".join(at[name] for name in (*MARKS, "na") if name in at)
    four, three = at["n4"], at["n3"]
    return (
        f'=IF({some}=0,IF({at["blank"]}>0,"{NO_DATA}","{UNMARKED}"),IF({two}>0,"{FAILING}",IF({at["na"]}>0,"{WITHOUT}",IF({at["blank"]}>0,"{NO_DATA}",'
        f'IF({four}+{three}=0,"{EXCELLENT}",IF(AND({four}=1,{three}=0),"{ONE_FOUR}",IF({three}=0,"{GOOD}",'
        f'IF({three}=1,"{ONE_THREE}","{FAIR}"))))))))'
    )


class _Writer:
    """Writes the sheet of one class."""

    def __init__(
        self,
        summary: Summary,
        rating: Rating,
        board: Board,
        cells: Sequence[Figure],
        outcome: npt.NDArray[np.int64],
        missed: Sequence[Figure],
    ) -> None:
        self.summary, self.rating, self.board, self.cells = summary, rating, board, cells
        self.missed = [missed[student] for student in board.students]
        marks = outcome[:, : board.graded, None] == np.arange(len(NAMES))
        told = summary.once("behaviour", lambda: behaviour(summary.school, summary.period))
        self.behaviour = {student: told[student] for student in board.students if student in told}
        self.by_student = [Counts(*counts) for counts in marks.sum(axis=1).tolist()]
        self.by_subject = [Counts(*counts) for counts in marks.sum(axis=0).tolist()]
        self.total = Counts(*marks.sum(axis=(0, 1)).tolist())
        self.after = FIRST + len(board.subjects)
        self.columns = {name: letters(self.after + 2 + place) for place, name in enumerate(rating.shown)}
        self.bottom = TOP + len(board.students)  # row of the last student
        self.rates: dict[str, Sequence[Value]] = {}

    def sheet(self) -> Sheet:
        board, shown = self.board, self.rating.shown
        group = board.group or NO_CLASS
        below = list(self._below()) if board.graded else []
        page = Page(
            tab(group),
            f"Сводная ведомость учёта успеваемости: {f'{group} класс' if board.group else 'класс не указан'}, {self.summary.title}",
            f"{self.summary.note}. {LEGEND}",
            self._fields(),
            [*self._students(), self._totals(), *below],
            [*("" for _ in board.students), "total", *("note" if place >= len(shown) else "" for place in range(len(below)))],
            toned=1,
            signatures=("Классный руководитель", "Заместитель директора"),
            frozen=FIRST,
            filtered=False,
            on_one=True,
        )
        counts = dict(zip(board.subjects, self.by_subject, strict=False))
        return Sheet(board, page, shown, counts, self.rates, self.total)

    def _fields(self) -> tuple[Field, ...]:
        """Columns, together wide enough for a class of usual size to be printed on one page."""
        subjects, shown = self.board.subjects, self.rating.shown
        left = WIDTH - 60 - COUNT_WIDTH * len(shown)
        width = min(max(left / max(len(subjects), 1), 5.2), 8)
        return (
            Field("№", 4, centred=True),
            Field("Фамилия, имя, отчество", max(30, min(30 + left - width * len(subjects), 45)), wrapped=True),
            *(Field(short(subject, self.summary.school), width, group="Предметы", turned=True, centred=True) for subject in subjects),
            Field("Ср. балл", 6, turned=True, centred=True),
            *(Field(LABELS[name], COUNT_WIDTH, group="Количество", centred=True) for name in shown),
            Field("Пропуски", 5, turned=True, centred=True),
            Field(CATEGORY, 15),
            *((Field("Поведение", 12),) if self.behaviour else ()),
        )

    def _students(self) -> Iterator[list[Cell]]:
        names, shown = student_names(self.summary), self.rating.shown
        marks = f"{letters(FIRST + 1)}{PLACE}:{letters(FIRST + self.board.graded)}{PLACE}"
        average = f'=IF(COUNT({marks})=0,"",ROUND(AVERAGE({marks}),2))'
        countings = [(name, f"={counting(name, marks)}") for name in shown]
        judging = category_formula({name: f"{column}{PLACE}" for name, column in self.columns.items()})
        categories = dict(zip(judged(self.summary)["student"].tolist(), judged(self.summary)["category"].tolist(), strict=True))
        places = self.board.places.tolist()
        for at, (student, counts) in enumerate(zip(self.board.students, self.by_student, strict=True)):
            row, name = str(TOP + 1 + at), names.get(student, "")
            line: list[Cell] = [at + 1, name]
            line += [self.cells[place] if place >= 0 else NOT_STUDIED for place in places[at]]
            if student in categories:
                line.append(Figure(mean(counts), average.replace(PLACE, row), partial(why_rate, self.rating, "mean", counts)))
                where = f"в строке, {name}"
                for outcome, formula in countings:
                    number = getattr(counts, outcome)
                    line.append(Figure(number, formula.replace(PLACE, row), partial(why_count, outcome, number, where)))
                line.append(self.missed[at])
                category = categories[student]
                line.append(Figure(category, judging.replace(PLACE, row), partial(why_category, self.rating, category, counts)))
            else:
                line += [None, *(None for _ in shown), self.missed[at], ""]
            yield [*line, self.behaviour.get(student, "")] if self.behaviour else line

    def _totals(self) -> list[Cell]:
        """The line below the students: sums of the columns on the right."""
        row = self.bottom + 1
        line: list[Cell] = ["", "Итого по классу", *(None for _ in self.board.subjects)]
        at = {name: f"{column}{row}" for name, column in self.columns.items()}
        line.append(Figure(mean(self.total), self.rating.mean_formula(at), partial(why_rate, self.rating, "mean", self.total)))
        where = f"сумма по ученикам, {self.board.group or NO_CLASS}"
        for name, column in self.columns.items():
            number = getattr(self.total, name)
            line.append(Figure(number, f"=SUM({column}{TOP + 1}:{column}{self.bottom})", partial(why_count, name, number, where)))
        column = letters(self.after + 2 + len(self.columns))
        known = [figure.value for figure in self.missed if isinstance(figure.value, int)]
        formula = f"=SUM({column}{TOP + 1}:{column}{self.bottom})"
        line.append(Figure(sum(known), formula, partial(why_sum, "Пропущено уроков", sum(known), ["всех учеников"])) if known else None)
        return [*line, "", *("" for _ in range(bool(self.behaviour)))]

    def _below(self) -> Iterator[list[Cell]]:
        """Rows of the outcomes and of the indicators of each subject."""
        shown, rating = self.rating.shown, self.rating
        top = self.bottom + 2
        countings = [(name, f"={counting(name, f'{PLACE}{TOP + 1}:{PLACE}{self.bottom}')}") for name in shown]
        formulas = rating.formulas({name: f"{PLACE}{top + place}" for place, name in enumerate((*shown, "size"))})
        columns: list[list[Cell]] = []
        for at, (subject, counts) in enumerate(zip(self.board.subjects, self.by_subject, strict=False)):
            column, where = letters(FIRST + 1 + at), f"в столбце «{subject}»"
            cells: list[Cell] = []
            for name, formula in countings:
                number = getattr(counts, name)
                cells.append(Figure(number, formula.replace(PLACE, column), partial(why_count, name, number, where)))
            figures = rating.filled(counts, formulas, column)
            self.rates[subject] = [figure.value for figure in figures]
            columns.append([*cells, *figures])
        labels = [*(f"«{LABELS[name]}»" for name in shown), f"Учтено ({rating.denominator})", *(TITLES[name] for name in RATES[1:])]
        rest: list[Cell] = [None] * (len(self.board.subjects) - len(columns) + len(shown) + 3 + bool(self.behaviour))
        for place, label in enumerate(labels):
            yield ["", label, *(column[place] for column in columns), *rest]


def why_missed(school: School, student: int, first: np.datetime64, last: np.datetime64) -> list[str]:
    """The chain of missed lessons: their cells, by subject."""
    found = absences(school, student, first, last, KINDS[:3])
    lines = [f"Пропущено уроков: {len(found)} ({day(first):%d.%m.%Y}–{day(last):%d.%m.%Y})"]
    for subject, rows in found.groupby("subject", sort=False):
        lines.append(f"{subject}: " + ", ".join(f"«{token}» {place}" for token, place in rows[["token", "where"]].itertuples(index=False)))
    return [*lines, "Классный журнал, п. 4.4 Положения"]


_CONDITIONS: Final = {
    NO_DATA: "нет ни одной отметки или отметки стоят не по всем предметам",
    UNMARKED: "по всем предметам «осв» или зачёт",
    FAILING: "есть «2»",
    WITHOUT: "«2» нет, есть «н/а»",
    EXCELLENT: "все отметки «5»",
    ONE_FOUR: "одна «4», остальные «5»",
    GOOD: "нет «3» и «2», «4» не меньше двух",
    ONE_THREE: "одна «3», «2» нет",
    FAIR: "«3» не меньше двух, «2» нет",
}


def why_category(rating: Rating, category: str, counts: Counts) -> list[str]:
    """The chain of a category."""
    given = ", ".join(f"«{LABELS[name]}» — {getattr(counts, name)}" for name in rating.shown)
    return [
        f"Категория «{category}»: {_CONDITIONS[category]}",
        f"Отметки: {given}",
        "Категории проверяются сверху вниз, «осв» и зачёты не в счёт",
        CLAUSE,
    ]

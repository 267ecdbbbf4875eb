"""Rules of personal cards and of the book of certificates: numbers, blanks, days, order, marks (п. 4.4, 4.10, приказ № 546)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from ..attestation.certificates import Final
from ..attestation.graduates import (
    Graduate,
    annual_marks,
    decisions,
    grade_of_heading,
    graduates,
    limits,
    students_of,
    title,
)
from ..forms.certificate_book import BASIC
from ..issue import Severity
from ..kind import DATE_TEXT, UNREAD, fold, grade_of, parse_date, plain
from ..marks import CREDIT, MASTERED, NOT_ATTESTED
from ..people import key
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings
from .numbering import breaks

FORM = ("certificate_book",)
BLANK = re.compile(r"\d{14}")
"""Number of a blank: region or authority (3), maker (2), year (2), serial number (7)."""
SERIES = 7
"""Digits of it that are the same for one delivery of blanks; within it the numbers rise."""
AGES = range(13, 26)
"""Ages at which a graduate raises no question."""
FAILING = ("2", "1", CREDIT[1], MASTERED[1], NOT_ATTESTED)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the book: its place, and what the rules ask of it; None or an empty text: not written or not readable.

    A line of somebody who stands above (`again`) is of a duplicate: it may come at any time, with a blank of any delivery.
    """

    line: int
    sheet_id: int
    row: int
    book: tuple[str, str]
    number: int | None
    student: str
    group: str
    birth: dt.date | None
    blank: str
    ordered: dt.date | None
    issued: dt.date | None
    again: bool


def entries(records: Records, school: School) -> list[Entry]:
    """Lines of all books, in reading order; `book` tells the books of the two levels apart."""
    return school.once("certificate_entries", records.form.name, lambda: list(_entries(records, school)))


def _entries(records: Records, school: School) -> Iterator[Entry]:
    listed = school.roster.classes if school.roster is not None else ()
    groups = [
        group or (listed[person] if person >= 0 else "")
        for group, person in zip(school.groups(records), school.persons(records).tolist(), strict=True)
    ]
    heads = records.sheets[["book", "level"]].astype(object).values.tolist()
    seen: set[tuple[object, ...]] = set()
    for line, row in enumerate(records.rows.to_dict("records")):
        book, level = heads[row["sheet_id"]]
        basic = level == BASIC if isinstance(level, str) else grade_of(groups[line]) < 10
        student, birth = plain(row["student"]) if isinstance(row["student"], str) else "", _day(row["birth"])
        who = book, basic, key(student), birth
        yield Entry(
            line,
            row["sheet_id"],
            row["row"],
            (book, "9" if basic else "11"),
            None if pd.isna(row["number"]) else int(row["number"]),
            student,
            groups[line],
            birth,
            "".join(row["blank"].split()) if isinstance(row["blank"], str) else "",
            order_day(row["order"]) if isinstance(row["order"], str) else None,
            _day(row["issued"]),
            bool(student) and who in seen,
        )
        seen.add(who)


def _day(value: object) -> dt.date | None:
    return value.date() if isinstance(value, pd.Timestamp) else None


def order_day(text: str) -> dt.date | None:
    """The first day in a text such as «№ 112 от 25.06.2027»."""
    days = (parse_date(found[0]) for found in DATE_TEXT.finditer(text))
    return next((day for day in days if day is not UNREAD and isinstance(day, dt.date)), None)


def _at(records: Records, found: list[tuple[Entry, dict[str, object]]], name: str) -> pd.DataFrame:
    """Findings in the column of a name."""
    if not found:
        return findings()
    lines = pd.DataFrame([facts for _, facts in found])
    sheet = pd.Series([entry.sheet_id for entry, _ in found])
    placed = findings(sheet_id=sheet, row=[entry.row for entry, _ in found], column=records.column(name, sheet))
    return pd.concat([placed, lines], axis=1)


def _where(records: Records, entry: Entry, name: str) -> str:
    return records.where(entry.sheet_id, entry.row, int(records.places[name][entry.sheet_id]))


# Numbers


@rule(
    "record-number-gap", title="Нумерация записей с пропуском или повтором", forms=FORM, clause="4.10",
    message="номер записи {value}: {verdict}", fix="Пронумеруйте записи подряд по всей книге; исправление заверьте.",
)  # fmt: skip
def record_number_gap(records: Records, school: School) -> pd.DataFrame:
    """Numbers of records against the one before, over all sheets of a book; the first number is free, for books go on over years."""
    listed = entries(records, school)
    found: list[tuple[Entry, dict[str, object]]] = []
    for place, first, before in breaks((entry.book, entry.number) for entry in listed):
        repeated = first is not None and f"уже есть ({_where(records, listed[first], 'number')})"
        found.append((listed[place], {"verdict": repeated or f"после {before} ожидается {before + 1}"}))
    return _at(records, found, "number")


@rule(
    "blank-number-format", title="Номер бланка не из 14 цифр", forms=FORM, clause="4.10",
    message="номер бланка «{value}»: нужно 14 цифр",
    fix="Впишите номер с бланка; клетке задайте текстовый формат, чтобы не пропали нули впереди.",
)  # fmt: skip
def blank_number_format(records: Records, school: School) -> pd.DataFrame:
    """Numbers of blanks that are not fourteen digits; blanks between the digits do not matter."""
    return _at(records, [(entry, {}) for entry in entries(records, school) if entry.blank and not BLANK.fullmatch(entry.blank)], "blank")


@rule(
    "blank-number-repeated", title="Номер бланка повторяется", forms=FORM, clause="4.10",
    message="бланк {value} уже записан: {first}", fix="Сверьте номера с бланками и исправьте ошибочный.",
)  # fmt: skip
def blank_number_repeated(records: Records, school: School) -> pd.DataFrame:
    """A blank on two lines of all the books."""
    seen: dict[str, Entry] = {}
    found: list[tuple[Entry, dict[str, object]]] = []
    for entry in entries(records, school):
        if BLANK.fullmatch(entry.blank) and (first := seen.setdefault(entry.blank, entry)) is not entry:
            found.append((entry, {"first": _where(records, first, "blank")}))
    return _at(records, found, "blank")


@rule(
    "blank-order", title="Номера бланков не по возрастанию", forms=FORM, clause="4.10", severity=Severity.WARNING,
    message="номер бланка меньше, чем в записи выше ({previous})", fix="Проверьте, тот ли бланк записан.",
)  # fmt: skip
def blank_order(records: Records, school: School) -> pd.DataFrame:
    """Blanks of a class and a delivery that do not rise. Repeated and unreadable ones have their own findings."""
    last: dict[tuple[tuple[str, str], str, str], str] = {}
    found: list[tuple[Entry, dict[str, object]]] = []
    for entry in entries(records, school):
        if BLANK.fullmatch(entry.blank) and not entry.again:
            series = entry.book, entry.group, entry.blank[:SERIES]
            if entry.blank < (previous := last.get(series, "")):
                found.append((entry, {"previous": previous}))
            last[series] = entry.blank
    repeated = blank_number_repeated.find
    assert repeated is not None
    again = set(repeated(records, school)[["sheet_id", "row"]].itertuples(index=False, name=None))
    return _at(records, [(entry, facts) for entry, facts in found if (entry.sheet_id, entry.row) not in again], "blank")


# Days and order


@rule(
    "issued-before-order", title="Выдан раньше приказа", forms=FORM, clause="4.10",
    message="выдан {issued}, а приказ о выдаче — от {ordered}", fix="Исправьте дату выдачи или дату приказа.",
)  # fmt: skip
def issued_before_order(records: Records, school: School) -> pd.DataFrame:
    """Certificates handed out before the day of the order."""
    found: list[tuple[Entry, dict[str, object]]] = [
        (entry, {"issued": entry.issued, "ordered": entry.ordered})
        for entry in entries(records, school)
        if entry.issued and entry.ordered and entry.issued < entry.ordered
    ]
    return _at(records, found, "issued")


@rule(
    "graduate-age", title="Возраст выпускника необычен", forms=FORM, clause="4.10", severity=Severity.WARNING,
    message="на день выдачи {age:год} — для выпускника это необычно", fix="Проверьте дату рождения.",
)  # fmt: skip
def graduate_age(records: Records, school: School) -> pd.DataFrame:
    """Graduates younger or older than usual on the day of issue, else of the order, else at the end of June."""
    found: list[tuple[Entry, dict[str, object]]] = []
    for entry in entries(records, school):
        day = entry.issued or entry.ordered or (dt.date(school.year + 1, 6, 30) if school.year else None)
        if entry.birth is not None and day is not None:
            age = day.year - entry.birth.year - ((day.month, day.day) < (entry.birth.month, entry.birth.day))
            if age not in AGES:
                found.append((entry, {"age": age}))
    return _at(records, found, "birth")


@rule(
    "graduate-order", title="Записи не по классам и алфавиту", forms=FORM, clause="4.10", severity=Severity.WARNING,
    message="запись стоит после «{previous}»: порядок — по классам, в классе по алфавиту", fix="Проверьте порядок записей.",
)  # fmt: skip
def graduate_order(records: Records, school: School) -> pd.DataFrame:
    """Lines that should stand above the one before them."""
    last: dict[tuple[str, str], Entry] = {}
    found: list[tuple[Entry, dict[str, object]]] = []
    for entry in entries(records, school):
        if not entry.student or entry.again:
            continue
        before = last.get(entry.book)
        if before is not None and _order(entry) < _order(before):
            shown = before.student if before.group == entry.group else f"{before.student}, {before.group}"
            found.append((entry, {"previous": shown}))
        last[entry.book] = entry
    return _at(records, found, "student")


def _order(entry: Entry) -> tuple[int, str, str]:
    return grade_of(entry.group), entry.group, key(entry.student)


# Marks


def _graduates(records: Records, school: School) -> list[Graduate | None]:
    """The graduate of each line."""
    known = {graduate.student: graduate for graduate in graduates(school)}
    return [known.get(number) if number is not None else None for number in students_of(records, school)]


@dataclass(frozen=True, slots=True)
class Cell:
    """A mark of the book: line, place, subject as written, token («?»: unreadable), and the final mark that follows from the records."""

    line: int
    sheet_id: int
    row: int
    column: int
    subject: str
    token: str
    final: Final | None

    @property
    def differs(self) -> bool:
        """Whether both are known and are not the same."""
        return self.final is not None and self.final.known and self.token not in ("?", self.final.shown)


def _cells(records: Records, school: School) -> list[Cell]:
    return school.once("certificate_cells", records.form.name, lambda: list(_read_cells(records, school)))


def _read_cells(records: Records, school: School) -> Iterator[Cell]:
    if records.rows.empty or records.headings.empty:
        return
    grid = records.grid
    tokens = {
        (line, heading): token if isinstance(token, str) else "?"
        for line, heading, token in zip(grid["line"], grid["heading"], grid["token"].astype(object), strict=True)
    }
    by_sheet: dict[int, list[tuple[int, int, str]]] = {}
    for heading, (sheet, column, text) in enumerate(records.headings[["sheet_id", "column", "text"]].itertuples(index=False)):
        by_sheet.setdefault(sheet, []).append((heading, column, plain(text)))
    for line, graduate in enumerate(_graduates(records, school)):
        finals = {} if graduate is None else {_name(final.subject, school): final for final in graduate.finals}
        sheet, row = records.rows["sheet_id"].iat[line], records.rows["row"].iat[line]
        for heading, column, subject in by_sheet.get(sheet, ()):
            yield Cell(line, sheet, row, column, subject, tokens.get((line, heading), ""), finals.get(_name(subject, school)))


def _name(subject: str, school: School) -> str:
    return fold(title(school.subject(subject), school))


@rule(
    "certificate-mark-differs", title="Отметка в книге не та, что по журналам и экзамену", forms=FORM, clause="4.10", code="V10",
    message="{subject}: в книге {given}, по журналам и экзамену «{expected}» ({why})",
    fix="Сверьте отметки; ошибочную исправьте до выдачи аттестата.",
)  # fmt: skip
def certificate_mark_differs(records: Records, school: School) -> pd.DataFrame:
    """Marks of the book against the final marks that follow from the records; where these are unknown nothing is compared."""
    found = [
        (
            cell.sheet_id,
            cell.row,
            cell.column,
            cell.subject,
            f"«{cell.token}»" if cell.token else "пусто",
            cell.final.shown,
            cell.final.short,
        )
        for cell in _cells(records, school)
        if cell.final is not None and cell.differs
    ]
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "subject", "given", "expected", "why"])


@rule(
    "certificate-unfounded", title="Аттестат без основания", forms=FORM, clause="4.10",
    message="аттестат записан, а основания нет: {reason}", fix="Проверьте отметки и результаты ГИА; аттестат выдают при итоговых не ниже «3».",
)  # fmt: skip
def certificate_unfounded(records: Records, school: School) -> pd.DataFrame:
    """Lines with a failing final mark, or of students who failed the state attestation."""
    columns = ["sheet_id", "row", "column", "reason"]
    found = [
        (cell.sheet_id, cell.row, cell.column, f"{cell.subject} — «{cell.token}»")
        for cell in _cells(records, school)
        if cell.token in FAILING and not cell.differs
    ]
    asked = limits(school)
    for entry, graduate in zip(entries(records, school), _graduates(records, school), strict=True):
        issue = decisions(graduate, asked)["аттестат"] if graduate is not None else None
        attestation = issue.grounds[-1] if issue is not None else None
        if attestation is not None and attestation.met is False:
            column = int(records.places["student"][entry.sheet_id])
            found.append((entry.sheet_id, entry.row, column, attestation.text))
    return pd.DataFrame(found, columns=columns)


# Personal cards


@rule(
    "personal-card-differs", title="Личная карта не совпадает с журналом", forms=("personal_file",), clause="4.4", code="V12",
    message="{subject}, {grade} класс: в карте «{given}», в журнале «{expected}» ({where})", fix="Сверьте обе отметки и исправьте ошибочную.",
)  # fmt: skip
def personal_card_differs(records: Records, school: School) -> pd.DataFrame:
    """Marks of the card against the annual marks of the year in which its owner was in that class; cards of namesakes are left out."""
    columns = ["sheet_id", "row", "column", "subject", "grade", "given", "expected", "where"]
    if records.rows.empty or records.headings.empty:
        return findings()
    annual = annual_marks(records, school)
    grades = [grade_of_heading(text) for text in records.headings["text"]]
    subjects = records.rows["subject"].tolist()
    found = []
    cells = records.grid[["sheet_id", "line", "row", "column", "heading", "token"]].itertuples(index=False)
    for sheet, line, row, column, heading, token in cells:
        subject, grade = subjects[line], grades[heading]
        if not isinstance(token, str) or not isinstance(subject, str):
            continue
        kept = annual.get((sheet, grade, fold(school.subject(subject))))
        if kept is not None and token != kept[0]:
            found.append((sheet, row, column, subject, grade, token, *kept))
    return pd.DataFrame(found, columns=columns)


RULES: tuple[Rule, ...] = (
    personal_card_differs, record_number_gap, blank_number_format, blank_number_repeated, blank_order, issued_before_order,
    graduate_age, graduate_order, certificate_mark_differs, certificate_unfounded,
)  # fmt: skip

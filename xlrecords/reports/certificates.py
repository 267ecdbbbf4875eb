"""Pages for the certificates: final marks of grades 9 and 11, «с отличием» and medals, the book ready for printing (п. 4.10, приказ № 546)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from ..attestation.certificates import Final, Limits
from ..attestation.graduates import BASIC, SECONDARY, Graduate, decisions, graduates, limits
from ..decision import Answer, Decision
from ..forms.certificate_book import BASIC as BASIC_TITLE
from ..forms.certificate_book import FORM as BOOK
from ..forms.certificate_book import SECONDARY as SECONDARY_TITLE
from ..kind import grade_of
from ..report import Cell, Field, Figure, Page
from ..school import School
from .grounds import PRIVATE, TONES, parted, told

UNKNOWN, NOT_STUDIED = "?", "–"
LEGEND = f"«{UNKNOWN}» — не хватает данных, «{NOT_STUDIED}» — предмет не изучался"
AWARDS = (
    Field("№", 4.5, centred=True), Field("Фамилия, имя, отчество", 32), Field("Что решается", 20), Field("Решение", 17, centred=True),
    Field("Основания есть", 44, wrapped=True), Field("Мешает", 40, wrapped=True), Field("Не хватает данных", 40, wrapped=True),
)  # fmt: skip
LEVELS = {BASIC: BASIC_TITLE, SECONDARY: SECONDARY_TITLE}


def certificate_pages(school: School, first: Mapping[int, int] | None = None) -> tuple[Page, ...]:
    """Pages for the graduates of the school's year.

    Args:
        school: What was read.
        first: Number of the first record of the book by grade, 9 or 11; without it 1.

    Returns:
        «Итоговые 9 класс», «Итоговые 11 класс», «С отличием и медали», «Книга аттестатов 9», «Книга аттестатов 11»; a grade
        without students, or without a single final mark before the year ends, is left out.
    """
    numbers = first or {}
    by_grade = {grade: [graduate for graduate in graduates(school) if grade_of(graduate.group) == grade] for grade in LEVELS}
    found = {grade: people for grade, people in by_grade.items() if any(final.known for graduate in people for final in graduate.finals)}
    if not found:
        return ()
    known = tuple(graduate for people in found.values() for graduate in people)
    asked = limits(school)
    books = (_book(people, grade, numbers.get(grade, 1), asked, school) for grade, people in found.items())
    return (*(_marks(people, grade) for grade, people in found.items()), _awards(known, asked, school), *books)


# Final marks


def _subjects(people: Sequence[Graduate]) -> list[str]:
    """All subjects of some graduates, each after those that stand before it."""
    found: list[str] = []
    for graduate in people:
        place = 0
        for final in graduate.finals:
            if final.subject not in found:
                found.insert(place, final.subject)
            place = found.index(final.subject) + 1
    return found


def _headings(subjects: Sequence[str]) -> list[Field]:
    return [Field(subject, 4.6, turned=True, centred=True) for subject in subjects]


def _figure(final: Final | None, unknown: str | None) -> Cell:
    """A final mark that can say why."""
    if final is None:
        return NOT_STUDIED
    return Figure((final.mark or final.token) if final.known else unknown, why=partial(Final.why, final))


def _finals(graduate: Graduate, subjects: Sequence[str], unknown: str | None = UNKNOWN) -> list[Cell]:
    found = {final.subject: final for final in graduate.finals}
    return [_figure(found.get(subject), unknown) for subject in subjects]


def _lacking(graduate: Graduate) -> str:
    """Subjects whose final marks are unknown, in a few words; the figures say what each lacks."""
    lacking = [final for final in graduate.finals if not final.known]
    if len(lacking) > 3:
        return f"нет данных: предметов — {len(lacking)}"
    return "; ".join(final.lacking[0] for final in lacking)


def _marks(people: Sequence[Graduate], grade: int) -> Page:
    subjects = _subjects(people)
    fields = (
        Field("№", 4.5, centred=True), Field("Фамилия, имя, отчество", 32), *_headings(subjects), Field("Чего не хватает", 44, wrapped=True),
    )  # fmt: skip
    rows: list[Sequence[Cell]] = []
    for group, members in groupby(people, key=lambda graduate: graduate.group):
        rows.append([f"{group} класс"])
        rows += [[number, graduate.name, *_finals(graduate, subjects), _lacking(graduate)] for number, graduate in enumerate(members, 1)]
    note = f"Для аттестата, приказ № 546. {LEGEND}. {PRIVATE}"
    title = f"Итоговые отметки, {grade} класс"
    return Page(f"Итоговые {grade} класс", title, note, fields, rows, frozen=2, filtered=False)


# Decisions


def _awards(people: Sequence[Graduate], asked: Limits, school: School) -> Page:
    """A row for each graduate and each thing to decide, by classes and names."""
    rows: list[Sequence[Cell]] = []
    tones: list[str] = []
    for group, members in groupby(people, key=lambda graduate: graduate.group):
        rows.append([f"{group} класс"])
        tones.append("")
        for number, graduate in enumerate(members, 1):
            for what, decision in decisions(graduate, asked).items():
                rows.append(_decided(number, graduate, what, decision, asked))
                tones.append(TONES[decision.answer])
    year = f"{school.year}/{school.year + 1} учебный год. " if school.year else ""
    honours = "К медали выдают аттестат с отличием. " if any(not graduate.basic for graduate in people) else ""
    note = f"{year}{honours}Решает педагогический совет; программа сверяет основания. {PRIVATE}"
    return Page("С отличием и медали", "Аттестаты, аттестаты с отличием, медали", note, AWARDS, rows, tones, 3, frozen=2, filtered=False)


def _decided(number: int, graduate: Graduate, what: str, decision: Decision, asked: Limits) -> list[Cell]:
    basis = asked.basis if what.startswith("медаль") else ()
    answer = Figure(decision.answer.value, why=partial(_why, what, decision, basis))
    return [number, graduate.name, what, answer, *parted(decision)]


def _why(what: str, decision: Decision, basis: Sequence[str]) -> list[str]:
    """Chain of a decision: each ground with its act and place, then the settings."""
    return [f"{what}: {decision.answer.value}", *told(decision.grounds), *basis]


# The book


def _book(people: Sequence[Graduate], grade: int, first: int, asked: Limits, school: School) -> Page:
    """Entries for all whose certificate is not ruled out, numbered without gaps from the first number."""
    given = [graduate for graduate in people if decisions(graduate, asked)["аттестат"].answer is not Answer.NO]
    subjects = _subjects(given)
    fields = (
        Field("№ записи", 7, wrapped=True, centred=True), Field("Фамилия, имя, отчество выпускника", 30, wrapped=True),
        Field("Дата рождения", 11, centred=True), Field("Номер бланка", 16), *_headings(subjects),
        Field("Дата и № приказа о выдаче", 13, wrapped=True), Field("Подпись уполномоченного лица", 17, wrapped=True),
        Field("Подпись получателя (почтовое отправление)", 15, wrapped=True), Field("Дата выдачи", 11),
    )  # fmt: skip
    rows = list(_entries(given, subjects, first))
    known = f", {school.year}/{school.year + 1} учебный год" if school.year else ""
    note = f"Уровень образования: {LEVELS[grade]}, {grade} класс{known}. Клетка пуста, пока не хватает данных; «{NOT_STUDIED}» — предмет не изучался"
    return Page(
        f"Книга аттестатов {grade}", BOOK.title, note, fields, rows, signatures=("Классный руководитель", "Директор"), frozen=2,
        filtered=False,
    )  # fmt: skip


def _entries(people: Sequence[Graduate], subjects: Sequence[str], first: int) -> Iterator[Sequence[Cell]]:
    number = first
    for group, members in groupby(people, key=lambda graduate: graduate.group):
        yield [f"{group} класс"]
        for graduate in members:
            born = f"{graduate.birth:%d.%m.%Y}" if graduate.birth else ""
            yield [number, graduate.name, born, "", *_finals(graduate, subjects, None), "", "", "", ""]
            number += 1

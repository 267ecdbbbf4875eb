"""«Номенклатура дел»: its rows with the number of cases of the year, and the closing record by terms (п. 4.3.3, 7.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ...archive.inventory import SECTIONS, section
from ...archive.ledger import Entry
from ...archive.nomenclature import ASSUMED, Heading, headings, version
from ...report import Cell, Field, Figure, Page
from ...school import last_day
from .register import Register, untaken_words

FIELDS = (
    Field("Индекс дела", 9, centred=True),
    Field("Заголовок дела", 56, wrapped=True),
    Field("Кол-во дел (томов)", 11, centred=True),
    Field("Срок хранения, № статьи", 34, wrapped=True),
    Field("Примечание", 40, wrapped=True),
)
COUNT, TERM = 2, 3
NOT_LOOKED_UP = "срок не сверён"
BY_TERMS = "Итоговая запись о категориях и количестве дел"


def nomenclature(register: Register) -> Iterator[Page]:
    """The nomenclature as it is at the end of the school year; nothing if no school was read."""
    school = register.school
    if not school.records:
        return
    day = last_day(school.year) if school.year else None
    rows = headings(school)
    found = [row for index in dict.fromkeys(row.index for row in rows) if (row := version(rows, index, day))]
    counted = [(row, _cases(register, row)) for row in found]
    own = any(row.where for row in rows)
    lines = [_line(row, cases) for row, cases in counted]
    tones = ["" if row.confirmed and row.retention else "warning" for row in found]
    total = Figure(sum(_number(row, cases) for row, cases in counted), f"=SUM(C5:C{4 + len(lines)})")
    hint = untaken_words(school)
    body: list[Sequence[Cell]] = [*lines, ["", "Итого", total], [BY_TERMS], *_closing(counted), *([[hint]] if hint else [])]
    year = f" на {school.year}/{school.year + 1} учебный год" if school.year else ""
    yield Page(
        tab="Номенклатура дел",
        title=f"Номенклатура дел{year}",
        note=register.note if own else f"{register.note} · {ASSUMED}",
        fields=FIELDS,
        rows=body,
        tones=[*tones, "total", *[""] * (len(body) - len(lines) - 1)],
        toned=TERM,
        signatures=("Ответственный за архив", "Согласовано экспертной комиссией, протокол № ____ от ______________"),
        filtered=False,
    )


def _cases(register: Register, row: Heading) -> list[Entry]:
    """Cases of a heading that the school year made."""
    year = register.school.year
    return [entry for entry in register.entries if entry.heading.index == row.index and year and entry.year == year]


def _number(row: Heading, cases: Sequence[Entry]) -> int:
    """How many cases there are: those that the books make, else what the school wrote."""
    return len(cases) or (int(row.count) if row.count.isdecimal() else 0)


def _line(row: Heading, cases: Sequence[Entry]) -> list[Cell]:
    number = _number(row, cases)
    differs = f"в номенклатуре записано дел: {row.count}" if cases and row.count and row.count != str(len(cases)) else ""
    notes = (row.note, "" if row.confirmed else NOT_LOOKED_UP, "" if row.retention else "срок не читается", differs)
    return [
        row.index,
        row.title,
        Figure(number, why=partial(_why, row, cases)) if number else row.count,
        ", ".join(part for part in (row.term, row.article) if part),
        "; ".join(note for note in notes if note),
    ]


def _why(row: Heading, cases: Sequence[Entry]) -> list[str]:
    """Which cases a heading counts."""
    if not cases:
        return [f"{row.index} {row.title}: дел {row.count}, так записано в номенклатуре ({row.where})"]
    return [
        f"{row.index} {row.title}: дел {len(cases)} (п. 4.3.3)",
        *(f"{case.title}: {'; '.join(case.books) or case.bag}" for case in cases),
    ]


def _closing(counted: Sequence[tuple[Heading, Sequence[Entry]]]) -> Iterator[list[Cell]]:
    """How many cases there are by parts of an inventory, and how many of them are marked «ЭПК»."""
    for name in SECTIONS:
        rows = [(row, _number(row, cases)) for row, cases in counted if section(row.term) == name]
        review = sum(number for row, number in rows if row.retention and row.retention.review)
        reason = [f"{row.index} {row.title}: {number}" for row, number in rows if number]
        figure = Figure(sum(number for _, number in rows), why=partial(list, [f"{name} (п. 7.1)", *reason]))
        yield ["", name, figure, f"из них с отметкой «ЭПК»: {review}", ""]

"""Pages of external results: ВПР by class and subject, ОГЭ and ЕГЭ by subject (п. 4.1, 3.2.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial

from ...attestation.external import External, below_minimum, compared, concluded, externals, final_results
from ...report import Cell, Field, Figure, Page
from ...scales import BASE, EGE, GVE9, GVE11
from ...words import decimal
from .order import class_order
from .summary import Summary

VPR_TAB, OGE_TAB, EGE_TAB = "ВПР", "ОГЭ", "ЕГЭ"
MARKS = (5, 4, 3, 2)
SIGNS = ((-1, "Понизили"), (0, "Подтвердили"), (1, "Повысили"))
LEVELS = (60, 70, 80, 90, 100)
"""Test scores from which the EGE page counts."""
CLAUSE = "Положение, п. 4.1"


@dataclass
class Counts:
    """Results of one row of a page.

    Attributes:
        taken: Results that count.
        marks: How many of each mark.
        points: Primary points that are known.
        scores: Test scores that are known.
        signs: How many were lower (-1), the same (0), higher (1) than in the journal.
        below: How many are below the minimum; None: no minimum is known.
        least: The minimum, where there is one for all.
    """

    taken: int = 0
    marks: Counter[int] = field(default_factory=Counter)
    points: list[int] = field(default_factory=list)
    scores: list[int] = field(default_factory=list)
    signs: Counter[int] = field(default_factory=Counter)
    below: int | None = None
    least: int | None = None

    def add(self, result: External) -> None:
        """One more result."""
        self.taken += 1
        mark, low = concluded(result), below_minimum(result)
        if mark is not None:
            self.marks[mark] += 1
        if result.primary is not None:
            self.points.append(result.primary)
        if result.score is not None and result.exam == EGE and result.name != BASE:
            self.scores.append(result.score)
        if low is not None:
            self.below = (self.below or 0) + low
        if result.exam == EGE and result.scale is not None:
            self.least = result.scale.three


def pages(summary: Summary) -> Iterator[Page]:
    """«ВПР», «ОГЭ» and «ЕГЭ», each only where there are such results."""
    for made in (_vpr(summary), _oge(summary), _ege(summary)):
        if made is not None:
            yield made


# Pages


def _vpr(summary: Summary) -> Page | None:
    records = summary.school.records.get("vpr_results")
    if records is None:
        return None
    found: dict[tuple[str, str], Counts] = {}
    for result, sign in zip(externals(records, summary.school), compared(records, summary.school), strict=True):
        if not result.void and (result.mark is not None or result.primary is not None):
            counts = found.setdefault((result.group, result.subject), Counts())
            counts.add(result)
            counts.signs.update(() if sign is None else (sign,))
    fields = (
        Field("Класс", 8, centred=True),
        Field("Предмет", 26),
        *_mark_fields("Писали"),
        Field("Сравнено", 9.5, group="С отметкой за предыдущий период", wrapped=True, centred=True),
        *(Field(title, 12.5, group="С отметкой за предыдущий период", wrapped=True, centred=True) for _, title in SIGNS),
        *(Field(f"{title}, %", 12.5, group="С отметкой за предыдущий период", wrapped=True, centred=True) for _, title in SIGNS),
    )
    page = Page(VPR_TAB, "Всероссийские проверочные работы", summary.note, fields, (), frozen=2, filtered=False)
    rows: list[list[Cell]] = []
    for group, subject in sorted(found, key=lambda pair: (class_order(pair[0]), pair[1])):
        counts = found[group, subject]
        rows.append([group, subject, *_mark_cells(page, len(rows), 2, counts), *_sign_cells(page, len(rows), 10, counts)])
    if not rows:
        return None
    total = _together(found.values())
    last = [*_mark_cells(page, len(rows), 2, total), *_sign_cells(page, len(rows), 10, total)]
    return _closed(page, rows, ["Итого", "", *last], (2, 3, 4, 5, 6, 7, 10, 11, 12, 13))


def _oge(summary: Summary) -> Page | None:
    found = _by_subject(summary, "oge_results", GVE9)
    fields = (Field("Предмет", 30), *_mark_fields("Сдавали"), Field("Средняя отметка", 9, wrapped=True, centred=True),
              Field("Средний первичный балл", 10.5, wrapped=True, centred=True))  # fmt: skip
    page = Page(OGE_TAB, "Государственная итоговая аттестация, 9 класс", _last(summary), fields, (), frozen=1, filtered=False)
    rows: list[list[Cell]] = []
    for subject, counts in found.items():
        mean = _mean_mark(page, len(rows), 1, counts)
        rows.append([subject, *_mark_cells(page, len(rows), 1, counts), mean, _mean("первичных баллов", counts.points)])
    if not rows:
        return None
    total = _together(found.values())
    last: list[Cell] = ["Итого экзаменов", *_mark_cells(page, len(rows), 1, total), _mean_mark(page, len(rows), 1, total), None]
    return _closed(page, rows, last, (1, 2, 3, 4, 5, 6))


def _ege(summary: Summary) -> Page | None:
    found = _by_subject(summary, "ege_results", GVE11)
    fields = (
        Field("Предмет", 30),
        Field("Сдавали", 9, centred=True),
        Field("Минимум", 9.5, centred=True),
        Field("Ниже минимума", 10.5, wrapped=True, centred=True),
        *(Field(f"{level} и выше" if level < 100 else "100", 8, group="Тестовый балл", wrapped=True, centred=True) for level in LEVELS),
        Field("Средний балл", 9, group="Тестовый балл", wrapped=True, centred=True),
        *(Field(f"«{mark}»", 6, group="Отметка (база, ГВЭ)", centred=True) for mark in MARKS),
    )
    page = Page(EGE_TAB, "Государственная итоговая аттестация, 11 класс", _last(summary), fields, (), frozen=1, filtered=False)
    rows: list[list[Cell]] = [[subject, *_score_cells(counts)] for subject, counts in found.items()]
    if not rows:
        return None
    total = _together(found.values())
    total.least = None
    last = [*_score_cells(total)]
    last[2 + len(LEVELS) + 1] = None
    known = [3] if total.below is not None else []
    return _closed(
        page, rows, ["Итого экзаменов", *last], (1, *known, *range(4, 4 + len(LEVELS)), *range(5 + len(LEVELS), 9 + len(LEVELS)))
    )


# Rows


def _last(summary: Summary) -> str:
    return f"{summary.note} · у каждого учтён последний результат, аннулированные не учтены".lstrip(" ·")


def _by_subject(summary: Summary, form: str, other: str) -> dict[str, Counts]:
    """Counts by title of the subject, in order; exams of another form have it beside."""
    records = summary.school.records.get(form)
    found: dict[str, Counts] = {}
    for result in final_results(externals(records, summary.school)) if records is not None else ():
        title = result.name[:1].upper() + result.name[1:] + (" (ГВЭ)" if result.exam == other else "")
        found.setdefault(title, Counts()).add(result)
    return dict(sorted(found.items()))


def _together(parts: Iterable[Counts]) -> Counts:
    total = Counts()
    for part in parts:
        total.taken += part.taken
        total.marks += part.marks
        total.signs += part.signs
        total.scores += part.scores
        if part.below is not None:
            total.below = (total.below or 0) + part.below
    return total


def _closed(page: Page, rows: list[list[Cell]], total: list[Cell], summed: Sequence[int]) -> Page:
    """The page with its rows and the total, whose sums follow from the rows above."""
    for column in summed:
        cell = total[column]
        if isinstance(cell, Figure):
            area = f"{page.cell(0, column)}:{page.cell(len(rows) - 1, column)}"
            total[column] = replace(
                cell, formula=f"=SUM({area})", why=partial(why_total, page.fields[column].title, [_value(row[column]) for row in rows])
            )
    return replace(page, rows=[*rows, total], tones=[*("" for _ in rows), "total"])


def _value(cell: Cell) -> str:
    value = cell.value if isinstance(cell, Figure) else cell
    return "" if value is None else str(value)


# Cells


def _mark_fields(taken: str) -> list[Field]:
    return [
        Field(taken, 9, centred=True),
        *(Field(f"«{mark}»", 6, group="Отметки", centred=True) for mark in MARKS),
        Field("нет", 6, group="Отметки", centred=True),
        Field("Успеваемость, %", 13, wrapped=True, centred=True),
        Field("Качество, %", 10, wrapped=True, centred=True),
    ]


def _mark_cells(page: Page, row: int, column: int, counts: Counts) -> list[Cell]:
    """All, each mark, those without a mark, passing and quality: eight cells from a column on."""
    at = [page.cell(row, column + offset) for offset in range(6)]
    given = {**{f"«{mark}»": counts.marks[mark] for mark in MARKS}, "нет": counts.taken - counts.marks.total()}
    passed = ("«5»", "«4»", "«3»")
    return [
        Figure(counts.taken, f"=SUM({at[1]}:{at[5]})", partial(why_count, page.fields[column].title, given)),
        *(Figure(number, why=partial(why_mark, name, number)) for name, number in given.items()),
        _percent(sum(given[name] for name in passed), counts.taken, f"({at[1]}+{at[2]}+{at[3]})", at[0], "Успеваемость: «5», «4» и «3»"),
        _percent(given["«5»"] + given["«4»"], counts.taken, f"({at[1]}+{at[2]})", at[0], "Качество: «5» и «4»"),
    ]


def _sign_cells(page: Page, row: int, column: int, counts: Counts) -> list[Cell]:
    at = [page.cell(row, column + offset) for offset in range(4)]
    given = {title: counts.signs[sign] for sign, title in SIGNS}
    people = sum(given.values())
    return [
        Figure(people, f"=SUM({at[1]}:{at[3]})", partial(why_count, "Сравнено", given)),
        *(Figure(number, why=partial(why_sign, title, number)) for title, number in given.items()),
        *(_percent(number, people, cell, at[0], title) for (title, number), cell in zip(given.items(), at[1:], strict=True)),
    ]


def _score_cells(counts: Counts) -> list[Cell]:
    """All, the minimum, below it, from each of `LEVELS`, mean score, marks."""
    high = {level: sum(score >= level for score in counts.scores) for level in LEVELS}
    return [
        Figure(counts.taken, why=partial(why_mark, "Сдавали", counts.taken)),
        counts.least,
        Figure(counts.below, why=partial(why_below, counts.below, counts.least)),
        *(Figure(number, why=partial(why_level, level, number, sorted(counts.scores))) for level, number in high.items()),
        _mean("тестовых баллов", counts.scores),
        *(Figure(counts.marks[mark], why=partial(why_mark, f"«{mark}»", counts.marks[mark])) for mark in MARKS),
    ]


def _mean_mark(page: Page, row: int, column: int, counts: Counts) -> Figure:
    """Mean of the marks of a row whose counts stand from a column on."""
    at = [page.cell(row, column + 1 + offset) for offset in range(len(MARKS))]
    number, total = counts.marks.total(), sum(mark * count for mark, count in counts.marks.items())
    products = "+".join(f"{mark}*{cell}" for mark, cell in zip(MARKS, at, strict=True))
    marks = f"SUM({at[0]}:{at[-1]})"
    value = Fraction(total, number) if number else None
    return Figure(value, f'=IF({marks}=0,"",ROUND(({products})/{marks},2))', partial(why_share, "Средняя отметка", total, number))


def _mean(what: str, numbers: Sequence[int]) -> Figure:
    total = sum(numbers)
    return Figure(Fraction(total, len(numbers)) if numbers else None, why=partial(why_mean, what, sorted(numbers)))


def _percent(part: int, whole: int, above: str, below: str, title: str) -> Figure:
    value = Fraction(100 * part, whole) if whole else None
    return Figure(value, f'=IF({below}=0,"",ROUND(100*{above}/{below},2))', partial(why_share, title, 100 * part, whole))


# Why


def why_count(title: str, parts: Mapping[str, int]) -> list[str]:
    """The chain of a sum of a row."""
    return [f"{title}: {sum(parts.values())}", ", ".join(f"{name} — {number}" for name, number in parts.items()), CLAUSE]


def why_mark(name: str, number: int) -> list[str]:
    """The chain of a count of marks."""
    return [f"{name}: {number}", "Отметка — как записана; если не записана, та, что одна следует из баллов по шкале", CLAUSE]


def why_sign(title: str, number: int) -> list[str]:
    """The chain of a comparison with the journal."""
    return [f"{title}: {number}", "Знак разности: отметка ВПР минус отметка за предыдущий период (с листа ВПР, иначе из журнала)", CLAUSE]


def why_share(title: str, above: int, below: int) -> list[str]:
    """The chain of a percentage or a mean."""
    counted = f"{above} / {below} = {decimal(Fraction(above, below))}" if below else "считать не из чего"
    return [title, counted, CLAUSE]


def why_mean(what: str, numbers: Sequence[int]) -> list[str]:
    """The chain of a mean of points."""
    if not numbers:
        return [f"Среднее {what}: считать не из чего"]
    total = sum(numbers)
    return [
        f"Среднее {what}: {', '.join(map(str, numbers))}",
        f"{total} / {len(numbers)} = {decimal(Fraction(total, len(numbers)))}",
        CLAUSE,
    ]


def why_below(number: int | None, least: int | None) -> list[str]:
    """The chain of a count below the minimum."""
    if number is None:
        return ["Минимум неизвестен: внесите его на лист «Шкалы экзаменов»"]
    return [f"Ниже минимума{f' ({least})' if least is not None else ''}: {number}", CLAUSE]


def why_level(level: int, number: int, scores: Sequence[int]) -> list[str]:
    """The chain of a count of high scores."""
    return [f"{level} и выше: {number}", f"Баллы: {', '.join(map(str, scores)) or 'нет'}", CLAUSE]


def why_total(title: str, parts: Sequence[str]) -> list[str]:
    """The chain of a total of a column."""
    return [f"Итого «{title}»: сумма по строкам: {', '.join(part for part in parts if part)}"]

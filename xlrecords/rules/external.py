"""Rules of external exams and works: points, marks, and what the journal says (п. 4.1)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..attestation.external import BY_PRIMARY, External, externals, journal_before, marks_of, own_scales
from ..forms import EXTERNAL
from ..issue import Severity
from ..kind import TERMS
from ..rule import Rule, rule
from ..scales import BASE, EGE, Condition, Scale, fault_of, parse_conditions, region_of
from ..school import School
from ..sheets.records import Records, findings


def _frame(records: Records, name: str, found: Sequence[tuple[External, *tuple[str, ...]]], *facts: str) -> pd.DataFrame:
    """Findings at the column `name`, or where a sheet has none at the subject, with their facts."""
    columns = [int(records.places[name][result.sheet_id] or records.places[records.form.signs[0]][result.sheet_id]) for result, *_ in found]
    return findings(
        sheet_id=[result.sheet_id for result, *_ in found], row=[result.row for result, *_ in found], column=columns,
        **{fact: [words[at] for _, *words in found] for at, fact in enumerate(facts)},
    )  # fmt: skip


def _over(result: External) -> bool:
    return result.primary is not None and result.most is not None and result.primary > result.most


@rule(
    "primary-over-most", title="Первичный балл больше максимума", forms=EXTERNAL, clause="4.1",
    message="{subject}: первичный балл {value}, а наибольший возможный — {most}", fix="Сверьте балл с протоколом и исправьте.",
)  # fmt: skip
def primary_over_most(records: Records, school: School) -> pd.DataFrame:
    """Sums of points above the largest one, as the head of the sheet or the scale says."""
    found = [(result, result.subject, str(result.most)) for result in externals(records, school) if _over(result)]
    return _frame(records, "primary", found, "subject", "most")


@rule(
    "exam-mark-differs", title="Отметка не следует из баллов", forms=EXTERNAL, clause="4.1",
    message="{subject}: отметка {value}, а из баллов следует {expected}; {why}",
    fix="Сверьте баллы и отметку с протоколом, шкалу — с решением региона.",
)  # fmt: skip
def exam_mark_differs(records: Records, school: School) -> pd.DataFrame:
    """Marks that do not follow from the points by the scale of the exam's year and region; nothing where the scale is unknown."""
    found = []
    for result in externals(records, school):
        if result.exam not in BY_PRIMARY or result.mark is None or result.void or _over(result):
            continue
        possible, reasons = marks_of(result.scale, result.primary, result.parts)
        if possible and result.mark not in possible:
            *first, last = (f"«{mark}»" for mark in possible)
            expected = f"{', '.join(first)} или {last}" if first else last
            found.append((result, result.subject, expected, "; ".join(reasons)))
    return _frame(records, "mark", found, "subject", "expected", "why")


@rule(
    "exam-result-missing", title="Нет результата экзамена", forms=("oge_results", "ege_results"), clause="4.1", severity=Severity.WARNING,
    message="{subject}: результат не записан", fix="Впишите результат из протокола или отметьте «Аннулирован».",
)  # fmt: skip
def exam_result_missing(records: Records, school: School) -> pd.DataFrame:
    """Exams with neither a mark nor a test score that were not annulled; a cell that could not be read is reported as such."""
    unread = {
        (sheet, row)
        for sheet, row, name in records.unread[["sheet_id", "row", "name"]].itertuples(index=False)
        if name in ("mark", "score")
    }
    found = [
        (result, result.subject)
        for result in externals(records, school)
        if result.mark is None and result.score is None and not result.void and (result.sheet_id, result.row) not in unread
    ]
    scored = [pair for pair in found if pair[0].exam == EGE and pair[0].name != BASE]
    marked = [pair for pair in found if pair not in scored]
    return pd.concat(
        [_frame(records, name, part, "subject") for name, part in (("score", scored), ("mark", marked)) if part] or [findings()]
    )


@rule(
    "vpr-previous-differs", title="Отметка за предыдущий период не та", forms=("vpr_results",), clause="4.1",
    message="записана отметка {value}, а в журнале за период «{term}» — {token}", fix="Сверьте отметку с журналом и исправьте ошибочную.",
)  # fmt: skip
def vpr_previous_differs(records: Records, school: School) -> pd.DataFrame:
    """Marks for the period before a ВПР against the last one in the journal, where the participant and the day are known."""
    results = externals(records, school)
    if not any(result.previous for result in results):
        return findings()
    found = [
        (result, TERMS[journal.term], journal.token)
        for result, journal in zip(results, journal_before(records, school), strict=True)
        if journal is not None and result.previous and result.previous != journal.token
    ]
    return _frame(records, "previous", found, "term", "token")


@rule(
    "scale-wrong", title="Пороги шкалы противоречат друг другу", forms=("scales",), clause="4.1",
    message="шкала не действует: {fault}", fix="Исправьте пороги: «3» < «4» < «5» ≤ максимум.",
)  # fmt: skip
def scale_wrong(records: Records, school: School) -> pd.DataFrame:
    """Thresholds that do not rise, or lie above the largest sum."""
    found = [(sheet, row, fault) for sheet, row, scale in own_scales(records) if (fault := fault_of(scale))]
    return pd.DataFrame(
        [(sheet, row, int(records.places["three"][sheet]), fault) for sheet, row, fault in found],
        columns=["sheet_id", "row", "column", "fault"],
    )


@rule(
    "scale-condition-unreadable", title="Условие шкалы не читается", forms=("scales",), clause="4.1",
    message="условие «{value}» не понято: шкала не действует", fix="Запишите условия так: {sample}.",
)  # fmt: skip
def scale_condition_unreadable(records: Records, school: School) -> pd.DataFrame:
    """Conditions that cannot be read."""
    rows = records.rows[["sheet_id", "row", "conditions"]].dropna()
    found = [(sheet, row) for sheet, row, text in rows.itertuples(index=False) if parse_conditions(text) is None]
    sample = "; ".join((str(Condition("geometry", 2, 0, 2)), str(Condition("literacy", 6, 4, 3))))
    return pd.DataFrame(
        [(sheet, row, int(records.places["conditions"][sheet]), sample) for sheet, row in found],
        columns=["sheet_id", "row", "column", "sample"],
    )


@rule(
    "scale-region-differs", title="Шкала чужого региона", forms=("scales",), clause="4.1", severity=Severity.WARNING,
    message="шкала не действует: регион «{value}», а {told}", fix="Исправьте регион здесь или на листе «Школа»; для всех регионов оставьте пустым.",
)  # fmt: skip
def scale_region_differs(records: Records, school: School) -> pd.DataFrame:
    """Scales of another region, where the school has none of its own for the exam: a misspelt name would leave the marks unknown."""
    written = school.policy.values.get("region")
    own = written if isinstance(written, str) else ""
    told = f"на листе «Школа» — «{own}»" if own else "на листе «Школа» он не указан"
    rows = list(own_scales(records))
    fitting = {_asked(scale) for _, _, scale in rows if region_of(scale.region) in ("", region_of(own))}
    found = [(sheet, row) for sheet, row, scale in rows if not fault_of(scale) and _asked(scale) not in fitting]
    return pd.DataFrame(
        [(sheet, row, int(records.places["region"][sheet]), told) for sheet, row in found], columns=["sheet_id", "row", "column", "told"]
    )


def _asked(scale: Scale) -> tuple[str, int, str, int]:
    """For which exam a scale is."""
    return scale.exam, scale.year, scale.subject, scale.grade


RULES: tuple[Rule, ...] = (
    primary_over_most, exam_mark_differs, exam_result_missing, vpr_previous_differs, scale_wrong, scale_condition_unreadable,
    scale_region_differs,
)  # fmt: skip

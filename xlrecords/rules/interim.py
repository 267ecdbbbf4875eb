"""Rules of the sheets of the interim attestation: they repeat the journals, and the final mark follows from them (п. 3.2.1, 4.1)."""

from __future__ import annotations

import pandas as pd

from ..attestation import results as of_results
from ..attestation.debts import owner
from ..attestation.promotion import BAD, GOOD, InterimCell, interim_cells
from ..attestation.year import WITH_INTERIM, final_of
from ..issue import Severity
from ..kind import TERMS, fold
from ..policy import Policy
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records

FORM = ("interim_results",)
PLACE = ["sheet_id", "row", "column"]
SCALE = frozenset("12345")
LEGIBLE = GOOD | BAD
"""What may be compared; anything else is reported as such."""

Known = dict[tuple[object, ...], tuple[str, int]]
"""Who, folded subject and term -> token set in the journal or the summary, and the index of its row in `results`."""


@rule(
    "interim-mark-differs", title="Отметка ведомости не совпадает с журналом", forms=FORM, clause="4.1", code="V12",
    message="{term}: в ведомости {given}, в журнале {kept} ({where})", fix="Сверьте обе отметки и исправьте ошибочную.",
)  # fmt: skip
def interim_mark_differs(records: Records, school: School) -> pd.DataFrame:
    """Marks of the interim attestation, of the year and final ones against the journals; empty cells of the sheet claim nothing."""
    known = _known(school)
    found = []
    for cell in interim_cells(school, ("interim", "year", "final")):
        kept, index = known.get((*cell.who, fold(cell.subject), cell.term), ("?", -1))
        if cell.token != kept and cell.token in LEGIBLE and kept in LEGIBLE | {""}:
            shown = f"«{kept}»" if kept else "пусто"
            place = cell.sheet_id, cell.row, cell.column
            found.append((*place, TERMS[cell.term], f"«{cell.token}»", shown, of_results.where(school, index)))
    return pd.DataFrame(found, columns=[*PLACE, "term", "given", "kept", "where"])


def _known(school: School) -> Known:
    """What the journals and summaries have for the year, the interim attestation, and the final mark."""
    return school.once("interim_known", "", lambda: _find_known(school))


def _find_known(school: School) -> Known:
    listed, found = of_results.students(school), of_results.results(school)
    owners = [owner(*student) for student in listed[["name", "group", "person"]].itertuples(index=False, name=None)]
    chosen = found[(found["term"].isin(("year", "interim", "final")) & (found["column"] > 0)).to_numpy()]
    subjects = {subject: fold(subject) for subject in chosen["subject"].unique()}
    lines = zip(chosen.index, *(chosen[name].astype(object) for name in ("student", "subject", "term", "token")), strict=True)
    return {(*owners[student], subjects[subject], term): (token, index) for index, student, subject, term, token in lines}


@rule(
    "interim-final-differs", title="Итоговая отметка не следует из годовой и ПА", forms=FORM, clause="4.1", severity=Severity.WARNING, code="V10",
    message="итоговая {given}, а по правилу школы выходит {expected} (год {year}, ПА {interim})",
    fix="Проверьте итоговую отметку; правило — «Итог с промежуточной аттестацией» на листе «Правила».",
)  # fmt: skip
def interim_final_differs(records: Records, school: School) -> pd.DataFrame:
    """Final marks against the school's rule for them; the mark for the year is that of the sheet, or of the journal."""
    known, found = _known(school), []
    lines: dict[tuple[int, int], dict[str, InterimCell]] = {}
    for cell in interim_cells(school, ("interim", "year", "final")):
        lines.setdefault((cell.sheet_id, cell.row), {})[cell.term] = cell
    for cells in lines.values():
        final, interim = cells.get("final"), cells.get("interim")
        if final is None or interim is None or (policy := _rule_of(records, final.sheet_id, school)) is None:
            continue
        year = cells["year"].token if "year" in cells else known.get((*final.who, fold(final.subject), "year"), ("", -1))[0]
        if not SCALE.issuperset((final.token, interim.token, year)):
            continue
        expected = final_of(int(year), int(interim.token), policy)
        if expected and expected != int(final.token):
            found.append((final.sheet_id, final.row, final.column, final.token, expected, year, interim.token))
    return pd.DataFrame(found, columns=[*PLACE, "given", "expected", "year", "interim"])


def _rule_of(records: Records, sheet_id: int, school: School) -> Policy | None:
    """Settings of the school year, or of the day of the attestation where the year is not known; None: no rule for the final mark is set."""
    date = records.sheets["date"].iat[sheet_id]
    policy = school.policy if school.year is not None or pd.isna(date) else school.policy.on(date.date())
    return policy if policy.values["interim_formula"] == WITH_INTERIM or "interim_formula" in policy.given else None


RULES: tuple[Rule, ...] = (interim_mark_differs, interim_final_differs)

"""Rules of closed periods (V15): what changed since the seal, and whether «Исправления» says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd

from ..attestation.closed import Change, changes, unfounded, vanished, words
from ..forms import LESSON_JOURNALS
from ..issue import Severity
from ..kind import TERMS
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings

HOSTS = (*LESSON_JOURNALS, "class_list", "corrections", "periods")
"""Forms on whose first sheet stands what has no sheet of its own: the first that was read."""


def _shown(found: Sequence[Change], school: School) -> pd.DataFrame:
    if not found:
        return findings()
    frame = pd.DataFrame([asdict(change) for change in found])
    return findings(
        sheet_id=frame["sheet_id"],
        row=frame["row"],
        column=frame["column"],
        term=[TERMS[term] for term in frame["term"]],
        what=[words(change, school) for change in found],
        lesson=[TERMS.get(lesson, lesson) for lesson in frame["lesson"]],
        was=frame["was"],
        now=frame["now"],
        reason=frame["reason"],
    )


@rule(
    "closed-mark-changed", title="Журнал изменён после закрытия периода", forms=LESSON_JOURNALS, clause="4.1", code="V15",
    message="период «{term}» закрыт, а журнал изменён: {what}",
    fix="Верните прежнее или запишите исправление и его основание на листе «Исправления».",
)  # fmt: skip
def closed_mark_changed(records: Records, school: School) -> pd.DataFrame:
    """Entries of sealed pages that are not what they were, and that «Исправления» does not explain."""
    return _shown([change for change in changes(records, school) if not change.reason], school)


@rule(
    "closed-mark-corrected", title="Исправление после закрытия периода", forms=LESSON_JOURNALS, clause="4.1", severity=Severity.NOTE, code="V15",
    message="период «{term}» закрыт, журнал исправлен: {what}; основание: {reason}",
    fix="Если исправление верно, закройте период заново: xlrecords seal.",
)  # fmt: skip
def closed_mark_corrected(records: Records, school: School) -> pd.DataFrame:
    """Entries of sealed pages that «Исправления» says were corrected, and why."""
    return _shown([change for change in changes(records, school) if change.reason], school)


@rule(
    "closed-page-missing", title="Нет закрытой страницы журнала", forms=HOSTS, clause="4.1", code="V15",
    message="{group}: в закрытых журналах не хватает предметов: {subjects} ({terms})",
    fix="Верните эти листы из копии; если изменены класс или предмет в шапке, исправьте их.",
)  # fmt: skip
def closed_page_missing(records: Records, school: School) -> pd.DataFrame:
    """Sealed pages of which no sheet is left: a finding a class, at its first sheet if it has one."""
    gone = vanished(school) if _hosts(records, school) else {}
    if not gone:
        return findings()
    subjects: dict[str, dict[str, None]] = {}
    terms: dict[str, set[str]] = {}
    for _, group, subject, term in gone:
        subjects.setdefault(group, {})[subject] = None
        terms.setdefault(group, set()).add(term)
    groups = school.sheet_groups(records)
    return findings(
        sheet_id=[groups.index(group) if group in groups else 0 for group in subjects],
        row=[0] * len(subjects),
        column=[0] * len(subjects),
        group=list(subjects),
        subjects=[", ".join(subject[:1].upper() + subject[1:] for subject in found) for found in subjects.values()],
        terms=[", ".join(TERMS[term] for term in TERMS if term in found) for found in terms.values()],
    )


@rule(
    "correction-unfounded", title="Исправление не найдено в журнале", forms=("corrections",), clause="4.1", severity=Severity.WARNING, code="V15",
    message="такого исправления в журнале нет: {what}", fix="Сверьте с журналом класс, предмет, фамилию, дату, «Было» и «Стало».",
)  # fmt: skip
def correction_unfounded(records: Records, school: School) -> pd.DataFrame:
    """Rows of «Исправления» on sealed pages that nothing in the journals bears out."""
    lines = [row.line for row in unfounded(school)]
    rows = records.rows.iloc[lines]
    column = np.where(records.column("student", rows["sheet_id"]) > 0, records.column("student", rows["sheet_id"]), 1)
    return findings(sheet_id=rows["sheet_id"], row=rows["row"], column=column, what=[_correction(row) for row in rows.to_dict("records")])


def _correction(row: dict[str, object]) -> str:
    was, became = (row[name] if isinstance(row[name], str) else "пусто" for name in ("was", "became"))
    return f"{row['what']}, было {was}, стало {became}"


@rule(
    "seals-damaged", title="Повреждён файл закрытых периодов", forms=HOSTS, clause="4.1", code="V15",
    message="файл закрытых периодов повреждён или изменён, строки: {lines}",
    fix="Верните файл .xlrecords/seals.jsonl школы из резервной копии.",
)  # fmt: skip
def seals_damaged(records: Records, school: School) -> pd.DataFrame:
    """Lines of the seals that cannot be read or do not follow from the line before; told once, for the current school year."""
    if not school.seals.broken or school.of_year is not None or not _hosts(records, school):
        return findings()
    return findings(sheet_id=[0], row=[0], column=[0], lines=[", ".join(map(str, school.seals.broken))])


def _hosts(records: Records, school: School) -> bool:
    """Whether what has no sheet of its own stands on a sheet of these records."""
    first = next((name for name in HOSTS if name in school.records and len(school.records[name].sheets)), "")
    return records.form.name == first


RULES: tuple[Rule, ...] = (closed_mark_changed, closed_mark_corrected, closed_page_missing, correction_unfounded, seals_damaged)

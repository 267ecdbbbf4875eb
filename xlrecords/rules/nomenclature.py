"""Rules of the nomenclature of case files: each kind of sheet has its case, and one only (п. 4.3.3, 7.1)."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from ..archive.nomenclature import FORM_NAMES, forms_of, title_of, untaken
from ..forms import BY_NAME
from ..issue import Severity
from ..kind import fold
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings

FORM = ("file_nomenclature",)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: its place, what stands in it, the forms it takes, and words that name none."""

    sheet_id: int
    row: int
    index: str
    title: str
    since: object
    forms: tuple[str, ...]
    unknown: tuple[str, ...]


def _rows(records: Records) -> list[_Row]:
    return list(_read(records))


def _read(records: Records) -> Iterator[_Row]:
    for row in records.rows.to_dict("records"):
        text = {name: value.strip() if isinstance(value, str) else "" for name, value in row.items()}
        forms, unknown = forms_of(text["sheets"])
        since = None if row["since"] is None or row["since"] != row["since"] else row["since"]
        yield _Row(int(row["sheet_id"]), int(row["row"]), text["index"], text["title"], since, forms, unknown)


def _where(records: Records, row: _Row, column: str) -> str:
    return records.where(row.sheet_id, row.row, int(records.places[column][row.sheet_id]))


@rule(
    "nomenclature-sheet-unknown", title="Неизвестный вид листа в номенклатуре", forms=FORM, clause="4.3.3", severity=Severity.WARNING,
    message="вида листов «{word}» нет, он не учтён{near}", fix="Впишите название формы; все названия покажет команда «xlrecords forms».",
)  # fmt: skip
def sheet_unknown(records: Records, school: School) -> pd.DataFrame:
    """Words that name no form, with the nearest right one."""
    found = []
    for row in _rows(records):
        for word in row.unknown:
            close = difflib.get_close_matches(fold(word), FORM_NAMES, n=1, cutoff=0.6)
            near = f"; похоже на «{BY_NAME[FORM_NAMES[close[0]]].title}»" if close else ""
            found.append((row.sheet_id, row.row, records.places["sheets"][row.sheet_id], word, near))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "word", "near"])


@rule(
    "nomenclature-sheet-twice", title="Листы одного вида в двух делах", forms=FORM, clause="4.3.3", severity=Severity.WARNING,
    message="листы «{form}» уже входят в дело {index} ({where}): сюда они не попадут",
    fix="Оставьте этот вид листов в одном деле.",
)  # fmt: skip
def sheet_twice(records: Records, school: School) -> pd.DataFrame:
    """Forms that two indexes take; versions of one heading are no two."""
    taken: dict[str, _Row] = {}
    found = []
    for row in _rows(records):
        for form in row.forms:
            first = taken.setdefault(form, row)
            if first.index != row.index:
                place = records.places["sheets"][row.sheet_id]
                found.append((row.sheet_id, row.row, place, title_of(form), first.index, _where(records, first, "sheets")))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "form", "index", "where"])


@rule(
    "nomenclature-titles-differ", title="Под одним индексом разные дела", forms=FORM, clause="4.3.3", severity=Severity.WARNING,
    message="под индексом {index} уже записано другое дело: «{title}» ({where})",
    fix="Исправьте индекс; если заголовок дела изменился, ничего не делайте.",
)  # fmt: skip
def titles_differ(records: Records, school: School) -> pd.DataFrame:
    """Rows whose index has another heading; rows that hold since the same day are repeated, and reported as such."""
    first: dict[str, _Row] = {}
    found = []
    for row in _rows(records):
        if not row.index or not row.title:
            continue
        other = first.setdefault(row.index, row)
        if fold(other.title) != fold(row.title) and other.since != row.since:
            place = records.places["title"][row.sheet_id]
            found.append((row.sheet_id, row.row, place, row.index, other.title, _where(records, other, "title")))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "index", "title", "where"])


@rule(
    "nomenclature-sheet-missing", title="Листы не входят ни в одно дело", forms=FORM, clause="7.1", severity=Severity.WARNING,
    message="эти листы не входят ни в одно дело и в архив не попадут: {missing}",
    fix="Впишите эти виды листов в графу «Виды листов» нужного дела.",
)  # fmt: skip
def sheet_missing(records: Records, school: School) -> pd.DataFrame:
    """Forms of which there are sheets, but no heading that takes them: one finding for all."""
    forms = untaken(school) if len(records.rows) else ()
    if not forms:
        return findings()
    missing = ", ".join(f"«{form}»" + (f" (обычно {hint})" if hint else "") for form, hint in forms)
    return findings(sheet_id=[0], row=[0], column=[0], missing=[missing])


RULES: tuple[Rule, ...] = (sheet_unknown, sheet_twice, titles_differ, sheet_missing)

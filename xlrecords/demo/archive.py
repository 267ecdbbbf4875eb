"""The nomenclature of case files of the invented school."""

from __future__ import annotations

from ..forms import BY_NAME, file_nomenclature
from ..retention import BUILT_IN
from .sheet import Sheet

APPROVED = "Номенклатура дел учебной школы (вымышленная)"


def sheet() -> Sheet:
    """The sheet «Номенклатура дел»: the usual headings, confirmed by the school."""
    rows: list[dict[str, object]] = [
        {
            "index": row.index, "title": row.title, "term": row.term, "article": row.article,
            "sheets": "; ".join(BY_NAME[form].title for form in row.forms), "unit": row.unit if row.forms else "", "source": APPROVED,
        }
        for row in BUILT_IN
    ]  # fmt: skip
    return Sheet(file_nomenclature.FORM, file_nomenclature.FORM.tab, rows=rows)

"""The school's nomenclature of case files: rows of its sheet, else the built-in ones (п. 4.3.3, 7.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..forms import BY_NAME, FORMS
from ..kind import fold
from ..policy import items
from ..retention import BUILT_IN, OF_BOOK, Retention, parse_retention, split_article

if TYPE_CHECKING:
    from ..school import School

ASSUMED = "лист «Номенклатура дел» не найден: приняты неподтверждённые сроки хранения по умолчанию"


@dataclass(frozen=True, slots=True)
class Heading:
    """A row of the nomenclature.

    Attributes:
        index: Index of the case.
        title: Its heading.
        term: Term of keeping, as it is written.
        retention: What the term means; None: it cannot be read.
        article: Article of the list of terms; empty: not told.
        forms: Names of the forms whose sheets belong to it.
        unit: What one case is: a name of `retention.UNITS`.
        since: Day from which it holds; None: always.
        note: Remark.
        source: On what the term rests.
        where: Place of the row in the school's books, «Настройки.xlsx «Номенклатура дел»!D5»; empty: it is built in.
        count: How many cases there are, as the school wrote it.
    """

    index: str
    title: str
    term: str
    retention: Retention | None
    article: str = ""
    forms: tuple[str, ...] = ()
    unit: str = OF_BOOK
    since: dt.date | None = None
    note: str = ""
    source: str = ""
    where: str = ""
    count: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether the school stands behind the term: what is built in, or was copied with its remark, it has not looked up yet."""
        return NOT_CONFIRMED not in fold(self.source)


NOT_CONFIRMED = "не подтвержден"
"""What the source of a term says that nobody looked up."""
FORM_NAMES = {fold(word): form.name for form in reversed(FORMS) for word in (form.tab, *form.titles, form.title) if word}
"""Names of forms by their folded titles."""


def forms_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the forms that a cell «Виды листов» lists, and the words that name none."""
    words = items(text)
    known = tuple(dict.fromkeys(FORM_NAMES[fold(word)] for word in words if fold(word) in FORM_NAMES))
    return known, tuple(word for word in words if fold(word) not in FORM_NAMES)


def headings(school: School) -> tuple[Heading, ...]:
    """Rows of the nomenclature in their order; of several with one index the versions of one heading."""
    records = school.records.get("file_nomenclature")
    if records is None or not len(records.rows):
        return tuple(
            Heading(row.index, row.title, row.term, _read(row.term), row.article, row.forms, row.unit, source=row.source)
            for row in BUILT_IN
        )
    found = []
    for row in records.rows.to_dict("records"):
        text = {name: value if isinstance(value, str) else "" for name, value in row.items()}
        if not text["title"] and not text["term"]:
            continue  # the name of a part of the school: «01. Управление»
        term, article = split_article(text["term"])
        sheet = int(row["sheet_id"])
        place = records.where(sheet, int(row["row"]), int(records.places["term"][sheet]))
        since = row["since"]
        found.append(Heading(
            text["index"], text["title"], term, _read(text["term"]), text["article"] or article, forms_of(text["sheets"])[0],
            text["unit"] or OF_BOOK, None if since is None or since != since else since.date(), text["note"], text["source"],
            f"{records.sheets['book'].iat[sheet]} {place}", text["count"],
        ))  # fmt: skip
    return tuple(found)


def version(rows: tuple[Heading, ...], index: str, day: dt.date | None) -> Heading | None:
    """The row of an index that holds on a day: of those that hold by then the latest; without a day the latest of all."""
    found = [row for row in rows if row.index == index and (row.since is None or day is None or row.since <= day)]
    return max(reversed(found), key=lambda row: row.since or dt.date.min, default=None)


def untaken(school: School) -> tuple[tuple[str, str], ...]:
    """Kinds of sheets that were read and that no heading takes: title of the form, and the built-in heading that would, as a hint."""
    taken = {form for row in headings(school) for form in row.forms}
    read = {form for era in (school, *school.past) for form, records in era.records.items() if len(records.sheets)}
    hints = {form: f"{row.index} «{row.title}»" for row in BUILT_IN for form in row.forms}
    return tuple((form.title, hints.get(form.name, "")) for form in FORMS if form.name in read - taken)


def title_of(form: str) -> str:
    """Title of a form by its name."""
    return BY_NAME[form].title


def _read(term: str) -> Retention | None:
    found = parse_retention(term)
    return found if isinstance(found, Retention) else None

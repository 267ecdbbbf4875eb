"""The school's nomenclature of case files: rows of its sheet, else the built-in ones (п. 4.3.3, 7.1)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..forms import BY_NAME, FORMS
from ..kind import fold
from ..policy import items
from ..retention import BUILT_IN, OF_BOOK, Keeping, Retention, begins_event, needs_review, parse_retention, split_article

if TYPE_CHECKING:
    from ..school import School
    from ..sheets.records import Records

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
        edition: Calendar year of the nomenclature, «на 2026 год»; 9999: its sheet names none.
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
    edition: int = dt.MAXYEAR

    @property
    def confirmed(self) -> bool:
        """Whether the school stands behind the term: what is built in, or was copied with its remark, it has not looked up yet."""
        return NOT_CONFIRMED not in fold(self.source)


_YEAR: Final = re.compile(r"\bна\s+(20\d\d)\b")
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
    """Rows of the nomenclature in their order, those of the latest year first; of several with one index the versions of one heading."""
    records = school.records.get("file_nomenclature")
    if records is None or not len(records.rows):
        return tuple(
            Heading(row.index, row.title, row.term, _read(row.term), row.article, row.forms, row.unit, source=row.source)
            for row in BUILT_IN
        )
    found = [_heading(records, row) for row in records.rows.to_dict("records")]
    return tuple(sorted(found, key=lambda row: -row.edition))


def _heading(records: Records, row: Mapping[Any, Any]) -> Heading:
    sheet, line = int(row["sheet_id"]), int(row["row"])
    columns = {name: int(places[sheet]) for name, places in records.places.items()}
    text = {name: value if isinstance(value, str) else "" for name, value in row.items()}
    # what cannot be read is told as it is written, and is never taken for nothing
    index, written, since = (records.text(sheet, line, columns[name]) for name in ("index", "term", "since"))
    bare, article = split_article(written)
    term, day = _marked(bare, text["article"], text["note"]), row["since"]
    return Heading(
        text["index"] or index or text["title"], text["title"], term, _read(term), text["article"] or article,
        forms_of(text["sheets"])[0], text["unit"] or OF_BOOK,
        day.date() if day is not None and day == day else dt.date.max if since else None, text["note"], text["source"],
        f"{records.sheets['book'].iat[sheet]} {records.where(sheet, line, columns['term'])}", text["count"], _edition(records, sheet),
    )  # fmt: skip


def _marked(term: str, article: str, note: str) -> str:
    """A term with what stands beside it in other columns: the mark «ЭПК», and the event that it is counted after."""
    found = parse_retention(term)
    if not isinstance(found, Retention):
        return term
    event = note[:1].lower() + note[1:] if found.keeping is Keeping.YEARS and not found.event and begins_event(note) else ""
    review = "ЭПК" if not found.review and (needs_review(article) or needs_review(note)) else ""
    return " ".join(part for part in (term, event, review) if part)


def _edition(records: Records, sheet: int) -> int:
    """Year that the title of a nomenclature names; the last of all if it names none."""
    above = records.cells[sheet][: int(records.heading_rows[sheet]) - 1]
    years = (found[1] for row in above for cell in row if isinstance(cell, str) and (found := _YEAR.search(cell)))
    return int(next(years, dt.MAXYEAR))


def version(rows: tuple[Heading, ...], index: str, day: dt.date | None) -> Heading | None:
    """The row of an index that holds on a day: of those that hold by then the latest; without a day the latest of all.

    Of rows that hold since the same day that of the latest nomenclature counts, and of two of one nomenclature the longer term.
    """
    found = [row for row in rows if row.index == index and (row.since is None or day is None or row.since <= day)]
    return max(found, key=lambda row: (row.since or dt.date.min, row.edition, _length(row)), default=None)


def _length(row: Heading) -> int:
    """Years of a term; more than all where no year ends it."""
    return row.retention.years if row.retention and row.retention.counted else dt.MAXYEAR


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

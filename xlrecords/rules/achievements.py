"""Rules of achievements and of what confirms them: documents, scans, entries made twice, badges of ГТО (п. 3.2.2, 4.4, 4.7, 4.8)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from ..forms.common import FINGERPRINT
from ..forms.olympiad_results import NATIONAL
from ..forms.sport_results import BADGES
from ..issue import Severity
from ..kind import fold, parse_date, plain
from ..people import AMBIGUOUS, identity
from ..rule import Rule, rule
from ..scan import Shelf, is_link
from ..school import School
from ..sheets.records import Records, findings

DOCUMENTS = ("portfolio", "supporting_documents")
SCANNED = (*DOCUMENTS, "saved_works")
"""Forms with the columns «Файл» and «Отпечаток файла»."""
DATED = ("achievement_sheet", "achievement_register", "sport_results", "olympiad_results")
"""Forms with the day of an achievement and its document."""

DIPLOMA, CERTIFICATE = "диплом", "сертификат"
WON = re.compile(r"победител|призер|лауреат|дипломант|чемпион")
TOOK_PART = re.compile(r"участ")
DAY = re.compile(r"(?<!\d)\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)")
NUMBER = re.compile(r"(?:№|n[oо]?\.?)\s*([^\s,;]*\d[^\s,;]*)", re.IGNORECASE)
ORDER = re.compile(r"приказ|распоряжени|удостоверени")


def day_in(text: object) -> dt.date | None:
    """The latest day that a text names, «диплом № 5 от 12.01.2027»; None if it names none."""
    if not isinstance(text, str):
        return None
    days = [day for found in DAY.findall(text) if isinstance(day := parse_date(found), dt.date)]
    return max(days, default=None)


def number_in(text: object) -> str:
    """The number that a text names, folded; empty for «б/н» and where there is none."""
    found = NUMBER.search(text) if isinstance(text, str) else None
    return fold(found[1]) if found else ""


def _found(records: Records, lines: Sequence[int], column: str, **facts: Sequence[object]) -> pd.DataFrame:
    """Findings at a column of some lines, given by position."""
    if not lines:
        return findings()
    rows = records.rows.iloc[list(lines)]
    return findings(
        sheet_id=rows["sheet_id"].to_numpy(), row=rows["row"].to_numpy(), column=records.column(column, rows["sheet_id"]), **facts
    )


def _values(records: Records, column: str) -> list[object]:
    """Values of a column, None where a cell is empty or the form has no such column."""
    if column not in records.rows:
        return [None] * len(records.rows)
    values = records.rows[column]
    return values.astype(object).where(values.notna(), None).tolist()


def _days(records: Records, column: str) -> list[dt.date | None]:
    return [value.date() if isinstance(value, pd.Timestamp) else None for value in records.rows[column]]


def _text(value: object) -> str:
    return fold(plain(value)) if isinstance(value, str) else ""


# Documents


@rule(
    "document-kind-status", title="Вид документа не соответствует результату", forms=DOCUMENTS, clause="4.7", severity=Severity.WARNING,
    message="{kind} выдают {whom}, а результат — «{value}»", fix="Сверьте вид документа и результат с самим документом.",
)  # fmt: skip
def document_kind_status(records: Records, school: School) -> pd.DataFrame:
    """Diplomas of those who only took part, and certificates of winners; other results say nothing."""
    lines, kinds, whom = [], [], []
    for line, (kind, status) in enumerate(zip(_values(records, "document_kind"), _values(records, "status"), strict=True)):
        won, took_part = WON.search(_text(status)), TOOK_PART.search(_text(status))
        if kind == DIPLOMA and took_part and not won:
            lines.append(line)
            kinds.append("диплом")
            whom.append("победителям, призёрам и лауреатам")
        elif kind == CERTIFICATE and won:
            lines.append(line)
            kinds.append("сертификат")
            whom.append("участникам")
    return _found(records, lines, "status", kind=kinds, whom=whom)


@rule(
    "document-before-event", title="Документ раньше достижения", forms=DATED, clause="4.7", severity=Severity.WARNING,
    message="документ выдан {issued}, а достижение — {date}", fix="Исправьте дату достижения или дату документа.",
)  # fmt: skip
def document_before_event(records: Records, school: School) -> pd.DataFrame:
    """Documents dated before the day of what they confirm."""
    pairs = enumerate(zip(_days(records, "date"), map(day_in, _values(records, "document")), strict=True))
    found = [(line, issued, date) for line, (date, issued) in pairs if date and issued and issued < date]
    return _found(
        records, [line for line, _, _ in found], "document",
        issued=[plain(issued) for _, issued, _ in found], date=[plain(date) for _, _, date in found],
    )  # fmt: skip


@rule(
    "document-after-entry", title="Документ позже внесения", forms=DOCUMENTS, clause="4.7",
    message="документ от {issued} внесён {entered}: раньше, чем выдан", fix="Исправьте дату документа или дату внесения.",
)  # fmt: skip
def document_after_entry(records: Records, school: School) -> pd.DataFrame:
    """Documents dated after the day on which they were entered."""
    pairs = enumerate(zip(_dates(records), _days(records, "entered"), strict=True))
    found = [(line, issued, entered) for line, (issued, entered) in pairs if issued and entered and issued > entered]
    return _found(
        records, [line for line, _, _ in found], "entered",
        issued=[plain(issued) for _, issued, _ in found], entered=[plain(entered) for _, _, entered in found],
    )  # fmt: skip


def _dates(records: Records) -> list[dt.date | None]:
    """Date of each document: a column of its own, or within the text of number and date."""
    return _days(records, "dated") if "dated" in records.rows else [day_in(text) for text in _values(records, "document")]


def _numbers(records: Records) -> list[str]:
    """Number of each document, folded; empty where it has none, «б/н» among them."""
    if "document_number" not in records.rows:
        return [number_in(text) for text in _values(records, "document")]
    written = [_text(value) for value in _values(records, "document_number")]
    return [text.lstrip("№ ") if any(sign.isdigit() for sign in text) else "" for text in written]


# Entered twice


def _owners(records: Records, school: School) -> list[Hashable]:
    """Who each line is, None where that cannot be told: a name that several bear is nobody's."""
    if "student" in records.rows:
        names, groups = _values(records, "student"), [str(group) for group in school.groups(records)]
    else:
        sheets = records.sheets.loc[records.rows["sheet_id"], ["student", "school_class"]].astype(object)
        names, groups = sheets["student"].tolist(), [group if isinstance(group, str) else "" for group in sheets["school_class"]]
    known: dict[tuple[object, str], Hashable] = {pair: _owner(school, *pair) for pair in set(zip(names, groups, strict=True))}
    return [known[pair] for pair in zip(names, groups, strict=True)]


def _owner(school: School, name: object, group: str) -> Hashable:
    if not isinstance(name, str) or not name.strip():
        return None
    if school.roster is None:
        return group, identity(-1, name)
    match = school.roster.match(name, group)
    if match.status == AMBIGUOUS:
        return None
    return match.person if match.person >= 0 else (group, identity(-1, name))


def _twice(records: Records, keys: Sequence[Hashable], apart: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Lines whose key stands in an earlier line, each with that line; what `row-repeated` already tells of a sheet is left out.

    Args:
        records: The lines.
        keys: What may stand once, one a line; None: nothing is said of the line.
        apart: A text a line; lines with different ones, none of them empty, are different things.
    """
    told = records.rows.duplicated(["sheet_id", *(name for name in records.form.key if name in records.rows)]).to_numpy()
    seen: dict[Hashable, list[int]] = {}
    again: list[tuple[int, int]] = []
    for line in np.flatnonzero(~told).tolist():
        if keys[line] is None:
            continue
        earlier = seen.setdefault(keys[line], [])
        same = (first for first in earlier if not apart or not apart[first] or not apart[line] or apart[first] == apart[line])
        first = next(same, None)
        if first is not None:
            again.append((line, first))
        earlier.append(line)
    return again


def _told(records: Records, again: Sequence[tuple[int, int]], column: str) -> pd.DataFrame:
    """Findings at the second of two lines, with the place of the first."""
    return _found(records, [line for line, _ in again], column, first=[_where(records, first, column) for _, first in again])


def _where(records: Records, line: int, column: str) -> str:
    """Place of a line in words, with its book if there are several."""
    sheet, row = records.rows["sheet_id"].iat[line], records.rows["row"].iat[line]
    place = records.where(sheet, row, int(records.places[column][sheet]) or 1)
    return place if records.sheets["book"].nunique() < 2 else f"{records.sheets['book'].iat[sheet]} {place}"


@rule(
    "document-repeated", title="Документ внесён дважды", forms=DOCUMENTS, clause="4.7",
    message="этот документ уже внесён: {first}", fix="Оставьте одну запись о документе или исправьте номер и дату.",
)  # fmt: skip
def document_repeated(records: Records, school: School) -> pd.DataFrame:
    """A document of one person with kind, number and date of an earlier line, on any sheet; without a number, what it confirms too.

    Different organisers may give equal numbers; a diploma of a team has one number for several people.
    """
    if records.rows.empty:
        return findings()
    portfolio = records.form.name == "portfolio"
    subjects = [_text(value) for value in _values(records, "event" if portfolio else "confirms")]
    keys = [
        None
        if who is None or kind is None or date is None or not (number or subject)
        else (who, kind, date, number or subject, bool(number))
        for who, kind, date, number, subject in zip(
            _owners(records, school), _values(records, "document_kind"), _dates(records), _numbers(records), subjects, strict=True
        )
    ]
    issuers = [_text(value) for value in _values(records, "organiser" if portfolio else "issued_by")]
    return _told(records, _twice(records, keys, issuers), "document" if portfolio else "document_number")


@rule(
    "achievement-repeated", title="Достижение внесено дважды", forms=DATED, clause="4.4",
    message="это достижение уже внесено: {first}{more}", fix="Оставьте одну запись о достижении или исправьте отличие.",
)  # fmt: skip
def achievement_repeated(records: Records, school: School) -> pd.DataFrame:
    """The same event, subject and day of one person in an earlier line, on any sheet; of olympiads the same stage and grade."""
    if records.rows.empty:
        return findings()
    if records.form.name == "olympiad_results":
        names = [_text(value) or fold(NATIONAL) for value in _values(records, "olympiad")]
        stages = list(zip(_values(records, "stage"), _values(records, "competed_grade"), strict=True))
        keys: list[Hashable] = [
            None if who is None or stage is None or not subject else (who, name, subject, stage, grade)
            for who, name, subject, (stage, grade) in zip(
                _owners(records, school), names, map(_text, _values(records, "subject")), stages, strict=True
            )
        ]
        return _told(records, _twice(records, keys), "subject").assign(more="")
    subject = "sport" if records.form.name == "sport_results" else "subject"
    keys = [
        None if who is None or date is None or not event else (who, event, about, date)
        for who, event, about, date in zip(
            _owners(records, school), map(_text, _values(records, "event")), map(_text, _values(records, subject)), _days(records, "date"),
            strict=True,
        )
    ]  # fmt: skip
    again = _twice(records, keys)
    if "student" in records.rows:
        return _told(records, again, "event").assign(more="")
    # Two sheets of one student that tell the same, of which one is a copy: said once.
    sheets = records.rows["sheet_id"].to_numpy()
    pairs: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for line, first in again:
        pairs.setdefault((sheets[line], sheets[first]), []).append((line, first))
    more = [f"; повторов на этом листе: {len(found)}" if len(found) > 1 else "" for found in pairs.values()]
    return _told(records, [found[0] for found in pairs.values()], "event").assign(more=more)


# Badges


@rule(
    "gto-incomplete", title="О знаке ГТО записано не всё", forms=("sport_results",), clause="3.2.2", severity=Severity.WARNING,
    message="у знака ГТО не указано: {missing}", fix="Впишите ступень, УИН участника, номер и дату приказа или удостоверения.",
)  # fmt: skip
def gto_incomplete(records: Records, school: School) -> pd.DataFrame:
    """Badges without their step, the number of the participant, or the order or certificate by which they were given."""
    lines, missing = [], []
    steps, numbers, documents = (_values(records, name) for name in ("gto_step", "gto_id", "document"))
    for line, status in enumerate(_values(records, "status")):
        if status in BADGES:
            known = {
                "ступень": steps[line] is not None,
                "УИН": numbers[line] is not None,
                "приказ или удостоверение": documents[line] is None or ORDER.search(_text(documents[line])) is not None,
            }
            if absent := [name for name, there in known.items() if not there]:
                lines.append(line)
                missing.append(", ".join(absent))
    return _found(records, lines, "status", missing=missing)


# Scans


def _scans(records: Records, school: School) -> Iterator[tuple[int, str, Shelf, Path | None]]:
    """Lines that name a file: position, its name, the shelf of the book, and the file if it is there."""
    sheets = records.rows["sheet_id"].tolist()
    books = records.sheets["book"].astype(object).tolist()
    for line, (sheet, name) in enumerate(zip(sheets, _values(records, "file"), strict=True)):
        path = school.paths.get(books[sheet])
        if isinstance(name, str) and name.strip() and path is not None and not is_link(name):
            shelf = school.once("shelf", books[sheet], partial(Shelf, path))
            yield line, name, shelf, shelf.find(name)


@rule(
    "scan-missing", title="Нет файла скана", forms=SCANNED, clause="4.7", severity=Severity.WARNING,
    message="файла «{value}» нет рядом с книгой, в папке «Сканы» и в папке школы",
    fix="Положите файл в папку «Сканы» рядом с книгой или исправьте его имя.",
)  # fmt: skip
def scan_missing(records: Records, school: School) -> pd.DataFrame:
    """Files that a register names and that are not in the folder of the school."""
    return _found(records, [line for line, _, _, file in _scans(records, school) if file is None], "file")


@rule(
    "scan-differs", title="Файл скана подменён", forms=SCANNED, clause="4.7",
    message="файл «{file}» не тот, чей отпечаток записан",
    fix="Верните прежний файл; если его заменили намеренно, очистите отпечаток и выполните xlrecords scans.",
)  # fmt: skip
def scan_differs(records: Records, school: School) -> pd.DataFrame:
    """Files whose SHA-256 is not the one that was written when they were entered; what is no fingerprint is told of its cell."""
    written = _values(records, "sha256")
    lines, names = [], []
    for line, name, shelf, file in _scans(records, school):
        said = written[line]
        if file is None or not isinstance(said, str) or not re.fullmatch(FINGERPRINT.kind.pattern, said):
            continue
        if (now := shelf.fingerprint(file)) and now != said.lower():
            lines.append(line)
            names.append(plain(name))
    return _found(records, lines, "sha256", file=names)


RULES: tuple[Rule, ...] = (
    document_kind_status, document_before_event, document_after_entry, document_repeated, achievement_repeated, gto_incomplete, scan_missing,
    scan_differs,
)  # fmt: skip

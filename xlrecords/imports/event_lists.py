"""Lists of olympiads and events as ministries and sites publish them, read into rows of the form «Перечни мероприятий».

Nothing is dropped: every row that is not empty is taken or reported with its line. What a row says unreadably is left empty and told.
The school year comes from a column, from the text above the headings or from the user, never from the name of the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ..achievements.listing import listed_in
from ..book import Cell
from ..books.file import read as read_book
from ..books.text import decode
from ..event import fold_name
from ..forms.events import ACTIVITIES, OLYMPIADS, OTHER
from ..guard import MEBIBYTE
from ..kind import parse_number, parse_school_year, plain

MOST_BYTES: Final = 16 * MEBIBYTE
MOST_ROWS: Final = 50_000
MOST_TEXT: Final = 4_000
"""What a list may be: bytes of a file, rows, characters of a cell. The largest list so far had some 2,000 rows."""
LOOKED_AT: Final = 60
"""So many rows are searched for the headings."""

Row = Mapping[str, object]
"""Values by name of the column of the form."""
Told = tuple[int, str]
"""Line of the file and what is to be told of it."""


@dataclass
class EventList:
    """What was read of one table.

    Attributes:
        rows: Rows of the form.
        dropped: Lines below the headings that are no event, and why: `read == len(rows) + len(dropped)`.
        remarks: What else must be known; lines that were taken nevertheless, 0: the table as a whole.
        read: How many rows that are not empty stand below the headings.
    """

    rows: list[Row] = field(default_factory=list)
    dropped: list[Told] = field(default_factory=list)
    remarks: list[Told] = field(default_factory=list)
    read: int = 0


def event_list_rows(path: Path, year: str = "") -> tuple[list[Row], list[str]]:
    """Rows for the form `events` out of a published list, and what to tell of it.

    Args:
        path: A .csv file (UTF-8 or Windows-1251; comma, semicolon or tab) or a workbook.
        year: School year of the list, «2026/2027»; empty: the file says it.

    Returns:
        Rows by name of the column; sentences in Russian with lines of the file. No rows: nothing could be taken, and why.
    """
    rows: list[Row] = []
    told: list[str] = []
    tables, faults = _tables(path)
    for tab, lines in tables:
        if not any(plain(cell) for _, cells in lines for cell in cells):
            continue
        found = read_list(lines, year, path.name)
        rows += found.rows
        where = f"лист «{tab}», " if tab and len(tables) > 1 else ""
        remarks = [
            (f"{where}строка {line}: {text}" if line else f"{where}{text}") for line, text in sorted((*found.dropped, *found.remarks))
        ]
        told += remarks
    return rows, [*faults, *told]


# Files

Lines = list[tuple[int, Sequence[Cell]]]
"""Number of the line and its cells."""


def _tables(path: Path) -> tuple[list[tuple[str, Lines]], list[str]]:
    """Tables of a file by name of the sheet, and what is wrong with it as a file."""
    if path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        book = read_book(path, path.name)
        if not book.sheets():
            return [], ["файл не прочитан: повреждён, зашифрован или это не таблица."]
        return [(tab, list(enumerate(book.cells(tab), 1))) for tab in book.sheets()], []
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        return [], ["файл не прочитан: нет такого файла или доступа к нему."]
    if len(data) > MOST_BYTES:
        return [], [f"файл не прочитан: он больше {MOST_BYTES // MEBIBYTE} МБ."]
    return _csv(decode(data))


def _csv(text: str) -> tuple[list[tuple[str, Lines]], list[str]]:
    """The table of a text, parted by the sign that shows its headings."""
    first = None
    for sign in ",;\t":
        lines, faults = _parted(text, sign)
        first = first or (lines, faults)
        if _heading(lines) is not None:
            return [("", lines)], faults
    lines, faults = first or ([], [])
    return [("", lines)], faults


def _parted(text: str, sign: str) -> tuple[Lines, list[str]]:
    lines: Lines = []
    reader = csv.reader(text.splitlines(keepends=True), delimiter=sign)
    start = 1
    try:
        for cells in reader:
            if len(lines) >= MOST_ROWS:
                return lines, [f"строки с {start} не прочитаны: в файле больше {MOST_ROWS} строк."]
            if lines and any(_swallowed(cell, sign, len(lines[0][1])) for cell in cells):
                raise csv.Error
            lines.append((start, cells))
            start = reader.line_num + 1
    except csv.Error:
        return lines, [f"строки с {start} не прочитаны: незакрытая кавычка или слишком длинная клетка. Исправьте файл."]
    return lines, []


def _swallowed(cell: str, sign: str, columns: int) -> bool:
    """Whether a cell holds a whole further row: its quote was not closed."""
    return any(line.count(sign) == columns - 1 > 1 for line in cell.splitlines()[1:])


# Headings

HEADINGS: Final = {
    "number": r"num in list|№|№ п п|п п|№ в перечне|номер|номер в перечне|номер п п",
    "event": r"name|(?:полное |краткое )?(?:наименование|название)(?: олимпиады| мероприятия| конкурса| олимпиады школьников)?|мероприятие|олимпиада",
    "profile": r"profile|профил[ья](?: олимпиады| мероприятия| и?)?|профиль .*|направление(?: .*)?|направленность",
    "official": r"prof subject|соответствие профил.*|общеобразовательные предметы.*|учебные предметы|предметы?|предмет олимпиады",
    "response": r"response",
    "level": r"level|level to speach|уровень(?: олимпиады| мероприятия)?",
    "first_grade": r"min class|с класса|классы с",
    "last_grade": r"max class|по класс|классы по",
    "grades": r"classes to speach|class|класс|классы|классы участников|возраст(?: участников)?",
    "organiser": r"организатор.*",
    "stage": r"stage|этап|этапы",
    "year": r"учебный год|год перечня",
}
"""Name -> folded headings, as a pattern; of several columns that fit one name the first is taken, and the next where it is empty."""
_PATTERNS = {name: re.compile(pattern) for name, pattern in HEADINGS.items()}
LEAST: Final = 2
"""So many known headings beside that of the name make a row the headings."""


def _folded(cell: Cell) -> str:
    return " ".join(re.findall(r"№|[^\W_]+", plain(cell).lower().replace("ё", "е")))


def _columns(cells: Sequence[Cell]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, cell in enumerate(cells):
        name = next((name for name, pattern in _PATTERNS.items() if pattern.fullmatch(_folded(cell))), "")
        if name:
            found.setdefault(name, []).append(at)
    return found


def _heading(lines: Lines) -> int | None:
    """Position of the row of headings: the first that names the event and something else."""
    for at, (_, cells) in enumerate(lines[:LOOKED_AT]):
        found = _columns(cells)
        if "event" in found and len(found) >= LEAST:
            return at
    return None


# Reading


@dataclass(frozen=True, slots=True)
class _Whole:
    """What holds for all rows of a table: year as told, the list, source."""

    year: str
    list: str
    source: str


def read_list(lines: Lines, year: str = "", source: str = "") -> EventList:
    """Read one table.

    Args:
        lines: Numbers of lines and their cells, from the top of the sheet.
        year: School year that the user told, or an empty text.
        source: Where the list is from, for the column «Источник».
    """
    found = EventList()
    at = _heading(lines)
    if at is None:
        found.remarks.append((0, "заголовки перечня не найдены: нужны хотя бы наименование и профиль или уровень. Ничего не взято."))
        return found
    columns = _columns(lines[at][1])
    above = " ".join(plain(cell) for _, cells in lines[:at] for cell in cells if plain(cell))
    told = sorted({f"{first}/{int(first) + 1}" for first, second in _YEAR.findall(above) if (int(first) + 1) % 100 == int(second)})
    wrong = _year_fault(year, told, "year" in columns)
    if wrong:
        found.remarks.append((0, wrong))
        return found
    whole = _Whole(year or "".join(told[:1]), _list_of(above, columns), source)
    if whole.list == OTHER:
        found.remarks.append(
            (0, f"не сказано, какой это перечень: записано «{OTHER}», а такие строки права не дают. Исправьте графу «Перечень».")
        )
    unused = [
        plain(cell) for place, cell in enumerate(lines[at][1]) if plain(cell) and not any(place in places for places in columns.values())
    ]
    if unused:
        found.remarks.append((0, f"не использованы графы: {', '.join(unused)}."))
    _take(lines[at + 1 :], columns, whole, found)
    return found


_YEAR = re.compile(r"(20\d\d)\s*[/\-–—]\s*(?:20)?(\d\d)(?!\d)(?=[^.]{0,12}уч)", re.IGNORECASE)


def _year_fault(year: str, told: Sequence[str], column: bool) -> str:
    """Why the school year of a table is not known; an empty text if it is."""
    if year and told and told != [year]:
        return f"в файле назван {', '.join(told)} учебный год, а указан {year}: ничего не взято."
    if not year and not column and len(told) != 1:
        named = "в файле названы разные учебные годы" if told else "учебный год перечня не назван"
        return f"{named}: укажите его, например --year 2023/2024. Ничего не взято."
    return ""


def _list_of(above: str, columns: Mapping[str, object]) -> str:
    """Which list it is, by the text above it, else by the columns that only one of them has."""
    text = above.lower()
    if "перечень" in text:
        if "иных" in text or "мероприяти" in text or "творческ" in text:
            return ACTIVITIES
        if "олимпиад школьников" in text:
            return OLYMPIADS
    return OLYMPIADS if "level" in columns and "profile" in columns else OTHER


def _take(lines: Lines, columns: Mapping[str, Sequence[int]], whole: _Whole, found: EventList) -> None:
    number: object = None
    event = ""
    seen: dict[tuple[str, str, str], int] = {}
    for line, cells in lines:
        if not any(plain(cell) for cell in cells):
            continue
        found.read += 1
        values = {name: _first(cells, places) for name, places in columns.items()}
        reason = _no_event(cells, values, event)
        if reason:
            found.dropped.append((line, reason))
            event = "" if reason.startswith(TITLE) else event  # what follows a title is no part of the event above it
            continue
        if values["event"]:
            event, number = values["event"], _whole(values.get("number", ""))
        row = _row(values, event, number, whole, line, found)
        if row is None:
            continue
        key = str(row["event_year"]), fold_name(event), fold_name(values.get("profile", ""))
        if key in seen:
            found.remarks.append((line, f"то же мероприятие с тем же профилем уже есть в строке {seen[key]}"))
        seen.setdefault(key, line)
        found.rows.append(row)


def _first(cells: Sequence[Cell], places: Sequence[int]) -> str:
    """The first value of the columns of one name."""
    return next((text for place in places if place < len(cells) and (text := plain(cells[place]))), "")


TITLE: Final = "не мероприятие"


def _no_event(cells: Sequence[Cell], values: Mapping[str, str], above: str) -> str:
    """Why a row is no event; an empty text if it is one."""
    texts = [text for cell in cells if (text := plain(cell))]
    if max(map(len, texts)) > MOST_TEXT:
        return "слишком длинный текст в клетке: вероятно, не закрыта кавычка; строка не взята"
    if "event" in (again := _columns(cells)) and len(again) >= LEAST:
        return "повтор заголовков"
    if all(text.isdigit() for text in texts) and len(texts) > 1:
        return "номера граф или строка без названия: не взята"
    if values["event"] and len(texts) == 1 and len(values) > LEAST:
        return f"{TITLE}: «{texts[0][:60]}»"
    if not values["event"] and not (above and (values.get("profile") or values.get("official") or values.get("level"))):
        return f"нет названия мероприятия: «{texts[0][:60]}»; строка не взята"
    return ""


def _row(values: Mapping[str, str], event: str, number: object, whole: _Whole, line: int, found: EventList) -> Row | None:
    """A row of the form; None if its year is not that of the table, which is told."""
    year: object = whole.year
    if values.get("year"):
        year = parse_school_year(values["year"])
        if not isinstance(year, str) or (whole.year and year != whole.year):
            found.dropped.append((line, f"учебный год «{values['year']}» не читается или не тот; строка не взята"))
            return None
    elif not year:
        found.dropped.append((line, "учебный год не указан; строка не взята"))
        return None
    level, grades = _level(values.get("level", "")), _span(values)
    for what, text, read in (("уровень", values.get("level", ""), level), ("классы", _grades_text(values), grades)):
        if text and read is None:
            found.remarks.append((line, f"{what} «{text}»: не прочитано и оставлено пустым"))
    # What a site says («response») stands in only where the ministry's own column says nothing: it may open no right of its own.
    subjects = listed_in(values.get("official", "") or values.get("response", ""))
    return {
        "event_year": year,
        "list": whole.list,
        "number": number,
        "event": event,
        "profile": values.get("profile", ""),
        "subject": "; ".join(dict.fromkeys(subjects)),
        "level": level,
        "first_grade": grades[0] if grades else None,
        "last_grade": grades[1] if grades else None,
        "organiser": values.get("organiser", ""),
        "names": "; ".join(_tails(values.get("stage", ""))),
        "source": whole.source,
    }


# Values


def _whole(text: str) -> int | None:
    number = parse_number(text)
    return int(number) if isinstance(number, float) and number.is_integer() and 0 < number < MOST_ROWS else None


LEVELS: Final = {"1": 1, "2": 2, "3": 3, "i": 1, "ii": 2, "iii": 3, "первый": 1, "второй": 2, "третий": 3}


def _level(text: str) -> int | None:
    """Level of an olympiad: «1», «II», «III уровень», «первый»."""
    words = re.findall(r"[^\W_]+", text.lower().replace("і", "i"))
    known = {LEVELS[word] for word in words if word in LEVELS}
    return known.pop() if len(known) == 1 and all(word in LEVELS or word.startswith("уров") for word in words) else None


def _grades_text(values: Mapping[str, str]) -> str:
    ends = " ".join(filter(None, (values.get("first_grade", ""), values.get("last_grade", ""))))
    return ends or values.get("grades", "")


def _span(values: Mapping[str, str]) -> tuple[int, int] | None:
    """First and last class of a row: two columns, or a text."""
    first, last = values.get("first_grade", ""), values.get("last_grade", "")
    return parse_grades(f"{first}–{last}" if first and last else first or last or values.get("grades", ""))


def parse_grades(text: str) -> tuple[int, int] | None:
    """First and last class of a text: «с 7 по 11», «7–11 классы», «5, 6, 7», «10 класс», «с 5 класса»; None if it says something else."""
    folded = re.sub(r"класс\w*|кл\b\.?|-?(?:й|го|м)\b", " ", text.lower())
    numbers = [int(number) for number in re.findall(r"\d+", folded)]
    rest = " ".join(re.findall(r"[^\W\d_]+|[–—,;-]", folded))
    if not numbers or any(not 1 <= number <= 11 for number in numbers):
        return None
    if len(numbers) == 1 and rest in ("", "с", "до", "по"):
        return {"": (numbers[0], numbers[0]), "с": (numbers[0], 11)}.get(rest, (1, numbers[0]))
    if len(numbers) == 2 and rest in ("с по", "от до", "–", "—", "-", "с до"):
        return (numbers[0], numbers[1]) if numbers[0] <= numbers[1] else None
    listed = not rest.strip(",; и") and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return (numbers[0], numbers[-1]) if listed else None


def _tails(stage: str) -> Iterator[str]:
    """Tails of the name that the list's last stage allows: a diploma of the last stage names it."""
    if "заключительн" in stage.lower():
        yield "…, заключительный этап"
    if "финал" in stage.lower().replace("полуфинал", ""):
        yield "…, финал"

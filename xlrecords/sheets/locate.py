"""Finds the tables of forms on a sheet, wherever a teacher moved them, and says which cell is which heading.

It alone deals with shape: titles above, headings of two or three rows, a month row over a row of
days, merged headings, several blocks on one sheet, footers, a second table at the right. It judges nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from itertools import chain

from ..book import EMPTY, Cell, Rows
from ..form import Form, Grid
from ..kind import fold, plain, term_of
from ..marks import SYMBOLS, Token, parse
from . import register_of_lessons as lessons
from .lexicon import Lexicon
from .register_of_lessons import REACH, Register

LABEL_REACH = 60
"""Labels of the head are looked for within so many columns."""
BAND = 2
"""A heading may take so many rows above and so many below the row with its first word."""

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            ("январь", "янв"), ("февраль", "февр", "фев"), ("март", "мар"), ("апрель", "апр"), ("май",), ("июнь",), ("июль",),
            ("август", "авг"), ("сентябрь", "сент", "сен"), ("октябрь", "окт"), ("ноябрь", "нояб"), ("декабрь", "дек"),
        ),
        1,
    )
    for word in words
}  # fmt: skip
FOOTERS = frozenset(
    "итого всего сумма средний среднее ср успеваемость качество соу подпись учитель минимум максимум количество классный директор "
    "пропущено переведен переведена решение".split()
)
TOTAL = "итог"
"""How the line begins that ends a table with parts: «Итого», «Итоговая запись»."""
DATE_LIKE = re.compile(r"\d{1,2}[./-]\d{1,2}(?:[./-](?:\d{4}|\d{2}))?\.?\s*(?:г\.?)?")
CLASS_TITLE = re.compile(r"(?:1[01]|[1-9])\s*[-«\"]?\s*[а-я]?[»\"]?\s*класс", re.IGNORECASE)
CHOSEN = "+"
"""What stands in a table of choices where something is chosen."""
SERIALS = range(40000, 60000)
"""Days as Excel counts them, 2009 to 2064: a number of this size in a row of dates is a date without its format."""


@dataclass(slots=True)
class Headings:
    """Headings of a grid, from left to right, as lists of equal length: a school has 76,000 of them.

    Attributes:
        rows: 0-based row of each.
        columns: 0-based column of each.
        values: What stands there.
        months: Month that stands above a day number, or 0.
        carried: Whether a merged heading at the left holds for it too.
    """

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[Cell] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    carried: list[bool] = field(default_factory=list)

    @classmethod
    def of_row(cls, row: int, cells: list[Cell], first: int, last: int) -> Headings:
        """Headings of one unbroken row of dates, columns [first, last)."""
        count = last - first
        return cls([row] * count, list(range(first, last)), cells[first:last], [0] * count, [False] * count)

    def __len__(self) -> int:
        return len(self.columns)

    def add(self, row: int, column: int, value: Cell, month: int = 0, carried: bool = False) -> None:
        """One more heading, at the right."""
        self.rows.append(row)
        self.columns.append(column)
        self.values.append(value)
        self.months.append(month)
        self.carried.append(carried)

    def carry(self, column: int) -> None:
        """The last heading holds for the next column too."""
        self.add(self.rows[-1], column, self.values[-1], self.months[-1], carried=True)

    def trim(self) -> None:
        """Without carried headings at the right end."""
        while self.carried and self.carried[-1]:
            for items in (self.rows, self.columns, self.values, self.months, self.carried):
                items.pop()


@dataclass(slots=True)
class Block:
    """One table of a form on a sheet. Rows and columns are 0-based.

    Attributes:
        lines: Rows of the body that hold an entry: blank rows, footers and staff lines are left out.
        columns: Name -> columns; several if the value is joined of them («Фамилия», «Имя», «Отчество»).
        heads: Name -> row and column of the value, and the value.
        faults: Row, column, rule id: headings that are unknown or repeated.
    """

    form: Form
    book: str
    sheet: str
    number: int
    rows: Rows
    heading: int
    lines: list[int]
    columns: dict[str, tuple[int, ...]]
    heads: dict[str, tuple[int, int, Cell]]
    grid: Headings = field(default_factory=Headings)
    register: Register | None = None
    faults: list[tuple[int, int, str]] = field(default_factory=list)


def locate(book: str, sheet: str, rows: Rows, lexicon: Lexicon) -> list[Block]:
    """All tables of known forms on a sheet, from top to bottom.

    Args:
        book: Name of the book, for the blocks.
        sheet: Name of the sheet.
        rows: Its cells from A1.
        lexicon: Words of the forms that may be met.

    Returns:
        Blocks in their order; none if the sheet is no known form.
    """
    if not rows:
        return []
    words = set().union(*(row[:REACH] for row in rows))
    hits: set[Cell] = {word for word in words if word.__class__ is str and word and lexicon.begins(word)}
    if not hits:
        return []
    starts = [index for index, row in enumerate(rows) if not hits.isdisjoint(row[:REACH])]
    if len(starts) > 1:
        starts = [index for index in starts if _begins(rows, index, hits, lexicon)]
    blocks: list[Block] = []
    top = 0
    for index in starts:
        if index < top:
            continue
        limit = next((start for start in starts if start > index), len(rows))
        block = _table(book, sheet, len(blocks), rows, top, index, limit, lexicon)
        if block is not None:
            blocks.append(block)
            top = (block.lines[-1] if block.lines else block.heading) + 1
    return blocks


def _begins(rows: Rows, index: int, hits: set[Cell], lexicon: Lexicon) -> bool:
    """Whether a row with a first heading, one of `hits`, is a row of headings, and not an entry that holds such a word («участник»)."""
    row = rows[index]
    if lexicon.topics and not lexicon.topics.isdisjoint(fold(cell) for cell in row if isinstance(cell, str) and cell):
        return True
    words: set[str] = set()
    for column, cell in enumerate(row[:REACH]):
        # A number left of the word is that of an entry, also as text, «1.» or «104512».
        if cell in hits and not any(
            left.__class__ is float or (left.__class__ is str and str(left).strip(" .\u00a0").isdigit()) for left in row[:column]
        ):
            words = words or {fold(text) for text in row if isinstance(text, str) and text}
            for form in lexicon.by_anchor.get(fold(str(cell)), ()):
                if _signed(form, words, lexicon) or (form.grid is not None and _dates_near(rows, index, column)):
                    return True
    return False


def _signed(form: Form, words: set[str], lexicon: Lexicon) -> bool:
    """Whether all signs of a form are among the folded texts of a row, and more than one heading."""
    if any(words.isdisjoint(spellings) for spellings in lexicon.signs[form.name]):
        return False
    known = {name for text in words if (name := _column_of(text, lexicon.headings[form.name]))}
    known |= {name for name, parts in lexicon.joined[form.name] if words.issuperset(parts)}
    return len(known) > 1 and known >= set(form.signs)


def _dates_near(rows: Rows, index: int, column: int) -> bool:
    """Whether dates stand right of a column in the rows that a heading may take."""
    return any(_date_like(cell) for line in rows[max(index - BAND, 0) : index + BAND + 1] for cell in line[column + 1 :] if cell != EMPTY)


def _table(book: str, sheet: str, number: int, rows: Rows, top: int, index: int, limit: int, lexicon: Lexicon) -> Block | None:
    """The table whose first heading stands in row `index`, or None. Rows above `top` belong to another block."""
    row = rows[index]
    anchors = [(column, fold(cell)) for column, cell in enumerate(row[:REACH]) if isinstance(cell, str) and fold(cell) in lexicon.by_anchor]
    if not anchors:
        return None
    begun = {form.name for _, word in anchors for form in lexicon.by_anchor[word]}
    texts = (cell for line in rows[top:index] for cell in line[:REACH] if isinstance(cell, str) and cell)
    # «Поощрения:» is a label of a personal card, and a title only where the table is one of commendations.
    titles = ((form, text.rstrip().endswith(":")) for text in texts if (form := lexicon.titled(text)) is not None)
    titled = next((form for form, label in titles if not label or form.name in begun), None)
    best: Block | None = None
    best_score = -1
    for column, word in anchors:
        candidates = lexicon.by_anchor[word]
        if titled is not None:
            candidates = (titled,) if titled in candidates else ()
        for form in candidates:
            block = _match(form, book, sheet, number, rows, top, index, column, limit, lexicon, bool(titled))
            if block is not None and (score := 3 * len(block.heads) + len(block.columns)) > best_score:
                best, best_score = block, score
    return best


def _match(
    form: Form,
    book: str,
    sheet: str,
    number: int,
    rows: Rows,
    top: int,
    index: int,
    anchor: int,
    limit: int,
    lexicon: Lexicon,
    titled: bool,
) -> Block | None:
    """The table as this form, or None if its signs, or its grid, are not there."""
    words = lexicon.headings[form.name]
    joined = lexicon.joined[form.name]
    first, last = _band(rows, top, index, anchor, limit, words, joined, form)
    side = lessons.beside(form, rows, first, last, anchor + 1, limit, lexicon)
    edge = min(side.columns.values()) if side else len(rows[index])
    columns, grid, faults, right = _headings(form, rows, first, last, edge, anchor, words, joined, titled)
    if any(sign not in columns for sign in form.signs):
        return None
    if form.grid is not None and not len(grid) and not titled:
        return None
    heads = _heads(rows, top, first, lexicon.labels[form.name])
    if form.grid is not None and form.grid.heading.name != "date" and not titled and not _labelled(form, heads.keys() | columns.keys()):
        return None
    block = Block(form, book, sheet, number, rows, index, [], columns, heads, grid, None, faults)
    block.lines = _lines(rows, last + 1, limit, columns, grid, right, form.footers)
    if form.parts:
        block.lines = _entries(rows, block.lines, [columns[sign][0] for sign in form.signs])
    if form.grid is not None and not titled and not _asks(form) and not _only_tokens(block, form.grid):
        return None
    block.faults += _unheaded(block, anchor, right)
    if form.lessons:
        below = limit < len(rows) and lessons.begins_register(rows[limit], lexicon)
        block.register = side or (lessons.below(form, rows, limit, lexicon) if below else None)
    return block


def _asks(form: Form) -> bool:
    """Whether dates, a second sign or something that must be written say what a table of the form is."""
    return form.grid is None or form.grid.heading.name == "date" or len(form.signs) > 1 or any(column.required for column in form.head)


def _only_tokens(block: Block, grid: Grid) -> bool:
    """Whether nothing but tokens of the form stands below the headings of its grid, and «+» does: a table of choices."""
    cells = {block.rows[line][column] for line in block.lines for column in block.grid.columns} - {EMPTY}
    return CHOSEN in cells and all(token.text in grid.alphabet for cell in cells for token in parse(cell).tokens or (Token(""),))


def _labelled(form: Form, found: set[str]) -> bool:
    """Whether a table without a title says what it is a table of: its period, or, for a form without periods, all that its head must say."""
    names = {column.name for column in (*form.head, *form.columns)}
    return {"term"} <= found if "term" in names else {column.name for column in form.head if column.required} <= found


# Headings


def _band(
    rows: Rows,
    top: int,
    index: int,
    anchor: int,
    limit: int,
    words: dict[str, str],
    joined: tuple[tuple[str, tuple[str, ...]], ...],
    form: Form,
) -> tuple[int, int]:
    """First and last row of the heading: the row with the first word, and neighbours that carry headings too."""
    first = last = index
    if form.grid is not None:
        dated = form.grid.heading.name == "date"
        while first > top and index - first < BAND and _heads_columns(rows[first - 1], anchor, words, dated):
            first -= 1
    plain_table = form.grid is None
    parts = {part for _, names in joined for part in names}
    named = (
        [column for column, cell in enumerate(rows[index]) if isinstance(cell, str) and words.get(fold(cell)) == "student"]
        if plain_table
        else []
    )
    while last + 1 < limit and last - index < BAND and _continues(rows[last + 1], anchor):
        row = rows[last + 1]
        texts = [cell for cell in (*row[:anchor], *(row[column] for column in named)) if isinstance(cell, str) and cell.strip()]
        if plain_table and any(not _column_of(text, words) and fold(text) not in parts for text in texts):
            break  # an entry that lacks what the first word heads: a name stands there
        last += 1
    return first, last


def _heads_columns(row: list[Cell], anchor: int, words: dict[str, str], dated: bool) -> bool:
    """Whether a row above the first word holds known headings right of it, or, above a grid of dates, dates and months."""
    if row.count(EMPTY) == len(row):
        return False
    for cell in row[anchor + 1 :]:
        if cell == EMPTY:
            continue
        if isinstance(cell, dt.date) and dated:
            return True
        if isinstance(cell, str) and ((dated and (fold(cell) in MONTHS or DATE_LIKE.fullmatch(cell.strip()))) or _column_of(cell, words)):
            return True
    return False


def _continues(row: list[Cell], anchor: int) -> bool:
    """Whether a row below the first word is a second row of headings and not the first entry.

    An entry has a name or a number; a row of headings has neither, and more than marks in it.
    """
    if row[anchor] != EMPTY:
        return False
    filled = [cell for cell in row[anchor + 1 :] if cell != EMPTY]
    if not filled or any(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in row[:anchor]):
        return False
    if any(isinstance(cell, dt.date) for cell in filled):
        return True
    texts = [cell.strip().lower() for cell in filled if isinstance(cell, str)]
    if len(texts) == len(filled) and len(texts) > 1 and any(text not in SYMBOLS and not text[:1].isdigit() for text in texts):
        return True
    numbers = [cell for cell in filled if isinstance(cell, float)]
    return len(numbers) > 1 and all(cell.is_integer() and 1 <= cell <= 31 for cell in numbers) and max(numbers) > 9


def _column_of(text: str, words: dict[str, str]) -> str:
    """Name of the column that a heading means, or an empty string."""
    name = words.get(fold(text))
    if name:
        return name
    term = term_of(text)
    return term if term in words.values() else ""


def _headings(
    form: Form,
    rows: Rows,
    first: int,
    last: int,
    edge: int,
    anchor: int,
    words: dict[str, str],
    joined: tuple[tuple[str, tuple[str, ...]], ...],
    titled: bool,
) -> tuple[dict[str, tuple[int, ...]], Headings, list[tuple[int, int, str]], int]:
    """Columns by name, headings of the grid, faults, and the column after the table, which ends before column `edge`."""
    band = rows[first : last + 1]
    dated = form.grid is not None and form.grid.heading.name == "date"
    columns: dict[str, tuple[int, ...]] = {}
    grid = Headings()
    faults: list[tuple[int, int, str]] = []
    strangers: list[tuple[int, int]] = []
    texts: dict[str, int] = {}
    sub_headed = month = right = 0
    plain_dates = [column for column, cell in enumerate(band[0][:edge]) if cell.__class__ is dt.date] if dated and first == last else []
    if plain_dates and plain_dates[-1] - plain_dates[0] == len(plain_dates) - 1:
        grid = Headings.of_row(first, band[0], plain_dates[0], plain_dates[-1] + 1)
    telling = [offset for offset, line in enumerate(band) if dated or not _of_staff(line[:anchor])]
    others = chain(range(grid.columns[0]), range(grid.columns[-1] + 1, edge)) if len(grid) else range(edge)
    for column in others:
        if len(grid) and grid.columns[-1] < column:
            right = max(right, grid.columns[-1] + 1)
        cells = [(first + offset, band[offset][column]) for offset in telling if band[offset][column] != EMPTY]
        if not cells:
            if right and column >= right and not _goes_on(band, column, edge, words, columns, dated and not titled):
                break
            continue
        row, cell = cells[-1]
        if dated:
            month = next((MONTHS[fold(text)] for _, text in cells if isinstance(text, str) and fold(text) in MONTHS), month)
            found = next(((at, value) for at, value in reversed(cells) if _date_like(value)), None)
            if found is None and isinstance(cell, float) and (_day_number(cell, month) or (len(grid) and int(cell) in SERIALS)):
                found = row, cell
            if found is not None:
                grid.add(found[0], column, found[1], month)
                right = column + 1
                continue
        name = next((known for _, text in reversed(cells) if isinstance(text, str) and (known := _column_of(text, words))), "")
        if name:
            if name in columns:
                faults.append((row, column, "heading-repeated"))
            else:
                columns[name] = (column,)
            right = column + 1
            continue
        texts.setdefault(fold(plain(cell)), column)
        if dated and len(grid) and grid.columns[-1] == column - 1 and row > grid.rows[-1]:
            sub_headed += 1
            grid.carry(column)
        elif right or column >= anchor:
            strangers.append((row, column))
            right = max(right, column + 1)
    grid.trim()
    for name, parts in joined:
        if name not in columns and all(part in texts for part in parts):
            columns[name] = tuple(texts[part] for part in parts)
            strangers = [place for place in strangers if place[1] not in columns[name]]
    if sub_headed * 3 > len(grid):
        grid = Headings()
    if form.grid is not None and not dated:
        begin = columns.get(form.signs[-1], (anchor,))[-1]
        for row, column in strangers:
            if column > begin:
                grid.add(row, column, rows[row][column])
        strangers = [place for place in strangers if place[1] <= begin]
    end = max([anchor, *(column for found in columns.values() for column in found), *grid.columns])
    gap = _first_gap(band, end + 1) if strangers else 0
    strangers = [place for place in strangers if place[1] <= gap]  # in the table, or joining it without an empty column between
    faults += [(row, column, "heading-unknown") for row, column in strangers if not _passed_over(form, rows[row][column])]
    return columns, grid, faults, max([end, *(column for _, column in strangers)]) + 1


def _of_staff(cells: list[Cell]) -> bool:
    """Whether what stands left of the first heading says that the row names the teachers of the subjects above."""
    return any(isinstance(cell, str) and fold(cell) in FOOTERS for cell in cells)


def _passed_over(form: Form, value: Cell) -> bool:
    """Whether a heading is one that sheets of the form have and nothing is read from."""
    return bool(form.passed_over) and re.fullmatch(form.passed_over, plain(value), re.IGNORECASE) is not None


def _day_number(value: float, month: int) -> bool:
    """Whether a number is the day of a month that stands above."""
    return month > 0 and value.is_integer() and 1 <= value <= 31


def _date_like(value: Cell) -> bool:
    """Whether a heading is a date, or is meant as one."""
    return isinstance(value, dt.date) or (isinstance(value, str) and DATE_LIKE.fullmatch(value.strip()) is not None)


def _goes_on(band: Rows, column: int, edge: int, words: dict[str, str], columns: dict[str, tuple[int, ...]], strict: bool) -> bool:
    """Whether after an empty heading the same table goes on, and no other table begins.

    A date tells that, or a heading of the form that was not met yet; on a journal without a title, where such a heading
    may belong to a table beside it, only a date or a term.
    """
    texts = [cell for line in band for cell in line[column + 1 : edge] if cell != EMPTY]
    if any(_date_like(cell) for cell in texts):
        return True
    names = [term_of(cell) if strict else _column_of(cell, words) for cell in texts if isinstance(cell, str)]
    return any(name and name not in columns for name in names)


def _first_gap(band: Rows, start: int) -> int:
    """The first column, from `start` on, in which no heading stands."""
    width = len(band[0])
    return next((column for column in range(start, width) if all(line[column] == EMPTY for line in band)), width)


def _unheaded(block: Block, anchor: int, right: int) -> list[tuple[int, int, str]]:
    """Columns in the table or joining it that hold values under an empty heading: nothing in them may be lost in silence."""
    known = {column for found in block.columns.values() for column in found} | set(block.grid.columns)
    known |= {column for _, column, _ in block.faults}
    if block.form.passed_over:
        known |= {column for column, heading in enumerate(block.rows[block.heading]) if _passed_over(block.form, heading)}
    width = len(block.rows[block.heading])

    def filled(column: int) -> bool:
        return any(block.rows[line][column] != EMPTY for line in block.lines)

    while right < width and block.rows[block.heading][right] == EMPTY and filled(right):
        right += 1
    return [(block.heading, column, "heading-blank") for column in range(anchor + 1, right) if column not in known and filled(column)]


# Rows


def _lines(rows: Rows, first: int, limit: int, columns: dict[str, tuple[int, ...]], grid: Headings, right: int, footers: bool) -> list[int]:
    """Rows of the body that hold an entry."""
    number = columns.get("number", (-1,))[0]
    known = [column for name, found in columns.items() if name != "number" for column in found] + grid.columns
    left = min(known)
    width = right - left
    numbered = number >= 0
    lines = []
    for index in range(first, limit):
        row = rows[index]
        if numbered and row[number].__class__ is float and row[left] != EMPTY:
            lines.append(index)
            continue
        if row[left:right].count(EMPTY) == width:
            if numbered and CLASS_TITLE.fullmatch(str(row[number]).strip()) and not _list_goes_on(rows, index + 1, limit, number, left):
                break
            continue
        if footers and _footer(row, number, left, right):
            continue
        lines.append(index)
    return lines


def _entries(rows: Rows, lines: list[int], signs: list[int]) -> list[int]:
    """Entries of a table that has parts: without names of parts, without the row that numbers the columns, up to the total."""
    found = []
    for index in lines:
        texts = [plain(cell) for cell in rows[index] if cell != EMPTY]
        if fold(texts[0]).startswith(TOTAL):
            break
        if sum(rows[index][column] != EMPTY for column in signs) > 1 and texts != [str(number) for number in range(1, len(texts) + 1)]:
            found.append(index)
    return found


def _list_goes_on(rows: Rows, first: int, limit: int, number: int, left: int) -> bool:
    """Whether numbered entries follow at once, so that the name of a class parts a list and does not begin another sheet."""
    row = next((row for row in rows[first:limit] if any(cell != EMPTY for cell in row)), None)
    return row is not None and row[number].__class__ is float and row[left] != EMPTY


def _footer(row: list[Cell], number: int, left: int, right: int) -> bool:
    """Whether a row is a total or a staff line: no number, and its first text begins with a footer's word or ends with a colon.

    Words that all begin with a capital letter are a person's name («Средний Иван»), whatever the first means.
    """
    if number >= 0 and isinstance(row[number], float):
        return False
    text = next((cell for cell in row[: left + 1] if cell != EMPTY), None) or next(
        (cell for cell in row[left:right] if cell != EMPTY), EMPTY
    )
    if not isinstance(text, str):
        return False
    words = text.split()
    if not words or words[-1].endswith(":"):
        return bool(words)
    named = len(words) > 1 and all(word[0].isupper() for word in words)
    return not named and words[0].lower().rstrip(".:") in FOOTERS


# Head


def _heads(rows: Rows, top: int, first: int, labels: dict[str, str]) -> dict[str, tuple[int, int, Cell]]:
    """Values of the head: the cell right of a label, or what follows the colon in the same cell."""
    heads: dict[str, tuple[int, int, Cell]] = {}
    for index in range(top, first):
        line = rows[index][:LABEL_REACH]
        if line.count(EMPTY) == len(line):
            continue
        filled = [(column, cell) for column, cell in enumerate(line) if cell != EMPTY]
        for position, (column, cell) in enumerate(filled):
            if not isinstance(cell, str):
                continue
            name = labels.get(fold(cell))
            if name and name not in heads:
                value = filled[position + 1] if position + 1 < len(filled) else None
                if value is None or (isinstance(value[1], str) and fold(value[1]) in labels and value[1].rstrip().endswith(":")):
                    value = (column + 1, EMPTY)
                heads[name] = (index, value[0], value[1])
                continue
            before, colon, after = cell.partition(":")
            name = labels.get(fold(before)) if colon and after.strip() else None
            if name and name not in heads:
                heads[name] = (index, column, after.strip())
            elif "school_class" in labels.values() and "school_class" not in heads and CLASS_TITLE.fullmatch(cell.strip()):
                heads["school_class"] = (index, column, cell.strip())
    return heads

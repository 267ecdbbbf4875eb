"""Time of filling and marking workbooks against openpyxl, which loads a workbook, changes the same cells and saves it.

- 840 individual sheets: out of the built-in template with its seven lists, and out of a teacher's own with a picture;
- 60 marks and notes in a class workbook of 15 subjects × 28 students × 170 dates;
- a school of 30 workbooks: `check --mark` and `check` alone.

openpyxl gets the easier work: its values are ready, items of lists go below the last row, so that nothing has to move or to
grow, and without Pillow it leaves the picture out. Prints CPU and ratios of one run, and whether both wrote the same.
Nothing is asserted about time.
Run: `python tests/benchmarks/write_books.py [--students 840] [--classes 30] [--repeat 3]`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import shutil
import statistics
import struct
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import openpyxl
from check_school import DATES, STUDENTS, SUBJECTS, USUAL, cpu, make_school, school_days, student
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook

from xlrecords.commands import Request, check
from xlrecords.commands.filling import templates
from xlrecords.edits import Edits, Fill, Note
from xlrecords.field import Field
from xlrecords.fields import FIELDS
from xlrecords.filling import Template
from xlrecords.forms.class_journal import FORM
from xlrecords.ooxml import edit
from xlrecords.sheets.template import Content, Layout, add_sheet

T = TypeVar("T")
Facts = Mapping[str, Any]

MARKS = 60
COLOUR, PATTERN = "C00000", "lightUp"
NOTE = "xlrecords: ошибка\nОтметка не из шкалы: «6»\nЧто сделать: Выберите отметку из шкалы или «н».\nОснование: п. 4.4"
PICTURE = 150
"""Pixels of a side of the picture, whose 68 kB no deflating makes less."""


def main() -> None:
    """Time everything in one run, print ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--students", type=int, default=840)
    options.add_argument("--classes", type=int, default=30)
    options.add_argument("--repeat", type=int, default=3)
    given = options.parse_args()
    chance = random.Random(2026)
    people = [facts(chance, number) for number in range(given.students)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare_filling("built-in sheet", (templates() / "student_sheet.xlsx").read_bytes(), people, folder, given.repeat)
        compare_filling("sheet with a picture", own_sheet(), people, folder, given.repeat)
        compare_marking(folder, chance, given.repeat)
        compare_checks(folder, given.classes, given.repeat)


def paired(ours: Callable[[], T], usual: Callable[[], T], repeat: int) -> tuple[list[tuple[float, float]], tuple[T, T]]:
    """CPU seconds of both, in turn, after ours has loaded what it needs; and what both gave at last."""
    ours()
    rounds = [(cpu(ours), cpu(usual)) for _ in range(repeat)]
    return [(mine[0], theirs[0]) for mine, theirs in rounds], (rounds[-1][0][1], rounds[-1][1][1])


def tell(title: str, pairs: Sequence[tuple[float, float]], bar: str) -> None:
    """Medians of both, median and range of their ratios."""
    ours, usual = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = sorted(theirs / mine for mine, theirs in pairs)
    print(f"{title:28}{ours:8.3f} s  openpyxl{usual:8.3f} s  ratio{statistics.median(ratios):6.1f}"
          f"  ({bar}{len(pairs)} pairs: {ratios[0]:.1f}–{ratios[-1]:.1f})")  # fmt: skip


# Filling

LONG = {"мероприятие", "тема", "описание", "критерий", "за что"}
"""Fields whose texts are sentences, each of its own; those of the others come back again and again."""
COUNTS = {"предметы": (10, 15), "достижения": (0, 12), "проекты": (0, 3), "поощрения": (0, 3)}
"""Least and most items of a list; of others up to 5."""
SHORT = [
    " ".join(words)
    for words in zip("школьный муниципальный районный областной".split(), "диплом конкурс зачёт кружок".split(), strict=True)
]


def facts(chance: random.Random, number: int) -> dict[str, Any]:
    """Facts of an invented student: a value for every field, lists of several lengths."""
    found: dict[str, Any] = {}
    for field in FIELDS:
        if field.kind == "list":
            items = range(chance.randint(*COUNTS.get(field.name, (0, 5))))
            found[field.name] = [{item.name: value(item, chance, index) for item in field.items if item.kind != "list"} for index in items]
        else:
            found[field.name] = value(field, chance, number)
    return found


def value(field: Field, chance: random.Random, number: int) -> object:
    """A value of a field."""
    if field.kind == "image":
        return None
    if field.kind == "date":
        return dt.date(2026, 9, 1) + dt.timedelta(chance.randrange(270))
    if field.kind == "person":
        return f"{student('5А', chance.randrange(STUDENTS))} Вагифовна"
    if field.kind == "number":
        return chance.randint(1, 5)
    if field.name in LONG:
        return " ".join(chance.choice(SHORT) for _ in range(chance.randint(1, 6))) + f" № {number}"
    return chance.choice(SUBJECTS if field.name == "предмет" else SHORT)


def own_sheet() -> bytes:
    """A plain sheet as a teacher draws it: a heading, a list, a picture below."""
    fields = "номер", "дата", "мероприятие", "уровень", "статус", "документ"
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        bold, box = book.add_format({"bold": True, "font_size": 14}), book.add_format({"border": 1, "text_wrap": True})
        day = book.add_format({"border": 1, "num_format": "dd.mm.yyyy"})
        sheet = book.add_worksheet("Лист")
        sheet.set_column("A:B", 12)
        sheet.set_column("C:F", 24)
        sheet.write("A1", "Лист достижений", bold)
        for row, field in enumerate(("ФИО", "Класс", "Классный руководитель", "Учебный год"), 2):
            sheet.write(row, 0, field)
            sheet.write(row, 2, f"{{{{{field}}}}}")
        for column, field in enumerate(fields):
            sheet.write(8, column, field.capitalize(), box)
            sheet.write(9, column, f"{{{{достижения.{field}}}}}", day if field == "дата" else box)
        sheet.write("A12", "Директор")
        sheet.write("C12", "{{Директор}}")
        sheet.insert_image("D12", "stamp.png", {"image_data": BytesIO(png())})
    return target.getvalue()


def png() -> bytes:
    """A picture of noise."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    noise = random.Random(1)
    rows = b"".join(b"\0" + noise.randbytes(3 * PICTURE) for _ in range(PICTURE))
    head = struct.pack(">IIBBBBB", PICTURE, PICTURE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


Entry = tuple[int, int, object, int]
"""Row, column, value, and the row whose look it takes; 0: it has its own."""
FIELD = re.compile(r"\{\{(?!если)(.*?)\}\}")
NONE = re.compile(r"\{\{если (.*?) нет: (.*?)\}\}")
NAMES = {field.none: field.name for field in FIELDS}
ITEMS = {f"{field.name}.{name}".lower(): item.name for field in FIELDS for item in field.items for name in (*item.aliases, item.name)}


def entries(sheet: Worksheet, person: Facts) -> Iterator[Entry]:
    """What openpyxl has to write for a student."""
    last = sheet.max_row
    for cells in sheet.iter_rows():
        texts = {cell.column: cell.value for cell in cells if isinstance(cell.value, str) and "{{" in cell.value}
        name = next((found[1].split(".")[0] for text in texts.values() for found in FIELD.finditer(text) if "." in found[1]), "")
        items = person.get(name, [])
        for index in range(max(1, len(items))):
            row = cells[0].row if index == 0 else last + index
            item = items[index] if items else {}
            for column, text in texts.items():
                yield row, column, written(text, person, item), cells[0].row if index else 0
        last += max(0, len(items) - 1)


def written(text: str, person: Facts, item: Facts) -> object:
    """A text of the template with its fields filled: a value of its own, or a longer text."""
    text = NONE.sub(lambda found: "" if person[NAMES[found[1]]] else found[2], text)

    def of(name: str) -> object:
        return item.get(ITEMS[name.lower()]) if "." in name else person[name]

    only = FIELD.fullmatch(text)
    return of(only[1]) if only else FIELD.sub(lambda found: str(of(found[1]) or ""), text) or None


def by_openpyxl(data: bytes, work: Sequence[Entry]) -> bytes:
    """The usual way: load, fill, save."""
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book.active
    for row, column, content, like in work:
        cell = sheet.cell(row, column)
        cell.value = content
        if like:
            cell._style = copy(sheet.cell(like, column)._style)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def values(data: bytes) -> Counter[tuple[int, object]]:
    """Values of a sheet by their columns: the rows differ, as openpyxl writes items below."""
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    return Counter((cell.column, cell.value) for cells in sheet.iter_rows() for cell in cells if cell.value is not None)


def filled(data: bytes, fixed: Counter[tuple[int, object]]) -> dict[tuple[int, object], int]:
    """Values that are not the template's own: headings of a list stand on each of its pages."""
    return {place: count for place, count in values(data).items() if place not in fixed}


def compare_filling(title: str, data: bytes, people: Sequence[Facts], folder: Path, repeat: int) -> None:
    """Fill a template for all students, both ways."""
    blank = openpyxl.load_workbook(BytesIO(data)).active
    works = [list(entries(blank, person)) for person in people]

    def ours() -> list[bytes]:
        template = Template.read(data)
        return [template.fill(person) for person in people]

    pairs, (mine, theirs) = paired(ours, lambda: [by_openpyxl(data, work) for work in works], repeat)
    tell(f"{len(people)} × {title}", pairs, "bar 30; ")
    written = cpu(lambda: [(folder / f"{number}.xlsx").write_bytes(book) for number, book in enumerate(mine)])[0]
    fixed, some = values(data), range(0, len(people), 97)
    same = all(filled(mine[number], fixed) == filled(theirs[number], fixed) for number in some)
    print(f"    same values in every 97th: {same}; {sum(map(len, mine)) / 1e6:.0f} MB, to write them as files {written:.3f} s")


# Marking


def class_book(path: Path, chance: random.Random) -> list[Layout]:
    """A class workbook in the template of the class journal, with the register of lessons."""
    days = school_days(DATES)
    with Workbook(str(path)) as book:
        return [
            add_sheet(
                book,
                FORM,
                Content(
                    head={"school_class": "5А", "subject": subject, "teacher": "Орлова Н. П.", "year": "2026/2027"},
                    rows=[{"number": number + 1, "student": student("5А", number)} for number in range(STUDENTS)],
                    headings=days,
                    grid=[[chance.choice(USUAL) if chance.random() < 0.3 else "" for _ in days] for _ in range(STUDENTS)],
                    lessons=[{"lesson_date": day, "topic": f"Тема {number}"} for number, day in enumerate(days, 1)],
                ),
                subject,
            )
            for subject in SUBJECTS
        ]


def compare_marking(folder: Path, chance: random.Random, repeat: int) -> None:
    """Put marks and notes on cells of a class workbook, both ways."""
    source = folder / "5А.xlsx"
    layouts = class_book(source, chance)
    data = source.read_bytes()
    places = chance.sample([(tab, row, day) for tab in range(len(SUBJECTS)) for row in range(STUDENTS) for day in range(DATES)], MARKS)
    cells = [(SUBJECTS[tab], layouts[tab].mark(row, day)) for tab, row, day in places]
    plan = Edits(
        fills=tuple(Fill(*place, COLOUR, PATTERN) for place in cells),
        notes=tuple(Note(*place, NOTE) for place in cells),
    )

    def usual() -> bytes:
        book = openpyxl.load_workbook(BytesIO(data))
        for tab, cell in cells:
            book[tab][cell].fill = PatternFill(PATTERN, COLOUR)
            book[tab][cell].comment = Comment(NOTE, "xlrecords")
        target = BytesIO()
        book.save(target)
        return target.getvalue()

    pairs, (mine, theirs) = paired(lambda: edit(data, plan), usual, repeat)
    tell(f"{MARKS} marks and notes", pairs, "bar 20; ")
    print(f"    same marks: {marks(mine, cells) == marks(theirs, cells)}; a workbook of {len(data) / 1e6:.1f} MB")


def marks(data: bytes, cells: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Pattern, its colour and note of each cell."""
    book = openpyxl.load_workbook(BytesIO(data))
    found = (book[tab][cell] for tab, cell in cells)
    return [(cell.fill.patternType, cell.fill.fgColor.rgb[-6:], cell.comment.text if cell.comment else "") for cell in found]


def compare_checks(folder: Path, classes: int, repeat: int) -> None:
    """Check a school, with and without marks in its books."""
    school, marked = folder / "Школа", folder / "С пометками"
    school.mkdir()
    planted = make_school(school, classes)
    pairs = []
    for _ in range(repeat + 1):
        shutil.rmtree(marked, ignore_errors=True)
        shutil.copytree(school, marked)
        plain, _ = cpu(lambda: check(Request((school,))))
        pairs.append((cpu(lambda: check(Request((marked,), mark=True)))[0], plain))
    marking, plain = (statistics.median(column) for column in zip(*pairs[1:], strict=True))
    ratios = sorted(mark / check for mark, check in pairs[1:])
    print(
        f"check --mark, {classes} workbooks  {marking:8.3f} s  check   {plain:8.3f} s  ratio{statistics.median(ratios):6.2f}"
        f"  ({repeat} pairs: {ratios[0]:.2f}–{ratios[-1]:.2f}); {len(planted)} planted faults"
    )


if __name__ == "__main__":
    main()

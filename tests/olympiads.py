"""Exports of an olympiad platform as schools get them, with invented people and every oddity of such files; the same seed gives the same."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO

import openpyxl
import xlsxwriter

from xlrecords.book import address
from xlrecords.books.markdown import MarkdownBook
from xlrecords.demo.names import Names

HEADINGS = (
    "ID", "Тип тестирования", "Предмет", "Участник", "Состояние обработки результата", "Итоговый балл", "Первичный балл", "Статус",
    "Результат онлайн-тура", "Результат очного тура", "Логин участника", "Код участника", "Параллель", "Школа", "Класс", "Класс участника",
)  # fmt: skip
OURS, THEIRS = "МБОУ «СОШ № 2»", "МБОУ «Лицей № 7»"
SUBJECTS = (
    "Русский язык", "Литература", "Математика", "Информатика", "История", "Обществознание", "География", "Биология", "Физика", "Химия",
    "Астрономия", "Экология", "Право", "Экономика", "Английский язык", "Немецкий язык", "Французский язык", "Испанский язык",
    "Итальянский язык", "Китайский язык", "Физическая культура", "Искусство (МХК)", "Труд (технология)", "Робототехника",
    "Культура дома", "Информационная безопасность", "ОБЗР", "Психология", "Финансовая грамотность",
)  # fmt: skip

Row = dict[str, object]


@dataclass(frozen=True)
class Pupil:
    """Somebody invented: name, class, number of the personal file."""

    name: str
    group: str
    number: str


def pupils(count: int, seed: int, grades: range = range(5, 12)) -> list[Pupil]:
    """So many people of a school, no two of a class with one surname and first name."""
    names = Names(random.Random(seed), seed)
    found: list[Pupil] = []
    taken: set[tuple[str, str]] = set()
    while len(found) < count:
        name = names.draw()
        if (name.surname, name.first) not in taken:
            taken.add((name.surname, name.first))
            group = f"{grades[len(found) % len(grades)]}{'АБВГ'[len(found) // len(grades) % 4]}"
            found.append(Pupil(name.full, group, f"Л-{len(found) + 1}"))
    return found


def participation(pupil: Pupil, subject: str, chance: random.Random, school: str = OURS) -> Row:
    """An ordinary row: points that add up, the class competed for that of the pupil."""
    tasks = [(chance.choice(("X", "0", "2", "5", "10")), 10) for _ in range(6)]
    score = sum(int(points) for points, _ in tasks if points != "X")
    grade = pupil.group.rstrip("АБВГД")
    return {
        "ID": float(chance.randrange(100_000, 999_999)),
        "Тип тестирования": "онлайн",
        "Предмет": subject,
        "Участник": pupil.name,
        "Состояние обработки результата": "Обработан",
        "Итоговый балл": float(score),
        "Первичный балл": float(score),
        "Статус": "Победитель" if score > 40 else "Призер" if score > 30 else "Участник",
        "Результат онлайн-тура": "".join(f"{points}({most})" for points, most in tasks),
        "Логин участника": f"u{abs(hash_of(pupil.name)) % 10**7}",
        "Код участника": f"c{abs(hash_of(pupil.name)) % 10**7}",
        "Параллель": float(grade),
        "Школа": school,
        "Класс": pupil.group,
        "Класс участника": float(grade),
    }


def hash_of(text: str) -> int:
    """A number of a text, the same in every run."""
    return sum(ord(letter) * 31**place for place, letter in enumerate(text)) % 2**31


@dataclass
class Tab:
    """A sheet of an export: rows of cells, and what is to become of the rows below its first heading."""

    name: str
    headings: tuple[str, ...] = HEADINGS
    cells: list[list[object]] = field(default_factory=list)
    expected: Counter[str] = field(default_factory=Counter)
    told: set[str] = field(default_factory=set)

    def heading(self) -> Tab:
        """The row of headings; every further one is no participation."""
        if list(self.headings) in self.cells:
            self.told.add(address(len(self.cells) + 1, 1))
            self.expected["others"] += 1
        self.cells.append(list(self.headings))
        return self

    def row(self, values: Row, becomes: str, cell: str = "") -> Tab:
        """A row, what becomes of it (accepted, look, foreign), and the heading over the cell that is told."""
        self.cells.append([values.get(heading, "") for heading in self.headings])
        self.expected[becomes] += 1
        if cell:
            self.told.add(address(len(self.cells), self.headings.index(cell) + 1))
        return self

    def other(self, *cells: object) -> Tab:
        """A row that is no participation: a total, a signature, a title."""
        self.cells.append(list(cells))
        column = next(at for at, cell in enumerate(cells, 1) if cell != "")
        self.told.add(address(len(self.cells), column))
        self.expected["others"] += 1
        return self

    def blank(self) -> Tab:
        """An empty row."""
        self.cells.append([])
        return self


def book(tabs: list[Tab], name: str = "Выгрузка.xlsx") -> MarkdownBook:
    """The tabs as a book in memory."""
    tables = {}
    for tab in tabs:
        width = max(map(len, tab.cells), default=0)
        tables[tab.name] = [[*row, *[""] * (width - len(row))] for row in tab.cells]
    return MarkdownBook(name, tables)


def written(tabs: list[Tab]) -> bytes:
    """The tabs as Excel keeps them, texts shared."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as workbook:
        for tab in tabs:
            sheet = workbook.add_worksheet(tab.name)
            for at, row in enumerate(tab.cells):
                sheet.write_row(at, 0, row)
    return made.getvalue()


def written_inline(tabs: list[Tab]) -> bytes:
    """The tabs as openpyxl streams them: texts stand in their cells."""
    workbook = openpyxl.Workbook(write_only=True)
    for tab in tabs:
        sheet = workbook.create_sheet(tab.name)
        for row in tab.cells:
            sheet.append([cell if cell != "" else None for cell in row])
    made = BytesIO()
    workbook.save(made)
    return made.getvalue()


def settings(people: list[Pupil], name: str = OURS) -> MarkdownBook:
    """A school with its name and a class list."""
    born = dt.date(2014, 3, 1)
    listed = [
        [float(at), one.name, born, one.number, one.group, dt.date(2026, 9, 1), "Орлова Анна Петровна", "да"]
        for at, one in enumerate(people, 1)
    ]
    return MarkdownBook(
        "Настройки.xlsx",
        {
            "Школа": [["Школа", ""], ["Показатель", "Значение"], ["Название школы", name], ["Учебный год", "2026/2027"]],
            "Контингент": [
                ["Контингент обучающихся", *[""] * 7],
                ["№", "Фамилия, имя, отчество", "Дата рождения", "Личное дело №", "Класс", "Прибыл", "Законный представитель", "Согласие"],
                *listed,
            ],
        },
    )

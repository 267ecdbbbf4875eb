"""Papers of a case file and of the archive in the forms of Russian archives (п. 7.1): what stands on each, as data for `pdf.papers`.

Signatures, registered numbers and all that only people know are left empty.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import PurePosixPath
from typing import Final

from ..ooxml.refs import split
from ..pdf.papers import Beside, Block, Column, Line, Paper, Space, Stamp, Table, Text, compose
from ..retention import OF_CLASS
from ..wording import counted_spelled
from ..words import morphology
from .blanks import CODE, approved, code_part, ends_in_one, fitting, signed, spelled
from .inventory import NONE, Doomed, Electronic, Entry, Inventory, dates, kilobytes, megabytes, russian_day, years_of
from .passport import Passport, Sheet

NAMES: Final = ("Обложка", "Титульный-лист", "Внутренняя-опись", "Лист-заверитель")
"""Papers of a case, as their files are called without ending, in their order."""
UNNUMBERED: Final = "б/н"
"""What stands for the number of a document that has none."""
EMPTY_ROWS: Final = 10
"""So many rows of a certification sheet, at least, for what people find in later years."""
SINGLE: Final = frozenset({"журнал", "ведомость"})
"""Of a class all of them together are one: «Классные журналы» of 5А are its class journal."""
BASIS: Final = (
    "Перечня типовых управленческих архивных документов, образующихся в процессе деятельности государственных органов, органов местного "
    "самоуправления и организаций, с указанием сроков их хранения (приказ Росархива от 20.12.2019 № 236) и номенклатуры дел организации"
)
"""What an act of destruction rests on."""


def case_papers(passport: Passport, town: str = "") -> Iterator[tuple[str, Paper]]:
    """The papers of a case, each with its name of `NAMES`."""
    yield from zip(NAMES, (cover(passport), title_page(passport, town), inner_inventory(passport), certification(passport)), strict=True)


def with_inventory_leaves(passport: Passport) -> Passport:
    """A passport with the number of leaves of its inner inventory, which the inventory and the certification sheet name."""
    found = replace(passport, inventory_leaves=1)
    return replace(found, inventory_leaves=compose(inner_inventory(found)).pages)


# The case


def cover(passport: Passport) -> Paper:
    """Обложка дела."""
    until = f" (до {russian_day(passport.until)})" if passport.until else ""
    archive_code = tuple(Line(code_part(passport.code, label), label) for label in CODE)
    blocks: tuple[Block, ...] = (
        Beside((5, 2), ((Space(1),), archive_code)),
        Space(18),
        Line(passport.school, caption="полное наименование организации", size=fitting(passport.school, 14), bold=True),
        Line(passport.school_short, caption="сокращённое наименование", above=10),
        Line(caption="наименование структурного подразделения", above=10),
        Space(share=2),
        Beside(
            (1, 6, 4, 1),
            (
                (Space(1),),
                (Line(passport.index, "ДЕЛО №", size=18, bold=True),),
                (Line("", "ТОМ №", size=18),),
                (Space(1),),
            ),
        ),
        Line(passport.title, caption="заголовок дела", size=fitting(passport.title, 18), bold=True, above=30),
        Beside((1, 3, 1), ((Space(1),), (Line(dates(passport).removeprefix(NONE), caption="крайние даты"),), (Space(1),)), above=20),
        Space(share=3),
        Beside(
            (5, 6),
            (
                (Space(1),),
                (
                    Line(f"{passport.leaves} {'листе' if ends_in_one(passport.leaves) else 'листах'}", "На", size=13),
                    Line(_lowered(passport.term) + until if passport.term else "", "Хранить", size=13, above=12),
                    Line(re.sub(r"(?i)^ст(атья|\.)\s*", "", passport.article), "Статья", size=13, above=12),
                ),
            ),
        ),
    )
    return Paper(f"Обложка дела {passport.index}", blocks, "Обложка дела", _date(passport), stamp=_stamp(passport))


def title_page(passport: Passport, town: str = "") -> Paper:
    """Титульный лист."""
    kind, part = _kind(passport)
    year = f"{passport.year} учебный год" if passport.year else ""
    blocks: tuple[Block, ...] = (
        Space(20),
        Text(passport.school, fitting(passport.school, 15), True, "center"),
        Text(f"({passport.school_short})" if passport.school_short else "", 12, align="center"),
        Space(share=3),
        Text(kind.upper(), fitting(kind, 28), True, "center"),
        Text(part, fitting(part, 20), True, "center", above=18),
        Text(year, 16, align="center", above=22),
        Space(share=4),
        Text(town, 13, align="center"),
        Space(8),
    )
    paper = Paper(f"Титульный лист дела {passport.index}", tuple(block for block in blocks if not isinstance(block, Text) or block.text))
    return replace(paper, footer="Титульный лист", date=_date(passport), framed=True, stamp=_stamp(passport))


def inner_inventory(passport: Passport) -> Paper:
    """Внутренняя опись документов дела; a document is a printed sheet."""
    rows: list[tuple[str, ...]] = []
    for document in passport.documents:
        for sheet in document.sheets:
            first, last = _leaves(sheet)
            note = f"{PurePosixPath(document.book).name}, лист «{sheet.name}»" + ("" if sheet.pages else "; печатать нечего")
            rows.append((str(len(rows) + 1), UNNUMBERED, passport.year or NONE, sheet.title or sheet.name, first, last, note))
    columns = (
        Column("№ п/п", 9, centred=True), Column("Индекс документа", 20, centred=True), Column("Дата документа", 20, centred=True),
        Column("Заголовок документа", 58), Column("с", 11, "Листы", True), Column("по", 11, "Листы", True), Column("Примечание", 38),
    )  # fmt: skip
    blocks = (
        Text("ВНУТРЕННЯЯ ОПИСЬ", 15, True, "center"),
        Line(passport.index, "документов дела №", size=12.5, above=14),
        Line(passport.title, caption="заголовок дела", size=fitting(passport.title, 12)),
        Table(columns, rows, above=12),
        Line(counted_spelled(len(rows), "документ"), "Итого", "цифрами и прописью", above=16, align="left"),
        Line(spelled(passport.inventory_leaves), "Количество листов внутренней описи", "цифрами и прописью", align="left"),
        *signed("наименование должности составителя"),
    )
    return Paper(f"Внутренняя опись дела {passport.index}", blocks, f"Внутренняя опись дела № {passport.index}", _date(passport),
                 stamp=_stamp(passport))  # fmt: skip


def certification(passport: Passport) -> Paper:
    """Лист-заверитель дела; findings with which the case was accepted are its peculiarities."""
    number = passport.leaves
    verb = "подшит и пронумерован" if ends_in_one(number) else "подшито и пронумеровано"
    span = f"с № 1 по № {number}" if number else NONE
    rows = [(line, _leaves_of(passport, line)) for line in passport.accepted]
    rows += [("", "")] * max(EMPTY_ROWS - len(rows), 2)
    blocks = (
        Text("ЛИСТ-ЗАВЕРИТЕЛЬ ДЕЛА", 15, True, "center"),
        Line(passport.index, "Дело №", size=12.5, above=14),
        Line(passport.title, caption="заголовок дела", size=fitting(passport.title, 12)),
        Line(counted_spelled(number, "лист"), f"В деле {verb}", "цифрами и прописью", above=18, align="left"),
        Line(span, "номера листов:", align="left"),
        Line(NONE, "в том числе: литерные номера листов", align="left"),
        Line(NONE, "пропущенные номера листов", align="left"),
        Line(spelled(passport.inventory_leaves), "+ листов внутренней описи", "цифрами и прописью", align="left"),
        Table(
            (Column("Особенности физического состояния и формирования дела", 5), Column("Номера листов", 1, centred=True)), rows, above=18
        ),
        *signed("наименование должности работника"),
    )
    return Paper(f"Лист-заверитель дела {passport.index}", blocks, f"Лист-заверитель дела № {passport.index}", _date(passport),
                 stamp=_stamp(passport))  # fmt: skip


# The archive


def inventory(found: Inventory) -> Paper:
    """Опись дел, on paper."""
    columns = (
        Column("№ п/п", 9, centred=True), Column("Индекс дела", 15, centred=True), Column("Заголовок дела", 54),
        Column("Крайние даты", 24, centred=True), Column("Срок хранения, статья", 26), Column("Кол-во листов", 15, centred=True),
        Column("Примечание", 25),
    )  # fmt: skip
    rows = _banded([(entry.section, (*_told(entry), str(entry.leaves), entry.note)) for entry in found.entries])
    title = f"Опись дел за {found.year} год" if found.year else "Опись дел, год окончания которых неизвестен"
    blocks = (*_listed(found, "дел"), Table(columns, rows, above=12), *_entered(len(found.entries), "дело"), *_agreed())
    return Paper(title, blocks, title, _last(found.year))


def electronic_inventory(found: Sequence[Electronic]) -> Paper:
    """Опись электронных дел, a part for each year, with the register of the documents of each case."""
    parts = [_electronic(part) for part in found or (Electronic(Inventory("", "", "", "", ()), ()),)]
    blocks = [block for place, part in enumerate(parts) for block in ((Space(24), *part) if place else part)]
    years = [part.inventory.year for part in found if part.inventory.year]
    title = f"Опись электронных дел за {', '.join(years)}" if years else "Опись электронных дел"
    note = (
        "Отпечаток — SHA-256 файла tagmanifest-sha256.txt дела: по нему узнаётся любое изменение в деле. 1 Мб = 1024 Кб = 1 048 576 байт."
    )
    date = _last(max(years, default=""))
    return Paper(title, (*blocks, Text(note, 9, above=12), *_agreed()), "Опись электронных дел", date, landscape=True)


def _electronic(part: Electronic) -> tuple[Block, ...]:
    columns = (
        Column("№ п/п", 14, centred=True), Column("Индекс дела", 16, centred=True), Column("Заголовок дела", 70),
        Column("Крайние даты", 26, centred=True), Column("Срок хранения, статья", 30), Column("Объём, Мб", 15, centred=True),
        Column("Отпечаток, первые 16 цифр", 40, centred=True), Column("Примечание", 36),
    )  # fmt: skip
    register = (
        Column("№ п/п", 14, centred=True), Column("Дата, рег. №", 24, centred=True), Column("Заголовок документа", 85),
        Column("Формат", 30, centred=True), Column("Объём, Кб", 16, centred=True), Column("Примечание", 70),
    )  # fmt: skip
    cases = [(held.entry.section, (*_told(held.entry), megabytes(held.size), held.fingerprint, held.entry.note)) for held in part.held]
    documents: list[tuple[str, ...]] = []
    for held in part.held:
        documents.append((f"Дело № {held.entry.number} по описи, индекс {held.entry.index}: {held.entry.title}",))
        documents += [
            (str(item.number), item.dated or UNNUMBERED, item.title, item.format, kilobytes(item.size), item.note) for item in held.items
        ]
    return (
        *_listed(part.inventory, "электронных дел"),
        Table(columns, _banded(cases), above=12),
        *_entered(len(part.held), "электронное дело"),
        Line(f"{megabytes(sum(held.size for held in part.held))} Мб", "Общий объём", align="left"),
        Text("Реестр документов электронных дел", 13, True, "center", above=24),
        Table(register, documents, size=10, above=8),
    )


def destruction_act(
    rows: Sequence[Doomed], school: str, *, code: str = "", town: str = "", head: str = "", day: dt.date | None = None
) -> Paper:
    """Акт о выделении к уничтожению, a draft: who approves it, the protocol and the destruction itself are left empty.

    Args:
        rows: Case files whose term is over.
        school: Full name of the school.
        code: Its archive code: fonds and inventory.
        town: Where the act is drawn up.
        head: Surname and initials of the head.
        day: Day on which the terms were counted, for the properties of the document.
    """
    columns = (
        Column("№ п/п", 8, centred=True), Column("Заголовок дела или групповой заголовок дел", 46), Column("Дата или крайние даты", 24, centred=True),
        Column("№ описи", 12, centred=True), Column("Индекс или № по описи", 16, centred=True), Column("Кол-во ед. хр.", 13, centred=True),
        Column("Срок хранения и статья", 25), Column("Примечание", 23),
    )  # fmt: skip
    table = [
        (str(number), row.title, row.dates, row.inventory, row.number, str(row.units), row.term, row.note)
        for number, row in enumerate(rows, 1)
    ]
    units = sum(row.units for row in rows)
    years = years_of(rows)
    blocks = (
        Beside((6, 5), ((Text(school, fitting(school, 12), True),), (*approved(head),))),
        Text("АКТ", 15, True, "center", above=20),
        Beside((2, 1, 2), ((Line(label="№"),), (Space(1),), (Line(caption="дата"),))),
        Text("о выделении к уничтожению архивных документов, не подлежащих хранению", 13, True, "center", above=10),
        Text("Проект: составлен программой, решение принимает экспертная комиссия", 10, align="center"),
        Beside((1, 2, 1), ((Space(1),), (Line(town, caption="место составления"),), (Space(1),)), above=14),
        Text(f"На основании {BASIS} отобраны к уничтожению как не имеющие научно-исторической ценности и утратившие практическое "
             "значение документы", 12, align="justify", above=14),
        Line(code_part(code, "Ф. №"), "фонда №", align="left"),
        Table(columns, table, size=10, above=12),
        Line(counted_spelled(units, "единица хранения") + (f" за {years}" if years else ""), "Итого", "цифрами и прописью", above=14,
             align="left"),
        *signed("должность лица, проводившего экспертизу"),
        Line(label="СОГЛАСОВАНО. Протокол экспертной комиссии от", caption="дата, №", above=22),
        Text("Отметка об уничтожении", 12, True, above=22),
        Line(label="Документы в количестве, ед. хр.", caption="цифрами и прописью", above=10),
        Line(label="сданы на уничтожение или уничтожены путём", caption="способ"),
        Line(label="весом, кг; накладная №, дата"),
        *signed("должность лица, сдавшего документы"),
    )  # fmt: skip
    title = "Акт о выделении к уничтожению"
    return Paper(f"{title} (проект)", blocks, title, day)


# Parts of papers


def _listed(found: Inventory, of: str) -> tuple[Block, ...]:
    """Head of an inventory."""
    codes = tuple(Line(code_part(found.code, label), label) for label in ("Ф. №", "Оп. №"))
    school = found.school or found.school_short
    year = f" за {found.year} год" if found.year else ", год окончания которых неизвестен" if found.entries else ""
    return (
        Beside((6, 5), ((Text(school, fitting(school, 12), True), Space(8), Beside((2, 1), (codes, (Space(1),)))), approved(""))),
        Text("ОПИСЬ", 15, True, "center", above=20),
        Text(of + year, 13, True, "center"),
    )


def _entered(number: int, what: str) -> tuple[Block, ...]:
    """What an inventory has in all."""
    return (
        Line(counted_spelled(number, what), "В опись внесено", "цифрами и прописью", above=14, align="left"),
        Line(f"с № 1 по № {number}" if number else NONE, "номера:", align="left"),
        Line(NONE, "в том числе: литерные номера", align="left"),
        Line(NONE, "пропущенные номера", align="left"),
    )


def _agreed() -> tuple[Block, ...]:
    return (
        *signed("наименование должности составителя описи"),
        Line(label="СОГЛАСОВАНО. Протокол экспертной комиссии от", caption="дата, №", above=22),
    )


def _told(entry: Entry) -> tuple[str, ...]:
    """What both inventories say of a case."""
    return str(entry.number), entry.index, entry.title, entry.dates, entry.term


def _banded(cases: Sequence[tuple[str, tuple[str, ...]]]) -> list[tuple[str, ...]]:
    """Rows of cases, with a band above each part of the inventory."""
    rows: list[tuple[str, ...]] = []
    for section, members in groupby(cases, key=itemgetter(0)):
        rows += [(section,), *(cells for _, cells in members)]
    return rows


def _leaves(sheet: Sheet) -> tuple[str, str]:
    return (str(sheet.pages[0].leaf), str(sheet.pages[-1].leaf)) if sheet.pages else (NONE, NONE)


def _leaves_of(passport: Passport, line: str) -> str:
    """Leaves on which a place stands that a line begins with, «5А.xlsx «Алгебра»!D5: …»; empty if no page shows it."""
    for document in passport.documents:
        for sheet in document.sheets:
            place = re.match(re.escape(f"{document.book} «{sheet.name}»") + r"(?:!([A-Z]{1,3}\d{1,7})\b|(?!!))", line)
            if place is None or not sheet.pages:
                continue
            if place[1] is None:
                return "–".join(dict.fromkeys(_leaves(sheet)))
            row, column = split(place[1])
            return ", ".join(
                str(page.leaf)
                for page in sheet.pages
                if page.rows[0] <= row <= page.rows[1] and page.columns[0] <= column <= page.columns[1]
            )
    return ""


def _kind(passport: Passport) -> tuple[str, str]:
    """What a case is, for its title page, and the class or book that it is of."""
    part = f"{passport.part} класс" if passport.unit == OF_CLASS and passport.part else PurePosixPath(passport.part).stem
    if not part or not passport.title.endswith(f", {part}"):
        return passport.title, ""
    kind = passport.title.removesuffix(f", {part}")
    return (_one(kind) if passport.unit == OF_CLASS else kind), part


@lru_cache(maxsize=4096)
def _one(kind: str) -> str:
    """The kind of a case in the singular, if all of it is one: «Классные журналы» -> «Классный журнал»."""
    words = kind.split()
    for place, word in enumerate(words):
        forms = [form for form in morphology().parse(word) if {"nomn", "plur"} <= form.tag.grammemes]
        noun = next((form for form in forms if "NOUN" in form.tag and form.normal_form in SINGLE), None)
        if noun:
            sort = noun.tag.gender
            found = [_inflected(before, {"nomn", "sing", sort}) for before in words[:place]]
            return " ".join((*found, noun.inflect({"nomn", "sing"}).word, *words[place + 1 :]))
        if not any("ADJF" in form.tag for form in forms):
            break
    return kind


def _inflected(word: str, wanted: set[str]) -> str:
    form = next(form for form in morphology().parse(word) if {"ADJF", "nomn", "plur"} <= form.tag.grammemes)
    found: str = form.inflect(wanted).word
    return found


def _stamp(passport: Passport) -> Stamp:
    """The code of papers: their leaves bear no number of the case."""
    return Stamp(passport.key)


def _date(passport: Passport) -> dt.date | None:
    day = passport.date or passport.ended
    return dt.date.fromisoformat(day) if day else None


def _last(year: str) -> dt.date | None:
    return dt.date(int(year), 12, 31) if year else None


def _lowered(term: str) -> str:
    return term[:1].lower() + term[1:]

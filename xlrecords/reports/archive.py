"""Lists of the archive as workbooks (п. 7.1): inventories of case files, on paper and electronic, drafts of acts of destruction."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..archive.inventory import KILO, Doomed, Electronic, Entry, Inventory, years_of
from ..archive.papers import UNNUMBERED
from ..report import Cell, Field, Page, tab_names
from ..wording import counted_spelled

ENTRY_FIELDS = (
    Field("№ п/п", 7, centred=True),
    Field("Индекс дела", 12, centred=True),
    Field("Заголовок дела", 50, wrapped=True),
    Field("Крайние даты", 24, centred=True),
    Field("Срок хранения, статья", 26, wrapped=True),
)
NOTE_FIELD = Field("Примечание", 34, wrapped=True)
INVENTORY_FIELDS = (*ENTRY_FIELDS, Field("Кол-во листов", 10, centred=True), NOTE_FIELD)
ELECTRONIC_FIELDS = (*ENTRY_FIELDS, Field("Объём, Мб", 10), Field("Отпечаток, первые 16 цифр", 20, centred=True), NOTE_FIELD)
REGISTER_FIELDS = (
    Field("№ п/п", 7, centred=True),
    Field("Дата, рег. №", 14, centred=True),
    Field("Заголовок документа", 56, wrapped=True),
    Field("Формат", 18, centred=True),
    Field("Объём, Кб", 10),
    Field("Примечание", 50, wrapped=True),
)
ACT_FIELDS = (
    Field("№ п/п", 7, centred=True),
    Field("Заголовок дела или групповой заголовок дел", 50, wrapped=True),
    Field("Дата или крайние даты", 24, centred=True),
    Field("№ описи", 14, centred=True),
    Field("Индекс или № по описи", 14, centred=True),
    Field("Кол-во ед. хр.", 11, centred=True),
    Field("Срок хранения и статья", 28, wrapped=True),
    Field("Примечание", 34, wrapped=True),
)
COMPILER = "Составитель описи"


def inventory_pages(found: Sequence[Inventory]) -> list[Page]:
    """Описи дел: a page for each year."""
    tabs = tab_names([_tab("Опись дел", inventory) for inventory in found])
    return [
        Page(
            tab=tab,
            title=f"Опись дел {_year(inventory)}",
            note=_note(inventory, counted_spelled(len(inventory.entries), "дело")),
            fields=INVENTORY_FIELDS,
            rows=_banded(inventory.entries, [[entry.leaves, entry.note] for entry in inventory.entries]),
            signatures=(COMPILER,),
            whole_bands=True,
        )
        for tab, inventory in zip(tabs, found, strict=True)
    ]


def electronic_pages(found: Sequence[Electronic]) -> list[Page]:
    """Описи электронных дел: for each year the inventory and the register of the documents of each case."""
    tabs = tab_names([_tab(name, part.inventory) for part in found for name in ("Опись", "Реестр")])
    pages = []
    for part, tab, register in zip(found, tabs[::2], tabs[1::2], strict=True):
        ends: list[list[Cell]] = [[Fraction(held.size, KILO**2), held.fingerprint, held.entry.note] for held in part.held]
        total = Fraction(sum(held.size for held in part.held), KILO**2)
        rows = _banded([held.entry for held in part.held], ends)
        rows.append(["", "", "Итого", "", "", total, "", ""])
        pages += [
            Page(
                tab=tab,
                title=f"Опись электронных дел {_year(part.inventory)}",
                note=_note(part.inventory, counted_spelled(len(part.held), "электронное дело")),
                fields=ELECTRONIC_FIELDS,
                rows=rows,
                tones=[*[""] * (len(rows) - 1), "total"],
                signatures=(COMPILER,),
                whole_bands=True,
            ),
            Page(
                tab=register,
                title=f"Реестр документов электронных дел {_year(part.inventory)}",
                note=part.inventory.school or part.inventory.school_short,
                fields=REGISTER_FIELDS,
                rows=_register(part),
                signatures=(COMPILER,),
                whole_bands=True,
            ),
        ]
    return pages


def destruction_pages(rows: Sequence[Doomed], school: str) -> list[Page]:
    """Акт о выделении к уничтожению, a draft."""
    units = sum(row.units for row in rows)
    years = years_of(rows)
    total = counted_spelled(units, "единица хранения") + (f" за {years}" if years else "")
    body: list[list[Cell]] = [
        [number, row.title, row.dates, row.inventory, row.number, row.units, row.term, row.note] for number, row in enumerate(rows, 1)
    ]
    body.append(["", "Итого", "", "", "", units, "", ""])
    return [
        Page(
            tab="Акт",
            title="Акт о выделении к уничтожению архивных документов, не подлежащих хранению (проект)",
            note=f"{school} · итого {total} · решает экспертная комиссия",
            fields=ACT_FIELDS,
            rows=body,
            tones=[*[""] * len(rows), "total"],
            signatures=("Председатель экспертной комиссии",),
        )
    ]


def _register(part: Electronic) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for held in part.held:
        rows.append([f"Дело № {held.entry.number} по описи, индекс {held.entry.index}: {held.entry.title}"])
        rows += [
            [item.number, item.dated or UNNUMBERED, item.title, item.format, Fraction(item.size, KILO), item.note] for item in held.items
        ]
    return rows


def _banded(entries: Sequence[Entry], ends: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Rows of cases with their last cells, a band above each part of the inventory."""
    rows: list[list[Cell]] = []
    section = ""
    for entry, end in zip(entries, ends, strict=True):
        if entry.section != section:
            section = entry.section
            rows.append([section])
        rows.append([entry.number, entry.index, entry.title, entry.dates, entry.term, *end])
    return rows


def _note(inventory: Inventory, entered: str) -> str:
    numbers = f"с № 1 по № {len(inventory.entries)}" if inventory.entries else ""
    school = inventory.school or inventory.school_short
    return " · ".join(part for part in (school, inventory.code, f"внесено {entered}", numbers) if part)


def _year(inventory: Inventory) -> str:
    return f"за {inventory.year} год" if inventory.year else "без года"


def _tab(name: str, inventory: Inventory) -> str:
    return f"{name} {inventory.year or 'без года'}"

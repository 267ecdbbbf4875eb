"""«Проект акта»: draft of the act on setting cases apart for destruction (п. 7.1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ...archive.disposal import Group, due
from ...archive.inventory import years_of
from ...report import Cell, Field, Figure, Page
from ...wording import counted_spelled
from .register import NO_DELETION, Register, why

FIELDS = (
    Field("№ п/п", 6, centred=True),
    Field("Заголовок дела или групповой заголовок дел", 46, wrapped=True),
    Field("Даты дел", 18, wrapped=True, centred=True),
    Field("Номер описи", 12, wrapped=True, centred=True),
    Field("Индекс дела (№ по описи)", 11, centred=True),
    Field("Кол-во ед. хр.", 9, centred=True),
    Field("Срок хранения и № статьи по перечню", 24, wrapped=True),
    Field("Примечание", 28, wrapped=True),
)
COUNT = 5
UNIT = "единица хранения"
SELECTED = (
    "На основании Перечня (приказ Росархива от 20.12.2019 № 236) и номенклатуры дел отобраны к уничтожению как утратившие практическое "
    "значение и не подлежащие хранению дела:"
)
MINUTES = "Протокол экспертной комиссии (ЭК) от «____» ______________ 20____ г. № ____"
DESTROYED = (
    "Отметка об уничтожении: документы в количестве ________ ед. хр., весом ________ кг, уничтожены путём ____________________ "
    "«____» ______________ 20____ г. Сдал ____________________ Принял ____________________"
)
TITLE = "ПРОЕКТ. Акт № ____ от «____» ______________ 20____ г. о выделении к уничтожению документов, не подлежащих хранению"


def act(register: Register) -> Page:
    """The draft: rows of cases alike, their sum in words, empty lines for what people decide."""
    groups = due(register.entries)
    lines = [_line(number, group, register) for number, group in enumerate(groups, 1)]
    body: list[Sequence[Cell]] = [[SELECTED], *lines] if groups else []
    total = total_units(groups)
    tones = [""] * len(body)
    if groups:
        body.append(["", "Итого", "", "", "", Figure(total, f"=SUM(F6:F{5 + len(lines)})"), "", ""])
        tones.append("total")
    closing = [total_words(groups), MINUTES, DESTROYED] if groups else [f"На {register.day:%d.%m.%Y} выделять к уничтожению нечего"]
    body += [[text] for text in closing]
    return Page(
        tab="Проект акта",
        title=TITLE,
        note=f"{register.note} · {NO_DELETION}: решает экспертная комиссия, утверждает директор",
        fields=FIELDS,
        rows=body,
        tones=[*tones, *[""] * len(closing)],
        signatures=("УТВЕРЖДАЮ: директор", "Председатель экспертной комиссии", "Ответственный за архив") if groups else (),
        filtered=False,
    )


def total_units(groups: Sequence[Group]) -> int:
    """How many cases an act lists."""
    return sum(group.row.units for group in groups)


def total_words(groups: Sequence[Group]) -> str:
    """«Итого 12 (двенадцать) единиц хранения за 2015–2019 годы»."""
    years = years_of(group.row for group in groups)
    return f"Итого {counted_spelled(total_units(groups), UNIT)}" + (f" за {years}" if years else "")


def _line(number: int, group: Group, register: Register) -> list[Cell]:
    row = group.row
    reason = partial(_why, group, register)
    return [number, row.title, row.dates, row.inventory, row.number, Figure(row.units, why=reason), row.term, row.note]


def _why(group: Group, register: Register) -> list[str]:
    """The cases of a row, each with its grounds."""
    return [line for entry in group.entries for line in why(entry, register.day)]

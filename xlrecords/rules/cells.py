"""Rules of a single cell: the words of what the schema refuses, with the remedy taken from the form."""

from __future__ import annotations

import pandas as pd

from ..forms import FORMS
from ..issue import Severity
from ..kind import PERIOD_MARK, failed
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings
from ..sheets.schema import judge
from .sheets import LABEL_MISSING


def _cell(
    id: str, title: str, message: str, fix: str = "{help}", clause: str = "2.4", severity: Severity = Severity.ERROR, code: str = ""
) -> Rule:
    return Rule(id, title, message, fix, clause, severity, code)


CELL_EMPTY = _cell("cell-empty", "Клетка не заполнена", "не заполнено «{title}»")
CELL_UNREADABLE = _cell("cell-unreadable", "Значение не читается", "«{title}»: ожидается {expected}, а записано «{value}»")
NOT_IN_LIST = _cell("not-in-list", "Значение не из списка", "«{title}»: ожидается {expected}, а записано «{value}»")
OUT_OF_RANGE = _cell("out-of-range", "Число вне пределов", "«{title}»: ожидается {expected}, а записано «{value}»")
BAD_FORMAT = _cell("bad-format", "Значение не того вида", "«{title}»: ожидается {expected}, а записано «{value}»")

PERIOD_HELP = "Поставьте отметку за период: 2–5, «н/а», «осв», «зач» — или оставьте клетку пустой."
MARK_UNKNOWN = _cell("mark-unknown", "Неизвестный знак в журнале", "запись «{value}» — не отметка и не пропуск", clause="4.4", code="V01")
MARK_MISPLACED = _cell("mark-misplaced", "Знак не на своём месте", "запись «{value}» здесь не ставится", clause="4.4", code="V01")
MARK_LOOK_ALIKE = _cell(
    "mark-look-alike", "Похожая буква", "«{value}» набрано похожим знаком другой раскладки: формулы Excel такую запись не узнают",
    "Наберите запись заново: буквы — в русской раскладке, отметки — цифрами.", "4.4", Severity.WARNING, "V01",
)  # fmt: skip
MARK_WITH_ABSENCE = _cell(
    "mark-with-absence", "Отметка вместе с пропуском", "«{value}»: отметка и пропуск в одной клетке допускаются только как «н/5»",
    "Оставьте отметку или пропуск; сданное позже запишите как «н/5».", "4.4", code="V01",
)  # fmt: skip
MARK_OUT_OF_SCALE = _cell(
    "mark-out-of-scale", "Отметка вне шкалы", "отметка «{value}» вне шкалы школы ({scale})",
    "Поставьте отметку из шкалы; две отметки запишите через дробь: 5/4.", "4.4", code="V02",
)  # fmt: skip
MARK_FRACTIONAL = _cell(
    "mark-fractional", "Дробная отметка", "«{value}» — дробное число, а не отметка",
    "Поставьте целую отметку; если это две отметки, запишите их через дробь: 5/4.", "4.4", code="V02",
)  # fmt: skip
MARK_IS_DATE = _cell(
    "mark-is-date", "Дата вместо отметки", "вместо отметки стоит дата «{value}»: вероятно, Excel превратил в неё запись вида 5/4",
    "Задайте клетке текстовый формат и наберите отметки заново.", "4.4", code="V02",
)  # fmt: skip
MARK_TEXT_NUMBER = _cell(
    "mark-text-number", "Отметка записана текстом", "отметка «{value}» записана текстом: формулы Excel её не считают",
    "Наберите отметку заново числом (снимите текстовый формат).", "4.4", code="V02",
)  # fmt: skip
MARK_IN_UNGRADED = _cell(
    "mark-in-ungraded", "Отметка там, где их не ставят", "отметка «{value}» стоит там, где отметок не ставят",
    "Уберите отметку; отсутствие отметьте буквой «н», «б» или «у».", "4.4", code="V01",
)  # fmt: skip
CELL_FORMULA_ERROR = _cell(
    "cell-formula-error", "Ошибка формулы", "в клетке ошибка формулы «{value}»", "Исправьте формулу или впишите значение.", "2.4"
)

WORDS = {
    found.id: found
    for found in (
        LABEL_MISSING, CELL_EMPTY, CELL_UNREADABLE, NOT_IN_LIST, OUT_OF_RANGE, BAD_FORMAT, MARK_UNKNOWN, MARK_MISPLACED, MARK_LOOK_ALIKE,
        MARK_WITH_ABSENCE, MARK_OUT_OF_SCALE, MARK_FRACTIONAL, MARK_IS_DATE, MARK_TEXT_NUMBER, MARK_IN_UNGRADED, CELL_FORMULA_ERROR,
    )
}  # fmt: skip


def refused(records: Records, school: School) -> list[tuple[Rule, pd.DataFrame]]:
    """What the schemas of a form refuse, with the facts of the messages, parted by rule."""
    scale = ("5", "4", "3", "2", "1") if school.policy.values["allow_one"] else ("5", "4", "3", "2")
    found = judge(records, scale, school.policy.of("symbols", tuple))
    if found.empty:
        return []
    form = records.form
    columns = {column.name: column for column in (*form.columns, *form.head, *form.lessons)}
    grid_help = form.grid.help if form.grid else ""
    help = {name: column.help for name, column in columns.items()}
    of_periods = {
        (sheet, place)
        for column in form.columns
        if column.kind is PERIOD_MARK
        for sheet, place in enumerate(records.places[column.name].tolist())
    }
    sheets, rows, places, names = (found[name].tolist() for name in ("sheet_id", "row", "column", "name"))
    facts = found[["sheet_id", "row", "column"]].assign(
        title=found["name"].map({name: column.title for name, column in columns.items()}),
        expected=found["name"].map({name: column.kind.expected for name, column in columns.items()}),
        help=[
            PERIOD_HELP if not name and (sheet, place) in of_periods else help.get(name, grid_help)
            for sheet, place, name in zip(sheets, places, names, strict=True)
        ],
        scale=f"{scale[-1]}–{scale[0]}",
    )
    ids = [
        CELL_FORMULA_ERROR.id if id == CELL_UNREADABLE.id and failed(records.text(*cell)) else id
        for id, *cell in zip(found["rule"], sheets, rows, places, strict=True)
    ]
    positions: dict[str, list[int]] = {}
    for at, id in enumerate(ids):
        positions.setdefault(id, []).append(at)
    return [(WORDS[id], facts.take(of_rule)) for id, of_rule in positions.items()]


@rule(
    "row-repeated", title="Строка повторяется", forms=tuple(form.name for form in FORMS if form.key), clause="2.4",
    message="такая строка уже есть: {first}", fix="Удалите повтор или исправьте отличие.",
)  # fmt: skip
def row_repeated(records: Records, school: School) -> pd.DataFrame:
    """Rows whose key stands in an earlier row of the same sheet; columns of the key that the sheet lacks do not tell rows apart."""
    rows, key = records.rows, records.form.key
    if rows.empty:
        return findings()
    full = rows[records.form.key[0]].notna()
    by = ["sheet_id", *records.form.key]
    named = rows.loc[full, [*by, "row"]]
    first = named.groupby(by, observed=True, dropna=False, sort=False)["row"].transform("first")
    again = named[first != named["row"]]
    column = records.column(key[0], again["sheet_id"])
    where = [records.where(sheet, row, at) for sheet, row, at in zip(again["sheet_id"], first[again.index], column, strict=True)]
    return findings(sheet_id=again["sheet_id"], row=again["row"], column=column, first=where)


RULES: tuple[Rule, ...] = (*(found for found in WORDS.values() if found is not LABEL_MISSING), row_repeated)

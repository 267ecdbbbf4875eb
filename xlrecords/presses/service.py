"""The buttons «Настройки», «Готовность» and «Помощь»."""

from __future__ import annotations

from ..button import Answer, Desk, Tone
from ..buttons import BUTTONS, GROUPS
from .common import NO_SCHOOL, save_first, school_of, settings_books, window

SIGNS = {True: "✓", False: "✗", None: "?"}
"""How a finding begins that is in order, is not, or could not be told."""


def settings(desk: Desk) -> Answer:
    """Open the settings of the school."""
    if desk.path is None:
        return save_first("Настройки")
    folder = school_of(desk.path)
    if folder is None:
        return Answer(NO_SCHOOL, Tone.WARNING)
    book = settings_books(folder)[0]
    if book.resolve() == desk.path.resolve():
        return Answer("Книга настроек уже открыта: это она.")
    return Answer(f"Открыта книга «{book.name}»: периоды, предметы, правила. Сохраните её, когда закончите.", open=(book,))


def doctor(desk: Desk) -> Answer:
    """Whether all is ready for work, and what to do where it is not."""
    from ..installing.doctor import findings

    found = findings(desk.path)
    wrong = sum(one.ok is False for one in found)
    lines = ["Всё готово к работе." if not wrong else f"Нужно исправить: {wrong}."]
    for one in sorted(found, key=lambda one: one.ok is not False):
        lines.append(f"{SIGNS[one.ok]} {one.text}" + (f" {one.remedy}" if one.remedy and not one.ok else ""))
    return Answer(window(lines), Tone.WARNING if wrong else Tone.INFO)


def help_(desk: Desk) -> Answer:
    """What each button does, and where the reference of forms lies."""
    from ..commands.filling import templates

    lines = ["Кнопки вкладки «Учёт». Программа ничего не удаляет; исходные данные меняете только вы."]
    for group in GROUPS:
        lines += [f"{button.title}: {_short(button.tip)}" for button in BUTTONS if button.group == group]
    return Answer("\n".join([*lines, f"Какие листы и графы понимает программа: {templates().parent / 'README.md'}"]))


def _short(tip: str) -> str:
    """The first sentence of a tip."""
    return tip.partition(". ")[0].rstrip(".") + "."

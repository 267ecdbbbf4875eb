"""Rules of a book as a file: what `books.file` reports instead of failing."""

from __future__ import annotations

from typing import Any

from ..book import Trouble
from ..issue import Severity
from ..kind import plain
from ..rule import Rule


def _file(id: str, title: str, message: str, fix: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(id, title, message, fix, "4.3", severity)


FILE_EMPTY = _file("file-empty", "Файл пуст", "файл пуст: в нём 0 байт", "Возьмите файл из резервной копии или сохраните книгу заново.")
FILE_NOT_WORKBOOK = _file(
    "file-not-workbook", "Файл не является книгой", "файл не является книгой с таблицами: {what}",
    "Откройте таблицу в Excel или LibreOffice и сохраните её как «Книга Excel (.xlsx)»; лишний файл уберите из папки.",
)  # fmt: skip
FILE_ENCRYPTED = _file(
    "file-encrypted", "Книга закрыта паролем", "книга зашифрована: без пароля её не прочитать",
    "Откройте книгу с паролем, снимите пароль на открытие и сохраните.",
)  # fmt: skip
FILE_LOCKED = _file(
    "file-locked", "Файл не открывается", "файл не открывается: {reason}",
    "Закройте файл в других программах и проверьте права на чтение файла и папки.",
)  # fmt: skip
FILE_UNSAFE = _file(
    "file-unsafe", "Опасное содержимое", "внутри книги опасное содержимое («{part}»): такие файлы не открываются",
    "Не открывайте файл; узнайте, откуда он, и запросите таблицу заново.",
)  # fmt: skip
FILE_TOO_LARGE = _file(
    "file-too-large", "Книга слишком велика", "книга слишком велика или повреждена намеренно: {what}",
    "Разделите книгу на части; если она не ваша, не открывайте её.",
)  # fmt: skip
FILE_DAMAGED = _file(
    "file-damaged", "Файл повреждён", "файл повреждён и не читается{where}",
    "Откройте книгу в Excel с восстановлением и сохраните заново или возьмите файл из резервной копии.",
)  # fmt: skip
FILE_TOO_HEAVY = _file(
    "file-too-heavy", "Чтение прервано", "чтение файла прервано: превышен предел ({limit})",
    "Уберите лишние листы и пустое оформление, сохраните книгу заново.",
)  # fmt: skip
SHEET_DAMAGED = _file(
    "sheet-damaged", "Лист повреждён", "лист не читается: {reason}", "Откройте книгу в Excel, проверьте лист и сохраните заново."
)
CELL_STRAY = _file(
    "cell-stray", "Значение далеко за таблицей", "далеко за пределами таблицы стоит значение «{value}»; оно не читалось",
    "Очистите эту клетку; если значение нужно, перенесите его к таблице.", Severity.WARNING,
)  # fmt: skip
FORMULAS_NOT_CALCULATED = _file(
    "formulas-not-calculated", "Формулы не вычислены", "на листе {count:формула} без вычисленного значения: они читаются как пустые",
    "Откройте книгу в Excel или LibreOffice, дождитесь пересчёта и сохраните.", Severity.WARNING,
)  # fmt: skip
FILE_OPEN = _file(
    "file-open", "Книга открыта", "книга сейчас открыта в другой программе: проверена её сохранённая копия",
    "Сохраните книгу и проверьте ещё раз.", Severity.NOTE,
)  # fmt: skip

RULES: tuple[Rule, ...] = (
    FILE_EMPTY, FILE_NOT_WORKBOOK, FILE_ENCRYPTED, FILE_LOCKED, FILE_UNSAFE, FILE_TOO_LARGE, FILE_DAMAGED, FILE_TOO_HEAVY,
    SHEET_DAMAGED, CELL_STRAY, FORMULAS_NOT_CALCULATED, FILE_OPEN,
)  # fmt: skip


def facts_of(trouble: Trouble) -> dict[str, Any]:
    """Facts of the message of a trouble: values as a person sees them, and where in the file the damage is."""
    facts: dict[str, Any] = dict(trouble.facts)
    if "value" in facts:
        facts["value"] = plain(facts["value"])
    if "part" in facts:
        facts["where"] = f" (часть «{facts['part']}»)" if facts["part"] else ""
    return facts

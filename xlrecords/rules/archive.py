"""Rules of the archive: what must not be in a book of a case (reported by `archive.lint`), and what acceptances say (п. 7.1)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

import pandas as pd

from ..archive.acceptance import names_of
from ..book import Trouble
from ..issue import Issue, Place, Severity
from ..kind import fold
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records


def _lint(id: str, title: str, message: str, fix: str, severity: Severity = Severity.ERROR) -> Rule:
    return Rule(id, title, message, fix, "7.1", severity, "V16")


SHEET_HIDDEN = _lint(
    "archive-sheet-hidden", "Скрытый лист в деле", "лист скрыт{how}: проверяющий его не увидит",
    "Покажите лист (щелчок правой кнопкой по ярлыку — «Показать») или удалите его, если он не нужен.",
)  # fmt: skip
ROWS_HIDDEN = _lint(
    "archive-rows-hidden", "Скрытые строки с записями", "{what}, хотя записи там есть: на печати их не будет",
    "Покажите строки: снимите фильтр, разверните группы, верните высоту строк; лишнее удалите.",
)  # fmt: skip
COLUMNS_HIDDEN = _lint(
    "archive-columns-hidden", "Скрытые столбцы с записями", "{what}, хотя записи там есть: на печати их не будет",
    "Покажите столбцы: разверните группы, верните ширину; лишнее удалите.",
)  # fmt: skip
CELLS_INVISIBLE = _lint(
    "archive-cells-invisible", "Значения не видны", "на листе {count:клетка} с невидимым значением: {why}",
    "Верните клеткам обычный формат и цвет текста или очистите их.", Severity.WARNING,
)  # fmt: skip
FORMULA_ERROR = _lint(
    "archive-formula-error", "Ошибка формулы в деле", "вместо значения стоит ошибка {error}{more}",
    "Исправьте формулу или впишите значение, затем сохраните книгу.",
)  # fmt: skip
VALUE_MISSING = _lint(
    "archive-value-missing", "Формулы без значений в деле", "на листе {count:формула} без вычисленного значения: в копии будет пусто",
    "Откройте книгу в Excel или LibreOffice, дождитесь пересчёта и сохраните.",
)  # fmt: skip
NOT_CALCULATED = _lint(
    "archive-not-calculated", "Значения формул могли устареть", "значения формул могли устареть: {why}",
    "Откройте книгу в Excel, включите автоматический пересчёт, нажмите F9 и сохраните.", Severity.WARNING,
)  # fmt: skip
VALUE_VOLATILE = _lint(
    "archive-value-volatile", "Значение меняется при каждом открытии",
    "на листе {count:формула} с функциями, которые пересчитываются при каждом открытии ({functions}): "
    "в архиве останется значение последнего сохранения",
    "Замените такую формулу её значением, если оно должно быть постоянным.", Severity.WARNING,
)  # fmt: skip
VALUE_DIFFERS = _lint(
    "archive-value-differs", "Значение не то, что даёт пересчёт", "записано «{was}», а пересчёт даёт «{now}»{more}",
    "Откройте книгу, дождитесь пересчёта, проверьте значение и сохраните.",
)  # fmt: skip
LINK_OUTSIDE = _lint(
    "archive-link-outside", "Связь с другой книгой", "значение берётся из другой книги ({target}): в архиве её рядом не будет{more}",
    "Замените формулу значением или разорвите связь (Данные — «Изменить связи» — «Разорвать связь»).",
)  # fmt: skip
DATA_OUTSIDE = _lint(
    "archive-data-outside", "Подключение к внешним данным", "книга получает данные извне ({what}): в архиве их не обновить",
    "Удалите подключение (Данные — «Запросы и подключения»), значения при этом останутся.",
)  # fmt: skip
HYPERLINK = _lint(
    "archive-hyperlink", "Ссылки на адреса вне книги", "на листе {count:ссылка} на адреса вне книги: в копии останется только текст",
    "Если адрес важен, впишите его в клетку словами; иначе ничего не делайте.", Severity.NOTE,
)  # fmt: skip
MACROS = _lint(
    "archive-macros", "Макросы и элементы управления", "в книге есть {what}: в подлиннике они останутся, в копии их нет",
    "Если они не нужны, сохраните книгу как «Книга Excel (.xlsx)» и уберите элементы управления с листов.", Severity.WARNING,
)  # fmt: skip
FILE_EMBEDDED = _lint(
    "archive-file-embedded", "Внедрённый файл", "в лист внедрён другой файл (всего {count}): что в нём, проверить нельзя",
    "Сохраните файл отдельно, а в книге замените его картинкой или удалите.",
)  # fmt: skip
COMMENT_PERSONAL = _lint(
    "archive-comment-personal", "Личные сведения в примечании", "в примечании есть личные сведения: {what}{more}",
    "Удалите примечание или уберите из него эти сведения.",
)  # fmt: skip
COMMENT = _lint(
    "archive-comment", "Примечания в деле", "на листе {count:примечание}: в копию это не войдёт",
    "Если сказанное важно, впишите его в клетку; иначе ничего не делайте.", Severity.NOTE,
)  # fmt: skip
MARKS = _lint(
    "archive-marks", "Пометки проверки в деле", "на листе остались пометки проверки ({count:примечание})",
    "Уберите пометки командой «xlrecords unmark» и повторите.", Severity.WARNING,
)  # fmt: skip
NOT_INSPECTED = _lint(
    "archive-not-inspected", "Книга проверена не полностью", "скрытое, формулы и примечания не проверены: {what}",
    "Откройте книгу в Excel или LibreOffice и сохраните как «Книга Excel (.xlsx)».", Severity.WARNING,
)  # fmt: skip
PROTECTED = _lint(
    "archive-protected", "Защита паролем", "{what} паролем: без него подлинник не изменить, читать его можно",
    "Если пароль может понадобиться, храните его отдельно; иначе ничего не делайте.", Severity.NOTE,
)  # fmt: skip
REVISIONS = _lint(
    "archive-revisions", "История правок в книге", "в книге хранится история правок: кто, что и когда менял",
    "Отключите общий доступ и исправления (Рецензирование — «Доступ к книге») и сохраните книгу.", Severity.WARNING,
)  # fmt: skip

LINT: tuple[Rule, ...] = (
    SHEET_HIDDEN, ROWS_HIDDEN, COLUMNS_HIDDEN, CELLS_INVISIBLE, FORMULA_ERROR, VALUE_MISSING, NOT_CALCULATED, VALUE_VOLATILE,
    VALUE_DIFFERS, LINK_OUTSIDE, DATA_OUTSIDE, HYPERLINK, MACROS, FILE_EMBEDDED, COMMENT_PERSONAL, COMMENT, MARKS, NOT_INSPECTED,
    PROTECTED, REVISIONS,
)  # fmt: skip
"""What the archive reports, and no check."""
_LINT = {rule.id: rule for rule in LINT}


def issues_of(book: str, troubles: Iterable[Trouble]) -> Iterator[Issue]:
    """Findings of `archive.lint` in a book, in words."""
    for trouble in troubles:
        yield Issue(_LINT[trouble.rule], Place(book, trouble.sheet, trouble.cell), facts=trouble.facts)


@rule(
    "acceptance-rule-unknown", title="Принято неизвестное замечание", forms=("acceptances",), clause="7.1", severity=Severity.WARNING,
    message="замечания «{value}» программа не знает: строка ничего не принимает{near}",
    fix="Впишите название замечания, как в отчёте «Замечания»; все названия покажет команда «xlrecords rules».",
)  # fmt: skip
def acceptance_rule_unknown(records: Records, school: School) -> pd.DataFrame:
    """Rows that name no rule, with the nearest right name."""
    from . import BY_ID

    known = {name: rule.title for rule in BY_ID.values() for name in names_of(rule)}
    found = []
    for sheet, row, written in records.rows[["sheet_id", "row", "rule"]].itertuples(index=False):
        if isinstance(written, str) and written.strip() and fold(written) not in known:
            close = difflib.get_close_matches(fold(written), known, n=1, cutoff=0.6)
            near = f"; похоже на «{known[close[0]]}»" if close else ""
            found.append((sheet, row, records.places["rule"][sheet], near))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "near"])


RULES: tuple[Rule, ...] = (acceptance_rule_unknown,)

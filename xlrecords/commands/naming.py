"""The command «fields»: what a template may name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..command import Outcome, Request
from ..field import Field, walk, written

INTRODUCTION = (
    "Заполнитель пишут в клетке шаблона: {{ФИО}}. Прописные буквы, «ё», кавычки и лишние пробелы не важны.",
    "Строка, в которой назван список, повторяется для каждой его записи: {{достижения.дата}}.",
)
CONDITIONS = (
    ("{{если достижений нет: —}}", "текст, если в списке ничего нет"),
    ("{{если есть достижения: Достижения}}", "текст, если в списке что-то есть"),
    ("{{если достижений нет: скрыть}}", "строка шаблона скрыта, если в списке ничего нет"),
    ("{{если есть Дата выбытия: Выбыл}}", "текст, если значение известно"),
)


def fields(request: Request) -> Outcome:
    """Перечислить поля шаблонов: как их писать, что они значат, склонения, условия."""
    from ..fields import GROUPS
    from ..placeholder import MODIFIERS

    lines = [*INTRODUCTION]
    for title, group in GROUPS:
        lines += ["", title, *_table((_left(path), _told(path[-1])) for path in walk(group.FIELDS))]
    lines += ["", "Как записать значение: слова после имени, {{ФИО кому}}, {{Дата прописью}}, {{Директор, инициалы впереди}}"]
    lines += _table((modifier.name, f"{modifier.meaning}: {modifier.example}") for modifier in MODIFIERS)
    lines += ["", "Условия", *_table(CONDITIONS)]
    return Outcome(lines=tuple(lines))


def _left(path: tuple[Field, ...]) -> str:
    """How a field is named; a list stands without braces, for it is no value."""
    names = [field.name for field in path]
    return ".".join(names) if path[-1].kind == "list" else written(names)


def _told(field: Field) -> str:
    """What a field is, with an example; of a list, how to say that it is empty."""
    if field.kind == "list":
        return f"список: {field.meaning[:1].lower()}{field.meaning[1:]}; {{{{если {field.none} нет: —}}}}"
    return f"{field.meaning}: {field.example}" if field.example else field.meaning


def _table(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Rows of two columns; what is on the left of a long row does not push the others."""
    listed = list(rows)
    width = min(max(len(left) for left, _ in listed), 44)
    return (f"  {left:{width}}  {right}" for left, right in listed)

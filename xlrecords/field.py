"""A field: a piece of a school's data that a template may name, `{{ФИО}}`, `{{достижения.дата}}`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

FieldKind = Literal["text", "person", "word", "date", "number", "mark", "image", "list"]
"""What a field holds: text; a person's name, which can be declined; a word in lower case, whose first letter follows that of
the placeholder; a day; a whole number or a Decimal; a mark (a whole number, or text such as «н/а»); the path of a picture;
a list of items.
"""


@dataclass(frozen=True, slots=True)
class Field:
    """What a template may name.

    Attributes:
        name: Name in Russian, as a teacher writes it: «ФИО», «достижения», «дата»; the key of its value in the data.
        meaning: What it is, a few words in Russian.
        example: What would stand in the cell.
        kind: What it holds.
        aliases: Other names.
        none: Of a list: what there is none of, in the genitive plural, «достижений».
        items: Of a list: the fields of each item.
    """

    name: str
    meaning: str
    example: str = ""
    kind: FieldKind = "text"
    aliases: tuple[str, ...] = ()
    none: str = ""
    items: tuple[Field, ...] = ()


def walk(fields: Iterable[Field], above: tuple[Field, ...] = ()) -> Iterator[tuple[Field, ...]]:
    """Every field with the lists that it stands in, from the outermost: (предметы, периоды, отметка)."""
    for field in fields:
        yield (*above, field)
        yield from walk(field.items, (*above, field))


def written(path: Iterable[str], rest: str = "") -> str:
    """A placeholder as it stands in a template: ("достижения", "дата") -> «{{достижения.дата}}»."""
    return "{{" + ".".join(path) + rest + "}}"

"""A cell of a template that is filled: its text in pieces, what is asked for in each, and what comes out for one student."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..kind import plain
from ..ooxml.sheet import encoded, inline, xml_text
from ..placeholder import apply_modifier

Key = tuple[str | int, ...]
"""Where a list is found in the facts: («достижения»,), or («предметы», 2, «периоды») for a list within an item."""
Items = Mapping[Key, Mapping[str, Any]]
HIDE = "скрыть"


@dataclass(frozen=True, slots=True)
class Source:
    """What stands in for a placeholder.

    Attributes:
        kind: Kind of the field.
        at: Where the item lies that holds the value; empty for the student as a whole.
        name: Name of the value.
        listed: List that is gone through, whose present item holds the value; None outside of lists.
        modifier: In what form.
        condition: "some" or "none" of what lies `at`, or of the value of the item: then `then` stands there, else nothing.
        then: Text of a condition.
        nested: Whether the value lies in a list within the items of `listed`.
    """

    kind: str
    at: Key = ()
    name: str = ""
    listed: Key | None = None
    modifier: str = ""
    condition: str = ""
    then: str = ""
    nested: bool = False

    def value(self, facts: Mapping[str, Any], items: Items) -> Any:
        """The value; None where nothing is known."""
        if self.condition:
            subject = items.get(self.listed, {}).get(self.name) if self.listed is not None else found(facts, self.at)
            return self.then if bool(subject) == (self.condition == "some") else None
        holder = items.get(self.listed, {}) if self.listed is not None else found(facts, self.at) if self.at else facts
        value = holder.get(self.name) if holder else None
        return apply_modifier(value, self.modifier, self.kind) if self.modifier and value is not None else value


def found(facts: Mapping[str, Any], key: Key) -> Any:
    """What lies at a place in the facts; None if nothing does."""
    place: Any = facts
    for step in key:
        try:
            place = place[step]
        except (KeyError, IndexError, TypeError):
            return None
    return place


def shown(value: Any) -> str:
    """A value within a text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return plain(float(value) if isinstance(value, int) and not isinstance(value, bool) else value)


Pieces = tuple[str | Source, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """What a wrapped text must fit into: width in points, font, and the last row of the cells that are merged."""

    width: float
    font: str
    size: float
    bold: bool
    last_row: int
    merged: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell that is filled.

    Attributes:
        column: Letters of its column.
        style: Its style as an attribute, « s="3"», or nothing.
        between: XML between its texts, see `scan.Runs`.
        texts: Its texts in pieces.
        day_style: Style that it takes for a date, which its own shows as a number; the same as `style` if it shows dates.
        as_text: Whether whatever stands in it is text.
        box: What its text must fit into, if it is wrapped.
        only: The one placeholder that is all of its text, if it is so.
        date1904: How days are counted.
    """

    column: str
    style: str
    between: tuple[str, ...]
    texts: tuple[Pieces, ...]
    day_style: str
    as_text: bool
    box: Box | None
    only: Source | None
    date1904: bool = False

    @property
    def sources(self) -> tuple[Source, ...]:
        """All that is asked for."""
        return tuple(piece for text in self.texts for piece in text if isinstance(piece, Source))

    def write(self, facts: Mapping[str, Any], items: Items) -> tuple[str, str]:
        """XML of the cell, with a zero byte for the number of its row, and its text for measuring."""
        if self.only is not None:
            return self._typed(self.only.value(facts, items))
        texts = [_joined(text, facts, items) for text in self.texts]
        opening = f'<c r="{self.column}\0"{self.style}'
        text = "".join(texts)
        if not text:
            return f"{opening}/>", ""
        if len(texts) == 1 and not self.between[0]:
            return f'{opening} t="inlineStr">{inline(text)}</c>', text
        runs = [f'{before}<t xml:space="preserve">{xml_text(part)}</t>' for before, part in zip(self.between, texts, strict=False)]
        return f'{opening} t="inlineStr"><is>{"".join(runs)}{self.between[-1]}</is></c>', text

    def _typed(self, value: Any) -> tuple[str, str]:
        """A value of its own: numbers and days stay what they are, in the format of the cell."""
        if value is None or value == "" or isinstance(value, Path):
            return f'<c r="{self.column}\0"{self.style}/>', ""
        if self.as_text and not isinstance(value, str):
            value = shown(value)
        if isinstance(value, str):
            run = self.between[0]
            runs = f'<is>{run}<t xml:space="preserve">{xml_text(value)}</t></r></is>' if run else inline(value)
            return f'<c r="{self.column}\0"{self.style} t="inlineStr">{runs}</c>', value
        # Numbers and days are not measured: no program breaks them into lines.
        style = self.day_style if isinstance(value, dt.date) else self.style
        if isinstance(value, Decimal):
            return f'<c r="{self.column}\0"{style}><v>{value:f}</v></c>', ""
        kind, inner = encoded(value, self.date1904)
        kind = f' t="{kind}"' if kind else ""
        return f'<c r="{self.column}\0"{style}{kind}>{inner}</c>', ""


def _joined(pieces: Pieces, facts: Mapping[str, Any], items: Items) -> str:
    texts = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
        else:
            text = shown(piece.value(facts, items))
            texts.append("" if piece.condition and text.strip().lower() == HIDE else text)
    return "".join(texts)


def only_source(texts: tuple[Pieces, ...]) -> Source | None:
    """The one placeholder that is all of a text, if it is so."""
    pieces = [piece for text in texts for piece in text if not isinstance(piece, str) or piece.strip()]
    first = pieces[0] if len(pieces) == 1 else None
    return first if isinstance(first, Source) and not first.condition else None

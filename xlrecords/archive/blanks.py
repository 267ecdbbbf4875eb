"""Parts that papers of the archive share: lines to sign, the archive code, sizes of letters, numbers in words."""

from __future__ import annotations

import re
from typing import Final

from ..pdf.papers import Beside, Block, Line, Space, Text
from ..wording import number_spelled

CODE: Final = {
    "Ф. №": re.compile(r"(?i)\bф(?:онд)?[.\s№]+([\w/-]+)"),
    "Оп. №": re.compile(r"(?i)\bоп(?:ись)?[.\s№]+([\w/-]+)"),
    "Д. №": re.compile(r"(?i)\bд(?:ело)?[.\s№]+([\w/-]+)"),
}
"""Parts of the archive code of a school, by their labels: how they are found in what its card says, «Ф. 12, оп. 1»."""


def code_part(code: str, label: str) -> str:
    """Number of a part of the archive code, by its label of `CODE`; empty: it is not told."""
    found = CODE[label].search(code)
    return found[1] if found else ""


def signed(post: str) -> tuple[Block, ...]:
    """Lines to sign for the holder of a post, and the date."""
    columns = tuple((Line(caption=caption),) for caption in (post, "подпись", "расшифровка подписи"))
    return Beside((5, 3, 4), columns, above=26), Beside((5, 7), ((Line(caption="дата"),), (Space(1),)), above=14)


def approved(head: str) -> tuple[Block, ...]:
    """Lines on which the head of the school approves."""
    return (
        Text("УТВЕРЖДАЮ", 12, above=0),
        Line(caption="наименование должности руководителя", above=14),
        Beside((1, 1), ((Line(caption="подпись"),), (Line(head, caption="расшифровка подписи"),)), above=14),
        Line(caption="дата", above=14),
    )


def fitting(text: str, size: float) -> float:
    """Size of letters for a text: long ones get smaller letters, 10 at the least."""
    return max(10.0, min(size, round(size * (90 / max(len(text), 90)) ** 0.5 * 2) / 2))


def spelled(number: int) -> str:
    """A number of leaves in figures and in words: «2 (два)»."""
    return f"{number} ({number_spelled(number)})"


def ends_in_one(number: int) -> bool:
    """Whether what is counted stands in the singular: 1, 21, 101, but not 11."""
    return number % 10 == 1 and number % 100 != 11

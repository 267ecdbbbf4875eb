"""Names of tabs made of people's names: short enough, without forbidden signs, none twice."""

from __future__ import annotations

import re

LONGEST = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def tab_name(text: str, taken: set[str]) -> str:
    """A name for a tab out of a text; put into `taken`, whose names are in lower case."""
    plain = " ".join(FORBIDDEN.sub(" ", text).split()).strip(" '") or "Лист"
    name, number = plain[:LONGEST].rstrip(" '"), 1
    while name.lower() in taken or name.lower() == "history":
        number += 1
        end = f" ({number})"
        name = plain[: LONGEST - len(end)].rstrip(" '") + end
    taken.add(name.lower())
    return name

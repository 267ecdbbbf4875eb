"""How a decision and its grounds are told on all pages."""

from __future__ import annotations

from collections.abc import Iterable

from ..decision import Answer, Decision, Ground

PRIVATE = "Только для работы школы: не вывешивать, третьим лицам не передавать (п. 6.2)"
SIGNS = {True: "да", False: "нет", None: "неизвестно"}
"""Whether a ground is met."""
TONES = {Answer.YES: "note", Answer.NO: "", Answer.UNKNOWN: "warning"}


def told(grounds: Iterable[Ground]) -> list[str]:
    """Grounds as lines: whether each is met, what it is, where, by which clause."""
    return [f"{SIGNS[one.met]}: {one.text}{f', {one.where}' if one.where else ''} ({_clause(one.clause)})" for one in grounds]


def _clause(text: str) -> str:
    """A clause of the regulation with its sign; an act as it is named."""
    return f"п. {text}" if text[:1].isdigit() else text


def parted(decision: Decision) -> list[str]:
    """Texts of the grounds that are met, of those that are not, of those that are unknown."""
    return ["; ".join(ground.text for ground in decision.grounds if ground.met is met) for met in (True, False, None)]

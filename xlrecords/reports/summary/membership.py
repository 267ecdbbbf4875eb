"""Who is not in the summary, and who is in no class list (п. 3.2.1, 4.1)."""

from __future__ import annotations

from collections.abc import Iterator

from ...attestation.membership import Notice, notices
from ...report import Field, Page
from .order import class_order, name_order
from .summary import Summary

TAB = "Состав"
FIELDS = (
    Field("Класс", 8, centred=True),
    Field("Кто или какой лист", 34, wrapped=True),
    Field("В сводке", 9, centred=True),
    Field("Почему", 34, wrapped=True),
    Field("Что сделать", 40, wrapped=True),
)


def pages(summary: Summary) -> Iterator[Page]:
    """One page; none where everybody is counted and known."""
    if found := sorted(notices(summary.school, summary.period), key=_order):
        left_out = sum(not notice.counted for notice in found)
        yield Page(
            TAB,
            f"Состав: кого нет в сводке и кого нет в списке классов, {summary.title}",
            f"{summary.note} · не вошли: {left_out}, не из списка: {len(found) - left_out}",
            FIELDS,
            [[notice.group, notice.who, "да" if notice.counted else "нет", notice.why.capitalize(), notice.remedy] for notice in found],
            ["" if notice.counted or not notice.remedy else "warning" for notice in found],
            toned=3,
        )


def _order(notice: Notice) -> tuple[object, ...]:
    return class_order(notice.group), name_order(notice.who), notice.why

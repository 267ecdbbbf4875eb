"""The look of one sheet in both versions: cells, notes, limits of what may be typed, widths, what is hidden and merged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..book import address, letters
from ..edits import Limit
from ..ooxml.refs import area, corners
from ..ooxml.relative import relative
from ..ooxml.sheet import EPOCH
from .bridge import AROUND, Bridge
from .difference import Difference, Group, Where
from .edition import Facts, Frame, Spot
from .looks import Look, changed
from .tabling import told

WIDER = 0.7
"""By so many characters columns differ whose widths are told; programs round them."""
USUAL = 8.43
"""Width of a column that has none of its own, in characters."""
SHOWN = 12
"""So many ranges are named of one difference."""
NONE = "нет"
UNLIMITED = ("", NONE)
LAST_DAY = 2958466
"""The number of the day after 31.12.9999."""

Changes = dict[tuple[str, str, str], list[tuple[Spot, Spot]]]


def seen(bridge: Bridge, where: Where, pairs: Sequence[tuple[Spot, Spot]]) -> Iterator[Difference]:
    """In what a sheet looks otherwise; nothing if a version keeps looks elsewhere.

    Args:
        bridge: The sheet in both versions.
        where: The sheet, for what is told.
        pairs: Cells that both versions have.
    """
    first, second = bridge.first.facts, bridge.second.facts
    if first is None or second is None:
        return
    found: Changes = {}
    _cells(first, second, pairs, found)
    _limits(bridge, first.frame, second.frame, pairs, found)
    for (what, was, now), cells in found.items():
        ours, theirs = _ranges(cell for cell, _ in cells), _ranges(cell for _, cell in cells)
        yield Difference(Group.LOOK, what, where, "", "", ours, theirs, was, now, cells=len(cells))
    yield from _notes(bridge, first, second, where)
    yield from _sheet(bridge, first.frame, second.frame, where)


def _cells(first: Facts, second: Facts, pairs: Iterable[tuple[Spot, Spot]], found: Changes) -> None:
    """Looks of single cells; of merged ones that of the first, for no program shows another's."""
    known: dict[tuple[int, int], tuple[tuple[str, str, str], ...]] = {}
    covered = _covered(first.frame), _covered(second.frame)
    for spot, there in pairs:
        one, other = first.look(spot), second.look(there)
        if one is other:
            continue
        ids = id(one), id(other)
        if ids not in known:
            known[ids] = tuple(_unlike(one, other))
        if known[ids] and spot not in covered[0] and there not in covered[1]:
            whats, was, now = zip(*known[ids], strict=True)
            found.setdefault((", ".join(whats), "; ".join(was), "; ".join(now)), []).append((spot, there))


def _covered(frame: Frame) -> frozenset[Spot]:
    """Cells that lie below the first of merged cells."""
    return frozenset(
        (row, column)
        for top, left, bottom, right in frame.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    )


def _unlike(first: Look, second: Look) -> Iterator[tuple[str, str, str]]:
    yield from changed(first, second)
    if first.mark != second.mark:
        yield "пометка проверки", "есть" if first.mark else NONE, "есть" if second.mark else NONE


# Limits


def _limits(bridge: Bridge, first: Frame, second: Frame, pairs: Iterable[tuple[Spot, Spot]], found: Changes) -> None:
    """What may be typed, cell by cell: a list is lost by a paste."""
    if not first.limits and not second.limits:
        return
    ours, theirs = (_limited(frame.limits, zones.size) for frame, zones in zip((first, second), bridge.zones, strict=True))
    if not ours and not theirs:
        return
    for spot, there in pairs:
        was, now = ours.get(spot, UNLIMITED), theirs.get(there, UNLIMITED)
        if was[0] != now[0]:
            found.setdefault(("ограничение ввода", was[1], now[1]), []).append((spot, there))


def _limited(limits: Iterable[Limit], size: Spot) -> dict[Spot, tuple[str, str]]:
    """The limit of each cell within a sheet: what it is compared by, and words for it."""
    found: dict[Spot, tuple[str, str]] = {}
    for limit in limits:
        if limit.type == "none":
            continue  # it only shows a message
        said = _compared(limit), _limit(limit)
        for text in limit.ranges.split():
            try:
                top, left, bottom, right = corners(text)
            except ValueError:
                continue
            for row in range(top - 1, min(bottom, size[0])):
                for column in range(left - 1, min(right, size[1])):
                    found[row, column] = said
    return found


LIMITS: Mapping[str, str] = {
    "list": "список", "whole": "целое число", "decimal": "число", "date": "дата", "time": "время", "textLength": "длина текста",
    "custom": "по формуле",
}  # fmt: skip


def _limit(limit: Limit) -> str:
    """A limit in words."""
    alert = ", можно обойти" if limit.alert in ("warning", "information") else ""
    bounds = COMPARED.get(_operator(limit), "{}").format(*(_bound(text, limit.type) for text in (*limit.formulas, "", "")))
    return ": ".join(filter(None, (LIMITS.get(limit.type, limit.type), bounds))) + alert


COMPARED: Mapping[str, str] = {
    "between": "от {} до {}", "notBetween": "не от {} до {}", "equal": "равно {}", "notEqual": "не равно {}", "greaterThan": "больше {}",
    "lessThan": "меньше {}", "greaterThanOrEqual": "не меньше {}", "lessThanOrEqual": "не больше {}",
}  # fmt: skip


def _operator(limit: Limit) -> str:
    """How what is typed is compared with the bounds; empty for lists and formulas, where it says nothing."""
    return "" if limit.type in ("list", "custom") else limit.operator or "between"


def _bound(text: str, kind: str) -> str:
    """A bound or a list as a person would write it."""
    if text.startswith('"') and text.endswith('"'):
        return ", ".join(text[1:-1].split(","))
    if kind == "date" and text.isdigit() and int(text) < LAST_DAY:
        return f"{EPOCH + dt.timedelta(int(text)):%d.%m.%Y}"
    return text


def _compared(limit: Limit) -> str:
    """A limit with its formulas as they are seen from its first cell: one that moved is the same."""
    cell = limit.ranges.partition(" ")[0].partition(":")[0].replace("$", "")
    kept = limit.formulas[: 2 if "etween" in _operator(limit) else 1]
    formulas = [text if text.startswith('"') or _is_number(text) else relative(text, cell) or text for text in kept]
    return "|".join((limit.type, _operator(limit), limit.alert.removeprefix("stop"), *formulas))


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()


# Notes


def _notes(bridge: Bridge, first: Facts, second: Facts, where: Where) -> Iterator[Difference]:
    whole = told(bridge, 0), told(bridge, 1)
    met = set()
    for spot, was in sorted(first.notes.items()):
        there = bridge.there(spot)
        if there is None and whole[0].has(bridge.zones[0].at(spot), *spot):
            continue
        now = "" if there is None else second.notes.get(there, "")
        met.add(there)
        if was != now:
            yield Difference(
                Group.LOOK, "примечание", where, "", "", _named(spot), "" if there is None else _named(there), was, now or NONE
            )
    for spot, now in sorted(second.notes.items()):
        if spot not in met and not whole[1].has(bridge.zones[1].at(spot), *spot):
            back = bridge.back.get(spot)
            yield Difference(Group.LOOK, "примечание", where, "", "", "" if back is None else _named(back), _named(spot), NONE, now)


# The sheet as a whole


def _sheet(bridge: Bridge, first: Frame, second: Frame, where: Where) -> Iterator[Difference]:
    told_of = Difference(Group.LOOK, "", where)
    if first.visible != second.visible:
        yield replace(told_of, what="ярлык листа", was=SEEN[first.visible], now=SEEN[second.visible])
    if first.protected != second.protected:
        yield replace(told_of, what="защита листа", was=PROTECTED[first.protected], now=PROTECTED[second.protected])
    main = next((zone for zone in bridge.partner if zone != AROUND), AROUND)
    columns = bridge.columns[main]
    rows = {a: b for found in bridge.rows.values() for a, b in found.items()}
    for what, pairs, ours, theirs, named in (
        ("скрытые столбцы", columns, first.hidden_columns, second.hidden_columns, _column),
        ("скрытые строки", rows, first.hidden_rows, second.hidden_rows, _row),
    ):
        yield from _hidden(told_of, what, pairs, ours, theirs, named)
    wider = [(a, b) for a, b in columns.items() if abs(first.widths.get(a, USUAL) - second.widths.get(b, USUAL)) > WIDER]
    by_width: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for a, b in wider:
        if a < bridge.zones[0].size[1]:
            by_width.setdefault((_width(first, a), _width(second, b)), []).append((a, b))
    for (was, now), changed_ones in by_width.items():
        first_ones, second_ones = (", ".join(_column(pair[side]) for pair in changed_ones[:SHOWN]) for side in (0, 1))
        yield replace(told_of, what="ширина столбцов", first=first_ones, second=second_ones, was=was, now=now, cells=len(changed_ones))
    yield from _merged(bridge, first, second, told_of)
    if len(first.rules) != len(second.rules):
        yield replace(told_of, what="условное форматирование", was=f"правил: {len(first.rules)}", now=f"правил: {len(second.rules)}")


def _width(frame: Frame, column: int) -> str:
    return f"{frame.widths.get(column, USUAL):.4g}".replace(".", ",")


SEEN, PROTECTED = ("скрыт", "виден"), (NONE, "есть")


def _hidden(
    told_of: Difference, what: str, pairs: Mapping[int, int], ours: frozenset[int], theirs: frozenset[int], named: Callable[[int], str]
) -> Iterator[Difference]:
    for was, now in ((False, True), (True, False)):
        found = [(a, b) for a, b in sorted(pairs.items()) if (a in ours, b in theirs) == (was, now)]
        if found:
            first, second = (", ".join(named(pair[side]) for pair in found[:SHOWN]) for side in (0, 1))
            words = ("скрыты", "видны")
            yield replace(told_of, what=what, first=first, second=second, was=words[not was], now=words[not now], cells=len(found))


def _merged(bridge: Bridge, first: Frame, second: Frame, told_of: Difference) -> Iterator[Difference]:
    met = set()
    for top, left, bottom, right in sorted(first.merged):
        corner, end = bridge.there((top, left)), bridge.there((bottom, right))
        if corner is None or end is None:
            continue
        there = (*corner, *end)
        met.add(there)
        if there not in second.merged:
            yield replace(
                told_of, what="объединение клеток", first=_area(top, left, bottom, right), second=_area(*there), was="есть", now=NONE
            )
    for place in sorted(second.merged - met):
        ours, end = bridge.back.get(place[:2]), bridge.back.get(place[2:])
        if ours is not None and end is not None:
            yield replace(told_of, what="объединение клеток", first=_area(*ours, *end), second=_area(*place), was=NONE, now="есть")


def _area(top: int, left: int, bottom: int, right: int) -> str:
    return area(top + 1, left + 1, bottom + 1, right + 1)


def _column(at: int) -> str:
    return letters(at + 1)


def _row(at: int) -> str:
    return str(at + 1)


def _named(spot: Spot) -> str:
    return address(spot[0] + 1, spot[1] + 1)


def _ranges(spots: Iterable[Spot]) -> str:
    """Cells as ranges: runs of a row, then equal runs of neighbouring rows."""
    runs: list[tuple[int, int, int]] = []
    for row, column in sorted(set(spots)):
        if runs and runs[-1][0] == row and runs[-1][2] == column - 1:
            runs[-1] = row, runs[-1][1], column
        else:
            runs.append((row, column, column))
    open_ones: dict[tuple[int, int], tuple[int, int]] = {}
    found = []
    for row, left, right in runs:
        top, bottom = open_ones.get((left, right), (row, row - 1))
        if bottom != row - 1:
            found.append((top, left, bottom, right))
            top = row
        open_ones[left, right] = top, row
    found += [(top, left, bottom, right) for (left, right), (top, bottom) in open_ones.items()]
    texts = [_area(*place) for place in sorted(found)]
    return ", ".join(texts[:SHOWN]) + (f" и ещё {len(texts) - SHOWN}" if len(texts) > SHOWN else "")

"""What came and what is gone on a sheet as a whole: tables, rows, columns; and what merely moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..book import address
from ..kind import plain
from ..privacy.aligning import Area, value_at
from .bridge import AROUND, Bridge
from .difference import Difference, Group, Where
from .ordering import moved
from .tables import Line, Matched
from .words import heading, named

NAMESAKES = "строки с одним именем нельзя различить: сверьте их сами (поможет номер личного дела в скобках после имени)"
MAYBE = "возможно, это та же строка"
REPEATED = "заголовок повторяется, и столбцы нельзя различить: сверьте их сами"


@dataclass(frozen=True, slots=True)
class Told:
    """Cells that are told as a whole: rows and columns of each zone of a version that the other has not, or nobody can tell."""

    tables: frozenset[int]
    rows: frozenset[tuple[int, int]]
    columns: frozenset[tuple[int, int]]

    def has(self, zone: int, row: int, column: int) -> bool:
        """Whether a cell is told of already."""
        return zone in self.tables or (zone, row) in self.rows or (zone, column) in self.columns


def told(bridge: Bridge, side: int) -> Told:
    """What is told as a whole of A (side 0) or of B (side 1)."""
    zones = bridge.zones[side]
    partner = bridge.partner if side == 0 else {b: a for a, b in bridge.partner.items()}
    alone = frozenset(zone for zone in range(len(zones.lines)) if zone not in partner)
    rows: set[tuple[int, int]] = set()
    columns: set[tuple[int, int]] = set()
    for zone, first in partner.items():
        ours = zone if side == 0 else first
        known = bridge.rows[ours].keys() if side == 0 else set(bridge.rows[ours].values())
        found = bridge.tables.get(ours)
        body = zones.lines[zone].area.rows if zone != AROUND else ()
        rows |= {(zone, row) for row in (*body, *zones.free(zone)) if row not in known}
        if found is not None:
            listed = found[1].gone if side == 0 else found[1].come
            columns |= {(zone, at) for at in (*listed, *(at for pair in found[1].unsure for at in pair[side]))}
    return Told(alone, frozenset(rows), frozenset(columns))


def structure(bridge: Bridge, where: Where) -> Iterator[Difference]:
    """Tables, rows and columns that came, are gone or cannot be told; then those that moved."""
    for side, (zones, word) in enumerate(zip(bridge.zones, ("исчезла", "появилась"), strict=True)):
        partners = bridge.partner.keys() if side == 0 else set(bridge.partner.values())
        for zone, line in enumerate(zones.lines):
            if zone not in partners and not (line.beside and not line.area.rows):
                yield _table(line, where, side, word)
    for first, second in bridge.partner.items():
        yield from _free(bridge, first, second, where)
        if first != AROUND:
            rows, columns = bridge.tables[first]
            lines = bridge.zones[0].lines[first], bridge.zones[1].lines[second]
            yield from _rows(rows, lines, where)
            yield from _columns(columns, rows, lines, where)
            yield from _moves(rows, columns, lines, where)


def _table(line: Line, where: Where, side: int, word: str) -> Difference:
    title = "Темы уроков" if line.beside else line.form.title
    place = address(min(line.area.headings.values()) + 1, line.area.span[0] + 1)
    rows = len(line.area.rows)
    return _whole(Difference(Group.PLACE, f"таблица {word}", where, about=title, note=f"строк: {rows}"), side, place)


def _whole(found: Difference, side: int, place: str) -> Difference:
    return replace(found, first=place) if side == 0 else replace(found, second=place)


def _free(bridge: Bridge, first: int, second: int, where: Where) -> Iterator[Difference]:
    """Rows around tables, and those of sheets of no form."""
    ours = bridge.rows[first]
    for side, (zone, word) in enumerate(((first, "исчезла"), (second, "появилась"))):
        known = ours.keys() if side == 0 else set(ours.values())
        for row, texts in bridge.zones[side].free(zone).items():
            if row not in known and texts:
                found = Difference(Group.PLACE, f"строка {word}", where, note=f"заполненных клеток: {len(texts)}")
                text = "; ".join(bridge.zones[side].shown(zone, row))
                yield _whole(replace(found, was=text) if side == 0 else replace(found, now=text), side, address(row + 1, 1))


def _rows(rows: Matched, lines: tuple[Line, Line], where: Where) -> Iterator[Difference]:
    gone_as = {a: b for b, a in rows.offers.items()}
    for row in rows.gone:
        near = gone_as.get(row)
        offer = "" if near is None else f"{MAYBE}: {_called(lines[1], near)} в версии Б"
        yield _row(lines[0], row, where, 0, "строка исчезла", offer)
    for row in rows.come:
        near = rows.offers.get(row)
        offer = "" if near is None else f"{MAYBE}: {_called(lines[0], near)} в версии А"
        yield _row(lines[1], row, where, 1, "строка появилась", offer)
    for ours, theirs in rows.unsure:
        places = [
            ", ".join(address(row + 1, line.area.span[0] + 1) for row in own) for line, own in zip(lines, (ours, theirs), strict=True)
        ]
        who = named(lines[1], theirs[0])
        yield Difference(
            Group.UNSURE, "не сопоставлено", where, who, "", places[0], places[1], note=NAMESAKES, cells=max(len(ours), len(theirs))
        )


def _called(line: Line, row: int) -> str:
    """A row by its name; by its place if it has none."""
    name = named(line, row)
    return f"«{name}»" if name else address(row + 1, line.area.span[0] + 1)


def _row(line: Line, row: int, where: Where, side: int, what: str, offer: str) -> Difference:
    held = "; ".join(line.area.texts(row))
    count = f"заполненных клеток: {len(line.area.texts(row))}"
    found = Difference(Group.PLACE, what, where, named(line, row), note="; ".join(filter(None, (offer, count))))
    return _whole(replace(found, was=held) if side == 0 else replace(found, now=held), side, address(row + 1, line.area.span[0] + 1))


def _columns(columns: Matched, rows: Matched, lines: tuple[Line, Line], where: Where) -> Iterator[Difference]:
    gone_as = {a: b for b, a in columns.offers.items()}
    for side, (listed, word) in enumerate(((columns.gone, "исчез"), (columns.come, "появился"))):
        area = lines[side].area
        body = rows.pairs.keys() if side == 0 else rows.pairs.values()
        for at in listed:
            filled = sum(bool(plain(value_at(area.cells, row, at))) for row in body)
            near = (gone_as if side == 0 else columns.offers).get(at)
            offer = "" if near is None else f"возможно, это столбец «{_title(lines[1 - side], near)}»: значения те же"
            found = Difference(Group.PLACE, f"столбец {word}", where, about=_title(lines[side], at),
                               note="; ".join(filter(None, (offer, f"заполненных клеток: {filled}"))))  # fmt: skip
            yield _whole(found, side, _place(area, at))
    for ours, theirs in columns.unsure:
        places = [", ".join(_place(line.area, at) for at in own) for line, own in zip(lines, (ours, theirs), strict=True)]
        about = _title(lines[1], theirs[0]).partition(", ")[0]
        yield Difference(
            Group.UNSURE, "не сопоставлено", where, "", about, places[0], places[1], note=REPEATED, cells=max(len(ours), len(theirs))
        )


def _title(line: Line, column: int) -> str:
    return next(heading(line, name) for name, at in (*line.area.columns.items(), *line.area.vague.items()) if at == column)


def _place(area: Area, column: int) -> str:
    row = next(
        (area.headings[name] for name, at in (*area.columns.items(), *area.vague.items()) if at == column), min(area.headings.values())
    )
    return address(row + 1, column + 1)


def _moves(rows: Matched, columns: Matched, lines: tuple[Line, Line], where: Where) -> Iterator[Difference]:
    title = "Темы уроков" if lines[1].beside else lines[1].form.title
    for word, pairs in (("строки", rows.pairs), ("столбцы", columns.pairs)):
        if count := moved(pairs.items()):
            yield Difference(Group.MOVED, f"перемещены {word}", where, about=title, cells=count)

"""Makes room for what is written: on an archived page no text is cut, as it may be on the screen. All lengths are in points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from .layout import PAD, grown, inner_width
from .paging import A4, Section, room
from .sheet import Area, Look, Sheet, Spot, Text
from .typeset import Asked, sizes

WIDEST = 1.16
"""Width of the widest letter of the bundled font as a share of its size; of small letters and digits the two below."""
SMALL, DIGIT = 0.9, 0.5
NARROWED = 0.78
"""Share of its width that a column keeps when it is made narrower."""
LINE = 1.2
"""Height of a line as a share of the size of its letters."""
NARROWEST = 40.0
"""A text is not broken in a narrower place than this, but made smaller."""
AIR = 2.0
"""Free space above and below a broken text, together."""
SQUEEZED = 1.2
"""A text that is wider than its place by no more than this is squeezed."""
SMALLER, MANY = 1.1, 0.05
"""Letters of more than so great a share of the texts may be smaller than most by this, and not by more."""
SHRUNK = 1.05
"""A text of several words that is to be made smaller is made so by no more than this; else it is broken."""
REMEMBERED = 1 << 15
"""So many texts are kept with what is known of them: names and headings come again in many books."""
_known: dict[Asked, float] = {}


@dataclass(slots=True)
class Fitted:
    """A sheet with room for its texts.

    Attributes:
        sheet: The sheet.
        heights: Final heights of rows.
        lengths: Lengths of texts that may be too long for their cells, by the first cell, as they run in one line.
        needs: Heights of texts broken in their cells, by the first cell.
    """

    sheet: Sheet
    heights: list[float]
    lengths: dict[Spot, float] = field(default_factory=dict)
    needs: dict[Spot, float] = field(default_factory=dict)


def at_most(text: Text) -> float:
    """A length that a text of one line does not exceed."""
    return sum(look.size * _share(run) for run, look in text.runs)


@lru_cache(REMEMBERED)
def _share(run: str) -> float:
    """What `at_most` is of a run, as a share of the size of its letters."""
    return sum(DIGIT if sign in "0123456789 .,/-" else SMALL if sign.islower() else WIDEST for sign in run)


def one_line(text: Text) -> bool:
    """Whether a text has no line ends of its own and lies level."""
    return not text.turn and not any("\n" in run for run, _ in text.runs)


def visible(sheet: Sheet) -> Sheet:
    """The sheet without texts of hidden rows and columns."""
    texts = tuple(
        text
        for text in sheet.texts
        if any(sheet.widths[text.column : text.last_column + 1]) and any(sheet.heights[text.row : text.last_row + 1])
    )
    return replace(sheet, texts=texts)


def narrowed(sheet: Sheet, section: Section, least: float) -> Sheet:
    """The sheet with narrower columns, where that spares splitting a table, or splits it less.

    Columns of dates keep the room that their marks need. Of a table that is a little wider than the paper the wide columns
    become narrower: their texts are broken.

    Args:
        sheet: The sheet.
        section: The part that is laid out.
        least: The least scale.
    """
    first, last = section.area[1], section.area[3]
    widths, most = list(sheet.widths), room((A4[1], A4[0]), least)[0]
    total = sum(widths[first : last + 1])
    if total <= most:
        return sheet
    if section.tables[0].breaks:
        needs = _needs(sheet, section.area)
        start = (section.tables[0].title_columns or (0, first - 1))[1] + 1
        for column in range(start, last + 1):
            if widths[column] <= NARROWEST:
                widths[column] = min(widths[column], max(widths[column] * NARROWED, needs.get(column, 0.0)))
    elif total * NARROWED <= most:
        wide = [column for column in range(first, last + 1) if widths[column] > 1.5 * NARROWEST]
        share = 1 - (total - most + 1) / max(sum(widths[column] for column in wide), 1.0)
        for column in wide if share >= NARROWED / 1.2 else ():
            widths[column] *= share
    return replace(sheet, widths=widths)


def _needs(sheet: Sheet, area: Area) -> dict[int, float]:
    """Least width of each column at which its texts keep to one line."""
    needs: dict[int, float] = {}
    for text in sheet.texts:
        if area[0] <= text.row <= area[2] and text.column == text.last_column:
            size = max(look.size for _, look in text.runs)
            need = at_most(text) if not text.turn else sheet.widths[text.column] if text.wrap else LINE * size
            needs[text.column] = max(needs.get(text.column, 0.0), need + 2 * PAD + text.indent)
    return needs


def measured(sheets: Sequence[Sheet]) -> list[Fitted]:
    """Sheets of a book, with the lengths of texts that may be too long for their cells; each text is measured only once."""
    found = [Fitted(sheet, list(sheet.heights)) for sheet in sheets]
    lines = [
        (fitted, text)
        for fitted in found
        for text in fitted.sheet.texts
        if one_line(text) and at_most(text) > inner_width(fitted.sheet, text)
    ]
    for (fitted, text), length in zip(lines, _sizes([(text.runs, None, 0, text.across) for _, text in lines]), strict=True):
        fitted.lengths[text.row, text.column] = length
    return found


def heighten(found: Sequence[Fitted]) -> None:
    """Break texts that would become too small, and make rows as high as their texts ask."""
    for fitted in found:
        fitted.sheet = replace(fitted.sheet, texts=tuple(_readable(fitted, text) for text in fitted.sheet.texts))
    _grow([(fitted, text) for fitted in found for text in fitted.sheet.texts if _is_broken(fitted, text)])


def _readable(fitted: Fitted, text: Text) -> Text:
    """A text that is broken rather than made much smaller; numbers are not, for a part of one is another number."""
    inner = inner_width(fitted.sheet, text)
    words = "".join(run for run, _ in text.runs)
    most = inner * (SHRUNK if " " in words.strip() else SQUEEZED)
    small = text.shrink and not text.wrap and fitted.lengths.get((text.row, text.column), 0.0) > most
    return replace(text, wrap=True, shrink=False) if small and inner >= NARROWEST and any(map(str.isalpha, words)) else text


def _is_broken(fitted: Fitted, text: Text) -> bool:
    """Whether rows may have to become higher for a text."""
    inner = inner_width(fitted.sheet, text)
    if text.turn:
        return not text.wrap or text.last_row in fitted.sheet.auto
    if not one_line(text):
        return inner > 1
    return text.wrap and inner > 1 and fitted.lengths.get((text.row, text.column), 0.0) > inner


def _grow(broken: Sequence[tuple[Fitted, Text]]) -> None:
    asked: list[Asked] = [(text.runs, inner_width(fitted.sheet, text), text.turn, text.across) for fitted, text in broken]
    needed: dict[int, list[tuple[Text, float]]] = {}
    for (fitted, text), need in zip(broken, _sizes(asked), strict=True):
        needed.setdefault(id(fitted), []).append((text, need + AIR))
        fitted.needs[text.row, text.column] = need
    for fitted in {id(fitted): fitted for fitted, _ in broken}.values():
        fitted.heights = grown(replace(fitted.sheet, heights=fitted.heights), needed[id(fitted)])


def _sizes(asked: Sequence[Asked]) -> list[float]:
    """Sizes of texts: equal ones are measured once, in other books too."""
    if len(_known) > REMEMBERED:
        _known.clear()
    new = [item for item in dict.fromkeys(asked) if item not in _known]
    _known.update(zip(new, sizes(new, system_fonts=False), strict=True))
    return [_known[item] for item in asked]


def widened(fitted: Fitted, area: Area, most: float) -> Area:
    """The area with a column more at the right, if texts run out of it and the paper has room.

    Args:
        fitted: The sheet, which gets the column; its area is the last of its rows.
        area: What is laid out.
        most: Width that it may have with the column.
    """
    taken = occupied(fitted.sheet)
    beyond = 0.0
    for text in fitted.sheet.texts:
        if area[0] <= text.row <= area[2] and runs_over(fitted, text) and text.across == "left":
            last = free(fitted.sheet, taken, text, area)[1]
            if last == area[3]:
                width = sum(fitted.sheet.widths[text.column : last + 1])
                beyond = max(beyond, fitted.lengths[text.row, text.column] + text.indent + 2 * PAD + 0.5 - width)
    spare = most - sum(fitted.sheet.widths[area[1] : area[3] + 1])
    if beyond <= 0 or spare < beyond / SQUEEZED or area[3] + 1 < len(fitted.sheet.widths):
        return area
    fitted.sheet = replace(fitted.sheet, widths=[*fitted.sheet.widths, min(beyond, spare)])
    return area[0], area[1], area[2], area[3] + 1


def eased(fitted: Fitted, area: Area, most: float) -> None:
    """Make columns wider whose texts do not fit: as far as the paper has room for each, and always so far that words can be broken there.

    Args:
        fitted: The sheet, whose columns become wider.
        area: What is laid out.
        most: Width that it may have.
    """
    taken = occupied(fitted.sheet)
    wanted: dict[int, float] = {}
    for text in fitted.sheet.texts:
        if area[0] <= text.row <= area[2] and area[1] <= text.column == text.last_column <= area[3] and _presses(fitted, taken, text, area):
            width = fitted.lengths[text.row, text.column] + text.indent + 2 * PAD + 0.5
            wanted[text.column] = max(wanted.get(text.column, 0.0), width)
    widths = list(fitted.sheet.widths)
    spare = max(most - sum(widths[area[1] : area[3] + 1]), 0.0)
    lacking = sorted((width - widths[column], column) for column, width in wanted.items())
    for place, (lack, column) in enumerate(lacking):
        more = min(lack, spare / (len(lacking) - place))
        spare -= more
        widths[column] += max(more, min(lack, NARROWEST + 2 * PAD - widths[column]))
    fitted.sheet = replace(fitted.sheet, widths=widths)


def _presses(fitted: Fitted, taken: set[Spot], text: Text, area: Area) -> bool:
    """Whether a text would run into the next one, or be made much smaller."""
    length = fitted.lengths.get((text.row, text.column), 0.0)
    if text.shrink and one_line(text) and not text.wrap:
        return length > inner_width(fitted.sheet, text) * SHRUNK
    first, last = free(fitted.sheet, taken, text, area)
    return runs_over(fitted, text) and length > inner_width(fitted.sheet, replace(text, column=first, last_column=last))


def spread(placed: Iterable[tuple[Fitted, Area, Sequence[tuple[int, int]]]]) -> None:
    """Break texts that would be cut at the end of a page or at the next text; they take the free cells beside them.

    Args:
        placed: Sheets, each with an area that is laid out, and the columns of its pages.
    """
    broken = []
    for fitted, area, columns in placed:
        taken = occupied(fitted.sheet)
        texts = list(fitted.sheet.texts)
        for index, text in enumerate(texts):
            if not (area[0] <= text.row <= area[2] and area[1] <= text.column <= area[3] and runs_over(fitted, text)):
                continue
            first, last = next(((first, last) for first, last in columns if first <= text.column <= last), (area[1], area[3]))
            first, last = free(fitted.sheet, taken, text, (area[0], first, area[2], last))
            wider = replace(
                text,
                column=text.column if text.across == "left" else first,
                last_column=text.last_column if text.across == "right" else last,
            )
            length, width = fitted.lengths[text.row, text.column], inner_width(fitted.sheet, wider)
            if length > width * SQUEEZED:
                del fitted.lengths[text.row, text.column]
                texts[index] = wider = replace(wider, wrap=width >= NARROWEST, shrink=width < NARROWEST)
                fitted.lengths[wider.row, wider.column] = length
                if wider.wrap:
                    broken.append((fitted, wider))
        fitted.sheet = replace(fitted.sheet, texts=tuple(texts))
    _grow(broken)


def runs_over(fitted: Fitted, text: Text) -> bool:
    """Whether a text is longer than its cell and neither broken nor made smaller."""
    length = fitted.lengths.get((text.row, text.column), 0.0)
    return not text.wrap and not text.shrink and length > inner_width(fitted.sheet, text) and one_line(text)


def occupied(sheet: Sheet) -> set[Spot]:
    """Cells that no text may run over."""
    blocks = {(row, column) for block in sheet.blocks for row in range(block[0], block[2] + 1) for column in range(block[1], block[3] + 1)}
    return {(text.row, text.column) for text in sheet.texts} | blocks


def free(sheet: Sheet, taken: set[Spot], text: Text, area: Area) -> tuple[int, int]:
    """First and last column that a text may run over: free cells, up to a line, unless its own cell is too narrow to break it in."""
    first, last = text.column, text.last_column
    lines = sheet.down if inner_width(sheet, text) >= NARROWEST else {}
    while first > area[1] and (text.row, first - 1) not in taken and (text.row, first) not in lines:
        first -= 1
    while last < area[3] and (text.row, last + 1) not in taken and (text.row, last + 1) not in lines:
        last += 1
    return first, last


def ordinary(looks: Iterable[Look]) -> float:
    """Size of the letters that most texts have; many that are smaller count too, for they may be a little smaller than most."""
    counts = Counter(look.size for look in looks)
    most = max(counts, key=lambda size: (counts[size], size), default=11.0)
    total = sum(counts.values())
    return min([most, *(size * SMALLER for size, count in counts.items() if count > MANY * total)])

"""What a plan touches in an open workbook, as values: how it was, how it shall be, and the way back as JSON."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ..edits import Edits, Fill, Formula, Note, PlanError, Spot, Unfill, Unnote, Value, from_json, to_json
from ..tint import WHITE, mixed

GENERAL, TEXT, DAY, DAY_AND_TIME, TIME = "General", "@", "dd.mm.yyyy", "dd.mm.yyyy h:mm", "h:mm"
"""Number formats."""
LITERALS = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
RowSpot: TypeAlias = tuple[str, int]
"""Sheet and row."""


@dataclass(frozen=True, slots=True)
class Look:
    """Fill of a cell.

    Attributes:
        pattern: Its name as in files; empty for none, «other» for one that is neither plain nor ours.
        colour: Colour of the lines, or the colour itself if it is plain: RRGGBB.
        behind: Colour behind the lines; empty for none.
    """

    pattern: str = ""
    colour: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What is typed into a cell.

    Attributes:
        entry: As it is typed, in English; a formula begins with «=». Text stands as it is.
        text: Whether it is text, whatever it looks like.
        format: Number format, in English.
        moment: A day or time, for the office program to write in the time reckoning of its workbook; then `entry` says nothing.
    """

    entry: str = ""
    text: bool = False
    format: str = GENERAL
    moment: dt.datetime | None = None


@dataclass(frozen=True)
class State:
    """What stands in the cells that are touched; a note that is not there is an empty text."""

    contents: Mapping[Spot, Content] = field(default_factory=dict)
    looks: Mapping[Spot, Look] = field(default_factory=dict)
    notes: Mapping[Spot, str] = field(default_factory=dict)
    heights: Mapping[RowSpot, float] = field(default_factory=dict)

    def sheets(self) -> set[str]:
        """Names of the sheets that are touched."""
        return {spot[0] for part in (self.contents, self.looks, self.notes, self.heights) for spot in part}

    def only(self, sheets: Iterable[str]) -> State:
        """What stands on some sheets."""
        kept = set(sheets)
        return State(
            {spot: content for spot, content in self.contents.items() if spot[0] in kept},
            {spot: look for spot, look in self.looks.items() if spot[0] in kept},
            {spot: text for spot, text in self.notes.items() if spot[0] in kept},
            {spot: points for spot, points in self.heights.items() if spot[0] in kept},
        )


def touched(steps: Sequence[Edits]) -> State:
    """The cells that plans touch; what stands in them is not known yet."""
    contents: dict[Spot, Content] = {}
    looks: dict[Spot, Look] = {}
    notes: dict[Spot, str] = {}
    heights: dict[RowSpot, float] = {}
    for step in steps:
        contents |= {(value.sheet, value.cell): Content() for value in step.values}
        contents |= {(formula.sheet, formula.cell): Content() for formula in step.formulas}
        looks |= {(fill.sheet, fill.cell): Look() for fill in step.fills}
        looks |= {(unfill.sheet, unfill.cell): Look() for unfill in step.unfills}
        notes |= {(note.sheet, note.cell): "" for note in step.notes}
        notes |= {(unnote.sheet, unnote.cell): "" for unnote in step.unnotes}
        heights |= {(height.sheet, height.row): 0.0 for height in step.heights}
    return State(contents, looks, notes, heights)


def changed(state: State, step: Edits, patterns: bool) -> State:
    """What stands in the cells after a plan.

    Args:
        state: What stands in them before.
        step: The plan.
        patterns: Whether the office program knows patterns; else they are mixed into a plain colour.
    """
    contents, looks, notes = dict(state.contents), dict(state.looks), dict(state.notes)
    for value in step.values:
        contents[value.sheet, value.cell] = _typed(value, contents.get((value.sheet, value.cell), Content()))
    for formula in step.formulas:
        contents[formula.sheet, formula.cell] = _calculated(formula, contents.get((formula.sheet, formula.cell), Content()))
    for fill in step.fills:
        looks[fill.sheet, fill.cell] = filled(looks.get((fill.sheet, fill.cell), Look()), fill, patterns)
    for unfill in step.unfills:
        looks[unfill.sheet, unfill.cell] = unfilled(looks.get((unfill.sheet, unfill.cell), Look()), unfill)
    for note in step.notes:
        notes[note.sheet, note.cell] = _noted(notes.get((note.sheet, note.cell), ""), note)
    for unnote in step.unnotes:
        notes[unnote.sheet, unnote.cell] = _unnoted(notes.get((unnote.sheet, unnote.cell), ""), unnote)
    heights = {**state.heights, **{(height.sheet, height.row): height.points for height in step.heights}}
    left = (state.sheets() | touched((step,)).sheets()) - set(step.remove_sheets)
    return State(contents, looks, notes, heights).only(left)


def filled(look: Look, fill: Fill, patterns: bool) -> Look:
    """A fill over another. What cannot stand behind a pattern stays as it is."""
    if fill.pattern == "solid":
        return Look("solid", fill.colour)
    if look.pattern not in ("", "solid"):
        return look
    if patterns:
        return Look(fill.pattern, fill.colour, look.colour)
    return Look("solid", mixed(look.colour or WHITE, fill.pattern, fill.colour))


def unfilled(look: Look, unfill: Unfill) -> Look:
    """A fill without a pattern; one that is another stays as it is."""
    if (look.pattern, look.colour) != (unfill.pattern, unfill.colour):
        return look
    return Look("solid", look.behind) if look.behind else Look()


def _noted(text: str, note: Note) -> str:
    return f"{text}\n\n{note.text}" if text else note.text


def _unnoted(text: str, unnote: Unnote) -> str:
    return text.removesuffix(unnote.text).rstrip() if text.endswith(unnote.text) else text


def _calculated(formula: Formula, before: Content) -> Content:
    return Content(f"={formula.formula}", format=GENERAL if before.format == TEXT else before.format)


def _typed(value: Value, before: Content) -> Content:
    """A value as it is typed; a day in a cell without a day's number format gets one."""
    given, code = value.value, before.format
    if isinstance(given, str):
        return Content(given, text=bool(given), format=code)
    if isinstance(given, bool):
        return Content("TRUE" if given else "FALSE", format=code)
    if isinstance(given, int | float):
        return Content(repr(float(given)), format=code)
    if isinstance(given, dt.time):
        seconds = given.hour * 3600 + given.minute * 60 + given.second
        return Content(repr(seconds / 86400), format=code if is_moment(code) else TIME)
    if isinstance(given, dt.datetime):
        return Content(moment=given, format=code if is_moment(code) else DAY_AND_TIME)
    if isinstance(given, dt.date):
        return Content(moment=dt.datetime.combine(given, dt.time()), format=code if is_moment(code) else DAY)
    return Content(format=code)


def is_moment(code: str) -> bool:
    """Whether a number format shows days or times."""
    return code != GENERAL and re.search("[dmyhs]", LITERALS.sub("", code), re.IGNORECASE) is not None


@dataclass(frozen=True)
class WayBack:
    """What takes the last change of a workbook back.

    Attributes:
        before: How the touched cells were.
        after: How they were left; None: the change was cut short, nobody knows how.
        removed: Sheets that went.
        added: Sheets that came.
        digests: Fingerprints of their cells as they were left, by name.
        lost: Fingerprints of the cells of the sheets that went.
    """

    before: State
    after: State | None
    removed: Edits
    added: Edits
    digests: Mapping[str, str] = field(default_factory=dict)
    lost: Mapping[str, str] = field(default_factory=dict)


def packed(way: WayBack) -> str:
    """A way back as JSON."""
    return json.dumps(
        {
            "before": _state_out(way.before), "after": None if way.after is None else _state_out(way.after),
            "removed": to_json(way.removed), "added": to_json(way.added), "digests": dict(way.digests), "lost": dict(way.lost),
        },
        ensure_ascii=False,
    )  # fmt: skip


def unpacked(text: str) -> WayBack:
    """The way back that `packed` wrote.

    Raises:
        PlanError: It is none.
    """
    try:
        given = json.loads(text)
        after = None if given["after"] is None else _state_in(given["after"])
        plans = from_json(given["removed"]), from_json(given["added"])
        return WayBack(_state_in(given["before"]), after, *plans, given["digests"], given["lost"])
    except (ValueError, KeyError, TypeError) as error:
        raise PlanError("Прежний вид книги сохранился с ошибкой: отмена не выполнена.") from error


def _state_out(state: State) -> Any:
    return {
        "contents": [[*spot, item.entry, item.text, item.format] for spot, item in state.contents.items()],
        "looks": [[*spot, look.pattern, look.colour, look.behind] for spot, look in state.looks.items()],
        "notes": [[*spot, text] for spot, text in state.notes.items()],
        "heights": [[*spot, points] for spot, points in state.heights.items()],
    }


def _state_in(given: Any) -> State:
    return State(
        {(sheet, cell): Content(entry, text, code) for sheet, cell, entry, text, code in given["contents"]},
        {(sheet, cell): Look(*look) for sheet, cell, *look in given["looks"]},
        {(sheet, cell): text for sheet, cell, text in given["notes"]},
        {(sheet, row): points for sheet, row, points in given["heights"]},
    )

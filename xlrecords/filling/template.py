"""A template: read once, then filled for one student after another by joining text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, unescape

from ..edits import Edits, Repeat
from ..field import Field
from ..fields import FIELDS
from ..ooxml.aimed import QUOTES, STILL, Context, Pieces, cut, formula_piece, render, settled, together
from ..ooxml.dependants import forget_dependants
from ..ooxml.editor import Editor, edit
from ..ooxml.moves import Growth, Moves, Parted
from ..ooxml.package import Member, Package, Packed, deflated, dump, packed, zipped
from ..ooxml.refs import area, column_number, quoted
from ..ooxml.rows import followers
from ..ooxml.sheet import xml_text
from ..ooxml.workbook import PRINT_TITLES, Workbook
from ..placeholder import Placeholder, parse
from .build import Base, Builder, Flaw
from .paging import Break, Paper, breaks_for, heading_rows, paper, titles_for
from .pictures import Picture, put_pictures
from .plan import Block, Chunk, FormulaCell, RowPlan, SheetPlan, Written
from .scan import DRAWN, OPEN, drawings, header_texts
from .slots import Slot, Source, shown
from .tabs import tab_name

MARK = re.compile(r"\{\{.*?\}\}", re.DOTALL)
NAME = re.compile(r"(<definedName\b[^>]*>)([^<]*)(</definedName>)")


@dataclass
class Rendered:
    """What one student's workbook has instead of the template's parts.

    Attributes:
        parts: Text of parts by name.
        tabs: New names of filled sheets, by old ones.
        pictures: Pictures by name of the sheet.
    """

    parts: dict[str, str]
    tabs: dict[str, str]
    pictures: dict[str, list[Picture]] = field(default_factory=dict)


@dataclass
class Template:
    """A template that was read.

    Attributes:
        flaws: Placeholders that cannot be filled; a template with flaws is not filled.
        sheets: Plans of its worksheets: the filled ones, and those that point to them.
        tabs: Names of all tabs.
        base: Members of the package as they are for every student.
    """

    data: bytes
    fields: Sequence[Field]
    bases: Mapping[str, Mapping[int, Base]]
    flaws: tuple[Flaw, ...]
    sheets: tuple[SheetPlan, ...]
    tabs: tuple[str, ...]
    base: dict[str, Member]
    names: dict[str, str]
    workbook_part: str
    main: MainPart
    followers: tuple[tuple[str, str, Pieces], ...]
    papers: dict[str, Paper | None]
    parted: frozenset[str]
    substitutes: dict[str, Callable[[Mapping[str, Any]], str]]
    drawn: tuple[str, ...]
    _expanded: dict[tuple[int, ...], Template] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, data: bytes, fields: Sequence[Field] = FIELDS, bases: Mapping[str, Mapping[int, Base]] | None = None) -> Template:
        """Read a template.

        Args:
            data: An .xlsx or .xlsm workbook.
            fields: What placeholders may name.
            bases: Items that rows stand for already, by sheet and row.

        Raises:
            RefusedError: The bytes are no workbook that may be changed.
        """
        editor = Editor(data)
        _as_book(editor.package)
        builder = Builder(editor, fields, bases or {})
        worksheets = editor.all_sheets()
        plans = {name: builder.sheet(name, editor.workbook.tab(name).part, sheet) for name, sheet in worksheets.items()}
        filled = {name for name, plan in plans.items() if plan.filled}
        touched = {name: _slot_places(plans[name]) for name in filled}
        package = editor.package
        for name in forget_dependants(worksheets, touched) - filled:
            package.put(plans[name].part, worksheets[name].text())
            plans[name] = builder.sheet(name, plans[name].part, worksheets[name])
        firsts = {name: plan.blocks[0].first for name, plan in plans.items() if plan.blocks}
        plans = {name: _settled(plan, firsts, filled) for name, plan in plans.items()}
        grows = bool(firsts)
        formulas = any(row.has_formulas for sheet in worksheets.values() for row in sheet.rows)
        if formulas:
            editor.workbook.recalculate()
            if grows:
                editor.workbook.forget_chain()
        _drop_chart_values(package, filled)
        substitutes = _substitutes(builder, worksheets, editor)
        drawn = tuple(part for name in worksheets for part in drawings(editor, editor.workbook.tab(name).part))
        papers = {name: paper(worksheets[name], builder.digit) for name in filled if plans[name].blocks}
        main = MainPart(editor.workbook, _headings(editor.workbook, [plans[name] for name in papers]))
        following = tuple(followers(package, editor.workbook))
        editor.pack()
        moving = tuple(item for item in following if not all(isinstance(piece, str) for piece in item[2]))
        return cls(
            data=data,
            fields=fields,
            bases=bases or {},
            flaws=tuple(builder.flaws),
            sheets=tuple(plan for plan in plans.values() if plan.filled or _points(plan)),
            tabs=tuple(tab.name for tab in editor.workbook.tabs),
            base=package.members(),
            names={name.lower(): name for name in package.names()},
            workbook_part=editor.workbook.part,
            main=main,
            followers=moving,
            papers=papers,
            parted=frozenset(name for name, page in papers.items() if page is not None and _is_parted(editor, plans[name], page)),
            substitutes=substitutes,
            drawn=drawn,
        )

    @property
    def filled(self) -> tuple[str, ...]:
        """Names of the sheets that are filled."""
        return tuple(plan.name for plan in self.sheets if plan.filled)

    @property
    def lists(self) -> tuple[str, ...]:
        """Names of the lists that are gone through."""
        return tuple(dict.fromkeys(str(key[0]) for plan in self.sheets for block in plan.blocks for key in block.lists))

    @cached_property
    def packed(self) -> dict[str, Packed]:
        """The members as they go into every student's workbook."""
        return {name: packed(member) for name, member in self.base.items()}

    @cached_property
    def outer(self) -> list[tuple[SheetPlan, Block]]:
        """Blocks that hold lists of lists, with their sheets."""
        return [(plan, block) for plan in self.sheets for block in plan.blocks if plan.nested(block)]

    def expanded(self, facts: Mapping[str, Any]) -> Template:
        """The template in which lists of lists are gone through but for the innermost: rows of the outer items stand one below the other."""
        outer = self.outer
        if not outer:
            return self
        times = tuple(block.times(facts) for _, block in outer)
        if times not in self._expanded:
            repeats = tuple(Repeat(plan.name, block.first, block.last, count) for (plan, block), count in zip(outer, times, strict=True))
            bases: dict[str, dict[int, Base]] = {}
            for plan in self.sheets:
                mine = [(block, count) for (owner, block), count in zip(outer, times, strict=True) if owner is plan]
                bases[plan.name] = _bases(plan, mine, self.bases.get(plan.name, {}))
            self._expanded[times] = Template.read(edit(self.data, Edits(repeats=repeats)), self.fields, bases)
        return self._expanded[times].expanded(facts)

    def fill(self, facts: Mapping[str, Any]) -> bytes:
        """The workbook of one student.

        Args:
            facts: Values by name of the field; lists are lists of such mappings. What is absent stays empty.

        Raises:
            ValueError: The template has flaws.
        """
        if self.flaws:
            raise ValueError("a template with flaws is not filled")
        ready = self.expanded(facts)
        rendered = ready.render(facts)
        members = dict(ready.packed)
        for part, text in rendered.parts.items():
            members[part.lower()] = packed(deflated(ready.names[part.lower()], text.encode()))
        data = zipped(members.values())
        if any(rendered.pictures.values()):
            data = put_pictures(data, {rendered.tabs.get(name, name): items for name, items in rendered.pictures.items()})
        return data

    def render(self, facts: Mapping[str, Any], tabs: Mapping[str, str] | None = None) -> Rendered:
        """Parts of one student's workbook; `tabs` gives filled sheets other names. Lists of lists must be expanded."""
        moves = {plan.name: moved for plan in self.sheets if plan.blocks and (moved := plan.moves(facts))}
        renamed = dict(tabs or self._own_tabs(facts))
        rendered = Rendered({}, renamed)
        titles: dict[str, int] = {}
        written: dict[str, Written] = {}
        breaks: dict[str, list[Break]] = {}
        for plan in self.sheets:
            if plan.filled:
                done = written[plan.name] = plan.write(facts, Context(moves, plan.name, renamed))
                page, own = self.papers.get(plan.name), moves.get(plan.name)
                if page is not None and own:
                    titles[plan.name] = titles_for(plan, done.heights, page, own)
                    breaks[plan.name] = breaks_for(plan, done.heights, page, own) if plan.name in self.parted else []
        for name, items in breaks.items():
            if growths := [Growth(item.before, item.before - 1, item.height) for item in items if item.headings]:
                moves[name] = Parted(moves[name].growths, Moves(tuple(growths)))
        for plan in self.sheets:
            if plan.filled or moves or renamed:
                context = Context(moves, plan.name, renamed)
                done = written.get(plan.name) or plan.write(facts, context)
                text = self._text_of(plan, done, context, breaks.get(plan.name, ()))
                rendered.parts[plan.part] = self._substituted(text, facts, plan.filled)
                if plan.filled and (pictures := _pictures(plan, facts, context.own)):
                    rendered.pictures[plan.name] = pictures
        if moves or renamed:
            for part, home, pieces in self.followers:
                rendered.parts[part] = render(pieces, Context(moves, home, renamed))
            chosen = tuple((name, row) for name, row in titles.items() if (name, row) in self.main.headings)
            rendered.parts[self.workbook_part] = self._renamed(render(self.main.pieces(chosen), Context(moves, "", renamed)), renamed)
        for part in self.drawn:
            shifted = rendered.parts.get(part)
            if shifted is None:
                shifted = render(self._drawing(part), Context({}))
            rendered.parts[part] = self._substituted(shifted, facts, True)
        return rendered

    def _text_of(self, plan: SheetPlan, done: Written, context: Context, breaks: Sequence[Break]) -> str:
        """XML of a sheet, with pages begun and headings put in where they shall be."""
        own = context.own
        after = own.after if isinstance(own, Parted) else STILL
        put_in: dict[int, list[RowPlan]] = {}
        merges: list[str] = []
        for item in breaks:
            if item.headings is not None:
                first, last = item.drawn
                put_in[item.before] = [row for row in plan.rows if first <= row.number <= last]
                shift = after.row(item.before) - item.height - first
                merges += [
                    area(top + shift, left, bottom + shift, right)
                    for top, left, bottom, right in plan.merges
                    if first <= top and bottom <= last
                ]
        ends = [after.row(item.before) - item.height - 1 for item in breaks]
        return plan.text(done.rows(after, put_in), context, ends, merges)

    def _drawing(self, part: str) -> Pieces:
        return next((pieces for name, _, pieces in self.followers if name == part), ()) or (self._text(part),)

    def _text(self, part: str) -> str:
        if part not in self._texts:
            self._texts[part] = Package(dump(list(self.base.values()))).text(part)
        return self._texts[part]

    def _own_tabs(self, facts: Mapping[str, Any]) -> dict[str, str]:
        """Names of tabs that are placeholders themselves."""
        taken = {name.lower() for name in self.tabs if OPEN not in name}
        found_tabs = {}
        for plan in self.sheets:
            if plan.filled and OPEN in plan.name:
                text = MARK.sub(lambda item: self.substitutes[item[0]](facts) if item[0] in self.substitutes else "", plan.name)
                found_tabs[plan.name] = tab_name(text, taken)
        return found_tabs

    def _substituted(self, text: str, facts: Mapping[str, Any], wanted: bool) -> str:
        """Placeholders outside of cells: headers, footers, text boxes."""
        if not wanted or OPEN not in text or not self.substitutes:
            return text
        return MARK.sub(lambda item: self._substitute(item[0], facts), text)

    def _substitute(self, written: str, facts: Mapping[str, Any]) -> str:
        make = self.substitutes.get(unescape(written, QUOTES))
        return xml_text(make(facts)) if make else written

    def _renamed(self, text: str, tabs: Mapping[str, str]) -> str:
        for old, new in tabs.items():
            quotes = {'"': "&quot;"}
            text = text.replace(f'name="{escape(old, quotes)}"', f'name="{escape(new, quotes)}"', 1)
        return text


CHART_VALUES = re.compile(r"<c:(strCache|numCache)>.*?</c:\1>", re.DOTALL)


def _drop_chart_values(package: Package, filled: set[str]) -> None:
    """Charts keep values of the cells they show; those of cells that are filled are stale for every student."""
    for name in package.names():
        if name.lower().startswith("xl/charts/chart") and name.lower().endswith(".xml"):
            text = package.text(name)
            if any(quoted(sheet) in unescape(text, QUOTES) or f"{sheet}!" in text for sheet in filled):
                package.put(name, CHART_VALUES.sub("", text))


def _settled(plan: SheetPlan, firsts: Mapping[str, int], filled: set[str]) -> SheetPlan:
    """A plan whose frame is text wherever it never changes."""
    blocks = [(block.first, block.last) for block in plan.blocks]
    head, tail = (together(settled(pieces, firsts, plan.name, filled), blocks) for pieces in (plan.head, plan.tail))
    return replace(plan, head=head, tail=tail)


def _is_parted(editor: Editor, plan: SheetPlan, page: Paper) -> bool:
    """Whether pages of a sheet are begun here: it has several lists, and nothing that counts rows or says itself what is repeated."""
    formulas = any(isinstance(part, FormulaCell) for row in plan.rows for part in row.parts)
    return len(plan.blocks) > 1 and not page.fitted and not formulas and not editor.workbook.name(PRINT_TITLES, plan.name)


def _points(plan: SheetPlan) -> bool:
    """Whether a sheet that is not filled points to places that may move."""
    pieces = (*plan.head, *plan.tail)
    return any(not isinstance(piece, str) for piece in pieces) or any(not isinstance(segment, Chunk) for segment in plan.segments)


def _slot_places(plan: SheetPlan) -> set[tuple[int, int]]:
    return {(row.number, column_number(part.column)) for row in plan.rows for part in row.parts if isinstance(part, Slot)}


def _bases(plan: SheetPlan, outer: Sequence[tuple[Any, int]], known: Mapping[int, Base]) -> dict[int, Base]:
    """Items that rows stand for after outer blocks were repeated."""
    moves = Moves(tuple(Growth(block.first, block.last, (times - 1) * block.height) for block, times in outer))
    inside = {row: block for block, _ in outer for row in range(block.first, block.last + 1)}
    bases = {moves.row(row): base for row, base in known.items() if row not in inside}
    for block, times in outer:
        top = moves.row(block.first) - block.first
        key = next(key for key in block.lists)
        for index in range(times):
            for row in range(block.first, block.last + 1):
                bases[row + top + index * block.height] = (*known.get(row, ()), (str(key[-1]), index))
    return bases


def _pictures(plan: SheetPlan, facts: Mapping[str, Any], moves: Moves) -> list[Picture]:
    """Pictures of a sheet for one student: outside of lists."""
    values = ((row, slot, slot.only.value(facts, {}) if slot.only else None) for row, slot in plan.asks_pictures)
    return [Picture(f"{slot.column}{moves.row(row.number)}", value) for row, slot, value in values if isinstance(value, Path)]


def _substitutes(builder: Builder, worksheets: Mapping[str, Any], editor: Editor) -> dict[str, Callable[[Mapping[str, Any]], str]]:
    """Placeholders outside of cells, by their text."""
    made: dict[str, Callable[[Mapping[str, Any]], str]] = {}

    def learn(text: str, sheet: str, header: bool = False) -> None:
        for part in parse(text):
            if isinstance(part, Placeholder) and (source := builder.source(part.text, (), sheet, "")):
                sized = header and FONT_SIZE.search(text[: part.start]) is not None
                made[text[part.start : part.end]] = partial(_outside, source, header, sized)

    for name, sheet in worksheets.items():
        for text in header_texts(sheet.tail):
            learn(text, name, True)
        for part in drawings(editor, editor.workbook.tab(name).part):
            joined = _whole_runs(editor.package.text(part))
            editor.package.put(part, joined)
            for text in DRAWN.findall(joined):
                if OPEN in text:
                    learn(unescape(text, QUOTES), name)
        if OPEN in name:
            learn(name, name)
    return made


FONT_SIZE = re.compile(r"&\d+$")
LONGEST = 100
"""Letters of a value in a header, which may hold no more than 255 in all."""


def _outside(source: Source, header: bool, sized: bool, facts: Mapping[str, Any]) -> str:
    """A value outside of cells. In headers «&» opens a command, so it is doubled; a digit behind a size of letters would belong to it."""
    text = shown(source.value(facts, {}))
    if not header:
        return text
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return (" " if sized and text[:1].isdigit() else "") + text.replace("&", "&&")


def _as_book(package: Package) -> None:
    """Let a package that calls itself a template (.xltx) be a workbook, for what is filled is one."""
    types = package.text("[Content_Types].xml")
    for kind in ("sheetml", "excel"):
        types = types.replace(f"{kind}.template.", f"{kind}.sheet.")
    package.put("[Content_Types].xml", types)


PARAGRAPH = re.compile(r"<a:p>.*?</a:p>", re.DOTALL)


def _whole_runs(text: str) -> str:
    """A drawing in which no placeholder is spread over runs: the first run of such a paragraph takes the whole text."""

    def whole(found_paragraph: re.Match[str]) -> str:
        texts = DRAWN.findall(found_paragraph[0])
        joined = "".join(texts)
        if OPEN not in joined or all(item.count("{{") == item.count("}}") for item in texts):
            return found_paragraph[0]
        rest = iter([joined, *([""] * (len(texts) - 1))])
        return DRAWN.sub(lambda _: f"<a:t>{next(rest)}</a:t>", found_paragraph[0])

    return PARAGRAPH.sub(whole, text)


@dataclass
class MainPart:
    """The main part of a template in pieces, as it is and with rows of headings that are repeated on every page.

    Attributes:
        workbook: The workbook, to which such rows are given and taken again.
        headings: First and last row of the headings of a block, by sheet and first row of the block; without sheets that repeat
            rows of their own.
    """

    workbook: Workbook
    headings: Mapping[tuple[str, int], tuple[int, int]]
    _pieces: dict[tuple[tuple[str, int], ...], Pieces] = field(default_factory=dict)

    def pieces(self, repeated: tuple[tuple[str, int], ...]) -> Pieces:
        """The part in pieces; the headings of some blocks are repeated, at most one a sheet."""
        if repeated not in self._pieces:
            for name, block in repeated:
                first, last = self.headings[name, block]
                self.workbook.set_name(PRINT_TITLES, f"{quoted(name)}!${first}:${last}", name)
            self._pieces[repeated] = cut(self.workbook.text(), NAME, lambda item: (item[1], formula_piece(item[2]), item[3]))
            for name, _ in repeated:
                self.workbook.set_name(PRINT_TITLES, "", name)
        return self._pieces[repeated]


def _headings(workbook: Workbook, plans: Iterable[SheetPlan]) -> dict[tuple[str, int], tuple[int, int]]:
    """Rows of headings above blocks, of sheets that do not say themselves what is repeated on every page."""
    found_rows = {}
    for plan in plans:
        for block in plan.blocks if not workbook.name(PRINT_TITLES, plan.name) else ():
            if rows := heading_rows(plan, block):
                found_rows[plan.name, block.first] = rows
    return found_rows

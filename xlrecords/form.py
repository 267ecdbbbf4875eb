"""How a kind of sheet is declared. Template, reader, schema, messages, drop-downs and reference all follow from it."""

from __future__ import annotations

from dataclasses import dataclass

from .kind import Kind


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a label with its value in the head.

    Attributes:
        name: Identifier; the name of the column in `Records`.
        title: Heading as the template writes it.
        kind: What its cells hold.
        help: Imperative sentence: the remedy in messages, the note of the heading.
        required: Whether a filled row must have a value.
        aliases: Other headings; a tuple alias is several columns joined: («Фамилия», «Имя», «Отчество»).
        width: Width in characters; None takes that of the kind.
        offered: Whether a blank template shows it; other columns are read where a teacher has them.
        carried: Whether an empty cell means the value above (merged cells of the paper form).
    """

    name: str
    title: str
    kind: Kind
    help: str
    required: bool = True
    aliases: tuple[str | tuple[str, ...], ...] = ()
    width: float | None = None
    offered: bool = True
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """The part where a row meets a heading that is data: a lesson's date, a subject.

    Attributes:
        title: What the headings are, for messages.
        heading: Kind of the headings: dates, or text.
        alphabet: Tokens that may stand in the cells (`marks`).
        help: Imperative sentence for a wrong cell.
        width: Width of a column, in characters.
        headings: Headings that a blank template has; empty: blank ones, to be written.
        blanks: Texts that say that nothing stands in a cell: a dash for a subject that was not taught.
    """

    title: str
    heading: Kind
    alphabet: tuple[str, ...]
    help: str
    width: float = 3.7
    headings: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of sheet.

    Attributes:
        name: Identifier.
        title: Title as the template writes it in A1; it decides between like forms.
        clause: Clause of the regulation.
        purpose: One sentence for lists.
        head: Label-value pairs above the table.
        columns: One row a student or an entry.
        grid: Headings that are data, or None.
        lessons: The register of lessons (date, topic, homework) beside or below, or empty.
        key: Columns that together may not repeat.
        signs: Columns without whose headings a sheet is not this form.
        titles: Other titles by which it is known.
        tab: Name of the sheet in a template.
        rows: Blank rows of a template.
        portrait: Whether it is printed upright.
        passed_over: Regular expression of headings that such sheets have and nothing is read from: points of single tasks.
        footers: Whether totals and staff lines may follow the rows; they are left out.
        parts: Whether the table has parts: a row with one sign alone names a part, a row of numbers counts the columns, a total ends it.
    """

    name: str
    title: str
    clause: str
    purpose: str
    columns: tuple[Column, ...]
    signs: tuple[str, ...]
    head: tuple[Column, ...] = ()
    grid: Grid | None = None
    lessons: tuple[Column, ...] = ()
    key: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    tab: str = ""
    rows: int = 30
    portrait: bool = False
    footers: bool = True
    passed_over: str = ""
    parts: bool = False

    def column(self, name: str) -> Column:
        """The column or label of that name, from any part."""
        return next(column for column in (*self.columns, *self.head, *self.lessons) if column.name == name)

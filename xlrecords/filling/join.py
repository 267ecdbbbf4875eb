"""One workbook for several students: a sheet each, with all that hangs on the sheet of the template."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..ooxml.package import Package, dump
from ..ooxml.parts import Relations, copy_part, parse, rels_of, unparse
from ..ooxml.workbook import Workbook
from .headings import put_breaks
from .paging import Break
from .pictures import Picture, put_pictures
from .tabs import tab_name
from .template import Rendered, Template

SHARED = frozenset({"image", "hyperlink", "externalLink", "vbaProject", "theme", "styles", "sharedStrings", "calcChain"})
"""Kinds of parts that sheets may share; any other is copied for each sheet."""
SELECTED = re.compile(r' tabSelected="\w+"')
NUMBER = re.compile(r"\d*(?=\.\w+$)")


def joined(template: Template, students: Sequence[Mapping[str, Any]], label: Callable[[Mapping[str, Any]], str]) -> bytes:
    """A workbook with a sheet for each student, in the order given; sheets of the template that are not filled stand before them, once.

    Args:
        template: The template.
        students: Facts of each student.
        label: Text from which the name of a student's tab is made.

    Raises:
        ValueError: The template has flaws, or nothing on it is filled, or there are no students.
    """
    if template.flaws or not template.filled or not students:
        raise ValueError("a template without flaws and with placeholders, and students, are needed")
    package = Package(dump(list(template.base.values())))
    workbook = Workbook(package)
    workbook.forget_chain()
    taken = {tab.name.lower() for tab in workbook.tabs}
    several = len(template.filled) > 1
    pictures: dict[str, Sequence[Picture]] = {}
    breaks: dict[str, Sequence[Break]] = {}
    for number, facts in enumerate(students, 1):
        ready = template.expanded(facts)
        text = label(facts)
        tabs = {sheet: tab_name(f"{text} {sheet}" if several else text, taken) for sheet in ready.filled}
        rendered = ready.render(facts, tabs)
        for plan in ready.sheets:
            if plan.filled:
                part = workbook.add_sheet(tabs[plan.name], _own(rendered.parts[plan.part], number))
                _relate(package, plan.part, part, rendered, number)
                _names(workbook, ready, rendered, plan.name, tabs[plan.name])
        breaks |= {tabs[name]: items for name, items in rendered.breaks.items()}
        pictures |= {tabs[name]: items for name, items in rendered.pictures.items()}
    for sheet in template.filled:
        workbook.remove_sheet(sheet)
    workbook.show_first()
    workbook.save()
    data = package.pack()
    data = put_breaks(data, breaks) if any(breaks.values()) else data
    return put_pictures(data, pictures) if any(pictures.values()) else data


def _own(sheet: str, number: int) -> str:
    """A sheet among others: only the first is chosen, for what is typed into chosen sheets goes into all of them."""
    return sheet if number == 1 else SELECTED.sub("", sheet, count=1)


def _relate(package: Package, source: str, target: str, rendered: Rendered, number: int) -> None:
    """Give a copy of a part its own relationships: what hangs on it is copied, down to what may be shared."""
    if rels_of(source) not in package:
        return
    root = parse(package.read(rels_of(source)))
    package.put(rels_of(target), package.read(rels_of(source)))
    related = Relations(package, source)
    for item in list(root):
        kind = item.get("Type", "").rpartition("/")[2]
        part = related.target(item.get("Id", ""))
        if kind in SHARED or item.get("TargetMode") == "External" or part not in package:
            continue
        copied = copy_part(package, part, NUMBER.sub("{}", part, count=1))
        text = rendered.parts.get(part)
        if text is not None or kind == "table":
            package.put(copied, _table(text or package.text(part), number) if kind == "table" else text or "")
        item.set("Target", "/" + copied)
        _relate(package, part, copied, rendered, number)
    package.put(rels_of(target), unparse(root))


def _table(text: str, number: int) -> str:
    """A table under a number and a name of its own: no two of a workbook may be alike."""
    text = re.sub(r'(<table\b[^>]*?\bid=")(\d+)(")', lambda found: f"{found[1]}{int(found[2]) + 1000 * number}{found[3]}", text, count=1)
    return re.sub(r'(\b(?:name|displayName)=")([^"]*)(")', lambda found: f"{found[1]}{found[2]}_{number}{found[3]}", text, count=2)


def _names(workbook: Workbook, template: Template, rendered: Rendered, old: str, new: str) -> None:
    """Names of a filled sheet for its copy; those of the whole workbook that point to it become the copy's own."""
    text = rendered.parts.get(template.workbook_part)
    names = parse(text) if text else None
    index = template.tabs.index(old)
    for item in names.iter("{*}definedName") if names is not None else ():
        formula, scope = item.text or "", item.get("localSheetId")
        points = f"{new}!" in formula or f"{new.replace(chr(39), chr(39) * 2)}'!" in formula
        if scope == str(index) or (scope is None and points):
            workbook.set_name(item.get("name", ""), formula, new)

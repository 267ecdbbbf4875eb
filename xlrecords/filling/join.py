"""One workbook for several students: a sheet each, with all that hangs on the sheet of the template."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..ooxml.package import Package, dump
from ..ooxml.parts import Relations, copy_part, parse, rels_of, unparse
from ..ooxml.workbook import Workbook
from .pictures import Picture, put_pictures
from .tabs import tab_name
from .template import Rendered, Template

SHARED = frozenset({"image", "hyperlink", "externalLink", "vbaProject", "theme", "styles", "sharedStrings", "calcChain"})
"""Kinds of parts that sheets may share; any other is copied for each sheet."""
SELECTED = re.compile(r' tabSelected="\w+"')
CODE_NAME = re.compile(r'(?<=<sheetPr)([^>]*?) codeName="[^"]*"')
VIEW = re.compile(r"<(?:\w+:)?sheetView\b")
TABLE = re.compile(r'<table\b[^>]*?\bdisplayName="([^"]*)"[^>]*>')
FORMULA = re.compile(r"(<(?:f|formula|formula1|formula2|calculatedColumnFormula|totalsRowFormula)\b[^>]*>)([^<]*)(?=</)")
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
    for number, facts in enumerate(students, 1):
        ready = template.expanded(facts)
        text = label(facts)
        tabs = {sheet: tab_name(f"{text} {sheet}" if several else text, taken) for sheet in ready.filled}
        rendered = ready.render(facts, tabs)
        parts: list[str] = []
        for plan in ready.sheets:
            if plan.filled:
                sheet = rendered.parts[plan.part]
                parts.append(workbook.add_sheet(tabs[plan.name], CODE_NAME.sub(r"\1", sheet, count=1) if number > 1 else sheet))
                parts += _relate(package, plan.part, parts[-1], rendered)
                _names(workbook, ready, rendered, plan.name, tabs[plan.name])
        if number > 1:
            _rename_tables(package, parts, number)
        pictures |= {tabs[name]: items for name, items in rendered.pictures.items()}
    for sheet in template.filled:
        workbook.remove_sheet(sheet)
    workbook.show_first()
    _choose_first(workbook)
    workbook.save()
    data = package.pack()
    return put_pictures(data, pictures) if any(pictures.values()) else data


def _choose_first(workbook: Workbook) -> None:
    """Choose the sheet that is shown, and no other: what is typed into a sheet goes into all that are chosen."""
    shown = next((tab for tab in workbook.tabs if tab.visible), None)
    for tab in workbook.tabs:
        if tab.part in workbook.package:
            text = SELECTED.sub("", workbook.package.text(tab.part), count=1)
            workbook.package.put(tab.part, VIEW.sub(r'\g<0> tabSelected="1"', text, count=1) if tab is shown else text)


def _relate(package: Package, source: str, target: str, rendered: Rendered) -> list[str]:
    """Give a copy of a part its own relationships: what hangs on it is copied, down to what may be shared. Returns the copies."""
    if rels_of(source) not in package:
        return []
    root = parse(package.read(rels_of(source)))
    package.put(rels_of(target), package.read(rels_of(source)))
    related = Relations(package, source)
    copies: list[str] = []
    for item in list(root):
        kind = item.get("Type", "").rpartition("/")[2]
        part = related.target(item.get("Id", ""))
        if kind in SHARED or item.get("TargetMode") == "External" or part not in package:
            continue
        copied = copy_part(package, part, NUMBER.sub("{}", part, count=1))
        if text := rendered.parts.get(part):
            package.put(copied, text)
        item.set("Target", "/" + copied)
        copies += [copied, *_relate(package, part, copied, rendered)]
    package.put(rels_of(target), unparse(root))
    return copies


def _rename_tables(package: Package, parts: Sequence[str], number: int) -> None:
    """Give the tables of a student names and numbers of their own, also in formulas: no two of a workbook may be alike."""
    texts = {part: package.text(part) for part in parts if part.endswith(".xml")}
    names = {found[1] for text in texts.values() if (found := TABLE.search(text))}
    if not names:
        return
    named = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, names))})(?=\[)")

    def opening(found: re.Match[str]) -> str:
        text = re.sub(r'(\bid=")(\d+)(?=")', lambda item: f"{item[1]}{int(item[2]) + 1000 * number}", found[0], count=1)
        return re.sub(r'(\b(?:name|displayName)="[^"]*)(?=")', rf"\g<1>_{number}", text)

    for part, text in texts.items():
        formulas = FORMULA.sub(lambda item: item[1] + named.sub(rf"\g<1>_{number}", item[2]), text)
        package.put(part, TABLE.sub(opening, formulas, count=1))


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

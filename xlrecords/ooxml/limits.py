"""Limits of what cells may hold: those of a sheet read, and one more put there."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ..edits import Limit
from .parts import child, local, recount, tag
from .schema import WORKSHEET
from .sheet import Sheet, plain_text

ATTRIBUTES = {
    "operator": "operator",
    "alert": "errorStyle",
    "error_title": "errorTitle",
    "error": "error",
    "prompt_title": "promptTitle",
    "prompt": "prompt",
}
"""Attributes of `Limit` and of the element; what is empty is left out."""


def limits_of(name: str, sheet: Sheet) -> Iterator[Limit]:
    """Limits of the sheet of that name, also those of later versions of Excel, which stand in its extensions."""
    if "dataValidation" not in sheet.tail:
        return
    for item in sheet.frame().iter("{*}dataValidation"):
        inner = {local(part): "".join(str(text) for text in part.itertext()).strip() for part in item}
        yield Limit(
            name,
            inner.get("sqref", item.get("sqref", "")),
            item.get("type", "none"),
            tuple(inner[key] for key in ("formula1", "formula2") if key in inner),
            **{ours: item.get(theirs, "") for ours, theirs in ATTRIBUTES.items()},
        )


def put_limit(sheet: Sheet, limit: Limit) -> None:
    """Add a limit to a sheet; others stay as they are."""
    frame = sheet.frame()
    parent = child(frame, "dataValidations", WORKSHEET)
    attributes = {"type": limit.type, "allowBlank": "1", "showInputMessage": "1", "showErrorMessage": "1"}
    attributes |= {theirs: text for ours, theirs in ATTRIBUTES.items() if (text := plain_text(getattr(limit, ours)))}
    made = etree.SubElement(parent, tag("dataValidation"), attributes | {"sqref": limit.ranges})
    for number, text in enumerate(limit.formulas, 1):
        etree.SubElement(made, tag(f"formula{number}")).text = text
    recount(parent)
    sheet.set_frame(frame)

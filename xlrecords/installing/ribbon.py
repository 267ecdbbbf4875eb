"""What the list of buttons says to Excel: the ribbon, and a macro for each button, for those who set a key or an icon of their own."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import groupby

from ..button import Button
from ..buttons import BUTTONS, TAB

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
CALLBACK = "XlrRibbon.OnAction"
"""Module and Sub that the ribbon calls for every button."""
MACROS = "XlrMacros"
"""Module that holds a macro for each button."""
RENEW = "python macros/build.py --ribbon"


def ribbon(tab: str = TAB) -> str:
    """XML of the ribbon: a tab with all buttons in their groups.

    Args:
        tab: Title of the tab.
    """
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}customUI")
    tabs = ET.SubElement(ET.SubElement(root, f"{{{NAMESPACE}}}ribbon"), f"{{{NAMESPACE}}}tabs")
    shown = ET.SubElement(tabs, f"{{{NAMESPACE}}}tab", id="xlrTab", label=tab)
    for number, (title, buttons) in enumerate(groupby(BUTTONS, key=lambda button: button.group), 1):
        group = ET.SubElement(shown, f"{{{NAMESPACE}}}group", id=f"xlrGroup{number}", label=title)
        for button in buttons:
            ET.SubElement(group, f"{{{NAMESPACE}}}button", _button(button))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _button(button: Button) -> dict[str, str]:
    return {
        "id": f"xlr{_camel(button.tag)}",
        "label": button.title,
        "tag": button.tag,
        "size": "large" if button.large else "normal",
        "imageMso": button.icon,
        "screentip": button.title,
        "supertip": button.tip,
        "onAction": CALLBACK,
    }


def macros() -> str:
    """Source of the module that holds a macro for each button; no letter of it is beyond ASCII."""
    lines = [
        f'Attribute VB_Name = "{MACROS}"',
        "Option Explicit",
        "",
        f"' A macro for each button: for a key, for the quick access toolbar, for Alt+F8. Made of the list of buttons: {RENEW}",
    ]
    for button in BUTTONS:
        lines += ["", f"Public Sub {macro(button.tag)}()", f'    XlrRun.RunXlr "{button.tag}"', "End Sub"]
    return "\n".join(lines) + "\n"


def macro(tag: str) -> str:
    """Name of the macro of a button: «check-sheet» is XlrCheckSheet."""
    return f"Xlr{_camel(tag)}"


def _camel(tag: str) -> str:
    return "".join(word.capitalize() for word in tag.split("-"))

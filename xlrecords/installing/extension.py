"""The add-on of LibreOffice: one file out of the texts in `macros/libreoffice`, with menu, toolbar and tab made of the list of buttons."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

from .. import __version__
from ..button import Button
from ..buttons import BUTTONS, TAB
from . import sources
from .icons import SIZES, icons

IDENTIFIER = "ru.xlrecords.addon"
"""Name of the add-on among those of LibreOffice."""
PROTOCOL = "ru.xlrecords:"
"""What commands of the buttons begin with; the tag follows."""
CONTEXT = "com.sun.star.sheet.SpreadsheetDocument"
"""The buttons stand in spreadsheets only."""
TEXTS = ("META-INF/manifest.xml", "description.xml", "Addons.xcu", "CalcWindowState.xcu", "ProtocolHandler.xcu")
LAST_CHANGED = (1980, 1, 1, 0, 0, 0)


def extension(interpreter: str | None) -> bytes:
    """The .oxt: the same bytes for the same interpreter.

    Args:
        interpreter: Python that runs xlrecords, written into `config.json` of the add-on; None: the one on the PATH.
    """
    folder = sources() / "libreoffice"
    parts = {name: text.encode() for name, text in _texts(folder).items()}
    parts["config.json"] = json.dumps(_config(interpreter), ensure_ascii=False, indent=1).encode()
    parts |= {path.relative_to(folder).as_posix(): path.read_bytes() for path in _code(folder)}
    parts |= {f"icons/{tag}_{size}.png": data for (tag, size), data in icons().items()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, LAST_CHANGED), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _config(interpreter: str | None) -> dict[str, object]:
    """What the component must know: whom to start, and what each button does, in a sentence."""
    return {"interpreter": interpreter, "version": __version__, "tips": {button.tag: tip(button) for button in BUTTONS}}


def tip(button: Button) -> str:
    """What is shown when the mouse rests on a button: its title, where it is not written on it, and what it does."""
    return button.tip if button.large else f"{button.title}. {button.tip}"


def _texts(folder: Path) -> dict[str, str]:
    """The texts of the add-on, their blanks filled."""
    components = "\n  ".join(_component(path.relative_to(folder).as_posix()) for path in sorted((folder / "python").glob("*.py")))
    blanks = {
        "version": __version__,
        "tab": TAB,
        "components": components,
        "images": "".join(map(_image, BUTTONS)),
        "toolbar": _items(short=True),
        "menu": _items(),
        "notebookbar": _items(),
    }
    return {name: Template((folder / name).read_text(encoding="utf-8")).substitute(blanks) for name in TEXTS}


def _code(folder: Path) -> Iterable[Path]:
    """Python of the add-on: components lie in `python`, what they import in `python/pythonpath`."""
    return sorted(path for path in (folder / "python").rglob("*.py"))


def _component(name: str) -> str:
    media = "application/vnd.sun.star.uno-component;type=Python"
    return f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{media}"/>'


def _image(button: Button) -> str:
    small, big = (f"%origin%/icons/{button.tag}_{size}.png" for size in SIZES)
    return (
        f'\n      <node oor:name="{button.tag}" oor:op="replace">{_prop("URL", PROTOCOL + button.tag)}<node oor:name="UserDefinedImages">'
        f"{_prop('ImageSmallURL', small)}{_prop('ImageBigURL', big)}</node></node>"
    )


def _items(short: bool = False) -> str:
    """All buttons, with a line between groups. Their names are numbers, for LibreOffice sorts them.

    Args:
        short: Whether only large buttons have a title, so that the row fits a small screen; the others are an icon with a tip.
    """
    groups = [[_button(button, short) for button in buttons] for _, buttons in groupby(BUTTONS, lambda button: button.group)]
    lined = [item for group in groups for item in (_prop("URL", "private:separator"), *group)][1:]
    return "".join(f'\n        <node oor:name="b{number:02}" oor:op="replace">{item}</node>' for number, item in enumerate(lined))


def _button(button: Button, short: bool) -> str:
    titled = "\u200b" if short and not button.large else escape(button.title)
    title = f'<value xml:lang="ru">{titled}</value><value xml:lang="en-US">{titled}</value>'
    # Only buttons of this type can be given a tip while they stand there.
    kind = _prop("ControlType", "ImageButton") if short else ""
    return (
        f'{_prop("URL", PROTOCOL + button.tag)}<prop oor:name="Title" oor:type="xs:string">{title}</prop>'
        f"{_prop('Target', '_self')}{_prop('Context', CONTEXT)}{kind}"
    )


def _prop(name: str, value: str) -> str:
    return f'<prop oor:name="{name}" oor:type="xs:string"><value>{escape(value)}</value></prop>'

"""The add-in of Excel (.xlam) and the workbook to try it in (.xlsm), built out of texts without Excel: the same texts, the same bytes."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from .. import __version__
from ..buttons import TAB
from .package import MAIN_TYPES, PLAIN_TYPE, TYPES, Parts, check_parts, packed, uncompiled, unpacked, with_properties, with_ribbon
from .ribbon import ribbon
from .vba import NAME, BuildError, check_callbacks, modules, xlwings_version

if TYPE_CHECKING:
    from pyopenvba import ExcelFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SETTINGS_SHEET = f"{NAME}.conf"
"""Sheet of settings and texts: it is what xlwings looks for."""
SETTINGS = {
    # Otherwise a file .py beside a teacher's workbook would be imported.
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    # Python stays awake between two buttons (Windows).
    "USE UDF SERVER": "True",
    "UDF MODULES": "xlrecords.addin",
    "SHOW CONSOLE": "False",
}
"""What xlwings must know, as texts: a cell with a truth value is read in the language of Excel."""
BUILT_WITH, MADE_BY = "XLWINGS VERSION", "XLRECORDS VERSION"
"""Settings that say out of which xlwings the add-in was built, and by which xlrecords: they stay when Excel saves it."""
INTERPRETERS = {"windows": "INTERPRETER_WIN", "mac": "INTERPRETER_MAC"}
TITLE = "Школьный учёт (xlrecords)"
TEXTS = {
    "title": TITLE,
    "busy": "Учёт: выполняется, подождите…",
    "nobook": "Нет открытой книги. Откройте журнал и нажмите кнопку ещё раз.",
    "protected": "Книга открыта в защищённом просмотре. Нажмите «Разрешить редактирование» в жёлтой полосе и повторите.",
    "nopython": "Не найден Python, который выполняет кнопки. Выполните в командной строке: xlrecords install excel — и откройте Excel заново.",
    "noscript": "Excel не разрешено запускать Python. Выполните в Терминале: xlrecords install excel — и откройте Excel заново.",
    "signs": 'В имени книги или её папки есть знак $, ", \\, | или `. Переименуйте их и повторите.',
    "failed": "Кнопка не сработала. Файл книги на диске не изменён. Нажмите «Готовность»: она подскажет, что исправить. Если не "
    "откроется и она, закройте Excel и выполните в командной строке: xlrecords doctor",
}
"""What the add-in itself tells, by key; letters of them stand on the sheet, not in the code."""
DEMO_TAB = f"{TAB} (пример)"


def build(kind: str, sources: Path, config: Mapping[str, str] | None = None) -> bytes:
    """Build the add-in or the workbook to try it in.

    Args:
        kind: «xlam» or «xlsm».
        sources: Folder `macros`.
        config: Settings besides those that always hold, such as the path of Python.

    Raises:
        BuildError: Excel would refuse it, or a button of it would do nothing.
    """
    texts = modules(sources)
    tab = ribbon() if kind == "xlam" else ribbon(DEMO_TAB)
    check_callbacks(tab, texts)
    parts = assembled(kind, texts, SETTINGS | dict(config or {}) | {BUILT_WITH: xlwings_version(), MADE_BY: __version__})
    parts = with_properties(with_ribbon(parts, tab), TITLE, __version__, kind == "xlam")
    data = packed(parts)
    check(data, kind, texts)
    return data


def assembled(kind: str, texts: Mapping[str, str], config: Mapping[str, str]) -> Parts:
    """Parts of a workbook with these modules and settings, without a ribbon."""
    from pyopenvba import ExcelFile

    from ..demo.trial import trial

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{NAME}.{kind}")
        if kind == "xlam":
            with ExcelFile.create_new(path) as book:
                _add_modules(book, texts)
                book.vba_project().delete_module("Module1")
                book.save()
            return uncompiled(_with_settings(unpacked(path.read_bytes()), config))
        path.write_bytes(packed(_macro_enabled(unpacked(trial(SETTINGS_SHEET, rows_of_settings(config))))))
        with ExcelFile(path) as book:
            book.add_vba_project()
            _add_modules(book, texts)
            book.save()
        return uncompiled(unpacked(path.read_bytes()))


def check(data: bytes, kind: str, texts: Mapping[str, str]) -> None:
    """Read the result back.

    Raises:
        BuildError: A module is not what was put in, or a part does not fit the others.
    """
    from pyopenvba import ExcelFile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{NAME}.{kind}")
        path.write_bytes(data)
        with ExcelFile(path) as book:
            if problems := book.validate():
                raise BuildError("; ".join(problems))
            different = [name for name, text in texts.items() if bare(book.get_module(name)) != bare(text)]
            known = book.module_names()
    if different:
        raise BuildError(f"read back otherwise: {different}")
    check_parts(unpacked(data), kind, known)


def bare(source: str) -> str:
    """A module without what stands before its code, which differs in a file and in a project."""
    lines = source.replace("\r\n", "\n").rstrip().split("\n")
    start = next((index for index, line in enumerate(lines) if line.startswith("Attribute VB_Name")), 0)
    while start < len(lines) and lines[start].startswith("Attribute VB_"):
        start += 1
    return "\n".join(lines[start:])


def settings_of(data: bytes) -> dict[str, str]:
    """Settings that stand in an add-in that was built here, and maybe saved by Excel since; nothing if it is no such file."""
    try:
        parts = unpacked(data)
        sheet = ElementTree.fromstring(parts["xl/worksheets/sheet1.xml"])
        shared = ["".join(item.itertext()) for item in ElementTree.fromstring(parts.get("xl/sharedStrings.xml", b"<sst/>"))]
        cells = {
            cell.attrib["r"]: shared[int("".join(cell.itertext()))] if cell.get("t") == "s" else "".join(cell.itertext())
            for cell in sheet.iter(f"{{{MAIN}}}c")
        }
    except (KeyError, ValueError, IndexError, zipfile.BadZipFile, ElementTree.ParseError):
        return {}
    return {text: cells.get(f"B{place[1:]}", "") for place, text in cells.items() if place.startswith("A")}


def _add_modules(book: ExcelFile, texts: Mapping[str, str]) -> None:
    from pyopenvba import VBAModuleKind

    for name, text in texts.items():
        kind = VBAModuleKind.other if text.startswith("VERSION 1.0 CLASS") else VBAModuleKind.standard
        book.vba_project().add_module(name, text, kind=kind)


def _with_settings(parts: Parts, config: Mapping[str, str]) -> Parts:
    """The only sheet of the add-in is that of settings (columns A and B) and texts (D and E)."""
    rows = rows_of_settings(config)
    cells = "".join(
        f'<row r="{row}">'
        + "".join(
            f'<c r="{column}{row}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
            for column, text in zip("ABCDE", line, strict=True)
            if text
        )
        + "</row>"
        for row, line in enumerate(rows, 1)
    )
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    sheet = sheet.replace("<sheetData/>", f"<sheetData>{cells}</sheetData>").replace('ref="A1"', f'ref="A1:E{len(rows)}"')
    workbook = parts["xl/workbook.xml"].decode().replace('<sheet name="Sheet1"', f'<sheet name="{SETTINGS_SHEET}"')
    app = parts["docProps/app.xml"].decode().replace(">Sheet1<", f">{SETTINGS_SHEET}<")
    if SETTINGS_SHEET not in workbook or "<row" not in sheet:
        raise BuildError("the blank add-in is not what it was")
    made = {"xl/worksheets/sheet1.xml": sheet, "xl/workbook.xml": workbook, "docProps/app.xml": app}
    return parts | {name: text.encode() for name, text in made.items()}


def rows_of_settings(config: Mapping[str, str]) -> list[tuple[str, str, str, str, str]]:
    """The sheet of settings: key, value, nothing, key of a text, text."""
    settings, texts = list(config.items()), list(TEXTS.items())
    blank = ("", "")
    return [
        (*(settings[row] if row < len(settings) else blank), "", *(texts[row] if row < len(texts) else blank))
        for row in range(max(len(settings), len(texts)))
    ]


def _macro_enabled(parts: Parts) -> Parts:
    return parts | {TYPES: parts[TYPES].replace(PLAIN_TYPE.encode(), MAIN_TYPES["xlsm"].encode())}

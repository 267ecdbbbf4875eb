"""Modules of the add-in: ours out of `macros/excel`, and what starts Python out of the xlwings that is installed, changed in few places.

xlwings (BSD-3; its notice stays at the top of its module) lets any workbook say which program is started as Python, and shows
English windows. Here only the add-in and the user's own file say that, and all windows are told by `XlrTell`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from xml.etree import ElementTree

NAME = "xlrecords"
"""Name of this project among the add-ins of xlwings: of its sheet and its file of settings."""
ADDIN, DICTIONARY = "xlwings", "Dictionary"
"""Modules out of xlwings."""
OWN = "XlrRun", "XlrRibbon", "XlrTell", "XlrMacros"
NO_FOLDERS = "False;;;;;"
"""What `xlwings.utils.prepare_sys_path` takes: whether the folder of the workbook is one, two names, three folders of a cloud."""
CALLBACK = re.compile(r"^Public Sub (\w+)\((?:ByVal )?control As IRibbonControl\)", re.MULTILINE)


class BuildError(Exception):
    """The add-in would not work: the text says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """A place of the source of xlwings that is written anew; it must be there exactly once."""

    why: str
    old: str
    new: str


CHANGES = (
    Change("The notice says what was changed.", "'xlwings is distributed under a BSD 3-clause license.\n",
           "'xlwings is distributed under a BSD 3-clause license.\n"
           "'Changed by xlrecords: settings come from the add-in and from the user's file alone, no code out of sheets is run,\n"
           "'and what goes wrong is told by XlrTell.\n"),
    Change("Its own sheet and file of settings.", 'PROJECT_NAME As String = "myaddin"', f'PROJECT_NAME As String = "{NAME}"'),
    Change("A sheet «….py» of a teacher's workbook is a sheet, not a program.",
           '            If Right$(sht.Name, 3) = ".py" Then\n                uses_embedded_code = True\n                Exit For\n'
           "            End If\n",
           ""),
    Change("A workbook that came by mail must not say what is started.",
           '            If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then\n', "            If False Then\n"),
    Change("Nor a file beside it.", '    If source = "" Or source = "directory" Then\n', '    If source = "directory" Then\n'),
    Change("One window, in Russian; never a sheet «Error» in a teacher's workbook.",
           '    If GetConfig("SHOW_ERROR_POPUPS", "True") = "False" Then\n'
           '        If SheetExists(ActiveWorkbook, "Error") = False Then\n'
           '            Set ErrorSheet = ActiveWorkbook.Sheets.Add()\n'
           '            ErrorSheet.Name = "Error"\n'
           '        Else\n'
           '            Set ErrorSheet = ActiveWorkbook.Sheets("Error")\n'
           '        End If\n'
           '        ErrorSheet.Range("A1").Value = Content\n'
           '    Else\n'
           '        #If Mac Then\n'
           '            MsgBox Content, vbCritical, "Error"\n'
           '        #Else\n'
           '            Content = Content & vbCrLf\n'
           '            Content = Content & "Press Ctrl+C to copy this message to the clipboard."\n'
           '    \n'
           '            WScript.Popup Content, AUTO_DISMISS, "Error", OK_BUTTON_ERROR\n'
           '        #End If\n'
           '    End If\n',
           '    XlrTell.Tell "failed", Content\n'),
    Change("What is missing on a Mac.",
           "    MsgBox \"To enable RunPython, please run 'xlwings runpython install' in a terminal once and try again.\", vbCritical\n",
           '    XlrTell.Tell "noscript"\n'),
    Change("No folder where programs are looked for, least of all that of a workbook, nor its name, which may hold signs that separate.",
           '        PYTHONPATH = AddExcelDir & ";" & ActiveFullName & ";" & ThisFullName & ";" & GetConfig("ONEDRIVE_CONSUMER_WIN") & ";" & '
           'GetConfig("ONEDRIVE_COMMERCIAL_WIN") & ";" & GetConfig("SHAREPOINT_WIN") & ";" & GetConfig("PYTHONPATH")\n',
           f'        PYTHONPATH = "{NO_FOLDERS}"\n'),
    Change("Nor for the server.",
           '        PYTHONPATH = AddExcelDir & ";" & ActiveWorkbook.FullName & ";" & ThisWorkbook.FullName & ";" & '
           'GetConfig("ONEDRIVE_CONSUMER_WIN") & ";" & GetConfig("ONEDRIVE_COMMERCIAL_WIN") & ";" & GetConfig("SHAREPOINT_WIN") & ";" & '
           'GetConfig("PYTHONPATH")\n',
           f'        PYTHONPATH = "{NO_FOLDERS}"\n'),
    Change("Excel starts the server in the folder of the last workbook, and Python would look there for programs: -P forbids it.",
           'tail = " -B -c ""import sys, os;"', 'tail = " -P -B -c ""import sys, os;"'),
    Change("The same where there is no server.",
           'RunCommand = CondaCmd & PythonInterpreter & " -B -c ""', 'RunCommand = CondaCmd & PythonInterpreter & " -P -B -c ""'),
    Change("Settings are read where a chart is in front, too: it has no cells.",
           'For Each cell In Range(sht.Range("A1"), lastCell)', 'For Each cell In sht.Range(sht.Range("A1"), lastCell)'),
    Change("The status bar of a Mac.", 'Application.StatusBar = "Running..."', 'Application.StatusBar = XlrTell.Words("busy")'),
)  # fmt: skip


def modules(sources: Path) -> dict[str, str]:
    """Source of each module by its name, with line ends of Windows.

    Args:
        sources: Folder `macros`.

    Raises:
        BuildError: A source is not ASCII, or xlwings is not the one that the changes were made for.
    """
    found = {name: _ascii((sources / "excel" / f"{name}.bas").read_bytes(), name) for name in OWN}
    found[ADDIN] = changed(_ascii(_of_xlwings("xlwings_custom_addin.bas"), ADDIN))
    found[DICTIONARY] = _ascii(_of_xlwings("addin/Dictionary.cls"), DICTIONARY)
    return {name: text.replace("\n", "\r\n") for name, text in found.items()}


def xlwings_version() -> str:
    """Version of the xlwings that is installed."""
    return distribution(ADDIN).version


def applescript() -> tuple[str, bytes]:
    """Name and content of the script through which Excel for Mac starts Python; it belongs to this very version of xlwings."""
    name = f"xlwings-{xlwings_version()}.applescript"
    return name, _of_xlwings(name)


def changed(source: str) -> str:
    """The source of xlwings with all changes.

    Raises:
        BuildError: A place to change is not there exactly once.
    """
    for change in CHANGES:
        if source.count(change.old) != 1:
            raise BuildError(f"xlwings {xlwings_version()}: a place is not there once. {change.why}")
        source = source.replace(change.old, change.new)
    return source


def check_callbacks(ribbon: str, sources: Mapping[str, str]) -> None:
    """Every onAction must name a public Sub with the argument that Excel passes.

    Raises:
        BuildError: One does not.
    """
    answered = {f"{module}.{sub}" for module, text in sources.items() for sub in CALLBACK.findall(text)}
    asked = {element.attrib["onAction"] for element in ElementTree.fromstring(ribbon.encode()).iter() if "onAction" in element.attrib}
    if asked - answered:
        raise BuildError(f"no Sub answers {sorted(asked - answered)}")


def _of_xlwings(name: str) -> bytes:
    """A file of the package xlwings, which is not imported for it."""
    return Path(str(distribution(ADDIN).locate_file(f"{ADDIN}/{name}"))).read_bytes()


def _ascii(data: bytes, name: str) -> str:
    """Text with plain line ends. A letter beyond ASCII would become «?» without a word."""
    try:
        return data.decode("ascii").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise BuildError(f"{name}: not ASCII at byte {error.start}") from error

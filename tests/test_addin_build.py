"""The add-in of Excel: built out of texts, read back word for word, tried as far as that goes without Excel."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from xlrecords import __version__
from xlrecords.books.file import decoded
from xlrecords.buttons import BUTTONS, GROUPS, TAB
from xlrecords.commands import check_books
from xlrecords.installing import sources
from xlrecords.installing.addin import DEMO_TAB, SETTINGS, TEXTS, assembled, bare, build, settings_of
from xlrecords.installing.package import CORE, RIBBON, BuildError, check_parts, packed, unpacked, version_of
from xlrecords.installing.ribbon import MACROS, NAMESPACE, macro, macros, ribbon
from xlrecords.installing.scheme import scheme
from xlrecords.installing.vba import ADDIN, DICTIONARY, NO_FOLDERS, OWN, changed, check_callbacks, modules, xlwings_version
from xlrecords.issue import Severity
from xlrecords.save import is_report

from .office import Office

KINDS = ("xlam", "xlsm")
EXCEL = sources() / "excel"
PYTHON = r"C:\Школа № 2\it's Python\python.exe"


@cache
def built(kind: str) -> bytes:
    return build(kind, sources(), {"INTERPRETER_WIN": PYTHON})


# Texts of the repository


def test_ribbon_and_macros_are_those_of_the_list_of_buttons() -> None:
    assert (EXCEL / "ribbon.xml").read_text(encoding="utf-8") == ribbon()
    assert (EXCEL.parent / "pictures" / "ribbon.svg").read_text(encoding="utf-8") == scheme()
    assert (EXCEL / f"{MACROS}.bas").read_text(encoding="ascii") == macros()


def test_the_ribbon_has_all_buttons_in_their_groups() -> None:
    (tab,) = ET.fromstring(ribbon().encode()).iter(f"{{{NAMESPACE}}}tab")
    assert tab.attrib["label"] == TAB
    shown = [
        (group.attrib["label"], [(one.attrib["tag"], one.attrib["label"], one.attrib["supertip"], one.attrib["imageMso"]) for one in group])
        for group in tab
    ]
    listed = [
        (title, [(one.tag, one.title, one.tip, one.icon) for one in buttons])
        for title, buttons in groupby(BUTTONS, key=lambda button: button.group)
    ]
    assert shown == listed
    assert tuple(title for title, _ in shown) == GROUPS
    names = [element.attrib["id"] for element in tab.iter() if "id" in element.attrib]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", OWN)
def test_sources_are_ascii_named_as_their_files(name: str) -> None:
    assert (EXCEL / f"{name}.bas").read_text(encoding="ascii").startswith(f'Attribute VB_Name = "{name}"\nOption Explicit\n')


def test_all_that_vba_tells_stands_among_the_texts() -> None:
    code = "".join(modules(sources()).values())
    said = {key for pattern in (r'Words\("(\w+)"\)', r'Tell "(\w+)"') for key in re.findall(pattern, code)}
    obstacles = {key for line in re.findall(r"Obstacle = .*", code) for key in re.findall(r'"(\w+)"', line)}
    assert said | obstacles == set(TEXTS)


def test_a_callback_without_a_sub_is_no_add_in() -> None:
    with pytest.raises(BuildError, match="no Sub answers"):
        check_callbacks(ribbon().replace("XlrRibbon.OnAction", "XlrRibbon.OnClick"), modules(sources()))


# What comes out of xlwings


def test_no_workbook_says_which_program_is_started() -> None:
    code = modules(sources())[ADDIN]
    assert "Redistributions of source code must retain the above copyright notice" in code
    assert 'PROJECT_NAME As String = "xlrecords"' in code
    assert 'SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf")' not in code
    assert "ActiveWorkbook.Sheets.Add" not in code
    assert "uses_embedded_code = True\r\n                Exit For" not in code
    assert 'If source = "" Or source = "directory"' not in code
    assert f"XLWINGS_VERSION As String = {xlwings_version()!r}".replace("'", '"') in code


def test_another_xlwings_is_refused() -> None:
    with pytest.raises(BuildError, match="a place is not there once"):
        changed('Public Const PROJECT_NAME As String = "myaddin"\n')


# What is built


def test_built_twice_it_is_the_same() -> None:
    code = (
        "import hashlib, sys; from xlrecords.installing import sources; from xlrecords.installing.addin import build\n"
        "for kind in ('xlam', 'xlsm'): print(hashlib.sha256(build(kind, sources(), {'INTERPRETER_WIN': sys.argv[1]})).hexdigest())"
    )
    environment = os.environ | {"PYTHONHASHSEED": "77", "TZ": "Asia/Vladivostok"}
    done = subprocess.run([sys.executable, "-c", code, PYTHON], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [hashlib.sha256(built(kind)).hexdigest() for kind in KINDS]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_another_reader_finds_the_modules_word_for_word(kind: str) -> None:
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser(f"x.{kind}", data=built(kind))
    read = {str(name).rsplit(".", 1)[0]: code for _, _, name, code in parser.extract_all_macros()}
    parser.close()
    put = modules(sources())
    assert {name: bare(read[name]) for name in put} == {name: bare(text) for name, text in put.items()}
    documents = {"xlam": {"ThisWorkbook", "Sheet1"}, "xlsm": {"ThisWorkbook", "Sheet1", "Sheet2", "Sheet3"}}
    assert read.keys() - put.keys() == documents[kind]


def test_each_button_has_its_macro() -> None:
    code = modules(sources())[MACROS]
    for button in BUTTONS:
        assert f'Public Sub {macro(button.tag)}()\r\n    XlrRun.RunXlr "{button.tag}"\r\n' in code


@pytest.mark.parametrize("kind", KINDS)
def test_parts_fit_each_other(kind: str) -> None:
    parts = unpacked(built(kind))
    known = ("ThisWorkbook", "Sheet1", "Sheet2", "Sheet3")
    check_parts(parts, kind, known)
    assert parts[RIBBON].decode() == (ribbon() if kind == "xlam" else ribbon(DEMO_TAB))
    for broken, modules_there, complaint in (
        (parts | {"xl/worksheets/sheet1.xml": b"<worksheet>"}, known, "sheet1.xml"),
        (parts | {"picture.png": b""}, known, "content types"),
        ({name: data for name, data in parts.items() if name != RIBBON}, known, "lead nowhere"),
        (parts, ("ThisWorkbook",), "without a module"),
    ):
        with pytest.raises(BuildError, match=complaint):
            check_parts(broken, kind, modules_there)
    with pytest.raises(BuildError, match="is no"):
        check_parts(parts, "xlsm" if kind == "xlam" else "xlam", known)


@pytest.mark.parametrize("kind", KINDS)
def test_properties_name_no_person_and_no_day(kind: str) -> None:
    parts = unpacked(built(kind))
    assert re.findall(r"\d{4}-\d\d-\d\d", parts[CORE].decode()) == ["2000-01-01"]
    assert re.findall(r"<dc:creator>(.*?)<", parts[CORE].decode()) == ["xlrecords"]
    assert version_of(built(kind)) == __version__


def test_settings_stand_on_the_sheet_as_texts(tmp_path: Path) -> None:
    made = {"XLWINGS VERSION": xlwings_version(), "XLRECORDS VERSION": __version__}
    assert settings_of(built("xlam")) == SETTINGS | {"INTERPRETER_WIN": PYTHON} | made
    sheet = unpacked(built("xlam"))["xl/worksheets/sheet1.xml"].decode()
    assert set(re.findall(r'<c r="[A-E]\d+" t="(\w+)"', sheet)) == {"inlineStr"}
    assert '<sheet name="xlrecords.conf"' in unpacked(built("xlam"))["xl/workbook.xml"].decode()
    path = tmp_path / "xlrecords.xlam"
    path.write_bytes(built("xlam"))
    assert is_report(path), "the add-in may be written anew"


def test_settings_are_found_after_excel_saved_the_add_in() -> None:
    parts = unpacked(built("xlam"))
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    strings: list[str] = []

    def shared(cell: re.Match[str]) -> str:
        strings.append(f"<si>{cell[1]}</si>")
        return f't="s"><v>{len(strings) - 1}</v>'

    saved = re.sub(r't="inlineStr"><is>(.*?)</is>', shared, sheet)
    parts |= {"xl/worksheets/sheet1.xml": saved.encode(), "xl/sharedStrings.xml": f"<sst>{''.join(strings)}</sst>".encode()}
    assert settings_of(packed(parts)) == settings_of(built("xlam"))


def test_the_workbook_to_try_has_two_errors_and_is_checked_as_any_other(tmp_path: Path) -> None:
    path = tmp_path / "xlrecords-demo.xlsm"
    path.write_bytes(built("xlsm"))
    assert not is_report(path)
    outcome = check_books([decoded(built("xlsm"), path.name)])
    errors = [(issue.place.cell, issue.rule.id) for issue in outcome.issues if issue.rule.severity is Severity.ERROR]
    others = [(issue.place.sheet, issue.rule.id) for issue in outcome.issues if issue.rule.severity is not Severity.ERROR]
    assert errors == [("F9", "mark-out-of-scale"), ("I12", "mark-unknown")]
    assert others == [("Как попробовать", "sheet-unknown")]


# What it does


def test_python_understands_what_vba_gives_it(tmp_path: Path) -> None:
    """The command line of xlwings on Windows, with a stand-in for the module that it calls."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, types, xlrecords\n"
        "xlrecords.addin = sys.modules['xlrecords.addin'] = types.ModuleType('addin')\n"
        "xlrecords.addin.run = lambda tag: print(tag, sys.argv[1:], any('Журналы' in path for path in sys.path))\n",
        encoding="utf-8",
    )
    run = re.search(r'CommandFor = (".*)', (EXCEL / "XlrRun.bas").read_text())
    assert run is not None
    for button in BUTTONS:
        command = "".join(part.strip().strip('"') if part.strip() != "tag" else button.tag for part in run[1].split("&"))
        code = f'import xlwings.utils;xlwings.utils.prepare_sys_path("{NO_FOLDERS}"); {command}'
        if button is BUTTONS[0]:
            environment = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{EXCEL.parents[1]}", "PYTHONIOENCODING": "utf-8"}
            done = subprocess.run(
                [sys.executable, "-P", "-B", "-c", code, "--wb=5'А.xlsx", "--from_xl=1"],
                env=environment, capture_output=True, text=True, encoding="utf-8", check=True,
            )  # fmt: skip
            assert done.stdout == f"{button.tag} [\"--wb=5'А.xlsx\", '--from_xl=1'] False\n"
        compile(code, button.tag, "exec")


STAND_IN = """Attribute VB_Name = "xlwings"
Option Explicit
Public LastCommand As String
Public Told As String
Public Interpreter As String

Public Function RunPython(PythonCommand As String)
    If Interpreter = "broken" Then Err.Raise 1001, , "no library"
    LastCommand = PythonCommand
End Function

Public Function GetConfig(configKey As String, Optional default As String = "", Optional source As String = "") As Variant
    GetConfig = Interpreter
End Function

Public Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = FileSpec <> "absent"
End Function

Public Sub Start(ByVal python As String)
    Interpreter = python
    LastCommand = ""
    Told = ""
End Sub

Public Function Happened() As String
    Happened = LastCommand & Told
End Function
"""
WINDOW = 'CreateObject("WScript.Shell").Popup text, 0, Words("title"), EXCLAMATION_IN_FRONT'


@pytest.fixture(scope="module")
def vba(office: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """Runs a Sub or Function of the add-in in LibreOffice; xlwings, which it cannot compile, has a stand-in, and windows are written down."""
    texts = modules(sources())
    assert texts["XlrTell"].count(WINDOW) == 1
    texts["XlrTell"] = texts["XlrTell"].replace(WINDOW, "xlwings.Told = text")
    texts[ADDIN] = STAND_IN.replace("\n", "\r\n")
    del texts[DICTIONARY]
    path = tmp_path_factory.mktemp("addin") / "xlrecords.xlam"
    path.write_bytes(packed(assembled("xlam", texts, SETTINGS)))
    with Office() as running:
        document = running.open(path, Hidden=True, FilterName="Calc MS Excel 2007 VBA XML", MacroExecutionMode=4)
        library = document.BasicLibraries.ProjectName

        def run(name: str, *arguments: object) -> Any:
            url = f"vnd.sun.star.script:{library}.{name}?language=Basic&location=document"
            return document.getScriptProvider().getScript(url).invoke(arguments, (), ())[0]

        yield run
        document.close(True)


@pytest.mark.office
@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.tag)
def test_a_macro_starts_python_with_its_tag(vba: Callable[..., Any], button: Any) -> None:
    vba("xlwings.Start", "there")
    vba(f"{MACROS}.{macro(button.tag)}")
    assert vba("xlwings.Happened") == f"import xlrecords.addin; xlrecords.addin.run('{button.tag}')"


@pytest.mark.office
@pytest.mark.parametrize(("python", "key"), [("", "nopython"), ("absent", "nopython"), ("broken", "failed")])
def test_what_stops_a_button_is_told_in_russian(vba: Callable[..., Any], python: str, key: str) -> None:
    vba("xlwings.Start", python)
    vba(f"{MACROS}.XlrCheckBook")
    assert vba("xlwings.Happened").startswith(TEXTS[key])
    vba("xlwings.Start", "there")
    vba(f"{MACROS}.XlrCheckBook")
    assert "check-book" in vba("xlwings.Happened"), "a failure does not hold up the next click"


@pytest.mark.office
def test_texts_are_read_off_the_sheet(vba: Callable[..., Any]) -> None:
    assert {key: vba("XlrTell.Words", key) for key in TEXTS} == TEXTS


@pytest.mark.office
def test_the_workbook_to_try_opens(office: str, tmp_path: Path) -> None:
    path = tmp_path / "xlrecords-demo.xlsm"
    path.write_bytes(built("xlsm"))
    with Office() as running:
        document = running.open(path, Hidden=True)
        shown = {sheet.Name: sheet.IsVisible for sheet in document.Sheets}
        assert document.Sheets.getByName("Математика").getCellRangeByName("I12").String == "4!"
        document.close(True)
    assert shown == {"Как попробовать": True, "Математика": True, "xlrecords.conf": False}

"""The project of VBA as Excel and its compiler read it: streams, references, modules, and where Python looks for programs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyopenvba.cfb import CFB
from pyopenvba.vba import decompress

from xlrecords.installing import sources
from xlrecords.installing.package import PROJECT, unpacked
from xlrecords.installing.ribbon import NAMESPACE, ribbon
from xlrecords.installing.vba import ADDIN, NO_FOLDERS, OWN, modules

from .test_addin_build import KINDS, built

CODE = modules(sources())
OFFICE = "{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}"
"""The library that knows IRibbonControl."""


def project(kind: str) -> CFB:
    return CFB.from_bytes(unpacked(built(kind))[PROJECT])


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_to_be_compiled(kind: str) -> None:
    """[MS-OVBA] 2.3.4.1: version FFFF and no cache, so that no Excel takes what another one compiled for its own."""
    assert project(kind).get_stream_in_storage("VBA", "_VBA_PROJECT").hex() == "cc61ffff000000"
    assert not [name for name in project(kind).list_streams_in_storage("VBA") if name.startswith("__SRP")]


@pytest.mark.parametrize("kind", KINDS)
def test_the_compiler_finds_the_type_of_a_button(kind: str) -> None:
    known = decompress(project(kind).get_stream_in_storage("VBA", "dir")).decode("latin-1")
    assert set(re.findall(r"\*\\G(\{[-\w]+\})", known)) == {"{00020430-0000-0000-C000-000000000046}", OFFICE}


@pytest.mark.parametrize("kind", KINDS)
def test_the_project_is_open_and_its_parts_are_named_once(kind: str) -> None:
    text = project(kind).get_stream("PROJECT").decode("cp1252")
    found = re.findall(r"^(Document|Module|Class)=(\w+)", text, re.MULTILINE)
    names = [name for _, name in found]
    assert len(names) == len({name.casefold() for name in names})
    assert {name for sort, name in found if sort == "Module"} == {*OWN, ADDIN}
    key = sum(re.findall('ID="(.*?)"', text)[0].encode()) & 255
    for name in ("CMG", "DPB", "GC"):  # [MS-OVBA] 2.4.3: seed, version 2 and a key of the identity of the project
        seed, version, own, *_ = bytes.fromhex(re.findall(f'{name}="(.*?)"', text)[0])
        assert (seed ^ version, seed ^ own) == (2, key)


@pytest.mark.parametrize("name", sorted(CODE))
def test_a_module_is_what_the_compiler_takes(name: str) -> None:
    lines = CODE[name].split("\r\n")
    assert max(map(len, lines)) <= 1023
    assert "_\r\n" * 25 not in re.sub(r"^.*?(_?)\r$", r"\1\r", CODE[name], flags=re.MULTILINE)
    subs = re.findall(r"^(?:Public |Private |Friend )?(?:Sub|Function) (\w+)", CODE[name], re.MULTILINE)
    alternatives = {"GetUdfModules", "GetDirectoryPath"}  # one of two, by the program of the office
    assert sorted(sub for sub in set(subs) if subs.count(sub) > 1 and sub not in alternatives) == []
    assert not {sub.casefold() for sub in subs} & {module.casefold() for module in CODE}, "a Sub called like a module hides it"


def test_every_declaration_of_a_library_is_one_of_64_bits() -> None:
    since = re.search(r"#If VBA7 Then(.*?)\r\n#Else", CODE[ADDIN], re.DOTALL)
    assert since is not None
    declared = re.findall(r"Declare .*", since[1])
    assert declared
    assert all(line.startswith("Declare PtrSafe") for line in declared)
    assert not [name for name in OWN if "Declare " in CODE[name]]


def test_our_modules_name_nothing_that_only_excel_for_windows_knows() -> None:
    """What is asked of `Application` by name is looked for by the compiler, on a Mac too."""
    asked = {word for name in OWN for word in re.findall(r"\bApplication\.(\w+)", CODE[name])}
    assert asked == {"StatusBar", "ScreenUpdating", "OperatingSystem"}


def test_settings_are_read_where_a_chart_is_in_front() -> None:
    """`Range` without a sheet is asked of the one in front."""
    assert not re.findall(r"[^.\w]Range\(", re.sub(r"'.*", "", CODE[ADDIN]))


# Where Python looks for programs


def commands() -> Iterator[str]:
    """What Python is started with: once a button, and as the server that stays awake."""
    yield from re.findall(r'"( -P -B -c ""[^\r]*)', CODE[ADDIN])


def test_each_way_to_start_python_forbids_programs_beside_the_workbook() -> None:
    assert len(list(commands())) == 2
    assert re.findall(r'" [^"]*-B -c', CODE[ADDIN]) == ['" -P -B -c'] * 2
    windows = re.sub(r"#If Mac Then.*?#Else", "", CODE[ADDIN], flags=re.DOTALL)
    assert re.findall(r"^ +PYTHONPATH = (?!Replace|FName)(.*)\r$", windows, re.MULTILINE) == [f'"{NO_FOLDERS}"'] * 2


@pytest.mark.parametrize("evil", ["xlwings.py", "xlrecords.py", "json.py"])
def test_a_program_beside_the_workbook_is_not_run(tmp_path: Path, evil: str) -> None:
    (tmp_path / evil).write_text("print('run')\nraise SystemExit(3)\n", encoding="utf-8")
    code = f'import sys, os;import xlwings.utils;xlwings.utils.prepare_sys_path("{NO_FOLDERS}");import xlwings, json, xlrecords'
    environment = os.environ | {"PYTHONPATH": str(sources().parent)}
    options = next(commands()).split(" -c")[0].split()
    done = subprocess.run([sys.executable, *options, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# The ribbon

BUTTON = {"id", "label", "tag", "size", "imageMso", "screentip", "supertip", "onAction"}
SCHEMA = {"customUI": set(), "ribbon": set(), "tabs": set(), "tab": {"id", "label"}, "group": {"id", "label"}, "button": BUTTON}
"""Attributes of the schema of 2009/07 that are used, by element."""


def test_the_ribbon_is_within_its_schema() -> None:
    root = ET.fromstring(ribbon().encode())
    inside = {"customUI": "ribbon", "ribbon": "tabs", "tabs": "tab", "tab": "group", "group": "button"}
    seen: set[str] = set()
    for element in root.iter():
        kind = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        assert {child.tag for child in element} <= {f"{{{NAMESPACE}}}{inside.get(kind)}"}
        assert element.attrib.keys() == SCHEMA[kind]
        assert all(0 < len(text) <= 1024 for text in element.attrib.values())
        if "id" in element.attrib:
            assert re.fullmatch(r"[A-Za-z_][\w.-]*", element.attrib["id"])
            assert element.attrib["id"] not in seen
            seen.add(element.attrib["id"])
        assert element.attrib.get("size", "normal") in ("normal", "large")
    assert ribbon().startswith("<?xml")

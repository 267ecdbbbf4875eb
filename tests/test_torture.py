"""Every form of the set is filled and keeps what hangs on it, where other template engines lose something."""

from __future__ import annotations

import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from xlrecords.filling import Template

from .templates import FORMS, NAMES
from .templates.common import strange

each_form = pytest.mark.parametrize("form", FORMS, ids=NAMES)


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pictures")


def facts_of(form: ModuleType, folder: Path) -> dict[str, Any]:
    """What a form is filled with; pictures are given as files."""
    facts = dict(form.FACTS)
    for name, value in facts.items():
        if isinstance(value, bytes):
            facts[name] = folder / f"{name}.png"
            facts[name].write_bytes(value)
    return facts


def fill(form: ModuleType, pictures: Path) -> bytes:
    return Template.read(form.build()).fill(facts_of(form, pictures))


def test_the_set_is_large() -> None:
    assert len(FORMS) >= 30
    assert len({form.__doc__ for form in FORMS}) == len(FORMS)


@each_form
def test_facts_are_fields(form: ModuleType) -> None:
    assert strange(form.FACTS) == []


@each_form
def test_placeholders_are_understood(form: ModuleType) -> None:
    assert Template.read(form.build()).flaws == ()


@each_form
def test_what_hangs_on_the_rows_is_kept(form: ModuleType, pictures: Path) -> None:
    form.check(fill(form, pictures))


@each_form
def test_the_filled_workbook_is_whole(form: ModuleType, pictures: Path) -> None:
    filled = fill(form, pictures)
    with zipfile.ZipFile(BytesIO(filled)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == len(set(archive.namelist()))
        for name in archive.namelist():
            if name.endswith((".xml", ".rels", ".vml")):
                etree.fromstring(archive.read(name))
            # Shared strings that no cell uses any more, and the list of old tabs that Excel writes anew, may stay.
            if name.startswith("xl/") and name.endswith(".xml") and not name.endswith("sharedStrings.xml"):
                assert not re.search(rb"\{\{[^{}]*\}\}", archive.read(name)), f"a placeholder is left in {name}"
    sheets = openpyxl.load_workbook(BytesIO(filled)).sheetnames
    assert CalamineWorkbook.from_filelike(BytesIO(filled)).sheet_names == sheets


@each_form
def test_filling_twice_gives_the_same_bytes(form: ModuleType, pictures: Path) -> None:
    template, facts = Template.read(form.build()), facts_of(form, pictures)
    assert template.fill(facts) == template.fill(facts)


@pytest.fixture(scope="session")
def calculated(office: str, pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the filled workbooks as LibreOffice calculates and saves them."""
    folder = tmp_path_factory.mktemp("torture")
    paths = []
    for form, name in zip(FORMS, NAMES, strict=True):
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(fill(form, pictures))
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "calculated"), *map(str, paths)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return folder / "calculated"


@pytest.mark.office
@each_form
def test_an_office_program_calculates_what_the_form_says(form: ModuleType, calculated: Path) -> None:
    name = form.__name__.rpartition(".")[2]
    book = openpyxl.load_workbook(calculated / f"{name}.xlsx", data_only=True)
    cells = {f"{sheet.title}!{cell.coordinate}": cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    wrong = {place: value for place, value in cells.items() if isinstance(value, str) and value.startswith(("#REF", "#NAME", "#VALUE"))}
    assert not wrong
    expected = getattr(form, "VALUES", {})
    assert {place: cells.get(place) for place in expected} == pytest.approx(expected)

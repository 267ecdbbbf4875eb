"""The page about the forms and the templates beside it are what the forms declare."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from xlrecords.documents import NAMES as DOCUMENT_NAMES
from xlrecords.form import Form
from xlrecords.forms import FORMS
from xlrecords.sheets.reference import COMMAND, FOLDER, reference
from xlrecords.sheets.template import build

OLD = f"не соответствует формам; обновите: {COMMAND}"
NAMES = [f"{form.name}.xlsx" for form in FORMS]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("templates")
    build(folder, FORMS)
    return folder


def parts(path: Path) -> dict[str, bytes]:
    """Parts of a workbook; how they are packed may differ between machines."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_page_is_current() -> None:
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == reference(FORMS), f"workbooks/README.md {OLD}"


@pytest.mark.parametrize("name", NAMES)
def test_templates_are_current(name: str, built: Path) -> None:
    committed = FOLDER / "templates" / name
    assert committed.is_file(), f"workbooks/templates/{name} {OLD}"
    assert parts(committed) == parts(built / name), f"workbooks/templates/{name} {OLD}"


def test_there_are_no_other_templates() -> None:
    assert sorted(path.name for path in (FOLDER / "templates").iterdir()) == sorted(
        [*NAMES, *(f"{name}.xlsx" for name in DOCUMENT_NAMES)]
    ), OLD


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_page_tells_everything_of_a_form(form: Form) -> None:
    page = reference([form])
    assert f"## {form.title}\n" in page
    assert form.purpose in page
    for column in (*form.head, *form.columns, *form.lessons):
        assert f"| {column.title} |" in page
        assert column.help in page
    for sign in form.grid.alphabet if form.grid is not None else ():
        assert f"`{sign}`" in page


def test_the_page_shows_no_paths_of_a_machine() -> None:
    assert str(Path.home()) not in reference(FORMS)
    assert str(FOLDER) not in reference(FORMS)

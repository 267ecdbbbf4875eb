"""A real LibreOffice writes the formats that schools have; the findings stand on the same cells in each."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from xlrecords.commands import Request, check

from .test_cli import write_journal

pytestmark = pytest.mark.office


def convert(office: str, path: Path, to: str) -> Path:
    """A file converted by LibreOffice, beside the first."""
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", to, "--outdir", str(path.parent / to), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return path.parent / to / f"{path.stem}.{to}"


@pytest.mark.parametrize("to", ["ods", "xls"])
def test_other_formats_give_the_same_findings(office: str, tmp_path: Path, to: str) -> None:
    journal = write_journal(tmp_path / "5А.xlsx")
    expected = [(issue.place.cell, issue.rule.id) for issue in check(Request((journal,))).issues]
    found = [(issue.place.cell, issue.rule.id) for issue in check(Request((convert(office, journal, to),))).issues]
    assert found == expected == [("D6", "mark-out-of-scale"), ("C7", "mark-unknown")]


def test_the_report_opens(office: str, tmp_path: Path) -> None:
    journal, report = write_journal(tmp_path / "5А.xlsx"), tmp_path / "Замечания.xlsx"
    check(Request((journal,), out=report))
    page = convert(office, report, "fods").read_text(encoding="utf-8")
    assert "5А.xlsx#&apos;Алгебра&apos;!D6" in page
    assert "Отметка «6» вне шкалы школы (2–5)" in page

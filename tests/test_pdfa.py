"""What the archive prints is PDF/A: by a screen of every document, and by a validator of the same pages as part 1b."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from xlrecords.archive.inventory import electronic, inventories
from xlrecords.archive.papers import case_papers, destruction_act, electronic_inventory, inventory
from xlrecords.pdf import draw
from xlrecords.pdf.archival import Job, Stamp, print_book
from xlrecords.pdf.papers import Beside, Block, Paper, Space, Table, compose

from .pdfa import FONT_FILES, preflight, screen, spoiled
from .test_papers import FINDING, SCHOOL, bagged, doomed, passport

TEMPLATE = Path(__file__).parents[1] / "workbooks" / "templates" / "class_journal.xlsx"


def papers() -> dict[str, Paper]:
    """Every kind of paper."""
    case = passport(sheets=40, accepted=(FINDING,))
    return dict(case_papers(case, "г. Энск")) | {
        "Опись дел": inventory(inventories([case])[0]),
        "Опись электронных дел": electronic_inventory(electronic([bagged(case)])),
        "Акт": destruction_act([doomed(year) for year in range(2001, 2040)], SCHOOL, town="г. Энск"),
    }


ALL = papers()
each = pytest.mark.parametrize("name", ALL)


@each
def test_papers_pass_the_screen_of_part_2b(name: str) -> None:
    assert screen(compose(ALL[name]).pdf) == []


@each
def test_the_same_papers_as_part_1b_are_valid(name: str) -> None:
    pdf = compose(ALL[name], "a-1b").pdf
    assert (screen(pdf, "1b"), preflight(pdf)) == ([], "")


def test_printed_sheets_pass_both() -> None:
    data, jobs, stamp = TEMPLATE.read_bytes(), [Job("Предмет")], Stamp("0" * 12, "02-01")
    (printed,) = print_book(data, jobs, stamp)
    (as_1b,) = print_book(data, jobs, stamp, standard="a-1b")
    assert (screen(printed.pdf), screen(as_1b.pdf, "1b"), preflight(as_1b.pdf)) == ([], [], "")


def test_drawn_workbooks_pass_the_screen() -> None:
    assert screen(draw(TEMPLATE.read_bytes()).pdf) == []


def test_a_font_without_its_file_is_caught_by_both() -> None:
    paper = ALL["Обложка"]
    assert screen(spoiled(compose(paper).pdf, *FONT_FILES)) == ["a font that is not embedded"]
    assert "is not a valid PDF/A-1b file" in preflight(spoiled(compose(paper, "a-1b").pdf, *FONT_FILES))


def test_text_that_cannot_be_copied_is_caught() -> None:
    assert "a font whose text cannot be copied" in screen(spoiled(compose(ALL["Обложка"]).pdf, "/ToUnicode"))


def test_a_file_of_another_part_is_caught() -> None:
    assert screen(compose(ALL["Обложка"], "a-1b").pdf) == ["claims 1b"]


def said(blocks: Sequence[Block]) -> Iterator[str]:
    """All texts of a paper."""
    for block in blocks:
        if isinstance(block, Beside):
            for column in block.columns:
                yield from said(column)
        elif isinstance(block, Table):
            yield from (text for column in block.columns for text in (column.title, column.group))
            yield from (text for row in block.rows for text in row)
        elif not isinstance(block, Space):
            yield from (getattr(block, name, "") for name in ("text", "label", "value", "caption"))


def words(text: str) -> str:
    """A text with one blank between words; a line may end behind a dash, and anywhere in a word that is too long for its column."""
    return re.sub(r"([–-]) ", r"\1", " ".join(text.replace("\u200b\n", "").replace("\u200b", "").split()))


def lost(paper: Paper, text: str) -> list[str]:
    """Texts of a paper that are not in the text copied out of it."""
    copied = words(text)
    return [given for given in said(paper.blocks) if words(given) not in copied]


@each
def test_every_word_can_be_copied(name: str) -> None:
    pages = PdfReader(BytesIO(compose(ALL[name]).pdf)).pages
    assert lost(ALL[name], "\n".join(page.extract_text() for page in pages)) == []


@pytest.mark.skipif(
    not shutil.which("pdftotext") and os.environ.get("XLRECORDS_PREFLIGHT") != "required", reason="pdftotext is not installed"
)
@each
def test_another_program_copies_the_same(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(compose(ALL[name]).pdf)
    done = subprocess.run(["pdftotext", "-raw", "a.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
    assert lost(ALL[name], done.stdout.decode()) == []

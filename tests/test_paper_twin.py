"""Printed pages read back from scans: which match the archive, are of an older edition, were changed, or are missing."""

from __future__ import annotations

import os
import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from tests.cases import ID, bag
from xlrecords.archive.passport import PASSPORT, load
from xlrecords.archive.scans import NO_FILE, TOO_LARGE, Code, Scan, look, parse, scanned
from xlrecords.archive.twins import Edition, Judged, State, Twin, judge, sentence
from xlrecords.cli import GROUP
from xlrecords.words import counted

STUDENTS = 200


def book(mark: str = "5") -> str:
    """A journal of several pages, with a mark of its first student."""
    rows = "".join(f"| Обучающийся {number:02} | {mark if number == 1 else 4} | 4 |\n" for number in range(1, STUDENTS + 1))
    return f"# Алгебра\n| Фамилия | 1.09 | 2.09 |\n{rows}\n# Темы\n| Дата | Тема |\n| 01.09.2026 | Дроби |\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with two editions of a case, the first student's mark corrected in the second."""
    folder = tmp_path_factory.mktemp("архив")
    bag(folder, book=book("5"), printed=True)
    bag(folder, edition=2, book=book("3"), printed=True)
    return folder


def printed(case: Path, name: str, dpi: int = 200) -> list[Image.Image]:
    """Pages of a PDF of a case as pictures."""
    document = pypdfium2.PdfDocument(case / name)
    return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]


def pages(case: Path) -> list[Image.Image]:
    """All numbered leaves of a case."""
    return printed(case, "data/pdf/5А/Алгебра.pdf") + printed(case, "data/pdf/5А/Темы.pdf")


def hurt(page: Image.Image, angle: float, quality: int = 60, noise: float = 12) -> Image.Image:
    """A page as a scanner gives it: aslant, noisy, compressed."""
    turned = page.rotate(angle, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    dots = np.asarray(turned).astype(float) + np.random.default_rng(1).normal(0, noise, turned.size[::-1])
    made = BytesIO()
    Image.fromarray(np.clip(dots, 0, 255).astype("uint8")).save(made, "JPEG", quality=quality)
    return Image.open(made).convert("L")


def run(archive: Path, scans: Path, *words: object) -> Result:
    return CliRunner().invoke(GROUP, ["verify", str(archive), "--scans", str(scans), *map(str, words)])


def edition(archive: Path, number: int) -> Path:
    return archive / (ID if number == 1 else f"{ID}_ред-{number}")


def leaves(archive: Path) -> int:
    return load((edition(archive, 2) / PASSPORT).read_bytes()).leaves


# Codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("XLR1 0123456789ab 7 0123456789abcdef", Code("0123456789ab", 7, "0123456789abcdef")),
        ("XLR1 0123456789ab 0 0123456789abcdef\n", Code("0123456789ab", 0, "0123456789abcdef")),
        ("XLR2 0123456789ab 7 0123456789abcdef", None),
        ("https://example.org", None),
        ("XLR1 0123456789ab -7 0123456789abcdef", None),
    ],
)
def test_a_code_says_case_leaf_and_hash(text: str, code: Code | None) -> None:
    assert parse(text) == code


@pytest.mark.parametrize(
    ("angle", "quality", "noise"), [(0, 90, 0), (2, 60, 12), (-3, 40, 20), (90, 60, 12), (180, 30, 20), (271, 60, 25), (45, 60, 12)]
)
def test_pages_are_read_aslant_noisy_and_compressed(archive: Path, tmp_path: Path, angle: float, quality: int, noise: float) -> None:
    shown = pages(edition(archive, 2))[-2:]
    for number, page in enumerate(shown, 1):
        hurt(page, angle, quality, noise).save(tmp_path / f"{number}.png")
    found = list(look(scanned(tmp_path)[0], tmp_path))
    assert [code.leaf for scan in found for code in scan.codes] == [leaves(archive) - 1, leaves(archive)]


def test_a_bad_scanner_of_150_dots_is_enough(archive: Path, tmp_path: Path) -> None:
    for number, page in enumerate(printed(edition(archive, 2), "data/pdf/5А/Алгебра.pdf", 150), 1):
        hurt(page, 1.5, 40, 20).save(tmp_path / f"{number}.jpg")
    assert all(scan.codes for scan in look(scanned(tmp_path)[0], tmp_path))


def test_many_pages_of_one_file_and_two_pages_of_one_picture_are_told_apart(archive: Path, tmp_path: Path) -> None:
    one, two, *_ = pages(edition(archive, 2))
    one.save(tmp_path / "а.tif", save_all=True, append_images=[two])
    one.save(tmp_path / "б.pdf", save_all=True, append_images=[two], resolution=200)
    both = Image.new("L", (one.width + two.width, max(one.height, two.height)), 255)
    both.paste(one, (0, 0))
    both.paste(two, (one.width, 0))
    both.save(tmp_path / "в.png")
    found = [(scan.place, [code.leaf for code in scan.codes]) for scan in look(scanned(tmp_path)[0], tmp_path)]
    assert found == [("а.tif, с. 1", [1]), ("а.tif, с. 2", [2]), ("б.pdf, с. 1", [1]), ("б.pdf, с. 2", [2]), ("в.png", [1, 2])]


def test_files_that_are_no_pictures_are_told(tmp_path: Path) -> None:
    (tmp_path / "а.png").write_bytes(b"\x89PNG broken")
    (tmp_path / "б.pdf").write_bytes(b"%PDF broken")
    (tmp_path / "в.jpg").write_bytes(b"")
    for name, side in (("г.png", 12_500), ("д.png", 60_000)):
        header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
        chunks = ((13, header), (0, b"IDAT"))
        (tmp_path / name).write_bytes(
            b"\x89PNG\r\n\x1a\n"
            + b"".join(struct.pack(">I", size) + chunk + struct.pack(">I", zlib.crc32(chunk)) for size, chunk in chunks)
        )
    (tmp_path / "заметки.txt").write_text("не скан", encoding="utf-8")
    (tmp_path / "е.png").symlink_to(tmp_path / "нет.png")
    os.mkfifo(tmp_path / "ж.pdf")
    pictures, others = scanned(tmp_path)
    assert [path.name for path in others] == ["заметки.txt"]
    found = {scan.place: scan.trouble for scan in look(pictures, tmp_path)}
    assert found == {
        "а.png": "картинка не открывается: файл повреждён или это не картинка",
        "б.pdf": "PDF не открывается: файл повреждён или закрыт паролем",
        "в.jpg": "картинка не открывается: файл повреждён или это не картинка",
        "г.png": TOO_LARGE,
        "д.png": TOO_LARGE,
        "е.png": NO_FILE,
        "ж.pdf": NO_FILE,
    }


# Verdicts


def test_all_leaves_of_the_latest_edition_match(archive: Path, tmp_path: Path) -> None:
    for number, page in enumerate([*pages(edition(archive, 2)), *printed(edition(archive, 2), "data/Обложка.pdf")], 1):
        hurt(page, 2).save(tmp_path / f"{number}.jpg")
    result = run(archive, tmp_path)
    assert result.exit_code == 0, result.output
    assert f"Сканы дела «{ID}_ред-2»: {counted(leaves(archive), 'лист')} совпадают, 1 лист без номера (обложка, описи).\n" in result.output
    assert "Код доказывает, что лист напечатан с этого содержания" in result.output


def test_old_changed_missing_and_repeated_leaves_are_told(archive: Path, tmp_path: Path) -> None:
    """Of the first edition the page with the corrected mark; of a journal that was never archived one more; a leaf scanned twice."""
    other = bag(tmp_path / "Другое", book=book("2"), printed=True)
    old, new = pages(edition(archive, 1)), pages(edition(archive, 2))
    scans = tmp_path / "Сканы"
    scans.mkdir()
    old[0].save(scans / "1.png")
    pages(other)[0].save(scans / "2.png")
    new[1].save(scans / "3.png")
    new[1].save(scans / "4.png")
    Image.new("L", (500, 700), 255).save(scans / "5.png")
    result = run(archive, scans)
    assert result.exit_code == 1
    assert "1 лист совпадает, 1 — старая редакция, 1 изменён после печати, не раз отсканирован лист 2, не отсканирован" in result.output
    assert "    Лист 1 (1.png): напечатан с редакции 1, действует редакция 2.\n" in result.output
    assert "    Лист 1 (2.png): такого содержания нет ни в одной редакции дела" in result.output
    assert "    Лист 2 отсканирован не раз: 3.png; 4.png.\n" in result.output
    assert "5.png: код не прочитан" in result.output


def test_a_case_that_is_not_there_is_unknown(archive: Path, tmp_path: Path) -> None:
    other = bag(tmp_path / "Другое", id="2026-2027_02-06_Журнал_6А", printed=True)
    scans = tmp_path / "Сканы"
    scans.mkdir()
    pages(other)[0].save(scans / "6А.png")
    result = run(archive, scans)
    assert result.exit_code == 1
    assert f"Сканы неизвестного дела (код {load((other / PASSPORT).read_bytes()).key}): 6А.png." in result.output


def test_a_page_whose_sheet_was_changed_on_disk_is_told(tmp_path: Path) -> None:
    """The paper has what was sealed; the cells that differ now are those of the page."""
    case = bag(tmp_path / "Архив", book=book(), printed=True)
    workbook = openpyxl.load_workbook(case / "data/original/5А.xlsx")
    workbook["Алгебра"]["B2"] = 2
    workbook.save(case / "data/original/5А.xlsx")
    scans = tmp_path / "Сканы"
    scans.mkdir()
    for number, page in enumerate(pages(case), 1):
        page.save(scans / f"{number}.png")
    report = tmp_path / "Проверка.xlsx"
    result = run(tmp_path / "Архив", scans, "-o", report)
    assert "    Лист 1 (1.png): на бумаге запечатанное, а в файлах дела изменены клетки: B2.\n" in result.output
    assert result.output.count("изменены клетки") == 1
    sheet = openpyxl.load_workbook(report)["Сканы"]
    assert [row[2] for row in sheet.iter_rows(min_row=6, values_only=True)][:2] == ["изменена электронная копия", "совпадает"]


def test_a_leaf_that_moved_is_old(archive: Path) -> None:
    passport = load((edition(archive, 2) / PASSPORT).read_bytes())
    first = passport.documents[0].sheets[0].pages[0]
    judged = judge([Scan("1.png", 0, (Code(passport.key, 9, first.hash),))], [Edition("дело", passport)])
    assert judged.twins[0].pages[0].state is State.OLD
    assert judged.twins[0].pages[0].text == "содержание прежнее, но теперь это лист 1"


def test_a_changed_passport_judges_no_page(archive: Path, tmp_path: Path) -> None:
    case = bag(tmp_path / "Архив", printed=True)
    (case / PASSPORT).write_bytes((case / PASSPORT).read_bytes().replace(b'"leaf": 1,', b'"leaf": 7,'))
    scans = tmp_path / "Сканы"
    scans.mkdir()
    pages(case)[0].save(scans / "1.png")
    assert "Сканы неизвестного дела" in run(tmp_path / "Архив", scans).output


@pytest.mark.parametrize(
    ("states", "missing", "words"),
    [
        (
            [State.MATCH] * 28 + [State.OLD, State.CHANGED], (5, 9),
            "28 листов совпадают, 1 — старая редакция, 1 изменён после печати, не отсканированы листы 5, 9",
        ),
        ([State.MATCH], (2,), "1 лист совпадает, не отсканирован лист 2"),
        ([State.MATCH] * 21, (30, 31, 32, 40), "21 лист совпадает, не отсканированы листы 30–32, 40"),
        ([State.CHANGED] * 2 + [State.TOUCHED], (), "2 листа изменены после печати, у 1 листа электронная копия изменена после печати"),
        ([State.OLD] * 5, (), "5 листов — старая редакция"),
    ],
)  # fmt: skip
def test_one_line_tells_a_case(states: list[State], missing: tuple[int, ...], words: str) -> None:
    judged = tuple(Judged(Code("0" * 12, leaf, "0" * 16), ("1.png",), state) for leaf, state in enumerate(states, 50))
    assert sentence(Twin("дело", "Журнал", judged, missing)) == words

"""Is an archived case what it was: each byte counts, the file is named, and of a table the cell with what it was and is."""

from __future__ import annotations

import errno
import os
import random
import shutil
import time
import unicodedata
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import bagit
import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from tests.cases import ID, bag, files
from xlrecords import demo
from xlrecords.archive.bag import Entry, Shelf, manifest_text, shelf, tag_files
from xlrecords.archive.passport import PASSPORT, load
from xlrecords.archive.suspects import Kind, find, inside, listed
from xlrecords.archive.tables import csv_text, read_csv
from xlrecords.archive.verify import Flaw, Verdict, bags_below, verify
from xlrecords.cli import GROUP
from xlrecords.edits import Edits, Value
from xlrecords.history import sha256
from xlrecords.ooxml import edit as edited
from xlrecords.report import Field, Page
from xlrecords.reports.workbook import write_pages

ORIGINAL, VALUES, CSV = "data/original/5А.xlsx", "data/values/5А.xlsx", "data/csv/5А/Алгебра.csv"
MANIFEST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bag that tests look at and leave as it was."""
    return bag(tmp_path_factory.mktemp("архив"))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A bag that a test may damage."""
    return bag(tmp_path / "Архив")


def named(verdict: Verdict) -> list[tuple[str, Kind]]:
    return [(flaw.file, flaw.kind) for flaw in verdict.flaws]


def cells(verdict: Verdict, file: str) -> list[tuple[str, str, str, str]]:
    return [(one.sheet, one.cell, one.was, one.now) for flaw in verdict.flaws if flaw.file == file for one in flaw.cells]


def text(verdict: Verdict, file: str) -> str:
    return next(flaw.text for flaw in verdict.flaws if flaw.file == file)


def edit(path: Path, change: Callable[[openpyxl.Workbook], None]) -> None:
    """Change a workbook as an office program would."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def run(*words: object) -> Result:
    return CliRunner().invoke(GROUP, ["verify", *map(str, words)])


# Bytes


def test_an_untouched_bag_is_whole_and_the_bagit_library_agrees(sealed: Path) -> None:
    verdict = verify(sealed)
    assert verdict.flaws == ()
    assert verdict.notes == ()
    assert verdict.files == len(files(sealed))
    assert verdict.fingerprint == sha256((sealed / TAGS).read_bytes())
    assert bagit.Bag(str(sealed)).is_valid()


@given(data=st.data())
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_one_byte_of_any_file_is_found_and_exactly_that_file_is_named(sealed: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(files(sealed)))
    path = sealed / name
    before = path.read_bytes()
    place = data.draw(st.integers(0, len(before) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != before[place]))
    try:
        path.write_bytes(before[:place] + bytes([byte]) + before[place + 1 :])
        assert named(verify(sealed)) == [(name, Kind.CHANGED)]
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("name", ["bagit.txt", "bag-info.txt", MANIFEST, TAGS])
def test_each_byte_of_each_tag_file_matters(sealed: Path, name: str) -> None:
    path = sealed / name
    before = path.read_bytes()
    try:
        for place in range(0, len(before), 3):
            for byte in {before[place] ^ 1, before[place] ^ 0x20, ord("\n")} - {before[place]}:
                path.write_bytes(before[:place] + bytes([byte]) + before[place + 1 :])
                assert named(verify(sealed)) == [(name, Kind.CHANGED)], (place, byte)
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("first", ["data/Обложка.pdf", "data/case.json", CSV, "bag-info.txt", MANIFEST, TAGS])
@pytest.mark.parametrize("second", ["data/pdf/5А/Темы.pdf", "data/original/5А.xlsx", "bagit.txt", MANIFEST])
def test_two_files_changed_at_once_are_both_named(case: Path, first: str, second: str) -> None:
    for name in {first, second}:
        data = bytearray((case / name).read_bytes())
        data[len(data) // 2] ^= 1
        (case / name).write_bytes(data)
    assert {flaw.file for flaw in verify(case).flaws} == {first, second}


@pytest.mark.parametrize("name", ["data/Обложка.pdf", "data/case.json", CSV, ORIGINAL, "bagit.txt", "bag-info.txt", MANIFEST, TAGS])
def test_removed_and_cut_off_files_are_named(case: Path, name: str) -> None:
    data = (case / name).read_bytes()
    (case / name).write_bytes(data[: len(data) // 2])
    assert named(verify(case)) == [(name, Kind.CHANGED)]
    (case / name).write_bytes(b"")
    assert named(verify(case)) == [(name, Kind.CHANGED)]
    (case / name).unlink()
    assert named(verify(case)) == [(name, Kind.MISSING)]


def test_added_files_are_named_wherever_they_lie(case: Path) -> None:
    (case / "data/новый.txt").write_bytes(b"")
    (case / "заметка.txt").write_text("x", encoding="utf-8")
    (case / "data/pdf/Thumbs.db").write_bytes(b"x")
    (case / "data/пусто").mkdir()
    verdict = verify(case)
    assert named(verdict) == [
        ("data/pdf/Thumbs.db", Kind.ADDED), ("data/новый.txt", Kind.ADDED), ("data/пусто", Kind.ADDED), ("заметка.txt", Kind.ADDED),
    ]  # fmt: skip
    assert text(verdict, "data/pdf/Thumbs.db") == "служебный файл системы: его можно убрать"


def test_a_renamed_file_is_told_as_one(case: Path) -> None:
    (case / "data/Обложка.pdf").rename(case / "data/Титул.pdf")
    verdict = verify(case)
    assert named(verdict) == [("data/Обложка.pdf", Kind.MISSING), ("data/Титул.pdf", Kind.ADDED)]
    assert text(verdict, "data/Обложка.pdf") == "файл переименован: теперь это «data/Титул.pdf»"


def test_names_taken_apart_by_a_mac_are_the_same_names(case: Path) -> None:
    for folder in ("data/original", "data/values"):
        file = case / folder / "5А.xlsx"
        file.rename(file.with_name(unicodedata.normalize("NFD", file.name)))
    reader = case / "data/й.txt"
    assert unicodedata.normalize("NFD", reader.name) != reader.name
    assert verify(case).flaws == ()


def test_whoever_makes_the_lists_of_hashes_anew_is_given_away_by_the_passport(case: Path) -> None:
    """A changed book with a manifest and a tag manifest to match: a bag by all rules of BagIt."""
    edit(case / ORIGINAL, lambda book: book["Алгебра"].__setitem__("B2", 2))
    bagit.Bag(str(case)).save(manifests=True)
    assert bagit.Bag(str(case)).is_valid()
    verdict = verify(case)
    assert (ORIGINAL, Kind.CHANGED) in named(verdict)
    assert cells(verdict, ORIGINAL) == [("Алгебра", "B2", "5", "2")]


def test_a_manifest_changed_with_its_file_is_told(case: Path) -> None:
    data = b"%PDF-1.7 another page"
    (case / "data/pdf/5А/Темы.pdf").write_bytes(data)
    hashes = dict(listed((case / MANIFEST).read_bytes()).hashes) | {"data/pdf/5А/Темы.pdf": sha256(data)}
    (case / MANIFEST).write_bytes(manifest_text(sorted(hashes.items())))
    verdict = verify(case)
    assert named(verdict) == [(MANIFEST, Kind.CHANGED)]
    assert "один из них переписан, возможно, вместе с файлами" in text(verdict, MANIFEST)


def test_links_and_odd_files_are_told_and_not_opened(case: Path, tmp_path: Path) -> None:
    outside = tmp_path / "Чужое.pdf"
    outside.write_bytes((case / "data/Обложка.pdf").read_bytes())
    (case / "data/Обложка.pdf").unlink()
    (case / "data/Обложка.pdf").symlink_to(outside)
    (case / "data/ссылка").symlink_to(tmp_path)
    os.mkfifo(case / "труба")
    verdict = verify(case)
    assert named(verdict) == [("data/Обложка.pdf", Kind.CHANGED), ("data/ссылка", Kind.ADDED), ("труба", Kind.CHANGED)]
    assert all("не открывал" in flaw.text for flaw in verdict.flaws)


def test_names_that_no_terminal_should_see_do_no_harm(case: Path) -> None:
    (case / "data/\x1b[31mред\nстрока.txt").write_bytes(b"")
    with open(os.fsencode(case / "data") + b"/\xff.txt", "wb"):
        pass
    result = run(case)
    assert result.exit_code == 1
    assert "    data/�[31mред строка.txt: добавлен. В деле его не было.\n" in result.output
    assert "    data/�.txt: добавлен. В деле его не было.\n" in result.output


@pytest.mark.parametrize("path", ["../Чужое.txt", "/etc/passwd", "data/../../x", "C:\\x", "~/x", "data\\..\\..\\x", "data//x"])
def test_paths_out_of_the_bag_are_no_paths(case: Path, path: str) -> None:
    assert not inside(path)
    with (case / MANIFEST).open("a", encoding="utf-8") as file:
        file.write(f"{'0' * 64}  {path}\n")
    assert named(verify(case)) == [(MANIFEST, Kind.CHANGED)]


def test_a_zip_bomb_in_a_workbook_is_told_as_changed(case: Path) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook>" + b" " * 300_000_000)
    (case / ORIGINAL).write_bytes(packed.getvalue())
    verdict = verify(case)
    assert named(verdict) == [(ORIGINAL, Kind.CHANGED)]
    assert text(verdict, ORIGINAL) == "книга «Журналы/5А.xlsx»; книгу больше нельзя прочитать; значения целы в таблицах CSV"


def test_what_is_left_of_a_bag_is_still_told(case: Path) -> None:
    for name in ("bagit.txt", "bag-info.txt", MANIFEST, TAGS):
        (case / name).unlink()
    verdict = verify(case)
    assert [flaw.kind for flaw in verdict.flaws] == [Kind.MISSING] * 4
    (case / "data/case.json").write_bytes(b"{")
    (case / "bagit.txt").write_text("?", encoding="utf-8")
    assert verify(case).passport is None
    assert list(bags_below(case.parent)) == [case]


def test_a_bag_of_another_program_is_verified_by_the_rules_of_bagit(tmp_path: Path) -> None:
    folder = tmp_path / "Чужое дело"
    folder.mkdir()
    (folder / "письмо.txt").write_text("1", encoding="utf-8")
    (folder / "приказ.txt").write_text("2", encoding="utf-8")
    bagit.make_bag(str(folder), checksums=["sha512", "md5"])
    verdict = verify(folder)
    assert verdict.flaws == ()
    assert verdict.foreign
    assert verdict.notes == ("Дело создано другой программой: проверены хеши по правилам BagIt, значения сравнить не с чем.",)
    (folder / "data/письмо.txt").write_text("!", encoding="utf-8")
    (folder / "data/приказ.txt").unlink()
    (folder / "data/лишнее.txt").write_text("3", encoding="utf-8")
    with (folder / "manifest-md5.txt").open("a", encoding="utf-8") as file:
        file.write(f"{'0' * 32}  ../чужое.txt\n")
    assert named(verify(folder)) == [
        ("data/лишнее.txt", Kind.ADDED), ("data/письмо.txt", Kind.CHANGED), ("data/приказ.txt", Kind.MISSING),
        ("manifest-md5.txt", Kind.CHANGED),
    ]  # fmt: skip


def test_a_folder_that_cannot_be_opened_is_told(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listing, opened = os.scandir, os.stat

    def closed(path: str | os.PathLike[str]) -> object:
        if Path(path).name == case.name:
            raise PermissionError(errno.EACCES, "", str(path))
        return listing(path)

    def unseen(path: str | os.PathLike[str], **words: object) -> object:
        if Path(path).parent.name == case.name:
            raise PermissionError(errno.EACCES, "", str(path))
        return opened(path, **words)

    monkeypatch.setattr(os, "scandir", closed)
    monkeypatch.setattr(os, "stat", unseen)
    for folder in (case, case.parent):
        assert [verify(found).flaws for found in bags_below(folder)] == [(Flaw(".", Kind.UNREADABLE, "папка не открывается"),)]
    assert shelf(case.parent) == Shelf()


def test_a_tag_file_too_large_to_read_is_not_called_empty(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlrecords.archive.verify.LARGEST", 1 << 16)
    (case / TAGS).write_bytes(bytes(1 << 17))
    assert (named(verify(case)), text(verify(case), TAGS)) == ([(TAGS, Kind.CHANGED)], "список хешей служебных файлов")


def test_many_lines_in_doubt_take_no_hours(case: Path) -> None:
    """Eight files and the manifest were changed in a bag of 100,000 files."""
    data = (case / PASSPORT).read_bytes()
    entries = [Entry(f"data/{number:06}", 1, f"{number:064x}") for number in range(100_000)]
    entries.append(Entry(PASSPORT, len(data), sha256(data)))
    tags = tag_files(load(data), entries)
    payload = {entry.path: entry for entry in entries} | {
        f"data/{number:06}": Entry(f"data/{number:06}", 1, "f" * 64) for number in range(8)
    }
    broken = tags | {MANIFEST: tags[MANIFEST].replace(b"data/099999", b"data/09999X")}
    started = time.monotonic()
    assert {f"data/{number:06}" for number in range(8)} <= {suspect.file for suspect in find(broken, payload, data).suspects}
    assert time.monotonic() - started < 60


# The invented school


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the invented school, of it the case of consents."""
    folder = tmp_path_factory.mktemp("школа")
    demo.build(folder, classes=4, plant=False)
    made = CliRunner().invoke(GROUP, ["archive", str(folder / "Школа"), "-o", str(folder / "Архив"), "--index", "02-11"])
    assert made.exit_code == 0, made.output
    return folder / "Архив"


def test_the_archive_that_was_made_is_the_one_that_is_verified(archive: Path) -> None:
    result = run(archive)
    assert result.exit_code == 0
    assert "Проверено дел: 1, с расхождениями: 0." in result.output


def test_any_byte_of_a_real_case_is_found(archive: Path) -> None:
    (case,) = bags_below(archive)
    chance = random.Random(6)
    for name in files(case):
        before = (case / name).read_bytes()
        for place in chance.sample(range(len(before)), 8):
            (case / name).write_bytes(before[:place] + bytes([before[place] ^ chance.randrange(1, 256)]) + before[place + 1 :])
            assert named(verify(case)) == [(name, Kind.CHANGED)], (name, place)
        (case / name).write_bytes(before)


def test_a_value_of_a_real_case_is_found_in_each_of_its_three_forms(archive: Path) -> None:
    """The book, its copy of values and its table: each is compared with another."""
    (case,) = bags_below(archive)
    document = load((case / PASSPORT).read_bytes()).documents[0]
    sheet = document.sheets[0]
    for name in (document.original, document.values, sheet.csv):
        before = (case / name).read_bytes()
        if name == sheet.csv:
            (case / name).write_bytes(csv_text([["Другое"], *read_csv(before)[1:]]))
        else:
            (case / name).write_bytes(edited(before, Edits(values=(Value(sheet.name, "A1", "Другое"),))))
        assert cells(verify(case), name)[0] == (sheet.name, "A1", "Реестр согласий", "Другое")
        (case / name).write_bytes(before)


# Cells


@pytest.mark.parametrize("file", [ORIGINAL, VALUES])
def test_a_changed_value_is_named_with_sheet_cell_and_what_it_was(case: Path, file: str) -> None:
    edit(case / file, lambda book: book["Алгебра"].__setitem__("B2", 3))
    verdict = verify(case)
    assert named(verdict) == [(file, Kind.CHANGED)]
    assert cells(verdict, file) == [("Алгебра", "B2", "5", "3")]


def test_a_changed_table_is_compared_with_the_values(case: Path) -> None:
    path = case / CSV
    path.write_bytes(path.read_bytes().replace("Петров Иван;3".encode(), "Петров Иван;5".encode()))
    assert cells(verify(case), CSV) == [("Алгебра", "B3", "3", "5")]


def test_without_the_table_the_other_workbook_tells(case: Path) -> None:
    (case / CSV).unlink()
    edit(case / ORIGINAL, lambda book: book["Алгебра"].__setitem__("C2", ""))
    verdict = verify(case)
    assert named(verdict) == [(CSV, Kind.MISSING), (ORIGINAL, Kind.CHANGED)]
    assert cells(verdict, ORIGINAL) == [("Алгебра", "C2", "4", "")]
    assert text(verdict, CSV) == "значения листа «Алгебра» книги «Журналы/5А.xlsx»; файла нет; значения целы в копии без формул"


def test_where_nothing_is_left_to_compare_with_it_says_so(case: Path) -> None:
    for name in (CSV, VALUES):
        (case / name).write_bytes(b"x")
    edit(case / ORIGINAL, lambda book: book["Алгебра"].__setitem__("B2", 3))
    verdict = verify(case)
    assert cells(verdict, ORIGINAL) == []
    assert text(verdict, ORIGINAL).endswith("сравнить не с чем: «Алгебра»; значения остальных листов прежние")
    assert "сравнить не с чем: другие записи этих значений тоже изменены" in text(verdict, VALUES)


def test_a_change_of_look_alone_is_told_as_that(case: Path) -> None:
    edit(case / ORIGINAL, lambda book: setattr(book["Алгебра"]["B2"], "font", Font(bold=True)))
    verdict = verify(case)
    assert cells(verdict, ORIGINAL) == []
    assert text(verdict, ORIGINAL) == "книга «Журналы/5А.xlsx»; значения прежние, изменено оформление или устройство файла"


def test_sheets_that_went_and_came_are_told(case: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.remove(book["Темы"])
        book.create_sheet("Новый")["A1"] = 1

    edit(case / VALUES, change)
    assert "листа «Темы» больше нет; появился лист «Новый»" in text(verify(case), VALUES)


def test_a_changed_page_names_its_sheet(case: Path) -> None:
    (case / "data/pdf/5А/Темы.pdf").write_bytes(b"%PDF")
    assert text(verify(case), "data/pdf/5А/Темы.pdf") == "страницы листа «Темы» книги «Журналы/5А.xlsx»; значения целы в таблицах CSV"


def test_a_changed_passport_leaves_nothing_to_compare_with(case: Path) -> None:
    (case / "data/case.json").write_bytes((case / "data/case.json").read_bytes().replace("Школа № 1".encode(), "Школа № 2".encode()))
    verdict = verify(case)
    assert named(verdict) == [("data/case.json", Kind.CHANGED)]
    assert text(verdict, "data/case.json") == "паспорт дела и реестр страниц"
    assert verdict.notes == ("Паспорт дела не прочитан или изменён: значения и страницы сравнить не с чем.",)


def test_a_formula_like_text_is_compared_as_it_stands(case: Path) -> None:
    edit(case / ORIGINAL, lambda book: book["Темы"].__setitem__("B2", "'=1+1"))
    assert cells(verify(case), ORIGINAL)[0][:3] == ("Темы", "B2", "Дроби")


# The command


def test_the_command_names_the_cell_and_answers_one(case: Path) -> None:
    assert run(case.parent).exit_code == 0
    edit(case / ORIGINAL, lambda book: book["Алгебра"].__setitem__("B2", 3))
    result = run(case.parent)
    assert result.exit_code == 1
    assert "    data/original/5А.xlsx: изменён. Книга «Журналы/5А.xlsx».\n        «Алгебра»!B2: было «5», стало «3»\n" in result.output
    assert "Проверено дел: 1, с расхождениями: 1." in result.output


def test_the_workbook_has_all_cells(case: Path, tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in range(10, 40):
            book["Алгебра"].cell(row, 1, "лишнее")

    edit(case / ORIGINAL, change)
    report = tmp_path / "Проверка.xlsx"
    result = run(case, "-o", report)
    assert result.output.count("стало «лишнее»") == 20
    assert "«Алгебра»: ещё клеток: 10; все — в книге (параметр -o)" in result.output
    sheet = openpyxl.load_workbook(report)["Расхождения"]
    assert [row[6] for row in sheet.iter_rows(min_row=5, values_only=True)] == [f"A{row}" for row in range(10, 40)]


def test_without_a_case_the_command_cannot_run(tmp_path: Path) -> None:
    assert run(tmp_path).exit_code == 2
    assert run(tmp_path / "нет").exit_code == 2
    assert run(tmp_path, "--scans", tmp_path / "нет").exit_code == 2


# The inventory


def inventory(folder: Path, *rows: tuple[str, str, str]) -> None:
    """An electronic inventory with index, heading and fingerprint of each case."""
    fields = (Field("Индекс", 10), Field("Заголовок", 40), Field("Отпечаток", 20))
    write_pages(folder / "Опись электронных дел 2027.xlsx", [Page("Опись", "Опись", "", fields, rows)])


def test_the_inventory_tells_missing_remade_and_unlisted_cases(tmp_path: Path) -> None:
    archive = tmp_path / "Архив"
    kept, remade = bag(archive), bag(archive, id="2026-2027_02-05_Журнал_5Б", title="Классные журналы, 5Б класс")
    prints = [verify(folder).fingerprint[:16] for folder in (kept, remade)]
    listed_rows = [("02-05", "Классные журналы, 5А класс", prints[0]), ("02-05", "Классные журналы, 5Б класс", prints[1])]
    inventory(archive, *listed_rows)
    assert run(archive).exit_code == 0

    shutil.rmtree(remade)
    result = run(archive)
    assert result.exit_code == 1
    assert f"дела «Классные журналы, 5Б класс» с отпечатком {prints[1]} в папке нет." in result.output

    bag(archive, id="2026-2027_02-05_Журнал_5Б", title="Классные журналы, 5Б класс", term="50 лет")
    result = run(archive)
    assert result.exit_code == 1
    assert "Проверено дел: 2, с расхождениями: 0, расхождений с описью: 1." in result.output
    assert "оно составлено заново целиком." in result.output

    bag(archive, id="2026-2027_02-06_Журнал_6А", title="Классные журналы, 6А класс")
    assert "Дела «2026-2027_02-06_Журнал_6А» нет в описи «Опись электронных дел 2027.xlsx»." in run(archive).output
    inventory(archive)
    assert "отпечатков в описи не найдено" in run(archive).output


def test_the_inventory_tells_of_earlier_editions_too(tmp_path: Path) -> None:
    archive = tmp_path / "Архив"
    old, new = bag(archive), bag(archive, edition=2, term="50 лет")
    known = {folder: verify(folder).fingerprint[:16] for folder in (old, new)}
    fields = (Field("Индекс", 10), Field("Заголовок", 40), Field("Отпечаток", 20), Field("Примечание", 60))
    row = ("02-05", "Классные журналы, 5А класс", known[new], f"редакция 2; прежняя редакция: 1 — {known[old]}, принято замечаний: 1")
    write_pages(archive / "Опись электронных дел 2027.xlsx", [Page("Опись", "Опись", "", fields, [row])])
    assert run(archive).exit_code == 0
    shutil.rmtree(old)
    result = run(archive)
    assert f"дела «Классные журналы, 5А класс» с отпечатком {known[old]} в папке нет." in result.output
    assert "расхождений с описью: 1." in result.output


def test_a_damaged_tag_manifest_is_told_once(case: Path) -> None:
    inventory(case.parent, ("02-05", "Классные журналы, 5А класс", verify(case).fingerprint[:16]))
    data = bytearray((case / TAGS).read_bytes())
    data[3] ^= 1
    (case / TAGS).write_bytes(data)
    result = run(case.parent)
    assert "составлено заново" not in result.output
    assert f"Дело «{ID}»: 1 расхождение." in result.output

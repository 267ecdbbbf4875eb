"""The command «archive»: what it makes, what stops a case, that it can be interrupted, that nothing of the school is touched."""

from __future__ import annotations

import json
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import bagit
import pytest
from pypdf import PdfReader

from tests import hostile
from xlrecords.archive.bag import Writer, shelf
from xlrecords.archive.case import cases
from xlrecords.archive.making import Read, Taken, draft, print_job, store
from xlrecords.books.file import read as read_book
from xlrecords.commands import COMMANDS, Request, check, find_books
from xlrecords.commands.reading import study
from xlrecords.demo import build
from xlrecords.edits import Edits, Item, NewSheet, Value
from xlrecords.forms import BY_NAME
from xlrecords.history import sha256
from xlrecords.ooxml.editor import edit
from xlrecords.ooxml.prune import prune
from xlrecords.pdf.archival import print_cases
from xlrecords.sheets.template import Content, write

archive = next(command for command in COMMANDS if command.__name__ == "archive")

SETTINGS = "2026-2027_01-01_Номенклатура-дел-описи-настройки-учёта"
JOURNALS = "2026-2027_02-01_Классные-журналы_1А"
SUMMARIES = "2026-2027_02-02_Сводные-ведомости-учёта-успеваемости_1А"
CLUB = "2026-2027_02-03_Журналы-факультативов-элективов_Шахматы"
LISTS = "2026-2027_02-05_Алфавитная-книга-списки-классов-законные"
CASES = [SETTINGS, JOURNALS, SUMMARIES, CLUB, LISTS]
PAPERS = ["Внутренняя-опись.pdf", "Лист-заверитель.pdf", "Обложка.pdf", "Прочти-меня.txt", "Титульный-лист.pdf"]
MARK = "5"
"""A mark where none is set."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small school without mistakes: settings, class list, a journal of two sheets, a club."""
    whole = build(tmp_path_factory.mktemp("whole"), 4, plant=False).school
    folder = tmp_path_factory.mktemp("small") / "Школа"
    (folder / "Журналы").mkdir(parents=True)
    for name in ("Настройки.xlsx", "Контингент.xlsx"):
        shutil.copy(whole / name, folder / name)
    journals = whole / "Журналы" / "2026-2027"
    (folder / "Журналы/1А.xlsx").write_bytes(prune((journals / "1А.xlsx").read_bytes(), ["Музыка", "Сводная 1 четверть"]).data)
    shutil.copy(journals / "Внеурочная деятельность/Шахматы.xlsx", folder / "Журналы/Шахматы.xlsx")
    return folder


@pytest.fixture
def school(made: Path, tmp_path: Path) -> Path:
    """A copy of the school, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "Школа"))


@pytest.fixture(scope="module")
def archived(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the school."""
    out = tmp_path_factory.mktemp("archive") / "Архив"
    outcome = archive(Request((made,), out=out))
    assert (outcome.exit_code, outcome.written) == (0, (out,)), outcome.lines
    return out


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder by their paths, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def bags(folder: Path) -> list[str]:
    """Names of the bags in a folder."""
    return sorted(path.parent.name for path in folder.glob("*/bagit.txt"))


def text_of(pdf: Path) -> str:
    """What can be copied out of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(pdf).pages)


def changed(book: Path, **edits: object) -> None:
    """Change a book of the school."""
    book.write_bytes(edit(book.read_bytes(), Edits(**edits)))


def accept(school: Path, *rows: dict[str, str]) -> None:
    """Write «Принятые замечания»."""
    filled = [{"date": None, "reason": "Проверено завучем", "author": "Орлова Н. П."} | row for row in rows]
    write(school / "Принятые замечания.xlsx", [(BY_NAME["acceptances"], Content(rows=filled), "Принятые замечания")])


def run(*words: object) -> subprocess.CompletedProcess[str]:
    """The command line."""
    return subprocess.run([sys.executable, "-m", "xlrecords", *map(str, words)], capture_output=True, text=True, check=False)


# What is made


def test_each_case_of_the_nomenclature_has_its_bag(archived: Path) -> None:
    assert bags(archived) == sorted(CASES)
    assert sorted(path.name for path in (archived / JOURNALS / "data").iterdir() if path.is_file()) == sorted([*PAPERS, "case.json"])
    assert sorted(name for name in tree(archived / JOURNALS / "data") if "/" in name) == [
        "csv/1А/01_Музыка.csv",
        "csv/1А/02_Сводная-1-четверть.csv",
        "original/1А.xlsx",
        "pdf/1А/01_Музыка.pdf",
        "pdf/1А/02_Сводная-1-четверть.pdf",
        "values/1А.xlsx",
    ]
    assert sorted(name for name in tree(archived) if "/" not in name) == [
        "Опись дел 2027.pdf",
        "Опись дел 2027.xlsx",
        "Опись электронных дел 2027.pdf",
        "Опись электронных дел 2027.xlsx",
    ]


def test_originals_are_the_books_byte_for_byte_and_extracts_hold_their_sheets(made: Path, archived: Path) -> None:
    book = (made / "Журналы/1А.xlsx").read_bytes()
    assert (archived / JOURNALS / "data/original/1А.xlsx").read_bytes() == book
    assert (archived / CLUB / "data/original/Шахматы.xlsx").read_bytes() == (made / "Журналы/Шахматы.xlsx").read_bytes()
    extract = archived / SUMMARIES / "data/original/1А.xlsx"
    assert read_book(extract, "1А.xlsx").sheets() == ["Сводная 1 четверть"]
    documents = {bag.passport.id: bag.passport.documents[0] for bag in shelf(archived).bags}
    assert (documents[JOURNALS].whole, documents[SUMMARIES].whole) == (True, False)
    assert documents[JOURNALS].sha256 == sha256(book)
    assert documents[SUMMARIES].sha256 == sha256(extract.read_bytes())


def test_the_pages_of_a_case_are_numbered_through(archived: Path) -> None:
    passport = shelf(archived).latest[JOURNALS].passport
    pages = [page for document in passport.documents for sheet in document.sheets for page in sheet.pages]
    assert [page.leaf for page in pages] == list(range(1, passport.leaves + 1))
    printed = [len(PdfReader(path).pages) for path in sorted((archived / JOURNALS / "data/pdf").rglob("*.pdf"))]
    assert sum(printed) == passport.leaves
    assert passport.inventory_leaves == len(PdfReader(archived / JOURNALS / "data/Внутренняя-опись.pdf").pages)


def test_the_bagit_command_finds_every_bag_valid(archived: Path) -> None:
    folders = [str(archived / name) for name in CASES]
    checked = subprocess.run([sys.executable, "-m", "bagit", "--validate", *folders], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert bagit.Bag(folders[1]).info["External-Description"] == "Классные журналы, 1А класс"


def test_the_leaflet_tells_how_to_check(archived: Path) -> None:
    text = (archived / JOURNALS / "data/Прочти-меня.txt").read_bytes().decode("utf-8-sig")
    assert text.startswith("Классные журналы, 1А класс\r\nДело 02-01, ")
    assert "sha256sum -c manifest-sha256.txt" in text
    assert "1 книга, 2 листа в книгах" in text


def test_the_same_school_gives_the_same_bytes_and_a_second_run_changes_nothing(made: Path, archived: Path, tmp_path: Path) -> None:
    before, books = tree(archived), tree(made)
    again = tmp_path / "Архив"
    archive(Request((made,), out=again))
    assert tree(again) == before
    outcome = archive(Request((made,), out=again))
    assert "Составлено дел: 0, уже в архиве: 5, не передано: 0." in "\n".join(outcome.lines)
    assert tree(again) == before
    assert tree(made) == books


def test_an_archive_in_the_folder_of_the_school_is_passed_over(school: Path) -> None:
    before = list(find_books((school,)))
    outcome = archive(Request((school,), indexes=("02-03",)))
    assert bags(school / "Архив") == [CLUB]
    assert outcome.written == ((school / "Архив").resolve(),)
    assert list(find_books((school,))) == before
    assert list(find_books((school / "Архив" / CLUB,))) == []
    assert check(Request((school,))).issues == ()


def test_latin_names(school: Path, tmp_path: Path) -> None:
    rows = [{"key": "Имена файлов архива", "value": "латиница"}]
    write(school / "Настройки архива.xlsx", [(BY_NAME["policies"], Content(rows=rows), "Правила")])
    archive(Request((school,), out=tmp_path / "A", indexes=("02-01",), groups=("1А",)))
    [name] = bags(tmp_path / "A")
    assert name == "2026-2027_02-01_Klassnye-zhurnaly_1A"
    assert all(path.isascii() for path in tree(tmp_path / "A" / name))


# Choice and dry run


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"groups": ("1 а",)}, [JOURNALS, SUMMARIES]),
        ({"indexes": ("02-03", "02-05")}, [CLUB, LISTS]),
        ({"year": "2026/27", "groups": ("1А",), "indexes": ("02-02",)}, [SUMMARIES]),
    ],
)
def test_cases_can_be_chosen(made: Path, tmp_path: Path, asked: dict[str, tuple[str, ...]], expected: list[str]) -> None:
    outcome = archive(replace(Request((made,), out=tmp_path / "A", dry_run=True), **asked))
    assert len([line for line in outcome.lines if line.startswith("Будет составлено дело")]) == len(expected)
    assert f"Будет составлено дел: {len(expected)}," in "\n".join(outcome.lines)
    assert not (tmp_path / "A").exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"year": "когда-то"}, "Учебный год «когда-то» не распознан"),
        ({"groups": ("класс",)}, "Класс «класс» не распознан"),
        ({"indexes": ("99-99",)}, "Таких дел нет."),
    ],
)
def test_what_cannot_be_understood_fails(made: Path, tmp_path: Path, asked: dict[str, object], said: str) -> None:
    outcome = archive(replace(Request((made,), out=tmp_path / "A"), **asked))
    assert outcome.exit_code == 2
    assert said in outcome.lines[0]


def test_a_dry_run_tells_the_cases_and_writes_nothing(school: Path) -> None:
    before = tree(school)
    outcome = archive(Request((school,), dry_run=True))
    assert "Будет составлено дело 02-01 «Классные журналы, 1А класс», 2026/2027: 1 книга, 2 листа." in outcome.lines
    assert tree(school) == before
    assert outcome.exit_code == 0


# What stops a case


def test_a_case_with_errors_waits_and_the_others_go_on(school: Path, tmp_path: Path) -> None:
    changed(school / "Журналы/Шахматы.xlsx", values=(Value("Шахматы", "E8", MARK),))
    out = tmp_path / "A"
    planned = archive(Request((school,), out=out, dry_run=True))
    outcome = archive(Request((school,), out=out))
    assert outcome.exit_code == planned.exit_code == 1
    assert bags(out) == sorted(set(CASES) - {CLUB})
    assert not [name for name in tree(out) if "Шахматы" in name or ".tmp" in name]
    told = "\n".join(outcome.lines)
    assert re.search(
        r"Дело 02-03 «Журналы .* Шахматы», 2026/2027 в архив не передано: 1 ошибка\.\n    Журналы/Шахматы\.xlsx «Шахматы»!E8: ", told
    )
    assert [line for line in planned.lines if "не передано:" in line][:2] == [line for line in outcome.lines if "не передано:" in line][
        :1
    ] + [line for line in planned.lines if line.startswith("Будет составлено дел:")]
    report = read_book(out / "Замечания перед архивом.xlsx", "")
    assert any("E8" in row for row in report.cells("Замечания"))


def test_an_accepted_error_goes_into_the_archive_and_stays_visible(school: Path, tmp_path: Path) -> None:
    changed(school / "Журналы/Шахматы.xlsx", values=(Value("Шахматы", "E8", MARK),))
    [issue] = [issue for issue in check(Request((school,))).issues if issue.place.cell == "E8"]
    accept(
        school,
        {"book": "Шахматы.xlsx", "sheet": "Шахматы", "cell": "E8", "rule": issue.rule.title},
        {"book": "Шахматы.xlsx", "rule": "Лист пуст"},
    )
    out = tmp_path / "A"
    outcome = archive(Request((school,), out=out))
    told = "\n".join(outcome.lines)
    assert CLUB in bags(out), told
    passport = shelf(out).latest[CLUB].passport
    assert passport.accepted == (f"Журналы/Шахматы.xlsx «Шахматы»!E8: {issue.message}: Проверено завучем (Орлова Н. П.)",)
    assert "Accepted-Findings: 1\n" in (out / CLUB / "bag-info.txt").read_text(encoding="utf-8")
    assert "Принятое замечание ни к чему не относится: Принятые замечания.xlsx" in told


def test_nothing_of_a_hidden_sheet_leaves_the_original(school: Path, tmp_path: Path) -> None:
    book = school / "Журналы/Шахматы.xlsx"
    changed(book, add_sheets=(NewSheet("Черновик", ((Item("СОВЕРШЕННО-СЕКРЕТНО"),),)),))
    workbook = hostile.parts(book.read_bytes())["xl/workbook.xml"]
    hidden = re.sub('(<sheet [^>]*name="Черновик")'.encode(), rb'\1 state="hidden"', workbook)
    book.write_bytes(hostile.with_parts(book.read_bytes(), {"xl/workbook.xml": hidden}))
    assert archive(Request((school,), out=tmp_path / "A", indexes=("02-03",))).exit_code == 1
    accept(school, {"book": "Журналы/Шахматы.xlsx", "sheet": "Черновик", "rule": "archive-sheet-hidden"})
    outcome = archive(Request((school,), out=tmp_path / "A", indexes=("02-03",)))
    assert outcome.exit_code == 0, outcome.lines
    bag = tmp_path / "A" / CLUB
    assert (bag / "data/original/Шахматы.xlsx").read_bytes() == book.read_bytes()
    assert read_book(bag / "data/values/Шахматы.xlsx", "").sheets() == ["Шахматы"]
    secret = "СОВЕРШЕННО-СЕКРЕТНО"
    assert not [name for name, data in hostile.parts((bag / "data/values/Шахматы.xlsx").read_bytes()).items() if secret.encode() in data]
    assert not [name for name, data in tree(bag / "data/csv").items() if secret.encode() in data]
    assert not [path.name for path in (bag / "data").rglob("*.pdf") if secret in text_of(path)]
    assert sorted(tree(bag / "data/csv")) == ["Шахматы/01_Шахматы.csv"]


@pytest.mark.parametrize(
    ("index", "book", "sheet", "meanwhile", "said"),
    [
        ("02-03", "Журналы/Шахматы.xlsx", "Шахматы", "edited", "изменилась после чтения: повторите команду"),
        ("02-01", "Журналы/1А.xlsx", "Музыка", "removed", "не читается: такого файла нет"),
    ],
)
def test_a_book_that_changes_meanwhile_stops_its_case_alone(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: str, book: str, sheet: str, meanwhile: str, said: str
) -> None:
    from xlrecords.archive import making

    path, untouched = school / book, making.print_job

    def touched(case: object, passport: object, read: object) -> object:
        if path.exists() and meanwhile == "removed":
            path.unlink()
        elif meanwhile == "edited":
            changed(path, values=(Value(sheet, "A1", "Другое"),))
        return untouched(case, passport, read)

    monkeypatch.setattr(making, "print_job", touched)
    outcome = archive(Request((school,), out=tmp_path / "A", indexes=(index, "02-05")))
    assert (outcome.exit_code, bags(tmp_path / "A")) == (1, [LISTS]), outcome.lines
    assert any(f"книга «{book}» {said}." in line for line in outcome.lines), outcome.lines


def test_an_extract_is_of_the_book_as_it_was_read(school: Path, archived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xlrecords.archive import making

    untouched = making.print_job

    def touched(case: object, passport: object, read: object) -> object:
        changed(school / "Журналы/1А.xlsx", values=(Value("Сводная 1 четверть", "A1", "Другое"),))
        return untouched(case, passport, read)

    monkeypatch.setattr(making, "print_job", touched)
    assert archive(Request((school,), out=tmp_path / "A", indexes=("02-02",))).exit_code == 0
    assert tree(tmp_path / "A" / SUMMARIES) == tree(archived / SUMMARIES)


def test_a_killed_process_of_the_printer_is_told(school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xlrecords.pdf import archival

    monkeypatch.setattr(archival, "print_cases", lambda *_, **__: iter(()))
    outcome = archive(Request((school,), out=tmp_path / "A", indexes=("02-03",)))
    assert outcome.exit_code == 1
    assert any(line.endswith("в архив не передано: работа прервалась раньше, повторите команду.") for line in outcome.lines)


def test_a_book_that_cannot_be_read_is_named(school: Path, tmp_path: Path) -> None:
    (school / "Журналы/Битая.xlsx").write_bytes(b"PK\3\4")
    outcome = archive(Request((school,), out=tmp_path / "A", indexes=("02-03",)))
    assert (outcome.exit_code, bags(tmp_path / "A")) == (1, [CLUB])
    assert "Не прочитано книг: 1 (Журналы/Битая.xlsx). Что с ними, скажет xlrecords check." in outcome.lines


def test_an_index_of_several_headings_stops_its_cases(school: Path, tmp_path: Path) -> None:
    rows = read_book(school / "Настройки.xlsx", "Настройки.xlsx").cells("Номенклатура дел")
    clubs = next(number for number, row in enumerate(rows, 1) if row[0] == "02-03")
    changed(school / "Настройки.xlsx", values=(Value("Номенклатура дел", f"A{clubs}", "02-02"),))
    outcome = archive(Request((school,), out=tmp_path / "A"))
    assert (outcome.exit_code, bags(tmp_path / "A")) == (1, [JOURNALS, LISTS])
    said = "в архив не передано: в номенклатуре дел под этим индексом несколько заголовков или сроков: исправьте её."
    assert sum(said in line for line in outcome.lines) == 2


def test_what_belongs_to_no_case_is_told(school: Path, tmp_path: Path) -> None:
    write(school / "Заметки.xlsx", [(BY_NAME["class_list"], Content(), "Пусто")])
    (school / "Битая.xlsx").write_bytes(b"no workbook")
    changed(school / "Заметки.xlsx", values=(Value("Пусто", "A1", "Список покупок"),))
    outcome = archive(Request((school,), out=tmp_path / "A", dry_run=True))
    assert any(line.startswith("Не прочитано книг: 1 (Битая.xlsx).") for line in outcome.lines)
    assert "Принято" not in "\n".join(outcome.lines)


# Editions


def test_changed_content_makes_a_new_edition_beside_the_old_one(school: Path, tmp_path: Path) -> None:
    out = tmp_path / "A"
    archive(Request((school,), out=out, indexes=("02-03",)))
    before = tree(out / CLUB)
    changed(school / "Журналы/Шахматы.xlsx", values=(Value("Шахматы", "B1", "Журнал кружка, исправлен"),))
    outcome = archive(Request((school,), out=out, indexes=("02-03",)))
    assert bags(out) == [CLUB, f"{CLUB}_ред-2"]
    assert tree(out / CLUB) == before
    assert any(line.startswith("Новая редакция дела 02-03") for line in outcome.lines)
    entries = [row for row in read_book(out / "Опись дел 2027.xlsx", "").cells("Опись дел 2027") if row[1] == "02-03"]
    assert len(entries) == 1
    assert "редакция 2" in entries[0][-1]
    again = tree(out)
    archive(Request((school,), out=out, indexes=("02-03",)))
    assert tree(out) == again


def test_a_mark_in_one_sheet_makes_no_new_edition_of_what_holds_other_sheets(school: Path, tmp_path: Path) -> None:
    out = tmp_path / "A"
    archive(Request((school,), out=out))
    changed(school / "Журналы/1А.xlsx", values=(Value("Музыка", "A1", "Музыка, тетрадь"),))
    archive(Request((school,), out=out))
    assert bags(out) == sorted([*CASES, f"{JOURNALS}_ред-2"])


@pytest.mark.parametrize("edit", [{"id": "../../чужое"}, {"id": ""}, {"year": "abcd"}, {"edition": -5}])
def test_a_forged_passport_leads_nowhere(school: Path, tmp_path: Path, edit: dict[str, object]) -> None:
    out = tmp_path / "A" / "Б"
    archive(Request((school,), out=out, indexes=("02-03",)))
    passport = out / CLUB / "data/case.json"
    passport.write_text(json.dumps(json.loads(passport.read_text("utf-8")) | edit), encoding="utf-8")
    changed(school / "Журналы/Шахматы.xlsx", values=(Value("Шахматы", "A1", "Шахматный клуб"),))
    before = {path: data for path, data in tree(tmp_path).items() if not path.startswith("A/Б/")}
    assert not archive(Request((school,), out=out, indexes=("02-03",))).failed
    assert {path: data for path, data in tree(tmp_path).items() if not path.startswith("A/Б/")} == before


def test_a_damaged_bag_is_not_taken_for_a_whole_one(school: Path, tmp_path: Path) -> None:
    out = tmp_path / "A"
    archive(Request((school,), out=out, indexes=("02-03",)))
    (out / CLUB / "data/original/Шахматы.xlsx").unlink()
    outcome = archive(Request((school,), out=out, indexes=("02-03",)))
    assert outcome.exit_code == 1
    assert any("не хватает файлов" in line for line in outcome.lines)
    assert bags(out) == [CLUB]


def test_an_inventory_is_not_written_anew_over_a_case_that_is_gone(school: Path, tmp_path: Path) -> None:
    out = tmp_path / "A"
    archive(Request((school,), out=out, indexes=("02-03", "02-05")))
    before = {name: data for name, data in tree(out).items() if name.startswith("Опись")}
    (out / LISTS / "data/Обложка.pdf").unlink()
    shutil.rmtree(out / CLUB)
    (school / "Журналы/Шахматы.xlsx").unlink()
    outcome = archive(Request((school,), out=out, indexes=("02-02",)))
    assert (outcome.exit_code, bags(out)) == (1, sorted([SUMMARIES, LISTS]))
    [said] = [line for line in outcome.lines if line.startswith("Описи не обновлены: «Опись электронных дел 2027.xlsx»")]
    assert "2 (Алфавитная книга, списки классов, законные представители, Журналы факультативов" in said
    assert {name: data for name, data in tree(out).items() if name.startswith("Опись")} == before
    for path in out.glob("Опись*"):
        path.unlink()
    assert archive(Request((school,), out=out, indexes=("02-02",))).exit_code == 0
    assert (out / "Опись электронных дел 2027.xlsx").exists()


# Interruption and memory


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by a signal")
def test_a_killed_run_leaves_whole_bags_and_the_next_goes_on(made: Path, archived: Path, tmp_path: Path) -> None:
    out, chance = tmp_path / "Архив", random.Random(2026)
    expected = tree(archived)
    for _ in range(4):
        child = subprocess.Popen([sys.executable, "-m", "xlrecords", "archive", str(made), "-o", str(out)], stdout=subprocess.DEVNULL)
        begun = time.monotonic()
        had = len(bags(out)) if out.exists() else 0
        while child.poll() is None and time.monotonic() - begun < 120 and not any(out.glob(".*.tmp")) and len(bags(out)) == had:
            time.sleep(0.01)
        time.sleep(chance.random())
        child.send_signal(signal.SIGKILL)
        child.wait()
        for name in bags(out):
            assert {path: data for path, data in expected.items() if path.startswith(f"{name}/")} == {
                f"{name}/{path}": data for path, data in tree(out / name).items()
            }
    finished = run("archive", made, "-o", out)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert tree(out) == expected


def test_memory_does_not_grow_with_the_number_of_cases(made: Path, tmp_path: Path) -> None:
    books = {"Шахматы.xlsx": made / "Журналы/Шахматы.xlsx", "Настройки.xlsx": made / "Настройки.xlsx"}
    tables = {name: read_book(path, name) for name, path in books.items()}
    school, _, _ = study(list(tables.values()))
    [case] = [case for case in cases(school, list(tables.values())).all if case.heading.index == "02-03"]
    read = Read(books, {name: sha256(path.read_bytes()) for name, path in books.items()}, tables, {})
    taken = {"Шахматы.xlsx": Taken(read.hashes["Шахматы.xlsx"], ("Шахматы",))}

    def peak(count: int) -> int:
        passports = [draft(case, f"дело-{count}-{number}", school.policy, read, taken, (), None) for number in range(count)]
        tracemalloc.start()
        for number, printed in groupby(print_cases(print_job(case, passport, read) for passport in passports), key=itemgetter(0)):
            with Writer(tmp_path, passports[number].id) as writer:
                store(writer, case, passports[number], school.policy, read, _sheets(printed))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(1)  # what is loaded once
    assert peak(6) < 1.2 * peak(2)
    assert len(bags(tmp_path)) == 9


def _sheets(printed: Iterator[tuple[int, int, object]]) -> Iterator[object]:
    return (sheets for _, _, sheets in printed)


# The command line


def test_the_command_line(made: Path, tmp_path: Path) -> None:
    done = run("archive", made, "-o", tmp_path / "A", "--index", "02-03", "--date", "01.09.2027")
    assert done.returncode == 0, done.stderr
    assert "Составлено дел: 1, уже в архиве: 0, не передано: 0." in done.stdout
    assert "Bagging-Date: 2027-09-01\n" in (tmp_path / "A" / CLUB / "bag-info.txt").read_text(encoding="utf-8")

"""Pages cut out for a teacher or of a class: all that belongs to them, and nothing of any other student in any byte of them.

What a file may not hold is worked out here, from the school's books as openpyxl reads them, without the program's own search.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from xlrecords.commands import Request, check, find_books
from xlrecords.commands.merging import merge
from xlrecords.commands.splitting import split
from xlrecords.demo import build
from xlrecords.edits import Edits, Value
from xlrecords.ooxml import edit
from xlrecords.privacy.cuts import id_of
from xlrecords.privacy.encryption import decrypt
from xlrecords.privacy.pages import teacher_key

from .test_merge import NAMES, write_school


@dataclass(frozen=True)
class Listed:
    """A line of the class list."""

    name: str
    birth: dt.date
    file: str
    group: str
    guardian: str

    @property
    def surname(self) -> str:
        return self.name.split()[0]

    @property
    def short(self) -> tuple[str, str]:
        surname, name, *_ = self.name.split()
        return surname, name


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented school."""
    folder = tmp_path_factory.mktemp("school")
    build(folder, classes=4, plant=False)
    return folder / "Школа"


@pytest.fixture(scope="module")
def by_teacher(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages of all teachers."""
    out = tmp_path_factory.mktemp("cuts") / "Выписки"
    outcome = split(Request((root,), out=out))
    assert outcome.exit_code == 0, outcome.lines
    return out


@pytest.fixture(scope="module")
def by_class(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All sheets of each class."""
    out = tmp_path_factory.mktemp("classes")
    for group in ("1А", "5А", "8А", "10А"):
        outcome = split(Request((root,), out=out / group, groups=(group,)))
        assert outcome.exit_code == 0, outcome.lines
    return out


@cache
def class_list(root: Path) -> tuple[Listed, ...]:
    """Everybody on «Контингент»."""
    rows = list(load_workbook(root / "Контингент.xlsx", read_only=True)["Контингент"].iter_rows(values_only=True))
    start = next(index for index, row in enumerate(rows) if "Дата рождения" in row)
    at = {title: rows[start].index(title) for title in rows[start] if title}
    return tuple(
        Listed(
            str(row[at["Фамилия, имя, отчество"]]),
            day.date(),
            str(row[at["Личное дело №"]]),
            str(row[at["Класс"]]),
            str(row[at["Законный представитель"]] or ""),
        )
        for row in rows[start + 1 :]
        if isinstance(day := row[at["Дата рождения"]], dt.datetime)
    )


@cache
def words_of(book: Path) -> dict[str, list[str]]:
    """Texts of each sheet of a book."""
    opened = load_workbook(book, read_only=True)
    return {
        sheet.title: [str(value) for row in sheet.iter_rows(values_only=True) for value in row if isinstance(value, str)]
        for sheet in opened
    }


@cache
def staff(root: Path) -> frozenset[str]:
    """Surnames beside «Учитель:» and the like in all journals."""
    found = set()
    for book in root.rglob("*.xlsx"):
        for texts in words_of(book).values():
            for label, value in pairwise(texts):
                if label.rstrip(":") in ("Учитель", "Руководитель", "Классный руководитель", "Педагог"):
                    found.add(value.split()[0])
    return frozenset(found)


def cut_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Files that were cut out, with the path of their book in the school."""
    for path in sorted(folder.rglob("*.xlsx")):
        below = Path(*path.relative_to(folder).parts[1:])
        yield path, (below.with_name(f"{below.stem.split(', ')[0]}.xlsx") if ", " in below.stem else below).as_posix()


TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"\w+(?:[.-]\w+)*")


def words_in(data: bytes) -> tuple[set[str], set[tuple[str, str]]]:
    """All words of all parts of a package and of their names, and all pairs of neighbours.

    Markup is taken out as well as left in, so that no word may hide in runs of a text; what is no XML is read in two encodings.
    """
    words: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            content = package.read(name)
            markup = content.decode("utf-8", "replace")
            texts = [name, html.unescape(markup), html.unescape(TAG.sub(" ", markup)), html.unescape(TAG.sub("", markup))]
            if not name.endswith((".xml", ".rels", ".vml")):
                texts += [content.decode("utf-16-le", "replace"), content.decode("cp1251", "replace")]
            for text in texts:
                found = WORD.findall(text)
                words |= set(found)
                pairs |= set(pairwise(found))
    return words, pairs


def betrayed(root: Path, path: Path, book: str) -> list[str]:
    """What a file holds of students who are not on its sheets."""
    if ", " in path.stem:  # lines of a class out of a list of the whole school
        group = path.stem.rpartition(", ")[2]
        kept = [one for one in class_list(root) if one.group == group]
    else:
        sheets = load_workbook(path, read_only=True).sheetnames
        on_sheets = " ¦ ".join(text for sheet in sheets for text in words_of(root / book)[sheet])
        kept = [one for one in class_list(root) if " ".join(one.name.split()[:2]) in on_sheets]
    free = {one.surname for one in kept} | {one.guardian.split()[0] for one in kept if one.guardian} | staff(root)
    named = {one.short for one in kept}
    born = {one.birth for one in kept}
    words, pairs = words_in(path.read_bytes())
    found: list[str] = []
    for one in class_list(root):
        if one in kept:
            continue
        serial = str((one.birth - dt.date(1899, 12, 30)).days)
        days = [] if one.birth in born else [f"{one.birth:%d.%m.%Y}", one.birth.isoformat(), serial]
        marks = [one.file, *days, *([] if one.surname in free else [one.surname])]
        found += [mark for mark in marks if mark in words]
        found += [one.name] if one.short in pairs and one.short not in named else []
    return found


def test_a_teachers_files_hold_nobody_elses_students(root: Path, by_teacher: Path) -> None:
    files = list(cut_files(by_teacher))
    assert len(files) > 60
    assert {path.relative_to(by_teacher).as_posix(): found for path, book in files if (found := betrayed(root, path, book))} == {}


def test_files_of_a_class_hold_nobody_of_another(root: Path, by_class: Path) -> None:
    files = list(cut_files(by_class))
    assert len(files) > 8
    assert {path.relative_to(by_class).as_posix(): found for path, book in files if (found := betrayed(root, path, book))} == {}


def test_the_search_of_this_test_finds_a_student(root: Path, by_class: Path) -> None:
    path, book = next((path, book) for path, book in cut_files(by_class) if book.endswith("2026-2027/5А.xlsx"))
    words, _ = words_in(path.read_bytes())
    stranger = next(one for one in class_list(root) if one.surname not in words | staff(root))
    for text in (stranger.name, f"{stranger.birth:%d.%m.%Y}", stranger.file):
        spoilt = path.with_name("испорчено.xlsx")
        spoilt.write_bytes(edit(path.read_bytes(), Edits(values=(Value(load_workbook(path).sheetnames[0], "AZ40", text),))))
        assert betrayed(root, spoilt, book), text
        spoilt.unlink()


def test_sheets_are_those_of_the_book(root: Path, by_teacher: Path) -> None:
    for path, book in cut_files(by_teacher):
        assert grid(path, by_openpyxl) == {sheet: grid(root / book, by_openpyxl)[sheet] for sheet in load_workbook(path).sheetnames}
        old, new = CalamineWorkbook.from_path(str(root / book)), CalamineWorkbook.from_path(str(path))
        assert all(old.get_sheet_by_name(name).to_python() == new.get_sheet_by_name(name).to_python() for name in new.sheet_names)


def by_openpyxl(sheet: Any) -> list[Any]:
    """Values, looks, limits and merged cells of a sheet."""
    cells = [
        (cell.coordinate, cell.value, *look(cell)) for row in sheet.iter_rows() for cell in row if cell.value is not None or cell.has_style
    ]
    limits = sorted((str(limit.sqref), limit.type, limit.formula1) for limit in sheet.data_validations.dataValidation)
    return [cells, limits, sorted(map(str, sheet.merged_cells.ranges))]


def look(cell: Any) -> tuple[Any, ...]:
    """Format, pattern, colour, border and font of a cell."""
    return (
        cell.number_format,
        cell.fill.patternType,
        cell.fill.fgColor.rgb,
        cell.border.left.style,
        cell.font.b,
        cell.font.name,
        cell.font.sz,
    )


@cache
def grid(path: Path, of: Any) -> dict[str, Any]:
    """Each sheet of a workbook as a function tells it."""
    return {sheet.title: of(sheet) for sheet in load_workbook(path)}


@pytest.mark.office
def test_a_file_opens_in_an_office_program(office: str, root: Path, by_teacher: Path, tmp_path: Path) -> None:
    path, book = next((path, book) for path, book in cut_files(by_teacher) if book.endswith("2026-2027/8А.xlsx"))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "back"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    back = tmp_path / "back" / path.name
    old, new = CalamineWorkbook.from_path(str(root / book)), CalamineWorkbook.from_path(str(back))
    for name in new.sheet_names:
        assert [row for row in new.get_sheet_by_name(name).to_python() if any(row)] == [
            row for row in old.get_sheet_by_name(name).to_python() if any(row)
        ]
    assert id_of(back.read_bytes()) == id_of(path.read_bytes()) != ""


def test_the_list_of_cuts_names_nobody(root: Path, by_teacher: Path) -> None:
    lines = (root / ".xlrecords" / "cuts.jsonl").read_text(encoding="utf-8").splitlines()
    assert set(json.loads(lines[0])) == {"id", "sha", "master", "book", "sheets", "day"}
    assert not any(one.surname in line for one in class_list(root) for line in lines)
    for path, book in cut_files(by_teacher):
        assert any(json.loads(line)["id"] == id_of(path.read_bytes()) and json.loads(line)["book"] == book for line in lines)


def test_lines_of_a_class_out_of_the_lists_of_the_school(root: Path, by_class: Path) -> None:
    path = by_class / "5А" / "Контингент, Контингент, 5А.xlsx"
    sheet = load_workbook(path)["Контингент"]
    listed = [row[1] for row in sheet.iter_rows(values_only=True) if row[4] == "5А"]
    assert listed == [one.name for one in class_list(root) if one.group == "5А"]
    assert sheet.data_validations.dataValidation
    assert not [issue for issue in check(Request((path,))).issues if issue.place.sheet == "Контингент"]


def test_a_line_of_a_class_is_brought_back(root: Path, by_class: Path, tmp_path: Path) -> None:
    school = tmp_path / "Школа"
    shutil.copytree(root, school)
    returned = by_class / "8А" / "Контингент, Контингент, 8А.xlsx"
    data = edit(returned.read_bytes(), Edits(values=(Value("Контингент", row_of(returned, "8А"), "№ 5 от 01.09.2026"),)))
    (tmp_path / "новое.xlsx").write_bytes(data)
    outcome = merge(Request((tmp_path / "новое.xlsx", school)))
    assert (outcome.exit_code, outcome.lines) == (0, ("новое.xlsx → Контингент.xlsx: внесено: 1",))
    old, new = (load_workbook(folder / "Контингент.xlsx")["Контингент"] for folder in (root, school))
    changed = [cell.coordinate for row in new.iter_rows() for cell in row if cell.value != old[cell.coordinate].value]
    assert len(changed) == 1
    assert new[f"E{changed[0][1:]}"].value == "8А"


def row_of(path: Path, group: str) -> str:
    """Cell «Приказ» of the first line of a class."""
    sheet = load_workbook(path)["Контингент"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "Приказ" for cell in row))
    column = next(cell.column_letter for cell in head if cell.value == "Приказ")
    return f"{column}{next(row[0].row for row in sheet.iter_rows() if row[4].value == group)}"


# A school of two classes


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A small school."""
    return write_school(tmp_path)


def names(folder: Path) -> list[str]:
    """Files of a folder, by their paths below it."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*.xlsx") if not path.relative_to(folder).parts[0].startswith(".")
    )


def test_without_a_wish_each_teacher_gets_a_folder(school: Path, tmp_path: Path) -> None:
    assert split(Request((school,), out=tmp_path / "Все")).exit_code == 0
    assert names(tmp_path / "Все") == ["Лисицына В. П/8А.xlsx", "Лисицына В. П/8Б.xlsx", "Орлов К. Д/8А.xlsx", "Орлов К. Д/8Б.xlsx"]


def test_a_class_and_a_subject(school: Path, tmp_path: Path) -> None:
    assert split(Request((school,), out=tmp_path / "А", groups=("8 а",), subjects=("история",))).exit_code == 0
    assert names(tmp_path / "А") == ["8А.xlsx"]
    assert load_workbook(tmp_path / "А" / "8А.xlsx").sheetnames == ["История"]


def test_a_teacher_is_found_with_and_without_blanks_and_never_guessed(school: Path, tmp_path: Path) -> None:
    assert teacher_key("Лисицына  В.П.") == teacher_key("лисицына В. П.")
    doubtful = split(Request((school,), out=tmp_path / "Т", teachers=("Лисицына Вера Павловна",)))
    assert (doubtful.exit_code, doubtful.written) == (2, ())
    assert "Похожие: Лисицына В. П." in doubtful.lines[0]
    assert split(Request((school,), out=tmp_path / "Т", teachers=("Никто Н. Н.",))).lines == ("Учителя «Никто Н. Н.» в книгах нет.",)


def test_a_file_that_would_tell_too_much_is_refused_and_the_others_go(school: Path, tmp_path: Path) -> None:
    book = school / "8А.xlsx"
    book.write_bytes(edit(book.read_bytes(), Edits(values=(Value("Алгебра", "H20", f"вместе с 8Б: {NAMES[4]}"),))))
    outcome = split(Request((school,), out=tmp_path / "Все"))
    assert outcome.exit_code == 1
    assert [line for line in outcome.lines if "не выдана" in line] == [
        "«Лисицына В. П/8А.xlsx» не выдана: в ней остались бы сведения об обучающихся, которых нет на её листах: "
        "фамилия, фамилия и имя; где: xl/worksheets/sheet1.xml."
    ]
    assert len(names(tmp_path / "Все")) == 3


def test_a_dry_run_writes_nothing(school: Path, tmp_path: Path) -> None:
    outcome = split(Request((school,), out=tmp_path / "Все", dry_run=True))
    assert (outcome.exit_code, (tmp_path / "Все").exists(), (school / ".xlrecords").exists()) == (0, False, False)


def test_with_a_password(school: Path, tmp_path: Path) -> None:
    outcome = split(Request((school,), out=tmp_path / "Все", teachers=("Орлов К. Д.",), encrypt=True))
    password = next(line for line in outcome.lines if line.startswith("Пароль")).split(": ")[1].split(".")[0]
    data = (tmp_path / "Все" / "Орлов К. Д" / "8А.xlsx").read_bytes()
    assert load_workbook(BytesIO(decrypt(data, password))).sheetnames == ["История"]


def test_a_check_of_the_school_passes_cuts_over_and_a_teacher_may_check_hers(school: Path, tmp_path: Path) -> None:
    split(Request((school,), out=school / "Выписки"))
    inside = school / "Выписки" / "Орлов К. Д" / "8А.xlsx"
    returned = school / "Возврат" / "новое имя.xlsx"
    returned.parent.mkdir()
    returned.write_bytes(inside.read_bytes())
    assert [name for name, _ in find_books((school,))] == ["8А.xlsx", "8Б.xlsx", "Настройки.xlsx"]
    assert check(Request((inside,))).sheets == 1
    alone = tmp_path / "У учителя"
    alone.mkdir()
    (alone / "8А.xlsx").write_bytes(inside.read_bytes())
    assert check(Request((alone,))).sheets == 1


def test_what_a_teacher_has_changed_is_not_written_over(school: Path, tmp_path: Path) -> None:
    wish = Request((school,), out=tmp_path / "Все", teachers=("Орлов К. Д.",))
    split(wish)
    assert split(wish).exit_code == 0
    path = tmp_path / "Все" / "Орлов К. Д" / "8А.xlsx"
    path.write_bytes(edit(path.read_bytes(), Edits(values=(Value("История", "C6", 2),))))
    changed = path.read_bytes()
    assert split(wish).exit_code == 1
    assert path.read_bytes() == changed


def test_books_named_one_by_one_go_below_the_folder(school: Path, tmp_path: Path) -> None:
    assert split(Request((school / "8А.xlsx", school / "8Б.xlsx"), out=tmp_path / "Все", subjects=("История",))).exit_code == 0
    assert names(tmp_path / "Все") == ["8А.xlsx", "8Б.xlsx"]


def test_books_of_one_name_do_not_hide_each_other(school: Path, tmp_path: Path) -> None:
    shutil.copy(school / "8А.xlsx", school / "8а.xlsm")
    outcome = split(Request((school,), out=tmp_path / "Все", subjects=("История",)))
    assert outcome.exit_code == 0
    assert names(tmp_path / "Все") == ["8А.xlsx", "8Б.xlsx", "8а (2).xlsx"]


def test_a_book_whose_own_name_tells_of_another_student_is_refused(school: Path, tmp_path: Path) -> None:
    (school / "8А.xlsx").rename(school / f"8А и {NAMES[4]}.xlsx")
    outcome = split(Request((school,), out=tmp_path / "Все", subjects=("История",)))
    assert (outcome.exit_code, names(tmp_path / "Все")) == (1, ["8Б.xlsx"])
    assert "имена частей" in outcome.lines[0]


def test_a_teacher_named_twice_gets_one_folder(school: Path, tmp_path: Path) -> None:
    split(Request((school,), out=tmp_path / "Все", teachers=("Орлов К. Д.", "Орлов К.Д.")))
    assert names(tmp_path / "Все") == ["Орлов К. Д/8А.xlsx", "Орлов К. Д/8Б.xlsx"]


def test_a_dry_run_gives_no_passwords(school: Path, tmp_path: Path) -> None:
    outcome = split(Request((school,), out=tmp_path / "Все", encrypt=True, dry_run=True))
    assert outcome.exit_code == 0
    assert not any("Пароль" in line for line in outcome.lines)


def test_a_folder_that_cannot_be_made_is_told(school: Path, tmp_path: Path) -> None:
    (tmp_path / "Все").write_text("не папка")
    outcome = split(Request((school,), out=tmp_path / "Все"))
    assert (outcome.exit_code, outcome.lines[-1]) == (2, "Запись в «Все» не удалась: это не папка.")


def test_books_that_cannot_be_read_are_told(school: Path, tmp_path: Path) -> None:
    (school / "9А.xlsx").write_bytes(b"PK\3\4 and no more")
    outcome = split(Request((school,), out=tmp_path / "Все"))
    assert outcome.lines[-1] == "Не прочитано книг: 1; что с ними, скажет xlrecords check."

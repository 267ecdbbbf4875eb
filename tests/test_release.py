"""Release of results to a family: only its child, only for whom the regulation allows, and never without a row in the journal (п. 6.1–6.4)."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Collection, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlrecords import demo
from xlrecords.commands import Request, check, find_books, read_books
from xlrecords.commands.filling import templates
from xlrecords.commands.reading import study
from xlrecords.commands.releasing import copy_of, release
from xlrecords.fields import collect
from xlrecords.filling import Template
from xlrecords.filling.outputs import Folder
from xlrecords.privacy.encryption import decrypt
from xlrecords.privacy.health import masked
from xlrecords.school import School

DAY = dt.date(2027, 5, 25)
CLASSES = 5
STUDENT, CLASS, BIRTH, FILE, GUARDIAN = "Фамилия, имя, отчество", "Класс", "Дата рождения", "Личное дело №", "Законный представитель"
CSV = "csv:Text - txt - csv (StarCalc):44,34,76"
"""Fields parted by commas, in UTF-8."""
JOURNAL = "Заявления и согласия.xlsx"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented school without a mistake, which nobody changes."""
    return demo.build(tmp_path_factory.mktemp("school"), CLASSES, plant=False).school


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Path:
    """A copy of it, which a test may change."""
    return Path(shutil.copytree(folder, tmp_path / "Школа"))


@pytest.fixture(scope="module")
def people(folder: Path) -> list[dict[str, Any]]:
    """The class list as a person reads it, by its headings."""
    rows = list(openpyxl.load_workbook(folder / "Контингент.xlsx").worksheets[0].iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows) if STUDENT in row)
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :] if row[rows[top].index(STUDENT)]]


@pytest.fixture(scope="module")
def teachers(folder: Path) -> set[str]:
    """Names of teachers, «Крылова А. И.», from the heads of the journals: some bear the surname of a student of another family."""
    books = (openpyxl.load_workbook(path, read_only=True) for path in (folder / "Журналы").rglob("*.xlsx"))
    cells = (cell for book in books for sheet in book for row in sheet.iter_rows(max_row=8, values_only=True) for cell in row)
    return {cell for cell in cells if isinstance(cell, str) and re.fullmatch(r"[А-ЯЁ][а-яё-]+ [А-ЯЁ]\. [А-ЯЁ]\.", cell)}


@pytest.fixture(scope="module")
def school(folder: Path) -> School:
    return study(read_books(dict(find_books([folder])), lambda done, total: None))[0]


# The proof


def texts(data: bytes) -> Iterator[str]:
    """Every part of a workbook, inflated, as text, with and without its tags; and the names of the parts."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            text = html.unescape(archive.read(name).decode("utf-8", "replace"))
            yield from (name, text, re.sub(r"<[^>]*>", "", text))


def stranger(data: bytes, me: dict[str, Any], people: list[dict[str, Any]], teachers: Collection[str] = ()) -> list[str]:
    """What a workbook tells of anybody but one student: surname, birthday, number of the personal file; looked for plainly."""
    text = "\n".join(texts(data))
    for teacher in teachers:
        text = text.replace(teacher, "")
    text = text.lower().replace("ё", "е")
    words = set(re.findall(r"[\w-]+", text))
    numbers = set(re.findall(r">\s*(\d{5})(?:\.0+)?\s*<", text))
    family = {word.lower().replace("ё", "е") for name in (me[STUDENT], me[GUARDIAN]) for word in str(name).split()}
    found = []
    for other in people:
        if other[FILE] == me[FILE]:
            continue
        surname = str(other[STUDENT]).split()[0].lower().replace("ё", "е")
        if surname in words and surname not in family:
            found.append(surname)
        full = str(other[STUDENT]).lower().replace("ё", "е")
        if full in text and other[STUDENT] != me[STUDENT]:
            found.append(full)
        if str(other[FILE]).lower() in words:
            found.append(other[FILE])
        born: dt.date = other[BIRTH].date()
        serial = str((born - dt.date(1899, 12, 30)).days)
        if born != me[BIRTH].date() and (f"{born:%d.%m.%Y}" in text or born.isoformat() in text or serial in numbers):
            found.append(born.isoformat())
    return found


def test_the_check_of_this_test_sees_others(school: School, people: list[dict[str, Any]]) -> None:
    facts = collect(school, DAY, everybody=True)
    data = template("student_sheet").fill(facts[1])
    assert len(stranger(data, people[0], people)) == 4
    assert stranger(data, people[1], people) == []


def template(name: str) -> Template:
    return Template.read((templates() / f"{name}.xlsx").read_bytes())


def test_no_copy_of_any_student_tells_of_another(school: School, people: list[dict[str, Any]], teachers: set[str]) -> None:
    """Every student of the school, every ninth with every document."""
    everyone = collect(school, DAY, everybody=True)
    assert [facts["ФИО"] for facts in everyone] == [person[STUDENT] for person in people]
    names = ("student_sheet", "progress_certificate", "report_card", "portfolio_extract", "study_certificate")
    documents = {name: template(name) for name in names}
    found = {
        (person, name): what
        for person, facts in enumerate(everyone)
        for name, document in documents.items()
        if name == "student_sheet" or person % 9 == 0
        if (what := stranger(copy_of(school, person, document, masked(facts)[0]), people[person], people, teachers))
    }
    assert found == {}


# The command


def ask(school: Path, person: dict[str, Any], folder: Path, **given: Any) -> Request:
    """What a secretary asks for when a representative has asked in words."""
    asked: dict[str, Any] = {"to": person[GUARDIAN], "purpose": "для секции", "by": "Зуева Е. А.", "oral": True, "day": DAY} | given
    return Request((school,), students=(f"{person[STUDENT]} ({person[FILE]})",), groups=(person[CLASS],), out=folder, **asked)


def rows(book: Path, sheet: str = "Выдача сведений") -> list[dict[str, Any]]:
    """Rows of the journal of releases, by its headings."""
    cells = list(openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True))
    top = next(number for number, row in enumerate(cells) if "Кому выдано" in row)
    return [dict(zip(cells[top], row, strict=True)) for row in cells[top + 1 :] if row[cells[top].index("Кому выдано")]]


def password(lines: tuple[str, ...]) -> str:
    return next(line.removeprefix("Пароль: ") for line in lines if line.startswith("Пароль: "))


def test_a_family_gets_a_file_under_a_password_and_the_journal_a_row(
    own: Path, tmp_path: Path, people: list[dict[str, Any]], teachers: set[str]
) -> None:
    before = rows(own / JOURNAL)
    outcome = release(ask(own, people[7], tmp_path / "Выдано"))
    assert outcome.exit_code == 0, outcome.lines
    (file,) = (tmp_path / "Выдано").glob("*.xlsx")
    assert file.name == f"Выдача {len(before) + 1}, Лист индивидуальных достижений.xlsx"
    data = decrypt(file.read_bytes(), password(outcome.lines))
    assert stranger(data, people[7], people, teachers) == []
    row = rows(own / JOURNAL)[-1]
    assert (row["№"], row["Дата"].date(), row["Кому выдано"]) == (len(before) + 1, DAY, people[7][GUARDIAN])
    assert (row["Кто получатель"], row["Форма заявления"], row["Цель"]) == ("законный представитель", "устное", "для секции")
    assert row["Отпечаток файла"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert not any(password(outcome.lines).encode() in path.read_bytes() for path in own.rglob("*") if path.is_file())


def test_the_journal_has_the_recipient_as_the_lists_have_it(own: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    written = f"  {people[3][GUARDIAN].upper()} ".replace("Ё", "Е").replace(" ", "  ")
    assert release(ask(own, people[3], tmp_path / "Выдано", to=written)).exit_code == 0
    assert rows(own / JOURNAL)[-1]["Кому выдано"] == people[3][GUARDIAN]


def test_the_journal_stays_in_order_for_the_check(own: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    """Numbers go on, and the check finds nothing in the school, where the copies lie too."""
    count = len(rows(own / JOURNAL))
    for _ in range(3):
        assert release(ask(own, people[3], own / "Выдано")).exit_code == 0
    assert [row["№"] for row in rows(own / JOURNAL)] == list(range(1, count + 4))
    assert [f"{issue.place}: {issue.message}" for issue in check(Request((own,))).issues] == []


def test_without_a_journal_one_is_begun(own: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    book = openpyxl.load_workbook(own / JOURNAL)
    del book["Выдача сведений"]
    book.save(own / JOURNAL)
    for number in (1, 2):
        assert release(ask(own, people[3], tmp_path / "Выдано", open=True)).exit_code == 0
        assert [row["№"] for row in rows(own / "Журнал выдачи сведений, 2026-2027.xlsx")] == list(range(1, number + 1))


def test_several_documents_are_one_release(own: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    outcome = release(ask(own, people[3], tmp_path / "Выдано", documents=("report_card", "Лист индивидуальных достижений")))
    assert outcome.exit_code == 0
    assert len(list((tmp_path / "Выдано").glob("*.xlsx"))) == 2
    assert rows(own / JOURNAL)[-1]["Что выдано"] == "Табель успеваемости, Лист индивидуальных достижений"


REFUSED = """
| given                                      | said                                        |
|--------------------------------------------|---------------------------------------------|
| to=Чужой Человек Иванович                  | не является законным представителем         |
| to=опечатка                                | Возможно                                    |
| to=инициалы                                | полностью                                   |
| to=представитель другого                   | законн                                      |
| purpose=                                   | не указана цель                             |
| oral=                                      | по заявлению                                |
| application=№ 900 от 12.01.2027            | в журнале заявлений нет                     |
| application=№ 1 от 10.09.2026              | подано о другом обучающемся                 |
| purpose=публикация на сайте и стенде       | нужно согласие                              |
"""


@pytest.mark.parametrize(
    ("given", "said"), [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in REFUSED.strip().splitlines()[2:]]
)
def test_refused_is_said_with_the_clause_and_nothing_is_written(
    folder: Path, tmp_path: Path, people: list[dict[str, Any]], given: str, said: str
) -> None:
    person = next(one for one in people if one[STUDENT] == people[5][STUDENT])
    name, _, value = given.partition("=")
    guardian = str(person[GUARDIAN])
    surname, first, patronymic = guardian.split()
    names = {
        "опечатка": f"{surname} {first} {patronymic[:-1]}ы",
        "инициалы": f"{surname} {first[0]}. {patronymic[0]}.",
        "представитель другого": people[40][GUARDIAN],
    }
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    outcome = release(ask(folder, person, tmp_path / "Выдано", **{name: names.get(value, value)}))
    assert outcome.exit_code == 2
    assert said in outcome.lines[0]
    assert re.search(r"п\. 6\.[124] Положения", outcome.lines[0])
    assert not (tmp_path / "Выдано").exists()
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_somebody_else_gets_it_only_by_law(own: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    outcome = release(
        ask(own, people[3], tmp_path / "Выдано", to="Отдел опеки", oral=False, basis="запрос № 14 от 20.05.2027, ст. 8 48-ФЗ")
    )
    assert outcome.exit_code == 0, outcome.lines
    row = rows(own / JOURNAL)[-1]
    assert (row["Кто получатель"], row["Документ-основание"]) == ("по требованию закона", "запрос № 14 от 20.05.2027, ст. 8 48-ФЗ")


def test_twins_are_not_mixed_up(own: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    """Namesakes of one class: the name alone is refused with the numbers of their personal files, the number decides."""
    names = [(person[STUDENT], person[CLASS]) for person in people]
    twice = [person for person in people if names.count((person[STUDENT], person[CLASS])) == 2]
    one, other = twice[:2]
    request = ask(own, one, tmp_path / "Выдано", open=True)
    refused = release(Request(request.paths, students=(one[STUDENT],), to=request.to, purpose="для семьи", by="Зуева", oral=True, day=DAY))
    assert refused.exit_code == 2
    assert one[FILE] in refused.lines[0]
    assert other[FILE] in refused.lines[0]
    assert release(request).exit_code == 0
    (file,) = (tmp_path / "Выдано").glob("*.xlsx")
    assert stranger(file.read_bytes(), one, people) == []


def test_a_part_of_the_school_is_not_enough(folder: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    outcome = release(ask(folder / "Журналы", people[3], tmp_path / "Выдано"))
    assert outcome.exit_code == 2
    assert "нужна вся школа" in outcome.lines[0]


def test_of_two_schools_one_must_be_named(own: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    shutil.copytree(own, tmp_path / "Другая")
    outcome = release(ask(tmp_path, people[3], tmp_path / "Выдано"))
    assert outcome.exit_code == 2
    assert "не одной школы" in outcome.lines[0]


def test_a_copy_that_would_tell_of_others_is_refused(own: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    """A classmate is named in an entry of the student: nothing is given out, and the field is told."""
    me, other = next((one, two) for one in people for two in people if one[CLASS] == two[CLASS] == "5А" and one[FILE] != two[FILE])
    path = own / "Достижения/2026-2027/Реестры/5А.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book if any(cell.value == "За что" for row in sheet.iter_rows() for cell in row))
    top = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "За что")
    titles = {cell.value: cell.column for cell in sheet[top.row]}
    last = sheet.max_row + 1
    name = next(title for title in titles if title and "имя" in str(title).lower())
    sheet.cell(last, titles[name], str(me[STUDENT]))
    sheet.cell(last, titles[CLASS], me[CLASS])
    sheet.cell(last, top.column, f"Вместе с {str(other[STUDENT]).split()[0]} оформил стенд")
    book.save(path)
    outcome = release(ask(own, me, tmp_path / "Выдано"))
    assert outcome.exit_code == 2
    assert "поощрения.за что, строка" in outcome.lines[0]
    assert not (tmp_path / "Выдано").exists()


def test_a_trial_run_writes_nothing(folder: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    outcome = release(ask(folder, people[3], tmp_path / "Выдано", dry_run=True))
    assert outcome.exit_code == 0
    assert any("Лист индивидуальных достижений.xlsx" in line for line in outcome.lines)
    assert not (tmp_path / "Выдано").exists()


def test_a_kill_leaves_no_file_without_a_row(
    own: Path, tmp_path: Path, people: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the file comes, its row is there; when the disk refuses the file, the row is taken back."""
    seen: list[int] = []
    count = len(rows(own / JOURNAL))

    def fails(self: Folder, path: Path, data: bytes) -> None:
        seen.append(len(rows(own / JOURNAL)))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Folder, "_put", fails)
    assert release(ask(own, people[3], tmp_path / "Выдано")).exit_code == 2
    assert seen == [count + 1]
    assert len(rows(own / JOURNAL)) == count


def test_of_several_files_all_are_written_or_none(
    own: Path, tmp_path: Path, people: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    put, count = Folder._put, len(rows(own / JOURNAL))

    def fails_at_the_second(self: Folder, path: Path, data: bytes) -> None:
        if list((tmp_path / "Выдано").glob("*.xlsx")):
            raise OSError(28, "No space left on device")
        put(self, path, data)

    monkeypatch.setattr(Folder, "_put", fails_at_the_second)
    documents = ("report_card", "Лист индивидуальных достижений")
    assert release(ask(own, people[3], tmp_path / "Выдано", documents=documents)).exit_code == 2
    assert not list((tmp_path / "Выдано").glob("*.xlsx"))
    assert len(rows(own / JOURNAL)) == count


# Journals that people keep


def edited(book: Path, change: Callable[[Any, int], None]) -> None:
    """A journal of releases after somebody's change; it gets the sheet and the row of the headings."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["Выдача сведений"]
    change(sheet, next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "Кому выдано"))
    workbook.save(book)


def test_namesakes_are_told_apart_in_the_journal(own: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    names = [person[STUDENT] for person in people]
    one = next(person for person in people if names.count(person[STUDENT]) == 2)
    assert release(ask(own, one, tmp_path / "Выдано", open=True)).exit_code == 0
    assert rows(own / JOURNAL)[-1]["Фамилия, имя обучающегося"] == f"{one[STUDENT]} ({one[FILE]})"
    assert [issue.message for issue in check(Request((own,))).issues] == []


def test_a_journal_that_could_not_say_who_got_what_is_refused(own: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    def without_purpose(sheet: Any, heading: int) -> None:
        sheet.delete_cols(next(cell.column for cell in sheet[heading] if cell.value == "Цель"))

    edited(own / JOURNAL, without_purpose)
    outcome = release(ask(own, people[3], tmp_path / "Выдано"))
    assert outcome.exit_code == 2
    assert "«Цель»" in outcome.lines[0]
    assert not (tmp_path / "Выдано").exists()


def test_a_journal_whose_numbers_are_no_numbers_is_refused(own: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    edited(own / JOURNAL, lambda sheet, heading: sheet.cell(heading + 1, 1, "№ 1"))
    outcome = release(ask(own, people[3], tmp_path / "Выдано"))
    assert outcome.exit_code == 2
    assert "номера" in outcome.lines[0]


def test_a_row_goes_before_the_total_and_the_signature(own: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    count = len(rows(own / JOURNAL))

    def signed(sheet: Any, heading: int) -> None:
        for row in range(heading + count + 1, sheet.max_row + 1):
            for cell in sheet[row]:
                cell.value = None
        sheet.cell(heading + count + 1, 1, "Всего:")
        sheet.cell(heading + count + 3, 2, "Директор __________")

    edited(own / JOURNAL, signed)
    assert release(ask(own, people[3], tmp_path / "Выдано")).exit_code == 0
    cells = list(openpyxl.load_workbook(own / JOURNAL)["Выдача сведений"].iter_rows(values_only=True))
    at = {str(row[0]): number for number, row in enumerate(cells) if row[0] is not None}
    assert at[str(count + 1)] == at[str(count)] + 1 == at["Всего:"] - 1


def test_words_like_formulas_are_words(own: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    assert release(ask(own, people[3], tmp_path / "Выдано", purpose='=HYPERLINK("http://a.ru")', by="+Зуева")).exit_code == 0
    row = rows(own / JOURNAL)[-1]
    assert (row["Цель"], row["Кто выдал"]) == ('=HYPERLINK("http://a.ru")', "+Зуева")
    sheet = openpyxl.load_workbook(own / JOURNAL)["Выдача сведений"]
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]


@pytest.mark.office
def test_libreoffice_reads_the_copy_with_its_password(office: str, own: Path, tmp_path: Path, people: list[dict[str, Any]]) -> None:
    outcome = release(ask(own, people[3], tmp_path / "Выдано"))
    (file,) = (tmp_path / "Выдано").glob("*.xlsx")
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    target = tmp_path / "Открыто"

    def convert(source: Path) -> None:
        command = [office, "--headless", home, "--convert-to", CSV, "--outdir", str(target), str(source)]
        subprocess.run(command, check=False, capture_output=True, timeout=180)

    convert(file)
    assert not list(target.glob("*.csv"))
    (tmp_path / "Расшифровано.xlsx").write_bytes(decrypt(file.read_bytes(), password(outcome.lines)))
    convert(tmp_path / "Расшифровано.xlsx")
    assert people[3][STUDENT] in (target / "Расшифровано.csv").read_text(encoding="utf-8")

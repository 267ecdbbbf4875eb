"""The buttons that need the school: summaries, «Почему?», rights, documents of students, the archive, settings and help."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from xlrecords.book import letters
from xlrecords.books.file import read
from xlrecords.books.markdown import parse_books
from xlrecords.books.memory import MemoryBook
from xlrecords.button import Desk, Tone
from xlrecords.command import Request
from xlrecords.commands import archive, summary, watch
from xlrecords.documents import BY_NAME
from xlrecords.edits import Edits, Value
from xlrecords.history import sha256
from xlrecords.presses import press
from xlrecords.reports.origin import Origin, origin_of, properties

from .desks import JOURNAL, desk, school
from .markdown import saved

CLASS_LIST = "Контингент.xlsx"
NEED_THE_SCHOOL = (
    "summary", "eligible", "student-sheet", "class-sheets", "certificate", "archive", "verify", "settings",
)  # fmt: skip


def hashes(folder: Path) -> dict[str, str]:
    """What lies in the folder of the school, by name."""
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return school(tmp_path, plant=False)


# Without a school


@pytest.mark.parametrize("tag", NEED_THE_SCHOOL)
def test_a_book_that_was_never_saved_is_to_be_saved_first(tag: str) -> None:
    answer = press(tag, Desk(MemoryBook("Книга1", {"Лист1": []}), None, False, "Лист1"))
    assert answer.text.startswith("Сохраните книгу")
    assert answer.tone is Tone.WARNING


@pytest.mark.parametrize("tag", NEED_THE_SCHOOL)
def test_a_book_outside_a_school_leads_to_no_reading_of_foreign_folders(tmp_path: Path, tag: str) -> None:
    (book,) = parse_books("# Покупки\n| мел | 2 |\n")
    path = tmp_path / "Покупки.xlsx"
    path.write_bytes(saved(book))
    answer = press(tag, desk(path))
    assert answer.text.startswith("Папка школы не найдена")
    assert [found.name for found in tmp_path.iterdir()] == ["Покупки.xlsx"]


# Summaries


def test_the_summary_of_a_class_journal_is_of_its_class_and_opens(clean: Path) -> None:
    before = hashes(clean)
    answer = press("summary", desk(clean / JOURNAL))
    assert answer.text.startswith("Период: 2 четверть. Классов: 1,")
    assert answer.open == (clean / "Итоги" / "Сводка, 2 четверть, 5А.xlsx",)
    assert "--" not in answer.text
    after = hashes(clean)
    assert {name: after[name] for name in before} == before


def test_the_summary_of_any_other_book_is_of_the_whole_school(clean: Path) -> None:
    answer = press("summary", desk(clean / CLASS_LIST))
    assert answer.text.startswith("Период: 2 четверть. Классов: 4,")
    assert answer.open == (clean / "Итоги" / "Сводка, 2 четверть.xlsx",)


def test_the_summary_of_an_earlier_year_is_of_that_year(clean: Path) -> None:
    answer = press("summary", desk(clean / "Журналы/2025-2026/7А.xlsx"))
    assert answer.open == (clean / "Итоги" / "Сводка, Год, 7А.xlsx",)


def test_a_summary_is_of_what_is_on_the_screen(clean: Path) -> None:
    shown = desk(clean / JOURNAL, "Русский язык")
    cell = read(clean / JOURNAL, "").cells("Русский язык")[4].index("2 четверть") + 1
    shown.book.apply([Edits(values=(Value("Русский язык", f"{letters(cell)}6", None),))])
    assert "не выставлено: 1." in press("summary", replace(shown, saved=False)).text


def test_a_report_that_is_open_in_a_program_is_not_written_over(clean: Path) -> None:
    shown = desk(clean / JOURNAL)
    (report,) = press("summary", shown).open
    report.with_name(f"~${report.name}").touch()
    answer = press("summary", shown)
    assert (answer.tone, answer.open) == (Tone.WARNING, ())
    assert "открыт в другой программе" in answer.text


# A report knows how it was made


def test_a_report_knows_how_it_was_made_and_its_bytes_are_the_same_again(clean: Path) -> None:
    request = Request(paths=(clean,), out=clean / "Итоги" / "Сводка.xlsx", period="1 четверть")
    first = summary(request).written[0].read_bytes()
    assert summary(request).written[0].read_bytes() == first
    found = origin_of(clean / "Итоги" / "Сводка.xlsx")
    assert found == Origin("summary", ("..",), "1 четверть", "", "2027-02-26")
    assert found.found(clean / "Итоги" / "Сводка.xlsx") == (clean.resolve(),)
    assert origin_of(clean / JOURNAL) is None


def test_a_long_origin_goes_into_several_properties_that_every_reader_knows(clean: Path) -> None:
    paths = tuple(sorted((clean / "Журналы").rglob("*.xlsx")))
    (report,) = summary(Request(paths=paths, out=clean / "Итоги" / "Сводка.xlsx")).written
    found = origin_of(report)
    assert found is not None
    assert found.found(report) == tuple(path.resolve() for path in paths)
    names = [one.name for one in load_workbook(report).custom_doc_props.props]
    assert names == [name for name, _ in properties(found)]
    assert len(names) > 1


# Why


def test_a_figure_of_a_summary_is_explained(clean: Path) -> None:
    (report,) = press("summary", desk(clean / JOURNAL)).open
    told = summary(Request(paths=(clean / JOURNAL,), period="2 четверть", explain="5А!D6")).lines
    answer = press("why", desk(report, "5А", "$D$6"))
    assert answer.text.splitlines() == list(told)
    assert any("Средний балл" in line for line in told)


def test_a_cell_of_a_summary_without_a_figure_says_which_to_choose(clean: Path) -> None:
    (report,) = press("summary", desk(clean / JOURNAL)).open
    assert (
        press("why", desk(report, "5А", "A1")).text == "Клетка A1 листа «5А» стоит над таблицей или в её шапке: выберите клетку с числом."
    )


def test_a_report_says_that_its_books_changed_or_are_gone(clean: Path) -> None:
    (report,) = press("summary", desk(clean / JOURNAL)).open
    later = report.stat().st_mtime + 10
    os.utime(clean / JOURNAL, (later, later))
    assert "Книги изменились после того, как составлен отчёт" in press("why", desk(report, "5А", "D6")).text
    (clean / JOURNAL).rename(clean / "Журнал.xlsx")
    assert press("why", desk(report, "5А", "D6")).text.startswith("Книг, по которым составлен этот отчёт, на прежнем месте нет")


def test_the_right_of_a_student_is_explained(clean: Path) -> None:
    answer = press("eligible", desk(clean / CLASS_LIST))
    assert answer.text.startswith("Особые условия аттестации на 26.02.2027: ")
    assert answer.open == (clean / "Итоги" / "Особые условия и поощрения.xlsx",)
    told = press("why", desk(answer.open[0], "По классам", "F5")).text
    assert "E01 " in told
    assert len(told.splitlines()) <= 25


def test_a_mark_for_a_term_is_explained_in_the_journal_and_in_the_summary_sheet(clean: Path) -> None:
    column = letters(read(clean / JOURNAL, "").cells("Русский язык")[4].index("1 четверть") + 1)
    answer = press("why", desk(clean / JOURNAL, "Русский язык", f"{column}7"))
    assert re.match(r"\S+ \S+ \S+, Русский язык, 1 четверть: поставлено «\d»", answer.text)
    assert "Пороги: " in answer.text
    assert press("why", desk(clean / JOURNAL, "Сводная 1 четверть", "C6")).text == answer.text


JOURNAL_PAGE = """
# Алгебра
| Классный журнал |              |            |            |            | Дата       | Вид работы         | Тема урока |
| Класс:          | 5А           |            |            |            |            |                    |            |
| Предмет:        | Алгебра      |            |            |            |            |                    |            |
| Учитель:        | Ильина Н. П. |            |            |            |            |                    |            |
| №               | ФИО          | 02.09.2026 | 04.09.2026 | 07.09.2026 | Дата       | Вид работы         | Тема урока |
| 1               | Орлов Иван   | 5✕2        | б          | 8          | 02.09.2026 | контрольная работа | Дроби      |
"""


@pytest.mark.parametrize(
    ("cell", "beginning"),
    [
        ("C6", "Орлов Иван, Алгебра, 02.09.2026: отметка 5, вес 2.\nВид работы: контрольная работа."),
        ("D6", "Орлов Иван, Алгебра, 04.09.2026: «б» — отсутствовал по болезни."),
        ("E6", "Ошибка: отметка «8» вне шкалы школы (2–5).\nЧто сделать: "),
        ("A1", "Об этой клетке сказать нечего"),
        ("Z99", "Об этой клетке сказать нечего"),
    ],
)
def test_a_mark_of_a_day_is_told_with_the_findings_on_it(cell: str, beginning: str) -> None:
    (book,) = parse_books(JOURNAL_PAGE)
    assert press("why", Desk(book, None, False, "Алгебра", cell)).text.startswith(beginning)


def test_a_sheet_that_is_no_form_says_what_it_lacks() -> None:
    (book,) = parse_books("# Лист\n| ФИО | Класс |\n| Орлов Иван | 5А |\n")
    answer = press("why", Desk(book, None, False, "Лист", "A2"))
    assert "похож на" in answer.text


# Documents


def test_the_sheet_of_the_student_in_the_chosen_row_opens(clean: Path) -> None:
    answer = press("student-sheet", desk(clean / JOURNAL, "Русский язык", "H7"))
    name = read(clean / CLASS_LIST, "").cells("Контингент")
    (opened,) = answer.open
    assert answer.text == "Заполнено: 1 обучающийся, 1 книга."
    assert opened.parent == clean / "Листы достижений" / "5А"
    assert any(opened.stem in row for row in name)
    assert opened.stem.startswith(str(read(clean / JOURNAL, "").cells("Русский язык")[6][1]))


@pytest.mark.parametrize(
    ("book", "sheet", "cell"),
    [
        (CLASS_LIST, "Контингент", "B9"),
        ("Достижения/2026-2027/Реестры/5А.xlsx", "Поощрения", "B5"),
        ("Достижения/2026-2027/5А.xlsx", "", "A1"),
    ],
    ids=["class list", "register", "sheet of a student"],
)
def test_a_certificate_is_filled_from_any_list_of_students(clean: Path, book: str, sheet: str, cell: str) -> None:
    answer = press("certificate", desk(clean / book, sheet, cell))
    (opened,) = answer.open
    assert opened.is_relative_to(clean / "Справки")
    told = str(read(opened, "").tables)
    assert all(word[:4] in told for word in opened.stem.split()), "the name stands there, declined"


def test_the_schools_own_template_goes_before_the_built_in_one(clean: Path) -> None:
    (template,) = parse_books("# Лист\n| Справка нашей школы | {{ФИО}} |\n")
    (clean / "Шаблоны").mkdir(exist_ok=True)
    (clean / "Шаблоны" / f"{BY_NAME['study_certificate'].title} (наша).xlsx").write_bytes(saved(template))
    (opened,) = press("certificate", desk(clean / CLASS_LIST, "Контингент", "B9")).open
    assert read(opened, "").cells("Лист") == [["Справка нашей школы", opened.stem]]


def test_sheets_of_a_class_are_filled_and_their_folder_opens(clean: Path) -> None:
    answer = press("class-sheets", desk(clean / JOURNAL, "Русский язык"))
    assert answer.open == (clean / "Листы достижений" / "5А",)
    assert f"{len(list(answer.open[0].glob('*.xlsx')))} книг" in answer.text


def test_a_row_without_a_student_is_asked_for(clean: Path) -> None:
    assert press("certificate", desk(clean / JOURNAL, "Русский язык", "A1")).text.startswith("Выберите клетку в строке обучающегося")
    assert press("class-sheets", desk(clean / "Настройки.xlsx", "Правила")).text.startswith("Класс не найден")


def test_of_two_students_with_one_name_none_is_guessed(clean: Path) -> None:
    shown = desk(clean / CLASS_LIST, "Контингент", "B9")
    rows = shown.book.cells("Контингент")
    assert rows[8][2:4] != rows[9][2:4], "of another birth"
    shown.book.apply([Edits(values=(Value("Контингент", "B10", str(rows[8][1])),))])
    for tag in ("student-sheet", "certificate"):
        answer = press(tag, shown)
        assert answer.tone is Tone.WARNING
        assert not answer.open
    assert not (clean / "Справки").exists()


def test_a_name_that_is_in_no_class_list_is_refused(clean: Path) -> None:
    shown = desk(clean / JOURNAL, "Русский язык", "B7")
    shown.book.apply([Edits(values=(Value("Русский язык", "B7", "Нетаков Пётр"),))])
    assert press("certificate", shown).text == "Этого имени нет в списке класса «Контингент»: исправьте имя или список."


def test_a_filled_sheet_that_somebody_changed_is_not_written_over(clean: Path) -> None:
    shown = desk(clean / JOURNAL, "Русский язык", "H7")
    (opened,) = press("student-sheet", shown).open
    opened.write_bytes(opened.read_bytes() + b" ")
    answer = press("student-sheet", shown)
    assert (answer.tone, answer.open) == (Tone.WARNING, ())
    assert "не перезаписана" in answer.text


# The archive

OLD = "Журналы/2023-2024/7А.xlsx"


def test_case_files_of_the_class_in_front_are_archived_and_verified(clean: Path) -> None:
    before = hashes(clean)
    shown = desk(clean / OLD)
    assert press("verify", shown).text.startswith("В архиве пока нет ни одного дела")
    assert press("archive", replace(shown, saved=False)).text == "Сохраните книгу (Ctrl+S) и нажмите «В архив» ещё раз."
    told = archive(Request(paths=(clean,), groups=("7А",), year="2023/2024", dry_run=True)).lines
    answer = press("archive", shown)
    made = re.match(r"Составлено дел: (\d+), уже в архиве: 0", answer.text)
    assert made
    assert f"Будет составлено дел: {made[1]}," in told[-1]
    assert answer.open == (clean / "Архив",)
    assert answer.text.endswith("Классы: 7А.")
    assert press("verify", shown).text.startswith(f"Проверено дел: {made[1]}, с расхождениями: 0.")
    after = hashes(clean)
    assert {name: after[name] for name in before} == before
    bag = next(path for path in (clean / "Архив").rglob("data/csv/**/*.csv"))
    bag.write_bytes(bag.read_bytes() + b"x")
    assert press("verify", shown).tone is Tone.WARNING


# Service


def test_the_settings_of_the_school_open(clean: Path) -> None:
    assert press("settings", desk(clean / JOURNAL)).open == (clean / "Настройки.xlsx",)
    assert not press("settings", desk(clean / "Настройки.xlsx")).open


def test_copies_with_marks_are_neither_settings_nor_templates(clean: Path, tmp_path: Path) -> None:
    (template,) = parse_books("# Лист\n| Справка нашей школы | {{ФИО}} |\n")
    (clean / "Шаблоны").mkdir(exist_ok=True)
    title = BY_NAME["study_certificate"].title
    (clean / "Шаблоны" / f"{title}.xlsx").write_bytes(saved(template))
    (tmp_path / "Сторона").mkdir()
    shutil.copy(clean / "Настройки.xlsx", tmp_path / "Сторона")
    for folder in (clean / "Шаблоны", tmp_path / "Сторона"):
        watch(Request((folder,), once=True))
    assert (clean / "Шаблоны" / f"{title} (проверено).xlsx").is_file()
    shutil.copy(tmp_path / "Сторона" / "Настройки (проверено).xlsx", clean)
    assert press("settings", desk(clean / JOURNAL)).open == (clean / "Настройки.xlsx",)
    (opened,) = press("certificate", desk(clean / CLASS_LIST, "Контингент", "B9")).open
    assert read(opened, "").sheets() == ["Лист"]


def test_help_tells_every_button_in_one_window() -> None:
    answer = press("help", Desk(MemoryBook("Книга1", {"Лист1": []})))
    assert len(answer.text.splitlines()) <= 20
    reference = Path(answer.text.splitlines()[-1].partition(": ")[2])
    assert reference.name == "README.md"
    assert reference.is_file()


def test_readiness_is_told_with_what_to_do(tmp_path: Path) -> None:
    answer = press("doctor", Desk(MemoryBook("Книга1", {"Лист1": []})))
    assert answer.tone is not Tone.ERROR, answer.text
    assert answer.text.startswith(("Всё готово к работе.", "Нужно исправить: "))

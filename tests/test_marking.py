"""Findings marked in a teacher's own workbook: what is put, that it can be taken away, and what is never touched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from xlrecords.book import Rows
from xlrecords.books.file import read
from xlrecords.cli import GROUP
from xlrecords.command import Outcome
from xlrecords.commands.marking import MARKED
from xlrecords.edits import Edits, Fill, Item, Note, preview
from xlrecords.history import FOLDER, rewrite, sha256
from xlrecords.issue import Issue, Place, Severity
from xlrecords.marking import LIST, MARKS, NOTES_A_SHEET, SIGN, is_list, mark_edits, marked_cells, unmark_edits
from xlrecords.ooxml import Survey, edit, survey
from xlrecords.rule import Rule

from .rich import RICH

ROWS: tuple[tuple[object, ...], ...] = (
    ("Классный журнал",),
    ("Класс:", "5А"),
    ("Предмет:", "Алгебра"),
    ("Учитель:", "Ильина Н.П."),
    ("№", "ФИО", "02.09.2026", "04.09.2026"),
    (1, "Орлов Иван", 5, 6),
    (2, "Петрова Анна", "ы", 4),
)
CLEAN = (*ROWS[:5], (1, "Орлов Иван", 5, ""), (2, "Петрова Анна", "н", 4))
YELLOW = "FFFF99"


def journal(path: Path, rows: Sequence[Sequence[object]] = ROWS, sheets: Sequence[str] = ()) -> Path:
    """A journal with two wrong marks: D6, which the teacher coloured, and C7, on which she wrote a note."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Алгебра")
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
        sheet.write(5, 3, rows[5][3], book.add_format({"bg_color": f"#{YELLOW}"}))
        sheet.write_comment("C7", "спросить у врача")
        for name in sheets:
            book.add_worksheet(name).write(0, 0, "записи учителя")
    return path


def run(*words: str | Path) -> Result:
    """A call of the command line."""
    return CliRunner().invoke(GROUP, [str(word) for word in words])


def issue(cell: str, severity: Severity = Severity.ERROR, sheet: str = "Алгебра", message: str = "отметка «{value}» вне шкалы") -> Issue:
    """A finding."""
    return Issue(Rule("trial", "", message, "Исправьте.", "4.4", severity), Place("5А.xlsx", sheet, cell), "6")


def names(data: bytes) -> list[str]:
    """Sheets of a workbook, as an independent reader sees them."""
    return load_workbook(BytesIO(data)).sheetnames


def look(data: bytes, cell: str, sheet: str = "Алгебра") -> tuple[str | None, str, str | None]:
    """Pattern of a cell, the colour behind it, and the text of its note, as an independent reader sees them."""
    found = load_workbook(BytesIO(data))[sheet][cell]
    fill = found.fill
    behind = fill.fgColor.rgb if fill.patternType == "solid" else fill.bgColor.rgb
    return fill.patternType, str(behind)[-6:], found.comment.text if found.comment else None


# The plan


def test_a_finding_is_a_pattern_a_note_and_a_line_of_the_list() -> None:
    plan = mark_edits([issue("D6")], ["Алгебра"])
    pattern, colour = MARKS[Severity.ERROR]
    assert plan.fills == (Fill("Алгебра", "D6", colour, pattern),)
    assert [note.text for note in plan.notes] == ["xlrecords: ошибка\nОтметка «6» вне шкалы\nЧто сделать: Исправьте.\nОснование: п. 4.4"]
    (found,) = plan.add_sheets
    assert (found.name, found.heading_row, found.filtered, found.landscape) == (LIST, 4, True, True)
    assert [item.value for item in found.rows[4]] == [1, "ошибка", "Алгебра", "D6", "6", "Отметка «6» вне шкалы", "Исправьте.", "4.4"]
    assert found.rows[4][3] == Item("D6", "link", "Алгебра", "D6")
    assert len(found.widths) == len(found.rows[3])


def test_severities_differ_by_pattern_and_by_colour() -> None:
    assert len({pattern for pattern, _ in MARKS.values()}) == len({colour for _, colour in MARKS.values()}) == len(Severity)


def test_several_findings_on_a_cell_are_one_mark_of_the_gravest_and_one_note() -> None:
    plan = mark_edits([issue("D6", Severity.NOTE), issue("D6", Severity.ERROR), issue("D6", Severity.WARNING)], ["Алгебра"])
    assert [fill.pattern for fill in plan.fills] == [MARKS[Severity.ERROR][0]]
    (note,) = plan.notes
    assert re.findall(r"^xlrecords: (\w+)$", note.text, re.MULTILINE) == ["ошибка", "предупреждение", "заметка"]
    assert len(plan.add_sheets[0].rows) == 4 + 3


def test_what_concerns_a_sheet_or_the_book_stands_in_the_list_alone() -> None:
    plan = mark_edits([issue(""), issue("", sheet=""), issue("A1", sheet="Удалённый")], ["Алгебра"])
    assert (plan.fills, plan.notes) == ((), ())
    assert [row[3] for row in plan.add_sheets[0].rows[4:]] == [
        Item("лист", "link", "Алгебра", "A1"),
        Item("", "text"),
        Item("A1", "text"),
    ]


def test_a_sheet_gets_so_many_notes_the_gravest_first_and_a_pattern_for_every_finding() -> None:
    many = [issue(f"A{row}", Severity.WARNING) for row in range(1, NOTES_A_SHEET + 20)]
    plan = mark_edits([*many, issue("B1", Severity.ERROR), issue("A1", sheet="Физика")], ["Алгебра", "Физика"])
    noted = [(note.sheet, note.cell) for note in plan.notes]
    assert len([place for place in noted if place[0] == "Алгебра"]) == NOTES_A_SHEET
    assert {("Алгебра", "B1"), ("Физика", "A1")} <= set(noted)
    assert len(plan.fills) == len(many) + 2
    assert len(plan.add_sheets[0].rows) == 4 + len(many) + 2


def test_the_list_takes_a_name_that_is_free() -> None:
    assert mark_edits([issue("A1")], ["Алгебра", "замечания", "Замечания (2)"]).add_sheets[0].name == "Замечания (3)"


def test_long_and_broken_texts_become_a_line() -> None:
    plan = mark_edits([issue("D6", message="строка\nдругая " + "и" * 1000)], ["Алгебра"])
    assert plan.notes[0].text.count("\n") == 3
    assert max(map(len, plan.notes[0].text.split("\n"))) < 600


def test_nothing_found_is_an_empty_plan() -> None:
    assert mark_edits([], ["Алгебра"]) == Edits()


# Taking away


def rows_of(plan: Edits) -> Rows:
    """Rows of the list of a plan, as a reader of cells gives them."""
    return [["" if item.value is None else item.value for item in row] for row in plan.add_sheets[0].rows]


def marked(found: Sequence[Issue], note: str = "{ours}", fills: Sequence[Fill] | None = None) -> tuple[Survey, Mapping[str, Rows]]:
    """A workbook that was marked, with other words around the notes, as a survey sees it, and its list."""
    plan = mark_edits(found, ["Алгебра"])
    notes = tuple(Note(each.sheet, each.cell, note.format(ours=each.text)) for each in plan.notes)
    return Survey(("Алгебра", LIST), notes, plan.fills if fills is None else tuple(fills)), {LIST: rows_of(plan)}


def test_all_that_was_put_is_taken_away() -> None:
    found = [issue("D6"), issue("C7", Severity.NOTE)]
    (away,) = unmark_edits(*marked(found), {}).steps
    plan = mark_edits(found, ["Алгебра"])
    assert [(undo.cell, undo.colour, undo.pattern) for undo in away.unfills] == [
        (fill.cell, fill.colour, fill.pattern) for fill in plan.fills
    ]
    assert [(undo.cell, undo.text) for undo in away.unnotes] == [(note.cell, note.text) for note in plan.notes]
    assert away.remove_sheets == (LIST,)


def test_patterns_and_notes_of_the_teacher_are_left_alone() -> None:
    theirs = Survey(("Алгебра",), (Note("Алгебра", "A1", "xlrecords: спасибо!"),), (Fill("Алгебра", "A1", "00FF00", "darkUp"),))
    removal = unmark_edits(theirs, {}, {("Алгебра", "A1"): "F0B3B3"})
    assert (removal.steps, removal.changed) == ((), ())


def test_words_above_and_below_ours_in_a_note_stay() -> None:
    survey, lists = marked([issue("D6")], note="спросить у врача\n\n{ours}\nисправлено, Ильина")
    away, back = unmark_edits(survey, lists, {}).steps
    assert away.unnotes[0].text.startswith("xlrecords: ошибка")
    assert away.unnotes[0].text.endswith("исправлено, Ильина")
    assert back.notes == (Note("Алгебра", "D6", "исправлено, Ильина"),)


def test_a_note_changed_within_our_words_is_left_and_told() -> None:
    survey, lists = marked([issue("D6")])
    survey = Survey(survey.sheets, (Note("Алгебра", "D6", "xlrecords: ошибка\nуже исправлено"),), ())
    removal = unmark_edits(survey, lists, {})
    assert (removal.steps[0].unnotes, removal.changed) == ((), (("Алгебра", "D6"),))


@pytest.mark.parametrize(
    ("mixed", "behind"),
    [("F0B3B3", "FFFFFF"), ("F0B380", "FFFF9A"), ("00FF00", None)],
    ids=["none", "yellow", "coloured since"],
)
def test_a_pattern_that_libreoffice_mixed_into_the_colour_is_unmixed(mixed: str, behind: str | None) -> None:
    survey, lists = marked([issue("D6")], fills=())
    (away,) = unmark_edits(survey, lists, {("Алгебра", "D6"): mixed}).steps
    assert [undo.cell for undo in away.unfills] == (["D6"] if behind == "FFFFFF" else [])
    assert [fill.colour for fill in away.fills] == ([behind] if behind not in ("FFFFFF", None) else [])


def test_marked_cells_are_known_by_the_list_beyond_the_notes() -> None:
    survey, lists = marked([issue("D6", Severity.WARNING), issue("D6"), issue("")])
    assert marked_cells(Survey(survey.sheets, (), ()), lists) == {("Алгебра", "D6"): Severity.ERROR}


# On real workbooks


UNCHANGED = ("wide_letters", "strict")
"""Rich workbooks that are never written into."""
MARKABLE = [(name, make) for name, make in RICH if name not in UNCHANGED]


def put_marks(data: bytes) -> tuple[bytes, Edits]:
    """A rich workbook with marks of each severity, and their plan."""
    found = [issue(cell, severity, sheet="Журнал") for cell in ("B2", "C3", "Z90") for severity in Severity]
    plan = mark_edits(found, survey(data).sheets)
    return edit(data, plan), plan


@pytest.mark.parametrize(("name", "make"), MARKABLE, ids=[name for name, _ in MARKABLE])
def test_marks_come_off_rich_workbooks_by_a_plan(name: str, make: Callable[[], bytes]) -> None:
    data = make()
    away, plan = put_marks(data)
    assert set(plan.fills) <= set(survey(away).fills)
    for step in unmark_edits(survey(away), {plan.add_sheets[0].name: rows_of(plan)}, {}).steps:
        away = edit(away, step)
    before, after = survey(data), survey(away)
    assert (after.sheets, set(after.notes), set(after.fills)) == (before.sheets, set(before.notes), set(before.fills))


@pytest.mark.parametrize(("name", "make"), MARKABLE, ids=[name for name, _ in MARKABLE])
def test_unmark_gives_rich_workbooks_back_byte_for_byte(name: str, make: Callable[[], bytes], tmp_path: Path) -> None:
    data = make()
    path = tmp_path / "5А.xlsm"
    path.write_bytes(data)
    rewrite(path, sha256(data), put_marks(data)[0], MARKED)
    assert run("unmark", path).stdout.splitlines() == ["5А.xlsm: пометки убраны"]
    assert path.read_bytes() == data


def test_marks_are_seen_by_another_reader(tmp_path: Path) -> None:
    path = journal(tmp_path / "5А.xlsx", sheets=[LIST])
    assert run("check", path, "--mark").exit_code == 1
    data = path.read_bytes()
    assert look(data, "D6")[:2] == (MARKS[Severity.ERROR][0], YELLOW)
    note = look(data, "C7")[2]
    assert note is not None
    assert note.startswith("спросить у врача\n\nxlrecords: ошибка\n")
    book = load_workbook(path)
    assert book.sheetnames == ["Алгебра", LIST, "Замечания (2)"]
    sheet = book["Замечания (2)"]
    assert str(sheet["A2"].value).startswith(SIGN)
    links = [sheet.cell(row, 4).hyperlink for row in (5, 6)]
    assert {link.location for link in links if link} == {"Алгебра!D6", "Алгебра!C7"}
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.page_setup.orientation) == ("A5", "A4:H7", "landscape")


# The commands


def test_unmark_brings_the_very_file_back(tmp_path: Path) -> None:
    path = journal(tmp_path / "5А.xlsx")
    before = path.read_bytes()
    assert "отмечено клеток: 2, примечаний: 2" in run("check", path, "--mark").stdout
    assert path.read_bytes() != before
    assert run("unmark", path).stdout.splitlines() == ["5А.xlsx: пометки убраны"]
    assert path.read_bytes() == before
    assert run("unmark", path).stdout.splitlines() == ["Пометок не найдено."]


def test_unmark_works_without_the_journal_too(tmp_path: Path) -> None:
    path = journal(tmp_path / "5А.xlsx")
    before = path.read_bytes()
    run("check", path, "--mark")
    shutil.rmtree(tmp_path / FOLDER)
    run("unmark", path)
    assert names(path.read_bytes()) == names(before)
    for cell in ("D6", "C7"):
        assert look(path.read_bytes(), cell) == look(before, cell)
    assert survey(path.read_bytes()) == survey(before)


def test_unmark_keeps_what_the_teacher_did_since(tmp_path: Path) -> None:
    path = journal(tmp_path / "5А.xlsx")
    run("check", path, "--mark")
    book = load_workbook(path)
    book["Алгебра"]["D6"] = 5
    book[LIST].title = "Что исправить"
    book.save(path)
    run("unmark", path)
    data = path.read_bytes()
    assert names(data) == ["Алгебра"]
    assert load_workbook(path)["Алгебра"]["D6"].value == 5
    assert look(data, "D6") == ("solid", YELLOW, None)
    assert look(data, "C7")[2] == "спросить у врача"


def test_marking_twice_is_marking_once(tmp_path: Path) -> None:
    path = journal(tmp_path / "5А.xlsx")
    run("check", path, "--mark")
    once = path.read_bytes()
    again = run("check", path, "--mark")
    assert ("пометки уже стоят" in again.stdout, path.read_bytes() == once) == (True, True)


def test_old_marks_go_when_a_book_that_was_saved_elsewhere_is_marked_again(tmp_path: Path) -> None:
    path = journal(tmp_path / "5А.xlsx")
    run("check", path, "--mark")
    book = load_workbook(path)
    book["Алгебра"]["D6"] = 5
    book.save(path)
    run("check", path, "--mark")
    data = path.read_bytes()
    assert names(data) == ["Алгебра", LIST]
    assert look(data, "D6") == ("solid", YELLOW, None)
    note = look(data, "C7")[2]
    assert note is not None
    assert note.count("xlrecords: ") == 1
    run("unmark", path)
    assert look(path.read_bytes(), "C7")[2] == "спросить у врача"


def test_a_list_in_a_book_is_not_judged_as_a_sheet(tmp_path: Path) -> None:
    path = journal(tmp_path / "5А.xlsx")
    before = run("check", path, "--json", "-").stdout
    run("check", path, "--mark")
    assert run("check", path, "--json", "-").stdout == before
    book = read(path, path.name)
    assert [sheet for sheet in book.sheets() if is_list(book.cells(sheet))] == [LIST]


def test_a_book_without_findings_loses_its_old_marks(tmp_path: Path) -> None:
    path = journal(tmp_path / "5А.xlsx")
    run("check", path, "--mark")
    book = load_workbook(path)
    book["Алгебра"]["D6"] = 5
    book["Алгебра"]["C7"] = "н"
    book.save(path)
    result = run("check", path, "--mark")
    assert (result.exit_code, "5А.xlsx: замечаний нет, пометки убраны" in result.stdout) == (0, True)
    assert names(path.read_bytes()) == ["Алгебра"]
    untouched = path.read_bytes()
    assert "пометки" not in run("check", path, "--mark").stdout
    assert path.read_bytes() == untouched


def test_a_dry_run_tells_the_plan_of_the_real_one_and_writes_nothing(tmp_path: Path) -> None:
    path = journal(tmp_path / "5А.xlsx")
    before = path.read_bytes()
    told = run("check", path, "--mark", "--dry-run").stdout.splitlines()
    assert (path.read_bytes(), (tmp_path / FOLDER).exists()) == (before, False)
    run("check", path, "--mark")
    book = load_workbook(path)
    fills = [f"    «Алгебра»!{cell}: отметить штриховкой" for cell in ("D6", "C7")]
    notes = [f"    «Алгебра»!{cell}: добавить примечание «xlrecords: ошибка»" for cell in ("D6", "C7")]
    assert told[:6] == ["5А.xlsx: будет сделано:", *fills, *notes, f"    добавить лист «{book.sheetnames[-1]}»"]
    marked = path.read_bytes()
    assert "вернуть книгу к виду до прежних пометок" in run("unmark", path, "--dry-run").stdout
    assert path.read_bytes() == marked


def test_a_dry_run_needs_something_to_tell(tmp_path: Path) -> None:
    result = run("check", journal(tmp_path / "5А.xlsx"), "--dry-run")
    assert (result.exit_code, "вместе с --mark" in result.stderr) == (2, True)


def test_undo_takes_marks_back_and_brings_them_again(tmp_path: Path) -> None:
    path = journal(tmp_path / "5А.xlsx")
    before = path.read_bytes()
    run("check", path, "--mark")
    marked = path.read_bytes()
    run("unmark", path)
    assert "5А.xlsx: отменено действие «пометки убраны»" in run("undo", path).stdout
    assert path.read_bytes() == marked
    assert "5А.xlsx: отменено действие «пометки поставлены»" in run("undo", path).stdout
    assert path.read_bytes() == before
    nothing = run("undo", path)
    assert (nothing.exit_code, "отменять нечего" in nothing.stderr) == (2, True)


def test_a_folder_is_marked_book_by_book_whatever_happens_to_one(tmp_path: Path) -> None:
    good = journal(tmp_path / "5А.xlsx")
    held = journal(tmp_path / "5Б.xlsx", (ROWS[0], ("Класс:", "5Б"), *ROWS[2:]))
    held.with_name("~$5Б.xlsx").write_bytes(b"")
    (tmp_path / "битый.xlsx").write_bytes(good.read_bytes()[:900])
    clean = journal(tmp_path / "5В.xlsx", (ROWS[0], ("Класс:", "5В"), *CLEAN[2:]))
    kept = {path: path.read_bytes() for path in (held, clean)}
    result = run("check", tmp_path, "--mark")
    assert result.exit_code == 1
    assert "5А.xlsx: отмечено клеток: 2" in result.stdout
    assert "«5Б.xlsx» открыт в другой программе" in result.stdout
    assert "битый.xlsx: книга не изменена: файл повреждён" in result.stdout
    assert {path: path.read_bytes() for path in kept} == kept
    assert "5Б.xlsx «Алгебра»!D6: ошибка" in result.stdout
    assert "5А.xlsx «Алгебра»!D6: ошибка" not in result.stdout


def test_a_damage_nobody_foresaw_stops_its_own_book_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xlrecords import ooxml

    good, bad = journal(tmp_path / "5А.xlsx"), journal(tmp_path / "5Б.xlsx", (ROWS[0], ("Класс:", "5Б"), *ROWS[2:]))
    before = bad.read_bytes()

    def fail_on_one(data: bytes) -> Survey:
        if data == before:
            raise ValueError("substring not found")
        return survey(data)

    monkeypatch.setattr(ooxml, "survey", fail_on_one)
    result = run("check", tmp_path, "--mark")
    assert "5А.xlsx: отмечено клеток: 2" in result.stdout
    assert "5Б.xlsx: книга не изменена: непредвиденная ошибка (ValueError)" in result.stdout
    assert (names(good.read_bytes()), bad.read_bytes()) == (["Алгебра", LIST], before)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_and_a_dead_link_do_not_hold_the_others_up(tmp_path: Path) -> None:
    journal(tmp_path / "5А.xlsx")
    os.mkfifo(tmp_path / "труба.xlsx")
    (tmp_path / "ссылка.xlsx").symlink_to(tmp_path / "нет.xlsx")
    assert "5А.xlsx: отмечено клеток: 2" in run("check", tmp_path, "--mark").stdout
    assert "5А.xlsx: пометки убраны" in run("unmark", tmp_path).stdout
    run("undo", tmp_path)


def test_nothing_that_can_be_marked_exits_with_two(tmp_path: Path) -> None:
    path = journal(tmp_path / "5А.xlsx")
    path.with_name("~$5А.xlsx").write_bytes(b"")
    result = run("check", path, "--mark")
    assert (result.exit_code, "открыт в другой программе" in result.stderr) == (2, True)


def test_other_formats_get_their_findings_told(tmp_path: Path) -> None:
    page = tmp_path / "5А.html"
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    page.write_text(f"<html><body><table>{cells}</table></body></html>", encoding="utf-8")
    before = page.read_bytes()
    result = run("check", page, "--mark")
    assert result.exit_code == 1
    assert "D6: ошибка" in result.stdout
    assert "5А.html: пометки ставятся только в книги .xlsx и .xlsm" in result.stdout
    assert page.read_bytes() == before


def test_a_book_that_changes_during_the_check_is_not_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xlrecords.commands import checking

    path = journal(tmp_path / "5А.xlsx")
    checked = checking.check_books

    def check_while_she_saves(*books: Any) -> Outcome:
        journal(path, CLEAN)
        return checked(*books)

    monkeypatch.setattr(checking, "check_books", check_while_she_saves)
    result = run("check", path, "--mark")
    assert (result.exit_code, "изменён другой программой после проверки" in result.stderr) == (2, True)
    assert names(path.read_bytes()) == ["Алгебра"]


def test_the_report_is_written_beside_the_marks_and_never_marked_itself(tmp_path: Path) -> None:
    journal(tmp_path / "5А.xlsx")
    report = tmp_path / "отчёт.xlsx"
    assert "отмечено клеток: 2" in run("check", tmp_path, "--mark", "--report", report).stdout
    before = report.read_bytes()
    run("check", tmp_path, "--mark")
    assert report.read_bytes() == before


def test_the_preview_names_every_edit() -> None:
    plan = mark_edits([issue("D6"), issue("C7")], ["Алгебра"])
    assert len(list(preview(plan))) == len(plan.fills) + len(plan.notes) + 1


@pytest.mark.office
def test_marks_come_off_after_libreoffice_saved_the_book(tmp_path: Path, office: str) -> None:
    path = journal(tmp_path / "5А.xlsx")
    run("check", path, "--mark")
    (tmp_path / "saved").mkdir()
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    call = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(path)]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    shutil.copy(tmp_path / "saved" / "5А.xlsx", path)
    assert "пометки убраны" in run("unmark", path).stdout
    data = path.read_bytes()
    assert names(data) == ["Алгебра"]
    assert look(data, "C7") == (None, "000000", "спросить у врача")
    pattern, behind, note = look(data, "D6")
    assert (pattern, note) == ("solid", None)
    assert all(abs(ours - theirs) <= 2 for ours, theirs in zip(bytes.fromhex(behind), bytes.fromhex(YELLOW), strict=True))

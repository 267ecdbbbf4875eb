"""The command «credit»: its workbook, and the transfer of credited marks into real class summaries, which can be taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from xlrecords.commands import Request, check
from xlrecords.commands.crediting import credit
from xlrecords.commands.marking import undo
from xlrecords.demo.sheet import Extra, Sheet, write_book
from xlrecords.forms import BY_NAME
from xlrecords.history import actions

TODAY = dt.date(2026, 9, 20)
TRACE = "Зачтено: заявление от 07.09.2026, протокол № 2 от 14.09.2026"
STUDENTS = (
    ("Иванов Иван Иванович", "Иванова Мария Петровна"),
    ("Петрова Анна Сергеевна", "Петров Сергей Ильич"),
    ("Орлова Вера Львовна", "Орлов Лев Ильич"),
)
PEOPLE, REGISTER, SUMMARY, CORRECTIONS = "Контингент.xlsx", "Зачёт.xlsx", "Сводные/5А.xlsx", "Исправления.xlsx"


def listed() -> list[Sheet]:
    rows = [
        {
            "number": number, "student": student, "birth": dt.date(2015, 2, number), "file_number": f"К-{number}", "school_class": "5А",
            "arrived": dt.date(2026, 9, 1), "guardian": guardian, "consent": "да",
        }
        for number, (student, guardian) in enumerate(STUDENTS, 1)
    ]  # fmt: skip
    plan = [{"subject": "Музыка", "planned": 34, "grading": "баллы"}, {"subject": "Физика", "planned": 68, "grading": "баллы"}]
    return [Sheet(BY_NAME["class_list"], "Контингент", rows=rows), Sheet(BY_NAME["subjects"], "Предметы", rows=plan)]


def credited(who: int, mark: str, **values: object) -> dict[str, object]:
    student, guardian = STUDENTS[who]
    usual: dict[str, object] = {
        "applied": dt.date(2026, 9, 7), "applicant": guardian, "student": student, "school_class": "5А", "organisation": "Лицей № 1",
        "licence": "№ 77", "document_kind": "справка об обучении", "document": "№ 5 от 30.05.2026", "subject_there": "Музыка", "hours_there": 34,
        "mark_there": mark, "subject_here": "Музыка", "outcomes": "соответствуют", "decision": "зачтено с отметкой", "mark": mark,
        "order": "протокол № 2 от 14.09.2026", "decided": dt.date(2026, 9, 14), "notified": dt.date(2026, 9, 15),
    }  # fmt: skip
    return usual | values


def by_student(interim: tuple[object, ...], extras: tuple[Extra, ...] = ()) -> Sheet:
    """A class summary with a line for the first quarter and one for the interim attestation of each student."""
    rows, grid = [], []
    for number, (student, _) in enumerate(STUDENTS, 1):
        rows += [{"number": number, "student": student, "term": "1 четверть"}, {"term": "ПА"}]
        grid += [[5, 4], ["", interim[number - 1]]]
    head = {"school_class": "5А", "year": "2026/2027"}
    return Sheet(BY_NAME["grade_summary_by_student"], "5А", head, rows, ["Физика", "Музыка"], grid, extras=list(extras))


def corrections() -> Sheet:
    return Sheet(BY_NAME["corrections"], "Исправления", {"year": "2026/2027"}, rows=[{}])


def build(folder: Path, summary: Sheet, register: list[dict[str, object]], *more: tuple[str, list[Sheet]]) -> Path:
    """A school of real workbooks."""
    write_book(folder / PEOPLE, listed())
    write_book(folder / REGISTER, [Sheet(BY_NAME["credits"], "Зачёт", {"year": "2026/2027"}, register)])
    write_book(folder / SUMMARY, [summary])
    for name, sheets in more:
        write_book(folder / name, sheets)
    return folder


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """One mark to be transferred, one that stands already, one in conflict."""
    rows = [credited(0, "5"), credited(1, "4"), credited(2, "4")]
    return build(tmp_path / "Школа", by_student(("", 4, 3)), rows, (CORRECTIONS, [corrections()]))


def run(school: Path, **asked: object) -> tuple[int, str]:
    """Exit code and words of a transfer."""
    outcome = credit(Request((school,), out=school.parent / "Зачёт.xlsx", transfer=True, day=TODAY, **asked))
    return outcome.exit_code, "\n".join(outcome.lines)


def music(school: Path) -> list[object]:
    """What stands in the line of the interim attestation of each student under «Музыка»."""
    sheet = openpyxl.load_workbook(school / SUMMARY)["5А"]
    (column,) = (cell.column for row in sheet.iter_rows() for cell in row if cell.value == "Музыка")
    return [sheet.cell(row[0].row, column).value for row in sheet.iter_rows() if any(cell.value == "ПА" for cell in row)]


def notes(path: Path) -> list[str]:
    """Notes on marks of the first sheet: those of the headings and labels are the form's own."""
    book = openpyxl.load_workbook(path)
    texts = [cell.comment.text for row in book.worksheets[0].iter_rows() for cell in row if cell.comment]
    return [text for text in texts if text.startswith("Зачтено")]


def corrected(school: Path) -> list[tuple[object, ...]]:
    """Rows of «Исправления» below the headings, without blank cells."""
    rows = list(openpyxl.load_workbook(school / CORRECTIONS)["Исправления"].iter_rows(values_only=True))
    start = next(index for index, row in enumerate(rows) if "Основание" in row)
    return [tuple(value for value in row if value is not None) for row in rows[start + 1 :] if any(value is not None for value in row)]


def test_a_workbook_of_decisions_grounds_letters_and_transfers(school: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in school.rglob("*.xlsx")}
    out = tmp_path / "Итог.xlsx"
    outcome = credit(Request((school,), out=out, day=TODAY))
    assert (outcome.exit_code, outcome.written) == (0, (out,))
    assert outcome.lines == ("Зачёт результатов других организаций: всего 3: зачтено с отметкой — 3.",)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Решения", "Основания", "Уведомления", "Перенос"]
    texts = {sheet.title: [cell.value for row in sheet.iter_rows() for cell in row if cell.value] for sheet in book}
    assert "зачтено с отметкой «5», протокол № 2 от 14.09.2026" in texts["Решения"]
    assert "сообщено 15.09.2026" in texts["Уведомления"]
    assert TRACE in texts["Перенос"]
    assert {path: path.read_bytes() for path in school.rglob("*.xlsx")} == before


def test_a_proposal_is_explained(school: Path) -> None:
    outcome = credit(Request((school,), explain="Решения!H5"))
    assert outcome.exit_code == 0
    assert outcome.lines[0] == "Иванов Иван Иванович, 5А, Музыка: зачтено с отметкой «5»"
    assert "да: заявление от 07.09.2026, Зачёт.xlsx «Зачёт»!B5 (п. 5.1)" in outcome.lines


def test_a_mark_goes_into_an_empty_cell_with_a_note_and_a_line_of_corrections(school: Path) -> None:
    code, words = run(school)
    assert music(school) == [5, 4, 3]
    assert notes(school / SUMMARY) == [TRACE]
    assert corrected(school) == [
        (dt.datetime(2026, 9, 20), "5А", "Музыка", "Иванов Иван Иванович", "ПА", "5", "программа xlrecords, зачёт результатов", TRACE)
    ]
    assert code == 1
    assert "Сводные/5А.xlsx: перенесено отметок: 1" in words
    assert "в сводной стоит «3», а зачтено «4»." in words


def test_a_second_run_changes_nothing(school: Path) -> None:
    run(school)
    before = {path: path.read_bytes() for path in school.rglob("*.xlsx")}
    _, words = run(school)
    assert {path: path.read_bytes() for path in school.rglob("*.xlsx")} == before
    assert "перенесено" not in words.replace("Не перенесено", "")


def test_a_dry_run_tells_the_plan(school: Path) -> None:
    before = {path: path.read_bytes() for path in school.parent.rglob("*") if path.is_file()}
    code, words = run(school, dry_run=True)
    assert {path: path.read_bytes() for path in school.parent.rglob("*") if path.is_file()} == before
    assert code == 1
    assert "записать «5»" in words
    assert f"добавить примечание «{TRACE}»" in words


def test_a_transfer_can_be_taken_back(school: Path) -> None:
    before = (school / SUMMARY).read_bytes()
    run(school)
    assert [action.action for action in actions(school / SUMMARY)] == ["перенесены зачтённые отметки"]
    assert undo(Request((school / SUMMARY, school / CORRECTIONS))).exit_code == 0
    assert (school / SUMMARY).read_bytes() == before
    assert corrected(school) == []


def test_a_check_after_a_transfer_has_nothing_to_say_of_it(school: Path) -> None:
    def told() -> set[tuple[str, str]]:
        return {
            (issue.rule.id, issue.place.book)
            for issue in check(Request((school,))).issues
            if "credit" in issue.rule.id or "corr" in issue.rule.id
        }

    assert ("credit-not-in-summary", REGISTER) in told()
    run(school)
    assert told() == {("credit-summary-differs", REGISTER)}


def test_a_summary_of_the_interim_attestation_alone(tmp_path: Path) -> None:
    rows = [{"number": number, "student": student} for number, (student, _) in enumerate(STUDENTS, 1)]
    head = {"school_class": "5А", "term": "ПА", "year": "2026/2027"}
    summary = Sheet(BY_NAME["grade_summary"], "5А", head, rows, ["Физика", "Музыка"], [["", ""]] * 3)
    school = build(tmp_path / "Школа", summary, [credited(0, "5")])
    code, words = run(school)
    assert code == 0
    assert "Листа «Исправления» нет: след переноса — только в примечаниях к отметкам." in words
    assert notes(school / SUMMARY) == [TRACE]


def test_a_cell_with_a_formula_is_not_empty(tmp_path: Path) -> None:
    extra = Extra(lambda layout: layout.mark(1, 1), '=""', "")
    school = build(tmp_path / "Школа", by_student(("", "", ""), (extra,)), [credited(0, "5"), credited(1, "4")])
    code, words = run(school)
    assert code == 1
    assert "в клетке формула" in words
    assert music(school) == ['=""', 4, None]


def test_a_summary_that_is_open_is_left_and_the_rest_is_told(school: Path) -> None:
    (school / "Сводные" / "~$5А.xlsx").touch()
    code, words = run(school)
    assert code == 1
    assert "открыт в другой программе" in words
    assert music(school) == [None, 4, 3]
    (school / "Сводные" / "~$5А.xlsx").unlink()
    run(school)
    assert music(school) == [5, 4, 3]
    assert len(corrected(school)) == 1


def test_without_its_trace_no_mark_is_written(school: Path) -> None:
    (school / f"~${CORRECTIONS}").touch()
    code, words = run(school)
    assert code == 1
    assert "открыт в другой программе" in words
    assert music(school) == [None, 4, 3]


@pytest.mark.parametrize(
    "missing", [{"order": ""}, {"decided": None}, {"mark": ""}, {"applied": None, "applicant": ""}, {"decision": "назначено оценивание"}]
)
def test_what_is_not_decided_is_not_transferred(tmp_path: Path, missing: dict[str, object]) -> None:
    school = build(tmp_path / "Школа", by_student(("", "", "")), [credited(0, "5") | missing])
    run(school)
    assert music(school) == [None, None, None]


def test_a_school_without_the_register_is_told_so(tmp_path: Path) -> None:
    write_book(tmp_path / PEOPLE, listed())
    outcome = credit(Request((tmp_path,), out=tmp_path / "Зачёт.xlsx"))
    assert outcome.exit_code == 2
    assert "xlrecords new credits" in outcome.lines[0]


def test_somebody_elses_file_is_not_written_over(school: Path) -> None:
    other = school.parent / "Отчёт.xlsx"
    openpyxl.Workbook().save(other)
    kept = other.read_bytes()
    assert credit(Request((school,), out=other)).exit_code == 2
    assert other.read_bytes() == kept


def test_the_same_mark_credited_by_two_rows_is_transferred_once(tmp_path: Path) -> None:
    rows = [credited(0, "5"), credited(0, "5", organisation="Лицей № 9", subject_there="Пение")]
    school = build(tmp_path / "Школа", by_student(("", "", "")), rows, (CORRECTIONS, [corrections()]))
    code, words = run(school)
    assert (code, music(school), notes(school / SUMMARY)) == (0, [5, None, None], [TRACE])
    assert "перенесено отметок: 1" in words


def test_a_mark_that_the_document_does_not_have_is_left_to_people(tmp_path: Path) -> None:
    rows = [credited(0, "5", mark_there="3"), credited(1, "4", mark_there="зачёт")]  # a credit may get its mark by an assessment
    school = build(tmp_path / "Школа", by_student(("", "", "")), rows)
    code, words = run(school)
    assert (code, music(school)) == (1, [None, 4, None])
    assert "в документе «3», а зачтено «5»: сверьте с протоколом" in words


def test_an_application_beside_which_the_other_parent_withdrew_is_left_to_people(tmp_path: Path) -> None:
    """Who wants what is asked first: one applied, the other one took an application back on the same day."""
    filed = [
        {"number": 1, "date": dt.date(2026, 9, 7), "applicant": "Иванов Иван Петрович", "student": STUDENTS[0][0], "school_class": "5А",
         "about": "зачёт результатов", "subject": "Музыка", "manner": "письменное", "result": "отозвано"},
    ]  # fmt: skip
    journal = ("Заявления.xlsx", [Sheet(BY_NAME["applications"], "Заявления", {"year": "2026/2027"}, filed)])
    school = build(tmp_path / "Школа", by_student(("", "", "")), [credited(0, "5")], journal)
    code, words = run(school)
    assert (code, music(school)) == (1, [None, None, None])
    assert "заявление от 07.09.2026, а другое отозвано тогда же или позже" in words

"""What stops a case on its way to the archive, and what of it somebody may answer for."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from io import BytesIO

import pytest
import xlsxwriter

from tests import archive_books, hostile
from xlrecords.archive.acceptance import NEVER, Settled, settle
from xlrecords.archive.lint import lint
from xlrecords.archive.lint_hidden import hides
from xlrecords.archive.recalculation import differences, recheck, same
from xlrecords.book import Trouble
from xlrecords.issue import Issue, Place
from xlrecords.pdf.libreoffice import Office
from xlrecords.rules import BY_ID, OF_ARCHIVE, RULES
from xlrecords.rules.archive import issues_of
from xlrecords.school import School

from .markdown import school, table

ACCEPTANCES = """# Принятые замечания
| Принятые замечания |
| № | Дата | Книга | Лист | Клетка | Замечание | Причина | Кто принял |
"""
FOUND = """
| книга | лист | клетка | проверка |
|---|---|---|---|
| Журналы/5А.xlsx | Алгебра | B3 | archive-formula-error |
| Журналы/5А.xlsx | Алгебра | B4 | archive-formula-error |
| Журналы/5А.xlsx | Физика | C3 | archive-formula-error |
| Архив/5А.xlsx | Алгебра | B3 | archive-formula-error |
| Журналы/6А.xlsx | Черновик | | archive-sheet-hidden |
| Журналы/6А.xlsx | Алгебра | B7 | archive-file-embedded |
| Журналы/6А.xlsx | Алгебра | B8 | archive-value-volatile |
"""


def issues() -> list[Issue]:
    """The findings of `FOUND`."""
    return [Issue(BY_ID[rule], Place(book, sheet, cell)) for book, sheet, cell, rule in table(FOUND)]


def settled(rows: str) -> Settled:
    """What acceptances make of the findings."""
    return settle(issues(), school(ACCEPTANCES + rows))


def places(found: Settled) -> list[str]:
    """Where the accepted findings are."""
    return [str(item.issue.place) for item in found.accepted]


# Acceptances


def test_nothing_is_accepted_unless_somebody_says_so() -> None:
    found = settle(issues(), School())
    assert [str(issue.place) for issue in found.open] == [
        "Журналы/5А.xlsx «Алгебра»!B3",
        "Журналы/5А.xlsx «Алгебра»!B4",
        "Журналы/5А.xlsx «Физика»!C3",
        "Архив/5А.xlsx «Алгебра»!B3",
        "Журналы/6А.xlsx «Черновик»",
        "Журналы/6А.xlsx «Алгебра»!B7",
    ]
    assert (found.accepted, found.unused) == ((), ())


def test_a_row_accepts_a_cell_a_sheet_or_a_book() -> None:
    rule = "| Ошибка формулы в деле | прошлый год | Соколова С. С. |"
    assert places(settled(f"| 1 | | Журналы/5А.xlsx | Алгебра | B4 {rule}")) == ["Журналы/5А.xlsx «Алгебра»!B4"]
    assert places(settled(f"| 1 | | Журналы/5А.xlsx | Алгебра | {rule}")) == [f"Журналы/5А.xlsx «Алгебра»!{cell}" for cell in ("B3", "B4")]
    assert len(places(settled(f"| 1 | | журналы/5а.xlsx | | {rule}"))) == 3


def test_a_rule_is_named_by_title_or_id_and_a_book_by_its_end() -> None:
    row = "| 1 | 20.05.2027 | 6А.xlsx | «Черновик» | | archive-sheet-hidden | расчёты завуча | Соколова С. С. |"
    (accepted,) = settled(row).accepted
    assert (accepted.issue.place.sheet, accepted.reason, accepted.author, accepted.date) == (
        "Черновик", "расчёты завуча", "Соколова С. С.", dt.date(2027, 5, 20),
    )  # fmt: skip
    assert places(settled(row.replace("archive-sheet-hidden", "скрытый лист в деле"))) == ["Журналы/6А.xlsx «Черновик»"]


NO_REASON = "не указано, почему замечание принято или кто его принял"
NO_FINDING = "такого замечания в этой книге нет"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (
            "5А.xlsx | | | Ошибка формулы в деле | так было | Соколова С. С.",
            "под это имя подходят несколько книг: впишите имя книги с папкой",
        ),
        ("Журналы/5А.xlsx | | | Ошибка формулы в деле | | Соколова С. С.", NO_REASON),
        ("Журналы/5А.xlsx | | | Ошибка формулы в деле | так было | ", NO_REASON),
        ("Журналы/5А.xlsx | | Z9 | Ошибка формулы в деле | так было | Соколова С. С.", NO_FINDING),
        ("Журналы/7А.xlsx | | | Ошибка формулы в деле | так было | Соколова С. С.", NO_FINDING),
        ("6А.xlsx | | | Внедрённый файл | так было | Соколова С. С.", "это замечание принять нельзя: устраните его"),
    ],
)
def test_a_row_that_accepts_nothing_says_why(row: str, why: str) -> None:
    found = settled(f"| 1 | | {row} |")
    assert not found.accepted
    assert [(str(item.place), item.why) for item in found.unused] == [("Книга.xlsx «Принятые замечания»!F3", why)]
    assert len(found.open) == 6


def test_a_warning_never_stops_a_case_but_may_be_accepted() -> None:
    row = "| 1 | | 6А.xlsx | | | archive-value-volatile | дата печати | Соколова С. С. |"
    assert places(settled(row)) == ["Журналы/6А.xlsx «Алгебра»!B8"]


def test_what_can_never_be_accepted_is_a_rule() -> None:
    assert set(BY_ID) >= NEVER


# The lint


def test_rules_of_the_archive_are_not_run_by_check() -> None:
    assert not set(OF_ARCHIVE) & set(RULES)
    assert all(rule.find is None and rule.clause == "7.1" and rule.code == "V16" for rule in OF_ARCHIVE)


def test_of_an_extract_only_its_sheets_are_looked_at() -> None:
    book = archive_books.MAKERS["макросы"](two_sheets())
    assert [trouble.rule for trouble in lint(book, ["5А", "5Б"], School())] == ["archive-macros", "archive-formula-error"]
    assert [trouble.rule for trouble in lint(book, ["5А"], School())] == []
    assert [trouble.sheet for trouble in lint(book, ["5Б"], School())] == ["5Б"]


def two_sheets() -> bytes:
    """A book of which the second sheet has an error."""
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet("5А").write(0, 0, "5А")
        book.add_worksheet("5Б").write_formula(0, 0, "=1/0", value="#DIV/0!")
    return archive_books.as_saved(made.getvalue())


@pytest.mark.parametrize(
    "book",
    [
        hostile.bomb(), hostile.lying(10), hostile.overlapping(), hostile.escaping(), hostile.encrypted(),
        hostile.with_parts(hostile.workbook(), {hostile.SHEET: b"<worksheet><sheetData><row r='x'"}),
        hostile.with_parts(hostile.workbook(), {"xl/workbook.xml": hostile.DTD + b"<workbook/>"}),
        hostile.with_parts(hostile.workbook(), {"xl/styles.xml": None}),
        b"PK\3\4", b"",
    ],
)  # fmt: skip
def test_no_book_makes_the_lint_crash(book: bytes) -> None:
    assert {trouble.rule for trouble in lint(book, ["7А"], School())} <= {"archive-not-inspected"}


def test_sheets_of_other_programs_are_looked_at_too() -> None:
    """Prefixes, single quotes, attributes in another order."""
    cells = "<x:row r='3' hidden='1'><x:c t='e' r='A3'><x:f>1/0</x:f><x:v>#DIV/0!</x:v></x:c></x:row>"
    xml = f'<x:worksheet xmlns:x="{hostile.NAMESPACE[7:-1]}"><x:sheetData>{cells}</x:sheetData></x:worksheet>'
    book = archive_books.as_saved(hostile.with_parts(hostile.workbook(), {hostile.SHEET: xml.encode()}))
    assert [(trouble.rule, trouble.cell) for trouble in lint(book, ["7А"], School())] == [
        ("archive-rows-hidden", "A3"),
        ("archive-formula-error", "A3"),
    ]


def test_no_finding_repeats_what_a_comment_says() -> None:
    text = archive_books.note(("A1", "Кравцовой Дарье позвонить +7 912 345-67-89"))(two_sheets())
    listed = school(
        "# Контингент\n| Контингент |\n| ФИО | Дата рождения | Личное дело № | Класс | Прибыл |\n"
        "| Кравцова Дарья Олеговна | 01.05.2015 | К-1 | 5А | 01.09.2026 |\n"
    )
    (issue,) = [issue for issue in issues_of("5А.xlsx", lint(text, ["5А"], listed)) if issue.rule.id == "archive-comment-personal"]
    assert issue.message == "в примечании есть личные сведения: имя обучающегося или его представителя, номер телефона"
    assert not issue.value


def test_what_is_too_narrow_or_too_low_to_be_seen_is_hidden() -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("5А")
        sheet.write_row("A1", [4, 5, 3])
        sheet.write("A2", 5)
        sheet.set_column("B:B", 0.08)
        sheet.set_row(1, 0.75)
    found = lint(made.getvalue(), ["5А"], School())
    assert [(trouble.rule, trouble.cell) for trouble in found] == [("archive-rows-hidden", "A2"), ("archive-columns-hidden", "B1")]


HIDES = """
| format       | number | text |
|--------------|--------|------|
| ;;;          | да     | да   |
| ""           | да     |      |
| General      |        |      |
| 0;-0;;@      |        |      |
| [=1]"";0     |        |      |
| "х"          |        |      |
"""


@pytest.mark.parametrize(("code", "number", "text"), table(HIDES))
def test_formats_that_show_nothing(code: str, number: str, text: str) -> None:
    assert hides(code) == (bool(number), bool(text))


@pytest.mark.parametrize(
    ("formula", "target"),
    [
        ("='C:\\Школа\\[План.xlsx]Лист1'!A1", "книга неизвестна"),
        ("=excel|'План.xlsx'!A1", "DDE"),
        ("=SUM(Отметки[Итог])", ""),
        ('="см. [План.xlsx] и a|b!"', ""),
    ],
)
def test_formulas_that_name_another_book_themselves(formula: str, target: str) -> None:
    found = lint(archive_books.as_saved(computed(A2=(formula, 5))), ["5А"], School())
    assert [trouble.facts["target"] for trouble in found if trouble.rule == "archive-link-outside"] == ([target] if target else [])


def test_a_picture_that_is_the_value_of_a_cell_is_told_as_one() -> None:
    xml = hostile.parts(two_sheets())["xl/worksheets/sheet2.xml"]
    picture = re.sub(rb'<c r="A1".*?</c>', b'<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>', xml)
    (trouble,) = lint(hostile.with_parts(two_sheets(), {"xl/worksheets/sheet2.xml": picture}), ["5Б"], School())
    assert "в клетку вставлена картинка" in str(trouble.facts["error"])


# Recalculation


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (("n", "0.1"), ("n", "0.10000000000000001"), True),
        (("n", "4.5"), ("n", "4.50001"), False),
        (("n", "0"), ("n", "1e-17"), True),
        (("str", ""), ("n", ""), True),
        (("str", "5"), ("n", "5"), False),
        (("str", "5,00 из 5"), ("str", "5.00 из 5"), True),
        (("str", "да, нет"), ("str", "да. нет"), False),
        (("e", "#N/A"), ("e", "#N/A"), True),
        (("b", "1"), ("b", "0"), False),
    ],
)
def test_numbers_are_the_same_but_for_their_last_digits(one: tuple[str, str], other: tuple[str, str], equal: bool) -> None:
    assert same(one, other) is equal


def computed(**formulas: tuple[str, object]) -> bytes:
    """A book with formulas and the values that were kept for them."""
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("5А")
        sheet.write_row("A1", [4, 5, 3])
        for cell, (formula, value) in formulas.items():
            sheet.write_formula(cell, formula, value=value)
    return made.getvalue()


def test_what_rests_on_the_day_is_not_compared() -> None:
    formulas = {"A2": "=SUM(A1:C1)", "B2": "=TODAY()", "C2": "=B2+1", "D2": "=A2*2", "E2": "=[1]Лист1!A1"}
    old = computed(**{cell: (formula, 1) for cell, formula in formulas.items()})
    new = computed(**{cell: (formula, 2) for cell, formula in formulas.items()})
    assert [trouble.cell for trouble in differences(old, new, ["5А"])] == ["A2", "D2"]
    assert differences(old, new, ["5Б"]) == ()


def test_libreoffice_finds_values_that_are_not_theirs(office: str) -> None:
    right = computed(
        A2=("=SUM(A1:C1)", 12), B2=("=AVERAGE(A1:C1)", 4), C2=('=IF(A1>3,"да","нет")', "да"), D2=("=A1>B1", False), E2=('=""', "")
    )
    wrong = computed(A2=("=SUM(A1:C1)", 12), B2=("=ROUND(A2/3,0)", 5), C2=('=IF(A1>3,"да","нет")', "нет"), D2=("=TODAY()", 1))
    found = dict(recheck([("Журналы/5А.xlsx", right, ["5А"]), ("5А.xlsx", wrong, ["5А"]), ("нет.xlsx", b"", [])], Office(office)))
    assert found["Журналы/5А.xlsx"] == ()
    assert [(trouble.cell, trouble.facts["was"], trouble.facts["now"]) for trouble in found["5А.xlsx"]] == [
        ("B2", "5", "4"),
        ("C2", "нет", "да"),
    ]
    assert Counter(trouble.rule for trouble in found["нет.xlsx"]) == {"archive-not-inspected": 1}


def test_findings_become_issues_of_their_rules() -> None:
    (issue,) = issues_of("5А.xlsx", [Trouble("archive-sheet-hidden", "Черновик", facts={"how": ""})])
    assert (str(issue.place), issue.rule.severity.value, issue.message) == (
        "5А.xlsx «Черновик»",
        "ошибка",
        "лист скрыт: проверяющий его не увидит",
    )

"""Pages of the rules: the sheets of `tests/rules/<rule>.md` are checked, and what is found stands below each sheet.

A page is read from top to bottom: `## Книга.xlsx` begins a book, `# Лист` a sheet, `---` another school, and
`> E5 ошибка: …` is a finding on the sheet above it; «лист» and «книга» stand for a finding without a cell.
`файл: …` names one of `MAKERS`, for what no Markdown can show; `дело: …` one of those of `archive_books`, and then the first
book is looked at as the archive does. `закрыто: 1 четверть` stands between a school as it was when
the period was sealed and the same school later, which is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests import archive_books, hostile
from xlrecords import rules
from xlrecords.books.markdown import MarkdownBook, parse_books
from xlrecords.commands import Outcome, Request, check, check_books
from xlrecords.commands.reading import study
from xlrecords.commands.sealing import chooser, plan
from xlrecords.form import Form
from xlrecords.forms import FORMS
from xlrecords.issue import Issue
from xlrecords.kind import term_of
from xlrecords.rule import Rule, rule
from xlrecords.rules import BY_ID, RULES, find_issues
from xlrecords.school import School
from xlrecords.seal import Seals
from xlrecords.sheets.read import read
from xlrecords.sheets.records import Records

from .markdown import saved

FOLDER = Path(__file__).parent / "rules"
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}
FIRST_BOOK = "Книга.xlsx"
MAKER, CASE = "файл: ", "дело: "
SEALED, DAMAGED = "закрыто: ", "файл повреждён"
BY_FORM = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)

WORKBOOK_PART, STRINGS_PART = "xl/workbook.xml", "xl/sharedStrings.xml"
ORDINARY = hostile.workbook()
MAKERS: dict[str, Callable[[bytes], bytes]] = {
    "пустой файл": lambda book: b"",
    "документ PDF": lambda book: b"%PDF-1.7",
    "книга с паролем": lambda book: hostile.encrypted(),
    "книга, которая читает файлы компьютера": lambda book: hostile.with_parts(
        ORDINARY, {WORKBOOK_PART: hostile.DTD + hostile.parts(ORDINARY)[WORKBOOK_PART].partition(b"?>")[2]}
    ),
    "книга, которая раскрывается в сотни мегабайт": lambda book: hostile.bomb(),
    "половина книги": lambda book: ORDINARY[: len(ORDINARY) // 2],
    "книга с испорченной частью": lambda book: hostile.with_parts(ORDINARY, {STRINGS_PART: None}),
    "страница с миллионами ячеек": lambda book: hostile.page(f"<table>{'<tr><td colspan=1000>5</td></tr>' * 10_001}</table>"),
    "книга, где испорчен первый лист": lambda book: hostile.with_parts(book, {hostile.SHEET: b"<worksheet><row"}),
    "книга, где в последней клетке листа стоит 5": lambda book: with_value(book, "XFD1048576", 5),
    "книга с формулами без значений": lambda book: book,
    "книга, открытая в Excel": lambda book: book,
    "книга, рядом с которой в папке «Сканы» лежит «Диплом 5.pdf»": lambda book: book,
}
"""What is done to the book of a page, saved as a file."""
VANISHED, OPENED = "исчезнувший файл", "книга, открытая в Excel"
SCANNED = "книга, рядом с которой в папке «Сканы» лежит «Диплом 5.pdf»"


def with_value(book: bytes, cell: str, value: object) -> bytes:
    """The same book with a value in a cell of its first sheet."""
    workbook = openpyxl.load_workbook(BytesIO(book))
    workbook.worksheets[0][cell] = value
    made = BytesIO()
    workbook.save(made)
    return made.getvalue()


@dataclass(frozen=True)
class Example:
    """One school of a page: its text, the name of the maker of its file if it has one, and that of the maker of the book of a case."""

    text: str
    maker: str = ""
    case: str = ""

    def expected(self) -> list[str]:
        """Findings that the page promises: book, sheet and line."""
        lines, book, sheet = [], FIRST_BOOK, ""
        for line in self.text.rpartition(f"\n{SEALED}")[2].splitlines():
            if line.startswith("## "):
                book, sheet = line[3:].strip(), ""
            elif line.startswith("# "):
                sheet = line[2:].strip()
            elif line.startswith("> "):
                lines.append(f"{book} «{sheet}»: {line[2:].strip()}")
        return lines

    def outcome(self, folder: Path) -> Outcome:
        """What the program finds."""
        before, _, now = self.text.rpartition(f"\n{SEALED}")
        books = parse_books(now, FIRST_BOOK)
        if self.case:
            return Outcome(issues=archive_books.found(self.case, books))
        if not self.maker:
            return check_books(books, seals=sealed(before, now.partition("\n")[0]) if before else None)
        path = folder / FIRST_BOOK
        if self.maker != VANISHED:
            path.write_bytes(MAKERS[self.maker](saved(books[0]) if books else b""))
        if self.maker == OPENED:
            path.with_name(f"~${FIRST_BOOK}").touch()
        if self.maker == SCANNED:
            (folder / "Сканы").mkdir(exist_ok=True)
            (folder / "Сканы" / "Диплом 5.pdf").write_bytes("%PDF-1.7 диплом".encode())
        return check(Request((path,)))


def sealed(text: str, words: str) -> Seals:
    """Seals of a period in a school, made a week after its end; «файл повреждён»: and their file was changed since."""
    term, _, damage = words.partition("; ")
    school = study(parse_books(text, FIRST_BOOK))[0]
    seals = plan(school, chooser(school, term_of(term), ()), "2026-11-01T08:00:00+00:00").new
    return Seals(tuple(seals), (1,) if damage == DAMAGED else ())


def found(outcome: Outcome) -> list[str]:
    """Findings in the form of `Example.expected`."""
    return [f"{issue.place.book} «{issue.place.sheet}»: {line(issue)}" for issue in outcome.issues]


def line(issue: Issue) -> str:
    """An issue as a page writes it."""
    where = issue.place.cell or ("лист" if issue.place.sheet else "книга")
    return f"{where} {issue.rule.severity.value}: {issue.message}"


def examples(page: str) -> Iterator[Example]:
    """Schools of a page, parted by `---`."""
    for text in page.split("\n---\n"):
        makers = [line.removeprefix(MAKER) for line in text.splitlines() if line.startswith(MAKER)]
        cases = [line.removeprefix(CASE) for line in text.splitlines() if line.startswith(CASE)]
        if makers or cases or "\n|" in text:
            yield Example(text, *(makers or [""]), *cases)


EXAMPLES = [
    pytest.param(rule_id, example, id=f"{rule_id}-{number}")
    for rule_id, page in PAGES.items()
    for number, example in enumerate(examples(page), 1)
]


def bare(form: Form, *rows: list[str]) -> MarkdownBook:
    """A book with the headings of a form, its required labels, and rows below them."""
    heads = [[f"{column.title}:", ""] for column in form.head]
    grid = ["01.09.2026" if form.grid.heading.name == "date" else "Алгебра"] if form.grid else []
    register = ["", *(column.title for column in form.lessons)] if form.lessons else []
    table = [[form.title], *heads, [*(column.title for column in form.columns), *grid, *register], *rows]
    width = max(map(len, table))
    return MarkdownBook(FIRST_BOOK, {form.tab: [row + [""] * (width - len(row)) for row in table]})


@pytest.mark.parametrize(("rule_id", "example"), EXAMPLES)
def test_page_shows_all_that_is_found(rule_id: str, example: Example, tmp_path: Path) -> None:
    assert found(example.outcome(tmp_path)) == example.expected()


@pytest.mark.parametrize(("rule_id", "example"), EXAMPLES)
def test_words_of_findings_are_complete(rule_id: str, example: Example, tmp_path: Path) -> None:
    for issue in example.outcome(tmp_path).issues:
        for text in (issue.message, issue.fix):
            assert not any(odd in text for odd in ("{", "}", "nan", "None", "NaT", "<NA>", "  ", "«»")), text
            assert text == text.strip()


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert set(PAGES) == set(BY_ID)


@pytest.mark.parametrize("rule_id", PAGES)
def test_page_speaks_first_and_then_shows_its_own_rule(rule_id: str) -> None:
    page = PAGES[rule_id]
    assert page[0].isalpha() or page[0] == "«"
    shown = [line for example in examples(page) for line in example.expected()]
    words = BY_ID[rule_id].message.partition("{")[0] or BY_ID[rule_id].message.rpartition("}")[2]
    assert rule_id == "rule-failed" or any(words in line for line in shown)


@BY_FORM
def test_blank_sheet_of_a_form_breaks_no_rule(form: Form) -> None:
    issues = check_books([bare(form)]).issues
    assert {issue.rule.id for issue in issues} <= {"sheet-empty", "cell-empty"}


@BY_FORM
def test_sheet_with_one_stray_entry_crashes_no_rule(form: Form) -> None:
    issues = check_books([bare(form, ["1", "?"])]).issues
    assert "rule-failed" not in {issue.rule.id for issue in issues}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.find], ids=lambda rule: rule.id)
def test_rule_finds_nothing_in_records_of_nothing(rule: Rule) -> None:
    empty = {form.name: read(form, []) for form in FORMS}
    for name in rule.forms:
        for school in (School(empty), School({name: empty[name]})):
            assert rule.find is not None
            assert rule.find(empty[name], school).empty


def test_rule_that_crashes_is_named_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    @rule("crash", title="Падение", forms=("policies",), clause="2.4", message="", fix="")
    def crash(records: Records, school: School) -> pd.DataFrame:
        raise ZeroDivisionError

    monkeypatch.setattr(rules, "RULES", (crash, *RULES))
    books = parse_books("# Правила\n| Правила |\n| Правило | Значение |\n| Порог списания | 3 |")
    issues = [(issue.rule.id, issue.place.cell, issue.message) for issue in check_books(books).issues]
    assert issues == [
        ("rule-failed", "", "проверка «Падение» не выполнена из-за ошибки программы (ZeroDivisionError)"),
        ("setting-unknown", "A3", "настройка «Порог списания» неизвестна и не учтена"),
    ]


def test_findings_stand_in_reading_order() -> None:
    """A9 before A10, B2 before A3; books and sheets as given."""
    rows = "\n".join(f"| Настройка {number} | |" for number in range(3, 12))
    text = f"# Я\n| Правила |\n| Правило | Значение |\n{rows}\n# А\n| Правила |\n| Правило | Значение |\n| Ещё | |"
    books = [book for name in ("Вторая.xlsx", "Первая.xlsx") for book in parse_books(text, name)]
    places = [(issue.place.book, issue.place.sheet, issue.place.cell) for issue in check_books(books).issues]
    of_one = [("Я", f"A{row}") for row in range(3, 12)] + [("А", "A3")]
    assert places == [(book.name, *place) for book in books for place in of_one]


def test_school_without_books_has_no_findings() -> None:
    assert find_issues([], [], School()) == []

"""The command «import»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from ..forms import BY_NAME
from .changing import guarded
from .reading import around, find_books, nothing_collected, read_books, school_folder, study
from .winning import unread_lines

if TYPE_CHECKING:
    from ..imports.olympiad import Export
    from ..register import Register
    from ..school import School

ADDED = "записи добавлены"
"""The action in the journal."""
RESULTS, EVENTS = "Результаты олимпиад", "Перечни мероприятий.xlsx"
TEXTS = (".csv", ".tsv", ".txt")
LISTS = (*TEXTS, ".xlsx", ".xlsm", ".xls", ".ods")
NO_SOURCE = (
    "Укажите файл: выгрузку олимпиадной платформы или перечень мероприятий (.xlsx, .csv). Выгрузки электронных журналов не принимаются."
)


def import_(request: Request) -> Outcome:
    """Внести в книги школы выгрузку олимпиадной платформы или перечень мероприятий: повторный ввод ничего не удваивает.

    Что это за файл, видно по графам. Выгрузки электронных журналов не принимаются.
    """
    sources = [path for path in request.paths if not path.is_dir()]
    folders = [path for path in request.paths if path.is_dir()]
    missing = [path for path in sources if not path.is_file()]
    if not sources or missing:
        return Outcome(lines=(f"«{missing[0].name}»: такого файла нет." if missing else NO_SOURCE,), failed=True)
    if len(folders) > 1:
        return Outcome(lines=("Укажите одну папку школы.",), failed=True)
    from ..kind import parse_school_year

    year = parse_school_year(request.year) if request.year else ""
    if not isinstance(year, str):
        return Outcome(lines=(f"Учебный год «{request.year}» не распознан: укажите, например, 2026/2027.",), failed=True)
    with nothing_collected():
        return _import(_Given(request, sources, folders[0] if folders else None, year))


@dataclass(frozen=True, slots=True)
class _Given:
    """What is to be imported: files, the folder of the school if one was given, the school year if one was."""

    request: Request
    sources: Sequence[Path]
    folder: Path | None
    year: str


def _import(given: _Given) -> Outcome:
    """Files of one kind, which is told by what stands in them."""
    from ..imports.olympiad import read_export

    files = dict(find_books([path for path in given.sources if path.suffix.lower() not in TEXTS]))
    books = read_books(files, given.request.progress)
    export = read_export(books)
    exported = set(export.records.sheets["book"])
    told = exported | {book.name for book in books if not book.sheets()}
    lists = [path for path in given.sources if path not in {files[name] for name in told}]
    if exported and lists:
        return Outcome(lines=("Выгрузку олимпиады и перечень мероприятий внесите двумя командами.",), failed=True)
    if not exported:
        return guarded(lambda: _lists(given))
    return guarded(lambda: _export(given, export, files, unread_lines(books)))


def _school(given: _Given) -> School:
    """The school of the folder, or around the file to be written or the first source: its settings and class list."""
    near = given.folder or (given.request.out or given.sources[0]).resolve().parent
    inside = school_folder(near) / "книга"
    context = read_books(dict(around([inside], {})), lambda done, total: None)
    school = study([], context)[0]
    if school.roster is None and given.folder is not None:
        school = study(read_books(dict(find_books([given.folder])), given.request.progress))[0]
    return school


# An export


def _export(given: _Given, export: Export, files: dict[str, Path], unread: Sequence[str]) -> Outcome:
    from ..forms.olympiad_results import STAGES
    from ..imports.results import known_results, result_rows, settle, sort_out
    from ..register import open_register
    from ..reports.imported import imported_pages
    from ..reports.workbook import write_pages
    from ..save import save

    request = given.request
    school, stage = _school(given), request.stage.strip().lower()
    year = given.year or (f"{school.year}/{school.year + 1}" if school.year else "")
    lacking = [
        text
        for text, lacks in (
            (f"укажите этап: --stage {'|'.join(STAGES)}", stage not in STAGES),
            ("укажите учебный год: --year 2026/2027", not year),
            ("укажите папку школы с книгой «Контингент»: без списка классов участников не узнать", school.roster is None),
        )
        if lacks
    ]
    if lacking:
        return Outcome(lines=tuple(f"Выгрузка не внесена: {text}." for text in lacking), failed=True)
    path = request.out or (given.folder or Path()) / "Достижения" / f"{RESULTS}, {year.replace('/', '-')}.xlsx"
    found = sort_out(export, school, (request.name,) if request.name else ())
    register = open_register(path, BY_NAME["olympiad_results"], year)
    known = known_results(register.records, school) if register.records is not None else {}
    new, differing = settle(result_rows(export, found.accepted, school, stage, request.day), known, school)
    told = sorted((*found.look, *differing), key=lambda remark: remark.line)
    lines = [
        f"Прочитано строк: {export.read}. Принято: {len(found.accepted)}, из них новых: {len(new)}. "
        f"К разбору: {found.reported - len(found.foreign) - found.others}. Других школ: {len(found.foreign)}. Не строк участия: {found.others}.",
        *unread,
    ]
    if lost := _lost(register, new):
        lines.append(f"В книге нет граф, значения не записаны: {', '.join(f'«{title}»' for title in lost)}.")
    if request.dry_run:
        return Outcome(lines=(*lines, "Ничего не записано."), assumed=school.assumed)
    written = [register.add(new, ADDED)] if new else []
    if told or found.foreign or export.others or export.strays:
        beside = path.with_name(f"{path.stem}, к разбору.xlsx")
        pages = imported_pages(export, found, told, files, beside.resolve().parent)
        written.append(save(beside, lambda draft: write_pages(draft, pages)))
    return Outcome(lines=tuple(lines), written=tuple(written), assumed=school.assumed)


def _lost(register: Register, rows: Sequence[Mapping[str, object]]) -> list[str]:
    """Titles of columns that rows have values for and the table in the book lacks."""
    used = {name for row in rows for name, value in row.items() if value not in (None, "")}
    return register.lacking([column.name for column in register.form.columns if column.name in used])


# Lists of events


def _lists(given: _Given) -> Outcome:
    from ..imports.event_lists import event_list_rows
    from ..imports.results import known_events, new_events
    from ..register import open_register

    if unknown := [path for path in given.sources if path.suffix.lower() not in LISTS]:
        return Outcome(lines=(f"«{unknown[0].name}»: не выгрузка и не перечень. {NO_SOURCE}",), failed=True)
    rows, lines = [], []
    for path in given.sources:
        found, reports = event_list_rows(path, given.year)
        rows += found
        lines += [f"{path.name}: {text}" for text in reports]
    if not rows:
        return Outcome(lines=(*lines, f"Ни выгрузки, ни перечня в файле не найдено. {NO_SOURCE}"), failed=True)
    path = given.request.out or (given.folder or Path()) / EVENTS
    register = open_register(path, BY_NAME["events"])
    new = new_events(rows, known_events(register.records) if register.records is not None else set())
    lines.append(f"Прочитано мероприятий: {len(rows)}, из них новых: {len(new)}.")
    if lost := _lost(register, new):
        lines.append(f"В книге нет граф, значения не записаны: {', '.join(f'«{title}»' for title in lost)}.")
    if given.request.dry_run or not new:
        return Outcome(lines=(*lines, *(("Ничего не записано.",) if given.request.dry_run else ())))
    return Outcome(lines=tuple(lines), written=(register.add(new, ADDED),))

"""The command «fill»."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ..command import Outcome, Request
from .changing import ENDINGS
from .reading import around, find_books, nothing_collected, read_books, study

if TYPE_CHECKING:
    from ..filling import Template

NO_TEMPLATE = "Шаблон «{name}» не найден. Укажите файл .xlsx или .xlsm или один из встроенных: {known}."


def fill(request: Request) -> Outcome:
    """Заполнить шаблон по каждому обучающемуся: книга на ученика, на класс или одна для печати."""
    found = template_of(request.name)
    if isinstance(found, Outcome):
        return found
    name, template = found
    if template.flaws:
        from ..filling.flaws import issues

        line = "Шаблон не заполнен: исправьте поля и повторите. Все поля: xlrecords fields"
        return Outcome(issues=issues(Path(request.name).name, template.flaws), lines=(line,), told=None, failed=True)
    if not template.filled:
        return Outcome(lines=("В шаблоне нет ни одного поля {{…}}: заполнять нечего. Все поля: xlrecords fields",), failed=True)
    try:
        students = facts(request)
    except ValueError as error:
        return Outcome(lines=(str(error),), failed=True)
    if not students:
        return Outcome(lines=("Заполнять не для кого: «Контингент» не найден или в нём нет таких обучающихся.",), failed=True)
    if request.dry_run:
        return _preview(template, students, request, name)
    return _write(template, students, request, name)


def template_of(name: str) -> tuple[str, Template] | Outcome:
    """Title and template: a file, or a built-in one by its name or title."""
    from ..documents import DOCUMENTS
    from ..filling import Template
    from ..guard import RefusedError

    path = Path(name)
    if not path.is_file():
        built_in = next((document for document in DOCUMENTS if name.lower() in (document.name, document.title.lower())), None)
        if built_in is None:
            known = ", ".join(document.name for document in DOCUMENTS)
            return Outcome(lines=(NO_TEMPLATE.format(name=name, known=known),), failed=True)
        return built_in.title, Template.read(templates().joinpath(f"{built_in.name}.xlsx").read_bytes())
    try:
        return path.stem, Template.read(path.read_bytes())
    except RefusedError as error:
        from .changing import refusal

        return Outcome(lines=(f"Шаблон «{path.name}»: {refusal(error)}",), failed=True)
    except OSError as error:
        from ..save import reason

        return Outcome(lines=(f"Шаблон «{path.name}» не прочитан: {reason(error)}.",), failed=True)


def facts(request: Request) -> list[dict[str, Any]]:
    """Facts of the students that a request asks for, out of the books at its paths.

    Raises:
        ValueError: The period is none; the text is for the user.
    """
    from ..fields import collect
    from ..fields.images import FOLDER

    with nothing_collected():
        files = dict(find_books(request.paths))
        books = read_books(files, request.progress, request.live)
        context = read_books(dict(around(request.paths, files)), lambda done, total: None)
        school, _, _ = study(books, context)
        pictures = next((path / FOLDER for path in request.paths if (path / FOLDER).is_dir()), None)
        everyone = collect(school, request.day or dt.date.today(), request.period, pictures=pictures)
    return [{**student, "Номер": request.number or student.get("Номер")} for student in everyone if _asked(student, request)]


def _asked(student: Mapping[str, Any], request: Request) -> bool:
    from ..kind import fold

    names = [fold(name) for name in request.students]
    groups = [fold(group).replace(" ", "") for group in request.groups]
    full = fold(str(student.get("ФИО") or ""))
    named = not names or any(full == name or full.startswith(f"{name} ") for name in names)
    return named and (not groups or fold(str(student.get("Класс") or "")).replace(" ", "") in groups)


def _preview(template: Template, students: Sequence[Mapping[str, Any]], request: Request, name: str) -> Outcome:
    from ..filling.outputs import class_order, workbooks

    ordered = sorted({class_order(student)[1] for student in students}, key=lambda group: class_order({"Класс": group}))
    names = [path for path, _ in workbooks(template, students, request.per, name, _ending(request.name))]
    lines = (f"Обучающихся: {len(students)}, классов: {len(ordered)}. Будут записаны в «{_folder(request, name)}»:", *names)
    return Outcome(lines=lines)


@dataclass
class _Result:
    written: list[str]
    kept: list[str]


def _folder(request: Request, name: str) -> Path:
    return request.out or Path(name)


def _ending(template: str) -> str:
    """Ending of the files: a template with macros makes books with macros."""
    suffix = Path(template).suffix.lower().replace(".xlt", ".xls")
    return suffix if suffix in ENDINGS else ".xlsx"


def _write(template: Template, students: Sequence[Mapping[str, Any]], request: Request, name: str) -> Outcome:
    from ..filling.outputs import Folder, workbooks
    from ..save import reason
    from ..words import counted

    folder = _folder(request, name)
    result = _Result([], [])
    made: dict[str, bytes] = {}
    total = len(students) if request.per == "student" else 1

    def each() -> Iterator[tuple[str, bytes]]:
        for count, (path, data) in enumerate(workbooks(template, students, request.per, name, _ending(request.name)), 1):
            if request.pdf:
                made[path] = data
            request.progress(min(count, total), total)
            yield path, data

    try:
        for path, written in Folder(folder).write(each()):
            (result.written if written else result.kept).append(path)
    except OSError as error:
        return Outcome(lines=(f"Запись в «{folder}» не удалась: {reason(error)}.",), failed=True)
    lines = [f"Заполнено: {counted(len(students), 'обучающийся')}, {counted(len(result.written), 'книга')}."]
    lines += [f"«{path}» не перезаписана: она открыта или изменена после заполнения. Переименуйте её и повторите." for path in result.kept]
    if request.pdf:
        lines += _print({path: made[path] for path in result.written}, folder)
    files = {path: folder / path for path in result.written}
    failed = bool(result.kept) and not result.written
    return Outcome(lines=tuple(lines), written=(folder,), failed=failed, code=int(bool(result.kept)), files=files)


def _print(made: Mapping[str, bytes], folder: Path) -> list[str]:
    """PDFs beside the workbooks, a call a folder."""
    from ..pdf import pages
    from ..words import counted

    lines: list[str] = []
    count, way = 0, ""
    by_folder: dict[str, list[tuple[str, bytes]]] = {}
    for path, data in made.items():
        place = PurePosixPath(path)
        by_folder.setdefault(place.parent.as_posix(), []).append((place.name, data))
    for below, files in by_folder.items():
        printed = pages(files, folder / below)
        count, way = count + len(printed.paths), printed.way
        lines += printed.troubles
    return [f"PDF: {counted(count, 'файл')} ({way}).", *lines]


def templates() -> Path:
    """Folder of the built-in templates: in the package when installed, in the repository otherwise."""
    package = Path(__file__).parents[1]
    inside = package / "workbooks" / "templates"
    return inside if inside.is_dir() else package.parent / "workbooks" / "templates"

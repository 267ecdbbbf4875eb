"""The command «release»."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..command import Outcome, Request
from .changing import guarded
from .filling import template_of
from .reading import find_books, nothing_collected, read_books, school_folder, study
from .release_journal import ACTION, open_journal

if TYPE_CHECKING:
    from ..filling import Template
    from ..privacy.recipients import Admission
    from ..privacy.release import Application
    from ..register import Register
    from ..school import School

FOLDER = "Выдача сведений"
STANDARD = ("student_sheet",)
"""What is given out if nothing else is asked for."""


class RefusedReleaseError(Exception):
    """Nothing is given out; the text says why and what to do, in Russian."""

    def __init__(self, text: str, clause: str = "") -> None:
        super().__init__(f"Не выдано: {text[:1].lower()}{text[1:]}" + (f" Основание: п. {clause} Положения." if clause else ""))


@dataclass(frozen=True, slots=True)
class Case:
    """A release that was allowed: whom it is about, who gets it, on what application."""

    person: int
    admission: Admission
    application: Application
    day: dt.date


def release(request: Request) -> Outcome:
    """Выдать семье сведения о её ребёнке: файл без чужих данных под паролем и запись в журнале выдачи сведений."""
    return guarded(lambda: _release(request))


def _release(request: Request) -> Outcome:
    try:
        documents = [_template(name) for name in request.documents or STANDARD]
        with nothing_collected():
            files = _whole_school(request)
            school, _, _ = study(read_books(files, request.progress))
            case = _case(school, request)
            facts = _facts(school, case, request)
            masked, hidden = (facts, 0) if request.with_health else _masked(facts)
            copies = [(title, copy_of(school, case.person, template, masked)) for title, template in documents]
            return _give(school, files, case, copies, hidden, request)
    except RefusedReleaseError as error:
        return Outcome(lines=(str(error),), failed=True)


def _template(name: str) -> tuple[str, Template]:
    found = template_of(name)
    if isinstance(found, Outcome):
        raise RefusedReleaseError(found.lines[0])
    title, template = found
    if template.flaws or not template.filled:
        raise RefusedReleaseError(f"Шаблон «{title}» заполнить нельзя: проверьте его командой xlrecords fill.")
    return title, template


def _whole_school(request: Request) -> dict[str, Path]:
    """Books of the whole school: of a part of it neither others' names nor the journal of releases are known."""
    files = dict(find_books(request.paths))
    if not files:
        raise RefusedReleaseError("Книг не найдено: укажите папку школы.")
    folders = list(dict.fromkeys(school_folder(path) for path in request.paths))
    given = {path.resolve() for path in request.paths}
    if len(folders) != 1 or given.isdisjoint((folders[0], *folders[0].parents)):
        raise RefusedReleaseError(f"Чтобы чужие сведения не ушли вместе со своими, нужна вся школа: укажите папку «{folders[0]}».")
    if any(not book.resolve().is_relative_to(folders[0]) for book in files.values()):
        raise RefusedReleaseError("В этой папке книги не одной школы: укажите папку той, в которой учится обучающийся.")
    return files


def _case(school: School, request: Request) -> Case:
    """Who asks for what about whom, if that is allowed.

    Raises:
        RefusedReleaseError: It is not.
    """
    from ..privacy.recipients import Verdict, recipient_check
    from ..privacy.release import Refusal, find_application, find_student

    def settled(found: Any) -> Any:
        if isinstance(found, Refusal):
            raise RefusedReleaseError(found.text, found.clause)
        return found

    if len(request.students) != 1 or len(request.groups) > 1:
        raise RefusedReleaseError("Сведения выдают об одном обучающемся: укажите одно имя и не больше одного класса.", "6.2")
    day = request.day or dt.date.today()
    person: int = settled(find_student(school, request.students[0], request.groups[0] if request.groups else ""))
    admission = recipient_check(school, request.to, person, request.purpose, day, request.basis)
    if admission.verdict is not Verdict.OK:
        raise RefusedReleaseError(admission.text, admission.clause)
    application: Application = settled(
        find_application(school, person, request.to, admission.relation, request.application, request.oral, day)
    )
    return Case(person, admission, application, day)


def _facts(school: School, case: Case, request: Request) -> dict[str, Any]:
    """Values of all fields for the one student."""
    from ..fields import collect

    try:
        everyone = collect(school, case.day, request.period, everybody=True)
    except ValueError as error:
        raise RefusedReleaseError(str(error)) from error
    named = school.records["class_list"].rows["student"].notna().to_numpy()
    return everyone[int(named[: case.person].sum())]


def _masked(facts: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    from ..privacy.health import masked

    return masked(facts)


def copy_of(school: School, person: int, template: Template, facts: Mapping[str, Any]) -> bytes:
    """A document filled for one student, scrubbed, and looked through for data of others.

    Raises:
        RefusedReleaseError: It would tell of others.
    """
    from ..privacy.leaks import needles, printed, search
    from ..privacy.release import told_of_others
    from ..privacy.scrub import scrub

    data = scrub(template.fill(facts))
    wanted = needles(school, {person}, printed=printed(template.data))
    if found := search(data, wanted):
        what = ", ".join(dict.fromkeys(leak.what for leak in found))
        places = list(dict.fromkeys(told_of_others(facts, wanted)))
        where = f"Поля: {', '.join(places[:5])}." if places else f"Части файла: {', '.join(dict.fromkeys(leak.part for leak in found))}."
        raise RefusedReleaseError(
            f"В файле оказались сведения о других обучающихся ({what}). {where} Уберите их из записей и повторите. "
            "Если фамилия — часть названия, возьмите его в кавычки «…» или напишите «имени …».",
            "6.2",
        )
    return data


def _give(
    school: School, files: Mapping[str, Path], case: Case, copies: Sequence[tuple[str, bytes]], hidden: int, request: Request
) -> Outcome:
    """Write the files and the row of the journal.

    The row comes first and is taken back if the files cannot be written: a kill at any moment leaves no file that the journal does
    not know, at worst a row whose file is not there.
    """
    from ..history import sha256
    from ..privacy.encryption import encrypt, new_password

    journal = open_journal(school, files, school_folder(request.paths[0]))
    titles = [title for title, _ in copies]
    folder = request.out or Path(FOLDER)
    number = journal.next_number
    names = [f"Выдача {number}, {title}.xlsx" for title in titles]
    told = list(_told(case, journal, hidden, request))
    if taken := [name for name in names if (folder / name).exists()]:
        raise RefusedReleaseError(f"«{taken[0]}» уже есть в папке «{folder}»: перенесите его и повторите.")
    if request.dry_run:
        return Outcome(lines=(*told, "Будут записаны:", *(str(folder / name) for name in names)))
    password = "" if request.open else new_password()
    made = [(name, encrypt(data, password) if password else data) for name, (_, data) in zip(names, copies, strict=True)]
    content = ", ".join(titles) + (" (со сведениями о здоровье)" if request.with_health else "")
    row = _row(school, case, request, number, content, "; ".join(sha256(data) for _, data in made))
    journal.add([row], ACTION)
    if failed := _put(folder, made):
        journal.take_back()
        raise RefusedReleaseError(failed)
    secret = (
        (f"Пароль: {password}", "Он показан один раз и нигде не хранится: передайте его получателю отдельно от файла.") if password else ()
    )
    return Outcome(lines=(*told, *secret), written=(*(folder / name for name in names), journal.path))


def _put(folder: Path, made: Sequence[tuple[str, bytes]]) -> str:
    """Write files, all or none; why they were not written, empty if they were."""
    from ..filling.outputs import Folder
    from ..save import reason

    written: list[str] = []
    failed = ""
    try:
        for name, free in Folder(folder).write(made):
            if not free:
                failed = f"«{name}» в папке «{folder}» занят: перенесите его и повторите."
                break
            written.append(name)
    except OSError as error:
        failed = f"Запись в «{folder}» не удалась: {reason(error)}."
    for name in written if failed else ():
        (folder / name).unlink(missing_ok=True)
    return failed


def _told(case: Case, journal: Register, hidden: int, request: Request) -> Iterator[str]:
    yield f"{case.admission.text} {'Будет записано' if request.dry_run else 'Записано'} в «{journal.path.name}», № {journal.next_number}."
    if hidden:
        yield f"Скрыто сведений о здоровье: {hidden}. Если они нужны получателю, добавьте --with-health."


def _row(school: School, case: Case, request: Request, number: int, content: str, sha: str) -> dict[str, Any]:
    from ..achievements.joining import label
    from ..privacy.release import entry

    group = school.roster.classes[case.person] if school.roster is not None else ""
    given = {
        "recipient": case.admission.name or " ".join(request.to.split()), "relation": case.admission.relation, "basis": case.admission.document,
        "manner": case.application.manner, "application": case.application.reference, "purpose": request.purpose.strip(),
        "content": content, "sha256": sha, "issued_by": " ".join(request.by.split()),
    }  # fmt: skip
    return entry(number, case.day, label(school, case.person), group, given)

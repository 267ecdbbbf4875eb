"""The command «commend»: candidates and the draft of the order; then, by the order, entries of the register and certificates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..command import Outcome, Request
from .opening import Opened, opened
from .reading import TEMPLATES, find_books, nothing_collected, school_folder

if TYPE_CHECKING:
    from ..achievements.commend import Chosen, Entry
    from ..filling import Template
    from ..school import School

CANDIDATES, ORDER, CERTIFICATES = Path("Кандидаты.xlsx"), Path("Проект приказа.xlsx"), Path("Грамоты")
DOCUMENTS = {
    "похвальный лист": "honour_certificate",
    "благодарность": "gratitude",
    **dict.fromkeys(("грамота", "почётная грамота", "похвальная грамота", "диплом", "благодарственное письмо"), "award_certificate"),
}
"""Kind of a commendation -> built-in document; others have none."""
NO_LIST = Outcome(lines=("«Контингент» не найден: без списка классов неизвестно, кого поощрять.",), failed=True)
UNREAD = (
    "Не прочитано: {names}. Там может быть реестр поощрений: причину назовёт xlrecords check; устраните её и повторите, ничего не записано."
)
REPEATED = "За то же уже поощрены другим приказом: {entries}. Выберите «нет» или исправьте запись реестра"
BAD_ORDER = 'Приказ «{order}» не распознан: укажите номер и дату, например --order "№ 12 от 25.05.2027".'


def commend(request: Request) -> Outcome:
    """Поощрить: предложить кандидатов и проект приказа; по приказу внести выбранных в реестр и заполнить грамоты."""
    from .marking import hashes

    read = hashes(dict(find_books(request.paths))) if request.order and not request.dry_run else {}
    with nothing_collected():
        found = opened(request)
        if isinstance(found, Outcome):
            return found
        if found.school.roster is None:
            return NO_LIST
        if request.source is None and request.order:
            return Outcome(lines=(f'Укажите книгу, в которой выбраны поощряемые: --from "{CANDIDATES}".',), failed=True)
        if request.source is None:
            return _propose(found, request)
        return _by_choice(found, read, request.source, request)


# Candidates


def _propose(read: Opened, request: Request) -> Outcome:
    """The workbook of candidates; one in which people have begun to choose is not written over."""
    import datetime as dt

    from ..achievements.awards import candidates
    from ..decision import Answer
    from ..reports.commendations import write_candidates
    from ..save import SaveError, save
    from ..school import last_day

    path, school = request.out or CANDIDATES, read.school
    if path.exists() and _is_begun(path):
        return Outcome(lines=(f"В «{path.name}» уже отмечено, кого наградить: укажите другое имя, файл не изменён.",), failed=True)
    found = candidates(school, request.day or (last_day(school.year) if school.year else dt.date.today()))
    if not found:
        return Outcome(lines=("Кандидатов нет: по достижениям и отметкам поощрять некого или все уже поощрены.", *read.warning))
    doubtful = sum(one.decision.answer is Answer.UNKNOWN for one in found)
    try:
        written = save(path, lambda beside: write_candidates(beside, found, school))
    except SaveError as error:
        return Outcome(lines=(f"{error}.",), failed=True)
    lines = (
        f"Кандидатов: {len(found)}, из них проверить: {doubtful}. В графе «Наградить» выберите «да» или «нет».",
        f'Проект приказа на выбранных: xlrecords commend ПУТЬ --from "{path}"; после приказа добавьте --order "№ … от …".',
        *read.warning,
    )
    return Outcome(lines=lines, written=(written,))


def _is_begun(path: Path) -> bool:
    from ..achievements.commend import FORM, decided
    from ..books.file import read
    from ..sheets import survey
    from ..sheets.read import read as records_of

    blocks, _ = survey([read(path, path.name)], [FORM])
    return FORM.name in blocks and decided(records_of(FORM, blocks[FORM.name]))


# What people chose


def _by_choice(found: Opened, read: Mapping[str, str], source: Path, request: Request) -> Outcome:
    """The order for those who were chosen; with the order, their entries and certificates."""
    from ..achievements.commend import planned, read_order, repeated

    asked = _chosen(source, found.school)
    if isinstance(asked, Outcome):
        return asked
    if not request.order:
        return _draft(asked, found.school, request)
    order = read_order(request.order)
    if not order:
        return Outcome(lines=(BAD_ORDER.format(order=request.order),), failed=True)
    if found.unread:
        return Outcome(lines=(UNREAD.format(names=", ".join(f"«{name}»" for name in found.unread)),), failed=True)
    if again := repeated(found.school, asked, order):
        return Outcome(lines=(f"{REPEATED.format(entries='; '.join(again))}; ничего не записано.",), failed=True)
    templates = _templates({one.sort for one in asked}, school_folder(request.paths[0]))
    if isinstance(templates, Outcome):
        return templates
    entries = planned(found.school, asked, order)
    if request.dry_run:
        return _preview(entries, found, templates, request)
    entered = _enter(entries, order, found, read, request)
    if isinstance(entered, str):
        return Outcome(lines=(entered, "Грамоты не заполнены. Устраните причину и повторите команду: номера не изменятся."), failed=True)
    return _fill(entries, order, found.school, templates, request, entered)


def _chosen(source: Path, school: School) -> list[Chosen] | Outcome:
    from ..achievements.commend import FORM, chosen
    from ..books.file import read
    from ..sheets import survey
    from ..sheets.read import read as records_of

    if not source.is_file():
        return Outcome(lines=(f"Файла «{source}» нет: укажите книгу с листом «{FORM.tab}».",), failed=True)
    blocks, _ = survey([read(source, source.name)], [FORM])
    if FORM.name not in blocks:
        return Outcome(
            lines=(f"«{source.name}»: листа «{FORM.tab}» нет. Составьте его: xlrecords commend ПУТЬ -o {CANDIDATES}",), failed=True
        )
    asked, wrong = chosen(records_of(FORM, blocks[FORM.name]), school)
    if wrong:
        return Outcome(lines=("Исправьте и повторите, ничего не записано:", *wrong), failed=True)
    if not asked:
        return Outcome(lines=(f"В «{source.name}» никто не отмечен: выберите «да» в графе «Наградить».",), failed=True)
    return asked


def _draft(asked: Sequence[Chosen], school: School, request: Request) -> Outcome:
    from ..achievements.commend import repeated
    from ..reports.commendations import write_order
    from ..save import SaveError, save
    from ..words import counted

    again = repeated(school, asked)
    told = (f"{REPEATED.format(entries='; '.join(again))}.",) if again else ()
    try:
        written = save(request.out or ORDER, lambda beside: write_order(beside, asked, school))
    except SaveError as error:
        return Outcome(lines=(f"{error}.",), failed=True)
    return Outcome(lines=(f"Проект приказа: {counted(len(asked), 'поощрение')}.", *told), written=(written,))


def _preview(entries: Sequence[Entry], found: Opened, templates: Mapping[str, Template], request: Request) -> Outcome:
    from ..words import counted

    new = [entry for entry in entries if entry.new]
    lines = [f"Будет внесено: {counted(len(new), 'запись')}; уже внесено: {len(entries) - len(new)}."]
    for sheet_id in sorted({entry.sheet_id for entry in new}):
        numbers = [entry.number for entry in new if entry.sheet_id == sheet_id]
        lines.append(f"{_register_name(sheet_id, found)}: {_numbers(numbers)}")
    lines.append(f"Будут записаны в «{request.out or CERTIFICATES}»:")
    lines += [name for name, entry in _named(entries) if entry.chosen.sort in templates]
    return Outcome(lines=(*lines, *_without(entries, templates)))


def _register_name(sheet_id: int, found: Opened) -> str:
    from ..achievements.commend import REGISTER

    if sheet_id < 0:
        return f"новая книга «{REGISTER}.xlsx»"
    sheets = found.school.records["commendations"].sheets
    return f"{sheets['book'].iat[sheet_id]}, «{sheets['sheet'].iat[sheet_id]}»"


# The register


def _enter(entries: Sequence[Entry], order: str, found: Opened, read: Mapping[str, str], request: Request) -> list[str] | str:
    """Write new entries, a register after another; what was written, or why it was not."""
    from .registering import RegisterError, enter

    lines = []
    for sheet_id in sorted({entry.sheet_id for entry in entries if entry.new}):
        rows = [_row(entry, order) for entry in entries if entry.new and entry.sheet_id == sheet_id]
        name = _register_name(sheet_id, found)
        try:
            enter(found.school, found.files, read, school_folder(request.paths[0]), sheet_id, rows)
        except RegisterError as error:
            return f"{name}: записи не внесены: {error}."
        lines.append(f"{name}: внесено: {_numbers([row['number'] for row in rows])}.")
    return lines


def _numbers(numbers: Sequence[int]) -> str:
    return f"№ {min(numbers)}" if len(numbers) == 1 else f"№ {min(numbers)}–{max(numbers)}"


def _row(entry: Entry, order: str) -> dict[str, Any]:
    from ..achievements.commend import order_day

    one = entry.chosen
    return {
        "number": entry.number,
        "student": one.student,
        "school_class": one.group,
        "date": order_day(order),
        "sort": one.sort,
        "merit": one.merit,
        "activity": one.activity,
        "ground": one.ground or f"приказ {order}",
        "order": order,
    }


# Certificates


def _templates(sorts: set[str], folder: Path) -> dict[str, Template] | Outcome:
    """Kind of a commendation -> its certificate: that of the school, else the built-in one; kinds without one are left out."""
    from ..filling import Template
    from ..filling.flaws import issues
    from ..guard import RefusedError
    from .changing import refusal
    from .filling import templates

    found: dict[str, Template] = {}
    for sort in sorted(sorts):
        own = folder / TEMPLATES / f"{sort[:1].upper()}{sort[1:]}.xlsx"
        path = own if own.is_file() else templates() / f"{DOCUMENTS[sort]}.xlsx" if sort in DOCUMENTS else None
        if path is None:
            continue
        try:
            template = Template.read(path.read_bytes())
        except RefusedError as error:
            return Outcome(lines=(f"Шаблон «{path.name}»: {refusal(error)}",), failed=True)
        if template.flaws:
            line = f"Шаблон «{path.name}» не подходит: исправьте поля и повторите, ничего не записано."
            return Outcome(issues=issues(path.name, template.flaws), lines=(line,), told=None, failed=True)
        found[sort] = template
    return found


def _named(entries: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    """Name of the file of each certificate, below the folder."""
    from ..filling.outputs import file_name

    taken: dict[str, set[str]] = {}
    for entry in entries:
        one = entry.chosen
        name = file_name(f"{one.student} — {one.sort} № {entry.number}", taken.setdefault(one.group, set()))
        yield f"{one.group}/{name}.xlsx", entry


def _without(entries: Sequence[Entry], templates: Mapping[str, Template]) -> Iterator[str]:
    """Kinds for which there is no certificate to fill."""
    for sort in sorted({entry.chosen.sort for entry in entries} - templates.keys()):
        yield f"Для вида «{sort}» бланка нет: положите свой шаблон «{TEMPLATES}/{sort[:1].upper()}{sort[1:]}.xlsx» и повторите."


def _fill(
    entries: Sequence[Entry], order: str, school: School, templates: Mapping[str, Template], request: Request, entered: Sequence[str]
) -> Outcome:
    from ..filling.outputs import Folder
    from ..save import reason
    from ..words import counted

    folder = request.out or CERTIFICATES
    facts = _facts(school, order, request)
    files = (
        (name, templates[entry.chosen.sort].fill(facts[entry.chosen.person] | _award(entry, order)))
        for name, entry in _named(entries)
        if entry.chosen.sort in templates
    )
    written, kept = 0, []
    try:
        for name, done in Folder(folder).write(files):
            written += done
            if not done:
                kept.append(name)
    except OSError as error:
        line = f"Запись в «{folder}» не удалась: {reason(error)}. Повторите команду: номера не изменятся."
        return Outcome(lines=(*entered, line), failed=True)
    lines = [*entered, f"Уже было в реестре: {sum(not entry.new for entry in entries)}. Заполнено: {counted(written, 'бланк')}."]
    lines += [f"«{name}» не перезаписан: он открыт или изменён после заполнения. Переименуйте его и повторите." for name in kept]
    return Outcome(lines=(*lines, *_without(entries, templates)), written=(folder,), code=int(bool(kept)))


def _facts(school: School, order: str, request: Request) -> dict[int, dict[str, Any]]:
    """Person of the class list -> what a template may name, on the day of the documents, else of the order."""
    import datetime as dt

    from ..achievements.commend import order_day
    from ..fields import collect
    from ..fields.images import FOLDER
    from ..fields.scope import Scope

    day = request.day or order_day(order) or dt.date.today()
    pictures = next((path / FOLDER for path in request.paths if (path / FOLDER).is_dir()), None)
    people = Scope(school, day, everybody=True).students.tolist()
    return dict(zip(people, collect(school, day, pictures=pictures, everybody=True), strict=True))


def _award(entry: Entry, order: str) -> dict[str, Any]:
    """What the certificate says of the commendation."""
    from ..fields.award import MERIT, ORDER, SORT, SUCCESS
    from ..reports.commendations import success

    one = entry.chosen
    return {"Номер": str(entry.number), SORT: one.sort, SUCCESS: success(one.activity), MERIT: one.merit, ORDER: order}

"""The command «eligible»."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Outcome, Request
from .opening import Opened, opened
from .reading import nothing_collected

if TYPE_CHECKING:
    from ..school import School

DEFAULT = Path("Особые условия и поощрения.xlsx")
NEEDED = {
    "talent_register": "«Сведения из ГИР» не найдены: размещение в ГИР неизвестно",
    "events": "«Перечни мероприятий» не найдены: входит ли мероприятие в перечень своего года, неизвестно",
    "profiles": "«Соответствие профилей предметам» не найдено: профиль соответствует предмету, только если назван так же",
    "applications": "«Журнал заявлений» не найден: есть ли заявления и решения по ним, неизвестно",
    "consents": "«Реестр согласий» не найден: есть ли согласия, неизвестно",
    "exam_choice": "«Выбор экзаменов» не найден: в 9 и 11 классах неизвестно, какие предметы выносятся на ГИА",
}
"""What the decisions need, by the form, and what is unknown without it."""


def eligible(request: Request) -> Outcome:
    """Определить, кому положены особые условия аттестации и поощрения: основания, чего не хватает, проект протокола, строки для ГИР."""
    with nothing_collected():
        found = opened(request)
        return found if isinstance(found, Outcome) else _eligible(found, request)


def _eligible(found: Opened, request: Request) -> Outcome:
    """The workbook, or the chain of a cell of it."""
    from ..attestation.results import last_lesson
    from ..reports.eligibility import eligible_pages
    from ..reports.origin import Origin, relative
    from ..reports.workbook import write_pages
    from ..save import SaveError, save
    from .summing import explained

    school = found.school
    day = request.day or last_lesson(school) or dt.date.today()
    pages = eligible_pages(school, day)
    if request.explain:
        return explained(pages, request.explain)
    path = request.out or DEFAULT
    origin = Origin("eligible", relative(request.paths, path), day=day.isoformat())
    more = f'Листов: {len(pages)}. Почему ответ такой: xlrecords eligible ПУТЬ --explain "По классам!F5".'
    try:
        written = save(path, lambda beside: write_pages(beside, pages, origin))
    except SaveError as error:
        return Outcome(lines=(str(error),), failed=True)
    lines = (*_told(school, day), more, *found.warning)
    return Outcome(lines=lines, written=(written,), assumed=(*school.assumed, *_unknown(school)), sheets=found.sheets)


def _told(school: School, day: dt.date) -> list[str]:
    """How many answers of each sort there are, and how many lines are nobody's, without a name."""
    from collections import Counter

    from ..achievements.cases import considered
    from ..achievements.joining import lines
    from ..achievements.special import Answer
    from ..reports.eligibility.unknown import FORMS

    counts = Counter(case.verdict.answer for case in considered(school, day))
    shown = ", ".join(f"{answer.value} — {counts[answer]}" for answer in Answer) if counts else "рассматривать нечего"
    told = [f"Особые условия аттестации на {day:%d.%m.%Y}: {shown}."]
    nobody = sum(line.person < 0 for form in FORMS for line in lines(school, form))
    return [*told, f"Не узнано строк: {nobody}. Какие и почему — лист «Не узнаны»."] if nobody else told


def _unknown(school: School) -> tuple[str, ...]:
    """What was not found and is therefore unknown."""
    read = {name for era in (school, *school.past) for name in era.records}
    return tuple(text for name, text in NEEDED.items() if name not in read)

"""What every button does: Desk -> Answer. Nothing is raised, nothing is asked back, and the book in front is changed by the answer alone."""

from __future__ import annotations

from collections.abc import Mapping

from ..button import Answer, Desk, Press, Tone
from . import archiving, checking, eligibility, service, sheets, summing, why

PRESSES: Mapping[str, Press] = {
    "check-sheet": checking.check_sheet,
    "check-book": checking.check_book,
    "next": checking.next_,
    "unmark": checking.unmark,
    "undo": checking.undo,
    "summary": summing.summary,
    "why": why.why,
    "eligible": eligibility.eligible,
    "student-sheet": sheets.student_sheet,
    "class-sheets": sheets.class_sheets,
    "certificate": sheets.certificate,
    "archive": archiving.archive,
    "verify": archiving.verify,
    "settings": service.settings,
    "doctor": service.doctor,
    "help": service.help_,
}
"""The function of each button, by its tag."""

SAFE = "Книга не изменена. Нажмите «Готовность»: она скажет, что исправить."


def press(tag: str, desk: Desk) -> Answer:
    """What a button leads to; whatever goes wrong becomes an answer too.

    Args:
        tag: Tag of the button.
        desk: What is on the screen.
    """
    from ..commands.changing import refusal
    from ..edits import PlanError
    from ..guard import RefusedError
    from ..save import SaveError

    run = PRESSES.get(tag)
    if run is None:
        return Answer(f"Кнопки «{tag}» программа не знает: обновите надстройку.\n{SAFE}", Tone.ERROR)
    try:
        return run(desk)
    except (PlanError, SaveError) as error:
        return Answer(f"Не получилось: {error}\n{SAFE}", Tone.ERROR)
    except RefusedError as error:
        return Answer(f"Не получилось: {refusal(error)}.\n{SAFE}", Tone.ERROR)
    except Exception as error:  # what nobody foresaw must not take the office program down; its text may name people
        return Answer(f"Не получилось: непредвиденная ошибка ({type(error).__name__}).\n{SAFE}", Tone.ERROR)

"""The workbook «Особые условия и поощрения»: who may be given what on a day, and what is missing for it (п. 1.2, 3.3, 3.4, 6.3)."""

from __future__ import annotations

import datetime as dt

from ...report import Page
from ...school import School
from .awards import award_pages
from .cards import cards
from .classes import by_class, lacking, others
from .levels import levels
from .minutes import minutes
from .state_register import state_register
from .unknown import unknown
from .verdicts import Considering


def eligible_pages(school: School, day: dt.date) -> tuple[Page, ...]:
    """All pages on a day; all but the first are left out where there is nothing to show.

    «По классам», «Карточки», «Протокол», «Для ГИР», «Чего не хватает», pages of awards, «Уровни», «Прочие достижения», «Карточки, прочие»,
    «Не узнаны».
    """
    found = Considering.of(school, day)
    return (
        *by_class(found), *cards(found), *minutes(found), *state_register(found), *lacking(found), *award_pages(school, day),
        *levels(school, day), *others(found), *cards(found, claimed=False), *unknown(school),
    )  # fmt: skip

"""The workbook «Сроки хранения дел»: how long each case is kept, what falls due when, what people must decide, a draft act (п. 7.1)."""

from __future__ import annotations

from ...report import Page
from .act import act
from .calendar import calendar
from .nomenclature import nomenclature
from .pending import pending
from .register import Register
from .terms import terms

__all__ = ["Register", "retention_pages"]


def retention_pages(register: Register) -> tuple[Page, ...]:
    """All pages: «Номенклатура дел» (of a school, not of an archive alone), «Сроки», «Календарь», «К решению», «Проект акта»."""
    return (*nomenclature(register), terms(register), calendar(register), pending(register), act(register))

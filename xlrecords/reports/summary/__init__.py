"""The summary workbook of a period: its pages, in the order of the tabs (п. 3.2.1, 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from ...report import Page
from ...school import School
from . import (
    attendance,
    class_report,
    class_sheet,
    debts,
    dynamics,
    external,
    membership,
    meta,
    parallels,
    quality,
    risks,
    teacher_report,
    year_sheet,
)
from .summary import Summary

PAGES: tuple[Callable[[Summary], Iterator[Page]], ...] = (
    parallels.pages,
    class_report.pages,
    teacher_report.pages,
    quality.pages,
    dynamics.pages,
    class_sheet.pages,
    year_sheet.pages,
    external.pages,
    attendance.pages,
    risks.pages,
    debts.pages,
    meta.pages,
    membership.pages,
)
"""Each gives its pages; a page may be missing where there is nothing to show."""


def summary_pages(school: School, period: str, day: dt.date) -> tuple[Page, ...]:
    """All pages of the summary of a period.

    Args:
        school: What was read.
        period: A name of `kind.TERMS`.
        day: Day of the summary: what is still to come is told from it.
    """
    summary = Summary.of(school, period, day)
    return tuple(page for pages in PAGES for page in pages(summary))


__all__ = ["PAGES", "Summary", "summary_pages"]

"""Marks for behaviour: kept apart from all others, in no mean and no indicator (проект дополнения п. 25 Порядка № 115)."""

from __future__ import annotations

from ..forms import SUMMARIES
from ..kind import TERMS
from ..school import School
from .results import line_terms, students_of_lines


def behaviour(school: School, term: str) -> dict[int, str]:
    """What the class summaries say of the behaviour of each student in a term.

    Args:
        school: The school.
        term: Name of a term of `kind.TERMS`.

    Returns:
        Number of the student in `results.students` -> the words as written; students without them are left out.
    """
    found: dict[int, str] = {}
    for name in SUMMARIES:
        records = school.records.get(name)
        if records is None or records.rows.empty or records.rows["behaviour"].isna().all():
            continue
        of_term = line_terms(records) == list(TERMS).index(term)
        numbers = students_of_lines(school, name)
        for line, text in enumerate(records.rows["behaviour"]):
            if of_term[line] and isinstance(text, str) and numbers is not None and numbers[line] >= 0:
                found.setdefault(int(numbers[line]), text)
    return found

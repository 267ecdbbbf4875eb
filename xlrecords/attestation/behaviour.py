"""Marks for behaviour: kept apart from all others, in no mean and no indicator (проект дополнения п. 25 Порядка № 115)."""

from __future__ import annotations

from ..forms import SUMMARIES
from ..kind import TERMS
from ..people import identity
from ..school import School
from .results import line_terms, students


def behaviour(school: School, term: str) -> dict[int, str]:
    """What the class summaries say of the behaviour of each student in a term.

    Args:
        school: The school.
        term: Name of a term of `kind.TERMS`.

    Returns:
        Number of the student in `results.students` -> the words as written; students without them are left out.
    """
    listed = students(school)
    numbers = {(group, who): number for number, group, who in listed[["group", "key"]].itertuples(name=None)}
    found: dict[int, str] = {}
    for name in SUMMARIES:
        records = school.records.get(name)
        if records is None or records.rows.empty or records.rows["behaviour"].isna().all():
            continue
        of_term = line_terms(records) == list(TERMS).index(term)
        written, names, groups = records.rows["behaviour"], records.rows["student"], school.groups(records)
        for line, person in enumerate(school.persons(records).tolist()):
            text, who = written.iat[line], names.iat[line]
            if of_term[line] and isinstance(text, str) and isinstance(who, str):
                number = numbers.get((groups.iat[line], identity(person, who)))
                if number is not None:
                    found.setdefault(number, text)
    return found

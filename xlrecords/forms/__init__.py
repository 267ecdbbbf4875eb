"""All kinds of sheets, in the order in which a sheet is tried: add a file and its name here, and everything knows it."""

from __future__ import annotations

from ..form import Form
from . import (
    achievement_sheet,
    class_journal,
    class_list,
    club_journal,
    elective_journal,
    extracurricular_journal,
    grade_summary,
    grade_summary_by_student,
    optional_journal,
    periods,
    policies,
    school_card,
    section_journal,
    subjects,
)

FORMS: tuple[Form, ...] = (
    class_journal.FORM,
    elective_journal.FORM,
    optional_journal.FORM,
    extracurricular_journal.FORM,
    club_journal.FORM,
    section_journal.FORM,
    class_list.FORM,
    grade_summary.FORM,
    grade_summary_by_student.FORM,
    achievement_sheet.FORM,
    school_card.FORM,
    periods.FORM,
    subjects.FORM,
    policies.FORM,
)

BY_NAME = {form.name: form for form in FORMS}

LESSON_JOURNALS = ("class_journal", "elective_journal", "optional_journal")
"""Journals in which marks are set."""
JOURNALS = (*LESSON_JOURNALS, "extracurricular_journal", "club_journal", "section_journal")
SUMMARIES = ("grade_summary", "grade_summary_by_student")
SETTINGS = ("school_card", "periods", "subjects", "policies")

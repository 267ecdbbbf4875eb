"""All kinds of sheets, in the order in which a sheet is tried: add a file and its name here, and everything knows it."""

from __future__ import annotations

from importlib import import_module

from ..form import Form

NAMES = (
    "class_journal",
    "elective_journal",
    "optional_journal",
    "extracurricular_journal",
    "club_journal",
    "section_journal",
    "class_list",
    "grade_summary",
    "grade_summary_by_student",
    "attendance_summary",
    "achievement_sheet",
    "achievement_register",
    "meta_results",
    "projects",
    "courses",
    "personal_results",
    "commendations",
    "portfolio",
    "supporting_documents",
    "olympiad_results",
    "sport_results",
    "saved_works",
    "talent_register",
    "applications",
    "consents",
    "guardians",
    "credits",
    "releases",
    "exam_choice",
    "olympiad_export",
    "interim_results",
    "debts",
    "admission_results",
    "oge_results",
    "ege_results",
    "vpr_results",
    "personal_file",
    "certificate_book",
    "corrections",
    "acceptances",
    "school_card",
    "periods",
    "subjects",
    "policies",
    "scales",
    "events",
    "profiles",
    "file_nomenclature",
)
"""Files of this folder; each declares one FORM. Of two forms that a sheet without a title fits alike, the first is taken."""

FORMS: tuple[Form, ...] = tuple(import_module(f".{name}", __name__).FORM for name in NAMES)

BY_NAME = {form.name: form for form in FORMS}

LESSON_JOURNALS = ("class_journal", "elective_journal", "optional_journal")
"""Journals in which marks are set."""
JOURNALS = (*LESSON_JOURNALS, "extracurricular_journal", "club_journal", "section_journal")
SUMMARIES = ("grade_summary", "grade_summary_by_student")
REGISTERS = ("meta_results", "projects", "courses", "personal_results", "commendations", "portfolio")
"""Registers of what the students of a class achieve: one row an entry."""
ACHIEVEMENTS = ("achievement_register", "olympiad_results", "sport_results", "supporting_documents", "saved_works", "talent_register")
"""Registers of achievements and of what confirms them, each of a class or of the school."""
RIGHTS = ("applications", "consents", "guardians", "credits", "releases")
"""Who asked, who agreed, who may know, what was credited and what was handed out."""
ATTESTATION = ("interim_results", "debts", "admission_results")
"""Interim attestation and what follows from it, each of a whole class or school."""
EXTERNAL = ("oge_results", "ege_results", "vpr_results")
"""Results of external exams and works: one row a result."""
SETTINGS = ("school_card", "periods", "subjects", "policies", "scales", "events", "profiles", "file_nomenclature")

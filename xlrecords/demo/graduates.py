"""Graduates of the last school year: marks of several years, state exams, admission to them, and the books of certificates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from ..attestation import certificates
from ..attestation.certificates import MATHEMATICS, Part
from ..forms import admission_results, certificate_book, exam_choice
from ..forms.ege_results import BASE, PROFILE
from ..kind import fold
from .calendar import EARLIER, LAST_YEAR, terms_of
from .exams import CHOICES, ege, near, oge
from .names import Names
from .past import PastClass, steady
from .people import Student
from .sheet import Sheet
from .subjects import MODULE, SUBJECTS, Subject

HONOURS, FIRST_MEDAL, SECOND_MEDAL = "аттестат с отличием", "медаль I степени", "медаль II степени"
NINTH, ELEVENTH = "9А", "11А"
SIZES = {NINTH: 12, ELEVENTH: 8}
BEST = {NINTH: (HONOURS,), ELEVENTH: (FIRST_MEDAL, SECOND_MEDAL)}
COURSES = ("Алгебра", "Геометрия", "Вероятность и статистика")
PLAN = [subject.name for subject in (*SUBJECTS, MODULE)]
FIRST_EXAMS = ("Русский язык", MATHEMATICS)
HARD = ("Русский язык", "Алгебра", "История")
"""Subjects in which only the best have «5»."""
SLIP = "Химия"
"""The one «4» of the medal of degree II."""
SCORES = {FIRST_MEDAL: (88, 82, 79), SECOND_MEDAL: (74, 66, 70)}
INTERVIEW_DAY, ESSAY_DAY = dt.date(2026, 2, 11), dt.date(2025, 12, 3)
ORDER_DAY, ISSUED = dt.date(2026, 6, 22), dt.date(2026, 6, 25)
FIRST_RECORD = {NINTH: 41, ELEVENTH: 17}
FIRST_BLANK = {NINTH: 7_703_26_0012301, ELEVENTH: 7_704_26_0004501}

Finals = dict[tuple[Student, str], int]


def books(names: Names, chance: Random) -> Iterator[tuple[str, list[Sheet]]]:
    """Books of the graduates, and of the years before; nobody of them is in the school any more."""
    ninth = _years(NINTH, names, chance)
    eleventh = _years(ELEVENTH, names, chance)
    basic, exams = _basic(ninth, chance)
    secondary = _secondary(eleventh)
    results = [(student, list(_scores(student, place))) for place, student in enumerate(eleventh[-1].students)]
    for year in (*ninth[:-1], *eleventh[:-1]):
        yield journal_of(year), [year.summary()]
    yield journal_of(ninth[-1]), [ninth[-1].summary("exam", "final")]
    yield journal_of(eleventh[-1]), [eleventh[-1].summary("final")]
    folder = LAST_YEAR.replace("/", "-")
    yield f"Внешняя оценка/{folder}/ОГЭ.xlsx", [oge(exams, chance)]
    yield f"Внешняя оценка/{folder}/ЕГЭ.xlsx", [ege(results)]
    yield f"Допуск/{folder}/Допуск к ГИА.xlsx", [_admission((ninth[-1], eleventh[-1]))]
    yield f"Допуск/{folder}/Выбор экзаменов.xlsx", [_choices([(student, [*taken][len(FIRST_EXAMS) :]) for student, taken in exams])]
    yield "Аттестаты/Книга регистрации.xlsx", [_certificates(ninth, basic), _certificates(eleventh, secondary)]


def _choices(chosen: Sequence[tuple[Student, Sequence[str]]]) -> Sheet:
    """Which exams the ninth grade has chosen."""
    offered = list(dict.fromkeys(subject for _, subjects in chosen for subject in subjects))
    sheet = Sheet(exam_choice.FORM, NINTH, {"school_class": NINTH, "year": LAST_YEAR}, headings=list(offered))
    for number, (student, subjects) in enumerate(chosen, 1):
        sheet.students.append(student)
        sheet.rows.append({"number": number, "student": student.written})
        sheet.grid.append(["+" if subject in subjects else "" for subject in offered])
    return sheet


def journal_of(year: PastClass) -> str:
    """Book of a class in an earlier year."""
    return f"Журналы/{year.year.replace('/', '-')}/{year.name}.xlsx"


def _years(name: str, names: Names, chance: Random) -> list[PastClass]:
    """A class in the years of which its certificate has marks, the earliest first."""
    grade = int(name[:-1])
    students = sorted((_student(name, names, chance) for _ in range(SIZES[name])), key=lambda student: fold(student.name.full))
    for case, student in zip(BEST[name], chance.sample(students, len(BEST[name])), strict=True):
        student.case = case
    # Arts end in grades 7 and 8, and stand in the certificate of grade 9; that of grade 11 has both its years.
    length = 3 if grade == 9 else 2
    years = []
    for distance in reversed(range(length)):
        year = PastClass(f"{grade - distance}{name[-1]}", EARLIER[-1 - distance], terms_of(grade - distance), students)
        year.learn(_draw, chance)
        years.append(year)
    return years


def _student(group: str, names: Names, chance: Random) -> Student:
    grade, year = int(group[:-1]), int(LAST_YEAR[:4])
    birth = dt.date(year - grade - 7, 9, 1) + dt.timedelta(chance.randrange(365))
    name = names.draw(chance.random() < 0.5)
    ability = min(4.3, max(3.2, chance.gauss(3.8, 0.4)))
    return Student(name, birth, group, "", dt.date(year - grade + 1, 9, 1), "", ability, written=name.full)


def _draw(student: Student, subject: Subject, chance: Random) -> int:
    if student.case:
        return 4 if student.case == SECOND_MEDAL and subject.name == SLIP else 5
    return min(4, steady(student, subject, chance)) if subject.name in HARD else steady(student, subject, chance)


def _basic(years: Sequence[PastClass], chance: Random) -> tuple[Finals, list[tuple[Student, dict[str, int]]]]:
    """Final marks of grade 9, and the marks of the exams with which they were found."""
    last = years[-1]
    finals: Finals = {}
    results = []
    for place, student in enumerate(last.students):
        annual = {subject.name: year.marks[student, subject.name, "year"] for year in years for subject in year.subjects}
        taken = {
            subject: near(annual[COURSES[0] if subject == MATHEMATICS else subject], 3, chance) if not student.case else 5
            for subject in (*FIRST_EXAMS, *CHOICES[place % len(CHOICES)])
        }
        results.append((student, taken))
        parts = [Part(name, annual[name]) for name in COURSES]
        finals[student, MATHEMATICS] = certificates.basic_mathematics(parts, Part("экзамен", taken[MATHEMATICS])).mark
        for name, mark in annual.items():
            if name not in COURSES:
                exam = Part("экзамен", taken[name]) if name in taken else None
                finals[student, name] = certificates.basic_mark(name, Part(name, mark), exam).mark
                if name in (subject.name for subject in last.subjects):
                    last.marks[student, name, "final"] = finals[student, name]
                if exam is not None:
                    last.marks[student, name, "exam"] = exam.mark
    return finals, results


def _secondary(years: Sequence[PastClass]) -> Finals:
    """Final marks of grade 11."""
    finals: Finals = {}
    for student in years[-1].students:
        marks: dict[str, list[Part]] = {}
        for year in years:
            for subject in year.subjects:
                marks.setdefault(subject.name, []).extend(Part(subject.name, mark) for mark in year.line(student, subject.name))
        courses = {name: marks.pop(name) for name in COURSES}
        finals[student, MATHEMATICS] = certificates.secondary_mathematics(courses).mark
        for name, parts in marks.items():
            finals[student, name] = years[-1].marks[student, name, "final"] = certificates.secondary_mark(name, parts).mark
    return finals


def _scores(student: Student, place: int) -> Iterator[tuple[str, str, int]]:
    """Exams of a student of grade 11: subject, level, figure."""
    if student.case:
        russian, mathematics, third = SCORES[student.case]
        yield from ((FIRST_EXAMS[0], "", russian), (MATHEMATICS, PROFILE, mathematics), ("Физика", "", third))
        return
    shift = 3 * place
    yield FIRST_EXAMS[0], "", 46 + shift
    yield (MATHEMATICS, PROFILE, 38 + shift) if place % 2 else (MATHEMATICS, BASE, 3 + place % 3)
    yield ("Физика" if place % 2 else "Обществознание"), "", 44 + shift


def _admission(years: Sequence[PastClass]) -> Sheet:
    """«Зачёт» of every graduate for the interview or the essay."""
    sheet = Sheet(admission_results.FORM, admission_results.FORM.tab, {"year": LAST_YEAR})
    for year in years:
        trial, day = (admission_results.INTERVIEW, INTERVIEW_DAY) if year.name == NINTH else (admission_results.ESSAY, ESSAY_DAY)
        for student in year.students:
            sheet.students.append(student)
            sheet.rows.append(
                {
                    "number": len(sheet.rows) + 1, "student": student.written, "school_class": student.school_class, "trial": trial,
                    "date": day, "result": admission_results.PASSED,
                }
            )  # fmt: skip
    return sheet


def _certificates(years: Sequence[PastClass], finals: Mapping[tuple[Student, str], int]) -> Sheet:
    """The book of certificates of a class: a line a graduate, a column a subject."""
    last = years[-1]
    learnt = {subject.name for year in years for subject in year.subjects}
    headings = list(dict.fromkeys(MATHEMATICS if name in COURSES else name for name in PLAN if name in learnt))
    level = certificate_book.BASIC if last.name == NINTH else certificate_book.SECONDARY
    sheet = Sheet(
        certificate_book.FORM, f"{last.name}, {LAST_YEAR[-4:]} год", {"school_class": last.name, "level": level, "year": LAST_YEAR},
        headings=list(headings),
    )  # fmt: skip
    for place, student in enumerate(last.students):
        sheet.students.append(student)
        sheet.rows.append(
            {
                "number": FIRST_RECORD[last.name] + place, "student": student.name.full, "birth": student.birth,
                "blank": f"{FIRST_BLANK[last.name] + place:014d}", "order": f"№ 112 от {ORDER_DAY:%d.%m.%Y}", "issued": ISSUED,
            }
        )  # fmt: skip
        sheet.grid.append([finals.get((student, name), "") for name in headings])
    return sheet

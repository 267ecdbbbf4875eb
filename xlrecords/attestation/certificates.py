"""Final marks for the certificates of grades 9 and 11, «с отличием», medals (п. 4.10; приказы № 546 и № 730).

Plain data in, plain data out: where the marks come from is said in `attestation.graduates`. Only whole numbers are added and
divided; a half is rounded up. What is not known is listed, never guessed, and never grants anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Final as Constant

from ..decision import Decision, Ground
from ..marks import CREDIT, MASTERED, NOT_ATTESTED
from ..scales import GVE9, GVE11, subject_of
from ..words import decimal

ORDER: Constant = "приказ № 546 (п. 4.10)"
"""Act on the certificates."""
MEDALS: Constant = "приказ № 730 (п. 4.10)"
"""Act on the medals."""
RUSSIAN: Constant = "Русский язык"
MATHEMATICS: Constant = "Математика"
"""Name of the one line for all courses of mathematics, and of the exam."""
FLAT: Constant = "общее среднее"
"""Method of mathematics: all figures at once. Any other: in two steps."""
SHOWN: Constant = 4
"""So many subjects are named in a sentence."""
FAILING: Constant = (CREDIT[1], MASTERED[1], NOT_ATTESTED)
"""Words that say that a subject is not mastered."""
FINAL_EXAMS: Constant = (GVE9, GVE11)
"""Exams that some students take in place of the ОГЭ and the ЕГЭ."""


# Final marks


@dataclass(frozen=True, slots=True)
class Part:
    """A mark from which a final mark follows.

    Attributes:
        label: What it is: «Алгебра, 9 класс, год».
        mark: The mark, 0: none.
        token: What stands there instead of a mark: «зач», «осв», «н/а»; empty: nothing.
        where: Its place, «Алгебра»!K7 with the book, or an empty text.
        reason: Why it is not known, in words.
    """

    label: str
    mark: int = 0
    token: str = ""
    where: str = ""
    reason: str = "отметки нет"

    @property
    def known(self) -> bool:
        """Whether it says anything."""
        return bool(self.mark or self.token)

    @property
    def lacking(self) -> str:
        """What is missing, for a list."""
        return f"{self.label}: {self.reason}" + (f" ({self.where})" if self.where else "")

    def __str__(self) -> str:
        return f"{self.mark or self.token or '—'} — {self.label}" + (f" ({self.where})" if self.where else "")


@dataclass(frozen=True, slots=True)
class Step:
    """A mean of whole numbers, rounded half up."""

    parts: tuple[Part, ...]

    @property
    def mean(self) -> Fraction:
        """The mean, exact."""
        return Fraction(sum(part.mark for part in self.parts), len(self.parts))

    @property
    def mark(self) -> int:
        """The mean as a mark."""
        return half_up([part.mark for part in self.parts])

    def __str__(self) -> str:
        total, count = sum(part.mark for part in self.parts), len(self.parts)
        return f"({' + '.join(str(part.mark) for part in self.parts)}) : {count} = {total} : {count} = {decimal(self.mean)} → {self.mark}"


@dataclass(frozen=True, slots=True)
class Final:
    """A final mark of a subject.

    Attributes:
        subject: Name of the subject as the certificate has it.
        mark: The mark, 0: none.
        token: What is written instead of a mark, «зач», «осв», «н/а»; empty: nothing.
        parts: The marks from which it follows, with their places.
        steps: The divisions, in their order; none where a mark is taken as it is.
        lacking: What is missing; while anything is, the final mark is unknown.
        rule: The rule by which it was found.
        act: The act that has it.
    """

    subject: str
    mark: int = 0
    token: str = ""
    parts: tuple[Part, ...] = ()
    steps: tuple[Step, ...] = ()
    lacking: tuple[str, ...] = ()
    rule: str = ""
    act: str = ORDER

    @property
    def known(self) -> bool:
        """Whether it is known."""
        return not self.lacking and bool(self.mark or self.token)

    @property
    def failed(self) -> bool:
        """Whether it is known and no mark of success."""
        return self.known and (0 < self.mark < 3 or self.token in FAILING)

    @property
    def shown(self) -> str:
        """The mark as text; empty where it is unknown."""
        return (str(self.mark) if self.mark else self.token) if self.known else ""

    @property
    def short(self) -> str:
        """From what it follows, in a few words: the last division, or the place of the mark that was taken."""
        if self.steps:
            step = self.steps[-1]
            return f"{sum(part.mark for part in step.parts)} : {len(step.parts)} = {decimal(step.mean)}"
        return next((part.where or part.label for part in self.parts), "")

    def why(self) -> list[str]:
        """Chain of the figures: the marks with their places, sums, divisions, rule, act; then what is missing."""
        return [
            f"{self.subject}: {self.shown or 'не хватает данных'}",
            *map(str, self.parts),
            *map(str, self.steps),
            *(f"Не хватает: {text}" for text in self.lacking),
            f"Правило: {self.rule}; {self.act}",
        ]


def half_up(marks: Sequence[int]) -> int:
    """Mean of whole numbers, a half rounded up; at least one number."""
    return (2 * sum(marks) + len(marks)) // (2 * len(marks))


def basic_mark(subject: str, year: Part, exam: Part | None) -> Final:
    """Final mark of grade 9.

    Args:
        subject: Name of the subject.
        year: Annual mark of grade 9, or of the last year in which the subject was taught.
        exam: Mark of the exam; None if the subject was not taken; a part that is not known if it, or whether it was taken, is unknown.

    Returns:
        The mean of both, half up; the annual mark alone where no exam was taken.
    """
    if exam is None or (year.token and exam.known):
        return _taken(subject, year, "годовая отметка последнего года изучения: экзамен по предмету не сдавался")
    return _mean(subject, (year, exam), "среднее годовой и экзаменационной, половина — вверх")


def basic_mathematics(years: Sequence[Part], exam: Part | None, method: str = FLAT) -> Final:
    """The line «Математика» of grade 9.

    Args:
        years: Annual marks of its courses: algebra, geometry, probability and statistics.
        exam: Mark of the exam, as for `basic_mark`.
        method: `FLAT`: the mean of all figures; else the mean of the annual marks is rounded first, then taken with the exam.
    """
    if len(years) == 1:
        return basic_mark(MATHEMATICS, years[0], exam)
    exams = () if exam is None else (exam,)
    if method == FLAT or not exams:
        return _mean(MATHEMATICS, (*years, *exams), "среднее годовых по всем курсам и экзаменационной, половина — вверх")
    rule = "среднее годовых по всем курсам округляется, затем среднее с экзаменационной, половина — вверх"
    return _in_steps(MATHEMATICS, {"годовые по курсам": years}, exams, rule)


def secondary_mark(subject: str, marks: Sequence[Part]) -> Final:
    """Final mark of grade 11: the mean, half up, of all half-year (trimester) and annual marks of grades 10 and 11."""
    return _mean(subject, marks, "среднее всех полугодовых (триместровых) и годовых отметок 10 и 11 классов, половина — вверх")


def secondary_mathematics(courses: Mapping[str, Sequence[Part]], method: str = FLAT) -> Final:
    """The line «Математика» of grade 11.

    Args:
        courses: Course -> its half-year and annual marks.
        method: `FLAT`: the mean of all figures; else that of each course is rounded first, then the mean of the courses.
    """
    if method == FLAT or len(courses) == 1:
        rule = "среднее всех полугодовых и годовых отметок 10 и 11 классов по всем курсам, половина — вверх"
        return _mean(MATHEMATICS, [part for marks in courses.values() for part in marks], rule)
    rule = "итог каждого курса округляется, затем среднее итогов, половина — вверх"
    return _in_steps(MATHEMATICS, courses, (), rule)


def _taken(subject: str, part: Part, rule: str) -> Final:
    """A mark taken as it is."""
    return Final(subject, part.mark, part.token, (part,), (), () if part.known else (part.lacking,), rule)


def _counted(parts: Sequence[Part]) -> tuple[list[Part], tuple[str, ...]]:
    """Marks that enter a mean, and what is missing: words that are no marks are left out, «н/а» leaves the mean unknown."""
    lacking = [
        part.lacking if not part.known else replace(part, reason="не аттестован").lacking
        for part in parts
        if not part.known or part.token == NOT_ATTESTED
    ]
    return [part for part in parts if part.mark], tuple(lacking)


def _mean(subject: str, parts: Sequence[Part], rule: str) -> Final:
    """The mean of all marks; where none of the parts is a mark, their word."""
    marks, lacking = _counted(parts)
    if lacking or not parts:
        return Final(subject, parts=tuple(parts), lacking=lacking or ("отметок нет",), rule=rule)
    if not marks:
        tokens = [part.token for part in parts]
        return Final(subject, 0, next((token for token in FAILING if token in tokens), tokens[-1]), tuple(parts), rule=rule)
    step = Step(tuple(marks))
    return Final(subject, step.mark, "", tuple(parts), (step,), (), rule)


def _in_steps(subject: str, groups: Mapping[str, Sequence[Part]], others: Sequence[Part], rule: str) -> Final:
    """The mean of rounded means of groups, and of other figures."""
    parts = [part for marks in groups.values() for part in marks] + list(others)
    _, lacking = _counted(parts)
    if lacking:
        return Final(subject, parts=tuple(parts), lacking=lacking, rule=rule)
    steps = {name: Step(tuple(part for part in marks if part.mark)) for name, marks in groups.items() if any(part.mark for part in marks)}
    if not steps:
        return _mean(subject, parts, rule)
    last = Step((*(Part(name, step.mark) for name, step in steps.items()), *(part for part in others if part.mark)))
    return Final(subject, last.mark, "", tuple(parts), (*steps.values(), last), (), rule)


# Exams


@dataclass(frozen=True, slots=True)
class Exam:
    """A result of the state final attestation.

    Attributes:
        subject: Name of the subject.
        sort: Name of the exam, of `scales.EXAMS`.
        mark: Mark on the scale of five, 0: none. Of the unified exam only mathematics of the basic level has one.
        score: Score of a hundred, None: none.
        basic: Whether it is mathematics of the basic level.
        passed: Whether the least score is reached; None: unknown.
        retake: Whether it was taken again.
        annulled: Whether it was annulled, or the student was sent out.
        where: Place of the result, or an empty text.
    """

    subject: str
    sort: str
    mark: int = 0
    score: int | None = None
    basic: bool = False
    passed: bool | None = None
    retake: bool = False
    annulled: bool = False
    where: str = ""

    @property
    def figure(self) -> int | None:
        """Mark or score."""
        return self.score if self.score is not None else self.mark or None

    def __str__(self) -> str:
        return f"{self.subject}, {self.sort}{' (база)' if self.basic else ''}: {'не известно' if self.figure is None else self.figure}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What the medals of a year ask for.

    Attributes:
        score1: Least scores of the unified exam for the medal of degree I.
        score2: Those for degree II.
        fours2: So many «4» are allowed for degree II.
        basic: Mark of mathematics of the basic level where only it and Russian are taken.
        basis: Words of the settings: value, since when, source.
    """

    score1: int
    score2: int
    fours2: int
    basic: int
    basis: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def exam_of(name: str) -> str:
    """Subject of an exam by the name of a subject, level and language left out: «Английский язык» -> «иностранный язык»."""
    return subject_of(name).partition(" (")[0]


def is_subject(name: str, subject: str) -> bool:
    """Whether the exam of a name is that in a subject."""
    return exam_of(name) == exam_of(subject)


def valid(exams: Iterable[Exam]) -> list[Exam]:
    """The last result of each subject and level that was not annulled, in the order given."""
    return list({(exam_of(exam.subject), exam.basic): exam for exam in exams if not exam.annulled}.values())


# Decisions


def issue(finals: Sequence[Final], exams: Sequence[Exam], basic: bool) -> Decision:
    """Whether the certificate may be issued: all final marks are «3» or better, and the state attestation is passed.

    Args:
        finals: Final marks of all subjects of the certificate.
        exams: Results of the student; several of one subject in the order of their days.
        basic: Whether it is the certificate of grade 9.
    """
    return Decision.of((_no_failure(finals), _attestation(exams, basic)))


def honours9(finals: Sequence[Final], exams: Sequence[Exam]) -> Decision:
    """Whether the certificate of grade 9 is one «с отличием»: all final marks are «5», the attestation passed at the first attempt."""
    return Decision.of((_all_fives(finals, 0, ORDER), _attestation(exams, True), *_clean(exams, ORDER)))


def medal1(finals: Sequence[Final], exams: Sequence[Exam], limits: Limits) -> Decision:
    """The medal of degree I: all final marks are «5»; scores of the unified exam, or marks of the final one."""
    return _medal(finals, exams, limits.score1, 0, limits.basic, 5)


def medal2(finals: Sequence[Final], exams: Sequence[Exam], limits: Limits) -> Decision:
    """The medal of degree II: «5» and a few «4»; lower scores. What it asks of the final exam the acts leave open, but for «5»."""
    return _medal(finals, exams, limits.score2, limits.fours2, limits.basic, None)


def _medal(finals: Sequence[Final], exams: Sequence[Exam], least: int, fours: int, basic: int, final_exam: int | None) -> Decision:
    grounds = [_all_fives(finals, fours, MEDALS), _attestation(exams, False), *_clean(exams, MEDALS)]
    taken = valid(exams)
    if taken and all(exam.sort in FINAL_EXAMS for exam in taken):
        return Decision.of((*grounds, *(_final_exam(taken, subject, final_exam) for subject in (RUSSIAN, MATHEMATICS))))
    return Decision.of((*grounds, _russian(taken, least), _second(taken, least, basic)))


def _list(finals: Sequence[Final]) -> str:
    return _some([f"{final.subject} — {final.shown}" for final in finals])


def _unknown(finals: Sequence[Final]) -> str:
    return _some([final.subject for final in finals if not final.known])


def _some(names: Sequence[str]) -> str:
    """Names for a sentence; of many the first few and how many more there are."""
    return ", ".join(names[:SHOWN]) + (f" и ещё {len(names) - SHOWN}" if len(names) > SHOWN else "")


def _no_failure(finals: Sequence[Final]) -> Ground:
    failed = [final for final in finals if final.failed]
    if failed:
        return Ground(f"итоговые не ниже «3»: {_list(failed)}", False, ORDER, _places(failed))
    unknown = _unknown(finals)
    if unknown or not finals:
        return Ground(f"итоговые не ниже «3»: нет данных — {unknown or 'все предметы'}", None, ORDER)
    return Ground("итоговые не ниже «3»: все", True, ORDER)


def _all_fives(finals: Sequence[Final], fours: int, act: str) -> Ground:
    """All marks are «5» but for so many «4»; words such as «зачтено» do not count against it."""
    asked = "все итоговые — «5»" + (f", не более {fours} — «4»" if fours else "")
    below = [final for final in finals if final.failed or (final.known and final.mark and final.mark < 5)]
    worse = [final for final in below if final.mark != 4]
    if worse or len(below) > fours:
        return Ground(f"{asked}: {_list(below)}", False, act, _places(below))
    unknown = _unknown(finals)
    if unknown or not any(final.mark for final in finals):
        return Ground(f"{asked}: нет данных — {unknown or 'все предметы'}", None, act)
    return Ground(f"{asked}: {_list(below) or 'да'}", True, act)


def _places(finals: Sequence[Final]) -> str:
    """The place of the last mark of the first of some final marks."""
    return next((part.where for final in finals for part in reversed(final.parts) if part.where), "")


def _attestation(exams: Sequence[Exam], basic: bool) -> Ground:
    """The state attestation is passed: both compulsory subjects (of mathematics either level), and in grade 9 all that were taken."""
    taken = valid(exams)
    compulsory = {subject: [exam for exam in taken if is_subject(exam.subject, subject)] for subject in (RUSSIAN, MATHEMATICS)}
    others = [[exam] for exam in taken if basic and not any(exam in found for found in compulsory.values())]
    asked = [found for found in (*compulsory.values(), *others) if not any(exam.passed for exam in found)]
    failed = [exam for found in asked if found and all(exam.passed is False for exam in found) for exam in found]
    if failed:
        return Ground(f"ГИА пройдена: {'; '.join(map(str, failed))}", False, ORDER, failed[0].where)
    unknown = [subject for subject, found in compulsory.items() if not found]
    unknown += [
        f"{exam.subject} ({'результата нет' if exam.figure is None else 'наименьший балл года не задан'})"
        for found in asked
        for exam in found
        if exam.passed is None
    ]
    if unknown:
        return Ground(f"ГИА пройдена: нет данных — {', '.join(unknown)}", None, ORDER)
    return Ground("ГИА пройдена: да", True, ORDER)


def _clean(exams: Sequence[Exam], act: str) -> Iterable[Ground]:
    """Nothing was taken again, nothing annulled; unknown while there are no results."""
    for asked, bad in (
        ("без повторной ГИА", [exam for exam in exams if exam.retake]),
        ("без удаления и аннулирования", [exam for exam in exams if exam.annulled]),
    ):
        answer = ", ".join(exam.subject for exam in bad) if bad else "да" if exams else "нет данных"
        yield Ground(f"{asked}: {answer}", False if bad else True if exams else None, act, bad[0].where if bad else "")


def _russian(taken: Sequence[Exam], least: int) -> Ground:
    found = next((exam for exam in taken if is_subject(exam.subject, RUSSIAN)), None)
    if found is None or found.score is None:
        return Ground(f"{RUSSIAN}, ЕГЭ: нет данных, нужно {least}", None, MEDALS)
    return Ground(f"{found} при нужных {least}", found.score >= least, MEDALS, found.where)


def _second(taken: Sequence[Exam], least: int, basic: int) -> Ground:
    """So many points in one more subject; where only Russian and basic mathematics are taken, the mark of the latter."""
    others = [exam for exam in taken if not is_subject(exam.subject, RUSSIAN)]
    scored = [exam for exam in others if not exam.basic]
    if scored:
        known = [exam for exam in scored if exam.score is not None]
        best = max(known, key=lambda exam: exam.score or 0, default=None)
        if best is not None and (best.score or 0) >= least:
            return Ground(f"{best} при нужных {least}", True, MEDALS, best.where)
        if best is None or len(known) < len(scored):
            unknown = ", ".join(exam.subject for exam in scored if exam.score is None)
            return Ground(f"ещё один предмет, ЕГЭ: нет данных — {unknown}, нужно {least}", None, MEDALS)
        return Ground(f"ещё один предмет, ЕГЭ, при нужных {least}: лучший — {best}", False, MEDALS, best.where)
    base = next((exam for exam in others if exam.basic), None)
    if base is None or not base.mark:
        return Ground(f"ещё один предмет, ЕГЭ: нет данных, нужно {least} или «{basic}» по базовой математике", None, MEDALS)
    return Ground(f"{base} при нужных «{basic}»", base.mark >= basic, MEDALS, base.where)


def _final_exam(taken: Sequence[Exam], subject: str, least: int | None) -> Ground:
    """The mark of the final exam in a compulsory subject; «5» is enough for either medal."""
    found = next((exam for exam in taken if is_subject(exam.subject, subject)), None)
    if found is None or not found.mark:
        return Ground(f"{subject}, ГВЭ: нет данных", None, MEDALS)
    if found.mark == 5:
        return Ground(f"{found} при нужных «5»", True, MEDALS, found.where)
    if least is None:
        return Ground(f"{found}; что нужно для этой медали, решает Порядок", None, MEDALS, found.where)
    return Ground(f"{found} при нужных «{least}»", found.mark >= least, MEDALS, found.where)

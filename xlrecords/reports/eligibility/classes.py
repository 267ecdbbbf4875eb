"""«По классам» and «Чего не хватает»: every case with its answer, and what must be brought for those that are not lost (п. 3.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ...achievements.cases import Considered, taken_part
from ...achievements.special import Answer
from ...report import Cell, Field, Page
from .verdicts import TONES, Considering, told

CLASS_FIELDS = (
    Field("Класс", 7, centred=True), Field("Обучающийся", 28, wrapped=True), Field("Предмет", 20, wrapped=True),
    Field("Достижение", 42, wrapped=True), Field("Где записано", 32, wrapped=True), Field("Ответ", 13, centred=True),
    Field("Первая причина", 46, wrapped=True), Field("Достижений", 11, centred=True),
)  # fmt: skip
OTHERS = "Прочие достижения"
ANSWER = 5
ANSWERS = tuple(Answer)
"""The best first."""
LACKING_FIELDS = (
    Field("Кто приносит", 24, wrapped=True), Field("Чего не хватает", 40, wrapped=True), Field("Класс", 7, centred=True),
    Field("Обучающийся", 30, wrapped=True), Field("Предмет", 18, wrapped=True), Field("Достижение", 42, wrapped=True),
    Field("Что найдено", 40, wrapped=True),
)  # fmt: skip


def by_class(found: Considering) -> Iterator[Page]:
    """«По классам»: by classes and names a row for each subject of a student that somebody claims or that is open, with the best answer."""
    lines = [line for line in _lines(found) if line.best.shown_whole]
    counts = Counter(line.best.verdict.answer for line in lines)
    totals = ", ".join(f"{answer.value} — {counts[answer]}" for answer in Answer if counts[answer]) or "заявленных достижений нет"
    note = f"Строк: {totals}. Прочие достижения — лист «{OTHERS}». {found.note}"
    yield _page("По классам", "Особые условия аттестации: кто имеет основания (п. 1.2, 3.4)", note, lines, found)


def others(found: Considering) -> Iterator[Page]:
    """«Прочие достижения»: what nobody claims, a row a student; the page is long, and nothing is to be done about it."""
    lines = [line for line in _lines(found) if not line.best.shown_whole]
    taken = sum(taken_part(found.school, found.day).values())
    if lines or taken:
        note = f"Участие без победы и призового места не рассматривалось: записей — {taken}. " if taken else ""
        yield _page(OTHERS, "Достижения, которые не заявлены ни в ГИР, ни в перечнях", f"{note}{found.note}", lines, found)


@dataclass(frozen=True, slots=True)
class _Line:
    """Cases of a student that make a row, and that with the best answer."""

    cases: list[Considered]
    best: Considered


def _lines(found: Considering) -> Iterator[_Line]:
    for _, cases in groupby(found.cases, key=lambda case: case.person):
        for same in _together(list(cases)):
            yield _Line(same, min(same, key=lambda case: ANSWERS.index(case.verdict.answer)))


def _row(line: _Line, found: Considering) -> list[Cell]:
    best = line.best
    what = [best.subject or "не установлен", told(best.achievement), best.achievement.where]
    if not best.shown_whole:
        subjects = sorted({case.subject for case in line.cases}, key=lambda subject: (not subject, subject))
        what = ["прочее", "; ".join(subject or "предмет не установлен" for subject in subjects), "лист «Карточки, прочие»"]
    return [best.group, best.student, *what, found.best(line.cases), found.reason(best), len(line.cases)]


def _page(tab: str, title: str, note: str, lines: list[_Line], found: Considering) -> Page:
    tones = [TONES[line.best.verdict.answer] for line in lines]
    return Page(tab, title, note, CLASS_FIELDS, [_row(line, found) for line in lines], tones, ANSWER, frozen=2)


def _together(cases: list[Considered]) -> Iterator[list[Considered]]:
    """Cases of a student that make a row: those of a subject; those that nobody claims last."""
    by_subject: dict[str, list[Considered]] = {}
    for case in sorted(cases, key=lambda case: not case.shown_whole):
        by_subject.setdefault(case.subject if case.shown_whole else "—", []).append(case)
    return iter(by_subject.values())


def lacking(found: Considering) -> Iterator[Page]:
    """What must be brought, by who brings it; each thing for a student and subject once."""
    rows: dict[tuple[str, ...], list[Cell]] = {}
    for case in found.cases:
        for reason in case.verdict.lacking():
            event = "" if reason.code in ("E06", "E09", "E10") else told(case.achievement)
            about = "" if reason.code == "E10" else case.subject
            key = (reason.who, reason.needed, case.group, str(case.person), about, event)
            rows.setdefault(key, [reason.who, reason.needed, case.group, case.student, about, event, reason.ground.text])
    if rows:
        ordered = sorted(rows.items(), key=lambda pair: pair[0][:2])
        note = f"Без тех, кому уже отказано по другому основанию. {found.note}"
        yield Page("Чего не хватает", "Чего не хватает для решения", note, LACKING_FIELDS, [row for _, row in ordered])

"""«По классам» and «Чего не хватает»: every case with its answer, and what must be brought for those that are not lost (п. 3.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
ANSWER = 5
ANSWERS = tuple(Answer)
"""The best first."""
LACKING_FIELDS = (
    Field("Кто приносит", 24, wrapped=True), Field("Чего не хватает", 40, wrapped=True), Field("Класс", 7, centred=True),
    Field("Обучающийся", 30, wrapped=True), Field("Предмет", 18, wrapped=True), Field("Достижение", 42, wrapped=True),
    Field("Что найдено", 40, wrapped=True),
)  # fmt: skip


def by_class(found: Considering) -> Iterator[Page]:
    """By classes and names a row for each subject of a student, with the best answer; what nobody claims is one row a student."""
    rows: list[list[Cell]] = []
    tones: list[str] = []
    counts: Counter[Answer] = Counter()
    for _, cases in groupby(found.cases, key=lambda case: case.person):
        for same in _together(list(cases)):
            best = min(same, key=lambda case: ANSWERS.index(case.verdict.answer))
            counts[best.verdict.answer] += 1
            if best.shown_whole:
                what = [best.subject or "не установлен", told(best.achievement), best.achievement.where]
            else:
                subjects = sorted({case.subject for case in same}, key=lambda subject: (not subject, subject))
                what = ["прочее", "; ".join(subject or "предмет не установлен" for subject in subjects), "лист «Карточки»"]
            rows.append([best.group, best.student, *what, found.best(same), found.reason(best), len(same)])
            tones.append(TONES[best.verdict.answer])
    totals = ", ".join(f"{answer.value} — {counts[answer]}" for answer in Answer if counts[answer]) or "достижений нет"
    others = sum(taken_part(found.school, found.day).values())
    left_out = f" Участие без победы и призового места не рассматривалось: записей — {others}." if others else ""
    yield Page(
        "По классам", "Особые условия аттестации: кто имеет основания (п. 1.2, 3.4)", f"Строк: {totals}.{left_out} {found.note}", CLASS_FIELDS,
        rows, tones, ANSWER, frozen=2,
    )  # fmt: skip


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

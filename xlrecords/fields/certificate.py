"""Supplement to the certificate of grades 9 and 11: subjects with final marks in figure and word, further information (п. 4.10, приказ № 546)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..attestation.certificates import Final
from ..attestation.graduates import Graduate, graduates
from ..field import Field
from ..forms.certificate_book import BASIC, SECONDARY
from ..kind import plain
from ..wording import mark_word
from .scope import Scope, date_of, text_of

BOOK = {
    "Номер записи аттестата": ("number", Field("Номер записи аттестата", "номер записи в книге выдачи аттестатов", "17", "number",
                                               ("Регистрационный номер аттестата",))),
    "Номер бланка аттестата": ("blank", Field("Номер бланка аттестата", "номер бланка из книги выдачи аттестатов", "07712260000001")),
    "Приказ о выдаче аттестата": ("order", Field("Приказ о выдаче аттестата", "дата и номер приказа из книги", "25.06.2027 № 112")),
    "Дата выдачи аттестата": ("issued", Field("Дата выдачи аттестата", "дата выдачи из книги", "28.06.2027", "date")),
}  # fmt: skip
"""Field -> column of the book of certificates."""
COURSES = {"elective_journal": "Элективный курс", "optional_journal": "Факультатив"}
"""Form -> what its courses are called; they are no lines of the certificate, but further information."""
LANGUAGES = ("английский", "немецкий", "французский", "испанский", "китайский")

FIELDS = (
    Field("Уровень образования", "основное общее или среднее общее: для 9 и 11 классов", BASIC),
    *(field for _, field in BOOK.values()),
    Field(
        "аттестат", "предметы аттестата и итоговые отметки: для 9 и 11 классов", "", "list", ("приложение к аттестату", "итоговые отметки"),
        "предметов аттестата",
        (
            Field("номер", "номер по порядку", "1", "number", ("№", "№ п/п")),
            Field("предмет", "название предмета", "Иностранный язык (английский)", "text", ("название",)),
            Field("отметка", "итоговая отметка цифрой; пусто, пока не хватает данных", "5", "mark", ("итоговая отметка", "итог")),
            Field("отметка словом", "итоговая отметка цифрой и словом", "5 (отлично)", "text", ("отметка прописью", "цифрой и словом")),
            Field("не хватает", "чего не хватает для итоговой отметки", "Математика, экзамен: результата нет", "text"),
        ),
    ),
    Field(
        "дополнительные сведения", "элективные курсы, факультативы и проекты выпускника: для 9 и 11 классов", "", "list",
        ("дополнительные сведения аттестата",), "дополнительных сведений",
        (
            Field("номер", "номер по порядку", "1", "number", ("№", "№ п/п")),
            Field("сведения", "название курса; тема и отметка проекта", "Индивидуальный проект «Вода в городе» — 5 (отлично)", "text", ("текст",)),
        ),
    ),
)  # fmt: skip


def values(scope: Scope) -> list[dict[str, Any]]:
    """Fields of each student; lists are empty for those who do not finish grade 9 or 11."""
    school = scope.school
    known = {graduate.person: graduate for graduate in graduates(school) if graduate.person >= 0}
    told, book = _more(scope), _book(scope)
    found = []
    for person in scope.students.tolist():
        graduate = known.get(person)
        more = told.get(person, []) if graduate else []
        found.append(
            {
                "Уровень образования": None if graduate is None else BASIC if graduate.basic else SECONDARY,
                **(book.get(person) or dict.fromkeys(BOOK)),
                "аттестат": [] if graduate is None else _subjects(graduate),
                "дополнительные сведения": [{"номер": place, "сведения": text} for place, text in enumerate(more, 1)],
            }
        )
    return found


def in_words(final: Final) -> str | None:
    """A final mark as the supplement has it: «5 (отлично)», «зачтено»; None while it is unknown."""
    if not final.known:
        return None
    return f"{final.mark} ({mark_word(final.mark)})" if final.mark else mark_word(final.token)


def title(subject: str) -> str:
    """Name of a subject as the supplement has it: «Английский язык» -> «Иностранный язык (английский)»."""
    language = subject.lower().removesuffix(" язык")
    return f"Иностранный язык ({language})" if language in LANGUAGES and subject.lower() != language else subject


def _subjects(graduate: Graduate) -> list[dict[str, Any]]:
    return [
        {
            "номер": place,
            "предмет": title(final.subject),
            "отметка": (final.mark or final.token) if final.known else None,
            "отметка словом": in_words(final),
            "не хватает": "; ".join(final.lacking) or None,
        }
        for place, final in enumerate(graduate.finals, 1)
    ]


def _more(scope: Scope) -> dict[int, list[str]]:
    """Person -> courses of choice, whose hours are too few for a line of their own, and projects, each in a line."""
    found: dict[int, list[str]] = {}
    for name, words in COURSES.items():
        if (records := scope.school.records.get(name)) is not None:
            subjects = records.sheets["subject"].astype(object)
            for person, sheet in zip(scope.persons(records).tolist(), records.rows["sheet_id"], strict=True):
                if person >= 0 and isinstance(subjects[sheet], str):
                    found.setdefault(person, []).append(f"{words} «{plain(subjects[sheet])}»")
    records = scope.school.records.get("projects")
    if records is None:
        return {person: list(dict.fromkeys(texts)) for person, texts in found.items()}
    for person, theme, result in zip(scope.persons(records).tolist(), records.rows["theme"], records.rows["result"], strict=True):
        if person >= 0 and isinstance(theme, str):
            word = mark_word(result) if isinstance(result, str) else ""
            shown = f" — {result} ({word})" if word and word != result else f" — {word}" if word else ""
            found.setdefault(person, []).append(f"Индивидуальный проект «{plain(theme)}»{shown}")
    return {person: list(dict.fromkeys(texts)) for person, texts in found.items()}


def _book(scope: Scope) -> dict[int, dict[str, Any]]:
    """Person -> what the book of certificates has of him; of several entries the last, which is the duplicate."""
    records = scope.school.records.get("certificate_book")
    if records is None:
        return {}
    shown = {
        name: [
            _number(value) if column == "number" else date_of(value.to_datetime64()) if column == "issued" else text_of(value)
            for value in records.rows[column]
        ]
        for name, (column, _) in BOOK.items()
    }
    persons = scope.persons(records).tolist()
    return {person: {name: values[line] for name, values in shown.items()} for line, person in enumerate(persons) if person >= 0}


def _number(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)

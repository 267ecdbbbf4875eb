"""Rules of consents and of releases: whose consent it is and of what form, who may be given results, on what ground (п. 6.1–6.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from ..forms.applications import WRITTEN
from ..forms.releases import GUARDIAN, LAW, SELF
from ..issue import Severity
from ..people import key
from ..privacy.consents import SEPARATE_SINCE, Given, register
from ..privacy.guardians import guardians, in_class_list, is_guardian, likely, student_name
from ..privacy.release import numbered
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings

CONSENTS, RELEASES, GUARDIANS = ("consents",), ("releases",), ("guardians",)


def _found(records: Records, lines: Sequence[int], names: Sequence[str], **facts: Sequence[object]) -> pd.DataFrame:
    """Findings on lines, each in a column of its own."""
    rows = records.rows.iloc[list(lines)]
    columns = [int(records.places[name][sheet]) for name, sheet in zip(names, rows["sheet_id"], strict=True)]
    return findings(sheet_id=rows["sheet_id"], row=rows["row"], column=columns, **facts)


def _given(records: Records, school: School) -> tuple[Given, ...]:
    return tuple(row for row in register(school) if row.current) if len(records.rows) else ()


@rule(
    "consent-not-separate", title="Согласие не отдельным документом", forms=CONSENTS, clause="6.2",
    message="согласие от {date} оформлено не отдельным документом: с 01.09.2025 так нельзя",
    fix="Возьмите согласие отдельным документом; до тех пор считайте, что согласия нет.",
)  # fmt: skip
def consent_not_separate(records: Records, school: School) -> pd.DataFrame:
    """Consents within other papers, since the day on which the law forbade it."""
    found = [row for row in _given(records, school) if row.separate is False and row.date is not None and row.date >= SEPARATE_SINCE]
    return _found(records, [row.line for row in found], ["separate"] * len(found), date=[row.date for row in found])


@rule(
    "consent-giver", title="Согласие дал неизвестно кто", forms=CONSENTS, clause="6.2", severity=Severity.WARNING,
    message="согласие дал не обучающийся и не его законный представитель{hint}",
    fix="Исправьте имя или внесите представителя в контингент или на лист «Представители».",
)  # fmt: skip
def consent_giver(records: Records, school: School) -> pd.DataFrame:
    """Consents of those who are neither the student nor a representative, or whose rights are restricted."""
    found = [
        row
        for row in _given(records, school)
        if row.giver and row.person >= 0 and _represented(school, row.person) and is_guardian(school, row.person, row.giver) is not True
    ]
    hints = [_hint(school, row.person, row.giver) for row in found]
    return _found(records, [row.line for row in found], ["giver"] * len(found), hint=hints)


def _represented(school: School, person: int) -> bool:
    """Whether the lists name any representative of a student."""
    return bool(guardians(school, person))


def _hint(school: School, person: int, name: str) -> str:
    """Near names and restrictions, for a message."""
    if any(guardian.restricted and key(guardian.name) == key(name) for guardian in guardians(school, person)):
        return ": права этого представителя ограничены"
    meant = likely(school, person, name)
    return f": возможно, {' или '.join(dict.fromkeys(meant))}" if meant else ""


@rule(
    "consent-dates", title="Даты согласия противоречат одна другой", forms=CONSENTS, clause="6.2",
    message="{what} раньше даты согласия {date}", fix="Исправьте даты по документу.",
)  # fmt: skip
def consent_dates(records: Records, school: School) -> pd.DataFrame:
    """Consents that end or are withdrawn before they are given."""
    found = [
        (row, name, f"{words} {day:%d.%m.%Y}")
        for row in _given(records, school)
        for name, day, words in (("until", row.until, "последний день действия"), ("withdrawn", row.withdrawn, "отзыв"))
        if day is not None and row.date is not None and day < row.date
    ]
    lines, names = [row.line for row, _, _ in found], [name for _, name, _ in found]
    return _found(records, lines, names, what=[what for _, _, what in found], date=[row.date for row, _, _ in found])


@rule(
    "release-recipient", title="Сведения выданы постороннему", forms=RELEASES, clause="6.2",
    message="записано «{relation}», но {who}{hint}",
    fix="Исправьте имя или получателя; если выдано по закону, выберите «по требованию закона» и впишите документ.",
)  # fmt: skip
def release_recipient(records: Records, school: School) -> pd.DataFrame:
    """Releases to those who are not who they are said to be."""
    found = list(_strangers(records, school))
    facts = {name: [row[name] for _, row in found] for name in ("relation", "who", "hint")}
    return _found(records, [line for line, _ in found], ["recipient"] * len(found), **facts)


def _strangers(records: Records, school: School) -> Iterator[tuple[int, dict[str, str]]]:
    for line, (person, row) in enumerate(zip(school.persons(records).tolist(), records.rows.to_dict("records"), strict=True)):
        recipient, relation = row["recipient"], row["relation"]
        if person < 0 or not isinstance(recipient, str) or relation not in (GUARDIAN, SELF):
            continue
        if relation == SELF:
            known, who = key(recipient) == key(student_name(school, person)), "это не сам обучающийся"
        else:
            same = [guardian for guardian in guardians(school, person) if key(guardian.name) == key(recipient)]
            # Without a list of representatives nobody can be told from one.
            known = not _represented(school, person) or (bool(same) and not any(guardian.restricted for guardian in same))
            who = "среди законных представителей такого нет" if not same else "сведения ему не выдают"
        if not known:
            yield line, {"relation": relation, "who": who, "hint": _hint(school, person, recipient)}


@rule(
    "release-unfounded", title="Выдано по требованию закона без документа", forms=RELEASES, clause="6.2",
    message="сведения выданы «по требованию закона», а документ не указан",
    fix="Впишите в графу «Документ-основание» запрос с номером и датой и норму закона.",
)  # fmt: skip
def release_unfounded(records: Records, school: School) -> pd.DataFrame:
    """Releases by law without the document that asks for them."""
    rows = records.rows
    missing = (rows["relation"] == LAW) & (rows["basis"].isna() | (rows["basis"].astype(object) == ""))
    lines = missing.to_numpy().nonzero()[0].tolist()
    names = ["basis" if records.places["basis"][sheet] else "relation" for sheet in rows["sheet_id"].iloc[lines]]
    return _found(records, lines, names)


@rule(
    "release-application", title="Заявления о выдаче нет в журнале заявлений", forms=RELEASES, clause="6.4", severity=Severity.WARNING,
    message="{what}", fix="Внесите заявление в журнал заявлений или исправьте его номер и дату.",
)  # fmt: skip
def release_application(records: Records, school: School) -> pd.DataFrame:
    """Releases on a written application that the journal of applications does not have for this student."""
    if "applications" not in school.records:
        return findings()
    found: list[tuple[int, str, str]] = []
    for line, (person, row) in enumerate(zip(school.persons(records).tolist(), records.rows.to_dict("records"), strict=True)):
        if row["manner"] != WRITTEN or row["relation"] == LAW:
            continue
        reference = row["application"]
        if not isinstance(reference, str) or not reference.strip():
            found.append((line, "manner", "заявление письменное, а его номер не указан"))
            continue
        known = numbered(school, reference)
        if known.empty:
            found.append((line, "application", f"заявления «{reference}» в журнале заявлений нет"))
        elif person >= 0 and person not in set(known["person"]) and (known["person"] >= 0).all():
            found.append((line, "application", f"заявление «{reference}» подано о другом обучающемся"))
    return _found(records, [line for line, _, _ in found], [name for _, name, _ in found], what=[what for _, _, what in found])


@rule(
    "guardian-differs", title="Представитель не тот, что в контингенте", forms=GUARDIANS, clause="6.2", severity=Severity.NOTE,
    message="в контингенте записан другой законный представитель: {listed}",
    fix="Сверьте с документами; дополните этот лист или исправьте контингент.",
)  # fmt: skip
def guardian_differs(records: Records, school: School) -> pd.DataFrame:
    """Students with representatives here, among whom that of the class list is not: one finding a student, at the first row."""
    rows = records.rows
    first: dict[int, int] = {}
    here: dict[int, set[str]] = {}
    for line, (person, name) in enumerate(zip(school.persons(records).tolist(), rows["guardian"].astype(object), strict=True)):
        if person >= 0 and isinstance(name, str):
            first.setdefault(person, line)
            here.setdefault(person, set()).add(key(name))
    missing = {person: [name for name in in_class_list(school, person) if key(name) not in here[person]] for person in first}
    found = [person for person in first if missing[person]]
    lines = [first[person] for person in found]
    return _found(records, lines, ["guardian"] * len(found), listed=["; ".join(missing[person]) for person in found])


RULES: tuple[Rule, ...] = (
    consent_not_separate,
    consent_giver,
    consent_dates,
    release_recipient,
    release_unfounded,
    release_application,
    guardian_differs,
)

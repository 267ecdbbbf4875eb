"""Rules of the state register of gifted people: what the school says of it must rest on a check (п. 3.4)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import pandas as pd

from ..achievements.evidence import Achievement, of_line
from ..achievements.joining import Line, lines
from ..achievements.state_register import Check, Placement, checks, placement
from ..attestation.debts import known_day
from ..event import fold_name
from ..issue import Severity
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings

CLAIMS = ("achievement_sheet", "achievement_register")
"""Forms with the column «ГИР»."""


def _at(found: list[tuple[Line, str, dict[str, object]]]) -> pd.DataFrame:
    """Findings in a column of lines."""
    rows = [{"sheet_id": line.sheet_id, "row": line.row, "column": line.columns.get(name, 0), **facts} for line, name, facts in found]
    return pd.DataFrame(rows) if rows else findings()


def _claims(records: Records, school: School) -> Iterator[tuple[Line, Achievement, Placement]]:
    """Lines of this year that say «да» under «ГИР», of people who are known where there is a class list, with what the checks say.

    Of earlier years nothing is asked: their checks may have been put away with their sheets.
    """
    if school.of_year is not None:
        return
    for line in lines(school, records.form.name):
        if line.current and line.said("registered") and line.text("event") and (line.person >= 0 or school.roster is None):
            one = of_line(line, school)
            yield line, one, placement(school, one, None)


@rule(
    "register-unproved", title="Запись в ГИР не подтверждена", forms=CLAIMS, clause="3.4", severity=Severity.WARNING,
    message="«ГИР: да» не подтверждено: {why}",
    fix="Проверьте запись в ГИР и внесите результат на лист «Сведения из ГИР».",
)  # fmt: skip
def register_unproved(records: Records, school: School) -> pd.DataFrame:
    """Achievements that are said to be in the state register without a check that found them there."""
    return _at([
        (line, "registered", {"why": found.text or "записи о проверке в «Сведениях из ГИР» нет"})
        for line, _, found in _claims(records, school)
        if found.placed is None
    ])  # fmt: skip


@rule(
    "register-absent", title="Записи в ГИР нет", forms=CLAIMS, clause="3.4",
    message="«ГИР: да», а проверка {day} показала, что достижение не размещено ({where})",
    fix="Исправьте «ГИР» на «нет» или внесите новую проверку, если сведения размещены.",
)  # fmt: skip
def register_absent(records: Records, school: School) -> pd.DataFrame:
    """Achievements that are said to be in the state register although the latest check did not find them there."""
    return _at([
        (line, "registered", {"day": found.checked or "без даты", "where": found.where})
        for line, _, found in _claims(records, school)
        if found.placed is False
    ])  # fmt: skip


@rule(
    "register-stale", title="Подтверждение ГИР устарело", forms=("talent_register",), clause="3.4", severity=Severity.NOTE,
    message="последняя проверка {checked}, с тех пор прошло {days:день}, а подтверждение действует {limit:день}",
    fix="Проверьте запись в ГИР ещё раз и впишите новую дату.",
)  # fmt: skip
def register_stale(records: Records, school: School) -> pd.DataFrame:
    """The latest check of each achievement that found it placed longer ago than the setting allows, by the last day that is known."""
    today = known_day(school)
    if today is None or school.of_year is not None:
        return findings()
    limit = school.policy.on(today).of("register_days", int)
    latest: dict[Hashable, Check] = {}
    for check in checks(school):
        if check.day is not None:
            same = (check.who, fold_name(check.event), fold_name(check.subject), check.year)
            if same not in latest or check.day > (latest[same].day or check.day):
                latest[same] = check
    found: list[tuple[Line, str, dict[str, object]]] = []
    for check in latest.values():
        days = (today - check.day).days if check.day else 0
        if check.line.current and check.placed and days > limit:
            found.append((check.line, "checked", {"checked": check.day, "days": days, "limit": limit}))
    return _at(found)


RULES: tuple[Rule, ...] = (register_unproved, register_absent, register_stale)

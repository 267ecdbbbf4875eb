"""Why a mark is what it is, line by line: cells, weights, sum, thresholds, rule with its version, clause (п. 2.4, 4.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from ..book import address
from ..kind import DATED_TERMS, TERMS
from ..marks import NOT_ATTESTED
from ..policy import Policy
from ..school import School, day
from ..sheets.records import Records
from ..totals import SCHEMES, heading_terms, same_line, weighed
from ..words import decimal
from .results import JOURNAL, results, stays, students, where
from .year import BY_INTERIM, LAST_TERM, WITH_INTERIM

BY_SCHOOL = "порядок устанавливает школа: ст. 58 ч. 1 Федерального закона № 273-ФЗ"
CLAUSE = f"Основание: п. 4.1 Положения; {BY_SCHOOL}."
SHOWN = 60
"""So many cells are named; a line says how many more there are."""


def of_mark(school: School, index: int) -> list[str]:
    """The chain of a mark for a term, for the year or a final one.

    Args:
        school: The school.
        index: Index of a row of `results.results`.

    Returns:
        Sentences in Russian, the verdict first, the clause last.
    """
    row = results(school).loc[index]
    name = students(school)["name"].iat[int(row["student"])]
    term = str(row["term"])
    given = f"поставлено «{row['token']}»" if row["token"] else "не поставлено"
    lines = [f"{name}, {row['subject']}, {TERMS[term]}: {given} ({where(school, index)})."]
    if not row["graded"]:
        return [*lines, "В этом классе по этому предмету отметок не ставят.", school.policy.basis("ungraded_subjects") + ".", CLAUSE]
    if term in DATED_TERMS:
        lines += _of_term(school, row)
    elif term in ("year", "final"):
        lines += _of_year(school, row, term)
    return [*lines, CLAUSE]


def _of_term(school: School, row: Any) -> Iterator[str]:
    if row["form"] != JOURNAL:
        yield "Отметка взята из сводной ведомости: в журналах предмета нет графы этого периода."
    policy = _policy(school, row)
    if row["unsure"]:
        yield "Не рассчитано: в строке журнала есть клетка, которая не читается; исправьте её."
        return
    if not row["count"]:
        yield f"Текущих отметок нет при нужных {row['least']}; {_missed(row)}"
        yield from _absent(row, policy)
        return
    records = school.records[JOURNAL]
    cells = list(_cells(records, school, row))
    yield "Текущие отметки: " + "; ".join(cells[:SHOWN]) + (f" и ещё {len(cells) - SHOWN}" if len(cells) > SHOWN else "") + "."
    total, weight = int(row["total"]), int(row["weight"])
    mean = Fraction(total, weight)
    sums = "сумма отметок, умноженных на вес" if weight != row["count"] else "сумма отметок"
    yield f"Средний балл: {sums} {total} : {weight} = {decimal(mean)} (сравнивается неокруглённым)."
    yield f"{_steps(mean, policy)}, выходит «{row['computed']}»."
    if row["mark"] and row["mark"] != row["computed"]:
        yield f"Поставлено {row['mark']}, по расчёту {row['computed']}: программа отметку не меняет, запишите основание на листе «Исправления»."
    yield f"Отметок {row['count']} при нужных {row['least']}; {_missed(row)}"
    yield from _absent(row, policy)
    yield f"Правило: {policy.basis('thresholds')}."
    if weight != row["count"]:
        yield f"Правило: {policy.basis('weights' if policy.values.get('weights') else 'average')}."


def _missed(row: Any) -> str:
    return f"пропущено уроков: {row['missed']} из {row['held']}."


def _absent(row: Any, policy: Policy) -> Iterator[str]:
    """The least number of marks where there are fewer; the rules of «н/а» where it is set, or too much was missed."""
    if row["count"] < row["least"]:
        yield f"Правило: {policy.basis('minimums')}."
    share = Fraction(100 * int(row["missed"]), int(row["held"])) if row["held"] else Fraction(0)
    if row["token"] == NOT_ATTESTED or share > policy.of("na_share", Fraction):
        yield f"Пропущено {decimal(share)} % уроков."
        yield f"Правило: {policy.basis('na_share')}."
        yield f"Правило: {policy.basis('na_rule')}."


def _steps(mean: Fraction, policy: Policy) -> str:
    """The mean between its thresholds: «3,50 ≤ 4,33 < 4,50»."""
    low, high = None, None
    for threshold in policy.of("thresholds", tuple):
        if mean >= threshold:
            low = threshold
        elif high is None:
            high = threshold
    start = f"{decimal(low)} ≤ " if low is not None else ""
    return f"Пороги: {start}{decimal(mean)}{f' < {decimal(high)}' if high is not None else ''}"


def _policy(school: School, row: Any) -> Policy:
    group = str(row["group"])
    term = school.terms(group).get(str(row["term"]))
    return school.policy.on(day(term.last)) if term is not None else school.policy


def _cells(records: Records, school: School, row: Any) -> Iterator[str]:
    """Current marks of a term with their cells, in the order of lessons: «5 (E7)», «4, вес 2 (F7)»."""
    lines = _lines(records, school, row)
    grid = records.grid
    mark, weight, _ = weighed(records, school)
    at = DATED_TERMS.index(str(row["term"]))
    scheme = SCHEMES.index(str(row["term"]).rstrip("1234"))
    of_heading = heading_terms(records, school)[scheme]
    chosen = np.flatnonzero(np.isin(grid["line"].to_numpy(), lines) & (mark > 0) & (of_heading[grid["heading"].to_numpy()] == at))
    order = np.argsort(grid["date"].to_numpy()[chosen], kind="stable")
    home = int(row["sheet_id"])
    for place in chosen[order].tolist():
        sheet, line, column = (int(grid[name].iat[place]) for name in ("sheet_id", "row", "column"))
        cell = address(line, column) if sheet == home else records.where(sheet, line, column)
        heavy = f", вес {weight[place]}" if weight[place] != 1 else ""
        yield f"{mark[place]}{heavy} ({cell})"


def _lines(records: Records, school: School, row: Any) -> Sequence[int]:
    """Lines of the journals that are this student's in this subject."""
    rows = records.rows
    if row["form"] == JOURNAL:
        line = np.flatnonzero((rows["sheet_id"] == row["sheet_id"]).to_numpy() & (rows["row"] == row["row"]).to_numpy())
        same = same_line(records, school)
        return np.flatnonzero(np.isin(same, same[line])).tolist()
    frame = results(school)
    twin = frame[(frame["student"] == row["student"]) & (frame["subject"] == row["subject"]) & (frame["form"] == JOURNAL)]
    return [] if twin.empty else _lines(records, school, twin.iloc[0])


def _of_year(school: School, row: Any, term: str) -> Iterator[str]:
    policy = school.policy
    if term == "final":
        yield from _of_final(school, row)
        return
    terms = _terms(school, row)
    marks = [(str(found["term"]), str(found["token"]), int(found["mark"]), where(school, int(index))) for index, found in terms]
    shown = "; ".join(f"{TERMS[name]} — {token or 'пусто'} ({place})" for name, token, _, place in marks)
    yield f"По периодам: {shown}." if marks else "Отметок за периоды нет."
    counted_marks = [mark for _, _, mark, _ in marks if mark]
    if row["computed"]:
        total, count = sum(counted_marks), len(counted_marks)
        half = 2 * (total % count) == count
        rule = f"; половина: {policy.values['year_rule']}" if half else ""
        mean = f"{total} : {count} = {decimal(Fraction(total, count))}"
        yield f"Среднее {' + '.join(map(str, counted_marks))} = {mean}{rule}, выходит «{row['computed']}»."
        if half and policy.values["year_rule"] in (LAST_TERM, BY_INTERIM):
            yield "Половина решается отметкой " + (
                "последнего периода." if policy.values["year_rule"] == LAST_TERM else "за промежуточную аттестацию."
            )
    elif row["computed_token"]:
        yield f"Выходит «{row['computed_token']}»."
    else:
        yield "Не рассчитано: не за все периоды есть отметка."
    if row["mark"] and row["computed"] and row["mark"] != row["computed"]:
        yield f"Поставлено {row['mark']}, по расчёту {row['computed']}: проверьте отметку."
    yield f"Правило: {policy.basis('year_rule')}."
    if any(token == "н/а" for _, token, _, _ in marks):
        yield f"Правило: {policy.basis('na_in_year')}."


def _of_final(school: School, row: Any) -> Iterator[str]:
    known = {name: found for name in ("year", "interim", "exam") if (found := _set(school, row, name)) is not None}
    shown = "; ".join(f"{TERMS[name]} — {mark} ({place})" for name, (mark, place) in known.items() if mark)
    yield f"Основания: {shown}." if shown else "Годовой отметки нет."
    if not row["computed"]:
        yield "Не рассчитано: не хватает отметок."
        return
    exam = known.get("exam", (0, ""))[0]
    other = exam or (known.get("interim", (0, ""))[0] if school.policy.values["interim_formula"] == WITH_INTERIM else 0)
    year = known["year"][0]
    if other:
        yield f"Среднее ({year} + {other}) : 2 = {decimal(Fraction(year + other, 2))}, половина вверх, выходит «{row['computed']}»."
    else:
        yield f"Итоговая равна годовой: «{row['computed']}»."
    yield "Правило: приказ Минпросвещения России от 05.10.2020 № 546." if exam else f"Правило: {school.policy.basis('interim_formula')}."


def _terms(school: School, row: Any) -> list[tuple[Any, Any]]:
    """Rows of the dated terms of the same student and subject, up to the last one of the course."""
    frame = results(school)
    same = (frame["student"] == row["student"]) & (frame["subject"] == row["subject"]) & frame["term"].isin(DATED_TERMS)
    listed = students(school)
    arrived, left = stays(listed, school)
    student = int(row["student"])
    terms = school.terms(str(row["group"]))
    found = []
    for index, one in frame[same].sort_values("term").iterrows():
        dated = terms.get(str(one["term"]))
        away = dated is not None and (arrived[student] > dated.last or left[student] < dated.last)
        if not away:
            found.append((index, one))
    return found


def _set(school: School, row: Any, name: str) -> tuple[int, str] | None:
    frame = results(school)
    found = frame[(frame["student"] == row["student"]) & (frame["subject"] == row["subject"]) & (frame["term"] == name)]
    return (int(found["mark"].iat[0]), where(school, int(found.index[0]))) if len(found) else None

"""Rules of marks for periods against current marks (V06-V09, V11). The teacher's mark is compared, never replaced."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import numpy as np
import pandas as pd

from ..attestation.corrections import accepted
from ..attestation.results import line_terms, results
from ..forms import LESSON_JOURNALS, SUMMARIES
from ..issue import Severity
from ..kind import DATED_TERMS, TERMS, fold
from ..marks import EXEMPT, NOT_ATTESTED, SCALE
from ..policy import LIMITS
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings
from ..totals import computed, heading_terms, minimums, policies, totals, whole_years, works

FAILED_TEST, ONE_WORK = LIMITS
SCALE_MARKS = tuple(int(mark) for mark in SCALE)
Grades = tuple[Fraction, ...]


def _given(records: Records) -> pd.DataFrame:
    """Marks for dated terms: the frame `terms` with `at`, the position of the term in `DATED_TERMS`."""
    terms = records.terms
    if terms.empty:
        return terms.assign(at=0)
    position = {name: index for index, name in enumerate(DATED_TERMS)}
    names = list(terms["term"].cat.categories)
    at = np.array([position.get(name, -1) for name in names] or [-1])[terms["term"].cat.codes.to_numpy()]
    return terms.assign(at=at)[at >= 0]


def _on_scale(records: Records, school: School) -> pd.DataFrame:
    """Marks for dated terms that stand on the school's scale; the others are reported as such and compared with nothing."""
    given = _given(records)
    if given.empty:
        return given
    least = 1 if school.policy.values["allow_one"] else 2
    return given[given["mark"].between(least, 5)]


def _title(terms: pd.Series) -> list[str]:
    return [TERMS[name] for name in terms]


@rule(
    "term-mark-differs", title="Отметка за период не совпала с расчётом", forms=LESSON_JOURNALS, clause="4.1", severity=Severity.WARNING, code="V07",
    message="{term}: поставлено {given}, по отметкам выходит {computed} (средний балл {mean} = {total} : {weight}; порог «{bound}» — {threshold})",
    fix="Проверьте отметки и отметку за период; если отметка верна, запишите основание на листе «Исправления».",
)  # fmt: skip
def term_mark_differs(records: Records, school: School) -> pd.DataFrame:
    """Given marks that differ from the mean by the school's thresholds; lines with unreadable cells are left to be mended first."""
    given = _on_scale(records, school)
    if given.empty:
        return findings()
    sums = totals(records, school)
    line, at = given["line"].to_numpy(), given["at"].to_numpy()
    total, weight = sums.total[line, at], sums.weight[line, at]
    due = computed(records, school)[line, at]
    least = np.maximum(given["mark"].to_numpy().astype(int), 2)
    differs = (due > 0) & (due != least) & ~accepted(given, records, school)
    if not differs.any():
        return findings()
    found = given[differs]
    marks, due = least[differs], due[differs].astype(int)
    bound = np.where(marks > due, marks, marks + 1)
    which, known = policies(records, school)
    thresholds: list[Grades] = [policy.of("thresholds", tuple) for policy in known]
    of_term = which[found["sheet_id"].to_numpy(), at[differs]]
    return findings(
        sheet_id=found["sheet_id"],
        row=found["row"],
        column=found["column"],
        term=_title(found["term"]),
        given=found["mark"].to_numpy().astype(int),
        computed=due,
        mean=[Fraction(int(total), int(weight)) for total, weight in zip(total[differs], weight[differs], strict=True)],
        total=total[differs],
        weight=weight[differs],
        bound=bound,
        threshold=[thresholds[at][max(mark, 3) - 3] for at, mark in zip(of_term, bound, strict=True)],
    )


@rule(
    "marks-few", title="Мало отметок за период", forms=LESSON_JOURNALS, clause="4.1", severity=Severity.WARNING, code="V06",
    message="{term}: отметка выставлена, а текущих отметок {count} при нужных {least}",
    fix="Дополните текущие отметки или снимите отметку за период.",
)  # fmt: skip
def marks_few(records: Records, school: School) -> pd.DataFrame:
    """Marks for a term on fewer current marks than the school needs."""
    given = _on_scale(records, school)
    if given.empty:
        return findings()
    sums, least = totals(records, school), minimums(records, school)
    line, at = given["line"].to_numpy(), given["at"].to_numpy()
    count, needed = sums.count[line, at], least[given["sheet_id"].to_numpy(), at]
    held = sums.held[line, at] > 0
    few = (count < needed) & ~sums.unsure[line] & held
    found = given[few]
    return findings(
        sheet_id=found["sheet_id"],
        row=found["row"],
        column=found["column"],
        term=_title(found["term"]),
        count=count[few],
        least=needed[few],
    )


def _much_missed(missed: np.ndarray, held: np.ndarray, school: School) -> np.ndarray:
    """Where more lessons were missed than the school's share."""
    share = school.policy.of("na_share", Fraction)
    return (held > 0) & (missed * 100 * share.denominator > held * share.numerator)


@rule(
    "na-unfounded", title="«н/а» при достаточных отметках", forms=LESSON_JOURNALS, clause="4.1", severity=Severity.WARNING, code="V08",
    message="{term}: стоит «н/а», а текущих отметок {count} при нужных {least}", fix="Выставьте отметку по текущим отметкам или запишите основание.",
)  # fmt: skip
def na_unfounded(records: Records, school: School) -> pd.DataFrame:
    """«н/а» although there are marks enough (D7); where the school asks for one ground only, missed lessons are one too."""
    given = _given(records)
    given = given if given.empty else given[given["token"] == NOT_ATTESTED]
    if given.empty:
        return findings()
    sums, least = totals(records, school), minimums(records, school)
    line, at = given["line"].to_numpy(), given["at"].to_numpy()
    count, needed = sums.count[line, at], least[given["sheet_id"].to_numpy(), at]
    excused = _much_missed(sums.missed[line, at], sums.held[line, at], school) & (school.policy.values["na_rule"] == "ИЛИ")
    enough = (count >= needed) & ~sums.unsure[line] & ~excused
    found = given[enough]
    return findings(
        sheet_id=found["sheet_id"],
        row=found["row"],
        column=found["column"],
        term=_title(found["term"]),
        count=count[enough],
        least=needed[enough],
    )


def _unset(records: Records, school: School) -> pd.DataFrame:
    return school.once("unset", records.form.name, lambda: _find_unset(records, school))


def _find_unset(records: Records, school: School) -> pd.DataFrame:
    """Empty cells of closed terms: sheet_id, line, row, column, term, count, least, missed, held; for students who were there at the end.

    `missed` and `held` are lessons; `count` is -1 for the year, which has no current marks of its own.
    """
    groups = school.sheet_groups(records)
    lines_of = records.rows["sheet_id"].to_numpy()
    named = (records.rows["student"].notna() & ~records.rows.duplicated(["sheet_id", "student"])).to_numpy()
    arrived, left = school.stay(records)
    filled = set(zip(records.terms["line"].tolist(), records.terms["term"].astype(object), strict=True))
    parts = []
    for term in records.places.keys() & TERMS.keys():
        shown = records.places[term] > 0
        for group in {name for name, there in zip(groups, shown, strict=True) if there}:
            dated = school.terms(group).get(term)
            if dated is None or not dated.closed:
                continue
            sheets = shown & (np.array(groups, object) == group)
            there = sheets[lines_of] & named & ~(left < dated.last) & ~(arrived > dated.last)
            lines = [line for line in np.flatnonzero(there) if (line, term) not in filled]
            parts += [(lines_of[line], line, records.rows["row"].iat[line], records.places[term][lines_of[line]], term) for line in lines]
    frame = pd.DataFrame(sorted(parts), columns=["sheet_id", "line", "row", "column", "term"])
    if frame.empty:
        return frame
    frame = frame[school.graded_sheets(records)[frame["sheet_id"].to_numpy()]]
    sums, least = totals(records, school), minimums(records, school)
    at = np.array([DATED_TERMS.index(term) if term in DATED_TERMS else -1 for term in frame["term"]], np.int64)
    line = frame["line"].to_numpy()
    for name, table in (("count", sums.count), ("missed", sums.missed), ("held", sums.held)):
        frame[name] = np.where(at >= 0, table[line, at], -1)
    return frame.assign(least=np.where(at >= 0, least[frame["sheet_id"].to_numpy(), at], 0))


def _truant(frame: pd.DataFrame, school: School) -> np.ndarray:
    """Which empty cells ask for «н/а»: too many lessons missed and (or) too few marks, as the school rules."""
    missed, held = frame["missed"].to_numpy().astype(np.int64), frame["held"].to_numpy().astype(np.int64)
    much = _much_missed(missed, held, school)
    few = (frame["count"] < frame["least"]).to_numpy()
    return (much & few) if school.policy.values["na_rule"] == "И" else ((much | few) & (held > 0))


@rule(
    "na-missing", title="Нужно «н/а»", forms=LESSON_JOURNALS, clause="4.1", severity=Severity.WARNING, code="V08",
    message="{term}: период закрыт, клетка пуста; пропущено уроков: {missed} из {held}, отметок {count} при нужных {least}",
    fix="Поставьте «н/а» или отметку, если работы сданы.",
)  # fmt: skip
def na_missing(records: Records, school: School) -> pd.DataFrame:
    """Empty cells of closed terms where the student missed too much to be marked."""
    frame = _unset(records, school)
    if frame.empty:
        return findings()
    found = frame[_truant(frame, school)]
    return found.assign(term=_title(found["term"]))


@rule(
    "term-mark-missing", title="Нет отметки за закрытый период", forms=LESSON_JOURNALS, clause="4.1", code="V09",
    message="{term}: период закрыт, а отметки нет", fix="Выставьте отметку за период.",
)  # fmt: skip
def term_mark_missing(records: Records, school: School) -> pd.DataFrame:
    """Empty cells of closed terms; those that ask for «н/а» are reported as such."""
    frame = _unset(records, school)
    if frame.empty:
        return findings()
    found = frame[~_truant(frame, school)]
    return found[["sheet_id", "row", "column"]].assign(term=_title(found["term"]))


@rule(
    "term-column-missing", title="Нет графы закрытого периода", forms=("class_journal",), clause="4.1", code="V09",
    message="период «{term}» закрыт, а графы для него нет", fix="Добавьте графу «{term}» справа от дат и выставьте отметки.",
)  # fmt: skip
def term_column_missing(records: Records, school: School) -> pd.DataFrame:
    """Closed terms of the subject's own scheme for which the sheet, and other sheets of the same year, have no column."""
    found = []
    groups, subjects = school.sheet_groups(records), records.sheets["subject"].astype(object).tolist()
    of_year = whole_years(records, school)
    shown = {name: frozenset(of_year[records.places[name] > 0].tolist()) for name in DATED_TERMS}
    for index in np.flatnonzero(school.graded_sheets(records) & (of_year == np.arange(len(of_year)))).tolist():
        scheme = school.scheme(subjects[index], groups[index])
        for name, term in school.terms(groups[index]).items():
            if scheme and name.startswith(scheme) and term.closed and index not in shown[name]:
                found.append((index, records.heading_rows[index], records.places["student"][index], TERMS[name]))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "term"])


@rule(
    "work-unmarked", title="Нет отметки за обязательную работу", forms=LESSON_JOURNALS, clause="4.1", severity=Severity.WARNING, code="V06",
    message="{date} была работа «{work}», {lack}",
    fix="Поставьте отметку за работу или отметьте отсутствие.",
)  # fmt: skip
def work_unmarked(records: Records, school: School) -> pd.DataFrame:
    """Empty cells under a lesson with a work that everybody present writes; a work that nobody has a mark for is one finding."""
    kinds = works(records, school)
    wanted = {fold(work) for work in school.policy.of("full_works", tuple)}
    chosen = np.flatnonzero(np.isin(kinds, sorted(wanted)))
    if not len(chosen):
        return findings()
    headings, rows = records.headings.loc[chosen], records.rows
    grid = records.grid[records.grid["heading"].isin(chosen)]
    filled = set(zip(grid["line"].tolist(), grid["heading"].tolist(), strict=True))
    worked = set(grid.loc[grid["mark"] > 0, "heading"])
    arrived, left = school.stay(records)
    by_sheet = rows.reset_index(names="line").groupby("sheet_id")["line"].apply(list)
    found = []
    for heading, sheet, row, column, date in headings[["sheet_id", "row", "column", "date"]].itertuples():
        if heading not in worked:
            found.append((sheet, row, column, date.date(), kinds[heading].upper(), "отметок нет ни у кого"))
            continue
        moment = date.to_datetime64()
        for line in by_sheet.get(sheet, ()):
            there = not left[line] < moment and not arrived[line] > moment
            if there and (line, heading) not in filled and isinstance(rows["student"].iat[line], str):
                found.append(
                    (sheet, rows["row"].iat[line], column, date.date(), kinds[heading].upper(), "ученик присутствовал, а отметки нет")
                )
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "date", "work", "lack"])


@rule(
    "mark-where-none", title="Отметка в безотметочном классе или предмете", forms=LESSON_JOURNALS, clause="4.1", code="V01",
    message="отметка «{value}» в безотметочном классе или предмете ({where})", fix="Уберите отметку: здесь пишут «зач» или «усв».",
)  # fmt: skip
def mark_where_none(records: Records, school: School) -> pd.DataFrame:
    """Marks in classes and subjects in which the school sets none (P4)."""
    groups = school.sheet_groups(records)
    ungraded = records.sheets["subject"].notna().to_numpy() & ~school.graded_sheets(records)
    if not ungraded.any():
        return findings()
    parts = [frame.loc[(frame["mark"] > 0).to_numpy() & ungraded[frame["sheet_id"].to_numpy()], ["sheet_id", "row", "column"]]
             for frame in (records.grid, records.terms)]  # fmt: skip
    found = pd.concat(parts, ignore_index=True).drop_duplicates()
    named = [f"{records.sheets['subject'].iat[sheet]}, {groups[sheet]}".rstrip(", ") for sheet in found["sheet_id"]]
    return found.assign(where=named)


@rule(
    "exemption-unfounded", title="Освобождение без приказа", forms=("class_journal",), clause="2.4", severity=Severity.WARNING, code="V11",
    message="{term}: стоит «осв», а в списке класса нет приказа об освобождении",
    fix="Впишите предмет, номер и дату приказа в графу «Освобождение» списка класса.",
)  # fmt: skip
def exemption_unfounded(records: Records, school: School) -> pd.DataFrame:
    """Exemptions without an order with its number in the class list: one finding a line, at its first «осв»."""
    found = records.terms[records.terms["token"] == EXEMPT]
    listed = school.records.get("class_list")
    if found.empty or listed is None:
        return findings()
    persons = school.persons(records)[found["line"].to_numpy()]
    orders = listed.rows["exemption"].astype(object)
    unfounded = [
        person >= 0 and not (isinstance(order := orders.iat[person], str) and any(letter.isdigit() for letter in order))
        for person in persons
    ]
    found = found[unfounded]
    titles = found.assign(title=_title(found["term"])).groupby("line")["title"].agg(", ".join)
    first = found.sort_values("column").drop_duplicates("line")
    return first[["sheet_id", "row", "column"]].assign(term=titles.loc[first["line"]].to_numpy())


def _computed_of(records: Records, school: School, term: str) -> pd.DataFrame:
    """Marks for the year, or final ones, that stand on these sheets and differ from what follows from the marks below them."""
    if not _has_marks_for(records, term):
        return findings()
    frame = results(school)
    here = (frame["form"] == records.form.name) & (frame["term"] == term) & frame["graded"]
    found = frame[here & (frame["computed_token"] != "") & ((frame["mark"] > 0) | (frame["token"] == NOT_ATTESTED))]
    found = found[found["token"].astype(object) != found["computed_token"].astype(object)]
    columns = found[["sheet_id", "row", "column"]].assign(
        given=found["token"].astype(object), computed=found["computed_token"].astype(object)
    )
    return columns.assign(why=[_mean_of(school, int(index)) for index in found.index])


def _has_marks_for(records: Records, term: str) -> bool:
    """Whether anything is set for a term on sheets of a form: the frame of all marks is not made for nothing."""
    if records.form.name in SUMMARIES:
        return bool((line_terms(records) == list(TERMS).index(term)).any())
    return bool((records.terms["term"] == term).any())


def _mean_of(school: School, index: int) -> str:
    """From what a mark for the year, or a final one, is computed: «4, 4, 5, 5»."""
    frame = results(school)
    row = frame.loc[index]
    same = frame[(frame["student"] == row["student"]) & (frame["subject"] == row["subject"])].sort_values("term")
    wanted = DATED_TERMS if row["term"] == "year" else ("year", "interim", "exam")
    return ", ".join(str(token) for token, term in zip(same["token"], same["term"], strict=True) if term in wanted and token)


@rule(
    "year-mark-differs", title="Годовая отметка не совпала с расчётом", forms=("class_journal", *SUMMARIES), clause="4.1",
    severity=Severity.WARNING, code="V10",
    message="год: поставлено {given}, по отметкам за периоды ({why}) выходит {computed}",
    fix="Проверьте отметки за периоды и годовую; правило школы — «Годовая отметка при половине».",
)  # fmt: skip
def year_mark_differs(records: Records, school: School) -> pd.DataFrame:
    """Marks for the year against the marks for periods by the school's rule (D10, D11)."""
    return _computed_of(records, school, "year")


@rule(
    "final-mark-differs", title="Итоговая отметка не совпала с расчётом", forms=("class_journal", *SUMMARIES), clause="4.1", code="V10",
    message="итог: поставлено {given}, по годовой и аттестации ({why}) выходит {computed}",
    fix="Проверьте годовую, отметку за аттестацию или экзамен и исправьте итоговую.",
)  # fmt: skip
def final_mark_differs(records: Records, school: School) -> pd.DataFrame:
    """Final marks against the mark for the year and that of the attestation or the exam (D12, C1, C2)."""
    return _computed_of(records, school, "final")


@rule(
    "mark-limited", title="Отметка за период при ограничителе школы", forms=LESSON_JOURNALS, clause="4.1", severity=Severity.WARNING, code="V07",
    message="{term}: поставлено {given}, а {limit}", fix="Проверьте отметку; если она верна, запишите основание на листе «Исправления».",
)  # fmt: skip
def mark_limited(records: Records, school: School) -> pd.DataFrame:
    """«5» with a «2» for the last test of the term; a mark on one work alone, where fewer than the minimum are not reported (D8)."""
    given = _on_scale(records, school)
    watched = school.policy.of("limits", tuple)
    if given.empty or not watched:
        return findings()
    given = given[~accepted(given, records, school)]
    found = []
    if FAILED_TEST in watched:
        last = _last_tests(records, school)
        fives = given[given["mark"] == max(SCALE_MARKS)]
        for sheet, line, row, column, term, at in fives[["sheet_id", "line", "row", "column", "term", "at"]].itertuples(index=False):
            if (line, at) in last and last[line, at][0] == min(SCALE_MARKS):
                found.append(
                    (sheet, row, column, TERMS[term], max(SCALE_MARKS), f"за последнюю контрольную ({last[line, at][1]:%d.%m}) — 2")
                )
    if ONE_WORK in watched:
        sums, least = totals(records, school), minimums(records, school)
        line, at = given["line"].to_numpy(), given["at"].to_numpy()
        alone = (sums.count[line, at] == 1) & (least[given["sheet_id"].to_numpy(), at] <= 1) & ~sums.unsure[line]
        for sheet, row, column, term, mark in given.loc[alone, ["sheet_id", "row", "column", "term", "mark"]].itertuples(index=False):
            found.append((sheet, row, column, TERMS[term], int(mark), "текущая отметка одна"))
    return pd.DataFrame(found, columns=["sheet_id", "row", "column", "term", "given", "limit"])


def _last_tests(records: Records, school: School) -> dict[tuple[int, int], tuple[int, dt.date]]:
    """Mark and day of the last test of each line in each term, by position of the term."""
    tests = np.array([work == "кр" or work.startswith("контрольн") for work in works(records, school)], bool)
    if not tests.any():
        return {}
    grid = records.grid
    marked = grid[tests[grid["heading"].to_numpy()] & (grid["mark"] > 0).to_numpy()].sort_values("date", kind="stable")
    found: dict[tuple[int, int], tuple[int, dt.date]] = {}
    for of_heading in heading_terms(records, school):
        at = of_heading[marked["heading"].to_numpy()].tolist()
        for line, term, mark, date in zip(marked["line"].tolist(), at, marked["mark"].tolist(), marked["date"].dt.date, strict=True):
            if term >= 0:
                found[line, term] = mark, date
    return found


RULES: tuple[Rule, ...] = (
    marks_few, work_unmarked, term_mark_differs, mark_limited, year_mark_differs, final_mark_differs, na_unfounded, na_missing,
    term_mark_missing, term_column_missing, mark_where_none, exemption_unfounded,
)  # fmt: skip

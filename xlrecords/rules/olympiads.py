"""Rules of olympiads: exports of platforms, and the stages that students of the school went through (п. 3.2.2, 4.1)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..forms.olympiad_results import NATIONAL, STAGES
from ..imports.olympiad import ABSENT, MEDALLIST, STATUS_WORDS, UNREADABLE, WINNER, differing_sums, participations, shown
from ..issue import Severity
from ..kind import fold, plain
from ..people import identity, key
from ..rule import Rule, rule
from ..school import School
from ..sheets.records import Records, findings

EXPORT, RESULTS = ("olympiad_export",), ("olympiad_results",)


def _said(records: Records, school: School) -> pd.DataFrame:
    """What the rows of exports say, computed once."""
    return school.once("participations", records.form.name, lambda: participations(records))


def _at(records: Records, where: pd.Series | npt.NDArray[np.bool_], column: str, **facts: Sequence[object]) -> pd.DataFrame:
    """Findings in a column of the rows where something is wrong."""
    rows = records.rows.loc[np.asarray(where, bool), ["sheet_id", "row"]]
    return findings(
        sheet_id=rows["sheet_id"].to_numpy(), row=rows["row"].to_numpy(), column=records.column(column, rows["sheet_id"]), **facts
    )


@rule(
    "score-sum-differs", title="Первичный балл не равен сумме по заданиям", forms=EXPORT, clause="4.1", severity=Severity.WARNING,
    message="первичный балл {value}, а сумма баллов по заданиям — {sum}",
    fix="Сверьте баллы с протоколом жюри; если была апелляция, ничего не делайте.",
)  # fmt: skip
def score_sum_differs(records: Records, school: School) -> pd.DataFrame:
    """Primary scores that are not the sum of the points for tasks in the rounds that took place."""
    said = _said(records, school)
    where = differing_sums(said)
    return _at(records, where, "score", sum=[shown(points) for points in said["sum"][where]])


@rule(
    "points-unreadable", title="Баллы по заданиям не читаются", forms=EXPORT, clause="4.1", severity=Severity.WARNING,
    message="баллы по заданиям не читаются: ожидается 5(10)10(10)X(10), а записано «{value}»", fix="Верните запись, как в выгрузке.",
)  # fmt: skip
def points_unreadable(records: Records, school: School) -> pd.DataFrame:
    """Records of rounds that are no points for tasks."""
    if not (_said(records, school)["sum"] == UNREADABLE).any():
        return findings()
    from ..imports.olympiad import Rounds

    rounds = Rounds()
    found = []
    for name in ("online", "onsite"):
        column = records.rows[name]
        odd = [text for text in column.cat.categories if rounds.read(text).score == UNREADABLE]
        found.append(_at(records, column.isin(odd), name))
    return pd.concat(found, ignore_index=True)


@rule(
    "competed-younger", title="Выступал за младший класс", forms=EXPORT, clause="3.2.2",
    message="выступал за {competed} класс, а учится в {studied}: за младший класс выступать нельзя",
    fix="Сверьте класс участника и параллель с заявкой и исправьте ошибочную запись.",
)  # fmt: skip
def competed_younger(records: Records, school: School) -> pd.DataFrame:
    """Participants whose parallel is below the grade that they study in; an older one is allowed."""
    said = _said(records, school)
    where = said["younger"]
    return _at(records, where, "parallel", competed=said["high"][where].tolist(), studied=said["group"][where].tolist())


@rule(
    "status-unknown", title="Статус участника неизвестен", forms=EXPORT, clause="3.2.2", severity=Severity.WARNING,
    message="статус «{value}» неизвестен", fix="Впишите: победитель, призёр, участник или неявка.",
)  # fmt: skip
def status_unknown(records: Records, school: School) -> pd.DataFrame:
    """Words for a status that are none of those that olympiads give."""
    column = records.rows["status"]
    odd = [text for text in column.cat.categories if fold(text) not in STATUS_WORDS]
    return _at(records, column.isin(odd), "status")


@rule(
    "score-over-most", title="Балл больше наибольшего", forms=RESULTS, clause="3.2.2",
    message="балл {value}, а наибольший возможный — {most}", fix="Сверьте баллы с протоколом и исправьте ошибочный.",
)  # fmt: skip
def score_over_most(records: Records, school: School) -> pd.DataFrame:
    """Scores above the largest possible."""
    where = records.rows["score"] > records.rows["most"]
    return _at(records, where, "score", most=[plain(value) for value in records.rows["most"][where]])


@rule(
    "stage-skipped", title="Нет результата предыдущего этапа", forms=RESULTS, clause="3.2.2", severity=Severity.WARNING,
    message="{subject}: записан {stage} этап, а участия в этапе «{before}» и прошлогоднего диплома нет",
    fix="Внесите результат предыдущего этапа или прошлогодний диплом; если этап записан ошибочно, исправьте его.",
)  # fmt: skip
def stage_skipped(records: Records, school: School) -> pd.DataFrame:
    """Participants of a stage without a record of the stage before it: in the same olympiad, subject and year.

    Judged only where that stage of the subject has a record at all. Winners and medallists of the same or a later stage of the
    year before may begin with this stage.
    """
    entries = list(_entries(records, school))
    took_part = {entry[1:5] for entry in entries if entry[5] != ABSENT}
    recorded = {entry[2:5] for entry in entries}
    honoured = _honoured(school)
    found = []
    for line, who, olympiad, subject, stage, status in entries:
        if (
            not stage
            or status == ABSENT
            or (olympiad, subject, stage - 1) not in recorded
            or (who, olympiad, subject, stage - 1) in took_part
        ):
            continue
        if not honoured(records, line, olympiad, subject, stage):
            found.append((line, STAGES[stage], STAGES[stage - 1]))
    lines = [line for line, *_ in found]
    where = np.isin(np.arange(len(records.rows)), lines)
    titles = [school.subject_title(records.rows["subject"].iat[line]) for line in lines]
    return _at(records, where, "stage", subject=titles, stage=[stage for _, stage, _ in found], before=[before for *_, before in found])


Entry = tuple[int, Hashable, str, str, int, str]
"""Row, who, olympiad, subject, number of the stage, status."""


def _entries(records: Records, school: School) -> Iterator[Entry]:
    """Rows that say who took part in what."""
    persons, groups = school.persons(records), school.groups(records)
    columns = (records.rows[name].astype(object) for name in ("student", "olympiad", "subject", "stage", "status"))
    for line, (name, olympiad, subject, stage, status) in enumerate(zip(*columns, strict=True)):
        if isinstance(name, str) and isinstance(subject, str) and stage in STAGES:
            person = int(persons[line])
            who: Hashable = person if person >= 0 else (identity(-1, name), groups.iat[line])
            yield line, who, _olympiad(olympiad), school.subject(subject), STAGES.index(stage), status if isinstance(status, str) else ""


def _olympiad(written: object) -> str:
    return fold(written) if isinstance(written, str) else fold(NATIONAL)


def _honoured(school: School) -> Callable[[Records, int, str, str, int], bool]:
    """Tells whether who stands in a row won or was a medallist of the same or a later stage of the year before, by name."""
    before = [era for era in school.past if era.year is not None and era.year + 1 == school.year]
    won: dict[tuple[str, str, str], int] = {}
    for era in before:
        earlier = era.records.get("olympiad_results")
        for line, _, olympiad, subject, stage, status in () if earlier is None else _entries(earlier, school=era):
            if status in (WINNER, MEDALLIST) and earlier is not None:
                for name in _names(str(earlier.rows["student"].iat[line])):
                    won[name, olympiad, subject] = max(stage, won.get((name, olympiad, subject), 0))

    def honoured(records: Records, line: int, olympiad: str, subject: str, stage: int) -> bool:
        written = {str(records.rows["student"].iat[line])}
        person = int(school.persons(records)[line])
        if person >= 0 and school.roster is not None:
            written.add(school.roster.names[person])
        return any(won.get((name, olympiad, subject), -1) >= stage for text in written for name in _names(text))

    return honoured


def _names(written: str) -> tuple[str, ...]:
    """A name in full, and by surname and first name."""
    words = key(written).split()
    return tuple(dict.fromkeys((" ".join(words), " ".join(words[:2]))))


RULES: tuple[Rule, ...] = (
    score_sum_differs, points_unreadable, competed_younger, status_unknown, score_over_most, stage_skipped,
)  # fmt: skip

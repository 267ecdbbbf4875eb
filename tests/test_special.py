"""Special conditions of attestation: the table of decision, facts in, verdict out (п. 1.2, 3.4), and the sport statuses of п. 3.2.2."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.achievements.special import CODES, Answer, Case, Found, Limits, decide
from xlrecords.achievements.sport import SportResult, sport_status
from xlrecords.kind import parse_date

from .markdown import table

DAY = dt.date(2027, 5, 20)
LIMITS = Limits(DAY, 2026, register_days=180, valid_years=2, valid_years_final=4)
READY = Case(
    document=True, placed=True, checked=dt.date(2027, 4, 1), recognised=True, status=True, examined=False, fits=True, year=2026,
    applied=True, consent=True, granted=True, protocol="протокол № 4",
)  # fmt: skip
"""Everything is there."""
UNMET = {
    "document": False, "placed": False, "checked": dt.date(2026, 1, 1), "recognised": False, "status": False, "examined": True, "fits": False,
    "year": 2020, "applied": False, "consent": False, "granted": False,
}  # fmt: skip
"""Each fact as it is not met."""
FACTS = [field.name for field in fields(Case) if field.name != "final"]


def case(text: str) -> Case:
    """«document нет, checked 01.01.2026, year 2020, fits ?»: the ready case but for these facts."""
    changed: dict[str, object] = {}
    for part in text.split(",") if text else ():
        name, value = part.split()
        words = {"да": True, "нет": False, "?": None}
        day = parse_date(value)
        changed[name] = words[value] if value in words else day if isinstance(day, dt.date) else int(value)
    return replace(READY, **changed)


TABLE = """
| facts                                             | code | answer     | fired                                  |
|---------------------------------------------------|------|------------|----------------------------------------|
|                                                   | E12  | да         |                                        |
| document нет                                      | E01  | нет        | E01                                    |
| document ?                                        | E01  | не хватает | E01                                    |
| placed нет                                        | E02  | нет        | E02                                    |
| placed ?                                          | E02  | не хватает | E02                                    |
| checked ?                                         | E03  | не хватает | E03                                    |
| checked 21.11.2026                                | E12  | да         |                                        |
| checked 20.11.2026                                | E03  | не хватает | E03                                    |
| checked 21.05.2027                                | E03  | не хватает | E03                                    |
| recognised нет                                    | E04  | нет        | E04                                    |
| recognised ?                                      | E04  | не хватает | E04                                    |
| status нет                                        | E05  | нет        | E05                                    |
| status ?                                          | E05  | не хватает | E05                                    |
| examined да                                       | E06  | нет        | E06                                    |
| examined ?                                        | E06  | не хватает | E06                                    |
| fits нет                                          | E07  | нет        | E07                                    |
| fits ?                                            | E07  | не хватает | E07                                    |
| year 2024                                         | E12  | да         |                                        |
| year 2023                                         | E08  | нет        | E08                                    |
| year 2023, final да                               | E12  | да         |                                        |
| year 2022, final да                               | E12  | да         |                                        |
| year 2021, final да                               | E08  | нет        | E08                                    |
| year ?                                            | E08  | не хватает | E08                                    |
| year 2027                                         | E08  | не хватает | E08                                    |
| applied нет                                       | E09  | не хватает | E09                                    |
| applied ?                                         | E09  | не хватает | E09                                    |
| consent нет                                       | E10  | не хватает | E10                                    |
| consent ?                                         | E10  | не хватает | E10                                    |
| granted ?                                         | E11  | к решению  | E11                                    |
| granted нет                                       | E11  | нет        | E11                                    |
| protocol ?                                        | E11  | не хватает | E11                                    |
| granted ?, protocol ?                             | E11  | к решению  | E11                                    |
| document нет, placed нет                          | E01  | нет        | E01 E02                                |
| placed ?, checked ?, recognised нет               | E02  | не хватает | E02 E03 E04                            |
| checked 01.01.2026, examined да                   | E03  | не хватает | E03 E06                                |
| recognised ?, status нет                          | E04  | не хватает | E04 E05                                |
| status нет, fits нет, year 2020                   | E05  | нет        | E05 E07 E08                            |
| examined да, applied нет, granted ?               | E06  | нет        | E06 E09 E11                            |
| fits ?, consent нет                               | E07  | не хватает | E07 E10                                |
| applied нет, consent нет, granted ?               | E09  | не хватает | E09 E10 E11                            |
| consent нет, granted ?                            | E10  | не хватает | E10 E11                                |
| consent нет, granted нет                          | E10  | не хватает | E10 E11                                |
"""


@pytest.mark.parametrize(("facts", "code", "answer", "fired"), table(TABLE))
def test_the_first_row_that_is_not_met_decides_and_all_are_told(facts: str, code: str, answer: str, fired: str) -> None:
    verdict = decide(case(facts), LIMITS)
    assert (verdict.code, verdict.answer.value, " ".join(verdict.fired)) == (code, answer, fired)
    assert [reason.code for reason in verdict.reasons] == [code.name for code in CODES]


def test_of_nothing_known_everything_is_asked_and_nothing_granted() -> None:
    verdict = decide(Case(), LIMITS)
    assert (verdict.code, verdict.answer, len(verdict.fired)) == ("E01", Answer.LACKING, 11)


known = st.sampled_from([True, False, None])
CASES = st.builds(
    Case,
    document=known, placed=known, recognised=known, status=known, examined=known, fits=known, applied=known, consent=known, granted=known,
    checked=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
    year=st.none() | st.integers(2019, 2028), protocol=st.none() | st.just("протокол № 1"), final=st.booleans(),
)  # fmt: skip
GRANTED = st.builds(
    lambda days, years, final: replace(READY, checked=DAY - dt.timedelta(days), year=2026 - years, final=final),
    st.integers(0, 180), st.integers(0, 2), st.booleans(),
)  # fmt: skip


@given(CASES)
def test_yes_needs_every_fact_and_the_answer_is_that_of_the_first_row(one: Case) -> None:
    verdict = decide(one, LIMITS)
    assert (verdict.answer is Answer.YES) == (not verdict.fired)
    if verdict.blocking is not None:
        assert (verdict.code, verdict.answer) == (verdict.blocking.code, verdict.blocking.blocks)


@given(GRANTED, st.sampled_from(FACTS))
def test_unknown_never_grants(one: Case, fact: str) -> None:
    assert decide(one, LIMITS).answer is Answer.YES
    assert decide(replace(one, **{fact: None}), LIMITS).answer is not Answer.YES


@given(GRANTED, st.sampled_from(sorted(UNMET)))
def test_what_is_not_met_never_grants(one: Case, fact: str) -> None:
    assert decide(replace(one, **{fact: UNMET[fact]}), LIMITS).answer is not Answer.YES


@given(CASES, st.sampled_from(FACTS))
def test_forgetting_a_fact_never_makes_a_yes(one: Case, fact: str) -> None:
    assert decide(replace(one, **{fact: None}), LIMITS).answer is not Answer.YES


@pytest.mark.parametrize(
    ("facts", "brought"),
    [
        ("", []),
        ("granted ?", []),
        ("applied нет, consent нет, granted ?", ["E09 родитель (законный представитель)", "E10 родитель (законный представитель)"]),
        ("placed ?, checked ?", ["E02 ответственный за ГИР", "E03 ответственный за ГИР"]),
        ("protocol ?", ["E11 секретарь педагогического совета"]),
        ("placed ?, examined да", []),  # nobody is sent for papers that will not help
    ],
)
def test_who_brings_what_is_missing(facts: str, brought: list[str]) -> None:
    assert [f"{reason.code} {reason.who}" for reason in decide(case(facts), LIMITS).lacking()] == brought


def test_words_and_acts_do_not_change_the_answer() -> None:
    told = decide(READY, replace(LIMITS, acts={"E02": "приказ № 531"}), {"E02": Found("запись 77-1", "«ГИР»!A5")})
    ground = told.reasons[1].ground
    assert told.answer is Answer.YES
    assert (ground.text, ground.clause, ground.where) == ("сведения размещены в ГИР: запись 77-1", "п. 3.4; приказ № 531", "«ГИР»!A5")


# Sport: three statuses, literally

SPORT = """
| rank                    | status     | olympic | place | answer             |
|-------------------------|------------|---------|-------|--------------------|
| Олимпийские игры        | чемпион    |         |       | да                 |
| Олимпийские игры        | призёр     |         | 3     | да                 |
| Паралимпийские игры     | призёр     |         |       | да                 |
| Сурдлимпийские игры     | чемпион    | нет     |       | да                 |
| Олимпийские игры        | участник   |         | 5     | нет                |
| Олимпийские игры        | победитель |         | 1     | не хватает данных  |
| Олимпийские игры        | призёр     |         | 4     | не хватает данных  |
| Олимпийские игры        |            |         |       | не хватает данных  |
| чемпионат мира          | чемпион    |         |       | да                 |
| чемпионат мира          | чемпион    | нет     | 1     | да                 |
| чемпионат мира          | призёр     | да      | 2     | нет                |
| чемпионат Европы        | чемпион    |         |       | да                 |
| чемпионат Европы        | призёр     |         |       | нет                |
| чемпионат Европы        | победитель |         |       | не хватает данных  |
| чемпионат Европы        | чемпион    |         | 2     | не хватает данных  |
| первенство мира         | победитель | да      |       | да                 |
| первенство мира         | победитель | нет     |       | нет                |
| первенство мира         | победитель |         |       | не хватает данных  |
| первенство мира         | призёр     | да      | 2     | нет                |
| первенство Европы       | победитель | да      | 1     | да                 |
| первенство Европы       | чемпион    | да      | 1     | не хватает данных  |
| международные соревнования | победитель | да   | 1     | нет                |
| всероссийские соревнования | чемпион | да      | 1     | нет                |
| ГТО                     | золотой знак |       |       | нет                |
|                         | чемпион    | да      |       | не хватает данных  |
"""


@pytest.mark.parametrize(("rank", "status", "olympic", "place", "answer"), table(SPORT))
def test_sport_statuses_are_those_of_the_clause_and_no_others(rank: str, status: str, olympic: str, place: str, answer: str) -> None:
    result = SportResult(rank, status, {"да": True, "нет": False}.get(olympic), int(place) if place else None)
    assert sport_status(result).answer.value == answer

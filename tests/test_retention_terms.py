"""What a term of keeping means, its last day, and what stands against destruction (п. 7.1)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.archive.keeping import ARCHIVIST, NOT_TOLD, Happened, Need, State, keep_until
from xlrecords.archive.nomenclature import Heading
from xlrecords.decision import Answer
from xlrecords.retention import BUILT_IN, UNCONFIRMED, Keeping, Retention, parse_retention, split_article

from .markdown import day, table

TODAY = dt.date(2027, 8, 31)
OWN = "номенклатура школы на 2026 год"


def heading(term: str, source: str = OWN, article: str = "") -> Heading:
    """A row of a nomenclature."""
    found = parse_retention(term)
    return Heading("02-01", "Журналы", term, found if isinstance(found, Retention) else None, article, source=source)


# Terms


WRITTEN = """
| written                              | term                          | article      | keeping    | years | review | event                      |
|--------------------------------------|-------------------------------|--------------|------------|-------|--------|----------------------------|
| 5 лет                                | 5 лет                         |              | YEARS      | 5     |        |                            |
| 5 лет, ст. 441                       | 5 лет                         | ст. 441      | YEARS      | 5     |        |                            |
| 5 лет ЭПК (ст. 47)                   | 5 лет ЭПК                     | ст. 47       | YEARS      | 5     | да     |                            |
| 3 г. ЭПК ст. 12 п. 4                 | 3 г. ЭПК                      | ст. 12 п. 4  | YEARS      | 3     | да     |                            |
| 1 год                                | 1 год                         |              | YEARS      | 1     |        |                            |
| 45 л.                                | 45 л.                         |              | YEARS      | 45    |        |                            |
| 50/75 л.                             | 50/75 л.                      |              | YEARS      | 75    |        |                            |
| 50/75 лет                            | 50/75 лет                     |              | YEARS      | 75    |        |                            |
| Пост.                                | Пост.                         |              | PERMANENT  | 0     |        |                            |
| Постоянно, ст. 18а                   | Постоянно                     | ст. 18а      | PERMANENT  | 0     |        |                            |
| ДМН                                  | ДМН                           |              | NEED       | 0     |        |                            |
| До минования надобности (ДМН)        | До минования надобности (ДМН) |              | NEED       | 0     |        |                            |
| до замены новыми                     | до замены новыми              |              | REPLACED   | 0     |        |                            |
| До ликвидации организации            | До ликвидации организации     |              | LIQUIDATION| 0     |        |                            |
| 3 года после выбытия                 | 3 года после выбытия          |              | YEARS      | 3     |        | после выбытия              |
| 3 года (после выбытия), ст. 5        | 3 года (после выбытия)        | ст. 5        | YEARS      | 3     |        | после выбытия              |
| 5 лет ст. 47 ЭПК                     | 5 лет ЭПК                     | ст. 47       | YEARS      | 5     | да     |                            |
| 3 года, ст. 5, после выбытия         | 3 года, после выбытия         | ст. 5        | YEARS      | 3     |        | после выбытия              |
| 5 лет – ЭПК                          | 5 лет – ЭПК                   |              | YEARS      | 5     | да     |                            |
| 5 лет, по решению ЭПК                | 5 лет, по решению ЭПК         |              | YEARS      | 5     | да     |                            |
| 5 лет ЭПK                            | 5 лет ЭПK                     |              | YEARS      | 5     | да     |                            |
| 5 летЭПК                             | 5 летЭПК                      |              | YEARS      | 5     | да     |                            |
| 5 лет Э.П.К.                         | 5 лет Э.П.К.                  |              | YEARS      | 5     | да     |                            |
| 5 лет ЭК                             | 5 лет ЭК                      |              | YEARS      | 5     | да     |                            |
| 5 летст.441                          | 5 лет                         | ст.441       | YEARS      | 5     |        |                            |
| 5 лет, ст. ст. 441, 442              | 5 лет                         | ст. ст. 441, 442 | YEARS  | 5     |        |                            |
| 5 лет, статьи 441 и 442              | 5 лет                         | статьи 441 и 442 | YEARS  | 5     |        |                            |
| 5 лет, ст. 18 «а», прим. 1           | 5 лет                         | ст. 18 «а», прим. 1 | YEARS | 5   |        |                            |
| 50 лет/75 лет                        | 50 лет/75 лет                 |              | YEARS      | 75    |        |                            |
| 3 года – после выбытия               | 3 года – после выбытия        |              | YEARS      | 3     |        | после выбытия              |
| 3 года со дня выбытия                | 3 года со дня выбытия         |              | YEARS      | 3     |        | со дня выбытия             |
| ДЗН                                  | ДЗН                           |              | REPLACED   | 0     |        |                            |
| До ликвидации школы                  | До ликвидации школы           |              | LIQUIDATION| 0     |        |                            |
"""


@pytest.mark.parametrize(("written", "term", "article", "keeping", "years", "review", "event"), table(WRITTEN))
def test_terms_as_schools_write_them(written: str, term: str, article: str, keeping: str, years: str, review: str, event: str) -> None:
    assert split_article(written) == (term, article)
    assert parse_retention(written) == Retention(Keeping[keeping], int(years), bool(review), event)


@pytest.mark.parametrize("written", [
    "", "ст. 441", "0 лет", "долго", "5 лет (1)", "5 л. (1)", "5 лет¹", "5 лет, ст. 33 (1)", "5–10 лет", "5", "пять лет", "5 лет до выбытия",
    "ст. 5 лет", "6 месяцев", "до замены новыми, затем 5 лет",
])  # fmt: skip
def test_what_is_no_term(written: str) -> None:
    assert not isinstance(parse_retention(written), Retention)


# One case


CASES = """
| term                      | ended      | on         | since      | until      | state         |
|---------------------------|------------|------------|------------|------------|---------------|
| 5 лет                     | 25.05.2025 | 31.12.2030 | 01.01.2026 | 31.12.2030 | хранится      |
| 5 лет                     | 25.05.2025 | 01.01.2031 | 01.01.2026 | 31.12.2030 | истёк         |
| 5 лет                     | 31.12.2025 | 01.01.2031 | 01.01.2026 | 31.12.2030 | истёк         |
| 5 лет                     | 01.01.2026 | 01.01.2031 | 01.01.2027 | 31.12.2031 | хранится      |
| 1 год                     | 31.08.2027 | 31.12.2028 | 01.01.2028 | 31.12.2028 | хранится      |
| 4 года                    | 29.02.2024 | 01.01.2029 | 01.01.2025 | 31.12.2028 | истёк         |
| 5 лет                     | 29.02.2028 | 29.02.2032 | 01.01.2029 | 31.12.2033 | хранится      |
| 50/75 лет                 | 31.08.2010 | 01.01.2062 | 01.01.2011 | 31.12.2085 | хранится      |
| 5 лет ЭПК                 | 31.08.2020 | 31.12.2025 | 01.01.2021 | 31.12.2025 | хранится      |
| 5 лет ЭПК                 | 31.08.2020 | 01.01.2099 | 01.01.2021 | 31.12.2025 | к решению ЭК  |
| постоянно                 | 31.08.1990 | 01.01.2099 |            |            | постоянно     |
| постоянно ЭПК             | 31.08.1990 | 01.01.2099 |            |            | постоянно     |
| до ликвидации организации | 31.08.1990 | 01.01.2099 |            |            | постоянно     |
| до минования надобности   | 31.08.1990 | 01.01.2099 |            |            | хранится      |
| до замены новыми          | 31.08.1990 | 01.01.2099 |            |            | хранится      |
| 3 года после выбытия      | 31.08.1990 | 01.01.2099 |            |            | не определён  |
| 5 лет                     |            | 01.01.2099 |            |            | не определён  |
| когда-нибудь              | 31.08.1990 | 01.01.2099 |            |            | не определён  |
"""


@pytest.mark.parametrize(("term", "ended", "on", "since", "until", "state"), table(CASES))
def test_a_term_is_counted_from_january_after_the_case_ended(term: str, ended: str, on: str, since: str, until: str, state: str) -> None:
    kept = keep_until(heading(term), day(ended) if ended else None, day(on))
    assert kept.since == (day(since) if since else None)
    assert kept.until == (day(until) if until else None)
    assert kept.state is State(state)


EVENTS = """
| happened   | ended      | on         | until      | state        |
|------------|------------|------------|------------|--------------|
| 25.06.2027 | 31.08.2024 | 31.12.2030 | 31.12.2030 | хранится     |
| 25.06.2027 | 31.08.2024 | 01.01.2031 | 31.12.2030 | истёк        |
| 25.06.2020 | 31.08.2024 | 01.01.2028 | 31.12.2027 | истёк        |
| нет        | 31.08.2024 | 01.01.2099 |            | хранится     |
| неизвестно | 31.08.2024 | 01.01.2099 |            | не определён |
| да         | 31.08.2024 | 01.01.2099 |            | не определён |
"""


@pytest.mark.parametrize(("when", "ended", "on", "until", "state"), table(EVENTS))
def test_a_term_after_an_event_is_counted_from_the_later_of_both(when: str, ended: str, on: str, until: str, state: str) -> None:
    answers: dict[str, bool | None] = {"нет": False, "неизвестно": None, "да": True}
    told = Happened("по спискам", answers[when]) if when in answers else Happened("по спискам", True, day(when))
    kept = keep_until(heading("3 года после выбытия"), day(ended), day(on), told)
    assert kept.until == (day(until) if until else None)
    assert kept.state is State(state)


AGAINST = """
| term                 | source        | ended      | event      | listed | state         | needs                                             |
|----------------------|---------------|------------|------------|--------|---------------|---------------------------------------------------|
| 5 лет                | свой          | 31.08.2000 |            | да     | истёк         |                                                   |
| 5 лет                | не подтвержден| 31.08.2000 |            | да     | сверьте срок  | ответственный за архив                            |
| 5 лет                | свой          | 31.08.2000 |            | нет    | сверьте срок  | ответственный за архив                            |
| 5 лет ЭПК            | свой          | 31.08.2000 |            | да     | к решению ЭК  | экспертная комиссия                               |
| 5 лет ЭПК            | не подтвержден| 31.08.2000 |            | да     | сверьте срок  | ответственный за архив, экспертная комиссия       |
| 5 лет                | свой          |            |            | да     | не определён  | кто ведёт книгу                                   |
| 3 года после выбытия | свой          | 31.08.2000 |            | да     | не определён  | ответственный за архив                            |
| 3 года после выбытия | свой          | 31.08.2000 | 31.08.2001 | да     | истёк         |                                                   |
| непонятно            | свой          | 31.08.2000 |            | да     | не определён  | ответственный за архив                            |
"""


@pytest.mark.parametrize(("term", "source", "ended", "event", "listed", "state", "needs"), table(AGAINST))
def test_what_is_unknown_says_who_brings_it(term: str, source: str, ended: str, event: str, listed: str, state: str, needs: str) -> None:
    row = heading(term, OWN if source == "свой" else UNCONFIRMED)
    told = Happened("", True, day(event)) if event else NOT_TOLD
    kept = keep_until(row, day(ended) if ended else None, TODAY, told, listed=listed == "да")
    assert kept.state is State(state)
    assert ", ".join(need.who for need in kept.needs) == needs
    assert (kept.decision.answer is Answer.YES) == (kept.state is State.DUE)


days = st.dates(dt.date(1950, 1, 1), dt.date(2150, 1, 1))
terms = st.sampled_from([
    "5 лет", "1 год", "999 лет", "5 лет ЭПК", "постоянно", "пост. ЭПК", "ДМН", "до замены", "до ликвидации", "3 года после выбытия", "",
])  # fmt: skip
events = st.builds(Happened, st.just("событие"), st.none() | st.booleans(), st.none() | days, st.just(Need("нужно", ARCHIVIST)))


@given(terms, st.sampled_from([OWN, "", UNCONFIRMED, "не подтверждён"]), st.none() | days, days, events, st.booleans())
def test_unknown_never_lets_a_case_go(term: str, source: str, ended: dt.date | None, on: dt.date, told: Happened, listed: bool) -> None:
    row = heading(term, source)
    kept = keep_until(row, ended, on, told, listed=listed)
    if kept.state is State.DUE:
        assert row.confirmed
        assert listed
        assert row.retention
        assert not row.retention.review
        assert row.retention.keeping is Keeping.YEARS
        assert ended
        assert kept.until
        assert max(ended, kept.until) < on
        assert not row.retention.event or (told.met and told.day)
    else:
        assert kept.decision.answer is not Answer.YES


@given(st.integers(1, 999), days)
def test_a_term_has_all_its_years(years: int, ended: dt.date) -> None:
    kept = keep_until(heading(f"{years} лет"), ended, TODAY)
    assert kept.since == dt.date(ended.year + 1, 1, 1)
    assert kept.until == dt.date(ended.year + years, 12, 31)
    assert kept.since
    assert kept.until
    assert kept.until.year - kept.since.year + 1 == years


def test_a_term_does_not_leave_the_calendar() -> None:
    assert keep_until(heading("999 лет"), dt.date(9999, 1, 1), TODAY).until == dt.date(9999, 12, 31)


def test_built_in_terms_are_never_due() -> None:
    for row in BUILT_IN:
        made = Heading(row.index, row.title, row.term, Retention(Keeping.YEARS, 1), source=row.source)
        assert keep_until(made, dt.date(1950, 1, 1), TODAY).state is State.CHECK

"""Settings of the school: every default can be read, and what the school writes is read or refused, never bent."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords import policy
from xlrecords.kind import UNREAD, fold
from xlrecords.policy import CARD, POLICIES, Setting, read_policy

SETTINGS = (*POLICIES, *CARD)
EVERY = pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
HALVES = (Fraction(5, 2), Fraction(7, 2), Fraction(9, 2))

READ = [
    (policy.yes_no, "да", True),
    (policy.yes_no, "Нет", False),
    (policy.fraction, "2,65", Fraction(53, 20)),
    (policy.fraction, "0.8", Fraction(4, 5)),
    (policy.fraction, "50 %", Fraction(50)),
    (policy.whole, "180", 180),
    (policy.whole, "0", 0),
    (policy.items, "КР; ДИКТ ;", ("КР", "ДИКТ")),
    (policy.items, "", ()),
    (policy.thresholds, "2,5; 3,5; 4,5", HALVES),
    (policy.thresholds, "2.5;3.5;4.5", HALVES),
    (policy.minimums, "3", ((0, 3),)),
    (policy.minimums, "2: 5; 1: 3", ((1, 3), (2, 5))),
    (policy.minimums, "0,5: 2; 1: 3", ((Fraction(1, 2), 2), (1, 3))),
    (policy.weights, "КР=2; Сам.раб = 10", {"кр": 2, "сам раб": 10}),
    (policy.weights, "", {}),
    (policy.symbols, "н; б; .", ("н", "б", ".")),
    (policy.school_year, "2026/2027", "2026/2027"),
    (policy.school_year, "2026-27", "2026/2027"),
    (policy.school_year, "2026–2027 уч. год", "2026/2027"),
    (policy.one_of("И", "ИЛИ"), "или", "ИЛИ"),
    (policy.one_of("все, кроме освобождённых"), "Все, кроме освобожденных", "все, кроме освобождённых"),
    (policy.text, "СОШ № 2", "СОШ № 2"),
]

REFUSED = [
    (policy.yes_no, "иногда"),
    (policy.fraction, "половина"),
    (policy.fraction, "1/0"),
    (policy.whole, "2,5"),
    (policy.whole, "-1"),
    (policy.thresholds, "2,5; 3,5"),
    (policy.thresholds, "2,5; 3,5; 4,5; 5"),
    (policy.thresholds, "4,5; 3,5; 2,5"),
    (policy.thresholds, "2,5; 2,5; 4,5"),
    (policy.thresholds, "2,5; три; 4,5"),
    (policy.minimums, "много"),
    (policy.minimums, "1: мало"),
    (policy.minimums, ""),
    (policy.weights, "КР"),
    (policy.weights, "КР=0"),
    (policy.weights, "КР=101"),
    (policy.weights, "КР=1,5"),
    (policy.symbols, "н; х"),
    (policy.symbols, ""),
    (policy.school_year, "2026"),
    (policy.school_year, "2026/2028"),
    (policy.one_of("И", "ИЛИ"), "и/или"),
]


@pytest.mark.parametrize(("parse", "written", "value"), READ)
def test_value_is_read(parse: Callable[[str], object], written: str, value: object) -> None:
    assert parse(written) == value


@pytest.mark.parametrize(("parse", "written"), REFUSED)
def test_value_is_refused(parse: Callable[[str], object], written: str) -> None:
    assert parse(written) is UNREAD


@EVERY
def test_default_can_be_read(setting: Setting) -> None:
    assert not setting.default or setting.parse(setting.default) is not UNREAD


@EVERY
def test_setting_is_explained(setting: Setting) -> None:
    assert setting.key
    assert setting.expected
    assert setting.meaning
    assert setting in CARD or setting.source, "a rule of the school needs a stated source"


@EVERY
@given(st.text())
def test_any_text_is_read_or_refused(setting: Setting, written: str) -> None:
    setting.parse(written)


def test_names_and_keys_differ() -> None:
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
    assert len({fold(setting.key) for setting in SETTINGS}) == len(SETTINGS)


def test_nothing_given_is_all_defaults() -> None:
    values = read_policy({}).values
    assert set(values) == {setting.name for setting in SETTINGS}
    assert values["thresholds"] == HALVES
    assert values["allow_one"] is False
    assert values["minimums"] == ((0, 3),)
    assert values["year"] is None, "unknown, not guessed"


def test_given_values_hold_and_others_keep_their_defaults() -> None:
    found = read_policy({"allow_one": "да", "na_share": "60", "thresholds": "высокие", "na_rule": " "})
    assert found.values["allow_one"] is True
    assert found.values["na_share"] == 60
    assert found.values["thresholds"] == HALVES, "what cannot be read has its default"
    assert found.values["na_rule"] == "И"
    assert found.given == {"allow_one", "na_share", "thresholds"}


def test_value_with_its_type() -> None:
    assert read_policy({}).of("na_share", Fraction) == 50


def test_value_of_a_wrong_type_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="year"):
        read_policy({}).of("year", str)

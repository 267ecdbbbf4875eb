"""Who is who: a name is found in the class list for sure, or it is a finding; nobody is taken for another by a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.people import AMBIGUOUS, BLANK, EXACT, SPELLING, UNKNOWN, Match, Roster, applies, difference, key, suffix

LISTED = (
    ("Иванов Иван Иванович", "5А", "И-1"),
    ("Иванов Иван Ильич", "5А", "И-2"),
    ("Петров Пётр Петрович", "5А", "П-3"),
    ("Орлова Мария Петровна", "5А", "О-4"),
    ("Орлова Мария Петровна", "5А", "О-5"),
    ("Семёнова-Крылова Алёна Игоревна", "5А", "С-6"),
    ("Мамедов Руслан Эльдар оглы", "5А", "М-7"),
    ("Алиева Лейла Тимур кызы", "5А", "А-8"),
    ("Петров Пётр Ильич", "5Б", "П-9"),
    ("Сидоров Семён Семёнович", "5Б", "С-10"),
)
ROSTER = Roster.of(LISTED)
PERSON = {name + number: index for index, (name, _, number) in enumerate(LISTED)}

FOUND = [
    # As in the list
    ("Петров Пётр Петрович", "5А", EXACT, 2),
    ("Петров Пётр", "5А", EXACT, 2),
    ("Петров Пётр", "5Б", EXACT, 8),
    ("Иванов Иван Ильич", "5А", EXACT, 1),
    ("Семёнова-Крылова Алёна", "5А", EXACT, 5),
    ("Мамедов Руслан Эльдар оглы", "5А", EXACT, 6),
    ("Мамедов Руслан", "5А", EXACT, 6),
    ("Алиева Лейла Тимур кызы", "5А", EXACT, 7),
    # Namesakes, told apart by the number of the personal file
    ("Орлова Мария Петровна (О-4)", "5А", EXACT, 3),
    ("Орлова Мария Петровна (о-5)", "5А", EXACT, 4),
    ("Орлова Мария (О-5)", "5А", EXACT, 4),
    ("Иванов Иван (И-2)", "5А", EXACT, 1),
    # The same but for spelling
    ("Петров Петр Петрович", "5А", SPELLING, 2),
    ("Петров  Пётр", "5А", SPELLING, 2),
    ("Петров\u00a0Пётр", "5А", SPELLING, 2),
    (" Петров Пётр ", "5А", SPELLING, 2),
    ("ПЕТРОВ ПЁТР", "5А", SPELLING, 2),
    ("Пeтров Пётр", "5А", SPELLING, 2),
    ("Cидоров Семён Семёнович", "5Б", SPELLING, 9),
    ("Семенова-Крылова Алена Игоревна", "5А", SPELLING, 5),
    ("Семёнова - Крылова Алёна", "5А", SPELLING, 5),
    ("Семёнова–Крылова Алёна", "5А", SPELLING, 5),
    # In no class in particular
    ("Сидоров Семён", "", EXACT, 9),
]
"""Name, class, status, person."""

NOT_FOUND = [
    # Several people, or an abbreviated name
    ("Иванов Иван", "5А", AMBIGUOUS, (0, 1)),
    ("Иванов И.", "5А", AMBIGUOUS, (0, 1)),
    ("Иванов И.И.", "5А", AMBIGUOUS, (0, 1)),
    ("Иванов И. И.", "5А", AMBIGUOUS, (0, 1)),
    ("Петров П. П.", "5А", AMBIGUOUS, (2,)),
    ("Петров П", "5А", AMBIGUOUS, (2,)),
    ("Петров", "5А", AMBIGUOUS, (2,)),
    ("Орлова Мария Петровна", "5А", AMBIGUOUS, (3, 4)),
    ("Орлова Мария Петровна (О-6)", "5А", AMBIGUOUS, (3, 4)),
    ("Петров Пётр", "", AMBIGUOUS, (2, 8)),
    # Nobody: likely people are only named
    ("Петрв Пётр", "5А", UNKNOWN, (2,)),
    ("Петров Пётр Павлович", "5А", UNKNOWN, (2,)),
    ("Сидоров Семён", "5А", UNKNOWN, ()),
    ("Семёнова Алёна", "5А", UNKNOWN, (5,)),
    ("Пётр Петров", "5А", UNKNOWN, (2,)),
    ("Иванов С.", "5А", UNKNOWN, ()),
    ("Неизвестный Фома", "5А", UNKNOWN, ()),
    ("Петров Пётр", "9В", UNKNOWN, ()),
    # No name
    ("", "5А", BLANK, ()),
    ("  ", "5А", BLANK, ()),
]
"""Name, class, status, candidates."""


@pytest.mark.parametrize(("name", "group", "status", "person"), FOUND)
def test_person_is_found(name: str, group: str, status: int, person: int) -> None:
    assert ROSTER.match(name, group) == Match(status, person)


@pytest.mark.parametrize(("name", "group", "status", "candidates"), NOT_FOUND)
def test_person_is_not_found_but_candidates_are_named(name: str, group: str, status: int, candidates: tuple[int, ...]) -> None:
    match = ROSTER.match(name, group)
    assert (match.status, match.person) == (status, -1)
    assert match.candidates == candidates


@pytest.mark.parametrize(
    ("written", "listed", "words"),
    [
        ("Петров  Пётр", "Петров Пётр Петрович", "лишние пробелы"),
        ("петров пётр", "Петров Пётр Петрович", "строчные и прописные буквы"),
        ("Петров Петр Петрович", "Петров Пётр Петрович", "буквы «е» и «ё»"),
        ("Семёнова – Крылова Алёна", "Семёнова-Крылова Алёна Игоревна", "дефис"),
        ("Пeтров Пётр", "Петров Пётр Петрович", "латинские буквы вместо русских"),
    ],
)
def test_difference_in_words(written: str, listed: str, words: str) -> None:
    assert difference(written, listed) == words


def test_key_of_a_name() -> None:
    assert key("  ПЕТРОВ\u00a0 Пётр (П-3)") == "петров петр"
    assert key("Cидоров") == "сидоров"
    assert key("Smith John") == "smith john", "a foreign name keeps its letters"


def test_suffix_is_the_file_number() -> None:
    assert suffix("Орлова Мария (О-4) ") == "о-4"
    assert suffix("Орлова Мария") == ""


def test_classes_that_the_list_knows() -> None:
    assert ROSTER.knows("5А")
    assert not ROSTER.knows("9В")


def test_empty_list_knows_nobody() -> None:
    assert Roster.of([]).match("Иванов Иван", "5А") == Match(UNKNOWN)


@given(st.text(), st.sampled_from(("5А", "5Б", "9В", "")))
def test_any_text_has_a_match(name: str, group: str) -> None:
    """Never an exception; and a person only if surname and first name agree letter by letter."""
    match = ROSTER.match(name, group)
    if match.person >= 0:
        listed, listed_group, _ = LISTED[match.person]
        assert key(name).split()[:2] == key(listed).split()[:2]
        assert group in (listed_group, "")


LETTERS = st.sampled_from("абвеёинорстуя")


@given(st.sampled_from(LISTED), st.integers(0, 20), LETTERS)
def test_one_wrong_letter_makes_nobody_out_of_somebody(person: tuple[str, str, str], place: int, letter: str) -> None:
    """A slip of the pen is never taken for the nearest name."""
    name, group, _ = person
    place %= len(name)
    written = name[:place] + letter + name[place + 1 :]
    match = ROSTER.match(written, group)
    if key(written) != key(name):
        assert match.person < 0


@pytest.mark.parametrize(
    ("classes", "group", "holds"),
    [
        ("", "5А", True),
        ("  ", "11", True),
        ("5А", "5А", True),
        ("5А", "5Б", False),
        ("5", "5Б", True),
        ("1–4", "4В", True),
        ("1-4", "1А", True),
        ("1—4", "5А", False),
        ("1–4 кл.", "3", True),
        ("1–4; 5А", "5А", True),
        ("1–4; 5А", "5Б", False),
        ("9, 11", "11А", True),
        ("1", "11А", False),
        ("10–11", "1А", False),
        ("5 а", "5А", True),
        ("5–9", "", False),
        ("старшие", "11А", False),
    ],
)
def test_list_of_classes(classes: str, group: str, holds: bool) -> None:
    assert applies(classes, group) is holds

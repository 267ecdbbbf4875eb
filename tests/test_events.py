"""An event against the lists: exactly the same name in the list of its own year, or not in the list."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.achievements.listing import events_of, in_plan, listed_in, profile_subjects, school_year_of, subjects_of
from xlrecords.event import BUILT_IN, Event, Events, fold_name, staged
from xlrecords.forms.events import ACTIVITIES, OLYMPIADS, OTHER
from xlrecords.school import School

from .markdown import school

CHEMISTRY = Event(2026, OLYMPIADS, "Олимпиада школьников «Ломоносов»", "химия", ("химия", "биология"), 1, (10, 11))
ROBOTS = Event(2026, OLYMPIADS, "Олимпиада школьников «Ломоносов»", "робототехника", ("инженерные науки",), 2)
FORMULA = Event(
    2026, OLYMPIADS, "«Формула Единства» / «Третье тысячелетие»", "математика", names=("…, заключительный этап", "Формула единства")
)
ESSAY = Event(2026, ACTIVITIES, "Конкурс сочинений «Перо»", "наука")
CRYSTAL = Event(2025, OLYMPIADS, "Турнир «Кристалл»", "химия")
OWN = Event(2026, OTHER, "Весёлые старты")
EVENTS = Events((CHEMISTRY, ROBOTS, FORMULA, ESSAY, CRYSTAL, OWN, *BUILT_IN), {"роботы": ("робототехника",)})
REGIONAL, FINAL = BUILT_IN


# Names


@pytest.mark.parametrize(
    "name",
    [
        "Олимпиада школьников «Ломоносов»",
        'олимпиада  школьников "ЛОМОНОСОВ"',
        "Олимпиада школьников — Ломоносов.",
        "Олимпиада\u00a0школьников „Ломоносов“",
        "Oлимпиaдa шкoльникoв Лoмoнoсoв",  # Latin a and o
    ],
)
def test_equal_names(name: str) -> None:
    assert EVENTS.judge(name, "химия", 2026).found == (CHEMISTRY,)


NATIONAL = [
    ("Всероссийская олимпиада школьников, региональный этап", "региональный"),
    ("Региональный этап всероссийской олимпиады школьников", "региональный"),
    ("Региональный этап Всероссийской олимпиады школьников по английскому языку 2026/27 учебного года", "региональный"),
    ("ВсОШ по химии (заключительный этап)", "заключительный"),
    ("Всероссийская олимпиада школьников по физической культуре, школьный этап", "школьный"),
]


@pytest.mark.parametrize(("name", "stage"), NATIONAL)
def test_spellings_of_a_stage_of_the_national_olympiad(name: str, stage: str) -> None:
    assert fold_name(name) == f"всероссийская олимпиада школьников {stage} этап"


def test_another_olympiad_is_not_the_national_one() -> None:
    name = "Всероссийская олимпиада школьников по финансовой грамотности «Высшая проба», заключительный этап"
    assert EVENTS.judge(name, "", 2026).found == ()


@pytest.mark.parametrize("year", [2021, 2026, 2030])
def test_regional_and_final_stages_are_in_every_list_and_earlier_ones_in_none(year: int) -> None:
    assert EVENTS.judge("ВсОШ по химии, региональный этап", "Химия", year).found == (REGIONAL,)
    assert EVENTS.judge("ВсОШ, заключительный этап", "Литература", year).found == (FINAL,)
    assert EVENTS.judge("ВсОШ по химии, муниципальный этап", "Химия", year).found == ()
    assert EVENTS.judge("ВсОШ по химии", "Химия", year).found == ()


def test_the_level_tells_the_stage_but_for_the_last() -> None:
    assert staged("ВсОШ по химии", "региональный") == "Всероссийская олимпиада школьников, региональный этап"
    assert staged("ВсОШ", "школьный") == "Всероссийская олимпиада школьников, школьный этап"
    assert staged("ВсОШ", "всероссийский") == "ВсОШ"
    assert staged("Турнир «Кристалл»", "региональный") == "Турнир «Кристалл»"


# Verdicts


def test_the_list_of_its_own_year() -> None:
    verdict = EVENTS.judge("Турнир «Кристалл»", "химия", 2026)
    assert (verdict.found, verdict.other_years, verdict.known) == ((), (2025,), True)
    assert EVENTS.judge("Турнир «Кристалл»", "химия", 2025).found == (CRYSTAL,)


def test_of_a_year_without_a_list_nothing_is_known() -> None:
    verdict = EVENTS.judge("Турнир «Кристалл»", "химия", 2020)
    assert (verdict.found, verdict.near, verdict.known, verdict.complete) == ((), (), False, False)
    assert EVENTS.judge("Турнир «Кристалл»", "химия", None).known is False


def test_absence_is_a_fact_only_with_both_lists() -> None:
    assert EVENTS.judge("Неизвестно что", "", 2026).complete
    assert not EVENTS.judge("Неизвестно что", "", 2025).complete
    assert EVENTS.years() == {2025, 2026}


@pytest.mark.parametrize(
    ("profile", "found"),
    [("", (CHEMISTRY, ROBOTS)), ("Химия", (CHEMISTRY,)), ("биология", (CHEMISTRY,)), ("Роботы", (ROBOTS,)), ("география", ())],
)
def test_the_profile_or_a_subject_of_the_list_must_fit(profile: str, found: tuple[Event, ...]) -> None:
    verdict = EVENTS.judge("Олимпиада школьников «Ломоносов»", profile, 2026)
    assert verdict.found == found
    assert verdict.same_name == (0 if found else 2)


def test_a_direction_is_no_subject() -> None:
    assert EVENTS.judge("Конкурс сочинений «Перо»", "Литература", 2026).found == (ESSAY,)


@pytest.mark.parametrize(
    ("listed", "written", "found"),
    [
        ("иностранный язык", "Английский язык", True), ("английский язык", "иностранный язык", True), ("Немецкий язык", "немецкий", True),
        ("английский язык", "Немецкий язык", False), ("Иностранный язык (французский)", "Испанский язык", False),
    ],
)  # fmt: skip
def test_a_language_that_is_named_must_be_the_same(listed: str, written: str, found: bool) -> None:
    event = Event(2026, OLYMPIADS, "Языки мира", listed)
    assert bool(Events((event,)).judge("Языки мира", written, 2026).found) is found


@pytest.mark.parametrize("name", ["Формула Единства / Третье тысячелетие, заключительный этап", "«Формула единства»"])
def test_other_spellings_that_the_list_gives(name: str) -> None:
    assert EVENTS.judge(name, "математика", 2026).found == (FORMULA,)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Олимпиада школников «Ломоносов»", (CHEMISTRY,)),
        ("Ломоносов", (CHEMISTRY,)),
        ("Международная олимпиада «Ломоносов» среди школьников", (CHEMISTRY,)),
        ("Олимпиада школьников «Ломоносов», заключительный этап", (CHEMISTRY,)),
        ("Олимпиада школьников «Ломоносов», отборочный этап", ()),
        ("Олимпиада школьников", ()),
        ("Русский медвежонок", ()),
        ("Всероссийская олимпиада школьников", BUILT_IN),
        ("Всероссийская олимпиада школьников, школьный этап", ()),
    ],
)
def test_likely_spellings_are_offered_and_never_taken(name: str, near: tuple[Event, ...]) -> None:
    verdict = EVENTS.judge(name, "химия", 2026)
    assert (verdict.found, verdict.near) == ((), near)


def test_what_the_school_adds_is_in_no_list() -> None:
    verdict = EVENTS.judge("Весёлые старты", "", 2026)
    assert (verdict.found, verdict.own) == ((), (OWN,))


words = st.text(alphabet=st.sampled_from("абвгё «»-. "), max_size=30)


@given(words, words)
def test_found_means_the_same_letters(listed: str, written: str) -> None:
    def letters(text: str) -> list[str]:
        return "".join(sign if sign.isalpha() else " " for sign in text.lower().replace("ё", "е")).split()

    found = Events((Event(2026, OLYMPIADS, listed),)).judge(written, "", 2026).found
    assert bool(found) == (letters(listed) == letters(written) and bool(letters(written)))


def test_many_names_against_a_large_list_take_a_moment() -> None:
    """Each distinct name is compared once, and only with names that share a rare part."""
    many = Events(tuple(Event(2026, OLYMPIADS, f"Олимпиада «Звезда {number}» города №{number}", "химия") for number in range(1900)))
    verdicts = [many.judge(f"Олимпиада «Звезды {number}» города №{number}", "химия", 2026) for number in range(0, 1900, 10)]
    assert all(not verdict.found and len(verdict.near) == 1 for verdict in verdicts)
    assert many.judge("Олимпиада «Звезды 10» города №10", "химия", 2026) is verdicts[1]


# A school


SCHOOL = """
# Перечни
| Перечни мероприятий |
| Учебный год | Перечень | № в перечне | Мероприятие | Профиль | Предметы | Уровень | С класса | По класс | Организатор | Платное дистанционное | Другие названия | Источник |
| 2026/2027 | Перечень олимпиад школьников | 7 | Олимпиада «Ломоносов» | химия | химия, биология | 1 | 10 | | МГУ | нет | Ломоносов; …, финал | приказ |
| | Перечень олимпиад школьников | 8 | Без года | | | | | | | | | |

# Предметы
| Предметы |
| Предмет | Другие написания | Отметки |
| Химия | | баллы |
| Алгебра | | баллы |
| Геометрия | | баллы |
| Физическая культура | физ-ра | баллы |
| Английский язык | | баллы |
| Немецкий язык | | баллы |

# Профили
| Соответствие профилей предметам |
| Профиль | Предметы |
| нанотехнологии | Химия; физ-ра |
"""  # noqa: E501


def test_lists_of_a_school() -> None:
    found = [event for event in events_of(school(SCHOOL)).all if event not in BUILT_IN]
    assert found == [
        Event(
            2026, OLYMPIADS, "Олимпиада «Ломоносов»", "химия", ("химия", "биология"), 1, (10, 11), "МГУ", False, ("Ломоносов", "…, финал"), "приказ"
        )
    ]  # fmt: skip


def test_without_a_sheet_only_what_is_built_in() -> None:
    assert events_of(School()).all == BUILT_IN
    assert events_of(School()).years() == set()


@pytest.mark.parametrize(("day", "year"), [("31.08.2026", 2025), ("01.09.2026", 2026), ("15.01.2027", 2026)])
def test_school_year_of_a_day(day: str, year: int) -> None:
    assert school_year_of(dt.datetime.strptime(day, "%d.%m.%Y").date()) == year


def test_subjects_of_a_cell() -> None:
    assert listed_in("химия; биология, обществознание (включая экономику, право)") == (
        "химия", "биология", "обществознание (включая экономику, право)"
    )  # fmt: skip


PROFILE = Event(2026, OLYMPIADS, "А", "нанотехнологии", ("инженерные науки",))
LANGUAGE = Event(2026, OLYMPIADS, "А", "иностранный язык", ("иностранный язык",))


@pytest.mark.parametrize(
    ("event", "written", "sport", "subjects"),
    [
        (CHEMISTRY, "химия", False, ("Химия",)),
        (PROFILE, "инженерия", False, ("Химия", "Физическая культура")),
        (ROBOTS, "Химия", False, ()),
        (Event(2026, OLYMPIADS, "А", "математика"), "математика", False, ("Алгебра", "Геометрия")),
        (LANGUAGE, "Немецкий язык", False, ("Немецкий язык",)),
        (LANGUAGE, "иностранный язык", False, ()),  # the plan has two, and nobody says which
        (REGIONAL, "Химия", False, ("Химия",)),
        (REGIONAL, "Астрономия", False, ()),
        (None, "нанотехнологии", False, ("Химия", "Физическая культура")),
        (None, "самбо", True, ("Физическая культура",)),
        (None, "", False, ()),
    ],
)
def test_to_which_subjects_of_the_plan_an_achievement_leads(
    event: Event | None, written: str, sport: bool, subjects: tuple[str, ...]
) -> None:
    assert subjects_of(school(SCHOOL), event, written, sport=sport) == subjects


def test_profiles_of_a_school_and_its_plan() -> None:
    assert profile_subjects(school(SCHOOL)) == {"нанотехнологии": ("Химия", "Физическая культура")}
    assert in_plan(school(SCHOOL), ("физ-ра", "астрономия")) == ("Физическая культура",)
    assert in_plan(School(), ("астрономия",)) == ("астрономия",)

"""Achievements that the lists of events do not bear out, and errors of the lists themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..events import HEIGHT, HORIZON, INVENTED, QUIZ, WORD
from ..places import Line, Page, Places, Planted

OLDEST = 8
"""The first grade for which `HEIGHT` is held."""
HEIGHT_WON: Mapping[str, object] = {
    "event": HEIGHT, "subject": "физика", "level": "всероссийский", "status": "призёр", "listed": "да", "registered": "нет",
}  # fmt: skip
"""What the sheet of a medallist says."""
REGIONAL_STAGE = "Всероссийская олимпиада школьников, региональный этап"

CHANGES: tuple[tuple[str, str, str, Mapping[str, object]], ...] = (
    ("event-unlisted", "listed", "олимпиада была в перечне только прошлых лет", {"event": WORD, "subject": "Русский язык"}),
    ("event-spelling", "event", "в названии пропущена буква", {"event": HEIGHT.replace("от", "т")}),
    ("event-profile", "subject", "профиля «География» у олимпиады нет", {"subject": "География"}),
    ("event-listed-unsaid", "listed", "мероприятие из перечня, а записано «нет»", {"listed": "нет"}),
    ("event-commercial", "event", "платная дистанционная викторина", {"event": QUIZ, "subject": "Литература", "listed": "нет"}),
    (
        "profile-unmapped", "subject", "предмета «Астрономия» в учебном плане нет",
        {"event": REGIONAL_STAGE, "subject": "Астрономия", "level": "региональный"},
    ),
)  # fmt: skip
"""Rule, column, what is wrong, how the row of a medallist is changed."""


def won(places: Places, young: bool = False) -> Line:
    """The first row of an achievement sheet, which now is that of a medallist; of one too young for it if it is asked."""

    def able(page: Page) -> bool:
        return (page.grade < OLDEST) is young

    line = Line(places.achievements(able), 0)
    line.values.update(HEIGHT_WON)
    return line


def achievements(places: Places) -> Iterator[Planted]:
    """An achievement for each error."""
    for rule, column, note, values in CHANGES:
        line = won(places)
        line.values.update(values)
        yield line.planted(rule, note, column)
    line = won(places, young=True)
    yield line.planted("event-grades", f"участник из {line.page.grade} класса, а олимпиада — с {OLDEST} класса", "event")


def lists(places: Places) -> Iterator[Planted]:
    """Grades the wrong way round, a profile with a subject that the plan does not have."""
    page = places.settings("events")
    row = next(row for row, values in enumerate(page.sheet.rows) if values["event"] == HORIZON)
    values = page.sheet.rows[row]
    values["first_grade"], values["last_grade"] = values["last_grade"], values["first_grade"]
    yield Line(page, row).planted("event-list-wrong", "первый и последний класс перепутаны", "first_grade")
    line = places.settings("profiles").add({"profile": "авиамоделизм", "subjects": "Аэродинамика", "source": INVENTED})
    yield line.planted("event-list-wrong", "профилю назначен предмет, которого нет в плане", "subjects")


LINES = (achievements, lists)

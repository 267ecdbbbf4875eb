"""Lists of events of the invented school by school years, and what their profiles are to its subjects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..forms import events, profiles
from .calendar import EARLIER, YEAR
from .sheet import Sheet

INVENTED = "Перечень учебной школы (вымышленный)"
YEARS = (*EARLIER[-2:], YEAR)


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list: the event with one profile, and the years in whose lists it is."""

    list: str
    name: str
    profile: str = ""
    subjects: str = ""
    level: int | None = None
    grades: tuple[int, int] = (1, 11)
    years: tuple[str, ...] = YEARS
    commercial: str = ""
    names: str = ""


HEIGHT, WORD, HORIZON, QUIZ = (
    "Олимпиада школьников «Высота»", "Олимпиада школьников «Слово и дело»",
    "Всероссийский конкурс исследовательских работ «Горизонт»", "Дистанционная викторина «Умник и умница»",
)  # fmt: skip

LISTED = (
    Listed(events.OLYMPIADS, HEIGHT, "математика", "Математика; Алгебра; Геометрия", 2, (8, 11)),
    Listed(events.OLYMPIADS, HEIGHT, "физика", "Физика", 2, (8, 11)),
    Listed(events.OLYMPIADS, WORD, "филология", "Русский язык; Литература", 3, (7, 11), years=YEARS[:-1]),
    Listed(events.ACTIVITIES, HORIZON, "естественные науки", "Биология; Химия; Физика", grades=(7, 11)),
    Listed(events.OTHER, QUIZ, "общий", commercial="да"),
)
PROFILES = (
    ("естественные науки", "Биология; Химия; Физика"), ("филология", "Русский язык; Литература"), ("ГТО", "Физическая культура"),
    ("Плавание", "Физическая культура"), ("Волейбол", "Физическая культура"),
)  # fmt: skip


def sheets() -> list[Sheet]:
    """Sheets of «Настройки»: the lists of all years, and the profiles."""
    found = Sheet(events.FORM, events.FORM.tab, rows=list(_rows()))
    rows: list[dict[str, object]] = [{"profile": name, "subjects": subjects, "source": INVENTED} for name, subjects in PROFILES]
    return [found, Sheet(profiles.FORM, profiles.FORM.tab, rows=rows)]


def _rows() -> Iterator[dict[str, object]]:
    for year in YEARS:
        for number, line in enumerate((line for line in LISTED if year in line.years), 1):
            level: dict[str, object] = {} if line.level is None else {"level": line.level}
            yield {
                "event_year": year, "list": line.list, "number": number, "event": line.name, "profile": line.profile,
                "subject": line.subjects, "first_grade": line.grades[0], "last_grade": line.grades[1], "commercial": line.commercial,
                "names": line.names, "source": INVENTED, **level,
            }  # fmt: skip

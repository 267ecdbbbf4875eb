"""Scales of external exams: from points to marks, by exam, year, region and subject, as data with stated sources (п. 4.1).

Thresholds of the OGE are set by each region upon recommendations of Рособрнадзор: what is built in are the recommendations,
and the sheet «Шкалы экзаменов» of the school goes before them. What is not known here is None, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .kind import fold

OGE, GVE9, VPR, EGE, EGE_UNIVERSITY, GVE11 = "ОГЭ", "ГВЭ-9", "ВПР", "ЕГЭ", "ЕГЭ (вуз)", "ГВЭ-11"
EXAMS = (OGE, GVE9, VPR, EGE, EGE_UNIVERSITY, GVE11)

GEOMETRY, LITERACY = "geometry", "literacy"
PARTS = {GEOMETRY: "баллы за геометрию", LITERACY: "баллы за грамотность (ГК1–ГК4)"}
"""Parts of the points that a scale may ask for, and their names."""
MARKS = (2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a mark needs beside the sum of points.

    Attributes:
        part: A name of `PARTS`.
        least: Points of that part that are needed.
        mark: The mark by the sum that needs them; 0: every mark above «2».
        otherwise: The mark that is set without them.
    """

    part: str
    least: int
    mark: int
    otherwise: int

    def asked(self, mark: int) -> bool:
        """Whether a mark by the sum of points is subject to it."""
        return mark == self.mark if self.mark else mark > 2

    def __str__(self) -> str:
        needs = f"для «{self.mark}» " if self.mark else ""
        return f"{needs}{PARTS[self.part]} ≥ {self.least}, иначе «{self.otherwise}»"


@dataclass(frozen=True, slots=True)
class Scale:
    """Thresholds of one exam of one year.

    Attributes:
        exam: A name of `EXAMS`.
        year: Calendar year of the exam.
        subject: Subject, as `subject_of` gives it.
        three: Least points for «3»; for the EGE least test score (mark of the basic level).
        four: Least points for «4»; None: unknown.
        five: Least points for «5»; None: unknown.
        most: Largest sum of points; None: unknown.
        conditions: What some marks need beside.
        region: Name of the region as written; empty: all regions.
        grade: Class of the work, for the ВПР; 0: every class.
        source: On what it rests.
    """

    exam: str
    year: int
    subject: str
    three: int | None
    four: int | None = None
    five: int | None = None
    most: int | None = None
    conditions: tuple[Condition, ...] = ()
    region: str = ""
    grade: int = 0
    source: str = ""

    def by_points(self, points: int) -> tuple[int, ...]:
        """Marks that a sum of points may mean, from low to high: one, or several where thresholds are unknown."""
        bounds = ((3, self.three), (4, self.four), (5, self.five))
        floor = max((mark for mark, least in bounds if least is not None and points >= least), default=2)
        ceiling = min((mark - 1 for mark, least in bounds if least is not None and points < least), default=5)
        return tuple(mark for mark in MARKS if floor <= mark <= ceiling)

    def why(self) -> str:
        """The scale in words: exam, year, region, source."""
        where = f", {self.region}" if self.region else ""
        source = f" ({self.source})" if self.source else ""
        return f"шкала {self.exam} {self.year}{where}{source}"


SUBJECT_WORDS = {
    "русский": "русский язык", "русский яз": "русский язык", "рус яз": "русский язык", "рус язык": "русский язык",
    "матем": "математика", "информатика и икт": "информатика", "икт": "информатика",
    "общество": "обществознание", "история россии": "история", "биол": "биология", "геогр": "география", "лит-ра": "литература",
    **dict.fromkeys(
        (f"{language}{word}" for language in ("английский", "немецкий", "французский", "испанский", "китайский", "иностранный", "ин", "англ")
         for word in ("", " яз", " язык")),
        "иностранный язык",
    ),
}  # fmt: skip
"""Folded words for a subject of exams -> its name in the scales."""
BASE, PROFILE = "математика (база)", "математика (профиль)"
BRACKETS = re.compile(r"\s*\(.*\)$")


def subject_of(text: str, level: str = "") -> str:
    """Name of a subject as scales have it: «Английский язык» -> «иностранный язык», («Математика», «П») -> «математика (профиль)»."""
    folded = fold(text)
    named = BRACKETS.sub("", folded)
    if named.startswith("матем"):
        rest = folded.removeprefix("математика").removeprefix("матем")
        if level == "Б" or "баз" in rest:
            return BASE
        if level == "П" or "проф" in rest:
            return PROFILE
        return "математика"
    return SUBJECT_WORDS.get(named, named)


PART_WORDS = {"геом": GEOMETRY, "гк": LITERACY, "грамотн": LITERACY}
CONDITION = re.compile(
    r"(?:для\s*[«\"]?(?P<mark>[345])[»\"]?[:,]?\s*)?(?P<part>[^≥>]*?)\s*(?:≥|>=|не менее)\s*(?P<least>\d{1,2})"
    r"\s*[,:]?\s*иначе\s*[«\"]?(?P<otherwise>[2345])[»\"]?",
    re.IGNORECASE,
)


def parse_conditions(text: str) -> tuple[Condition, ...] | None:
    """Conditions as a school writes them, parted by semicolons; None if they cannot be read.

    «геометрия ≥ 2, иначе 2; для «4» ГК ≥ 6, иначе 3».
    """
    found = []
    for item in text.split(";"):
        if not item.strip():
            continue
        match = CONDITION.fullmatch(item.strip())
        part = next((name for word, name in PART_WORDS.items() if match and word in match["part"].lower()), "")
        if match is None or not part:
            return None
        mark, otherwise = int(match["mark"] or 0), int(match["otherwise"])
        if otherwise >= (mark or 3):
            return None
        found.append(Condition(part, int(match["least"]), mark, otherwise))
    return tuple(found)


def fault_of(scale: Scale) -> str:
    """What is wrong with the thresholds of a scale, in Russian; an empty text if nothing is."""
    known = [(name, value) for name, value in (("«3»", scale.three), ("«4»", scale.four), ("«5»", scale.five)) if value is not None]
    for (lower, least), (upper, more) in pairwise(known):
        if more <= least:
            return f"порог {upper} ({more}) не выше порога {lower} ({least})"
    if scale.most is not None and known and known[-1][1] > scale.most:
        return f"порог {known[-1][0]} ({known[-1][1]}) больше максимума {scale.most}"
    return ""


SHORT = {"обл": "область", "респ": "республика", "окр": "округ", "г": ""}
"""Words of the names of regions as they are shortened -> in full; a city is named without its kind."""


def region_of(text: str) -> str:
    """Name of a region for comparing: «Тверская обл.» -> «тверская область»."""
    return " ".join(word for part in fold(text).split() if (word := SHORT.get(part, part)))


def find(scales: Iterable[Scale], exam: str, year: int, subject: str, region: str = "", grade: int = 0) -> Scale | None:
    """The scale for an exam: that of the region before the common one, that of the class before one for all, then the first given.

    Args:
        scales: Those of the school, then the built-in ones.
        exam: A name of `EXAMS`.
        year: Calendar year of the exam.
        subject: As `subject_of` gives it.
        region: Region of the school as written, or an empty text.
        grade: Class of the student, for the ВПР.

    Returns:
        The scale, or None: unknown. A scale of another year or region is never taken.
    """
    place = region_of(region)
    fitting = [
        scale
        for scale in scales
        if (scale.exam, scale.year, scale.subject) == (exam, year, subject)
        and region_of(scale.region) in ("", place)
        and scale.grade in (0, grade)
    ]
    return min(fitting, key=lambda scale: (scale.region == "", scale.grade == 0), default=None)


LETTER_2023 = "рекомендации Рособрнадзора 2023 года"
LETTER_2026 = "письмо Рособрнадзора от 25.02.2026 № 02-20"
MINIMUMS_2026 = "минимумы ЕГЭ 2026 года"
UNIVERSITY_2026 = "минимумы для приёма в вузы 2026 года"

ENOUGH_GEOMETRY = (Condition(GEOMETRY, 2, 0, 2),)


def _literacy(four: int, five: int) -> tuple[Condition, ...]:
    return Condition(LITERACY, four, 4, 3), Condition(LITERACY, five, 5, 4)


def _oge(year: int, source: str, rows: Sequence[tuple[str, int, int | None, int | None, int | None]]) -> tuple[Scale, ...]:
    conditions = {
        "математика": ENOUGH_GEOMETRY,
        "русский язык": {2023: _literacy(4, 6), 2026: _literacy(6, 9)}[year],
    }
    return tuple(
        Scale(OGE, year, subject, three, four, five, most, conditions.get(subject, ()), source=source)
        for subject, three, four, five, most in rows
    )


BUILT_IN: tuple[Scale, ...] = (
    *_oge(
        2023,
        LETTER_2023,
        (
            ("русский язык", 15, 23, 29, 33),
            ("математика", 8, 15, 22, 31),
            ("физика", 11, 23, 35, 45),
            ("химия", 10, 21, 31, 40),
            ("биология", 13, 26, 38, 48),
            ("география", 12, 19, 26, 31),
            ("обществознание", 14, 24, 32, 37),
            ("история", 11, 21, 30, 37),
            ("литература", 16, 24, 32, 37),
            ("информатика", 5, 11, 16, 19),
            ("иностранный язык", 29, 46, 58, 68),
        ),
    ),
    *_oge(
        2026,
        LETTER_2026,
        (
            ("русский язык", 15, 26, 33, 37),
            ("математика", 8, 15, 22, 31),
            ("физика", 10, None, None, None),
            ("химия", 10, None, None, None),
            ("биология", 13, None, None, None),
            ("география", 12, None, None, None),
            ("обществознание", 14, None, None, None),
            ("история", 11, None, None, None),
            ("литература", 16, None, None, None),
            ("информатика", 5, None, None, None),
            ("иностранный язык", 29, None, None, None),
        ),
    ),
    *(
        Scale(EGE, 2026, subject, least, source=MINIMUMS_2026)
        for subject, least in (
            ("русский язык", 24), (PROFILE, 27), (BASE, 3), ("физика", 36), ("химия", 36), ("биология", 36), ("информатика", 40),
            ("обществознание", 42), ("география", 37), ("история", 32), ("литература", 32), ("иностранный язык", 22),
        )
    ),
    Scale(EGE_UNIVERSITY, 2026, "русский язык", 36, source=UNIVERSITY_2026),
)  # fmt: skip
"""Scales that hold unless the school's sheet says otherwise."""

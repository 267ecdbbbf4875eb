"""How long a case file is kept (п. 7.1, 4.3.3): what a term means, from when it is counted, and the terms that are built in.

The regulation names no years: the school's nomenclature does. What is built in was not confirmed, says so, and stands behind the
sheet «Номенклатура дел» of the school.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from .kind import LOOK_ALIKE, UNREAD, Unread, fold


class Keeping(Enum):
    """What a term is."""

    YEARS = "лет"
    PERMANENT = "постоянно"
    LIQUIDATION = "до ликвидации организации"
    NEED = "до минования надобности"
    REPLACED = "до замены новыми"


@dataclass(frozen=True, slots=True)
class Retention:
    """A term of keeping.

    Attributes:
        keeping: What it is.
        years: Years of a term in years, else 0; of «50/75 лет» the longer.
        review: Whether the expert commission must agree («ЭПК»): never decided here.
        event: What the years are counted after, as it is written: «после окончания или выбытия»; empty: the end of the case.
    """

    keeping: Keeping
    years: int = 0
    review: bool = False
    event: str = ""

    @property
    def counted(self) -> bool:
        """Whether its last day follows from the end of the case alone, without a decision of people."""
        return self.keeping is Keeping.YEARS and not self.review and not self.event


EXPECTED: Final = "срок, например «5 лет», «3 года после выбытия», «5 лет ЭПК», «постоянно»"
_WORDS: Final = {
    Keeping.PERMANENT: ("постоянно", "пост"),
    Keeping.LIQUIDATION: ("до ликвидации организации", "до ликвидации", "до ликвидации школы", "до ликвидации учреждения"),
    Keeping.NEED: ("до минования надобности", "до минования надобности (дмн)", "дмн", "до минования"),
    Keeping.REPLACED: ("до замены новыми", "до замены новым", "до замены новой", "до замены", "до замены новыми (дзн)", "дзн"),
}
_WHOLE: Final = {word: keeping for keeping, words in _WORDS.items() for word in words}
_YEAR: Final = r"(?:лет|года|год|л|г)"
_YEARS: Final = re.compile(rf"(\d{{1,3}})(?:\s*{_YEAR}?\s*/\s*(\d{{1,3}}))?\s*{_YEAR}(?=\W|$)\s*(.*)")
_REVIEW: Final = re.compile(r"[(,;–—-]*\s*(?:по решению\s*)?(?:э ?п ?к|\bэк)\b\s*[),;]*")
_EVENT: Final = re.compile(r"(?:после|со дня|с даты|с момента)\b")
_MARK: Final = r"(?:ст\.?\s*ст\.?|ст\.?|стать[яи]|пп?\.|подп\.|прим\.)"
_LETTER: Final = r"(?:[а-я](?![а-яё])|\s?[«\"][а-я][»\"]|\s[а-я](?![а-яё.]))"
_NUMBER: Final = rf"(?:№\s*)?\d+(?:[.\-–]\d+)*{_LETTER}?"
_ARTICLE: Final = re.compile(
    rf"[,;(\s]*(?:(?<=лет)|(?<=год)|(?<=года)|(?<=эпк)|(?<![а-яё]))({_MARK}\s*{_NUMBER}(?:(?:\s*[,;]\s*|\s+и\s+|\s+){_MARK}?\s*{_NUMBER})*)\s*\)?",
    re.IGNORECASE,
)


def split_article(text: str) -> tuple[str, str]:
    """A term and its article: «5 лет, ст. 441» -> («5 лет», «ст. 441»); without one the article is empty.

    What stands behind the article belongs to the term: «5 лет ст. 47 ЭПК» -> («5 лет ЭПК», «ст. 47»).
    """
    found = _ARTICLE.search(text)
    if not found:
        return text.strip(), ""
    before, after = text[: found.start()].strip(), text[found.end() :].strip()
    return f"{before}{after}" if after[:1] in tuple(",;") else f"{before} {after}".strip(), found[1].strip()


def parse_retention(text: str) -> Retention | Unread:
    """What a term means; `UNREAD` if it is none. An article in it is passed over.

    A footnote («5 л. (1)») is no term: in the list of terms it changes from when the years are counted, and only its words say how.
    """
    words = _folded(split_article(text)[0])
    review = needs_review(words)
    words = _REVIEW.sub(" ", words).strip(" ,;")
    if words in _WHOLE:
        return Retention(_WHOLE[words], review=review)
    found = _YEARS.fullmatch(words)
    if found is None:
        return UNREAD
    event = " ".join(found[3].strip(" ,;()–—-").split())
    if event and not _EVENT.match(event):
        return UNREAD
    years = max(int(found[1]), int(found[2] or 0))
    return Retention(Keeping.YEARS, years, review, event) if years else UNREAD


def needs_review(text: str) -> bool:
    """Whether a text has the mark «ЭПК»."""
    return _REVIEW.search(_folded(text)) is not None


def begins_event(text: str) -> bool:
    """Whether a text begins with what a term is counted after: «после выбытия»."""
    return _EVENT.match(_folded(text)) is not None


def _folded(text: str) -> str:
    return fold(text.translate(LOOK_ALIKE))


def counted_from(ended: dt.date) -> dt.date:
    """First day of a term: 1 January after the year in which the case ended."""
    return dt.date(min(ended.year + 1, dt.MAXYEAR), 1, 1)


def kept_until(years: int, ended: dt.date) -> dt.date:
    """Last day of a term of so many years: a journal of 2024/25 with five years is kept until 31.12.2030."""
    return dt.date(min(ended.year + years, dt.MAXYEAR), 12, 31)


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A row of the built-in nomenclature.

    Attributes:
        index: Index of the case.
        title: Its heading.
        term: Term of keeping, as it is written.
        article: Article on which the term rests; empty: not known.
        forms: Names of the forms whose sheets belong to it; none: it is kept on paper only.
        unit: What one case is: a name of `UNITS`.
        source: On what the term rests.
    """

    index: str
    title: str
    term: str
    article: str
    forms: tuple[str, ...]
    unit: str
    source: str


OF_CLASS, OF_BOOK, OF_YEAR = "класс", "книга", "учебный год"
UNITS: Final = (OF_CLASS, OF_BOOK, OF_YEAR)
"""What one case file is: of a class, of a workbook, of the school's whole year."""
UNCONFIRMED: Final = "не подтверждено, сверьте с Перечнем (приказ Росархива от 20.12.2019 № 236) и номенклатурой школы"
_PRACTICE: Final = f"распространённая практика; {UNCONFIRMED}"
_PROPOSAL: Final = f"предложение программы; {UNCONFIRMED}"

BUILT_IN: Final = (
    BuiltIn("01-01", "Номенклатура дел, описи, настройки учёта", "Постоянно", "", (
        "file_nomenclature", "school_card", "periods", "subjects", "policies", "scales", "events", "profiles"), OF_YEAR, _PRACTICE),
    BuiltIn("01-02", "Протоколы педагогического совета", "Постоянно", "ст. 18", (), OF_YEAR, _PRACTICE),
    BuiltIn("01-03", "Приказы по основной деятельности", "Постоянно", "ст. 19", (), OF_YEAR, _PRACTICE),
    BuiltIn("01-04", "Приказы о движении, зачислении и отчислении обучающихся", "50/75 лет", "", (), OF_YEAR,
            f"встречаются 50/75, 5 и 3 года; {UNCONFIRMED}"),
    BuiltIn("02-01", "Классные журналы", "5 лет", "", (
        "class_journal", "attendance_summary", "corrections", "acceptances"), OF_CLASS,
        f"письмо от 20.12.2000 № 03-51/64; {UNCONFIRMED}"),
    BuiltIn("02-02", "Сводные ведомости учёта успеваемости", "25 лет", "", ("grade_summary", "grade_summary_by_student"), OF_CLASS,
            f"инструкция 1974 г. № 167; {UNCONFIRMED}"),
    BuiltIn("02-03", "Журналы факультативов, элективов, внеурочной деятельности, кружков и секций", "5 лет", "", (
        "elective_journal", "optional_journal", "extracurricular_journal", "club_journal", "section_journal"), OF_BOOK,
        f"встречаются 5, 3 года и 1 год; {UNCONFIRMED}"),
    BuiltIn("02-04", "Книги регистрации выданных аттестатов", "50 лет", "", ("certificate_book",), OF_YEAR,
            f"в старых номенклатурах 75 лет, встречается «постоянно»; {UNCONFIRMED}"),
    BuiltIn("02-05", "Алфавитная книга, списки классов, законные представители", "50 лет", "", ("class_list", "guardians"), OF_YEAR,
            _PRACTICE),
    BuiltIn("02-06", "Личные карты обучающихся", "3 года после окончания или выбытия", "", ("personal_file",), OF_BOOK, _PRACTICE),
    BuiltIn("02-07", "Промежуточная аттестация, допуск к экзаменам, задолженности", "25 лет", "", (
        "interim_results", "debts", "admission_results", "exam_choice"), OF_YEAR, f"встречается от 5 до 25 лет; {UNCONFIRMED}"),
    BuiltIn("02-08", "Результаты внешней оценки и олимпиад", "5 лет", "", (
        "oge_results", "ege_results", "vpr_results", "olympiad_results", "olympiad_export"), OF_YEAR, _PROPOSAL),
    BuiltIn("02-09", "Зачёт результатов других организаций, поощрения", "5 лет", "", ("credits", "commendations"), OF_YEAR,
            f"встречается 3–5 лет; {UNCONFIRMED}"),
    BuiltIn("02-10", "Индивидуальные достижения, портфолио, сведения из ГИР", "3 года после окончания или выбытия", "", (
        "achievement_sheet", "achievement_register", "meta_results", "projects", "courses", "personal_results", "portfolio",
        "supporting_documents", "sport_results", "saved_works", "talent_register"), OF_CLASS, _PROPOSAL),
    BuiltIn("02-11", "Согласия на обработку персональных данных", "3 года после истечения срока действия или отзыва", "ст. 441", (
        "consents",), OF_YEAR, _PRACTICE),
    BuiltIn("02-12", "Заявления и журнал выдачи сведений", "5 лет", "", ("applications", "releases"), OF_YEAR, _PROPOSAL),
    BuiltIn("02-13", "Акты о выделении к уничтожению, описи дел", "Постоянно", "", (), OF_YEAR, _PRACTICE),
)  # fmt: skip
"""What holds where the school has no sheet «Номенклатура дел»."""

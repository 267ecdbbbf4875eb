"""The school's rules that the regulation leaves open: each with a default, a meaning and a stated source."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from .kind import CLASSES_TEXT, UNREAD, fold, parse_school_year
from .marks import SYMBOLS

T = TypeVar("T")

ALWAYS = dt.date.min
"""A version without a date was always in force."""

UNVERIFIED = "Распространённая практика; сверьте с локальным актом школы"
MEDALS = "Приказ Минпросвещения России от 29.09.2023 № 730; сверьте с редакцией года выпуска"
PROPOSAL = "Предложение программы; сверьте с локальным актом школы"


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the sheet «Правила» or «Школа».

    Attributes:
        name: Identifier.
        key: First cell of the row, in Russian.
        default: Text of the value in a blank sheet; an empty one is unknown.
        parse: Text -> value, or `UNREAD`.
        expected: What the value must look like, for messages.
        meaning: What it decides.
        source: On what the default rests.
    """

    name: str
    key: str
    default: str
    parse: Callable[[str], object]
    expected: str
    meaning: str
    source: str


def text(value: str) -> object:
    """Any text."""
    return value


def school_year(value: str) -> object:
    """A school year, «2026/2027»."""
    return parse_school_year(value)


def yes_no(value: str) -> object:
    """«да» or «нет»."""
    return {"да": True, "нет": False}.get(fold(value), UNREAD)


def fraction(value: str) -> object:
    """A number, exact: «2,5», «50 %»."""
    try:
        return Fraction(value.replace("%", "").replace(",", ".").strip())
    except (ValueError, ZeroDivisionError):
        return UNREAD


def whole(value: str) -> object:
    """A whole number, not negative."""
    number = fraction(value)
    return int(number) if isinstance(number, Fraction) and number.denominator == 1 and number >= 0 else UNREAD


def items(value: str) -> tuple[str, ...]:
    """A list parted by semicolons."""
    return tuple(part.strip() for part in value.split(";") if part.strip())


def bounds(value: str) -> object:
    """Least and most, whole numbers: «6; 10»."""
    numbers = [number for part in items(value) if isinstance(number := whole(part), int)]
    return tuple(numbers) if len(numbers) == len(items(value)) == 2 and numbers[0] <= numbers[1] else UNREAD


def one_of(*choices: str) -> Callable[[str], object]:
    """One of a few words."""
    known = {fold(choice): choice for choice in choices}
    return lambda value: known.get(fold(value), UNREAD)


def thresholds(value: str) -> object:
    """Three rising thresholds, for «3», «4» and «5»: «2,5; 3,5; 4,5»."""
    found = [fraction(part) for part in items(value)]
    numbers = [number for number in found if isinstance(number, Fraction)]
    return tuple(numbers) if len(numbers) == len(found) == 3 and numbers == sorted(set(numbers)) else UNREAD


def minimums(value: str) -> object:
    """Marks a period needs, by hours a week from which it holds: «3» or «1: 3; 2: 5»."""
    pairs = []
    for part in items(value):
        hours, colon, least = part.rpartition(":")
        number, count = fraction(hours) if colon else Fraction(0), whole(least.strip())
        if not isinstance(number, Fraction) or not isinstance(count, int):
            return UNREAD
        pairs.append((number, count))
    return tuple(sorted(pairs)) or UNREAD


def weights(value: str) -> object:
    """Weights of kinds of work: «КР=2; СР=1». Kinds that are not named weigh 1."""
    pairs = {}
    for part in items(value):
        word, _, number = part.partition("=")
        weight = whole(number.strip())
        if not isinstance(weight, int) or not 1 <= weight <= 100:
            return UNREAD
        pairs[fold(word)] = weight
    return pairs


def symbols(value: str) -> object:
    """Letters that the school's journals use, out of those the grammar knows."""
    found = items(value)
    return found if found and all(item in SYMBOLS for item in found) else UNREAD


def classes(value: str) -> object:
    """A list of classes, «2–8; 10»."""
    return value if re.fullmatch(CLASSES_TEXT, value.strip()) else UNREAD


EVENT_LEVELS = ("школьный", "муниципальный", "региональный", "межрегиональный", "всероссийский", "международный")
STATE_REGISTER = "ГИР"


def talent_levels(value: str) -> object:
    """Letters of levels from the highest, each with the level of the event: «A: ГИР; B: региональный»."""
    known = {fold(word): word for word in (STATE_REGISTER, *EVENT_LEVELS)}
    pairs = [(letter.strip(), known.get(fold(word), "")) for letter, _, word in (part.partition(":") for part in items(value))]
    return tuple(pairs) if pairs and all(letter and word for letter, word in pairs) and len(dict(pairs)) == len(pairs) else UNREAD


LIMITS = ("5 при 2 за контрольную", "одна работа")


def limits(value: str) -> object:
    """Which of `LIMITS` the school watches; «нет»: none."""
    known = {fold(limit): limit for limit in LIMITS}
    found = [known.get(fold(item)) for item in items(value)]
    return () if fold(value) == "нет" else UNREAD if None in found or not found else tuple(found)


POLICIES: tuple[Setting, ...] = (
    Setting("thresholds", "Пороги отметок «3», «4», «5»", "2,5; 3,5; 4,5", thresholds, "три числа по возрастанию: 2,5; 3,5; 4,5",
            "Средний балл не ниже порога даёт эту отметку", UNVERIFIED + " (встречаются 2,6; 3,6; 4,6 и 2,65; 3,65; 4,65)"),
    Setting("allow_one", "Отметка «1» допускается", "нет", yes_no, "«да» или «нет»", "Есть ли в шкале школы отметка «1»", UNVERIFIED),
    Setting("symbols", "Символы журнала", "; ".join(SYMBOLS), symbols, "символы через точку с запятой: " + "; ".join(SYMBOLS),
            "Какие буквы и знаки допускаются под датой урока", UNVERIFIED + " (значение «п» и точки различается)"),
    Setting("reminder", "Точка в журнале", "не учитывать", one_of("не учитывать", "считать двойкой"), "«не учитывать» или «считать двойкой»",
            "Как точка входит в средний балл", "Электронные журналы ведут себя по-разному; сверьте с локальным актом школы"),
    Setting("weights", "Веса видов работ", "", weights, "запись вида КР=2; СР=1", "Во сколько раз отметка за работу весомее обычной", UNVERIFIED),
    Setting("average", "Средний балл", "взвешенный", one_of("взвешенный", "простой"), "«взвешенный» или «простой»",
            "Учитываются ли веса отметок", UNVERIFIED),
    Setting("minimums", "Минимум отметок за период", "3", minimums, "число или по часам в неделю: 1: 3; 2: 5",
            "Сколько текущих отметок нужно, чтобы выставить отметку за период", UNVERIFIED),
    Setting("na_share", "Порог пропусков для н/а, %", "50", fraction, "число процентов", "Доля пропущенных уроков, выше которой возможно «н/а»",
            UNVERIFIED + " (встречаются 50, 67 и 75 %)"),
    Setting("na_rule", "Условие для н/а", "И", one_of("И", "ИЛИ"), "«И» или «ИЛИ»",
            "Нужны ли для «н/а» оба условия: пропуски выше порога И мало отметок", UNVERIFIED),
    Setting("homework", "Домашнее задание обязательно", "да", yes_no, "«да» или «нет»", "Должна ли быть заполнена графа у каждого урока", PROPOSAL),
    Setting("full_works", "Работы, обязательные для всех", "КР", items, "виды работ через точку с запятой: КР; ДИКТ",
            "За какие работы отметка должна быть у каждого присутствовавшего", PROPOSAL),
    Setting("choice_share", "Предмет по выбору, % класса", "35", fraction, "число процентов",
            "Если в журнале нет большей доли класса, предмет считается предметом по выбору", PROPOSAL),
    Setting("first_ages", "Возраст первоклассника, лет", "6; 10", bounds, "два числа: 6; 10",
            "От скольких и до скольких лет на 1 сентября; для следующих классов — на год больше", PROPOSAL),
    Setting("year_rule", "Годовая отметка при половине", "вверх", one_of("вверх", "по последнему периоду", "по аттестации"),
            "«вверх», «по последнему периоду» или «по аттестации»", "Как решается среднее с половиной", UNVERIFIED),
    Setting("na_in_year", "«н/а» за период в годовой", "исключать", one_of("исключать", "блокировать"), "«исключать» или «блокировать»",
            "Считается ли год по остальным периодам", UNVERIFIED),
    Setting("interim_formula", "Итог с промежуточной аттестацией", "нет", one_of("нет", "среднее года и ПА"), "«нет» или «среднее года и ПА»",
            "Как складывается итоговая отметка", UNVERIFIED),
    Setting("sou_na_weight", "Вес н/а в СОУ, %", "", whole, "число процентов или пусто", "Сколько даёт «н/а» в степени обученности", UNVERIFIED),
    Setting("denominator", "Знаменатель показателей", "все, кроме освобождённых", one_of("все, кроме освобождённых", "все", "только аттестованные"),
            "«все, кроме освобождённых», «все» или «только аттестованные»", "Кто входит в число учащихся при расчёте процентов", PROPOSAL),
    Setting("limits", "Ограничители отметки за период", "5 при 2 за контрольную; одна работа", limits,
            "«5 при 2 за контрольную» и (или) «одна работа», или «нет»", "О каких отметках за период предупреждать", UNVERIFIED),
    Setting("borderline", "Спорный средний балл: не дальше от порога, чем", "0,05", fraction, "число, например 0,05",
            "Какие отметки попадают в список спорных", PROPOSAL),
    Setting("math_courses", "Курсы математики", "Алгебра; Алгебра и начала математического анализа; Геометрия; Вероятность и статистика", items,
            "предметы через точку с запятой", "Из каких курсов складывается строка «Математика» аттестата",
            "Приказ № 546; сверьте с действующей редакцией"),
    Setting("math9_method", "Математика в аттестате 9 класса", "общее среднее", one_of("общее среднее", "в два шага"),
            "«общее среднее» или «в два шага»", "Как складываются курсы математики и экзамен", "Приказ № 546; сверьте с действующей редакцией"),
    Setting("math11_method", "Математика в аттестате 11 класса", "общее среднее", one_of("общее среднее", "в два шага"),
            "«общее среднее» или «в два шага»", "Среднее всех отметок по курсам математики или среднее итогов по каждому курсу",
            "Приказ № 546 способа не уточняет; сверьте с локальным актом школы"),
    Setting("medal1_score", "Медаль I степени: балл ЕГЭ", "70", whole, "число баллов",
            "Сколько нужно по русскому языку и ещё по одному предмету", MEDALS),
    Setting("medal2_score", "Медаль II степени: балл ЕГЭ", "60", whole, "число баллов",
            "Сколько нужно по русскому языку и ещё по одному предмету", MEDALS),
    Setting("medal2_fours", "Медаль II степени: отметок «4»", "2", whole, "число отметок", "Сколько итоговых отметок «4» допускается", MEDALS),
    Setting("medal_base_math", "Медали: отметка по базовой математике", "5", whole, "отметка",
            "Что нужно, если сдавались только русский язык и базовая математика", MEDALS + " (для II степени не подтверждено)"),
    Setting("ungraded_classes", "Безотметочные классы", "1", items, "классы через точку с запятой: 1; 2", "Где отметок не ставят", UNVERIFIED),
    Setting("ungraded_subjects", "Безотметочные предметы", "ОРКСЭ", items, "предметы через точку с запятой",
            "Где отметок не ставят, если это не указано на листе «Предметы»", UNVERIFIED),
    Setting("behaviour_scale", "Шкала оценки поведения", "", items, "слова через точку с запятой или пусто", "Чем оценивается поведение",
            "Пилот с 01.09.2025; утверждение приказа не подтверждено"),
    Setting("absence_day", "Пропуск дня", "все уроки", one_of("все уроки", "три урока и более"), "«все уроки» или «три урока и более»",
            "Когда день считается пропущенным", "Отчёт о посещаемости семейства «Дневник»"),
    Setting("absence_month", "Систематические пропуски, % уроков за месяц", "30", fraction, "число процентов",
            "С какой доли пропущенных за месяц уроков ученик считается систематически пропускающим", UNVERIFIED),
    Setting("gia_scope", "Предметы, выносимые на ГИА", "выбор ученика", one_of("выбор ученика", "все предметы ГИА"),
            "«выбор ученика» или «все предметы ГИА»", "По каким предметам особые условия аттестации невозможны", "Положение, п. 3.4, не уточняет"),
    Setting("register_days", "Подтверждение ГИР действует, дней", "180", whole, "число дней", "Когда проверить запись ещё раз", PROPOSAL),
    Setting("valid_years", "Достижение учитывается, лет", "2", whole, "число лет", "За сколько учебных лет достижение даёт право", PROPOSAL),
    Setting("valid_years_final", "Заключительный этап всероссийской олимпиады учитывается, лет", "4", whole, "число лет",
            "За сколько учебных лет диплом заключительного этапа даёт право", PROPOSAL),
    Setting("talent_levels", "Уровни одарённости", "A: ГИР; B: региональный; C: муниципальный; D: школьный", talent_levels,
            "уровни по убыванию: A: ГИР; B: региональный; C: муниципальный; D: школьный",
            "С какого уровня мероприятия победитель или призёр получает уровень внутреннего учёта; «ГИР» — сведения размещены в ГИР", PROPOSAL),
    Setting("special_conditions", "Особые условия аттестации", "", items, "виды условий через точку с запятой или пусто",
            "Какие условия может назначить педагогический совет: зачёт с отметкой «5»; зачёт без отметки; перенос срока; защита проекта",
            "Положение, п. 3.4, видов не называет; сверьте с локальным актом школы"),
    Setting("honour_classes", "Похвальный лист: классы", "2–8; 10", classes, "список классов: 2–8; 10",
            "В каких классах вручают похвальный лист за все годовые отметки «5»", UNVERIFIED),
    Setting("commended", "К поощрению представляют", "победитель; призёр", items, "статусы через точку с запятой",
            "С какими результатами обучающийся становится кандидатом на поощрение", PROPOSAL),
    Setting("commended_from", "К поощрению представляют с уровня", "муниципальный",
            one_of(*EVENT_LEVELS), "уровень мероприятия", "С какого уровня мероприятия результат поощряют", PROPOSAL),
    Setting("notice_days", "Уведомление о решении по зачёту, рабочих дней", "3", whole, "число дней",
            "За сколько рабочих дней сообщить заявителю о решении", "Приказ № 845/369; сверьте с действующей редакцией"),
    Setting("credit_hours", "Зачёт: доля часов", "0,8", fraction, "доля, например 0,8", "Какая часть часов курса должна совпасть", UNVERIFIED),
    Setting("archive_names", "Имена файлов архива", "кириллица", one_of("кириллица", "латиница"), "«кириллица» или «латиница»",
            "Какими буквами называть папки и файлы дел; пробелов в именах нет", PROPOSAL),
    Setting("k_anonymity", "Наименьшая группа в отчётах", "5", whole, "число человек", "Меньшие группы в сводках не показываются", PROPOSAL),
)  # fmt: skip
"""Rows of the sheet «Правила», in their order."""

CARD: tuple[Setting, ...] = (
    Setting("name", "Название школы", "", text, "текст", "Полное название по уставу", ""),
    Setting("short_name", "Краткое название", "", text, "текст", "Для заголовков документов", ""),
    Setting("region", "Регион", "", text, "текст", "Субъект Российской Федерации: чьи шкалы экзаменов действуют", ""),
    Setting("town", "Населённый пункт", "", text, "текст", "Для документов", ""),
    Setting("archive_code", "Архивный шифр", "", text, "текст", "Фонд и опись для обложек дел, например «Ф. 12, оп. 1»", ""),
    Setting("head", "Директор", "", text, "фамилия и инициалы", "Для подписи документов", ""),
    Setting("year", "Учебный год", "", school_year, "учебный год, например 2026/2027", "За какой год ведутся журналы", ""),
    Setting(
        "week",
        "Учебных дней в неделе",
        "6",
        one_of("5", "6"),
        "5 или 6",
        "Учатся ли по субботам",
        "Календарный учебный график",
    ),
)
"""Rows of the sheet «Школа», in their order."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a school wrote for a setting: the text, the day since when it holds (`ALWAYS`: no day was written), and its source."""

    name: str
    written: str
    since: dt.date = ALWAYS
    source: str = ""


@dataclass(frozen=True)
class Policy:
    """Values of `POLICIES` and `CARD` by name; an empty value is None: unknown, never a permission.

    Attributes:
        values: Those in force on the day for which the policy was made, `day`.
        given: Names of settings that the school wrote.
        versions: All that the school wrote, at any time.
        day: The day; None: the latest versions.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    versions: tuple[Version, ...] = ()
    day: dt.date | None = None
    _on: dict[dt.date | None, Policy] = field(default_factory=dict, repr=False, compare=False)

    def of(self, name: str, sort: type[T]) -> T:
        """The value of a setting that must be known, with its type.

        Raises:
            TypeError: The setting is unknown or of another type: a mistake of the program, for defaults are complete.
        """
        value = self.values.get(name)
        if not isinstance(value, sort):
            raise TypeError(f"setting {name}: {value!r} is no {sort.__name__}")
        return value

    def on(self, day: dt.date | None) -> Policy:
        """The policy that was in force on a day: of each setting the version with the latest first day that is not after it."""
        if day not in self._on:
            self._on[day] = read_versions(self.versions, day)
        return self._on[day]

    def changes(self) -> tuple[dt.date, ...]:
        """Days on which some setting changed, in order."""
        return tuple(sorted({version.since for version in self.versions} - {ALWAYS}))

    def basis(self, name: str) -> str:
        """Where the value of a setting comes from, in Russian: its key and value, since when, and on what ground."""
        setting = BY_NAME[name]
        version = _in_force(self.versions, self.day).get(name)
        if version is None or setting.parse(version.written.strip()) is UNREAD:
            source = f"; {setting.source}" if setting.source else ""
            return f"{setting.key}: {setting.default or 'не задано'} (по умолчанию{source})"
        since = f", действует с {version.since:%d.%m.%Y}" if version.since != ALWAYS else ""
        source = f"; {version.source}" if version.source else ""
        return f"{setting.key}: {version.written} (лист «Правила»{since}{source})"


BY_NAME = {setting.name: setting for setting in (*POLICIES, *CARD)}


def _in_force(versions: Iterable[Version], day: dt.date | None) -> dict[str, Version]:
    """The version of each setting that holds on a day; of two with the same first day the one written first."""
    found: dict[str, Version] = {}
    for version in versions:
        if version.written.strip() and (day is None or version.since <= day):
            kept = found.get(version.name)
            if kept is None or version.since > kept.since:
                found[version.name] = version
    return found


def read_versions(versions: Iterable[Version], day: dt.date | None = None) -> Policy:
    """The policy of a day out of all that a school wrote; what is missing or unreadable has its default."""
    versions = tuple(versions)
    given = _in_force(versions, day)
    values: dict[str, object] = {}
    for name, setting in BY_NAME.items():
        value = setting.parse(given[name].written.strip()) if name in given else UNREAD
        if value is UNREAD:
            value = setting.parse(setting.default) if setting.default else None
        values[name] = value
    return Policy(values, frozenset(given), versions, day)


def read_policy(given: Mapping[str, str]) -> Policy:
    """Values from texts by setting name; what is empty, missing or unreadable has its default."""
    return read_versions(Version(name, written) for name, written in given.items())

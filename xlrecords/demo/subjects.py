"""The plan of the invented school: hours of each subject in each grade, topics and homework of its lessons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

UNGRADED_GRADES = (1,)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of the plan.

    Attributes:
        name: As on the sheet «Предметы».
        aliases: Other spellings.
        hours: Lessons a week by grade; grades without it are absent.
        topics: What is taught, in turn.
        homework: Patterns with numbers {a} and {b}.
        work: Kind of work that everybody present writes, or an empty text.
        paired: Whether two lessons of a week are held one after the other.
        split: Whether classes of the middle school learn it in two groups.
        graded: Whether marks are set.
    """

    name: str
    aliases: tuple[str, ...]
    hours: Mapping[int, int]
    topics: tuple[str, ...]
    homework: tuple[str, ...]
    work: str = ""
    paired: bool = False
    split: bool = False
    graded: bool = True

    @property
    def short(self) -> str:
        """The shortest spelling: it heads a column of the summaries."""
        return min(self.name, *self.aliases, key=len)

    def lesson(self, number: int, count: int, chance: Random) -> tuple[str, str]:
        """Topic and homework of a lesson: its place among all lessons of the subject decides the topic."""
        whole, part = divmod(number * len(self.topics), count)
        topic = self.topics[whole]
        stage = STAGES[part * len(STAGES) // count]
        homework = chance.choice(self.homework).format(a=number + chance.randint(2, 6), b=4 * number + chance.randint(1, 9))
        return f"{topic}{stage}", homework


STAGES = ("", ". Закрепление", ". Повторение и обобщение")
"""A topic takes several lessons; these follow the first."""


def _hours(text: str) -> dict[int, int]:
    """«1-4: 5; 6: 6» -> hours by grade."""
    found: dict[int, int] = {}
    for part in text.split(";"):
        grades, _, hours = part.partition(":")
        first, _, last = grades.strip().partition("-")
        found |= dict.fromkeys(range(int(first), int(last or first) + 1), int(hours))
    return found


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";"))


PARAGRAPH = ("§ {a}, вопросы", "§ {a}, конспект", "§ {a}, задание {b}")
NUMBERS = ("№ {b}, правило", "№ {b}, № {a}", "§ {a}, № {b}")
WORDS = ("упр. {b}", "§ {a}, упр. {b}", "повторить правило, упр. {b}")

SUBJECTS = (
    Subject("Русский язык", ("Рус. яз.", "Русский"), _hours("1-5: 5; 6: 6; 7: 4; 8-9: 3; 10-11: 2"), _split(
        "Язык и речь; Текст и его части; Состав слова; Правописание корней; Имя существительное; Имя прилагательное; Глагол; "
        "Наречие; Словосочетание; Простое предложение; Знаки препинания; Развитие речи"), WORDS, "ДИКТ"),
    Subject("Литературное чтение", ("Лит. чт.",), _hours("1-4: 4"), _split(
        "Устное народное творчество; Русские сказки; Стихи о родной природе; Басни; Рассказы о детях; Писатели о животных; "
        "Литературная сказка; Книги о путешествиях"), ("стр. {b}, выразительно читать", "стр. {b}, пересказ", "выучить стихотворение")),
    Subject("Литература", ("Лит.", "Лит-ра"), _hours("5-6: 3; 7-8: 2; 9-11: 3"), _split(
        "Фольклор; Древнерусская литература; Поэзия начала XIX века; Повесть; Роман; Лирика второй половины XIX века; Драма; "
        "Рассказ XX века"), ("читать, стр. {b}", "письменный ответ на вопрос {a}", "выучить стихотворение")),
    Subject("Английский язык", ("Англ. яз.", "Иностранный язык (английский)"), _hours("2-4: 2; 5-11: 3"), _split(
        "Знакомство и семья; Школа и распорядок дня; Еда и покупки; Город и транспорт; Путешествия; Погода; Спорт и здоровье; "
        "Настоящее время; Прошедшее время; Будущее время"), ("упр. {b}, слова", "слова урока {a}", "стр. {b}, перевод"), "КР", split=True),
    Subject("Математика", ("Мат.", "Матем."), _hours("1-4: 4; 5-6: 5"), _split(
        "Счёт и нумерация; Сложение и вычитание; Умножение; Деление; Порядок действий; Величины и их измерение; Задачи на движение; "
        "Геометрические фигуры; Доли и дроби"), NUMBERS, "КР"),
    Subject("Алгебра", ("Алг.",), _hours("7-9: 3; 10-11: 3"), _split(
        "Выражения; Степень с целым показателем; Многочлены; Формулы сокращённого умножения; Линейные уравнения; Системы уравнений; "
        "Функции и графики; Неравенства"), NUMBERS, "КР"),
    Subject("Геометрия", ("Геом.",), _hours("7-11: 2"), _split(
        "Начальные сведения; Треугольники; Признаки равенства; Параллельные прямые; Многоугольники; Площадь; Подобие; Окружность"),
        NUMBERS, "КР"),
    Subject("Вероятность и статистика", ("ВиС",), _hours("7-11: 1"), _split(
        "Представление данных; Среднее и медиана; Случайная изменчивость; Графы; Случайный опыт; Вероятность события"), NUMBERS),
    Subject("Информатика", ("Информ.",), _hours("7-11: 1"), _split(
        "Информация и данные; Кодирование; Устройство компьютера; Файлы; Алгоритмы; Таблицы и расчёты"), PARAGRAPH),
    Subject("Окружающий мир", ("Окр. мир",), _hours("1-4: 2"), _split(
        "Человек и общество; Наша страна; Живая и неживая природа; Растения; Животные; Времена года; Безопасность"),
        ("стр. {b}, пересказ", "наблюдение {a}", "рабочая тетрадь, стр. {a}")),
    Subject("ОРКСЭ", ("Основы религиозных культур и светской этики",), _hours("4: 1"), _split(
        "Россия — наша Родина; Этика и поступки; Добро и зло; Дружба; Честь и достоинство; Семья"), ("беседа с родителями",),
        graded=False),
    Subject("История", ("Ист.",), _hours("5-9: 2; 10-11: 2"), _split(
        "Введение; Хозяйство и общество; Государство и власть; Войны и походы; Культура; Города и ремёсла; Реформы; Быт и обычаи"),
        PARAGRAPH),
    Subject("Обществознание", ("Общ.", "Общество"), _hours("8-9: 1; 10-11: 2"), _split(
        "Человек и общество; Экономика семьи; Право; Государство; Гражданин; Духовная культура"), PARAGRAPH),
    Subject("География", ("Геогр.",), _hours("5-6: 1; 7-9: 2; 10-11: 1"), _split(
        "План и карта; Земля во Вселенной; Литосфера; Гидросфера; Атмосфера; Материки; Население; Хозяйство"), PARAGRAPH),
    Subject("Биология", ("Биол.",), _hours("5-7: 1; 8-9: 2; 10-11: 1"), _split(
        "Живые организмы; Клетка; Растения; Животные; Среды обитания; Экосистемы; Строение тела; Наследственность"), PARAGRAPH),
    Subject("Физика", ("Физ.",), _hours("7-8: 2; 9: 3; 10-11: 2"), _split(
        "Физические величины; Движение; Силы; Давление; Работа и энергия; Тепловые явления; Электрический ток; Свет"), NUMBERS, "КР"),
    Subject("Химия", ("Хим.",), _hours("8-9: 2; 10-11: 1"), _split(
        "Вещества; Атомы и молекулы; Химические реакции; Растворы; Оксиды; Кислоты и основания; Периодический закон"), PARAGRAPH, "КР"),
    Subject("Изобразительное искусство", ("ИЗО",), _hours("1-7: 1"), _split(
        "Линия и пятно; Цвет; Натюрморт; Пейзаж; Портрет; Народные промыслы; Плакат"), ("принести краски", "эскиз {a}")),
    Subject("Музыка", ("Муз.",), _hours("1-8: 1"), _split(
        "Народная песня; Музыкальные инструменты; Опера; Балет; Симфоническая музыка; Музыка кино"),
        ("повторить песню", "сообщение о композиторе", "слушать запись {a}")),
    Subject("Труд (технология)", ("Труд", "Технология"), _hours("1-4: 1; 5-8: 2; 9: 1"), _split(
        "Материалы; Чертёж и эскиз; Обработка бумаги; Обработка ткани; Обработка древесины; Проект; Техника безопасности"),
        ("принести материалы", "эскиз изделия {a}"), paired=True),
    Subject("Физическая культура", ("Физ-ра", "Физкультура"), _hours("1-11: 2"), _split(
        "Лёгкая атлетика; Бег на 30 м; Прыжки в длину; Гимнастика; Баскетбол; Волейбол; Лыжная подготовка"),
        ("комплекс упражнений № {a}", "прыжки через скакалку")),
    Subject("ОБЗР", ("Основы безопасности и защиты Родины",), _hours("8-11: 1"), _split(
        "Безопасность дома; Безопасность на дороге; Первая помощь; Пожарная безопасность; Чрезвычайные ситуации; Основы военной службы"),
        PARAGRAPH),
)  # fmt: skip

MODULE = Subject("Индивидуальный проект", ("Инд. проект",), _hours("10: 1"), _split(
    "Выбор темы; Цель и задачи; Источники; План работы; Оформление; Защита"), ("раздел {a}", "список источников"))  # fmt: skip
"""A course of the first trimester: its hours are all held."""
MODULE_TERM, MODULE_HOURS = "trimester1", 13


def taught(grade: int) -> list[Subject]:
    """Subjects of a grade that are taught all the year."""
    return [subject for subject in SUBJECTS if grade in subject.hours]


def graded(subject: Subject, grade: int) -> bool:
    """Whether marks are set in a subject of a grade."""
    return subject.graded and grade not in UNGRADED_GRADES


def least_marks(weekly: int) -> int:
    """Marks that a period needs, by lessons a week; the sheet «Правила» says the same in `settings.MINIMUMS`."""
    return 5 if weekly >= 2 else 3

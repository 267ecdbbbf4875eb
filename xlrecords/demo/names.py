"""Invented names: drawn from the lists of mimesis, kept when they are usual in a school, agreed in gender."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mimesis import Person

BOYS = frozenset(
    "Александр Алексей Андрей Антон Артём Богдан Вадим Василий Виктор Владимир Владислав Вячеслав Георгий Григорий Даниил "
    "Денис Дмитрий Евгений Егор Иван Игорь Илья Кирилл Константин Лев Максим Марк Матвей Михаил Никита Николай Олег Павел "
    "Пётр Роман Руслан Семён Сергей Станислав Степан Тимофей Тимур Фёдор Юрий Ярослав".split()
)
GIRLS = frozenset(
    "Александра Алина Алиса Алёна Анастасия Анна Арина Валентина Валерия Варвара Василиса Вера Вероника Виктория Галина Дарья "
    "Диана Ева Евгения Екатерина Елена Елизавета Зоя Инна Ирина Карина Кира Кристина Ксения Лариса Любовь Людмила Маргарита "
    "Марина Мария Милана Надежда Наталья Нина Оксана Олеся Ольга Полина Светлана София Таисия Тамара Татьяна Ульяна Юлия".split()
)
FATHERS = {
    "Александро": "Александр", "Алексее": "Алексей", "Анатолье": "Анатолий", "Андрее": "Андрей", "Антоно": "Антон",
    "Богдано": "Богдан", "Борисо": "Борис", "Вадимо": "Вадим", "Валерье": "Валерий", "Василье": "Василий",
    "Викторо": "Виктор", "Владимиро": "Владимир", "Владиславо": "Владислав", "Вячеславо": "Вячеслав",
    "Геннадье": "Геннадий", "Георгие": "Георгий", "Григорье": "Григорий", "Денисо": "Денис", "Дмитрие": "Дмитрий",
    "Евгенье": "Евгений", "Ивано": "Иван", "Игоре": "Игорь", "Константино": "Константин",
    "Максимо": "Максим", "Михайло": "Михаил", "Николае": "Николай", "Олего": "Олег", "Павло": "Павел", "Петро": "Пётр",
    "Романо": "Роман", "Сергее": "Сергей", "Станиславо": "Станислав", "Степано": "Степан", "Юрье": "Юрий",
}  # fmt: skip
"""Stem of a patronymic, before «вич» and «вна» -> first name of the father."""
ENDINGS = ("ов", "ев", "ёв", "ин", "ын")
"""Surnames that take «а» for a woman."""


@dataclass(frozen=True, slots=True)
class Name:
    """Surname, first name and patronymic of one person.

    Attributes:
        family: Surname of the men of the family.
        first: First name.
        stem: Stem of the patronymic, a key of `FATHERS`.
        female: Whether the name is a woman's.
    """

    family: str
    first: str
    stem: str
    female: bool

    @property
    def surname(self) -> str:
        """Surname as this person bears it."""
        return self.family + "а" * self.female

    @property
    def patronymic(self) -> str:
        """Patronymic as this person bears it."""
        return self.stem + ("вна" if self.female else "вич")

    @property
    def full(self) -> str:
        """Surname, first name, patronymic."""
        return f"{self.surname} {self.first} {self.patronymic}"

    @property
    def short(self) -> str:
        """Surname and first name, as journals write it."""
        return f"{self.surname} {self.first}"

    @property
    def initials(self) -> str:
        """Surname and initials, as teachers are written."""
        return f"{self.surname} {self.first[0]}. {self.patronymic[0]}."


@dataclass
class Names:
    """A source of names that gives no full name twice.

    Attributes:
        chance: Decides all that mimesis does not.
        seed: Seed of mimesis.
    """

    chance: Random
    seed: int
    _taken: set[str] = field(default_factory=set)
    _person: Person | None = None

    def draw(self, female: bool | None = None, family: str = "", stem: str = "", first: str = "") -> Name:
        """A new name; what is given is kept, the rest is drawn."""
        if female is None:
            female = self.chance.random() < 0.5
        while True:
            name = Name(family or self._family(), first or self._first(female), stem or self._stem(), female)
            if name.full not in self._taken:
                self._taken.add(name.full)
                return name

    @property
    def _source(self) -> Person:
        if self._person is None:
            from mimesis import Locale, Person

            self._person = Person(Locale.RU, seed=self.seed)
        return self._person

    def _first(self, female: bool) -> str:
        from mimesis import Gender

        usual, gender = (GIRLS, Gender.FEMALE) if female else (BOYS, Gender.MALE)
        return next(name for name in iter(lambda: self._source.first_name(gender), "") if name in usual)

    def _family(self) -> str:
        from mimesis import Gender

        return next(name for name in iter(lambda: self._source.surname(Gender.MALE), "") if name.endswith(ENDINGS) and len(name) > 5)

    def _stem(self) -> str:
        from mimesis import Gender

        drawn = iter(lambda: (self._source.patronymic(Gender.MALE) or "").removesuffix("вич"), None)
        return next(stem for stem in drawn if stem in FATHERS)

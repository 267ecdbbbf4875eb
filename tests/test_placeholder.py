"""What may stand between `{{` and `}}`, how forgiving it is, and what a wrong one says."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.field import Field, walk, written
from xlrecords.fields import FIELDS
from xlrecords.placeholder import HIDE, MODIFIERS, Modifier, Placeholder, Reading, Wrong, apply_modifier, parse, resolve

SMALL = (
    Field("ФИО", "имя", "Крылова Анна Игоревна", "person", ("Ф.И.О.", "ФИО ученика")),
    Field("Дата", "дата", "25.05.2027", "date"),
    Field("Дата рождения", "дата рождения", "23.03.2015", "date"),
    Field("Период", "период", "1 четверть"),
    Field("Период с", "начало", "01.09.2026", "date"),
    Field("Учёный совет", "совет", "17"),
    Field("Обучался", "по полу", "обучалась", "word"),
    Field("Печать", "печать", "", "image"),
    Field("достижения", "достижения", "", "list", ("успехи",), "достижений", (
        Field("дата", "дата", "25.05.2027", "date"),
        Field("мероприятие", "мероприятие", "Конкурс", "text", ("название",)),
    )),
    Field("предметы", "предметы", "", "list", (), "предметов", (
        Field("предмет", "предмет", "Алгебра", "text", ("название",)),
        Field("Год", "отметка", "5", "mark"),
        Field("периоды", "периоды", "", "list", (), "периодов", (Field("отметка", "отметка", "4", "mark"),)),
    )),
)  # fmt: skip

READ = [
    # The name
    ("ФИО", ("ФИО",), ""),
    (" фио ", ("ФИО",), ""),
    ("Ф.И.О.", ("ФИО",), ""),
    ("ф. и. о.", ("ФИО",), ""),
    ("ФИО\u00a0ученика", ("ФИО",), ""),
    ("«ФИО»", ("ФИО",), ""),
    ("ученый  совет", ("Учёный совет",), ""),
    ("УЧЁНЫЙ СОВЕТ", ("Учёный совет",), ""),
    ("дата рождения", ("Дата рождения",), ""),
    ("период с", ("Период с",), ""),
    # Out of lists
    ("достижения.дата", ("достижения", "дата"), ""),
    ("Достижения . Дата", ("достижения", "дата"), ""),
    ("успехи.название", ("достижения", "мероприятие"), ""),
    ("предметы.название", ("предметы", "предмет"), ""),
    ("предметы.периоды.отметка", ("предметы", "периоды", "отметка"), ""),
    # How it is written
    ("ФИО кому", ("ФИО",), "кому"),
    ("ФИО, кому", ("ФИО",), "кому"),
    ("Ф.И.О. дательный падеж", ("ФИО",), "кому"),
    ("ФИО родительный", ("ФИО",), "кого"),
    ("ФИО о ком", ("ФИО",), "о ком"),
    ("ФИО кратко, кому", ("ФИО",), "кому, кратко"),
    ("ФИО кем инициалы впереди заглавными", ("ФИО",), "кем, инициалы впереди, заглавными"),
    ("дата прописью", ("Дата",), "прописью"),
    ("Дата рождения словами", ("Дата рождения",), "словами"),
    ("достижения.дата словами", ("достижения", "дата"), "словами"),
    ("предметы.год словами", ("предметы", "Год"), "прописью"),
    ("период с заглавной", ("Период",), "с заглавной"),
    # A word that agrees begins as its name is written
    ("обучался", ("Обучался",), ""),
    ("Обучался", ("Обучался",), "с заглавной"),
]
"""Text, path, modifiers."""

CONDITIONS = [
    ("если достижений нет: —", ("достижения",), "none", "—"),
    ("если нет достижений: —", ("достижения",), "none", "—"),
    ("Если достижения есть: Вот они: все", ("достижения",), "some", "Вот они: все"),
    ("если есть достижения:Вот", ("достижения",), "some", "Вот"),
    ("если есть успехи: Вот", ("достижения",), "some", "Вот"),
    ("если периодов нет: нет", ("предметы", "периоды"), "none", "нет"),
    ("если есть Дата рождения: Родился", ("Дата рождения",), "some", "Родился"),
    ("если достижений нет: Скрыть", ("достижения",), "none", HIDE),
    ("если достижений нет:", ("достижения",), "none", ""),
]
"""Text, path, condition, then."""

WRONG = [
    ("", "заполнитель пуст", ()),
    (" \u00a0 ", "заполнитель пуст", ()),
    ("{{ФИО", "заполнитель не закрыт: «{{ФИО»", ()),
    ("если достижений нет: {{ФИО", "заполнитель внутри заполнителя: «если достижений нет: {{ФИО»", ()),
    ("ФИОО", "нет поля «фиоо»", ("{{ФИО}}",)),
    ("Дата рожденья", "нет поля «дата рожденья»", ("{{Дата рождения}}",)),
    ("погода", "нет поля «погода»", ()),
    ("достижния", "нет поля «достижния»", ("{{достижения.дата}}",)),
    ("достижения.датта", "в списке «достижения» нет поля «датта»", ("{{достижения.дата}}",)),
    ("достижения.вес", "в списке «достижения» нет поля «вес»", ("{{достижения.дата}}", "{{достижения.мероприятие}}")),
    ("достижния.дата", "нет поля «достижния.дата»", ("{{достижения.дата}}",)),
    ("достижения", "«достижения» — это список, а не одно значение", ("{{достижения.дата}}", "{{достижения.мероприятие}}")),
    ("предметы.периоды", "«периоды» — это список, а не одно значение", ("{{предметы.периоды.отметка}}",)),
    ("мероприятие", "«мероприятие» бывает только в списке: «достижения»", ("{{достижения.мероприятие}}",)),
    ("отметка прописью", "«отметка прописью» бывает только в списке: «периоды»", ("{{предметы.периоды.отметка}}",)),
    ("ФИО.дата", "«ФИО» — не список: после него не бывает «.дата»", ("{{ФИО}}",)),
    ("Дата кому", "«кому» не подходит к полю «Дата»", ("{{Дата}}",)),
    ("ФИО прописью", "«прописью» не подходит к полю «ФИО»", ("{{ФИО}}",)),
    ("Печать заглавными", "«заглавными» не подходит к полю «Печать»", ("{{Печать}}",)),
    ("ФИО громко", "«громко» не подходит к полю «ФИО»", ("{{ФИО}}",)),
    ("ФИО кому кем", "«кому» и «кем» вместе не бывают", ("{{ФИО}}",)),
    ("если достижений нет", "в условии нет двоеточия", ()),
    ("если достижения: —", "условие «если достижения» непонятно", ()),
    ("если нет: —", "условие «если нет» непонятно", ()),
    ("если достижении нет: —", "в условии нет такого поля: «достижении»", ("{{если достижений нет: …}}",)),
]
"""Text, message, what is offered."""


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", ()),
        ("Справка", ("Справка",)),
        ("{{ФИО}}", (Placeholder("ФИО", 0, 7),)),
        ("Дана {{ФИО кому}}, {{Класс}} класс", ("Дана ", Placeholder("ФИО кому", 5, 17), ", ", Placeholder("Класс", 19, 28), " класс")),
        ("{{ФИО}}{{Класс}}", (Placeholder("ФИО", 0, 7), Placeholder("Класс", 7, 16))),
        ("{ФИО} }}", ("{ФИО} }}",)),
        ("Дана {{ФИО", ("Дана ", Placeholder("{{ФИО", 5, 10))),
    ],
)
def test_a_text_falls_into_pieces(text: str, pieces: tuple[str | Placeholder, ...]) -> None:
    assert parse(text) == pieces


@given(st.text("{} Фио.", max_size=30))
def test_no_letter_of_a_text_is_lost(text: str) -> None:
    place = 0
    for piece in parse(text):
        if isinstance(piece, str):
            assert text[place : place + len(piece)] == piece
            place += len(piece)
        else:
            assert piece.start == place
            assert piece.text in text[piece.start : piece.end]
            place = piece.end
    assert place == len(text)


@pytest.mark.parametrize(("text", "path", "modifier"), READ)
def test_fields_are_found_as_people_write_them(text: str, path: tuple[str, ...], modifier: str) -> None:
    reading = resolve(text, SMALL)
    assert isinstance(reading, Reading)
    assert (reading.path, reading.modifier, reading.condition) == (path, modifier, None)


@pytest.mark.parametrize(("text", "path", "condition", "then"), CONDITIONS)
def test_conditions(text: str, path: tuple[str, ...], condition: str, then: str) -> None:
    reading = resolve(text, SMALL)
    assert isinstance(reading, Reading)
    assert (reading.path, reading.condition, reading.then) == (path, condition, then)


@pytest.mark.parametrize(("text", "message", "near"), WRONG)
def test_a_wrong_one_says_what_and_offers_the_nearest(text: str, message: str, near: tuple[str, ...]) -> None:
    wrong = resolve(text, SMALL)
    assert isinstance(wrong, Wrong)
    assert (wrong.message, wrong.near) == (message, near)
    assert wrong.fix.endswith(".")


@given(st.text("{}. :Фиоесл нтдаые", max_size=30))
def test_any_text_is_read_or_wrong(text: str) -> None:
    assert isinstance(resolve(text, SMALL), Reading | Wrong)


@pytest.mark.parametrize("path", list(walk(FIELDS)), ids=lambda path: written(field.name for field in path))
def test_every_field_of_the_program_is_found_by_its_name(path: tuple[Field, ...]) -> None:
    names = tuple(field.name for field in path)
    found = resolve(".".join(names), FIELDS)
    if path[-1].kind == "list":
        assert isinstance(found, Wrong)
        assert path[-1].none
        condition = resolve(f"если {path[-1].none} нет: —", FIELDS)
        assert isinstance(condition, Reading)
        assert condition.path == names
    else:
        assert isinstance(found, Reading)
        assert (found.path, found.kind) == (names, path[-1].kind)


@pytest.mark.parametrize(
    ("value", "modifier", "kind", "expected"),
    [
        ("Крылова Анна Игоревна", "кому", "person", "Крыловой Анне Игоревне"),
        ("Крылова Анна Игоревна", "кому, кратко", "person", "Крыловой А. И."),
        ("Шевчук Илья Львович", "кем, инициалы впереди, заглавными", "person", "И. Л. ШЕВЧУКОМ"),
        (dt.date(2027, 5, 25), "словами", "date", "25 мая 2027 г."),
        (dt.date(2027, 5, 25), "прописью", "date", "двадцать пятое мая две тысячи двадцать седьмого года"),
        (dt.date(2027, 5, 25), "прописью, с заглавной", "date", "Двадцать пятое мая две тысячи двадцать седьмого года"),
        (34, "прописью", "number", "тридцать четыре"),
        (Decimal("4.33"), "прописью", "number", Decimal("4.33")),
        (5, "прописью", "mark", "отлично"),
        ("н/а", "прописью", "mark", "не аттестован(а)"),
        ("обучалась", "с заглавной", "word", "Обучалась"),
        (dt.date(2027, 5, 25), "", "date", dt.date(2027, 5, 25)),
        (None, "прописью", "date", None),
    ],
)
def test_values_are_written_as_asked(value: object, modifier: str, kind: str, expected: object) -> None:
    assert apply_modifier(value, modifier, kind) == expected


@pytest.mark.parametrize("modifier", MODIFIERS, ids=lambda modifier: f"{modifier.name}-{modifier.kinds[0]}")
def test_examples_of_modifiers_are_true(modifier: Modifier) -> None:
    values = {
        "person": "Крылова Анна Игоревна",
        "date": dt.date(2027, 5, 25),
        "mark": 5,
        "text": "обучалась" if modifier.name == "с заглавной" else "Крылова Анна Игоревна",
    }
    kind = modifier.kinds[0]
    assert apply_modifier(values[kind], modifier.name, kind) == modifier.example

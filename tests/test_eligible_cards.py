"""«По классам» and «Карточки»: every answer is there, and what nobody claims takes little room (п. 3.4)."""

from __future__ import annotations

from xlrecords.report import Figure

from .test_eligible import SCHOOL, pages, shown

MORE = """
# Ещё
| Ведомость индивидуальных достижений |
| Обучающийся: | Громов Илья Андреевич |
| Класс: | 9А |
| Учебный год: | 2026/2027 |
| Дата | Мероприятие | Предмет/вид | Уровень | Статус | ГИР | Документ |
| 15.12.2026 | Городской турнир | Химия | муниципальный | победитель | нет | Грамота № 1 |
| 16.12.2026 | Городской турнир | Биология | муниципальный | лауреат | нет | Грамота № 2 |
| 17.12.2026 | Городской кросс | Бег | муниципальный | победитель | нет | |
"""


def card(surname: str, text: str = SCHOOL) -> list[list[object]]:
    """Rows of the block of a student, without its band."""
    rows = shown(pages(text)["Карточки"])
    first = next(place for place, row in enumerate(rows) if len(row) == 1 and str(row[0]).startswith(surname))
    last = next((place for place in range(first + 1, len(rows)) if len(rows[place]) == 1), len(rows))
    return rows[first + 1 : last]


def test_a_claimed_case_is_shown_with_every_ground_even_if_it_is_lost() -> None:
    """The medal of a world championship gives no status, and was claimed by the rank of the contest."""
    rows = card("Громов")
    lost = next(place for place, row in enumerate(rows) if "Чемпионат мира" in str(row[1]))
    assert rows[lost][2] == "нет"
    assert [row[0] for row in rows[lost + 1 : lost + 12]] == [f"E{number:02}" for number in range(1, 12)]
    assert next(row for row in rows[lost:] if row[0] == "E05")[1:3] == ["статус недостаточен: призёр", "нет"]


def test_what_nobody_claims_is_listed_below_what_stands_in_the_way_of_all_of_it() -> None:
    rows = card("Громов", SCHOOL + MORE)
    place = next(place for place, row in enumerate(rows) if str(row[1]).startswith("Прочие достижения"))
    assert rows[place][1] == (
        "Прочие достижения: E02 сведения не размещены в ГИР; E03 день проверки ГИР неизвестен; E04 мероприятие не входит в перечень; "
        "E09 нет заявления; E10 нет согласия; E11 решения педагогического совета нет"
    )
    assert rows[place][3] == "п. 3.4, 3.2.2, 5.1, 6.4, 6.2"
    assert [row[:3] for row in rows[place + 1 :]] == [
        ["E02", "Биология: Городской турнир, лауреат, муниципальный, 16.12.2026. Ещё E05 статус недостаточен", "нет"],
        ["E02", "Химия: Городской турнир, победитель, муниципальный, 15.12.2026", "нет"],
        ["E01", "Предмет не установлен: Городской кросс, победитель, муниципальный, 17.12.2026. Ещё E01 нет подтверждающего документа; "
         "E06 неизвестно, выносится ли предмет на ГИА; E07 неизвестно, какому предмету соответствует профиль", "нет"],
    ]  # fmt: skip


def test_by_class_a_subject_is_a_row_with_its_best_answer() -> None:
    again = SCHOOL.replace(
        "| 5 | Дёмина Анна Сергеевна | 9А | 10.12.2026 |",
        "| 8 | Власова Ольга Петровна | 8А | 01.03.2027 | Турнир физиков | Физика | городской | победитель | да | | Диплом № 7 |\n"
        "| 5 | Дёмина Анна Сергеевна | 9А | 10.12.2026 |",
    )
    rows = [row for row in shown(pages(again + MORE)["По классам"]) if str(row[1]).startswith(("Власова", "Громов"))]
    assert [(row[2], row[5], row[7]) for row in rows] == [
        ("Русский язык", "не хватает", 1),
        ("Физика", "к решению", 2),
        ("Физика", "не хватает", 1),
        ("Физическая культура", "нет", 1),
    ]
    (rest,) = (row for row in shown(pages(again + MORE)["Прочие достижения"]) if str(row[1]).startswith("Громов"))
    assert (rest[2], rest[3], rest[5], rest[7]) == ("прочее", "Биология; Химия; предмет не установлен", "нет", 3)


def test_the_best_answer_tells_of_all_achievements_of_its_subject() -> None:
    row = next(row for row in pages(SCHOOL + MORE)["Прочие достижения"].rows if row[2] == "прочее")
    figure = row[5]
    assert isinstance(figure, Figure)
    assert figure.why is not None
    assert [line for line in figure.why() if line.startswith("Громов")] == [
        "Громов Илья Андреевич, 9А: Биология — нет (E02)",
        "Громов Илья Андреевич, 9А: Химия — нет (E02)",
        "Громов Илья Андреевич, 9А: предмет не установлен — нет (E01)",
    ]

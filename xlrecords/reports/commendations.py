"""The workbook of candidates for a commendation, and the draft of the order (п. 3.3)."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from xlsxwriter import Workbook

from ..achievements.awards import Candidate
from ..achievements.commend import FORM, Chosen
from ..achievements.given import words
from ..decision import Answer
from ..documents.page import Page
from ..kind import grade_of
from ..save import MADE_BY
from ..school import School
from ..sheets.template import CREATED, Content, add_sheet
from ..wording import declined, gender, initials_first

ORDER_TAB = "Проект приказа"
PAPER = (58, 44, 66)
"""Widths of the columns of the order, in millimetres."""
LETTERS = 82
"""So many letters of 12 points stand in a line of the order."""
MOST_PLACES = 3
"""So many places of a candidate are named."""
THANKS = "благодарность"
INSTRUMENTAL = {
    "благодарственное письмо": "благодарственным письмом",
    "грамота": "грамотой",
    "почётная грамота": "почётной грамотой",
    "похвальный лист": "похвальным листом «За отличные успехи в учении»",
    "похвальная грамота": "похвальной грамотой «За особые успехи в изучении отдельных предметов»",
    "медаль": "медалью",
    "диплом": "дипломом",
    "приз": "призом",
    "ценный подарок": "ценным подарком",
    "премия": "премией",
    "стипендия": "стипендией",
}
"""Kind of a commendation -> with what somebody is awarded."""
PUPIL = {
    "accusative": {"male": "ученика", "female": "ученицу", "": "обучающегося (-уюся)"},
    "dative": {"male": "ученику", "female": "ученице", "": "обучающемуся (-ейся)"},
}


def write_candidates(path: Path, found: Sequence[Candidate], school: School) -> None:
    """Write the workbook: «Кандидаты», where people choose «да» or «нет», and «Проект приказа» for all who are proposed.

    Args:
        path: The file; it is written over.
        found: The candidates in their order.
        school: For the head of the order.
    """
    with _workbook(path, FORM.title) as workbook:
        add_sheet(workbook, FORM, Content(rows=[_row(number, one) for number, one in enumerate(found, 1)]), FORM.tab)
        sure = [_chosen(one) for one in found if one.decision.answer is Answer.YES]
        _order(workbook, sure, school, "Проект составлен на всех, чьи основания полны. После выбора составьте его заново.")


def write_order(path: Path, asked: Sequence[Chosen], school: School) -> None:
    """Write the draft of the order for those who were chosen."""
    with _workbook(path, ORDER_TAB) as workbook:
        _order(workbook, asked, school, "")


def _workbook(path: Path, title: str) -> Workbook:
    workbook = Workbook(str(path))
    workbook.set_properties({"category": MADE_BY, "title": title, "created": CREATED})
    return workbook


def _row(number: int, one: Candidate) -> dict[str, object]:
    grounds = one.decision.grounds
    return {
        "number": number,
        "school_class": one.group,
        "student": one.student,
        "merit": one.merit,
        "sort": one.sort,
        "activity": one.activity,
        "ground": one.basis,
        "why": "; ".join(ground.text for ground in grounds if ground.met),
        "check": "; ".join(ground.text for ground in grounds if ground.met is None),
        "places": shown_places(one.places),
    }


def shown_places(places: Sequence[str]) -> str:
    """Some of the places, and how many there are besides."""
    more = f" и ещё {len(places) - MOST_PLACES}" if len(places) > MOST_PLACES else ""
    return "; ".join(places[:MOST_PLACES]) + more


def _chosen(one: Candidate) -> Chosen:
    return Chosen(one.person, one.student, one.group, one.merit, one.sort, one.activity, one.basis)


# The order


def order_lines(asked: Sequence[Chosen]) -> Iterator[tuple[bool, str]]:
    """Items of the order: by kinds, within them as given; whether it is the heading of a kind, and its text.

    Whom one awards stands in the accusative, whom one thanks in the dative.
    """
    sorts = sorted(
        {one.sort for one in asked}, key=lambda sort: (sort == THANKS, list(INSTRUMENTAL).index(sort) if sort in INSTRUMENTAL else 99)
    )
    for number, sort in enumerate(sorts, 1):
        thanks = sort == THANKS
        what = "ОБЪЯВИТЬ БЛАГОДАРНОСТЬ:" if thanks else f"НАГРАДИТЬ {INSTRUMENTAL[sort]}:" if sort in INSTRUMENTAL else "ПООЩРИТЬ:"
        yield True, f"{number}. {what}"
        for place, one in enumerate([one for one in asked if one.sort == sort], 1):
            yield False, f"{number}.{place}. {awarded(one, 'dative' if thanks else 'accusative')}."


def awarded(one: Chosen, case: str) -> str:
    """Who is commended, and for what: «Крылову Анну Игоревну, ученицу 5А класса, — за отличные успехи в учении …»."""
    pupil = PUPIL[case][gender(one.student)]
    ground = f" Основание: {one.ground}" if one.ground else ""
    return f"{declined(one.student, case)}, {pupil} {one.group} класса, — {for_what(one)}.{ground}".rstrip(".")


def for_what(one: Chosen) -> str:
    """For what somebody is commended, as an order says it."""
    if words(one.merit).startswith("отличные успехи"):
        return f"за {one.merit[:1].lower()}{one.merit[1:]}"
    return f"{success(one.activity)}: {one.merit}"


def success(activity: str) -> str:
    """«за успехи в спортивной деятельности», of an activity of п. 3.3."""
    return f"за успехи в {activity.removesuffix('ая')}ой деятельности"


def _order(workbook: Workbook, asked: Sequence[Chosen], school: School, note: str) -> None:
    card = {name: value if isinstance(value := school.policy.values.get(name), str) else "" for name in ("name", "town", "head")}
    page = Page(workbook, ORDER_TAB, PAPER)
    if note:
        page.line(note, italic=True, font_size=9, font_color="#595959")
    page.line(card["name"], 36, align="center", bold=True, text_wrap=True)
    page.title("Приказ")
    page.line("«____» ______________ 20____ г.                              № ________", align="center")
    page.line(card["town"], align="center")
    page.gap()
    page.line("О поощрении обучающихся", bold=True)
    page.gap()
    _paragraph(page, _preamble(asked, school))
    page.line("ПРИКАЗЫВАЮ:", 22, bold=True)
    last = 0
    for heading, text in order_lines(asked):
        _paragraph(page, text, bold=heading)
        last += heading
    _paragraph(page, f"{last + 1}. Классным руководителям вручить награды, {_presented(asked)}.")
    _paragraph(page, f"{last + 2}. Записи о поощрении внести в «Реестр поощрений».")
    _paragraph(page, f"{last + 3}. Контроль за исполнением приказа оставляю за собой.")
    page.gap(14)
    page.signature("Директор", initials_first(card["head"]), (1, 1, 1))
    page.gap()
    page.line("С приказом ознакомлены: ________________________________________________")
    page.finish()


def _preamble(asked: Sequence[Chosen], school: School) -> str:
    activities = sorted({one.activity.removesuffix("ая") + "ой" for one in asked})
    several = ", ".join(activities[:-1]) + " и " + activities[-1] if len(activities) > 1 else "".join(activities)
    year = f" в {school.year}/{school.year + 1} учебном году" if school.year else ""
    return (
        "В соответствии с пунктом 3.3 Положения об индивидуальном учёте результатов освоения обучающимися образовательных программ и "
        f"поощрений обучающихся и Положением о поощрении обучающихся, за успехи в {several or 'учебной'} деятельности{year}"
    )


def _presented(asked: Sequence[Chosen]) -> str:
    groups = sorted({one.group for one in asked}, key=lambda group: (grade_of(group), group))
    return f"объявив о поощрении в классах: {', '.join(groups)}" if groups else "объявив о поощрении в классе"


def _paragraph(page: Page, text: str, **style: object) -> None:
    page.paragraph(text, len(textwrap.wrap(text, LETTERS)), **style)

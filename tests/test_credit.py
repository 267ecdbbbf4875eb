"""Credit of results of other organisations: decision tables of раздел V and of the order № 845/369, working days, letters."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.achievements.credit import FAILED, PASSED, Consideration, consider
from xlrecords.achievements.credit_case import Application, Case, Credit, application_of
from xlrecords.achievements.credit_register import considerations, known_day, notice_due
from xlrecords.achievements.credit_transfer import transfers
from xlrecords.decision import Answer
from xlrecords.forms.credits import CREDITED, DECISIONS, DOCUMENTS, MARKED, REFUSED, RETURNED
from xlrecords.report import Figure
from xlrecords.reports.credit import pages
from xlrecords.reports.credit_notices import notices

from .markdown import day, school, table

# One case

FULL = Case(
    Credit(
        student="Иванов Иван Иванович",
        group="5А",
        person=0,
        organisation="Лицей № 1",
        licence="№ 77",
        document_kind="справка об обучении",
        document="№ 5 от 30.05.2026",
        subject_there="Музыка",
        hours_there=34,
        mark_there="4",
        subject_here="Музыка",
        outcomes="соответствуют",
    ),
    Application(day("07.09.2026"), "Иванова Мария Петровна"),
    listed=True,
    entitled=True,
    in_plan=True,
    planned=Fraction(34),
)
SAID = {"да": True, "нет": False, "?": None}


def changed(words: str) -> Case:
    """The full case with «name=value; name=value» changed; «заявление=…» is the application."""
    case = FULL
    for part in words.split(";") if words else ():
        name, _, value = (piece.strip() for piece in part.partition("="))
        if name == "заявление":
            filed = {
                "нет": None,
                "отозвано": replace(FULL.application, withdrawn=True),
                "без даты": replace(FULL.application, day=None),
                "без заявителя": replace(FULL.application, applicant=""),
            }
            case = replace(case, application=filed[value])
        elif name in ("listed", "entitled", "in_plan", "graded"):
            case = replace(case, **{name: SAID[value]})
        elif name == "planned":
            case = replace(case, planned=Fraction(value) if value else None)
        elif name == "exam":
            case = replace(case, exam=value)
        elif name == "decided":
            case = replace(case, credit=replace(case.credit, decided=day(value)))
        elif name.startswith("hours"):
            case = replace(case, credit=replace(case.credit, **{name: int(value) if value else None}))
        else:
            case = replace(case, credit=replace(case.credit, **{name: value}))
    return case


TABLE = """
| what is changed                             | proposal                      | who brings what is missing |
|---------------------------------------------|-------------------------------|----------------------------|
|                                             | зачтено с отметкой            |                            |
| mark_there=зачёт                            | зачтено без отметки           |                            |
| graded=нет                                  | зачтено без отметки           |                            |
| заявление=нет                               | вернуть: не хватает документа | заявитель                  |
| заявление=отозвано                          | вернуть: не хватает документа | заявитель                  |
| заявление=без даты                          | вернуть: не хватает документа | секретарь                  |
| заявление=без заявителя                     |                               | секретарь                  |
| decided=06.09.2026                          | вернуть: не хватает документа | заявитель                  |
| decided=07.09.2026                          | зачтено с отметкой            |                            |
| entitled=нет                                | вернуть: не хватает документа | заявитель                  |
| entitled=?                                  |                               | секретарь                  |
| listed=нет                                  |                               | секретарь                  |
| listed=?                                    |                               | секретарь                  |
| document=                                   | вернуть: не хватает документа | заявитель                  |
| document_kind=                              | вернуть: не хватает документа | заявитель                  |
| document_kind=иное                          | вернуть: не хватает документа | заявитель                  |
| document_kind=справка об успеваемости       | зачтено с отметкой            |                            |
| organisation=                               | вернуть: не хватает документа | заявитель                  |
| licence=                                    |                               | заместитель директора      |
| in_plan=нет                                 | отказано                      |                            |
| in_plan=?                                   |                               | заместитель директора      |
| hours_there=27                              | назначено оценивание          |                            |
| hours_there=28                              | зачтено с отметкой            |                            |
| hours_there=                                | вернуть: не хватает документа | заявитель                  |
| planned=                                    |                               | заместитель директора      |
| planned=; hours_here=34                     | зачтено с отметкой            |                            |
| hours_here=68                               | назначено оценивание          |                            |
| hours_here=0                                |                               | заместитель директора      |
| outcomes=соответствуют частично             | назначено оценивание          |                            |
| outcomes=не соответствуют                   | отказано                      |                            |
| outcomes=                                   |                               | учитель предмета           |
| mark_there=2                                | отказано                      |                            |
| mark_there=незачёт                          | отказано                      |                            |
| mark_there=                                 | вернуть: не хватает документа | заявитель                  |
| subject_there=ОГЭ по математике             | отказано                      |                            |
| subject_there=Подготовка к ОГЭ              | зачтено с отметкой            |                            |
| document=результаты ЕГЭ                     | отказано                      |                            |
| exam=за экзамен стоит «4»                   | отказано                      |                            |
| заявление=нет; outcomes=не соответствуют    | вернуть: не хватает документа | заявитель                  |
| outcomes=не соответствуют; document=        | отказано                      | заявитель                  |
| outcomes=соответствуют частично; document=  | вернуть: не хватает документа | заявитель                  |
| outcomes=; hours_there=10                   |                               | учитель предмета           |
| outcomes=соответствуют частично; licence=   |                               | заместитель директора      |
"""


@pytest.mark.parametrize(("words", "proposal", "who"), table(TABLE))
def test_what_is_proposed(words: str, proposal: str, who: str) -> None:
    found = consider(changed(words))
    assert found.proposal == proposal
    assert ", ".join(dict.fromkeys(lack.who for lack in found.lacks)) == who
    assert bool(found.reasons) == (proposal not in CREDITED)


def test_a_credit_keeps_the_mark_of_the_document() -> None:
    assert consider(FULL).mark == "4"
    assert consider(changed("graded=нет")).mark == ""


def test_grounds_tell_clause_and_place() -> None:
    grounds = consider(changed("hours_there=27")).decision.grounds
    assert all(ground.text and ground.clause for ground in grounds)
    assert [ground.text for ground in grounds if ground.met is False] == ["часов там 27, у нас 34: 79 % при нужных 80 %"]


texts = st.sampled_from(["", "№ 1"])
any_credit = st.builds(
    Credit,
    student=st.just("Иванов Иван"),
    group=st.just("5А"),
    organisation=texts,
    licence=texts,
    document_kind=st.sampled_from(["", *DOCUMENTS]),
    document=st.sampled_from(["", "№ 1", "справка ОГЭ"]),
    subject_there=st.sampled_from(["Музыка", "ЕГЭ по физике"]),
    hours_there=st.none() | st.integers(1, 200),
    mark_there=st.sampled_from(["", "отлично", "зачёт", *PASSED, *FAILED]),
    subject_here=st.sampled_from(["", "Музыка"]),
    hours_here=st.none() | st.integers(0, 200),
    outcomes=st.sampled_from(["", "соответствуют", "соответствуют частично", "не соответствуют", "почти"]),
    decision=st.sampled_from(["", *DECISIONS]),
    decided=st.none() | st.dates(dt.date(2026, 9, 1), dt.date(2026, 9, 30)),
)
maybe = st.none() | st.booleans()
any_application = st.none() | st.builds(
    Application, st.none() | st.dates(dt.date(2026, 9, 1), dt.date(2026, 9, 30)), st.sampled_from(["", "Иванова Мария"]), st.booleans()
)
any_case = st.builds(
    Case,
    any_credit,
    any_application,
    maybe,
    maybe,
    maybe,
    st.none() | st.integers(0, 100).map(Fraction),
    st.booleans(),
    exam=st.sampled_from(["", "ОГЭ"]),
)


@given(any_case)
def test_nothing_unknown_is_credited_and_nothing_without_an_application(case: Case) -> None:
    found = consider(case)
    assert (found.proposal in CREDITED) == (found.decision.answer is Answer.YES)
    if found.proposal in CREDITED:
        assert case.application is not None
        assert case.application.day is not None
        assert not case.application.withdrawn
        assert case.credit.decided is None or case.application.day <= case.credit.decided
        assert case.ratio is not None
        assert case.ratio >= case.share
        assert not found.lacks
    else:
        assert found.reasons
    if found.met("application") is not True:
        assert found.proposal == RETURNED


@given(
    any_case,
    st.sampled_from(["application", "entitled", "listed", "in_plan", "outcomes", "licence", "document", "hours_there", "mark_there"]),
)
def test_taking_something_away_never_grants(case: Case, what: str) -> None:
    if what in ("application", "entitled", "listed", "in_plan"):
        less = replace(case, **{what: None})
    else:
        less = replace(case, credit=replace(case.credit, **{what: None if what == "hours_there" else ""}))
    assert consider(less).proposal not in CREDITED


# Which application

MOTHER, FATHER = "Иванова Мария Петровна", "Иванов Иван Петрович"
APPLICATIONS = """
| applied    | applicant | decided    | journal                            | application         |
|------------|-----------|------------|------------------------------------|---------------------|
| 07.09.2026 | мать      |            |                                    | 07.09.2026          |
| 07.09.2026 | мать      |            | 07.09.2026 мать отозвано           | 07.09.2026 отозвано |
| 07.09.2026 | мать      |            | 08.09.2026 мать отозвано           | 07.09.2026          |
| 07.09.2026 |           |            | 07.09.2026 мать                    | 07.09.2026          |
|            |           |            | 07.09.2026 мать                    | 07.09.2026          |
|            |           | 10.09.2026 | 07.09.2026 мать, 11.09.2026 мать   | 07.09.2026          |
|            |           | 10.09.2026 | 11.09.2026 мать                    | 11.09.2026          |
|            |           | 10.09.2026 | 07.09.2026 мать отозвано           | 07.09.2026 отозвано |
|            | отец      |            | 07.09.2026 мать                    | без даты            |
|            | отец      |            |                                    | без даты            |
|            |           |            |                                    |                     |
"""


@pytest.mark.parametrize(("applied", "applicant", "decided", "journal", "expected"), table(APPLICATIONS))
def test_the_application_that_a_row_rests_on(applied: str, applicant: str, decided: str, journal: str, expected: str) -> None:
    names = {"мать": MOTHER, "отец": FATHER, "": ""}
    entries = [part.split() for part in journal.split(",") if part.strip()]
    found = application_of(
        Credit(applied=day(applied) if applied else None, applicant=names[applicant], decided=day(decided) if decided else None),
        [Application(day(entry[0]), names[entry[1]], len(entry) > 2) for entry in entries],
    )
    told = "" if found is None else (f"{found.day:%d.%m.%Y}" if found.day else "без даты") + (" отозвано" if found.withdrawn else "")
    assert told == expected
    if applied and journal.startswith(applied):
        assert found is not None
        assert found.applicant == MOTHER


# A school

LIST = """# Контингент
| Контингент обучающихся |
| № | Фамилия, имя, отчество | Дата рождения | Личное дело № | Класс | Прибыл | Законный представитель | Согласие на обработку ПД |
| 1 | Иванов Иван Иванович | 01.02.2015 | К-1 | 5А | 01.09.2026 | Иванова Мария Петровна | да |
| 2 | Петрова Анна Сергеевна | 02.02.2015 | К-2 | 5А | 01.09.2026 | Петров Сергей Ильич | да |
| 3 | Юдин Пётр Олегович | 03.02.2015 | К-3 | 5А | 01.09.2026 | Юдин Олег Ильич | да |
| 4 | Юдин Пётр Олегович | 04.02.2015 | К-4 | 5А | 01.09.2026 | Юдина Анна Ильинична | да |

# Предметы
| Предметы |
| Предмет | Другие написания | Классы | Часов в год | Отметки |
| Музыка | муз | 5 | 34 | баллы |
| Труд (технология) | Труд | 5–7 | 68 | баллы |

"""
HEADINGS = (
    "| № | Дата заявления | Заявитель | ФИО | Класс | Организация | Лицензия | Вид документа | № и дата документа | Предмет/курс там | Часов там"
    " | Отметка там | Предмет/курс у нас | Планируемые результаты | Решение | Отметка в зачёт | Протокол, приказ | Дата решения | Причина отказа |"
)
ROW = (
    "| 1 | {applied} | {applicant} | {student} | 5А | Лицей № 1 | № 77 | справка об обучении | № 5 от 30.05.2026 | {subject} | {hours}"
    " | 4 | {subject} | соответствуют | {decision} | {mark} | {order} | {decided} | {refusal} |"
)


def row(**values: str) -> str:
    usual = {
        "applied": "07.09.2026", "applicant": "Иванова Мария Петровна", "student": "Иванов Иван Иванович", "subject": "Музыка", "hours": "34",
        "decision": "", "mark": "", "order": "", "decided": "", "refusal": "",
    }  # fmt: skip
    return ROW.format(**(usual | values))


def register(*rows: str) -> str:
    lines = "\n".join(rows)
    return f"# Зачёт\n| Реестр зачёта результатов |\n| Учебный год: | 2026/2027 |\n{HEADINGS}\n{lines}\n\n"


def one(text: str) -> Consideration:
    (found,) = considerations(school(text))
    return found


def test_hours_come_from_the_plan_of_the_class_by_any_spelling() -> None:
    found = one(LIST + register(row(subject="муз")))
    assert found.case.ratio == 1
    assert found.proposal == MARKED
    assert one(LIST + register(row(subject="Труд"))).case.ratio == Fraction(1, 2)


def test_a_subject_that_the_class_has_not_is_not_credited() -> None:
    assert one(LIST + register(row(subject="Черчение"))).proposal == REFUSED


def test_without_class_list_and_plan_nothing_is_credited() -> None:
    found = one(register(row()))
    assert found.proposal == ""
    assert {lack.what for lack in found.lacks} >= {"предмет в учебном плане", "запись об обучающемся в списке класса"}


def test_an_application_of_another_subject_or_student_is_none() -> None:
    journal = """# Заявления
| Журнал заявлений |
| № | Дата | Заявитель | ФИО | Класс | О чём | Предмет/курс | Форма | Итог |
| 1 | 07.09.2026 | Иванова Мария Петровна | Иванов Иван Иванович | 5А | зачёт результатов | Труд | письменное | |
| 2 | 07.09.2026 | Петров Сергей Ильич | Петрова Анна Сергеевна | 5А | зачёт результатов | | письменное | |
"""
    bare = row(applied="", applicant="")
    assert one(LIST + register(bare) + journal).case.application is None
    labour = one(LIST + register(row(applied="", applicant="", subject="Труд (технология)", hours="68")) + journal)
    assert labour.proposal == MARKED
    assert labour.case.application is not None
    assert labour.case.application.where == "Книга.xlsx «Заявления»!C3"


def test_namesakes_are_nobody_and_have_nobodys_application() -> None:
    journal = """# Заявления
| Журнал заявлений |
| № | Дата | Заявитель | ФИО | Класс | О чём | Предмет/курс | Форма | Итог |
| 1 | 07.09.2026 | Юдин Олег Ильич | Юдин Пётр Олегович | 5А | зачёт результатов | | письменное | |
"""
    twin = one(LIST + register(row(student="Юдин Пётр Олегович", applied="", applicant="")) + journal)
    assert twin.case.application is None
    told = one(
        LIST
        + register(row(student="Юдин Пётр Олегович (К-3)", applied="", applicant=""))
        + journal.replace("Олегович |", "Олегович (К-3) |")
    )
    assert told.proposal == MARKED


def test_the_setting_is_that_of_the_day_of_the_decision() -> None:
    rules = "# Правила\n| Правила |\n| Правило | Значение | Действует с |\n| Зачёт: доля часов | 0,5 | |\n| Зачёт: доля часов | 1 | 10.09.2026 |\n\n"
    credited = {"decision": MARKED, "mark": "4", "order": "протокол № 2"}
    before = one(LIST + rules + register(row(hours="30", decided="09.09.2026", **credited)))
    after = one(LIST + rules + register(row(hours="30", decided="10.09.2026", **credited)))
    assert (before.met("hours"), after.met("hours")) == (True, False)
    assert "действует с 10.09.2026" in next(finding.ground.clause for finding in after.findings if finding.about == "hours")


PERIODS = """# Учебные периоды
| Учебные периоды |
| Название | Вид | Начало | Окончание |
| 1 четверть | период | 01.09.2026 | 25.10.2026 |
| Каникулы | каникулы | 26.10.2026 | 03.11.2026 |
| День школы | выходной | 16.09.2026 | 16.09.2026 |
| Перенос | рабочий день | 04.11.2026 | 04.11.2026 |

"""
DUE = """
| calendar | week | decided    | days | due        |
|----------|------|------------|------|------------|
| нет      |      | 11.09.2026 | 3    | 16.09.2026 |
| нет      | 6    | 11.09.2026 | 3    | 15.09.2026 |
| нет      |      | 30.12.2026 | 3    | 13.01.2027 |
| да       |      | 11.09.2026 | 3    | 15.09.2026 |
| да       | 5    | 11.09.2026 | 3    | 17.09.2026 |
| да       |      | 15.09.2026 | 1    | 17.09.2026 |
| да       |      | 30.10.2026 | 3    | 03.11.2026 |
| да       |      | 31.10.2026 | 3    | 04.11.2026 |
| да       |      | 11.09.2026 | 0    | 11.09.2026 |
"""


@pytest.mark.parametrize(("calendar", "week", "decided", "days", "due"), table(DUE))
def test_until_when_the_applicant_is_told(calendar: str, week: str, decided: str, days: str, due: str) -> None:
    """Free days of the school do not count, days of its breaks do, for teachers work in them."""
    rules = f"# Правила\n| Правила |\n| Правило | Значение |\n| Уведомление о решении по зачёту, рабочих дней | {days} |\n\n"
    card = f"# Школа\n| Сведения о школе |\n| Показатель | Значение |\n| Учебных дней в неделе | {week} |\n\n" if week else ""
    found = school(rules + card + (PERIODS if calendar == "да" else "") + register(row()))
    assert notice_due(found, "5А", day(decided)) == day(due)


def test_the_last_day_that_is_told() -> None:
    assert known_day(school(register(row(decided="14.09.2026"), row(decided="14.09.2036")))) == day("14.09.2026")


# Letters and pages

DECIDED = {"decided": "14.09.2026", "order": "протокол № 2 от 14.09.2026"}


def letters(text: str) -> list[str]:
    found = school(text)
    return [notice.text for notice in notices(found, considerations(found))]


def test_a_letter_to_a_guardian() -> None:
    text = LIST + register(
        row(decision=MARKED, mark="4", **DECIDED),
        row(decision=REFUSED, subject="Труд (технология)", refusal="планируемые результаты не соответствуют.", **DECIDED),
    )
    (letter,) = letters(text)
    assert letter.splitlines() == [
        "Уважаемая Мария Петровна!",
        "Школа рассмотрела Ваше заявление от 7 сентября 2026 г. о зачёте результатов Иванова Ивана Ивановича (5А), полученных в другой организации.",
        "— Музыка: зачтено с отметкой «4» (хорошо); основание: Лицей № 1, справка об обучении № 5 от 30.05.2026. "
        "Результат учитывается как результат промежуточной аттестации. Решение: протокол № 2 от 14.09.2026.",
        "— Труд (технология): в зачёте отказано. Причина: планируемые результаты не соответствуют. Решение: протокол № 2 от 14.09.2026.",
        "По зачтённым предметам можно просить о переводе на индивидуальный учебный план, в том числе об ускоренном обучении.",
        "Вы можете представить другие документы и подать новое заявление, просить об оценивании достигнутых результатов "
        "или обратиться в комиссию по урегулированию споров (ст. 45 273-ФЗ).",
    ]  # fmt: skip


def test_a_letter_to_the_student() -> None:
    (letter,) = letters(
        LIST
        + register(row(applicant="Петрова Анна Сергеевна", student="Петрова Анна Сергеевна", decision="назначено оценивание", **DECIDED))
    )
    assert letter.startswith(
        "Уважаемая Анна Сергеевна!\nШкола рассмотрела Ваше заявление от 7 сентября 2026 г. о зачёте Ваших результатов, "
    )
    assert "назначено оценивание" in letter


def test_who_has_not_applied_is_told_how_to() -> None:
    (letter,) = letters(LIST + register(row(applied="", applicant="")))
    assert letter.splitlines() == [
        "Здравствуйте!",
        "Вопрос о зачёте результатов Иванова Ивана Ивановича (5А), полученных в другой организации, школа рассмотреть пока не может.",
        "— Музыка: решить вопрос пока нельзя. Не хватает: заявление.",
        "Чтобы вопрос был рассмотрен, подайте заявление: его подаёт сам обучающийся или его законный представитель.",
    ]


def test_pages_say_why() -> None:
    found = school(LIST + register(row(), row(student="Петрова Анна Сергеевна", hours="10")))
    (
        decisions,
        grounds,
        letters_,
    ) = pages(found, day("15.09.2026"))
    figures = [cell for line in decisions.rows for cell in line if isinstance(cell, Figure)]
    assert [figure.value for figure in figures] == ["зачтено с отметкой «4»", "вернуть: не хватает документа"]
    for figure in figures:
        assert figure.why is not None
        assert sum(line.startswith(("да: ", "нет: ", "неизвестно: ")) for line in figure.why()) == 10
    assert len(grounds.rows) == 20
    assert [line[4] for line in letters_.rows] == ["проект", "проект"]


# Where a mark goes

SUMMARY = """# 5А за год
| Сводная ведомость учёта успеваемости обучающихся за год |
| Класс: | 5А |
| № | ФИО | Период | муз |
| 1 | Иванов Иван Иванович | 1 четверть | 5 |
| | | ПА | {} |

"""
CREDITED_ROW = {"decision": MARKED, "mark": "4", **DECIDED}
STATES = """
| what is changed               | stands | state           | why                                                      |
|-------------------------------|--------|-----------------|----------------------------------------------------------|
|                               |        | перенести       |                                                          |
|                               | 4      | уже стоит       |                                                          |
|                               | 3      | в клетке другое | в сводной стоит «3», а зачтено «4»                       |
|                               | н/а    | в клетке другое | в сводной стоит «н/а», а зачтено «4»                     |
|                               | ???    | в клетке другое | в сводной стоит запись, которая не читается, а зачтено «4» |
| mark=                         |        | не готово       | не записано: отметка                                     |
| order=                        |        | не готово       | не записано: протокол или приказ                         |
| decided=                      |        | не готово       | не записано: дата решения                                |
| applied=; applicant=          |        | не готово       | заявления нет ни в строке, ни в журнале заявлений         |
| applied=15.09.2026            |        | не готово       | заявление от 15.09.2026 позже решения от 14.09.2026       |
| applicant=Крылова Нина Юрьевна |       | не готово       | заявитель — не обучающийся и не законный представитель, или права его ограничены |
| applicant=Иванова М. П.       |        | не готово       | кто заявитель обучающемуся, по спискам неясно             |
| subject=Труд (технология)     |        | некуда          | в сводной ведомости нет клетки ПА этого обучающегося по этому предмету |
"""


@pytest.mark.parametrize(("words", "stands", "state", "why"), table(STATES))
def test_only_a_decided_mark_goes_and_only_into_an_empty_cell(words: str, stands: str, state: str, why: str) -> None:
    values = dict(piece.strip().split("=") for piece in words.split(";")) if words else {}
    (found,) = transfers(school(LIST + register(row(**(CREDITED_ROW | values))) + SUMMARY.format(stands)))
    assert (found.state.value, found.why) == (state, why)

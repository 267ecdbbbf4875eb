"""Реестр зачёта результатов, полученных в других организациях (п. 5.1; приказ № 845/369)."""

from dataclasses import replace

from ..form import Column, Form
from ..kind import DATE, PERSON, TEXT, choice, whole
from .common import NUMBER, SCHOOL_CLASS, STUDENT, YEAR

MARKED, UNMARKED, ASSESSED, REFUSED, RETURNED = (
    "зачтено с отметкой", "зачтено без отметки", "назначено оценивание", "отказано", "вернуть: не хватает документа",
)  # fmt: skip
DECISIONS = (MARKED, UNMARKED, ASSESSED, REFUSED, RETURNED)
CREDITED = (MARKED, UNMARKED)
EDUCATION, STUDY, PERIOD, PROGRESS, TRANSCRIPT = (
    "документ об образовании", "справка об обучении", "справка о периоде обучения", "справка об успеваемости", "иное",
)  # fmt: skip
DOCUMENTS = (EDUCATION, STUDY, PERIOD, PROGRESS, TRANSCRIPT)
MATCHES, PARTLY, DIFFERS = "соответствуют", "соответствуют частично", "не соответствуют"
HOURS = whole("course_hours", 1, 2000)

FORM = Form(
    name="credits",
    title="Реестр зачёта результатов",
    clause="5.1",
    purpose="Зачёт результатов других организаций по заявлению: строка — предмет или курс.",
    head=(YEAR,),
    columns=(
        NUMBER,
        Column("applied", "Дата заявления", DATE, "Впишите дату заявления в виде ДД.ММ.ГГГГ: без заявления зачёта нет.", required=False,
               aliases=("Заявление от",)),
        Column("applicant", "Заявитель", PERSON, "Впишите фамилию, имя и отчество заявителя.", required=False,
               aliases=("ФИО заявителя",), width=24),
        replace(STUDENT, width=26),
        SCHOOL_CLASS,
        Column("organisation", "Организация", TEXT, "Назовите организацию, где получен результат.",
               aliases=("Образовательная организация", "Где освоено"), width=22),
        Column("licence", "Лицензия", TEXT, "Впишите номер и дату лицензии организации.", required=False,
               aliases=("Лицензия организации", "№ лицензии"), width=12),
        Column("document_kind", "Вид документа", choice("credit_document", *DOCUMENTS, width=18), "Выберите вид документа из списка.",
               required=False, aliases=("Документ",), width=14),
        Column("document", "№ и дата документа", TEXT, "Впишите номер и дату документа.", required=False,
               aliases=("Документ (№, дата)", "Реквизиты документа"), width=14),
        Column("subject_there", "Предмет/курс там", TEXT, "Назовите предмет или курс, как в документе.", width=18,
               aliases=("Предмет (курс) в другой организации", "Освоенный курс", "Предмет, курс там")),
        Column("hours_there", "Часов там", HOURS, "Впишите число часов по документу.", required=False, aliases=("Часы там", "Часов в документе")),
        Column("mark_there", "Отметка там", choice("mark_there", "5", "4", "3", "2", "зачёт", "незачёт", width=9),
               "Впишите отметку или «зачёт», как в документе.", required=False, aliases=("Отметка/зачёт", "Отметка в документе", "Результат там")),
        Column("subject_here", "Предмет/курс у нас", TEXT, "Назовите предмет или курс своей программы.", width=18,
               aliases=("Предмет (курс) школы", "Зачитываемый предмет", "Предмет, курс у нас")),
        Column("hours_here", "Часов у нас", HOURS, "Впишите число часов по учебному плану или оставьте пустым.", required=False,
               aliases=("Часы у нас", "Часов по плану")),
        Column("outcomes", "Планируемые результаты", choice("outcomes", MATCHES, PARTLY, DIFFERS, width=16),
               "Выберите, соответствуют ли планируемые результаты.", required=False,
               aliases=("Результат сопоставления", "Сопоставление", "Соответствие результатов"), width=15),
        Column("decision", "Решение", choice("credit_decision", *DECISIONS, width=20), "Выберите решение из списка.", required=False,
               aliases=("Решение о зачёте",), width=14),
        Column("mark", "Отметка в зачёт", choice("credit_mark", "5", "4", "3", width=9), "Впишите отметку, с которой зачтено.", required=False,
               aliases=("Зачтённая отметка", "Отметка зачёта", "Зачтено с отметкой")),
        Column("order", "Протокол, приказ", TEXT, "Впишите номер и дату протокола или приказа.", required=False,
               aliases=("Протокол/приказ", "Приказ", "Протокол", "Приказ №, дата"), width=16),
        Column("decided", "Дата решения", DATE, "Впишите дату решения в виде ДД.ММ.ГГГГ.", required=False, aliases=("Решение от",)),
        Column("notified", "Дата уведомления", DATE, "Впишите дату уведомления заявителя в виде ДД.ММ.ГГГГ.", required=False,
               aliases=("Уведомление от", "Уведомлён"), width=13),
        Column("refusal", "Причина отказа", TEXT, "Запишите причину отказа.", required=False, aliases=("Мотивы отказа",), width=18),
    ),
    key=("student", "school_class", "organisation", "subject_there", "subject_here"),
    signs=("organisation", "subject_there", "subject_here", "student"),
    titles=("Зачёт результатов", "Реестр зачёта результатов обучения", "Зачёт результатов других организаций"),
    tab="Зачёт",
)  # fmt: skip

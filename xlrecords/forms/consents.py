"""Согласия на обработку и распространение персональных данных, каждое для своей цели (п. 6.2; ст. 6, 9, 10.1 152-ФЗ)."""

from ..form import Column, Form
from ..kind import DATE, PERSON, TEXT, YES_NO, choice
from .common import NUMBER, SCHOOL_CLASS, STUDENT, YEAR

REGISTER, SPECIAL, SITE, CONTEST, RESULTS, OTHER = (
    "передача сведений в ГИР", "особые условия аттестации", "публикация на сайте и стенде", "участие во внешних конкурсах",
    "публикация результатов олимпиад", "иное",
)  # fmt: skip
PURPOSES = (REGISTER, SPECIAL, SITE, CONTEST, RESULTS, OTHER)
PROCESSING, DISTRIBUTION = "обработка", "распространение"

FORM = Form(
    name="consents",
    title="Реестр согласий",
    clause="6.2",
    purpose="Согласия на обработку и распространение персональных данных: строка — согласие для одной цели.",
    head=(YEAR,),
    columns=(
        NUMBER,
        STUDENT,
        SCHOOL_CLASS,
        Column("giver", "Кто дал согласие", PERSON, "Впишите фамилию, имя и отчество того, кто дал согласие.",
               aliases=("Согласие дал", "Законный представитель", "Кем дано"), width=32),
        Column("purpose", "Цель", choice("purpose", *PURPOSES, width=26), "Выберите цель из списка.", aliases=("Цель обработки",)),
        Column("sort", "Вид согласия", choice("consent_sort", PROCESSING, DISTRIBUTION, width=15), "Выберите «обработка» или «распространение».",
               aliases=("Вид", "На что"), width=17),
        Column("date", "Дата", DATE, "Впишите дату согласия в виде ДД.ММ.ГГГГ.", aliases=("Дата согласия", "Дано")),
        Column("until", "Действует до", DATE, "Впишите последний день действия или оставьте пустым.", required=False,
               aliases=("Срок действия", "Срок действия до")),
        Column("withdrawn", "Отозвано", DATE, "Впишите день отзыва или оставьте пустым.", required=False, aliases=("Дата отзыва",)),
        Column("separate", "Отдельный документ", YES_NO, "Выберите «да», если согласие оформлено отдельным документом.",
               aliases=("Отдельным документом", "Оформлено отдельно"), width=12),
        Column("document", "Реквизиты", TEXT, "Впишите номер и дату документа или место хранения.", required=False,
               aliases=("Документ", "№ и дата документа", "Где хранится"), width=24),
    ),
    key=("student", "school_class", "purpose", "sort", "giver", "date"),
    signs=("giver", "purpose", "student"),
    titles=("Согласия на обработку персональных данных", "Журнал согласий", "Согласия"),
    tab="Согласия",
)  # fmt: skip

"""Сведения из государственного информационного ресурса (ГИР) о лицах, проявивших выдающиеся способности (п. 1.2, 3.4)."""

from ..form import Column, Form
from ..kind import DATE, PERSON, TEXT, choice
from .common import NUMBER, SCHOOL_CLASS, STUDENT, YEAR

PLACED, ABSENT = "размещено", "не размещено"

FORM = Form(
    name="talent_register",
    title="Сведения из ГИР",
    clause="3.4",
    purpose="Проверка того, что достижение размещено в ГИР: строка — достижение. Школа не ведёт ГИР, она записывает, кто и когда проверил.",
    head=(YEAR,),
    columns=(
        NUMBER,
        STUDENT,
        SCHOOL_CLASS,
        Column("event", "Мероприятие", TEXT, "Назовите мероприятие, как в ГИР.", aliases=("Название мероприятия", "Достижение"), width=42),
        Column("subject", "Предмет/профиль", TEXT, "Укажите предмет или профиль, как в ГИР.", required=False,
               aliases=("Предмет", "Профиль", "Предмет/вид"), width=20),
        Column("status", "Статус", TEXT, "Впишите статус, как в ГИР.", required=False, aliases=("Результат",), width=14),
        Column("event_year", "Год мероприятия", TEXT, "Впишите учебный год мероприятия, например 2025/2026.", required=False,
               aliases=("Учебный год мероприятия",), width=14),
        Column("found", "Размещено", choice("placed", PLACED, ABSENT, width=13), "Выберите «размещено» или «не размещено».",
               aliases=("Результат проверки", "Сведения размещены")),
        Column("record", "№ записи или ссылка", TEXT, "Впишите номер записи, ссылку или имя файла со снимком экрана.", required=False,
               aliases=("Ссылка", "Идентификатор", "Запись ГИР", "ID"), width=28),
        Column("checked", "Дата проверки", DATE, "Впишите день проверки в виде ДД.ММ.ГГГГ.", aliases=("Проверено",)),
        Column("checked_by", "Кто проверил", PERSON, "Впишите фамилию и инициалы того, кто проверил.", aliases=("Проверил",), width=20),
    ),
    key=("student", "school_class", "event", "subject", "event_year", "checked"),
    signs=("found", "checked", "student"),
    titles=("Сведения из государственного информационного ресурса", "Проверка размещения в ГИР", "Реестр ГИР"),
    tab="ГИР",
)  # fmt: skip

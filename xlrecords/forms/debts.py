"""Реестр академических задолженностей (п. 3.2.1, 4.1; ст. 58 273-ФЗ)."""

from ..form import Column, Form
from ..kind import DATE, TEXT, choice, whole
from .class_journal import SUBJECT
from .common import NUMBER, SCHOOL_CLASS, STUDENT, YEAR

FAILED, ABSENT, EXCUSED = "неудовлетворительный результат", "не прошёл без уважительной причины", "не прошёл по уважительной причине"
CAUSES = (FAILED, ABSENT, EXCUSED)
PASSES = ("5", "4", "3", "зачёт")
RESULTS = (*PASSES, "2", "незачёт", "неявка")
CLEARED, NOT_CLEARED = "ликвидирована", "не ликвидирована"
REPEAT, ADAPTED, INDIVIDUAL = "повторное обучение", "адаптированная программа", "индивидуальный учебный план"
CHOICES = (REPEAT, ADAPTED, INDIVIDUAL)

RESULT = choice("debt_result", *RESULTS, width=10)


def attempt(number: int) -> tuple[Column, Column]:
    """Date and result of an attempt to clear a debt."""
    return (
        Column(
            f"date{number}",
            f"{number}-я попытка: дата",
            DATE,
            f"Впишите дату {number}-й попытки в виде ДД.ММ.ГГГГ.",
            required=False,
            aliases=(f"{number}-я попытка", f"Дата {number}-й попытки", f"{number} попытка дата", f"{number} попытка, дата"),
        ),
        Column(
            f"result{number}",
            f"{number}-я попытка: результат",
            RESULT,
            f"Выберите результат {number}-й попытки из списка.",
            required=False,
            aliases=(f"Результат {number}-й попытки", f"{number} попытка результат", f"{number} попытка, результат"),
        ),
    )


FORM = Form(
    name="debts",
    title="Реестр академических задолженностей",
    clause="3.2.1",
    purpose="Академические задолженности и их ликвидация: строка — задолженность обучающегося по предмету.",
    head=(YEAR,),
    columns=(
        NUMBER,
        STUDENT,
        SCHOOL_CLASS,
        Column("subject", SUBJECT.title, TEXT, SUBJECT.help, aliases=SUBJECT.aliases, width=20),
        Column(
            "arose",
            "Дата образования",
            DATE,
            "Впишите день, когда образовалась задолженность, в виде ДД.ММ.ГГГГ.",
            aliases=("Дата образования задолженности", "Образовалась", "Задолженность с", "Дата возникновения"),
        ),
        Column(
            "cause",
            "Причина",
            choice("debt_cause", *CAUSES, width=20),
            "Выберите причину из списка.",
            aliases=("Причина задолженности", "Основание задолженности"),
        ),
        Column(
            "due",
            "Срок ликвидации",
            DATE,
            "Впишите последний день срока, который установила школа, в виде ДД.ММ.ГГГГ.",
            required=False,
            aliases=("Срок", "Ликвидировать до", "Срок ликвидации задолженности"),
        ),
        *attempt(1),
        *attempt(2),
        Column(
            "protocol",
            "Комиссия, № протокола",
            TEXT,
            "Впишите номер и дату протокола комиссии: вторую попытку принимает комиссия.",
            required=False,
            aliases=("Комиссия", "№ протокола", "Протокол комиссии", "Комиссия, протокол", "Комиссия (№ протокола)"),
            width=18,
        ),
        Column(
            "excluded",
            "Не входит в срок, дней",
            whole("debt_excluded", 0, 2000),
            "Впишите число дней болезни, академического отпуска, отпуска по беременности и родам.",
            required=False,
            aliases=("Не идёт в срок, дней", "Дней болезни, отпуска", "Периоды, не идущие в срок, дней", "Исключено дней"),
            width=9,
        ),
        Column(
            "decision",
            "Решение",
            choice("debt_decision", CLEARED, NOT_CLEARED),
            "Выберите «ликвидирована» или «не ликвидирована».",
            required=False,
            aliases=("Решение о ликвидации", "Итог ликвидации", "Отметка о ликвидации"),
        ),
        Column(
            "choice",
            "Решение родителей",
            choice("debt_choice", *CHOICES, width=18),
            "Выберите, что решили родители, из списка.",
            required=False,
            aliases=("Выбор родителей", "Решение законных представителей", "Решение родителей (законных представителей)"),
        ),
    ),
    key=("student", "school_class", "subject", "arose"),
    signs=("arose", "student", "subject"),
    titles=("Академические задолженности", "Академическая задолженность", "Ликвидация академических задолженностей"),
    tab="Задолженности",
)

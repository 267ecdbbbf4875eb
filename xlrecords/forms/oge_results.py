"""Результаты ГИА-9: основной государственный экзамен (ОГЭ) и государственный выпускной экзамен (ГВЭ), п. 4.1."""

from ..form import Column, Form
from ..kind import DATE, TEXT, YES_NO, choice, whole
from .common import NUMBER, SCHOOL_CLASS, STUDENT, YEAR

OGE, GVE = "ОГЭ", "ГВЭ"

EXAM_SUBJECT = Column(
    "subject",
    "Предмет",
    TEXT,
    "Назовите предмет экзамена, например «Математика».",
    aliases=("Учебный предмет", "Экзамен", "Предмет экзамена", "Наименование предмета"),
    width=22,
)
EXAM_DATE = Column(
    "date",
    "Дата экзамена",
    DATE,
    "Впишите дату экзамена в виде ДД.ММ.ГГГГ.",
    required=False,
    aliases=("Дата", "Дата проведения", "Дата сдачи"),
)
PRIMARY = Column(
    "primary",
    "Первичный балл",
    whole("primary", 0, 100, width=12),
    "Впишите первичный балл из протокола.",
    required=False,
    aliases=("Первичные баллы", "ПБ", "Баллы", "Балл", "Кол-во баллов", "Количество баллов", "Сумма баллов", "Набрано баллов"),
)
EXAM_MARK = Column(
    "mark",
    "Отметка",
    whole("exam_mark", 2, 5, width=9),
    "Впишите отметку 2–5 из протокола.",
    required=False,
    aliases=("Оценка", "Отметка за экзамен", "Оценка за экзамен", "Экзаменационная отметка", "Отметка ОГЭ", "Оценка ОГЭ"),
)
RETAKE = Column(
    "retake",
    "Повторно",
    YES_NO,
    "Выберите «да», если экзамен сдавали повторно.",
    required=False,
    aliases=("Пересдача", "Повторная сдача", "Повторный", "Признак повторной сдачи"),
)
ANNULLED = Column(
    "annulled",
    "Аннулирован",
    YES_NO,
    "Выберите «да», если результат аннулирован или участник удалён с экзамена.",
    required=False,
    aliases=("Удалён", "Аннулирован или удалён", "Аннулирован/удалён", "Результат аннулирован", "Удалён с экзамена"),
    width=14,
)


def exam_form(exam: str) -> Column:
    """Whether an exam was the usual one or the state's final one (ГВЭ)."""
    return Column(
        "form",
        "Форма",
        choice("exam_form", exam, GVE, width=9),
        f"Выберите «{exam}» или «{GVE}»; пустая клетка означает {exam}.",
        required=False,
        aliases=("Форма экзамена", "Форма ГИА", "Форма сдачи", "Вид экзамена"),
    )


FORM = Form(
    name="oge_results",
    title="Результаты ОГЭ",
    clause="4.1",
    purpose="Результаты ГИА-9 (ОГЭ и ГВЭ): строка — экзамен обучающегося.",
    head=(YEAR,),
    columns=(
        NUMBER,
        STUDENT,
        SCHOOL_CLASS,
        EXAM_SUBJECT,
        exam_form(OGE),
        EXAM_DATE,
        PRIMARY,
        Column(
            "geometry",
            "Баллы за геометрию",
            whole("geometry", 0, 40, width=11),
            "Впишите баллы за задания по геометрии (математика).",
            required=False,
            aliases=("Геометрия", "Баллы по геометрии", "Баллы за модуль «Геометрия»", "в том числе геометрия", "в т.ч. геометрия"),
        ),
        Column(
            "literacy",
            "Баллы за грамотность (ГК1–ГК4)",
            whole("literacy", 0, 40, width=13),
            "Впишите сумму баллов по критериям ГК1–ГК4 (русский язык).",
            required=False,
            aliases=("ГК1–ГК4", "ГК1-ГК4", "ГК", "Баллы за грамотность", "Грамотность", "Сумма ГК1–ГК4", "Сумма ГК1-ГК4", "Баллы ГК1–ГК4"),
        ),
        EXAM_MARK,
        RETAKE,
        ANNULLED,
    ),
    key=("student", "school_class", "subject", "date", "retake"),
    signs=("subject", "student", "primary", "mark"),
    titles=("Результаты ГИА-9", "Результаты ГИА 9", "Протокол результатов ОГЭ", "Результаты основного государственного экзамена", "ОГЭ"),
    tab="ОГЭ",
)

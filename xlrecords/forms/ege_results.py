"""Результаты ГИА-11: единый государственный экзамен (ЕГЭ) и государственный выпускной экзамен (ГВЭ), п. 4.1."""

from dataclasses import replace

from ..book import Cell
from ..form import Column, Form
from ..kind import choice, fold, plain, whole
from .common import NUMBER, SCHOOL_CLASS, STUDENT, YEAR
from .oge_results import ANNULLED, EXAM_DATE, EXAM_MARK, EXAM_SUBJECT, PRIMARY, RETAKE, exam_form

EGE = "ЕГЭ"
BASE, PROFILE = "Б", "П"
LEVEL_WORDS = {
    **dict.fromkeys(("б", "базовый", "базовая", "база"), BASE),
    **dict.fromkeys(("п", "профильный", "профильная", "профиль"), PROFILE),
}


def parse_level(value: Cell) -> object:
    """Level of the exam in mathematics, «Б» or «П», by any of its words."""
    return LEVEL_WORDS.get(fold(plain(value)), plain(value))


FORM = Form(
    name="ege_results",
    title="Результаты ЕГЭ",
    clause="4.1",
    purpose="Результаты ГИА-11 (ЕГЭ и ГВЭ): строка — экзамен обучающегося.",
    head=(YEAR,),
    columns=(
        NUMBER,
        STUDENT,
        SCHOOL_CLASS,
        EXAM_SUBJECT,
        Column(
            "level",
            "Уровень (Б/П)",
            replace(choice("exam_level", BASE, PROFILE, width=9), parse=parse_level),
            "Для математики выберите «Б» (базовый) или «П» (профильный).",
            required=False,
            aliases=("Уровень", "Уровень экзамена", "Б/П", "База/профиль"),
        ),
        exam_form(EGE),
        EXAM_DATE,
        replace(PRIMARY, aliases=("Первичные баллы", "ПБ")),
        Column(
            "score",
            "Тестовый балл",
            whole("score", 0, 100, width=10),
            "Впишите тестовый балл 0–100; для базовой математики и ГВЭ — отметку в графе «Отметка».",
            required=False,
            aliases=("Тестовые баллы", "Балл ЕГЭ", "Баллы ЕГЭ", "ТБ", "Итоговый тестовый балл", "Результат (тестовый балл)"),
        ),
        replace(
            EXAM_MARK,
            help="Впишите отметку 2–5 из протокола: для базовой математики и ГВЭ.",
            aliases=("Оценка", "Отметка за экзамен", "Оценка за экзамен", "Отметка (база, ГВЭ)"),
        ),
        RETAKE,
        ANNULLED,
    ),
    key=("student", "school_class", "subject", "level", "date", "retake"),
    signs=("subject", "student", "score"),
    titles=("Результаты ГИА-11", "Результаты ГИА 11", "Протокол результатов ЕГЭ", "Результаты единого государственного экзамена", "ЕГЭ"),
    tab="ЕГЭ",
)

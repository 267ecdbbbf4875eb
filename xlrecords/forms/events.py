"""Перечни олимпиад и мероприятий по учебным годам (п. 3.2.2)."""

from ..form import Column, Form
from ..kind import SCHOOL_YEAR, TEXT, YES_NO, choice, whole
from .common import NUMBER

OLYMPIADS, ACTIVITIES, OTHER = "Перечень олимпиад школьников", "Перечень мероприятий", "иное"
LISTS = (OLYMPIADS, ACTIVITIES, OTHER)
"""The list of the ministry of science (levels I–III), that of the ministry of education (decree № 1738), and the school's own additions."""

FORM = Form(
    name="events",
    title="Перечни мероприятий",
    clause="3.2.2",
    purpose="Олимпиады и мероприятия, входящие в перечни: строка — мероприятие и профиль в одном учебном году.",
    columns=(
        Column("event_year", "Учебный год", SCHOOL_YEAR, "Запишите учебный год перечня, например 2026/2027.", aliases=("Год перечня",), width=12),
        Column("list", "Перечень", choice("event_list", *LISTS, width=24), "Выберите перечень из списка.", aliases=("Вид перечня",), width=16),
        Column("number", "№ в перечне", NUMBER.kind, "Впишите номер в перечне.", required=False, aliases=("№", "№ п/п", "Номер в перечне"), width=8),
        Column("event", "Мероприятие", TEXT, "Впишите название, как в перечне.",
               aliases=("Наименование", "Название", "Полное наименование", "Наименование олимпиады", "Наименование мероприятия"), width=46),
        Column("profile", "Профиль", TEXT, "Впишите профиль, как в перечне.", required=False,
               aliases=("Профиль олимпиады", "Направление"), width=20),
        Column("subject", "Предметы", TEXT, "Перечислите предметы профиля через точку с запятой или оставьте пустым.", required=False,
               aliases=("Предмет", "Соответствие профиля предметам", "Общеобразовательные предметы", "Учебные предметы"), width=20),
        Column("level", "Уровень", whole("list_level", 1, 3), "Впишите уровень олимпиады: 1, 2 или 3.", required=False,
               aliases=("Уровень олимпиады",)),
        Column("first_grade", "С класса", whole("grade", 1, 11), "Впишите, с какого класса.", required=False, aliases=("Классы с",)),
        Column("last_grade", "По класс", whole("grade", 1, 11), "Впишите, по какой класс.", required=False, aliases=("Классы по",)),
        Column("organiser", "Организатор", TEXT, "Назовите организатора или оставьте пустым.", required=False, aliases=("Организаторы",), width=22),
        Column("commercial", "Платное дистанционное", YES_NO, "Выберите «да» для платного дистанционного конкурса.", required=False,
               aliases=("Коммерческое", "Платный конкурс"), width=15),
        Column("names", "Другие названия", TEXT, "Перечислите другие написания через точку с запятой или оставьте пустым.", required=False,
               aliases=("Синонимы", "Также пишут"), width=22),
        Column("source", "Источник", TEXT, "Укажите приказ или файл, из которого взят перечень.", required=False, aliases=("Ссылка",), width=20),
    ),
    key=("event_year", "list", "event", "profile"),
    signs=("event_year", "event", "profile"),
    titles=("Перечень олимпиад и мероприятий",),
    tab="Перечни",
)  # fmt: skip

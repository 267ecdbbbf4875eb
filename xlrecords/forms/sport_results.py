"""Спорт и комплекс ГТО: соревнования, разряды, знаки, статусы п. 3.2.2."""

from dataclasses import replace

from ..form import Column, Form
from ..kind import DATE, TEXT, YES_NO, Kind, choice, parse_text, whole
from .common import NUMBER, SCHOOL_CLASS, STUDENT, YEAR

OLYMPIC, PARALYMPIC, DEAFLYMPIC = "Олимпийские игры", "Паралимпийские игры", "Сурдлимпийские игры"
GAMES = (OLYMPIC, PARALYMPIC, DEAFLYMPIC)
WORLD, EUROPE = "чемпионат мира", "чемпионат Европы"
JUNIOR_WORLD, JUNIOR_EUROPE = "первенство мира", "первенство Европы"
GTO = "ГТО"
RANKS_OF_EVENTS = (
    *GAMES, WORLD, EUROPE, JUNIOR_WORLD, JUNIOR_EUROPE, "международные соревнования", "всероссийские соревнования",
    "межрегиональные соревнования", "региональные соревнования", "муниципальные соревнования", "школьные соревнования", GTO,
)  # fmt: skip
GOLD, SILVER, BRONZE = "золотой знак", "серебряный знак", "бронзовый знак"
BADGES = (GOLD, SILVER, BRONZE)
CHAMPION, WINNER, MEDALLIST, PARTICIPANT = "чемпион", "победитель", "призёр", "участник"
STATUSES = (CHAMPION, WINNER, MEDALLIST, PARTICIPANT, *BADGES)
DEGREES = ("б/р", "3 юн.", "2 юн.", "1 юн.", "3 взр.", "2 взр.", "1 взр.", "КМС", "МС", "МСМК")
"""Sport categories and titles (ЕВСК), from the lowest."""
GTO_ID = Kind("gto_id", "УИН участника ГТО вида 26-77-0001234", "category", parse_text, pattern=r"\d{2}-\d{2}-\d{7}", width=15)

FORM = Form(
    name="sport_results",
    title="Спорт и ГТО",
    clause="3.2.2",
    purpose="Соревнования, спортивные разряды и знаки отличия ГТО обучающихся: строка — результат.",
    head=(YEAR,),
    columns=(
        NUMBER,
        replace(STUDENT, width=26),
        SCHOOL_CLASS,
        Column("date", "Дата", DATE, "Впишите дату соревнования или приказа в виде ДД.ММ.ГГГГ.", aliases=("Дата соревнования", "Дата приказа")),
        Column("event", "Соревнование", TEXT, "Назовите соревнование, как в протоколе; для ГТО — «ГТО».", width=30,
               aliases=("Мероприятие", "Название соревнования", "Соревнования")),
        Column("rank", "Ранг соревнования", choice("sport_rank", *RANKS_OF_EVENTS, width=22), "Выберите ранг из списка.",
               aliases=("Статус соревнования", "Уровень соревнования", "Уровень"), width=20),
        Column("sport", "Вид спорта", TEXT, "Назовите вид спорта; для ГТО — «ГТО».", aliases=("Вид", "Дисциплина"), width=14),
        Column("status", "Результат", choice("sport_status", *STATUSES, width=16), "Выберите результат из списка.", aliases=("Статус",), width=14),
        Column("place", "Место", whole("place", 1, 999), "Впишите место числом или оставьте пустым.", required=False, aliases=("Занятое место",)),
        Column("olympic", "В программе Игр", YES_NO,
               "Выберите «да», если вид спорта включён в программу Олимпийских, Паралимпийских или Сурдлимпийских игр.",
               required=False, aliases=("Олимпийский вид", "Вид спорта в программе Игр", "Олимпийский вид спорта")),
        Column("degree", "Разряд, звание", choice("sport_degree", *DEGREES, width=10), "Выберите разряд или звание из списка.", required=False,
               aliases=("Разряд", "Спортивный разряд", "Разряд/звание")),
        Column("gto_step", "Ступень ГТО", whole("gto_step", 1, 18), "Впишите ступень ГТО числом.", required=False, aliases=("Ступень",)),
        Column("gto_id", "УИН ГТО", GTO_ID, "Впишите УИН участника, например 26-77-0001234.", required=False, aliases=("УИН", "УИН участника")),
        Column("team", "Команда", TEXT, "Назовите команду, если результат командный.", required=False, aliases=("В составе команды",), width=12),
        Column("document", "Документ (№, дата)", TEXT, "Впишите вид, номер и дату документа или приказа.",
               aliases=("Документ", "№ и дата документа", "Приказ, удостоверение", "Приказ №, дата"), width=24),
    ),
    key=("student", "school_class", "date", "event", "sport"),
    signs=("rank", "sport", "student"),
    titles=("Спортивные достижения", "Журнал спортивных достижений", "Спортивные результаты и ГТО", "Реестр знаков ГТО"),
    tab="Спорт и ГТО",
)  # fmt: skip

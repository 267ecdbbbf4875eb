"""Acts that the school's rules and papers cite: when each holds, what took its place, and where that was seen.

An act is named by number and date together: № 115 of 14.02.2014 and № 115 of 22.03.2021 are two acts. What was not seen in a source
is not `verified` and is shown with the advice to compare; its days may be off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

REGISTER, DETECTION, CERTIFICATES, TRANSFER = "register", "detection", "certificates", "transfer"
PROGRAMMES, ADDITIONAL, OLYMPIAD, CREDIT = "programmes", "additional", "olympiad", "credit"
BASIC_EXAM, SECONDARY_EXAM, MEDALS, PAPERWORK, ARCHIVE = "exam9", "exam11", "medals", "paperwork", "archive"


@dataclass(frozen=True, slots=True)
class Act:
    """An act.

    Attributes:
        number: Number as it is cited, «77», «845/369», «273-ФЗ».
        date: Day of the act.
        title: What it is and of what, as it stands after «в соответствии с» in the nominative: «Порядок заполнения … аттестатов».
        issuer: Sort and authority in the nominative: «приказ Минпросвещения России».
        topic: What it is about; acts of one topic follow one another.
        since: First day; None: that day was not found, then it counts from the day of the act.
        until: First day on which it no longer holds; None: it holds, or runs out (`note`).
        successor: Number and year of the act in its place, «531/2025»; empty: none.
        replaces: Numbers and years of the acts whose place it took.
        note: What else must be known, in Russian.
        source: Where it was seen.
        verified: Whether its dates and its place in the row were seen in that source.
        running_out: Whether it holds only for some, beside its successor.
    """

    number: str
    date: dt.date
    title: str
    issuer: str
    topic: str
    since: dt.date | None = None
    until: dt.date | None = None
    successor: str = ""
    replaces: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    verified: bool = False
    running_out: bool = False

    @property
    def key(self) -> str:
        """Number and year: «77/2022»."""
        return f"{self.number}/{self.date.year}"

    def __str__(self) -> str:
        return f"{self.issuer} от {self.date:%d.%m.%Y} № {self.number} ({self.title})"

    def holds(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        return (self.since or self.date) <= day and (self.until is None or day < self.until)


MEMORY: Final = "по памяти, источник не найден"
SCIENCE, EDUCATION, BOTH = "приказ Минобрнауки России", "приказ Минпросвещения России", "приказ Минпросвещения России и Рособрнадзора"
GOVERNMENT, LAW, ROSARCHIV = "постановление Правительства РФ", "Федеральный закон", "приказ Росархива"
D = dt.date

_PPT = "https://pravo.ppt.ru/prikaz/minprosveshcheniya-rossii/n-531-319390"
_GARANT_424 = "http://base.garant.ru/71388736"
_CNTD_115 = "http://docs.cntd.ru/document/420391079"
_KONTUR_1015 = "https://normativ.kontur.ru/document?documentId=220661"
_CNTD_729 = "https://docs.cntd.ru/document/1303506249"

ACTS: tuple[Act, ...] = (
    # The register of gifted people
    Act("424", D(2016, 4, 18), "Порядок формирования и ведения государственного информационного ресурса о детях, проявивших выдающиеся "
        "способности", SCIENCE, REGISTER, until=D(2021, 3, 2), successor="649/2020", source=_GARANT_424, verified=True),
    Act("649", D(2020, 11, 18), "Порядок формирования и ведения государственного информационного ресурса", EDUCATION, REGISTER,
        since=D(2021, 3, 2), until=D(2022, 4, 3), successor="77/2022", replaces=("424/2016",), source=_GARANT_424),
    Act("77", D(2022, 2, 15), "Порядок формирования и ведения государственного информационного ресурса о лицах, проявивших выдающиеся "
        "способности", EDUCATION, REGISTER, until=D(2025, 9, 1), successor="531/2025", replaces=("649/2020",),
        note="день, с которого не действует, сверьте: он зависит от вступления в силу приказа № 531", source=_PPT, verified=True),
    Act("531", D(2025, 7, 10), "Порядок формирования и ведения государственного информационного ресурса о лицах, проявивших выдающиеся "
        "способности", EDUCATION, REGISTER, since=D(2025, 9, 1), replaces=("77/2022",), note="день вступления в силу сверьте",
        source=_PPT, verified=True),
    # Detection of gifted people
    Act("1239", D(2015, 11, 17), "Правила выявления детей, проявивших выдающиеся способности, сопровождения и мониторинга их дальнейшего "
        "развития", GOVERNMENT, DETECTION, until=D(2023, 10, 28), successor="1738/2023", source=MEMORY),
    Act("1738", D(2023, 10, 19), "Правила выявления детей и молодежи, проявивших выдающиеся способности, и сопровождения их дальнейшего "
        "развития", GOVERNMENT, DETECTION, replaces=("1239/2015",), source=_PPT, verified=True),
    # Certificates
    Act("115", D(2014, 2, 14), "Порядок заполнения, учёта и выдачи аттестатов", SCIENCE, CERTIFICATES, until=D(2021, 1, 1),
        successor="546/2020", note="не путайте с приказом Минпросвещения от 22.03.2021 № 115", source=_CNTD_115, verified=True),
    Act("546", D(2020, 10, 5), "Порядок заполнения, учёта и выдачи аттестатов", EDUCATION, CERTIFICATES, since=D(2021, 1, 1),
        replaces=("115/2014",), source=_CNTD_115, verified=True),
    Act("545", D(2020, 10, 5), "образцы и описания аттестатов", EDUCATION, "samples",
        source="https://bazanpa.ru/minprosveshcheniia-rossii-prikaz-n545-ot05102020-h5026845/", verified=True),
    # Programmes
    Act("1015", D(2013, 8, 30), "Порядок организации и осуществления образовательной деятельности по основным общеобразовательным "
        "программам", SCIENCE, PROGRAMMES, until=D(2020, 10, 17), successor="442/2020", note="день, с которого не действует, сверьте",
        source=_KONTUR_1015, verified=True),
    Act("442", D(2020, 8, 28), "Порядок организации и осуществления образовательной деятельности по основным общеобразовательным программам",
        EDUCATION, PROGRAMMES, until=D(2021, 9, 1), successor="115/2021", replaces=("1015/2013",), source=MEMORY),
    Act("115", D(2021, 3, 22), "Порядок организации и осуществления образовательной деятельности по основным общеобразовательным программам",
        EDUCATION, PROGRAMMES, since=D(2021, 9, 1), replaces=("442/2020",),
        note="не путайте с приказом Минобрнауки от 14.02.2014 № 115 об аттестатах", source=MEMORY),
    Act("196", D(2018, 11, 9), "Порядок организации и осуществления образовательной деятельности по дополнительным общеобразовательным "
        "программам", EDUCATION, ADDITIONAL, until=D(2023, 3, 1), successor="629/2022", source=MEMORY),
    Act("629", D(2022, 7, 27), "Порядок организации и осуществления образовательной деятельности по дополнительным общеобразовательным "
        "программам", EDUCATION, ADDITIONAL, since=D(2023, 3, 1), replaces=("196/2018",), source=MEMORY),
    # Standards
    Act("373", D(2009, 10, 6), "ФГОС начального общего образования", SCIENCE, "standard1", successor="286/2021",
        note="приём на обучение по нему прекращён с 01.09.2022; проверьте, остались ли классы", source=MEMORY, running_out=True),
    Act("286", D(2021, 5, 31), "ФГОС начального общего образования", EDUCATION, "standard1", replaces=("373/2009",),
        source="https://docs.cntd.ru/document/607175842", verified=True),
    Act("1897", D(2010, 12, 17), "ФГОС основного общего образования", SCIENCE, "standard5", successor="287/2021",
        note="действует только для классов, которые ещё учатся по нему; проверьте, остались ли такие", source=MEMORY, running_out=True),
    Act("287", D(2021, 5, 31), "ФГОС основного общего образования", EDUCATION, "standard5", replaces=("1897/2010",),
        source="https://sh-kirillovskaya-malye-kirilly-r66.gosweb.gosuslugi.ru/glavnoe/vvedenie-obnovlennyh-fgos", verified=True),
    Act("413", D(2012, 5, 17), "ФГОС среднего общего образования", SCIENCE, "standard10", note="действует с изменениями", source=MEMORY),
    Act("372", D(2023, 5, 18), "ФОП начального общего образования", EDUCATION, "programme1", source=MEMORY),
    Act("370", D(2023, 5, 18), "ФОП основного общего образования", EDUCATION, "programme5", source=MEMORY),
    Act("371", D(2023, 5, 18), "ФОП среднего общего образования", EDUCATION, "programme10", source=MEMORY),
    # Олимпиада, перевод, зачёт
    Act("1252", D(2013, 11, 18), "Порядок проведения всероссийской олимпиады школьников", SCIENCE, OLYMPIAD, until=D(2021, 9, 1),
        successor="678/2020", source=MEMORY),
    Act("678", D(2020, 11, 27), "Порядок проведения всероссийской олимпиады школьников", EDUCATION, OLYMPIAD, replaces=("1252/2013",),
        source=MEMORY),
    Act("177", D(2014, 3, 12), "Порядок и условия перевода обучающихся из одной организации в другую", SCIENCE, TRANSFER,
        until=D(2023, 9, 1), successor="240/2023", source=MEMORY),
    Act("240", D(2023, 4, 6), "Порядок и условия перевода обучающихся из одной организации в другую", EDUCATION, TRANSFER,
        replaces=("177/2014",), source="https://kach3.uralschool.ru/file/card?id=2137", verified=True),
    Act("845/369", D(2020, 7, 30), "Порядок зачёта результатов освоения в других организациях",
        "приказ Минобрнауки России и Минпросвещения России", CREDIT, source="https://omsk-dshi20.profiedu.ru/file/card?id=204"),
    # Exams
    Act("189/1513", D(2018, 11, 7), "Порядок проведения ГИА-9", BOTH, BASIC_EXAM, until=D(2023, 9, 1), successor="232/551/2023",
        source=MEMORY),
    Act("232/551", D(2023, 4, 4), "Порядок проведения ГИА-9", BOTH, BASIC_EXAM, replaces=("189/1513/2018",),
        source="https://pravo.ppt.ru/pismo/rosobrnadzor/n-02-20-328069", verified=True),
    Act("190/1512", D(2018, 11, 7), "Порядок проведения ГИА-11", BOTH, SECONDARY_EXAM, until=D(2023, 9, 1), successor="233/552/2023",
        source=MEMORY),
    Act("233/552", D(2023, 4, 4), "Порядок проведения ГИА-11", BOTH, SECONDARY_EXAM, replaces=("190/1512/2018",), source=MEMORY),
    # Medals
    Act("685", D(2014, 6, 23), "Порядок выдачи медали «За особые успехи в учении»", SCIENCE, MEDALS, until=D(2023, 10, 29),
        successor="730/2023", source=MEMORY),
    Act("730", D(2023, 9, 29), "Порядок и условия выдачи медалей «За особые успехи в учении» I и II степеней", EDUCATION, MEDALS,
        replaces=("685/2014",), source="https://annenkovskoe-r73.gosweb.gosuslugi.ru/dlya-zhiteley/novosti-i-reportazhi/novosti-193_310.html",
        verified=True),
    Act("499", D(2020, 9, 16), "образец и описание медали «За особые успехи в учении»", EDUCATION, "medal samples", until=D(2023, 10, 29),
        successor="729/2023", note="день, с которого не действует, сверьте", source=_CNTD_729, verified=True),
    Act("729", D(2023, 9, 29), "образцы и описания медалей «За особые успехи в учении» I и II степеней", EDUCATION, "medal samples",
        replaces=("499/2020",), source=_CNTD_729, verified=True),
    # Paperwork and archives
    Act("582", D(2022, 7, 21), "перечень документации, которую готовит педагог", EDUCATION, PAPERWORK, until=D(2025, 3, 1),
        successor="779/2024", source=MEMORY),
    Act("779", D(2024, 11, 6), "перечень документов, которые готовит педагог", EDUCATION, PAPERWORK, since=D(2025, 3, 1),
        replaces=("582/2022",), source=MEMORY),
    Act("236", D(2019, 12, 20), "Перечень типовых управленческих архивных документов со сроками хранения", ROSARCHIV, "terms",
        source="https://examwiki.ru/skolko-let-hranyatsya-protokoly-ekzamenov-v-shkole", verified=True),
    Act("77", D(2023, 7, 31), "Правила организации хранения, комплектования, учёта и использования архивных документов в организациях",
        ROSARCHIV, ARCHIVE, note="не путайте с приказом Минпросвещения от 15.02.2022 № 77 о ГИР", replaces=("526/2015",), source=MEMORY),
    Act("526", D(2015, 3, 31), "Правила организации хранения, комплектования, учёта и использования архивных документов", "приказ Минкультуры "
        "России", ARCHIVE, since=D(2015, 9, 21), until=D(2024, 2, 1), successor="77/2023",
        note="день, с которого не действует, сверьте", source=MEMORY),
    Act("273-ФЗ", D(2012, 12, 29), "«Об образовании в Российской Федерации»", LAW, "education", note="смотрите действующую редакцию",
        source="https://docs.cntd.ru/document/1303506249", verified=True),
    Act("152-ФЗ", D(2006, 7, 27), "«О персональных данных»", LAW, "personal data", note="смотрите действующую редакцию", source=MEMORY),
)  # fmt: skip
"""Acts, by topics, the older one first."""

BY_KEY: Final = {act.key: act for act in ACTS}


def in_force(topic: str, day: dt.date) -> Act | None:
    """The act of a topic that holds on a day; None: none is known.

    An act whose first day was not found follows the one before it on the day on which that one ends.
    """
    holding = [act for act in ACTS if act.topic == topic and act.holds(day)]
    still = {act.successor for act in holding}
    found = [act for act in holding if act.since is not None or act.key not in still]
    return max(found, key=lambda act: act.since or act.date, default=None)


def latest(act: Act) -> Act:
    """The last act in the row that begins with an act: what is cited in its place."""
    seen = {act.key}
    while (following := BY_KEY.get(act.successor)) is not None and following.key not in seen:
        act = following
        seen.add(act.key)
    return act


def numbered(number: str, acts: Iterable[Act] = ACTS) -> Iterator[Act]:
    """Acts with a number; «845» and «369» are both numbers of the joint order № 845/369."""
    return (act for act in acts if number == act.number or number in act.number.split("/"))

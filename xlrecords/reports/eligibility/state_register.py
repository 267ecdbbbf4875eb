"""«Для ГИР»: what the school has for the state register of gifted people, of those only who agreed to its transfer (п. 3.4, 6.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ...achievements.cases import Considered
from ...decision import Answer, Decision
from ...forms.consents import PROCESSING, REGISTER
from ...privacy.consents import consent
from ...report import Cell, Field, Figure, Page
from ..grounds import SIGNS
from .verdicts import Considering

FIELDS = (
    Field("Фамилия, имя, отчество", 30, wrapped=True), Field("Дата рождения", 12, centred=True), Field("Регион", 16, wrapped=True),
    Field("Образовательная организация", 26, wrapped=True), Field("Класс", 7, centred=True), Field("Мероприятие", 38, wrapped=True),
    Field("Предмет, профиль", 18, wrapped=True), Field("Уровень", 16, wrapped=True), Field("Статус", 12), Field("Учебный год", 11, centred=True),
    Field("Документ", 24, wrapped=True), Field("Согласие", 24, wrapped=True), Field("Размещено", 11, centred=True),
)  # fmt: skip
PLACED = 12
FIT = ("E01", "E04", "E05")
"""What the register takes: documented, in a list or of a sport status, won."""


def state_register(found: Considering) -> Iterator[Page]:
    """A row an achievement with which somebody belongs into the register; those without a consent are counted, and nothing of them is shown."""
    school = found.school
    able = {id(case.achievement): case for case in found.cases if _fit(case)}
    if not able:
        return
    rows: list[list[Cell]] = []
    refused: dict[str, set[int]] = defaultdict(set)
    for case in able.values():
        given = consent(school, case.person, REGISTER, PROCESSING, found.day)
        if given.answer is Answer.YES:
            rows.append(_row(found, case, given))
        else:
            refused[_why_not(given)].add(case.person)
    counts = [f"обучающихся — {len(people)} ({reason})" for reason, people in sorted(refused.items())]
    gate = f" Не показано: {'; '.join(counts)}." if counts else ""
    note = f"Размещает оператор ГИР; СНИЛС, адрес и телефон школа сообщает отдельно.{gate} {found.note}"
    yield Page("Для ГИР", "Сведения для государственного информационного ресурса", note, FIELDS, rows, toned=PLACED, frozen=1)


def _fit(case: Considered) -> bool:
    return all(reason.ground.met for reason in case.verdict.reasons if reason.code in FIT)


def _why_not(given: Decision) -> str:
    """Why there is no consent, without a word of whose it is."""
    if given.answer is Answer.UNKNOWN:
        return "согласие на передачу сведений в ГИР не подтверждено"
    return "согласия на передачу сведений в ГИР нет, или оно не действует"


def _row(found: Considering, case: Considered, given: Decision) -> list[Cell]:
    school, one = found.school, case.achievement
    card = {name: value if isinstance(value := school.policy.values.get(name), str) else "" for name in ("region", "name")}
    born = school.records["class_list"].rows["birth"].iat[case.person]
    placed = next(reason.ground for reason in case.verdict.reasons if reason.code == "E02")
    return [
        case.student, f"{born:%d.%m.%Y}" if born == born else "", card["region"], card["name"], case.group, one.title, one.subject, one.level,
        one.status, f"{one.year}/{one.year + 1}" if one.year else "", one.document, given.grounds[0].text,
        Figure(SIGNS[placed.met], why=lambda: [f"{placed.text} ({placed.clause}), {placed.where}"]),
    ]  # fmt: skip

"""Commands that tell what the program knows: «forms», «rules», «explain»."""

from __future__ import annotations

import re

from ..command import Outcome, Request, no_such
from ..forms import FORMS


def forms(request: Request) -> Outcome:
    """Перечислить формы: имя, название и назначение."""
    return Outcome(lines=tuple(f"{form.name}\n    {form.title} (п. {form.clause})\n    {form.purpose}" for form in FORMS))


def rules(request: Request) -> Outcome:
    """Перечислить проверки: имя, важность, пункт."""
    from ..rules import BY_ID

    width = max(map(len, BY_ID))
    return Outcome(lines=tuple(f"{rule.id:{width}}  {rule.severity.value:14}  п. {rule.clause:6} {rule.title}" for rule in BY_ID.values()))


def explain(request: Request) -> Outcome:
    """Объяснить проверку: что она находит, что делать, на каком основании, пример."""
    from ..filling.flaws import RULES as OF_TEMPLATES
    from ..regulation import CLAUSES
    from ..rules import BY_ID
    from ..rules.pages import page

    known = BY_ID | {rule.id: rule for rule in OF_TEMPLATES}
    rule = known.get(request.name)
    if rule is None:
        return no_such(request.name, list(known), "Проверка", "xlrecords rules")
    text = page(rule.id)
    return Outcome(
        lines=(
            f"{rule.title} [{rule.id}]",
            f"Важность: {rule.severity.value}. Основание: п. {rule.clause} Положения — {CLAUSES[rule.clause]}.",
            *((f"Код проверки: {rule.code}.",) if rule.code else ()),
            "",
            f"Сообщение: {_gist(rule.message)}",
            f"Исправление: {_gist(rule.fix)}",
            *(("", text) if text else ()),
        )
    )


def _gist(template: str) -> str:
    """Words of a rule with «…» for what each finding fills in."""
    return re.sub(r"(?:\{\w+(?::[^}]*)?\})+", "…", template)

"""Conditional formats and drop-downs over the repeated row are stretched over all rows, not multiplied."""

from .common import PERSON, SUBJECTS, drawn, first, write

FACTS = PERSON | {"предметы": SUBJECTS}


def build() -> bytes:
    def draw(book):
        sheet = book.add_worksheet("Отметки")
        red = book.add_format({"bg_color": "#FFC7CE"})
        write(sheet, 4, ["Предмет", "Год", "Пропущено"])
        write(sheet, 5, ["{{предметы.предмет}}", "{{предметы.Год}}", "{{предметы.пропущено уроков}}"])
        write(sheet, 6, ["Итог", 5, 1])
        sheet.conditional_format("B5", {"type": "cell", "criteria": "<", "value": 3, "format": red})
        sheet.conditional_format("A5:C5", {"type": "formula", "criteria": "=$C5>5", "format": red})
        sheet.conditional_format("A6:C6", {"type": "formula", "criteria": '=$A6="Итог"', "format": red})
        sheet.data_validation("B5:B6", {"validate": "list", "source": ["5", "4", "3", "2"]})
        sheet.data_validation("C5", {"validate": "integer", "criteria": ">=", "value": 0})
        sheet.data_validation("C6", {"validate": "custom", "value": "=C6>=C5"})

    return drawn(draw)


def check(filled: bytes) -> None:
    sheet = first(filled)
    colours = {str(area.sqref): [rule.formula[0] for rule in rules] for area, rules in sheet.conditional_formatting._cf_rules.items()}
    assert colours == {"B5:B8": ["3"], "A5:C8": ["$C5>5"], "A9:C9": ['$A9="Итог"']}
    limits = {str(limit.sqref): limit.formula1 for limit in sheet.data_validations.dataValidation}
    assert limits == {"B5:B9": '"5,4,3,2"', "C5:C8": "0", "C9": "C9>=C5"}

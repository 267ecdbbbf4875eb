"""The page about all forms, in Russian, made from their declarations; `python -m` of this module renews page and templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ..form import Column, Form, Grid
from ..forms import FORMS
from ..marks import MEANINGS, SCALE
from .look import advice
from .template import build

FOLDER = Path(__file__).parents[2] / "workbooks"
COMMAND = "python -m xlrecords.sheets.reference"
INTRODUCTION = f"""# Листы и шаблоны

Программа узнаёт листы этих форм. Пустой шаблон каждой формы лежит в папке [templates](templates): скопируйте лист в свою
книгу и заполняйте. Столбцы можно переставлять, а названия граф — писать иначе, если такое название есть в колонке «Другие
названия». Графы со словом «да» в колонке «Обязательна» в заполненной строке пустыми не оставляют.

Там же лежат шаблоны документов: лист достижений, табель, справки, выписки, похвальный лист. Их заполняет по книгам школы команда
`xlrecords fill`; такой шаблон можно скопировать и перерисовать по-своему. Поля, которые в нём пишут, перечислит `xlrecords fields`.

Страница и шаблоны созданы программой по описаниям форм, вручную их не правят. Обновить: `{COMMAND}`.
"""


def reference(forms: Iterable[Form]) -> str:
    """The page: contents, a section a form, and what the signs of journals mean."""
    forms = tuple(forms)
    contents = "\n".join(f"- [{form.title}](#{_anchor(form.title)})" for form in forms)
    sections = (INTRODUCTION, contents, *map(_section, forms), _signs())
    return "\n\n".join(section.strip("\n") for section in sections) + "\n"


def refresh(folder: Path) -> None:
    """Write the page and all templates."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.md").write_text(reference(FORMS), encoding="utf-8", newline="\n")
    build(folder / "templates", FORMS)


def _section(form: Form) -> str:
    file = f"{form.name}.xlsx"
    facts = f"{form.purpose} Положение, п. {form.clause}. Шаблон: [{file}](<templates/{file}>)."
    parts = [f"## {form.title}", facts]
    if form.titles:
        parts.append("Другие заголовки листа: " + ", ".join(f"«{title}»" for title in form.titles) + ".")
    if form.head:
        parts += ["### Над таблицей", _columns(form.head)]
    parts += ["### Графы таблицы", _columns(form.columns)]
    if form.grid is not None:
        parts += [f"### Клетки: {form.grid.title.lower()}", _grid(form.grid)]
    if form.lessons:
        parts += ["### Записи о занятиях", "Справа от таблицы или под ней.", _columns(form.lessons)]
    return "\n\n".join(parts)


def _columns(columns: Sequence[Column]) -> str:
    rows = [
        (
            column.title,
            advice(column),
            "да" if column.required else "нет" if column.offered else "нет; в шаблоне её нет",
            "; ".join(words if isinstance(words, str) else " + ".join(words) for words in column.aliases),
        )
        for column in columns
    ]
    return _table(("Графа", "Что писать", "Обязательна", "Другие названия"), rows)


def _grid(grid: Grid) -> str:
    return f"{grid.help} В заголовке столбца — {grid.heading.expected}. В клетках: {', '.join(f'`{sign}`' for sign in grid.alphabet)}."


def _signs() -> str:
    """What the signs of journals mean."""
    rows = [(", ".join(f"`{mark}`" for mark in SCALE), "отметка")]
    rows += [(f"`{sign}`", meaning) for sign, meaning in MEANINGS.items()]
    rows += [("`5/4`", "две отметки за урок"), ("`н/5`", "отсутствовал и сдал работу"), ("`5✕2`", "отметка и её вес")]
    return "## Обозначения\n\n" + _table(("Запись", "Значение"), rows)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _anchor(title: str) -> str:
    """Anchor that a heading has on a page of GitHub."""
    kept = (letter for letter in title.lower() if letter.isalnum() or letter in " -")
    return "".join(kept).replace(" ", "-")


if __name__ == "__main__":
    refresh(FOLDER)

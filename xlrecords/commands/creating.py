"""The command «new»."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ..command import Outcome, Request, no_such
from ..forms import ATTESTATION, BY_NAME, EXTERNAL, FORMS, REGISTERS, SETTINGS


def new(request: Request) -> Outcome:
    """Создать пустую школу («new school ПАПКА») или пустой лист формы («new ФОРМА -o ФАЙЛ»)."""
    from ..save import SaveError, save
    from ..sheets.template import Content, write

    if request.name == "school":
        return _new_school(request.paths[0] if request.paths else Path("Школа"))
    form = BY_NAME.get(request.name) or next(
        (form for form in FORMS if request.name.lower() in (form.title.lower(), form.tab.lower())), None
    )
    if form is None:
        return no_such(request.name, [*BY_NAME, "school"], "Форма", "xlrecords forms")
    path = request.out or Path(f"{form.tab or form.title}.xlsx")
    if path.exists():
        return Outcome(lines=(f"«{path.name}» уже есть: укажите другое имя.",), failed=True)
    try:
        return Outcome(written=(save(path, lambda beside: write(beside, [(form, Content(), form.tab)])),))
    except SaveError as error:
        return Outcome(lines=(str(error),), failed=True)


SCHOOL_BOOKS = {
    "Настройки.xlsx": SETTINGS,
    "Контингент.xlsx": ("class_list",),
    "Шаблоны/Предметная страница.xlsx": ("class_journal",),
    "Шаблоны/Сводная ведомость.xlsx": ("grade_summary", "grade_summary_by_student"),
    "Шаблоны/Ведомость достижений.xlsx": ("achievement_sheet",),
    "Шаблоны/Реестры класса.xlsx": REGISTERS,
    "Шаблоны/Посещаемость.xlsx": ("attendance_summary",),
    "Шаблоны/Аттестация.xlsx": (*ATTESTATION, "corrections"),
    "Шаблоны/Внешняя оценка.xlsx": EXTERNAL,
    "Шаблоны/Аттестаты.xlsx": ("personal_file", "certificate_book"),
    "Шаблоны/Архив.xlsx": ("acceptances",),
}
SCHOOL_FOLDERS = ("Журналы", "Достижения", "Внешняя оценка", "Итоги", "Архив")


def _new_school(folder: Path) -> Outcome:
    """The folder of a school: settings with their defaults, an empty class list, templates."""
    from ..save import SaveError, save
    from ..sheets.template import Content, write

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Outcome(lines=(f"«{folder.name}» уже есть и не пуста: укажите новую папку.",), failed=True)
    written = []
    try:
        for name in SCHOOL_FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, forms in SCHOOL_BOOKS.items():
            sheets = [(BY_NAME[form], Content(), BY_NAME[form].tab) for form in forms]
            written.append(save(folder / name, partial(write, sheets=sheets)))
    except (OSError, SaveError) as error:
        return Outcome(lines=(f"Папка не создана: {error}",), failed=True)
    return Outcome(
        written=tuple(written),
        lines=("Заполните «Настройки.xlsx» и «Контингент.xlsx», затем проверьте: xlrecords check ПАПКА",),
    )

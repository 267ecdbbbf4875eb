"""All buttons, in the order of the ribbon. Ribbon, toolbar, menu and help are made of this list; `presses` says what each does."""

from __future__ import annotations

from ..button import Button

TAB = "Учёт"
"""Title of the tab of the ribbon and of the menu."""
CHECKING, SUMMARIES, GIFTED, SHEETS, ARCHIVE, SERVICE = "Проверка", "Сводки", "Одарённые", "Листы", "Архив", "Сервис"

BUTTONS: tuple[Button, ...] = (
    Button(
        "check-sheet", "Проверить лист", CHECKING,
        "Проверяет открытый лист: отмечает клетки с ошибками и составляет лист «Замечания».",
        "check", "ReviewAcceptChange", large=True,
    ),
    Button(
        "check-book", "Проверить книгу", CHECKING,
        "Проверяет все листы книги: отмечает клетки с ошибками и составляет лист «Замечания».",
        "check", "SpellingMenu", large=True,
    ),
    Button(
        "next", "Следующее замечание", CHECKING,
        "Переходит к следующей клетке с замечанием и говорит, что исправить.",
        "check", "ReviewNextComment",
    ),
    Button(
        "unmark", "Убрать пометки", CHECKING,
        "Убирает все пометки проверки: штриховку, примечания, лист «Замечания». Ваши данные не меняются.",
        "unmark", "ReviewDeleteComment",
    ),
    Button(
        "undo", "Отменить", CHECKING,
        "Отменяет последнее действие кнопок вкладки «Учёт» с этой книгой.",
        "undo", "Undo",
    ),
    Button(
        "summary", "Сводная ведомость", SUMMARIES,
        "Составляет сводную ведомость за последний период: ведомости классов, отчёты, посещаемость. Исходная книга не меняется.",
        "summary", "PivotTableInsert", large=True,
    ),
    Button(
        "why", "Почему?", SUMMARIES,
        "Объясняет выбранную клетку: как получилось число или отметка, какое в ней замечание и по какому пункту.",
        "explain", "FunctionWizard", large=True,
    ),
    Button(
        "eligible", "Право на особые условия", GIFTED,
        "Определяет, кому положены особые условия аттестации и поощрения, с основаниями. Книги школы не меняются.",
        "eligible", "AddToFavorites", large=True,
    ),
    Button(
        "student-sheet", "Лист достижений", SHEETS,
        "Заполняет лист достижений обучающегося, чья строка выбрана.",
        "fill", "BlogPublish", large=True,
    ),
    Button(
        "class-sheets", "Листы класса", SHEETS,
        "Заполняет листы достижений всего класса, по книге на обучающегося.",
        "fill", "MailMergeStartMailMergeMenu",
    ),
    Button(
        "certificate", "Справка", SHEETS,
        "Заполняет справку об обучении для обучающегося, чья строка выбрана.",
        "fill", "FilePrintQuick",
    ),
    Button(
        "archive", "В архив", ARCHIVE,
        "Проверяет дела школы и складывает их в папку «Архив». Исходные книги не меняются.",
        "archive", "FileSaveAs", large=True,
    ),
    Button(
        "verify", "Проверить архив", ARCHIVE,
        "Сверяет папку «Архив» с описью: не изменён ли, не потерян ли файл.",
        "verify", "FileCheckIn",
    ),
    Button(
        "settings", "Настройки", SERVICE,
        "Открывает книгу «Настройки» школы: периоды, предметы, правила, номенклатура дел.",
        "new", "PropertySheet",
    ),
    Button(
        "doctor", "Готовность", SERVICE,
        "Проверяет, всё ли готово к работе: программа, надстройка, права, папки. Говорит, что исправить.",
        "doctor", "AdpDiagramIndexesKeys",
    ),
    Button(
        "help", "Помощь", SERVICE,
        "Рассказывает, что делает каждая кнопка.",
        "rules", "Help",
    ),
)  # fmt: skip

BY_TAG = {button.tag: button for button in BUTTONS}
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(button.group for button in BUTTONS))

"""«Готовность»: whether this computer is ready for work, and what to do where it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path

from .. import __version__
from ..save import is_report
from .addin import BUILT_WITH, INTERPRETERS, MADE_BY, settings_of
from .excel import FILE, read_settings, servers
from .finding import Finding
from .libreoffice import Status, status
from .machine import MAC, OTHER, WINDOWS, Machine, this_machine
from .macro_policy import macro_findings
from .package import version_of
from .vba import xlwings_version

__all__ = ["Finding", "findings"]

OLDEST = (3, 11)
LONGEST_BOOK = 218
"""Letters of folder and name that Excel opens."""
LONGEST_PATH = 259
"""Letters of a path that Windows takes where long ones are not allowed."""
LEAST_ROOM = 200 * 2**20
AGAIN = "Выполните: xlrecords install excel — и откройте Excel заново."
INTERNET = re.compile(r"ZoneId\s*=\s*[34]")
"""The mark that Windows puts on what came from the Internet."""
OLDEST_OFFICE = (7, 4)
PRODUCT = re.compile(r"^ProductKey=.*?(\d+)\.(\d+)", re.MULTILINE)
INTO_OFFICE = "Выполните: xlrecords install libreoffice — и откройте LibreOffice заново."
SHELL_SIGNS = '$`"\\|'


def findings(path: Path | None = None, machine: Machine | None = None, office: Status | None = None) -> tuple[Finding, ...]:
    """All that work rests on.

    Args:
        path: A workbook or a folder that is worked with; None: that is not looked at.
        machine: The computer; None: this one.
        office: What there is of LibreOffice; None: it is looked for.
    """
    here = machine or this_machine()
    found = [*_python(here), *_excel(here), *_office(here, office or status())]
    if path is not None:
        found += _place(path, here)
    return tuple(found)


# Python


def _python(machine: Machine) -> Iterator[Finding]:
    words = f"Python {'.'.join(map(str, machine.python))}, {machine.bits} разряда"
    if machine.python[:2] < OLDEST:
        yield Finding(False, f"{words}: нужен 3.11 или новее.", "Установите Python 3.11 или новее и xlrecords в него.")
    else:
        yield Finding(True, f"{words}.")
    absent = missing()
    if absent:
        yield Finding(False, f"Не установлено: {', '.join(absent)}.", "Выполните: pip install --upgrade xlrecords")
    else:
        yield Finding(True, f"xlrecords {__version__} установлен со всеми библиотеками.")
    yield from _path_of_python(machine)


def missing() -> tuple[str, ...]:
    """Packages that xlrecords needs and that are not there; xlrecords itself, where it only lies in a folder."""
    try:
        needed = requires("xlrecords") or []
    except PackageNotFoundError:
        return ("xlrecords",)
    names = [found[0] for line in needed if ";" not in line and (found := re.match(r"[\w.-]+", line))]
    return tuple(name for name in names if not _there(name))


def _there(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def _path_of_python(machine: Machine) -> Iterator[Finding]:
    """Letters in the path of Python that stop Excel from starting it."""
    path = machine.interpreter
    if machine.system == MAC and (" " in path or any(sign in path for sign in SHELL_SIGNS)):
        yield Finding(False, "В пути к Python есть пробел или особый знак: Excel на Mac его не запустит.",
                      "Установите xlrecords в папку без пробелов, например ~/xlrecords, и выполните xlrecords install excel.")  # fmt: skip
    elif machine.system == WINDOWS and any(sign in path for sign in "%^!"):
        yield Finding(False, "В пути к Python есть знак %, ^ или !: командная строка поймёт его по-своему.",
                      "Установите xlrecords в другую папку, например C:\\xlrecords, и выполните xlrecords install excel.")  # fmt: skip
    elif machine.system == WINDOWS and not path.isascii():
        yield Finding(None, "В пути к Python есть русские буквы: на русской Windows это работает.",
                      "Если кнопки не запускаются, установите xlrecords в папку с латинским именем, например C:\\xlrecords, "
                      "или узнайте короткое имя папки командой dir /x.")  # fmt: skip
    elif machine.system != OTHER:
        yield Finding(True, "Путь к Python Excel поймёт.")


# Excel


def _excel(machine: Machine) -> Iterator[Finding]:
    place = machine.startup
    if place is None:
        yield Finding(None, "Excel не проверялся: не Windows и не Mac.")
        return
    path = place / FILE
    try:
        data = path.read_bytes()
    except OSError:
        yield Finding(False, "Надстройки Excel нет в папке автозагрузки.", AGAIN)
    else:
        yield from _addin(path, data, machine)
    yield from _config(machine)
    if machine.system == WINDOWS:
        yield from macro_findings(machine)
        if not servers(machine):
            yield Finding(None, "Рядом с Python нет библиотеки xlwings: каждая кнопка запускает Python заново и ждёт дольше.",
                          f"Выполните: pip install --force-reinstall xlwings=={xlwings_version()}, затем xlrecords install excel.")  # fmt: skip
    else:
        yield Finding(None, "Настройки макросов не проверялись: не Windows.", "Спросит Excel о макросах — ответьте «Включить макросы».")


def _addin(path: Path, data: bytes, machine: Machine) -> Iterator[Finding]:
    """What the add-in that Excel opens was built of, and for which Python."""
    if not is_report(path):
        yield Finding(False, f"В папке автозагрузки лежит чужой файл {FILE}.", "Уберите или переименуйте его. " + AGAIN)
        return
    settings = settings_of(data)
    version, built_with = settings.get(MADE_BY) or version_of(data), settings.get(BUILT_WITH, "")
    if version != __version__:
        yield Finding(False, f"Надстройка от другой версии: {version or 'неизвестной'}, а программа {__version__}.", AGAIN)
    elif built_with != xlwings_version():
        text = f"Надстройка собрана с xlwings {built_with or 'неизвестной версии'}, а установлен {xlwings_version()}."
        yield Finding(False, text, AGAIN)
    else:
        yield Finding(True, f"Надстройка {version} стоит в папке автозагрузки Excel.")
    python = settings.get(INTERPRETERS[machine.system], "")
    if python and python != machine.interpreter:
        text = f"Кнопки запускают другой Python: {python}."
        gone = not Path(python).exists()
        yield Finding(False if gone else None, text + (" Его больше нет." if gone else ""), AGAIN)
    if INTERNET.search(machine.mark(path)):
        yield Finding(False, "Windows пометила надстройку как файл из Интернета: макросы в ней заблокированы.",
                      f"Откройте свойства файла {path}, отметьте «Разблокировать» и откройте Excel заново.")  # fmt: skip
    if machine.remote(path):
        yield Finding(None, "Папка автозагрузки Excel лежит в сети: Excel может ей не доверять.",
                      "Если кнопок нет, попросите администратора добавить её в надёжные расположения.")  # fmt: skip


def _config(machine: Machine) -> Iterator[Finding]:
    """The user's settings: they tell books that have the buttons in themselves where Python is."""
    assert machine.settings is not None
    known = read_settings(machine.settings, machine.letters)
    python = known.get(INTERPRETERS[machine.system], "")
    if not known:
        yield Finding(False, "Файла настроек надстройки нет.", AGAIN)
    elif known.get("ADD_WORKBOOK_TO_PYTHONPATH", "").lower() != "false":
        yield Finding(
            False, "В настройках не выключено ADD_WORKBOOK_TO_PYTHONPATH: чужая программа рядом с книгой могла бы запуститься.", AGAIN
        )
    elif python and python != machine.interpreter and not Path(python).exists():
        yield Finding(False, f"В настройках записан Python, которого нет: {python}.", AGAIN)
    else:
        yield Finding(True, "Настройки надстройки записаны.")


# LibreOffice


def _office(machine: Machine, status: Status) -> Iterator[Finding]:
    """LibreOffice and its buttons. Where there is no Excel, it is what the buttons need."""
    needed = False if machine.startup is None else None
    if not status.program:
        yield Finding(needed, "LibreOffice не найден.", "Если он нужен, установите LibreOffice 7.4 или новее с сайта libreoffice.org.")
        return
    number = _number(Path(status.program))
    words = "LibreOffice" + (f" {number[0]}.{number[1]}" if number else "")
    if number and number < OLDEST_OFFICE:
        yield Finding(needed, f"{words} устарел.", "Установите LibreOffice 7.4 или новее с сайта libreoffice.org.")
    else:
        yield Finding(True, f"{words} найден.")
    if status.version == __version__:
        yield Finding(True, "Кнопки в LibreOffice стоят.")
    elif status.version:
        yield Finding(False, f"Кнопки в LibreOffice от другой версии: {status.version}.", INTO_OFFICE)
    elif status.trouble:
        yield Finding(None, "Кнопки в LibreOffice не проверены.", status.trouble)
    else:
        yield Finding(needed, "Кнопок в LibreOffice нет.", INTO_OFFICE)


def _number(program: Path) -> tuple[int, int] | None:
    """Version of LibreOffice by the file beside its program, so that it need not be started for that."""
    folder = program.resolve().parent
    for place in (folder / "bootstraprc", folder / "bootstrap.ini", folder.parent / "Resources" / "bootstraprc"):
        with suppress(OSError):
            if found := PRODUCT.search(place.read_text(encoding="utf-8", errors="replace")):
                return int(found[1]), int(found[2])
    return None


# The place of work


def _place(path: Path, machine: Machine) -> Iterator[Finding]:
    """What of the folder of a workbook, or of a folder, hinders work in it."""
    full = path.absolute()
    folder = full if full.is_dir() else full.parent
    if not full.exists():
        yield Finding(False, f"«{path.name}» не найден.", "Проверьте имя и повторите.")
        return
    if machine.writable(folder / ".xlrecords"):
        yield Finding(True, "В папке книги можно сохранять прежний вид и пометки.")
    else:
        yield Finding(False, "В папку книги нельзя писать: снимки, пометки и листы некуда сохранить.",
                      "Скопируйте книгу в свою папку или попросите права на запись.")  # fmt: skip
    yield from _length(full, machine)
    if machine.remote(full):
        yield Finding(None, "Папка лежит в сети: всё работает, но медленнее.", "Для xlrecords watch добавьте --poll 5.")
    if machine.system == MAC and any(sign in str(full) for sign in SHELL_SIGNS):
        yield Finding(
            False, 'В пути к книге есть знак $, ", \\, | или `: кнопки на Mac с ней не работают.', "Переименуйте книгу или папку."
        )
    room = machine.free(folder)
    if room < LEAST_ROOM:
        yield Finding(False, f"На диске почти нет места: {room // 2**20} МБ.", "Освободите не меньше 200 МБ.")
    else:
        yield Finding(True, "Места на диске достаточно.")


def _length(path: Path, machine: Machine) -> Iterator[Finding]:
    length = len(str(path))
    if machine.system == OTHER:
        return
    shorten = "Перенесите папку ближе к корню диска или сократите имена."
    if length > LONGEST_BOOK:
        yield Finding(False, f"Путь слишком длинный: {length} знаков, Excel открывает до {LONGEST_BOOK}.", shorten)
    elif machine.system == WINDOWS and length + len("/.xlrecords/") + 64 + len(".xlsx") > LONGEST_PATH:
        yield Finding(None, f"Путь длинный ({length} знаков): снимкам прежнего вида может не хватить места в пути.", shorten)
    else:
        yield Finding(True, "Длина пути допустима.")

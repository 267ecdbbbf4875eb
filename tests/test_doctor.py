"""«Готовность» on computers that are played: what is found, and what is to be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from xlrecords import __version__
from xlrecords.commands import Request
from xlrecords.commands.installing import doctor, line
from xlrecords.installing import sources
from xlrecords.installing.addin import BUILT_WITH, build
from xlrecords.installing.doctor import findings
from xlrecords.installing.excel import install
from xlrecords.installing.libreoffice import Status
from xlrecords.installing.machine import MAC, OTHER, WINDOWS, Machine, can_write
from xlrecords.installing.macro_policy import macro_findings
from xlrecords.installing.package import CORE, packed, unpacked

from .markdown import table

NO_OFFICE = Status()


def played(tmp_path: Path, system: str = WINDOWS) -> Machine:
    """A computer where all is in order."""
    python = tmp_path / "py" / "Scripts" / "python.exe"
    python.parent.mkdir(parents=True)
    python.touch()
    (tmp_path / "py" / "xlwings64-0.37.8.dll").touch()
    machine = Machine(system, tmp_path / "home", tmp_path / "home" / "appdata", str(python), letters="cp1251")
    if system != OTHER:
        install(machine)
    return machine


def told(machine: Machine, path: Path | None = None, office: Status = NO_OFFICE) -> list[str]:
    return [line(one) for one in findings(path, machine, office)]


def wrong(machine: Machine, path: Path | None = None, office: Status = NO_OFFICE) -> list[str]:
    return [text for text in told(machine, path, office) if text.startswith("исправьте")]


def test_all_is_in_order(tmp_path: Path) -> None:
    assert told(played(tmp_path), tmp_path) == [
        "готово: Python 3.11.0, 64 разряда.",
        f"готово: xlrecords {__version__} установлен со всеми библиотеками.",
        "готово: Путь к Python Excel поймёт.",
        f"готово: Надстройка {__version__} стоит в папке автозагрузки Excel.",
        "готово: Настройки надстройки записаны.",
        "готово: Excel разрешает макросы надстройки.",
        "заметьте: Доступ к проекту VBA закрыт: кнопки работают, функции листа — нет. Для функций =СРБАЛЛ() включите: "
        "Параметры → Центр управления безопасностью → Параметры макросов → «Доверять доступ…», затем Alt+F8, XlrFunctions, «Выполнить».",
        "заметьте: LibreOffice не найден. Если он нужен, установите LibreOffice 7.4 или новее с сайта libreoffice.org.",
        "готово: В папке книги можно сохранять прежний вид и пометки.",
        "готово: Длина пути допустима.",
        "готово: Места на диске достаточно.",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"python": (3, 10, 4)}, "Python 3.10.4, 64 разряда: нужен 3.11 или новее."),
        ({"interpreter": r"C:\100%\python.exe"}, "В пути к Python есть знак %, ^ или !"),
        ({"mark": lambda path: "[ZoneTransfer]\nZoneId=3\n"}, "Windows пометила надстройку как файл из Интернета"),
        ({"registry": lambda key, name: 1 if name == "DisableAllAddins" else None}, "Надстройки Excel запрещены."),
        ({"writable": lambda folder: False}, "В папку книги нельзя писать"),
        ({"free": lambda path: 30 * 2**20}, "На диске почти нет места: 30 МБ."),
        ({"home": Path("nowhere"), "appdata": Path("nowhere")}, "Надстройки Excel нет в папке автозагрузки."),
    ],
)
def test_what_is_wrong_is_told_with_its_remedy(tmp_path: Path, change: Mapping[str, object], said: str) -> None:
    machine = replace(played(tmp_path), **change)
    (found, *_) = [text for text in wrong(machine, tmp_path) if said in text]
    assert len(found) > len(f"исправьте: {said}") + 20, "there is a remedy"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"interpreter": r"C:\Школа\python.exe"}, "есть русские буквы"),
        ({"remote": lambda path: True}, "Папка лежит в сети"),
        ({"interpreter": r"C:\bare\python.exe"}, "нет библиотеки xlwings"),
        ({"system": MAC}, "Настройки макросов не проверялись: не Windows."),
    ],
)
def test_what_is_no_hindrance_is_told_too(tmp_path: Path, change: Mapping[str, object], said: str) -> None:
    assert any(text.startswith("заметьте") and said in text for text in told(replace(played(tmp_path), **change), tmp_path))


def test_a_blank_in_the_path_of_python_on_a_mac(tmp_path: Path) -> None:
    machine = replace(played(tmp_path, MAC), interpreter="/Users/a b/python3")
    assert any("пробел" in text for text in wrong(machine))


def test_an_add_in_of_another_version(tmp_path: Path) -> None:
    machine = played(tmp_path)
    assert machine.startup is not None
    path = machine.startup / "xlrecords.xlam"
    parts = unpacked(path.read_bytes())
    sheet = "xl/worksheets/sheet1.xml"
    older = parts[sheet].replace(f">{__version__}<".encode(), b">0.0.1<")
    path.write_bytes(packed(parts | {sheet: older}))
    assert any("от другой версии: 0.0.1" in text for text in wrong(machine))
    saved = parts[CORE].replace(f"<cp:version>{__version__}</cp:version>".encode(), b"")
    path.write_bytes(packed(parts | {CORE: saved}))
    assert not wrong(machine), "Excel keeps no version of a document that it saves, as after XlrFunctions"
    path.write_bytes(packed(parts | {sheet: parts[sheet].replace(b"0.37.", b"0.36.")}))
    assert BUILT_WITH.encode() in parts[sheet]
    assert any("собрана с xlwings 0.36." in text for text in wrong(machine))
    path.write_bytes(b"something else")
    assert any("чужой файл" in text for text in wrong(machine))


def test_a_python_that_is_gone(tmp_path: Path) -> None:
    machine = played(tmp_path)
    assert machine.startup is not None
    (machine.startup / "xlrecords.xlam").write_bytes(build("xlam", sources(), {"INTERPRETER_WIN": r"C:\gone\python.exe"}))
    assert any(r"C:\gone\python.exe. Его больше нет." in text for text in wrong(machine))


POLICIES = """
| VBAWarnings | AllLocationsDisabled | by | told |
|-------------|----------------------|----|------|
|             |                      |        | готово: Excel разрешает макросы надстройки. |
| 2           |                      | user   | готово: Excel разрешает макросы надстройки. |
| 4           |                      | user   | готово: Макросы в книгах отключены в Центре управления безопасностью; надстройки из папки XLSTART это не касается. |
| 3           |                      | policy | готово: Макросы в книгах отключены администратором; надстройки из папки XLSTART это не касается. |
| 4           | 1                    | policy | исправьте: Макросы отключены, и надёжных папок у Excel нет: кнопки не запустятся. Попросите администратора разрешить макросы из папки XLSTART или работайте командой xlrecords watch. |
| 2           | 1                    | user   | заметьте: Надёжные папки Excel отключены: при запуске он спросит о макросах. Ответьте «Включить макросы». |
"""  # noqa: E501


@pytest.mark.parametrize(("warnings", "nowhere", "by", "said"), table(POLICIES))
def test_policies_of_macros(tmp_path: Path, warnings: str, nowhere: str, by: str, said: str) -> None:
    branch = r"Software\Policies\Microsoft" if by == "policy" else r"Software\Microsoft"
    values = {
        (rf"{branch}\Office\16.0\Excel\Security", "VBAWarnings"): warnings,
        (rf"{branch}\Office\16.0\Excel\Security\Trusted Locations", "AllLocationsDisabled"): nowhere,
        (r"Software\Microsoft\Office\16.0\Excel\Security", "AccessVBOM"): "1",
    }
    known = {key: int(value) for key, value in values.items() if value}
    machine = replace(Machine(WINDOWS, tmp_path, tmp_path, ""), registry=lambda key, name: known.get((key, name)))
    assert [line(one) for one in macro_findings(machine)] == [said]


@pytest.mark.parametrize(("letters", "start"), [(150, "заметьте: Путь длинный"), (230, "исправьте: Путь слишком длинный: 2")])
def test_long_paths(tmp_path: Path, letters: int, start: str) -> None:
    machine = played(tmp_path)
    folder = tmp_path / ("д" * 60) / ("п" * 60)
    folder.mkdir(parents=True)
    book = folder / ("к" * (letters - len(str(folder)) - 6) + ".xlsx")
    book.touch()
    assert any(text.startswith(start) for text in told(machine, book)), (len(str(book)), told(machine, book))


OFFICES = """
| system  | ProductKey       | add-on | first words | told of the buttons |
|---------|------------------|--------|-------------|---------------------|
| windows | LibreOffice 25.2 |        | готово: LibreOffice 25.2 найден. | заметьте: Кнопок в LibreOffice нет. |
| other   | LibreOffice 25.2 |        | готово: LibreOffice 25.2 найден. | исправьте: Кнопок в LibreOffice нет. |
| other   | LibreOffice 7.3  | this   | исправьте: LibreOffice 7.3 устарел. | готово: Кнопки в LibreOffice стоят. |
| other   |                  | 0.0.1  | готово: LibreOffice найден. | исправьте: Кнопки в LibreOffice от другой версии: 0.0.1. |
"""


@pytest.mark.parametrize(("system", "product", "addon", "first", "buttons"), table(OFFICES))
def test_libreoffice(tmp_path: Path, system: str, product: str, addon: str, first: str, buttons: str) -> None:
    program = tmp_path / "program" / "soffice"
    program.parent.mkdir()
    program.touch()
    if product:
        (program.parent / "bootstraprc").write_text(f"[Bootstrap]\nProductKey={product}\n")
    status = Status(str(program), __version__ if addon == "this" else addon)
    lines = [text for text in told(played(tmp_path, system), None, status) if "LibreOffice" in text]
    assert lines[0].startswith(first)
    assert lines[1].startswith(buttons)


def test_without_any_office_there_are_no_buttons(tmp_path: Path) -> None:
    assert any("LibreOffice не найден" in text for text in wrong(played(tmp_path, OTHER)))


def test_writing_is_tried_without_a_trace(tmp_path: Path) -> None:
    assert can_write(tmp_path / ".xlrecords" / "deep")
    assert list(tmp_path.iterdir()) == []


def test_the_command_on_this_computer(tmp_path: Path) -> None:
    outcome = doctor(Request((tmp_path / "нет такой",)))
    assert outcome.exit_code == 1
    assert any(text.startswith("исправьте: «нет такой» не найден.") for text in outcome.lines)
    assert outcome.lines[-1].startswith("Исправить: ")
    assert doctor(Request((tmp_path, tmp_path))).lines == ("Укажите одну книгу или папку.",)

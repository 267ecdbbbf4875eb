"""`xlrecords install excel` on computers that are played: what is put where, what stays, and that all of it goes again."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from xlrecords.commands import Request
from xlrecords.commands.installing import install as command
from xlrecords.commands.installing import uninstall as take_back
from xlrecords.installing.addin import settings_of
from xlrecords.installing.excel import AGAIN, CARRIED, CLOSE, NO_EXCEL, NOT_IN_FILE, install, read_settings, uninstall
from xlrecords.installing.machine import MAC, OTHER, WINDOWS, Machine
from xlrecords.installing.vba import applescript

PYTHONS = (
    r"C:\Users\1\AppData\Local\Programs\Python\python.exe",
    r"C:\Program Files\Учёт школы № 2\Scripts\python.exe",
    r"C:\it's 'quoted' & long" + r"\folder" * 30 + r"\python.exe",
)


@pytest.fixture
def windows(tmp_path: Path) -> Machine:
    home = tmp_path / "Users" / "Завуч Иванова"
    return Machine(WINDOWS, home, home / "AppData" / "Roaming", PYTHONS[0], letters="cp1251")


@pytest.fixture
def mac(tmp_path: Path) -> Machine:
    home = tmp_path / "Users" / "zavuch"
    return Machine(MAC, home, home, "/opt/xlrecords/bin/python3", letters="ascii")


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("python", PYTHONS)
def test_windows(windows: Machine, python: str) -> None:
    machine = replace(windows, interpreter=python)
    outcome = install(machine)
    assert outcome.exit_code == 0
    assert sorted(tree(machine.home)) == [".xlrecords/xlrecords.conf", "AppData/Roaming/Microsoft/Excel/XLSTART/xlrecords.xlam"]
    assert {machine.home / name for name in tree(machine.home)} == set(outcome.written)
    assert outcome.lines == (f"Python: {python}", AGAIN)
    addin, settings = (path.read_bytes() for path in outcome.written)
    assert settings_of(addin)["INTERPRETER_WIN"] == python
    assert dict(csv.reader(settings.decode("cp1251").splitlines())) == {
        "INTERPRETER_WIN": python,
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "USE UDF SERVER": "False",
        "UDF MODULES": "xlrecords.addin",
        "SHOW CONSOLE": "False",
    }
    assert uninstall(machine).exit_code == 0
    assert tree(machine.home) == {}


def test_mac(mac: Machine) -> None:
    name, script = applescript()
    outcome = install(mac)
    assert outcome.exit_code == 0
    assert sorted(tree(mac.home)) == [
        f"Library/Application Scripts/com.microsoft.Excel/{name}",
        "Library/Containers/com.microsoft.Excel/Data/xlrecords.conf",
        "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/xlrecords.xlam",
    ]
    assert script in tree(mac.home).values()
    assert install(mac).exit_code == 0
    uninstall(mac)
    assert tree(mac.home) == {}


def test_twice_is_as_once(windows: Machine) -> None:
    install(windows)
    once = tree(windows.home)
    assert install(windows).exit_code == 0
    assert tree(windows.home) == once


def test_settings_of_others_stay(windows: Machine) -> None:
    assert windows.settings is not None
    put(windows.settings, '"PYTHONPATH","D:\\Мои программы"\r\n"INTERPRETER_WIN","C:\\old\\python.exe"\r\n'.encode("cp1251"))
    install(windows)
    known = read_settings(windows.settings, "cp1251")
    assert (known["PYTHONPATH"], known["INTERPRETER_WIN"]) == ("D:\\Мои программы", windows.interpreter)
    uninstall(windows)
    assert read_settings(windows.settings, "cp1251") == {"PYTHONPATH": "D:\\Мои программы"}


def test_a_script_that_another_program_put_stays(mac: Machine) -> None:
    name, script = applescript()
    assert mac.scripts is not None
    path = put(mac.scripts / name, script)
    install(mac)
    uninstall(mac)
    assert path.read_bytes() == script


def test_a_script_that_another_program_changed_stays(mac: Machine) -> None:
    name, script = applescript()
    assert mac.scripts is not None
    path = put(mac.scripts / name, b"-- changed by hand\n" + script)
    assert install(mac).exit_code == 0
    uninstall(mac)
    assert path.read_bytes().startswith(b"-- changed by hand")


def test_the_script_of_an_earlier_version_goes_with_it(mac: Machine) -> None:
    name, _ = applescript()
    assert mac.scripts is not None
    assert mac.settings is not None
    former = put(mac.scripts / "xlwings-0.36.1.applescript", b"ours")
    put(mac.settings, b'"XLRECORDS SCRIPT","xlwings-0.36.1.applescript"\r\n')
    install(mac)
    assert [path.name for path in mac.scripts.iterdir()] == [name]
    assert not former.exists()
    uninstall(mac)
    assert tree(mac.home) == {}


def test_a_name_of_a_script_leads_nowhere_else(mac: Machine) -> None:
    """The file of settings is the user's own, and may be anything."""
    assert mac.settings is not None
    letter = put(mac.home / "letter.txt", b"dear")
    for name in ("../../../letter.txt", str(letter)):
        put(mac.settings, f'"XLRECORDS SCRIPT","{name}"\r\n'.encode())
        install(mac)
        put(mac.settings, f'"XLRECORDS SCRIPT","{name}"\r\n'.encode())
        uninstall(mac)
    assert letter.read_bytes() == b"dear"


def test_a_foreign_add_in_is_left_alone(windows: Machine) -> None:
    assert windows.startup is not None
    path = put(windows.startup / "xlrecords.xlam", b"not ours")
    for outcome in (install(windows), uninstall(windows)):
        assert outcome.exit_code == 2
        assert "чужой файл" in outcome.lines[0]
    assert path.read_bytes() == b"not ours"
    assert len(tree(windows.home)) == 1


def test_an_add_in_that_excel_holds_is_not_written(windows: Machine) -> None:
    assert windows.startup is not None
    put(windows.startup / "~$xlrecords.xlam", b"")
    outcome = install(windows)
    assert outcome.exit_code == 2
    assert outcome.lines == (f"«xlrecords.xlam» открыт в другой программе: закройте его и повторите. {CLOSE}",)
    assert sorted(tree(windows.home)) == ["AppData/Roaming/Microsoft/Excel/XLSTART/~$xlrecords.xlam"]


def test_python_stays_awake_where_the_library_of_xlwings_lies_near(windows: Machine, tmp_path: Path) -> None:
    python = put(tmp_path / "venv" / "Scripts" / "python.exe", b"")
    put(tmp_path / "venv" / "xlwings64-0.37.8.dll", b"")
    outcome = install(replace(windows, interpreter=str(python)))
    assert settings_of(outcome.written[0].read_bytes())["USE UDF SERVER"] == "True"


def test_a_path_that_vba_cannot_read_from_a_file_stands_in_the_add_in(mac: Machine) -> None:
    machine = replace(mac, interpreter='/Users/завуч/"x"/python3')
    outcome = install(machine)
    assert outcome.exit_code == 0
    assert NOT_IN_FILE in outcome.lines
    assert machine.settings is not None
    assert "INTERPRETER_MAC" not in read_settings(machine.settings, "ascii")
    assert settings_of(outcome.written[0].read_bytes())["INTERPRETER_MAC"] == machine.interpreter


def test_a_blank_in_the_path_is_told_on_a_mac(mac: Machine) -> None:
    outcome = install(replace(mac, interpreter="/Users/zavuch/my school/bin/python3"))
    assert any("пробел" in line for line in outcome.lines)


def test_without_excel(tmp_path: Path) -> None:
    machine = Machine(OTHER, tmp_path, tmp_path, "/usr/bin/python3")
    for outcome in (install(machine), uninstall(machine)):
        assert (outcome.exit_code, outcome.lines) == (2, (NO_EXCEL,))
    assert tree(tmp_path) == {}


def test_a_file_for_another_computer_names_no_python(tmp_path: Path) -> None:
    out = tmp_path / "Надстройка" / "xlrecords.xlam"
    outcome = command(Request(name="excel", out=out))
    assert (outcome.exit_code, outcome.lines, outcome.written) == (0, (CARRIED,), (out,))
    assert not [key for key in settings_of(out.read_bytes()) if key.startswith("INTERPRETER")]
    put(tmp_path / "мой.xlam", b"mine")
    assert command(Request(name="excel", out=tmp_path / "мой.xlam")).exit_code == 2
    assert (tmp_path / "мой.xlam").read_bytes() == b"mine"


def test_an_add_on_for_another_computer_is_renewed_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "Надстройка" / "xlrecords.oxt"
    first, again = (command(Request(name="libreoffice", out=out)) for _ in range(2))
    assert (first.exit_code, first.written) == (again.exit_code, again.written) == (0, (out,))
    put(tmp_path / "мой.oxt", b"mine")
    assert command(Request(name="libreoffice", out=tmp_path / "мой.oxt")).exit_code == 2
    assert (tmp_path / "мой.oxt").read_bytes() == b"mine"


@pytest.mark.parametrize(("program", "ending"), [("excel", ".xlam"), ("libreoffice", ".oxt")])
def test_a_file_that_the_program_would_not_open_is_not_written(tmp_path: Path, program: str, ending: str) -> None:
    outcome = command(Request(name=program, out=tmp_path / "кнопки.xlsx"))
    said = f"«кнопки.xlsx»: имя файла надстройки должно оканчиваться на {ending}. Исправьте имя и повторите."
    assert (outcome.exit_code, outcome.lines) == (2, (said,))
    assert tree(tmp_path) == {}


def test_an_unknown_program() -> None:
    for outcome in (command(Request(name="word")), take_back(Request(name="word"))):
        assert (outcome.exit_code, outcome.lines) == (2, ("Не знаю программы «word»: укажите excel или libreoffice.",))

"""Putting the add-in where Excel finds it, with the user's settings; and taking exactly that back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ..command import Outcome
from ..save import SaveError, is_report, reason, save
from . import sources
from .addin import INTERPRETERS, SETTINGS, build
from .machine import MAC, WINDOWS, Machine
from .vba import applescript

FILE = "xlrecords.xlam"
SCRIPT_KEY = "XLRECORDS SCRIPT"
"""In the user's settings: name of the script that was put there by xlrecords; empty: another program had put it there before."""
SCRIPT_NAME = re.compile(r"xlwings-[\d.]+\.applescript")
NO_EXCEL = (
    "Excel здесь нет: надстройка ставится на Windows и Mac. Файл для другого компьютера: xlrecords install excel -o xlrecords.xlam. "
    "Кнопки в LibreOffice: xlrecords install libreoffice."
)
CLOSE = "Закройте Excel и повторите."
AGAIN = "Откройте Excel заново: появится вкладка «Учёт». Что-то не так — xlrecords doctor."
CARRIED = (
    "Python в этом файле не указан: на том компьютере выполните xlrecords install excel, и надстройка встанет сама; "
    "или положите файл в папку XLSTART, а путь к Python впишите в файл .xlrecords\\xlrecords.conf пользователя строкой "
    '"INTERPRETER_WIN","C:\\…\\python.exe".'
)
FOREIGN = "В папке автозагрузки Excel уже лежит чужой файл «{name}»: уберите или переименуйте его и повторите. Он не изменён."
BLANK_ON_MAC = "Внимание: в пути к Python есть пробел, Excel на Mac его не запустит. Установите xlrecords в папку без пробелов и повторите."
NOT_IN_FILE = "Путь к Python в файл настроек не записан: в нём есть буквы, которых VBA не прочтёт. Надстройка знает его сама."
TO_PYTHON = "Python: {path}"


def install(machine: Machine, out: Path | None = None) -> Outcome:
    """Build the add-in and put it into the folder that Excel opens at its start; or write it to a file, for another computer.

    Args:
        machine: The computer.
        out: The file; None: install here.
    """
    if out is not None:
        return _carried(out)
    place, settings = machine.startup, machine.settings
    if place is None or settings is None:
        return Outcome(lines=(NO_EXCEL,), failed=True)
    target = place / FILE
    if target.exists() and not is_report(target):
        return Outcome(lines=(FOREIGN.format(name=target),), failed=True)
    lines, written = [], []
    config = config_of(machine)
    data = build("xlam", sources(), config)
    try:
        written.append(save(target, lambda beside: beside.write_bytes(data)))
    except SaveError as error:
        return Outcome(lines=(f"{error}. {CLOSE}",), failed=True)
    lines.append(TO_PYTHON.format(path=machine.interpreter))
    try:
        if machine.system == MAC:
            config |= _script(machine, written)
        skipped = _write_settings(settings, config, machine.letters)
    except OSError as error:
        return Outcome(lines=(*lines, f"Настройки не записаны: {reason(error)}."), written=tuple(written), failed=True)
    written.append(settings)
    lines += [NOT_IN_FILE] if skipped else []
    lines += [BLANK_ON_MAC] if machine.system == MAC and " " in machine.interpreter else []
    return Outcome(lines=(*lines, AGAIN), written=tuple(written))


def uninstall(machine: Machine) -> Outcome:
    """Take back what `install` put: the add-in, its settings, its script. Settings of others stay."""
    place, settings = machine.startup, machine.settings
    if place is None or settings is None:
        return Outcome(lines=(NO_EXCEL,), failed=True)
    lines = []
    target = place / FILE
    known = read_settings(settings, machine.letters)
    try:
        if target.exists() and not is_report(target):
            return Outcome(lines=(FOREIGN.format(name=target),), failed=True)
        if target.exists():
            target.unlink()
            lines.append(f"Убрано: {target}")
        script = _our_script(machine)
        if script is not None:
            script.unlink()
            lines.append(f"Убрано: {script}")
        rest = {key: value for key, value in known.items() if not _is_ours(key, value)}
        if len(rest) != len(known):
            lines.append(f"Убраны настройки: {settings}")
            _keep(settings, rest, machine.letters)
    except OSError as error:
        return Outcome(lines=(*lines, f"Убрано не всё: {reason(error)}. {CLOSE}"), failed=True)
    return Outcome(lines=tuple(lines) or ("Надстройки нет: убирать нечего.",))


def config_of(machine: Machine) -> dict[str, str]:
    """Settings for this computer: its Python, and whether it may stay awake between two buttons."""
    config = {INTERPRETERS[machine.system]: machine.interpreter} | SETTINGS
    if machine.system == WINDOWS and not servers(machine):
        config["USE UDF SERVER"] = "False"
    return config


def servers(machine: Machine) -> list[Path]:
    """Libraries by which Python stays awake; xlwings looks for them beside Python and one folder above."""
    folder = Path(machine.interpreter).parent
    return [path for place in (folder, folder.parent) for path in sorted(place.glob("xlwings*-*.dll"))]


def read_settings(path: Path, letters: str) -> dict[str, str]:
    """Settings of a file as VBA writes them, a line «"key","value"» each."""
    try:
        text = path.read_bytes().decode(letters, errors="surrogateescape")
    except OSError:
        return {}
    return {line[0]: line[1] for line in csv.reader(io.StringIO(text)) if len(line) > 1}


def _write_settings(path: Path, config: Mapping[str, str], letters: str) -> bool:
    """Put our settings among those that are there; whether one could not be written, for VBA would not read it."""
    ours = {key: value for key, value in config.items() if '"' not in value and _encodes(value, letters)}
    known = {key: value for key, value in read_settings(path, letters).items() if key not in config}
    _keep(path, known | ours, letters)
    return len(ours) < len(config)


def _keep(path: Path, settings: Mapping[str, str], letters: str) -> None:
    """Write the settings; a file without any goes, and its folder if nothing else is in it."""
    if not settings:
        path.unlink(missing_ok=True)
        with suppress(OSError):
            path.parent.rmdir()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f'"{key}","{value}"\r\n' for key, value in settings.items())
    save(path, lambda beside: beside.write_bytes(text.encode(letters, errors="surrogateescape")), lambda file: True)


def _encodes(text: str, letters: str) -> bool:
    try:
        return text.encode(letters).decode(letters) == text
    except UnicodeError:
        return False


def _is_ours(key: str, value: str) -> bool:
    """Whether a setting was written here."""
    return key in {*INTERPRETERS.values(), SCRIPT_KEY, "USE UDF SERVER"} or SETTINGS.get(key) == value


def _our_script(machine: Machine) -> Path | None:
    """The script that was put there by xlrecords, this version or an earlier one; None if none is there."""
    if machine.scripts is None or machine.settings is None:
        return None
    name = read_settings(machine.settings, machine.letters).get(SCRIPT_KEY, "")
    path = machine.scripts / name
    return path if SCRIPT_NAME.fullmatch(name) and path.is_file() else None


def _script(machine: Machine, written: list[Path]) -> dict[str, str]:
    """Put the script of this very xlwings into Excel's folder, in place of an earlier one; the setting that says so, unless another was there."""
    assert machine.scripts is not None
    name, data = applescript()
    path, former = machine.scripts / name, _our_script(machine)
    if former is not None and former != path:
        former.unlink()
    if path.is_file() and former != path:
        return {SCRIPT_KEY: ""}
    if not path.is_file() or path.read_bytes() != data:
        machine.scripts.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written.append(path)
    return {SCRIPT_KEY: name}


def _carried(out: Path) -> Outcome:
    try:
        data = build("xlam", sources())
        return Outcome(lines=(CARRIED,), written=(save(out, lambda beside: beside.write_bytes(data)),))
    except SaveError as error:
        return Outcome(lines=(str(error),), failed=True)

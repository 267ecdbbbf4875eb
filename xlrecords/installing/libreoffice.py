"""Putting the add-on into LibreOffice of the user, and taking it out; LibreOffice's own program `unopkg` does both."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ..pdf.libreoffice import office
from .extension import IDENTIFIER, extension

FILE = "xlrecords.oxt"
SECONDS = 180
"""Time limit of a call; the first one of a new user makes the whole profile."""
NO_OFFICE = (
    "LibreOffice здесь не найден. Установите LibreOffice 7.4 или новее с сайта libreoffice.org или из пакетов системы и повторите. "
    "Кнопки в Excel: xlrecords install excel."
)
NO_UNOPKG = "В этой установке LibreOffice нет программы unopkg ({place}). Установите LibreOffice целиком и повторите."
NO_PYTHON = "В этой установке LibreOffice нет Python, без него кнопки не работают. Установите пакет python3-uno и повторите."
AS_ROOT = "Кнопки ставит себе тот, кто будет ими пользоваться. Выполните команду под своим именем, а не под root и без sudo."
TOO_LONG = "LibreOffice не ответил за {minutes} мин. Закройте все его окна и повторите."
LOCKED = "Профиль LibreOffice занят. Закройте все его окна и повторите. Если они закрыты, удалите файл {lock} и повторите."
REFUSED = "LibreOffice не выполнил команду. Закройте все его окна и повторите. Он сообщил: {said}"
PUT = "Кнопки поставлены в LibreOffice: {program}"
RENEWED = "Кнопки в LibreOffice обновлены: {program}"
TO_PYTHON = "Python: {path}"
AGAIN = "Закройте все окна LibreOffice и откройте снова: в таблицах появятся панель и меню «Учёт». Что-то не так — xlrecords doctor."
TAKEN = "Кнопки убраны из LibreOffice. Закройте все его окна и откройте снова."
NOT_THERE = "Кнопок в LibreOffice нет: убирать нечего."


class InstallError(Exception):
    """It did not come about; the text is for the user."""


@dataclass(frozen=True, slots=True)
class Status:
    """What there is of LibreOffice on this computer.

    Attributes:
        program: Path of LibreOffice; empty: it is not installed.
        version: Version of the add-on in the profile of this user; empty: it is not there, or not registered.
        trouble: What kept from looking, a text for the user; empty: nothing.
    """

    program: str = ""
    version: str = ""
    trouble: str = ""


def install(interpreter: str, profile: Path | None = None) -> tuple[str, ...]:
    """Put the add-on into the profile of the user; an older one there is replaced. Open windows of LibreOffice do not matter.

    Args:
        interpreter: Python that has xlrecords.
        profile: Profile of LibreOffice; None: the user's own.

    Returns:
        Lines that tell what was done.

    Raises:
        InstallError: It did not come about, and nothing was changed.
    """
    program = _program()
    known = _version(_unopkg(program, profile, "list"))
    with tempfile.TemporaryDirectory(prefix="xlrecords-", ignore_cleanup_errors=True) as folder:
        package = Path(folder) / FILE
        package.write_bytes(extension(interpreter))
        _unopkg(program, profile, "add", "--force", "--suppress-license", str(package))
    return (RENEWED if known else PUT).format(program=program), TO_PYTHON.format(path=interpreter), AGAIN


def uninstall(profile: Path | None = None) -> tuple[str, ...]:
    """Take the add-on out of the profile of the user.

    Args:
        profile: Profile of LibreOffice; None: the user's own.

    Returns:
        Lines that tell what was done.

    Raises:
        InstallError: It did not come about.
    """
    program = _program()
    if not _version(_unopkg(program, profile, "list"), registered=False):
        return (NOT_THERE,)
    _unopkg(program, profile, "remove", IDENTIFIER)
    return (TAKEN,)


def status(profile: Path | None = None) -> Status:
    """What there is; nothing is changed.

    Args:
        profile: Profile of LibreOffice; None: the user's own.
    """
    found = office()
    if found is None:
        return Status()
    try:
        return Status(found.program, _version(_unopkg(_program(), profile, "list")))
    except InstallError as error:
        return Status(found.program, trouble=str(error))


def _program() -> str:
    """LibreOffice that can take an add-on from this user.

    Raises:
        InstallError: There is none, it has no Python, or the user is root, from whom it takes none.
    """
    found = office()
    if found is None:
        raise InstallError(NO_OFFICE)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        raise InstallError(AS_ROOT)
    # Systems with packages may have LibreOffice without its bridge to Python; elsewhere Python comes with it.
    if sys.platform == "linux" and _beside(found.program, "soffice.bin") and not _beside(found.program, "pythonloader.py"):
        raise InstallError(NO_PYTHON)
    return found.program


def _beside(program: str, name: str) -> Path | None:
    """A file in the folder of LibreOffice's programs."""
    path = Path(program).resolve().with_name(name)
    return path if path.is_file() else None


def _unopkg(program: str, profile: Path | None, *arguments: str) -> str:
    """Run `unopkg` and give what it wrote.

    Raises:
        InstallError: It is not there, did not end, or refused.
    """
    # On Windows «.com» is the one that waits and writes to the console.
    path = _beside(program, "unopkg.com") or _beside(program, "unopkg") or shutil.which("unopkg")
    if path is None:
        raise InstallError(NO_UNOPKG.format(place=Path(program).resolve().parent))
    own = [] if profile is None else [f"-env:UserInstallation={profile.absolute().as_uri()}"]
    environment = os.environ | ({} if os.name == "nt" else {"LC_ALL": "C.UTF-8"})
    # A pipe would be held open by a LibreOffice that this call may start; a file is not waited for.
    with tempfile.TemporaryFile() as told:
        try:
            code = subprocess.run(
                [str(path), *arguments, *own], stdin=subprocess.DEVNULL, stdout=told, stderr=told, timeout=SECONDS, env=environment
            ).returncode
        except subprocess.TimeoutExpired as error:
            raise InstallError(TOO_LONG.format(minutes=SECONDS // 60)) from error
        except OSError as error:
            raise InstallError(REFUSED.format(said=error.strerror)) from error
        told.seek(0)
        text = told.read().decode("utf-8", errors="replace")
    if code:
        raise InstallError(_refusal(text))
    return text


def _refusal(text: str) -> str:
    """What to do about what `unopkg` wrote."""
    if lock := re.search(r"^(.*[/\\]\.lock)\s*$", text, re.MULTILINE):
        return LOCKED.format(lock=lock[1])
    lines = [line.strip().removeprefix("ERROR: ") for line in text.splitlines()]
    return REFUSED.format(said=next((line for line in lines if line and not line.startswith("Warning:")), "ничего"))


def _version(listed: str, registered: bool = True) -> str:
    """Version of the add-on in the list that `unopkg` wrote; empty if it is not there.

    Args:
        listed: The list: a block of lines «name: value» for each add-on.
        registered: Whether one that is there but does not work counts as none.
    """
    _, _, block = listed.partition(f"Identifier: {IDENTIFIER}")
    block = block.partition("Identifier: ")[0]
    if registered and "is registered: yes" not in block:
        return ""
    version = re.search(r"Version: (\S+)", block)
    return version[1] if version else ""

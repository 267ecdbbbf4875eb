"""The computer, as far as installing and «Готовность» ask about it; tests play another one."""

from __future__ import annotations

import os
import shutil
import struct
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

WINDOWS, MAC, OTHER = "windows", "mac", "other"
REMOTE_DRIVE = 4
"""Type of a drive of the network, as Windows numbers them."""


def _no_registry(key: str, name: str) -> object:
    return None


def _no_mark(path: Path) -> str:
    return ""


@dataclass(frozen=True)
class Machine:
    """A computer and its user.

    Attributes:
        system: WINDOWS, MAC or OTHER.
        home: Folder of the user.
        appdata: Folder of the user's programs on Windows (%APPDATA%).
        interpreter: Full path of the Python that runs this.
        python: Version of Python.
        bits: 64 or 32.
        letters: Encoding of the texts that VBA reads from files.
        registry: Value of a name below a key of the current user in the registry of Windows; None: there is none.
        mark: Text of the mark that Windows puts on a file that came from the Internet; empty: there is none.
        remote: Whether a path is on the network.
        writable: Whether a file can be made in a folder, or in the nearest folder above that is there.
        free: Free room where a path is, in bytes.
    """

    system: str
    home: Path
    appdata: Path
    interpreter: str
    python: tuple[int, int, int] = (3, 11, 0)
    bits: int = 64
    letters: str = "utf-8"
    registry: Callable[[str, str], object] = _no_registry
    mark: Callable[[Path], str] = _no_mark
    remote: Callable[[Path], bool] = lambda path: False
    writable: Callable[[Path], bool] = lambda path: True
    free: Callable[[Path], int] = lambda path: 2**40

    @property
    def startup(self) -> Path | None:
        """Folder whose workbooks Excel opens by itself; it is one that Excel trusts. None: no Excel on such a system."""
        if self.system == WINDOWS:
            return self.appdata / "Microsoft" / "Excel" / "XLSTART"
        if self.system == MAC:
            content = self.home / "Library" / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized"
            return content / "Startup.localized" / "Excel"
        return None

    @property
    def settings(self) -> Path | None:
        """The user's file of settings that the add-in reads."""
        if self.system == WINDOWS:
            return self.home / ".xlrecords" / "xlrecords.conf"
        if self.system == MAC:
            return self.home / "Library" / "Containers" / "com.microsoft.Excel" / "Data" / "xlrecords.conf"
        return None

    @property
    def scripts(self) -> Path | None:
        """Folder of the scripts that Excel for Mac may start."""
        return self.home / "Library" / "Application Scripts" / "com.microsoft.Excel" if self.system == MAC else None


def this_machine(environment: Mapping[str, str] = os.environ) -> Machine:
    """The computer that this runs on."""
    system = {"win32": WINDOWS, "darwin": MAC}.get(sys.platform, OTHER)
    home = Path(environment.get("USERPROFILE" if system == WINDOWS else "HOME") or Path.home())
    appdata = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
    return Machine(
        system, home, appdata, sys.executable, sys.version_info[:3], struct.calcsize("P") * 8,
        # VBA reads files in the code page of Windows; what it takes on a Mac is nowhere said.
        {WINDOWS: "mbcs", MAC: "ascii"}.get(system, "utf-8"), _registry, _mark, _remote, can_write, _free,
    )  # fmt: skip


def nearest(path: Path) -> Path:
    """The folder itself, or the nearest one above that is there."""
    return next((place for place in (path, *path.parents) if place.is_dir()), Path())


def can_write(folder: Path) -> bool:
    """Whether a file can be made there: one is made, and taken away."""
    try:
        with tempfile.NamedTemporaryFile(prefix=".xlrecords-", dir=nearest(folder)):
            return True
    except OSError:
        return False


def _free(path: Path) -> int:
    return shutil.disk_usage(nearest(path.absolute())).free


def _registry(key: str, name: str) -> object:
    if sys.platform == "win32":
        import winreg

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    return None


def _mark(path: Path) -> str:
    if sys.platform == "win32":
        with suppress(OSError):
            return Path(f"{path}:Zone.Identifier").read_text(errors="replace")
    return ""


def _remote(path: Path) -> bool:
    """A path of the network by its look, or by the type of its drive."""
    if str(path).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{path.absolute().drive}\\") == REMOTE_DRIVE)
    return False

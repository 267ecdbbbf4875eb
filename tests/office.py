"""A private LibreOffice for tests: own profile, own pipe, ended by its own process object; reached through the system's `uno`.

`uno` fits an interpreter of the same minor version only; a test that asks for it is skipped elsewhere, and fails where
LibreOffice is required.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Self

import pytest

PROGRAMS = ("/usr/lib/libreoffice/program", "/opt/libreoffice/program")
MODULES = ("/usr/lib/python3/dist-packages", *PROGRAMS)
"""Where systems put `uno.py`; `UNO_PATH` names another place."""


@cache
def uno() -> ModuleType:
    """The module `uno`; the test is skipped where it cannot be loaded, and fails where LibreOffice is required."""
    for place in filter(None, (os.environ.get("UNO_PATH"), *MODULES)):
        path = Path(place, "uno.py")
        if path.is_file():
            sys.path += [program for program in PROGRAMS if program not in sys.path]
            with suppress(ImportError):
                return _load("uno", path)
    if os.environ.get("XLRECORDS_OFFICE") == "required":
        pytest.fail("the module uno is required here and was not found")
    pytest.skip("the module uno is not installed for this interpreter")


def _load(name: str, path: Path) -> ModuleType:
    """One module of the system, without the folder it lies in: other packages of the system must not be found."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def unohelper() -> ModuleType:
    """The module `unohelper`, which lies beside `uno`."""
    return _load("unohelper", Path(str(uno().__file__)).with_name("unohelper.py"))


def properties(**values: object) -> tuple[Any, ...]:
    """Property values, as calls of LibreOffice take them."""
    made = []
    for name, value in values.items():
        item = uno().createUnoStruct("com.sun.star.beans.PropertyValue")
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


class Office:
    """A running LibreOffice: `with Office() as office: office.open(path)`.

    Attributes:
        profile: Folder of its profile; a fresh one, if none is given, goes at the end.
        context: Its component context.
        desktop: Its desktop.
    """

    context: Any
    desktop: Any

    def __init__(self, profile: Path | None = None, env: Mapping[str, str] | None = None, options: Sequence[str] = ("--headless",)) -> None:
        uno()
        self._own = tempfile.mkdtemp(prefix="profile-") if profile is None else ""
        self.profile = Path(profile or self._own).absolute()
        self._pipe = "xlr" + uuid.uuid4().hex[:12]
        self.process = subprocess.Popen(
            [
                "soffice", *options, "--norestore", "--nologo", "--nodefault", "--nofirststartwizard",
                f"-env:UserInstallation={self.profile.as_uri()}", f"--accept=pipe,name={self._pipe};urp;",
            ],
            env=None if env is None else dict(env), process_group=0, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def __enter__(self) -> Self:
        local = uno().getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        deadline = time.monotonic() + 90
        while True:
            try:
                self.context = resolver.resolve(f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    self._end()
                    raise
                time.sleep(0.05)
        self.desktop = self.service("com.sun.star.frame.Desktop")
        return self

    def __exit__(self, *error: object) -> None:
        with suppress(Exception):
            self.desktop.terminate()
        self._end()

    def _end(self) -> None:
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, 9)
            self.process.wait(20)
        if self._own:
            shutil.rmtree(self._own, ignore_errors=True)

    def service(self, name: str) -> Any:
        """A service of LibreOffice."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def open(self, path: Path, **options: object) -> Any:
        """A document; it answers nothing at all for a stale lock or an unknown format, so that is looked at here."""
        document = self.desktop.loadComponentFromURL(path.absolute().as_uri(), "_blank", 0, properties(**options))
        assert document is not None, f"LibreOffice did not open {path.name}"
        return document

    def dispatch(self, document: Any, url: str) -> None:
        """What the click on a button of that command does."""
        self.service("com.sun.star.frame.DispatchHelper").executeDispatch(document.CurrentController.Frame, url, "", 0, ())

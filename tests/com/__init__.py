"""The real engine of xlwings for Windows over a stand-in for Excel: what COM itself does can be seen without Windows.

`windows(excel)` gives an application of xlwings. All calls go through the code that runs in schools, `xlwings._xlwindows`; only what
pywin32 would reach is played, by `model`.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import importlib.util
import sys
import types
from functools import cache
from typing import Any
from unittest import mock

import xlwings as xw

from .model import Com, ComError, Excel


class _Anything(types.ModuleType):
    """A module of pywin32 of which nothing is used."""

    def __getattr__(self, name: str) -> Any:
        return mock.MagicMock(name=name)


def _pywin32() -> dict[str, types.ModuleType]:
    names = ("pywintypes", "win32api", "win32con", "pythoncom", "win32gui", "win32process", "win32timezone", "win32com", "win32com.client")
    found: dict[str, Any] = {name: _Anything(name) for name in (*names, "xlwings._win32patch")}
    found["pywintypes"].com_error = found["pythoncom"].ole_error = ComError
    found["pywintypes"].TimeType = dt.datetime
    found["pythoncom"].__file__ = None
    found["win32com"].client = found["win32com.client"]
    found["win32com.client"].CDispatch = Com
    found["win32com.client"].DispatchBaseClass = found["xlwings._win32patch"].CoClassBaseClass = type("Other", (), {})
    found["win32process"].GetWindowThreadProcessId = lambda window: (0, window)
    found["win32timezone"].TimeZoneInfo = types.SimpleNamespace(utc=lambda: dt.UTC)
    return found


@cache
def engine() -> Any:
    """The module of xlwings, loaded beside the package."""
    spec = importlib.util.find_spec("xlwings._xlwindows")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    places = {name: mock.MagicMock() for name in ("oledll", "windll", "PyDLL")}
    with mock.patch.dict(sys.modules, _pywin32()), mock.patch.multiple(ctypes, create=True, **places), mock.patch("atexit.register"):
        spec.loader.exec_module(module)
    return module


def windows(excel: Excel) -> xw.App:
    """Excel as an application of xlwings, reached as `RunPython` reaches it: through the wrapper that tries again while Excel is busy."""
    module = engine()
    return xw.App(impl=module.App(xl=module.COMRetryObjectWrapper(excel)))

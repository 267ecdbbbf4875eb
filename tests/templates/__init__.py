"""Forms such as schools have used for years, each with the thing that breaks when a template is filled.

A module here is a form: its docstring names the thing, `build()` gives the workbook with placeholders, `FACTS` what it
is filled with, `check(filled)` asserts what must hold after that. `VALUES`, where there are formulas, says what an office
program must calculate in the filled workbook: {"Лист!F8": 63}.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

NAMES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in ("__init__", "common")))
pytest.register_assert_rewrite(*(f"{__name__}.{name}" for name in (*NAMES, "common")))

FORMS: tuple[ModuleType, ...] = tuple(import_module(f".{name}", __name__) for name in NAMES)

"""The door of Excel: functions of the worksheet, their wizard, and what is said without Excel."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import xlwings as xw

from xlrecords import addin
from xlrecords.attestation.figures import reason
from xlrecords.book import Cell

from .engine import application

Rows = list[list[Cell]]
MARKS: Rows = [[5.0, "н", "5/4"], ["", "4", 3.0]]
WITH_NA: Rows = [[5.0], [3.0], ["н/а"], ["осв"], ["зач"]]


@pytest.mark.parametrize(
    ("function", "rows", "value"),
    [
        (addin.СРБАЛЛ, MARKS, 4.2),
        (addin.СРБАЛЛ, [[5.0, 4.0, 4.0]], 4.33),
        (addin.СРБАЛЛ, [["5✕2", 4.0]], 4.67),
        (addin.СРБАЛЛ, [[5.0] + [4.0] * 7], 4.13),  # 4,125: an exact half goes up
        (addin.КАЧЕСТВО, MARKS, 0.8),
        (addin.УСПЕВАЕМОСТЬ, [[5.0, 2.0, 3.0]], 0.6667),
        (addin.УСПЕВАЕМОСТЬ, WITH_NA, 0.6667),
        (addin.СРБАЛЛ, WITH_NA, 4.0),
        (addin.СОУ, [[5.0, 4.0, 3.0, 2.0]], 0.54),
        (addin.СОУ, WITH_NA, 0.4533),
        (addin.СРБАЛЛ, [["", "н"], [None, "."]], ""),
        (addin.КАЧЕСТВО, [[5.0, 6.0]], "Не отметка: «6»"),
        (addin.СОУ, [[5.0, "#REF!"]], "Не отметка: «#REF!»"),
    ],
)
def test_figures_of_a_range(function: Any, rows: Any, value: object) -> None:
    assert function(rows) == value


def test_why_tells_marks_formula_and_clause() -> None:
    assert reason(MARKS, "СРБАЛЛ") == (
        "Средний балл 4,20: сумма отметок 21, делённая на их число 5. Учтены: 5, 5, 4, 4, 3. Пустые клетки, пропуски, «зач» и «осв» "
        "не учитываются, «н/а» — учтённая неуспеваемость. Основание: п. 3.2.1, 4.1 Положения."
    )
    assert reason(WITH_NA, "КАЧЕСТВО").startswith("Качество знаний 33,33 %: «5» и «4»: 1 из 3. Учтены: 5, 3, н/а.")
    assert reason([[5.0, 4.0, 4.0]], "СОУ").startswith("Степень обученности (СОУ) 76,00 %: по В. П. Симонову: (1×100 + 2×64) % на 3.")
    assert reason([["", "н"]]) == "Отметок в этих клетках нет."
    assert reason([["ы"]]) == "Не рассчитано: «ы» — не отметка. Исправьте клетку."


@pytest.mark.office
def test_why_of_a_cell_asks_its_function_for_the_range(office: str) -> None:
    book = application().books.add()
    sheet = book.sheets[0]
    sheet["A1"].value = [[5, "н", 4, 3]]
    assert addin.ПОЧЕМУ(sheet["A1:D1"]).startswith("Средний балл 4,00: сумма отметок 12, делённая на их число 3. Качество знаний 66,67 %")
    sheet["E1"].formula = "=СРБАЛЛ(A1:D1)"
    name, marks = addin._asked(sheet["E1"])
    assert (name, marks.get_address(False, False)) == ("СРБАЛЛ", "A1:D1")
    book.close()


WRAPPER = """
import sys, types
class Anything(types.ModuleType):
    def __getattr__(self, name):
        return type(name, (), {}) if name[0].isupper() else Exception if name.endswith("error") else lambda *a, **k: None
for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
    sys.modules[name] = Anything(name)
import io
import xlwings as xw
from xlwings import conversion, udfs
xw.func, xw.arg = udfs.xlfunc, udfs.xlarg
from xlrecords import addin
made = io.StringIO()
udfs.generate_vba_wrapper("xlrecords.addin", addin, made, types.SimpleNamespace(Name="xlrecords.xlam"))
print(made.getvalue())
for name in ("СРБАЛЛ", "КАЧЕСТВО", "УСПЕВАЕМОСТЬ", "СОУ", "ПОЧЕМУ"):
    function = getattr(addin, name).__xlfunc__
    print(name, function["category"], len(function["ret"]["doc"]), function["args"][0]["doc"])
options = addin.СРБАЛЛ.__xlfunc__["args"][0]["options"]
print(options["ndim"], conversion.accessors[options["convert"]].__name__)
print(conversion.accessors[addin.СРБАЛЛ.__xlfunc__["ret"]["options"]["convert"]].__name__)
print(conversion.accessors[addin.ПОЧЕМУ.__xlfunc__["args"][0]["options"]["convert"]].__name__)
"""


def test_the_wizard_of_xlwings_knows_the_functions() -> None:
    """Its own generator, with the modules of Windows left empty: names, arguments, texts that fit."""
    done = subprocess.run([sys.executable, "-c", WRAPPER], capture_output=True, text=True, check=True, env={"PYTHONIOENCODING": "utf-8"})
    text = done.stdout
    for name in ("СРБАЛЛ", "КАЧЕСТВО", "УСПЕВАЕМОСТЬ", "СОУ"):
        assert f"Function {name}(отметки)" in text
        assert f'{name} = XLPy.CallUDF("xlrecords.addin", "{name}", Array(отметки), ActiveWorkbook, Application.Caller)' in text
        (line,) = (line for line in text.splitlines() if line.startswith(f"{name} Учёт"))
        assert int(line.split()[2]) <= 255
    assert "Function ПОЧЕМУ(клетки)" in text
    assert text.splitlines()[-3:] == ["2 ValueAccessor", "ValueAccessor", "RangeAccessor"]


def test_without_excel_a_sentence_is_said() -> None:
    done = subprocess.run([sys.executable, "-c", "import xlrecords.addin as a; a.run('check-book')"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == addin.NO_EXCEL


def test_nothing_of_the_paid_part_of_xlwings_is_used() -> None:
    """xlwings itself looks for a licence in `pro.utils`; engines, readers and reports of that part stay out."""
    named = "*(name for name in sys.modules if name.startswith('xlwings.pro'))"
    code = f"import sys, xlrecords.addin, xlrecords.books.excel, xlwings; print(xlwings.__pro__, {named})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() in (["False"], ["False", "xlwings.pro.utils"])


def test_the_application_of_tests_is_the_one_in_front(office: str) -> None:
    assert xw.apps.active == application()

"""Builds the add-in of Excel and the workbook to try it in, without Excel, out of the texts beside this file.

`python macros/build.py` writes `dist/xlrecords.xlam` and `dist/xlrecords-demo.xlsm`; neither names a Python: the file of settings
that `xlrecords install excel` writes does. `python macros/build.py --ribbon` writes the ribbon, the macros and the drawing of
the ribbon anew after the list of buttons changed.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from xlrecords.installing.addin import build
from xlrecords.installing.ribbon import MACROS, macros, ribbon
from xlrecords.installing.scheme import scheme

HERE = Path(__file__).resolve().parent
PRODUCTS = {"xlrecords.xlam": "xlam", "xlrecords-demo.xlsm": "xlsm"}


def renew(folder: Path) -> None:
    """Write the texts that are made of the list of buttons."""
    (folder / "ribbon.xml").write_text(ribbon(), encoding="utf-8")
    (folder / f"{MACROS}.bas").write_text(macros(), encoding="ascii")
    (folder.parent / "pictures" / "ribbon.svg").write_text(scheme(), encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Build, or renew the ribbon."""
    if arguments == ["--ribbon"]:
        renew(HERE / "excel")
        return
    dist = HERE.parent / "dist"
    dist.mkdir(exist_ok=True)
    for name, kind in PRODUCTS.items():
        data = build(kind, HERE)
        (dist / name).write_bytes(data)
        print(f"{name}: {len(data)} байт, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main(sys.argv[1:])

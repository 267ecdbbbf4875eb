"""Looks at PDF/A files: a screen of what is plainly wrong, for any part, and the validator of PDFBox, for part 1b."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

JAVA = Path("/usr/share/java")
JARS = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")
"""What `libpdfbox2-java libactivation-java libjaxb-api-java` of Debian bring."""
VALIDATOR = "org.apache.pdfbox.preflight.Validator_A1b"
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
FORBIDDEN = ("/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData")


def screen(pdf: bytes, standard: str = "2b") -> list[str]:
    """What is plainly wrong with a file as PDF/A, sorted; none is no proof that it conforms.

    Args:
        pdf: The file.
        standard: Part and level that it must claim.
    """
    faults = set(_start(pdf))
    with pikepdf.open(BytesIO(pdf)) as file:
        faults |= set(_document(file, standard))
        for item in file.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                faults |= set(_thing(item, standard))
    return sorted(faults)


def _start(pdf: bytes) -> Iterator[str]:
    """The first two lines: a version, and a comment with four bytes that no text has."""
    first, second = pdf[:64].splitlines()[:2]
    if not re.match(rb"%PDF-1\.[4-7]", first):
        yield "no header"
    if len(second) < 5 or not second.startswith(b"%") or min(second[1:5]) < 128:
        yield "no binary comment after the header"


def _document(file: pikepdf.Pdf, standard: str) -> Iterator[str]:
    metadata = file.open_metadata()
    claimed = f"{metadata.get('pdfaid:part')}{str(metadata.get('pdfaid:conformance')).lower()}"
    if claimed != standard:
        yield f"claims {claimed}"
    if file.is_encrypted:
        yield "encrypted"
    if "/ID" not in file.trailer:
        yield "no /ID"
    intents = file.Root.get("/OutputIntents") or []
    if not any(intent.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in intent for intent in intents):
        yield "no output intent with a profile"
    for key, name in (("/Title", "dc:title"), ("/Producer", "pdf:Producer"), ("/Keywords", "pdf:Keywords")):
        if key in file.docinfo and str(file.docinfo[key]) != str(metadata.get(name)):
            yield f"{key} differs from {name}"
    if "/Lang" not in file.Root:
        yield "no language"


def _thing(item: pikepdf.Object, standard: str) -> Iterator[str]:
    kind, subtype = item.get("/Type"), item.get("/Subtype")
    if kind == "/Font" and subtype == "/Type0" and "/ToUnicode" not in item:
        yield "a font whose text cannot be copied"
    if kind == "/Font" and subtype not in ("/Type0", "/Type3"):
        descriptor = item.get("/FontDescriptor")
        if descriptor is None or not any(name in descriptor for name in FONT_FILES):
            yield "a font that is not embedded"
    if item.get("/S") in FORBIDDEN:
        yield f"action {item.get('/S')}"
    if isinstance(item, pikepdf.Stream) and "/LZWDecode" in str(item.get("/Filter", "")):
        yield "LZW"
    if isinstance(item, pikepdf.Stream) and "/F" in item:
        yield "a stream outside the file"
    if kind == "/Annot" and subtype != "/Popup" and not int(item.get("/F", 0)) & 4:
        yield "an annotation that is not printed"
    if kind == "/Filespec" and "/EF" in item and standard[0] != "3":
        yield "an attachment"
    if standard[0] == "1" and kind == "/ObjStm":
        yield "an object stream in part 1"
    if standard[0] == "1" and kind != "/Mask" and item.get("/SMask") not in (None, "/None"):
        yield "transparency in part 1"


def preflight(pdf: bytes) -> str:
    """What PDFBox Preflight says against a file as PDF/A-1b; empty: it is valid.

    The test is skipped where Java or the jars are not there, and fails if the environment says `XLRECORDS_PREFLIGHT=required`.
    """
    jars = [JAVA / f"{name}.jar" for name in JARS]
    missing = [jar.name for jar in jars if not jar.exists()] + ([] if shutil.which("java") else ["java"])
    if missing:
        said = f"no {', '.join(missing)}: install libpdfbox2-java libactivation-java libjaxb-api-java and a Java runtime"
        (pytest.fail if os.environ.get("XLRECORDS_PREFLIGHT") == "required" else pytest.skip)(said)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "paper.pdf")
        path.write_bytes(pdf)
        command = ["java", "-cp", ":".join(map(str, jars)), VALIDATOR, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    said = (done.stdout + done.stderr).strip()
    return "" if done.returncode == 0 and "is a valid PDF/A-1b file" in said else said or "no answer"


def spoiled(pdf: bytes, *names: str) -> bytes:
    """A file whose fonts lack entries such as `FONT_FILES` or «/ToUnicode»."""
    with pikepdf.open(BytesIO(pdf)) as file:
        for item in file.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") in ("/Font", "/FontDescriptor"):
                for name in names:
                    if name in item:
                        del item[name]
        stream = BytesIO()
        file.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return stream.getvalue()

"""PDF by LibreOffice, which keeps the look of a workbook to the last line. The user's profile and open windows are left alone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from glob import glob
from pathlib import Path

BATCH = 40
"""Workbooks in one call."""
START_SECONDS = 60.0
FILE_SECONDS = 10.0
"""Time limit of a call: to start, and more for each workbook."""
PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice*/program/soffice",
)
"""Where LibreOffice lies when it is not on the PATH."""
SETTINGS = {
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode"): "0",
    ("Office.Calc/Formula/Load", "ODFRecalcMode"): "0",
    ("Office.Calc/Content/Update", "Link"): "2",
    ("Office.Common/Security/Scripting", "DisableMacrosExecution"): "true",
    ("Office.Common/Security/Scripting", "MacroSecurityLevel"): "3",
    ("Setup/L10N", "ooSetupSystemLocale"): "ru-RU",
}
"""All formulas are computed on load; links are not followed, macros do not run; numbers and dates are Russian."""


@dataclass(frozen=True, slots=True)
class Office:
    """LibreOffice on this machine: the path of its program."""

    program: str


def office() -> Office | None:
    """LibreOffice, or None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        if path := shutil.which(name):
            return Office(path)
    return next((Office(path) for place in PLACES for path in sorted(glob(place))), None)


def converted(workbooks: Iterable[tuple[str, bytes]], program: Office) -> Iterator[tuple[str, bytes | None]]:
    """Names of workbooks with their PDF each, None where LibreOffice could not make one.

    The order is kept. Workbooks go to LibreOffice in batches, as copies under their own names (a header may show them);
    those that come to nothing are tried once more alone, for a crash over one takes the rest of its batch along.

    Args:
        workbooks: File name and bytes of each.
        program: What makes the PDF.
    """
    with tempfile.TemporaryDirectory(prefix="xlrecords-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        profile = write_profile(folder / "profile")
        for batch in batches(workbooks):
            made = convert_batch(batch, folder, profile, program)
            for name, data in batch:
                pdf = made.get(stem(name))
                if pdf is None and len(batch) > 1:
                    pdf = convert_batch([(name, data)], folder, profile, program).get(stem(name))
                yield name, pdf


def stem(name: str) -> str:
    """Name of a file without its ending, by which LibreOffice names the PDF; case is no difference on some disks."""
    return Path(name).stem.casefold()


def batches(workbooks: Iterable[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    """Workbooks by the call; in none are two that would give PDFs of one name."""
    batch: dict[str, tuple[str, bytes]] = {}
    for name, data in workbooks:
        if len(batch) == BATCH or stem(name) in batch:
            yield list(batch.values())
            batch = {}
        batch[stem(name)] = (name, data)
    if batch:
        yield list(batch.values())


def convert_batch(batch: Sequence[tuple[str, bytes]], folder: Path, profile: Path, program: Office) -> dict[str, bytes]:
    """PDFs of one call by the stem of their names; what could not be made is not there."""
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as place:
        source, target = Path(place) / "in", Path(place) / "out"
        source.mkdir()
        target.mkdir()
        paths = [source / Path(name).name for name, _ in batch]
        for path, (_, data) in zip(paths, batch, strict=True):
            path.write_bytes(data)
        run(
            [program.program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
             "--convert-to", "pdf:calc_pdf_Export", "--outdir", str(target), *map(str, paths)],
            START_SECONDS + FILE_SECONDS * len(batch),
        )  # fmt: skip
        made = {stem(path.name): path.read_bytes() for path in target.glob("*.pdf")}
    return {name: pdf for name, pdf in made.items() if pdf.startswith(b"%PDF") and b"%%EOF" in pdf[-32:]}


def run(command: list[str], seconds: float) -> None:
    """Run LibreOffice; when time is up it ends with all its children. Success is judged by the files that are there."""
    # Without a locale of UTF-8, LibreOffice on Linux cannot open a file with a Cyrillic name.
    environment = os.environ | ({} if os.name == "nt" else {"LC_ALL": "C.UTF-8"})
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
    )
    try:
        process.wait(seconds)
    except BaseException as error:
        end(process)
        if not isinstance(error, subprocess.TimeoutExpired):
            raise


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that was started here, and its children."""
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def write_profile(profile: Path) -> Path:
    """Make a profile with our settings; returns its folder."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for (path, name), value in SETTINGS.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
    return profile

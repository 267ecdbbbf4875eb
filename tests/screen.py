"""A screen of its own for a real window: Xvfb, a window manager, hands that click and type, and eyes that find a picture on it."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest
from PIL import Image

PROGRAMS = ("Xvfb", "openbox", "xdotool", "import")
SIZE = (1366, 768)
"""The screen of a teacher's notebook."""
ALIKE = 8
"""How much a channel of a pixel may differ."""
FAR = 60.0
"""Seconds after which nothing is waited for any more."""


def artefacts(fallback: Path) -> Path:
    """Where pictures are kept: the folder that `XLRECORDS_ARTEFACTS` names, or that of the test."""
    folder = Path(os.environ.get("XLRECORDS_ARTEFACTS") or fallback)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def until(happens: Callable[[], Any], what: str, seconds: float = FAR) -> Any:
    """Ask again until something is there; the answer.

    Raises:
        AssertionError: It never was.
    """
    deadline = time.monotonic() + seconds
    while True:
        if answer := happens():
            return answer
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.15)


class Screen:
    """A screen nobody sees: `with Screen(folder) as screen: screen.click(*find(icon, screen.picture()))`.

    Attributes:
        env: Environment for programs that are to appear on it.
    """

    env: dict[str, str]

    def __init__(self, pictures: Path) -> None:
        missing = [program for program in PROGRAMS if shutil.which(program) is None]
        if missing and os.environ.get("XLRECORDS_OFFICE") == "required":
            pytest.fail(f"required here and not found: {', '.join(missing)}")
        if missing:
            pytest.skip(f"not installed: {', '.join(missing)}")
        self._pictures = pictures
        self._ends = ExitStack()

    def __enter__(self) -> Self:
        try:
            # The server takes the first number that is free, and says which.
            said, saying = os.pipe()
            size = "x".join(map(str, SIZE))
            command = ["Xvfb", "-displayfd", str(saying), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
            self._start(command, pass_fds=[saying])
            os.close(saying)
            with os.fdopen(said) as answer:
                number = answer.readline().strip()
            self.env = os.environ | {"DISPLAY": f":{number}", "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": self._folder(), "NO_AT_BRIDGE": "1"}
            self.env.pop("WAYLAND_DISPLAY", None)
            self._start(["openbox"], env=self.env)
        except BaseException:
            self._ends.close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._ends.close()

    def _folder(self) -> str:
        return self._ends.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))

    def _start(self, command: list[str], **options: Any) -> None:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0, **options)
        self._ends.callback(_end, process)

    def hands(self, *arguments: object) -> str:
        """What xdotool does, and what it says."""
        done = subprocess.run(["xdotool", *map(str, arguments)], env=self.env, capture_output=True, text=True, timeout=FAR)
        return done.stdout.strip()

    def window(self, title: str) -> str:
        """Number of the visible window whose title begins so; empty if there is none."""
        return self.hands("search", "--onlyvisible", "--name", f"^{title}").partition("\n")[0]

    def fill_with(self, window: str) -> None:
        """Make a window as large as the screen."""
        self.hands("windowactivate", "--sync", window, "key", "--window", window, "super")
        self.hands("windowmove", window, 0, 0, "windowsize", window, SIZE[0], SIZE[1] - 23)

    def focus(self, window: str) -> None:
        """Bring a window in front; keys go to it."""
        self.hands("windowactivate", "--sync", window)

    def click(self, x: int, y: int) -> None:
        """Press the left button there."""
        self.hands("mousemove", x, y, "click", 1)

    def point(self, x: int, y: int) -> None:
        """Rest there, as somebody does who waits for a tip."""
        self.hands("mousemove", x - 3, y, "sleep", 0.3, "mousemove", x, y)

    def keys(self, *keys: str) -> None:
        """Press keys, one after another: «ctrl+z»."""
        self.hands("key", "--delay", 60, *keys)

    def picture(self) -> Image.Image:
        """What is on the screen."""
        data = subprocess.run(["import", "-window", "root", "png:-"], env=self.env, capture_output=True, check=True, timeout=FAR).stdout
        return Image.open(io.BytesIO(data)).convert("RGB")

    def keep(self, name: str, area: tuple[int, int, int, int] | None = None) -> Path:
        """Keep what is on the screen, or an area of it, as a small picture."""
        path = self._pictures / f"{name}.png"
        picture = self.picture()
        picture = picture if area is None else picture.crop(area)
        picture.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE).save(path, optimize=True)
        return path


def find(icon: Image.Image, picture: Image.Image) -> tuple[int, int] | None:
    """Middle of an icon on a picture of the screen, by its opaque pixels; None if it is not there."""
    shown = np.asarray(picture, dtype=np.int16)
    wanted = np.asarray(icon.convert("RGBA"), dtype=np.int16)
    ys, xs = np.mgrid[: shown.shape[0] - icon.height, : shown.shape[1] - icon.width].reshape(2, -1)
    for row, column in np.argwhere(wanted[..., 3] == 255):
        alike = np.abs(shown[ys + row, xs + column] - wanted[row, column, :3]).max(axis=1) <= ALIKE
        ys, xs = ys[alike], xs[alike]
    return (int(xs[0]) + icon.width // 2, int(ys[0]) + icon.height // 2) if len(xs) else None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait(10)

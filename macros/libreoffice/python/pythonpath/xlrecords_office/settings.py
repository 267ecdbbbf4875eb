"""What the installation wrote beside the component, and what tests put into the environment."""

import json
import os
import shutil
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
"""Folder of the add-on."""
PYTHON, LOG, QUIET, WAITING, TIMES = "XLRECORDS_PYTHON", "XLRECORDS_LOG", "XLRECORDS_NOBOX", "XLRECORDS_SYNC", "XLRECORDS_TIMES"
"""Variables of tests: another interpreter; a file that gets all messages; no windows; a press is over when its dispatch is;
a file that gets the seconds of each part of a press."""


def config():
    """The file `config.json`: interpreter, version, tips of the buttons."""
    try:
        with open(os.path.join(ROOT, "config.json"), encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def interpreter():
    """Path of the Python that has xlrecords; empty if there is none."""
    named = os.environ.get(PYTHON) or config().get("interpreter")
    return named or shutil.which("python3") or shutil.which("python") or ""


def is_set(name):
    """Whether a variable of tests is there."""
    return bool(os.environ.get(name))


def log(text):
    """Tests read here what users see."""
    _append(LOG, text)


class Timed:
    """Measure a part of a press: seconds that passed, and seconds of work of this thread."""

    def __init__(self, part):
        self._part = part

    def __enter__(self):
        self._begun, self._worked = time.perf_counter(), time.thread_time()

    def __exit__(self, *error):
        _append(TIMES, f"{self._part} {time.perf_counter() - self._begun:.6f} {time.thread_time() - self._worked:.6f}")


def _append(variable, text):
    path = os.environ.get(variable)
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text + "\n")

"""The talk with xlrecords: one process for all documents, started at the first press and kept warm. Knows nothing of `uno`."""

import json
import os
import subprocess
import threading
from contextlib import suppress

from . import settings

FOREIGN = (
    *("PYTHONPATH", "PYTHONHOME", "PYTHONEXECUTABLE", "PYTHONSTARTUP", "__PYVENV_LAUNCHER__"),
    *("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "URE_BOOTSTRAP", "UNO_PATH"),
)
"""Variables that LibreOffice sets for its own Python: with them another one does not find its modules."""
AGAIN = "Выполните ещё раз в командной строке: xlrecords install libreoffice"
UNTOUCHED = "Книга не изменена."
READY = "Нажмите кнопку ещё раз. Если это повторится, нажмите «Готовность»."


class WorkerError(Exception):
    """What a user is told when there is no answer."""


class Worker:
    """The process; used by one thread at a time.

    Attributes:
        titles: Titles of the buttons by tag, once it has started.
    """

    def __init__(self):
        self.process = None
        self.titles = {}
        self._known = None

    def press(self, tag, desk, progress, looks):
        """The answer to a press.

        Args:
            tag: The button.
            desk: Picture of the document.
            progress: Told how much of how much is done.
            looks: Gives colours for cells that are asked for.

        Raises:
            WorkerError: There is none; the text says why.
        """
        with settings.Timed("json"):
            line = _line({"press": tag, "desk": shortened(desk, self._known) if self._alive() else desk})
        if not self._alive() or not self._say(line):
            self.close()
            self._start()
            if not self._say(_line({"press": tag, "desk": desk})):
                raise WorkerError(self._gone())
        self._known = None
        with settings.Timed("worker"):
            answer = self._answer(progress, looks)
        if answer.get("tone") != "error":
            self._known = desk
        return answer

    def _answer(self, progress, looks):
        """Listen until the answer comes."""
        while True:
            message = self._hear()
            if message is None:
                self.close()
                raise WorkerError(f"Программа неожиданно остановилась. {UNTOUCHED}\n{READY}")
            if "progress" in message:
                progress(*message["progress"])
            elif "looks" in message:
                self._say(_line({"fills": looks(message["looks"])}))
            elif "answer" in message:
                return message["answer"]

    def close(self):
        """End the process: it ends by itself when nobody talks to it any more."""
        if self.process is not None:
            for stream in (self.process.stdin, self.process.stdout):
                with suppress(OSError):
                    stream.close()
            self.process = None

    def _alive(self):
        return self.process is not None and self.process.poll() is None

    def _start(self):
        python = settings.interpreter()
        environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        try:
            # -P: a Python file in the folder of a workbook must not be taken for a module.
            self.process = subprocess.Popen(
                [python, "-P", "-X", "utf8", "-m", "xlrecords.stdio"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except (OSError, ValueError) as error:
            raise WorkerError(f"Не найден Python программы: {python or 'путь не указан'}. {UNTOUCHED}\n{AGAIN}") from error
        # A pipe that nobody reads would fill up and stop the process.
        threading.Thread(target=_drain, args=(self.process.stderr,), daemon=True).start()
        ready = self._hear()
        if ready is None or "ready" not in ready:
            self.close()
            raise WorkerError(self._gone())
        self.titles = ready.get("titles", {})

    def _gone(self):
        return f"Программа xlrecords не запускается: {settings.interpreter()}. {UNTOUCHED}\n{AGAIN}"

    def _say(self, line):
        try:
            self.process.stdin.write(line)
            self.process.stdin.flush()
        except (OSError, ValueError):
            return False
        return True

    def _hear(self):
        """The next message; None at the end, or if it is none."""
        try:
            line = self.process.stdout.readline()
            return json.loads(line.decode("utf-8")) if line else None
        except (OSError, ValueError):
            return None


def shortened(desk, known):
    """A desk whose sheets say no more than that they are the same as in the one before: that is known of the same document."""
    if known is None or any(desk.get(part) != known.get(part) for part in ("path", "name", "epoch")):
        return desk
    before = {sheet["name"]: sheet for sheet in known["sheets"]}
    sheets = [{"name": sheet["name"], "same": True} if sheet == before.get(sheet["name"]) else sheet for sheet in desk["sheets"]]
    return {**desk, "sheets": sheets}


def _line(message):
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _drain(stream):
    with suppress(OSError, ValueError):
        while stream.read(4096):
            pass


WORKER = Worker()
"""The one of this LibreOffice."""

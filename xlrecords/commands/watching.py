"""The command «watch»: a workbook that is saved is checked, and a copy with marks appears beside it."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from threading import Event

from ..command import Outcome, Request
from .reading import TEMPLATES, find_books
from .settling import Settling

PAUSE = 0.05
"""Seconds between two looks at files that wait, where there is nothing else to do."""
ALIVE = 2.0
"""Seconds between two looks whether the folder is there."""
NETWORK = 5.0
"""Seconds between two looks into a folder of which the system does not tell what is saved."""


def watch(request: Request) -> Outcome:
    """Следить за папкой: сохранённая книга проверяется, рядом появляется копия «… (проверено)» с пометками.

    Для компьютеров, где макросы запрещены. Сама книга не меняется. Проверяется она с настройками и списком классов своей
    школы. Изменили их — по-новому проверяются книги, сохранённые после этого; чтобы проверить все, удалите копии и запустите
    команду снова. Копия, которую вы изменили, остаётся вашей, новая получает номер; открытая копия обновится, когда вы её
    закроете. Пустые бланки в папке «Шаблоны» пропускаются. Остановить: Ctrl+C.
    """
    folders = [path.resolve() for path in request.paths]
    if len(folders) != 1:
        return Outcome(lines=("Укажите одну папку.",), failed=True)
    if folders[0].is_file():
        return Outcome(lines=(f"«{folders[0].name}» — файл: укажите папку, в которой он лежит.",), failed=True)
    if not folders[0].is_dir():
        return Outcome(lines=(f"Папки «{folders[0].name}» нет: укажите папку с книгами.",), failed=True)
    watcher = _Watcher(folders[0], request)
    with suppress(KeyboardInterrupt):  # the usual end
        watcher.look_once() if request.once else watcher.go_on()
    return Outcome(lines=(watcher.goodbye(),), code=0)


class _Watcher:
    """One run of the command on a folder."""

    def __init__(self, top: Path, request: Request) -> None:
        from .reviewing import Reviewer

        self.top, self.request, self.tell = top, request, request.tell
        self.stop = request.stop or Event()
        self.reviewer = Reviewer(top, request.tell, waits=not request.once)
        self.settling = Settling(self.reviewer.review)

    def look_once(self) -> None:
        """Check what was saved since the last check."""
        self._add(self.top)
        while not self.settling.is_idle and not self.stop.wait(PAUSE):
            self.settling.look()

    def go_on(self) -> None:
        """Check what was saved since the last check, and then whatever is saved, until the run is stopped."""
        from .disks import is_remote

        self.tell(f"Слежу за папкой «{self.top.name}». Сохраняйте книги как обычно. Остановить: Ctrl+C.")
        every = self.request.poll
        if every is None and is_remote(self.top):
            every = NETWORK
            self.tell(f"Папка сетевая: просматриваю её каждые {every:g} с. Другой срок задаёт --poll.")
        while not self.stop.is_set():
            if not self.top.is_dir():
                self._wait_for_folder()
            elif not self._follow(every) and every is None and self.top.is_dir():
                every = NETWORK
                self.tell(f"Система не сообщает о сохранённых файлах: просматриваю папку каждые {every:g} с.")

    def _wait_for_folder(self) -> None:
        self.tell(f"Папка «{self.top.name}» недоступна. Жду, когда она появится.")
        while not self.stop.wait(ALIVE):
            if self.top.is_dir():
                self.tell(f"Папка «{self.top.name}» снова доступна.")
                return

    def _follow(self, every: float | None) -> bool:
        """Handle what is saved until the run is stopped or the folder is another one or gone; False if that cannot be followed.

        Args:
            every: Seconds between two looks; None: the system tells what is saved.
        """
        from .following import looked, told

        saved = told(self.top, self.stop) if every is None else looked(self.top, self.stop, every)
        seen, same, first = time.monotonic(), _identity(self.top), True
        try:
            for paths in saved:
                if first:  # from now on nothing is missed; what is there already comes first
                    self._add(self.top)
                    first = False
                for path in paths:
                    self._add(path)
                self.settling.look()
                if time.monotonic() - seen >= ALIVE:
                    seen, now = time.monotonic(), _identity(self.top)
                    if now is None or (every is None and now != same):
                        return True
        except (OSError, RuntimeError):
            self.stop.wait(ALIVE)
            return False
        return True

    def _add(self, path: Path) -> None:
        """Have a file looked at, or all workbooks of a folder."""
        for found in (found for _, found in find_books([path])) if path.is_dir() else (path,):
            file = Path(os.path.realpath(found.parent), found.name)  # the system may tell of it by a link to its folder
            if file.is_relative_to(self.top) and TEMPLATES not in file.relative_to(self.top).parts and file.is_file():
                self.settling.add(file)

    def goodbye(self) -> str:
        """What is told at the end."""
        from ..words import counted

        checks = counted(self.reviewer.checked, "книга")
        if self.request.once:
            return f"Проверено: {checks}." if self.reviewer.checked else "С прошлой проверки ничего не изменилось."
        return f"Слежение закончено. Проверено: {checks}. До свидания!"


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder it is, even if another one takes its name; None: there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino

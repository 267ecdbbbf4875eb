"""Door: the add-on of LibreOffice talks here, a JSON object a line, to a process that stays warm.

The first line from here is {"ready": version, "titles": those of the buttons by tag}. The add-on sends {"press": tag,
"desk": picture}; it gets any number of {"progress": [done, total]} and {"looks": [[sheet, cells]...]}, the latter answered
by {"fills": [[sheet, cell, colour]...]}, and at last {"answer": ...}. A sheet that is as it was in the desk before may come
as {"name": name, "same": true}. Nothing else is ever written to the standard output; the end of the input ends the process.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from . import __version__
from .book import Rows
from .books.plans import fit
from .books.snapshot import SnapshotBook, book_of
from .button import Answer, Desk, Tone
from .buttons import BUTTONS
from .difference import difference
from .edits import Edits, PlanError, Spot, to_json
from .tint import SHARES, WHITE, mixed

PAUSE = 0.1
"""Seconds between two lines of progress: more often nobody can look."""
UNTOUCHED = "Книга не изменена."
READY = "Нажмите «Готовность»: она скажет, что исправить."


class Talk:
    """The two ends of the talk: lines of JSON, in UTF-8."""

    def __init__(self, source: IO[bytes], target: IO[bytes]) -> None:
        self._source = source
        self._target = target
        self._told = 0.0

    def say(self, message: Mapping[str, Any]) -> None:
        """Send a line."""
        self.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")))

    def write(self, text: str) -> None:
        """Send a line that is JSON already."""
        self._target.write(text.encode("utf-8", "replace") + b"\n")
        self._target.flush()

    def lines(self) -> Iterator[bytes]:
        """Lines that come, to the end."""
        while line := self._source.readline():
            yield line

    def progress(self, done: int, total: int) -> None:
        """Tell how far the work is, now and then."""
        now = time.monotonic()
        if now - self._told >= PAUSE:
            self._told = now
            self.say({"progress": [done, total]})

    def looks(self, spots: Collection[Spot]) -> Mapping[Spot, str]:
        """Ask for the plain colours of cells.

        Raises:
            EOFError: Nobody is there any more.
        """
        by_sheet: dict[str, list[str]] = {}
        for sheet, cell in spots:
            by_sheet.setdefault(sheet, []).append(cell)
        self.say({"looks": [[sheet, cells] for sheet, cells in by_sheet.items()]})
        line = self._source.readline()
        if not line:
            raise EOFError
        return {(sheet, cell): colour for sheet, cell, colour in json.loads(line)["fills"]}


def serve(source: IO[bytes], target: IO[bytes], press: Callable[[str, Desk], Answer]) -> None:
    """Answer presses until the input ends.

    Args:
        source: Lines that come.
        target: Lines that go.
        press: What a tag and a desk lead to.
    """
    talk = Talk(source, target)
    known: dict[str, Rows] = {}
    for line in talk.lines():
        try:
            message = json.loads(line)
            if message.get("quit"):
                return
            answer = answered(message["press"], message["desk"], talk, press, known)
        except EOFError:
            return
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a panic of Rust is no Exception
            answer = packed(failed(error))
        talk.write(f'{{"answer":{answer}}}')


def answered(tag: str, desk: Mapping[str, Any], talk: Talk, press: Callable[[str, Desk], Answer], known: dict[str, Rows]) -> str:
    """The answer to a press, as JSON, once it is known that its plans can be carried out; `known` are the sheets of the last desk."""
    book = book_of(desk, talk.looks, known)
    known.clear()
    known.update(book.tables)
    path = Path(desk["path"]) if desk.get("path") else None
    front = Desk(
        book,
        path,
        saved=bool(desk.get("saved")),
        sheet=desk.get("sheet", ""),
        cell=desk.get("cell") or "A1",
        progress=talk.progress,
        editable=not desk.get("readonly"),
        hidden=frozenset(desk.get("hidden", ())),
    )
    answer = press(tag, front)
    try:
        fit(book, answer.steps)
    except PlanError as error:
        return packed(Answer(f"{error}\n{UNTOUCHED}", Tone.ERROR))
    return packed(replace(answer, steps=plain_steps(answer.steps, book)))


def failed(error: BaseException) -> Answer:
    """The answer to what nobody foresaw: its kind alone, for its text may hold names of people."""
    return Answer(f"Выполнить не удалось ({type(error).__name__}). {UNTOUCHED}\n{READY}", Tone.ERROR)


def packed(answer: Answer) -> str:
    """An answer as JSON."""
    told = {
        "text": answer.text,
        "tone": answer.tone.value,
        "goto": answer.goto,
        "open": [str(path.absolute()) for path in answer.open],
        "undo": answer.undo,
        "otherwise": answer.otherwise,
    }
    # Plans are JSON already, and may be long.
    return f'{json.dumps(told, ensure_ascii=False)[:-1]}, "steps": [{", ".join(map(to_json, answer.steps))}]}}'


def plain_steps(steps: Sequence[Edits], book: SnapshotBook) -> tuple[Edits, ...]:
    """Plans whose patterns are plain colours: mixed into what is behind them when their turn comes; what is there is left alone."""
    patterned = [(fill.sheet, fill.cell) for step in steps for fill in step.fills if fill.pattern in SHARES]
    colours = book.colours(patterned) if patterned else {}
    shown = dict(colours)
    return difference([_plain(step, shown) for step in steps], colours=colours)


def _plain(step: Edits, shown: dict[Spot, str]) -> Edits:
    """One plan; the colours of cells follow it."""
    fills = []
    for fill in step.fills:
        spot = (fill.sheet, fill.cell)
        colour = mixed(shown.get(spot, WHITE), fill.pattern, fill.colour) if fill.pattern in SHARES else fill.colour
        shown[spot] = colour
        fills.append(replace(fill, colour=colour, pattern="solid"))
    for unfill in step.unfills:
        if shown.get((unfill.sheet, unfill.cell)) == unfill.colour:
            del shown[unfill.sheet, unfill.cell]
    return replace(step, fills=tuple(fills))


def main() -> None:
    """Talk over the standard input and output, which nothing else may use: what is printed goes where errors go."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    with suppress(BrokenPipeError):
        Talk(source, target).say({"ready": __version__, "titles": {button.tag: button.title for button in BUTTONS}})
        from .presses import press

        serve(source, target, press)


if __name__ == "__main__":
    main()

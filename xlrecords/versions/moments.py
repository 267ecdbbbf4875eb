"""What a book was on a day, by the snapshots that the program keeps beside it before each of its changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..history import FOLDER, Action, actions, sha256, verify_journal


@dataclass(frozen=True, slots=True)
class Moment:
    """A book as it was at the end of a day.

    Attributes:
        path: File with its bytes; None: nobody can tell what it was.
        text: Which moment it is, or why it cannot be told: a Russian sentence.
    """

    path: Path | None
    text: str


def moment(path: Path, day: dt.date) -> Moment:
    """What a book was at the end of a day, in local time.

    The program knows a book right before and right after each of its own actions. Between the last action of the day and the next
    one it is known only if both say the same; else people changed it in between, and the earlier state stands for the day, if kept.
    """
    target = path.resolve()
    found = actions(path)
    if not found:
        return Moment(None, "истории нет: программа эту книгу ещё не меняла, прежний вид не сохранялся")
    if broken := verify_journal(target.parent / FOLDER):
        return Moment(None, f"журнал действий повреждён (строка {broken[0]}): прежний вид не восстановить")
    done = [action for action in found if _local(action).date() <= day]
    later = found[len(done) :]
    if not done:
        first = _local(later[0])
        return Moment(None, f"история начинается позже, {first:%d.%m.%Y %H:%M}: укажите --date {first:%d.%m.%Y} или более позднюю дату")
    return _between(target, done, later)


def _between(target: Path, done: Sequence[Action], later: Sequence[Action]) -> Moment:
    """The state after the last action of the day, before the next."""
    last = done[-1]
    now = sha256(target.read_bytes())
    until = later[0].before if later else now
    # A write that was cut off stands in the journal, but the file stayed what it was.
    state = last.before if until == last.before else last.after
    at = f"{_local(last):%d.%m.%Y %H:%M}, после действия «{last.action}»"
    kept = _kept(target, state, now)
    if kept is not None:
        hand = "" if state == until else "; позже книгу меняли и без программы, когда именно, неизвестно"
        return Moment(kept, f"вид на {at}{hand}")
    kept = _kept(target, until, now) if later else None
    if kept is not None:
        return Moment(kept, f"вид на {_local(later[0]):%d.%m.%Y %H:%M}, перед действием «{later[0].action}»: после {at} книгу меняли без программы, "
                            "более ранний вид не сохранился")  # fmt: skip
    return Moment(None, f"вид на {at}, не сохранился: позже книгу меняли без программы")


def _kept(target: Path, sha: str, now: str) -> Path | None:
    """A file with bytes of that hash: the book itself, or a snapshot whose bytes are still those."""
    if sha == now:
        return target
    snapshot = target.parent / FOLDER / f"{sha}{target.suffix}"
    try:
        return snapshot if sha256(snapshot.read_bytes()) == sha else None
    except OSError:
        return None


def _local(action: Action) -> dt.datetime:
    return dt.datetime.fromisoformat(action.time).astimezone()

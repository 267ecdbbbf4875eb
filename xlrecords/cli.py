"""The command line: a door to `commands`. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from . import __version__
from .commands import COMMANDS, Outcome, Request
from .issue import Issue, Severity

PATH = click.Path(path_type=Path)
PARAMETERS: dict[str, tuple[click.Parameter, ...]] = {
    "demo": (
        click.Argument(["paths"], nargs=-1, type=PATH, metavar="[ПАПКА]"),
        click.Option(["--classes"], type=click.IntRange(1, 66), default=11, metavar="N", help="Сколько классов в школе.", show_default=True),
    ),
    "new": (
        click.Argument(["name"], metavar="ФОРМА|school"),
        click.Argument(["paths"], nargs=-1, type=PATH, metavar="[ПАПКА]"),
        click.Option(["-o", "--out", "out"], type=PATH, metavar="ФАЙЛ", help="Куда записать."),
    ),
    "check": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."),
        click.Option(["--json", "json_to"], type=click.Path(path_type=Path, allow_dash=True), metavar="ФАЙЛ|-", help="Замечания строками JSON."),
        click.Option(["--report", "out"], type=PATH, metavar="ФАЙЛ.xlsx", help="Книга «Замечания» со ссылками на клетки."),
    ),
    "explain": (click.Argument(["name"], metavar="ПРОВЕРКА"),),
}


def json_line(issue: Issue) -> str:
    """One finding as a line of JSON (DESIGN: rule, severity, book, sheet, cell, value, message, fix, clause, facts)."""
    place = issue.place
    return json.dumps(
        {
            "rule": issue.rule.id,
            "severity": issue.rule.severity.name.lower(),
            "book": place.book,
            "sheet": place.sheet,
            "cell": place.cell,
            "value": issue.value,
            "message": issue.message,
            "fix": issue.fix,
            "clause": issue.rule.clause,
            "facts": dict(issue.facts),
        },
        ensure_ascii=False,
        default=str,
    )


def text_lines(issue: Issue) -> Iterator[str]:
    """One finding as text: where and what, what to do, on what ground."""
    yield f"{issue.place}: {issue.rule.severity.value}: {issue.message}"
    yield f"    Исправление: {issue.fix}"
    yield f"    Основание: п. {issue.rule.clause} [{issue.rule.id}]"


def summary(outcome: Outcome) -> str:
    """What was checked and how much was found, in one line."""
    from .words import counted

    found = ", ".join(
        counted(outcome.count(severity), severity.value) for severity in Severity if outcome.count(severity)
    )  # fmt: skip
    return f"Проверено: {counted(len(outcome.books), 'книга')}, {counted(outcome.sheets, 'лист')}. " + (f"Найдено: {found}." if found else "Замечаний нет.")


def _show(outcome: Outcome, json_to: Path | None) -> None:
    if json_to is not None:
        lines = "".join(json_line(issue) + "\n" for issue in outcome.issues)
        if str(json_to) == "-":
            click.echo(lines, nl=False)
        else:
            json_to.write_text(lines, encoding="utf-8")
    to_error = json_to is not None and str(json_to) == "-"
    if json_to is None:
        for issue in outcome.issues if not outcome.lines or outcome.failed else ():
            for line in text_lines(issue):
                click.echo(line)
    for text in outcome.assumed:
        click.echo(f"Принято: {text}.", err=True)
    for text in outcome.lines:
        click.echo(text, err=to_error or outcome.failed)
    if outcome.books:
        click.echo(summary(outcome), err=to_error)
    for path in outcome.written:
        click.echo(f"Записано: {path}", err=to_error)


class _Bar:
    """A progress bar on a terminal, shown only for work that has several books."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def __call__(self, done: int, total: int) -> None:
        if total < 4 or not sys.stderr.isatty():
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            self._bar = Progress(TextColumn("Чтение книг"), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("", total=total)
            self._bar.start()
        self._bar.update(self._task, completed=done)
        if done == total:
            self._bar.stop()


def _click(command: Callable[[Request], Outcome]) -> click.Command:
    """A command of the command line from a function of `commands`."""

    def run(json_to: Path | None = None, **given: Any) -> None:
        outcome = command(Request(progress=_Bar(), **given))
        _show(outcome, json_to)
        sys.exit(outcome.exit_code)

    name = command.__name__
    return click.Command(name, params=list(PARAMETERS.get(name, ())), callback=run, help=command.__doc__)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, help="Школьный учёт в книгах Excel: проверка до клетки.")
@click.version_option(__version__, message="%(version)s")
def main() -> None:
    """Entry point."""


for _command in COMMANDS:
    main.add_command(_click(_command))

"""The command line: a door to `commands`. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from . import __version__
from .commands import COMMANDS, Outcome, Request
from .issue import Issue, Severity
from .save import SaveError, is_findings, save

PATH = click.Path(path_type=Path, readable=False)
"""Any path: commands say what is wrong with it."""


class _Day(click.ParamType[dt.date]):
    """A day as ДД.ММ.ГГГГ."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        try:
            return value if isinstance(value, dt.date) else dt.datetime.strptime(value, "%d.%m.%Y").date()
        except ValueError:
            self.fail("укажите дату в виде ДД.ММ.ГГГГ", param, ctx)


DAY = _Day()
DRY_RUN = click.Option(["--dry-run"], is_flag=True, help="Показать, что изменится, и ничего не записывать.")
PARAMETERS: dict[str, tuple[click.Parameter, ...]] = {
    "demo": (
        click.Argument(["paths"], nargs=-1, type=PATH, metavar="[ПАПКА]"),
        click.Option(
            ["--classes"],
            type=click.IntRange(1),
            default=11,
            metavar="N",
            help="Сколько классов в школе.",
            show_default=True,
        ),
    ),
    "new": (
        click.Argument(["name"], metavar="ФОРМА|school"),
        click.Argument(["paths"], nargs=-1, type=PATH, metavar="[ПАПКА]"),
        click.Option(["-o", "--out", "out"], type=PATH, metavar="ФАЙЛ", help="Куда записать."),
    ),
    "check": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."),
        click.Option(
            ["--json", "json_to"],
            type=click.Path(path_type=Path, allow_dash=True),
            metavar="ФАЙЛ|-",
            help="Замечания строками JSON.",
        ),
        click.Option(["--report", "out"], type=PATH, metavar="ФАЙЛ.xlsx", help="Книга «Замечания» со ссылками на клетки."),
        click.Option(["--mark"], is_flag=True, help="Отметить клетки прямо в книгах: штриховка, примечания, лист «Замечания»."),
        DRY_RUN,
    ),
    "watch": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПАПКА"),
        click.Option(["--once"], is_flag=True, help="Проверить то, что сохранено после прошлой проверки, и закончить."),
        click.Option(
            ["--poll"],
            type=click.FloatRange(0.1, 3600),
            metavar="СЕКУНД",
            help="Просматривать папку раз в столько секунд: для сетевых папок, если копии не появляются.",
        ),
    ),
    "unmark": (click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."), DRY_RUN),
    "repair": (click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."), DRY_RUN),
    "scans": (click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."), DRY_RUN),
    "archive": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."),
        click.Option(["-o", "--out", "out"], type=PATH, metavar="ПАПКА", help="Куда записать; иначе папка «Архив» в папке школы."),
        click.Option(["--year"], default="", metavar="ГОД", help="Только дела этого учебного года, например 2026/2027."),
        click.Option(["--class", "groups"], multiple=True, metavar="КЛАСС", help="Только дела этого класса; можно повторить."),
        click.Option(["--index", "indexes"], multiple=True, metavar="ИНДЕКС", help="Только дела с этим индексом; можно повторить."),
        click.Option(["--date", "day"], type=DAY, metavar="ДД.ММ.ГГГГ", help="День передачи в архив; иначе не указывается."),
        click.Option(["--recalculate"], is_flag=True, help="Пересчитать формулы в LibreOffice: не устарели ли значения."),
        DRY_RUN,
    ),
    "verify": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПАПКА..."),
        click.Option(
            ["--scans"], type=PATH, metavar="ПАПКА", help="Папка со сканами листов (PNG, JPEG, TIFF, PDF): сверить бумагу с делом."
        ),
        click.Option(["-o", "--out", "out"], type=PATH, metavar="ФАЙЛ.xlsx", help="Книга со всеми расхождениями."),
    ),
    "undo": (click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."),),
    "seal": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ"),
        click.Option(["--period"], default="", metavar="ПЕРИОД", help="Период, например «1 четверть» или «Год»; иначе все закрытые."),
        click.Option(["--class", "groups"], multiple=True, metavar="КЛАСС", help="Только этот класс; можно повторить."),
        DRY_RUN,
    ),
    "winners": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ВЫГРУЗКА..."),
        click.Option(["-o", "--out", "out"], type=PATH, metavar="ФАЙЛ.xlsx", help="Куда записать; иначе «Победители и призёры.xlsx»."),
        click.Option(["--school", "name"], default="", metavar="НАЗВАНИЕ", help="Только эта школа, как она названа в выгрузке."),
    ),
    "import": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ФАЙЛ... [ПАПКА]"),
        click.Option(
            ["-o", "--out", "out"], type=PATH, metavar="КНИГА", help="В какую книгу; новая создаётся, в имеющуюся строки добавляются."
        ),
        click.Option(
            ["--stage"], default="", metavar="ЭТАП", help="Этап олимпиады: школьный, муниципальный, региональный, заключительный."
        ),
        click.Option(["--year"], default="", metavar="ГОД", help="Учебный год, например 2026/2027; иначе год школы."),
        click.Option(["--date", "day"], type=DAY, metavar="ДД.ММ.ГГГГ", help="День этапа; иначе дата не записывается."),
        click.Option(
            ["--school", "name"], default="", metavar="НАЗВАНИЕ", help="Как школа названа в выгрузке, если не как на листе «Школа»."
        ),
        DRY_RUN,
    ),
    "fill": (
        click.Argument(["name"], metavar="ШАБЛОН"),
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."),
        click.Option(["-o", "--out", "out"], type=PATH, metavar="ПАПКА", help="Куда записать; иначе папка с названием шаблона."),
        click.Option(
            ["--per"],
            type=click.Choice(["student", "class", "all"]),
            default="student",
            metavar="student|class|all",
            help="Книга на ученика, на класс (лист на ученика) или одна для печати.",
        ),
        click.Option(["--pdf"], is_flag=True, help="Сделать и PDF."),
        click.Option(["--date", "day"], type=DAY, metavar="ДД.ММ.ГГГГ", help="Дата документа; иначе сегодняшняя."),
        click.Option(["--period"], default="", metavar="ПЕРИОД", help="Период, например «1 четверть» или «Год»."),
        click.Option(["--number"], default="", metavar="НОМЕР", help="Номер документа."),
        click.Option(["--student", "students"], multiple=True, metavar="ФИО", help="Только этот обучающийся; можно повторить."),
        click.Option(["--class", "groups"], multiple=True, metavar="КЛАСС", help="Только этот класс; можно повторить."),
        DRY_RUN,
    ),
    "summary": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."),
        click.Option(["-o", "--out", "out"], type=PATH, metavar="ФАЙЛ.xlsx", help="Куда записать; иначе «Сводка, ПЕРИОД.xlsx»."),
        click.Option(["--period"], default="", metavar="ПЕРИОД", help="Период, например «1 четверть» или «Год»; иначе последний закрытый."),
        click.Option(["--year"], default="", metavar="ГОД", help="Учебный год, например 2025/2026; иначе текущий."),
        click.Option(["--date", "day"], type=DAY, metavar="ДД.ММ.ГГГГ", help="На какой день; иначе день последнего урока."),
        click.Option(
            ["--number"], default="", metavar="НОМЕР", help="С какого номера идут записи книги аттестатов: 17 или «9=17; 11=5»; иначе с 1."
        ),
        click.Option(["--explain"], default="", metavar="ЛИСТ!КЛЕТКА", help="Почему число в этой клетке такое; ничего не записывать."),
    ),
    "acts": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."),
        click.Option(["-o", "--out", "out"], type=PATH, metavar="ФАЙЛ.xlsx", help="Куда записать книгу «Светофор норм»."),
        click.Option(["--date", "day"], type=DAY, metavar="ДД.ММ.ГГГГ", help="На какой день; иначе сегодня."),
    ),
    "commend": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."),
        click.Option(
            ["-o", "--out", "out"],
            type=PATH,
            metavar="ФАЙЛ.xlsx|ПАПКА",
            help="Куда записать: кандидатов, проект приказа; с --order — папка грамот.",
        ),
        click.Option(["--date", "day"], type=DAY, metavar="ДД.ММ.ГГГГ", help="По какой день смотреть достижения; дата на грамотах."),
        click.Option(["--from", "source"], type=PATH, metavar="ФАЙЛ.xlsx", help="Книга «Кандидаты», где в графе «Наградить» выбрано «да»."),
        click.Option(["--order"], default="", metavar="ПРИКАЗ", help="Номер и дата приказа, например «№ 12 от 25.05.2027»."),
        DRY_RUN,
    ),
    "credit": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."),
        click.Option(["-o", "--out", "out"], type=PATH, metavar="ФАЙЛ.xlsx", help="Куда записать; иначе «Зачёт результатов.xlsx»."),
        click.Option(["--date", "day"], type=DAY, metavar="ДД.ММ.ГГГГ", help="На какой день; иначе последний день записей."),
        click.Option(["--transfer"], is_flag=True, help="Перенести зачтённые отметки в пустые клетки ПА сводных ведомостей."),
        click.Option(["--explain"], default="", metavar="ЛИСТ!КЛЕТКА", help="Почему предлагается такое решение; ничего не записывать."),
        DRY_RUN,
    ),
    "publish": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."),
        click.Option(["-o", "--out", "out"], type=PATH, metavar="ФАЙЛ.xlsx", help="Куда записать; иначе «Для сайта, ПЕРИОД.xlsx»."),
        click.Option(["--period"], default="", metavar="ПЕРИОД", help="Период, например «1 четверть» или «Год»; иначе последний закрытый."),
        click.Option(["--names"], is_flag=True, help="Назвать победителей, давших согласие на распространение."),
        click.Option(["--date", "day"], type=DAY, metavar="ДД.ММ.ГГГГ", help="На какой день действуют согласия; иначе сегодня."),
    ),
    "release": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."),
        click.Option(["--student", "students"], multiple=True, required=True, metavar="ФИО", help="О ком: один обучающийся."),
        click.Option(["--class", "groups"], multiple=True, metavar="КЛАСС", help="Его класс, если таких имён несколько."),
        click.Option(["--to"], required=True, metavar="ФИО", help="Кому: сам обучающийся или законный представитель, имя полностью."),
        click.Option(["--purpose"], default="", metavar="ТЕКСТ", help="Для чего нужны сведения."),
        click.Option(["--by"], required=True, metavar="ФИО", help="Кто выдаёт."),
        click.Option(["--application"], default="", metavar="«№ 3 от …»", help="Номер и дата письменного заявления."),
        click.Option(["--oral"], is_flag=True, help="Заявление устное."),
        click.Option(["--basis"], default="", metavar="ТЕКСТ", help="Документ, по которому закон требует выдать сведения другому лицу."),
        click.Option(["-o", "--out", "out"], type=PATH, metavar="ПАПКА", help="Куда записать; иначе папка «Выдача сведений»."),
        click.Option(
            ["--document", "documents"], multiple=True, metavar="ДОКУМЕНТ", help="Что выдать; иначе лист достижений. Можно повторить."
        ),
        click.Option(["--open"], is_flag=True, help="Без пароля."),
        click.Option(["--with-health"], is_flag=True, help="Со сведениями о здоровье: «осв», «б», заключения врача."),
        click.Option(["--date", "day"], type=DAY, metavar="ДД.ММ.ГГГГ", help="День выдачи; иначе сегодня."),
        click.Option(["--period"], default="", metavar="ПЕРИОД", help="Период, например «1 четверть» или «Год»."),
        DRY_RUN,
    ),
    "eligible": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."),
        click.Option(
            ["-o", "--out", "out"], type=PATH, metavar="ФАЙЛ.xlsx", help="Куда записать; иначе «Особые условия и поощрения.xlsx»."
        ),
        click.Option(["--date", "day"], type=DAY, metavar="ДД.ММ.ГГГГ", help="На какой день; иначе день последнего урока."),
        click.Option(["--explain"], default="", metavar="ЛИСТ!КЛЕТКА", help="Почему ответ в этой клетке такой; ничего не записывать."),
    ),
    "split": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."),
        click.Option(["-o", "--out", "out"], type=PATH, metavar="ПАПКА", help="Куда записать; иначе папка «Выписки»."),
        click.Option(["--class", "groups"], multiple=True, metavar="КЛАСС", help="Только этот класс; можно повторить."),
        click.Option(["--subject", "subjects"], multiple=True, metavar="ПРЕДМЕТ", help="Только этот предмет; можно повторить."),
        click.Option(["--teacher", "teachers"], multiple=True, metavar="ФИО", help="Только этот учитель, как он записан; можно повторить."),
        click.Option(["--encrypt"], is_flag=True, help="Закрыть книги паролем; он будет показан один раз."),
        DRY_RUN,
    ),
    "merge": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ФАЙЛ|ПАПКА... ПУТЬ"),
        click.Option(["--password"], default="", metavar="ПАРОЛЬ", help="Пароль возвращённых книг."),
        click.Option(["--report", "out"], type=PATH, metavar="ФАЙЛ.xlsx", help="Книга со всеми изменениями."),
        DRY_RUN,
    ),
    "retention": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ..."),
        click.Option(["-o", "--out", "out"], type=PATH, metavar="ФАЙЛ.xlsx", help="Куда записать; иначе «Сроки хранения.xlsx»."),
        click.Option(["--date", "day"], type=DAY, metavar="ДД.ММ.ГГГГ", help="На какой день; иначе конец прочитанного учебного года."),
        click.Option(["--pdf"], is_flag=True, help="Сделать и проект акта в PDF/A."),
        click.Option(["--explain"], default="", metavar="ЛИСТ!КЛЕТКА", help="Почему срок в этой клетке такой; ничего не записывать."),
    ),
    "diff": (
        click.Argument(["paths"], nargs=-1, required=True, type=PATH, metavar="ПУТЬ_А ПУТЬ_Б"),
        click.Option(["-o", "--out", "out"], type=PATH, metavar="ФАЙЛ.xlsx", help="Книга со всеми различиями."),
        click.Option(["--date", "day"], type=DAY, metavar="ДД.ММ.ГГГГ", help="Сравнить одну книгу с тем, какой она была в этот день."),
    ),
    "explain": (click.Argument(["name"], metavar="ПРОВЕРКА"),),
    "install": (
        click.Argument(["name"], metavar="excel|libreoffice"),
        click.Option(
            ["-o", "--out", "out"], type=PATH, metavar="ФАЙЛ", help="Записать надстройку в файл для другого компьютера и не ставить."
        ),
    ),
    "uninstall": (click.Argument(["name"], metavar="excel|libreoffice"),),
    "doctor": (click.Argument(["paths"], nargs=-1, type=PATH, metavar="[ПУТЬ]"),),
}


def json_line(issue: Issue) -> str:
    """One finding as a line of JSON: rule, severity, book, sheet, cell, value, message, fix, clause, facts."""
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
        default=_plain,
    )


def _plain(value: Any) -> object:
    """A fact that JSON does not know: a number of numpy as a number, days and fractions as text."""
    return value.item() if hasattr(value, "item") else str(value)


def text_lines(issue: Issue) -> Iterator[str]:
    """One finding as text: where and what, what to do, on what ground."""
    yield f"{issue.place}: {issue.rule.severity.value}: {issue.message}"
    yield f"    Исправление: {issue.fix}"
    yield f"    Основание: п. {issue.rule.clause} [{issue.rule.id}]"


def summary(outcome: Outcome) -> str:
    """What was checked and how much was found, in one line."""
    from .words import counted

    found = ", ".join(counted(outcome.count(severity), severity.value) for severity in Severity if outcome.count(severity))
    checked = f"Проверено: {counted(len(outcome.books), 'книга')}, {counted(outcome.sheets, 'лист')}."
    return f"{checked} Найдено: {found}." if found else f"{checked} Замечаний нет."


def _show(outcome: Outcome, json_to: Path | None) -> None:
    if json_to is not None:
        lines = "".join(json_line(issue) + "\n" for issue in outcome.issues)
        if str(json_to) == "-":
            click.echo(lines, nl=False)
        else:
            save(json_to, lambda beside: beside.write_text(lines, encoding="utf-8"), is_findings)
    to_error = json_to is not None and str(json_to) == "-"
    if json_to is None:
        untold = outcome.told is None and outcome.lines and not outcome.failed
        for issue in () if untold else outcome.issues if outcome.told is None else outcome.told:
            for line in text_lines(issue):
                click.echo(line)
    for text in outcome.assumed if outcome.sheets else ():
        click.echo(f"Принято: {text}.", err=True)
    for text in outcome.lines:
        click.echo(text, err=to_error or outcome.failed)
    if outcome.books:
        click.echo(summary(outcome), err=to_error)
    for path in outcome.written:
        click.echo(f"Записано: {path}", err=to_error)


class _Bar:
    """A progress bar on a terminal, shown only for work that has several books; each pass over them has its own."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def __call__(self, done: int, total: int) -> None:
        if total < 4 or not sys.stderr.isatty():
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            self._bar = Progress(
                TextColumn("Выполнено"),
                BarColumn(),
                MofNCompleteColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task("", total=total)
            self._bar.start()
        self._bar.update(self._task, completed=done)
        if done == total:
            self._bar.stop()
            self._bar = None


HEADINGS = {"Options": "Параметры", "Commands": "Команды"}


class _Formatter(click.HelpFormatter):
    """Help with Russian headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "Вызов: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(HEADINGS.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


def _help_option() -> click.Option:
    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()

    return click.Option(["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=show, help="Показать эту справку.")


class _Command(click.Command):
    context_class = _Context


class _Group(click.Group):
    context_class = _Context


def name_of(command: Callable[[Request], Outcome]) -> str:
    """What a command is called: the name of its function, less the line that keeps it from being a word of Python."""
    return command.__name__.rstrip("_")


def _click(command: Callable[[Request], Outcome]) -> click.Command:
    """A command of the command line from a function of `commands`."""

    def run(json_to: Path | None = None, **given: Any) -> None:
        outcome = command(Request(progress=_Bar(), tell=click.echo, **given))
        try:
            _show(outcome, json_to)
        except SaveError as error:
            raise click.ClickException(str(error)) from error
        sys.exit(outcome.exit_code)

    name, text = name_of(command), command.__doc__ or ""
    return _Command(
        name,
        params=[*PARAMETERS.get(name, ()), _help_option()],
        callback=run,
        help=text,
        short_help=text.split(":")[0].split(" («")[0].rstrip("."),
        options_metavar="[ПАРАМЕТРЫ]",
        add_help_option=False,
    )


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(__version__)
        ctx.exit()


GROUP = _Group(
    "xlrecords",
    commands={name_of(command): _click(command) for command in COMMANDS},
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            help="Показать версию.",
        ),
        _help_option(),
    ],
    help="Школьный учёт в книгах Excel: проверка до клетки.",
    options_metavar="[ПАРАМЕТРЫ]",
    subcommand_metavar="КОМАНДА ...",
    add_help_option=False,
    no_args_is_help=True,
)


def _complaint(error: click.ClickException) -> str:
    """What is wrong with a call, in Russian."""
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param is not None and error.ctx is not None else ""
        option = f"{error.param.opts[0]} " if isinstance(error.param, click.Option) else ""
        return f"не указано: {option}{name}"
    if isinstance(error, click.NoSuchOption):
        return f"нет параметра {error.option_name}"
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"неверное значение параметра {error.param.opts[0]}"
    if isinstance(error, click.UsageError) and error.ctx is not None and error.ctx.command is GROUP:
        return "нет такой команды"
    return error.format_message()


def main() -> None:
    """Entry point: exit code 2 for a call that cannot be understood."""
    try:
        GROUP.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        sys.exit(0)
    except click.ClickException as error:
        words = f"Не понимаю: {_complaint(error)}. Справка: xlrecords --help" if isinstance(error, click.UsageError) else error.message
        click.echo(words, err=True)
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)

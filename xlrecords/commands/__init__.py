"""Every command, Request -> Outcome; all doors loop over COMMANDS."""

from collections.abc import Callable

from ..command import Outcome, Request
from .checking import check, check_books
from .creating import new
from .filling import fill
from .listing import explain, forms, rules
from .marking import undo, unmark
from .naming import fields
from .reading import find_books, read_books
from .repairing import repair
from .sealing import seal
from .showing import demo
from .summing import summary

__all__ = ["COMMANDS", "Outcome", "Request", "check", "check_books", "find_books", "read_books"]

COMMANDS: tuple[Callable[[Request], Outcome], ...] = (
    demo,
    new,
    check,
    unmark,
    repair,
    undo,
    summary,
    seal,
    fill,
    forms,
    fields,
    rules,
    explain,
)
"""All commands, in the order of the help. The first line of a docstring is the help of the command."""

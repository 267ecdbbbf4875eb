"""Every command, Request -> Outcome; all doors loop over COMMANDS."""

from collections.abc import Callable

from ..command import Outcome, Request
from .archiving import archive
from .checking import check, check_books
from .commending import commend
from .creating import new
from .crediting import credit
from .differing import diff
from .eligibility import eligible
from .filling import fill
from .freshness import acts
from .importing import import_
from .installing import doctor, install, uninstall
from .listing import explain, forms, rules
from .marking import undo, unmark
from .merging import merge
from .naming import fields
from .publishing import publish
from .reading import find_books, read_books
from .releasing import release
from .repairing import repair
from .retaining import retention
from .scanning import scans
from .sealing import seal
from .showing import demo
from .splitting import split
from .summing import summary
from .verifying import verify
from .watching import watch
from .winning import winners

__all__ = ["COMMANDS", "Outcome", "Request", "check", "check_books", "find_books", "read_books"]

COMMANDS: tuple[Callable[[Request], Outcome], ...] = (
    demo,
    new,
    check,
    watch,
    unmark,
    repair,
    undo,
    summary,
    publish,
    seal,
    eligible,
    commend,
    winners,
    import_,
    credit,
    fill,
    release,
    split,
    merge,
    diff,
    acts,
    archive,
    retention,
    scans,
    verify,
    forms,
    fields,
    rules,
    explain,
    install,
    uninstall,
    doctor,
)
"""All commands, in the order of the help. The first line of a docstring is the help of the command."""

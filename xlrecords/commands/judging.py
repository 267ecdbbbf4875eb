"""Which case files of a school may go into the archive, and what stands in the way of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..book import Trouble
from ..command import Request
from ..issue import Issue, Severity

if TYPE_CHECKING:
    from pathlib import Path

    from ..archive.acceptance import Accepted
    from ..archive.case import Case, Key, Source
    from ..archive.making import Read, Taken
    from ..archive.passport import Passport
    from ..policy import Policy
    from ..school import School

SEVERAL = "в номенклатуре дел под этим индексом несколько заголовков или сроков: исправьте её"
"""Why no case of an index that stands twice can be archived."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A case, and whether it may be archived.

    Attributes:
        case: The case.
        policy: Settings of the school at the end of the case.
        findings: What the inspection before the archive found in its books, and the errors of the check there.
        open: Errors that nobody accepted.
        why: Why it cannot be archived whatever is accepted; empty: it can.
        passport: Its passport without pages; None: it is stopped.
    """

    case: Case
    policy: Policy
    findings: tuple[Issue, ...] = ()
    open: tuple[Issue, ...] = ()
    why: str = ""
    passport: Passport | None = None


def wished(cases: Iterable[Case], request: Request) -> tuple[Case, ...]:
    """The cases that a request asks for."""
    from ..kind import fold, parse_class, parse_school_year

    year = str(parse_school_year(request.year)) if request.year else ""
    groups = {str(parse_class(group)) for group in request.groups}
    indexes = {fold(index) for index in request.indexes}
    return tuple(
        case
        for case in cases
        if (not year or case.school_year == year)
        and (not groups or case.group in groups)
        and (not indexes or fold(case.heading.index) in indexes)
    )


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was judged: the cases, and rows of «Принятые замечания» that accept nothing, in words."""

    cases: tuple[Judged, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Looked:
    """A case whose books were looked at: settings, findings, what it takes of each book, why it cannot be archived."""

    case: Case
    policy: Policy
    findings: tuple[Issue, ...]
    taken: Mapping[str, Taken]
    why: str


def judge(
    cases: Sequence[Case], names: Mapping[Key, str], school: School, read: Read, issues: Sequence[Issue], request: Request
) -> Judgement:
    """Look at the books of cases, and decide which of them may be archived.

    Args:
        cases: The cases that are asked for.
        names: Their names in the archive.
        school: What was read.
        read: Books, with their files.
        issues: What the check found, of the whole school.
        request: What is asked for.
    """
    from ..archive.acceptance import settle
    from ..archive.making import draft

    checked = errors_by_book(issues)
    computed = _recomputed(cases, read) if request.recalculate else {}
    repeated = _repeated(school)
    looked = [
        _Looked(case, _policy(school, case), (), {}, SEVERAL) if case.heading.index in repeated
        else _look(case, school, read, checked, computed)
        for case in cases
    ]  # fmt: skip
    inspected = [issue for item in looked for issue in item.findings]
    settled = settle(list({id(issue): issue for issue in (*issues, *inspected)}.values()), school, tuple(read.books))
    stopping = {id(issue) for issue in settled.open}
    accepted = {id(item.issue): item for item in settled.accepted}
    judged = []
    for item in looked:
        found = Judged(item.case, item.policy, item.findings, tuple(issue for issue in item.findings if id(issue) in stopping), item.why)
        if not found.open and not found.why:
            told = [f"{issue.place}: {issue.message}: {_by(accepted[id(issue)])}" for issue in item.findings if id(issue) in accepted]
            passport = draft(item.case, names[item.case.key], item.policy, read, item.taken, told, request.day)
            found = replace(found, passport=passport)
        judged.append(found)
    return Judgement(tuple(judged), tuple(f"{row.place}: {row.why}" for row in settled.unused))


def _by(accepted: Accepted) -> str:
    """Why something was accepted, by whom and when."""
    day = f", {accepted.date:%d.%m.%Y}" if accepted.date else ""
    return f"{accepted.reason} ({accepted.author}{day})"


def _repeated(school: School) -> frozenset[str]:
    """Indexes under which a nomenclature has several headings or terms, so that nobody can tell what a case is and how long it is kept."""
    from ..archive.nomenclature import headings

    meant: dict[tuple[object, ...], set[tuple[str, str]]] = {}
    for row in headings(school):
        meant.setdefault((row.index, row.since, row.edition), set()).add((row.title, row.term))
    return frozenset(str(index) for (index, *_), meanings in meant.items() if len(meanings) > 1)


def _policy(school: School, case: Case) -> Policy:
    """Settings of the school at the end of a case."""
    eras = {era.year or 0: era for era in (*reversed(school.past), school)}
    return eras[case.year].policy if case.year in eras else school.policy.on(case.ended)


def _recomputed(cases: Sequence[Case], read: Read) -> dict[str, list[Issue]]:
    """By book, values that are not what LibreOffice computes; it must be there."""
    from ..archive.recalculation import recheck
    from ..pdf import office
    from ..rules.archive import issues_of

    sheets: dict[str, dict[str, None]] = {}
    for source in (source for case in cases for source in case.sources):
        sheets.setdefault(source.book, {}).update(dict.fromkeys(leaf.sheet for leaf in source.leaves))
    program = office()
    books = ((book, data, names) for book, names in sheets.items() if (data := _bytes(read.files[book])) is not None)
    return {book: list(issues_of(book, troubles)) for book, troubles in recheck(books, program)} if program else {}


def _bytes(path: Path) -> bytes | None:
    """Bytes of a file; None if it cannot be read, which is told when it is looked at."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _look(
    case: Case, school: School, read: Read, checked: Mapping[str, Sequence[Issue]], computed: Mapping[str, Sequence[Issue]]
) -> _Looked:
    """Findings of the inspection and errors of the check in the books of a case."""
    from ..rules.archive import issues_of

    policy = _policy(school, case)
    findings: list[Issue] = []
    taken: dict[str, Taken] = {}
    for source in case.sources:
        found = _inspected(source, school, read)
        if isinstance(found, str):
            return _Looked(case, policy, (), {}, found)
        taken[source.book], troubles = found
        findings += issues_of(source.book, troubles)
        for known in (checked, computed):
            findings += _of_source(source, known.get(source.book, ()))
    return _Looked(case, policy, tuple(findings), taken, "")


def _inspected(source: Source, school: School, read: Read) -> tuple[Taken, tuple[Trouble, ...]] | str:
    """What a case takes of a book, and what the inspection finds in it; why it cannot be archived."""
    from ..archive.bag import BagError
    from ..archive.lint import lint
    from ..archive.making import Taken, book_bytes, extract
    from ..history import sha256

    try:
        data = book_bytes(source, read)
        sealed = read.hashes[source.book] if source.whole else sha256(extract(source, read))
    except BagError as error:
        return str(error)
    return Taken(sealed, _visible(data, source)), lint(data, [leaf.sheet for leaf in source.leaves], school)


def _visible(data: bytes, source: Source) -> frozenset[str]:
    """Sheets that are not hidden; of a book of an old format nobody can tell, and they are all taken for visible."""
    from ..guard import RefusedError
    from ..ooxml.package import Package
    from ..ooxml.workbook import Workbook

    try:
        return frozenset(tab.name for tab in Workbook(Package(data)).tabs if tab.visible and tab.worksheet)
    except RefusedError:
        return frozenset(leaf.sheet for leaf in source.leaves)


def _of_source(source: Source, issues: Iterable[Issue]) -> Iterator[Issue]:
    """Of the issues of a book those that concern what a case takes of it."""
    sheets = {leaf.sheet for leaf in source.leaves}
    return (issue for issue in issues if source.whole or not issue.place.sheet or issue.place.sheet in sheets)


def errors_by_book(issues: Iterable[Issue]) -> dict[str, list[Issue]]:
    """Errors by the book that they are in."""
    found: dict[str, list[Issue]] = {}
    for issue in issues:
        if issue.rule.severity is Severity.ERROR:
            found.setdefault(issue.place.book, []).append(issue)
    return found

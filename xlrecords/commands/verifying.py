"""The command «verify»: is the archive what it was when it was sealed, and does the printed case match it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from ..command import Outcome, Request

if TYPE_CHECKING:
    from ..archive.rolls import Gap
    from ..archive.twins import Judged, Judgement
    from ..archive.verify import Flaw, Verdict
    from ..report import Page

SHOWN = 20
"""So many cells of a sheet, and so many pages without a code, are printed; the workbook has all."""
NOTHING = "Дел не найдено: укажите папку дела (в ней лежит «bagit.txt») или папку архива, в которой есть такие папки."
PROOF = (
    "Код доказывает, что лист напечатан с этого содержания; дописанного от руки и замены листа с тем же кодом он не увидит: "
    "текст на бумаге программа не читает."
)


def verify(request: Request) -> Outcome:
    """Проверить архив: видно, если изменили, удалили или добавили хоть один байт; со сканами — и если изменили бумагу."""
    from ..archive.rolls import gaps, inventories
    from ..archive.verify import bags_below
    from ..archive.verify import verify as look

    lost = [path for path in request.paths if not path.is_dir()]
    if request.scans is not None and not request.scans.exists():
        lost.append(request.scans)
    if lost:
        return Outcome(lines=tuple(f"Папки «{path}» нет: проверьте имя." for path in lost), failed=True)
    folders = list({folder.resolve(): folder for path in request.paths for folder in bags_below(path)}.values())
    rolls = inventories(request.paths)
    if not folders and not rolls:
        return Outcome(lines=(NOTHING,), failed=True)
    verdicts = []
    for done, folder in enumerate(folders, 1):
        verdict = look(folder)
        verdicts.append(verdict if request.scans is not None else _slim(verdict))
        request.progress(done, len(folders))
    found = gaps(rolls, verdicts)
    lines = [line for verdict in verdicts for line in _told(verdict)]
    lines += [f"{gap.text}." for gap in found]
    judgement = None
    if request.scans is not None:
        judgement, others = _judgement(request, verdicts)
        lines += _scanned(judgement, others)
    wrong = [verdict for verdict in verdicts if verdict.flaws]
    lines.append(_summary(verdicts, wrong, found))
    bad = bool(wrong or found) or (judgement is not None and not _sound(judgement))
    outcome = Outcome(lines=tuple(lines), code=int(bad))
    if request.out is None:
        return outcome
    from ..reports.verification import pages

    return _written(request.out, pages(verdicts, found, judgement), outcome)


def _slim(verdict: Verdict) -> Verdict:
    """A verdict without what only scans are compared with: an archive may have thousands of cases."""
    return replace(verdict, passport=replace(verdict.passport, documents=())) if verdict.passport else verdict


def _judgement(request: Request, verdicts: Sequence[Verdict]) -> tuple[Judgement, list[str]]:
    """What scans tell, and names of files in their folder that are none."""
    from ..archive.scans import look, scanned
    from ..archive.twins import Edition, judge

    assert request.scans is not None
    editions = [
        Edition(verdict.name, verdict.passport, tuple(cell for flaw in verdict.flaws for cell in flaw.cells), _papers(verdict))
        for verdict in verdicts
        if verdict.passport is not None
    ]
    files, others = scanned(request.scans)
    return judge(look(files, request.scans, request.progress), editions), [path.relative_to(request.scans).as_posix() for path in others]


def _papers(verdict: Verdict) -> tuple[Path, ...]:
    """Papers of a case that are as they were sealed."""
    changed = {flaw.file for flaw in verdict.flaws}
    found = sorted(path for path in (verdict.folder / "data").glob("*.pdf") if path.is_file() and not path.is_symlink())
    return tuple(path for path in found if f"data/{normalize('NFC', path.name)}" not in changed)


def _sound(judgement: Judgement) -> bool:
    return not judgement.unknown and not judgement.unread and all(twin.sound for twin in judgement.twins)


# Words


def _told(verdict: Verdict) -> Iterator[str]:
    from ..archive.verify import FINGERPRINT
    from ..words import counted, decimal

    print_ = f" Отпечаток {verdict.fingerprint[:FINGERPRINT]}." if verdict.fingerprint else ""
    if verdict.flaws:
        yield f"Дело «{verdict.name}»: {counted(len(verdict.flaws), 'расхождение')}.{print_}"
    else:
        size = f"{counted(verdict.files, 'файл')}, {decimal(verdict.size / 2**20)} МБ"
        yield f"Дело «{verdict.name}»: всё на месте и не изменено, {size}.{print_}"
    yield from (f"    {note}" for note in verdict.notes)
    for flaw in verdict.flaws:
        yield _plain(f"    {flaw.file}: {flaw.kind}" + (f". {flaw.text[0].upper()}{flaw.text[1:]}." if flaw.text else "."))
        yield from _cells(flaw)


def _cells(flaw: Flaw) -> Iterator[str]:
    for sheet, cells in groupby(flaw.cells, key=lambda change: change.sheet):
        changes = list(cells)
        yield from (f"        «{sheet}»!{change.cell}: было {_shown(change.was)}, стало {_shown(change.now)}" for change in changes[:SHOWN])
        if len(changes) > SHOWN:
            yield f"        «{sheet}»: ещё клеток: {len(changes) - SHOWN}; все — в книге (параметр -o)"


def _shown(text: str) -> str:
    return f"«{_plain(text)}»" if text else "пусто"


def _plain(text: str) -> str:
    """A text on one line, without signs that a terminal would obey."""
    return "".join(sign if sign.isprintable() else "�" if sign not in "\r\n\t" else " " for sign in text)


def _scanned(judgement: Judgement, others: Sequence[str]) -> Iterator[str]:
    from ..archive.twins import State, sentence

    for twin in judgement.twins:
        yield f"Сканы дела «{twin.name}»: {sentence(twin)}."
        for page in twin.pages:
            if page.state is not State.MATCH:
                yield f"    {_leaf(page)} ({'; '.join(page.places)}): {page.text}."
            elif len(page.places) > 1:
                yield f"    {_leaf(page)} отсканирован не раз: {'; '.join(page.places)}."
    for key, places in judgement.unknown:
        yield f"Сканы неизвестного дела (код {key}): {_listed(places)}. Укажите папку архива, в которой оно лежит."
    for scan in judgement.unread[:SHOWN]:
        yield f"{scan.place}: {scan.trouble or 'код не прочитан: отсканируйте лист ещё раз, ровно и с разрешением 200–300 точек на дюйм'}."
    if len(judgement.unread) > SHOWN:
        yield f"Ещё листов без кода: {len(judgement.unread) - SHOWN}; все — в книге (параметр -o)."
    if not judgement.twins and not judgement.unknown and not judgement.unread:
        yield "Сканов не найдено: положите в папку картинки (PNG, JPEG, TIFF) или PDF."
    if others:
        yield f"Пропущены файлы других видов: {_listed(others)}."
    yield PROOF


def _leaf(page: Judged) -> str:
    return f"Лист {page.code.leaf}" if page.code.leaf else "Лист без номера"


def _listed(places: Sequence[str]) -> str:
    return "; ".join(places[:SHOWN]) + (f" и ещё {len(places) - SHOWN}" if len(places) > SHOWN else "")


def _summary(verdicts: Sequence[Verdict], wrong: Sequence[Verdict], gaps: Sequence[Gap]) -> str:
    tail = f", расхождений с описью: {len(gaps)}" if gaps else ""
    return f"Проверено дел: {len(verdicts)}, с расхождениями: {len(wrong)}{tail}."


def _written(path: Path, made: Sequence[Page], outcome: Outcome) -> Outcome:
    from ..reports.workbook import write_pages
    from ..save import SaveError, save

    try:
        written = save(path, lambda beside: write_pages(beside, made))
    except SaveError as error:
        return replace(outcome, lines=(*outcome.lines, str(error)), failed=True)
    return replace(outcome, written=(written,))

"""The workbook of `verify`: a line a case, a line a file and cell that differs, a line a scanned page."""

from __future__ import annotations

from collections.abc import Sequence

from ..archive.rolls import Gap
from ..archive.twins import Judgement, State, Twin, sentence
from ..archive.verify import FINGERPRINT, Verdict
from ..report import Cell, Field, Page

CASES = (
    Field("Дело", 46, wrapped=True), Field("Итог", 15, centred=True), Field("Заголовок", 44, wrapped=True), Field("Файлов", 9, centred=True),
    Field("Расхождений", 13, centred=True), Field("Отпечаток", 20, centred=True), Field("Примечание", 48, wrapped=True),
)  # fmt: skip
FILES = (
    Field("Дело", 38, wrapped=True), Field("Файл", 40, wrapped=True), Field("Что с ним", 13, centred=True), Field("Пояснение", 46, wrapped=True),
    Field("Книга", 26, wrapped=True), Field("Лист", 22, wrapped=True), Field("Клетка", 9, centred=True),
    Field("Было", 22, wrapped=True), Field("Стало", 22, wrapped=True),
)  # fmt: skip
LEAVES = (
    Field("Дело", 46, wrapped=True), Field("Лист", 8, centred=True), Field("Итог", 24, centred=True), Field("Скан", 40, wrapped=True),
    Field("Пояснение", 60, wrapped=True),
)  # fmt: skip
FOREIGN = "создано другой программой"
TONES = {State.MATCH: "", State.OLD: "warning", State.CHANGED: "error", State.TOUCHED: "error"}


def pages(verdicts: Sequence[Verdict], gaps: Sequence[Gap], judgement: Judgement | None) -> tuple[Page, ...]:
    """Pages «Дела», «Расхождения» if there are any, «Сканы» if there are scans."""
    made = [_cases(verdicts, gaps)]
    if any(verdict.flaws for verdict in verdicts):
        made.append(_files(verdicts))
    if judgement is not None:
        made.append(_leaves(judgement))
    return tuple(made)


def _cases(verdicts: Sequence[Verdict], gaps: Sequence[Gap]) -> Page:
    rows: list[Sequence[Cell]] = []
    tones = []
    for verdict in verdicts:
        title = verdict.passport.title if verdict.passport else FOREIGN if verdict.foreign else ""
        total = "расхождения" if verdict.flaws else "не изменено"
        rows.append(
            [verdict.name, total, title, verdict.files, len(verdict.flaws), verdict.fingerprint[:FINGERPRINT], " ".join(verdict.notes)]
        )
        tones.append("error" if verdict.flaws else "")
    for gap in gaps:
        rows.append([gap.case, "опись", "", None, None, "", f"{gap.text}."])
        tones.append("error")
    note = "Отпечаток — 16 первых знаков SHA-256 файла «tagmanifest-sha256.txt»: сверьте его с подписанной описью электронных дел."
    return Page("Дела", "Проверка архива", note, CASES, rows, tones, toned=1)


def _files(verdicts: Sequence[Verdict]) -> Page:
    rows: list[Sequence[Cell]] = []
    for verdict in verdicts:
        for flaw in verdict.flaws:
            start: list[Cell] = [verdict.name, flaw.file, str(flaw.kind)]
            for place, change in enumerate(flaw.cells):
                text = "" if place else flaw.text
                rows.append([*start, text, change.book, change.sheet, change.cell, change.was, change.now])
            if not flaw.cells:
                rows.append([*start, flaw.text])
    note = "«Было» — значение, которое запечатано в деле; «Стало» — то, что в файле теперь. Пустое значение — пустая клетка."
    return Page("Расхождения", "Что изменено, пропало и добавлено", note, FILES, rows, ["error"] * len(rows), toned=2)


def _leaves(judgement: Judgement) -> Page:
    rows: list[Sequence[Cell]] = []
    tones: list[str] = []
    for twin in judgement.twins:
        rows.append([f"{twin.name}: {sentence(twin)}"])
        tones.append("")
        for row, tone in _twin(twin):
            rows.append(row)
            tones.append(tone)
    for key, places in judgement.unknown:
        rows.append([f"код {key}", None, "дело неизвестно", "; ".join(places), "Дела с таким кодом в проверенных папках нет."])
        tones.append("warning")
    for scan in judgement.unread:
        words = f"{scan.trouble}." if scan.trouble else "На листе нет кода, или он не читается: отсканируйте лист ещё раз."
        rows.append(["", None, "код не прочитан", scan.place, words])
        tones.append("warning")
    note = "Код доказывает, что лист напечатан с этого содержания. Дописанного от руки он не увидит: текст на бумаге не читается."
    return Page("Сканы", "Бумажные листы и электронное дело", note, LEAVES, rows, tones, toned=2)


def _twin(twin: Twin) -> list[tuple[Sequence[Cell], str]]:
    rows: list[tuple[int, Sequence[Cell], str]] = []
    for page in twin.pages:
        tone = "warning" if len(page.places) > 1 and page.state is State.MATCH else TONES[page.state]
        again = "отсканирован не раз" if len(page.places) > 1 else ""
        words = "; ".join(text for text in (page.text, again) if text)
        rows.append((page.code.leaf, [twin.name, page.code.leaf or "—", str(page.state), "; ".join(page.places), words], tone))
    rows += [(leaf, [twin.name, leaf, "не отсканирован", "", ""], "warning") for leaf in twin.missing]
    return [(row, tone) for _, row, tone in sorted(rows, key=lambda item: item[0])]

"""The talk with the add-on of LibreOffice: lines of JSON in, lines of JSON out, and it never ends by an error."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest

from xlrecords import __version__
from xlrecords.button import Answer, Desk, Tone
from xlrecords.buttons import BUTTONS
from xlrecords.edits import Edits, Fill, Item, NewSheet, Unfill, Value
from xlrecords.stdio import serve
from xlrecords.tint import WHITE, mixed

DESK: dict[str, Any] = {
    "name": "5А.xlsx", "path": "", "saved": False, "sheet": "Алгебра", "cell": "B2", "protected": ["Итоги"],
    "notes": [["Алгебра", "A1", "спросить"]],
    "sheets": [
        {"name": "Алгебра", "rows": [["ФИО", 46267.0, ""], ["Орлов", 5.0, ""]], "moments": [["date", 1, 2, 1, 3]], "errors": []},
        {"name": "Итоги", "rows": [[""]], "moments": [], "errors": []},
    ],
}  # fmt: skip
YELLOW, RED = "FFFF99", "C00000"


def talk(press: Any, *messages: object) -> list[dict[str, Any]]:
    """What comes out for these lines."""
    lines = [message if isinstance(message, bytes) else json.dumps(message).encode() for message in messages]
    target = BytesIO()
    serve(BytesIO(b"".join(line + b"\n" for line in lines)), target, press)
    return [json.loads(line) for line in target.getvalue().splitlines()]


def answered(answer: Answer, *messages: object, desk: dict[str, Any] = DESK) -> list[dict[str, Any]]:
    return talk(lambda tag, desk: answer, {"press": "x", "desk": desk}, *messages)


def steps(*plans: Edits) -> Answer:
    return Answer("готово", Tone.INFO, plans)


def test_a_press_gets_the_book_that_is_on_the_screen() -> None:
    seen: list[tuple[str, Desk]] = []

    def press(tag: str, desk: Desk) -> Answer:
        seen.append((tag, desk))
        return Answer("Спасибо")

    (line,) = talk(press, {"press": "check-book", "desk": DESK})
    ((tag, desk),) = seen
    assert (tag, desk.path, desk.saved, desk.sheet, desk.cell) == ("check-book", None, False, "Алгебра", "B2")
    assert desk.book.sheets() == ["Алгебра", "Итоги"]
    assert [str(cell) for cell in desk.book.cells("Алгебра")[0]] == ["ФИО", "2026-09-02"]
    assert line["answer"] == {
        "text": "Спасибо", "tone": "info", "steps": [], "goto": None, "open": [], "undo": False, "otherwise": "",
    }  # fmt: skip


@pytest.mark.parametrize("line", [b"{", b"[]", b'"x"', b'{"press": "x"}', b"\xff\xfe", b'{"press": "x", "desk": {"sheets": 5}}'])
def test_a_broken_line_is_answered_and_the_next_one_too(line: bytes) -> None:
    first, second = talk(lambda tag, desk: Answer("Спасибо"), line, {"press": "x", "desk": DESK})
    assert first["answer"]["tone"] == "error"
    assert "Книга не изменена" in first["answer"]["text"]
    assert second["answer"]["text"] == "Спасибо"


class Panic(BaseException):
    """What a library that is no Python raises."""


@pytest.mark.parametrize("error", [ValueError("Орлов Иван"), Panic("Орлов Иван"), MemoryError()])
def test_an_error_is_an_answer_without_names(error: BaseException) -> None:
    def press(tag: str, desk: Desk) -> Answer:
        raise error

    first, second = talk(press, {"press": "x", "desk": DESK}, {"press": "x", "desk": DESK})
    assert first == second
    assert first["answer"]["tone"] == "error"
    assert type(error).__name__ in first["answer"]["text"]
    assert "Орлов" not in first["answer"]["text"]


def test_quitting_ends_it() -> None:
    assert talk(lambda tag, desk: Answer("x"), {"quit": True}, {"press": "x", "desk": DESK}) == []


def test_progress_is_told_now_and_then() -> None:
    def press(tag: str, desk: Desk) -> Answer:
        for done in range(1000):
            desk.progress(done, 1000)
        return Answer("x")

    *told, _ = talk(press, {"press": "x", "desk": DESK})
    assert told[0] == {"progress": [0, 1000]}
    assert len(told) < 20


def fills(lines: Sequence[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(fill["cell"], fill["colour"], fill["pattern"]) for step in lines[-1]["answer"]["steps"] for fill in step.get("fills", ())]


def test_patterns_are_mixed_into_the_colours_of_the_cells() -> None:
    marks = Edits(fills=(Fill("Алгебра", "A1", RED, "darkUp"), Fill("Алгебра", "B2", RED, "lightUp")))
    asked, *rest = answered(steps(marks), {"fills": [["Алгебра", "A1", YELLOW]]})
    assert asked == {"looks": [["Алгебра", ["A1", "B2"]]]}
    assert fills(rest) == [("A1", mixed(YELLOW, "darkUp", RED), "solid"), ("B2", mixed(WHITE, "lightUp", RED), "solid")]


def test_what_is_behind_a_pattern_follows_the_plans_before_it() -> None:
    old, new = mixed(WHITE, "lightUp", RED), mixed(WHITE, "darkUp", RED)
    away = Edits(unfills=(Unfill("Алгебра", "A1", old),), fills=(Fill("Алгебра", "B2", YELLOW),))
    marks = Edits(fills=(Fill("Алгебра", "A1", RED, "darkUp"), Fill("Алгебра", "B2", RED, "darkUp")))
    lines = answered(steps(away, marks), {"fills": [["Алгебра", "A1", old], ["Алгебра", "B2", old]]})
    assert fills(lines) == [("B2", YELLOW, "solid"), ("A1", new, "solid"), ("B2", mixed(YELLOW, "darkUp", RED), "solid")]


def test_a_mark_that_is_taken_off_and_put_again_is_left_alone() -> None:
    old, over = mixed(WHITE, "darkUp", RED), mixed(YELLOW, "darkUp", RED)
    away = Edits(unfills=(Unfill("Алгебра", "A1", old),), fills=(Fill("Алгебра", "B2", YELLOW),))
    marks = Edits(fills=(Fill("Алгебра", "A1", RED, "darkUp"), Fill("Алгебра", "B2", RED, "darkUp")))
    lines = answered(steps(away, marks), {"fills": [["Алгебра", "A1", old], ["Алгебра", "B2", over]]})
    assert lines[-1]["answer"]["steps"] == []


def test_a_sheet_that_is_as_it_was_need_not_be_sent_again() -> None:
    seen: list[list[Any]] = []

    def press(tag: str, desk: Desk) -> Answer:
        seen.append([desk.book.cells(sheet) for sheet in desk.book.sheets()])
        return Answer("x")

    same = DESK | {"sheets": [sheet | {"rows": [], "same": True} for sheet in DESK["sheets"]]}
    talk(press, *({"press": "x", "desk": desk} for desk in (DESK, same, same)))
    assert seen[0] == seen[1] == seen[2]
    (line,) = talk(press, {"press": "x", "desk": same})
    assert line["answer"]["tone"] == "error"


def test_nobody_is_asked_for_colours_without_need() -> None:
    (line,) = answered(steps(Edits(values=(Value("Алгебра", "B2", 4),))))
    assert line["answer"]["steps"] == [{"values": [{"sheet": "Алгебра", "cell": "B2", "value": 4}]}]


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (Edits(values=(Value("Итоги", "A1", 4),)), "защищён"),
        (Edits(values=(Value("Химия", "A1", 4),)), "Листа «Химия» в книге нет"),
        (Edits(add_sheets=(NewSheet("Итоги", ((Item("x"),),)),)), "уже есть"),
    ],
    ids=["protected", "no sheet", "name taken"],
)
def test_a_plan_that_does_not_fit_is_refused_here(plan: Edits, why: str) -> None:
    (line,) = answered(steps(plan))
    assert line["answer"]["tone"] == "error"
    assert line["answer"]["steps"] == []
    assert why in line["answer"]["text"]
    assert "Книга не изменена" in line["answer"]["text"]


def test_the_process_says_that_it_is_ready_and_prints_nothing_else() -> None:
    presses = [{"press": "help", "desk": DESK}, {"press": "no-such-button", "desk": DESK}]
    lines = "".join(json.dumps(press, ensure_ascii=False) + "\n" for press in presses)
    done = subprocess.run(
        [sys.executable, "-P", "-X", "utf8", "-m", "xlrecords.stdio"], input=lines.encode(), capture_output=True, check=True
    )
    ready, *answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert ready == {"ready": __version__, "titles": {button.tag: button.title for button in BUTTONS}}
    assert [line["answer"]["tone"] for line in answers] == ["info", "error"]

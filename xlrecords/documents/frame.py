"""A page within a frame, double outside and thin inside, as certificates of honour have it."""

from __future__ import annotations

from .common import SEAL
from .page import Page, Part

FRAME, INNER = 6, 1
"""Styles of the lines of the frame: double outside, thin inside."""
WIDTH = 7
"""Columns between the two frames; the first and the last of them keep the text off the inner one."""
COLUMNS = (5, 8, 58, 60, 16, 52, 52, 8, 5)
"""Widths of all columns, in millimetres, on a sheet laid across."""
ORDER = "Приказ {{Приказ о поощрении}}{{если Приказ о поощрении нет: № ________}}"
"""The order as the command «commend» knows it, else a place to write it."""
REGISTERED = "Регистрационный № {{Номер}}{{если Номер нет: ________}}"
"""Number in the register of commendations."""


def framed(page: Page, *parts: Part, height: float) -> None:
    """A line between the frames at the left and at the right."""
    page.parts(Part(style={"left": FRAME, "right": INNER}), *parts, Part(style={"left": INNER, "right": FRAME}), height=height)


def text(page: Page, words: str, height: float, size: float, **style: object) -> None:
    """A line in the middle, of letters of a size."""
    framed(page, Part(), Part(words, WIDTH - 2, {"align": "center", "font_size": size} | style), Part(), height=height)


def blank(page: Page, height: float) -> None:
    """An empty line."""
    framed(page, Part(columns=WIDTH), height=height)


def top(page: Page) -> None:
    """The frame above, the name of the school and the town."""
    _edge(page, "top", "bottom")
    blank(page, 16)
    text(page, "{{Школа}}", 40, 14, text_wrap=True)
    text(page, "{{Город}}", 20, 13)


def bottom(page: Page, teacher: bool = True) -> None:
    """Signatures, the place for the seal, the order and the number, and the frame below."""
    post, signed = {"font_size": 13}, {"bottom": 1, "align": "center", "font_size": 13}
    signers = [("Директор", "{{Директор}}", "{{подпись директора}}"), ("Классный руководитель", "{{Классный руководитель}}", "")]
    for words, name, image in signers if teacher else signers[:1]:
        framed(page, Part(), Part(words, 1, post), Part(image, 1, signed), Part(), Part(name, 2, signed), Part(), height=34)
    framed(
        page, Part(), Part("М.П.", 1, {"align": "right"} | post), Part("{{школьная печать}}"), Part(),
        Part(f"{REGISTERED}\n{ORDER}\n{{{{Дата словами}}}}", 2, {"text_wrap": True, "align": "right"} | post), Part(),
        height=SEAL,
    )  # fmt: skip
    blank(page, 10)
    _edge(page, "bottom", "top")


def _edge(page: Page, outer: str, inner: str) -> None:
    """The frame above or below."""
    line = {outer: FRAME}
    page.parts(Part(style=line | {"left": FRAME}), Part("", WIDTH, line | {inner: INNER}), Part(style=line | {"right": FRAME}), height=14)

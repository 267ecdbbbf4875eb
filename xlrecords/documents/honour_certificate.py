"""Похвальный лист «За отличные успехи в учении» (п. 3.3)."""

from .common import SEAL
from .document import Document
from .page import Page, Part

FRAME, INNER = 6, 1
"""Styles of the lines of the frame: double outside, thin inside."""
WIDTH = 7
"""Columns between the two frames; the first and the last of them keep the text off the inner one."""


def _draw(page: Page) -> None:
    _edge(page, "top", "bottom")
    _blank(page, 16)
    _text(page, "{{Школа}}", 40, 14, text_wrap=True)
    _text(page, "{{Город}}", 20, 13)
    _blank(page, 22)
    _text(page, "ПОХВАЛЬНЫЙ ЛИСТ", 56, 40, bold=True)
    _text(page, "«За отличные успехи в учении»", 30, 20, italic=True)
    _blank(page, 14)
    _text(page, "награждается {{ученик}} {{Класс}} класса", 26, 16)
    _text(page, "{{ФИО}}", 46, 28, bold=True, text_wrap=True)
    _text(page, "по итогам {{Учебный год}} учебного года", 24, 16)
    _blank(page, 20)
    post, signed = {"font_size": 13}, {"bottom": 1, "align": "center", "font_size": 13}
    for words, name, image in (
        ("Директор", "{{Директор}}", "{{подпись директора}}"),
        ("Классный руководитель", "{{Классный руководитель}}", ""),
    ):
        _framed(page, Part(), Part(words, 1, post), Part(image, 1, signed), Part(), Part(name, 2, signed), Part(), height=34)
    _framed(
        page, Part(), Part("М.П.", 1, {"align": "right"} | post), Part("{{школьная печать}}"), Part(),
        Part("Приказ № ________\n{{Дата словами}}", 2, {"text_wrap": True, "align": "right"} | post), Part(),
        height=SEAL,
    )  # fmt: skip
    _blank(page, 10)
    _edge(page, "bottom", "top")


def _framed(page: Page, *parts: Part, height: float) -> None:
    """A line between the frames at the left and at the right."""
    page.parts(Part(style={"left": FRAME, "right": INNER}), *parts, Part(style={"left": INNER, "right": FRAME}), height=height)


def _text(page: Page, words: str, height: float, size: float, **style: object) -> None:
    _framed(page, Part(words, WIDTH, {"align": "center", "font_size": size} | style), height=height)


def _blank(page: Page, height: float) -> None:
    _framed(page, Part(columns=WIDTH), height=height)


def _edge(page: Page, outer: str, inner: str) -> None:
    """The frame above or below."""
    line = {outer: FRAME}
    page.parts(Part(style=line | {"left": FRAME}), Part("", WIDTH, line | {inner: INNER}), Part(style=line | {"right": FRAME}), height=14)


DOCUMENT = Document(
    name="honour_certificate",
    title="Похвальный лист",
    clause="3.3",
    purpose="Награда за отличные успехи в учении; имя, класс и дата подставляются.",
    tab="Похвальный лист",
    columns=(5, 8, 58, 60, 16, 52, 52, 8, 5),
    draw=_draw,
    landscape=True,
    framed=True,
)

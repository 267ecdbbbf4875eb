"""What documents share: the head of a certificate, the signatures and the place for the seal."""

from .page import Page, Part

SEAL = 74
"""Height of the place for the seal, in points: 26 mm."""


def certificate_head(page: Page, left: int, right: int) -> None:
    """Name of the school, town, and below them the day and the number of the certificate."""
    page.line("{{Школа}}", 36, align="center", bold=True, text_wrap=True)
    page.line("{{Город}}", align="center")
    page.gap(6)
    page.parts(Part("Дата выдачи: {{Дата словами}}", left), Part("Регистрационный № {{Номер}}", right, {"align": "right"}))
    page.gap(10)


def certificate_signs(page: Page, columns: tuple[int, int, int], teacher: bool = False) -> None:
    """Signatures of the head of the school and of the form teacher, and the place for the seal."""
    page.gap(14)
    page.signature("Директор", "{{Директор}}", columns, "{{подпись директора}}")
    if teacher:
        page.signature("Классный руководитель", "{{Классный руководитель}}", columns)
    page.parts(Part("М.П.", columns[0], {"align": "right"}), Part("{{школьная печать}}", columns[1]), height=SEAL)

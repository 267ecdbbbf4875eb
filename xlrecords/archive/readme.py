"""The leaflet that lies in the bag of a case: what is what there, and how to check it without this program (п. 7.1)."""

from __future__ import annotations

from typing import Final

from ..words import counted
from .bag import MANIFEST
from .passport import CSV, ORIGINAL, PASSPORT, PDF, VALUES, Passport

README: Final = "Прочти-меня"
"""Name of its file without ending."""


def readme(passport: Passport) -> bytes:
    """The leaflet: UTF-8 with a mark at its beginning and the line ends of Windows, so that any editor shows it."""
    sheets = sum(len(document.sheets) for document in passport.documents)
    lines = (
        f"{passport.title}",
        f"Дело {passport.index}, {passport.id}" + (f", редакция {passport.edition}" if passport.edition > 1 else ""),
        " ".join(
            part for part in (passport.school or passport.school_short, f"{passport.year} учебный год" if passport.year else "") if part
        ),
        f"{counted(len(passport.documents), 'книга')}, {counted(sheets, 'лист')} в книгах, {counted(passport.leaves, 'лист')} в деле.",
        "",
        "ЧТО ЗДЕСЬ ЛЕЖИТ",
        "",
        f"{PDF} — страницы для чтения и печати (PDF/A-2b). Внизу каждой — номер листа дела и код: по нему видно, что лист не подменён.",
        f"{ORIGINAL} — книги в том виде, в каком их вела школа; если делу принадлежит часть книги — эти листы, выделенные из неё.",
        f"{VALUES} — те же книги, где вместо формул стоят значения: без макросов, связей с другими книгами, скрытых листов и примечаний.",
        f"{CSV} — значения каждого листа текстом (UTF-8, разделитель — точка с запятой). Апостроф в начале поля означает, что это текст,",
        "а не формула.",
        f"{PASSPORT} — паспорт дела: заголовок, сроки, книги, листы и то, что стоит на каждой странице.",
        "Обложка, титульный лист, внутренняя опись и лист-заверитель лежат рядом с этим файлом.",
        f"{MANIFEST} на уровень выше — контрольная сумма SHA-256 каждого файла.",
        "",
        "КАК ПРОВЕРИТЬ, ЧТО НИЧЕГО НЕ ИЗМЕНИЛОСЬ",
        "",
        "В папке дела, там, где лежит этот список, выполните одну из команд:",
        f"    sha256sum -c {MANIFEST}      (Linux; есть и в Git для Windows)",
        f"    shasum -a 256 -c {MANIFEST}      (macOS)",
        "    bagit.py --validate .      (программа Библиотеки Конгресса США: pip install bagit)",
        "    xlrecords verify .      (назовёт и клетки, которые изменились)",
        "",
        "Папка устроена по стандарту BagIt (RFC 8493). Не меняйте в ней ничего: исправленное дело составляется заново, новой редакцией.",
    )
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()

"""The commands «install», «uninstall» and «doctor»."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ..command import Outcome, Request
from ..installing.finding import Finding

EXCEL, LIBREOFFICE = "excel", "libreoffice"
WHERE = "Не знаю программы «{name}»: укажите excel или libreoffice."
ENDS = "«{name}»: имя файла надстройки должно оканчиваться на {ending}. Исправьте имя и повторите."
CARRIED = (
    "Python в этом файле не указан: на том компьютере выполните xlrecords install libreoffice, и кнопки встанут сами; "
    "или откройте файл двойным щелчком, если xlrecords там установлен в тот Python, который запускается командой python3 или python."
)
ONE = "Укажите одну книгу или папку."
SIGNS = {True: "готово", False: "исправьте", None: "заметьте"}
"""How a finding begins that is in order, is not, or is no hindrance."""


def install(request: Request) -> Outcome:
    """Поставить кнопки вкладки «Учёт» в Excel или LibreOffice этого пользователя."""
    if request.name == EXCEL:
        from ..installing.excel import install as into_excel
        from ..installing.machine import this_machine

        return _ends(request, ".xlam") or into_excel(this_machine(), request.out)
    if request.name != LIBREOFFICE:
        return Outcome(lines=(WHERE.format(name=request.name),), failed=True)
    from ..installing.extension import extension
    from ..installing.libreoffice import InstallError
    from ..installing.libreoffice import install as into_office
    from ..installing.machine import this_machine
    from ..save import SaveError, save

    if wrong := _ends(request, ".oxt"):
        return wrong
    try:
        if request.out is not None:
            written = save(request.out, lambda beside: beside.write_bytes(extension(None)), _is_extension)
            return Outcome(lines=(CARRIED,), written=(written,))
        return Outcome(lines=into_office(this_machine().interpreter))
    except (InstallError, SaveError) as error:
        return Outcome(lines=(str(error),), failed=True)


def _ends(request: Request, ending: str) -> Outcome | None:
    """A refusal where the name of the file would keep the office program from opening it."""
    if request.out is None or request.out.suffix.lower() == ending:
        return None
    return Outcome(lines=(ENDS.format(name=request.out.name, ending=ending),), failed=True)


def _is_extension(path: Path) -> bool:
    """Whether a file is an add-on that was built here."""
    from ..installing.extension import IDENTIFIER

    try:
        with zipfile.ZipFile(path) as package:
            return f'"{IDENTIFIER}"'.encode() in package.read("description.xml")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def uninstall(request: Request) -> Outcome:
    """Убрать кнопки вкладки «Учёт» из Excel или LibreOffice: только то, что поставила программа."""
    if request.name == EXCEL:
        from ..installing.excel import uninstall as out_of_excel
        from ..installing.machine import this_machine

        return out_of_excel(this_machine())
    if request.name != LIBREOFFICE:
        return Outcome(lines=(WHERE.format(name=request.name),), failed=True)
    from ..installing.libreoffice import InstallError
    from ..installing.libreoffice import uninstall as out_of_office

    try:
        return Outcome(lines=out_of_office())
    except InstallError as error:
        return Outcome(lines=(str(error),), failed=True)


def doctor(request: Request) -> Outcome:
    """Проверить готовность: Python, надстройка, макросы, права, пути, LibreOffice; сказать, что исправить."""
    from ..installing.doctor import findings

    if len(request.paths) > 1:
        return Outcome(lines=(ONE,), failed=True)
    found = findings(request.paths[0] if request.paths else None)
    wrong = sum(one.ok is False for one in found)
    last = f"Исправить: {wrong}." if wrong else "Всё готово к работе."
    return Outcome(lines=(*(line(one) for one in found), last), code=int(wrong > 0))


def line(finding: Finding) -> str:
    """A finding as a line, with its remedy where something is to be done."""
    return f"{SIGNS[finding.ok]}: {finding.text}" + (f" {finding.remedy}" if finding.remedy and not finding.ok else "")

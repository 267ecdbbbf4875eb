"""Whether the settings of Excel on Windows let the buttons work, as far as the registry of the user tells."""

from __future__ import annotations

from collections.abc import Iterator

from .finding import Finding
from .machine import Machine

VERSIONS = ("16.0", "15.0")
"""Excel 2016 and newer, and Excel 2013."""
USER = r"Software\Microsoft\Office\{version}\Excel\Security"
POLICY = r"Software\Policies\Microsoft\Office\{version}\Excel\Security"
"""What the administrator decides; it goes before what the user chose."""
SIGNED_ONLY, NONE_AT_ALL = 3, 4
"""Values of VBAWarnings under which a macro without a signature does not run outside of a trusted folder."""
ADMINISTRATOR = "Попросите администратора"


def asked(machine: Machine, name: str, below: str = "") -> tuple[int | None, bool]:
    """A value of the settings of macros, and whether the administrator set it; None: it is not set."""
    for key, decided in ((POLICY, True), (USER, False)):
        for version in VERSIONS:
            value = machine.registry(key.format(version=version) + below, name)
            if isinstance(value, int):
                return value, decided
    return None, False


def macro_findings(machine: Machine) -> Iterator[Finding]:
    """What of the settings stops add-ins, macros and worksheet functions."""
    disabled, _ = asked(machine, "DisableAllAddins")
    signed, _ = asked(machine, "RequireAddinSig")
    if disabled or signed:
        what = "Надстройки Excel запрещены" if disabled else "Excel принимает только надстройки с подписью издателя"
        yield Finding(False, f"{what}.", f"{ADMINISTRATOR} разрешить надстройку xlrecords.xlam или работайте командой xlrecords watch.")
    nowhere, _ = asked(machine, "AllLocationsDisabled", r"\Trusted Locations")
    warnings, decided = asked(machine, "VBAWarnings")
    strict = warnings in (SIGNED_ONLY, NONE_AT_ALL)
    if strict and nowhere:
        remedy = "разрешить макросы из папки XLSTART или работайте командой xlrecords watch."
        yield Finding(False, "Макросы отключены, и надёжных папок у Excel нет: кнопки не запустятся.", f"{ADMINISTRATOR} {remedy}")
    elif strict:
        who = "администратором" if decided else "в Центре управления безопасностью"
        yield Finding(True, f"Макросы в книгах отключены {who}; надстройки из папки XLSTART это не касается.")
    elif nowhere:
        yield Finding(None, "Надёжные папки Excel отключены: при запуске он спросит о макросах.", "Ответьте «Включить макросы».")
    else:
        yield Finding(True, "Excel разрешает макросы надстройки.")
    internet, _ = asked(machine, "blockcontentexecutionfrominternet")
    if internet:
        remedy = "Чтобы попробовать книгу-пример, откройте её свойства и отметьте «Разблокировать»."
        yield Finding(None, "Макросы в файлах из Интернета заблокированы администратором.", remedy)
    access, _ = asked(machine, "AccessVBOM")
    if not access:
        remedy = (
            "Для функций =СРБАЛЛ() включите: Параметры → Центр управления безопасностью → Параметры макросов → «Доверять доступ…», "
            "затем Alt+F8, XlrFunctions, «Выполнить»."
        )
        yield Finding(None, "Доступ к проекту VBA закрыт: кнопки работают, функции листа — нет.", remedy)

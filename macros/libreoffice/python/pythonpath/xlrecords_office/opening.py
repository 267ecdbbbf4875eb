"""Files and folders opened for the user."""

import os

import uno

from . import settings

BOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")
URI_OR_PATH = 0


def open_(context, path):
    """Open a workbook here, and all else by the system; what is to be told, if that could not be done."""
    services, failed = context.ServiceManager, f"Не открылось: {path}"
    if not os.path.exists(path):
        return failed
    try:
        if path.lower().endswith(BOOKS):
            return _book(context, path)
        if settings.is_set(settings.QUIET):
            settings.log("open: " + path)
            return ""
        shell = services.createInstanceWithContext("com.sun.star.system.SystemShellExecute", context)
        shell.execute(path, "", URI_OR_PATH)
        return ""
    except Exception:  # whatever the system says, the answer was carried out
        return failed


def _book(context, path):
    """Bring a workbook in front; one that is open already is read anew, for it may have been made anew."""
    services, url = context.ServiceManager, uno.systemPathToFileUrl(path)
    desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    shown = next((other for other in _all(desktop.Components) if getattr(other, "URL", "") == url), None)
    if shown is not None and not shown.isModified():
        helper = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        helper.executeDispatch(shown.CurrentController.Frame, ".uno:Reload", "", 0, ())
    if desktop.loadComponentFromURL(url, "_default", 0, ()) is None:
        return f"Не открылось: {path}"
    if shown is not None and _is_changed(shown):
        return f"«{os.path.basename(path)}» уже открыта и изменена вами: закройте её без сохранения и откройте снова, чтобы увидеть новую."
    return ""


def _is_changed(document):
    """Whether a document holds what its file does not; one that was read anew is gone."""
    try:
        return document.isModified()
    except Exception:
        return False


def _all(components):
    found = components.createEnumeration()
    while found.hasMoreElements():
        yield found.nextElement()

"""Files and folders opened for the user."""

import os

import uno

from . import settings

BOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")
URI_OR_PATH = 0


def open_(context, path):
    """Open a workbook here, and all else by the system; whether it could be opened."""
    services = context.ServiceManager
    if not os.path.exists(path):
        return False
    try:
        if path.lower().endswith(BOOKS):
            desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            return desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_default", 0, ()) is not None
        if settings.is_set(settings.QUIET):
            settings.log("open: " + path)
            return True
        shell = services.createInstanceWithContext("com.sun.star.system.SystemShellExecute", context)
        shell.execute(path, "", URI_OR_PATH)
        return True
    except Exception:  # whatever the system says, the answer was carried out
        return False

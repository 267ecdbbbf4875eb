"""Adapters that give a workbook as a `Book`: each lives in its own module and is imported only when it is needed."""

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".ots", ".htm", ".html")
"""Endings, in lower case, of the files a scan of a folder takes; what a file really is, its first bytes tell."""

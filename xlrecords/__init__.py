"""xlrecords: school records kept in workbooks, checked to the cell."""

__version__ = "0.1.0"

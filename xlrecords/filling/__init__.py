"""Filling the templates that teachers draw: placeholders become data, and nothing else of the workbook changes."""

from .template import Flaw, Template

__all__ = ["Flaw", "Template"]

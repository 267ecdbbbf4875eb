"""Filling the templates that teachers draw: placeholders become data, and nothing else of the workbook changes."""

from .build import Flaw
from .template import Template

__all__ = ["Flaw", "Template"]

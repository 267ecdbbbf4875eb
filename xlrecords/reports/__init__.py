"""All reports."""

from __future__ import annotations

from .issues import issue_pages

__all__ = ["issue_pages"]

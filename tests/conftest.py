"""What several tests use: the tables of real shape, and LibreOffice where it is there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Tables of real shape, kept beside the repository; tests that read them are skipped where they are not."""


@pytest.fixture(scope="session")
def office() -> str:
    """Path of LibreOffice; the test is skipped without it, and fails where it is required."""
    path = shutil.which("soffice")
    if path is None:
        if os.environ.get("XLRECORDS_OFFICE") == "required":
            pytest.fail("LibreOffice is required here and was not found")
        pytest.skip("LibreOffice is not installed")
    return path

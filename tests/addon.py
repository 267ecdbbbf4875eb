"""The add-on in a LibreOffice of its own: put into a fresh profile as a user would, or, as root, where `unopkg` refuses, by its own manager."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from .office import Office, uno, unohelper


def installed(profile: Path, oxt: bytes) -> Path:
    """A profile that has the add-on; the name is that of its folder.

    Raises:
        AssertionError: LibreOffice refused it, with what it said.
    """
    profile.mkdir(parents=True, exist_ok=True)
    package = profile.parent / "xlrecords.oxt"
    package.write_bytes(oxt)
    (_by_manager if os.name == "posix" and os.geteuid() == 0 else _by_unopkg)(profile, package)
    return profile


def _by_unopkg(profile: Path, package: Path) -> None:
    office = shutil.which("soffice") or "soffice"
    unopkg = Path(office).resolve().with_name("unopkg")
    done = subprocess.run(
        [unopkg, "add", "--force", "--suppress-license", f"-env:UserInstallation={profile.absolute().as_uri()}", package],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def _by_manager(profile: Path, package: Path) -> None:
    """What `unopkg add` does, asked of a running LibreOffice: it has no objection to root."""
    with Office(profile=profile) as office:
        manager = office.context.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")
        channel = manager.createAbortChannel()
        made = manager.addExtension(package.absolute().as_uri(), (), "user", channel, _approving())
        assert made.isRegistered(channel, None).Value, "copied but not registered: some .xcu file is wrong"


def _approving() -> Any:
    """A command environment that agrees to every question."""
    uno()
    from com.sun.star.task import XInteractionHandler
    from com.sun.star.ucb import XCommandEnvironment, XProgressHandler

    class Approving(unohelper().Base, XCommandEnvironment, XProgressHandler, XInteractionHandler):
        def getInteractionHandler(self) -> Any:  # noqa: N802
            return self

        def getProgressHandler(self) -> Any:  # noqa: N802
            return self

        def push(self, status: object) -> None:
            pass

        def update(self, status: object) -> None:
            pass

        def pop(self) -> None:
            pass

        def handle(self, request: Any) -> None:
            approve = uno().getTypeByName("com.sun.star.task.XInteractionApprove")
            for continuation in request.getContinuations():
                if found := continuation.queryInterface(approve):
                    found.select()
                    return

    return Approving()

"""Whether a folder lies on another computer: then the system may say nothing of what is saved in it, and one has to look."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

NETWORKS = ("cifs", "smb", "nfs", "fuse.sshfs", "fuse.gvfsd", "davfs", "fuse.davfs", "9p", "afs", "ncpfs")
"""How the kinds of disks of a network begin in the list of what is mounted."""
MOUNTS = Path("/proc/mounts")
REMOTE = 4
"""What Windows calls a drive of a network."""
ESCAPED = re.compile(r"\\([0-7]{3})")


def is_remote(folder: Path) -> bool:
    """Whether a folder lies on another computer, where that can be told."""
    if sys.platform == "win32":
        import ctypes

        drive = folder.drive
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == REMOTE
    try:
        return kind_of(folder, MOUNTS.read_text(encoding="utf-8", errors="replace")).startswith(NETWORKS)
    except OSError:  # this system keeps no such list
        return False


def kind_of(folder: Path, mounts: str) -> str:
    """Kind of the disk that a folder lies on, by the list of what is mounted; empty if it tells nothing."""
    best, kind = Path(), ""
    for line in mounts.splitlines():
        _, where, named, *_ = [*line.split(" "), "", ""]
        place = Path(ESCAPED.sub(lambda code: chr(int(code[1], 8)), where))
        if os.path.isabs(place) and (place == folder or place in folder.parents) and len(place.parts) >= len(best.parts):
            best, kind = place, named
    return kind

"""Workbooks under a password, as office programs know them: AES-256 of ECMA-376, agile."""

from __future__ import annotations

import secrets
from io import BytesIO
from typing import Final

LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody mistakes for one another, on either keyboard: no l and 1, no o and 0, no i."""
GROUPS, LENGTH = 4, 4
"""Four groups of four: 31^16, 79 bits."""


def new_password() -> str:
    """A password that nobody can guess and anybody can type: «k7fm-2rqx-9dpn-v4hs»."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))


def encrypt(data: bytes, password: str) -> bytes:
    """The workbook under a password.

    Raises:
        ValueError: The bytes are no package of Office Open XML, or the password is empty.
    """
    from msoffcrypto.exceptions import EncryptionError, FileFormatError
    from msoffcrypto.format.ooxml import OOXMLFile

    if not password:
        raise ValueError("no password")
    target = BytesIO()
    try:
        OOXMLFile(BytesIO(data)).encrypt(password, target)
    except (EncryptionError, FileFormatError) as error:
        raise ValueError("not a workbook that can be encrypted") from error
    return target.getvalue()


def decrypt(data: bytes, password: str) -> bytes:
    """The workbook again; its bytes are those that were encrypted.

    Raises:
        ValueError: The password is wrong, the bytes were changed since, or they are no encrypted workbook.
    """
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError
    from msoffcrypto.format.ooxml import OOXMLFile

    target = BytesIO()
    try:
        file = OOXMLFile(BytesIO(data))
        file.load_key(password=password, verify_password=True)
        file.decrypt(target, verify_integrity=True)
    except (DecryptionError, FileFormatError, InvalidKeyError) as error:
        raise ValueError("wrong password or damaged file") from error
    return target.getvalue()

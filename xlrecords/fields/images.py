"""Pictures: the school's seal, the head's signature, the student's photograph."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from ..field import Field
from ..people import key, suffix
from .scope import Scope, text_of

FOLDER = "Шаблоны/Изображения"
"""Where a school keeps its pictures, below its own folder."""
SUFFIXES = (".png", ".jpg", ".jpeg")

FIELDS = (
    Field("Школьная печать", f"файл {FOLDER}/Печать.png", "", "image", ("Печать", "Печать школы")),
    Field("Подпись директора", f"файл {FOLDER}/Подпись.png", "", "image", ("Подпись",)),
    Field("Фото", f"файл {FOLDER}/Фото/Крылова Анна Игоревна.png", "", "image", ("Фотография",)),
)


def values(scope: Scope) -> list[dict[str, Any]]:
    """Paths of pictures for each student; None where there is no such file.

    A photograph is named by the full name; of full namesakes only that whose number of the personal file follows in brackets
    is taken, for nobody is guessed.
    """
    top, photos = _pictures(scope.pictures), _pictures(scope.pictures / "Фото" if scope.pictures else None)
    names = scope.school.roster.names if scope.school.roster else []
    bearers = Counter(key(name) for name in names)
    files = scope.listed["file_number"].to_numpy() if len(scope.listed) else ()
    found = []
    for person in scope.students.tolist():
        full, number = key(names[person]), key(text_of(files[person]) or "")
        photo = photos.get((full, number)) if number else None
        found.append(
            {
                "Школьная печать": top.get(("печать", "")),
                "Подпись директора": top.get(("подпись", "")),
                "Фото": photo or (photos.get((full, "")) if bearers[full] == 1 else None),
            }
        )
    return found


def _pictures(folder: Path | None) -> dict[tuple[str, str], Path]:
    """Pictures of a folder by name and what stands in brackets after it."""
    if folder is None or not folder.is_dir():
        return {}
    return {(key(path.stem), suffix(path.stem)): path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES}

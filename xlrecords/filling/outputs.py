"""Where filled workbooks go: a file a student, a class or all; a file that somebody changed since is never written over."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from ..save import FILLED, filled, line_end
from .join import joined
from .template import Template

Facts = Mapping[str, Any]
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
LONGEST = 120
"""Letters of a file's name: paths of a school's network are long already."""


def file_name(text: str, taken: set[str]) -> str:
    """A name for a file out of a text, none twice; put into `taken` in lower case."""
    plain = " ".join(FORBIDDEN.sub(" ", text).split()).rstrip(". ")[:LONGEST] or "Без имени"
    plain = f"_{plain}" if RESERVED.match(plain) else plain
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain} ({number})"
    taken.add(name.lower())
    return name


def class_order(facts: Facts) -> tuple[int, str]:
    """Classes in the order of a school: 2А before 10А."""
    text = str(facts.get("Класс") or "")
    number = re.match(r"\d+", text)
    return (int(number[0]) if number else 99), text


def name_order(facts: Facts) -> str:
    """Students in the order of the alphabet, ё beside е."""
    return str(facts.get("ФИО") or "").lower().replace("ё", "е")


def workbooks(template: Template, students: Sequence[Facts], way: str, title: str, ending: str) -> Iterator[tuple[str, bytes]]:
    """Names below the folder, with «/», and bytes of the filled workbooks.

    Args:
        template: A template without flaws.
        students: Facts of each student, in any order.
        way: "student": a file each, in a folder of the class; "class": a file a class with a sheet a student; "all": one file.
        title: Name of the one file.
        ending: Ending of the files, «.xlsx».
    """
    ordered = sorted(students, key=lambda facts: (class_order(facts), name_order(facts)))
    if way == "all":
        yield f"{file_name(title, set())}{ending}", joined(template, ordered, lambda facts: f"{facts.get('Класс') or ''} {_short(facts)}")
        return
    classes: set[str] = set()
    for group, members in groupby(ordered, key=class_order):
        name = file_name(group[1] or "Без класса", classes)
        if way == "class":
            yield f"{name}{ending}", joined(template, list(members), _short)
            continue
        taken: set[str] = set()
        for facts in members:
            yield f"{name}/{file_name(str(facts.get('ФИО') or ''), taken)}{ending}", template.fill(facts)


def _short(facts: Facts) -> str:
    """Surname and initials for a tab; in full where that is short enough anyway."""
    from ..wording import short_name

    return short_name(str(facts.get("ФИО") or ""))


class Folder:
    """A folder that is filled. It keeps what was written here, by hash: what is still as it was written may be written again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._list = path / FILLED
        self._known = filled(path)
        self._made: set[Path] = set()

    def write(self, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bool]]:
        """Write files; tells of each whether it was written, or left as somebody changed it or has it open."""
        self._list.parent.mkdir(parents=True, exist_ok=True)
        before = line_end(self._list)
        with self._list.open("a", encoding="utf-8") as log:
            log.write(before)
            for name, data in files:
                path = self.path / name
                free = self._free(path, name)
                if free:
                    log.write(json.dumps([name, hashlib.sha256(data).hexdigest()], ensure_ascii=False) + "\n")
                    log.flush()
                    self._put(path, data)
                yield name, free

    def _free(self, path: Path, name: str) -> bool:
        if path.with_name(f"~${path.name}").exists() or path.with_name(f".~lock.{path.name}#").exists():
            return False
        try:
            present = hashlib.sha256(path.read_bytes()).hexdigest()
        except FileNotFoundError:
            return True
        return present in self._known.get(name, ())

    def _put(self, path: Path, data: bytes) -> None:
        """Beside, then renamed: a file is there whole or not at all."""
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        beside = path.with_name(f".{path.name}.part")
        beside.write_bytes(data)
        os.replace(beside, path)

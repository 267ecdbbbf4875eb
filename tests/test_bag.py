"""Bags of the archive: what is written, that others can read it, that nothing half-made is left; names of cases and files."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tracemalloc
import unicodedata
from dataclasses import replace
from pathlib import Path

import bagit
import pytest

from xlrecords.archive.bag import BagError, ChangedError, Entry, Writer, is_whole, shelf, sweep, tag_files
from xlrecords.archive.case import Case
from xlrecords.archive.naming import LATIN, LONGEST, book_names, case_names, edition_name, part
from xlrecords.archive.nomenclature import Heading
from xlrecords.archive.passport import Passport
from xlrecords.history import sha256
from xlrecords.retention import OF_BOOK, OF_CLASS

PASSPORT = Passport(
    id="2026-2027_02-01_Классные-журналы_5А", edition=1, school="Школа № 1", school_short="", index="02-01", title="Классные журналы, 5А класс",
    part="5А", unit="класс", year="2026/2027", first="2026-09-01", last="2027-05-25", ended="2027-08-31", term="5 лет", article="ст. 441",
    source="номенклатура", until="2032-12-31",
)  # fmt: skip


def written(folder: Path, passport: Passport = PASSPORT, **files: bytes) -> Path:
    """A bag with some files."""
    with Writer(folder, edition_name(passport.id, passport.edition)) as writer:
        for name, data in files.items():
            writer.put(f"data/{name}.txt", data)
        return writer.finish(passport)


def test_the_tag_files_follow_from_the_passport_and_the_payload() -> None:
    entries = [Entry("data/б.txt", 3, "0" * 64), Entry("data/100%.txt", 4, "1" * 64)]
    files = tag_files(PASSPORT, entries)
    assert files == tag_files(PASSPORT, reversed(entries))
    assert files["bagit.txt"].decode() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert files["bag-info.txt"].decode() == (
        "Bag-Software-Agent: xlrecords\n"
        "External-Identifier: 2026-2027_02-01_Классные-журналы_5А\n"
        "External-Description: Классные журналы, 5А класс\n"
        "Payload-Oxum: 7.2\n"
        "Source-Organization: Школа № 1\n"
        "Case-Index: 02-01\n"
        "Case-Year: 2026/2027\n"
        "Case-Dates: 01.09.2026–25.05.2027\n"
        "Case-Leaves: 0\n"
        "Retention-Term: 5 лет\n"
        "Retention-Article: ст. 441\n"
        "Retention-Source: номенклатура\n"
        "Retention-Until: 31.12.2032\n"
        "Accepted-Findings: 0\n"
    )
    assert files["manifest-sha256.txt"].decode() == f"{'1' * 64}  data/100%25.txt\n{'0' * 64}  data/б.txt\n"
    tags = files["tagmanifest-sha256.txt"].decode().splitlines()
    assert tags == [f"{sha256(files[name])}  {name}" for name in ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")]


def test_the_programs_of_others_find_the_bag_valid(tmp_path: Path) -> None:
    bag = written(tmp_path, один=b"1", два=b"")
    checked = subprocess.run([sys.executable, "-m", "bagit", "--validate", str(bag)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    if shutil.which("sha256sum"):
        for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
            assert subprocess.run(["sha256sum", "--quiet", "-c", manifest], cwd=bag, check=False).returncode == 0


def test_long_lines_and_odd_blanks_are_read_back_as_one_value(tmp_path: Path) -> None:
    long = "Журналы " * 400
    odd = "Журналы\u2028и\x85ведомости\x1cкласса\n: 5А"
    for edition, title in enumerate((long, odd), 1):
        passport = replace(PASSPORT, title=title, edition=edition)
        bag = bagit.Bag(str(written(tmp_path, passport)))
        assert bag.info["External-Description"] == " ".join(title.split())
        assert len(bag.info) == 14


def test_a_bag_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    with Writer(tmp_path, "дело") as writer:
        writer.put("data/один.txt", b"1")
        assert [path.name for path in tmp_path.iterdir()] == [".дело.tmp"]
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ZeroDivisionError), Writer(tmp_path, "дело") as writer:
        writer.put("data/один.txt", bytes(1 // 0))
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    bag = written(tmp_path, один=b"1")
    with pytest.raises(BagError, match="уже есть"):
        written(tmp_path, один=b"2")
    assert (bag / "data/один.txt").read_bytes() == b"1"
    assert [path.name for path in tmp_path.iterdir()] == [bag.name]


def test_a_file_is_copied_as_it_was_or_not_at_all(tmp_path: Path) -> None:
    source = tmp_path / "5А.xlsx"
    source.write_bytes(b"x" * 3_000_000)
    with Writer(tmp_path / "Архив", "дело") as writer:
        assert writer.copy("data/5А.xlsx", source, sha256(source.read_bytes())).size == 3_000_000
        assert (writer.path / "data/5А.xlsx").read_bytes() == source.read_bytes()
        with pytest.raises(ChangedError, match=r"«5А\.xlsx» изменилась"):
            writer.copy("data/6А.xlsx", source, sha256(b"y"))


def test_a_large_file_does_not_sit_in_memory(tmp_path: Path) -> None:
    source = tmp_path / "большой.bin"
    with source.open("wb") as file:
        file.truncate(100 << 20)
    with Writer(tmp_path, "дело") as writer:
        tracemalloc.start()
        entry = writer.copy("data/большой.bin", source, "20492a4d0d84f8beb1767f6616229f85d44c2827b64bdbfb260ee12fa1109e0e")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert entry.size == 100 << 20
    assert peak < 8 << 20


def test_what_a_killed_run_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ".дело.tmp/data").mkdir(parents=True)
    (tmp_path / ".мое.tmp/письма").mkdir(parents=True)
    (tmp_path / ".заметки.tmp").write_text("текст", encoding="utf-8")
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".заметки.tmp", ".мое.tmp"]


def test_the_shelf_tells_the_latest_editions_and_what_is_damaged(tmp_path: Path) -> None:
    assert shelf(tmp_path / "нет").bags == ()
    first = written(tmp_path, один=b"1")
    second = written(tmp_path, replace(PASSPORT, edition=2), один=b"2")
    other = written(tmp_path, replace(PASSPORT, id="другое"), один=b"3")
    (other / "data/case.json").write_text("{}", encoding="utf-8")
    found = shelf(tmp_path)
    assert [(bag.path, bag.passport.edition, bag.whole) for bag in found.bags] == [(first, 1, True), (second, 2, True)]
    assert found.latest[PASSPORT.id].path == second
    assert found.unread == ("другое",)
    (second / "data/один.txt").unlink()
    assert not shelf(tmp_path).latest[PASSPORT.id].whole
    assert not is_whole(second)


@pytest.mark.parametrize(
    ("text", "cyrillic", "letters"),
    [
        ("Классные журналы", "Классные-журналы", "Klassnye-zhurnaly"),
        ("Цирк, ЦЕНА, Щука, съезд", "Цирк-ЦЕНА-Щука-съезд", "Cirk-CENA-Shhuka-sezd"),
        ("  а/б\\в:*?\t«г» <д>|%\n", "а-б-в-г-д", "a-b-v-g-d"),
        ("con", "_con", "_con"),
        ("COM¹", "_COM¹", "_COM1"),
        ("02-15/1", "02-15-1", "02-15-1"),
        ("LPT1.старый", "_LPT1.старый", "_LPT1.staryj"),
        ("конец.", "конец", "konecz"),
        ("...", "_", "_"),
        ("", "_", "_"),
        ("5А — копия (2)", "5А-копия-(2)", "5A-kopiya-(2)"),
        ("и\u0306од", "йод", "jod"),
        ("\u202e5А\u200b", "5А", "5A"),
        (
            "слово " * 30,
            "слово-слово-слово-слово-слово-слово-слово-слово-слово-слово",
            "slovo-slovo-slovo-slovo-slovo-slovo-slovo-slovo-slovo-slovo",
        ),
        ("я" * 100, "я" * 60, "ya" * 30),
    ],
)
def test_parts_of_paths(text: str, cyrillic: str, letters: str) -> None:
    assert part(text) == cyrillic
    assert part(text, LATIN) == letters


def test_books_of_one_name_get_numbers_whatever_the_case_and_form_of_letters() -> None:
    names = book_names(
        [
            "а/5Й.xlsx",
            "б/5й.xlsx",
            f"в/{unicodedata.normalize('NFD', '5Й')}.xlsx",
            "г/5Й_2.xlsx",
            f"д/{'я' * 90}.xlsx",
            f"е/{'я' * 95}.xlsx",
        ]
    )
    assert list(names.values()) == ["5Й", "5й_2", "5Й_3", "5Й_2_2", "я" * 60, "я" * 58 + "_2"]
    assert len({name.casefold() for name in names.values()}) == len(names)


def test_names_of_cases() -> None:
    journals = Heading("02-01", "Классные журналы", "5 лет", None, unit=OF_CLASS)
    clubs = Heading("02-03", "Журналы факультативов, элективов, внеурочной деятельности, кружков и секций", "5 лет", None, unit=OF_BOOK)
    found = [
        Case(journals, 2026, "5А", None, None, ()),
        Case(journals, 0, "5А", None, None, ()),
        Case(clubs, 2026, "Кружки/Шахматы.xlsx", None, None, ()),
        Case(clubs, 2026, "Секции/Шахматы.xlsx", None, None, ()),
        Case(clubs, 2026, "", None, None, ()),
    ]
    names = case_names(found, {})
    assert list(names.values()) == [
        "2026-2027_02-01_Классные-журналы_5А",
        "без-года_02-01_Классные-журналы_5А",
        "2026-2027_02-03_Журналы-факультативов-элективов_Шахматы",
        "2026-2027_02-03_Журналы-факультативов-элективов_Шахматы_2",
        "2026-2027_02-03_Журналы-факультативов-элективов-внеурочной",
    ]
    assert all(len(name) <= LONGEST for name in names.values())
    assert case_names(found, {}, LATIN)[found[0].key] == "2026-2027_02-01_Klassnye-zhurnaly_5A"


def test_a_case_keeps_its_name() -> None:
    """A case that was archived keeps its name when its heading is written otherwise, and no other case takes it."""
    old = Case(Heading("02-01", "Классные журналы", "5 лет", None), 2026, "5А", None, None, ())
    renamed = Case(Heading("02-01", "Журналы", "5 лет", None), 2026, "5А", None, None, ())
    other = Case(Heading("02-01", "Классные журналы", "5 лет", None), 2026, "5а", None, None, ())
    names = case_names([old], {})
    assert case_names([other, renamed], names) == {renamed.key: names[old.key], other.key: "2026-2027_02-01_Классные-журналы_5а_2"}


def test_editions() -> None:
    assert [edition_name("дело", number) for number in (1, 2)] == ["дело", "дело_ред-2"]
    assert edition_name("delo", 2) == "delo_red-2"

"""«Светофор норм»: acts that papers cite, however they are written, and what has taken their place."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from xlrecords.act import ACTS, BY_KEY, DETECTION, REGISTER, Act, in_force, latest
from xlrecords.citation import State, citations, light
from xlrecords.cli import GROUP
from xlrecords.command import Request
from xlrecords.commands.freshness import acts
from xlrecords.wording import MONTHS

from .conftest import SHARED

TODAY = dt.date(2026, 11, 29)


def keys(text: str) -> list[str]:
    """Acts that a text surely cites."""
    return [citation.acts[0].key for citation in citations(text) if citation.certain and citation.acts]


# The list


def test_numbers_and_years_tell_acts_apart() -> None:
    assert len(BY_KEY) == len(ACTS)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.key)
def test_rows_of_acts_are_sound(act: Act) -> None:
    following = BY_KEY.get(act.successor)
    assert bool(act.successor) == (following is not None)
    assert act.source
    assert act.until is None or (act.since or act.date) < act.until
    assert (act.until is None and not act.running_out) or following is not None
    if following is not None:
        assert following.topic == act.topic
        assert act.key in following.replaces
        assert act.date < following.date
    assert all(older not in BY_KEY or BY_KEY[older].successor == act.key for older in act.replaces)


@pytest.mark.parametrize(
    ("topic", "day", "key"),
    [
        (REGISTER, "2023-05-01", "77/2022"),
        (REGISTER, "2026-05-01", "531/2025"),
        (REGISTER, "2015-05-01", None),
        (DETECTION, "2020-05-01", "1239/2015"),
        (DETECTION, "2025-05-01", "1738/2023"),
    ],
)
def test_the_act_of_a_day(topic: str, day: str, key: str | None) -> None:
    found = in_force(topic, dt.date.fromisoformat(day))
    assert (found and found.key) == key


def test_a_long_row_leads_to_its_last_act() -> None:
    assert latest(BY_KEY["424/2016"]).key == "531/2025"
    assert latest(BY_KEY["1015/2013"]).key == "115/2021"


# Finding them


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("приказом Минпросвещения от 15.02.2022 № 77", ["77/2022"]),
        ("Приказ № 77/2022", ["77/2022"]),
        ("№ 77 от 15.02.2022", ["77/2022"]),
        ("№77 от 15 февраля 2022", ["77/2022"]),
        ("от 15.02.22 № 77", ["77/2022"]),
        ("приказ Минобрнауки России от 14 февраля 2014 г. N 115", ["115/2014"]),
        ("приказом\nМинобрнауки\u00a0России  от «14» февраля\n2014 года №\u00a0115", ["115/2014"]),
        ("порядок (приказ 2016 № 424)", ["424/2016"]),
        ("приказы от 07.11.2018 № 189/1513 и от 04.04.2023 № 232/551", ["189/1513/2018", "232/551/2023"]),
        ("№ 77 от 15.02.2022 и № 115 от 22.03.2021", ["77/2022", "115/2021"]),
        ("приказ Росархива от 31.07.2023 № 77", ["77/2023"]),
        ("Федеральным законом от 29.12.2012 № 273-ФЗ", ["273-ФЗ/2012"]),
        ("Федеральный закон от 25.12.2008 № 273-ФЗ", []),
        ("приказ по школе № 77 от 01.09.2026", []),
        ("приказ по школе № 77 от 31.02.2022", []),
        ("приказ № 77, кабинет № 115, протокол № 531", []),
        ("№ 777 от 15.02.2022", []),
        ("№ 77-од от 15.02.2022", []),
    ],
)
def test_citations_however_they_are_written(text: str, found: list[str]) -> None:
    assert keys(text) == found


@given(st.sampled_from(ACTS), st.sampled_from(["№", "N", "№ ", "No "]), st.sampled_from(["от {} {}", "{1} от {0}"]), st.booleans())
def test_every_act_is_found_in_every_writing(act: Act, sign: str, order: str, words: bool) -> None:
    date = f"{act.date.day} {MONTHS[act.date.month - 1]} {act.date.year} г." if words else f"{act.date:%d.%m.%Y}"
    assert keys(f"в соответствии с {order.format(date, sign + act.number)}, утверждённым")[:1] == [act.key]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("приказом Минпросвещения № 115", ["115/2014", "115/2021"]),
        ("приказ № 845/369", ["845/369/2020"]),
        ("ст. 58 273-ФЗ", ["273-ФЗ/2012"]),
    ],
)
def test_a_number_alone_only_may_be_an_act(text: str, meant: list[str]) -> None:
    (citation,) = citations(text)
    assert not citation.certain
    assert [act.key for act in citation.acts] == meant


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("в государственном информационном ресурсе о детях, проявивших", "государственном информационном ресурсе о детях"),
        ("ГИР о детях", "ГИР о детях"),
        ("Правилами выявления детей, проявивших выдающиеся способности", "Правилами выявления детей"),
        ("Правила выявления детей и молодежи", ""),
        ("ГИР о лицах", ""),
        ("Правила выявления детей, утверждённые постановлением от 17.11.2015 № 1239", ""),
    ],
)
def test_wrong_names(text: str, wrong: str) -> None:
    found = [citation for citation in citations(text) if not citation.acts]
    assert [citation.quote for citation in found] == ([wrong] if wrong else [])
    assert all("проявивш" in citation.instead for citation in found)


def test_a_place_is_that_of_the_text_as_it_is() -> None:
    text = "  В  силу \n\n приказа   от 15.02.2022   № 77"
    assert text[citations(text)[0].at :].startswith("приказа")


# Judging


@pytest.mark.parametrize(
    ("text", "day", "state", "words"),
    [
        ("от 15.02.2022 № 77", TODAY, State.DEAD, "утратил силу с 01.09.2025"),
        ("от 15.02.2022 № 77", dt.date(2025, 8, 31), State.DYING, "утратит силу с 01.09.2025"),
        ("от 10.07.2025 № 531", TODAY, State.FORCE, "действует"),
        ("от 10.07.2025 № 531", dt.date(2025, 8, 1), State.CHECK, "ещё не действует: с 01.09.2025"),
        ("от 17.12.2010 № 1897", TODAY, State.CHECK, "заканчивает действие"),
        ("ГИР о детях", TODAY, State.CHECK, "неверное название"),
    ],
)
def test_the_light_of_a_day(text: str, day: dt.date, state: State, words: str) -> None:
    found = light(citations(text)[0], day)
    assert (found.state, found.words) == (state, words)


# The command

REGULATION = """# Положение о портфолио

1.1. Положение разработано в соответствии с:

- приказом Минпросвещения от 15.02.2022
  № 77 «О ресурсе»;
- приказом Минпросвещения от 22.03.2021 № 115.

1.2. Сведения размещают в ГИР о детях.
"""
DOCUMENT = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(path: Path, *paragraphs: str, header: str = "") -> Path:
    """A document of Word; «|» parts a paragraph into runs."""

    def part(root: str, texts: tuple[str, ...]) -> str:
        inner = "".join(f"<w:p>{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in text.split('|'))}</w:p>" for text in texts)
        return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{DOCUMENT}">{inner}</w:{root}>'

    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", part("document", paragraphs))
        if header:
            package.writestr("word/header1.xml", part("hdr", (header,)))
    return path


def lines(*paths: Path, day: dt.date = TODAY) -> tuple[list[str], int]:
    outcome = acts(Request(paths, day=day))
    return list(outcome.lines), outcome.exit_code


def test_a_regulation_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "Положение.md"
    path.write_text(REGULATION, encoding="utf-8")
    told, code = lines(path)
    assert code == 1
    assert told[0].startswith("Положение.md, строка 5: «приказом Минпросвещения от 15.02.2022 № 77» — утратил силу с 01.09.2025")
    assert told[1].startswith("    Напишите: приказ Минпросвещения России от 10.07.2025 № 531 (Порядок формирования")
    assert told[2] == "Положение.md, строка 9: «ГИР о детях» — неверное название"
    assert told[-1] == "Файлов: 1. Ссылок на известные акты: 3. Действует: 1, утратил силу: 1, утратит силу: 0, проверьте: 1."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_texts_of_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "Положение.txt"
    path.write_text(REGULATION, encoding=encoding)
    assert lines(path)[1] == 1


def test_a_document_of_word(tmp_path: Path) -> None:
    path = word(tmp_path / "Положение.docx", "О портфолио", "", "приказ от 15.02.|2022 №| 77", header="приказ от 14.02.2014 № 115")
    told, code = lines(path)
    assert code == 1
    assert "Положение.docx, абзац 3: «приказ от 15.02.2022 № 77»" in told[0]
    assert any("верхний колонтитул: «приказ от 14.02.2014 № 115»" in line for line in told)


def test_a_page(tmp_path: Path) -> None:
    path = tmp_path / "Положение.html"
    path.write_text("<p>по <b>приказу</b> от 15.02.2022<br>№&nbsp;77</p><script>№ 115/2014</script><p>конец", encoding="utf-8")
    told, _ = lines(path)
    assert told[0].startswith("Положение.html, абзац 1: «приказу от 15.02.2022 № 77»")
    assert "Ссылок на известные акты: 1." in told[-1]


def test_a_template_in_a_folder_and_its_footer(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Лист"
    sheet["B3"] = "{{ФИО}} — по приказу № 77/2022"
    sheet.oddFooter.left.text = "Приказ от 14.02.2014 № 115"
    book.save(tmp_path / "Шаблон.xlsx")
    (tmp_path / "Старое.pdf").write_bytes(b"%PDF-1.7")
    told, code = lines(tmp_path)
    assert code == 1
    assert told[0] == "«Старое.pdf» не прочитан: сохраните его как .docx или .txt и повторите."
    assert any(line.startswith("Шаблон.xlsx, «Лист»!B3: «приказу № 77/2022»") for line in told)
    assert any(line.startswith("Шаблон.xlsx, «Лист», колонтитул: «Приказ от 14.02.2014 № 115»") for line in told)


def test_nothing_wrong_is_zero_and_nothing_read_is_two(tmp_path: Path) -> None:
    path = tmp_path / "Положение.txt"
    path.write_text("Приказ от 10.07.2025 № 531", encoding="utf-8")
    assert lines(path) == (["Файлов: 1. Ссылок на известные акты: 1. Действует: 1, утратил силу: 0, утратит силу: 0, проверьте: 0."], 0)
    assert lines(tmp_path / "нет.docx")[1] == 2
    broken = tmp_path / "Битый.docx"
    broken.write_bytes(b"PK\3\4 nothing")
    told, code = lines(broken)
    assert code == 2
    assert told[1] == "«Битый.docx» не прочитан: файл повреждён, зашифрован или слишком велик. Откройте его и сохраните заново."


def test_a_document_that_declares_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Злой.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert lines(path)[1] == 2


def test_the_workbook(tmp_path: Path) -> None:
    path, out = tmp_path / "Положение.md", tmp_path / "Светофор.xlsx"
    path.write_text(REGULATION, encoding="utf-8")
    result = CliRunner().invoke(GROUP, ["acts", str(path), "-o", str(out), "--date", "29.11.2026"])
    assert result.exit_code == 1
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Светофор норм", "Перечень актов"]
    assert [row[0].value for row in book["Светофор норм"].iter_rows(min_row=5)][:3] == ["утратил силу", "проверьте", "действует"]
    assert len([row for row in book["Перечень актов"].iter_rows(min_row=5) if row[1].value]) == len(ACTS)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the tables of real shape are not beside the repository")
def test_the_regulation_of_a_real_school_cites_a_repealed_order() -> None:
    told, code = lines(SHARED.parent / "REGULATION.md")
    assert code == 1
    assert "№ 77» — утратил силу" in told[0]
    assert "№ 531" in told[1]

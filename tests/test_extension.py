"""The add-on of LibreOffice: what is in it, that its texts agree with the list of buttons, and that LibreOffice takes it and gives it back."""

from __future__ import annotations

import ast
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from xlrecords import __version__
from xlrecords.button import Button
from xlrecords.buttons import BUTTONS, TAB
from xlrecords.installing import libreoffice
from xlrecords.installing.extension import IDENTIFIER, PROTOCOL, extension
from xlrecords.installing.icons import GLYPHS, SIZES
from xlrecords.pdf.libreoffice import Office as Program

OOR = "{http://openoffice.org/2001/registry}"
MANIFEST = "{http://openoffice.org/2001/manifest}"
SEPARATOR = "private:separator"
NOBODY = 65534


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    """Files of the add-on by name."""
    with zipfile.ZipFile(io.BytesIO(extension("/opt/xlrecords/bin/python"))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def items(parts: dict[str, bytes], *path: str) -> list[dict[str, str]]:
    """Properties of the items under a node of Addons.xcu, in the order in which LibreOffice shows them: by name."""
    node = ElementTree.fromstring(parts["Addons.xcu"])
    for name in ("AddonUI", *path):
        node = next(child for child in node.findall("node") if child.get(f"{OOR}name") == name)
    found = sorted(node.findall("node"), key=lambda item: item.get(f"{OOR}name", ""))
    return [{prop.get(f"{OOR}name", ""): prop.findtext("value", "") for prop in item.iter("prop")} for item in found]


PLACES = {
    "toolbar": ("OfficeToolBar", "ru.xlrecords.toolbar"),
    "menu": ("OfficeMenuBar", "ru.xlrecords.menu", "Submenu"),
    "tab": ("OfficeNotebookBar", "ru.xlrecords.notebookbar"),
}


def test_the_same_is_built_twice() -> None:
    assert extension("/usr/bin/python3") == extension("/usr/bin/python3")


def test_component_is_told_whom_to_start_and_what_buttons_do(parts: dict[str, bytes]) -> None:
    config = json.loads(parts["config.json"])
    assert (config["interpreter"], config["version"]) == ("/opt/xlrecords/bin/python", __version__)
    assert list(config["tips"]) == [button.tag for button in BUTTONS]


@pytest.mark.parametrize("name", ["Addons.xcu", "CalcWindowState.xcu", "ProtocolHandler.xcu", "description.xml", "META-INF/manifest.xml"])
def test_texts_are_whole(parts: dict[str, bytes], name: str) -> None:
    ElementTree.fromstring(parts[name])
    assert b"${" not in parts[name]


def test_manifest_lists_what_is_there(parts: dict[str, bytes]) -> None:
    listed = {entry.get(f"{MANIFEST}full-path", "") for entry in ElementTree.fromstring(parts["META-INF/manifest.xml"])}
    assert listed <= parts.keys()
    assert {name for name in parts if name.endswith(".xcu")} < listed
    assert any(name.startswith("python/") for name in listed)


def test_version_is_that_of_xlrecords(parts: dict[str, bytes]) -> None:
    described = ElementTree.fromstring(parts["description.xml"])
    values = {element.tag.rpartition("}")[2]: element.get("value") for element in described.iter()}
    assert (values["identifier"], values["version"]) == (IDENTIFIER, __version__)


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_the_buttons_in_their_order(parts: dict[str, bytes], place: str) -> None:
    shown = [item["URL"] for item in items(parts, *PLACES[place])]
    assert [url.removeprefix(PROTOCOL) for url in shown if url != SEPARATOR] == [button.tag for button in BUTTONS]


@pytest.mark.parametrize("place", PLACES)
def test_a_line_stands_between_groups(parts: dict[str, bytes], place: str) -> None:
    shown = [item["URL"] for item in items(parts, *PLACES[place])]
    groups = " ".join(shown).split(SEPARATOR)
    expected: dict[str, list[Button]] = {}
    for button in BUTTONS:
        expected.setdefault(button.group, []).append(button)
    assert [group.split() for group in groups] == [[PROTOCOL + button.tag for button in group] for group in expected.values()]


def test_titles(parts: dict[str, bytes]) -> None:
    """Menu and tab have all titles; the toolbar those of large buttons, so that it fits a small screen, and tips for all."""
    for place in ("menu", "tab"):
        assert [item["Title"] for item in items(parts, *PLACES[place]) if "Title" in item] == [button.title for button in BUTTONS]
    titled = [item["Title"].strip("\u200b") for item in items(parts, *PLACES["toolbar"]) if "Title" in item]
    assert titled == [button.title if button.large else "" for button in BUTTONS]
    tips = json.loads(parts["config.json"])["tips"]
    assert all(button.large or tips[button.tag].startswith(button.title) for button in BUTTONS)
    assert TAB in parts["CalcWindowState.xcu"].decode()


def test_buttons_stand_in_spreadsheets_only(parts: dict[str, bytes]) -> None:
    contexts = [item.get("Context") for place in PLACES.values() for item in items(parts, *place) if item["URL"] != SEPARATOR]
    assert set(contexts) == {"com.sun.star.sheet.SpreadsheetDocument"}


def test_every_button_has_its_icon(parts: dict[str, bytes]) -> None:
    assert list(GLYPHS) == [button.tag for button in BUTTONS]
    pictures = {name: Image.open(io.BytesIO(data)) for name, data in parts.items() if name.startswith("icons/")}
    assert {name: picture.size for name, picture in pictures.items()} == {
        f"icons/{button.tag}_{size}.png": (size, size) for button in BUTTONS for size in SIZES
    }
    looks = {picture.tobytes() for picture in pictures.values()}
    assert len(looks) == len(pictures), "two buttons look alike"
    links = {item["URL"]: item["ImageSmallURL"] + item["ImageBigURL"] for item in items(parts, "Images")}
    assert links == {PROTOCOL + button.tag: "".join(f"%origin%/icons/{button.tag}_{size}.png" for size in SIZES) for button in BUTTONS}


def test_python_of_the_add_on_is_old_and_plain(parts: dict[str, bytes]) -> None:
    """LibreOffice brings its own Python, from 3.8 on, with its standard library and nothing else."""
    own = {"uno", "unohelper", "com", *(name.split("/")[-2] for name in parts if name.endswith("__init__.py"))}
    sources = {name: data.decode() for name, data in parts.items() if name.endswith(".py")}
    assert sources
    for name, source in sources.items():
        tree = ast.parse(source, name, feature_version=(3, 8))
        modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
        modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert {str(module).split(".")[0] for module in modules} - own <= sys.stdlib_module_names, name


def test_what_unopkg_lists() -> None:
    listed = (
        f"All deployed user extensions:\n\nIdentifier: org.other\n  Version: 9.9\n  is registered: yes\n\n"
        f"Identifier: {IDENTIFIER}\n  Version: 0.1.0\n  is registered: yes\n"
    )
    assert libreoffice._version(listed) == "0.1.0"
    assert libreoffice._version(listed.replace(IDENTIFIER, "org.third")) == ""
    broken = listed.replace("0.1.0\n  is registered: yes", "0.1.0\n  is registered: no")
    assert (libreoffice._version(broken), libreoffice._version(broken, registered=False)) == ("", "0.1.0")


def test_no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "office", lambda: None)
    assert libreoffice.status() == libreoffice.Status()
    for action in (partial(libreoffice.install, "python"), libreoffice.uninstall):
        with pytest.raises(libreoffice.InstallError, match="Установите LibreOffice"):
            action()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there is no root here")
def test_root_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "office", lambda: Program("/opt/office/soffice"))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(libreoffice.InstallError, match="под своим именем"):
        libreoffice.install("python")


def test_a_lock_is_explained() -> None:
    said = (
        "ERROR: unopkg cannot be started. The lock file indicates it is already running. "
        "If this does not apply, delete the lock file at:\n/home/school/.config/libreoffice/4/.lock\n"
    )
    assert libreoffice._refusal(said) == (
        "Профиль LibreOffice занят. Закройте все его окна и повторите. Если они закрыты, удалите файл "
        "/home/school/.config/libreoffice/4/.lock и повторите."
    )


@pytest.fixture
def user(office: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Home of an ordinary user, as whom `unopkg` runs, for it takes nothing from root."""
    home = Path(tempfile.mkdtemp(prefix="home-"))
    if os.geteuid() == 0:
        os.chown(home, NOBODY, NOBODY)
        run = partial(subprocess.run, user=NOBODY, group=NOBODY, extra_groups=[], cwd=home)
        monkeypatch.setattr(subprocess, "run", run)
        monkeypatch.setattr(os, "geteuid", lambda: NOBODY)
        folder = tempfile.TemporaryDirectory

        class Open(folder):
            def __enter__(self) -> str:
                os.chmod(self.name, 0o755)
                return self.name

        monkeypatch.setattr(tempfile, "TemporaryDirectory", Open)
    monkeypatch.setenv("HOME", str(home))
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.mark.office
@pytest.mark.skipif(sys.platform != "linux", reason="another user is taken for the test")
def test_libreoffice_takes_it_and_gives_it_back(user: Path) -> None:
    profile = user / "profile"
    assert libreoffice.status(profile).version == ""
    assert libreoffice.uninstall(profile) == (libreoffice.NOT_THERE,)
    put = libreoffice.install(sys.executable, profile)
    assert put[0].startswith("Кнопки поставлены в LibreOffice")
    assert libreoffice.status(profile).version == __version__
    renewed = libreoffice.install(sys.executable, profile)
    assert renewed[0].startswith("Кнопки в LibreOffice обновлены")
    configs = list(profile.rglob("config.json"))  # the former one goes at the next start
    assert {json.loads(path.read_text())["interpreter"] for path in configs} == {sys.executable}
    assert libreoffice.uninstall(profile) == (libreoffice.TAKEN,)
    assert libreoffice.status(profile).version == ""

"""One list feeds every door: the command line, its help, the README, and the buttons of the office programs."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from xlrecords.button import Button
from xlrecords.buttons import BUTTONS, BY_TAG, GROUPS
from xlrecords.cli import GROUP, PARAMETERS, name_of
from xlrecords.commands import COMMANDS
from xlrecords.presses import PRESSES

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")
NAMES = [name_of(command) for command in COMMANDS]


def documented() -> list[str]:
    """Commands in the table of the README."""
    block = README.partition("<!-- commands -->")[2].partition("<!-- /commands -->")[0]
    return re.findall(r"^\| `([a-z]+)` \|", block, re.MULTILINE)


def test_no_command_stands_twice() -> None:
    assert len(set(NAMES)) == len(NAMES)


def test_the_command_line_has_all_commands_in_their_order() -> None:
    assert list(GROUP.commands) == NAMES


def test_the_help_lists_them_all() -> None:
    text = CliRunner().invoke(GROUP, ["--help"]).stdout
    assert set(re.findall(r"^  ([a-z]+)  ", text, re.MULTILINE)) == set(NAMES)


def test_the_readme_has_all_commands_in_their_order() -> None:
    assert documented() == NAMES


def test_parameters_are_those_of_commands() -> None:
    assert set(PARAMETERS) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_every_parameter_is_explained_in_russian(name: str) -> None:
    command = GROUP.commands[name]
    assert re.search("[а-я]", command.help or "")
    options = [param for param in command.params if isinstance(param, click.Option)]
    assert [option.name for option in options if not re.search("[а-я]", option.help or "")] == []


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.tag)
def test_a_button_does_what_a_command_does(button: Button) -> None:
    assert button.command in NAMES
    assert button.group in GROUPS
    assert BY_TAG[button.tag] is button


def test_every_button_is_pressed_by_its_own_function() -> None:
    assert set(PRESSES) == {button.tag for button in BUTTONS}

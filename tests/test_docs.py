"""What the README says is what the program does."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import xlrecords
from xlrecords.cli import name_of
from xlrecords.commands import COMMANDS
from xlrecords.forms import FORMS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOP_LEVEL = {"pyproject.toml", "README.md", "LICENSE", "xlrecords", "workbooks", "macros", "tests"}


def block(name: str) -> str:
    """Text between the marks of a block of the README."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", README, re.DOTALL)
    assert found
    return found[1]


def test_the_commands_are_all_listed() -> None:
    rows = [f"| `{name_of(command)}` | {(command.__doc__ or '').splitlines()[0]} |\n" for command in COMMANDS]
    assert block("commands") == "| command | what it does |\n|---|---|\n" + "".join(rows)


def test_ci_runs_the_test_command_of_the_readme() -> None:
    command = re.search(r"## Tests\n\n```sh\n(.*?)\n```", README, re.DOTALL)
    assert command
    assert command[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_a_form_takes_one_file_and_one_name(tmp_path: Path) -> None:
    """The trial form of the README, put into a copy of the package as the README says, is known to everything."""
    shutil.copytree(Path(xlrecords.__file__).parent, tmp_path / "xlrecords", ignore=shutil.ignore_patterns("__pycache__"))
    forms = tmp_path / "xlrecords" / "forms"
    code = re.search(r"```python\n(.*?)```", block("trial form"), re.DOTALL)
    assert code
    (forms / "debate_journal.py").write_text(code[1], encoding="utf-8")
    listed = (forms / "__init__.py").read_text(encoding="utf-8")
    (forms / "__init__.py").write_text(listed.replace('    "policies",\n', '    "policies",\n    "debate_journal",\n', 1), encoding="utf-8")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "xlrecords", *words], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert "Журнал дискуссионного клуба" in run("forms").stdout
    made = run("new", "debate_journal", "-o", "Клуб.xlsx")
    assert made.returncode == 0, made.stderr
    checked = run("check", "Клуб.xlsx")
    assert checked.returncode == 0
    assert "на листе нет ни одной записи" in checked.stdout


def test_sister_journals_are_short() -> None:
    """A journal on shared columns is about 15 lines of declaration: the test of the design."""
    for form in FORMS:
        if form.name.endswith("_journal") and form.name != "class_journal":
            text = (Path(xlrecords.__file__).parent / "forms" / f"{form.name}.py").read_text(encoding="utf-8")
            declared = text[text.index("FORM = Form(") :]
            assert len(declared.splitlines()) <= 25, form.name


def test_only_what_belongs_stands_at_the_top() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    top = {line.split("/")[0] for line in listed.stdout.split("\0") if line}
    assert {name for name in top if not name.startswith(".")} <= TOP_LEVEL

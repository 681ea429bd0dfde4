"""What the documents show is real: Python runs, commands parse, data loads."""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import typer
from ruamel.yaml import YAML

from mascot import build_group_chat, load_ensemble
from mascot.cli import app
from mascot.personas import export_card

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "examples" / "README.md",
]
_FENCE = re.compile(r"^(?P<in> *)```(?P<language>\w*)\n(?P<text>.*?)^(?P=in)```", re.MULTILINE | re.DOTALL)  # fmt: skip

NOT_RUN = {
    "docs/api.md": "run against a server by tests/api",
    "docs/backends.md": "the models named there are not on every machine",
    "docs/safety.md": "its files and functions are the reader's; tests/safety has the same calls",
    "docs/training.md": "a trained reward model; tests/training scores with one",
    'spec": "vllm:"': "a server of vLLM",
}
"""Documents or pieces of a block whose Python is compiled and whose imports are looked up only."""

ELSEWHERE = {"langchain_anthropic", "mascot.training"}
"""What the tests' environment need not have."""


@dataclass(frozen=True)
class Block:
    """A fenced block."""

    document: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.document}:{self.line}"


def blocks(*languages: str) -> list[Block]:
    found = []
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        for match in _FENCE.finditer(text):
            if match["language"] in languages:
                line = text.count("\n", 0, match.start()) + 1
                name = path.relative_to(ROOT).as_posix()
                inner = re.sub(rf"^{match['in']}", "", match["text"], flags=re.MULTILINE)
                found.append(Block(name, line, match["language"], inner))
    return found


PYTHON = blocks("python", "py")
SHELL = blocks("sh", "bash", "shell", "console")
DATA = blocks("json", "yaml", "toml")


def skipped(block: Block) -> bool:
    return any(key in (block.document, *[key] * (key in block.text)) for key in NOT_RUN)


def test_there_is_something_to_test() -> None:
    assert len(PYTHON) > 15
    assert len(SHELL) > 10
    assert len(DATA) > 5


def test_what_is_not_run_is_still_there() -> None:
    for key in NOT_RUN:
        assert any(key == block.document or key in block.text for block in PYTHON), key


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the documents speak of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MASCOT_BACKEND", "demo")
    monkeypatch.setenv("MASCOT_DATA_DIR", str(tmp_path / "data"))
    night = next(b for b in blocks("yaml") if b.document == "docs/personas.md")
    (tmp_path / "night-shift.yaml").write_text(night.text, encoding="utf-8")
    (tmp_path / "teams").mkdir()
    (tmp_path / "teams" / "night-shift.yaml").write_text(night.text, encoding="utf-8")
    card = export_card(load_ensemble("emotional-support")["anchor"])
    (tmp_path / "seraphina.png").write_bytes(card.png())
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("document", sorted({block.document for block in PYTHON}))
def test_python_runs(document: str, capsys: pytest.CaptureFixture[str]) -> None:
    space: dict[str, Any] = {"build_group_chat": build_group_chat}
    for block in (b for b in PYTHON if b.document == document):
        if skipped(block):
            look_up(block)
            continue
        code = compile(
            "\n" * block.line + block.text,
            block.document,
            "exec",
            ast.PyCF_ALLOW_TOP_LEVEL_AWAIT,
            dont_inherit=True,
        )
        made = eval(code, space)  # noqa: S307
        if inspect.iscoroutine(made):
            asyncio.run(made)
        told = capsys.readouterr().out.splitlines()
        for shown in re.findall(
            r"^ *print\(.*\)  # ([\[('\"{\d][^…;:\n]+|\S+)$", block.text, re.MULTILINE
        ):
            assert shown in told, f"{block}: {shown!r} is not among {told}"


def look_up(block: Block) -> None:
    """Compiles what is not run, and finds what it imports from us."""
    tree = ast.parse(block.text, str(block))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            if any(node.module.startswith(name) for name in ELSEWHERE):
                continue
            for alias in node.names:
                assert hasattr(import_module(node.module), alias.name), f"{block}: {alias.name}"


@pytest.mark.parametrize("block", DATA, ids=str)
def test_data_loads(block: Block) -> None:
    match block.language:
        case "json":
            json.loads(block.text)
        case "yaml":
            assert list(YAML(typ="safe").load_all(block.text))
        case _:
            tomllib.loads(block.text)


@pytest.mark.parametrize("block", SHELL, ids=str)
def test_commands_are_real(block: Block) -> None:
    for words in commands(block):
        match words:
            case ["mascot", *rest]:
                parse(_MASCOT, rest, block)
            case ["python", "app.py", *rest]:
                parse(_PAGE, rest, block)
            case ["python", "-m", module, *_] if module.split(".")[0] in ("mascot", "benchmarks"):
                assert find_spec(module), f"{block}: there is no module {module}"
            case ["python", file, *_] if file.endswith(".py"):
                assert (ROOT / file).is_file(), f"{block}: there is no file {file}"
            case ["pip", "install", *rest]:
                install(rest, block)
            case _:
                pass


def _page() -> Any:
    """The options of ``python app.py``."""
    import app as page  # the file at the root

    alone = typer.Typer()
    alone.command()(page.main)
    return typer.main.get_command(alone)


_MASCOT, _PAGE = typer.main.get_command(app), _page()


_USAGE = typer.BadParameter.__mro__[1]
"""What click raises on a wrong command line; typer brings its own click."""


def commands(block: Block) -> Iterator[list[str]]:
    """The single commands of a block, without variables in front."""
    text = block.text.replace("\\\n", " ")
    lines = text.splitlines()
    if any(line.startswith("$ ") for line in lines):
        lines = [line[2:] for line in lines if line.startswith("$ ")]
    for line in lines:
        lexer = shlex.shlex(line, posix=True, punctuation_chars="&|;")
        lexer.whitespace_split = True
        words: list[str] = []
        for word in [*lexer, ";"]:
            if set(word) <= set("&|;"):
                while words and re.match(r"\w+=", words[0]):
                    words = words[1:]
                if words:
                    yield [words[0].rsplit("/", 1)[-1], *words[1:]]
                words = []
            else:
                words.append(word)


def parse(command: Any, words: list[str], block: Block) -> None:
    """Parses a command line as the program would; runs nothing."""
    context, name = None, "mascot"
    while True:
        try:
            context = command.make_context(name, list(words), parent=context)
        except (typer.Exit, SystemExit):  # --help, --version
            return
        except _USAGE as error:
            said = error.format_message()  # type: ignore[attr-defined]
            pytest.fail(f"{block}: mascot {' '.join(words)}: {said}")
        if not hasattr(command, "resolve_command"):
            return
        words = [*context._protected_args, *context.args]
        try:
            name, command, words = command.resolve_command(context, words)
        except _USAGE as error:
            pytest.fail(f"{block}: {error.format_message()}")  # type: ignore[attr-defined]


def install(words: list[str], block: Block) -> None:
    """The extras that a command installs are ours, and its files are there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for word in words:
        if match := re.fullmatch(r"(?:\.|mascot-companions)\[([\w,-]+)\].*", word):
            unknown = set(match[1].split(",")) - set(project["optional-dependencies"])
            assert not unknown, f"{block}: there is no extra {unknown}"
    for option, file in zip(words, words[1:], strict=False):
        if option in ("-c", "-r"):
            assert (ROOT / file).is_file(), f"{block}: there is no file {file}"


def test_a_command_with_an_unknown_option_fails() -> None:
    wrong = Block("here", 1, "sh", "mascot chat --no-such-option\n")
    with pytest.raises(pytest.fail.Exception, match="no-such-option"):
        test_commands_are_real(wrong)
    wrong = Block("here", 1, "sh", "mascot converse\n")
    with pytest.raises(pytest.fail.Exception, match="converse"):
        test_commands_are_real(wrong)


def test_links_between_documents_lead_somewhere() -> None:
    for path in DOCUMENTS:
        text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            file, _, place = target.partition("#")
            there = (path.parent / file).resolve() if file else path
            assert there.exists(), f"{path.name}: {target}"
            if place and there.suffix == ".md":
                assert place in anchors(there), f"{path.name}: {target}"


def anchors(path: Path) -> set[str]:
    """The places that a document's headings make, as GitHub makes them."""
    heads = re.findall(r"^#+ +(.+?) *$", path.read_text(encoding="utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", head.lower()) for head in heads)
    return {head.replace(" ", "-") for head in plain}

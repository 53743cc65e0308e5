"""Rules about the source itself: rooms import one way, nothing dangerous is called, texts exist in both languages."""

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "samspil"
MODULES = sorted(PACKAGE.rglob("*.py"))

# A room may import from itself and from the rooms below it (docs/structure.md).
ORDER = ["values", "vocabulary", "documents", "passages", "initiatives", "review", "publish"]
FREE = {"errors", "version", ""}
SIDES = {"cases", "purchasing", "competition"}  # side by side: none knows another; publish may show what they give
BENCHES = {"workbench", "web"}  # they join rooms, as pipeline.py does
DOORS = {"cli", "web"}


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    found |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return {name for name in found if name.split(".")[0] == "samspil"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_import_one_way(path: Path) -> None:
    """No room knows the rooms above it; the store and the engines know no room at all but values and vocabulary."""
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room in ORDER:
        allowed = {*ORDER[: ORDER.index(room) + 1], *({*SIDES, "economics"} if room == "publish" else ()), *FREE}
    elif room in {"store", "engines", "search", "statbank"}:
        allowed = {room, "values", "vocabulary", *FREE}
    elif room == "desk":
        allowed = {room, "values", "vocabulary", "review", *FREE}
    elif room in SIDES:
        allowed = {room, "values", "vocabulary", "search", "statbank", "economics", *FREE}
    elif room == "economics":
        allowed = {room, "values", *FREE}
    elif room in BENCHES:
        wrong = {name for name in imports_of(path) if room_of(name) in DOORS - {room}}
        assert not wrong, f"{path.name} imports a door: {sorted(wrong)}"
        return
    else:
        return
    wrong = {name for name in imports_of(path) if room_of(name) not in allowed}
    assert not wrong, f"{path.name} imports upwards: {sorted(wrong)}"


def test_nobody_imports_the_doors() -> None:
    """cli and web are doors: only themselves import them, and the command that opens the web."""
    for path in MODULES:
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if path.name != "__main__.py" and path != PACKAGE / "cli/serve.py":
            assert not any(room_of(name) in DOORS - {room} for name in imports_of(path)), path


def test_the_web_calculates_nothing() -> None:
    """Pages ask the workbench: no SQL, no children, no reading of files there."""
    forbidden = {"engines", "documents", "passages", "initiatives", "pipeline", "reading", "tasks"}
    for path in (PACKAGE / "web").rglob("*.py"):
        wrong = {name for name in imports_of(path) if room_of(name) in forbidden}
        assert not wrong, f"{path.name} imports {sorted(wrong)}"
        tables = {name for name in imports_of(path) if name.startswith("samspil.store.desk") and name != "samspil.store.desk.desk"}
        assert not tables, f"{path.name} reaches into the store: {sorted(tables)}"


FORBIDDEN_CALLS = {"eval", "exec", "extractall", "pickle", "marshal", "shelve", "__import__", "system", "popen"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_dangerous_is_called(path: Path) -> None:
    """No pickle, eval, shell or unsafe unpacking anywhere."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            assert name not in FORBIDDEN_CALLS or (name == "compile"), f"{path.name}:{node.lineno} calls {name}"
            assert not any(k.arg == "shell" and getattr(k.value, "value", None) for k in node.keywords), (
                f"{path.name}:{node.lineno} uses a shell"
            )
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            assert not {name.split(".")[0] for name in names} & {"pickle", "marshal", "shelve"}, f"{path.name}:{node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_and_functions_are_short(path: Path) -> None:
    """A module fits under 400 lines, a function on a screen."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{node.name} is too long"


CATALOGUES = sorted((PACKAGE / "vocabulary/catalogue/da").glob("*.toml"))


def places_of(text: str) -> set[str]:
    return {name for _before, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("danish", CATALOGUES, ids=lambda path: path.stem)
def test_every_text_exists_in_both_languages(danish: Path) -> None:
    """The same keys, with the same places to fill in."""
    english = tomllib.loads((danish.parents[1] / "en" / danish.name).read_text(encoding="utf-8"))
    for key, text in tomllib.loads(danish.read_text(encoding="utf-8")).items():
        assert key in english, f"{danish.name}: {key} has no English text"
        assert places_of(str(text)) == places_of(str(english[key])), f"{danish.name}: {key}"


# What a user types, or what a Danish text lacks, stands as it is typed.
TO_TYPE = re.compile(r"\b(?:mio|t)\. ?kr\.|\bt\.kr\.|'kr\.'|kg CO2e/kr\.")


@pytest.mark.parametrize("danish", CATALOGUES, ids=lambda path: path.stem)
def test_english_names_the_money_one_way(danish: Path) -> None:
    """'DKK 5 million' everywhere: a reader who meets 'kr.' in one table and 'DKK' in the next asks whether they differ."""
    english = tomllib.loads((danish.parents[1] / "en" / danish.name).read_text(encoding="utf-8"))
    told = {key: str(text) for key, text in english.items() if re.search(r"\bkr\b", TO_TYPE.sub("", str(text)))}
    assert not told

"""`samspil train --theme FOLDER`: the user's own theme is trained and measured."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from samspil.errors import ModelError, OutputError
from samspil.initiatives.own_themes.model import MODEL_FILE, OwnModel, encode_model
from samspil.publish.files import write_bytes
from samspil.publish.own_themes import list_estimate
from samspil.vocabulary.texts import language, say


def train_theme(folder: Path) -> int:
    """Leave `theme.npz` in the theme's folder and print what the examples allow to say. Raises ThemeError, ModelError without scikit-learn."""
    from samspil.initiatives.model import read_model
    from samspil.initiatives.own_themes.examples import names_of, read_examples
    from samspil.initiatives.own_themes.folder import read_theme
    from samspil.initiatives.reader import LinearReader

    theme = read_theme(folder)
    examples = read_examples(folder, theme)
    try:
        from samspil.initiatives.own_themes.training.train import train_folder
    except ModuleNotFoundError as error:
        raise ModelError(say("cli.no_training", module=error.name), remedy=say("cli.no_training_remedy")) from error
    initiatives = sum(len(names_of(text, theme.id)) for text in examples)
    print(say("own_themes.training", label=theme.texts[f"label_{language()}"], examples=len(examples), initiatives=initiatives))
    model = train_folder(folder, LinearReader(read_model()))
    _write(model, folder / MODEL_FILE)
    print_estimate(model)
    return 0


def _write(model: OwnModel, file: Path) -> None:
    try:
        write_bytes(file, encode_model(model))
    except OutputError as error:
        raise OutputError(error.message, place=str(file), remedy=say("cli.out_remedy")) from error
    print(say("own_themes.trained", theme=model.theme.id, version=model.facts["version"], file=file))


def print_estimate(model: OwnModel) -> None:
    """The figures, or that there are too few examples for any."""
    estimate = model.facts["estimate"]
    console = Console(highlight=False, soft_wrap=True)
    if not estimate["enough"]:
        console.print(say("own_themes.too_few", **estimate))
        return
    table = Table(show_header=False)
    for name, words in list_estimate(estimate):
        table.add_row(name, words)
    console.print(say("own_themes.estimate_title", **{name: estimate[name] for name in ("files", "initiatives", "others")}))
    console.print(table)
    console.print(say("own_themes.estimate_note"), style="dim")

"""`samspil train`: the reader's model is made again from the labelled texts."""

import argparse
from pathlib import Path
from typing import Any

from samspil.cli.parser import declare
from samspil.errors import ModelError, OutputError
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import say

SHIPPED = Path("samspil/initiatives/data/reader.npz")


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "train")
    parser.add_argument(
        "corpus", type=Path, nargs="?", default=Path("corpus/agreements"), metavar=say("cli.folder_word"), help=say("cli.corpus_help")
    )
    parser.add_argument("--out", type=Path, default=SHIPPED, metavar=say("cli.file_word"), help=say("cli.model_out_help"))
    parser.add_argument("--theme", type=Path, metavar=say("cli.folder_word"), help=say("own_themes.train_help"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Train and leave the model file. Raises ModelError when scikit-learn is not installed, CorpusError for broken labels."""
    if options.theme:
        from samspil.cli.own_theme import train_theme

        return train_theme(options.theme)
    from samspil.initiatives.corpus import read_corpus
    from samspil.initiatives.model import write_model
    from samspil.review.quality import measure_quality, write_quality

    texts = read_corpus(options.corpus)
    try:
        from samspil.initiatives.training.train import describe_corpus
        from samspil.initiatives.training.unseen import train_model
    except ModuleNotFoundError as error:
        raise ModelError(say("cli.no_training", module=error.name), remedy=say("cli.no_training_remedy")) from error
    facts = describe_corpus(texts, options.corpus)
    print(say("cli.training", texts=len(texts), passages=sum(len(text.passages) for text in texts)))
    model, readings = train_model(texts, facts)
    quality = write_quality({"version": facts["version"], **measure_quality(readings, facts["trust_limit"])})
    try:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        write_model(model, options.out)
        options.out.with_name("quality.json").write_text(quality, encoding="utf-8")
    except OSError as error:
        raise OutputError(
            say("cli.model_unwritable", detail=explain(error)), place=str(options.out), remedy=say("cli.out_remedy")
        ) from error
    print(say("cli.trained", file=options.out, version=facts["version"]))
    return 0

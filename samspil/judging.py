"""The judge at work: a corpus by parts, and labelled sets beside it, each read by a model that has not seen its municipalities."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.engines.aside import do_together
from samspil.errors import CorpusError, ModelError, SamspilError
from samspil.initiatives.corpus import LabelledText, read_corpus, read_labelled
from samspil.initiatives.model import Model, read_model
from samspil.initiatives.reader import LinearReader, Proposal
from samspil.labelled_set import LabelledSet, read_set
from samspil.review.quality import Quality, measure_quality
from samspil.version import read_fingerprint, read_quality
from samspil.vocabulary.danish import join_words, sort_key
from samspil.vocabulary.municipalities import fold_name
from samspil.vocabulary.texts import say

if TYPE_CHECKING:  # loaded only when something is trained
    from samspil.initiatives.training.unseen import JudgedText
    from samspil.review.judge.folds import Keeper

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Task:
    """What to measure on. `folds`: parts, None: as in training, 0: one for each municipality; `keep`: folder of finished parts; `workers`: parts,
    or files of a labelled set, at a time."""

    corpus: Path
    folds: int | None = None
    keep: Path | None = None
    workers: int = 1


@dataclass(frozen=True, slots=True)
class SetReading:
    """A labelled text and what a model that has not seen its municipality proposes for it."""

    text: LabelledText
    proposals: tuple[Proposal, ...]


class Judge:
    """Measures a corpus and labelled sets; trains nothing twice, and nothing at all where the shipped model's own figures serve."""

    def __init__(self, task: Task, tell: Tell) -> None:
        """Raises CorpusError for a corpus that cannot be read, ModelError when scikit-learn is not installed."""
        self.task, self.tell = task, tell
        self.texts = read_checked_corpus(task.corpus)
        self._describe, self._default = _find_training()
        self.facts = self._describe(self.texts, task.corpus)
        self._judged: list[JudgedText] | None = None

    @property
    def folds(self) -> int:
        """How many parts."""
        from samspil.review.judge.folds import count_folds

        return count_folds(self.texts, self._default if self.task.folds is None else self.task.folds)

    def is_shipped(self) -> bool:
        """Whether the model that ships was trained on exactly this corpus, by this code."""
        return bool((read_quality() or {}).get("version") == self.facts["version"])

    def measure_corpus(self) -> Quality:
        """The corpus by parts; the figures kept from training where they are about the same corpus, code and parts. Raises CorpusError, OutputError."""
        from samspil.initiatives.training.unseen import weigh_unseen

        kept = read_quality()
        if kept and self.is_shipped() and self.task.folds in (None, self._default):
            self.tell(say("quality.kept_figures", version=kept["version"], texts=kept["texts"], folds=self.folds))
            return dict(kept)
        judged = self._judge(self.texts, self.facts, self.folds)
        self._judged = judged
        facts = {"version": self.facts["version"], "folds": self.folds}
        return facts | measure_quality(weigh_unseen(self.texts, judged), self.facts["trust_limit"])

    def measure_set(self, labelled: LabelledSet) -> Quality:
        """A labelled set, read by a model without the corpus's texts of its municipalities. Raises UsageError for files that cannot be read, CorpusError."""
        seen = {fold_name(name) for name in labelled.municipalities}
        rest = [text for text in self.texts if fold_name(text.municipality) not in seen]
        overlap = sorted({text.municipality for text in self.texts} - {text.municipality for text in rest}, key=sort_key)
        self.tell(self._name_overlap(labelled, overlap, len(self.texts) - len(rest)))
        texts = read_set(labelled, self.task.workers)
        model = self._find_model(labelled, rest)
        reader = LinearReader(model)
        readings = [SetReading(text, tuple(reader.propose(text.passages))) for text in texts]
        gold = [{**agreement, "municipality": agreement["file"]} for agreement in labelled.agreements]
        facts: Quality = {"version": model.facts["version"], "overlap": overlap}
        return facts | measure_quality(readings, reader.trust_limit, gold)

    def _name_overlap(self, labelled: LabelledSet, overlap: Sequence[str], texts: int) -> str:
        if not overlap:
            return say("quality.set_apart", name=labelled.name)
        return say("quality.set_overlap", name=labelled.name, names=join_words(list(overlap), say("quality.and_word")), texts=texts)

    def _find_model(self, labelled: LabelledSet, rest: Sequence[LabelledText]) -> Model:
        """The shipped model where it was trained on just these texts, else one made of them."""
        from samspil.initiatives.training.unseen import finish_model

        if len(rest) == len(self.texts) and self.is_shipped():
            self.tell(say("quality.set_shipped", name=labelled.name, version=self.facts["version"]))
            return read_model()
        municipalities = {text.municipality for text in rest}
        self.tell(say("quality.training_all", texts=len(rest), municipalities=len(municipalities)))
        if len(rest) == len(self.texts) and self._judged is not None:
            return finish_model(rest, self.facts, self._judged)
        if not rest:
            raise CorpusError(
                say("quality.nothing_left", name=labelled.name), place=str(self.task.corpus), remedy=say("quality.too_few_remedy")
            )
        facts = self._describe(rest, self.task.corpus)
        return finish_model(rest, facts, self._judge(rest, facts, min(self._default, len(municipalities))))

    def _judge(self, texts: Sequence[LabelledText], facts: dict[str, Any], folds: int) -> "list[JudgedText]":
        from samspil.review.judge.folds import estimate_seconds, judge_corpus

        minutes = max(1, round(estimate_seconds(texts, folds, self.task.workers) / 60))
        municipalities = len(facts["municipalities"])
        self.tell(say("quality.plan", texts=len(texts), municipalities=municipalities, folds=folds, minutes=minutes))
        return judge_corpus(texts, facts, folds, self.tell, self._keeper(facts, folds), self.task.workers, do_together)

    def _keeper(self, facts: Mapping[str, Any], folds: int) -> "Keeper | None":
        from samspil.review.judge.folds import Keeper

        return Keeper(self.task.keep, f"{facts['version']}-{read_fingerprint()}-{folds}") if self.task.keep else None


def _find_training() -> tuple[Callable[[Sequence[LabelledText], Path], dict[str, Any]], int]:
    try:
        from samspil.initiatives.training.train import FOLDS, describe_corpus
    except ModuleNotFoundError as error:
        raise ModelError(say("cli.no_training", module=error.name), remedy=say("cli.no_training_remedy")) from error
    return describe_corpus, FOLDS


def read_checked_corpus(folder: Path) -> list[LabelledText]:
    """All labelled texts of a folder in the order of their names. Raises CorpusError naming the file, and the line where there is one."""
    files = sorted(folder.glob("*.md"))
    return [_read_checked(file) for file in files] if files else read_corpus(folder)


def _read_checked(file: Path) -> LabelledText:
    try:
        return read_labelled(file)
    except SamspilError:
        raise
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        remedy = say("quality.bad_corpus_remedy")
        raise CorpusError(say("quality.bad_corpus_file", detail=repr(error)), place=f"{file}:1", remedy=remedy) from error

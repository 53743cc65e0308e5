"""Nobody is named in the forms on purchasing: what looks like a person is taken out before the form is shown again, and neither kept nor told of."""

from collections.abc import Mapping

from samspil.purchasing.choice.errors import ChoiceError
from samspil.purchasing.choice.privacy import detect, refuse_personal


def take_out_persons(typed: Mapping[str, str]) -> tuple[dict[str, str], ChoiceError | None]:
    """What was typed without the fields that hold personal data, and the refusal of the first of those."""
    bad = {name for name, words in typed.items() if _is_personal(words)}
    kept = {name: "" if name in bad else words for name, words in typed.items()}
    for name in sorted(bad):
        try:
            refuse_personal(next(part for part in _parts(typed[name]) if detect(part)), name)
        except ChoiceError as error:
            return kept, error
    return kept, None


def _is_personal(words: str) -> bool:
    return any(detect(part) for part in _parts(words))


def _parts(words: str) -> list[str]:
    """Each line, and all of it as one: a name may be broken over two lines."""
    return [*words.splitlines(), " ".join(words.split())] if words.strip() else []

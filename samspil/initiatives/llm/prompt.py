"""What the model is told and the shape its answer must have. Both are data of one version, whatever language the user reads."""

import functools
import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from samspil.initiatives.llm.windows import make_window
from samspil.values.codes import STAGES, THEMES, TOPICS
from samspil.values.passage import Passage

Message = dict[str, str]
EXAMPLE_LETTER = "x"  # ids of examples: no window has them


@dataclass(frozen=True, slots=True)
class Prompt:
    """The messages before a window, the texts of the examples in them, and a version that changes with either or the schema."""

    messages: tuple[Message, ...]
    example_texts: tuple[str, ...]
    version: str

    @property
    def characters(self) -> int:
        """Length of everything that goes before a window."""
        return sum(len(message["content"]) for message in self.messages)

    def key(self, model: str, text: str) -> str:
        """Under this key lies the answer of this model to this window."""
        return hashlib.sha256(json.dumps([model, self.version, text, answer_schema()]).encode()).hexdigest()


@functools.cache
def read_prompt() -> Prompt:
    """The prompt that ships with the package."""
    text = resources.files("samspil.initiatives.llm").joinpath("prompt.toml").read_text(encoding="utf-8")
    facts = tomllib.loads(text)
    words = {kind: _list_words(facts[kind], codes) for kind, codes in (("themes", THEMES), ("topics", TOPICS), ("stages", STAGES))}
    messages = [{"role": "system", "content": facts["system"].strip().format(**words)}]
    for example in facts["examples"]:
        messages += _show_example(example)
    version = hashlib.sha256(json.dumps([messages, answer_schema()]).encode()).hexdigest()[:10]
    examples = tuple(text for example in facts["examples"] for _kind, text in example["passages"])
    return Prompt(tuple(messages), examples, version)


def _list_words(words: Mapping[str, str], codes: tuple[str, ...]) -> str:
    return "\n".join(f"- {code}: {words[code]}" for code in codes)


def _show_example(example: Mapping[str, Any]) -> list[Message]:
    passages = [Passage(text, 0, len(text), 1, kind, 0, tuple(example["headings"])) for kind, text in example["passages"]]
    window = make_window(passages, range(len(passages)), EXAMPLE_LETTER)
    initiatives = [{**item, "evidence": [_show_evidence(passages, n) for n in item["evidence"]]} for item in example["answer"]]
    answer = json.dumps({"initiatives": initiatives}, ensure_ascii=False)
    return [{"role": "user", "content": window.text}, {"role": "assistant", "content": answer}]


def _show_evidence(passages: list[Passage], n: int) -> dict[str, str]:
    return {"passage": f"{EXAMPLE_LETTER}{n}", "quote": passages[n - 1].text}


def answer_schema() -> dict[str, Any]:
    """JSON schema of an answer, within what servers accept as 'strict'."""
    evidence = _object(passage={"type": "string"}, quote={"type": "string"})
    initiative = _object(
        evidence={"type": "array", "items": evidence},
        themes={"type": "array", "items": {"type": "string", "enum": list(THEMES)}},
        topics={"type": "array", "items": {"type": "string", "enum": list(TOPICS)}},
        stage={"type": "string", "enum": list(STAGES)},
        confidence={"type": "number"},
    )
    return _object(initiatives={"type": "array", "items": initiative})


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}

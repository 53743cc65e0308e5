"""What a server understands of a request. We begin with everything and leave out what it refuses."""

from dataclasses import dataclass, replace
from typing import Any

from samspil.initiatives.llm.prompt import answer_schema

FORMATS = ("json_schema", "json_object", "text")
SEED = 1


@dataclass(frozen=True, slots=True)
class Dialect:
    """The optional fields of a request: the form of the answer, seed and temperature, and the name of the limit on its length."""

    form: str = "json_schema"
    seed: bool = True
    temperature: bool = True
    limit_field: str = "max_tokens"

    def fields(self, answer_tokens: int) -> dict[str, Any]:
        """The fields as JSON."""
        fields: dict[str, Any] = {self.limit_field: answer_tokens}
        if self.form == "json_schema":
            fields["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "initiatives", "strict": True, "schema": answer_schema()},
            }
        elif self.form == "json_object":
            fields["response_format"] = {"type": "json_object"}
        fields |= {"seed": SEED} if self.seed else {}
        return fields | ({"temperature": 0} if self.temperature else {})

    def simpler(self, complaint: str) -> "Dialect | None":
        """What to try next after a refusal with these words; None when nothing is left to leave out."""
        words = complaint.lower()
        if "context" in words:  # too long for the model, in whatever form
            return None
        if "max_completion_tokens" in words and self.limit_field == "max_tokens":
            return replace(self, limit_field="max_completion_tokens")
        if "seed" in words and self.seed:
            return replace(self, seed=False)
        if "temperature" in words and self.temperature:
            return replace(self, temperature=False)
        if self.form != FORMATS[-1]:
            return replace(self, form=FORMATS[FORMATS.index(self.form) + 1])
        return replace(self, seed=False) if self.seed else None

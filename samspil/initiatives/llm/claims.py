"""Claims become proposals: every theme from the list, every quote in its passage. What does not hold is dropped and counted by reason."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from samspil.initiatives.llm.quotes import FOUND, NOT_FOUND, check_quote, flatten
from samspil.initiatives.llm.windows import Window
from samspil.initiatives.reader import Proposal
from samspil.values.codes import STAGES, THEMES, TOPICS
from samspil.values.passage import Passage

MOST_CLAIMS = 64  # of one window
MOST_EVIDENCE = 32  # of one claim
LONGEST_RUN = 6  # passages that one quote may run through, word for word
UNSURE, SUREST = 0.5, 0.99

# Sentences that speak to a machine, not to citizens, are nobody's initiative.
_ORDERS = re.compile(
    r"\b(?:ignor\w*|glem|forget|disregard|overrul\w*|se bort fra|tilsidesæt\w*)\b.{0,60}\b(?:instruk\w*|instruct\w*|prompt\w*)"
    r"|\b(?:system ?prompt|as an? (?:ai|language model)|you are (?:an? )?(?:ai|assistant|language model)|som sprogmodel|du er en (?:ai|sprogmodel))\b"
    r"|<\|?/?(?:im_start|im_end|system|assistant|user)\|?>",
    re.IGNORECASE,
)


class DropError(Exception):
    """A claim or a piece of it does not hold; the argument is the reason."""


@dataclass(slots=True)
class Checker:
    """Checks the claims made about one document's windows; `dropped` counts what did not hold."""

    passages: Sequence[Passage]
    example_texts: Sequence[str]
    dropped: Counter[str] = field(default_factory=Counter)

    def check_window(self, window: Window, claims: Sequence[Any]) -> list[Proposal]:
        """The claims that hold, in reading order."""
        self._count("too_many", len(claims) - MOST_CLAIMS)
        kept: list[Proposal] = []
        for claim in claims[:MOST_CLAIMS]:
            try:
                proposal = self._check_claim(window, claim)
                if any(_repeats(proposal, earlier) for earlier in kept):
                    raise DropError("duplicate")
                kept.append(proposal)
            except DropError as reason:
                self._count(str(reason))
        return sorted(kept, key=lambda proposal: (sorted(members(proposal)), proposal.themes, proposal.stage))

    def _check_claim(self, window: Window, claim: Any) -> Proposal:
        if not isinstance(claim, dict):
            raise DropError("malformed")
        themes = self._known(claim.get("themes"), THEMES, "unknown_theme")
        if not themes:
            raise DropError("no_theme")
        if claim.get("stage") not in STAGES:
            raise DropError("unknown_stage")
        found = self._find_evidence(window, claim.get("evidence"))
        if not found:
            raise DropError("no_evidence")
        told = tuple(n for n in found if self.passages[n].kind != "row")
        rows = tuple(n for n in found if self.passages[n].kind == "row")
        topics = self._topics(themes, claim.get("topics"))
        return Proposal(themes, topics, claim["stage"], read_confidence(claim.get("confidence")), told, rows)

    def _topics(self, themes: Sequence[str], claimed: Any) -> tuple[str, ...]:
        if "technology" not in themes:
            return ()
        return self._known(claimed or [], TOPICS, "unknown_topic") or ("digitalisation",)  # the codebook: 'the rest'

    def _known(self, claimed: Any, codes: Sequence[str], reason: str) -> tuple[str, ...]:
        listed = claimed if isinstance(claimed, list) else [claimed]
        self._count(reason, sum(item not in codes for item in listed[:MOST_EVIDENCE]))
        return tuple(code for code in codes if code in listed)

    def _find_evidence(self, window: Window, evidence: Any) -> list[int]:
        listed = evidence if isinstance(evidence, list) else []
        self._count("too_many", len(listed) - MOST_EVIDENCE)
        found: set[int] = set()
        for item in listed[:MOST_EVIDENCE]:
            try:
                found |= self._find_passages(window, item)
            except DropError as reason:
                self._count(str(reason))
        return sorted(found)

    def _find_passages(self, window: Window, item: Any) -> set[int]:
        """The passage the quote stands in, or those it runs through from the beginning of the one named. Raises DropError."""
        quote, short = (item.get("quote"), item.get("passage")) if isinstance(item, dict) else (None, None)
        if not isinstance(quote, str) or not isinstance(short, str):
            raise DropError("malformed")
        if short not in window.members:
            raise DropError("example" if self._is_example(quote) else "unknown_passage")
        found, verdict = self._locate(window, window.members[short], quote)
        if verdict != FOUND:
            raise DropError("example" if verdict == NOT_FOUND and self._is_example(quote) else verdict)
        if any(_ORDERS.search(self.passages[n].text) for n in found):
            raise DropError("order")
        return found

    def _locate(self, window: Window, n: int, quote: str) -> tuple[set[int], str]:
        passage = self.passages[n]
        verdict = check_quote(quote, passage.text)
        if verdict != FOUND and passage.kind == "row":
            verdict = check_quote(quote, " ".join((passage.text, *passage.cells)))
        run = [place for place in window.members.values() if place >= n][:LONGEST_RUN]
        for end in range(2, len(run) + 1) if verdict == NOT_FOUND else ():
            if flatten(quote) == flatten(" ".join(self.passages[place].text for place in run[:end])):
                return set(run[:end]), FOUND
        return {n}, verdict

    def _is_example(self, quote: str) -> bool:
        plain = flatten(quote)
        return bool(plain) and any(plain in flatten(text) for text in self.example_texts)

    def _count(self, reason: str, times: int = 1) -> None:
        if times > 0:
            self.dropped[reason] += times


def members(proposal: Proposal) -> set[int]:
    """All passages of a proposal."""
    return {*proposal.passages, *proposal.rows}


def _repeats(proposal: Proposal, earlier: Proposal) -> bool:
    """Nothing new: the same passages, or fewer, and a theme in common."""
    return members(proposal) <= members(earlier) and bool(set(proposal.themes) & set(earlier.themes))


def read_confidence(value: Any) -> float:
    """The model's own figure between 0 and 0.99; 0.5 when it gave none that makes sense."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return UNSURE
    return float(min(max(value, 0.0), SUREST))

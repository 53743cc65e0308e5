"""Asking with patience: attempts and waits within limits, within the budget, in the words the server understands."""

import threading
from dataclasses import dataclass

from samspil.initiatives.llm import errors
from samspil.initiatives.llm.answers import RawAnswer, read_claims
from samspil.initiatives.llm.cache import KeptAnswer
from samspil.initiatives.llm.client import Client
from samspil.initiatives.llm.dialect import Dialect
from samspil.initiatives.llm.errors import BudgetSpentError, TroubleError
from samspil.initiatives.llm.meter import Meter, estimate_tokens
from samspil.initiatives.llm.prompt import Prompt
from samspil.initiatives.llm.settings import Limits, Server


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a window: an answer, or the trouble why not, or neither when the budget was spent."""

    answer: KeptAnswer | None = None
    trouble: TroubleError | None = None


class Asker:
    """Asks windows of one server; `ask` runs in several threads at once."""

    def __init__(self, server: Server, prompt: Prompt, limits: Limits, meter: Meter) -> None:
        self._server, self._prompt, self._limits, self._meter = server, prompt, limits, meter
        self._client = Client(server, limits)
        self._lock = threading.Lock()
        self.dialect = Dialect()
        self.knows_dialect = False
        self.stop = threading.Event()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def ask(self, text: str) -> Outcome:
        """The model's answer to a window, whatever happens."""
        try:
            return Outcome(self._ask_patiently(text))
        except BudgetSpentError:
            return Outcome()
        except TroubleError as trouble:
            return Outcome(trouble=trouble)

    def _ask_patiently(self, text: str) -> KeptAnswer:
        attempt = 0
        while True:
            dialect = self.dialect
            try:
                return self._ask_once(text, dialect)
            except TroubleError as trouble:
                if trouble.reason == errors.REFUSED and self._simplify(dialect, trouble.detail):
                    continue
                attempt += 1
                if trouble.reason not in errors.AGAIN or attempt >= self._limits.attempts or not self._wait(trouble, attempt):
                    raise
                self._meter.count("retries")

    def _ask_once(self, text: str, dialect: Dialect) -> KeptAnswer:
        messages = [*self._prompt.messages, {"role": "user", "content": text}]
        promised = (estimate_tokens(sum(len(message["content"]) for message in messages)), self._limits.answer_tokens)
        self._meter.promise(*promised)
        spent = (0, 0)
        try:
            raw = self._client.ask(messages, dialect)
            kept = self._weigh(raw, promised[0])
            spent = (kept.tokens_in, kept.tokens_out)
            read_claims(raw.content)
        except TroubleError as trouble:
            if trouble.reason in errors.BILLED and not any(spent):
                spent = promised
            raise
        finally:
            self._meter.settle(promised, spent)
        self.knows_dialect = True
        return kept

    def _weigh(self, raw: RawAnswer, tokens_in: int) -> KeptAnswer:
        estimated = raw.tokens_in is None or raw.tokens_out is None
        tokens_out = estimate_tokens(len(raw.content))
        return KeptAnswer(raw.content, raw.tokens_in or tokens_in, raw.tokens_out or tokens_out, estimated, self._server.url)

    def _simplify(self, refused: Dialect, complaint: str) -> bool:
        """Whether there is a simpler way to ask than the one refused. A server that has answered once is not taken to have forgotten how."""
        with self._lock:
            if self.dialect != refused:  # another thread has moved on already
                return True
            simpler = None if self.knows_dialect else refused.simpler(complaint)
            self.dialect = simpler or refused
            return simpler is not None

    def _wait(self, trouble: TroubleError, attempt: int) -> bool:
        """Wait before the next attempt; False when the server asks for more time than we have, or work was called off."""
        pause = trouble.wait if trouble.wait is not None else self._limits.first_wait * 2 ** (attempt - 1)
        if trouble.wait is not None and trouble.wait > self._limits.longest_wait:
            return False
        return not self.stop.wait(min(pause, self._limits.longest_wait))

"""What can go wrong with a language model's server, for users and inside the room."""

from samspil.errors import SamspilError

# Why a window has no answer.
TIMEOUT = "timeout"
CONNECTION = "connection"
BUSY = "busy"
SERVER_ERROR = "server_error"
REFUSED = "refused"
DENIED = "denied"
TOO_LONG = "too_long"
EMPTY = "empty"
NOT_JSON = "not_json"
WRONG_SHAPE = "wrong_shape"
SECRET = "secret"  # noqa: S105 - a reason: the answer repeated the key

AGAIN = frozenset((TIMEOUT, CONNECTION, BUSY, SERVER_ERROR))  # worth another attempt
BILLED = frozenset((TIMEOUT, SERVER_ERROR, TOO_LONG, EMPTY, NOT_JSON, WRONG_SHAPE, SECRET))  # the server may have worked for it
FATAL = frozenset((CONNECTION, BUSY, DENIED))  # the next window would fare no better


class LlmUnavailableError(SamspilError):
    """The server cannot be used now. Answers received so far are kept: the same command goes on where it stopped."""


class TroubleError(Exception):
    """One request failed. `reason`: a constant above; `wait`: seconds the server asked for; `detail`: its own words, cleaned."""

    def __init__(self, reason: str, detail: str = "", wait: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
        self.wait = wait


class BudgetSpentError(Exception):
    """The user's cap leaves no room for another request."""

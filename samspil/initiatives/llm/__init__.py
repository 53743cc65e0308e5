"""The optional reader behind any OpenAI-compatible server. Needs the extra `llm`; sends nothing unless the user names a server."""

from samspil.initiatives.llm.cache import AnswerCache, Cache
from samspil.initiatives.llm.errors import LlmUnavailableError
from samspil.initiatives.llm.reader import FileReader, LlmReader
from samspil.initiatives.llm.record import Reading
from samspil.initiatives.llm.settings import Budget, Limits

__all__ = ["AnswerCache", "Budget", "Cache", "FileReader", "Limits", "LlmReader", "LlmUnavailableError", "Reading"]

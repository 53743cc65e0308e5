"""Suggestions of CPV codes: what a tender may be filed under, with the words it rests on. Always a suggestion, a person chooses."""

from dataclasses import dataclass

PUBLIC, TO_BE_VERIFIED = "public", "to be verified"


@dataclass(frozen=True, slots=True)
class CpvSuggestion:
    """`code`: eight digits; `check`: its check digit, '' when not known (never computed); `confidence`: 0 to 1, no probability: what kinds of words were found.

    `words`: as they stand in the text; `area`: whether the service area given fits (None: none given); `status`: 'public' or 'to be verified'; `broader`: the wider code of the same list.
    """

    code: str
    check: str
    name_da: str
    name_en: str
    confidence: float
    words: tuple[str, ...]
    status: str
    area: bool | None = None
    broader: str = ""

    @property
    def number(self) -> str:
        """'85311100-3', or '90620000' without a known check digit."""
        return f"{self.code}-{self.check}" if self.check else self.code

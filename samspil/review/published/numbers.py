"""Danish numbers from 0 to 100 in words, as they stand in running text."""

import functools

_ONES = (
    "nul",
    "en",
    "to",
    "tre",
    "fire",
    "fem",
    "seks",
    "syv",
    "otte",
    "ni",
    "ti",
    "elleve",
    "tolv",
    "tretten",
    "fjorten",
    "femten",
    "seksten",
    "sytten",
    "atten",
    "nitten",
)
_TENS = {20: "tyve", 30: "tredive", 40: "fyrre", 50: "halvtreds", 60: "tres", 70: "halvfjerds", 80: "firs", 90: "halvfems"}
_MORE = {
    "én": 1,
    "et": 1,
    "ét": 1,
    "een": 1,
    "fyrretyve": 40,
    "halvtredsindstyve": 50,
    "tresindstyve": 60,
    "hundrede": 100,
    "ethundrede": 100,
}


@functools.cache
def read_number_words() -> dict[str, int]:
    """Word -> number: 'syv' 7, 'enogtyve' 21, 'otteoghalvfems' 98."""
    words = {word: number for number, word in enumerate(_ONES)}
    for ten, name in _TENS.items():
        words[name] = ten
        for one in range(1, 10):
            words[f"{_ONES[one]}og{name}"] = ten + one
    words |= {f"{one}og{name}": ten + 1 for ten, name in _TENS.items() for one in ("én", "et")}
    return words | _MORE


def read_count(text: str) -> int | None:
    """A whole number from 0 to 100 in digits or words, None for anything else."""
    text = text.casefold()
    if text.isascii() and text.isdigit() and len(text) <= 3:
        return int(text) if int(text) <= 100 else None
    return read_number_words().get(text)

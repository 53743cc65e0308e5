"""Which passwords may be chosen."""

import pytest

from samspil.workbench.passwords import PeopleError, check_password, fits, hash_password

REFUSED = (
    "", "kort", "elleve tegn", "a" * 12, "ababababababab", "123456789012", "abcdefghijklmn", "210987654321", "nmlkjihgfedcba", "x" * 201,
    "password1234", "Password1234!", "PASSWORD2026", "Adgangskode1!", "adgangskode123456", "Velkommen2026", "sommer2026!!!", "qwertyuiop123", "qwertyuiopå12",
    "1q2w3e4r5t6y", "passwordpassword", "hemmelig1234", "iloveyou12345", "samspilsamspil", "Budgetaftale2026", "Kommune123456", "correct horse battery staple",
    "anna-ås-1234567", "annalund1234567", "Lund20262026!",
)  # fmt: skip
TAKEN = (
    "fire hunde løber hjem",
    "kl. 7 synger Åse i køkkenet",
    "7hT-rw9.Qx2v",
    "ååååæ øøøø 12",
    "🐕🐈🐎🐖 dyr i stalden",
    "budget for rigtig mange hunde",
)


@pytest.mark.parametrize("password", REFUSED)
def test_easy_ones_are_refused(password: str) -> None:
    with pytest.raises(PeopleError):
        check_password(password, ("anna-ås", "Anna Lund"))


@pytest.mark.parametrize("password", TAKEN)
def test_others_are_taken_and_kept_as_argon2id(password: str) -> None:
    check_password(password, ("anna-ås", "Anna Lund"))
    hashed = hash_password(password)
    assert hashed.startswith("$argon2id$")
    assert fits(password, hashed)
    assert not fits(password + " ", hashed)


def test_decomposed_letters_are_the_same() -> None:
    """A Mac may send å as two signs."""
    assert fits("a\u030a løber vi alle hjem", hash_password("å løber vi alle hjem"))


@pytest.mark.parametrize("hashed", ["", "plain", "$argon2id$broken"])
def test_nothing_fits_what_is_no_hash(hashed: str) -> None:
    assert not fits("", hashed)
    assert not fits("plain", hashed)

"""What several actions of `samspil competition` take alike."""

from pathlib import Path


def accounts_file(text: str) -> Path:
    """A kept file of accounts, or the made-up one that ships for the word 'eksempel'."""
    if text not in ("eksempel", "example"):
        return Path(text)
    from samspil.competition.accounts.keeping import example_accounts

    return example_accounts()

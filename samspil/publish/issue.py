"""By whom, when, where and under which licence something is published: what the standards ask for and no review knows."""

import datetime
from dataclasses import dataclass

from samspil.publish.contract import Json

NOBODY = "Samspil"
DEADLINE = (10, 15)  # a municipality's budget is adopted by 15 October of the year before (kommunestyrelsesloven, section 38)


@dataclass(frozen=True, slots=True)
class Issue:
    """`publisher`: name; `url`: the folder's address on the web, '' where it is not known; `date`: None for the day budgets are adopted at the latest;
    `licence`: URL, '' where the publisher has not said.
    """

    publisher: str = NOBODY
    url: str = ""
    date: datetime.date | None = None
    licence: str = ""

    def day(self, budget_year: int) -> datetime.date:
        """The date of publication: a fixed one, since a clock would make other bytes of the same review each day."""
        return self.date or datetime.date(budget_year - 1, *DEADLINE)

    def moment(self, budget_year: int) -> str:
        """The same as a point in time (RFC 3339)."""
        return f"{self.day(budget_year).isoformat()}T00:00:00Z"

    def locate(self, file: str) -> str:
        """The address of a published file; relative to the folder where that has none."""
        return f"{self.url.rstrip('/')}/{file}" if self.url else file

    def identify(self, file: str, budget_year: int) -> str:
        """A URI for a file: its address, or a URN."""
        return self.locate(file) if self.url else f"urn:samspil:{budget_year}:{file}"


def licence_of(issue: Issue) -> Json:
    """The licence as OCDS names it; nothing where the publisher has not said."""
    return {"license": issue.licence} if issue.licence else {}

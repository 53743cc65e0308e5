"""Saved searches: each new passage is told once, in the feed and to the webhook; nobody reaches another's."""

from collections.abc import Mapping
from typing import Any

import pytest

from samspil.search.query import QueryError
from samspil.store.desk import people as kept
from samspil.store.desk.desk import Desk
from samspil.values.desk import Person
from samspil.workbench import alerts
from samspil.workbench.webhook import WebhookError
from tests.search.conftest import add_indexed, make_source

HOOK = "https://93.184.215.14/hook"  # a public address, never called


@pytest.fixture
def anna(desk: Desk) -> Person:
    return add_person(desk, "anna")


def add_person(desk: Desk, login: str) -> Person:
    with desk.writing() as connection:
        return kept.add_person(connection, login, login.title(), "reader", "x")


class Sent(list[tuple[str, Mapping[str, Any]]]):
    """What a webhook was told; `fails`: it does not answer."""

    fails = False

    def __call__(self, url: str, content: Mapping[str, Any]) -> None:
        if self.fails:
            raise WebhookError("TimeoutError", place="hook")
        self.append((url, content))

    @property
    def texts(self) -> list[str]:
        return [passage["text"] for _url, content in self for passage in content["passages"]]


def arrive(desk: Desk, name: str, *lines: str) -> int:
    add_indexed(desk, make_source(name, list(lines)), f"{name}.txt", "Aalborg")
    return alerts.check_all(desk)


def test_only_what_comes_later_is_told_and_once(desk: Desk, anna: Person) -> None:
    arrive(desk, "before", "Et gammelt udbud")
    saved = alerts.save_search(desk, anna, "Mine udbud", {"q": "udbud -salg"}, HOOK)
    sent = Sent()
    assert alerts.check_all(desk) == 0
    assert arrive(desk, "a", "Et genudbud", "Udbud ved salg", "En skole") == 1
    assert alerts.check_all(desk) == 0
    assert alerts.send_all(desk, sent) == 1
    assert alerts.send_all(desk, sent) == 0
    assert sent.texts == ["Et genudbud"]
    (url, content), *_ = sent
    assert url == HOOK
    assert content["search"]["name"] == "Mine udbud"
    assert content["passages"][0]["address"].startswith("/sources/")
    assert arrive(desk, "b", "Rengøringsudbud") == 1
    assert alerts.send_all(desk, sent) == 1
    assert sent.texts == ["Et genudbud", "Rengøringsudbud"]
    assert alerts.list_own(desk, anna) == [(alerts.list_own(desk, anna)[0][0], 2)]
    assert alerts.list_own(desk, anna)[0][0].id == saved.id


def test_an_index_made_anew_tells_nothing_twice(desk: Desk, anna: Person) -> None:
    alerts.save_search(desk, anna, "", {"q": "udbud"})
    assert arrive(desk, "a", "Et udbud") == 1
    assert arrive_again(desk) == 0


def arrive_again(desk: Desk) -> int:
    """The same passage under the same place: as after a change of the rules."""
    from samspil.search.indexing import make_rows
    from samspil.store.desk import search as index

    source = make_source("a", ["Et udbud"])
    with desk.writing() as connection:
        index.index_rows(connection, source.sha256, make_rows(source))
    return alerts.check_all(desk)


def test_a_webhook_that_fails_is_tried_again(desk: Desk, anna: Person) -> None:
    alerts.save_search(desk, anna, "", {"q": "udbud"}, HOOK)
    arrive(desk, "a", "Et udbud")
    sent = Sent()
    sent.fails = True
    assert alerts.send_all(desk, sent) == 0
    sent.fails = False
    assert alerts.send_all(desk, sent) == 1
    assert sent.texts == ["Et udbud"]


def test_what_was_found_without_a_webhook_is_never_sent_later(desk: Desk, anna: Person) -> None:
    saved = alerts.save_search(desk, anna, "", {"q": "udbud"})
    arrive(desk, "a", "Et udbud")
    alerts.set_webhook(desk, anna, saved.id, HOOK)
    sent = Sent()
    assert alerts.send_all(desk, sent) == 0
    arrive(desk, "b", "Nyt udbud")
    alerts.send_all(desk, sent)
    assert sent.texts == ["Nyt udbud"]


def test_the_feed_tells_and_ends_with_its_owner(desk: Desk, anna: Person) -> None:
    saved = alerts.save_search(desk, anna, "", {"q": "udbud", "municipality": "0851"})
    first = alerts.make_feed(desk, anna, saved.id)
    arrive(desk, "a", "Et udbud", "Et udbud mere")
    assert [hit.passage.text for _alert, hit in alerts.read_feed(desk, first.text).entries] == ["Et udbud mere", "Et udbud"]
    second = alerts.make_feed(desk, anna, saved.id)
    for secret in (first.text, "", "x"):
        with pytest.raises(alerts.NoSavedSearchError):
            alerts.read_feed(desk, secret)
    assert alerts.read_feed(desk, second.text).saved.id == saved.id
    with desk.writing() as connection:
        kept.set_person(connection, anna.id, disabled=True)
    with pytest.raises(alerts.NoSavedSearchError):
        alerts.read_feed(desk, second.text)


def test_another_persons_search_does_not_exist(desk: Desk, anna: Person) -> None:
    bo, saved = add_person(desk, "bo"), alerts.save_search(desk, anna, "", {"q": "udbud"})
    for attempt in (
        lambda: alerts.make_feed(desk, bo, saved.id),
        lambda: alerts.set_webhook(desk, bo, saved.id, ""),
        lambda: alerts.remove_search(desk, bo, saved.id),
        lambda: alerts.remove_search(desk, anna, 99),
    ):
        with pytest.raises(alerts.NoSavedSearchError):
            attempt()
    assert alerts.list_own(desk, bo) == []
    alerts.remove_search(desk, anna, saved.id)
    assert alerts.list_own(desk, anna) == []


def test_what_cannot_be_saved(desk: Desk, anna: Person) -> None:
    with pytest.raises(QueryError):
        alerts.save_search(desk, anna, "x", {"q": "-udbud"})
    with pytest.raises(alerts.SavedSearchError):
        alerts.save_search(desk, anna, "x" * 101, {"q": "udbud"})
    with pytest.raises(WebhookError):
        alerts.save_search(desk, anna, "x", {"q": "udbud"}, "http://127.0.0.1/")
    for number in range(alerts.MOST_SAVED):
        alerts.save_search(desk, anna, f"n{number}", {"q": "udbud"})
    with pytest.raises(alerts.SavedSearchError):
        alerts.save_search(desk, anna, "one more", {"q": "udbud"})

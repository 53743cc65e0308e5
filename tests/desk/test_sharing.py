"""A page's questions on one connection: what is written meanwhile is seen, and a question that fails does not spoil those after it."""

import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from samspil.store.desk import tables
from samspil.store.desk.desk import Desk


@pytest.fixture
def desk(store_place: str) -> Iterator[Desk]:
    with Desk(store_place) as opened:
        yield opened


def count_opened(desk: Desk) -> list[int]:
    """A list that grows by one with each connection that is asked for."""
    opened: list[int] = []
    sa.event.listen(desk.engine, "checkout", lambda *_: opened.append(1))
    return opened


def ask(desk: Desk) -> int:
    with desk.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(tables.chain)).scalar_one()


def put(desk: Desk) -> None:
    with desk.writing() as connection:
        connection.execute(sa.insert(tables.chain), [{"id": 1, "sequence": 0, "hash": "0" * 64}])


def test_questions_of_a_page_share_a_connection(desk: Desk) -> None:
    opened = count_opened(desk)
    with desk.sharing():
        assert [ask(desk) for _ in range(5)] == [0] * 5
    assert len(opened) == (5 if desk.is_sqlite else 1)
    ask(desk)
    assert len(opened) == (6 if desk.is_sqlite else 2)


def test_what_is_written_is_seen_by_what_is_read_after_it(desk: Desk) -> None:
    with desk.sharing():
        assert ask(desk) == 0
        put(desk)
        assert ask(desk) == 1


def test_a_failed_question_does_not_spoil_the_next(desk: Desk) -> None:
    with desk.sharing():
        with pytest.raises(sa.exc.SQLAlchemyError), desk.reading() as connection:
            connection.execute(sa.text("SELECT nothing FROM nowhere"))
        assert ask(desk) == 0


def test_each_thread_has_its_own(desk: Desk) -> None:
    opened = count_opened(desk)
    with desk.sharing():
        ask(desk)
        thread = threading.Thread(target=ask, args=(desk,))
        thread.start()
        thread.join()
    assert len(opened) == 2


def test_more_readers_than_the_pool_holds_can_still_write(desk: Desk) -> None:
    """As many threads as the server has, each holding its connection for reading until all do, then one after the other writing: none waits for ever."""
    together = threading.Barrier(40, timeout=60)
    seen: list[int] = []

    def work() -> None:
        with desk.sharing():
            ask(desk)
            together.wait()
            with desk.writing() as connection:
                seen.append(connection.execute(sa.select(sa.func.count()).select_from(tables.chain)).scalar_one())

    threads = [threading.Thread(target=work) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 40

"""What the desk keeps, in the shapes of the API."""

from typing import Any

from samspil.desk.state import as_initiative, is_person
from samspil.values.desk import CODE, Event, Json, Person, RowState
from samspil.workbench.people import may
from samspil.workbench.search import Hit


def show_row(state: RowState) -> Json:
    """`models.Row`."""
    set_by = {name: {"actor": one.actor, "person": is_person(one.actor), "sequence": one.sequence} for name, one in state.fields.items()}
    return {
        "id": state.id,
        "version": state.version,
        "state": state.state,
        "initiative": as_initiative(state),
        "set_by": set_by,
        "proposal": dict(state.proposal),
        "differs": list(state.differs),
        "decided_by": state.decided_by,
        "reason": state.reason,
    }


def etag_of(state: RowState) -> str:
    """The version, as HTTP writes it."""
    return f'"{state.version}"'


def show_event(event: Event, person: Person) -> Json:
    """`models.TrailEvent`. Blind coding is kept from those who do not settle it, but for one's own."""
    hidden = event.kind == CODE and event.actor != f"person {person.id}" and not may(person, "curator")
    return {
        "sequence": event.sequence,
        "at": event.at,
        "actor": event.actor,
        "kind": event.kind,
        "rows": list(event.rows),
        "content": {} if hidden else event.content,
        "key": event.key,
        "previous": event.previous,
        "hash": event.hash,
        "hidden": hidden,
    }


def show_hit(hit: Hit) -> dict[str, Any]:
    """`models.Hit`."""
    found, owner = hit.passage, hit.owner
    return {
        "sha256": found.sha256,
        "file": owner.file,
        "year": owner.year,
        "municipality": owner.municipality,
        "municipality_code": owner.municipality_code,
        "page": found.page,
        "start": found.start,
        "end": found.end,
        "kind": found.kind,
        "headings": list(found.headings),
        "pieces": [{"text": piece.text, "hit": piece.hit} for piece in hit.pieces],
    }

"""The keys of the workbench: one table, which the pages, their script (through `data-key`) and the help page are made from."""

from dataclasses import dataclass

ROW, LIST = "row", "list"  # where a key holds


@dataclass(frozen=True, slots=True)
class Key:
    """`keys` as `KeyboardEvent.key` names them, blanks between several; `where`: ROW, LIST or both; words under web_rows.key_<name>."""

    name: str
    keys: str
    where: tuple[str, ...] = (ROW,)

    @property
    def shown(self) -> list[str]:
        """As printed on keyboards."""
        return [_SHOWN.get(key, key) for key in self.keys.split()]


_SHOWN = {"ArrowDown": "↓", "ArrowUp": "↑", "ArrowLeft": "←", "ArrowRight": "→", "Escape": "Esc"}

KEYS: tuple[Key, ...] = (
    Key("accept", "a", (ROW, LIST)),
    Key("reject", "r"),
    Key("themes", "t"),
    Key("stage", "s"),
    Key("amounts", "m"),
    Key("extent", "e"),
    Key("split", "d"),
    Key("join", "j"),
    Key("add", "n"),
    Key("machine", "b"),
    Key("keep", "k"),
    Key("undo", "z", (ROW, LIST)),
    Key("undo_row", "u"),
    Key("next", "Enter ArrowDown", (ROW, LIST)),
    Key("previous", "ArrowUp", (ROW, LIST)),
    Key("page_back", "ArrowLeft"),
    Key("page_on", "ArrowRight"),
    Key("text", "v"),
    Key("passage", "p"),
    Key("passage_back", "P"),
    Key("longer", "o"),
    Key("tick", "x", (LIST,)),
    Key("list", "l"),
    Key("help", "?", (ROW, LIST)),
    Key("close", "Escape"),
)
BY_NAME = {key.name: key for key in KEYS}


def keys_of(name: str) -> str:
    """What `data-key` holds. Raises KeyError."""
    return BY_NAME[name].keys


def shown(name: str) -> str:
    """The first key as printed: for the small sign beside a button."""
    return BY_NAME[name].shown[0]

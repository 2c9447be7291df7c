"""What a control on a page is made of: words, what was typed, what is wrong. Knows no type of field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.domain.fields.field import PageForm


@dataclass(frozen=True, slots=True)
class Option:
    """One of several to choose from. `echo`: the control whose words it is called by, as a row is by its
    name, and `otherwise` what it is called while that is empty.
    """

    value: str
    label: str
    chosen: bool
    echo: str = ""
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a group. `remove`: the words of its button; `removable`: whether it has one."""

    label: str
    controls: tuple[Control, ...]
    removable: bool
    remove: str


@dataclass(frozen=True, slots=True)
class Held:
    """A file that is there already: its name, its size in words, and where it can be had, if at all."""

    id: str
    name: str
    size: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One control, or several of them. `kind` is `one_line`, `lines`, `select`, `radios`, `checkboxes`,
    `consent`, `signature`, `parts`, `files`, `group`, `computed` or `note`; `parts`: the controls that one
    answer is made of, of which `place` counts those that go by one name; `files`: those that are there
    already, and `needed`: whether there has to be one; `add`: the words of the button for one more row, where
    there may be one.
    """

    kind: str
    name: str
    label: str
    place: int = 0
    hint: str = ""
    error: str = ""
    required: bool = False
    needed: bool = False
    focus: bool = False
    value: str = ""
    unit: str = ""
    statement: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    files: tuple[Held, ...] = ()
    parts: tuple[Control, ...] = ()
    rows: tuple[Row, ...] = ()
    add: str = ""

    @property
    def id(self) -> str:
        """What labels and links to it name."""
        return f"field-{self.name}-{self.place}" if self.place else f"field-{self.name}"

    @property
    def described_by(self) -> str:
        """The ids of what explains it."""
        parts = {"hint": self.hint, "error": self.error, "unit": self.unit}
        if self.kind == "signature":
            parts = {"statement": self.statement, **parts}
        return " ".join(f"{self.id}-{name}" for name, words in parts.items() if words)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in: what was typed, how many rows each group shows, what is wrong with which
    control, and which one is to be gone on with; `held`: files that are there already, by their ids;
    `called`: what the rows are called of groups of another form, by whose rows those of this one go.
    """

    typed: PageForm = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    focus: str = ""
    held: Mapping[str, Held] = field(default_factory=dict)
    called: Mapping[str, Sequence[str]] = field(default_factory=dict)

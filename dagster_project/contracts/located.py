"""YAML that remembers its lines, so that every complaint names file, line and remedy."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

import yaml

NULL_TAG = "tag:yaml.org,2002:null"
MERGE = "<<"
LARGEST_FILE = 1_000_000  # bytes; the longest contract here has 5,000
DEEPEST = 20  # levels; a mapping needs six
TRUE_FALSE = {"true": True, "false": False}


class ConfigurationError(Exception):
    """A hand-written file is wrong. The text reads `file:line: what is wrong. Remedy`."""


@dataclass(frozen=True)
class Node:
    """One YAML value with its place. `value` is None, a text, a list of nodes, or a dict of nodes by key."""

    value: "None | str | list[Node] | dict[str, Node]"
    file: str
    line: int
    error: type[ConfigurationError]

    def fail(self, problem: str, remedy: str) -> NoReturn:
        raise self.error(f"{self.file}:{self.line}: {problem}. {remedy}")

    def fields(self, *, known: Collection[str] | None = None, required: Collection[str] = ()) -> "dict[str, Node]":
        """The entries of a mapping; refuses keys that are not `known` and misses the `required` ones."""
        if self.value is None and not required:
            return {}
        if not isinstance(self.value, dict):
            self.fail("a mapping (key: value) is expected here", "See docs/contracts.md and docs/mapping.md.")
        for key, node in self.value.items():
            if known is not None and key not in known:
                node.fail(f"unknown attribute '{key}'", f"Known here: {', '.join(known)}.")
        for key in required:
            if key not in self.value:
                self.fail(f"'{key}' is missing", f"Add '{key}:'.")
        return self.value

    def text(self) -> str:
        if not isinstance(self.value, str):
            self.fail("a text is expected here", "Write one value, in quotes if it holds special characters.")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """A list of texts; an empty entry (null) counts as the empty text."""
        if not isinstance(self.value, list):
            self.fail("a list is expected here", "Write [a, b].")
        return tuple("" if item.value is None else item.text() for item in self.value)

    def identifier(self) -> str:
        return check_identifier(self.text(), self)

    def boolean(self) -> bool:
        if not isinstance(self.value, str) or self.value.lower() not in TRUE_FALSE:
            self.fail(f"'{self.value}' is not a boolean", "Write true or false.")
        return TRUE_FALSE[self.value.lower()]

    def number(self) -> float:
        try:
            return float(self.text())
        except ValueError:
            self.fail(f"'{self.value}' is not a number", "Write digits, such as 0 or 1900.")

    def day(self) -> date:
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            self.fail(f"'{self.value}' is not a date", "Write YYYY-MM-DD.")

    def choice(self, allowed: Collection[str]) -> str:
        if self.value not in allowed:
            self.fail(f"'{self.value}' is not known here", f"Choose one of: {', '.join(allowed)}.")
        return self.text()


def check_identifier(name: str, node: Node) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        node.fail(f"bad identifier '{name}'", "Use lower-case letters, digits and _, beginning with a letter.")
    return name


def read_yaml(path: Path, *, shown_as: str, error: type[ConfigurationError]) -> Node:
    """The document of `path` as nodes; duplicate keys, and aliases other than `<<: *name`, are refused.

    So is what could exhaust the reader: a huge file, deep nesting, a name that contains itself. Raises `error` with
    `shown_as` as the file's name.
    """
    if not path.is_file():
        raise error(f"{shown_as}:1: this is not a regular file. Put a YAML file there, or remove it.")
    if path.stat().st_size > LARGEST_FILE:
        raise error(f"{shown_as}:1: the file is larger than {LARGEST_FILE:,} bytes. Is it meant to be read as YAML?")
    try:
        root = yaml.compose(_checked_text(path.read_text(encoding="utf-8-sig")), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as problem:
        raise error(f"{shown_as}:1: the file is not UTF-8 ({problem.reason}). Save it as UTF-8.") from problem
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        what = problem.problem or problem.context
        raise error(f"{shown_as}:{line}: not readable as YAML: {what}. Correct the YAML.") from problem
    except yaml.reader.ReaderError as problem:
        raise error(
            f"{shown_as}:1: the file holds a control character at position {problem.position}. Remove it."
        ) from problem
    if root is None:
        raise error(f"{shown_as}:1: the file is empty. Write it or remove it.")
    return _located(root, shown_as, error, {})


def _checked_text(text: str) -> str:
    """The text, once its events have shown that composing it is cheap."""
    before, open_anchors = None, []
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            open_anchors.append(event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            open_anchors.pop()
        if len(open_anchors) > DEEPEST:
            raise yaml.MarkedYAMLError(problem=f"more than {DEEPEST} levels", problem_mark=event.start_mark)
        merges = isinstance(before, yaml.ScalarEvent) and before.value == MERGE
        if isinstance(event, yaml.AliasEvent) and not merges:
            raise yaml.MarkedYAMLError(
                problem="an alias (*name) is accepted only after <<", problem_mark=event.start_mark
            )
        if isinstance(event, yaml.AliasEvent) and event.anchor in open_anchors:
            raise yaml.MarkedYAMLError(problem=f"*{event.anchor} contains itself", problem_mark=event.start_mark)
        before = event
    return text


def _located(node: yaml.Node, file: str, error: type[ConfigurationError], done: dict[int, Node]) -> Node:
    """`done` keeps what several aliases share: walked anew for each, ten lines could take for ever."""
    if id(node) not in done:
        done[id(node)] = _located_anew(node, file, error, done)
    return done[id(node)]


def _located_anew(node: yaml.Node, file: str, error: type[ConfigurationError], done: dict[int, Node]) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Node(None if node.tag == NULL_TAG else node.value, file, line, error)
    if isinstance(node, yaml.SequenceNode):
        return Node([_located(item, file, error, done) for item in node.value], file, line, error)
    own: dict[str, Node] = {}
    merged: dict[str, Node] = {}
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            Node(None, file, key_line, error).fail("a key must be one word", "Write key: value.")
        key, located = str(key_node.value), _located(value_node, file, error, done)
        if key == MERGE:
            merged |= located.fields()
        elif key in own:
            Node(None, file, key_line, error).fail(f"'{key}' appears twice", "Keep one of them.")
        else:
            # The key's line is the one a reader looks for: a value may start further down.
            own[key] = Node(located.value, file, key_line, error)
    return Node(merged | own, file, line, error)

"""Turns a value of the service into plain data without running any code of the service.

What is cut carries its size and a keyed digest, so that a difference beyond the cut is still seen. See "Values" in
docs/agent-protocol.md: a dictionary whose keys are all texts is told as an object, any other as a map.
"""
import datetime
import decimal
import itertools
import json
import uuid

from . import inspect_value as look
from .redact import is_secret_name, is_secret_text

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
_longest_number = 4_000


class Capture:
    def __init__(self, limits, redactor):
        self._limits = limits
        self._redactor = redactor

    def redacted(self, text, taints):
        return self._redactor.text(text, taints)

    def value(self, value, name, taints):
        walk = _Walk(self._limits, self._redactor, taints)
        return walk.visit(value, name, 0, is_secret_name(name))


class _Walk:
    """One captured variable."""

    def __init__(self, limits, redactor, taints):
        self.limits = limits
        self.redactor = redactor
        self.taints = taints
        self.nodes = 0
        self.ancestors = {}
        #: While a digest is made nothing is cut, and nothing is redacted: only its keyed digest leaves the process.
        self.is_whole = False

    def visit(self, value, path, depth, secret):
        self.nodes += 1
        if self.nodes > self.limits["digestNodes" if self.is_whole else "nodes"]:
            return {"type": "not-captured", "reason": "budget"}
        plain = self._plain(value, secret)
        if plain is not None:
            return plain
        if look.is_code(value):
            return {"type": "function", "text": look.name_of_code(value)}
        if id(value) in self.ancestors:
            return {"type": "reference", "text": "" if self.is_whole else self.ancestors[id(value)]}
        kind = _kind_of(value)
        told = {"type": kind}
        if kind in ("object", "error") and type(value) is not dict:
            told["class"] = look.class_name(value)
        elif type(value) not in (list, dict, set):
            told["class"] = look.class_name(value)
        if kind in ("object", "error") and type(value) is not dict and look.is_heavy(value):
            return {**told, "reason": "heavy-class"}
        if depth >= self.limits["depth"] and not self.is_whole:
            return self._beyond(value, told, secret)
        if depth > 64:
            return told
        self.ancestors[id(value)] = path
        try:
            return self._content(value, told, (path, depth, secret))
        finally:
            del self.ancestors[id(value)]

    def _plain(self, value, secret):
        kind = type(value)
        if value is None:
            return {"type": "null"}
        if kind is bool:
            return {"type": "boolean", "reason": "redacted"} if secret else {"type": "boolean", "text": str(value).lower()}
        if kind in (int, float, complex, decimal.Decimal):
            return self._number(value, secret)
        if look.isinstance_of(value, (str,)):
            text = str.__str__(value)
            told = self._text(text, secret)
            return told if kind is str else {**told, "class": look.class_name(value)}
        if kind in (bytes, bytearray, memoryview):
            return self._bytes(value)
        if kind in (datetime.datetime, datetime.date, datetime.time, datetime.timedelta, uuid.UUID):
            return self._moment(value, kind)
        return None

    def _number(self, value, secret):
        kind = type(value)
        told = {"type": "bigint" if kind is int and abs(value) > 2**53 else "number", "text": _digits(value)}
        if kind in (complex, decimal.Decimal):
            told["class"] = kind.__name__
        if not secret:
            return told
        return {"type": told["type"], "digest": self.redactor.digest(told["text"]), "reason": "redacted"}

    def _text(self, text, secret):
        length = len(text)
        if self.is_whole:
            return {"type": "string", "text": text}
        if secret or is_secret_text(text, self.taints):
            return {"type": "string", "length": length, "digest": self.redactor.digest(text), "reason": "redacted"}
        if length <= self.limits["string"]:
            return {"type": "string", "text": text, "length": length}
        head = text[: self.limits["string"]]
        return {"type": "string", "text": head, "length": length, "digest": self.redactor.digest(text), "reason": "length"}

    def _bytes(self, value):
        """Bytes show nothing but their size and digest: they may hold anything."""
        try:
            head = bytes(memoryview(value)[: self.limits["bytes"]])
        except (ValueError, TypeError, NotImplementedError):
            return {"type": "bytes", "class": type(value).__name__, "reason": "budget"}
        length = memoryview(value).nbytes
        digest = self.redactor.digest(head)
        return {"type": "bytes", "class": type(value).__name__, "length": length, "digest": digest, "reason": "length"}

    def _moment(self, value, kind):
        if kind is uuid.UUID:
            return {"type": "string", "class": "UUID", "text": str(uuid.UUID.__str__(value))}
        zone = getattr(value, "tzinfo", None)
        # A zone of the service would be asked for its offset.
        if zone is not None and type(zone) is not datetime.timezone:
            return {"type": "date", "class": kind.__name__, "text": kind.replace(value, tzinfo=None).isoformat()}
        text = str(value.total_seconds()) if kind is datetime.timedelta else value.isoformat()
        return {"type": "date", "class": kind.__name__, "text": text}

    def _beyond(self, value, told, secret):
        size, digest = self._digest(value)
        reason = "redacted" if secret else "depth"
        found = {**told, "length": size, "reason": reason if digest else "budget"}
        return {**found, "digest": digest} if digest else found

    def _digest(self, value):
        """Own size of a value, and a digest of all below it; None in its place past the budget."""
        walk = _Walk(self.limits, self.redactor, ())
        walk.is_whole = True
        text = _encode(walk.visit(value, "", 0, False))
        is_over = walk.nodes > self.limits["digestNodes"]
        return _size_of(value), None if is_over else self.redactor.digest(text)

    def _content(self, value, told, at):
        kind = told["type"]
        if kind == "array":
            return self._items(value, told, at)
        if kind == "set":
            return self._members(value, told, at)
        if kind == "map":
            return self._entries(value, told, at)
        fields = dict.items(value) if look.isinstance_of(value, (dict,)) else look.own_fields(value).items()
        if kind == "error":
            told["text"] = self.redactor.text(look.message_of(value), self.taints)
        return self._fields(value, told, fields, at)

    def _shown(self, iterator, limit):
        """What is looked at of a collection, however large it is: as much as is told, or as a digest may cover."""
        return list(itertools.islice(iterator, self.limits["digestNodes" if self.is_whole else limit]))

    def _items(self, value, told, at):
        path, depth, secret = at
        shown, length = self._shown(_elements(value), "items"), _size_of(value)
        items = [self.visit(one, f"{path}[{index}]", depth + 1, secret) for index, one in enumerate(shown)]
        return self._cut({**told, "length": length, "items": items}, value, length - len(shown), "items")

    def _members(self, value, told, at):
        """In the order of what they are, since the order of a set hangs on where its members lie in memory."""
        path, depth, secret = at
        members = set.__iter__(value) if look.isinstance_of(value, (set,)) else frozenset.__iter__(value)
        shown, length = self._shown(members, "items"), _size_of(value)
        items = sorted((self.visit(one, f"{path}[]", depth + 1, secret) for one in shown), key=_encode)
        return self._cut({**told, "length": length, "items": items}, value, length - len(shown), "items")

    def _entries(self, value, told, at):
        path, depth, secret = at
        shown, length = self._shown(iter(dict.items(value)), "items"), _size_of(value)
        items = []
        for key, one in shown:
            hidden = secret or (type(key) is str and is_secret_name(key))
            pair = [self.visit(key, f"{path}.key", depth + 1, secret), self.visit(one, f"{path}[]", depth + 1, hidden)]
            items.append({"type": "array", "length": 2, "items": pair})
        return self._cut({**told, "length": length, "items": items}, value, length - len(shown), "items")

    def _fields(self, value, told, fields, at):
        path, depth, secret = at
        shown, length = self._shown(iter(fields), "fields"), len(fields)
        told["fields"] = {
            key: self.visit(one, f"{path}.{key}", depth + 1, secret or is_secret_name(key)) for key, one in shown
        }
        if len(shown) < length:
            told["length"] = length
        return self._cut(told, value, length - len(shown), "fields")

    def _cut(self, told, value, left, reason):
        if left <= 0:
            return told
        if self.is_whole:
            self.nodes = self.limits["digestNodes"] + 1
            return told
        _, digest = self._digest(value)
        return {**told, "reason": reason, "digest": digest} if digest else {**told, "reason": "budget"}


def _kind_of(value):
    if look.isinstance_of(value, (list, tuple)):
        return "array"
    if look.isinstance_of(value, (set, frozenset)):
        return "set"
    if look.isinstance_of(value, (dict,)):
        return "object" if all(type(key) is str for key in itertools.islice(dict.keys(value), 1_000)) else "map"
    return "error" if look.isinstance_of(value, (BaseException,)) else "object"


def _elements(value):
    return list.__iter__(value) if look.isinstance_of(value, (list,)) else tuple.__iter__(value)


def _size_of(value):
    kind = _kind_of(value)
    if kind == "array":
        return list.__len__(value) if look.isinstance_of(value, (list,)) else tuple.__len__(value)
    if kind == "set":
        return set.__len__(value) if look.isinstance_of(value, (set,)) else frozenset.__len__(value)
    return dict.__len__(value) if look.isinstance_of(value, (dict,)) else len(look.own_fields(value))


def _digits(value):
    """All digits of a number, in the words of the protocol; of a giant one how long it is."""
    if type(value) is int:
        bits = value.bit_length()
        return str(value) if bits < _longest_number else f"{value >> (bits - 256)} << {bits - 256}"
    text = repr(value) if type(value) in (float, complex) else decimal.Decimal.__str__(value)
    return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(text, text)

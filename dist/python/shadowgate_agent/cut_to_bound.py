"""Cuts a hit or a throw that came out too large to be sent: the gate would refuse it whole.

What is small stays as it is, and what is large is cut from the inside, so that all of it fits; each cut part says how large it was, and
a keyed digest still tells whether it changed.
"""
import json

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
#: Characters of a text that are left of it at least, and what a cut part takes beside them and the name of its class.
_shortest_head = 64
_cut_characters = 140


class Bound:
    def __init__(self, limits, redactor):
        self._most = limits["snapshotCharacters"]
        self._redactor = redactor

    def cut(self, record, size):
        """`size` is what the record takes as it is."""
        pools = [record.get("values") or {}, *(frame["values"] for frame in record.get("frames") or ())]
        parts = [_Part(pool, name) for pool in pools for name in pool]
        self._share(parts, self._most - size + sum(part.size for part in parts))
        return record

    def _share(self, parts, room):
        """Gives every part what it takes up to one line, the highest at which all of them fit."""
        low, high = 0, max(room, 0)
        while low < high:
            middle = high - (high - low) // 2
            if sum(part.granted(middle) for part in parts) <= room:
                low = middle
            else:
                high = middle - 1
        for part in parts:
            if part.size > part.granted(low):
                self._cut_part(part, part.granted(low))

    def _cut_part(self, part, room):
        value, inside = part.holder[part.key], room - part.around
        if part.parts and sum(one.least for one in part.parts) <= inside:
            self._share(part.parts, inside)
        elif value["type"] == "string":
            part.holder[part.key] = self._text(value, room)
        else:
            part.holder[part.key] = self._whole(value)

    def _text(self, value, room):
        text = value["text"]
        length = max(_shortest_head, room - _cut_characters)
        # A character beyond ASCII takes six, or twelve.
        while length > _shortest_head and len(_encode(text[:length])) > room - _cut_characters:
            length = max(_shortest_head, length // 2)
        digest = value.get("digest") or self._redactor.digest(text)
        return {**value, "text": text[:length], "digest": digest, "reason": "size"}

    def _whole(self, value):
        told = {key: value[key] for key in ("type", "class", "text", "length") if key in value}
        if "length" not in told and "fields" in value:
            told["length"] = len(value["fields"])
        return {**told, "digest": self._redactor.digest(_encode(value)), "reason": "size"}


class _Part:
    """A value and where it stands: how many characters it takes, at least once it is cut, and what inside it can be cut by itself."""

    def __init__(self, holder, key):
        self.holder, self.key = holder, key
        value = holder[key]
        self.parts = _inside(value)
        self.size = len(_encode(value))
        self.around = self.size - sum(part.size for part in self.parts)
        head = value.get("text", "")
        shown = head[:_shortest_head] if value["type"] == "string" else head
        self.least = min(self.size, _cut_characters + len(_encode(shown)) + len(value.get("class", "")))

    def granted(self, line):
        return max(self.least, min(self.size, line))


def _inside(value):
    """The keys of a map tell its entries apart and are left alone; members of a set are known by what they hold, so that it is cut as a whole."""
    items = value.get("items", ())
    if value["type"] == "map":
        return [_Part(entry["items"], 1) for entry in items if len(entry.get("items", ())) == 2]
    if value["type"] == "set":
        return []
    fields = value.get("fields", {})
    return [_Part(fields, name) for name in fields] + [_Part(items, index) for index in range(len(items))]

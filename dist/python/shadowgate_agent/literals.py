"""Takes the literals out of a query in SQL: they may be secrets, and a value that is bound is no difference from one that is written."""
import re

#: Space and comments; quoted text; quoted names; placeholders; numbers; words; any other sign. Tried where the last ended.
_PARTS = re.compile(
    r"(?P<space>\s+|--[^\n]*|/\*.*?\*/)"
    r"|(?P<text>[xX]?'(?:[^']|'')*')"
    r'|(?P<name>"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\])'
    r"|(?P<placeholder>\?\d*|%s|%\(\w+\)s|(?<!:)[:@$][A-Za-z_]\w*)"
    r"|(?P<number>0[xX][\da-fA-F]+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)"
    r"|(?P<word>[^\W\d][\w$]*)"
    r"|(?P<sign>[<>!=]+|.)",
    re.DOTALL,
)
_COMPARING = frozenset(("like", "in", "between"))
_JOINING = frozenset(("and", "or", "not", "null", "true", "false"))


def take_literals(text):
    """The query with `?` for each value, and the values with the column each is held against or put into, where that is seen."""
    shape, values, columns = [], [], _Columns()
    for found in _PARTS.finditer(text):
        kind, part = found.lastgroup, found.group()
        if kind == "space":
            if shape and shape[-1] != " ":
                shape.append(" ")
        elif kind in ("text", "number", "placeholder"):
            if kind != "placeholder":
                values.append((columns.name(), part[part.index("'") + 1 : -1] if kind == "text" else part))
            shape.append("?")
        else:
            columns.see(part, kind)
            shape.append(part)
    return "".join(shape).rstrip(" ;"), values


class _Columns:
    """Follows which column the next value belongs to: behind `column =`, and by place in `INSERT INTO t (a, b) VALUES (…)`."""

    def __init__(self):
        self._last, self._is_compared = "", False
        self._depth, self._place = 0, 0
        self._insert, self._columns = "no", []

    def name(self):
        if self._insert == "values" and self._depth == 1:
            return self._columns[self._place] if self._place < len(self._columns) else ""
        return self._last if self._is_compared else ""

    def see(self, part, kind):
        if kind == "sign":
            self._see_sign(part)
        else:
            self._see_word(part.strip('"`[]'), part.lower())

    def _see_sign(self, part):
        if part == "(":
            self._depth += 1
            self._place = 0 if self._depth == 1 else self._place
            self._insert = "columns" if self._insert == "table" else self._insert
        elif part == ")":
            self._depth -= 1
            self._insert = "listed" if self._insert == "columns" else self._insert
        elif part == ",":
            self._place += self._depth == 1
            self._is_compared = self._is_compared and self._depth > 0
        elif part[0] in "<>!=":
            self._is_compared = True

    def _see_word(self, word, lower):
        if lower in _COMPARING:
            self._is_compared = True
        elif lower == "into":
            self._insert = "table"
        elif lower == "values" and self._insert == "listed":
            self._insert = "values"
        elif self._insert == "columns":
            self._columns.append(word)
        else:
            self._last = self._last if lower in _JOINING else word
            self._is_compared = False

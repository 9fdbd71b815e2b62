"""Where statements of a file begin in the code that Python made of it."""
import ast
import dis

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SCOPES = (*_FUNCTIONS, ast.ClassDef)
_COMPOUND = (
    *(ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.FunctionDef),
    *(ast.AsyncFunctionDef, ast.ClassDef),
)


class Place:
    """A statement, or the end of a function: the lines of its head and of all of it, and the code object it belongs to."""

    __slots__ = ("first", "head", "last", "scope", "is_end")

    def __init__(self, first, head, last, scope, is_end=False):
        self.first, self.head, self.last, self.scope, self.is_end = first, head, last, scope, is_end


class SourceFile:
    """One file as the syntax tree of this Python knows it. Lines count from 1, columns from 1 in UTF-16 units."""

    def __init__(self, path):
        with open(path, "rb") as file:
            data = file.read()
        tree = ast.parse(data, path)
        self._lines = data.splitlines()
        self._places = {}
        self._units = {}
        self._returns = {}
        self._visit(tree, ("<module>", 1))

    def place_at(self, line, column):
        return self._places.get((line, self._offset(line, column)))

    def unit_of(self, line):
        """All lines of the simple statement, or of the head, that a line belongs to: they run as one."""
        return self._units.get(line, (line,))

    def is_return(self, scope, line):
        return line in self._returns.get(scope, ())

    def _offset(self, line, column):
        """Columns of the tree are bytes; a line beyond the file has none."""
        if not 0 < line <= len(self._lines):
            return -1
        text = self._lines[line - 1].decode("utf-8", "replace")
        return len(text.encode("utf-16-le", "surrogatepass")[: (column - 1) * 2].decode("utf-16-le", "replace").encode("utf-8"))

    def _visit(self, node, scope):
        for child in ast.iter_child_nodes(node):
            inner = scope
            if isinstance(child, (*_FUNCTIONS, ast.ClassDef)):
                inner = _scope_of(child)
            if isinstance(child, ast.Lambda):
                self._note(child.body, child.body, inner)
            elif isinstance(child, ast.stmt):
                self._note_statement(child, scope)
            self._visit(child, inner)

    def _note_statement(self, node, scope):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            end = Place(node.lineno, node.lineno, node.end_lineno, _scope_of(node), True)
            self._places[(node.lineno, node.col_offset)] = end
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            self._note(node.iter, node, scope)
            self._places[(node.lineno, node.col_offset)] = self._places[(node.iter.lineno, node.iter.col_offset)]
        elif not isinstance(node, ast.ClassDef):
            self._note(node, node, scope)
        if isinstance(node, ast.Return):
            self._returns.setdefault(scope, set()).update(range(node.lineno, node.end_lineno + 1))
        for line in range(node.lineno, _head_end(node) + 1):
            self._units.setdefault(line, tuple(range(node.lineno, _head_end(node) + 1)))

    def _note(self, at, whole, scope):
        place = Place(whole.lineno, _head_end(whole), whole.end_lineno, scope)
        self._places.setdefault((at.lineno, at.col_offset), place)


def _scope_of(node):
    """What the code object of a function or a class is called, and the line at which it says it begins."""
    if isinstance(node, ast.Lambda):
        return ("<lambda>", node.lineno)
    decorators = [one.lineno for one in node.decorator_list]
    return (node.name, min([node.lineno, *decorators]))


def _head_end(node):
    """Last line of what runs as the statement itself: of a compound one the line before its body."""
    body = getattr(node, "body", None)
    if not isinstance(body, list) or not body:
        return node.end_lineno
    begins = min([body[0].lineno, *(one.lineno for one in getattr(body[0], "decorator_list", ()))])
    return max(node.lineno, begins - 1)


def scope_of_code(code):
    return (code.co_name, code.co_firstlineno)


def entries_of(code, place):
    """Offsets in the code at which the statement of a place begins, each time it begins; empty when it is not in that code."""
    found = []
    previous = None
    for offset, line in dis.findlinestarts(code):
        if line is None:
            continue
        is_inside = previous is not None and place.first <= previous <= place.last
        if place.first <= line <= place.head and not is_inside:
            found.append(offset)
        previous = line
    return found

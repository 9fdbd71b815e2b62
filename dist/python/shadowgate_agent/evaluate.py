"""Computes an expression of the service as far as that runs no code of the service: operators on plain values, reads of plain data."""
import ast
import builtins
import decimal
import operator

from . import inspect_value as look
from .plain_values import CONTAINERS, LARGEST, NotComputed, all_primitive, primitive, truth

_BINARY = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
_UNARY = {ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Not: operator.not_, ast.Invert: operator.invert}
_COMPARE = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
#: Methods of Python's own types that compute from plain values and change nothing.
_METHODS = {
    str: frozenset(
        """casefold count endswith find isalnum isalpha isdecimal isdigit islower isnumeric isspace isupper lower lstrip partition
        removeprefix removesuffix rfind rpartition rsplit rstrip split splitlines startswith strip title upper""".split()
    ),
    dict: frozenset(("get",)),
    decimal.Decimal: frozenset(("quantize",)),
}
_PURE = {name: getattr(builtins, name) for name in "abs bool divmod float int len max min round str sum".split()}


def parse_expression(text):
    """None when it is no expression of this Python."""
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        return None


def evaluate(node, names):
    """`names(name)` gives a variable, or raises NotComputed."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names(node.id)
    work = _WORK.get(type(node))
    if work is None:
        raise NotComputed("getter")
    try:
        return work(node, names)
    except NotComputed:
        raise
    except Exception:
        raise NotComputed("getter") from None


def _attribute(node, names):
    found = look.read_attribute(evaluate(node.value, names), node.attr)
    if found is look.UNREADABLE:
        raise NotComputed("getter")
    if found is look.MISSING:
        raise NotComputed("not-in-scope")
    return found


def _subscript(node, names):
    holder, key = evaluate(node.value, names), primitive(evaluate(node.slice, names))
    if look.is_row(holder):
        return holder[key]
    if type(holder) not in (*CONTAINERS, str):
        raise NotComputed("getter")
    if type(holder) is dict:
        all_primitive(holder)
    return holder[key]


def _binary(node, names):
    left, right = primitive(evaluate(node.left, names)), primitive(evaluate(node.right, names))
    work = _BINARY.get(type(node.op))
    if work is None or (work is operator.mod and type(left) in (str, bytes)):
        raise NotComputed("getter")
    if work is operator.mul and any(type(one) in (str, bytes) for one in (left, right)):
        raise NotComputed("getter")
    return work(left, right)


def _unary(node, names):
    value = evaluate(node.operand, names)
    if isinstance(node.op, ast.Not):
        return not truth(value)
    return _UNARY[type(node.op)](primitive(value))


def _boolean(node, names):
    is_and = isinstance(node.op, ast.And)
    value = None
    for part in node.values:
        value = evaluate(part, names)
        if truth(value) is not is_and:
            return value
    return value


def _compare(node, names):
    left = evaluate(node.left, names)
    for operation, part in zip(node.ops, node.comparators):
        right = evaluate(part, names)
        if not _compare_two(operation, left, right):
            return False
        left = right
    return True


def _compare_two(operation, left, right):
    if isinstance(operation, (ast.Is, ast.IsNot)):
        return _COMPARE[type(operation)](left, right)
    if isinstance(operation, (ast.In, ast.NotIn)):
        if type(right) not in (*CONTAINERS, str, set, frozenset) or len(right) > LARGEST:
            raise NotComputed("getter")
        if type(right) is not str:
            all_primitive(right)
        return (primitive(left) in right) is isinstance(operation, ast.In)
    return _COMPARE[type(operation)](primitive(left), primitive(right))


def _conditional(node, names):
    return evaluate(node.body if truth(evaluate(node.test, names)) else node.orelse, names)


def _call_method(node, names):
    """By the exact type of what it is called on, so that no class of the service has a say."""
    holder = evaluate(node.func.value, names)
    kind = type(holder)
    if node.keywords or node.func.attr not in _METHODS.get(kind, ()) or (kind is not decimal.Decimal and len(holder) > LARGEST):
        raise NotComputed("getter")
    given = [evaluate(one, names) for one in node.args]
    if kind is dict:
        all_primitive(holder)
        return holder.get(primitive(given[0]), *given[1:])
    return getattr(kind, node.func.attr)(holder, *(_plain_argument(one) for one in given))


def _plain_argument(value):
    return tuple(primitive(one) for one in value) if type(value) is tuple else primitive(value)


def _call(node, names):
    if isinstance(node.func, ast.Attribute):
        return _call_method(node, names)
    if not isinstance(node.func, ast.Name) or node.keywords or node.func.id not in _PURE:
        raise NotComputed("getter")
    name = node.func.id
    if names(name) is not _PURE[name]:
        raise NotComputed("getter")
    given = [evaluate(one, names) for one in node.args]
    if name == "bool" and len(given) == 1:
        return truth(given[0])
    if name in ("len", "max", "min", "sum") and len(given) == 1 and type(given[0]) in (*CONTAINERS, set, frozenset):
        if name == "len":
            return len(given[0])
        return _PURE[name](all_primitive(given[0]))
    return _PURE[name](*(primitive(one) for one in given))


def _sequence(node, names):
    made = [_or_unknown(one, names) for one in node.elts]
    return tuple(made) if isinstance(node, ast.Tuple) else made


def _mapping(node, names):
    if any(key is None for key in node.keys):
        raise NotComputed("getter")
    keys = [primitive(evaluate(key, names)) for key in node.keys]
    return dict(zip(keys, (_or_unknown(value, names) for value in node.values)))


class Unknown:
    """A part of a list or a dictionary that could not be computed; the rest is told all the same."""


def _or_unknown(node, names):
    try:
        return evaluate(node, names)
    except NotComputed:
        return Unknown


def _joined(node, names):
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(part.value)
            continue
        spec = "" if part.format_spec is None else evaluate(part.format_spec, names)
        value = primitive(evaluate(part.value, names))
        shown = {115: str, 114: repr, 97: ascii}.get(part.conversion, lambda one: one)(value)
        parts.append(format(shown, spec))
    return "".join(parts)


_WORK = {
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _compare,
    ast.IfExp: _conditional,
    ast.Call: _call,
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.Dict: _mapping,
    ast.JoinedStr: _joined,
}

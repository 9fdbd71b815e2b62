"""What an expression of the service may be computed from: values of Python's own types, which run no code of the service."""
import decimal

PRIMITIVES = (int, float, bool, str, bytes, type(None), complex, decimal.Decimal)
CONTAINERS = (list, tuple, dict)
#: Members of a container that are looked at one by one, and characters of a text that a method may walk.
LARGEST = 100_000
#: Beyond it a decimal takes long to become a whole number or a text.
_LONGEST_DECIMAL = 400


class NotComputed(Exception):
    """Its argument is the reason, in the words of the protocol."""


def primitive(value):
    if type(value) not in PRIMITIVES:
        raise NotComputed("getter")
    if type(value) is decimal.Decimal and abs(value.adjusted()) > _LONGEST_DECIMAL:
        raise NotComputed("getter")
    return value


def all_primitive(container):
    """The same container, of which each member, or each key, is plain: comparing or adding them up is then Python's own work."""
    if len(container) > LARGEST or not all(type(one) in PRIMITIVES for one in container):
        raise NotComputed("getter")
    return container


def truth(value):
    if type(value) in (*PRIMITIVES, *CONTAINERS, set, frozenset):
        return bool(value)
    raise NotComputed("getter")

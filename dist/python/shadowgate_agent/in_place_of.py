"""Puts a function of ours in the place of one that C made.

A function of Python that a class holds becomes a method of its instances, one that C made does not: `logging.Formatter.converter`
is `time.localtime`, and services write `clock = time.monotonic` in their classes. What stands here is called as it was.
"""


class _BuiltIn:
    """Copied as itself and pickled by its name, as functions are."""

    def __reduce__(self):
        return self.__name__

    def __repr__(self):
        return f"<built-in function {self.__name__}>"


def in_place_of(real, work, module):
    """Gives what calls `work`, under the name of the real function, for a module of that name."""
    kind = type("builtin_function_or_method", (_BuiltIn,), {"__call__": staticmethod(work)})
    made = kind()
    made.__name__ = made.__qualname__ = real.__name__
    made.__module__ = module
    made.__doc__ = real.__doc__
    return made

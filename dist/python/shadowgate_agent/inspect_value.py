"""Looks at values as plain data: no property, `__getattr__`, `__repr__`, `__eq__` or iterator of the service is ever run.

What the class of a value says is read from the dictionaries of its classes, through the descriptors of `type` itself, which no
metaclass can stand in front of.
"""
import sys
import types

_mro = type.__dict__["__mro__"].__get__
_namespace = type.__dict__["__dict__"].__get__
_name = type.__dict__["__name__"].__get__
_module = type.__dict__["__module__"].__get__
_module_getattribute = types.ModuleType.__getattribute__

#: Modules whose objects are summarised: walking a socket, a lock or a session drags in half of the runtime.
_HEAVY_ROOTS = frozenset(
    """_io io socket _socket ssl _ssl select selectors http socketserver wsgiref urllib urllib3 requests httpx aiohttp asyncio
    _asyncio threading _thread queue _queue multiprocessing concurrent subprocess sqlite3 _sqlite3 psycopg psycopg2 pymysql
    MySQLdb redis pymongo asyncpg sqlalchemy logging weakref _weakref contextvars _contextvars flask werkzeug django starlette
    fastapi uvicorn gunicorn hypercorn jinja2 email codecs tempfile zipfile""".split()
)
#: Bases that make a class of the service heavy: its own handlers and threads. Models of databases are not: their columns are theirs.
_HEAVY_BASES = frozenset(("http", "socketserver", "threading", "_io", "io", "socket", "logging", "asyncio", "_asyncio"))
_CODE = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodWrapperType,
    types.WrapperDescriptorType,
    types.ClassMethodDescriptorType,
    types.MethodDescriptorType,
)
_RUNNING = (types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType, types.FrameType, types.TracebackType)

#: Stands for what cannot be read without running code of the service.
UNREADABLE = object()
#: Stands for what is not there.
MISSING = object()


def classes_of(value):
    """The class of a value and all its bases, from the nearest to `object`."""
    return _mro(type(value))


def class_name(value):
    return _name(type(value))[:100]


def own_namespace(cls):
    return _namespace(cls)


def module_root(cls):
    module = _module(cls)
    return module.split(".", 1)[0] if type(module) is str else ""


def is_code(value):
    return isinstance_of(value, _CODE) or isinstance_of(value, (type,))


def name_of_code(value):
    """Name of a function or a class as plain data, cut."""
    if isinstance_of(value, (type,)):
        return _name(value)[:100]
    kind = type(value)
    name = None
    if kind is types.MethodType:
        return name_of_code(types.MethodType.__dict__["__func__"].__get__(value))
    if kind in (types.FunctionType, types.BuiltinFunctionType):
        name = kind.__dict__["__name__"].__get__(value)
    return name[:100] if type(name) is str else ""


def isinstance_of(value, kinds):
    """As `isinstance` by the real class alone, whatever `__class__` claims."""
    mro = classes_of(value)
    return any(kind in mro for kind in kinds)


def is_heavy(value):
    if is_row(value):
        return False
    if isinstance_of(value, _RUNNING) or type(value) is types.ModuleType:
        return True
    mro = classes_of(value)
    return module_root(mro[0]) in _HEAVY_ROOTS or any(module_root(base) in _HEAVY_BASES for base in mro[1:])


def is_row(value):
    """A row of the built-in database: made in C, so that reading its columns runs no code of the service."""
    module = sys.modules.get("_sqlite3")
    return module is not None and type(value) is _module_getattribute(module, "__dict__").get("Row")


def own_fields(value):
    """Fields of an object in the order in which they were set: those of its dictionary, then those in slots; columns of a row."""
    if is_row(value):
        return dict(zip(value.keys(), tuple(value)))
    fields = {}
    own = instance_dict(value)
    if own is not None:
        for key in list(dict.keys(own)):
            if type(key) is str:
                fields[key] = dict.get(own, key)
    for cls in classes_of(value):
        for key, descriptor in list(own_namespace(cls).items()):
            if type(descriptor) is types.MemberDescriptorType and key not in fields and type(key) is str:
                try:
                    fields[key] = descriptor.__get__(value)
                except AttributeError:
                    continue  # A slot that holds nothing.
    return fields


def instance_dict(value):
    """The dictionary of an object; None when it has none, or when a class of the service computes it."""
    for cls in classes_of(value):
        descriptor = own_namespace(cls).get("__dict__")
        if descriptor is None:
            continue
        if type(descriptor) is not types.GetSetDescriptorType:
            return None
        try:
            found = descriptor.__get__(value)
        except (AttributeError, TypeError):
            return None
        return found if isinstance_of(found, (dict,)) else None
    return None


def read_attribute(value, name):
    """`value.name` where that is plain data: MISSING when it is not there, UNREADABLE when code would run to find it."""
    if type(value) is types.ModuleType:
        return _module_getattribute(value, "__dict__").get(name, MISSING)
    if isinstance_of(value, (type,)):
        return _read_from_class(_mro(value), name)
    found = _read_from_class(classes_of(value), "__getattribute__", raw=True)
    if type(found) is not types.WrapperDescriptorType:
        return UNREADABLE
    inherited = _read_from_class(classes_of(value), name, raw=True)
    if type(inherited) is types.MemberDescriptorType:
        try:
            return inherited.__get__(value)
        except AttributeError:
            return MISSING
    if inherited is not MISSING and _read_from_class(classes_of(inherited), "__set__", raw=True) is not MISSING:
        return UNREADABLE
    own = instance_dict(value)
    if own is not None and dict.__contains__(own, name):
        return dict.get(own, name)
    if inherited is not MISSING:
        return _plain(inherited)
    return MISSING if _read_from_class(classes_of(value), "__getattr__", raw=True) is MISSING else UNREADABLE


def _read_from_class(mro, name, raw=False):
    for cls in mro:
        namespace = own_namespace(cls)
        if name in namespace:
            return namespace[name] if raw else _plain(namespace[name])
    return MISSING


def _plain(found):
    """What a class holds is handed out as it is, unless its class says otherwise (`__get__`)."""
    return found if _read_from_class(classes_of(found), "__get__", raw=True) is MISSING else UNREADABLE


def message_of(error):
    """What an exception says, from its arguments, without asking it."""
    given = BaseException.__dict__["args"].__get__(error)
    parts = [_plain_text(one) for one in given[:4]]
    return ", ".join(part for part in parts if part)


def _plain_text(value):
    if type(value) in (str, int, float, bool):
        return str(value)[:500]
    return ""

"""Chance from the seed of the plan; see "Time and chance" in docs/agent-protocol.md.

Behind `os.urandom` lie `secrets`, `uuid4`, `SystemRandom` and generators without a seed of their own; behind the hidden generator of
`random` all its functions. Each exchange has streams of its own, one for each kind of value. Keys and TLS stay truly random.
"""
import _random
import _thread
import functools
import hashlib
import os
import sys

from .in_place_of import in_place_of

#: So many bytes at once are a pool that serves many exchanges: its n-th filling is the same whoever asks.
_POOL_BYTES = 256
_Generator = _random.Random


class Streams:
    def __init__(self, context, seed, root):
        self._context = context
        self._seed = seed
        self._root = root
        self._pools = {}
        self._forks = 0
        self._line_of_forks = ""
        os.register_at_fork(before=self._count_fork, after_in_child=self._be_child)

    def of(self, kind):
        """The stream of this kind of value, in the exchange that runs here and now."""
        exchange = self._context.current()
        stream = exchange.streams.get(kind)
        if stream is None:
            stream = self._seeded(kind, exchange.id or self._process_name())
            exchange.streams[kind] = stream
        return stream

    def bytes(self, count):
        if count < _POOL_BYTES:
            return _bytes_of(self.of(f"bytes {count}"), count)
        if count not in self._pools:
            self._pools[count] = self._seeded(f"pool {count}", self._process_name())
        return _bytes_of(self._pools[count], count)

    def _seeded(self, kind, whose):
        text = f"{self._seed}\n{kind}\n{whose}".encode("utf-8", "surrogatepass")
        return _Generator(int.from_bytes(hashlib.sha256(text).digest(), "big"))

    def _process_name(self):
        """The main file without the folder of the instance, and which worker of it: two of them must not draw the same."""
        script = getattr(sys, "argv", [""])[0]
        script = script[len(self._root) :] if script.startswith(self._root) else ""
        # While that module is imported it draws chance itself, and does not know its process yet.
        current = getattr(sys.modules.get("multiprocessing.process"), "_current_process", None)
        worker = "" if current is None or current.name == "MainProcess" else current.name
        return f"{script}\n{worker}\n{self._line_of_forks}"

    def _count_fork(self):
        self._forks += 1

    def _be_child(self):
        self._line_of_forks += f"/{self._forks}"
        self._forks = 0
        self._pools = {}
        self._context.background.streams.clear()


def _bytes_of(stream, count):
    return stream.getrandbits(count * 8).to_bytes(count, "little") if count else b""


def replace_random(context, seed, root, hooks):
    streams = Streams(context, seed, root)
    real_urandom = os.urandom

    def urandom(size, /):
        given = real_urandom(size)  # Refuses what it refuses.
        return streams.bytes(len(given))

    os.urandom = in_place_of(real_urandom, urandom, "os")
    if hasattr(os, "getrandom"):
        real_getrandom = os.getrandom

        def getrandom(size, flags=0):
            return streams.bytes(len(real_getrandom(size, flags)))

        os.getrandom = in_place_of(real_getrandom, getrandom, "os")
    hooks.after("random", functools.partial(_replace_generator, streams))
    hooks.after("uuid", functools.partial(_make_time_ids_here, context))


def _replace_generator(streams, module):
    real_seed = module.Random.seed

    @functools.wraps(real_seed)
    def seed(self, a=None, version=2):
        if a is None:
            a = int.from_bytes(os.urandom(32), "big")
        return real_seed(self, a, version)

    module.Random.seed = seed
    if hasattr(module, "_urandom"):
        # Imported before the agent: it holds on to the real one.
        module._urandom = os.urandom
    hidden = module._inst

    class HiddenGenerator(module.Random):
        """The one generator that all functions of `random` share, until the service gives it a seed or a state of its own."""

        is_seeded_by_service = False

        def random(self):
            return super().random() if self.is_seeded_by_service else streams.of("unit").random()

        def getrandbits(self, count, /):
            if self.is_seeded_by_service:
                return super().getrandbits(count)
            return streams.of("bits").getrandbits(count)

        def seed(self, a=None, version=2):
            self.is_seeded_by_service = a is not None
            if a is not None:
                super().seed(a, version)

        def setstate(self, state):
            self.is_seeded_by_service = True
            super().setstate(state)

    hidden.__class__ = HiddenGenerator
    _rebind(module, hidden)


def _rebind(module, hidden):
    """The functions of the module are methods of its hidden generator, bound when it was imported."""
    for name in module.__all__:
        if getattr(getattr(module, name), "__self__", None) is hidden:
            setattr(module, name, getattr(hidden, name))


def _make_time_ids_here(context, module):
    """`uuid1` asks a library of C for the time; without it, Python makes the id itself, by our clock and chance.

    It never gives one moment twice: which moment was the last is remembered for each exchange by itself.
    """
    for name in ("_generate_time_safe", "_UuidCreate"):
        if hasattr(module, name):
            setattr(module, name, None)
    real_uuid1 = module.uuid1
    turn = _thread.allocate_lock()

    @functools.wraps(real_uuid1)
    def uuid1(node=None, clock_seq=None):
        last = context.current().streams
        with turn:
            module._last_timestamp = last.get("last uuid1")
            try:
                return real_uuid1(node, clock_seq)
            finally:
                last["last uuid1"] = module._last_timestamp

    module.uuid1 = uuid1

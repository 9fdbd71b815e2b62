"""The agent's side of its socket: NDJSON out, NDJSON in.

It connects when it is told to, so that a wrapper is never taken for the service; records wait until then. It never keeps the
process alive, and never raises. When the gate is gone it stays silent; what could not be queued is counted.
"""
import _socket
import _thread
import json
import os
from _queue import SimpleQueue

_start_thread = _thread.start_new_thread
_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
_decode = json.JSONDecoder().decode
_WHEN_FLUSHED_SECONDS = 2.0


class Channel:
    def __init__(self, path, limits, hello, on_message, bound=None):
        self._path = path
        self._limits = limits
        self._hello = hello
        self._on_message = on_message
        self._bound = bound
        self._opening = _thread.allocate_lock()
        #: Whether this process was forked from one that answers requests.
        self.is_fork_of_service = False
        self._reset()
        os.register_at_fork(after_in_child=self._after_fork)

    def _reset(self):
        self._queue = SimpleQueue()
        self._waiting = [0, 0]
        self._socket = None
        self._is_gone = False
        self.dropped = 0

    def _after_fork(self):
        """A forked worker is a process of its own: it opens its own line, and leaves that of its parent alone."""
        inherited = self._socket
        self.is_fork_of_service = inherited is not None
        self._opening = _thread.allocate_lock()
        self._reset()
        if inherited is not None:
            _socket.close(inherited.detach())

    def open(self):
        """Connects, if it has not yet: this process answers requests, or runs code of the change."""
        if self._socket is not None or self._is_gone or not self._opening.acquire(False):
            return
        try:
            if self._socket is not None:
                return
            line = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
            # A default timeout that the service set is not meant for this line.
            line.settimeout(None)
            line.connect(self._path)
            line.sendall(_line(self._hello()))
            self._socket = line
            _start_thread(self._write, (line, self._queue))
            _start_thread(self._read, (line,))
        except Exception:
            self._is_gone = True
        finally:
            self._opening.release()

    def is_open(self):
        return self._socket is not None and not self._is_gone

    def send(self, record, is_final=False):
        """Queues one record. A final one is queued even when there is no room for ordinary ones."""
        if self._is_gone:
            return
        data = self._fitting(record)
        waiting = self._waiting
        is_full = waiting[0] >= self._limits["queuedRecords"] or waiting[1] >= self._limits["queuedCharacters"]
        if is_full and not is_final:
            self.dropped += 1
            return
        waiting[0] += 1
        waiting[1] += len(data)
        self._queue.put(data)

    def _fitting(self, record):
        """Most records are small: only one that came out too large is looked at again."""
        data = _line(record)
        if record["kind"] not in ("hit", "throw") or len(data) <= self._limits["snapshotCharacters"]:
            return data
        return _line(self._bound.cut(record, len(data)))

    def flush(self):
        """Waits, not for long, until what is queued is written: for the end of the process, where no later turn comes."""
        if not self.is_open():
            return
        written = _thread.allocate_lock()
        written.acquire()
        self._queue.put(written)
        written.acquire(True, _WHEN_FLUSHED_SECONDS)

    def _write(self, line, queue):
        try:
            while True:
                item = queue.get()
                if type(item) is bytes:
                    self._waiting[0] -= 1
                    self._waiting[1] -= len(item)
                    line.sendall(item)
                else:
                    item.release()
        except Exception:
            self._is_gone = True

    def _read(self, line):
        rest = b""
        try:
            while True:
                data = line.recv(65_536)
                if not data:
                    break
                *lines, rest = (rest + data).split(b"\n")
                for text in lines:
                    self._tell(text)
        except Exception:
            pass  # The gate has gone.
        self._is_gone = True

    def _tell(self, text):
        try:
            self._on_message(_decode(text.decode("utf-8")))
        except Exception:
            pass  # Whatever the gate asked cannot be answered; it goes on without after its own deadline.


def _line(record):
    return _encode(record).encode("ascii") + b"\n"

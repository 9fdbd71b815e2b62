"""What the service does beside answering, calls over HTTP aside: queries to SQLite, changes to files, programs it starts.

Files and programs are told by the audit events of Python itself, queries by the connections. Only what belongs to an exchange is told.
"""
import os
import sys
import tempfile

from .in_place_of import in_place_of
from .literals import take_literals
from .redact import is_secret_name, is_secret_text

_MOST_ARGUMENTS = 100
_MOST_CHARACTERS = 8_000
_LONGEST_ARGUMENT = 200
_WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_SHELLS = frozenset(("sh", "bash", "dash", "zsh"))
#: What each event does, where its first argument is the path.
_OPERATIONS = {"os.remove": "remove", "os.rmdir": "remove-folder", "os.mkdir": "make-folder", "os.truncate": "write"}
_TWO_PATHS = {"os.rename": "rename", "os.link": "link", "os.symlink": "link"}


class Flow:
    def __init__(self, plan, context, redactor, send):
        self._limits = plan.limits
        self._context = context
        self._redactor = redactor
        self._send = send
        self._events = 0
        self._roots = _roots_of(plan.root)
        self._see = {
            "open": self._see_open,
            "subprocess.Popen": self._see_process,
            "os.system": self._see_system,
            **{event: self._see_path for event in _OPERATIONS},
            **{event: self._see_two_paths for event in _TWO_PATHS},
        }

    def watch(self, hooks):
        """From here on for the whole life of the process: an audit hook cannot be taken off."""
        see, context = self._see, self._context

        def on_event(event, given):
            if event in see and context.running() is not None:
                self._guarded(see[event], event, given)

        sys.addaudithook(on_event)
        hooks.after("sqlite3", self._watch_sqlite)

    @staticmethod
    def _guarded(work, event, given):
        try:
            work(event, given)
        except Exception:
            pass  # What cannot be described is left out; an error here would reach the service.

    def _tell(self, kind, describe):
        exchange = self._context.running()
        if exchange is None or not self._has_room(exchange):
            return
        record = {"kind": kind, "exchangeId": exchange.id, "sequence": self._context.next_sequence()}
        self._send({**record, **describe(exchange.taints)})

    def _has_room(self, exchange):
        """An exchange that does too much is told of once, as unsettled; the whole process under the empty id."""
        self._events += 1
        exchange.flow_events += 1
        if self._events == self._limits["flowEvents"] + 1:
            self._unsettle("")
        if exchange.flow_events == self._limits["flowPerExchange"] + 1:
            self._unsettle(exchange.id)
        is_whole = self._events <= self._limits["flowEvents"]
        return is_whole and exchange.flow_events <= self._limits["flowPerExchange"]

    def _unsettle(self, exchange_id):
        sequence = self._context.next_sequence()
        self._send({"kind": "flow-unsettled", "exchangeId": exchange_id, "sequence": sequence})

    def _watch_sqlite(self, module):
        """A connection itself tells of what it runs. A service that asks it to tell someone else is left to that."""
        connect = module.connect

        def connect_and_watch(*given, **named):
            connection = connect(*given, **named)
            self._guarded(lambda *_: connection.set_trace_callback(self._on_statement), None, None)
            return connection

        module.connect = module.dbapi2.connect = in_place_of(connect, connect_and_watch, "sqlite3")

    def _on_statement(self, text):
        # What a trigger does begins like a comment, and is done by the database.
        if type(text) is str and not text.startswith("--"):
            self._guarded(self._tell_query, "sqlite", text)

    def _tell_query(self, system, text):
        def describe(taints):
            shape, values = take_literals(text[:_MOST_CHARACTERS])
            is_cut = len(text) > _MOST_CHARACTERS or len(values) > _MOST_ARGUMENTS
            given = [self._argument(value, name, taints) for name, value in values[:_MOST_ARGUMENTS]]
            told = {"system": system, "text": self._redactor.text(shape, ()), "arguments": given}
            return {**told, "cut": True} if is_cut else told

        self._tell("query", describe)

    def _argument(self, value, name, taints):
        if name and is_secret_name(name):
            return f"<redacted {self._redactor.digest(value)}>"
        if len(value) <= _LONGEST_ARGUMENT:
            return self._redactor.text(value, taints)[:380]
        if is_secret_text(value, taints):
            return f"<redacted {self._redactor.digest(value)}>"
        return f"{value[:_LONGEST_ARGUMENT]}…<{self._redactor.digest(value)}>"

    def _see_open(self, _, given):
        path, mode, flags = given
        writes = any(sign in mode for sign in "wax+") if type(mode) is str else bool((flags or 0) & _WRITE_FLAGS)
        if writes:
            appends = "a" in mode if type(mode) is str else bool(flags & os.O_APPEND)
            self._tell_file("append" if appends else "write", path)

    def _see_path(self, event, given):
        self._tell_file(_OPERATIONS[event], given[0])

    def _see_two_paths(self, event, given):
        self._tell_file(_TWO_PATHS[event], given[0], given[1])

    def _tell_file(self, operation, path, to=None):
        shown = [_shown_path(each, self._roots) for each in ([path] if to is None else [path, to])]
        # Modules that are imported leave their compiled form behind.
        if any(each is None or "__pycache__" in each for each in shown):
            return

        def describe(taints):
            clean = [self._redactor.text(each, taints)[:4_000] for each in shown]
            told = {"operation": operation, "path": clean[0]}
            return told if to is None else {**told, "to": clean[1]}

        self._tell("file", describe)

    def _see_process(self, _, given):
        executable, words = given[0], given[1]
        texts = [_text_of(each) for each in ([words] if isinstance(words, (str, bytes)) else words)]
        is_shell = len(texts) == 3 and os.path.basename(texts[0]) in _SHELLS and texts[1] == "-c"
        if is_shell:
            self._tell_process(texts[2], [], True)
        else:
            program = _text_of(executable) if executable else texts[0]
            self._tell_process("python" if program == sys.executable else program, texts[1:], False)

    def _see_system(self, _, given):
        self._tell_process(_text_of(given[0]), [], True)

    def _tell_process(self, command, words, shell):
        def describe(taints):
            names = ["", *words]
            told = [self._argument(word, names[at], taints) for at, word in enumerate(words[:_MOST_ARGUMENTS])]
            return {"command": self._redactor.text(command, taints)[:4_000], "arguments": told, "shell": shell}

        self._tell("process", describe)


def _roots_of(root):
    """Longest first: what lies below the build, below the folder for temporary files, and beside the build."""
    temporary = tempfile.gettempdir()
    shown = {os.path.realpath(temporary): "<tmp>/", temporary: "<tmp>/"}
    for folder in (root, os.path.realpath(root)):
        shown[os.path.dirname(folder)] = "../"
        shown[folder] = ""
    return sorted(shown.items(), key=lambda each: -len(each[0]))


def _shown_path(path, roots):
    """None for what is no path, such as the number of an open file."""
    if not isinstance(path, (str, bytes)):
        return None
    whole = os.path.abspath(_text_of(path))
    for folder, shown in roots:
        if whole.startswith(folder + os.sep):
            return shown + whole[len(folder) + 1 :]
    return whole


def _text_of(value):
    return os.fsdecode(value) if isinstance(value, (str, bytes)) else "<object>"

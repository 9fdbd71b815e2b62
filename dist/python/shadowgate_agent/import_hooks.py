"""Runs a piece of the agent right after a module was imported, so that none is imported for the agent's sake."""
import importlib.machinery
import sys


class ImportHooks:
    """One per process, first among the finders. `attempt` runs a hook so that it can break nothing."""

    def __init__(self, attempt):
        self._attempt = attempt
        self._hooks = {}
        sys.meta_path.insert(0, self)

    def after(self, name, hook):
        """Calls `hook` with the module: now if it is there, else when it has been imported."""
        module = sys.modules.get(name)
        if module is not None:
            self._attempt(name, lambda: hook(module))
            return
        self._hooks.setdefault(name, []).append(hook)

    def find_spec(self, name, path=None, target=None):
        if name not in self._hooks:
            return None
        for finder in sys.meta_path:
            find = None if finder is self else getattr(finder, "find_spec", None)
            spec = None if find is None else find(name, path, target)
            if spec is not None:
                self._watch(spec)
                return spec
        return None

    def _watch(self, spec):
        loader = spec.loader
        if not isinstance(loader, importlib.machinery.SourceFileLoader):
            return
        run = loader.exec_module

        def exec_module(module):
            run(module)
            for hook in self._hooks.pop(spec.name, ()):
                self._attempt(spec.name, lambda: hook(module))

        loader.exec_module = exec_module

"""Entry of the Python agent: Python imports this file at its start because its folder leads PYTHONPATH.

Loads into Python 3.9 and later, needs no package, and never breaks the service: when it cannot start, the service runs as if
it were not there. A `sitecustomize` of the machine or of the service runs all the same.
"""
import os
import sys


def _start():
    folder = os.path.dirname(os.path.abspath(__file__))
    plan_file = os.environ.get("SHADOWGATE_AGENT_PLAN")
    socket_path = os.environ.get("SHADOWGATE_AGENT_SOCKET")
    if plan_file and socket_path and sys.version_info >= (3, 9):
        writes_bytecode = sys.dont_write_bytecode
        # The agent may lie in a folder of ours that others share; nothing is left there.
        sys.dont_write_bytecode = True
        try:
            from shadowgate_agent.observe_process import observe_process

            observe_process(plan_file, socket_path)
        except Exception:
            pass  # Nothing was started; the gate sees no hello and reports the agent as absent.
        finally:
            sys.dont_write_bytecode = writes_bytecode
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != folder]


def _run_the_next():
    """The `sitecustomize` that this one stands in front of, if there is one."""
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    spec = PathFinder.find_spec("sitecustomize", sys.path)
    if spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


_start()
_run_the_next()

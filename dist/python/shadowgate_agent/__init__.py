"""The Python agent: what is loaded into an instance that Python runs. Standard library only, Python 3.9 and later.

It speaks the protocol of docs/agent-protocol.md, as the Node agent does. `observe_process` starts its parts.
"""

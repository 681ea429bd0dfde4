"""The cost of orchestration: everything between two model calls that is not the model.

Standard library only, but for `systems`, `state` and the tables: the worker also runs in the
peers' environment, where neither mascot nor rich is installed.
"""

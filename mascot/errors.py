"""The errors that a user can cause and mend."""

from __future__ import annotations


class MascotError(Exception):
    """Something a user can mend: the message names the value, the place and the remedy.

    The command line and the page print the message as it stands, without a traceback.
    """


class PersonaError(MascotError):
    """A persona or ensemble definition that cannot be used."""


class BackendError(MascotError):
    """A language model that cannot be reached, refuses, or answers with nothing usable."""


class ContextOverflowError(BackendError):
    """A prompt that is longer than the model can read."""


class ContextFileError(MascotError):
    """A context file (a meeting transcript, a disclosure) that cannot be read."""


class SettingsError(MascotError):
    """An environment variable or settings file that cannot be used."""


class ServingError(MascotError):
    """A model server that cannot be started, or that stopped."""


class CorpusError(MascotError):
    """Data that cannot be read: the message names file, row and field."""


class JudgeError(MascotError):
    """A judge or rubric that cannot be used."""


class TrainingError(MascotError):
    """A training stage that cannot start or go on; what it has completed is kept."""


class EvaluationError(MascotError):
    """An evaluation that cannot start, or a run's folder that cannot be read."""

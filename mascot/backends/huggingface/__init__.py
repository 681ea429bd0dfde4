"""Models inside this process: ``hf:<model id or folder>[+adapter folder]``.

Nothing here imports torch before the first call of a model.
"""

from mascot.backends.huggingface.factory import in_process

__all__ = ["in_process"]

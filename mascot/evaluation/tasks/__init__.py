"""What systems are given: the paper's data, its studies, and the checks it lacks."""

from collections.abc import Mapping
from types import MappingProxyType

from mascot.evaluation.tasks import ed, qmsum, sweeps
from mascot.evaluation.tasks.case_study import case_study
from mascot.evaluation.tasks.long_sessions import long_sessions
from mascot.evaluation.tasks.mbti import mbti
from mascot.evaluation.tasks.sycophancy import sycophancy
from mascot.evaluation.tasks.task import MakeTask, Task
from mascot.evaluation.tasks.unseen import unseen_domain, unseen_ensemble

TASKS: Mapping[str, MakeTask] = MappingProxyType(
    {
        "ed-positive": ed.positive,
        "ed-negative": ed.negative,
        "ed-neutral": ed.neutral,
        "qmsum-academic": qmsum.academic,
        "qmsum-committee": qmsum.committee,
        "qmsum-product": qmsum.product,
        "mbti": mbti,
        "sweep-director": sweeps.director,
        "sweep-speaker": sweeps.speaker,
        "sweep-eta": sweeps.eta,
        "long-sessions": long_sessions,
        "sycophancy": sycophancy,
        "unseen-ensemble": unseen_ensemble,
        "unseen-domain": unseen_domain,
        "case-study": case_study,
    }
)
"""Every task by its name, in the order of the tables."""

__all__ = ["TASKS", "MakeTask", "Task"]

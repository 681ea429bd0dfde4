"""``langchain:<provider>:<model>``: whatever LangChain itself can call."""

from __future__ import annotations

from mascot.backends.backend import Backend
from mascot.backends.options import Options
from mascot.backends.seat import Seat
from mascot.backends.spec import Spec, mask
from mascot.errors import BackendError
from mascot.settings import Settings

_PASSED_ON = {"temperature", "top_p", "max_tokens", "seed", "timeout", "max_retries"}


def langchain(spec: Spec, options: Options, settings: Settings, _seat: Seat) -> Backend:
    """A model by LangChain's own name for its provider.

    Raises:
        BackendError: The name is incomplete, a package is missing, or the provider refuses.
    """
    provider, _, model = (part.strip() for part in spec.rest.partition(":"))
    if not (provider and model):
        raise BackendError(
            f"backend {spec.text!r}: name provider and model: langchain:anthropic:<model>"
        )
    try:
        from langchain.chat_models import init_chat_model  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise BackendError(
            f"backend {spec.text!r}: LangChain's providers are not installed; "
            'install them: pip install "mascot-companions[providers]"'
        ) from error
    # Only what somebody set: some providers refuse what they do not know.
    arguments = {
        **settings.model_dump(include={"timeout", "max_retries"}, exclude_unset=True),
        **options.model_dump(include=_PASSED_ON, exclude_none=True),
        **({"api_key": options.api_key.get_secret_value()} if options.api_key else {}),
        **({"default_headers": options.headers} if options.headers else {}),
        **({"extra_body": options.extra_body} if options.extra_body else {}),
        **(options.kwargs or {}),
    }
    try:
        chat_model = init_chat_model(model, model_provider=provider, **arguments)
    except ImportError as error:
        # LangChain's message names the package to install.
        raise BackendError(f"backend {spec.text!r}: {error}") from error
    except Exception as error:
        raise BackendError(
            f"backend {spec.text!r}: LangChain could not make the model "
            f"({type(error).__name__}: {mask(str(error)):.300}); "
            "check the provider's name, its key in the environment, and the mapping's options"
        ) from error
    return Backend(
        spec=spec.text,
        model=chat_model,
        label=f"{mask(model)} by {provider}",
        structured=bool(options.structured),
    )

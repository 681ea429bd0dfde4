"""What visitors of the page may do, and the graphs that are built for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from mascot.errors import MascotError
from mascot.graph.build import AnyBackend, GroupChat, build_group_chat
from mascot.personas import Ensemble, Listing, dump_yaml, list_ensembles, parse_ensemble
from mascot.personas.sources import SHIPPED, SUFFIXES
from mascot.settings import Settings
from mascot.ui.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What visitors may do, and what the server was started with.

    Attributes:
        choose_backend: Whether a visitor may name the model. Where strangers come, they must not:
            the server would call any address that they write, from inside its own network.
        backend: The model of every role that the server was started with.
        director: The director's own.
        speaker: The speakers' own.
        settings: Of the process; read when they are needed if not given.
        folder: YAML files of groups that are offered beside the shipped ones.
        own: The group that the server was started with; its cards may name models.
    """

    choose_backend: bool = True
    backend: AnyBackend = field(default=None, repr=False)
    director: AnyBackend = field(default=None, repr=False)
    speaker: AnyBackend = field(default=None, repr=False)
    settings: Settings | None = field(default=None, repr=False)
    folder: Path | None = None
    own: Ensemble | None = None

    @property
    def process(self) -> Settings:
        """The settings of the process."""
        return self.settings or Settings.load()

    def build(self, desk: Desk) -> GroupChat:
        """The graph of a conversation as it is set up.

        Where visitors may not choose, a model that a desk names is passed over: it is what was
        kept while they might.

        Raises:
            MascotError: The model or a card cannot be used.
        """
        self.check(desk.ensemble)
        settings = self.process
        if desk.profile and self.choose_backend:
            settings = settings.model_copy(update={"profile": desk.profile})
        if desk.backend is None or not self.choose_backend:
            return build_group_chat(
                desk.ensemble,
                backend=self.backend,
                director=self.director,
                speaker=self.speaker,
                settings=settings,
            )
        chosen: AnyBackend = desk.backend
        if desk.key is not None:
            chosen = {"spec": desk.backend, "api_key": desk.key.get_secret_value()}
        return build_group_chat(desk.ensemble, backend=chosen, settings=settings)

    def check(self, ensemble: Ensemble) -> None:
        """Refuses a group whose cards name models, where visitors may not choose them.

        Raises:
            MascotError: They do.
        """
        if self.choose_backend:
            return
        trusted = {repr(spec) for one in self._trusted() for _, spec in _named(one)}
        for place, spec in _named(ensemble):
            if repr(spec) not in trusted:
                raise MascotError(
                    f"{place} names a model of its own, and on this page the models are chosen by "
                    f"whoever runs it; remove its `backend:`"
                )

    def groups(self) -> tuple[Listing, ...]:
        """The groups to choose from: the server's own first, then the shipped, then the folder's."""
        offered = _listed(self.folder, _stamp(self.folder))
        if self.own is None or any(listing.ensemble == self.own for listing in offered):
            return offered
        return (Listing(self.own.id, self.own.id, self.own), *offered)

    def text_of(self, ensemble: Ensemble) -> str:
        """A group as YAML that can be edited: as its author wrote it, if this page offers it so."""
        for listing in self.groups():
            if listing.ensemble == ensemble and (text := _written(listing.source, ensemble)):
                return text
        return dump_yaml(ensemble)

    def _trusted(self) -> Iterator[Ensemble]:
        return (listing.ensemble for listing in self.groups() if listing.ensemble is not None)


def _stamp(folder: Path | None) -> tuple[tuple[str, int, int], ...]:
    """What tells whether a folder's files have changed."""
    try:
        files = sorted(folder.iterdir()) if folder else []
        found = [(path.name, path.stat()) for path in files if path.suffix in SUFFIXES]
    except OSError:  # it is not there, or goes away just now
        return ()
    return tuple((name, status.st_mtime_ns, status.st_size) for name, status in found)


@lru_cache(maxsize=8)
def _listed(folder: Path | None, stamp: tuple[tuple[str, int, int], ...]) -> tuple[Listing, ...]:
    # Reading YAML takes its time: a folder is read again when it has changed.
    try:
        return list_ensembles(folder if stamp else None)
    except MascotError:  # too many files to be definitions
        return list_ensembles()


def _written(source: str, ensemble: Ensemble) -> str | None:
    """The file behind a group, if it defines this group and nothing that other files hold."""
    shipped = SHIPPED / f"{source}.yaml"
    try:
        text = (shipped if shipped.is_file() else Path(source)).read_text(encoding="utf-8")
        return text if parse_ensemble(text) == ensemble else None
    except (OSError, ValueError, MascotError):
        return None


def _named(ensemble: Ensemble) -> Iterator[tuple[str, object]]:
    """Who names a model, and which."""
    if ensemble.director.backend is not None:
        yield "The director", _plain(ensemble.director.backend)
    for persona in ensemble.personas:
        if persona.backend is not None:
            yield persona.name, _plain(persona.backend)


def _plain(spec: object) -> object:
    return dict(spec) if isinstance(spec, Mapping) else spec

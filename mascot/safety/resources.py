"""The way to human help in each region, from a YAML file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from mascot.safety.crisis import SafetyError

SHIPPED = Path(__file__).with_name("resources.yaml")


class Region(BaseModel):
    """Whom to turn to in one region."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    emergency: str = Field(min_length=1, description="The number for immediate danger.")
    support: tuple[str, ...] = Field(min_length=1, description="Somebody to talk to.")
    danger: tuple[str, ...] = Field(default=(), description="For people whom somebody hurts.")


_REGIONS: TypeAdapter[dict[str, Region]] = TypeAdapter(dict[str, Region])


@lru_cache(maxsize=8)
def load_regions(path: Path = SHIPPED) -> dict[str, Region]:
    """The regions of a resources file, by code.

    Args:
        path: A file in the form of the shipped ``resources.yaml``.

    Raises:
        SafetyError: The file is missing, or an entry is not usable.
    """
    try:
        data: Any = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        regions = _REGIONS.validate_python(data)
    except (OSError, UnicodeDecodeError) as error:
        raise SafetyError(f"{path}: cannot read the safety resources ({error})") from None
    except YAMLError as error:
        raise SafetyError(f"{path}: the safety resources are not valid YAML: {error}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the top level"
        raise SafetyError(
            f"{path}: {place}: {first['msg']}; see the comment at the top of {SHIPPED.name} for the form"
        ) from None
    if not regions:
        raise SafetyError(f"{path}: names no region; see {SHIPPED.name} for the form")
    return {code.casefold(): region for code, region in regions.items()}


def find_region(name: str, path: Path = SHIPPED) -> Region:
    """The region of a code, name or alias; upper and lower case do not count.

    Raises:
        SafetyError: There is no such region, or the file is not usable.
    """
    regions = load_regions(path)
    wanted = name.strip().casefold()
    for code, region in regions.items():
        if wanted in {code, region.name.casefold(), *map(str.casefold, region.aliases)}:
            return region
    raise SafetyError(
        f"{path.name} has no region {name!r}; choose one of {', '.join(regions)}, "
        "or bring a resources file of your own"
    )

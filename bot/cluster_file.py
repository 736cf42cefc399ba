"""A cluster described in a YAML file: read, checked in plain words, and put into the database."""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from domain.clusters import Cluster, Contact, Village

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,27}$")]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Line = Annotated[str, Field(min_length=1, max_length=120)]
About = Annotated[str, Field(min_length=1, max_length=600)]


class FileProblem(Exception):
    """What is wrong with the file: one sentence for each fault, each naming its place."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("write a time zone such as Europe/Copenhagen") from error
    return name


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _Village(_Part):
    name: Name
    short_name: Slug
    inhabitants: int = Field(ge=1, le=1_000_000)
    also_called: list[Name] = []
    council: Line | None = None


class _Contact(_Part):
    name: Name
    phone: Annotated[str, Field(pattern=r"^\+?[0-9 ]{4,30}$")] | None = None
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=120)] | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> "_Contact":
        if self.phone is None and self.email is None:
            raise ValueError("give a phone number or an email address, or both")
        return self


class _File(_Part):
    name: Name
    short_name: Slug
    municipality: Name
    time_zone: Annotated[str, AfterValidator(_zone)] = "Europe/Copenhagen"
    controller: Line
    contact: _Contact
    website: Annotated[str, Field(pattern=r"^https://\S+$", max_length=200)] | None = None
    about: dict[Literal["da", "en"], About]
    villages: list[_Village] = Field(min_length=1, max_length=40)

    @model_validator(mode="after")
    def _each_village_once(self) -> "_File":
        for what in ("name", "short_name"):
            given = [getattr(village, what) for village in self.villages]
            twice = sorted({value for value in given if given.count(value) > 1})
            if twice:
                raise ValueError(f"two villages have the {what} {twice[0]}")
        if "da" not in self.about:
            raise ValueError("about needs a Danish text (da)")
        return self


def read(path: Path) -> Cluster:
    """The cluster of that file; `FileProblem` when it cannot be used as it is."""
    import yaml  # noqa: PLC0415 - takes 0.6 MiB: only where there is a file

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise FileProblem([f"{path} cannot be read as UTF-8 text: {type(error).__name__}."]) from error
    except yaml.YAMLError as error:
        raise FileProblem([f"{path} is not valid YAML: {_first_line(error)}."]) from error
    if content is None:
        raise FileProblem([f"{path} is empty."])
    if not isinstance(content, dict):
        raise FileProblem([f"{path} is no list of names and values, such as `name: Ringsted Nord`."])
    try:
        return _cluster(_File.model_validate(content))
    except ValidationError as error:
        raise FileProblem([_sentence(one["loc"], one["msg"]) for one in error.errors()]) from error


def _cluster(file: _File) -> Cluster:
    return Cluster(
        id=0,
        slug=file.short_name,
        name=file.name,
        municipality=file.municipality,
        zone=file.time_zone,
        controller=file.controller,
        contact=Contact(file.contact.name, file.contact.phone, file.contact.email),
        website=file.website,
        about={str(language): text for language, text in file.about.items()},
        villages=tuple(
            Village(0, v.short_name, v.name, v.inhabitants, tuple(v.also_called), v.council)
            for v in file.villages
        ),
    )


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    """Villages are counted from one, as people count."""
    where = " ".join(f"no. {part + 1}" if isinstance(part, int) else part for part in place)
    return f"{where or 'the file'}: {message.removeprefix('Value error, ')}."


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())

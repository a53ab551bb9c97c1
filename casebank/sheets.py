"""The files that hold many records of one kind: a schema version, and a list."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from casebank.law import Law
from casebank.model import Document, Model, Text
from casebank.role import Demand, Role
from casebank.statistic import Statistic


class Sheet(Model):
    """The one base of them."""

    schema_version: Literal[1]
    """Version of this schema."""


class DocumentSheet(Sheet):
    """sources.yaml: the documents from which facts come."""

    documents: tuple[Document, ...]
    """The documents."""


class LawSheet(Sheet):
    """laws.yaml"""

    laws: tuple[Law, ...]
    """The articles."""


class StatisticSheet(Sheet):
    """statistics.yaml"""

    statistics: tuple[Statistic, ...]
    """The figures."""


class RoleSheet(Sheet):
    """roles.yaml"""

    roles: tuple[Role, ...]
    """The roles."""


class DemandSheet(Sheet):
    """demands.yaml"""

    demands: tuple[Demand, ...]
    """The demands."""


class MinistrySheet(Sheet):
    """ministry.yaml: the list of one year, and where it was read."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    """Year of the list."""
    read_in: Text
    """Where it was read."""
    types: Annotated[tuple[Text, ...], Field(min_length=1)]
    """The names of the types."""

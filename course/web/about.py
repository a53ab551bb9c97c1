"""The page about the course: what it rests on, counted in the case bank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from casebank import Bank, Case, Demand, Document, Playbook, Role, Rule, Statistic, load_bank
from casebank.references import all_sources
from course.web import catalog
from course.web.home_views import AboutView, DocumentRow
from course.web.state import CourseState
from course.web.views import Site

_SAID: Mapping[type, str] = {
    Case: "案例 {} 个",
    Playbook: "作案手法 {} 种",
    Rule: "规程 {} 条",
    Statistic: "数字 {} 个",
    Role: "岗位要求 {} 类",
    Demand: "培训要求 {} 项",
}


def about_view(state: CourseState, site: Site) -> AboutView:
    """What the course is and what it rests on, where a server keeps the answers."""
    return about(site, state.privacy, f"{site.base}me")


def about(site: Site, privacy: tuple[str, ...], me_href: str) -> AboutView:
    """What the course is and what it rests on; `privacy` says who keeps what."""
    bank = load_bank()
    own, packs = _documents(bank)
    return AboutView(
        site=site,
        lessons=len(catalog.lessons()),
        scenes=len(catalog.scenes()),
        cases=len(bank.cases),
        scenarios=len(bank.scenarios),
        after_a_case=sum(scenario.based_on is not None for scenario in bank.scenarios.values()),
        documents=own,
        packs=packs,
        privacy=privacy,
        me_href=me_href,
    )


def _documents(bank: Bank) -> tuple[tuple[DocumentRow, ...], tuple[DocumentRow, ...]]:
    """The course's own documents, and those of packs, with the number of records that cite each."""
    taken: dict[str, Counter[type]] = {number: Counter() for number in bank.documents}
    for record in bank.records:
        for number in {source.document for source, _ in all_sources(record)} & taken.keys():
            taken[number][type(record)] += 1
    rows = {number: _row(document, taken[number]) for number, document in bank.documents.items()}
    own = {n for n in rows if bank.spots[Document, n].path.parent == bank.folder}
    return (
        tuple(row for number, row in rows.items() if number in own),
        tuple(row for number, row in rows.items() if number not in own),
    )


def _row(document: Document, taken: Counter[type]) -> DocumentRow:
    said = tuple(_SAID[kind].format(taken[kind]) for kind in _SAID if taken[kind])
    year = f"，{document.year}年" if document.year else ""
    return DocumentRow(document.number, document.title, document.issuer + year, said)

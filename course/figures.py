"""Cases, ways of working, rules and paths drawn as HTML. Classes only: the style sheet is the page's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape

from casebank import Case, Document, Playbook, Rule, Source
from casebank.case import CaseStage
from casebank.playbook import PlaybookStage
from casebank.vocab import DatePrecision, LossPrecision, Provenance, RuleStatus
from course.path import LearningPath, Need, Stop


def money(yuan: int) -> str:
    """A sum as one reads it: 1050000 is 105万元, 220000000 is 2.2亿元, 2500 is 2,500元."""
    for unit, name in ((100_000_000, "亿"), (10_000, "万")):
        if yuan >= unit and yuan % (unit // 100) == 0:
            return f"{(Decimal(yuan) / unit).normalize():f}{name}元"
    return f"{yuan:,}元"


def day(case: Case) -> str:
    """A case's date in Chinese, as exactly as it is known."""
    if case.date is None:
        return "日期不详"
    units = zip(case.date.split("-"), "年月日", strict=False)
    text = "".join(f"{int(number)}{unit}" for number, unit in units)
    return text if case.date_precision is not DatePrecision.MONTH else f"{text}（到月）"


def loss(case: Case) -> str:
    """What was lost, with its direction."""
    if case.loss_cny is None:
        return "损失不详"
    if case.loss_precision is LossPrecision.NONE:
        return "没有损失"
    return f"损失{case.loss_precision.label}{money(case.loss_cny)}"


def victim(case: Case) -> str:
    """Who was aimed at, as far as is known."""
    parts = [
        case.victim.occupation,
        case.victim.gender.label if case.victim.gender else None,
        f"{case.victim.age}岁" if case.victim.age is not None else None,
    ]
    return "，".join(part for part in parts if part)


def citation(source: Source, documents: Mapping[str, Document]) -> str:
    """The passage as one names it in a sentence: its document's title, its place there, the number."""
    return f"《{documents[source.document].title}》{source.locator}（文件{source.document}）"


def origin(
    sources: Iterable[Source],
    documents: Mapping[str, Document],
    provenance: Provenance,
    inferred: Sequence[str] = (),
) -> str:
    """Where it comes from and what is our inference, folded behind the word that says how sure it is."""
    named = dict.fromkeys(citation(source, documents) for source in sources)
    cited = [f"<p>{escape(name)}</p>" for name in named]
    notes = [f"<p><b>我们的推断</b>：{escape(note)}</p>" for note in inferred]
    label = provenance.label + ("，含我们的推断" if notes else "")
    body = "".join([*cited, *notes])
    if not body:
        return f'<p class="szl-source">{label}</p>'
    return f'<details class="szl-source"><summary>{label} · 出处</summary>{body}</details>'


def timeline(case: Case, playbook: Playbook, documents: Mapping[str, Document]) -> str:
    """A case as a line of moments; each names the playbook's stage and the way out of it."""
    stages = {stage.id: stage for stage in playbook.stages}
    moments = "".join(_moment(stage, stages.get(stage.stage or "")) for stage in case.stages)
    return (
        f'<figure class="szl-timeline"><figcaption><span class="szl-date">{escape(day(case))}</span>'
        f"<strong>{escape(case.title)}</strong><span>{escape(victim(case))}</span></figcaption>"
        f'<ol>{moments}</ol><p class="szl-loss">{escape(loss(case))}</p>'
        f'<p class="szl-response">{escape(case.response.text)}'
        f"<small>（{case.response.provenance.label}）</small></p>"
        f"{origin(case.sources, documents, case.provenance, case.inferred)}</figure>"
    )


def _moment(stage: CaseStage, known: PlaybookStage | None) -> str:
    paid = "" if stage.paid_cny is None else f'<p class="szl-paid">付出 {escape(money(stage.paid_cny))}</p>'
    if known is None:
        return f"<li><p>{escape(stage.text)}</p>{paid}</li>"
    return f"<li><h3>{escape(known.name)}</h3><p>{escape(stage.text)}</p>{paid}{_way_out(known)}</li>"


def _way_out(stage: PlaybookStage) -> str:
    """What a step pulls at, and what to do there."""
    levers = "".join(f"<li>{lever.label}</li>" for lever in stage.levers)
    return (
        f'<ul class="szl-levers" aria-label="抓住的是">{levers}</ul>'
        f'<p class="szl-exit"><b>这里可以停</b>{escape(stage.answer)}</p>'
    )


def stages(playbook: Playbook, documents: Mapping[str, Document]) -> str:
    """A way of working step by step, where no documented case walks it; each step says how sure it is."""
    steps = "".join(
        f"<li><h3>{escape(stage.name)}</h3><p>{escape(stage.text)}"
        f"<small>（{stage.provenance.label}）</small></p>{_way_out(stage)}</li>"
        for stage in playbook.stages
    )
    return (
        f'<figure class="szl-timeline"><figcaption><strong>{escape(playbook.name_zh)}</strong>'
        f"<span>{escape(playbook.summary or '')}</span></figcaption><ol>{steps}</ol>"
        f"{origin(playbook.sources, documents, playbook.provenance, playbook.inferred)}</figure>"
    )


def rule(told: Rule, documents: Mapping[str, Document]) -> str:
    """A named rule as the document spells it, our explanations, and what the course makes of it."""
    explained = told.explained or ("",) * len(told.items)
    items = "".join(
        f"<li><b>{escape(item)}</b>{f'<p>{escape(why)}</p>' if why else ''}</li>"
        for item, why in zip(told.items, explained, strict=True)
    )
    status = "" if told.status is RuleStatus.CURRENT else f"<span>{told.status.label}</span>"
    summary = f"<p>{escape(told.summary)}</p>" if told.summary else ""
    taught = f'<p class="szl-exit"><b>课程这样教</b>{escape(told.taught)}</p>' if told.taught else ""
    return (
        f'<figure class="szl-rule"><figcaption><strong>{escape(told.name_zh)}</strong>{status}</figcaption>'
        f"{summary}{f'<ol>{items}</ol>' if items else ''}{taught}"
        f"{origin(told.sources, documents, told.provenance, told.inferred)}</figure>"
    )


def cards(cases: Sequence[Case], documents: Mapping[str, Document]) -> str:
    """Short cards: when, who, who was impersonated, what was lost, how it was noticed."""
    return f'<div class="szl-cards">{"".join(_card(case, documents) for case in cases)}</div>'


def _card(case: Case, documents: Mapping[str, Document]) -> str:
    rows = [("对象", victim(case)), ("冒充", case.impersonated), ("怎样发觉", case.noticed)]
    listed = "".join(f"<div><dt>{name}</dt><dd>{escape(text)}</dd></div>" for name, text in rows if text)
    tone = "szl-none" if case.loss_precision is LossPrecision.NONE else "szl-loss"
    return (
        f'<article class="szl-card"><p class="szl-date">{escape(day(case))}</p><h3>{escape(case.title)}</h3>'
        f'<dl>{listed}</dl><p class="{tone}">{escape(loss(case))}</p>'
        f"{origin(case.sources, documents, case.provenance, case.inferred)}</article>"
    )


def safeguards(playbook: Playbook, documents: Mapping[str, Document]) -> str:
    """A playbook's safeguards, each with its source."""
    items = "".join(
        f"<li><p>{escape(guard.text)}</p>{origin(guard.sources, documents, guard.provenance)}</li>"
        for guard in playbook.safeguards
    )
    return f'<ol class="szl-safeguards">{items}</ol>'


def comparison(rows: Iterable[tuple[str, str, str]], first: str, second: str, heading: str) -> str:
    """Two stories side by side as a table; `heading` names what each row compares."""
    body = "".join(
        f'<tr><th scope="row">{escape(what)}</th><td>{escape(one)}</td><td>{escape(two)}</td></tr>'
        for what, one, two in rows
    )
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (heading, first, second))
    return f'<table class="szl-comparison"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def paths(routes: Iterable[LearningPath], lessons: Mapping[str, tuple[str, int, str]]) -> str:
    """What each role learns, folded behind its name; `lessons`: each one's title, minutes and address."""
    return f'<div class="szl-paths">{"".join(_path(route, lessons) for route in routes)}</div>'


def _path(route: LearningPath, lessons: Mapping[str, tuple[str, int, str]]) -> str:
    minutes = sum(lessons[stop.lesson][1] for stop in route.compulsory)
    must = sum(stop.need is Need.MUST for stop in route.stops)
    left = len(route.compulsory) - must
    told = f"必学{must}课，" + (f"可跳过{left}课，" if left else "") + f"最多约{minutes}分钟"
    stops = "".join(_stop(stop, *lessons[stop.lesson]) for stop in route.stops)
    return (
        f'<details class="szl-path"><summary><strong>{escape(route.title)}</strong>'
        f"<span>{told}</span></summary>"
        f"<p>{escape(route.about)}</p><ol>{stops}</ol></details>"
    )


def _stop(stop: Stop, title: str, minutes: int, href: str) -> str:
    return (
        f'<li><p><a href="{escape(href)}">{stop.lesson} {escape(title)}</a> '
        f'<span class="szl-need szl-need--{stop.need}">{stop.need.label}，{minutes}分钟</span></p>'
        f"<p>{escape(stop.why)}</p></li>"
    )

"""Writing the record of a case as YAML that a person can go on with: each field with a comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from casebank.schema import OUT
from course.newcase.bulletin import AuthorError

_COMMENTS = {
    "schema_version": "格式版本，不要改",
    "id": "编号，和文件名一样",
    "kind": "loss 受骗 · attempt 拦下了 · warning 警方预警 · arrest 破获团伙",
    "title": "平实的一句话，不带人名",
    "provenance": "documented 通报写的",
    "sources": "出处：通报编号、第几部分、引文从第几个字到第几个字、引文的指纹",
    "date": "日期，照通报写到的那一级；没写就是 null",
    "place": "地点",
    "victim": "当事人：性别 male/female、年龄、职业；不写姓名",
    "impersonated": "冒充谁，写身份",
    "channel": "从哪里找上门",
    "playbook": "作案手法，编号见 shizha playbooks",
    "stages": "经过，一步一条；stage 可填手法里的环节编号，paid_cny 是这一步付的钱（元）",
    "payments_cny": "一笔一笔付的钱（元），通报只写总数就是 []",
    "loss_cny": "损失（元），不详是 null，没有损失是 0；诱饵不算损失",
    "loss_precision": "exact 准数 · at_least 至少 · nearly 近 · unknown 不详 · none 没有损失",
    "outcome": "lost 被骗走 · prevented 未受损 · frozen 已止付 · solved 已破案 · unknown 不详",
    "noticed": "怎样发觉的",
    "cues": "破绽，编号见手法文件，可以不填",
    "response": "怎样做更稳妥；documented 通报写的 · paraphrased 据通报改写 · constructed 我们写的",
    "audience": "最该看的岗位，编号见 shizha roles",
    "unknown": "每个空着的栏目，写一句为什么空着",
    "inferred": "我们自己推断的，一条一条写明",
    "merged_from": "同一件事在几处写到时，把各处列出来",
    "approval": "复核：{author: 编写岗位, approver: 复核岗位, day: 日期}；没有复核，学员看不到",
}
SCHEMA = "case.schema.json"


def to_yaml(record: Mapping[str, Any], author: str, today: str) -> str:
    """The file's text: the schema for editors, then each field below its comment."""
    text = f"# yaml-language-server: $schema=../{SCHEMA}\n" + "".join(_fields(record))
    if record["approval"] is None:
        text += (
            f'# 复核好了，把上面一行换成：approval: {{author: {author}, approver: 复核岗, day: "{today}"}}\n'
        )
    return text


def _fields(record: Mapping[str, Any]) -> Iterator[str]:
    for field, value in record.items():
        if field in _COMMENTS:
            yield f"# {_COMMENTS[field]}\n"
        yield yaml.safe_dump({field: value}, allow_unicode=True, sort_keys=False, width=1000)


def write_case(pack: Path, record: Mapping[str, Any], author: str, today: str) -> Path:
    """Write the case into the pack's `cases/`, and the schema beside it for editors. The file's path.

    A file that is there already is left alone: AuthorError.
    """
    folder = pack / "cases"
    folder.mkdir(parents=True, exist_ok=True)
    schema = (OUT / SCHEMA).read_text(encoding="utf-8")
    (pack / SCHEMA).write_text(schema, encoding="utf-8", newline="\n")
    path = folder / f"{record['id']}.yaml"
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(to_yaml(record, author, today))
    except FileExistsError as error:
        raise AuthorError(f"{path} 已经有了，没有动它。要改就打开它改；要重做，先把它删掉。") from error
    return path

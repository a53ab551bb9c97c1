"""The closed vocabularies of the bank; the Chinese label of each word stands beside it."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word with a Chinese label."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word


class Provenance(Word):
    """How far a document carries what is said.

    Documented: the passage says just this, in other words. Paraphrased: the passage says something
    wider, narrower or only alike. Constructed: made by us, no document says it.
    """

    DOCUMENTED = "documented", "有文件记载"
    PARAPHRASED = "paraphrased", "据文件改写"
    CONSTRUCTED = "constructed", "教学构造"


class DatePrecision(Word):
    """How exactly a date is known."""

    DAY = "day", "到日"
    MONTH = "month", "到月"
    YEAR = "year", "到年"
    UNKNOWN = "unknown", "不详"


class LossPrecision(Word):
    """The direction of a sum that was lost."""

    EXACT = "exact", ""
    AT_LEAST = "at_least", "至少"
    NEARLY = "nearly", "近"
    UNKNOWN = "unknown", "不详"
    NONE = "none", "未受损"


class Outcome(Word):
    """How the incident ended. A solved case is not money that came back."""

    LOST = "lost", "钱已被骗走"
    PREVENTED = "prevented", "未受损"
    FROZEN = "frozen", "已止付"
    SOLVED = "solved", "已破案"
    UNKNOWN = "unknown", "结果不详"


class CaseKind(Word):
    """What a document tells of in a case."""

    LOSS = "loss", "受骗"
    ATTEMPT = "attempt", "拦下了"
    WARNING = "warning", "警方预警"
    ARREST = "arrest", "破获团伙"


class Precision(Word):
    """The direction of a figure that counts or measures something."""

    EXACT = "exact", ""
    AT_LEAST = "at_least", "至少"
    AT_MOST = "at_most", "不到"
    NEARLY = "nearly", "近"
    UNKNOWN = "unknown", "不详"


class RuleKind(Word):
    """What sort of thing a named rule is."""

    RULE = "rule", "口诀与准则"
    PROCEDURE = "procedure", "办理流程"
    METHOD = "method", "工作法"
    MECHANISM = "mechanism", "工作机制"
    FORMAT = "format", "宣传形式"
    CAMPAIGN = "campaign", "专项行动"
    TOOL = "tool", "工具与平台"


class Given(Word):
    """How much of a named rule a document gives."""

    FULL = "full", "全文"
    PARTIAL = "partial", "部分"
    NAMED_ONLY = "named_only", "仅有名称"


class RuleStatus(Word):
    """Whether a rule is taught as it stands."""

    CURRENT = "current", "可以照用"
    CAUTION = "caution", "有更稳妥的做法"
    SUPERSEDED = "superseded", "已被取代"


class DemandStatus(Word):
    """What becomes of a demand on training."""

    ANSWERED = "answered", "已有"
    PLANNED = "planned", "计划中"
    REFUSED = "refused", "不采纳"


class Gender(Word):
    """As far as the document gives it."""

    MALE = "male", "男"
    FEMALE = "female", "女"


class Channel(Word):
    """Where the words arrive."""

    CHAT = "chat", "即时通信"
    PHONE = "phone", "电话"
    SMS = "sms", "短信"
    EMAIL = "email", "邮件"
    APP = "app", "应用软件"
    COUNTER = "counter", "柜面"
    LOBBY = "lobby", "大堂与自助区"
    WEB = "web", "网站"
    VIDEO = "video", "视频通话"
    SOCIAL = "social", "短视频与社交平台"
    OFFLINE = "offline", "线下与快递"
    UNKNOWN = "unknown", "不详"


class Lever(Word):
    """What a trick pulls at in a sensible person."""

    AUTHORITY = "authority", "身份"
    ACQUAINTANCE = "acquaintance", "人情"
    SECRECY = "secrecy", "保密"
    URGENCY = "urgency", "着急"
    FALSE_PROOF = "false_proof", "假凭证"
    SMALL_WIN = "small_win", "先给甜头"
    SUNK_COST = "sunk_cost", "已经投进去"
    HELP = "help", "帮个忙"
    FEAR = "fear", "害怕"
    GAIN = "gain", "好处"
    AFFECTION = "affection", "感情"
    KNOWS_DETAILS = "knows_details", "说得出你的信息"


class PlaybookKind(Word):
    """What sort of thing a playbook record describes."""

    FRAUD_TYPE = "fraud_type", "诈骗类型"
    TECHNIQUE = "technique", "手段"
    ENABLING_CRIME = "enabling_crime", "帮助犯罪"


class Detail(Word):
    """Whether the documents describe a thing or only name it."""

    DESCRIBED = "described", "有描述"
    NAMED = "named", "仅提及"


class Act(Word):
    """What a choice does. A teller may not stop a payment elsewhere; only the police order that."""

    TALK = "talk", "应答"
    ASK = "ask", "追问"
    COMPLY = "comply", "照办"
    PARTIAL = "partial", "先办一部分"
    VERIFY_KNOWN_CHANNEL = "verify_known_channel", "用已知渠道核实"
    VERIFY_GIVEN_CHANNEL = "verify_given_channel", "用对方给的渠道核实"
    CHECK_ACCOUNT = "check_account", "查自己的账户"
    CONSULT = "consult", "找人商量"
    WAIT = "wait", "先放一放"
    REFUSE = "refuse", "拒绝"
    PROCEED_BY_RULE = "proceed_by_rule", "按规定办理"
    HOLD_OWN_TRANSACTION = "hold_own_transaction", "暂缓本笔业务"
    ESCALATE = "escalate", "报告主管"
    LOCK_CUSTOMER_CARD = "lock_customer_card", "按客户意愿锁卡"
    CALL_96110 = "call_96110", "拨打96110"
    CALL_110 = "call_110", "拨打110"
    KEEP_EVIDENCE = "keep_evidence", "保存证据"
    REPORT = "report", "报告"
    LOOK = "look", "查看"
    HANG_UP = "hang_up", "挂断"


class Means(Word):
    """By what a choice is done: what its button shows, in fraud and in genuine business alike."""

    SAY = "say", "说"
    LOOK = "look", "看"
    ANSWER = "answer", "接听"
    HANG_UP = "hang_up", "挂断"
    DIAL = "dial", "拨电话"
    SEND = "send", "回消息"
    FETCH = "fetch", "请人来"
    HOLD = "hold", "先缓办"
    DO = "do", "动手办"


class Ask(Word):
    """What a question to a customer is about: the five of 五必问, and two that we add."""

    PURPOSE = "purpose", "用途"
    AMOUNT = "amount", "大额"
    PLACE = "place", "异地"
    PAYEE = "payee", "认不认识收款人"
    HASTE = "haste", "匆忙、带大量现金"
    INSTRUCTED = "instructed", "有没有人在教"
    VERIFIED = "verified", "向谁核对过"


class Harm(Word):
    """What a well-meant or careless choice does to somebody."""

    HUMILIATE = "humiliate", "让人难堪"
    TIP_OFF = "tip_off", "走漏风声"
    PROMISE = "promise", "许了不该许的诺"
    REFUSE_LAWFUL = "refuse_lawful", "拒办正当业务"
    LEAVE_ALONE = "leave_alone", "让受骗的人独自离开"


class EndingKind(Word):
    """How a scenario may end."""

    SAFE = "safe", "钱保住了"
    PARTIAL_LOSS = "partial_loss", "损失一部分"
    LOSS = "loss", "钱被骗走"
    SERVED = "served", "正事办成了"
    MISSED = "missed", "误伤了正事"


class Skin(Word):
    """The surface on which the player draws a scenario."""

    CHAT = "chat", "聊天"
    PHONE = "phone", "电话"
    SMS = "sms", "短信"
    EMAIL = "email", "邮件"
    COUNTER = "counter", "柜台"
    LOBBY = "lobby", "自助区"


class Via(Word):
    """How an interruption breaks in."""

    PHONE = "phone", "来电"
    SMS = "sms", "短信"
    CHAT = "chat", "消息"
    PERSON = "person", "有人过来"
    HEARD = "heard", "你听见"


FRAUD_ENDINGS = frozenset({EndingKind.SAFE, EndingKind.PARTIAL_LOSS, EndingKind.LOSS})
GENUINE_ENDINGS = frozenset({EndingKind.SERVED, EndingKind.MISSED})
GOOD_ENDINGS = frozenset({EndingKind.SAFE, EndingKind.SERVED})
SAFETY_ACTS = frozenset(
    {
        Act.VERIFY_KNOWN_CHANNEL,
        Act.CONSULT,
        Act.HOLD_OWN_TRANSACTION,
        Act.ESCALATE,
        Act.LOCK_CUSTOMER_CARD,
        Act.CALL_96110,
        Act.CALL_110,
        Act.KEEP_EVIDENCE,
        Act.REPORT,
    }
)
"""What makes people and money safer, whether or not it was needed."""

"""Opinion units: an answer cut into sentence- and clause-sized spans, each about as much as one view takes to say."""

import re
from collections.abc import Iterator
from functools import cache

import rjieba
import Stemmer

from corpus.cleaning import apply_cleaning, removable
from corpus.language import CJK
from corpus.records import Language, Span
from corpus.script import simplified

_SENTENCE_END: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"[。！？!?；;…\n]+[”’」』）)\"']*"),
    "en": re.compile(r"(?<!\bMr)(?<!\bDr)(?<!\bMrs)[.!?…]+[\"'”’)]*(?=\s|$)|[;\n]+"),
}
# English conjunctions open a clause, so the cut stands before them; Chinese clauses end in their commas.
_CLAUSE_END: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"[，,：:]|——+"),
    "en": re.compile(
        r"[,:()]\s|\s[–—-]+\s|—|\s(?=(?:but|because|although|though|and|which|while|with|so|or)\b)", re.IGNORECASE
    ),
}
LONGEST: dict[Language, int] = {"zh": 16, "en": 10}
"""Characters (zh) or words (en) a sentence may hold before it is cut at its clauses."""

SHORTEST: dict[Language, int] = {"zh": 7, "en": 3}
"""A clause shorter than this is joined to the one before it: alone it does not carry a view."""

_WORD = re.compile(r"[A-Za-z0-9]+(?:['’][A-Za-z]+)?")
_EMPTY: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?:[嗯呃额唔啊哎诶欸哦噢喔呀哈嘿唉哟嗐吧嘛呢是对行好的那这个]|怎么说|就是说?|笑|想了一?下|停顿)*"
    ),
    "en": re.compile(
        r"(?:oh|ah|aye|um+|uh+|er+m?|hm+|mm+|well|so|yeah|yes|no|right|okay|ok|you know|i mean|laughs|pauses?|thinks|like|and|now"
        r"|honestly|really|anyway|actually|to be honest|let me think|\s)*",
        re.IGNORECASE,
    ),
}
_STOP_ZH = (
    "的 了 是 我 你 您 他 她 它 们 我们 你们 他们 咱 咱们 俺 就 也 都 还 又 在 有 没 没有 不 个 这 那 这个 那个 这样 那样 什么 怎么 啥 咋 说 "
    "吧 啊 呢 嘛 吗 呀 着 过 把 被 给 跟 和 与 到 去 来 上 下 里 一 一个 很 要 会 能 可以 就是 但是 因为 所以 然后 不是 自己 人 得 地 嗯 哦 "
    "大 小 两 三 几 点 才 再 让 从 对 别 只 那种 这种 时候 现在 觉得 知道 看 想 家 些 有点 一点 真 太 最 更 比 如果 而且 还是 或者 反正 其实 "
    "东西 事 天 年 月 今年 去年 以前 之前 后来 平时 一般 每 次 回 下来 起来 出来 过来 一下 一样 这么 那么 多少 哪 哪里 那儿 这儿 可能 应该 "
    "已经 一直 不过 另外 里面 时 后 前 等 用 做 叫 拿 放 走 找 话 种 块 口 道 吃 喝 买 店 特别 非常 比较 感觉 真的 二 四 五 六 七 八 九 十 "
    "谁 总 结果 原因 往 老 讲 问 喊 像 站 坐 坐在 完 开 卖 头 里头 旁边 那边 这边 那条 哪儿 地方 第二天 一回 一次 一趟 一家 一包 一把 两个 三个 "
    "五个 几个 一块 一面 一排 一小 一箱 一盒 有个 还有 别的 够 当 印象 上次 进去 回去 回来 想不起来 不能 不用 不要 人家 一人 反正 直接 起码 毕竟 "
    "能够 以为 味 味儿 之类 这些 那些 自家 一天 一口 一下子 大家 别人 啥子 么子 出去 下去 上去 每次 有时候 好像 多 好 新 带 跑 换 换成 挑 调 我数 嘴里 手"
)
_STOP_EN = (
    "i me my we us our you your he him his she her it its they them their the a an and or but if so of to in on at for with from "
    "by as is are was were be been am do did does doing done have has had having this that these those there here what which who "
    "when where why how not no nor than then too very can could will would should might just about into out up down over off it's "
    "i'm that's don't didn't i've i'd i'll he's she's they're you're there's isn't wasn't doesn't can't couldn't wouldn't won't "
    "get got getting go goes going went gone one two three four five six thing things something anything bit lot also because "
    "while although though well oh um er yeah yes really quite like say said know think thought mean much more some any all "
    "each every other another again back put make made take took come came see look looking want even still only now ever never "
    "always way day time year month week first last after before through who's what's let me's own same that'd nothing "
    "everything someone anyone people good great nice bad sort kind seen says saying tell telling told ask asked asking round next "
    "end ended stuff right wrong left stop keep kept keeps call called use used using find found let us buy bought buying till since "
    "hundred thousand twenty thirty forty fifty sixty seventy eighty ninety eleven twelve seven eight nine ten half quarter second "
    "whole hand head side door stood sat sitting near nearly write written wrote read almost actually probably maybe aye ago once "
    "twice years months weeks days hour hours haven't hasn't hadn't we've we're they're they've he'd she'd they'd it'll we'll "
    "she'll he'll that'll shall piece god gets anyway else enough yet around without stand behind light work worked works "
    "happened happens turned started start looking looks"
)
_STOP: dict[Language, frozenset[str]] = {"zh": frozenset(_STOP_ZH.split()), "en": frozenset(_STOP_EN.split())}
# Words that say the same in interviews about what people buy and use; the first one names the family.
_FAMILIES: dict[Language, str] = {
    "zh": """
照旧 老样子 没变 不变 没换 不换 照样 习惯 惯 没动 差不多 照常 老规矩 没变化 没改 不改 不动; 少 减 戒
断 停 减少 减半 少买 少吃 少喝 少用 控制 砍 压缩 减量 戒掉 少了; 勤 更多 越来越 增加 变多 多了
翻倍; 便宜 省钱 省 打折 折扣 划算 优惠 特价 会员 会员日 实惠 促销 低价 性价比; 贵 不值 涨价 不便宜
肉疼; 近 楼下 门口 顺路 方便 隔壁 对面 拐角 路过 下楼 顺手; 孩子 小孩 儿子 女儿 闺女 娃 娃儿 崽
姑娘 孙子 孙女 外孙 宝宝 仔 伢 丫头 小子 放学 学校; 医生 血糖 体检 大夫 医院 血压 血脂 尿酸 糖尿病 指标 体重
减肥 健康 长胖 发胖; 背面 配料表 配料 成分 成分表 说明书 标签 营养 营养成分 反面 正面; 不信 骗 骗人
忽悠 噱头 智商税 糊弄 套路 文字游戏 吹 不靠谱; 相信 信 放心 踏实 靠谱 可靠 安心 信任 信得过; 难吃
难喝 不好吃 不好喝 没味 寡淡 怪味 腻 后味; 好吃 好喝 味道 口味 口感; 晚上 夜里 半夜 睡 睡前 睡觉 夜宵 九点 十点 十一点; 上班 办公室 单位 工位 同事 加班 办公; 朋友 聚会 同学 姐妹 哥们 闺蜜 聚 聚餐; 亲戚
送礼 送人 拜年 走亲戚 娘家 拜访; 网上 网购 直播 直播间 拼单 下单 快递 链接 网店 电商; 超市 商场
卖场; 市场 集市 赶集 批发 集上 批发市场; 小卖部 便利店 小店 杂货店; 种类 品种 花样 品项 齐全 样样
挑选; 甜 糖 含糖 甜食 甜味 太甜 甜的; 饮料 可乐 奶茶 汽水 气泡水; 质量 挑好 品质 像样 好货 正宗;
本地 散装 散称 现炒 炒货 特产 老家 土特产; 尝 尝过 尝尝 尝鲜 试 试试 试过; 不试 不尝 没试 没尝;
回购 接着买 回头客 复购; 没空 忙 来不及 没时间; 解馋 压力 嘴馋 馋 烦 心情; 环境 装修 干净 卫生 整洁
气氛; 服务 服务员 态度 老板 老板娘; 排队 排号 等位; 推荐 介绍 种草 安利;
无糖 没糖 不含糖 零糖 零卡 代糖 不带糖 没甜 不甜; 原味 原版 有糖; 一个人 独自 独个; 预算 工资 房贷 开销 开支 钱;
字 写 写着 印 印着 字样 字眼; 视频 刷剧 看剧 短剧 手机 电视;
样数 多样 配齐 配得 都有
""",
    "en": """
same, unchanged, usual, habit, no change, not changed, not change, as before, as ever; less, fewer, reduced, simpler,
shorter, cut down, cut back, smaller; stopped, gave up, given up, quit; went back, gone back, go back,
going back, came back; cheap, cheaper, cheapest, saving, save, afford, budget, sales; dear, expensive, pricey, dearer,
overpriced, too much; price, prices, pound, pounds, quid, cost, costs, money, paying, pay, paid; minutes, minute,
rush, hurry, busy, no time; doctor, doctors, gp, dermatologist, dermatologists, nurse, hospital, clinic, specialist,
consultant, surgery; pharmacist, pharmacy, chemist, chemists, chemist's, pharmacists; sister, mum, mam, mother,
daughter, aunt, auntie, gran, cousin, friend, friends, mate, mates, pal, neighbour, colleague; videos, video, tiktok,
youtube, instagram, influencer, influencers; reviews, review, stars, rating, ratings; nobody, no-one, not trust, no advice; rash, red, itchy, itch, sting, stung, stinging, burn, burnt, burned, sore, raw, irritated,
irritation, flaky, peeled, allergic; unscented, fragrance-free, no scent, no smell, no perfume, not smell, not scented, not smelling, plain;
smell, smelt, smells, smelled, scent, perfume, fragrance, stink, stank, smelling;
sticky, greasy, thick, heavy, tacky, oily, grease, slimy; no difference, no effect, nothing happened, did nothing,
does nothing, difference, useless, pointless, not work; wrinkles, wrinkle, lines, ageing, aging, vanity, vain, look
old; cancer, melanoma, mole, biopsy; every day, every morning, daily, each morning, morning, mornings; sunny, hot,
summer, holiday, beach, sunshine; forget, forgot, forgotten, forgets, forgetting, not remember, remember; kids,
children, son, child, baby; copy, dupe, dupes, copies, imitation, lookalike, own brand; decent, proper, better, quality, good ones, good one; service, staff, waiter, waitress, server, waiters; wait, waiting, waited, slow;
delicious, tasty, flavour, flavor, taste; atmosphere, decor, ambience, music; not bother, not need, no need, no
point; carry on, no plans, not changing, stay the same;
sunscreen, sun cream, suncream, spf, factor; appointment, booked, book in, booked in, seen to, check-up;
went up, gone up, put up, going up; never tried, not tried, not bought, not buy, not try; worth it, not worth;
money's worth, bargain, value; leave it, as it is, as i am, keep going, stick with, sticking
""",
}
_NEGATION = frozenset(
    (
        "不",
        "没",
        "没有",
        "别",
        "无",
        "未",
        "不会",
        "不想",
        "不敢",
        "not",
        "no",
        "never",
        "don't",
        "didn't",
        "isn't",
        "wasn't",
        "doesn't",
        "can't",
        "couldn't",
        "wouldn't",
        "won't",
    )
)


def split_units(text: str, language: Language) -> list[Span]:
    """Opinion units of an answer: offsets into `text`, in order, disjoint, without space around them.

    Sentences, and the clauses of long ones. A span that holds nothing but fillers is no unit.
    """
    text = simplified(text)
    spans: list[Span] = []
    for start, end in _pieces(text, (0, len(text)), _SENTENCE_END[language]):
        whole = length(text[start:end], language) <= LONGEST[language]
        spans += [(start, end)] if whole else _clauses(text, (start, end), language)
    trimmed = [_trim(text, span) for span in spans]
    return [span for span in trimmed if not is_filler(text[slice(*span)], language)]


def is_filler(words: str, language: Language) -> bool:
    """Whether nothing is said: no letters, or fillers and nods only."""
    words = simplified(words)
    kept = apply_cleaning(words, removable(words, language))
    bare = re.sub(r"[^\w']+", " " if language == "en" else "", kept).strip()
    return not bare or _EMPTY[language].fullmatch(bare) is not None


def length(words: str, language: Language) -> int:
    """Characters of Chinese (a Latin word counts as two), or words of English."""
    latin = len(_WORD.findall(words))
    return latin if language == "en" else len(CJK.findall(words)) + 2 * latin


def _clauses(text: str, sentence: Span, language: Language) -> list[Span]:
    """The clauses of one sentence; a piece too short to stand alone is joined to the one before it."""
    joined: list[Span] = []
    for piece in _pieces(text, sentence, _CLAUSE_END[language]):
        sizes = [length(text[slice(*each)], language) for each in [*joined[-1:], piece]]
        if joined and min(sizes) < SHORTEST[language]:
            joined[-1] = (joined[-1][0], piece[1])
        else:
            joined.append(piece)
    return joined


def _pieces(text: str, span: Span, boundary: re.Pattern[str]) -> Iterator[Span]:
    at, end = span
    for found in boundary.finditer(text, at, end):
        yield at, found.end()
        at = found.end()
    if at < end:
        yield at, end


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in " \t\n\r　，,、；;:：—–-":
        start += 1
    while end > start and text[end - 1] in " \t\n\r　，,、；;:：—–-":
        end -= 1
    return start, end


def terms(text: str, language: Language) -> list[str]:
    """The telling words of a text in order, lower case; a negation is part of the word it denies ("不甜", "not sweet").

    Two neighbours that a family knows as one ("went back") are one term.
    """
    lowered = simplified(text).lower().replace("’", "'")
    tokens = rjieba.cut(lowered) if language == "zh" else _WORD.findall(lowered)
    found: list[str] = []
    denied = ""
    for at, token in enumerate(tokens):
        joined = _joined(tokens[at : at + 2], language)
        if joined in _families(language):
            found.append(joined)
            denied = ""
        elif token in _NEGATION:
            denied = token
        elif at and _joined(tokens[at - 1 : at + 1], language) in _families(language):
            denied = ""
        elif is_telling(token, language):
            found.append(_denied(denied, token, language))
            denied = ""
        elif language == "zh":
            denied = ""
    return found


def _joined(pair: list[str], language: Language) -> str:
    return (" " if language == "en" else "").join(pair) if len(pair) == 2 else ""


def is_telling(word: str, language: Language) -> bool:
    """Whether a word may say something of its own: known to a family, or no stop word, no number, and long enough."""
    if word in _families(language):
        return True
    letters = CJK.search(word) if language == "zh" else re.fullmatch(r"[a-z]{2,}(?:'[a-z]+)?", word)
    return word not in _STOP[language] and word not in _NEGATION and letters is not None


def _denied(negation: str, word: str, language: Language) -> str:
    if not negation:
        return word
    return (negation[0] + word) if language == "zh" else f"not {word}"


@cache
def _families(language: Language) -> dict[str, str]:
    """Word → the first word of its family, with a plus."""
    rows = [row.strip() for row in " ".join(_FAMILIES[language].split()).split(";")]
    families = [row.split(", " if language == "en" else " ") for row in rows]
    return {word: f"{family[0]}+" for family in reversed(families) for word in family}


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def in_family(idea: str) -> bool:
    """Whether an idea stands for a family of words rather than for one."""
    return idea.endswith("+")


def idea_of(term: str, language: Language) -> str:
    """What a term says whatever its form: its family ("gp", "doctor" → "doctor+"), else its stem (en) or itself (zh).

    A denied term is an idea of its own: "not doctor+", "不甜+".
    """
    family = _families(language).get(term)
    if family:
        return family
    if language == "zh":
        return term[0] + idea_of(term[1:], "zh") if term[0] in "不没别" and term[1:] in _families("zh") else term
    if term.startswith("not "):
        return f"not {idea_of(term[4:], 'en')}"
    return str(_stemmer().stemWord(term.removesuffix("'s")))

"""Words that name no subject: those of asking, of talking, of numbers and times, whatever an interview is about."""

import re

from corpus.records import Language
from research.units import is_telling

_NUMBER = re.compile(r"[零一二两三四五六七八九十百千万\d]+[个种些样点分次回]?")
_ZH = frozenset(
    """
您好 你好 先说 先聊 先看 聊聊 说说 讲讲 谈谈 介绍 一下 一哈 最近 这阵子 方便 透露 告诉 比方 具体 大概 大约 差不多 主要 一般 平时 平常 通常 往常
什么样 怎么样 怎样 哪样 哪些 哪个 哪几样 有没有 是不是 会不会 要不要 好不好 能不能 愿不愿意 如何 理由 为何 请问 请您 问题 老问题 最后 接下来 下面 换个
话题 要是 如果 假如 比如 例如 情况 变化 有没 有变 变过 咱们 咱家 咱说 咱聊 家里 屋头 屋里 自己 自个儿 老板 老师 师傅 大哥 大姐 大叔 大妈 小伙子 站长
觉得 认为 看待 态度 想法 看法 打算 时候 啥时候 时辰 多少 好多 几多 几样 几个 东西 这方面 方面 上头 事情 这种 那种 这些 那些 还会 会去 还是 或者 起来 之间
姐姐 妹妹 哥哥 阿姨 叔叔 每次 上次 上回 这回 这次 那次 下次 刚才 以前 后来 现在 如今 今天 明天 昨天 有点 一点 一些 这边 那边 里面 里头 外头 怎么 咋个 啷个
啥子 么子 么样 什么 时间 时期 段时间 第一 第二 第三 拿 选 挑 按 排 顺序 先后 依次 一块儿 一起 多半 大多 重要 要紧 看重 在意 您家 你家 有变化 没有变化 分别 通通 样子 一个月 半年 几分 十分 满分 每月 往后 标准 选购 场合 下半年 上半年 打分 频率 次数 去年同期 一年 年初 年底 明年 今年 去年 前年 理由 开支 开销 花费 大哥 您屋头 屋头 工作 忙 日子 计划 安排 渠道 采买 拿无糖 同价 价格 一个价 价钱 哪块 店里 网上下单 态度 个人 喜好 尝不尝 每个 身边 最先 调整 手机 上下 下单 网上 网上下单 手机上 单位 动静 盘算 安排 回想 想想 想一想 记得 通常
""".split()
)
_EN = frozenset(
    """
hello hi thanks thank welcome nice again tell told talk talking say said describe shall begin start starting first second third last next final
lately recently nowadays currently days day today yesterday tomorrow week weeks weekly usual usually typical typically ordinary normal average rough roughly
exactly actually really suppose imagine imagined wonder wondering curious hear heard mind mention mentioned think thinking thought feel feeling mean
give given giving come comes coming take takes taking put putting turn turning move moving let lets make makes making find keep kept
see seen show know known want would could should might may does did done
anything something nothing everything thing things way ways sort kind kinds bit lot lots point time times year years month months twelve past present
ago since between now then still yet ever never always often one two three four five six seven eight nine ten hundred half zero
change changed changes changing different difference differently compare compared comparison view views idea ideas opinion question questions topic
your yours you me my mine we our us they them their he she his her who whose whom which what when where why how
how's what's who's where's that's it's here's there's you'd you've you're you'll i'd i've i'm let's don't doesn't didn't isn't wasn't aren't can't won't wouldn't
choose chosen choice pick picked order rank weigh matter matters most least more less top bottom best better worst main mainly
people person anybody anyone somebody someone everybody everyone nobody else other others another same own each every both all any some
good bad big little small old new great fine right wrong well much many few enough quite very rather pretty please kindly
use used using get getting got go going gone went ask asking asked answer like liked look looking need needs monthly plan plans planning ahead intend intention choosing treating yourself version versions advice trust trusted word score mark marks rate rating spend spending cost costs price cheaper cheap expensive weekends weekend household evening mornings morning lean stuff shelf trying tried try stopped stop figure total christmas spring summer autumn winter active budget
product products item items brand brands kit wear wearing wore versions expensive
""".split()
)


def is_plain(word: str, language: Language) -> bool:
    """Whether a word (lower case) names nothing that an interview could be about."""
    if language == "zh":
        return word in _ZH or _NUMBER.fullmatch(word) is not None or not is_telling(word, "zh")
    parts = word.split("-")
    return all(part in _EN for part in parts) or (len(parts) == 1 and not is_telling(word, "en"))

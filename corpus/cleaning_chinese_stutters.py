"""A Chinese word begun twice: 存存储, 因因为, 丰富丰富度, 在家都都是.

Words are told apart first, so that two words that only meet (现在在家, 没有有效) and words that double by nature (看看,
慢慢, 天天) are none.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import rjieba

from corpus.records import Span

_DOUBLED = re.compile(r"([㐀-鿿]{1,3})\1")
_NATURAL = frozenset("看看 妈妈 爸爸 谢谢 慢慢 往往 奶奶 爷爷 姐姐 哥哥 弟弟 妹妹 试试".split())
"""Words that double by nature and begin no other: a text with no other doubling is not cut into words."""
_ALONE = frozenset(
    "零一二两三四五六七八九十百千万亿半几数个只件条家张本次天年月日周时分秒点人位名些种样样块元毛斤盒瓶包袋台部支双套层间国省市县区村路街门车"
    "中上下里外内前后左右东西南北的地得了着过吧吗呢啊嘛是有没无未不别非在用对给把被让从以为和与及同跟到去来往向按由据于将使令叫请等像比当"
    "如若因故而但或又再才刚就都也还只更最很太真好大小多少高低新老长短快慢早晚冷热远近轻重软硬红黄蓝绿白黑可能会要想该敢肯说讲看听问答写读学教"
    "做干弄搞买卖吃喝玩穿戴洗擦涂刷抹换试选挑找拿放收送寄带开关打接发站坐走跑进出回起住睡醒病疼痛卡书水饭菜茶酒奶肉鱼油盐糖药钱花草树鸡狗猫"
    "头手脚脸眼口心身皮字词话句题课班组队店房楼床桌灯电气火风雨雪山河海我你他您咱谁这那哪"
)
"""Characters that are words of their own: before a word that begins with them (用用户的, 三个个体) they are none broken off."""
_BEGUN = frozenset(
    "因为 而且 如果 可能 可以 但是 或者 当时 像是 帮助 买的 回答 接下来 我们 你们 他们 咱们 这个 那个 这种 那种 这样 那样 这些 那些 这边 那边 这里 那里 大概 大家 有些 没有 还是 就是 都是 也是 一般 一直 一定 "
    "什么 怎么 时候 比较 希望 开始 主要 平时 妈妈 爸爸 老师 手机 电视 公司 同事 头发 明天 晚上 早上 最近 正在".split()
)
"""Words whose first character can stand alone, yet hardly does before them."""
_TWICE = frozenset("我你他这那就都也还在给把被跟从和会能要有是很为因去的")
"""Words of one character that are not said twice on purpose."""
_EASED = frozenset(
    "加油 鼓劲 散步 聊天 跑步 唱歌 跳舞 逛街 理发 洗脸 洗澡 洗手 洗头 护肤 美容 健身 减肥 补水 刷牙 泡脚 泡澡 睡觉 吃饭 喝茶 喝酒 看书 看病 打球 打牌 "
    "游泳 上网 养生 拍照 做饭 化妆 排队 请客 帮忙 见面 握手 点头 摇头 招手 存钱 省钱 挣钱 赚钱 花钱 养花 开会 谈心 出气 透气 解闷 散心 消毒 消食 除尘 去污 提神 "
    "降火 败火 防晒 保湿 美白 瘦身 瘦脸 按摩 敷脸 搓澡 压惊 磨刀 把关 撑腰 充电 串门 打气 出汗 遛狗 养胃 暖胃 润肺 润肤 去火 止痒 解渴 尝鲜".split()
)
"""Verbs with their object, made light by saying the verb twice: 护护肤, 散散步."""
_MEANT = frozenset("非常 特别 十分 真的 永远 慢慢 越来越 很多 好多 许多 每天 看看 最好 谢谢 可以".split())
"""Said twice for emphasis."""
_FIGURES = "两三四五六七八九"
_AGREED = re.compile(r"[是对有要会能去]")


def stutters(text: str) -> Iterator[Span]:
    """The first of two: a word broken off before it is said whole, a small word said twice."""
    if all(found.group() in _NATURAL for found in _DOUBLED.finditer(text)):
        return
    at = 0
    for word, after in pairwise([*rjieba.cut(text), ""]):
        end = at + len(word)
        if _broken_off(word, after) or _said_twice(word, after, text[end + len(after) :], text[:at]):
            yield at, end
        at = end


def _broken_off(word: str, after: str) -> bool:
    if not after.startswith(word) or len(after) <= len(word) or word < "㐀":
        return False
    if len(word) > 1:
        return word not in _MEANT and word[0] not in "一不没"
    if after in _EASED:
        return False
    return word not in _ALONE or after in _BEGUN or (word in _FIGURES and after[1] in "百千万十个块")


def _said_twice(word: str, after: str, rest: str, before: str) -> bool:
    """A yes or a no said twice (是是, 要要) is meant: it begins the clause or ends it."""
    if word != after or word not in _TWICE:
        return False
    lone = not rest or not "㐀" <= rest[0] <= "鿿"
    first = not before or not "㐀" <= before[-1] <= "鿿"
    return not lone and rest[0] != word and not (first and _AGREED.match(word))

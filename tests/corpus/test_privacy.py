"""Words that identify, found in sentences people say; and what looks like them, left alone.

{kind:words} is what must be found and hidden at once, {kind?words} what a curator is asked about; nothing else may be found.
"""

import re

import pytest

from corpus.privacy import KINDS, Found, disjoint, identifying, overlaps
from corpus.privacy_numbers import is_id, passes_luhn

CHINESE = """
我叫{name:王丽娟}，今年三十四岁。
您好，我叫{name:李强}。
我的名字叫{name:欧阳娜娜}，大家都这么叫。
我姓{name:陈}，耳东陈。
免贵姓{name:赵}。
我女儿叫{name:张雨欣}，上三年级。
我儿子叫{name:小宇}，五岁。
那个店员是{name:王}女士，人很好。
{name:刘建国}先生推荐我买的。
后来我跟{name?王芳}一起去的。
{name?李}老师说这个奶粉好。
我同事叫{name:周晓明}，也在喝这个。
我的手机号是{phone:13812345678}，你可以加我。
打{phone:138 1234 5678}就行。
电话{phone:+86 139-1234-5678}，晚上都在。
家里座机{phone:010-62345678}，很少用了。
我们那边是{phone:(0571) 8765 4321}。
号码是{phone:一三八零零一三八零零零}。
幺三八那个，{phone:幺三九二二三三四四五五}。
邮箱是{mail:wang.lijuan@example.com}，发这里。
发到{mail:li_88@mail.example.com.cn}就可以。
身份证号是{id:11010519491231002X}。
身份证{id:110105194912310021}，我念一下。
卡号是{card:6222 0212 3456 7894}，建行的。
卡号{card:4111111111111111}。
微信号是{account:wanglj_1990}，你搜一下。
加我微信：{account:lilei-shanghai}。
QQ号是{account:734512890}。
我的QQ是{account:28451234}，很久没上了。
车牌是{plate:京A12345}，白色的。
我那辆{plate:沪B·F1234}开了五年。
新能源的，{plate:粤BD12345}。
我住在{address:朝阳路88号}，旁边就是超市。
寄到{address:中山北路1025弄16号302室}吧。
家在{address:幸福小区3栋2单元501室}，六楼没电梯。
我们住{address:阳光花园12号楼}。
我在{employer:华强电子公司}上班，做质检的。
我现在在{employer:协和医院}工作，三班倒。
老公在{employer?华为}上班，很忙。
我在{employer:育英小学}当老师，教语文。
奶茶一杯18块钱，一个月大概花120块。
我2019年开始喝的，到2023年就不喝了。
买的是XL码，身高175，体重130斤。
型号是A2345678901，黑色的。
订单号13812345678，查一下就知道。
快递单号是6222021234567894，还没到。
客服电话400-820-8820，打了没人接。
我叫外卖一般都在晚上，差不多三十块。
我叫车去的，很方便。
我叫不出那个牌子的名字。
我喜欢喝王老吉，也喝过李锦记的酱。
我和先生都喝，孩子不喝。
我先生不爱喝这个。
我在家上班，所以喝得多。
我在北京上班，房租三千五。
我在公司上班的时候喝。
我在一家互联网公司上班，经常加班。
我在外企工作，时间比较自由。
那条路上有号称最好喝的店。
这个小区里三栋楼都装了快递柜。
微信支付了58块，没用现金。
微信群里有200个人，天天发优惠券。
QQ音乐会员15块一个月。
QQ是1999年出的吧。
我在网上买了3号和5号两个色号。
第1号店和第2号店都去过。
比去年多花了10000多块，一共12800。
条码6901234567892，扫一下就出来。
时间是2024-01-15，下午三点。
高铁票是G1234，二等座553元。
一三五喝咖啡，二四六喝茶。
老师说要少喝，医生也这么说。
金小姐珠宝我没买过，李宁倒是常买。
店员问我要不要会员，我说不要。
给孩子买了白色的和黄色的。
找小的那种包装，方便带。
"""
ENGLISH = """
My name is {name:Sarah Thompson}, I'm thirty-four.
Hi, I'm {name:Emily}, nice to meet you.
My name's {name:Darren}.
Just call me {name:Becky}, everybody does.
I spoke to Mrs {name:Patel} next door about it.
Our GP is Dr. {name:Hughes}, he says cut down.
Mr {name:Okafor} at the shop knows me.
My husband {name:Tom} does the shopping.
My daughter is called {name:Megan} and she won't touch it.
My best friend {name:Zoe Carter} got me into it.
My neighbour, {name:Keith}, swears by it.
You can call me on {phone:07700 900123} after six.
Mobile is {phone:+44 7700 900 456}.
It's {phone:07700900789}, I think.
The house phone is {phone:020 7946 0958}.
Ring {phone:01632 960 983} and leave a message.
My cell is {phone:(415) 555-0134}.
Text me at {phone:415-555-0199} please.
From abroad it's {phone:+33 6 12 34 56 78}.
My number is {phone:oh seven seven double oh nine oh oh one two three}.
Write to {mail:sarah.t@example.co.uk} if you like.
It's {mail:sarah dot thompson at example dot com}, all lower case.
Email {mail:mike+panel@mail.example.org} instead.
The card was {card:4111 1111 1111 1111}, the blue one.
Card number {card:5500005555555559}.
My WeChat ID is {account:sarah_teapot}, add me.
My car is a Fiesta, reg {plate:AB12 CDE}, in red.
The van's plate is {plate:LK19XYZ}.
It said {plate?AB12 CDE} on the label.
I live at {address:24 Maple Road}, just round the corner.
We're at {address:Flat 3, 112 Queen Victoria Street} now.
Postcode is {address:SW1A 1AA}, so it's pricey.
They deliver to {address:M20 2WQ} by noon.
I moved to {address:7 Chestnut Close} last May.
I work at {employer:Tesco} on the tills.
I've worked for {employer:Barclays Bank} since 2011.
I got a job at {employer:the Royal Free Hospital} as a porter.
He's working for {employer:Smith & Jones Solicitors} these days.
It costs 4.50 a cup and I have about 20 a month.
I started in 2019 and stopped in 2023.
I take a size 12, or a 14 in jeans.
The order number is 07700900123, still not here.
Tracking reference 4111111111111111 went nowhere.
I drink Dr Pepper and sometimes Mr Kipling with it.
My boots are Dr Martens, I love them.
I love Ben & Jerry's, and Uncle Ben's rice.
Call me old-fashioned, but I like a teapot.
Call me Monday, I said.
I'm English, and I'm fussy.
I'm Frankly tired of it.
I work from home, so I drink more.
I work at home on Fridays.
I worked at Christmas, as ever.
I work in London and live in Leeds.
I work for myself.
I bought two packs at 3.99 and one at 12.50.
It's the WH1000 headphones, model XM4.
The battery is 5000 mAh and the screen is 6.7 inches.
I paid 1,299.00 for the laptop.
There are 200 people in our WeChat group.
We chat about coffee all day.
The 10 Things list is on the fridge.
I went down the High Street on Saturday.
The recipe needs 250 grams of flour and 3 eggs.
From 2019-2023 I bought it weekly.
It was 12/05/2024, about half past nine.
It went from 100 to 200 to 300 in a week.
One two three, and it was gone.
One or two or three cups, four at most.
I read page 415 to 555 of the manual.
ISBN 978-3-16-148410-0 is the book.
I had 15 free texts and 100 minutes.
My mum says it's too sweet, and my sister agrees.
She's a doctor, and he's a teacher.
I look at Boots and at Superdrug first.
Grace under pressure, that's me.
They call it the Big Mac.
Version 2.0.1.4 of the app was better.
"""
MARKED = re.compile(r"\{([a-z]+)([:?])([^}]*)\}")
LINES = [("zh", one) for one in CHINESE.split("\n") if one] + [("en", one) for one in ENGLISH.split("\n") if one]


@pytest.mark.parametrize(("language", "line"), LINES)
def test_sentences(language: str, line: str) -> None:
    wanted = [(kind, words, sure == ":") for kind, sure, words in MARKED.findall(line)]
    text = MARKED.sub(lambda mark: mark[3], line)
    found = [(one.kind, text[one.start : one.end], one.sure) for one in identifying(text, language)]
    assert found == wanted


@pytest.mark.parametrize("language", ["zh", "en"])
def test_enough_sentences_of_every_kind(language: str) -> None:
    own = [line for each, line in LINES if each == language]
    kinds = {kind for line in own for kind, _, _ in MARKED.findall(line)}
    assert len(own) >= 60 and len([one for one in own if not MARKED.search(one)]) >= 20
    assert kinds >= set(KINDS) - {"id"}


def test_check_digits() -> None:
    assert is_id("11010519491231002X") and not is_id("110105194912310021")  # the example of GB 11643-1999
    assert passes_luhn("4111111111111111") and not passes_luhn("4111111111111112")


def test_of_two_that_overlap_the_surer_then_the_longer_counts() -> None:
    unsure, sure, longer = Found(0, 9, "name", False), Found(2, 4, "phone", True), Found(1, 5, "card", True)
    assert disjoint([unsure, sure]) == (sure,)
    assert disjoint([sure, longer]) == (longer,)
    assert overlaps((3, 5), [(4, 9)]) and not overlaps((3, 4), [(4, 9)])

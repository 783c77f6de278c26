"""English words by what they do in a sentence, for the rules that tell a slip from what is meant."""

from corpus.cleaning_words import FEW, Words

LONGEST = FEW
"""Words a repetition or what is taken back may have."""
FUNCTION = frozenset(
    "i you he she it we they i'm you're he's she's it's we're they're i've you've we've they've i'd we'd they'd he'd she'd "
    "i'll we'll they'll that's there's what's a an the my your his her our their its this these those some any in on at of "
    "to for with from by and but or so if when where what which who because cause as is are was were am be have has had do "
    "does did don't didn't doesn't can could will would should just every like about into then than how why there let's".split()
)
PLAIN = frozenset("say think want need use get buy go make take try feel look find now then people".split())
# Rightly said twice: "told her that that", "she had had one", "what I listen to to relax".
TWICE = frozenset("that had is to of so do does did in on her you like very no".split())
PRONOUNS = frozenset("i he she we they".split())
DETERMINERS = frozenset("a an the my your his her our their its this that these those some any every each".split())
ARTICLES = frozenset("a an the".split())
DEMONSTRATIVES = frozenset("this that these those".split())
ANSWERS = frozenset("yeah yes yep no nope okay ok right sure".split())
PREPOSITIONS = frozenset("in on at of to for with from by into about through under over".split())
FORMS = tuple(
    frozenset(forms.split())
    for forms in (
        "is are was were isn't aren't wasn't weren't", "have has had haven't hasn't hadn't", "do does did don't doesn't didn't",
        "can could can't couldn't", "will would won't wouldn't", "a an the those these this", "my our", "want wanted wants",
        "go went goes", "get got gets", "use used uses", "buy bought buys", "say said says",
    )
)  # fmt: skip
AUXILIARIES = frozenset(
    "is are was were am be been have has had do does did don't doesn't didn't can could will would should might must may "
    "isn't aren't wasn't weren't can't couldn't won't wouldn't haven't hasn't hadn't not never".split()
)
OPEN = (
    AUXILIARIES | DETERMINERS | PRONOUNS | frozenset(
    "to of for with from at into i'm you're he's she's it's we're they're i've you've we've they've i'd we'd they'd he'd she'd i'll we'll they'll "
    "that's there's going trying supposed used want wanted gonna need tend got get "
    "thinking looking really very also always usually".split())
) - {"her", "this", "that", "these", "those", "some", "any", "each", "his"}  # fmt: skip
"""Words a clause hardly ends with: after them a new start takes back what was begun."""
CHANGING = frozenset[str]().union(*FORMS) | PRONOUNS
CONTRACTED = frozenset("i'm he's she's it's we're they're that's there's i've we've they've".split())
COMPARED = frozenset(
    "more less fewer better worse cheaper bigger smaller longer higher lower sooner older first".split()
)
HEDGES = frozenset("maybe perhaps probably possibly basically about almost".split())
TAGS = frozenset("i you he she it we they there".split())
LETTERS = {"s": "is", "d": "would", "re": "are", "m": "am", "ll": "will"}
WH = frozenset("what who whom whose which where when why how".split())


def stem_of(word: str) -> str:
    """The word without what is contracted to it: it's → it."""
    return word.partition("'")[0]


def said_in(words: Words, live: list[int], start: int, end: int) -> str:
    """The words at the places `live[start:end]`."""
    return " ".join(words.low[place] for place in live[start:end])

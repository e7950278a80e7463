"""Countries, languages and editions: what a market's viewers get, as data that people can read and change.

Promises: exactly the markets and languages of the files in ``data/``, checked when the room is entered.
Never: a rule of one country written as code, a look-up outside this package.
"""

from kurzum.markets.edition import Edition, amend, edition_for
from kurzum.markets.language import LANGUAGES, Language
from kurzum.markets.market import MARKETS, Market, UnknownMarket

__all__ = ["LANGUAGES", "MARKETS", "Edition", "Language", "Market", "UnknownMarket", "amend", "edition_for"]

"""posts: not built yet.

X4 X11 W2
"""

from tumen.mechanism import Column, Mechanism, Place, Tally


class Posts(Mechanism):
    owns = dict(
        post=Column("u1", "code", "0 none, 1 writer, 2 office with licensed books, 3 security agent, 4 diplomat"
                    " abroad, 5 worker abroad, 6 family of a diplomat abroad", bounds=(0, 6)),
        pay_abroad=Place("f4", "USD/month", "pay of diplomats, of workers", over=(2,), digits=3),
        quota=Place("f8", "USD", "what posts abroad send home this month: quotas of missions, wages of workers",
                    over=(2,)),
        levied_goods=Place("i8", "1/100 set", "goods sent home by posts abroad this month, a levy in kind", over=()),
        posted=Tally("persons", "abroad: diplomats, workers, families", over=(3,)),
        flights=Tally("persons", "fled a post abroad: diplomats, workers, families", over=(3,)),
        flights_expected=Tally("2^-30 persons", "summed chance of flight", over=(3,)),
        side_trade=Tally("USD", "earned on the side by diplomats", over=()),
    )  # fmt: skip

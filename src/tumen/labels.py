"""The labels of the axes: provinces, groups, ages, grades, in the order in which every array has them."""

from __future__ import annotations

PROVINCES = (
    "Pyongyang", "South Pyongan", "North Pyongan", "Jagang", "South Hwanghae", "North Hwanghae", "Kangwon",
    "South Hamgyong", "North Hamgyong", "Ryanggang", "Rason",
)  # fmt: skip
PROVINCE_CODES = ("PY", "PN", "PB", "CH", "WN", "WK", "KW", "HN", "HG", "YG", "NJ")

SEXES = ("men", "women")
BANDS = ("0-4", "5-19", "20-59", "60+")
STRATA = ("public", "Party", "tier")
AGES = ("0", "1-4", *(f"{a}-{a + 4}" for a in range(5, 90, 5)), "90+")
GRADES = (*(f"grade {k}" for k in range(1, 10)), "weekly tier", "three-day tier", "daily tier")

GROUPS = tuple(f"{sex} {band} {stratum}" for sex in SEXES for band in BANDS for stratum in STRATA)

SERVERS = ("public", "priority", "weekly tier", "three-day tier", "daily tier", "farm", "army")

# Declarations give many axes by their length alone. These lengths mean one thing everywhere; others need a name here.
AXES = {11: "province", 20: "age", 24: "group"}
NAMED: dict[str, tuple[str, ...]] = {
    "claimed": ("province", "server"),
    "issued": ("province", "server"),
    "honoured": ("province", "server"),
    "counter": ("province", "server"),
    "entitled": ("grade",),
    "from_ration": ("province", "side"),
    "from_farm": ("province", "side"),
    "from_market": ("province", "side"),
    "hours_by_use": ("province", "member", "use"),
    "hours_people": ("province", "member"),
    "sessions": ("province", "form", "member"),
    "confided": ("province", "member"),
    "shown": ("province", "stratum", "shown_as"),
    "loyal": ("province", "stratum"),
    "grown": ("province", "stratum"),
    "committed": ("province", "offence"),
    "detected": ("province", "offence"),
    "watch": ("province", "offence"),
    "penalties": ("offence", "standing", "outcome"),
    "held": ("province", "holding"),
    "lenders_found": ("finding",),
    "journeys": ("province", "travel_pass"),
    "banished": ("banished_for",),
    "attempts": ("province", "sex"),
    "attempts_expected": ("province", "sex"),
    "crossings": ("province", "sex"),
    "in_china": ("sex",),
    "repatriated": ("sex",),
    "came_back": ("sex",),
    "onward": ("sex",),
    "onward_expected": ("sex",),
    "arrivals": ("province", "sex", "stratum"),
    "left_behind": ("fate",),
    "posted": ("posting",),
    "flights": ("posting",),
    "flights_expected": ("posting",),
    "hard_income": ("income",),
    "hard_spend": ("spending",),
    "gift_of": ("rank",),
    "gifts_given": ("rank",),
    "receivers": ("rank",),
    "heir": ("follower",),
    "standing_odds": ("succession",),
    "course": ("course_taken",),
    "in_custody": ("sex",),
    "old_route": ("sex",),
    "old_route_expected": ("sex",),
    "resolved": ("province", "company"),
    "penalty_of": ("offence", "standing", "outcome"),
    "feared": ("offence", "standing"),
    "bribe_price": ("offence", "standing"),
    "term_of": ("offence", "kept_in", "limit"),
    "reference": ("country", "indicator"),
    "faces": ("stratum", "shown_as", "view"),
}
OFFENCES = ("none", "trade", "films", "books lent", "talk", "open dissent", "travel", "crossing", "hidden writing",
            "slack", "kin of one who left")  # fmt: skip
WORKS = ("small child", "pupil", "student", "farmer", "heavy worker", "industry worker", "office worker", "official",
         "housewife", "retired", "soldier", "no work")  # fmt: skip
STATUSES = ("home", "army", "abroad", "camp", "China", "South", "held")
POSTS = ("none", "writer", "book office", "agent", "diplomat", "worker abroad", "diplomat's family", "on the way",
         "in custody")  # fmt: skip
SHOWN = ("dissent", "slack", "compliance", "zeal")
CLASSES = ("core", "wavering", "hostile")
VIEW_FROM, VIEW_STEP, VIEW_BINS = -5.0, 0.5, 20  # private loyalty, logit; who is beyond either end stands in the last
VIEWS = tuple(f"{VIEW_FROM + VIEW_STEP * k:g} to {VIEW_FROM + VIEW_STEP * (k + 1):g}" for k in range(VIEW_BINS))
INDICATORS = (
    ("income a head", "US dollars of the year"),
    ("income a head at purchasing power", "dollars of 2021"),
    ("forest", "percent of the land"),
    ("assemblies", "registered a year"),
    ("disabled people with support", "thousand registered"),
    ("mobile telephones", "per 100 people"),
    ("people who use the internet", "percent"),
    ("deaths under five", "per 1,000 births"),
    ("food supply", "kcal a head and day"),
    ("armed forces", "persons"),
    ("life expectancy of women", "years"),
    ("electricity", "TWh a year"),
)  # in the order of `reference`
OUTCOMES = ("none", "let off for a bribe", "warned", "fined", "criticised in public", "labour training", "prison",
            "camp", "executed")  # fmt: skip

COORDINATES: dict[str, dict[str, tuple[str, ...]]] = {
    "province": {"province": PROVINCES, "province_code": PROVINCE_CODES},
    "sex": {"sex": SEXES},
    "age": {"age": AGES},
    "grade": {"grade": GRADES},
    "server": {"server": SERVERS},
    "side": {"side": ("towns", "farms")},
    "stratum": {"stratum": STRATA},
    "member": {"member": ("no member", "Party member")},
    "use": {"use": ("work", "duty", "trade", "care", "rest")},
    "form": {"form": ("in the session", "in public")},
    "shown_as": {"shown_as": SHOWN},
    "offence": {"offence": OFFENCES},
    "standing": {"standing": ("ordinary", "Party member", "elite")},
    "outcome": {"outcome": OUTCOMES},
    "holding": {"holding": ("training and prison", "camps")},
    "finding": {"finding": ("by their own reader", "by a second-hand reader", "otherwise")},
    "travel_pass": {"travel_pass": ("by office", "bought", "without")},
    "banished_for": {"banished_for": ("disabled", "hostile class", "kin of the punished")},
    "fate": {"fate": ("investigated", "left in peace", "in a camp")},
    "posting": {"posting": ("diplomats", "workers", "families")},
    "income": {"income": ("tax on exports", "arms", "workers abroad", "missions", "forbidden trade",
                          "the South and tourists", "levies", "barter")},
    "spending": {"spending": ("weapons", "security", "gifts", "prestige", "food", "upkeep")},
    "indicator": {"indicator": tuple(name for name, _ in INDICATORS),
                  "indicator_unit": tuple(unit for _, unit in INDICATORS)},
    "rank": {"rank": ("public", "weekly", "three-day", "daily", "admitted")},
    "country": {"country": ("South", "North")},
    "view": {"view": VIEWS},
    "follower": {"follower": ("the one who is shown", "another of the line", "one not of the line")},
    "succession": {"succession": ("orderly", "contested", "collapse")},
    "course_taken": {"course_taken": ("refuse", "keep", "cheat")},
    "company": {"company": ("alone", "with a friend", "with the family")},
    "kept_in": {"kept_in": ("training", "prison")},
    "limit": {"limit": ("at least", "at most")},
    "group": {
        "group": GROUPS,
        "group_sex": tuple(g.split()[0] for g in GROUPS),
        "group_band": tuple(g.split()[1] for g in GROUPS),
        "group_stratum": tuple(g.split()[2] for g in GROUPS),
    },
}

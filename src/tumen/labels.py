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
    "entitled": ("grade",),
    "from_ration": ("province", "side"),
    "from_farm": ("province", "side"),
    "from_market": ("province", "side"),
}

COORDINATES: dict[str, dict[str, tuple[str, ...]]] = {
    "province": {"province": PROVINCES, "province_code": PROVINCE_CODES},
    "sex": {"sex": SEXES},
    "age": {"age": AGES},
    "grade": {"grade": GRADES},
    "server": {"server": SERVERS},
    "side": {"side": ("towns", "farms")},
    "stratum": {"stratum": STRATA},
    "group": {
        "group": GROUPS,
        "group_sex": tuple(g.split()[0] for g in GROUPS),
        "group_band": tuple(g.split()[1] for g in GROUPS),
        "group_stratum": tuple(g.split()[2] for g in GROUPS),
    },
}

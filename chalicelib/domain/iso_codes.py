"""Codes of countries (ISO 3166-1 alpha-2) and languages (ISO 639), out of Unicode CLDR 47, by Babel 2.18.0.

Made by `python -m infra.cldr`, not by hand. What they are called is for `language` to say.
"""

from __future__ import annotations

# fmt: off
COUNTRIES: frozenset[str] = frozenset({
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA",
    "BB", "BD", "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BV",
    "BW", "BY", "BZ", "CA", "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU",
    "CV", "CW", "CX", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH", "ER", "ES",
    "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GF", "GG", "GH", "GI", "GL", "GM",
    "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK", "HM", "HN", "HR", "HT", "HU", "ID", "IE",
    "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP", "KE", "KG", "KH", "KI", "KM",
    "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY",
    "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT",
    "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU",
    "NZ", "OM", "PA", "PE", "PF", "PG", "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA",
    "RE", "RO", "RS", "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM",
    "SN", "SO", "SR", "SS", "ST", "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL",
    "TM", "TN", "TO", "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE",
    "VG", "VI", "VN", "VU", "WF", "WS", "YE", "YT", "ZA", "ZM", "ZW",
})
"""All of ISO 3166-1."""

LANGUAGES: frozenset[str] = frozenset({
    "aa", "ab", "ae", "af", "agq", "ak", "am", "an", "ann", "ar", "arn", "as", "asa", "ast", "av", "ay",
    "az", "ba", "bal", "bas", "be", "bem", "bew", "bez", "bg", "bgc", "bgn", "bho", "bi", "blo", "blt",
    "bm", "bn", "bo", "br", "brx", "bs", "bss", "byn", "ca", "cad", "cch", "ccp", "ce", "ceb", "cgg", "ch",
    "cho", "chr", "cic", "ckb", "co", "cop", "cr", "cs", "csw", "cu", "cv", "cy", "da", "dav", "de", "dje",
    "doi", "dsb", "dua", "dv", "dyo", "dz", "ebu", "ee", "el", "en", "eo", "es", "et", "eu", "ewo", "fa",
    "ff", "fi", "fil", "fj", "fo", "fr", "frr", "fur", "fy", "ga", "gaa", "gd", "gez", "gl", "gn", "gsw",
    "gu", "guz", "gv", "ha", "haw", "he", "hi", "hnj", "ho", "hr", "hsb", "ht", "hu", "hy", "hz", "ia",
    "id", "ie", "ig", "ii", "ik", "io", "is", "it", "iu", "ja", "jbo", "jgo", "jmc", "jv", "ka", "kaa",
    "kab", "kaj", "kam", "kcg", "kde", "kea", "ken", "kg", "kgp", "khq", "ki", "kj", "kk", "kkj", "kl",
    "kln", "km", "kn", "ko", "kok", "kpe", "kr", "ks", "ksb", "ksf", "ksh", "ku", "kv", "kw", "kxv", "ky",
    "la", "lag", "lb", "lg", "li", "lij", "lkt", "lmo", "ln", "lo", "lrc", "lt", "ltg", "lu", "luo", "luy",
    "lv", "mai", "mas", "mdf", "mer", "mfe", "mg", "mgh", "mgo", "mh", "mi", "mic", "mk", "ml", "mn", "mni",
    "moh", "mr", "ms", "mt", "mua", "mus", "my", "myv", "mzn", "na", "naq", "nb", "nd", "nds", "ne", "ng",
    "nl", "nmg", "nn", "nnh", "no", "nqo", "nr", "nso", "nus", "nv", "ny", "nyn", "oc", "oj", "om", "or",
    "os", "osa", "pa", "pap", "pcm", "pi", "pis", "pl", "prg", "ps", "pt", "qu", "quc", "raj", "rhg", "rif",
    "rm", "rn", "ro", "rof", "ru", "rw", "rwk", "sa", "sah", "saq", "sat", "sbp", "sc", "scn", "sd", "sdh",
    "se", "seh", "ses", "sg", "shi", "shn", "si", "sid", "sk", "sl", "sm", "sma", "smj", "smn", "sms", "sn",
    "so", "sq", "sr", "ss", "ssy", "st", "su", "sv", "sw", "syr", "szl", "ta", "te", "teo", "tg", "th",
    "ti", "tig", "tk", "tl", "tn", "to", "tok", "tpi", "tr", "trv", "trw", "ts", "tt", "tw", "twq", "ty",
    "tyv", "tzm", "ug", "uk", "ur", "uz", "vai", "ve", "vec", "vi", "vmw", "vo", "vun", "wa", "wae", "wal",
    "wbp", "wo", "xh", "xnr", "xog", "yav", "yi", "yo", "yrl", "yue", "za", "zgh", "zh", "zu",
})
"""Those that ISO 639-1 has, or that CLDR knows how to write."""

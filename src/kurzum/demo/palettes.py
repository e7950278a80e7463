"""Colours: each palette begins with its ground, near black, and climbs to its brightest."""

PALETTES: dict[str, tuple[str, ...]] = {
    "ember": ("#0b0c0e", "#3a0f1d", "#a3202f", "#f0642d", "#ffc15a", "#fff1cf"),
    "lagoon": ("#0a0d12", "#0b2f4a", "#0f7a8c", "#3ad1b0", "#c8f7d4", "#fbfff2"),
    "orchid": ("#0d0a12", "#2b1055", "#7a2e9e", "#e0559a", "#ffb199", "#fff0e3"),
    "meadow": ("#0a0d0b", "#0f3d2e", "#2f8f4e", "#a9d651", "#ffe66d", "#fffbe0"),
    "dusk": ("#0b0b12", "#1d1f5a", "#5146b8", "#c06adf", "#ff9e8a", "#ffe7c2"),
    "signal": ("#0b0c0e", "#2a2410", "#8a6a12", "#ffd23f", "#ffe99a", "#f4f1ea"),
    "mint": ("#0b0c0e", "#0f2e2a", "#1f7a6b", "#7fe0b5", "#d6ffe9", "#f4f1ea"),
    "coral": ("#0c0b0e", "#35141f", "#8f2d4a", "#ff6b57", "#ffb38a", "#ffeedd"),
    "indigo": ("#090b12", "#10245c", "#2456c7", "#46a6ff", "#a9e3ff", "#f2fbff"),
    "aurora": ("#080c10", "#0f3b57", "#12a07c", "#8ee06a", "#c48bff", "#ffd6f2"),
    "copper": ("#0c0b0a", "#2c1b14", "#7a4326", "#cf8450", "#f1c59a", "#fdf3e3"),
    "neonight": ("#0a0910", "#1b1464", "#0fa3b1", "#f72585", "#ffb703", "#fff4d6"),
}

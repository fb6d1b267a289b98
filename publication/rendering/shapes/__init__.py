"""The shapes of published bodies, as types; the OpenAPI document is made from them. Rule: DESIGN.md §4.

Dates are EDTF text (ISO 8601-2), counts ``114``, ``1101..`` or ``8..9``, durations ISO 8601 or a range of them,
countries ISO 3166-1 alpha-2. ``null`` is unknown; ``..`` as a date, and an entry under ``none`` for a list, is *known
to be none*. Labels such as ``c3`` are keys of the body's ``citations``.
"""

"""Bodies as bytes."""

from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer


class JSONRenderer(BaseRenderer):
    """Bodies as UTF-8 JSON."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, *_: Any, **__: Any) -> bytes:
        """Nothing for an answer without a body."""
        return b"" if data is None else orjson.dumps(data)

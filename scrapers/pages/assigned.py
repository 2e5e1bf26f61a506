"""Take the data that a page assigns to a variable of its own script."""

import json
import re
from typing import Any

import chompjs

from scrapers.answer import UnreadableError

JSON = json.JSONDecoder(strict=False)


def assigned(page: str, name: str) -> Any:
    """Return the first object or array assigned to `name`, whatever script follows it; None where there is none.

    Raises UnreadableError for one that is cut off or is more than data.

    >>> assigned('<script>app.data = {"jobs": [1]}; app.more = {};</script>', "app.data")
    {'jobs': [1]}
    """
    match = re.search(rf"(?<![\w.]){re.escape(name)}\s*=\s*(?=[\[{{])", page)
    if match is None:
        return None
    try:
        return JSON.raw_decode(page, match.end())[0]
    except (ValueError, RecursionError):
        pass
    try:
        return chompjs.parse_js_object(page[match.end() :], loader_kwargs={"strict": False})
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"what the page assigns to {name} is cut off or no data") from error

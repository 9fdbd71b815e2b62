"""Origin and path of an outbound call as it may leave the process."""


def redact_url(origin, path, redactor, taints):
    """No credentials, and in place of every query value a keyed token, so that a changed argument is still seen."""
    plain, mark, query = path.partition("?")
    scheme, separator, host = origin.partition("://")
    place = f"{scheme}{separator}{host.rpartition('@')[2]}{redactor.text(plain, taints)}"
    if not mark:
        return place[:2_000]
    parts = "&".join(_redact_part(part, redactor) for part in query.split("&"))
    return f"{place}?{parts}"[:2_000]


def _redact_part(part, redactor):
    name, equals, value = part.partition("=")
    return f"{name}=<{redactor.digest(value)[:8]}>" if equals else part

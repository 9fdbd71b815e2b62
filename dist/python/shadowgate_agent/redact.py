"""Replaces secrets inside the process, before anything is queued, by tokens that are equal when the secrets are."""
import hmac
import re

#: Names whose value is a secret or personal whatever it looks like, after lower-casing and dropping `- _ @ $ .`.
_SECRET_NAMES = frozenset(
    """auth authorization proxyauthorization bearer jwt sid sessionid session csrf xsrf cookie cookies setcookie pin otp totp
    cvv cvc ssn iban pan cardnumber creditcard accountnumber routingnumber connectionstring dsn salt signature hmac pem nonce
    credential credentials mfa recoverycode passphrase email emailaddress phone phonenumber birthdate dateofbirth taxid
    passport""".split()
)
_SECRET_ENDINGS = re.compile(
    r"(?:password|passwd|pwd|secret|token|apikey|privatekey|secretkey|accesskey|encryptionkey)s?$"
)
_SEPARATORS = re.compile(r"[-_@$.\s]")
#: Shapes that are secrets under any name: web tokens, keys of well-known issuers, PEM blocks, credentials in URLs, addresses, cards.
_SECRET_SHAPES = tuple(
    re.compile(shape, re.ASCII | flags)
    for shape, flags in (
        (r"eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*", 0),
        (r"\b(?:sk|pk|rk)_(?:live|test)_\w{8,}", 0),
        (
            r"\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,})",
            0,
        ),
        (r"-----BEGIN [A-Z ]*PRIVATE KEY-----", 0),
        (r"\b(?:Bearer|Basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE),
        (r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/@]+@", re.IGNORECASE),
        (r"\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b", re.IGNORECASE),
        (r"\b\d(?:[ -]?\d){14,18}\b", 0),
    )
)
_LOOKED_AT = 4_096


class Redactor:
    """`key` is the hex key of the run, the same for all its instances."""

    def __init__(self, key):
        self._keyed = hmac.new(key.encode("ascii"), digestmod="sha256")

    def digest(self, value):
        """First 16 hex digits of the keyed digest of a text or of bytes."""
        mac = self._keyed.copy()
        mac.update(value.encode("utf-8", "surrogatepass") if type(value) is str else value)
        return mac.hexdigest()[:16]

    def text(self, text, taints):
        """Takes known secrets of this exchange, then every secret shape, out of a longer text."""
        for taint in taints:
            text = text.replace(taint, self._token(taint))
        for shape in _SECRET_SHAPES:
            text = shape.sub(lambda found: self._token(found.group()), text)
        return text

    def _token(self, secret):
        return f"<redacted {self.digest(secret)}>"


def is_secret_name(name):
    if len(name) > 80:
        return False
    plain = _SEPARATORS.sub("", name.lower())
    return plain in _SECRET_NAMES or _SECRET_ENDINGS.search(plain) is not None


def is_secret_text(text, taints):
    """Whether a string holds a secret by its shape, or one that came with this exchange's request."""
    head = text[:_LOOKED_AT]
    return any(taint in head for taint in taints) or any(shape.search(head) for shape in _SECRET_SHAPES)

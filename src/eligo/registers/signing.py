"""Ed25519 signatures: the one place where the registers use a key.

What belongs here: keys from their text, signing, and whether a signature is good. What does not: where a key is kept
(a file or the environment, which ``wiring`` reads), and what is signed.

Invariants: a key is never printed. Every kind of message begins with words of its own, so that a signature of one kind
is none of another. Source: RFC 8032.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from eligo.errors import UsageError

_SEED = re.compile(rb"[0-9a-f]{64}")
_HINT = "Give an Ed25519 private key: PKCS #8 in PEM without a password, or 64 small hexadecimal digits."


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, by its 32 bytes."""

    seed: bytes = field(repr=False)

    @property
    def public(self) -> str:
        """Its public key, as 64 hexadecimal digits.

        >>> SigningKey(bytes(32)).public[:16]
        '3b6a27bcceb6a42d'
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """The signature of a message, as 128 hexadecimal digits; the same each time."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message).hex()


def signing_key(text: bytes) -> SigningKey:
    """The private key of a text. Raises ``UsageError``, which says nothing of the text.

    >>> signing_key(b"00" * 32) == SigningKey(bytes(32))
    True
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if _SEED.fullmatch(text.strip()):
        return SigningKey(bytes.fromhex(text.strip().decode()))
    try:
        key = load_pem_private_key(text, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UsageError("The key for signing cannot be read", hint=_HINT) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError("The key for signing is not an Ed25519 key", hint=_HINT)
    return SigningKey(key.private_bytes_raw())


def pem_of(key: SigningKey) -> bytes:
    """A private key as PKCS #8 in PEM, as ``signing_key`` reads it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    private = Ed25519PrivateKey.from_private_bytes(key.seed)
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def is_signed(message: bytes, signature: str, public: str) -> bool:
    """Whether a signature of a message is that of a public key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True

"""The key schedule and the tokens of the manual page on tokens, written a second time with Python's standard library and
the package `cryptography` (OpenSSL). Run it to get the known answers of tests/tokens/vectors.rs."""

import base64
import hashlib
import hmac
import re
import struct

from cryptography.hazmat.primitives.ciphers.aead import AESSIV


def hkdf(root, fields, length):
    """RFC 5869 with SHA-256; each field of the info behind its length."""
    extracted = hmac.new(b"blackbar tokens 1", root, hashlib.sha256).digest()
    info = b"".join(struct.pack(">I", len(field)) + field for field in fields)
    out, block, number = b"", b"", 1
    while len(out) < length:
        block = hmac.new(extracted, block + info + bytes([number]), hashlib.sha256).digest()
        out, number = out + block, number + 1
    return out[:length]


def base32(data):
    return base64.b32encode(data).decode().lower().rstrip("=")


def key_id(root):
    return base32(hkdf(root, [b"key id"], 5))


class Pseudonyms:
    def __init__(self, root, tenant, purpose, cls):
        cls = re.sub("[^a-z0-9]", "_", cls)[:48]
        scope = [tenant.encode(), purpose.encode()]
        self.key = hkdf(root, [b"pseudonym", *scope, cls.encode()], 32)
        self.check = hkdf(root, [b"check", *scope, b""], 32)
        self.head = "BB1-%s.p%s." % (cls, key_id(root))

    def checked(self, body):
        return body + base32(hmac.new(self.check, body.encode(), hashlib.sha256).digest()[:5])

    def token(self, value):
        payload = hmac.new(self.key, value, hashlib.sha256).digest()[:16]
        body = self.head + base32(payload) + "."
        return self.checked(body)


def encrypted(root, tenant, purpose, cls, value):
    made = Pseudonyms(root, tenant, purpose, cls)
    head = made.head.replace(".p", ".e")
    name = head[4:].split(".")[0].encode()
    padded = value + b"\x80" + bytes(-(len(value) + 1) % 16)
    siv = AESSIV(hkdf(root, [b"encrypt", tenant.encode(), purpose.encode(), name], 64))
    sealed = siv.encrypt(padded, [head.encode()])
    digits = "abcdefghijklmnopqrstuvwxyz234567"
    body = head + digits[len(sealed) // 16 // 32] + digits[len(sealed) // 16 % 32] + base32(sealed) + "."
    return made.checked(body)


if __name__ == "__main__":
    roots = [bytes(range(32)), bytes([0x42] * 32)]
    for root, tenant, purpose, cls, value in [
        (roots[0], "acme", "default", "email", "ada@example.com"),
        (roots[0], "acme", "fraud", "email", "ada@example.com"),
        (roots[0], "globex", "default", "email", "ada@example.com"),
        (roots[1], "acme", "default", "email", "ada@example.com"),
        (roots[0], "acme", "default", "vendor:x", ""),
    ]:
        print(Pseudonyms(root, tenant, purpose, cls).token(value.encode()))
    all_tokens = hashlib.sha256()
    for root in roots:
        for tenant in ["acme", "globex", "initech"]:
            for purpose in ["default", "fraud", "support"]:
                made = Pseudonyms(root, tenant, purpose, "email")
                for number in range(1000):
                    all_tokens.update(made.token(b"user%d@example.com" % number).encode() + b"\n")
    print(all_tokens.hexdigest())
    print(encrypted(roots[0], "acme", "default", "email", b"ada@example.com"))
    print(encrypted(roots[0], "acme", "default", "vendor:x", b"0123456789abcdef"))

#!/usr/bin/env python3
"""The bootstrap with the SDK as the transformation function of a Firehose stream, in an emulator of AWS (ministack): records
that inflate beyond what a reply may have are forwarded, to the stream of a security account and to the own stream.

Usage: forward.py ENDPOINT OTHER_ENDPOINT BOOTSTRAP. A stream of the emulator takes no other request while its function works,
so what the function forwards goes to another emulator, as if it were the rest of AWS.
"""
import gzip, json, sys
from emulator import Account, batch, packed

endpoint, other, bootstrap = sys.argv[1:]
RECORD = 1_024_000
account, rest = Account(endpoint), Account(other)
package = packed(bootstrap)
reached = {"AWS_ENDPOINT_URL": other, "AWS_EC2_METADATA_DISABLED": "true", "BLACKBAR_COMPRESSION": "none"}

# Records of 1,000 KiB at most that inflate to 7 to 9 MB: the replies to them would have 9 to 12 MB.
words = "the quick brown fox jumps over the lazy dog " * 20
documents = gzip.compress(batch("DATA_MESSAGE", "123456789012", [f"<{n}> mail ada@example.com {words}" for n in range(9_000)]))
lines = gzip.compress("".join(f"<{n}> line of ada@example.com {words}\n" for n in range(9_000, 16_500)).encode())
small = gzip.compress("".join(f"<{n}> card 4111111111111111\n" for n in range(16_500, 16_600)).encode())
for record in (documents, lines, small):
    assert len(record) <= RECORD
ALL = list(range(16_600))


def numbers(bodies):
    """The numbers of the events in some objects."""
    found = []
    for body in bodies:
        text = body.decode()
        assert "@" not in text and "4111111111111111" not in text and "WITHHELD" not in text and "forwarded" not in text, text[:300]
        messages = text.splitlines()
        if text.startswith("{"):
            messages = [event["message"] for event in json.loads(text)["logEvents"]]
        assert all("REDACTED-" in message for message in messages)
        found += [int(message[1:message.index(">")]) for message in messages]
    return found


def check(here, there):
    """All of it arrived, once, and nothing stands below the prefix for errors."""
    assert not [key for key in here | there if key.startswith("errors/") or "failed" in key], (list(here), list(there))
    assert all(len(body) <= RECORD for body in there.values())
    assert len(here) == 1 and numbers(here.values()) == ALL[16_500:], list(here)
    assert len(there) >= 16, list(there)
    assert sorted(numbers(there.values())) == ALL[:16_500], "lost or doubled"


# Straight to the stream of another account, under its role.
security = Account(other, "222222222222")
security.stream("security", "security-logs", "in/")
function = account.deploy("to-security", package, **reached, BLACKBAR_FORWARD="firehose:security",
                          BLACKBAR_ROLE_ARN=security.role, BLACKBAR_ROLE_EXTERNAL_ID="blackbar-1")
account.stream("source", "source", "clean/", function)
account.put("source", documents, lines, small)
check(account.wait_for("source", 1), security.wait_for("security-logs", 16))

# Back to the own stream, whose function is called again and does not forward again.
function = account.deploy("to-self", package, **reached, BLACKBAR_FORWARD="self")
account.stream("own", "own", "clean/", function)
function = rest.deploy("to-self", package, **reached, BLACKBAR_FORWARD="self")
rest.stream("own", "own-again", "clean/", function)
account.put("own", documents, lines, small)
check(account.wait_for("own", 1), rest.wait_for("own-again", 16))

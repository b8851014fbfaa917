#!/usr/bin/env python3
"""The bootstrap as the transformation function of a Firehose stream, in an emulator of AWS (ministack).

Usage: ministack.py ENDPOINT BOOTSTRAP.
"""
import gzip, json, sys
from emulator import Account, batch, packed

endpoint, bootstrap = sys.argv[1:]
account = Account(endpoint)
function = account.deploy("redact", packed(bootstrap), BLACKBAR_PARTITION_KEYS="log_group,classification")
account.stream("logs", "logs", "clean/g=!{partitionKeyFromLambda:log_group}/c=!{partitionKeyFromLambda:classification}/",
               function, DynamicPartitioningConfiguration={"Enabled": True})
data = gzip.compress(batch("DATA_MESSAGE", "123456789012", ["mail ada@example.com"]))
control = gzip.compress(batch("CONTROL_MESSAGE", "CloudwatchLogs", ["CWL CONTROL MESSAGE: Checking health of destination Firehose."]))
account.put("logs", data, b"line of ada@example.com\n", control, data[:-5])
objects = account.wait_for("logs", 3)
assert len(objects) == 3 and all(key.startswith("clean/") for key in objects), list(objects)
partitions = sorted("/".join(key.split("/")[:3]) for key in objects)
assert partitions == ["clean/g=none/c=personal", "clean/g=none/c=withheld", "clean/g=shop/c=personal"], partitions
found = []
for text in (body.decode() for body in objects.values()):
    assert "@example.com" not in text, "a raw value was delivered"
    found.append(text if not text.startswith("{") else json.loads(text)["logEvents"][0]["message"])
assert sorted(found) == ["WITHHELD-gzip_truncated", "line of REDACTED-email\n", "mail REDACTED-email"], found

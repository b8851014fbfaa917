#!/usr/bin/env python3
"""Writes down how a function answers events of all kinds, so that two builds of it can be compared.

Usage: replies.py FILE COMMAND..., with the folder of the repository as the working directory. Data that is packed is written
down unpacked: what it is packed to depends on the processor.
"""
import base64, glob, gzip, json, sys
from lambda_api import Platform

path, command = sys.argv[1], sys.argv[2:]


def firehose(*data):
    records = [{"recordId": str(n), "data": base64.b64encode(d).decode()} for n, d in enumerate(data)]
    return json.dumps({"invocationId": "i", "deliveryStreamArn": "a", "region": "r", "records": records}).encode()


def plain(value):
    """A reply in which data is text."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, str) and value.startswith("H4sI"):
        return gzip.decompress(base64.b64decode(value)).decode()
    return value


# The files of rules hold examples and look-alikes of every rule.
rules = [open(name, "rb").read() for name in sorted(glob.glob("rules/*.toml"))]
batch = open("tests/data/batch.json.gz", "rb").read()
events = [b'{"blackbar":{"text":"mail ada@example.com"}}', firehose(batch, batch[:-9], b"", b"\0\xFF\xFE\n", batch + batch),
          firehose(*rules), firehose(*map(gzip.compress, rules)), b'{"other":1}']
events += [open(name, "rb").read() for name in sorted(glob.glob("tests/data/aws/*.json"))]
platform = Platform(command, {}, deadline=800)
with open(path, "w") as out:
    for event in events:
        kind, body = platform.invoke(event)
        print(kind, json.dumps(plain(json.loads(body))), file=out)
said, _ = platform.end()
counts = [json.loads(line) for line in said.splitlines()]
assert len(counts) == len(events) and sum(c["Redacted"] for c in counts) > 500, [c["Redacted"] for c in counts]
assert not any(c["Imbalance"] or c.get("Withheld.internal_error") or c.get("Withheld.out_of_time") for c in counts), counts

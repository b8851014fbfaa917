#!/usr/bin/env python3
"""`blackbar run` into a stream of ministack, which refuses records of more than 1,024,000 bytes one by one.

Usage: stream.py ENDPOINT FOLDER_OF_BINARIES FOLDER_TO_WRITE_TO.
"""
import gzip, json, subprocess, sys, time
import boto3

endpoint, folder, work = sys.argv[1:]
REGION, ACCOUNT = "us-east-1", "111111111111"


def client(service):
    return boto3.client(service, endpoint_url=endpoint, region_name=REGION, aws_access_key_id=ACCOUNT,
                        aws_secret_access_key="none")


s3, firehose = client("s3"), client("firehose")
s3.create_bucket(Bucket="logs")
firehose.create_delivery_stream(DeliveryStreamName="logs", ExtendedS3DestinationConfiguration={
    "RoleARN": f"arn:aws:iam::{ACCOUNT}:role/deliver", "BucketARN": "arn:aws:s3:::logs", "Prefix": "out/"})
put = firehose.put_record_batch(DeliveryStreamName="logs", Records=[{"Data": b"x" * 1_024_001}, {"Data": b"small\n"}])
assert put["FailedPutCount"] == 1, "the emulator refuses what is too large"


def arrived():
    names = [e["Key"] for page in s3.get_paginator("list_objects_v2").paginate(Bucket="logs") for e in page.get("Contents", [])]
    found = [s3.get_object(Bucket="logs", Key=name)["Body"].read() for name in names]
    return [gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body for body in found]


def run(path, *more):
    environment = {"AWS_ENDPOINT_URL": endpoint, "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": ACCOUNT, "AWS_SECRET_ACCESS_KEY": "none",
                   "AWS_EC2_METADATA_DISABLED": "true"}
    done = subprocess.run([f"{folder}/blackbar", "run", "--input", path, "--output", "firehose:logs", "--stats", "json", *more],
                          env=environment, capture_output=True, timeout=300)
    assert done.returncode == 0, (done.returncode, done.stderr.decode())
    counts = json.loads(done.stderr.decode().splitlines()[-1])
    assert counts["balanced"] and counts["withheld"] == 0, counts
    return counts


# Six batches of three streams, each of some megabytes: all of it arrives once, in order within a stream.
with open(f"{work}/batches", "w") as out:
    for n in range(6):
        events = [{"id": str(i), "timestamp": 1, "message": f"event {n}.{i} of ada@example.com " + "word " * 2000} for i in range(200)]
        json.dump({"messageType": "DATA_MESSAGE", "owner": ACCOUNT, "logGroup": "g", "logStream": f"s{n % 3}",
                   "subscriptionFilters": [], "logEvents": events}, out)
        out.write("\n")
wanted = {f"s{s}": [f"{n}.{i}" for n in (s, s + 3) for i in range(200)] for s in range(3)}
for more in ([], ["--pack-records"]):
    before = len(arrived())
    counts = run(f"{work}/batches", *more)
    assert counts["redacted"] == 1200, counts
    for _ in range(100):
        bodies = arrived()
        got = {}
        for body in bodies:
            for line in body.decode().splitlines():
                if line.startswith("{"):
                    batch = json.loads(line)
                    got.setdefault(batch["logStream"], []).extend(e["message"] for e in batch["logEvents"])
        if sum(map(len, got.values())) >= 1200 * (2 if more else 1):
            break
        time.sleep(0.2)
    for stream, messages in got.items():
        assert not any("@" in m for m in messages), "a raw value was delivered"
        names = [m.split()[1] for m in messages]
        times = 2 if more else 1
        assert sorted(names) == sorted(wanted[stream] * times), (stream, len(names))

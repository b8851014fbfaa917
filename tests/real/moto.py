#!/usr/bin/env python3
"""Both binaries against moto: a log group whose subscription feeds a stream, a security account behind a role, a bucket
whose objects cannot be deleted, and a policy that is one version of an object.

Usage: moto.py ENDPOINT FOLDER_OF_BINARIES FOLDER_TO_WRITE_TO. Moto does not check external ids.
"""
import base64, gzip, json, subprocess, sys, time
from urllib.parse import unquote_plus
import boto3
from botocore.exceptions import ClientError
from lambda_api import Platform

endpoint, folder, work = sys.argv[1:]
REGION, SECURITY = "eu-central-1", "222222222222"
ENVIRONMENT = {"AWS_ENDPOINT_URL": endpoint, "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": "testing",
               "AWS_SECRET_ACCESS_KEY": "testing", "AWS_EC2_METADATA_DISABLED": "true"}
ROLE = f"arn:aws:iam::{SECURITY}:role/ingest"


def client(service, **credentials):
    credentials = credentials or {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    return boto3.client(service, endpoint_url=endpoint, region_name=REGION, **credentials)


def assumed():
    given = client("sts").assume_role(RoleArn=ROLE, RoleSessionName="test", ExternalId="blackbar-1")["Credentials"]
    return {"aws_access_key_id": given["AccessKeyId"], "aws_secret_access_key": given["SecretAccessKey"],
            "aws_session_token": given["SessionToken"]}


def make_bucket(s3, name, **more):
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION}, **more)


def bodies(s3, bucket):
    names = [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
    found = [s3.get_object(Bucket=bucket, Key=name)["Body"].read() for name in names]
    return [gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body for body in found]


def make_stream(bucket, name, **credentials):
    client("firehose", **credentials).create_delivery_stream(
        DeliveryStreamName=name, ExtendedS3DestinationConfiguration={
            "RoleARN": "arn:aws:iam::123456789012:role/deliver", "BucketARN": f"arn:aws:s3:::{bucket}"})


def blackbar(*arguments, code=0):
    done = subprocess.run([f"{folder}/blackbar", *arguments], env=ENVIRONMENT, capture_output=True, timeout=120)
    assert done.returncode == code, (done.returncode, done.stderr.decode())
    return done.stdout.decode(), done.stderr.decode()


class Function:
    """The function on a platform, with variables."""

    def __init__(self, **variables):
        self.platform = Platform([f"{folder}/blackbar-lambda"], ENVIRONMENT | variables, deadline=30)

    def invoke(self, event):
        kind, body = self.platform.invoke(json.dumps(event).encode())
        return kind, json.loads(body)

    def end(self):
        out, err = self.platform.end()
        assert "@example.com" not in out + err, "a raw value is printed"
        return out, err


# The source account: log group, subscription, stream, bucket. What arrives is gzip as CloudWatch Logs makes it.
s3, logs = client("s3"), client("logs")
make_bucket(s3, "raw")
make_stream("raw", "raw")
logs.create_log_group(logGroupName="/aws/lambda/shop")
logs.create_log_stream(logGroupName="/aws/lambda/shop", logStreamName="s")
logs.put_subscription_filter(logGroupName="/aws/lambda/shop", filterName="all", filterPattern="",
                             destinationArn=f"arn:aws:firehose:{REGION}:123456789012:deliverystream/raw")
for n in range(3):
    logs.put_log_events(logGroupName="/aws/lambda/shop", logStreamName="s", logEvents=[
        {"timestamp": int(time.time() * 1000) + n, "message": f"login {n} of user{n}@example.com"}])
raw = bodies(s3, "raw")
assert len(raw) >= 3 and all(b"@example.com" in body and b"DATA_MESSAGE" in body for body in raw), raw

# The security account, behind a role.
security = assumed()
s3_security = client("s3", **security)
make_bucket(s3_security, "clean")
make_stream("clean", "security", **security)
stream = "firehose:security"
_, said = blackbar("redrive", "--input", "s3://raw", "--output", stream, "--role-arn", ROLE, "--external-id", "blackbar-1",
                   "--role-session", "redrive", "--stats", "json")
counts = json.loads(said.splitlines()[-1])
assert counts["in"] >= 3 and counts["balanced"] and counts["redacted"] == 3, counts
clean = b"".join(bodies(s3_security, "clean")).decode()
assert [clean.count(f"login {n} of REDACTED-email") for n in range(3)] == [1, 1, 1] and "@" not in clean, clean
assert "clean" not in [b["Name"] for b in s3.list_buckets()["Buckets"]], "it is another account"
_, said = blackbar("redrive", "--input", "s3://raw", "--output", stream, code=2)
assert "ResourceNotFoundException" in said, said

# The function, called by the subscription, with the role of the security account.
packed = gzip.compress(raw[0])
function = Function(BLACKBAR_SINK=stream, BLACKBAR_ROLE_ARN=ROLE, BLACKBAR_ROLE_EXTERNAL_ID="blackbar-1",
                    BLACKBAR_ROLE_SESSION="function")
before = len(bodies(s3_security, "clean"))
assert function.invoke({"awslogs": {"data": base64.b64encode(packed).decode()}}) == ("response", {})
after = bodies(s3_security, "clean")
assert len(after) == before + 1 and b"@" not in after[-1]
function.end()

# Sealed copies in a bucket that nobody can delete from, and back. The bucket tells a queue of each.
make_bucket(s3, "quarantine", ObjectLockEnabledForBucket=True)
sqs = client("sqs")
queue_url = sqs.create_queue(QueueName="withheld")["QueueUrl"]
queue_arn = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
s3.put_bucket_notification_configuration(Bucket="quarantine", NotificationConfiguration={"QueueConfigurations": [
    {"QueueArn": queue_arn, "Events": ["s3:ObjectCreated:*"],
     "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "q/"}]}}}]})


def told():
    """What the queue was told of objects, and takes off."""
    found = []
    while messages := sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
            # The first message only says that the bucket may send some.
            found += json.loads(message["Body"]).get("Records", [])
    return found


assert told() == []
public, _ = blackbar("keys", "recipient", "--out", f"{work}/private")
s3.put_bucket_versioning(Bucket="raw", VersioningConfiguration={"Status": "Enabled"})
strict = s3.put_object(Bucket="raw", Key="policies/p.toml", Body=b"version = 1\n[limits]\nevent_bytes = 100\n")["VersionId"]
s3.put_object(Bucket="raw", Key="policies/p.toml", Body=b"this is no policy")
function = Function(BLACKBAR_QUARANTINE="s3://quarantine/q", BLACKBAR_QUARANTINE_LOCK_DAYS="1", BLACKBAR_RECIPIENT=public.strip(),
                    BLACKBAR_POLICY=f"s3://raw/policies/p.toml?versionId={strict}")
line = "long " * 30 + "line of ada@example.com\n"
kind, reply = function.invoke({"invocationId": "i", "deliveryStreamArn": "arn", "region": REGION, "records": [
    {"recordId": "1", "data": base64.b64encode(line.encode()).decode()}]})
assert (kind, base64.b64decode(reply["records"][0]["data"])) == ("response", b"WITHHELD-event_too_large\n"), reply
out, err = function.end()
counts = json.loads(out.splitlines()[-1])
assert (counts["Withheld"], counts["Sealed"], counts["Unsealed"], counts["StartFailed"]) == (1, 1, 0, 0), counts
kept = s3.list_object_versions(Bucket="quarantine")["Versions"]
assert len(kept) == 1 and kept[0]["Key"].startswith("q/"), kept
messages = told()
assert len(messages) == 1 and messages[0]["eventName"].startswith("ObjectCreated:"), messages
# Keys in messages are encoded as in an address.
message = messages[0]["s3"]["bucket"]["name"], unquote_plus(messages[0]["s3"]["object"]["key"])
assert message == ("quarantine", kept[0]["Key"]), message
head = s3.head_object(Bucket="quarantine", Key=kept[0]["Key"])
assert head["ObjectLockMode"] == "COMPLIANCE" and head["ServerSideEncryption"] == "aws:kms", head
try:
    s3.delete_object(Bucket="quarantine", Key=kept[0]["Key"], VersionId=kept[0]["VersionId"], BypassGovernanceRetention=True)
    raise AssertionError("a locked object was deleted")
except ClientError as e:
    assert e.response["Error"]["Code"] == "AccessDenied", e
sealed = s3.get_object(Bucket="quarantine", Key=kept[0]["Key"])["Body"].read()
assert sealed.startswith(b"BBSEALED1") and b"ada" not in sealed
for what in ("s3://quarantine/q", "s3://" + "/".join(message)):
    out, _ = blackbar("redrive", "--input", what, "--private-key", f"{work}/private", "--output", "-")
    assert out == "long " * 30 + "line of REDACTED-email\n", out
assert told() == [], "redriving puts nothing there"

# A policy that cannot be had, or is none, withholds, and says so.
def refused(body):
    return s3.put_object(Bucket="raw", Key="policies/p.toml", Body=body)["VersionId"]


for version, said in (("none", ": "), (refused(b"version = 1\nmode = 'none'\n"), ":2: "),
                      (refused(b"\n" * ((16 << 20) + 1)), ": it is longer than 16 MiB")):
    address = f"s3://raw/policies/p.toml?versionId={version}"
    function = Function(BLACKBAR_POLICY=address)
    kind, reply = function.invoke({"blackbar": {"text": "mail ada@example.com"}})
    assert reply["ready"] is False and reply["text"].startswith("WITHHELD-start_failed"), reply
    assert address + said in reply["problem"], reply
    _, err = function.end()
    assert address + said in err, err

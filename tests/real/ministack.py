#!/usr/bin/env python3
"""The bootstrap as the transformation function of a Firehose stream, in an emulator of AWS (ministack).

Usage: ministack.py ENDPOINT BOOTSTRAP. The emulator passes records on as they came when the function fails, so a raw
value in the bucket shows every failure.
"""
import gzip, io, json, sys, time, zipfile
import boto3

endpoint, bootstrap = sys.argv[1:]


def client(service):
    return boto3.client(service, endpoint_url=endpoint, region_name="us-east-1",
                        aws_access_key_id="111111111111", aws_secret_access_key="none")


def batch(kind, owner, message):
    return json.dumps({"messageType": kind, "owner": owner, "logGroup": "shop", "logStream": "s", "subscriptionFilters": [],
                       "logEvents": [{"id": "1", "timestamp": 1741312971934, "message": message}]}).encode()


package = io.BytesIO()
with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as file:
    entry = zipfile.ZipInfo("bootstrap")
    entry.external_attr = 0o755 << 16
    with open(bootstrap, "rb") as binary:
        file.writestr(entry, binary.read(), zipfile.ZIP_DEFLATED)
role = client("iam").create_role(RoleName="redact", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
functions = client("lambda")
arn = functions.create_function(FunctionName="redact", Runtime="provided.al2023", Role=role, Handler="bootstrap",
                                Code={"ZipFile": package.getvalue()}, Timeout=60, MemorySize=256,
                                Environment={"Variables": {"BLACKBAR_PARTITION_KEYS": "log_group,classification"}})["FunctionArn"]
for _ in range(100):
    if functions.get_function(FunctionName="redact")["Configuration"].get("State", "Active") == "Active":
        break
    time.sleep(0.1)
tried = functions.invoke(FunctionName="redact", Payload=json.dumps({"blackbar": {"text": "mail ada@example.com"}}))
reply = json.loads(tried["Payload"].read())
assert "FunctionError" not in tried and reply["text"] == "mail REDACTED-email", reply

bucket, stream = client("s3"), client("firehose")
bucket.create_bucket(Bucket="logs")
stream.create_delivery_stream(
    DeliveryStreamName="logs",
    ExtendedS3DestinationConfiguration={
        "RoleARN": role, "BucketARN": "arn:aws:s3:::logs", "ErrorOutputPrefix": "errors/",
        "Prefix": "clean/g=!{partitionKeyFromLambda:log_group}/c=!{partitionKeyFromLambda:classification}/",
        "DynamicPartitioningConfiguration": {"Enabled": True},
        "ProcessingConfiguration": {"Enabled": True, "Processors": [
            {"Type": "Lambda", "Parameters": [{"ParameterName": "LambdaArn", "ParameterValue": arn}]}]}})
data = gzip.compress(batch("DATA_MESSAGE", "123456789012", "mail ada@example.com"))
control = gzip.compress(batch("CONTROL_MESSAGE", "CloudwatchLogs", "CWL CONTROL MESSAGE: Checking health of destination Firehose."))
records = [data, b"line of ada@example.com\n", control, data[:-5]]
put = stream.put_record_batch(DeliveryStreamName="logs", Records=[{"Data": record} for record in records])
assert put["FailedPutCount"] == 0, put
keys = []
for _ in range(200):
    keys = [entry["Key"] for entry in bucket.list_objects_v2(Bucket="logs").get("Contents", [])]
    if len(keys) >= 3:
        break
    time.sleep(0.1)
assert len(keys) == 3 and all(key.startswith("clean/") for key in keys), keys
partitions = sorted("/".join(key.split("/")[:3]) for key in keys)
assert partitions == ["clean/g=none/c=personal", "clean/g=none/c=withheld", "clean/g=shop/c=personal"], keys
found = []
for key in keys:
    body = bucket.get_object(Bucket="logs", Key=key)["Body"].read()
    text = (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()
    assert "@example.com" not in text, "a raw value was delivered"
    found.append(text if not text.startswith("{") else json.loads(text)["logEvents"][0]["message"])
assert sorted(found) == ["WITHHELD-gzip_truncated", "line of REDACTED-email\n", "mail REDACTED-email"], found

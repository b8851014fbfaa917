"""An account in an emulator of AWS (ministack) in which a bootstrap runs as the transformation function of a stream.

The emulator passes records on as they came when the function fails, so a raw value in a bucket shows every failure.
"""
import gzip, io, json, time, zipfile
import boto3

REGION = "us-east-1"


def packed(bootstrap):
    """A package with that binary in it."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as file:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o755 << 16
        with open(bootstrap, "rb") as binary:
            file.writestr(entry, binary.read(), zipfile.ZIP_DEFLATED)
    return package.getvalue()


def batch(kind, owner, messages):
    events = [{"id": str(n), "timestamp": 1741312971934, "message": message} for n, message in enumerate(messages)]
    return json.dumps({"messageType": kind, "owner": owner, "logGroup": "shop", "logStream": "s", "subscriptionFilters": [],
                       "logEvents": events}).encode()


class Account:
    def __init__(self, endpoint, account="111111111111"):
        self.endpoint, self.id = endpoint, account
        self.s3, self.firehose, self.functions = self.client("s3"), self.client("firehose"), self.client("lambda")
        self.role = self.client("iam").create_role(RoleName="redact", AssumeRolePolicyDocument="{}")["Role"]["Arn"]

    def client(self, service):
        return boto3.client(service, endpoint_url=self.endpoint, region_name=REGION, aws_access_key_id=self.id,
                            aws_secret_access_key="none")

    def deploy(self, name, package, **variables):
        """A function that is ready; its ARN."""
        arn = self.functions.create_function(
            FunctionName=name, Runtime="provided.al2023", Role=self.role, Handler="bootstrap", Code={"ZipFile": package},
            Timeout=60, MemorySize=512, Environment={"Variables": variables})["FunctionArn"]
        for _ in range(100):
            if self.functions.get_function(FunctionName=name)["Configuration"].get("State", "Active") == "Active":
                break
            time.sleep(0.1)
        tried = self.functions.invoke(FunctionName=name, Payload=json.dumps({"blackbar": {"text": "mail ada@example.com"}}))
        reply = json.loads(tried["Payload"].read())
        assert "FunctionError" not in tried and reply["text"] == "mail REDACTED-email", reply
        return arn

    def stream(self, name, bucket, prefix, function=None, **more):
        """A stream into a bucket, through the function if there is one."""
        if bucket not in [b["Name"] for b in self.s3.list_buckets()["Buckets"]]:
            self.s3.create_bucket(Bucket=bucket)
        if function:
            more["ProcessingConfiguration"] = {"Enabled": True, "Processors": [
                {"Type": "Lambda", "Parameters": [{"ParameterName": "LambdaArn", "ParameterValue": function}]}]}
        self.firehose.create_delivery_stream(DeliveryStreamName=name, ExtendedS3DestinationConfiguration={
            "RoleARN": self.role, "BucketARN": f"arn:aws:s3:::{bucket}", "Prefix": prefix, "ErrorOutputPrefix": "errors/", **more})

    def put(self, stream, *records):
        put = self.firehose.put_record_batch(DeliveryStreamName=stream, Records=[{"Data": record} for record in records])
        assert put["FailedPutCount"] == 0, put

    def objects(self, bucket):
        """What is in a bucket, unpacked, by key."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        found = {}
        for key in [entry["Key"] for page in pages for entry in page.get("Contents", [])]:
            body = self.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
            found[key] = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        return found

    def wait_for(self, bucket, count):
        """The same when there are so many objects or more."""
        for _ in range(200):
            if len(self.s3.list_objects_v2(Bucket=bucket).get("Contents", [])) >= count:
                break
            time.sleep(0.1)
        return self.objects(bucket)

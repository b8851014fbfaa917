//! Services of AWS: streams, the security account, sealed copies, and the way back.
//!
//! Everything here but `redrive` of local files needs the feature `aws`:
//!
//! ```sh
//! cargo build --release --features aws --bin blackbar
//! cargo build --release --no-default-features --features lambda,aws --bin blackbar-lambda
//! ```
//!
//! Without it nothing of the SDK is built, and a configuration that asks for it is refused.
//!
//! # Credentials and regions
//!
//! Credentials and profiles are found in the order of the SDK. The region is that of `AWS_REGION`, `AWS_DEFAULT_REGION` or
//! the profile; the machine is never asked. `AWS_ENDPOINT_URL` names another address, as of an emulator: not encrypted only on
//! this machine.
//!
//! Data goes to the home region alone, or to the regions that `--allow-region` or `BLACKBAR_ALLOWED_REGIONS` names. A
//! stream or an endpoint elsewhere is refused when the program starts. So is a sink that `[regions]` of the policy does not
//! allow: what is allowed here and there is allowed.
//!
//! A role (`--role-arn`, `BLACKBAR_ROLE_ARN`) is taken on for the sink and the stream to forward to, with an external id and
//! a name of the session that the other account's CloudTrail shows. A function that takes on a role has sessions of an hour
//! at most; they are renewed five minutes before their end. Buckets and the stream that the function serves are reached
//! without the role.
//!
//! | what | permission |
//! |---|---|
//! | the sink, the stream to forward to | `firehose:PutRecordBatch` for the role, or for the function |
//! | forwarding to the own stream | `firehose:PutRecordBatch` on that stream for the function |
//! | a quarantine | `s3:PutObject`, `kms:GenerateDataKey`; with a lock `s3:PutObjectRetention` |
//! | a policy in a bucket | `s3:GetObjectVersion` |
//! | `redrive` from a bucket | `s3:ListBucket`, `s3:GetObject`, `kms:Decrypt` |
//!
//! # Into a stream
//!
//! `blackbar run --output firehose:STREAM`, and `BLACKBAR_SINK=firehose:STREAM` for events of Kinesis and of
//! subscriptions; `STREAM` is a name or an ARN.
//!
//! - Documents of one log stream that follow each other, or lines, share a record of at most 1,000 KiB; a batch that is
//!   longer is parted between its events. `--pack-records` packs each record; the function packs what came packed, or as
//!   `BLACKBAR_COMPRESSION` says. Events beyond about 970 KiB are withheld as `event_too_large`; should one still be too
//!   large with what stands around it, a stub `record_too_large` goes in its place.
//! - A request has at most 500 records and 4,000,000 bytes as it travels, in base64.
//! - Exactly the records that are refused are sent again, up to 20 times, after pauses drawn between nothing and
//!   100 ms, 200 ms and so on to 5 s. A request has one record of each log stream, so none overtakes another; lines without a
//!   log stream are one.
//! - A request without an answer is sent again, too: what it holds may arrive twice. A record that the stream said it has
//!   is never sent again.
//! - What cannot be delivered is given back: `run` ends with an error and the input is where it was; records of Kinesis
//!   are named in `batchItemFailures`; a subscription's event is the error `SinkRefused` and comes again. Behind a refused
//!   record nothing of its log stream is delivered.
//!
//! # What the reply has no room for
//!
//! `BLACKBAR_FORWARD` says where the last records of an event of Firehose go when the reply would pass 6,000,000 bytes:
//! redacted, in their last form, parted between events to records of 1,000 KiB, and answered `Dropped`.
//!
//! | value | what |
//! |---|---|
//! | `none` | events become stubs until the reply fits |
//! | `self` | back to the stream, once: a line `{"blackbar":"forwarded"}` stands before each record (in packed data, as a gzip member of its own) and is taken off again. What carries it is not forwarded again, and is searched as everything is, since anybody can write it. Events that come back are counted again; `Returned` says how many records did. Streams that read from Kinesis take no records, so there it is as with `none` |
//! | `firehose:STREAM` | straight to the stream of the security account |
//!
//! What the stream does not take in three quarters of the time that is left stays in the reply, as stubs if need be.
//!
//! # Keys of partitions
//!
//! `BLACKBAR_PARTITION_KEYS=log_group,classification,contract` puts them into `metadata.partitionKeys`, for a prefix such as
//! `!{partitionKeyFromLambda:log_group}/`. `log_group` is the name of the group with all but letters, digits and `_.-` as
//! `_`, `several`, or `none`; `classification` is `withheld`, `secret`, `personal` or `clean`, the gravest first; `contract` is
//! the `id` of the contract that the events are under, `several`, or `none`. No value
//! is of content.
//!
//! # Sealed copies
//!
//! With `BLACKBAR_RECIPIENT`, a public key as `blackbar keys recipient` prints it, or `recipient` in the `[scope]` of the
//! policy, a record of which something was withheld is kept whole, packed and sealed (HPKE, RFC 9180, the suite of [`tokens`](super::tokens)) for whoever has the
//! private key. That holds for all reasons; with the variable, also when there is no policy or nothing else can be
//! configured.
//!
//! - With `BLACKBAR_QUARANTINE=s3://BUCKET/PREFIX` the copy is an object of its own: sealed before it leaves, encrypted by
//!   KMS on top (`BLACKBAR_QUARANTINE_KMS_KEY`), never written over, and with `BLACKBAR_QUARANTINE_LOCK_DAYS` locked in
//!   compliance mode.
//! - Else, or if the bucket does not take it, it stands in a line or a batch of its own behind the record, as long as the
//!   reply has room: `{"message":"SEALED-record","sealed":"BBSEALED1..."}`.
//!
//! `Sealed` and `Unsealed` count withheld events with and without a copy. Set an alarm on `Unsealed`: these are lost.
//!
//! # How to be told
//!
//! - That something is withheld, lost or wrong: alarms on the metrics of the page [`lambda`](super::lambda).
//! - Which copies there are: let the bucket tell a queue of each new object
//!   (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html>). A message has the names of the bucket
//!   and of the object, encoded as in an address, and nothing of the record; `redrive --input s3://BUCKET/KEY` takes that one
//!   copy back. The queue's policy must let `s3.amazonaws.com` send, and a FIFO queue does not serve.
//!
//!   ```sh
//!   aws s3api put-bucket-notification-configuration --bucket quarantine --notification-configuration '{
//!     "QueueConfigurations": [{"QueueArn": "arn:aws:sqs:eu-central-1:111122223333:withheld",
//!       "Events": ["s3:ObjectCreated:*"],
//!       "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "PREFIX/"}]}}}]}'
//!   ```
//! - That a direct event or one of Kinesis was given up: a destination on failure of the function or of the event source
//!   mapping. A direct event arrives there raw, and so do records of Kinesis in a bucket, while a queue or a topic is told where
//!   they stood. So it belongs into the trust zone of the source
//!   (<https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html>).
//!
//! # The way back
//!
//! ```sh
//! blackbar redrive --input s3://errors/processing-failed --policy policy.toml --output firehose:security
//! blackbar redrive --input quarantine/ --private-key private.key --output redacted/
//! ```
//!
//! `redrive` takes files, folders and buckets: objects that Firehose wrote to an error bucket, sealed copies, output with
//! sealed copies in it, and any other file as one record. It deletes nothing.
//!
//! # A policy in a bucket
//!
//! `BLACKBAR_POLICY=s3://BUCKET/KEY?versionId=ID` is fetched at the start. The version is part of the configuration, so that
//! what is in force does not change under the function; its SHA-256 is in the first message.

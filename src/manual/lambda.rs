//! The function for AWS Lambda.
//!
//! `blackbar-lambda` speaks the Runtime API of AWS Lambda. As it is built here it needs no AWS credentials and opens no
//! connection but to the platform; the page [`aws`](super::aws) has what the feature `aws` adds.
//!
//! ```sh
//! cargo build --release --no-default-features --features lambda --bin blackbar-lambda
//! ```
//!
//! and packaged as a zip file with the binary under the name `bootstrap`, for the runtime `provided.al2023`. Policy
//! files, allow-lists and rules may lie beside it; their paths are relative to the zip file.
//!
//! For arm64 it is static and needs no other tools; with the feature `aws`, `CC_aarch64_unknown_linux_musl` must name a
//! compiler for C:
//!
//! ```sh
//! rustup target add aarch64-unknown-linux-musl
//! cargo build --release --no-default-features --features lambda --bin blackbar-lambda \
//!     --target aarch64-unknown-linux-musl --config 'profile.release.strip="symbols"'
//! ```
//!
//! # Events
//!
//! | event | reply |
//! |---|---|
//! | Firehose transformation | every `recordId` in order, `Ok` with the redacted data, or `Dropped` where nothing is left, as of a control message; never `ProcessingFailed` |
//! | CloudWatch Logs subscription that calls the function (`awslogs.data`) | an event of the same form with redacted data; with a sink, `{}` after the sink has it |
//! | Kinesis stream | `batchItemFailures` with the records that the sink refused, and no others |
//! | `{}` or `{"blackbar": {"text": "..."}}` | what is in force, and the redacted text: for a first try |
//!
//! Any other event is an error, `UnknownEvent`. The data of a record is recognised by its content as described in
//! [`operations`](super::operations): packed or not, one batch or several, batches or lines. What goes out has the form that
//! came in, unless a variable says otherwise.
//!
//! Whoever calls and waits gets the reply to a direct event, and so does a destination of the function; CloudWatch Logs
//! itself throws it away. The reply to a Kinesis event is thrown away too, so without a sink such an event is the error
//! `NoSink` and comes again: nothing is lost for want of a setting.
//!
//! # Variables
//!
//! | variable | default | what |
//! |---|---|---|
//! | `BLACKBAR_POLICY` | | a policy file, or `s3://BUCKET/KEY?versionId=ID` |
//! | `BLACKBAR_RULES` | | rule files and folders of them, parted by colons |
//! | `BLACKBAR_ALLOW` | | allow-lists, parted by colons |
//! | `BLACKBAR_KEYS` | | keys of tokens: a key file, `env:NAME`, and with AWS `aws-secret:NAME#STAGE` or `aws-kms:FILE`; the policy says the tenant, and personal data gets pseudonyms. Read once, at the start: new keys take hold in new environments |
//! | `BLACKBAR_OUTPUT` | `same` | `same`; `documents`: one document a line; `lines`: one event a line |
//! | `BLACKBAR_COMPRESSION` | `same` | `same`, `gzip` or `none` |
//! | `BLACKBAR_GZIP_LEVEL` | `1` | 0 to 9; packed data in which nothing changes goes on as it came |
//! | `BLACKBAR_CONTROL_MESSAGES` | `drop` | `drop` or `keep` |
//! | `BLACKBAR_SINK` | `none` | where direct and Kinesis events go: `none`; `stdout`, the log of the function, where each line begins with `event`; `firehose:STREAM` |
//! | `BLACKBAR_FORWARD` | `none` | where records of Firehose go that the reply has no room for: `none`, `self`, `firehose:STREAM` |
//! | `BLACKBAR_PARTITION_KEYS` | | `log_group`, `classification`, `contract`, parted by commas |
//! | `BLACKBAR_RECIPIENT` | | the public key that sealed copies are for; it goes before `recipient` of the policy |
//! | `BLACKBAR_QUARANTINE`, `BLACKBAR_QUARANTINE_KMS_KEY`, `BLACKBAR_QUARANTINE_LOCK_DAYS` | | a bucket for sealed copies, its key, and for how long they are locked |
//! | `BLACKBAR_ROLE_ARN`, `BLACKBAR_ROLE_EXTERNAL_ID`, `BLACKBAR_ROLE_SESSION` | | the role for `firehose:STREAM` |
//! | `BLACKBAR_ALLOWED_REGIONS` | the home region | regions that data may go to, parted by commas |
//! | `BLACKBAR_MAX_DOCUMENT` | a sixteenth of the memory, from 8M to 64M | bytes of one document after inflation |
//! | `BLACKBAR_METRICS_NAMESPACE` | `Blackbar` | the namespace of the metrics; `none` turns them off |
//!
//! An unknown variable that begins with `BLACKBAR_` is a mistake, so that a misspelt one is not passed over.
//!
//! # Never raw
//!
//! Firehose writes the raw record to an error bucket when the function answers `ProcessingFailed`, fails, runs out of
//! time or sends too much. So none of these happens for anything that a record can hold:
//!
//! | what | answer | reason |
//! |---|---|---|
//! | a record that cannot be read | a stub, `Ok` | those of [`operations`](super::operations) |
//! | a fault in this program | a stub, `Ok` | `internal_error` |
//! | the time is nearly over | events not yet searched become stubs | `out_of_time` |
//! | the reply would pass 6,000,000 bytes | what there is a stream for is forwarded; packed data is packed better; then the largest events of the largest records become stubs, as many as need be | `reply_too_large` |
//! | the configuration is wrong | every record of Firehose becomes a stub; direct and Kinesis events are the error `StartFailed` and come again | `start_failed` |
//!
//! A fifth of the time that an invocation has, from 250 ms to 5 s, is kept for the reply, and as much again for the event
//! that is being searched when the search ends. A function needs a time-out of 3 s at the least; a minute is good.
//!
//! With `BLACKBAR_RECIPIENT`, a sealed copy of each record of which something is withheld goes with it or to a bucket.
//!
//! Set a reserved concurrency and an alarm on `StartFailed`, `Withheld`, `Unsealed` and `Errors`. What only the platform can do
//! wrong, such as not to start the function, still sends raw records to the error bucket: keep it in the trust zone of the
//! source.
//!
//! # Metrics
//!
//! One document an invocation on standard output, in CloudWatch's Embedded Metric Format, with the dimension `Event`
//! (`firehose`, `logs`, `kinesis`, `test`, `unknown`). Names and values are ours: no content, no name of a log group.
//!
//! | metric | what |
//! |---|---|
//! | `Invocations`, `Errors`, `Records`, `ReplyBytes`, `Duration` | of this invocation; milliseconds |
//! | `ColdStarts`, `InitDuration` | of the first one of a process |
//! | `StartFailed` | 1 while the configuration is wrong |
//! | `Refused`, `Resent` | records that the sink refused in the end; records that were sent again |
//! | `Forwarded`, `Returned` | records that went to a stream and not into the reply; records that had been forwarded before |
//! | `Sealed`, `Unsealed` | withheld events with and without a sealed copy |
//! | `EventsIn`, `EventsOut`, `Clean`, `Redacted`, `Withheld`, `Dropped`, `Batches`, `Edits`, `Findings`, `Allowed`, `BytesIn`, `BytesSearched` | the counts of [`operations`](super::operations) |
//! | `Coverage` | share of the bytes that were searched, in percent |
//! | `Imbalance` | 1 if the counts do not balance: an alarm of its own |
//! | `ContractViolations`, `UnlistedSources` | how often contracts were broken; events of sources that the policy does not name and lets pass |
//! | `Withheld.<reason>`, `Findings.<class>` | by reason and by class |
//! | `Contract.<id>.<what>` | what was counted under a contract; of the first 50 contracts of the policy |
//!
//! The members `PolicySha256` and `RulesSha256` say what was in force.
//!
//! Messages stand on standard error. The first says the version, the number of rules, and the same digests.
//!
//! # Memory and threads
//!
//! One thread for each 1,769 MiB of memory, which is what brings a processor. 256 MB serve records of 1 MB that inflate to
//! 10 MB; a document that is larger than the cap is withheld and does not end the process.
//!
//! # Figures
//!
//! Printed by this command, with what has a limit held to it:
//!
//! ```sh
//! tests/real/figures > src/manual/lambda_figures.md
//! ```
//!
#![doc = include_str!("lambda_figures.md")]
//!
//! Times are of a machine that others use too. The first question is the one for the first event; memory is that of the whole
//! process after events of nearly 6 MB, four packed records or one of text.

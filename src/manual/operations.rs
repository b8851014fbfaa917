//! Forms, caps, exit codes and counts.
//!
//! # Forms
//!
//! A form is recognised by its content, never by a name.
//!
//! | input | what is an event | how it goes out |
//! |---|---|---|
//! | gzip | what is in it; any number of members, zeros behind the last | gzip; one member for each block of records |
//! | CloudWatch Logs batch | each element of `logEvents` | the same document with edits; `run` puts each on a line |
//! | several batches without a separator | as above | as above |
//! | control message | the message | `redact`: as it came; `run`: dropped and counted as `control_message` |
//! | Firehose transformation event | the events in each record's data | the reply: `recordId`, `Ok`, data; packed data is packed again, or goes on as it came if nothing in it changed |
//! | JSON text, on one line or several | the text | the same bytes outside of the edits |
//! | lines | each line | the same |
//! | records that end with NUL (`--null-data`) | each record | the same |
//!
//! `redact --lines` writes one event a line in place of the form: messages of batches unescaped once, line feeds and
//! carriage returns in them as `\n` and `\r`.
//!
//! Fields of a batch: `messageType`, `owner`, `id` and `timestamp` are not searched if they have the form that AWS gives
//! them. Names of members that AWS defines are not searched either. Findings in `logGroup` and `logStream` are edited at
//! high confidence only. Everything else is searched, unknown members too.
//!
//! # Withheld
//!
//! What cannot be read or searched to its end does not go on. A stub `WITHHELD-<reason>` stands in its place; in batch
//! form where a whole batch is withheld. No copy is kept, save by the function for AWS Lambda if it is told for whom
//! ([`aws`](super::aws)).
//!
//! | reason | what happened |
//! |---|---|
//! | `event_too_large`, `document_too_large` | longer than `--max-event`, `--max-document` |
//! | `too_deep`, `too_nested`, `too_much_decoded` | beyond `--max-depth`, `--max-nested`, `--max-decoded` |
//! | `gzip_truncated`, `gzip_corrupt`, `gzip_trailing_garbage` | the packed stream is damaged |
//! | `gzip_ratio`, `gzip_members` | it inflates to too much |
//! | `invalid_base64` | the data of a Firehose record is no base64 |
//! | `envelope_not_searchable` | what stands around the events of a batch exceeds a limit |
//! | `record_too_large` | one event that a record of Firehose has no room for |
//! | `quarantined` | the policy says `mode = "quarantine-all"` |
//! | `source_not_allowed` | the policy does not allow its account, region or log group |
//! | `no_tenant` | there are keys, and its tenant is not known |
//! | `contract` | it breaks its contract, which says `withhold` |
//! | `internal_error` | a fault in this program |
//!
//! A packed batch goes on only if the checksums of all of it hold. Of packed lines, what stands before the damage goes on,
//! without the line that is cut.
//!
//! # Caps
//!
//! Sizes take the suffixes `k`, `M` and `G` (powers of 1024).
//!
//! | flag | default | policy file |
//! |---|---|---|
//! | `--max-document` | 64M | |
//! | `--max-event` | 4M | `event_bytes` |
//! | `--max-decoded` | 32M | `decoded_bytes` |
//! | `--max-depth` | 128 | `json_depth` |
//! | `--max-nested` | 8 | `nested_documents` |
//! | `--max-ratio` | 250 | |
//! | `--max-members` | 100000 | |
//!
//! Depth and nesting are looked at only where a rule could match or an escape hides what there is.
//!
//! # Exit codes
//!
//! | code | `redact`, `run` and `redrive` | `scan` |
//! |---|---|---|
//! | 0 | done | nothing found |
//! | 1 | | something found |
//! | 2 | error of usage or of input and output, counts that do not balance, a sealed copy that cannot be opened | an error, or a record that could not be searched |
//! | 3 | something was withheld | |
//!
//! A reader that closes the pipe is no error. An interrupted `run` finishes what is under way, completes its file and
//! exits with 2; a second signal ends it at once.
//!
//! `rules`: 0 done, 1 a test failed, `lint` has something to say or `import` could not take everything over, 2 an error.
//!
//! `policy`: `check` 0 nothing to say, 1 warnings, 2 no policy; `diff` 0 the same, 1 a difference, 2 an error.
//!
//! # Counts
//!
//! `redact --stats`, `redact --stats=json` and `run` print them on standard error; `run --stats json` prints them as one
//! JSON object with these names.
//!
//! | name | what |
//! |---|---|
//! | `in` | events that came in |
//! | `clean`, `redacted` | events that went on without and with edits |
//! | `withheld`, `withheld_by_reason` | events that did not go on |
//! | `dropped`, `dropped_by_reason` | events without a place in the output |
//! | `out`, `stubs` | what went on; stubs among it |
//! | `sealed`, `unsealed` | withheld events of which a sealed copy is kept or not |
//! | `balanced` | whether the sums below hold |
//! | `coverage`, `bytes_in`, `bytes_searched`, `bytes_unsearched` | bytes after inflation; those that were searched; the rest by reason |
//! | `batches`, `edits`, `findings` | batches read, edits made, findings by rule |
//! | `allowed` | findings that an allow-list lets through, by rule; not among `findings` |
//! | `contracts`, `violations` | what was counted under each contract, as the page [`policy`](super::policy) says; how often contracts were broken |
//! | `unlisted` | events of sources that the policy does not name and lets pass |
//! | `policy_sha256`, `rules_sha256` | what was in force |
//!
//! ```text
//! in       = clean + redacted + withheld + dropped
//! out      = clean + redacted + stubs
//! withheld = sealed + unsealed = stubs
//! bytes_in = bytes_searched + bytes_unsearched
//! ```

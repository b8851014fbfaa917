//! How a policy file is written.
//!
//! TOML, named by `--policy`. What it does not say stays as in the default. An unknown name is an error with file and
//! line, and a name that is nearly right is suggested.
//!
//! ```toml
//! version = 1
//! minimum_confidence = "medium"
//!
//! [[operator]]
//! class = "email"
//! use = "partial"
//! first = 1
//! last = 4
//!
//! [[operator]]
//! rule = "ipv4-private"
//! use = "label"
//!
//! [scope]
//! tenant = "acme"
//! purpose = "support"
//!
//! [[operator]]
//! class = "phone"
//! use = "pseudonym"
//! purpose = "fraud"
//!
//! [[allow]]
//! reason = "the sender of all our mail"
//! value = "noreply@example.com"
//!
//! [rules]
//! disable = ["mac-address"]
//!
//! [classes]
//! disable = ["vin"]
//!
//! [limits]
//! event_bytes = 1048576
//! json_depth = 64
//! nested_documents = 4
//! decoded_bytes = 8388608
//! ```
//!
//! - `version` is 1 and must be there.
//! - `minimum_confidence` is `low`, `medium` or `high`; default `medium`. Findings below it are neither edited nor
//!   counted. `scan --min-confidence` wins over it.
//! - `mode` is what is done in an incident: `normal`, `tokenize-all` (every value is replaced), `quarantine-all` (every
//!   event is withheld), `pause` (nothing is read, exit code 2); default `normal`.
//! - `passes` says whether a record that went through can come through again (a replay, a dead-letter queue that is emptied
//!   into the source, a second pipeline): `once` or `many`; default `once`. With `many`, operators whose results cannot be
//!   told from values are refused. A retry that begins with the original, as that of Firehose, is no second pass.
//! - `[[operator]]` names one `class`, one `rule` or one `path`, and what to `use`. An operator for a path wins over one for
//!   a rule, and that over one for its class. One for a class holds for all rules of it, also for those that the default
//!   treats apart.
//! - `[scope]` says whom tokens are for: who is the tenant must be there, `purpose` is `default` if it is not. Tokens of different
//!   tenants or purposes cannot be compared. `pipeline_can_reverse = true` allows `encrypt` and
//!   `format-preserving`; `recipient` is the public key that `seal` is for, as `blackbar keys recipient` prints it. An operator
//!   with a key is refused without a scope.
//! - `[rules]` and `[classes]` say which do not run.
//! - `[limits]` are counts of bytes and levels. Flags of the command line win over them.
//!
//! # Fields by path
//!
//! `[[operator]]` with a `path` replaces what stands there as a whole, whether a rule finds something in it or not. `as` is the
//! class in the label or token, `field` if it is not there.
//!
//! | step | what it leads to |
//! |---|---|
//! | `name`, `['odd.name']` | the member of that name, as it is without the escapes of JSON |
//! | `[3]`, `[*]` | the element at that place, counted from 0; any element |
//! | `*` | any member or element |
//! | `**` | any number of steps, also none; `..` as in JSONPath (RFC 9535) is the same |
//!
//! Names are parted by dots, and `$` may stand at the beginning. A path leads on from a string into the document that stands in
//! it; in running text, the objects and arrays among the words are documents too. A path is of the message of a log event, not
//! of the batch around it.
//!
//! A string gets what the operator makes of it, without its escapes; an empty one stays. A number becomes `null`, or `0` under
//! `zero`; `true`, `false`, objects and arrays become `null`, and `null` stays. `drop` takes the member or element. `keep`
//! leaves all of it alone, whatever is found in it. Of several paths for one field the strictest operator counts. What the
//! operator has left behind is not replaced again: tokens of ours, and what has the form that `partial` leaves.
//!
//! # Contracts
//!
//! A `[[contract]]` is what the owner of some log groups and those who read them have agreed on. The first one whose
//! `log_group` (a glob; `*` is any text) is for the log group of an event is in force for it. `--log-group` names the group of
//! events that come without a batch; where nobody names it, only `*` is for it. The rules run on whatever goes on: a contract
//! never makes less of them, save for fields with `use = "keep"`.
//!
//! | key | what |
//! |---|---|
//! | `id` | its name in counts and metrics: small letters, digits, `-` and `_` |
//! | `log_group` | a glob |
//! | `version`, `owner`, `contact`, `purpose`, `classification`, `retention_days` | for those who read the file; they count for the digest |
//! | `expires` | the last day. Afterwards the contract is enforced as before, each event is counted, and `ended` says whether it goes on: `pass` or `withhold` |
//! | `pipeline_can_reverse` | `true` allows `encrypt` and `format-preserving` for its fields |
//! | `unknown` | what is done with fields that it does not name: `pass`, `tokenize`, `redact`, `drop`, `withhold`; must be there |
//! | `changed` | with fields of another type: the same; default `redact` |
//! | `forbidden` | with forbidden fields: `redact`, `drop`, `withhold`; default `drop` |
//! | `missing` | with an event that lacks a required field: `pass`, `withhold`; default `pass` |
//! | `text` | with an event that is not one JSON object: `pass`, `withhold`; default `withhold` |
//!
//! A `[[contract.field]]` has a `path`, and may have a `type` (`string`, `number`, `integer`, `boolean`, `object`, `array`; `null`
//! counts as each, since redaction leaves it behind), `required` (the path then has no wildcards), `forbidden`, and an operator
//! (`use`, `as`, and what the operator takes). A field that is named is known with all that is in it, unless longer paths name
//! what is in it; a field on the way to a named one is known. `tokenize` gives an unknown field a pseudonym and `redact` a
//! label, as for an operator by path: an object becomes `null` as a whole.
//!
//! A `[[contract.exception]]` with `path`, `reason` and `until` (a last day) takes a field and all in it out of the contract:
//! it is known, may be of any type, may be forbidden, and is not replaced. Operators by path and rules still apply.
//! `approved_by` is for those who read the file.
//!
//! Days are looked at when the file is read. What has ended gives a warning.
//!
//! Nothing that breaks a contract is silent. It is counted as `events`, `missing`, `forbidden`, `changed`, `unknown`, `text`,
//! `expired`, `excepted` and `fields` (replaced as the contract says) under the `id`; an event that is withheld leaves
//! `WITHHELD-contract`, and its counts stay.
//!
//! # Sources
//!
//! With `[[source]]` tables, only events of a source that one of them describes are allowed: `account`, `region` and
//! `log_group` are globs, all that stand there must hold. Batches name account and log group; a function for AWS Lambda knows
//! its region; `--account`, `--region` and `--log-group` say the rest. What is not known is empty, and only `*` is for it. A
//! batch that says its account or log group twice and differently has none.
//!
//! Events of other sources are withheld as `source_not_allowed`; `other_sources = "count"` lets them pass, redacted as all others,
//! and counts them as `unlisted`. `scan` looks at every source.
//!
//! `[regions]` names the `home` region of the data and further regions for `sinks`, with a `reason`. A function for AWS Lambda
//! does not start elsewhere than at home, and no program with a sink that is neither at home nor in one of `sinks`.
//!
//! # Tenants
//!
//! `[scope]` has one of `tenant` (a name), `tenant_from_log_group` (a glob in which `{tenant}` is the tenant, one or more
//! characters without `/`, as few as possible, with no `*` before it) and `tenant_from_field` (a path to a string or number of
//! the event, in the outermost document). Where keys are given, an event whose tenant is not known, is empty, is too long or
//! is said twice and differently is withheld as `no_tenant`; nothing falls back to another tenant. Tokens are recognised under
//! their tenant only. What stands around the events of a batch has no tenant if that is a field, and gets labels. The keys of
//! 256 pairs of tenant and contract are kept derived.
//!
//! # Looking before it runs
//!
//! `blackbar policy check FILE...` says what is wrong (`error`, exit code 2) and what has no effect or could surprise
//! (`warning`, exit code 1), as lines or as a SARIF log:
//!
//! | name | what it is about |
//! |---|---|
//! | `invalid-policy` | the file is no policy |
//! | `unkeyed-operator` | it asks for an operator that is refused, such as `sha256` |
//! | `cross-region-sink` | `sinks` names a region other than `home`, and no `reason` is given |
//! | `expired` | an entry of the allow-list, an exception or a contract has ended |
//! | `named-twice` | a rule or class has two operators, and the last one counts |
//! | `never-reached` | an operator is for findings that are never made: disabled, below `minimum_confidence`, or every rule of the class has an operator of its own; or a contract whose log groups an earlier one has |
//! | `ownerless` | a contract names no owner |
//! | `one-shift` | `date-shift` without a `subject`: all dates of the tenant move by the same days |
//! | `unused-leave` | `pipeline_can_reverse` or `recipient` is given and no operator uses it |
//! | `zero-limit` | a limit of nothing withholds everything that needs it |
//!
//! `--rules` names the rules of your own that the policy speaks of.
//!
//! `blackbar policy explain EVENT` says for each finding which rule made it, which operator it gets and which part of the
//! policy chose it, or that the allow-list lets it through; which fields are replaced by their paths, and what its contract
//! counts. `blackbar policy schema` prints the JSON Schema (draft 2020-12).
//!
//! `blackbar policy diff OLD NEW FILE...` tries two policies on logs and says, by cause, what would be redacted no longer, newly
//! or otherwise, and which events would be withheld: how often, and where first. `--only-less` makes only what is lost an exit
//! code of 1. Operators with keys get keys for the occasion.
//!
//! `blackbar policy init FILE...` drafts a contract for each log group in some logs. It prints names of fields, never values;
//! names that could be values become `*`.
//!
//! Every policy has one digest: the SHA-256 of what its file and the allow-lists say, however they are spelled. The summary,
//! `--stats=json`, `policy check`, and the metrics and log of the function show it beside that of all rules, which
//! `rules list` shows too.
//!
//! # Operators
//!
//! From the strictest to the mildest. Where two findings have the same bytes, the stricter operator is applied.
//!
//! | name | what stands in place of the value |
//! |---|---|
//! | `drop` | nothing: the member of the object or the element of the array goes, with exactly one comma; running text gets the label |
//! | `seal` | a token that only the holder of a private key can open; needs keys and `recipient` in `[scope]` |
//! | `label` | `REDACTED-` and the class |
//! | `mask` | `********`, always eight, since a length says something |
//! | `zero` | `0`; a JSON number stays a number |
//! | `pseudonym` | a token that is the same for the same value and cannot be opened; needs keys (`--keys`) and a `[scope]`; `purpose` for one other than the scope's. See [tokens](super::tokens) |
//! | `encrypt` | as `pseudonym`, and whoever has the keys can open it; needs `pipeline_can_reverse = true` in `[scope]` |
//! | `format-preserving` | a value of the same form: digits for digits, letters for letters, all else as it is. Whoever has the keys can turn it back; needs `pipeline_can_reverse = true` in `[scope]`. Never a card number that passes the Luhn test |
//! | `partial` | `first` characters, `****`, `last` characters; default 0 and 4. Never more than a third of the value, and no character but letters and digits |
//! | `date-shift` | the date up to `days` (365) earlier or later, as it is written. All dates of a `subject` move by as many |
//! | `generalise` | less of it: see below |
//! | `keep` | the value; the finding is counted |
//!
//! A JSON number stays a number under `zero`, and under `format-preserving`, `date-shift` and `generalise` if it is a finding
//! as a whole; otherwise it becomes `null`. A value that an operator cannot serve (no date, no address, too short) gets its
//! label. If the key of a member is edited and its name would
//! then stand twice in the object, a number is put behind it.
//!
//! The results of `format-preserving`, `date-shift` and `generalise` look like values and are found like values: they are
//! refused where `passes` is `many`.
//!
//! `date-shift` takes the `subject` from the event: the member `key`, or `object.key`, that is nearest to the date, in its
//! object or in one around it; strings and numbers with the same characters are one subject. Where there is none, as in
//! running text, the date gets its label. Without `subject` all dates of the tenant move by the same days, so who
//! knows one knows all. `order = "day-first"` or `"month-first"` says what `03/04/1980` is; without it a date that could be
//! two gets its label. Dates are `1980-01-31` with or without a time, `19800131`, `31.1.1980`, `1/31/80`, `31 January 1980`,
//! `Jan 31st, 1980`, and seconds or milliseconds since 1970 in 10 or 13 digits.
//!
//! | `to` of `generalise` | what is left |
//! |---|---|
//! | `network` (default) | of an IP address the first `ipv4 = 24` or `ipv6 = 48` bits, never more; the others are zero |
//! | `age-band` | `30-39` for 37 with `width = 10`, in a JSON number 30; from 90 on `90-or-more` |
//! | `decimals` | `decimals = 2` of coordinates, at most 3; what has more than three digits before the point is none |
//! | `month`, `year` | `1980-01` or `1980`, in the order and with the separator of the date |
//!
//! There is no other hash than `pseudonym`, which is HMAC-SHA-256 with a key: `hmac` and the like are told to write that.
//! Unkeyed hashes (`sha256` and the like) are refused: all card numbers, telephone numbers or addresses can be tried in
//! minutes. So are MD5 and SHA-1, which are broken besides, and FF3 and FF3-1, which NIST has taken out of SP 800-38G.
//!
//! # Allow-lists
//!
//! `[[allow]]` lets findings stay as they are. They are counted as `allowed`, and are not among the findings. The same
//! tables stand in files of their own, behind `version = 1`, for `--allow FILE` of `scan`, `redact`, `run` and
//! `rules explain`; all that are given count together.
//!
//! | field | what |
//! |---|---|
//! | `reason` | why this may stay; must be there |
//! | `expires` | the last day on which the entry counts, in UTC: `2026-12-31`, without quotes. Later it does not count, and a warning names it |
//! | `value` | the whole value of the finding, without the escapes of JSON |
//! | `sha256` | the SHA-256 of that value, 64 hexadecimal digits, so that the list does not hold it: `printf %s VALUE \| sha256sum` |
//! | `pattern` | a regular expression over bytes that matches the whole value |
//! | `path` | where it stands in JSON: `key` of the member, or `object.key` with the key of the object around it; `*` is any name. In a list of names and values (`{"name":"DB_PASSWORD","value":".."}`) the name is the key |
//! | `rule`, `class` | of the finding |
//! | `input` | a glob over names of files, or a list of such: `"tests/*"`, `"*/testdata/*"`; `*` is any text, `/` too |
//!
//! Entries with `input` count for `scan` alone, and only for files that are named to it: `redact`, `run` and the function for
//! AWS Lambda let nothing through for the name of its file. A path is taken as it was given; one with `..` is for no glob.
//!
//! All that an entry says must hold; `value`, `sha256` and `pattern` exclude each other. A path is of the innermost
//! document if documents stand in strings; names of members are not values and have none. For a deeper place write an
//! operator by path with `use = "keep"`. Only the
//! finding itself stays: another one that overlaps it is redacted with all its bytes. No error names a value.
//!
//! A digest hides random values only: short or guessable ones are found by trying.
//!
//! # The default
//!
//! Findings of medium confidence and above get their label; once there are keys, those of personal data
//! ([`PERSONAL`](crate::policy::PERSONAL)) get a pseudonym instead. The one exception is the rule `ipv4-private`, which is kept:
//! addresses of private and special-purpose networks (RFC 6890) name machines, and those who read logs need them.
//! Findings in the names `logGroup` and `logStream` are edited at high confidence only, since records are routed by them.

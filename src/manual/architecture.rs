//! What the parts are, what holds in each, and the way of one event.
//!
//! # Bird's-eye view
//!
//! blackbar takes bytes and gives bytes.
//! It finds the events in its input, finds what is personal or secret in each event, and writes the input again with
//! those places replaced.
//! The result of looking at an event is a list of edits in positions of the original; the output is the input with the
//! edits applied in one pass.
//! Everything else follows from that: what is not edited is not touched, and a clean event costs one look and a copy.
//!
//! The core (floors 0 to 3) is a total function.
//! It has no input and output, no clock, no environment, no threads, no randomness, and no state between events that changes a result.
//! It does not fail: text that is no JSON is text.
//! Errors exist where a person configured something, where the wire is broken, and where a sink refuses.
//!
//! # Code map
//!
//! Floors are folders of `src/`. A module imports from lower floors only.
//!
//! | floor | folder | what it does | what always holds |
//! |---|---|---|---|
//! | 0 | `span` | spans, edits, patches, the splice | spans count bytes of the original; edits are disjoint and in order; a patch needs no escaping anywhere; `Secret` cannot be printed |
//! | 1 | `text` | a JSON reader that yields positions, unescaping with a map back, `key=value` notation, documents in strings | knows no rule; nothing is decoded unless an escape asks for it; every decoded position maps back; depth of the input never becomes depth of the stack |
//! | 1 | `rules` | what a rule is; the format of rule files; the built-in table that `build.rs` makes of `rules/*.toml` | rules are data; one reader serves the build and `--rules`; a broken built-in rule is an error of the build |
//! | 1 | `token` | key sets, and tokens made with them (feature `tokens`) | a key cannot be printed and is wiped; a token is ours only if its keyed check verifies |
//! | 2 | `detect` | trigger pass, confirmation, context, checks; `explain`, which says how far a rule comes | a finding is a span, a rule and a confidence, never a value; the scanner is immutable, memory belongs to the caller |
//! | 2 | `policy` | which rules run, which operator each class and each path gets, what may stay, contracts, sources, tenants, limits | plain data |
//! | 3 | `redact` | findings to edits: operators, cover, keys, members, guard; fields by their paths; the router, from a source to its redactor | every byte of every finding lies in an edit unless the policy keeps it; an event that was not searched to its end is withheld whole |
//! | | | *the core without features ends here* | |
//! | 4 | `codec` | capped gunzip, batches, events of Firehose and of AWS Lambda, the splitter | positions or bytes, no input and output; inflation is capped in size, ratio and members |
//! | 5 | `coverage` | counts, and their form for CloudWatch | they merge in any order and balance |
//! | 6 | `pipeline` | blocks of records over a rayon pool under a budget | no input and output; the output is in the order of the input whatever the number of threads |
//! | 6 | `aws` | credentials, regions, roles and the HTTP client for services of AWS (feature `aws`) | no region or endpoint outside of the allowed ones |
//! | 7 | `sources`, `sinks`, `settings` | files and streams; rolling files, standard output, streams of Firehose, buckets; policy, allow-lists, rule files and their import | the outside world is here, in `aws` and on floor 8 only |
//! | 8 | `app`, `lambda` | the command line; the function for AWS Lambda | not part of the interface; no answer to Firehose is `ProcessingFailed`, too late or too large; a record goes out, and is counted, only when it is finished; what is withheld is sealed for its recipient if there is one |
//!
//! `src/bin/blackbar.rs` calls `app` and nothing else, `src/bin/blackbar-lambda.rs` calls `lambda`.
//! `pipeline` returns data and `sinks` ship it; they meet only in `app`.
//!
//! # The way of one event
//!
//! | step | where | in and out |
//! |---|---|---|
//! | read | `sources::Reader` | a file or stream, inflated member by member if it is packed |
//! | split | `codec::Splitter` | bytes to blocks of whole records: lines, JSON texts over several lines, keys between `BEGIN` and `END`; the same records however the stream is cut |
//! | hand over | `pipeline::ordered` | blocks to the pool, bounded in pieces and in bytes; results come back in order |
//! | recognise | `pipeline::Engine` | a record is a batch, a Firehose event, or an event of its own |
//! | route | `redact::Router` | account, region and log group to the redactor for them: contract, tenant, or a refusal |
//! | survey | `detect::survey` | one trigger pass over some lines: places where a rule could match; most lines have none and end here |
//! | run through | `redact::running` | a surveyed event that is running text alone: to findings and edits at once; the next two steps are for all others |
//! | enter | `detect::confirm` | the places in the event, or a pass over what had to be decoded |
//! | segment | `text::traverse` | the event as keys, strings, numbers and text; strings that hold documents are entered in turn |
//! | confirm | `detect::confirm` | at each place the pattern, anchored; then bounds, check and the words near by |
//! | follow | `redact::fields` | where the policy has paths: the table of each document to fields that are replaced, and to what the contract counts |
//! | cover | `redact` | findings and policy to disjoint edits in positions of the document |
//! | splice | `span`, `pipeline` | document and edits to output: the one copy |
//! | pack | `codec::gzip` | packed input gives packed output, one member a block |
//! | deliver | `sinks` | output to parcels, one receipt each |
//! | count | `coverage` | at every step that ends an event |
//!
//! # Where it departs from the obvious, and why
//!
//! **No JSON library writes output.** A parser that reads into a tree and writes it again changes the order of keys, the
//! spelling of numbers and the escapes. The walker of `text` yields positions and decodes nothing. simd-json unescapes
//! in place and would destroy the bytes that must stay, so it serves only where a document is consumed whole: a Firehose
//! event, whose reply is a new document.
//!
//! **No regular expression runs over an event.** One automaton of all rules is large, and its cost grows with the rules.
//! Patterns are tried anchored at places where a trigger pass says that a match could begin. A pattern is compiled when
//! it is first needed: a stream needs few of them, and building all would cost every start.
//!
//! **What was tried in vain is not tried again.** Logs repeat themselves: `Failed password for invalid user` stands in a million
//! lines, and three patterns are tried behind its second word. An automaton tells of a vain attempt how many bytes it read until
//! it was sure (`detect::pattern`), and where the same bytes stand again, nothing is tried. They are compared as they are: a
//! hash of them would let somebody build two texts of which one hides the other. A worker keeps up to 29 bytes for each rule.
//!
//! **The trigger pass turns text into bits.** Vector instructions say of 64 bytes at a time which are letters, digits,
//! dots and so on, and where three bytes stand that some literal begins or ends with (`detect::classes`,
//! `detect::nibbles`). Where words begin and end, and where a shape such as an IP address could begin, is then a matter
//! of shifting and combining these bits (`detect::pass`); times, paths, floating-point numbers and most words fall out
//! without being looked at. Nearly all literals of rules begin or end a word, since nothing alphanumeric may stand beside
//! a token or a key word; those that remain are looked up by five or three bytes in a bitmap, the longer ones by eight or five
//! in another, and compared sixteen at a time (`detect::words`). The cost does not depend on the number of rules while the
//! bitmaps stay sparse. The masks of a group are hidden from the optimiser once they are made: seen through, it took them apart
//! again, in hundreds of instructions.
//!
//! **The instructions are chosen at run time, without `unsafe`.** `fearless_simd` gives one source for AVX-512, AVX2,
//! SSE4.2 and NEON. `Method::Portable` does the same in plain Rust: it is the twin that tests hold the vector code to,
//! and what runs where there is no byte shuffle. `Method::Narrow` is AVX2 where there is more, so that tests and benchmarks
//! see that path too.
//!
//! **Blocks are surveyed at once.** A call for each line costs more than most lines. The pass goes over 64 KiB of whole
//! lines (`detect::survey`), and a line without any hit and without a backslash is clean; nothing else is done for it. It
//! is the pipeline's affair alone: whoever surveys must not change the block before its events are searched. `scan` looks at
//! blocks in the same way, with a redactor that plans no edits.
//!
//! **Running text takes a short way.** Most events with a place that a rule points to hold no escape and no bracket that could open
//! an object or array, and in most of them nothing is found. They are one segment, whose hits the survey has: they need no walk,
//! no frames and no lists (`redact::running`). Properties hold the events of blocks and batches to the same events searched
//! alone, which go the long way.
//!
//! **What a match must hold is known when the program is built.** The build reads each pattern and proves how many solid bytes it
//! begins with, how many digits, which literal is in every match and what can stand before it, and, for rules that a shape finds,
//! which bytes can stand at its first places (`src/rules/facts.rs`, `src/rules/head.rs`). Where the finding is a number, as many
//! digits must stand ahead as its check asks for; signs side by side end a number, and digits that a pattern has behind such a
//! place do not count. Rules whose shape is lazy, that is, which are tried near their context words, are tried only where all of
//! that stands ahead. Rules that literals find have no first bytes: in the package of the function for AWS Lambda they would take
//! more room than they save time. Where a finding is a group of its match, the build proves for some patterns that it
//! begins and ends so many bytes from the edge, or, behind those, at the first byte of a kind (`src/rules/parts.rs`): it is then
//! told from the match without the engine that tells groups.
//!
//! **A word names a value or it is a word.** `auth` and `token` stand in values, paths and prose far more often than before a
//! value. What follows a key word, and what stands before it, says at first sight whether it could name anything
//! (`text::pairs`); if not, it is no hit, and a line with nothing else stays clean. A property holds the first sight to
//! the full look, in every piece of the text that quotes or ends of lines bound.
//!
//! **Tables of three bytes are parted by cost.** A bit of the tables stands for many literals, and lets pass whatever each half
//! of a byte occurs in. Which literals share a bit is chosen so that the least text passes (`detect::nibbles`). The words that
//! count near a finding are found in the same way, 64 bytes on each side at once (`detect::context`): a loop over the words of
//! the text there would mispredict at most of them.
//!
//! **What a check asks can be asked first.** All rules of payment cards have the check `card`, and most groups of digits in
//! logs fail it whatever the pattern. Its gate (`detect::check`) says so before a place counts as a hit, so that a line with
//! nothing else stays clean without a further look. It counts only for rules behind whose matches no digit may stand: a
//! number ends where its digits do.
//!
//! **Frequent patterns are recognised by hand.** A quarter of real lines holds an IPv4 address. `detect::hand` has a
//! recogniser for its pattern, found by the pattern's text, so that rule files say what is found and nothing else. It reads
//! the address on the way, once for all rules that ask whether it is public or private. A property test holds it to the
//! pattern and to their checks.
//!
//! **JSON is searched event by event, not document by document.** A batch is read once, for its end and its structure in one go;
//! each event is entered on its own, and most need no further look. The names around its message are the same for all, so
//! what stands in them is known when the scanner is built. It gives the pool equal pieces, and the same event gives the same
//! result whatever stands around it. Of a document in a message only that is visited which something points to: the key
//! around the document counts for what is in it only if it holds a word that any rule knows, which `message` does not. Text
//! with pieces of JSON in it, as of a line that was cut, is searched as text, once more without its escapes, and the objects
//! and arrays in it besides.
//!
//! **An event in CloudWatch's own form is known at a glance.** Of `{"id":"..","timestamp":..,"message":".."}` only the message
//! is searched, so only the message gets into the table of the document (`codec::event_form`): a table of all leaves is a
//! multiple of the batch, and most of it is never looked at. A property holds it to the reader that knows nothing.
//! Messages are copied side by side without their escapes, and surveyed as lines are (`pipeline::gathered`): a pass for each would
//! cost more, and JSON in a message has escapes in every one.
//!
//! **Quotes and backslashes are found 64 bytes at a time.** JSON in JSON has a backslash for every eight bytes or so; whoever stops
//! at each of them by a loop of its own mispredicts at each of them, when the string is read and once more when its escapes are
//! undone. `text::specials` marks them in a word: in a short string by the instructions that every processor of the target has,
//! since a choice at run time costs a call; in a message by those of the processor at hand, chosen once for all of it. In a message
//! with escapes no quote is stopped at but the last one: which of them a backslash takes is told by arithmetic over the word
//! (`text::string_end`). Escapes of quotes and backslashes are undone by leaving the backslash out, without a look at what they
//! are, where a group has no others (`text::unescape`).
//!
//! **What nothing is changed in is not packed again.** Packing costs more than everything else that is done for a batch. Data
//! that came as one gzip member goes on from the function as it came if no byte of its document changes
//! (`Outcome::as_it_came`). A header may hold a name or a comment, and what stands behind a member was never in the document:
//! where there could be either, it is packed anew.
//!
//! **How a record is packed depends on its redacted text alone.** Packing is a search for text that stands there twice, and whoever packed a
//! batch has done it: by the matches that it came with it could be packed again for less, and as small. But where
//! those matches begin and end, and how long the codes of its letters are, depends on what was redacted: whoever reads the packed form
//! could tell which values were equal and which letters a secret had. So all of it is packed anew.
//!
//! **What is asked of each line is asked once for many.** A line that begins like no JSON text, in a stretch without a private
//! key, is a record as it stands, so the splitter cuts all of them in one loop.
//!
//! **There is a second scanner that is slow.** `detect::naive` tries every rule at every position. It has no trigger and
//! no cleverness, so it says what the rules mean; tests hold the fast path to it.
//!
//! **Labels are of unreserved characters.** `REDACTED-email` needs no quotes, no escapes and no percent signs in JSON at
//! any depth, in a URL or in CSV. So one label is right everywhere, and no edit has to know what stands around it. A
//! number becomes `null`, since a label would be no JSON.
//!
//! **Overlapping findings become their union.** Choosing one of them would leave bytes of the other.
//! If one finding contains all others its label is used, else `REDACTED-multiple`.
//!
//! **Text with edits is searched again.** A label may be shorter than what it stands for, so that a word of context comes
//! near to something that it was too far from before. Looking again until nothing new is found makes redacting twice the
//! same as redacting once; clean text, which is most of it, is searched once. Of a document, the second look visits the
//! members that an edit touches and those under a name that one touches: what is found in a member depends on its value and
//! on the names that it goes by, and on nothing else.
//!
//! **Most edits need no such look.** A label that is parted from its surroundings changes little: rules point to nothing new, and
//! what they pointed to beside it is tried again, in that piece of text alone (`redact::settled`, which says when that is
//! sure). Everything else is searched again as a whole; a property holds the short way to the long one.
//!
//! **One redactor is for one source.** What a policy says of accounts, log groups and tenants is settled before an event is
//! looked at: a `Redactor` knows one contract and one tenant at most, and a `Router` finds or makes it. Redactors share the
//! rules and the trigger, so one for a new tenant costs the derivation of its keys and nothing else. Where the policy has none
//! of this, there is one redactor and no question.
//!
//! **Paths are followed in the table, not in a tree.** The walk yields the elements of a document in order, so the states of
//! all paths are carried from each container to its elements, and from a string to the document in it. It is done before
//! the segments are searched: what is found in a field that is replaced as a whole asks for nothing more. An event without
//! paths and contracts is not walked for their sake; under a contract every event is.
//!
//! **Panics are caught around each event.** What was being searched is withheld and counted as `internal_error`, all
//! other events go on. Every profile that is shipped unwinds, since a process that aborts takes a whole batch with it.
//!
//! **The function for AWS Lambda runs its own loop.** The Runtime API is three calls of HTTP on loopback. The crate
//! lambda_runtime wraps them well, but it parses the event before the handler sees it and answers one that it cannot parse
//! with an error, and it panics where a header is missing; after an error Firehose writes raw records to a bucket. It also
//! brings an asynchronous client, where calls that wait for one another need none. So the loop is ours and the client is ureq,
//! without TLS and without proxies. What the package weighs and how soon it asks stands with the command that prints it on the
//! page [`lambda`](super::lambda).
//!
//! **What comes again to Firehose is decided by a machine without a clock.** `sinks::firehose` keeps for each record whether
//! it is open, accepted or given up, and says what is to be sent or how long a pause may be; who sends and waits is behind a
//! trait. So five hundred random patterns of refusals run in a plain `cargo test`. The SDK's own retries are off: they would
//! send whole requests again. Its TLS is rustls with ring alone, and the crates' default features, which bring an older
//! HTTP and TLS stack, are off.
//!
//! **A record on its way back to its stream is in its last form.** It is redacted and packed as it will be, so the reply to
//! it is about as long as the event that brings it, which always fits; the mark before it forbids another turn.
//!
//! **Time is a flag.** The pipeline has no clock. A `Gate` goes with each record: a flag that another thread sets when the
//! time is over, and the numbers of events for which the reply has no room. Whoever waits for the work also gives up waiting
//! at a second moment, so one slow event cannot hold back the reply.
//!
//! **A record is finished once.** Until then what goes out for it may change: it is sent on, shrunk, or a sealed copy is put
//! behind it (`lambda::record`). Replies, sinks and counts take a `Finished` alone, with its name, the bytes that go out and
//! what was done; so whatever is to be sworn of a record is made in `Record::finish`. What a reply says of a record besides
//! its data is counted by `lambda::frame`, from which all planning of room takes its numbers.
//!
//! **What does not fit is redacted again.** The length of a reply is known before it is built. Events are given up by a
//! second pass over the record as it came, with their numbers shut out at the gate, so output and counts come from one place;
//! it is rare enough that its cost does not matter.

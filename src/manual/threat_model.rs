//! What can go wrong, what is done about it, and what shows it.
//!
//! What is protected: values in logs that name a person or open a door. Who is kept from them: everyone who reads the
//! output, the summary, the findings of `scan` and the error messages. Who is not: those who read the input, or the
//! memory of the process. Input is hostile: whoever can make an application log something can choose its bytes.
//!
//! What shows it: names of tests in `tests/`, of unit tests beside the code, or of checks that `tests/real/run` prints.
//!
//! | what can go wrong | what is done about it | what shows it |
//! |---|---|---|
//! | A rule does not find what it should, or finds what it should not | every rule has examples and look-alikes; checks of identifiers are compared with values that an independent program made | `rules::every_rule_finds_its_examples_and_nothing_else`; the tables in `tests/data/oracle` |
//! | The fast path misses what a rule says | a slow reference says what the rules mean | `laws::the_trigger_loses_nothing_on_any_example`, `the_trigger_is_sound_on_mixed_text`, `the_trigger_is_sound_on_documents` |
//! | A value survives in another wrapping: escapes, JSON in strings, keys, numbers | everything is searched decoded, edits are in positions of the original | `laws::no_example_survives_in_any_wrapping`; `tests/real/run`: no value of the sample survives |
//! | Redaction breaks the JSON | edits are inert, a number becomes `null`, structure is never written anew | `laws::json_stays_json`, `dropping_members_leaves_json`, `numbers_become_null`; `tests/real/run`: python's json reads the redacted batch |
//! | Two keys become one, and a value is lost | a number behind the label | `laws::keys_stay_apart`; `tests/real/run`: python's json finds as many members |
//! | Bytes change that nobody asked for | output is input and edits | `laws::bytes_outside_of_edits_stay_and_findings_are_covered` |
//! | Overlapping findings leave a piece of one | edits cover the union | unit tests of `redact::cover`; `laws::bytes_outside_of_edits_stay_and_findings_are_covered` |
//! | Redacting twice damages what was redacted | labels that are given out are known and left alone | `laws::redacting_twice_changes_nothing_more`; `rules::labels_are_inert` |
//! | The bytes depend on threads or on how a stream is cut | the output is put in order; records do not depend on reads | `forms::the_number_of_threads_changes_nothing`; `tests/real/run`: one, two and four threads; a stream in pieces |
//! | A gzip stream has many members, and a reader stops at the first | every member is read | `bad_input::the_second_member_is_searched`; `tests/real/run`: a stream of three members |
//! | The packed form tells of what was redacted: equal values, letters of a secret | a record is packed from its redacted text alone, never by how it came packed | `what_was_redacted_leaves_no_trace_in_what_goes_out_packed` |
//! | A gzip header holds a name, or something stands behind the member | packed data goes on as it came only if it is one member with a bare header and nothing in it changed | `what_has_nothing_in_it_goes_on_packed_as_it_came` |
//! | A small input inflates to a huge one | caps on size, ratio and members while inflating | `bad_input::a_gzip_bomb_is_refused_early_and_cheaply`, `a_bomb_inside_a_firehose_record_is_answered_with_a_stub` |
//! | A packed input is cut or spoiled | a batch goes on only if the checksums hold; a stub stands in its place | `bad_input::a_truncated_gzip_of_a_batch_gives_one_stub_batch`, `a_wrong_checksum_withholds_a_batch`; `tests/real/run`: a cut, a spoiled stream |
//! | Deep input overflows the stack | the walker does not recurse; depth is bounded before any other parser runs | `bad_input::deep_json_is_withheld_and_the_next_line_is_not` |
//! | A document in a document in a document takes forever | levels and decoded bytes of an event are bounded | `bad_input::a_million_keys_are_withheld_or_stay_distinct`; no test of nesting alone yet |
//! | A regular expression takes forever | automata without backtracking; patterns are tried anchored, at places that a trigger found | the engine's guarantee: time is linear in the text |
//! | An event makes the program panic | caught around the event and again around its block; no profile that is shipped aborts | `laws::a_fault_withholds_one_event`, `any_bytes_are_redacted`; `tidy::unsafe_code_stays_forbidden` reads the profile |
//! | Firehose writes records to its error bucket in the clear | every record is answered `Ok`, with a stub if it cannot be read | `forms::a_firehose_event_is_answered_in_its_reply_form`, `bad_input::invalid_base64_is_answered_ok_with_a_stub`; `tests/real/run`: python's json and base64 read the reply |
//! | The function for AWS Lambda fails, is late or sends too much, and raw records go to the error bucket | stubs within a budget of time and room; a wrong configuration is answered too | `lambda::limits`, unit tests of `lambda::crew`; `lambda::a_wrong_configuration_withholds_and_says_so` |
//! | A record goes round between the function and its stream for ever | what was forwarded carries a mark and is not forwarded again; who forges the mark loses the forward and nothing else | `lambda::forward::what_the_reply_has_no_room_for_goes_back_to_the_stream_once`, `a_forged_mark_skips_nothing_and_loops_nowhere` |
//! | A stream takes some records of a request and refuses others | exactly those are sent again, in order; in the end they are given back | `sinks::firehose::tests::nothing_is_lost_and_nothing_that_was_accepted_comes_twice`; `lambda::forward`; `tests/real/aws`: what is forwarded arrives once |
//! | Data leaves its region | streams and endpoints elsewhere are refused at the start | `lambda::forward::a_sink_elsewhere_is_refused_at_the_start`; unit tests of `aws::region` |
//! | What is withheld is lost | a sealed copy for the recipient, whatever else is wrong; what has none is counted | `lambda::keep`; `tests/real/aws`: locked copies that are announced |
//! | A key of a partition holds a value | it is a name of a group, redacted, or a word of ours | `lambda::keep::keys_of_partitions_are_names_and_classes` |
//! | An event forges the metrics of the function | events on standard output are marked and no JSON | `lambda::kinesis_goes_to_the_sink_and_bad_content_stops_nothing` |
//! | Messages of this program print values | findings and errors hold names and positions; `Secret` and the buffers have no `Debug` that prints; messages of panics are muted | `laws::nothing_printable_holds_a_value`; `tidy::few_and_known_places_look_into_secrets` |
//! | `scan` prints a value in its context | the excerpt is of the redacted text | `forms::scan_never_prints_a_value` |
//! | Someone writes `REDACTED-` before a secret to hide it | only a label of a known class, whole, is left alone | `laws::planted_labels_hide_nothing` |
//! | Someone writes what looks like a token to hide a secret | a token is left alone only if its keyed check verifies in a scope in use | `tokens::laws::a_planted_token_hides_nothing`; `tokens::vectors::only_our_own_tokens_are_recognised` |
//! | Values behind pseudonyms are found by trying all of them | pseudonyms are computed with a key; unkeyed hashes are refused | `tokens::vectors`; unit tests of `settings::policy_file` |
//! | Tokens of two tenants or purposes are brought together | every derived key is bound to tenant, purpose, class and epoch; without a tenant nothing starts | `tokens::vectors::no_two_tokens_are_equal`; `keys::keys_and_policy_need_each_other` |
//! | The pipeline opens what it should only pass on | `encrypt` needs `pipeline_can_reverse = true`; `seal` is to a public key | `reveal::the_pipeline_cannot_open_what_it_seals`; unit tests of `settings::policy_file` |
//! | Values of the same form are taken for real ones, or tried out one by one | domains of a million at least; no card passes the Luhn test; one key for each tenant, purpose, class and epoch | `tokens::format_preserving`, `tokens::wycheproof::aes_256_ff1` |
//! | A record passes twice and its values are changed twice | tokens are recognised; operators whose results are not are refused with `passes = "many"` | unit tests of `settings::policy_file` |
//! | Someone opens tokens and nobody knows | the audit record is on disk before a value is shown; a budget and an end | `reveal::nothing_is_shown_that_is_not_on_record`, `approvals_end_and_budgets_are_spent` |
//! | Errors of opening tell which part was right | one error for every reason | `reveal::every_refusal_reads_the_same` |
//! | A key is printed, or read by others on the machine | keys have no `Debug` that prints and are wiped; a key file that others may use is refused | `keys::keys_are_never_overwritten_and_never_printed`, `only_the_owner_may_read_keys` |
//! | A key file is stolen with the disk, or a wrapped key is put in the place of another | KMS wraps the keys, with a context that names purpose, version and epoch; a wrapped file holds no key in the clear | `tests/real/keys` |
//! | A rotation breaks off half way | key files are replaced in one step; a hold keeps an epoch | `keys::a_rotation_in_two_steps`, `destroying_says_what_is_lost_and_respects_holds` |
//! | An event is lost without a trace | counts balance, or the exit code is 2 | `coverage::tests`; `tests/real/run`: the summary balances |
//! | The disk is full, the reader is gone | an error with code 2; a closed pipe ends in order | `bad_input::a_full_disk_is_an_error`, `a_reader_that_goes_away_is_no_fault` |
//! | A finished file is cut short by a crash | files carry `.part` until they are complete and on disk; nothing is written over | `forms::run_writes_whole_files_and_never_over_others` |
//! | A mistake in a policy lets values through | unknown names are errors; the program does not start | `forms::a_wrong_policy_is_refused_with_its_line` |
//! | A field that should not be there goes on, or one goes on in clear because no rule knows its values | contracts and operators by path, which need no finding; what is no JSON object is withheld under a contract | `contracts::contracts_are_enforced_and_counted`, `fields_are_replaced_by_their_paths`, `what_breaks_a_contract_can_be_withheld_and_is_never_lost` |
//! | Someone feigns a source, or names two | only sources that the policy names are allowed; names that differ are none | `contracts::sources_that_are_not_allowed_are_withheld` |
//! | An event without a tenant gets the tokens of another one | it is withheld, also if it names two | `contracts::the_tenant_can_be_a_field`, `the_tenant_can_be_part_of_the_log_group` |
//! | A new policy lets through what the old one held back | `policy diff` tries both on real logs | `policy::diff_says_what_changes_and_no_value` |
//! | An allow-list lets through more than was meant, or for longer | an entry is for whole values, has a reason and perhaps a last day; what it lets through is counted | `rules::what_is_allowed_stays_and_is_counted`, `expired_and_wrong_entries` |
//! | An allow-list gives its values away | it may hold digests; it is read by hand, and no error, `Debug` or excerpt has a value of it | `rules::an_allow_list_of_digests_holds_no_value`, `mistakes_are_refused_and_values_not_repeated` |
//! | A rule of the user's own takes the place of a built-in one by accident | the same id is an error without `replace = true` | `rules::a_built_in_rule_is_replaced_only_if_that_is_said` |
//! | `rules explain` prints a value | attempts hold places; what is shown is the rule's own text and asterisks | `rules::explain_says_how_far_each_rule_came` |
//!
//! # What is not protected against
//!
//! - Values that no rule describes: names of people, street addresses, passwords without a key.
//! - A value that is split over several events, or encoded in a way that is not undone: base64 in fields, compression in
//!   fields, percent signs.
//! - What the lengths, times and order of events tell.
//! - Whoever has the keys: pseudonyms of few possible values can be tried out with them. Who reads redacted logs should
//!   not be able to read the keys.
//! - Memory that the operating system writes to disk (swap, core images), and copies of a key file.
//! - Whoever may change the policy, the allow-lists, the rules, the binary or the input before it is read.

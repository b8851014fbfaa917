//! How a rule is written.
//!
//! The built-in rules stand in `rules/*.toml`, one file for each vendor, country or kind. `build.rs` reads them all,
//! checks them and makes a table of them; a rule that is wrong stops the build with its file, line and name. Rules of
//! your own are written the same way and named by `--rules`; see [below](#rules-of-your-own).
//!
//! A JSON Schema of the format is in `schemas/rule.schema.json`; `blackbar rules schema` prints it. It describes the data
//! of a file, so that editors that know TOML and JSON Schema complete and check it.
//!
//! ```toml
//! [[rule]]
//! id = "example-token"
//! class = "example_token"
//! summary = "Example access token"
//! source = "https://example.com/docs/tokens"
//! confidence = "high"
//! literals = ["ext_"]
//! pattern = 'ext_[A-Za-z0-9]{36}'
//! left = "word"
//! right = "word"
//! examples = ["using «ext_{alnum:36}»", "token=«ext_{alnum:36}»"]
//! lookalikes = ["ext_{alnum:35}", "next_{alnum:36}"]
//! ```
//!
//! # Fields of every rule
//!
//! | field | what |
//! |---|---|
//! | `id` | unique, lower case letters, digits and `-` |
//! | `class` | what a finding is: `email`. Labels carry it, operators are chosen by it. Lower case letters, digits, `_` and `:` |
//! | `summary` | one line for people |
//! | `source` | where the format is published, `https://`; a rule of your own needs none |
//! | `confidence` | how sure a match is with no context word near: `low`, `medium`, `high` |
//! | `context`, `with_context` | words, and how sure a match is near one of them |
//! | `against` | words that veto a match near them |
//! | `check` | the name of a check that the value must pass: one file in `src/detect/check/` each |
//! | `entropy` | bits of entropy for each byte, from 0 to 8, which the value must exceed |
//! | `pattern` | a regular expression over bytes, without Unicode classes |
//! | `replace` | `true` if the rule takes the place of the built-in one of its id |
//! | `examples` | at least two texts with the finding between `«` and `»` |
//! | `lookalikes` | at least two texts in which this rule must find nothing |
//!
//! `id`, `class`, `summary`, `confidence`, `pattern` and one of `literals`, `shape` and `keys` must be there; built-in rules
//! need `source`, `examples` and `lookalikes` besides.
//!
//! Entropy is that of Shannon over the bytes of the value: `aaaa` has 0 bits for each byte, random hexadecimal digits
//! have up to 4, random base64 up to 6, and n bytes never more than the binary logarithm of n.
//!
//! Context words are in lower case, three letters at least, and stand at word borders: up to 64 bytes before the match,
//! up to 32 bytes after it, or in the key of the member or of the object around it. `_` in a word stands for any of `_`,
//! `-`, `.`, a space, or nothing: `api_key` is also `apiKey` and `api-key`. A change of case is a word border.
//!
//! The confidence of a match is `with_context` near a context word, else `confidence`. Below the policy's minimum it is
//! no finding.
//!
//! # Which confidence a rule has
//!
//! A rule is as sure as the strongest of these that holds for each of its matches.
//!
//! | confidence | when | example |
//! |---|---|---|
//! | `high` | a prefix of four and more bytes that the vendor made for it, with its alphabet and length | `glpat-` and 20 more |
//! | `high` | a checksum or an inner structure is right, in a form that nothing else has | IBAN, the header of a JSON Web Token, PEM, `ghp_` and 36 more of which six are the checksum |
//! | `high` | the key names the vendor and the secret, and the value has the vendor's form | `aws_secret_access_key=`, 40 of base64 |
//! | `medium` | the prefix is right, and the checksum that the vendor's tokens have is not | a token of an older form |
//! | `medium` | a checksum is right in a form that other things have too, or a prefix of two or three bytes | card numbers |
//! | `medium` | the key names a secret, and the value is no placeholder, word, path or reference | `password=..` |
//! | `medium` | the value is random, and a vendor and a word for keys stand near | `datadog api key ..` |
//! | `low`, and `medium` with context | a form without prefix: 32 hexadecimal digits, a UUID | a key near the name of its vendor |
//! | `low` | a form that many other things have, with nothing near it | nine digits |
//!
//! What is filler, a reference or an identifier of code is no finding at any confidence: checks refuse it.
//!
//! # Checks of secrets
//!
//! | check | takes |
//! |---|---|
//! | `no_filler` | what is not made of runs (`xxxxxxxx`), groups that repeat (`123123123123`), elisions (`abc...`) or words that ask for the real value (`your-key-here`). For tokens with a prefix |
//! | `password` | what can be a password: no mask, reference to a variable, call, path, address, UUID, date, identifier of code or word of prose. Weak passwords are passwords |
//! | `token` | what `password` takes, no filler, and random: entropy of Shannon of 3.0 bits a byte, 3.3 from 20 bytes on, less with digits; no words, numbers, hosts or names |
//! | `api_key` | what `token` takes, and UUIDs |
//! | `userinfo` | the password in a URL: what is no mask and no reference |
//! | `mixed` | what `api_key` takes, and words with capitals and small letters that end in two digits or a sign, as people make passwords |
//! | `strong` | what `token` takes, with three of capitals, small letters, digits and signs |
//! | `jwt` | a value whose first part is a JOSE header |
//! | `crc_token` | a token of GitHub or npm whose checksum is right |
//!
//! # Where a match can begin
//!
//! A rule has exactly one of `literals`, `shape` and `keys`.
//!
//! `literals`: every match has one of these words, `offset` bytes (default 0) behind its beginning. With
//! `ignore_case = true` case does not count, for pattern and literals.
//!
//! `shape`: a hand-made finder.
//!
//! | shape | where |
//! |---|---|
//! | `email` | a local part before an `@` and a domain of two labels at least |
//! | `ipv4` | a dotted quad, of numbers of three digits at most, that is not the tail of a longer one |
//! | `ipv6` | hexadecimal groups with five colons at most five bytes apart, or with `::` |
//! | `mac` | six pairs of hexadecimal digits between equal `:` or `-` |
//! | `plus` | a `+` before a digit |
//! | `iban` | the letters of a country of the registry in one case, two digits, and at least eleven more letters or digits |
//! | `card` | a digit that can begin a card number, and at least eleven more |
//! | `ssn` | three, two and four digits, parted by the same dash or space |
//! | `digit` | any digit behind no word byte; lazy |
//! | `word` | any alphanumeric behind no word byte; lazy |
//!
//! A lazy shape is too frequent to look for in all text: its rules are tried near their context words only, unless the
//! minimum is `low`. Their confidence is therefore below medium, and `with_context` is not. A match of them has at most
//! 512 bytes.
//!
//! `keys`: a pair rule. See below.
//!
//! # Pattern rules: `literals` or `shape`
//!
//! `capture` is the group that is the finding; default 0, the whole match.
//! `left` and `right` say what may not stand beside the whole match; default `alnum`.
//!
//! | bound | what may not stand there |
//! |---|---|
//! | `none` | anything may |
//! | `digit` | a digit |
//! | `hex` | a hexadecimal digit |
//! | `alnum` | a letter or digit |
//! | `word` | a letter, digit or `_` |
//! | `token` | a letter, digit, `_` or `-` |
//! | `base64` | a letter, digit, `+`, `/`, `=`, `_` or `-` |
//! | `userinfo` | a letter or digit, nor the `:` between user and password of a URL |
//! | `number` | a letter, digit or `_`, nor a `.`, `,`, `-`, `+` or `/` that joins the match to further digits or letters; a comma joins groups of three digits only |
//!
//! # Pair rules: `keys`
//!
//! The value of a key with a telling name, in JSON or in a notation of logs, code and configuration. `pattern` must
//! match the whole value.
//!
//! | notation | |
//! |---|---|
//! | `password=..`, `password: ..`, `password := ..`, `password => ..`, `password <- ..` | assignments; quoted, or up to white space or a byte of `,;&"'<>)]}\|` that stands in no bracket opened within the value |
//! | `"password": ".."`, `['password'] => ".."` | members, also with escaped quotes |
//! | `password == ".."`, `".." != password` | comparisons with a quoted literal |
//! | `var password string = ".."`, `password: str = ".."`, `char password[] = ".."` | declarations |
//! | `setPassword("..")`, `password.assign("..")`, `put("password", "..")` | calls |
//! | `--password ..`, `password ".."` | flags and directives |
//! | `<password>..</password>`, `<add key="password" value="..">`, `<string name="password">..</string>` | XML |
//! | `- name: PASSWORD`, and `value: ..` on the next line | lists of names and values |
//! | `{"name":"PASSWORD","value":".."}`, `name=PASSWORD, value=..` | the same as members, with `key`, `header`, `ParameterKey` and others for `name` |
//! | `password: \|`, and `..` on the next line | block scalars of YAML |
//! | `["password"]=> string(8) ".."`, `password: Some("..")`, `password=Optional[..]` | dumps of PHP, Go, Rust, Scala and Java |
//!
//! A name says what it names to its end: `password_reset_url`, `secretName` and `token_count` name something else, and
//! so do names with `public`, `fake`, `dummy`, `example`, `sample`, `mock` or `non` before the key word. An unquoted value
//! that is code (`derive(secret,`, `(char *)`, or brackets before a `;`) is none.
//!
//! Keys are in lower case, and `_` in them stands for the same as in context words. They stand at word borders. After
//! a key of six letters and more any word may follow in the name that does not name something else; after a shorter one
//! only digits and words such as `value` or `text`. Keys of six letters and more are also found at the end of a longer
//! word: `userpassword`.
//!
//! ```toml
//! [[rule]]
//! id = "example-password"
//! class = "generic_secret"
//! summary = "Password, as the value of its key"
//! source = "https://cwe.mitre.org/data/definitions/532.html"
//! confidence = "medium"
//! keys = ["example_password"]
//! pattern = '\S{6,128}'
//! check = "password"
//! examples = ["example_password=«{alnum:12}»", '{"examplePassword": "«{alnum:16}»"}']
//! lookalikes = ["example_password=null", "example_password="]
//! ```
//!
//! The name of a member of JSON that has one or two letters is a key with its closing quote and colon, `d":`, and must be the
//! whole name.
//!
//! # Examples
//!
//! Nothing that looks like a secret is written down. `{alnum:36}` stands for 36 characters that are made up when the
//! tests run, the same for each run. Kinds: `digit`, `hex`, `HEX`, `lower`, `upper`, `alnum`, `lowernum`, `uppernum`,
//! `base32`, `crc62` (letters and digits, the last six of them a checksum), `base64`, `base64url` and `token`. Values with
//! a check digit are ones that their issuers publish.
//!
//! `blackbar rules test` holds every rule to its examples and look-alikes, among all others. A look-alike may be found
//! by another rule.
//!
//! # Rules of your own
//!
//! `--rules DIR` of `scan`, `redact`, `run` and `rules` adds the rules of all files `*.toml` in a folder (not in the folders
//! in it), or of one file, and can be repeated. What is wrong with any of them is an error with file and line, and
//! nothing is read. They run beside the built-in ones, and a policy names them and their classes as any other.
//!
//! A rule with the id of a built-in one is an error that names both, unless it says `replace = true`. Two rules of your
//! own cannot have one id.
//!
//! | command | what it does |
//! |---|---|
//! | `rules list` | lists rules, by class, provider (the name of the file), confidence and words |
//! | `rules show ID` | shows everything about a rule |
//! | `rules lint FILE` | finds what keeps a file from being taken (error), what makes a rule find less or cost more (warning), and what may be meant so (hint) |
//! | `rules test FILE` | tries examples and look-alikes, and says why one does not hold |
//! | `rules explain TEXT` | says which rules find something in a text, which come near, and at which stage they end |
//! | `rules import FILE` | makes rules of a gitleaks configuration |
//! | `rules schema` | prints the JSON Schema |
//!
//! For work on the built-in rules, `lint` and `test` take their files with `--builtin`.
//!
//! # The stages of a rule
//!
//! `rules explain` names the stage at which an attempt ended. Values are masked; places are bytes of the text.
//!
//! | stage | why it ended |
//! |---|---|
//! | `start` | no literal, shape or key of the rule occurs (shown with `--rule` only) |
//! | `no_key`, `no_value` | the key word is a part of another word; no value follows it |
//! | `pattern` | the pattern does not match there |
//! | `border` | what stands beside the match belongs to it, as `left` and `right` say |
//! | `too_long` | a match of a lazy shape is longer than 512 bytes |
//! | `check`, `entropy` | the value is refused |
//! | `label` | it is a label of this program |
//! | `context`, `confidence` | it is not sure enough; for `context`, a word near by would make it so |
//! | `against` | a word near by speaks against it |
//! | `policy` | the policy does not run the rule |
//! | `allowed` | the allow-list lets it through |
//! | `found` | it is a finding |
//!
//! # Rules of gitleaks
//!
//! `rules import gitleaks.toml --out own.toml` reads a configuration of gitleaks 8. `regex`, `secretGroup`, `entropy`,
//! `description` and `tags` are taken over; the literal is worked out from the regular expression, and what may or may
//! not stand before it is left out. A rule without such a literal is tried near its `keywords`. `--allow-out FILE` writes
//! what the allow-lists say of values, `regexes` on the secret and `stopwords`, and of files: `paths` for which globs say
//! the same, which then count for `scan`. A global allow-list holds for the rules that are imported, not for the built-in ones.
//!
//! Listed with the reason, on standard error and at the head of the file, is what cannot be taken over: rules with `path`
//! or `required`, look-around and Unicode classes, a regular expression without a literal and without keywords,
//! `[extend]`, allow-lists by other paths, commit, line or match; and what is not quite the same. The confidence of imported
//! rules is medium. Examples are made from the regular expression, and tried.

//! How a rule is written.
//!
//! Rules stand in `rules/*.toml`, one file for each vendor, country or kind. `build.rs` reads them all, checks them and
//! makes a table of them; a rule that is wrong stops the build with its file and name.
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
//! | `source` | where the format is published, `https://` |
//! | `confidence` | how sure a match is with no context word near: `low`, `medium`, `high` |
//! | `context`, `with_context` | words, and how sure a match is near one of them |
//! | `against` | words that veto a match near them |
//! | `check` | the name of a check that the value must pass: one file in `src/detect/check/` each |
//! | `pattern` | a regular expression over bytes, without Unicode classes |
//! | `examples` | at least two texts with the finding between `«` and `»` |
//! | `lookalikes` | at least two texts in which this rule must find nothing |
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
//! | `email` | a local part before an `@` that an alphanumeric follows |
//! | `ipv4` | a dotted quad that is not the tail of a longer one |
//! | `ipv6` | hexadecimal groups with at least five colons, or with `::` |
//! | `mac` | six pairs of hexadecimal digits between equal `:` or `-` |
//! | `plus` | a `+` before a digit |
//! | `iban` | two letters of one case, two digits, and at least eleven more letters or digits |
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
//! | `password=..`, `password: ..`, `password := ..`, `password => ..` | assignments; quoted, or up to white space or a byte of `,;&"'<>)]}\|` that stands in no bracket opened within the value |
//! | `"password": ".."`, `['password'] => ".."` | members, also with escaped quotes |
//! | `password == ".."`, `".." != password` | comparisons with a quoted literal |
//! | `var password string = ".."`, `password: str = ".."`, `char password[] = ".."` | declarations |
//! | `setPassword("..")`, `password.assign("..")`, `put("password", "..")` | calls |
//! | `--password ..`, `password ".."` | flags and directives |
//! | `<password>..</password>`, `<add key="password" value="..">`, `<string name="password">..</string>` | XML |
//! | `- name: PASSWORD`, and `value: ..` on the next line | lists of names and values |
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
//! # Examples
//!
//! Nothing that looks like a secret is written down. `{alnum:36}` stands for 36 characters that are made up when the
//! tests run, the same for each run. Kinds: `digit`, `hex`, `HEX`, `lower`, `upper`, `alnum`, `lowernum`, `uppernum`,
//! `base32`, `base64`, `base64url`, `token`, and `crc62`: `alnum` whose last six are the CRC-32 of the others in base62. Values with a check digit are ones that their issuers publish.
//!
//! The tests hold every rule to its examples and look-alikes. A look-alike may be found by another rule.

//! Keys, and tokens that are made with them.
//!
//! A label says what was there. A token says besides whether it was the same: one customer can be followed through
//! redacted logs, and nobody who reads them can try values, since that needs the key.
//!
//! # Grammar
//!
//! ```text
//! token   = "BB1-" class "." kind key-id "." payload "." check
//! class   = 1*48( a-z / 0-9 / "_" )    ; any other character of the class's name is written "_"
//! kind    = "p" / "e" / "s"            ; pseudonym, encrypted, sealed
//! key-id  = 8base32                    ; 40 bits, names the root key
//! payload = 26base32                   ; of a pseudonym: 128 bits
//!         / 2base32 *base32            ; of the others: the number of blocks of 16 bytes (1 to 63), and the blocks
//! check   = 8base32                    ; 40 bits
//! base32  = a-z / 2-7                  ; RFC 4648, lower case, no padding; unused bits are zero
//! ```
//!
//! `BB1-email.p2sa7mtkv.w5ogv5t3gi3yofz7zle2mtwxaq.rsylnfq7` is one. Tokens are of unreserved characters (RFC 3986):
//! they need no quotes and no escapes in JSON, in a URL or in CSV. The end of a token is known from its form, whatever
//! follows it.
//!
//! # What is computed
//!
//! All keys are derived from the root key of an epoch, 32 random bytes, with HKDF-SHA-256 (RFC 5869). The salt is
//! `blackbar tokens 1`; the info is a list of fields, each behind its length in four bytes, the highest first.
//!
//! | what | fields of the info | bytes |
//! |---|---|---|
//! | key id | `key id` | 5 |
//! | key of pseudonyms | `pseudonym`, tenant, purpose, class | 32 |
//! | key of encryption | `encrypt`, tenant, purpose, class | 64 |
//! | key of checks | `check`, tenant, purpose, an empty field | 32 |
//! | key of values of the same form | `format-preserving`, tenant, purpose, class | 32 |
//! | key of days | `date shift`, tenant, purpose, an empty field | 32 |
//!
//! - The payload of a pseudonym is the first 16 bytes of HMAC-SHA-256 (RFC 2104) of the value, byte by byte as it was
//!   found: nothing is folded or trimmed.
//! - The payload of an encrypted token is AES-256-SIV (RFC 5297; the synthetic vector first) of the padded value, with one
//!   header: the token as written up to the payload. The same value gives the same token.
//! - The payload of a sealed token is HPKE (RFC 9180) in base mode, with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and
//!   ChaCha20Poly1305: the encapsulated key, then the sealed padded value. The info is the fields `seal`, tenant and
//!   purpose, written as above; what is authenticated is the token as written up to the payload. No two tokens of a value
//!   are the same.
//! - Padding is one byte 0x80 and zeros up to a whole block (ISO/IEC 7816-4). Values of more than 991 bytes are not
//!   encrypted, of more than 959 not sealed: they get their label.
//! - The check is the first 5 bytes of HMAC-SHA-256 of the token as written up to the check.
//! - The class in a field is the one that stands in the token.
//!
//! The root key is one of an epoch, so the epoch is in every key; so are tenant and purpose, and in the pseudonym also
//! the class. There is no token without a scope.
//!
//! # What is no token
//!
//! Two operators put values in place of values. Nothing in them says that they are ours or which epoch made them: they are
//! never recognised, they are found and changed again where a record passes twice, and after a rotation one value has two of
//! them.
//!
//! - `format-preserving` is FF1 with AES-256 (NIST SP 800-38G), tweaked by the form. Only letters and digits of ASCII are
//!   changed; `-./:+()@,_#` and spaces stay. A value with anything else in it, with more than 64 letters and digits, or with
//!   fewer than a million values of its form, gets its label: the second draft of revision 1 of SP 800-38G (February
//!   2025) asks for a domain of a million.
//!   - Digits alone, seven or more: radix 10, tweak `decimal`. They lead with a zero if the value does, and are above 2^53
//!     if it is, so that a JSON number stays one and loses nothing: a result is encrypted again until that holds (cycle
//!     walking, on each such part of the domain a permutation of its own).
//!   - Card numbers (the class `credit_card`, and rules with the check `card` or `luhn`): the digits before the last in this
//!     way, and behind them the digit that passes the Luhn test plus five, modulo ten. So no result passes. What does not
//!     pass itself gets its label.
//!   - MAC addresses with letters: radix 16, tweak `hexadecimal`.
//!   - Anything else: each digit stays a digit, each letter a letter of its case. The place of the text in the order of all
//!     such texts is encrypted as a binary number just long enough (radix 2, tweak `mixed ` and the kinds), until it
//!     is the place of one. What has more than 2^128 texts of its form gets its label.
//! - `date-shift` moves a date by HMAC-SHA-256 of the fields `subject` and the subject, or `tenant` and nothing: the first
//!   eight bytes, the highest first, modulo twice the days; the lower half goes backwards, none is left out but zero.
//!
//! Whoever has the keys can turn values of the same form back, so they need `pipeline_can_reverse = true`. `blackbar reveal`
//! does not: with no check in them it could not say that a value is none of ours. The library does
//! ([`FormatPreserving::value`](crate::token::FormatPreserving::value)), for whoever knows class and epoch.
//!
//! # Who can open what
//!
//! | token | who can open it |
//! |---|---|
//! | pseudonym | nobody; who has the keys can try values |
//! | encrypted | whoever has the key set, the pipeline too. So the policy must say `pipeline_can_reverse = true` |
//! | sealed | whoever has the recipient's private key and the key set. The pipeline has the public key only |
//!
//! `blackbar reveal` opens tokens, one ticket at a time. It asks for the tenant and the purpose, a ticket, approvers, the
//! end of the approval (an hour ahead at most) and a budget: how many tokens may be opened under the ticket in all. What
//! was asked and what was opened is written to the audit file, and is on disk, before any value is shown; if it cannot
//! be written nothing is shown. There is one error for every reason not to open a token.
//!
//! # Recognising
//!
//! A token is left alone when it is met again if its key is in the key set and its check verifies in one of the scopes
//! in use. So redacting twice is redacting once. Whatever else looks like a token is text and is searched: a planted
//! one hides nothing, unless somebody guesses 40 bits.
//!
//! # Epochs
//!
//! | state | makes tokens | its tokens are recognised |
//! |---|---|---|
//! | `pending` | no | yes |
//! | `primary` | yes | yes |
//! | `decrypt-only` | no | yes |
//! | `destroyed` | no | no: the key is gone |
//!
//! A pending key is made known to all nodes before one of them uses it. A key set has exactly one primary epoch.
//!
//! # Key files
//!
//! JSON, made and changed by `blackbar keys` and readable by its owner only: others may not have any permission on it
//! (mode 600 or 400), or it is refused. `--keys env:NAME` takes the same text from an environment variable, as secret
//! stores hand it to containers, `--keys aws-secret:NAME` from AWS. The `id` of an epoch is computed from its key, so a damaged key is noticed.
//!
//! | command | what it does |
//! |---|---|
//! | `keys generate --out FILE` | makes a key file with one primary epoch; never over another file |
//! | `keys generate --kms KEY-ID --out FILE` | the same, with keys that AWS KMS wraps |
//! | `keys rotate FILE` | makes the pending epoch primary, or a new one; what was primary becomes decrypt-only |
//! | `keys rotate --stage FILE` | adds a pending epoch |
//! | `keys status FILE` | epochs, states and holds; never a key |
//! | `keys drill FILE` | rehearses rotation and revocation on a copy in memory |
//! | `keys destroy --epoch N --yes FILE` | destroys a key for ever: crypto-shredding |
//! | `keys recipient --out FILE` | makes a private key that opens sealed tokens, and prints the public key for `recipient` in `[scope]` |
//! | `keys hold`, `keys release` `--epoch N --name NAME FILE` | puts a legal hold on an epoch, which keeps its key, and lifts it |
//!
//! A file is replaced in one step. Keys are read once, when the program starts.
//!
//! # Keys from AWS
//!
//! A program built with the feature `aws` takes keys from two services. Region and credentials are those of the environment,
//! as for every program of AWS; an ARN names its own region, which must be that of the environment.
//!
//! `aws-secret:NAME`, or the ARN, is a secret of Secrets Manager that holds the text of a key file; behind `#` stands the
//! staging label of the version, `AWSCURRENT` if there is none. To rotate, take the file where it is kept, `keys rotate` it, and
//! put the text into the secret again: old epochs are in it, so old tokens open.
//!
//! `aws-kms:FILE` is a key file whose keys are wrapped: `keys generate --kms KEY-ID --out FILE` lets AWS KMS draw the key
//! (`GenerateDataKey`), and the file holds what only KMS opens. All `keys` commands take `aws-kms:FILE`, and each new epoch gets
//! a key of its own from KMS. A key of KMS that is disabled or gone takes all epochs with it. The encryption context is
//!
//! | name | value |
//! |---|---|
//! | `blackbar-purpose` | `root key of tokens` |
//! | `blackbar-version` | `1` |
//! | `blackbar-epoch` | the number of the epoch |
//!
//! so a wrapped key does not open as that of another epoch, and the policy of the key can ask for it
//! (`kms:EncryptionContext:blackbar-purpose`). The pipeline needs `kms:Decrypt`; who rotates, `kms:GenerateDataKey` too. Every
//! use stands in CloudTrail.
//!
//! Keys are wiped from the memory of this program when it ends or lets go of them. What the SDK of AWS holds of an answer while
//! it reads it is not.

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
//! stores hand it to containers. The `id` of an epoch is computed from its key, so a damaged key is noticed.
//!
//! | command | what it does |
//! |---|---|
//! | `keys generate --out FILE` | makes a key file with one primary epoch; never over another file |
//! | `keys rotate FILE` | makes the pending epoch primary, or a new one; what was primary becomes decrypt-only |
//! | `keys rotate --stage FILE` | adds a pending epoch |
//! | `keys status FILE` | epochs, states and holds; never a key |
//! | `keys drill FILE` | rehearses rotation and revocation on a copy in memory |
//! | `keys destroy --epoch N --yes FILE` | destroys a key for ever: crypto-shredding |
//! | `keys recipient --out FILE` | makes a private key that opens sealed tokens, and prints the public key for `recipient` in `[scope]` |
//! | `keys hold`, `keys release` `--epoch N --name NAME FILE` | puts a legal hold on an epoch, which keeps its key, and lifts it |
//!
//! A file is replaced in one step. Keys are read once, when the program starts.

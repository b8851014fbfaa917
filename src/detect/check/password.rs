//! The value of a key such as `password`, told from what stands there when it is no password:
//! placeholders, masks, references to variables, calls, paths, addresses, identifiers of code, and
//! words of prose (`password: invalid`). Weak passwords are passwords: `changeme` and `12345` pass.
//! No standard defines this; the forms of references are those of the POSIX shell
//! <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html>, of template languages
//! and of configuration formats in common use.

use super::no_filler;

/// Shorter values are numbers, flags and words rather than passwords.
const SHORTEST: usize = 4;

/// Bytes that masks are made of; the high ones are those of the UTF-8 forms of `•`, `●`, `…`, `*`.
const MASK: &[u8] = b"*xX.#-_=~?+\xE2\x80\xA2\x97\x8F\xA6\xEF\xBC\x8A";

/// Pairs that enclose a placeholder or a reference.
const ENCLOSED: &[(&[u8], &[u8])] = &[
    (b"<", b">"),
    (b"[", b"]"),
    (b"${", b"}"),
    (b"$(", b")"),
    (b"$[", b"]"),
    (b"$$", b"$$"),
    (b"{{", b"}}"),
    (b"{%", b"%}"),
    (b"%{", b"}"),
    (b"#{", b"}"),
    (b"@{", b"}"),
    (b"((", b"))"),
    (b"%(", b")s"),
    (b"%(", b")d"),
    (b"{", b"}"),
    (b"(", b")"),
    (b"__", b"__"),
    (b"`", b"`"),
];

/// Beginnings of references that go on with anything.
const REFERENCES: &[&[u8]] = &[
    b"!ENV",
    b"!Ref",
    b"!Sub",
    b"!env",
    b"!secret",
    b"!vault",
    b"#{",
    b"$(",
    b"$env:",
    b"${",
    b"%env(",
    b"<%",
    b"ENC[",
    b"ENV[",
    b"System.get",
    b"arn:aws:",
    b"config.",
    b"data.",
    b"env.",
    b"env[",
    b"getenv",
    b"local.",
    b"module.",
    b"op://",
    b"os.environ",
    b"os.getenv",
    b"params.",
    b"process.env",
    b"ref+",
    b"req.",
    b"request.",
    b"secrets.",
    b"secretsmanager:",
    b"self.",
    b"ssm:",
    b"this.",
    b"var.",
    b"vars.",
    b"vault:",
    b"{{",
];

/// Where those that begin with each byte begin, which are in order.
const REFERENCES_BY_BYTE: [usize; 129] = starts(REFERENCES);

/// Classes of characters in regular expressions, which schemas and validators hold instead of values.
const CLASSES: &[&[u8]] = &[b"[a-z", b"[0-9", b"[^\\s", b"(?:", b"(?=", b"\\d{", b"\\w+"];

/// Words that stand after `password:` or `password=` without being one.
#[rustfmt::skip]
const WORDS: &[&[u8]] = &[
    b"*****", b"*const", b"*mut", b"[]", b"above", b"absent", b"accept", b"accepted", b"account", b"after",
    b"again", b"array", b"attempt", b"attempts", b"authenticated", b"authentication", b"authorization",
    b"auto", b"autocomplete", b"available", b"basic", b"bearer", b"because", b"been", b"before", b"being",
    b"below", b"blank", b"boolean", b"bound", b"bytes", b"bytestring", b"can't", b"cannot", b"cant",
    b"change", b"changed", b"changes", b"check", b"checking", b"cleared", b"client", b"compromised",
    b"configmapkeyref", b"confirm", b"confirmation", b"contain", b"contains", b"correct", b"could",
    b"create", b"created", b"credential", b"credentials", b"current", b"database", b"default", b"delete",
    b"deleted", b"denied", b"digest", b"disable", b"disabled", b"does", b"doesn't", b"don't", b"dummy",
    b"e-mail", b"email", b"empty", b"enable", b"enabled", b"encrypted", b"enter", b"entered", b"entry",
    b"env", b"environment", b"error", b"example", b"exists", b"expired", b"expires", b"expiring",
    b"exposed", b"failed", b"fails", b"failure", b"false", b"field", b"file", b"filtered", b"for",
    b"forgot", b"forgotten", b"found", b"from", b"generated", b"generator", b"given", b"gssapi-with-mic",
    b"has", b"hash", b"hashed", b"have", b"here", b"hidden", b"ignored", b"incorrect", b"input", b"int",
    b"integer", b"invalid", b"is", b"isn't", b"key", b"keyboard-interactive", b"keyboard-interactive/pam",
    b"leaked", b"length", b"loaded", b"logged", b"logging", b"login", b"long", b"manager", b"masked",
    b"match", b"matched", b"matches", b"mismatch", b"missing", b"must", b"n/a", b"name", b"nan", b"needed",
    b"nil", b"no", b"none", b"not", b"notfound", b"null", b"nullptr", b"number", b"obfuscated", b"object",
    b"off", b"ok", b"omitted", b"on", b"only", b"optional", b"options", b"pass", b"passcode", b"passphrase",
    b"passwd", b"password", b"passwords", b"placeholder", b"plain", b"plaintext", b"please", b"policy",
    b"present", b"previous", b"prompt", b"prompted", b"protected", b"protection", b"provided", b"publickey",
    b"read", b"reading", b"recovery", b"redacted", b"rejected", b"reminder", b"removed", b"repeat",
    b"request", b"required", b"reset", b"resetting", b"response", b"retry", b"rotated", b"rotation",
    b"same", b"sample", b"sanitized", b"saved", b"scrubbed", b"secret", b"secretkeyref", b"secrets",
    b"sent", b"server", b"service", b"session", b"set", b"short", b"should", b"skipped", b"stdin",
    b"stored", b"str", b"string", b"strong", b"success", b"successful", b"successfully", b"tbd",
    b"temporary", b"text", b"than", b"that", b"then", b"this", b"todo", b"todo!", b"token", b"tokens",
    b"true", b"type", b"type=password", b"unavailable", b"unchanged", b"undefined", b"unknown", b"unset",
    b"update", b"updated", b"used", b"user", b"username", b"users", b"uses", b"using", b"usize", b"utf-8",
    b"valid", b"value", b"valuefrom", b"values", b"verified", b"was", b"weak", b"were", b"when", b"will",
    b"with", b"without", b"written", b"wrong", b"yes", b"your", b"{}",
];

/// Where those that begin with each byte begin, which are in order.
const WORDS_BY_BYTE: [usize; 129] = starts(WORDS);

/// Where the words that begin with each ASCII byte begin among `words`, which are in order.
const fn starts(words: &[&[u8]]) -> [usize; 129] {
    let mut starts = [0; 129];
    let mut i = 0;
    while i < words.len() {
        // Behind the first byte of this word, all words so far have begun.
        let mut byte = words[i][0] as usize + 1;
        while byte < starts.len() {
            starts[byte] = i + 1;
            byte += 1;
        }
        i += 1;
    }
    starts
}

/// Those of `words`, of which `starts` are the starts, that begin with the byte.
fn of_byte(
    words: &'static [&'static [u8]],
    starts: &[usize; 129],
    first: Option<u8>,
) -> &'static [&'static [u8]] {
    let place = first.map_or(usize::MAX - 1, usize::from);
    let bounds = starts.get(place).zip(starts.get(place + 1));
    bounds.and_then(|(from, to)| words.get(*from..*to)).unwrap_or_default()
}

/// What a sentence about a password begins with.
const VERBS: &[&[u8]] = &[
    b"must", b"should", b"cannot", b"can't", b"is", b"isn't", b"was", b"has", b"have", b"does", b"doesn't",
    b"will", b"could", b"please", b"not",
];

/// Parts of identifiers that name a password instead of being one.
const NAMES: &[&[u8]] = &[
    b"password",
    b"passwd",
    b"secret",
    b"token",
    b"credential",
    b"apikey",
    b"_key",
    b"passphrase",
    b"access_key",
    b"private_key",
    b"your_",
    b"my_",
    b"_here",
    b"_value",
    b"_string",
    b"_env",
    b"env_",
    b"_pass",
    b"_auth",
];

pub(super) fn check(value: &[u8]) -> bool {
    let word = trim(value);
    word.len() >= SHORTEST
        && !is_mask(value)
        && !no_filler::is_masked(value)
        && (word.iter().any(u8::is_ascii_alphanumeric)
            || String::from_utf8_lossy(word).chars().any(char::is_alphanumeric))
        && !is_reference(value)
        && !is_call(value)
        && !is_path(value)
        && !is_location(value)
        && !is_uuid(word)
        && !is_time(word)
        && !is_identifier(word)
        && !is_word(word)
        && !is_sentence(word)
}

/// Whether a value is one of [`WORDS`], in any case.
fn is_word(value: &[u8]) -> bool {
    let first = value.first().map(u8::to_ascii_lowercase);
    of_byte(WORDS, &WORDS_BY_BYTE, first).iter().any(|known| value.eq_ignore_ascii_case(known))
}

/// Words of small letters that say something of the value, with one of [`VERBS`] first: `must not be empty`. Other words may
/// be a passphrase.
fn is_sentence(value: &[u8]) -> bool {
    let first = value.split(|byte| *byte == b' ').next().unwrap_or_default();
    first.len() < value.len()
        && value.iter().all(|byte| byte.is_ascii_lowercase() || b" ,'".contains(byte))
        && VERBS.contains(&first)
}

/// The value without the punctuation which a sentence or a list puts after it.
fn trim(value: &[u8]) -> &[u8] {
    let mut rest = value.trim_ascii();
    while let [head @ .., b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b']' | b'"' | b'\''] = rest {
        rest = head;
    }
    rest
}

pub(super) fn is_mask(value: &[u8]) -> bool {
    value.iter().all(|byte| MASK.contains(byte))
}

/// A placeholder or the name of a variable, which somebody else will replace by the value.
pub(super) fn is_reference(value: &[u8]) -> bool {
    let first = value.first().copied();
    // Nothing is enclosed in letters or digits.
    let enclosed = !first.is_some_and(|b| b.is_ascii_alphanumeric())
        && ENCLOSED.iter().any(|(open, close)| {
            value.len() >= open.len() + close.len() && value.starts_with(open) && value.ends_with(close)
        });
    let name = match value {
        // `$object->member`, of which the value ends at the `>`.
        [b'$', name @ .., b'-'] | [b'$', name @ ..] | [b'@', name @ .., b'@'] | [b'%', name @ .., b'%'] => {
            Some(name)
        }
        [b'%' | b':' | b'&', name @ ..] if name.iter().all(u8::is_ascii_lowercase) => Some(name),
        _ => None,
    };
    enclosed
        || of_byte(REFERENCES, &REFERENCES_BY_BYTE, first).iter().any(|start| value.starts_with(start))
        || name.is_some_and(|name| is_name(name) && !has_mixed_digits(name))
        || is_path_of_variable(value)
        || value.iter().any(|byte| b"[(\\".contains(byte)) && holds_pattern(value)
}

/// What says that somebody took the value away, or a piece of a regular expression.
fn holds_pattern(value: &[u8]) -> bool {
    holds(value, b"[redacted]") || CLASSES.iter().any(|class| holds(value, class))
}

/// A path that begins with a variable: `$BASE_URL/reset`.
fn is_path_of_variable(value: &[u8]) -> bool {
    let mut parts = value.splitn(2, |byte| *byte == b'/');
    let name = parts.next().and_then(|name| name.strip_prefix(b"$")).unwrap_or_default();
    let upper = |byte: &u8| byte.is_ascii_uppercase() || *byte == b'_';
    name.len() >= 3 && name.iter().all(upper) && parts.next().is_some()
}

/// Letters, digits and underscores, no digit first.
fn is_name(value: &[u8]) -> bool {
    value.first().is_some_and(|byte| !byte.is_ascii_digit())
        && value.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

/// Lower-case letters and digits together, which names of variables have less than passwords.
fn has_mixed_digits(value: &[u8]) -> bool {
    value.iter().any(u8::is_ascii_digit) && value.iter().any(u8::is_ascii_lowercase)
}

/// `name(..)` or `name[..]`, with the closing one somewhere behind it or with nothing behind it.
fn is_call(value: &[u8]) -> bool {
    let Some(at) = value.iter().position(|byte| matches!(byte, b'(' | b'[')) else {
        return false;
    };
    let (name, rest) = value.split_at_checked(at).unwrap_or_default();
    let named = |byte: &u8| byte.is_ascii_alphabetic() || b"_.:$!".contains(byte);
    let dotted = |byte: &u8| named(byte) || (byte.is_ascii_digit() && name.contains(&b'.'));
    let closed = if rest.starts_with(b"[") { rest.ends_with(b"]") } else { rest.contains(&b')') };
    name.len() >= 3 && name.iter().all(dotted) && (rest.len() == 1 || closed)
}

/// The path of a file, absolute or by a leading dot, tilde or drive.
fn is_path(value: &[u8]) -> bool {
    const SIGNS: &[&[u8]] = &[b"./", b"../", b"~/", b"\\\\", b"file:"];
    let drive = matches!(value, [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    let rooted =
        value.strip_prefix(b"/").is_some_and(|rest| rest.split(|byte| *byte == b'/').all(is_segment));
    drive || rooted || SIGNS.iter().any(|sign| value.starts_with(sign))
}

/// The name of a file or folder, rather than a piece of base64 between two slashes.
fn is_segment(segment: &[u8]) -> bool {
    let named = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-".contains(byte);
    let lower = !segment.iter().any(u8::is_ascii_uppercase);
    segment.iter().all(named) && (lower || !segment.iter().any(u8::is_ascii_digit))
}

/// An address of the web without user information.
fn is_location(value: &[u8]) -> bool {
    value.contains(&b':') && value.windows(3).any(|three| three == b"://") && !value.contains(&b'@')
}

pub(super) fn is_uuid(value: &[u8]) -> bool {
    const WIDTHS: [usize; 5] = [8, 4, 4, 4, 12];
    let groups = || value.split(|byte| *byte == b'-');
    value.len() == 36 && groups().map(<[u8]>::len).eq(WIDTHS) && groups().flatten().all(u8::is_ascii_hexdigit)
}

/// A date of ISO 8601, alone or with a time behind it.
fn is_time(value: &[u8]) -> bool {
    let Some((date, time)) = value.split_first_chunk::<10>() else {
        return false;
    };
    let in_date = |(place, byte): (usize, &u8)| match place {
        4 | 7 => matches!(byte, b'-' | b'/'),
        _ => byte.is_ascii_digit(),
    };
    date.iter().enumerate().all(in_date)
        && time.iter().all(|byte| byte.is_ascii_digit() || b"T:.,Z+- ".contains(byte))
}

/// A dotted name of code without digits, or a name that says what it holds.
fn is_identifier(value: &[u8]) -> bool {
    let dotted = value.contains(&b'.')
        && value
            .split(|byte| *byte == b'.')
            .all(|part| is_name(part) && part.len() > 1 && !part.iter().any(u8::is_ascii_digit));
    let path = value.contains(&b':')
        && holds(value, b"::")
        && value.split(|byte| *byte == b':').all(|part| part.is_empty() || is_name(part));
    let letters = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
    // Most values have digits: told before anything is looked for in them.
    let lettered = || {
        let joined = || value.contains(&b'_') || has_hump(value);
        let named = || joined() && NAMES.iter().any(|name| holds(value, name));
        value.iter().all(|byte| letters(byte) || *byte == b'-')
            && (value.iter().all(letters) && named() || holds(value, b"fake"))
    };
    dotted || path || lettered()
}

/// An upper-case letter after a lower-case one, as in `userPassword`.
fn has_hump(value: &[u8]) -> bool {
    value
        .windows(2)
        .any(|pair| matches!(pair, [low, high] if low.is_ascii_lowercase() && high.is_ascii_uppercase()))
}

fn holds(value: &[u8], part: &[u8]) -> bool {
    value.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn passwords_are_valid() {
        for value in [
            "changeme",
            "12345",
            "hunter2",
            "correct-horse-battery",
            "correct horse battery",
            "P@ssw0rd!",
            "Summer2024",
            "$ecret1",
            "$2a$10$abcdefgh",
            "p(ss)word1",
            "/9j4AAQSkZJRgAB1==",
            "пароль-долгий",
            "letmein",
            "mysecretpassword",
            "abc.def.123",
            "{SHA}abcdef",
            "postgres",
            "x4x4x4x4",
            "a:b:c:d",
        ] {
            assert!(check(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn others_are_not() {
        for value in [
            "",
            "abc",
            "null",
            "None",
            "undefined",
            "TRUE",
            "****",
            "xxxxxxxx",
            "••••••",
            "........",
            "<password>",
            "${DB_PASSWORD}",
            "${DB_PASSWORD:-}",
            "{{ password }}",
            "{{password",
            "$(cat x)",
            "%s",
            "%(password)s",
            ",.:-¨@*¿?!",
            "$ftp-",
            "Optional[Text]",
            "keys[:32]",
            "ed25519.from_bytes(x)",
            "user_pass",
            "std::string::String",
            "[a-zA-Z0-9/_+=.@-]+$",
            "$DB_PASS",
            "$BASE_URL/path",
            "#{password}",
            "AP6xxxxxx",
            "somefakekey",
            "real_key",
            "ENC[AES256_GCM,data:x]",
            "ops_[Redacted]",
            "$pass",
            "@DB_PASS@",
            "%PASS%",
            ":password",
            "%password",
            "process.env.DB_PASS",
            "os.environ['X']",
            "getenv(\"X\")",
            "generate_password()",
            "read(",
            "----",
            "/run/secrets/db",
            "/etc/ssl/private/Key.pem",
            "./secret.txt",
            "C:\\keys\\a.txt",
            "https://example.com/reset",
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "com.acme.Foo",
            "config.password",
            "2024-01-31",
            "2024-01-31T10:11:12.000Z",
            "invalid",
            "incorrect.",
            "must not be empty",
            "is required, too",
            "Expired,",
            "[REDACTED]",
            "redacted",
            "__PASSWORD__",
            "db_password",
            "userPassword",
            "YOUR_KEY_HERE",
            "changed;",
            "for",
            "from",
            "arn:aws:secretsmanager:eu-west-1:1:secret:x",
            "string",
            "N/A",
        ] {
            assert!(!check(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn every_word_is_found() {
        assert!(super::WORDS.is_sorted() && super::REFERENCES.is_sorted());
        assert!(super::ENCLOSED.iter().all(|(open, _)| !open[0].is_ascii_alphanumeric()));
        for start in super::REFERENCES {
            assert!(super::is_reference(start), "{}", start.escape_ascii());
        }
        for word in super::WORDS {
            assert!(
                super::is_word(word) && super::is_word(&word.to_ascii_uppercase()),
                "{}",
                word.escape_ascii()
            );
        }
        for word in ["", "zzz", "passwort", "ü"] {
            assert!(!super::is_word(word.as_bytes()), "{word}");
        }
    }
}

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
    b"${",
    b"$(",
    b"{{",
    b"<%",
    b"process.env",
    b"os.environ",
    b"os.getenv",
    b"env.",
    b"env[",
    b"ENV[",
    b"getenv",
    b"System.get",
    b"secrets.",
    b"vars.",
    b"var.",
    b"local.",
    b"params.",
    b"config.",
    b"self.",
    b"this.",
    b"req.",
    b"request.",
    b"ssm:",
    b"vault:",
    b"secretsmanager:",
    b"op://",
    b"arn:aws:",
    b"data.",
    b"module.",
    b"ref+",
    b"!Ref",
    b"!Sub",
    b"!vault",
    b"!secret",
    b"!env",
    b"!ENV",
    b"$env:",
    b"%env(",
    b"#{",
    b"ENC[",
];

/// Classes of characters in regular expressions, which schemas and validators hold instead of values.
const CLASSES: &[&[u8]] = &[b"[a-z", b"[0-9", b"[^\\s", b"(?:", b"(?=", b"\\d{", b"\\w+"];

/// Words that stand after `password:` or `password=` without being one.
const WORDS: &[&[u8]] = &[
    b"null",
    b"none",
    b"nil",
    b"undefined",
    b"true",
    b"false",
    b"empty",
    b"blank",
    b"unset",
    b"unknown",
    b"default",
    b"auto",
    b"optional",
    b"required",
    b"enabled",
    b"disabled",
    b"enable",
    b"disable",
    b"password",
    b"passwords",
    b"passwd",
    b"passphrase",
    b"passcode",
    b"pass",
    b"secret",
    b"secrets",
    b"token",
    b"tokens",
    b"credential",
    b"credentials",
    b"username",
    b"user",
    b"users",
    b"login",
    b"string",
    b"text",
    b"input",
    b"field",
    b"value",
    b"values",
    b"number",
    b"integer",
    b"boolean",
    b"object",
    b"array",
    b"bytes",
    b"type",
    b"name",
    b"type=password",
    b"hidden",
    b"redacted",
    b"masked",
    b"filtered",
    b"removed",
    b"sanitized",
    b"scrubbed",
    b"omitted",
    b"obfuscated",
    b"encrypted",
    b"hashed",
    b"plaintext",
    b"plain",
    b"placeholder",
    b"example",
    b"sample",
    b"dummy",
    b"valid",
    b"invalid",
    b"incorrect",
    b"correct",
    b"wrong",
    b"expired",
    b"expires",
    b"expiring",
    b"missing",
    b"failed",
    b"failure",
    b"fails",
    b"error",
    b"denied",
    b"accepted",
    b"rejected",
    b"success",
    b"successful",
    b"successfully",
    b"changed",
    b"change",
    b"changes",
    b"updated",
    b"update",
    b"reset",
    b"resetting",
    b"created",
    b"create",
    b"deleted",
    b"delete",
    b"saved",
    b"stored",
    b"sent",
    b"set",
    b"provided",
    b"given",
    b"needed",
    b"matches",
    b"match",
    b"mismatch",
    b"matched",
    b"verified",
    b"authentication",
    b"authenticated",
    b"authorization",
    b"check",
    b"checking",
    b"policy",
    b"prompt",
    b"prompted",
    b"entered",
    b"enter",
    b"entry",
    b"retry",
    b"again",
    b"attempt",
    b"attempts",
    b"hash",
    b"with",
    b"without",
    b"from",
    b"your",
    b"this",
    b"that",
    b"will",
    b"must",
    b"should",
    b"cannot",
    b"could",
    b"does",
    b"doesn't",
    b"don't",
    b"have",
    b"been",
    b"were",
    b"when",
    b"then",
    b"than",
    b"contains",
    b"contain",
    b"length",
    b"short",
    b"long",
    b"weak",
    b"strong",
    b"only",
    b"same",
    b"cant",
    b"can't",
    b"isn't",
    b"is",
    b"was",
    b"not",
    b"has",
    b"for",
    b"here",
    b"below",
    b"above",
    b"ignored",
    b"skipped",
    b"unchanged",
    b"unavailable",
    b"available",
    b"present",
    b"absent",
    b"publickey",
    b"keyboard-interactive",
    b"keyboard-interactive/pam",
    b"gssapi-with-mic",
    b"basic",
    b"bearer",
    b"digest",
    b"n/a",
    b"todo",
    b"tbd",
    b"todo!",
    b"str",
    b"int",
    b"yes",
    b"no",
    b"off",
    b"on",
    b"[]",
    b"{}",
    b"nullptr",
    b"nan",
    b"*****",
    b"request",
    b"response",
    b"recovery",
    b"protected",
    b"protection",
    b"manager",
    b"generator",
    b"generated",
    b"autocomplete",
    b"key",
    b"ok",
    b"logged",
    b"logging",
    b"session",
    b"account",
    b"database",
    b"server",
    b"client",
    b"service",
    b"accept",
    b"used",
    b"using",
    b"uses",
    b"being",
    b"please",
    b"after",
    b"before",
    b"because",
    b"forgot",
    b"forgotten",
    b"reminder",
    b"current",
    b"previous",
    b"confirm",
    b"confirmation",
    b"repeat",
    b"cleared",
    b"found",
    b"notfound",
    b"exists",
    b"rotated",
    b"rotation",
    b"leaked",
    b"compromised",
    b"exposed",
    b"temporary",
    b"bound",
    b"loaded",
    b"reading",
    b"read",
    b"written",
    b"secretkeyref",
    b"configmapkeyref",
    b"valuefrom",
    b"stdin",
    b"file",
    b"env",
    b"environment",
    b"options",
    b"usize",
    b"*mut",
    b"*const",
    b"bytestring",
    b"utf-8",
    b"email",
    b"e-mail",
];

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
        && String::from_utf8_lossy(word).chars().any(char::is_alphanumeric)
        && !is_reference(value)
        && !is_call(value)
        && !is_path(value)
        && !is_location(value)
        && !is_uuid(word)
        && !is_time(word)
        && !is_identifier(word)
        && !WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
        && !is_sentence(word)
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
    let enclosed = ENCLOSED.iter().any(|(open, close)| {
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
        || REFERENCES.iter().any(|start| value.starts_with(start))
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
    value.windows(3).any(|three| three == b"://") && !value.contains(&b'@')
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
    let path =
        holds(value, b"::") && value.split(|byte| *byte == b':').all(|part| part.is_empty() || is_name(part));
    let joined = value.contains(&b'_') || has_hump(value);
    let letters = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
    let fake = holds(value, b"fake") && value.iter().all(|byte| letters(byte) || *byte == b'-');
    let named = joined && value.iter().all(letters) && NAMES.iter().any(|name| holds(value, name));
    dotted || path || named || fake
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
}

